"""Rules on deadlines of `policy.yml`: when security.txt expires, how long a build counts, notice of maintenance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

from answerable.checks.rule import Check, CheckContext, CheckRecord, Hit, Rule
from answerable.facts.maintenance import is_in_time
from answerable.records.instants import format_duration, format_instant
from answerable.records.model import Maintenance
from answerable.records.yaml.tree import Loc
from answerable.translation.message import msg

EXPIRED = Rule(
    "policy/security-expired",
    "`security.expires` in policy.yml has passed.",
    "An expired security.txt must not be used, so the site has none: nobody learns where to report a vulnerability.",
    "Check that `security.contact` still reaches somebody, and write a later day as `expires`.",
    "warning",
)
EXPIRES = Rule(
    "policy/security-expires",
    "`security.expires` in policy.yml is less than a month away.",
    "On that day security.txt disappears from the site.",
    "Check that `security.contact` still reaches somebody, and write a later day as `expires`.",
    "note",
)
PROMISE = Rule(
    "policy/promise",
    "`believe_for` is shorter than the time until the next build.",
    "Every page then says “not known” for a while before each build, whatever the state is.",
    "In `freshness` of policy.yml let `believe_for` be several times `rebuild_every`: schedules start late.",
    "warning",
)
NOTICE = Rule(
    "policy/maintenance-notice",
    "Maintenance was announced later than `maintenance_notice` allows, or not at all.",
    "Its hours count in the uptime: an outage in them counts as an outage.",
    "Write in `announced` when you told people. If that was too late, announce the next maintenance earlier.",
    "note",
)
LENGTH = Rule(
    "policy/maintenance-length",
    "Maintenance is planned to last longer than a month.",
    "Readers are told of it until it ends, and a wrong year in `ends` looks like that.",
    "Correct `starts` or `ends`. If the work takes that long, announce it in parts.",
    "warning",
)
LONGEST = timedelta(days=31)
"""The longest maintenance that is taken for what was meant."""
SOON = timedelta(days=30)
"""How long before security.txt expires a note says so."""


def check_record(context: CheckContext) -> CheckRecord:
    """Return the function that finds maintenance not announced in time, and such that lasts very long."""
    notice = context.ledger.policy.maintenance_notice
    return lambda record: chain(_notice(record, notice), _length(record)) if isinstance(record, Maintenance) else ()


def _length(work: Maintenance) -> Iterator[Hit]:
    times: list[tuple[datetime, datetime, Loc]] = [(work.starts, work.ends, ("ends",))]
    times += [
        (update.starts or work.starts, update.ends, ("updates", number, "ends"))
        for number, update in enumerate(work.updates)
        if update.ends
    ]
    for starts, ends, loc in times:
        if ends - starts > LONGEST and not work.withdrawn:
            message = msg("the maintenance is to last %(number)s days", number=(ends - starts).days)
            yield Hit(LENGTH.name, work.path, message, msg("correct the year or the month"), loc)


def _notice(work: Maintenance, notice: timedelta) -> Iterator[Hit]:
    work = work.as_moved()
    if not work.components or work.withdrawn or work.never_began or is_in_time(work, notice):
        return
    ahead = msg("%(notice)s before `starts` (`maintenance_notice` in policy.yml)", notice=format_duration(notice))
    counted = msg("%(ahead)s; its hours count in the uptime as what they were", ahead=ahead)
    if work.announced is None:
        message = msg("no `announced`, which would have to be at least %(counted)s", counted=counted)
        yield Hit(NOTICE.name, work.path, message, msg("write when it was announced"), ("starts",))
    else:
        message = msg("announced later than %(counted)s", counted=counted)
        yield Hit(NOTICE.name, work.path, message, msg("announce the next one earlier"), ("announced",))


def check_site(context: CheckContext) -> Iterator[Hit]:
    """The hits in `policy.yml`."""
    yield from _security(context)
    freshness = context.ledger.policy.freshness
    if freshness.believe_for < freshness.promised_within:
        believed, promised = format_duration(freshness.believe_for), format_duration(freshness.promised_within)
        message = msg(
            "a build is believed for %(believed)s, and the next is promised within %(promised)s",
            believed=believed,
            promised=promised,
        )
        right = msg("let `believe_for` be several times `rebuild_every`")
        yield Hit(PROMISE.name, "policy.yml", message, right, ("freshness",))


def _security(context: CheckContext) -> Iterator[Hit]:
    security = context.ledger.policy.security
    if security is None or context.now < security.expires - SOON:
        return
    day = format_instant(security.expires)
    rule, message = (EXPIRES, msg("security.txt goes from the site on %(day)s", day=day))
    if context.now >= security.expires:
        rule, message = (EXPIRED, msg("security.txt expired on %(day)s and is not published", day=day))
    yield Hit(rule.name, "policy.yml", message, msg("write a later day"), ("security", "expires"))


CHECKS: tuple[Check, ...] = (
    Check((EXPIRED, EXPIRES, PROMISE), check_site=check_site),
    Check((NOTICE, LENGTH), check_record=check_record),
)
