"""What a host says about a file: its type, who may read it, how long copies of it live."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import httpx

from generator.web.fetch import Answer

LONGEST = timedelta(minutes=5)
"""How long a copy of what changes may live. Longer, and readers see an old page while the new one is out."""

_TYPES = {
    "html": ("text/html",),
    "xml": ("application/xml", "text/xml", "application/rss+xml"),
    "rss": ("application/rss+xml", "application/xml", "text/xml"),
    "atom": ("application/atom+xml", "application/xml", "text/xml"),
    "json": ("application/json", "application/feed+json"),
}
_LIFE = re.compile(r"(?:^|[,\s])(s-maxage|max-age)\s*=\s*\"?(\d{1,10})", re.IGNORECASE)


def warnings(path: str, answer: Answer) -> Iterator[str]:
    """A sentence for each header of a file that will trouble somebody."""
    yield from _type(path, answer.headers)
    yield from _life(answer.headers)
    if path.endswith(".json") and answer.headers.get("access-control-allow-origin", "").strip() != "*":
        yield "Access-Control-Allow-Origin is not *, so no other site's page can read it; send it with *"


def _type(path: str, headers: httpx.Headers) -> Iterator[str]:
    right = _TYPES[path.rpartition(".")[2]]
    sent = headers.get("content-type", "")
    kind, _, rest = sent.partition(";")
    if kind.strip().lower() not in right:
        yield f"Content-Type is {sent or 'missing'}; send {right[0]}"
    elif "charset=" in rest.lower() and "utf-8" not in rest.lower():
        yield f"Content-Type is {sent}, but the file is UTF-8"


def _life(headers: httpx.Headers) -> Iterator[str]:
    control = headers.get("cache-control", "")
    if "no-cache" in control.lower() or "no-store" in control.lower():
        return
    lives = [int(seconds) for _, seconds in _LIFE.findall(control)]
    if not lives:
        yield "Cache-Control says not how long copies live, so each cache decides; send no-cache"
    elif max(lives) > LONGEST.total_seconds():
        yield f"Cache-Control lets copies live for {max(lives)} seconds, news come that late; send no-cache"
