"""Compare the answer at one address with the built file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx

from answerable.checks.deadlines import SOON
from answerable.output.served import Lifetime, MediaType, Served
from answerable.outreach.verify.built_site import (
    HOME,
    NOT_FOUND,
    SECURITY,
    AnswerReport,
    BuiltFreshness,
    Grade,
    Site,
    read_freshness,
)
from answerable.records.company import rebuild_every_of
from answerable.records.instants import format_duration, format_instant, parse_instant
from answerable.translation.message import Message, counted, msg
from answerable.web.fetch import Answer
from answerable.web.hosts import Certificate

_EXPIRES = re.compile(rb"^expires:(.*)$", re.IGNORECASE | re.MULTILINE)
AHEAD = timedelta(minutes=5)
"""How far a build's clock may be ahead of the world's until every page says “not known”, as in assets/page/guard.js."""
_SETTINGS = re.compile(rb'<script type="application/json" id="answerable">(.*?)</script>', re.DOTALL)


INTERVAL = msg("the time between builds")
BUILD_TIME = timedelta(minutes=5)
"""How long a build and its deployment may take before an interval counts as too long."""


def age(site: Site, answer: Answer, now: datetime) -> AnswerReport:
    """Report whether the published build is ours and still valid."""
    if answer.status != 200:
        return _differs(
            "freshness.json", msg("%(answered)s; every page then says “not known”", answered=_answered(answer))
        )
    seen, ours = read_freshness(answer.body), site.freshness
    if seen.built_at is None or seen.believe_until is None:
        return _differs("freshness.json", msg("cannot be read; every page then says “not known”"))
    if seen.built_at != ours.built_at:
        return _differs("freshness.json", _other_build(seen.built_at, ours))
    if why := _why_not_known(seen.built_at, seen.believe_until, now):
        return _differs("freshness.json", why)
    if late := _lateness(seen, seen.built_at, now):
        return AnswerReport("freshness.json", Grade.WARNING, late)
    until = msg("believed until %(believe_until)s", believe_until=format_instant(seen.believe_until))
    return AnswerReport(
        "freshness.json",
        Grade.AS_BUILT,
        msg("built %(built_at)s, %(until)s", built_at=format_instant(seen.built_at), until=until),
    )


def interval(site: Site, answer: Answer) -> AnswerReport | None:
    """Return a warning if the published build is the one before ours and came longer before it than promised."""
    before, ours = read_freshness(answer.body), site.freshness
    if answer.status != 200 or before.built_at is None or ours.built_at is None:
        return None
    late = _too_long(
        msg("the build before this one came %(length)s earlier", length=""), ours.built_at - before.built_at, ours
    )
    return AnswerReport(INTERVAL, Grade.WARNING, late) if late else None


def _lateness(seen: BuiltFreshness, built_at: datetime, now: datetime) -> str:
    """Return a sentence if the next build is late, or "" if it is not."""
    if seen.next_build_by and seen.next_build_by <= now:
        return msg(
            "the next build was promised by %(next_build_by)s; look whether your schedule runs",
            next_build_by=format_instant(seen.next_build_by),
        )
    return _too_long(msg("built %(length)s ago", length=""), now - built_at, seen)


def _rebuild_every(freshness: BuiltFreshness) -> timedelta | None:
    built, promised = freshness.built_at, freshness.next_build_by
    return rebuild_every_of(promised - built) if built and promised and promised > built else None


def _too_long(what: Message, length: timedelta, freshness: BuiltFreshness) -> str:
    """Return a sentence if a time between builds is longer than `rebuild_every` and a build, or "" if it is not."""
    every = _rebuild_every(freshness)
    if every is None or length <= every + BUILD_TIME:
        return ""
    minutes = timedelta(minutes=length // timedelta(minutes=1))
    words = msg(
        "%(what)s, though `rebuild_every` is %(every)s",
        what=what.filled(length=format_duration(minutes)),
        every=format_duration(every),
    )
    return msg("%(words)s; let policy.yml say what your schedule really does, or use a clock of your own", words=words)


def _why_not_known(built_at: datetime, believe_until: datetime, now: datetime) -> str:
    """Return why every page says “not known” at an instant; empty if none does."""
    if built_at > now + AHEAD:
        return msg(
            "the clock of the build was ahead: %(built_at)s; every page then says “not known”",
            built_at=format_instant(built_at),
        )
    return (
        ""
        if now < believe_until
        else msg("the build is believed until %(believe_until)s only", believe_until=format_instant(believe_until))
    )


def file(path: str, built: bytes, answer: Answer) -> AnswerReport:
    """Report whether a file is byte for byte the built one."""
    if answer.status != 200:
        return _differs(path, _answered(answer))
    if answer.body == built:
        return AnswerReport(path, Grade.AS_BUILT, counted("%(number)s byte", "%(number)s bytes", len(built)))
    ours, theirs = built_of(built), built_of(answer.body)
    is_page = path.endswith(HOME)
    if is_page and ours and theirs == ours:
        changed = msg("of this build, but the host changed its bytes on the way")
        return AnswerReport(
            path, Grade.WARNING, msg("%(changed)s; switch off what rewrites pages there", changed=changed)
        )
    if is_page and theirs:
        return _differs(path, msg("is of the build of %(theirs)s", theirs=theirs))
    return _differs(
        path,
        msg(
            "is not what was built: %(body)s bytes instead of %(built)s, or other ones",
            body=len(answer.body),
            built=len(built),
        ),
    )


def not_found(site: Site, answer: Answer) -> AnswerReport:
    """Report whether a missing address is answered with status 404 and with our page."""
    what = msg("an address that leads nowhere")
    if answer.status != 404:
        return _differs(
            what,
            msg(
                "%(answered)s instead of 404; search engines then keep pages that are gone", answered=_answered(answer)
            ),
        )
    ours = site.files.get(NOT_FOUND)
    if ours is None or answer.body == ours:
        return AnswerReport(
            what,
            Grade.AS_BUILT,
            msg("the server answered 404 with our page") if ours else msg("the server answered 404"),
        )
    return _differs(
        what, msg("the server answered 404, but not with our 404.html; set it as the host's page for errors")
    )


def security(content: bytes, now: datetime) -> Iterator[AnswerReport]:
    """Yield a finding if security.txt has expired or soon will; nobody may rely on it then (RFC 9116, 2.5.5)."""
    found = _EXPIRES.search(content)
    try:
        expires = parse_instant(found[1].decode().strip()) if found else None
    except ValueError:
        expires = None
    if expires is None:
        yield _differs(SECURITY, msg("names no day until which it holds"))
    elif expires <= now:
        yield _differs(
            SECURITY,
            msg("expired on %(expires)s; write a later day into policy.yml and build", expires=format_instant(expires)),
        )
    elif expires - now < SOON:
        words = msg("expires on %(expires)s; write a later day into policy.yml", expires=format_instant(expires))
        yield AnswerReport(SECURITY, Grade.WARNING, words)


def built_of(page: bytes) -> str:
    """Return the instant of the build that a page names in its settings; empty if it names none."""
    found = _SETTINGS.search(page)
    try:
        return format_instant(parse_instant(json.loads(found[1])["built"])) if found else ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _other_build(seen: datetime, ours: BuiltFreshness) -> str:
    which = msg("an older") if ours.built_at and seen < ours.built_at else msg("a newer")
    built = format_instant(ours.built_at) if ours.built_at else msg("unknown")
    return msg(
        "the world sees %(which)s build, of %(seen)s; here is that of %(built)s",
        which=which,
        seen=format_instant(seen),
        built=built,
    )


def _answered(answer: Answer) -> str:
    return msg("the server answered %(status)s", status=answer.status)


def _differs(what: str, words: str) -> AnswerReport:
    return AnswerReport(what, Grade.DIFFERS, words)


LONGEST = timedelta(minutes=5)
"""The longest acceptable life of a copy of what changes: readers get news that late."""
_LIFE = re.compile(r"(?:^|[,\s])(s-maxage|max-age)\s*=\s*\"?(\d{1,10})", re.IGNORECASE)
_AFTER = re.compile(r"(?:^|[,\s])(stale-if-error|stale-while-revalidate)\s*=\s*\"?(\d{1,10})", re.IGNORECASE)


def warnings(served: Served, headers: httpx.Headers) -> Iterator[str]:
    """Yield a sentence for each header that does not fit how a file is to be served."""
    yield from _type(served.media_type, headers.get("content-type", ""))
    yield from _life(served.lifetime, headers.get("cache-control", ""))
    is_open = headers.get("access-control-allow-origin", "").strip() == "*"
    if served.any_origin and not is_open:
        yield msg("Access-Control-Allow-Origin is not *, so no other site's page can read it; send it with *")


def _type(media_type: MediaType, sent: str) -> Iterator[str]:
    name, _, rest = sent.partition(";")
    if name.strip().lower() not in {media_type.name, *media_type.also}:
        yield msg("Content-Type is %(sent)s; send %(name)s", sent=sent or msg("missing"), name=media_type.name)
    elif "charset=" in rest.lower() and "utf-8" not in rest.lower():
        yield msg("Content-Type is %(sent)s, but the file is UTF-8", sent=sent)
    elif media_type.needs_charset and "charset=" not in rest.lower():
        yield msg(
            "Content-Type is %(sent)s without an encoding, so other scripts come out garbled; add charset=utf-8",
            sent=sent,
        )


def _life(lifetime: Lifetime, control: str) -> Iterator[str]:
    if "no-cache" in control.lower() or "no-store" in control.lower():
        return
    lives = [int(seconds) for _, seconds in _LIFE.findall(control)]
    if not lives:
        yield msg("Cache-Control says not how long copies live, so each cache decides; send no-cache")
    elif max(lives) > LONGEST.total_seconds():
        yield msg(
            "Cache-Control lets copies live for %(lives)s seconds, news come that late; send no-cache", lives=max(lives)
        )
    after = max((int(seconds) for _, seconds in _AFTER.findall(control)), default=0)
    if lifetime is Lifetime.STATUS and after > LONGEST.total_seconds():
        yield msg(
            "Cache-Control lets copies that say how things stand live for %(after)s seconds after nobody knows",
            after=after,
        )


_SOON, _URGENT = timedelta(days=21), timedelta(days=3)
_SOON_PART, _URGENT_PART = 5, 20


def certificate(shown: Certificate, now: datetime) -> AnswerReport:
    """Report how many days a certificate is still valid.

    A warning from three weeks or a fifth of its life before the end, whichever is shorter; a difference from three days
    or a twentieth. Certificates of six days are renewed in their last days.
    """
    left, life = shown.until - now, shown.until - shown.since
    words = msg("%(days)s left, until %(until)s", days=_days(left), until=shown.until.date().isoformat())
    if left <= min(_URGENT, life / _URGENT_PART):
        return AnswerReport(
            "certificate", Grade.DIFFERS, msg("%(words)s; renew it now, browsers will refuse the site", words=words)
        )
    if left <= min(_SOON, life / _SOON_PART):
        return AnswerReport("certificate", Grade.WARNING, msg("%(words)s; look whether its renewal works", words=words))
    return AnswerReport("certificate", Grade.AS_BUILT, words)


def _days(left: timedelta) -> str:
    if left < timedelta(days=1):
        return msg("less than a day") if left > timedelta() else msg("nothing")
    return counted("%(number)s day", "%(number)s days", left.days)
