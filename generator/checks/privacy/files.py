"""Privacy outside records: the site's own pages, templates, the components' names, intake rows, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator.checks.privacy.finding import Finder
from generator.checks.privacy.pictures import IMAGES, metadata
from generator.checks.privacy.rules import RULES
from generator.checks.privacy.tables import TABLES, in_table
from generator.checks.privacy.texts import hits
from generator.checks.rule import NAME, Hit, Passage, Sight
from generator.records.files import read_text

_TAG = re.compile(r"<[^<>]*>")
_NOT_A_BREAK = re.compile(r"[^\n]")


def weighs(sight: Sight) -> Iterator[Hit]:
    """What is private in files that are no records."""
    finder = Finder(sight.ledger)
    yield from shown(sight.root, finder)
    for path in [*sorted(sight.root.glob("templates/*.md")), sight.root / "components.yml"]:
        yield from _page(path, sight.root, finder)
    for path in _below(sight.root / "intake"):
        yield from _name(path, sight.root, finder)
        if path.suffix.lower() in TABLES:
            yield from in_table(path, _within(path, sight.root), finder)


def shown(root: Path, finder: Finder) -> Iterator[Hit]:
    """What is private in files that the site shows as they are: its own pages, and pictures."""
    for path in sorted(root.glob("*.md")):
        yield from _page(path, root, finder)
    for path in _below(root / "assets"):
        yield from _picture(path, root, finder)


def _picture(path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    """What a picture gives away: by its name, and by what a camera wrote into it."""
    yield from _name(path, root, finder)
    if path.suffix.lower() == ".svg":
        yield from _drawing(path, root, finder)
    if path.suffix.lower() not in IMAGES:
        return
    said, place = metadata(path), _within(path, root)
    if said.position:
        right = "save it without its metadata"
        yield Hit(RULES["position"].name, place, "the picture says where it was taken", right, NAME)
    for words in said.words:
        for hit in hits(finder, Passage(place, NAME, "metadata", words)):
            yield Hit(hit.rule, hit.path, f"{hit.message}, in the picture's metadata", "save it without", NAME)


def _drawing(path: Path, root: Path, finder: Finder) -> Iterator[Hit]:
    """The words of an SVG; its tags are blanked, since the numbers of a path look like anything."""
    text = read_text(path, root)
    if isinstance(text, str):
        words = _TAG.sub(lambda match: _NOT_A_BREAK.sub(" ", match[0]), text)
        yield from hits(finder, Passage(_within(path, root), (), "page", words, line=1))


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
