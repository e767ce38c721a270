"""Privacy in files that are no records: the site's own pages, templates, components.yml, intake tables, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from answerable.checks.privacy.company_texts import code_pattern_hits, in_company, in_company_ids, in_site_settings
from answerable.checks.privacy.finder import Finder
from answerable.checks.privacy.pictures import in_picture
from answerable.checks.privacy.record_texts import hits
from answerable.checks.rule import NAME, CheckContext, Hit, Passage
from answerable.content.own_pages import CODE
from answerable.records.files import read_text, walk_files

TABLES = (".csv", ".tsv")
BLOCK = 1 << 20
"""Characters that are read at once."""
MOST = 1000
"""Hits in one table after which the search ends: a column of phone numbers need not be read to its end."""

_HARMLESS = re.compile(
    r"^(?![A-Za-z]{2}\d\d[0-9A-Za-z]{11})(?:[A-Za-z][\w.-]*|[1-9]\d{0,12})(?=[,;\t|])"
    r"|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?",
    re.MULTILINE,
)
"""Ids of rows, and instants, which are most of a table and never private."""
_SUSPECT = re.compile(
    r"@|%40|(?<![\w-])(?:[+(0]|\d(?:[^\w\n,;|]{0,3}\d){2})(?:[^\w\n,;|]{0,3}\d){6}|(?<=[A-Za-z])/"
    r"|\b[A-Za-z]{2}\d\d(?:[ -]?[0-9A-Za-z]){11}"
)
"""Something that a row has if anything private stands in it."""
_IN_CODE = frozenset({"phone", "email", "card", "iban", "code", "key"})
"""Rules that find hardly anything in style sheets and scripts by mistake; what is after an @ there is a command."""
_BETWEEN = re.compile("[,;\t|]")
"""What stands between cells. Each cell is searched as a line of its own."""


def in_table(path: Path, name: str, finder: Finder) -> Iterator[Hit]:
    """The first `MOST` private things in a table, each with its line."""
    yield from islice(_all(path, name, finder), MOST)


def _all(path: Path, name: str, finder: Finder) -> Iterator[Hit]:
    number = 1
    with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
        while lines := file.readlines(BLOCK):
            if _is_suspect("".join(lines), finder):
                for place, line in enumerate(lines, start=number):
                    if _is_suspect(line, finder):
                        yield from _row(line, place, name, finder)
            number += len(lines)


def _is_suspect(text: str, finder: Finder) -> bool:
    return bool(_SUSPECT.search(_HARMLESS.sub("", text))) or finder.has_code(text)


def _row(line: str, number: int, name: str, finder: Finder) -> Iterator[Hit]:
    cells = _BETWEEN.sub("\n", line.rstrip("\r\n"))
    first = cells.find("\n")
    for hit in hits(finder, Passage(name, (), "cell", cells, line=number)):
        if hit.short_rule != "id" or hit.span[0] > first:  # one row's id in eleven fits a checksum
            yield replace(hit, text=line)


def check_site(context: CheckContext) -> Iterator[Hit]:
    """What is private in files that are no records."""
    finder = Finder(context.ledger)
    yield from private_in_published_files(context.root, finder)
    yield from in_company(context.ledger, context.root, finder)
    yield from in_company_ids(context.ledger, context.root, finder)
    yield from in_site_settings(context.root, finder)
    yield from code_pattern_hits(finder)
    for path in sorted(context.root.glob("templates/*.md")):
        yield from _page(path, context.root, finder)
    for path in _below(context.root / "intake", context.root):
        yield from _name(path, context.root, finder)
        if path.suffix.lower() in TABLES:
            yield from in_table(path, _within(path, context.root), finder)


def private_in_published_files(root: Path, finder: Finder) -> Iterator[Hit]:
    """What is private in files that are published as they are: the site's own pages, and assets."""
    for path in sorted(root.glob("*.md")):
        yield from _name(path, root, finder)
        yield from _page(path, root, finder)
    for path in _below(root / "assets", root):
        yield from _name(path, root, finder)
        if path.suffix.lower() in CODE:
            yield from (hit for hit in _page(path, root, finder) if hit.short_rule in _IN_CODE)
        else:
            yield from in_picture(path, _within(path, root), finder)


def _below(folder: Path, root: Path) -> list[Path]:
    return [path for path in walk_files(folder, root) if isinstance(path, Path)]


def _within(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _name(path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    yield from hits(finder, Passage(_within(path, root), NAME, "file", _within(path, root)))


def _page(path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    text = read_text(path, root) if path.is_file() else ""
    if isinstance(text, str):
        yield from hits(finder, Passage(_within(path, root), (), "page", text, line=1))
