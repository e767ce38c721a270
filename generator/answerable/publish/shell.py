"""Record pages from shells: MkDocs renders the theme once per folder, and that page is filled for every record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from answerable.output.build_cache import digest
from answerable.output.outputs import Output
from answerable.records.vocabulary import CALENDARS, CalendarName

INDEX = "index.html"
PLACEHOLDER_SLUG = "answerable-placeholder"
"""The last part of a placeholder page's address; it is replaced by the record's."""
TITLE_MARK = "\ue000answerable-title\ue001"
DESCRIPTION_MARK = "\ue000answerable-description\ue001"
HEAD_MARK = "<!--answerable-head-->"
BODY_MARK = "<!--answerable-body-->"
MARKS = frozenset({HEAD_MARK, BODY_MARK})
"""The marks that are HTML comments."""


def other_slug(calendar: CalendarName) -> str:
    """Return what marks the last part of the page's address in languages of another calendar, its slash included."""
    return f"{PLACEHOLDER_SLUG}-{calendar}/"


_OTHER_SLUGS = tuple(map(other_slug, CALENDARS))
_MARKS = re.compile(
    "("
    + "|".join(map(re.escape, (TITLE_MARK, DESCRIPTION_MARK, HEAD_MARK, BODY_MARK, *_OTHER_SLUGS, PLACEHOLDER_SLUG)))
    + ")"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A record's page without the theme around it.

    `path` ends with a slash. `title` and `description` are plain text, `body` and `head` are HTML. `slugs` has what
    stands in the place of an `other_slug`; without it the page has the same address in every language.
    """

    path: str
    section: str
    title: str
    description: str
    body: str
    head: str = ""
    slugs: Mapping[str, str] = field(default_factory=dict)


class Shell:
    """A rendered placeholder page, split at its marks and encoded, so that filling it only joins bytes."""

    def __init__(self, html: str) -> None:
        self.digest = digest(html)
        parts = _MARKS.split(html)
        self._parts = [(part if _MARKS.fullmatch(part) else "", part.encode()) for part in parts]
        missing = {TITLE_MARK, BODY_MARK} - set(parts)
        if missing:
            raise ValueError("the theme's page shows no place for a title or a body; look at overrides/main.html")

    def fill(self, page: Page) -> Output:
        """Return the record's page in this shell, as a file."""
        slug = page.path.rstrip("/").rpartition("/")[2]
        values = {
            TITLE_MARK: escape(page.title),
            DESCRIPTION_MARK: escape(page.description),
            HEAD_MARK: page.head,
            BODY_MARK: page.body,
            PLACEHOLDER_SLUG: slug,
            **dict.fromkeys(_OTHER_SLUGS, f"{slug}/"),
            **page.slugs,
        }
        encoded = {mark: value.encode() for mark, value in values.items()}
        return Output(page.path + INDEX, b"".join(encoded.get(mark, part) for mark, part in self._parts))


def shell_folder(path: str) -> str:
    """Return the folder whose shell a page needs: its parent, since the theme's links are relative."""
    return path.rstrip("/").rpartition("/")[0]


def placeholder_path(folder: str) -> str:
    """Return the address of a folder's placeholder page."""
    return f"{folder}/{PLACEHOLDER_SLUG}/"


def fill_all(pages: Iterable[Page], shells: Mapping[str, Shell]) -> Iterator[Output]:
    """Yield every page in the shell of its folder. Raises KeyError if the folder has none."""
    for page in pages:
        yield shells[shell_folder(page.path)].fill(page)
