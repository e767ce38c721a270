"""Characters that nobody sees and that do something: they are taken out of every text, and each place is said.

They come with what is pasted: chats put marks of direction around a telephone number, word processors a separator of
lines. A notice that has one is published without it, and nobody has to find what cannot be seen before it goes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

RULE = "unseen"
"""The rule of their findings: errors to a check, and no reason to keep a record back."""
AT_MOST = 20
"""Places in one file that are said: a pasted text may have one around each number."""
_GAP, _BREAK = "\U0001fffe", "\U0001ffff"
"""Stand for one, and for a break of lines, while a text is parsed: columns stay what they are. No value holds them."""
# ZWNJ, ZWJ and the two marks LRM and RLM are not among them: Persian and Hebrew are written with these.
_CLASS = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff\U0001fffe\U0001ffff]"
)
_UNSEEN = re.compile(f"{_CLASS}|\r(?!\n)")
_IN_VALUE = re.compile(_CLASS)
_BREAKS = re.compile(f"[\x0b\x0c\x85\u2028\u2029{_BREAK}]")
"""Those between two words, which must not become one."""


def places(text: str) -> Iterator[tuple[int, int, str]]:
    """(line, column, character) of the first of them in a file's text, both from 1."""
    for number, match in enumerate(_UNSEEN.finditer(text)):
        if number == AT_MOST:
            return
        before = text[: match.start()]
        yield before.count("\n") + 1, match.start() - before.rfind("\n"), match[0]


def gapped(text: str) -> str:
    """The text with a gap in place of each, as long as it was, for a parser that would stumble over them."""
    return _UNSEEN.sub(lambda found: _BREAK if found[0] == "\r" or _BREAKS.match(found[0]) else _GAP, text)


def without(value: str) -> str:
    """A value without them, a break of lines being a space; a carriage return in it is an ordinary break."""
    return _IN_VALUE.sub("", _BREAKS.sub(" ", value))


def first(value: str) -> str:
    """The first that was written into a value as an escape such as `\\0`; empty when there is none."""
    match = _IN_VALUE.search(value.replace(_GAP, "").replace(_BREAK, ""))
    return match[0] if match else ""


def about(character: str) -> tuple[str, str]:
    """What is wrong with one, and what would be right."""
    code = ord(character)
    name = f"the character U+{code:04X}"
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        return f"{name} turns the direction of text unseen", "delete it; right-to-left text needs none"
    if character == "\r" or code in (0x85, 0x2028, 0x2029):
        return f"{name} breaks a line where editors show none", "use an ordinary line break"
    if 0xD800 <= code <= 0xDFFF:
        return f"{name} is half a character", "type the text again"
    return f"{name} is a control character", "delete it"
