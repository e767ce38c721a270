"""What `policy.yml` promises: dates that run out unseen, and a promise that ends before it can be renewed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from answerable.checks.rule import Check, CheckContext, Hit, Rule
from answerable.records.instants import format_duration, format_instant

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
SOON = timedelta(days=30)


def check_site(sight: CheckContext) -> Iterator[Hit]:
    """The hits in policy.yml."""
    yield from _security(sight)
    freshness = sight.ledger.policy.freshness
    if freshness.believe_for < freshness.promised_within:
        lives, next_ = format_duration(freshness.believe_for), format_duration(freshness.promised_within)
        message = f"a build is believed for {lives}, and the next is promised within {next_}"
        yield Hit(PROMISE.name, "policy.yml", message, PROMISE.fix, ("freshness",))


def _security(sight: CheckContext) -> Iterator[Hit]:
    security = sight.ledger.policy.security
    if security is None or sight.now < security.expires - SOON:
        return
    day = format_instant(security.expires)
    rule, message = (EXPIRES, f"security.txt goes from the site on {day}")
    if sight.now >= security.expires:
        rule, message = (EXPIRED, f"security.txt expired on {day} and is not published")
    yield Hit(rule.name, "policy.yml", message, "write a later day", ("security", "expires"))


CHECKS: tuple[Check, ...] = (Check((EXPIRED, EXPIRES, PROMISE), weighs=check_site),)
