"""What a site is built from: its records, its clock and its secret."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import IntEnum
from functools import cached_property
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from answerable.checks.guard import Guard, mask_path
from answerable.content.git_dates import last_changes
from answerable.content.own_pages import FIRST_PAGE, OwnFiles
from answerable.content.reading import Content, read_content, with_problems
from answerable.facts.cases import secret_problem
from answerable.facts.incidents import as_of
from answerable.intake.population import NO_INTAKE
from answerable.output.failures import raising, reason
from answerable.publish.context import Context
from answerable.publish.figures.gathering import Figures, gather
from answerable.publish.trial import all_records, failing_records, least_ledger, ledger_of
from answerable.records.findings import Finding, quoted
from answerable.records.instants import parse_instant
from answerable.records.model import Complaint, Record
from answerable.records.policy import Privacy

LATEST = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp())
"""Seconds since 1970 up to which the days and months around an instant can be worked out."""
log = get_plugin_logger("answerable")


class Attempt(IntEnum):
    """How much of the site is attempted; each further attempt follows a failure that nobody thought of."""

    WHOLE = 0
    """Everything; a failure ends the attempt."""
    CAREFUL = 1
    """Without the records, the templates of `custom_dir` and the parts of the site that fail."""
    LEAST = 2
    """Incidents, maintenance and notices alone, without the company's files, complaints and pages of the team's own."""


class BuildSource:
    """The records of a folder at an instant, without private words; read once for all languages of a site.

    Figures and dates from git are worked out at first use.
    """

    def __init__(self, folder: Path, now: datetime, as_before: Sequence[Record] = ()) -> None:
        self.folder = folder
        self.now = now
        self.guard = _guard(_with_earlier(read_content(folder, now), as_before, folder), folder, now)
        self.content = replace(self.guard.content, ledger=as_of(self.guard.content.ledger, now))

    def leave_out_failing(self, context: Context, attempt: Attempt) -> Iterator[Finding]:
        """After a failed attempt, set aside the records of which no site can be made, and yield a finding for each.

        In the last attempt only what a notice needs is kept.
        """
        if attempt is Attempt.LEAST:
            ledger = least_ledger(self.content.ledger)
            self.content = replace(
                self.content, ledger=ledger, intake=NO_INTAKE, published=(), own=OwnFiles((FIRST_PAGE,))
            )
        if attempt is not Attempt.WHOLE:
            failing = failing_records(replace(context, ledger=self.content.ledger))
            paths = {record.path for record, _ in failing}
            kept = [record for record in all_records(self.content.ledger) if record.path not in paths]
            self.content = replace(self.content, ledger=ledger_of(self.content.ledger, kept))
            for record, why in failing:
                message = f"no page can be made of this record ({why})"
                path = mask_path(f"{self.folder.name}/{record.path}", self.guard.finder)
                yield Finding(path, 0, 0, message, "write it in a plainer way, and report this as a fault")

    @cached_property
    def figures(self) -> tuple[Figures | None, Sequence[Finding]]:
        """The figures, None without complaints to count, and the findings made while working them out."""
        return gather(self.content, self.now, self.folder.name)

    @cached_property
    def changed(self) -> Mapping[str, datetime]:
        """When the file of each maintenance was last changed in git, by the record's id."""
        return last_changes(self.folder, "maintenance")


def _with_earlier(content: Content, as_before: Sequence[Record], folder: Path) -> Content:
    """Return the content with the earlier state of each record that is set aside now."""
    aside = set(content.set_aside)
    earlier = [record for record in as_before if f"{folder.name}/{record.path}" in aside]
    if not earlier:
        return content
    return replace(content, ledger=ledger_of(content.ledger, [*all_records(content.ledger), *earlier]))


def _guard(content: Content, folder: Path, now: datetime) -> Guard:
    """Return the guard; where it fails with the rules of policy.yml, by the default rules and without any complaint."""
    try:
        return Guard(content, folder, now)
    except Exception as error:
        if raising():
            raise
        path = f"{folder.name}/policy.yml"
        message = f"the rules for private words cannot be used ({reason(error)}); no complaint is published"
        problem = Finding(path, 0, 0, message, "correct `privacy`, and report this as a fault")
    ledger = content.ledger
    policy = ledger.policy.model_copy(update={"privacy": Privacy(), "checks": {}})
    ledger = ledger_of(ledger, [one for one in all_records(ledger) if not isinstance(one, Complaint)])
    return Guard(with_problems(replace(content, ledger=replace(ledger, policy=policy)), [problem]), folder, now)


def build_clock(option: str, requested: datetime | None) -> datetime:
    """Return the build's clock: the option, else what is requested, else SOURCE_DATE_EPOCH, else the machine's clock.

    A SOURCE_DATE_EPOCH that is no instant is taken out of the environment, where MkDocs would stop at it. Raises
    PluginError for an option that is no instant.
    """
    epoch = _source_date_epoch()
    if option:
        try:
            return parse_instant(option)
        except ValueError as error:
            raise PluginError(f"now: {option!r} {error}") from None
    if requested:
        return requested.astimezone(UTC).replace(microsecond=0)
    return epoch or datetime.now(UTC).replace(microsecond=0)


def _source_date_epoch() -> datetime | None:
    given = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if given and 0 <= int(given) < LATEST:
            return datetime.fromtimestamp(int(given), UTC)
    except ValueError:
        pass
    if given is not None:
        del os.environ["SOURCE_DATE_EPOCH"]
    if given:
        log.warning("SOURCE_DATE_EPOCH=%s is no instant; the machine's clock is used", quoted(given))
    return None


def code_secret() -> str:
    """Return ANSWERABLE_CODE_SECRET; empty, with a warning, if it is too weak to be used."""
    secret = os.environ.get("ANSWERABLE_CODE_SECRET", "")
    problem = secret_problem(secret) if secret else ""
    if problem:
        log.warning("%s; no case can be looked up", problem)
    return "" if problem else secret
