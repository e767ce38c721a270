"""A hostile site held against its innocent twin: the same files of the same parts, and only the names are others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import regex
from tests.hostile.markup import Leaves, unhashed
from tests.hostile.names import Names, innocent, published, settled
from tests.hostile.readers import Reader, reader_of

_PLAIN = re.compile(r"plain\w+?zq", re.IGNORECASE)
_OTHERS = frozenset({".findings"})
"""Places that rightly say another thing: the number of what `answerable check` finds."""
_NO_MARKDOWN = {ord(sign): " " for sign in "[]\\`<>|*"}
_CUT = "…"
_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"[\p{ExtPict}\p{RI}]")
_TURNING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\ufeff\ufffe\uffff]")


def files(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path; of the pictures, whose names are made of their words, none."""
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return dict(sorted(found.items()))


class Twins:
    """The sites of a hostile company and of its innocent twin; `keys` are all things that have a name."""

    def __init__(self, good: Path, bad: Path, keys: set[str], name: Names) -> None:
        self.good, self.bad = files(good), files(bad)
        self._called = {innocent(key).casefold(): published(name(key)) for key in keys}

    def differences(self, path: str) -> Iterator[str]:
        """What of a file is neither its twin's nor a name in its place."""
        reader = reader_of(path)
        if reader is None:
            yield f"{path}: nobody can read this kind of file; give it a reader in tests/hostile/readers.py"
            return
        try:
            one, other = _of_twin(reader, self.good[path]), reader(self.bad[path])
        except (AssertionError, ValueError, SyntaxError, OSError) as error:
            yield f"{path}: {type(error).__name__}: {str(error)[:300]}"
            return
        if [place for place, _ in one] != [place for place, _ in other]:
            pairs = zip([*one, ("nothing", "")], [*other, ("nothing", "")], strict=False)
            first = next((good, bad) for good, bad in pairs if good[0] != bad[0])
            yield f"{path}: made of other parts, {len(one)} and {len(other)}, first {first!r:.600}"
            return
        for (place, good), (_, bad) in zip(one, other, strict=True):
            if not self.is_renamed(good, bad, spaces=place != "without spaces") and place not in _OTHERS:
                yield f"{path}: {place}: {bad!r:.500} is not {good!r:.200} with the names in it"

    def is_renamed(self, good: str, bad: str, *, spaces: bool = True) -> bool:
        """Whether a text of the hostile site is its twin's with the names put in; one too long may be cut."""
        if good == bad:
            return True
        turning = _TURNING.search(bad)
        balanced = bad.count("\u2068") == bad.count("\u2069") and not set(bad) & {"\u2066", "\u2067"}
        wanted = unhashed(settled(_PLAIN.sub(lambda found: self._called[found[0].casefold()], good)))
        said = unhashed(settled(bad))
        if said.startswith("[!["):  # Markdown to paste: what would end its brackets, or be read as HTML, is a space
            wanted, said = (settled(words.translate(_NO_MARKDOWN)) for words in (wanted, said))
        if not spaces:
            wanted, said = "".join(wanted.split()), "".join(said.split())
        if turning or not balanced:
            return False
        said = said.casefold()
        # The alternative of a picture says what is drawn in it.
        return _is(wanted.casefold(), said) or _is(settled(_without_emoji(wanted)).casefold(), said)


@cache
def _of_twin(reader: Reader, content: bytes) -> Leaves:
    """The innocent twin is read once, however many are held against it."""
    return reader(content)


def _without_emoji(words: str) -> str:
    return "".join(one for one in _GRAPHEME.findall(words) if not _EMOJI.match(one))


def _is(wanted: str, said: str) -> bool:
    if wanted == said:
        return True
    first, *others = said.split(_CUT)
    if not others or not wanted.startswith(first.rstrip()):
        return False
    place = len(first.rstrip())
    for other in others[:-1]:
        place = wanted.find(other.strip(), place) + len(other.strip())
    return wanted.endswith(others[-1].strip()) and len(others) < 4
