"""Close a month: save its figures as published, so that the site can state later changes to them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import click

from answerable.commands.project import content_folder, require_answers
from answerable.content.reading import Content, read_content
from answerable.facts.months import last_complete_month, month_of
from answerable.intake.restatements import changes, figures_of, standing
from answerable.records.files import display_path
from answerable.records.published import MONTH_PATTERN, Correction, PublishedMonth, published_path, published_text
from answerable.records.yaml.edit import write_whole
from answerable.translation.message import joined, msg


def close(config: Path, month: str | None, now: datetime, *, dry_run: bool = False) -> str:
    """Write or correct the file of a month (default: the last complete one); return a sentence about what was done.

    Raises click.UsageError when the month is not over, click.ClickException when its file or complaints are not read.
    """
    folder = content_folder(config)
    # What came after an earlier `now` has not happened as of then; it is no mistake that would be left out.
    content = read_content(folder, max(now, datetime.now(UTC)))
    require_answers(content.ledger.policy)
    zone = content.ledger.policy.zone
    month = month or last_complete_month(now, zone)
    if not re.match(MONTH_PATTERN, month):
        raise click.UsageError(msg("%(month)s is not a month; write it as 2026-10", month=month))
    if month >= month_of(now, zone):
        raise click.UsageError(msg("%(month)s is not over yet; its figures still change", month=month))
    path = published_path(folder, month)
    known = next((one for one in content.published if one.month == month), None)
    if known is None and path.exists():
        raise click.ClickException(msg("%(name)s cannot be read; `answerable check` says why", name=path.name))
    closed, words = _corrected(known, content, now) if known else _closed(month, content, now)
    if closed is not None and not dry_run:
        write_whole(path, published_text(closed))
    uncounted = sum(content.intake.uncounted.values())
    left_out = [msg("%(number)s rows of the intake could not be counted", number=uncounted)] if uncounted else []
    to_do = [msg("commit %(path)s", path=display_path(path, folder))] if closed else []
    return joined("; ", [words, *to_do, *left_out])


def _closed(month: str, content: Content, now: datetime) -> tuple[PublishedMonth | None, str]:
    figures = figures_of(month, now, content.intake, content.ledger)
    if not figures:
        return None, msg("no complaint was received in %(month)s; there is nothing to save", month=month)
    closed = PublishedMonth(month=month, as_of=now, figures=figures)
    number = figures["all"]["counted"].n  # type: ignore[union-attr]
    return closed, msg("%(month)s is closed with %(number)s complaints", month=month, number=number)


def _corrected(known: PublishedMonth, content: Content, now: datetime) -> tuple[PublishedMonth | None, str]:
    """Return the month with one more correction, or None if its figures have not changed."""
    changed = changes(standing(known), figures_of(known.month, known.as_of, content.intake, content.ledger))
    number = sum(len(figures) for figures in changed.values())
    if not number:
        return None, msg("%(month)s is closed already, and nothing has changed since", month=known.month)
    corrections = (*known.corrections, Correction(at=now, figures=changed))
    return known.model_copy(update={"corrections": corrections}), msg("%(number)s figures corrected", number=number)
