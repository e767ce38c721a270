"""The texts of a site for translators, without those that hold private details, and the languages of the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from answerable.checks.guard import Guard
from answerable.commands.project import content_folder
from answerable.content.reading import Content, read_content
from answerable.content.text_history import earlier_sources
from answerable.content.translatable import TextPlace, published_texts
from answerable.records.findings import did_you_mean, quoted
from answerable.translation.message import joined, msg


@dataclass(frozen=True)
class SiteTexts:
    """The published texts of the site in the folder `root`; `private` are those that may not leave the team."""

    root: Path
    content: Content
    guard: Guard
    places: tuple[TextPlace, ...]
    private: tuple[TextPlace, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the site, the first one first."""
        return self.content.ledger.policy.languages

    @property
    def first(self) -> str:
        """The site's first language, in which texts without a language are."""
        return self.languages[0]

    def outdated(self, language: str) -> dict[tuple[str, str], str]:
        """Return the earlier source of each translation that is older than its source, by path and key."""
        return earlier_sources(self.places, self.root, language, self.first)

    def closest(self, language: str) -> str:
        """Return the language of the site that is meant by a tag such as `fa-IR`: itself, else the one without region.

        If the site has neither, it is the tag. Programs for translators often write a region.
        """
        own = {one.lower(): one for one in self.languages}
        return own.get(language.lower()) or own.get(language.lower().partition("-")[0], language)

    def require(self, language: str) -> None:
        """Raise click.UsageError if the site does not have a language."""
        if language not in self.languages:
            right = did_you_mean(language, self.languages) or msg(
                "policy.yml has %(languages)s", languages=joined(", ", self.languages)
            )
            message = msg("the site has no language %(language)s; %(right)s", language=quoted(language), right=right)
            raise click.UsageError(message)


def read_site_texts(config: Path, now: datetime) -> SiteTexts:
    """Read the texts of a site. Raises click.UsageError when mkdocs.yml is missing or wrong."""
    root = content_folder(config)
    content = read_content(root, now, intake=False)
    guard = Guard(content, root, now)
    harmless = {(one.path, one.key): one.text for one in published_texts(guard.content.ledger, root)}
    safe, private = list[TextPlace](), list[TextPlace]()
    for one in published_texts(content.ledger, root):
        (safe if harmless.get((one.path, one.key)) == one.text else private).append(one)
    return SiteTexts(root, content, guard, tuple(safe), tuple(private))
