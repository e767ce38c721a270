"""Slips of keyboards and word processors in YAML: characters that look like a dash, a space or a quote and are none.

YAML reads them as part of a word, so its own error names another line, or nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from answerable.records.findings import Finding
from answerable.translation.message import msg

BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces that YAML does not take for spaces, as the inside of a class of a regular expression."""
OPENING_QUOTES, CLOSING_QUOTES = "“„‟‘‚", "”“‟’‘"
CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?\r?$", re.MULTILINE)
"""A line that git leaves where two people changed the same lines."""
FENCE = re.compile(r"^\s*(?:```|~~~)\w*\s*$")
"""A line of Markdown that encloses code, as around the examples in documents."""
_ODD_BLANK = re.compile(f"[{BLANKS}]")
_ODD_TAIL = re.compile(rf"\S *([{BLANKS}])[ {BLANKS}]*\r?$")
_STRUCTURE = re.compile(rf"[ {BLANKS}]*(?:-[ {BLANKS}]+)*(?:[\w.-]+[ {BLANKS}]*:(?:[ {BLANKS}]+|$))?")
_DASH = re.compile(r"^\s*([–—‐‑‒−•*·])\s+(?=\{|[\w-]+:)")
_NO_SPACE = re.compile(r"""^\s*(?:-\s+)*[a-z_]{2,}:(?=["'“{\[]|[^\W\d])(?!//)""")
_QUOTE = re.compile(rf"""(?::|^\s*-)\s+(["{OPENING_QUOTES}]).*?(["{CLOSING_QUOTES}])\s*$""")


class Slip(NamedTuple):
    """A slip: its line and column, both from 0, what is wrong, and what would be right."""

    line: int
    column: int
    message: str
    suggestion: str


def slip_findings(slips: Iterable[Slip], path: str, first_line: int, rule: str = "yaml") -> list[Finding]:
    """Return the slips as findings in a file whose YAML begins on `first_line`."""
    return [Finding(path, one.line + first_line, one.column + 1, *one[2:], rule=rule) for one in slips]


def conflict(text: str) -> Slip | None:
    """Return the first mark of an unresolved merge in a text, or None."""
    found = CONFLICT.search(text)
    if not found:
        return None
    right = msg("keep one of the two versions, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>")
    return Slip(text.count("\n", 0, found.start()), 0, msg("two versions of these lines were not merged"), right)


def with_plain_blanks(text: str) -> tuple[str, list[Slip]]:
    """Return the text with ordinary spaces where keys are indented and separated, and the other spaces found there."""
    if not _ODD_BLANK.search(text):
        return text, []
    lines, slips = text.split("\n"), []
    for number, line in enumerate(lines):
        found = _STRUCTURE.match(line)
        structure = found[0] if found else ""
        odd, tail = _ODD_BLANK.search(structure), _ODD_TAIL.search(line)
        if odd and structure.strip():
            slips.append(Slip(number, odd.start(), _blank(odd[0]), msg("delete it, and type an ordinary space")))
            lines[number] = _ODD_BLANK.sub(" ", structure) + line[len(structure) :]
        elif tail:
            slips.append(
                Slip(number, tail.start(1), msg("%(blank)s at the end", blank=_blank(tail[1])), msg("delete it"))
            )
            lines[number] = line[: tail.start(1)]
    return "\n".join(lines), slips


def mend(text: str, last: int) -> tuple[str, list[Slip]]:
    """Return a text that cannot be parsed without the slips that may be the cause, and these slips.

    `last` is the line, from 0, at which the parser gave up.
    """
    lines, slips = text.split("\n"), []
    for number, line in enumerate(lines[: last + 1]):
        for mended, slip in _mended(line, number):
            lines[number] = mended
            slips.append(slip)
            break
    return "\n".join(lines), slips


def _mended(line: str, number: int) -> Iterator[tuple[str, Slip]]:
    """Yield the line without a slip, and the slip."""
    if FENCE.match(line):
        yield "", Slip(number, 0, msg("a line of ``` was copied with the example"), msg("delete this line"))
    if found := _DASH.match(line):
        at, sign = found.start(1), found[1]
        yield (
            f"{line[:at]}-{line[at + 1 :]}",
            Slip(
                number,
                at,
                msg("%(name)s, `%(sign)s`, where the list needs a hyphen", name=_named(sign), sign=sign),
                msg("write `- `, a hyphen and a space"),
            ),
        )
    if found := _NO_SPACE.match(line):
        key = found[0].strip()
        slip = Slip(
            number,
            found.end() - 1,
            msg("no space after `%(key)s`", key=key),
            msg("write `%(key)s `, with a space, and the value", key=key),
        )
        yield f"{found[0]} {line[found.end() :]}", slip
    found = _QUOTE.search(line)
    if found and found[1] + found[2] != '""':
        at = found.start(1) if found[1] != '"' else found.start(2)
        inner = line[found.end(1) : found.start(2)].replace('"', "'")
        slip = Slip(
            number,
            at,
            msg("%(name)s, `%(sign)s`, where a straight one is needed", name=_named(line[at]), sign=line[at]),
            msg('write " before and after'),
        )
        yield f'{line[: found.start(1)]}"{inner}"', slip


def wrapped(text: str) -> bool:
    """Return whether a value is enclosed in typographic quotes, which YAML does not take for quotes."""
    return len(text) > 2 and text[0] in OPENING_QUOTES and text[-1] in CLOSING_QUOTES


def _blank(space: str) -> str:
    return (
        msg("a non-breaking space")
        if space == "\u00a0"
        else msg("an unusual space (U+%(ord)s)", ord=f"{ord(space):04X}")
    )


_NAMES = {
    "–": msg("an en dash"),
    "—": msg("an em dash"),
    "−": msg("a minus sign"),
    "•": msg("a bullet"),
    "*": msg("an asterisk"),
}


def _named(sign: str) -> str:
    """Return what a sign is called."""
    quote = sign in OPENING_QUOTES + CLOSING_QUOTES
    return _NAMES.get(sign, msg("a typographic quote") if quote else msg("a dash"))
