"""The lines of an intake file, made regular: one line per complaint, its cells between unit separators.

A look at the bytes finds the few lines that are not plain: with quotes, with too many or too few cells, not UTF-8. Only
those are read cell by cell. A line that cannot be read becomes an empty one, so that line numbers stay what they were.
Since a row has no text, a cell never holds a line break: a quote that is not closed spoils its own line and no other.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

SEPARATOR = "\x1f"
LONGEST_LINE = 20_000  # bytes
_BLOCK = 1 << 20
_DELIMITERS = (",", ";", "\t")
_CONTROLS = bytes(code for code in range(32) if code != 9)


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read, by its number from 1; or the whole file, by 0."""

    line: int
    rule: str
    message: str
    suggestion: str


Tell = Callable[[BadLine], None]


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, and the delimiter that the first line uses."""

    columns: tuple[str, ...]
    delimiter: str


def read_header(line: bytes) -> Header | BadLine:
    """The header from a file's first line."""
    try:
        text = line.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError:
        return BadLine(0, "encoding", "the text is not UTF-8", "save the file as CSV with the encoding UTF-8")
    if "\x00" in text:
        return BadLine(0, "encoding", "the text is not UTF-8", "save the file as CSV with the encoding UTF-8")
    if "\r" in text:
        return BadLine(0, "file", "its lines end in an unusual way", "save it anew as CSV with the encoding UTF-8")
    delimiter = max(_DELIMITERS, key=text.count)
    cells = _cells(text, delimiter)
    if not text.strip():
        return BadLine(1, "file", "the first line names no columns", "begin with id,channel,received and so on")
    if cells is None:
        return BadLine(1, "quoting", "a quote in the header is not closed", "write the names of the columns plainly")
    return Header(tuple(cell.strip() for cell in cells), delimiter)


def regularize(source: Path, target: Path, tell: Tell) -> Header | None:
    """Write the rows of `source` to `target`, regular; None when not even the header can be read.

    Line n of `target` is line n + 1 of `source`. Raises OSError.
    """
    with source.open("rb") as file:
        header = read_header(file.readline(LONGEST_LINE))
        if isinstance(header, BadLine):
            tell(header)
            return None
        number = 2
        with target.open("wb") as out:
            for lines in _blocks(file):
                _write(lines, number, header, out, tell)
                number += len(lines)
    return header


def _blocks(file: BinaryIO) -> Iterator[list[bytes]]:
    """The rest of a file in lists of whole lines. A line far too long is cut, which it does not survive anyway."""
    rest = b""
    while block := file.read(_BLOCK):
        lines = (rest + block).split(b"\n")
        rest = lines.pop()[: _BLOCK * 2]
        if lines:
            yield lines
    if rest:
        yield [rest]


def _write(lines: list[bytes], first: int, header: Header, out: BinaryIO, tell: Tell) -> None:
    delimiter, fewer = header.delimiter.encode(), len(header.columns) - 1
    whole = b"\n".join(lines)
    if b"\r" in whole:
        lines = [line.removesuffix(b"\r") for line in lines]
        whole = b"\n".join(lines)
    if suspects := sorted(_suspects(lines, whole, delimiter, fewer)):
        empty = SEPARATOR * fewer
        mended = {place: _mended(lines[place], first + place, header, tell) or empty for place in suspects}
        lines = [line.replace(delimiter, b"\x1f") for line in lines]
        for place, text in mended.items():
            lines[place] = text.encode()
        whole = b"\n".join(lines)
    else:
        whole = whole.replace(delimiter, b"\x1f")
    out.write(whole + b"\n")


def _suspects(lines: list[bytes], whole: bytes, delimiter: bytes, fewer: int) -> set[int]:
    """The places of lines that are not plain. One look at the whole suffices for what stands in none of them."""
    found = {place for place, line in enumerate(lines) if line.count(delimiter) != fewer}
    if max(map(len, lines)) > LONGEST_LINE:
        found |= {place for place, line in enumerate(lines) if len(line) > LONGEST_LINE}
    if b'"' in whole:
        found |= {place for place, line in enumerate(lines) if b'"' in line}
    if not _is_utf8(whole):
        found |= {place for place, line in enumerate(lines) if not _is_utf8(line)}
    if len(whole.translate(None, _CONTROLS)) != len(whole) - len(lines) + 1:  # the line feeds between them
        found |= {place for place, line in enumerate(lines) if len(line.translate(None, _CONTROLS)) != len(line)}
    return found


def _is_utf8(raw: bytes) -> bool:
    if raw.isascii():
        return True
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mended(raw: bytes, number: int, header: Header, tell: Tell) -> str | None:
    """A line that is not plain, made regular; None when it is blank or cannot be read, which is then told."""
    if not raw.strip():
        return None
    problem = _problem(raw)
    if problem:
        tell(BadLine(number, *problem))
        return None
    cells = _cells(raw.decode("utf-8"), header.delimiter)
    if cells is None:
        right = "close the quote on the same line; a quote within a cell is written twice"
        tell(BadLine(number, "quoting", "a quote is not closed, or stands in the middle of a cell", right))
        return None
    if len(cells) != len(header.columns):
        right = f"the header names {len(header.columns)}; put a cell that holds a {header.delimiter!r} in quotes"
        tell(BadLine(number, "cells", f"this line has {len(cells)} cells", right))
        return None
    return SEPARATOR.join(cells)


def _problem(raw: bytes) -> tuple[str, str, str] | None:
    if len(raw) > LONGEST_LINE:
        return "length", f"this line has {len(raw)} bytes", f"at most {LONGEST_LINE} can be read"
    if not _is_utf8(raw):
        return "encoding", "this line is not UTF-8", "save the whole file with the encoding UTF-8"
    if len(raw.translate(None, _CONTROLS)) != len(raw):
        return "control", "this line holds a control character", "take it out"
    return None


def _cells(text: str, delimiter: str) -> Sequence[str] | None:
    """The cells of one line; None when its quotes are broken."""
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    if len(rows) != 1 or (text.count('"') % 2):
        return None
    return rows[0]
