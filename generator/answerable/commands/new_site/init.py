"""Create a new site: copy the template that comes with this package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from answerable.commands.new_site.requirements import Pins, pins, write_pins
from answerable.commands.project import write_schemas
from answerable.content.halves import half_of
from answerable.content.shipped_texts import SITE, WORDS, translations, word_pairs
from answerable.records.vocabulary import Half
from answerable.records.yaml.edit import write_whole

Words = list[tuple[str, str]]
"""Pieces of the template's texts, each with what stands in its place."""
TEMPLATE_WORDS = SITE.parent / "init_template.yml"
DOT = "dot."  # stands for a leading dot: packaging may skip hidden files, and git would obey .gitignore here
TRANSLATED = {"content", "mkdocs.yml"}


class AlreadyThereError(ValueError):
    """Files that `init` would write exist already; nothing was written."""


@dataclass(frozen=True, slots=True)
class NewSite:
    """What `init` wrote, and one sentence about where the site's CI gets Answerable from."""

    files: list[Path]
    source: str


def init(
    folder: Path, now: datetime, language: str = "en", *, template: bool = False, publish: Half | None = None
) -> NewSite:
    """Write a new site into a folder, with pages and examples in `language`.

    With `publish` it has that half of a site alone. With `template` it is the content of a template repository, of
    which others make sites later. Raises AlreadyThereError when one of its files exists already, NotInstalledError, and
    OSError.
    """
    changes = [*_template_words(template), *_half_words(publish)]
    files = {
        folder / place: text
        for place, text in _files([*translations(language)], now, changes)
        if publish is None or _half_of(place) in (None, publish)
    }
    files[folder / "README.md"] = _guide(language) + files[folder / "README.md"]
    found = pins()
    _refuse_existing(folder, [*files, *(folder / place for place in found.files)])
    for path, text in files.items():
        write_whole(path, text)
    written = [*files, *write_pins(folder, found), *write_schemas(folder / "mkdocs.yml", None, now)]
    return NewSite(written, found.source)


def pin(config: Path) -> Pins:
    """Write again what installs Answerable for the site of a mkdocs.yml. Raises NotInstalledError and OSError."""
    found = pins()
    write_pins(config.absolute().parent, found)
    return found


def _guide(language: str) -> str:
    """Return what is needed in a hurry in the site's language, to stand above the README, which is in English."""
    path = WORDS / f"README.{language}.md"
    return path.read_text("utf-8") if path.is_file() else ""


def _refuse_existing(folder: Path, paths: Iterable[Path]) -> None:
    existing = [path.relative_to(folder).as_posix() for path in paths if path.exists()]
    if existing:
        more = f" and {len(existing) - 3} more" if len(existing) > 3 else ""
        raise AlreadyThereError(
            f"{folder} has {', '.join(existing[:3])}{more} already; nothing was written. Choose an empty folder"
        )


def _template_words(template: bool) -> Words:
    """Return what is different in a template repository; nothing when this is a site."""
    return word_pairs(TEMPLATE_WORDS) if template else []


def _half_words(publish: Half | None) -> Words:
    """Return what is different in a site of one half alone: the line of policy.yml, and the navigation."""
    if publish is None:
        return []
    line = "# publish: [status]            # the status without complaints; [answers] for complaints without incidents"
    others = (name for name in ("incidents.md", "answers.md") if half_of(name) is not publish)
    return [(line, f"publish: [{publish}]"), *((f"  - {name}\n", "") for name in others)]


def _half_of(place: Path) -> Half | None:
    """Return the half to which a file of a new site belongs, or None if it belongs to both."""
    return half_of(place.relative_to("content").as_posix()) if place.parts[0] == "content" else None


def _files(words: Words, now: datetime, template_words: Words) -> Iterator[tuple[Path, str]]:
    today = now.astimezone(_zone(words)).date().isoformat()
    for path in sorted(SITE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            place = Path(*(_visible(part) for part in path.relative_to(SITE).parts))
            pieces = [*template_words, ("@TODAY@", today), *(words if place.parts[0] in TRANSLATED else [])]
            yield place, _filled(path.read_text(encoding="utf-8"), pieces)


def _visible(part: str) -> str:
    return part.replace(DOT, ".", 1) if part.startswith(DOT) else part


def _zone(words: Words) -> ZoneInfo:
    """Return the time zone that the new policy.yml has, in which its days begin."""
    policy = (SITE / "content" / "policy.yml").read_text(encoding="utf-8")
    return ZoneInfo(yaml.safe_load(_filled(policy, words))["zone"])


def _filled(text: str, pieces: Words) -> str:
    for old, new in pieces:
        text = text.replace(old, new)
    return text
