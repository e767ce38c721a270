"""Encode values as the API's JSON: compact, instants in UTC, short ids, and nothing that could be taken for HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from answerable.publish.context import Context
from answerable.publish.feeds.feed import clean, line
from answerable.publish.files.freshness import content_at

Json = dict[str, Any]
ID_LENGTH = 12
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""The instant where there is no record: the service allows no null, and the build's clock would be wrong."""
_DIGITS = "0123456789bcdfghjklmnpqrstvwxyz"
"""Without vowels, as in Statuspage's own ids, so that no id is a word."""
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def encode(value: Mapping[str, Any] | list[Any]) -> bytes:
    """Return JSON without spaces; `<`, `>` and `&` are escaped, as at Statuspage, so that scripts may contain it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES).encode()


def stamp(at: datetime) -> str:
    """Return an instant in UTC with milliseconds, such as `2026-11-24T05:30:00.000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def maybe(at: datetime | None) -> str | None:
    """Return the same, or None without an instant."""
    return stamp(at) if at else None


@lru_cache(maxsize=8192)
def short_id(kind: str, *parts: str) -> str:
    """Return twelve digits and letters derived from a record's id, so that they survive new names and places."""
    number = int.from_bytes(sha256("\0".join((kind, *parts)).encode()).digest()[:16], "big")
    digits = []
    for _ in range(ID_LENGTH):
        number, place = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[place])
    return "".join(digits)


def name(words: str) -> str:
    """Return the words on one line, without control characters that change the direction of the text around them."""
    return line(_DIRECTION.sub("", words))


def prose(words: str) -> str:
    """Return Markdown of several lines without those control characters."""
    return clean(_DIRECTION.sub("", words)).strip()


def page_id(context: Context) -> str:
    """Return the id of the page, derived from its address."""
    return short_id("page", context.site_url)


def page(context: Context) -> Json:
    """Return the `page` object of every document; its zone is the site's."""
    return {
        "id": page_id(context),
        "name": name(context.text(context.ledger.policy.organisation) or context.site_name),
        "url": context.site_url.rstrip("/"),
        "time_zone": "Etc/UTC" if str(context.zone) == "UTC" else str(context.zone),
        "updated_at": stamp(changed_at(context)),
    }


def changed_at(context: Context) -> datetime:
    """Return the instant of the last update, or of the last begin or end of maintenance; 1970 if there is none.

    It is never the build's clock, so that a document changes only when its contents do.
    """
    instants = [bound for bound in _bounds(context) if bound <= context.now]
    newest = content_at(context)
    return max([*instants, *([newest] if newest else [])], default=EPOCH)


def _bounds(context: Context) -> Iterator[datetime]:
    for maintenance in context.ledger.maintenances:
        if not maintenance.never_began:
            yield maintenance.starts
        if maintenance.cancelled_at is None:
            yield maintenance.ended_at
