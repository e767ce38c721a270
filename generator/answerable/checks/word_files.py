"""The words and patterns of each language: one file per language in `checks/words/`, validated when it is read.

A language is added by adding its file; no Python names one. The files explain their keys in comments.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from answerable.output.user_cache import name_of, read_cached, write_cached
from answerable.records.model import Part
from answerable.records.policy import Phrase
from answerable.records.validation.shape import validate
from answerable.records.yaml.reader import read_yaml
from answerable.translation.invalid import invalid
from answerable.translation.message import advised, msg

FOLDER = Path(__file__).resolve().parent / "words"
PIECES = {
    "start": r"(?:^|(?<=[.!?؟\n] )|(?<=\n))\s*",
    "end": r"(?=\s*(?:[,،!.:;؛?؟]|\s-|\n|$))",
}
"""Pieces that every file may use in its patterns: where a sentence begins, and what ends a greeting."""
_PIECE = re.compile(r"\{([a-z_]+)\}")
_PLAIN = re.compile(r"[\w ]+")
"""Patterns without special characters, which need no compiling to be known as valid."""
_NEVER = r"(?!)"


class WordFileError(ValueError):
    """A word file that cannot be used: a line for each problem, with its line and column."""


def _checked(pattern: str) -> str:
    if _PLAIN.fullmatch(pattern):
        return pattern
    unknown = _PIECE.search(pattern)
    if unknown:
        right = msg("write %(name)s under `pieces`", name=unknown[1])
        raise invalid("piece", advised(msg("names an unknown piece"), right))
    try:
        re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        what = msg("is not a valid regular expression (%(error)s)", error=str(error))
        raise invalid("pattern", advised(what, msg("correct it"))) from None
    return pattern


def _with_name(pattern: str) -> str:
    if "name" not in re.compile(pattern, re.IGNORECASE).groupindex:
        raise invalid("pattern", advised(msg("does not say which part is the name"), msg("put it in (?P<name>…)")))
    return pattern


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_checked)]
Word = Annotated[str, Field(min_length=1)]


class WordPrefix(Part):
    """Letters written onto the front of a word; for phrases that begin with one of `letters`, a character class."""

    letters: Pattern
    pattern: Pattern


class Greeting(Part):
    """Greetings with a name in the group `name`, tried only on texts in which one of the signs stands."""

    signs: tuple[Word, ...] = Field(min_length=1)
    patterns: tuple[Annotated[Pattern, AfterValidator(_with_name)], ...] = Field(min_length=1)


class PrivacyWords(Part):
    """What helps to tell private numbers, addresses and names from harmless ones."""

    before_phone: tuple[Pattern, ...] = ()
    before_id: tuple[Pattern, ...] = ()
    before_card: tuple[Pattern, ...] = ()
    before_account: tuple[Pattern, ...] = ()
    before_case: tuple[Pattern, ...] = ()
    before_passport: tuple[Pattern, ...] = ()
    amount_before: tuple[Pattern, ...] = ()
    amount_joins: tuple[Pattern, ...] = ()
    amount_after: tuple[Pattern, ...] = ()
    spelled_at: tuple[Pattern, ...] = ()
    spelled_dot: tuple[Pattern, ...] = ()
    addresses: tuple[Pattern, ...] = ()
    greetings: tuple[Greeting, ...] = ()
    titles: tuple[Word, ...] = ()
    everybody: tuple[Word, ...] = ()


PatternList = Literal[
    "before_phone", "before_id", "before_card", "before_account", "before_case", "before_passport",
    "amount_before", "amount_joins", "amount_after", "spelled_at", "spelled_dot", "addresses",
]  # fmt: skip


class LanguageWords(Part):
    """One language's file. The lists of phrases are documented in docs/tone.md."""

    stock_apology: tuple[Phrase, ...] = ()
    sorry_you_feel: tuple[Phrase, ...] = ()
    blame: tuple[Phrase, ...] = ()
    slang: tuple[Phrase, ...] = ()
    next_step: tuple[Phrase, ...] = ()
    fine: tuple[Phrase, ...] = ()
    acronyms: tuple[Phrase, ...] = ()
    shouted: tuple[Phrase, ...] = ()
    word_prefix: WordPrefix | None = None
    pieces: dict[str, Word] = Field(default_factory=dict)
    asks_for_code: tuple[Pattern, ...] = ()
    privacy: PrivacyWords = PrivacyWords()


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a word file, in alphabetical order of their codes."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yml")))


@cache
def language_words(language: str) -> LanguageWords:
    """The words of a language; empty for one without a file. `pt-BR` has those of `pt`. Raises WordFileError."""
    path = FOLDER / f"{language.partition('-')[0].lower()}.yml"
    name = name_of("words", str(path))
    if kept := read_cached(name):  # hundreds of patterns need not be checked in each run
        known: LanguageWords = pickle.loads(kept)  # noqa: S301 (the folder is ours alone, and has programs in it)
        return known
    words = read_word_file(path) if path.is_file() else LanguageWords()
    write_cached(name, pickle.dumps(words))
    return words


def read_word_file(path: Path) -> LanguageWords:
    """Read and validate one file. Raises WordFileError with every problem that was found."""
    tree, findings = read_yaml(path.read_text(encoding="utf-8"), path=f"checks/words/{path.name}")
    if isinstance(tree.value, dict):
        tree.value = _expanded(tree.value, _pieces(tree.value.get("pieces")))
    words, problems = validate(LanguageWords, tree, f"checks/words/{path.name}")
    if words is None or findings:
        raise WordFileError("\n".join(map(str, [*findings, *problems])))
    return words


def _pieces(own: object) -> dict[str, str]:
    """The file's pieces and the common ones, each as a group; a piece may use those above it."""
    pieces = dict(PIECES)
    for name, pattern in own.items() if isinstance(own, dict) else ():
        pieces[name] = f"(?:{_expanded(pattern, pieces)})"
    return pieces


def _expanded(value: Any, pieces: dict[str, str]) -> Any:
    """The value with each `{piece}` in its strings replaced; unknown ones stay, for validation to name."""
    if isinstance(value, str) and "{" in value:
        return _PIECE.sub(lambda match: pieces.get(match[1], match[0]), value)
    if isinstance(value, list):
        return [_expanded(item, pieces) for item in value]
    if isinstance(value, dict):
        return {key: _expanded(item, pieces) for key, item in value.items()}
    return value


@cache
def any_of(name: PatternList) -> str:
    """A regular expression that matches whatever one of the patterns of that name matches, in any language."""
    patterns = [pattern for language in languages() for pattern in getattr(language_words(language).privacy, name)]
    return f"(?:{'|'.join(patterns) or _NEVER})"


_LONGEST_ACRONYM = 5  # letters
_LONG_ENOUGH = re.compile(r"[^\W\d_]{3,}")


def words_long_as_codes(texts: Iterable[str]) -> frozenset[str]:
    """The words in texts that have as many letters as a code has characters at least."""
    return frozenset(word for text in texts for word in _LONG_ENOUGH.findall(text))


@cache
def ordinary_words() -> frozenset[str]:
    """Words of everyday texts: those of the lists of phrases in all languages, and short acronyms in capitals.

    Longer names such as UNESCO are left out: a pattern of six capitals means booking codes, and has to find them.
    """
    phrases = (phrase for language in languages() for phrase in _phrases(language_words(language)))
    acronyms = (word.upper() for language in languages() for word in language_words(language).acronyms)
    short = (word for word in acronyms if len(word) <= _LONGEST_ACRONYM)
    return words_long_as_codes((*phrases, *short))


def _phrases(words: LanguageWords) -> tuple[str, ...]:
    return (*words.stock_apology, *words.blame, *words.slang, *words.next_step, *words.fine, *words.privacy.everybody)
