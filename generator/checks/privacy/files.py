"""Privacy outside records: the site's own pages, templates, the components' names, intake rows, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.checks.privacy.finding import Finder
from generator.checks.privacy.pictures import IMAGES, metadata
from generator.checks.privacy.rules import RULES
from generator.checks.privacy.texts import hits
from generator.checks.rule import NAME, Hit, Passage, Sight
from generator.records.files import read_text

BLOCK = 1 << 20
"""Characters of a table that are looked at together."""
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?")
_SUSPECT = re.compile(r"@|%40|[a-z]/|\d(?:[^\w\n,;|]{0,3}\d){6}|\b[A-Z]{2}\d\d", re.IGNORECASE)
_BETWEEN = re.compile("[,;\t|]")
"""What stands between cells: for the search each is a line of its own."""
_TABLES = (".csv", ".tsv")


def weighs(sight: Sight) -> Iterator[Hit]:
    """What is private in files that are no records."""
    finder = Finder(sight.ledger)
    yield from shown(sight.root, finder)
    for path in [*sorted(sight.root.glob("templates/*.md")), sight.root / "components.yml"]:
        yield from _page(path, sight.root, finder)
    for path in _below(sight.root / "intake"):
        yield from _name(path, sight.root, finder)
        if path.suffix.lower() in _TABLES:
            yield from _table(path, sight.root, finder)


def shown(root: Path, finder: Finder) -> Iterator[Hit]:
    """What is private in files that the site shows as they are: its own pages, and pictures."""
    for path in sorted(root.glob("*.md")):
        yield from _page(path, root, finder)
    for path in _below(root / "assets"):
        yield from _picture(path, root, finder)


def _picture(path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    """What a picture gives away: by its name, and by what a camera wrote into it."""
    yield from _name(path, root, finder)
    if path.suffix.lower() not in IMAGES:
        return
    said, place = metadata(path), _within(path, root)
    if said.position:
        right = "save it without its metadata"
        yield Hit(RULES["position"].name, place, "the picture says where it was taken", right, NAME)
    for words in said.words:
        for hit in hits(finder, Passage(place, NAME, "metadata", words)):
            yield Hit(hit.rule, hit.path, f"{hit.message}, in the picture's metadata", "save it without", NAME)


def _below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _within(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _name(path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    yield from hits(finder, Passage(_within(path, root), NAME, "file", path.stem))


def _page(path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    text = read_text(path, root) if path.is_file() else ""
    if isinstance(text, str):
        yield from hits(finder, Passage(_within(path, root), (), "page", text, line=1))


def _table(path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    """A table of any size, a block of lines at a time; only lines that could hold something are looked at closely."""
    number = 1
    with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
        while lines := file.readlines(BLOCK):
            if _SUSPECT.search(_INSTANT.sub("", "".join(lines))):
                for place, line in enumerate(lines, start=number):
                    yield from _row(line, place, path, root, finder)
            number += len(lines)


def _row(line: str, number: int, path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    if _SUSPECT.search(_INSTANT.sub("", line)):
        cells = _BETWEEN.sub("\n", line.rstrip("\r\n"))
        for hit in hits(finder, Passage(_within(path, root), (), "cell", cells, line=number)):
            yield replace(hit, text=line)
