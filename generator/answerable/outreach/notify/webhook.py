"""Webhooks: JSON over HTTP, signed as in Standard Webhooks 1.0.0 (standardwebhooks.com).

The receiver knows by `webhook-id` what it has had already: where an answer is lost, the same delivery comes again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from answerable.outreach.notify.news_item import NewsItem, NewsText
from answerable.outreach.notify.way_registry import (
    MessageRefusedError,
    Sender,
    SettingsError,
    TargetDownError,
    Tools,
    Way,
    read_settings,
)
from answerable.records.notify import WebhookTarget
from answerable.translation.message import msg
from answerable.web.fetch import TRIES, FetchError, Sending

VERSION = 1
"""Rises when a key changes its meaning or goes; new keys may come at any time."""
_TYPES = {"incidents": "incident", "maintenance": "maintenance", "notices": "notice", "answers": "answer"}
_PREFIX = "whsec_"
_SHORTEST, _LONGEST = 24, 64
"""Bytes of a signing secret, by the standard."""


def document(item: NewsItem, languages: Sequence[str] = ()) -> dict[str, Any]:
    """Return what is sent, as `event.schema.json` describes it."""
    texts = item.in_languages(languages or [text.language for text in item.texts])
    return {
        "type": f"{_TYPES[item.kind]}.{item.status}",
        "timestamp": item.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "version": VERSION,
        "data": {
            "id": item.id,
            "kind": item.kind,
            "record": item.record,
            "status": item.status,
            "impact": item.impact or None,
            "components": list(item.components),
            "site": {"name": item.site_name, "url": item.site_url},
            "texts": {text.language: _text(text) for text in texts},
        },
    }


def _text(text: NewsText) -> dict[str, Any]:
    return {
        "title": text.title,
        "url": text.url,
        "html": text.html,
        "text": text.text,
        "author": text.author or None,
        "components": list(text.components),
    }


def secrets(value: str) -> list[bytes]:
    """Return the signing secrets of a variable, the newest first, parted by spaces. Raises SettingsError."""
    found = []
    for word in value.split():
        try:
            found.append(base64.b64decode(word.removeprefix(_PREFIX), validate=True))
        except (binascii.Error, ValueError):
            found.append(b"")
    if not all(_SHORTEST <= len(one) <= _LONGEST for one in found):
        raise SettingsError(
            msg("the signing secret is not 24 to 64 bytes in base64; make one: `openssl rand -base64 32`")
        )
    return found


def signature(id: str, at: datetime, body: bytes, keys: Sequence[bytes]) -> dict[str, str]:
    """Return the headers that sign a body: with each key, so that a receiver can change to the newest in its time."""
    stamp = str(int(at.timestamp()))
    signed = f"{id}.{stamp}.".encode() + body
    values = (base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in keys)
    return {
        "webhook-id": id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{value}" for value in values),
    }


@dataclass(frozen=True)
class WebhookSender:
    """Posts to one address."""

    target: WebhookTarget
    address: str = field(repr=False)
    keys: Sequence[bytes] = field(repr=False)
    tools: Tools

    def recipients(self, _item: NewsItem) -> Sequence[str]:
        """Return the only one."""
        return ("",)

    def send(self, item: NewsItem, _recipient: str) -> None:
        """Post an item once; no redirect is followed."""
        body = json.dumps(document(item, self.target.languages), ensure_ascii=False, separators=(",", ":")).encode()
        headers = signature(f"msg_{item.key}", self.tools.clock(), body, self.keys)
        try:
            sending = Sending("POST", body, {**headers, "Content-Type": "application/json; charset=utf-8"})
            answer = self.tools.fetcher.send(self.address, sending, tries=TRIES)
        except FetchError as error:
            raise TargetDownError(error.without_address, error.wait, unreachable=True) from None
        if answer.status == 410:
            raise TargetDownError(msg("the server answered 410: it wants nothing more"), gone=True)
        if answer.status in {401, 403, 404}:
            raise TargetDownError(
                msg("the server answered %(status)s; are its address and its secret still right?", status=answer.status)
            )
        if not 200 <= answer.status < 300:
            raise MessageRefusedError(msg("the server answered %(status)s", status=answer.status), for_good=False)


@contextmanager
def open_webhook(target: WebhookTarget, tools: Tools) -> Iterator[Sender]:
    """Return the sender. Raises SettingsError."""
    address, keys = read_settings(
        lambda: _address(target, tools), lambda: secrets(tools.secret(target.secret, msg("the signing secret")))
    )
    yield WebhookSender(target, address, keys, tools)


def _address(target: WebhookTarget, tools: Tools) -> str:
    """Return the address of the program. Raises SettingsError."""
    if "://" in target.endpoint:
        return target.endpoint
    address = tools.secret(target.endpoint, msg("the address of the webhook"))
    if not address.startswith(("https://", "http://")):
        raise SettingsError(
            msg("the environment variable %(name)s has no address that begins with https://", name=target.endpoint)
        )
    return address


WAY = Way("webhooks", open_webhook)
