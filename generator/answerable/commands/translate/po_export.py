"""Write what has to be translated into a language as a PO file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog

from answerable.commands.translate.po_file import SEPARATOR, BadPoFileError, filled_entries, write_po_file
from answerable.commands.translate.site_texts import SiteTexts, read_site_texts
from answerable.content.translatable import TextPlace
from answerable.records.yaml.edit import write_whole
from answerable.translation.message import counted, msg

_HEADER = "# Texts of a status site. Keep links, numbers and names. What you leave empty stays as it is."


def export(config: Path, language: str, output: Path, now: datetime) -> list[str]:
    """Write the texts that are missing in a language, or older than their source; return what to say.

    What is filled in already in that file stays. Raises click.UsageError, click.ClickException or OSError.
    """
    texts = read_site_texts(config, now)
    texts.require(language)
    catalog, missing, outdated = _catalog(texts, language, now)
    try:
        kept = _keep_filled(catalog, output)
    except BadPoFileError as error:
        raise click.ClickException(msg("%(error)s; nothing was written", error=error)) from None
    write_whole(output, write_po_file(catalog))
    lines: list[str] = [
        counted(
            "wrote %(number)s text to %(file)s", "wrote %(number)s texts to %(file)s", missing + outdated, file=output
        )
    ]
    if outdated:
        lines.append(
            counted(
                "%(number)s of them is older than its source, and marked fuzzy",
                "%(number)s of them are older than their source, and marked fuzzy",
                outdated,
            )
        )
    if kept:
        lines.append(counted("%(number)s was filled in there already", "%(number)s were filled in there already", kept))
    if texts.private:
        lines.append(
            counted(
                "left out %(number)s text with private details; `answerable check` names them",
                "left out %(number)s texts with private details; `answerable check` names them",
                len(texts.private),
            )
        )
    return lines


def _catalog(texts: SiteTexts, language: str, now: datetime) -> tuple[Catalog, int, int]:
    """Return the catalog, and how many texts in it are missing, and how many are out of date."""
    catalog = Catalog(
        locale=language.replace("-", "_"),
        project=str(texts.content.ledger.policy.organisation or "site"),
        version="1",
        header_comment=_HEADER,
        creation_date=now,
        revision_date=now,
        fuzzy=False,
        charset="utf-8",
    )
    earlier = texts.outdated(language)
    missing = outdated = 0
    for place in texts.places:
        source, words = place.source(language, texts.first)[0], place.words(language, texts.first)
        before = earlier.get((place.path, place.key), "")
        if not source or (words and not before):
            continue
        missing, outdated = missing + (not words), outdated + bool(words)
        catalog.add(
            source,
            words,
            flags=["fuzzy"] if words else [],
            auto_comments=[_about(place)],
            previous_id=texts.guard.words(before) if words else (),  # which may have been corrected for a reason
            context=f"{place.path}{SEPARATOR}{place.key}",
        )
    return catalog, missing, outdated


def _about(place: TextPlace) -> str:
    title = " ".join(place.about.split())
    return place.kind if title in {"", place.path} else f"{place.kind}: {title}"


def _keep_filled(catalog: Catalog, output: Path) -> int:
    """Put what a translator has filled in into the catalog; return how many entries that are."""
    filled = dict(filled_entries(output))
    kept = 0
    for message in catalog:
        if message.id and (words := filled.get((message.context or "", str(message.id)))):
            message.string = words
            message.flags.discard("fuzzy")
            kept += 1
    return kept
