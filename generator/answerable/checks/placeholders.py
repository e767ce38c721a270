"""What a new site still has of the template of `answerable init`: values that somebody has to replace by their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from answerable.records.findings import escape_invisible
from answerable.records.ledger import Ledger
from answerable.records.text import Text

SITE = Path(__file__).resolve().parents[1] / "templates" / "init"
"""The files of a new site, in English."""
WORDS = SITE.parent / "init_words"
"""Their translations, one file for each language."""
SITE_NAME, GROUP, PERSON = "Our status", "Our service", "Sam Example"


def translations(language: str) -> list[tuple[str, str]]:
    """Return the English texts of the template, each with its translation; none for English."""
    path = WORDS / f"{language}.yml"
    return [(str(one), str(other)) for one, other in yaml.safe_load(path.read_text("utf-8"))] if path.is_file() else []


def placeholders(ledger: Ledger, site_name: str, site_url: str, folder: str) -> list[str]:
    """Return one line for each placeholder: its file and what to write in its place. `folder` is that of the records."""
    first, texts = ledger.policy.languages[0], dict(translations(ledger.policy.languages[0]))

    def is_still(text: Text | str, key: str, example: str) -> bool:
        words = text if isinstance(text, str) else text.in_language(first, first)[0]
        translated = yaml.safe_load(texts.get(f'{key}: "{example}"', "null"))
        return words in {example, *(translated or {}).values()}

    def found() -> Iterator[str]:
        if is_still(site_name, "site_name", SITE_NAME):
            yield f'mkdocs.yml: site_name is "{site_name}"; write the name of your site'
        if not site_url:
            yield "mkdocs.yml: site_url is not set; until it is, links and feeds lead to this computer"
        for group in ledger.groups:
            if is_still(group.name, "name", GROUP):
                yield f"{folder}/components.yml: the group {group.id} and its components are examples; write your own"
        for person in ledger.people:
            if is_still(person.name, "name", PERSON):
                yield f'{folder}/team.yml: {person.id} is "{PERSON}"; write who signs'
        for channel in ledger.channels:
            if not channel.url and not channel.address:
                yield f"{folder}/channels.yml: {channel.id} has no `url`; write where people reach you"

    return list(found())


def placeholder_block(lines: list[str]) -> str:
    """Return the lines as one block for a terminal, or ""."""
    title = "note: still placeholders, until you change them:"
    return "\n  ".join([title, *map(escape_invisible, lines)]) if lines else ""
