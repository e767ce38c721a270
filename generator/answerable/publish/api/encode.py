"""How values become the API's JSON: compact, instants in UTC, short ids, nothing that could be taken for HTML."""

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
"""When nothing has been said yet: the service knows no null there, and the build's clock would be untrue."""
_DIGITS = "0123456789bcdfghjklmnpqrstvwxyz"
"""Without vowels, as Statuspage's own ids are: nobody's incident is called a word."""
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def encode(value: Mapping[str, Any] | list[Any]) -> bytes:
    """JSON without spaces. `<`, `>` and `&` are escaped, as Statuspage escapes them: a script may hold it as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES).encode()


def stamp(at: datetime) -> str:
    """An instant in UTC with milliseconds, such as `2026-11-24T05:30:00.000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def maybe(at: datetime | None) -> str | None:
    """The same, or null."""
    return stamp(at) if at else None


@lru_cache(maxsize=8192)
def short_id(kind: str, *parts: str) -> str:
    """Twelve digits and letters made from a record's id: the same in every build, whatever is renamed or moved."""
    number = int.from_bytes(sha256("\0".join((kind, *parts)).encode()).digest()[:16], "big")
    digits = []
    for _ in range(ID_LENGTH):
        number, place = divmod(number, len(_DIGITS))
        digits.append(_DIGITS[place])
    return "".join(digits)


def name(words: str) -> str:
    """Words on one line, without controls that would turn the text beside it around."""
    return line(_DIRECTION.sub("", words))


def prose(words: str) -> str:
    """Several lines of Markdown, the same controls taken out."""
    return clean(_DIRECTION.sub("", words)).strip()


def page_id(context: Context) -> str:
    """The id of the page, made from its address."""
    return short_id("page", context.site_url)


def page(context: Context) -> Json:
    """The page's keys, as Statuspage has them; its zone is that of the site's days."""
    return {
        "id": page_id(context),
        "name": name(context.text(context.ledger.policy.organisation) or context.site_name),
        "url": context.site_url.rstrip("/"),
        "time_zone": "Etc/UTC" if str(context.zone) == "UTC" else str(context.zone),
        "updated_at": stamp(changed_at(context)),
    }


def changed_at(context: Context) -> datetime:
    """When something was last said, or planned work last began or ended; 1970 before that. Never the build's clock."""
    instants = [bound for bound in _bounds(context) if bound <= context.now]
    said = content_at(context)
    return max([*instants, *([said] if said else [])], default=EPOCH)


def _bounds(context: Context) -> Iterator[datetime]:
    for maintenance in context.ledger.maintenances:
        if maintenance.cancelled_at is None or maintenance.cancelled_at > maintenance.starts:
            yield maintenance.starts
        if maintenance.cancelled_at is None:
            yield maintenance.ended_at
