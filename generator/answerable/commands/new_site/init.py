"""Create a new site: copy the template that comes with this package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from answerable.commands.new_site.requirements import Pins, pins, write_pins
from answerable.commands.project import write_schemas
from answerable.content.halves import half_of
from answerable.content.shipped_texts import SITE, WORDS, shipped_intro, translations, word_pairs
from answerable.records.vocabulary import Half
from answerable.records.yaml.edit import write_whole
from answerable.translation.message import msg

Words = list[tuple[str, str]]
"""Pieces of the template's texts, each with what stands in its place."""
TEMPLATE_WORDS = SITE.parent / "init_template.yml"
TEMPLATE_PARAGRAPH = SITE.parent / "init_template.md"
_NAME = re.compile(r'(\w+): ".*"')
"""A line of YAML with words for readers, which may be a map from language to words."""
DOT = "dot."  # stands for a leading dot: packaging may skip hidden files, and git would obey .gitignore here
TRANSLATED = {"content", "mkdocs.yml", ".github", ".gitlab-ci.yml"}


class AlreadyThereError(ValueError):
    """Files that `init` would write exist already; nothing was written."""


@dataclass(frozen=True, slots=True)
class NewSite:
    """What `init` wrote, and one sentence about where the site's CI gets Answerable from."""

    files: list[Path]
    source: str


def init(folder: Path, now: datetime, *languages: str, template: bool = False, publish: Half | None = None) -> NewSite:
    """Write a new site into a folder, with pages and examples in the languages, English if none is given.

    Its README and the comments in its files are in the first one. With `publish` it has that half of a site alone. With
    `template` it is the content of a template repository, of which others make sites later. Raises AlreadyThereError
    when one of its files exists already, NotInstalledError, and OSError.
    """
    spoken = languages or ("en",)
    changes = [*_template_words(template), *_half_words(publish)]
    files = {
        folder / place: text
        for place, text in _files(_words_in(spoken), now, changes)
        if publish is None or _half_of(place) in (None, publish)
    }
    files |= _translated_pages(files, folder / "content", spoken[1:])
    files[folder / "README.md"] = _readme(spoken[0], template)
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


def _readme(language: str, template: bool) -> str:
    """Return the README in a language; that of a template repository says so below its heading."""
    translated = WORDS / f"README.{language}.md"
    text = (translated if translated.is_file() else SITE / "README.md").read_text("utf-8")
    if not template:
        return text
    said = WORDS / f"template.{language}.md"
    heading, _, rest = text.partition("\n")
    return f"{heading}\n{(said if said.is_file() else TEMPLATE_PARAGRAPH).read_text('utf-8')}{rest}"


def _translated_pages(files: Mapping[Path, str], content: Path, languages: Sequence[str]) -> dict[Path, str]:
    """Return the pages in further languages: each has the intro alone, and the rest from the page beside it."""
    pages = {path: text.rpartition("---\n")[2] for path, text in files.items() if path.parent == content}
    return {
        path.with_suffix(f".{language}.md"): f"{intro}\n"
        for language in languages
        for path, body in pages.items()
        if path.suffix == ".md" and (intro := shipped_intro(body, language))
    }


def _words_in(languages: Sequence[str]) -> Words:
    """Return the template's pieces that are not as in English: in the first language, and names in all of them."""
    first, *further = languages
    tables = {language: dict(translations(language)) for language in languages}
    languages_line = "languages: [en]                "
    words = [(languages_line, f"languages: [{', '.join(languages)}]".ljust(len(languages_line) - 1) + " ")]
    last: Words = []
    for piece in dict.fromkeys(piece for table in tables.values() for piece in table):
        said = {language: table.get(piece, piece) for language, table in tables.items()}
        if further and (named := _NAME.fullmatch(piece)):
            values = {language: line.partition(": ")[2] for language, line in said.items()}
            if named[1] == "site_name":  # of which mkdocs.yml has one, and the plugin the others
                names = "".join(f"        {one}: {{site_name: {values[one]}}}\n" for one in further)
                last = [("  - answerable\n", f"  - answerable:\n      translations:\n{names}")]
            else:
                said[first] = f"{named[1]}: {{{', '.join(f'{one}: {words}' for one, words in values.items())}}}"
        words.append((piece, said[first]))
    return [*words, *last]


def _refuse_existing(folder: Path, paths: Iterable[Path]) -> None:
    existing = [path.relative_to(folder).as_posix() for path in paths if path.exists()]
    if existing:
        names: str = ", ".join(existing[:3])
        if len(existing) > 3:
            names = msg("%(names)s and %(number)s more", names=names, number=len(existing) - 3)
        has = msg("%(folder)s has %(names)s already", folder=folder, names=names)
        raise AlreadyThereError(msg("%(what)s; nothing was written. Choose an empty folder", what=has))


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
