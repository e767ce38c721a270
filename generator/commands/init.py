"""Begin a site: copy the small one that travels with this package."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import yaml

from generator.commands.origin import NAME, requirement
from generator.commands.schema import write_schemas
from generator.commands.versions import constraints
from generator.records.writing import write_whole

SITE = Path(__file__).parent.parent / "templates" / "init"
WORDS = SITE.parent / "init_words"
DOT = "dot."  # a name that begins with a dot may be left out of packages and mean something to git here


class AlreadyThereError(ValueError):
    """A file that `init` would have to write over; nothing was written."""


def languages() -> list[str]:
    """The languages in which a site can begin."""
    return sorted(["en", *(path.stem for path in WORDS.glob("*.yml"))])


def init(folder: Path, now: datetime, language: str = "en") -> list[Path]:
    """Write a new site into a folder, its pages and examples in a language, and give its files.

    Raises AlreadyThereError when one of its files is there already, and OSError.
    """
    files = {folder / place: text for place, text in _files(_words(language))}
    there = next((path for path in files if path.exists()), None)
    if there:
        raise AlreadyThereError(f"{there} is there already; choose an empty folder")
    for path, text in files.items():
        write_whole(path, text)
    return [*files, *write_schemas(folder / "mkdocs.yml", None, now)]


def _words(language: str) -> list[tuple[str, str]]:
    """Pieces of the small site in English, each with the same in another language; none for English."""
    path = WORDS / f"{language}.yml"
    return [(str(one), str(other)) for one, other in yaml.safe_load(path.read_text("utf-8"))] if path.is_file() else []


def _files(words: list[tuple[str, str]]) -> Iterator[tuple[Path, str]]:
    marks = {"@REQUIREMENT@": requirement(), "@CONSTRAINTS@": "\n".join(constraints(NAME))}
    for path in sorted(SITE.rglob("*")):
        if path.is_file():
            parts = (
                part.replace(DOT, ".", 1) if part.startswith(DOT) else part for part in path.relative_to(SITE).parts
            )
            place = Path(*parts)
            spoken = dict(words) if place.parts[0] in {"content", "mkdocs.yml"} else {}
            yield place, _filled(path.read_text(encoding="utf-8"), marks | spoken)


def _filled(text: str, marks: dict[str, str]) -> str:
    for mark, words in marks.items():
        text = text.replace(mark, words)
    return text
