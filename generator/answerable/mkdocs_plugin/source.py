"""What a site is built from: its records, its clock and its secret."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import IntEnum
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from answerable.checks.guard import Guard
from answerable.content.git_dates import last_changes
from answerable.content.own_pages import FIRST_PAGE, OwnFiles
from answerable.content.reading import Content, read_content, with_problems
from answerable.facts.cases import secret_problem
from answerable.facts.incidents import as_of
from answerable.intake.population import NO_INTAKE
from answerable.output.build_cache import NO_CACHE, BuildCache
from answerable.output.failures import failing, raising, reason
from answerable.publish.figures.gathering import Figures, gather
from answerable.publish.partial_site import all_records, least_ledger, ledger_of
from answerable.records.findings import Finding, quoted, survived
from answerable.records.instants import parse_instant
from answerable.records.model import Complaint, Record
from answerable.records.policy import Privacy
from answerable.records.vocabulary import CalendarName
from answerable.translation.message import msg

T = TypeVar("T")
LATEST = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp())
"""Seconds since 1970 up to which the days and months around an instant can be worked out."""
log = get_plugin_logger("answerable")


class Attempt(IntEnum):
    """How much of the site is attempted; each further attempt follows a failure that nobody thought of."""

    WHOLE = 0
    """Everything; a failure ends the attempt."""
    CAREFUL = 1
    """Without the templates of `custom_dir` and the parts of the site that fail, or without records in those."""
    LEAST = 2
    """Incidents, maintenance and notices alone, without the company's files, complaints and pages of the team's own.

    Of the theme's settings in mkdocs.yml none is used.
    """


class BuildSource:
    """The records of a folder at an instant, without private words; read once for all languages of a site.

    Figures and dates from git are worked out at first use. `found` has a finding for each part that could not be.
    """

    def __init__(
        self, folder: Path, now: datetime, as_before: Sequence[Record] = (), cache: BuildCache = NO_CACHE
    ) -> None:
        self.folder = folder
        self.now = now
        content = _with_earlier(read_content(folder, now, cache=cache), as_before, folder)
        self.guard = _guard(content, folder, now, cache)
        content = self.guard.content
        self.found: list[Finding] = []
        self._figures: dict[frozenset[CalendarName], tuple[Figures | None, Sequence[Finding]]] = {}
        ledger = self._survived("records", lambda: as_of(content.ledger, now), content.ledger)
        self.content = replace(content, ledger=ledger)

    def keep_least(self) -> None:
        """Keep only what a notice needs, for the last attempt."""
        least = OwnFiles((FIRST_PAGE,))
        ledger = least_ledger(self.content.ledger)
        self.content = replace(self.content, ledger=ledger, intake=NO_INTAKE, published=(), own=least)

    def figures(self, languages: Iterable[str]) -> tuple[Figures | None, Sequence[Finding]]:
        """Return the figures, None without complaints to count, and the findings made while working them out.

        They have the months of the calendars of these languages, and are worked out once.
        """
        calendars = frozenset(map(self.content.ledger.policy.months_of, languages))
        if calendars not in self._figures:
            none: tuple[Figures | None, tuple[Finding, ...]] = None, ()
            make = partial(gather, self.content, self.now, self.folder.name, calendars)
            self._figures[calendars] = self._survived("figures", make, none)
        return self._figures[calendars]

    @cached_property
    def changed(self) -> Mapping[str, datetime]:
        """When the file of each maintenance was last changed in git, by the record's id."""
        return self._survived("dates from git", lambda: last_changes(self.folder, "maintenance"), {})

    def _survived(self, part: str, make: Callable[[], T], instead: T) -> T:
        return survived(make, instead, f"{self.folder.name} ({part})", self.found)


def _with_earlier(content: Content, as_before: Sequence[Record], folder: Path) -> Content:
    """Return the content with the earlier state of each record that is set aside now."""
    aside = set(content.set_aside)
    earlier = [record for record in as_before if f"{folder.name}/{record.path}" in aside]
    if not earlier:
        return content
    return replace(content, ledger=ledger_of(content.ledger, [*all_records(content.ledger), *earlier]))


def _guard(content: Content, folder: Path, now: datetime, cache: BuildCache) -> Guard:
    """Return the guard; where it fails with the rules of policy.yml, by the default rules and without any complaint.

    Where it fails even so, records with which it fails are set aside, and so are the company's files.
    """
    try:
        return Guard(content, folder, now, cache)
    except Exception as error:
        if raising():
            raise
        message = msg(
            "the rules for private words cannot be used (%(error)s); no complaint is published", error=reason(error)
        )
        right = msg("correct `privacy`, and report this as a fault")
    problem = Finding(f"{folder.name}/policy.yml", 0, 0, message, right)
    ledger = content.ledger
    policy = ledger.policy.model_copy(update={"privacy": Privacy(), "checks": {}})
    ledger = ledger_of(ledger, [one for one in all_records(ledger) if not isinstance(one, Complaint)])
    content = with_problems(replace(content, ledger=replace(ledger, policy=policy)), [problem])
    try:
        return Guard(content, folder, now)
    except Exception:  # noqa: BLE001 (whatever it is, what it does not fail with is to be published)
        return _guard_of_least(content, folder, now)


def _guard_of_least(content: Content, folder: Path, now: datetime) -> Guard:
    least = replace(content, ledger=least_ledger(content.ledger), intake=NO_INTAKE)

    def guard(records: Sequence[Record]) -> Guard:
        return Guard(replace(least, ledger=ledger_of(least.ledger, records)), folder, now)

    records = list(all_records(least.ledger))
    found = {record.path: why for record, why in failing(records, guard)}
    for path, why in found.items():
        message, right = (
            msg("it cannot be looked through for private words (%(why)s)", why=why),
            msg("report this as a fault"),
        )
        least = with_problems(least, [Finding(f"{folder.name}/{path}", 0, 0, message, right)])
    return guard([record for record in records if record.path not in found])


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
        why = msg("SOURCE_DATE_EPOCH=%(given)s is no instant; the machine's clock is used", given=quoted(given))
        log.warning("%s", why)
    return None


def code_secret() -> str:
    """Return ANSWERABLE_CODE_SECRET; empty, with a warning, if it is too weak to be used."""
    secret = os.environ.get("ANSWERABLE_CODE_SECRET", "")
    problem = secret_problem(secret) if secret else ""
    if problem:
        log.warning("%s", msg("%(what)s; no case can be looked up", what=problem))
    return "" if problem else secret
