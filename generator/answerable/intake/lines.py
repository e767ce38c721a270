"""Rewrite a CSV file of the intake in a regular form: one line per complaint, cells joined by unit separators.

A scan of the bytes finds the few irregular lines: with quotes, with too many or too few cells, not UTF-8. Only those
are parsed cell by cell. A line that cannot be read becomes empty, so that line numbers stay the same. No cell contains
a line break, since rows have no texts, so an unclosed quote spoils its own line only.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from zlib import crc32

from answerable.translation.message import msg

SEPARATOR = "\x1f"
LONGEST_LINE = 20_000  # bytes
_PIECE = 16 << 20
_BETWEEN = SEPARATOR.encode()
_DELIMITERS = (",", ";", "\t")
_CONTROLS = bytes(code for code in range(32) if code != 9)


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read, with its number from 1; 0 is the whole file."""

    line: int
    rule: str
    message: str
    suggestion: str


OnBadLine = Callable[[BadLine], None]


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, and the delimiter of the first line."""

    columns: tuple[str, ...]
    delimiter: str


def read_header(line: bytes) -> Header | BadLine:
    """Return the header from a file's first line, or what is wrong with it."""
    try:
        text = line.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError:
        return BadLine(0, "encoding", msg("the text is not UTF-8"), msg("save the file as CSV with the encoding UTF-8"))
    if "\x00" in text:
        return BadLine(0, "encoding", msg("the text is not UTF-8"), msg("save the file as CSV with the encoding UTF-8"))
    if "\r" in text:
        return BadLine(
            0, "file", msg("its line endings are unknown"), msg("save it again as CSV with the encoding UTF-8")
        )
    delimiter = max(_DELIMITERS, key=text.count)
    cells = _cells(text, delimiter)
    if not text.strip():
        return BadLine(
            1, "file", msg("the first line names no columns"), msg("begin with id,channel,received and so on")
        )
    if cells is None:
        return BadLine(
            1, "quoting", msg("a quote in the header is not closed"), msg("write the names of the columns plainly")
        )
    return Header(tuple(cell.strip() for cell in cells), delimiter)


def regularize(source: Path, target: Path, report: OnBadLine) -> Header | None:
    """Write the rows of `source` to `target` in the regular form; return the header, or None if it cannot be read.

    Line n of `target` is line n + 1 of `source`. `report` is called for each line that cannot be read. Raises OSError.
    """
    with source.open("rb") as file:
        header = read_header(file.readline(LONGEST_LINE))
        if isinstance(header, BadLine):
            report(header)
            return None
        number = 2
        with target.open("wb") as out:
            for piece in pieces(file):
                out.write(regular(piece, number, header, report))
                number += line_count(piece)
    return header


def pieces(file: BufferedReader) -> Iterator[bytes]:
    """Yield the rest of a file in pieces of whole lines, of 8 to 16 MB but for the last.

    Where a piece ends depends on its lines alone, so a line that is new or changed leaves all other pieces as they
    are. A line of megabytes, too long anyway, is cut.
    """
    buffer, filled = bytearray(_PIECE), 0
    view = memoryview(buffer)
    while more := file.readinto(view[filled:]):
        filled += more
        if filled < _PIECE:
            continue
        if b"\n" not in buffer:
            filled = LONGEST_LINE + 1
            continue
        end = _end_of_piece(buffer)
        yield bytes(view[:end])
        view[: filled - end] = view[end:filled]
        filled -= end
    if filled:
        yield bytes(view[:filled])


def _end_of_piece(content: bytearray) -> int:
    """Return where the first line in the second half ends that its checksum marks, one in 64; else the last line."""
    start = content.find(b"\n", _PIECE // 2) + 1
    while start and (end := content.find(b"\n", start) + 1):
        if crc32(content[start:end]) % 64 == 0:
            return end
        start = end
    return content.rfind(b"\n") + 1


def line_count(piece: bytes) -> int:
    """Return the number of lines."""
    return piece.count(b"\n") + (not piece.endswith(b"\n"))


def regular(piece: bytes, first: int, header: Header, report: OnBadLine) -> bytes:
    """Return a piece in the regular form; `first` is the number of its first line."""
    delimiter, fewer = header.delimiter.encode(), len(header.columns) - 1
    whole = piece.removesuffix(b"\n")
    if b"\r" in whole:
        whole = b"\n".join(line.removesuffix(b"\r") for line in whole.split(b"\n"))
    irregular = sorted(_irregular(whole, delimiter, fewer))
    if not irregular:
        return whole.replace(delimiter, _BETWEEN) + b"\n"
    lines, empty = whole.split(b"\n"), SEPARATOR * fewer
    rewritten = {place: _regular_line(lines[place], first + place, header, report) or empty for place in irregular}
    lines = [line.replace(delimiter, _BETWEEN) for line in lines]
    for place, text in rewritten.items():
        lines[place] = text.encode()
    return b"\n".join(lines) + b"\n"


def has_blanks(regular: bytes) -> bool:
    """Return whether any cell of lines in the regular form begins or ends with a blank."""
    edges = (b" " + _BETWEEN, _BETWEEN + b" ", b" \n", b"\n ")
    return b" " in regular and (regular.startswith(b" ") or any(edge in regular for edge in edges))


def _irregular(whole: bytes, delimiter: bytes, fewer: int) -> set[int]:
    """Return the indexes of irregular lines. Each test is first made on the whole block, which mostly settles it."""
    tests: list[Callable[[bytes], bool]] = []
    others = bytes(code for code in range(256) if code not in (*delimiter, 10))
    ends = whole.count(b"\n")
    if whole.translate(None, others) != b"\n".join([delimiter * fewer] * (ends + 1)):
        tests.append(lambda line: line.count(delimiter) != fewer)
    if _may_have_long_line(whole):
        tests.append(lambda line: len(line) > LONGEST_LINE)
    if b'"' in whole:
        tests.append(lambda line: b'"' in line)
    if not _is_utf8(whole):
        tests.append(lambda line: not _is_utf8(line))
    if len(whole.translate(None, _CONTROLS)) != len(whole) - ends:
        tests.append(lambda line: len(line.translate(None, _CONTROLS)) != len(line))
    if not tests:
        return set()
    return {place for place, line in enumerate(whole.split(b"\n")) if any(test(line) for test in tests)}


def _may_have_long_line(whole: bytes) -> bool:
    """Return whether there is half of LONGEST_LINE without a line's end, at a multiple of that: a long line has one."""
    half = LONGEST_LINE // 2
    return any(b"\n" not in whole[at : at + half] for at in range(0, len(whole) - half + 1, half))


def _is_utf8(raw: bytes) -> bool:
    if raw.isascii():
        return True
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _regular_line(raw: bytes, number: int, header: Header, report: OnBadLine) -> str | None:
    """Return an irregular line in the regular form; None if it is blank, or cannot be read, which is reported."""
    if not raw.strip():
        return None
    problem = _problem(raw)
    if problem:
        report(BadLine(number, *problem))
        return None
    cells = _cells(raw.decode("utf-8"), header.delimiter)
    if cells is None:
        suggestion = msg("close the quote on the same line; a quote within a cell is written twice")
        report(BadLine(number, "quoting", msg("a quote is not closed, or stands in the middle of a cell"), suggestion))
        return None
    if len(cells) != len(header.columns):
        suggestion = msg(
            "the header names %(columns)s; put a cell that holds a %(delimiter)s in quotes",
            columns=len(header.columns),
            delimiter=f"{header.delimiter!r}",
        )
        report(BadLine(number, "cells", msg("this line has %(cells)s cells", cells=len(cells)), suggestion))
        return None
    return SEPARATOR.join(cells)


def _problem(raw: bytes) -> tuple[str, str, str] | None:
    if len(raw) > LONGEST_LINE:
        return (
            "length",
            msg("this line has %(raw)s bytes", raw=len(raw)),
            msg("at most %(longest_line)s can be read", longest_line=LONGEST_LINE),
        )
    if not _is_utf8(raw):
        return "encoding", msg("this line is not UTF-8"), msg("save the whole file with the encoding UTF-8")
    if len(raw.translate(None, _CONTROLS)) != len(raw):
        return "control", msg("this line holds a control character"), msg("remove it")
    return None


def _cells(text: str, delimiter: str) -> Sequence[str] | None:
    """Return the cells of one line, or None if its quotes are broken."""
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    if len(rows) != 1 or (text.count('"') % 2):
        return None
    return rows[0]
