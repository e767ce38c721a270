"""Read and write the PO files that translators work with, by Babel.

The format: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html. The context of an entry is the path and
the key of a text, the message is its source, and the comments name the record.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, write_po

from answerable.records.findings import quoted
from answerable.translation.message import msg

MAX_BYTES = 20_000_000
SEPARATOR = "#"
"""Between path and key in the context of an entry; no path of a record has it."""


class BadPoFileError(ValueError):
    """A file cannot be read as PO; the message says why in one line."""


class _Catalog(Catalog):
    """Keeps every entry of a file, also a second one for the same text, of which Babel keeps one."""

    def __init__(self, **options: Any) -> None:
        self.entries: list[Message] = []
        super().__init__(**options)

    def __setitem__(self, id: Any, message: Message) -> None:
        self.entries.append(message)
        super().__setitem__(id, message)


def read_po_file(path: Path) -> tuple[str, list[Message]]:
    """Return the language that a PO file names (empty if none) and its entries, without the header.

    Raises BadPoFileError, or OSError.
    """
    if path.stat().st_size > MAX_BYTES:
        raise BadPoFileError(msg("%(file)s has more than %(number)s bytes", file=path, number=MAX_BYTES))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadPoFileError(msg("%(file)s is not UTF-8; save it with that encoding", file=path)) from None
    if not any(line.startswith("msgid ") for line in text.splitlines()):
        raise BadPoFileError(msg("%(file)s is no PO file: it has no line that begins with msgid", file=path))
    catalog = _Catalog(charset="utf-8")
    try:
        PoFileParser(catalog, ignore_obsolete=True, abort_invalid=True).parse(io.StringIO(text))
        language = str(catalog.locale_identifier or "").replace("_", "-")
    except PoFileError as error:
        line = error.lineno or 0
        raise BadPoFileError(msg("%(file)s: line %(line)s cannot be read as PO", file=path, line=line + 1)) from None
    except (ValueError, LookupError, TypeError, AttributeError) as error:  # as Babel happens to fail
        message = msg("%(file)s cannot be read as PO (%(what)s)", file=path, what=quoted(error))
        raise BadPoFileError(message) from None
    return language, [entry for entry in catalog.entries if entry.id]


def write_po_file(catalog: Catalog) -> bytes:
    """Return the bytes of a PO file."""
    made = io.BytesIO()
    write_po(made, catalog, width=0, include_previous=True)
    return made.getvalue()


def filled_entries(path: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield context and source, and the translation, of what is filled in; nothing if there is no such file."""
    if not path.is_file():
        return
    for entry in read_po_file(path)[1]:
        if isinstance(entry.id, str) and isinstance(entry.string, str) and entry.string and not entry.fuzzy:
            yield (entry.context or "", entry.id), entry.string
