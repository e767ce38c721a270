"""What a host says about a file: its type, who may read it, how long copies of it live."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import httpx

from generator.outreach.verifying.site import CATALOG
from generator.web.fetch import Answer

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
