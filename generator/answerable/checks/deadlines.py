"""Rules on deadlines of `policy.yml`: when security.txt expires, how long a build counts, notice of maintenance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from answerable.checks.rule import Check, CheckContext, CheckRecord, Hit, Rule
from answerable.facts.maintenance import is_in_time
from answerable.records.instants import format_duration, format_instant
from answerable.records.model import Maintenance

EXPIRED = Rule(
    "policy/security-expired",
    "The day until which security.txt may be gone by is over.",
    "The standard forbids to use it then, so the site goes without it, and nobody finds where to report a hole.",
    "See that `contact` in `security` of policy.yml still reaches somebody, and write a later day as `expires`.",
    "warning",
)
EXPIRES = Rule(
    "policy/security-expires",
    "The day until which security.txt may be gone by comes within a month.",
    "On that day the file goes from the site by itself.",
    "See that `contact` in `security` of policy.yml still reaches somebody, and write a later day as `expires`.",
    "note",
)
PROMISE = Rule(
    "policy/promise",
    "A build is believed for a shorter time than passes until the next one is promised.",
    "Every page then says “not known” for a while before each build, whatever the state is.",
    "In `freshness` of policy.yml let `believe_for` be several times `rebuild_every`: schedules start late.",
    "warning",
)
NOTICE = Rule(
    "policy/maintenance-notice",
    "Maintenance was not announced, or later before it begins than `maintenance_notice` in policy.yml allows.",
    "Its hours are not left out of the uptime and of the minutes down: an outage in them counts as an outage.",
    "Write in `announced` when you told people. If that was too late, announce the next maintenance earlier.",
    "note",
)
SOON = timedelta(days=30)
"""How long before security.txt expires a note says so."""


def check_record(context: CheckContext) -> CheckRecord:
    """Return the function that finds maintenance of components that was not announced in time."""
    notice = context.ledger.policy.maintenance_notice
    return lambda record: _notice(record, notice) if isinstance(record, Maintenance) else ()


def _notice(work: Maintenance, notice: timedelta) -> Iterator[Hit]:
    work = work.as_moved()
    cancelled = work.cancelled_at is not None and work.cancelled_at <= work.starts
    if not work.components or work.withdrawn or cancelled or is_in_time(work, notice):
        return
    ahead = f"{format_duration(notice)} before `starts` (`maintenance_notice` in policy.yml)"
    counted = f"{ahead}; its hours count in the uptime as what they were"
    if work.announced is None:
        message = f"no `announced`, which would have to be at least {counted}"
        yield Hit(NOTICE.name, work.path, message, "write when it was announced", ("starts",))
    else:
        message = f"announced later than {counted}"
        yield Hit(NOTICE.name, work.path, message, "announce the next one earlier", ("announced",))


def check_site(context: CheckContext) -> Iterator[Hit]:
    """The hits in `policy.yml`."""
    yield from _security(context)
    freshness = context.ledger.policy.freshness
    if freshness.believe_for < freshness.promised_within:
        believed, promised = format_duration(freshness.believe_for), format_duration(freshness.promised_within)
        message = f"a build is believed for {believed}, and the next is promised within {promised}"
        yield Hit(PROMISE.name, "policy.yml", message, PROMISE.fix, ("freshness",))


def _security(context: CheckContext) -> Iterator[Hit]:
    security = context.ledger.policy.security
    if security is None or context.now < security.expires - SOON:
        return
    day = format_instant(security.expires)
    rule, message = (EXPIRES, f"security.txt goes from the site on {day}")
    if context.now >= security.expires:
        rule, message = (EXPIRED, f"security.txt expired on {day} and is not published")
    yield Hit(rule.name, "policy.yml", message, "write a later day", ("security", "expires"))


CHECKS: tuple[Check, ...] = (
    Check((EXPIRED, EXPIRES, PROMISE), check_site=check_site),
    Check((NOTICE,), check_record=check_record),
)
