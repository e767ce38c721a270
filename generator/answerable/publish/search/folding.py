"""Fold words for the search: forms of one word get one key, in the index and in what a reader types.

The rules of each language are data, in `words/`; `rules` puts them together, and the index carries them to the reader's
browser, where `assets/search/fold.js` follows them in the same way.

Folding goes: compatible forms and accents (Unicode Standard Annex 15, NFKD, without marks), lower case, letters and
digits that stand for one another, spellings, then for each word its endings.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import regex
import yaml

FOLDER = Path(__file__).parent / "words"
HALF_SPACE = "\u200c"
"""The zero-width non-joiner, which divides the parts of a Persian word as a hyphen does elsewhere, as in `e-mail`."""
WORD = r"[0-9]+(?:[:.][0-9]+)+(?![\p{L}\p{N}])|[\p{L}\p{N}]+(?:[\u200c-]\p{L}[\p{L}\p{N}]*)*"
"""A time or number with points, or a word."""
IGNORED = r"[\p{M}\u00ad\u200b\u200d-\u200f\u2060\ufeff]+"
"""Accents and vowel points, and what is not seen."""
ZEROS = "٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០᠐᥆᧐᪀᪐᭐᮰᱀᱐꘠꣐꤀꧐꧰꩐꯰"
"""The digits nought of the scripts of Unicode's first plane, each followed by the other nine."""
_ALIKE = {"\u2010": "-", "\u2011": "-", "\u2019": "'", "\u02bc": "'", "\u05f3": "'", "\u05f4": '"', "\u066b": "."}
_REWRITES = (
    (r"(\p{L})'(?=\p{L})", "$1"),
    (r"([0-9])[,\u066c](?=[0-9]{3}(?![0-9]))", "$1"),
    (r"(^|[^0-9:.])0+(?=[0-9]+:[0-9])", "$1"),
)
"""Spellings in any language: apostrophes, thousands, and hours such as 07:35."""
Rules = Mapping[str, Any]
"""What both sides follow: `ignored` and `word` (regular expressions), `letters` (a map of characters), `zeros` (the
digits nought), `rewrites` (pairs) and `scripts` (endings and so on by script; `whole` has stems there)."""


@lru_cache(maxsize=16)
def rules(language: str) -> Rules:
    """Return the rules for a site in a language: its own first, then those of languages in other scripts."""
    files = {path.stem: yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) for path in sorted(FOLDER.glob("*.yml"))}
    own = [files.pop(language)] if language in files else []
    languages = [*own, *files.values()]
    letters = dict(_ALIKE)
    for each in languages:
        letters.update(each.get("letters", {}))
    rewrites = [list(pair) for pair in _REWRITES]
    for each in languages:
        rewrites += [[text.replace("~", HALF_SPACE) for text in pair] for pair in each.get("rewrites", [])]
    of = {"ignored": IGNORED, "word": WORD, "letters": letters, "zeros": ZEROS, "rewrites": rewrites, "scripts": []}
    spelled = Folding({**of, "rewrites": []}).spelled
    scripts = [_of_script(each, spelled) for each in languages]
    stem = Folding({**of, "scripts": scripts}).stem
    return {**of, "scripts": [{**each, "whole": [stem(word) for word in each["whole"]]} for each in scripts]}


def _of_script(language: Mapping[str, Any], spelled: Callable[[str], str]) -> dict[str, Any]:
    """Return a language's rules for words, in the spelling in which words are compared."""
    return {
        "script": language["script"],
        "affixes": spelled(language.get("affixes", "")).split(),
        "whole": spelled(language.get("whole", "")).split(),
        "endings": [_step(step, spelled) for step in language["endings"]],
        "prefixes": [
            [prefix, *least]
            for prefixes, *least in language.get("prefixes", [])
            for prefix in spelled(prefixes).split()
        ],
    }


def _step(step: Mapping[int, str], spelled: Callable[[str], str]) -> list[list[Any]]:
    """Return the endings of a step, the longest first: `[ending, what takes its place, letters left, not after]`."""
    found = []
    for least, endings in step.items():
        for rule in spelled(endings).split():
            ending, _, not_after = rule.partition("!")
            ending, _, instead = ending.partition(">")
            found.append([ending, instead, least, not_after])
    return sorted(found, key=lambda rule: -len(rule[0]))


class Folding:
    """Rules, ready to be used. Words are remembered, since a history has few words and many texts."""

    def __init__(self, of: Rules) -> None:
        self._of = of
        digits = {chr(ord(zero) + number): str(number) for zero in of["zeros"] for number in range(10)}
        self._letters = str.maketrans({**digits, **of["letters"]})
        self._rewrites = [(regex.compile(old), regex.sub(r"\$(\d)", r"\\\1", new)) for old, new in of["rewrites"]]
        self._in_ascii = self._rewrites[: len(_REWRITES)]  # the others are about letters beyond it
        self._keys: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _scripts(self) -> list[tuple[regex.Pattern[str], Mapping[str, Any]]]:
        return [(regex.compile(rf"\p{{Script={each['script']}}}"), each) for each in self._of["scripts"]]

    def spelled(self, text: str) -> str:
        """Return a text in the spelling in which its words are compared."""
        if text.isascii():
            text, rewrites = text.lower(), self._in_ascii
        else:
            text = _ignored().sub("", unicodedata.normalize("NFKD", text)).lower().translate(self._letters)
            rewrites = self._rewrites
        for old, new in rewrites:
            text = old.sub(new, text)
        return text

    def keys(self, text: str) -> set[str]:
        """Return the keys under which a text is found."""
        found: set[str] = set()
        known = self._keys
        for token in set(_word().findall(self.spelled(text))):
            keys = known.get(token)
            if keys is None:
                keys = known[token] = tuple(self._index_keys(token))
            found.update(keys)
        return found

    def alternatives(self, text: str) -> list[list[list[str]]]:
        """Return what to look up for a typed text: for each word, alternatives, each of keys that must all be there."""
        return [self._alternatives(token) for token in _word().findall(self.spelled(text))]

    def stem(self, word: str) -> str:
        """Return a spelled word without its endings."""
        steps = self._rules_of(word)["endings"]
        before = ""
        while word != before:
            before = word
            for step in steps:
                word = _without_ending(word, step)
        return word

    def _index_keys(self, token: str) -> Iterator[str]:
        parts = _parts(token)
        whole = "".join(parts)
        yield from self._forms(whole, typed=False)
        own = [part for part in parts if part not in self._rules_of(whole)["affixes"]]
        if len(own) > 1:
            for part in own:
                yield from self._forms(part, typed=False)

    def _alternatives(self, token: str) -> list[list[str]]:
        parts = _parts(token)
        whole = "".join(parts)
        found = [[form] for form in self._forms(whole, typed=True)]
        if len(parts) > 1 and not set(parts) & set(self._rules_of(whole)["affixes"]):
            found.append([self.stem(part) for part in parts])
        return found

    def _forms(self, word: str, *, typed: bool) -> list[str]:
        """Return a word without its ending, then without what may be written together before it."""
        found = [self.stem(word)]
        of = self._rules_of(word)
        if not of["prefixes"] or found[0] in of["whole"]:
            return found
        for prefix, in_text, in_query in of["prefixes"]:
            if word.startswith(prefix):
                rest = self.stem(word[len(prefix) :])
                if len(rest) >= (in_query if typed else in_text):
                    found.append(rest)
        return list(dict.fromkeys(found))

    def _rules_of(self, word: str) -> Mapping[str, Any]:
        return next((rules for script, rules in self._scripts if script.match(word)), _NO_RULES)


_NO_RULES: Mapping[str, Any] = {"affixes": [], "whole": [], "endings": [], "prefixes": []}


def _without_ending(word: str, step: Sequence[Sequence[Any]]) -> str:
    for ending, instead, least, not_after in step:
        left = len(word) - len(ending)
        if word.endswith(ending) and left >= least and word[left - 1] not in not_after:
            return word[:left] + str(instead)
    return word


def _parts(token: str) -> list[str]:
    return token.replace(HALF_SPACE, "-").split("-")


@lru_cache(maxsize=1)
def _word() -> regex.Pattern[str]:
    return regex.compile(WORD)


@lru_cache(maxsize=1)
def _ignored() -> regex.Pattern[str]:
    return regex.compile(IGNORED)
