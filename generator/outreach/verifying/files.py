"""One file of the site against the answer at its address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime

from generator.checks.deadlines import SOON
from generator.outreach.verifying.seen import Grade, Seen
from generator.outreach.verifying.site import HOME, NOT_FOUND, SECURITY, Freshness, Site, read_freshness
from generator.records.instants import format_instant, parse_instant
from generator.web.fetch import Answer

_EXPIRES = re.compile(rb"^expires:(.*)$", re.IGNORECASE | re.MULTILINE)
_SETTINGS = re.compile(rb'<script type="application/json" id="answerable">(.*?)</script>', re.DOTALL)


def age(site: Site, answer: Answer, now: datetime) -> Seen:
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
        return Seen("freshness.json", Grade.WARNING, f"{late}; look whether your schedule runs")
    until = f"believed until {format_instant(seen.believe_until)}"
    return Seen("freshness.json", Grade.AS_BUILT, f"built {format_instant(seen.built_at)}, {until}")


def file(path: str, built: bytes, answer: Answer) -> Seen:
    """Whether a file is byte for byte the one that was built."""
    if answer.status != 200:
        return _differs(path, _answered(answer))
    if answer.body == built:
        return Seen(path, Grade.AS_BUILT, f"{len(built)} bytes")
    ours, theirs = built_of(built), built_of(answer.body)
    is_page = path.endswith(HOME)
    if is_page and ours and theirs == ours:
        changed = "of this build, but the host changed its bytes on the way"
        return Seen(path, Grade.WARNING, f"{changed}; switch off what rewrites pages there")
    if is_page and theirs:
        return _differs(path, f"is of the build of {theirs}")
    return _differs(path, f"is not what was built: {len(answer.body)} bytes instead of {len(built)}, or other ones")


def not_found(site: Site, answer: Answer) -> Seen:
    """Whether an address that leads nowhere is answered with 404 and with our page."""
    what = "an address that leads nowhere"
    if answer.status != 404:
        return _differs(what, f"{_answered(answer)} instead of 404; search engines then keep pages that are gone")
    ours = site.files.get(NOT_FOUND)
    if ours is None or answer.body == ours:
        return Seen(what, Grade.AS_BUILT, "the server answered 404" + (" with our page" if ours else ""))
    return _differs(what, "the server answered 404, but not with our 404.html; set it as the host's page for errors")


def security(told: bytes, now: datetime) -> Iterator[Seen]:
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
        yield Seen(SECURITY, Grade.WARNING, words)


def built_of(page: bytes) -> str:
    """The build that a page names in its settings; empty where it names none."""
    found = _SETTINGS.search(page)
    try:
        return format_instant(parse_instant(json.loads(found[1])["built"])) if found else ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _other_build(seen: datetime, ours: Freshness) -> str:
    which = "an older" if ours.built_at and seen < ours.built_at else "a newer"
    built = format_instant(ours.built_at) if ours.built_at else "unknown"
    return f"the world sees {which} build, of {format_instant(seen)}; here is that of {built}"


def _answered(answer: Answer) -> str:
    return f"the server answered {answer.status}"


def _differs(what: str, words: str) -> Seen:
    return Seen(what, Grade.DIFFERS, words)
