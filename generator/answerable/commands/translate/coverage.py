"""How much of a site is translated, for the team: by language and by kind of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from answerable.commands.translate.site_texts import SiteTexts, read_site_texts
from answerable.content.translatable import KINDS
from answerable.translation.message import counted, joined, msg

_WORDS = {
    "incident": msg("incident"),
    "maintenance": msg("maintenance"),
    "notice": msg("notice"),
    "complaint": msg("complaint"),
    "company": msg("company"),
    "template": msg("template"),
}
"""The kinds of texts, in words."""


def coverage(config: Path, now: datetime) -> list[str]:
    """Return the lines of the report. Raises click.UsageError when mkdocs.yml is missing or wrong."""
    texts = read_site_texts(config, now)
    return [line for language in texts.languages for line in _of_language(texts, language)]


def _of_language(texts: SiteTexts, language: str) -> Iterator[str]:
    """Yield a line about a language, and one for each kind of text that is not complete in it."""
    every = [*texts.places, *texts.private]
    all_texts = Counter(place.kind for place in every)
    there = Counter(place.kind for place in every if place.words(language, texts.first))
    outdated = len(texts.outdated(language))
    values = {"language": language, "there": there.total(), "all": all_texts.total(), "old": outdated}
    yield (
        msg("%(language)s: %(there)s of %(all)s texts, %(old)s older than their source", **values)
        if outdated
        else msg("%(language)s: %(there)s of %(all)s texts", **values)
    )
    for kind in KINDS:
        if there[kind] < all_texts[kind]:
            yield joined("", ("  ", _WORDS[kind], f": {there[kind]}/{all_texts[kind]}"))
    pages = [
        page.body(language, texts.first)[1] == language for page in texts.content.own.pages if page.text.body.strip()
    ]
    if not all(pages):
        number = len(pages) - sum(pages)
        yield counted(
            "  %(number)s page of your own is not there; a file such as about.%(language)s.md translates it",
            "  %(number)s pages of your own are not there; files such as about.%(language)s.md translate them",
            number,
            language=language,
        )
