"""What a new site still has of the template of `answerable init`: values that somebody has to replace by their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from answerable.content.shipped_texts import translations
from answerable.records.findings import escape_invisible
from answerable.records.ledger import Ledger
from answerable.translation.message import joined, msg

SITE_NAME, GROUP, PERSON = "Our status", "Our service", "Sam Example"


def placeholders(ledger: Ledger, site_name: str, site_url: str, folder: str) -> list[str]:
    """Return one line for each placeholder: its file, and what to write there. `folder` is that of the records."""
    translated = dict(translations(ledger.policy.languages[0]))
    return [*_of_settings(translated, site_name, site_url), *_of_company(ledger, translated, folder)]


def _of_settings(translated: Mapping[str, str], site_name: str, site_url: str) -> Iterator[str]:
    if site_name in _forms(translated, "site_name", SITE_NAME):
        yield msg('mkdocs.yml: site_name is "%(site_name)s"; write the name of your site', site_name=site_name)
    if not site_url:
        yield msg("mkdocs.yml: site_url is not set; until it is, links and feeds lead to this computer")


def _of_company(ledger: Ledger, translated: Mapping[str, str], folder: str) -> Iterator[str]:
    groups, people = (_forms(translated, "name", example) for example in (GROUP, PERSON))
    for group in ledger.groups:
        if groups & set(group.name.by_language.values()):
            what = msg("the group %(id)s and its components are examples; write your own", id=group.id)
            yield joined(": ", (f"{folder}/components.yml", what))
    for person in ledger.people:
        if people & set(person.name.by_language.values()):
            what = msg("the person %(id)s is an example; write who signs", id=person.id)
            yield joined(": ", (f"{folder}/team.yml", what))
    for channel in ledger.channels:
        if channel.kind == "email" and not channel.url and not channel.address:
            what = msg("the channel %(id)s has no url; write where it leads", id=channel.id)
            yield joined(": ", (f"{folder}/channels.yml", what))


def _forms(translated: Mapping[str, str], key: str, example: str) -> set[str]:
    """Return an example's English words, and those in the language of the translations."""
    line = yaml.safe_load(translated.get(f'{key}: "{example}"', "{}"))
    return {example, *line.values()}


def placeholder_block(lines: list[str]) -> str:
    """Return the lines as one block for a terminal, or ""."""
    title = msg("note: still placeholders, until you change them:")
    return joined("\n  ", [title, *map(escape_invisible, lines)]) if lines else ""
