"""One file of the site against the answer at its address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx

from answerable.checks.deadlines import SOON
from answerable.outreach.verify.built_site import (
    CATALOG,
    HOME,
    NOT_FOUND,
    SECURITY,
    AnswerReport,
    BuiltFreshness,
    Grade,
    Site,
    read_freshness,
)
from answerable.records.instants import format_instant, parse_instant
from answerable.web.fetch import Answer
from answerable.web.hosts import Certificate

_EXPIRES = re.compile(rb"^expires:(.*)$", re.IGNORECASE | re.MULTILINE)
_SETTINGS = re.compile(rb'<script type="application/json" id="answerable">(.*?)</script>', re.DOTALL)


def age(site: Site, answer: Answer, now: datetime) -> AnswerReport:
    """Whether the build that the world sees is ours, and still to be believed."""
    if answer.status != 200:
        return _differs("freshness.json", f"{_answered(answer)}; every page then says “not known”")
    seen, ours = read_freshness(answer.body), site.freshness
    if seen.built_at is None or seen.believe_until is None:
        return _differs("freshness.json", "cannot be read; every page then says “not known”")
    if seen.built_at != ours.built_at:
        return _differs("freshness.json", _other_build(seen.built_at, ours))
    if seen.believe_until <= now:
        return _differs("freshness.json", f"the build is believed until {format_instant(seen.believe_until)} only")
    if seen.next_build_by and seen.next_build_by <= now:
        late = f"the next build was promised by {format_instant(seen.next_build_by)}"
        return AnswerReport("freshness.json", Grade.WARNING, f"{late}; look whether your schedule runs")
    until = f"believed until {format_instant(seen.believe_until)}"
    return AnswerReport("freshness.json", Grade.AS_BUILT, f"built {format_instant(seen.built_at)}, {until}")


def file(path: str, built: bytes, answer: Answer) -> AnswerReport:
    """Whether a file is byte for byte the one that was built."""
    if answer.status != 200:
        return _differs(path, _answered(answer))
    if answer.body == built:
        return AnswerReport(path, Grade.AS_BUILT, f"{len(built)} bytes")
    ours, theirs = built_of(built), built_of(answer.body)
    is_page = path.endswith(HOME)
    if is_page and ours and theirs == ours:
        changed = "of this build, but the host changed its bytes on the way"
        return AnswerReport(path, Grade.WARNING, f"{changed}; switch off what rewrites pages there")
    if is_page and theirs:
        return _differs(path, f"is of the build of {theirs}")
    return _differs(path, f"is not what was built: {len(answer.body)} bytes instead of {len(built)}, or other ones")


def not_found(site: Site, answer: Answer) -> AnswerReport:
    """Whether an address that leads nowhere is answered with 404 and with our page."""
    what = "an address that leads nowhere"
    if answer.status != 404:
        return _differs(what, f"{_answered(answer)} instead of 404; search engines then keep pages that are gone")
    ours = site.files.get(NOT_FOUND)
    if ours is None or answer.body == ours:
        return AnswerReport(what, Grade.AS_BUILT, "the server answered 404" + (" with our page" if ours else ""))
    return _differs(what, "the server answered 404, but not with our 404.html; set it as the host's page for errors")


def security(told: bytes, now: datetime) -> Iterator[AnswerReport]:
    """Whether security.txt may be gone by for a while yet: after its day the standard forbids it."""
    found = _EXPIRES.search(told)
    try:
        expires = parse_instant(found[1].decode().strip()) if found else None
    except ValueError:
        expires = None
    if expires is None:
        yield _differs(SECURITY, "names no day until which it holds")
    elif expires <= now:
        yield _differs(SECURITY, f"expired on {format_instant(expires)}; write a later day into policy.yml and build")
    elif expires - now < SOON:
        words = f"expires on {format_instant(expires)}; write a later day into policy.yml"
        yield AnswerReport(SECURITY, Grade.WARNING, words)


def built_of(page: bytes) -> str:
    """The build that a page names in its settings; empty where it names none."""
    found = _SETTINGS.search(page)
    try:
        return format_instant(parse_instant(json.loads(found[1])["built"])) if found else ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _other_build(seen: datetime, ours: BuiltFreshness) -> str:
    which = "an older" if ours.built_at and seen < ours.built_at else "a newer"
    built = format_instant(ours.built_at) if ours.built_at else "unknown"
    return f"the world sees {which} build, of {format_instant(seen)}; here is that of {built}"


def _answered(answer: Answer) -> str:
    return f"the server answered {answer.status}"


def _differs(what: str, words: str) -> AnswerReport:
    return AnswerReport(what, Grade.DIFFERS, words)


LONGEST = timedelta(minutes=5)
"""How long a copy of what changes may live. Longer, and readers see an old page while the new one is out."""

_XML = ("application/xml", "text/xml")
_TYPES = {
    "html": ("text/html",),
    "xml": (*_XML, "application/rss+xml"),
    "rss": (*_XML, "application/rss+xml"),
    "atom": (*_XML, "application/atom+xml"),
    "opml": (*_XML, "text/x-opml", "text/x-opml+xml"),
    "json": ("application/json", "application/feed+json"),
    "txt": ("text/plain",),
    "ics": ("text/calendar",),
    "svg": ("image/svg+xml",),
    CATALOG: ("application/linkset+json",),
    "js": ("text/javascript", "application/javascript"),
}
_NAMED = frozenset({"txt"})
"""What is taken for Latin where nobody says that it is UTF-8; JSON, XML and calendars are not."""
_CLAIMS = re.compile(r"(?:[a-z]{2,3}(?:-[a-z0-9]+)*/)?(?:api/|badges/|status\.txt$)")
"""What says how things stand, and has no script to take it back."""
_CLOSED = re.compile(r".*\.html|\.well-known/security\.txt")
"""What no page of another origin needs to read."""
_LIFE = re.compile(r"(?:^|[,\s])(s-maxage|max-age)\s*=\s*\"?(\d{1,10})", re.IGNORECASE)
_AFTER = re.compile(r"(?:^|[,\s])(stale-if-error|stale-while-revalidate)\s*=\s*\"?(\d{1,10})", re.IGNORECASE)


def warnings(path: str, answer: Answer) -> Iterator[str]:
    """A sentence for each header of a file that will trouble somebody."""
    ending = path if path == CATALOG else path.rpartition(".")[2]
    yield from _type(ending, answer.headers)
    yield from _life(path, answer.headers)
    is_open = answer.headers.get("access-control-allow-origin", "").strip() == "*"
    if not is_open and not _CLOSED.fullmatch(path):
        yield "Access-Control-Allow-Origin is not *, so no other site's page can read it; send it with *"


def _type(ending: str, headers: httpx.Headers) -> Iterator[str]:
    right = _TYPES[ending]
    sent = headers.get("content-type", "")
    kind, _, rest = sent.partition(";")
    if kind.strip().lower() not in right:
        yield f"Content-Type is {sent or 'missing'}; send {right[0]}"
    elif "charset=" in rest.lower() and "utf-8" not in rest.lower():
        yield f"Content-Type is {sent}, but the file is UTF-8"
    elif ending in _NAMED and "charset=" not in rest.lower():
        yield f"Content-Type is {sent} without an encoding, so other scripts come out garbled; add charset=utf-8"


def _life(path: str, headers: httpx.Headers) -> Iterator[str]:
    control = headers.get("cache-control", "")
    if "no-cache" in control.lower() or "no-store" in control.lower():
        return
    lives = [int(seconds) for _, seconds in _LIFE.findall(control)]
    if not lives:
        yield "Cache-Control says not how long copies live, so each cache decides; send no-cache"
    elif max(lives) > LONGEST.total_seconds():
        yield f"Cache-Control lets copies live for {max(lives)} seconds, news come that late; send no-cache"
    after = max((int(seconds) for _, seconds in _AFTER.findall(control)), default=0)
    if _CLAIMS.match(path) and after > LONGEST.total_seconds():
        yield f"Cache-Control lets copies that say how things stand live for {after} seconds after nobody knows"


_SOON, _NOW = timedelta(days=21), timedelta(days=3)
_SOON_PART, _NOW_PART = 5, 20


def certificate(shown: Certificate, now: datetime) -> AnswerReport:
    """Days left. Late is late for its kind: certificates of six days are renewed in their last ones.

    A warning from three weeks or a fifth of its life before the end, whichever is shorter; a difference from three days
    or a twentieth.
    """
    left, life = shown.until - now, shown.until - shown.since
    words = f"{_days(left)} left, until {shown.until.date().isoformat()}"
    if left <= min(_NOW, life / _NOW_PART):
        return AnswerReport("certificate", Grade.DIFFERS, f"{words}; renew it now, browsers will refuse the site")
    if left <= min(_SOON, life / _SOON_PART):
        return AnswerReport("certificate", Grade.WARNING, f"{words}; look whether its renewal works")
    return AnswerReport("certificate", Grade.AS_BUILT, words)


def _days(left: timedelta) -> str:
    if left < timedelta(days=1):
        return "less than a day" if left > timedelta() else "nothing"
    return "1 day" if left.days == 1 else f"{left.days} days"
