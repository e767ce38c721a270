"""A room on Matrix.

Source: https://spec.matrix.org/v1.16/client-server-api/. A request that sends has a transaction id in its path, so that
a second try makes no second event. What is pinned is a list in the room's state.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from answerable.outreach.announce.network import (
    Abilities,
    Account,
    BadAccountError,
    Look,
    NetworkKind,
    Posting,
    SeenPost,
    Simple,
)
from answerable.outreach.announce.requests import ApiReply, Requests
from answerable.outreach.announce.wanted import PostText
from answerable.outreach.post_length import Measure, TextLimit, utf8_bytes
from answerable.translation.message import msg

_API = "/_matrix/client/v3"
_PINNED = ("state", "m.room.pinned_events", "")
_LINK = re.compile(r"https?://\S+")
_LATEST = 100
_MOST = 16_000
"""Bytes of a text; an event may have 65,536, in which an edited text stands twice."""
_RIGHTS = msg("let the account join the room, send messages and state events, and make a new access token for it")
Json = dict[str, Any]


class Matrix(Simple):
    """A room, and an account that is in it."""

    def __init__(self, account: Account, requests: Requests) -> None:
        self._name = account.name
        self._room = ""
        self._requests = requests
        requests.headers["Authorization"] = f"Bearer {account.token}"
        requests.right = _RIGHTS

    def look(self, ids: Collection[str]) -> Look:
        """Ask for the account, the room's newest messages and pins, and for each older message by its id."""
        own = str(self._got(f"{_API}/account/whoami").content["user_id"])
        latest = self._got(self._path("messages"), dir="b", limit=str(_LATEST)).content.get("chunk", [])
        found = {str(event["event_id"]): event for event in latest if event.get("sender") == own and _is_post(event)}
        for id in sorted(set(ids) - found.keys()):
            reply = self._requests.accepted(self._requests.get(self._path("event", id)), 404)
            if reply.status == 200 and _is_post(reply.content):
                found[id] = reply.content
        pinned = self._pinned()
        return Look(own, tuple(SeenPost(id, _links(event), id in pinned) for id, event in found.items()))

    def post(self, posting: Posting) -> str:
        """Send a message with the posting's key."""
        content: Json = _text(posting.message)
        if posting.thread:
            content["m.relates_to"] = {
                "rel_type": "m.thread",
                "event_id": posting.thread[0],
                "is_falling_back": True,
                "m.in_reply_to": {"event_id": posting.thread[-1]},
            }
        return self._send(self._path("send", "m.room.message", posting.key), content)

    def edit(self, id: str, message: PostText) -> None:
        """Send an event that replaces the text."""
        new = _text(message)
        content = {**new, "body": f"* {message.text}", "m.new_content": new}
        content["m.relates_to"] = {"rel_type": "m.replace", "event_id": id}
        self._send(self._path("send", "m.room.message", f"{message.digest}-{id}"), content)

    def delete(self, id: str) -> None:
        """Redact a message: it stays as an empty place."""
        self._send(self._path("redact", id, f"redact-{id}"), {})

    def pin(self, id: str) -> None:
        """Put a message into the list of what is pinned."""
        self._set_pinned([*self._pinned(), id])

    def unpin(self, id: str, _before: object) -> None:
        """Take a message out of the list of what is pinned."""
        pinned = self._pinned()
        if id in pinned:
            self._set_pinned([other for other in pinned if other != id])

    def _send(self, path: str, content: Json) -> str:
        """Send an event to a path that ends with a transaction id, and return the event's id."""
        reply = self._requests.send("PUT", path, content)
        if reply.status != 200 or "event_id" not in reply.content:
            raise self._requests.refusal(reply)
        return str(reply.content["event_id"])

    def _pinned(self) -> list[str]:
        reply = self._requests.accepted(self._requests.get(self._path(*_PINNED)), 404)
        return [str(id) for id in reply.content.get("pinned", [])] if reply.status == 200 else []

    def _set_pinned(self, ids: list[str]) -> None:
        content = {"pinned": list(dict.fromkeys(ids))}
        self._requests.accepted(self._requests.send("PUT", self._path(*_PINNED), content))

    def _path(self, *parts: str) -> str:
        """Return a path in the room, whose id is asked for if its alias is known."""
        if not self._room:
            path = f"{_API}/directory/room/{quote(self._name, safe='')}"
            known = self._name.startswith("!")
            self._room = self._name if known else str(self._got(path).content["room_id"])
        return "/".join((_API, "rooms", *(quote(part, safe="") for part in (self._room, *parts))))

    def _got(self, path: str, **query: str) -> ApiReply:
        return self._requests.accepted(self._requests.get(path, **query))


def _text(message: PostText) -> Json:
    return {"msgtype": "m.text", "body": message.text}


def _is_post(event: Json) -> bool:
    """Return whether an event is a message of its own that was not redacted, and no change of another one."""
    content = event.get("content") or {}
    relation = content.get("m.relates_to") or {}
    return event.get("type") == "m.room.message" and "body" in content and relation.get("rel_type") != "m.replace"


def _links(event: Json) -> tuple[str, ...]:
    """Return the addresses in the text of a message as it was changed last."""
    change = ((event.get("unsigned") or {}).get("m.relations") or {}).get("m.replace") or {}
    content = (change.get("content") or {}).get("m.new_content") or event["content"]
    return tuple(_LINK.findall(str(content.get("body", ""))))


def place(url: str, server: str, account: str) -> tuple[str, str]:
    """Return the server and the room of an address such as https://matrix.to/#/#baran:example.org."""
    room = account or unquote(urlsplit(url).fragment).removeprefix("/").partition("?")[0]
    if not room.startswith(("#", "!")) or ":" not in room:
        example = "https://matrix.to/#/#baran:example.org"
        raise BadAccountError(msg("give `url` the room's address, such as %(address)s", address=example))
    return server.rstrip("/") or f"https://{room.partition(':')[2]}", room


NETWORK = NetworkKind(
    name="matrix",
    title="Matrix",
    limit=TextLimit((Measure(utf8_bytes, "bytes", _MOST),)),
    abilities=Abilities(reads_back=True, edits=True, deletes=True, pins=5),
    place=place,
    connect=Matrix,
)
