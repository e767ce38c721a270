"""Bluesky, and other servers of the AT Protocol.

Source: https://docs.bsky.app/docs/api and the lexicons of app.bsky.feed.post and app.bsky.actor.profile. We choose a
post's record key, so that posting twice makes one post. Readers do not see a post that was changed, so an update
answers in the thread. A profile has one pinned post.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

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
from answerable.outreach.announce.requests import Requests
from answerable.outreach.announce.wanted import PostText
from answerable.outreach.post_length import LIMITS, WEB_LINK
from answerable.translation.message import msg

POSTS, PROFILE = "app.bsky.feed.post", "app.bsky.actor.profile"
_LATEST = 100
_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
_POST = re.compile(r"^https://bsky\.app/profile/([^/]+)/post/([^/?#]+)/?$")
_RIGHTS = msg("make a new app password, and look if the handle in the channel's url is still the account's")
_EXAMPLE = "https://bsky.app/profile/baran.example"
_SWAPS = 3
Json = dict[str, Any]


class Bluesky(Simple):
    """An account on a server of the AT Protocol."""

    def __init__(self, account: Account, requests: Requests) -> None:
        self._account = account
        self._requests = requests
        requests.right = _RIGHTS
        self._did = ""

    def look(self, ids: Collection[str]) -> Look:
        """List the newest posts, and ask for each older one by its id."""
        query = {"repo": self._own_did(), "collection": POSTS, "limit": str(_LATEST)}
        found = {str(one["uri"]): one for one in self._got("listRecords", **query)["records"]}
        for id in sorted(set(ids) - found.keys()):
            if record := self._record(POSTS, _key(id)):
                found[id] = record
        pinned = self._pinned().get("uri", "")
        return Look(self._did, tuple(SeenPost(uri, _links(one["value"]), uri == pinned) for uri, one in found.items()))

    def post(self, posting: Posting) -> str:
        """Put the record at its own place. What stands there already stays as it is."""
        message, key = posting.message, record_key(posting.key, posting.message.at)
        id = f"at://{self._own_did()}/{POSTS}/{key}"
        if self._record(POSTS, key):
            return id
        record: Json = {
            "$type": POSTS,
            "text": message.text,
            "facets": facets(message),
            "langs": [message.language],
            "createdAt": _instant(message.at),
        }
        if posting.thread or posting.answers:
            record["reply"] = self._reply_to(posting)
        self._put(POSTS, key, record, {"swapRecord": None})
        return id

    def delete(self, id: str) -> None:
        """Delete a post."""
        content = {"repo": self._own_did(), "collection": POSTS, "rkey": _key(id)}
        self._requests.accepted(self._requests.send("POST", "/xrpc/com.atproto.repo.deleteRecord", content))

    def pinned_by_others(self, own: Collection[str]) -> Mapping[str, str]:
        """Return the post that the account has pinned, unless it is one of ours."""
        pinned = self._pinned()
        return pinned if pinned and pinned["uri"] not in own else {}

    def pin(self, id: str) -> None:
        """Pin a post in the place of any other."""
        found = self._record(POSTS, _key(id))
        if found is None:
            raise self._requests.error(msg("does not have the post that is to be pinned any more"), "gone")
        self._set_pin({"uri": id, "cid": str(found["cid"])}, instead_of=None)

    def unpin(self, id: str, before: Mapping[str, str]) -> None:
        """Pin what was pinned before, or nothing, if the post is still the pinned one."""
        kept = before and self._record(POSTS, _key(before["uri"]))
        self._set_pin(dict(before) if kept else None, instead_of=id)

    def _set_pin(self, pin: Json | None, *, instead_of: str | None) -> None:
        """Change the profile's pinned post, and nothing else of it, even if somebody edits the profile meanwhile."""
        for _ in range(_SWAPS):
            found = self._record(PROFILE, "self")
            profile: Json = dict(found["value"]) if found else {"$type": PROFILE}
            current: Json = profile.pop("pinnedPost", None) or {}
            if instead_of is not None and current.get("uri") != instead_of:
                return
            if pin:
                profile["pinnedPost"] = pin
            swap = {"swapRecord": found["cid"] if found else None}
            if self._put(PROFILE, "self", profile, swap):
                return
        raise self._requests.error(msg("changed the profile at the same time"), "later")

    def _reply_to(self, posting: Posting) -> Json:
        parent = self._of_thread(posting.thread[-1]) if posting.thread else self._of_address(posting.answers)
        reply = parent["value"].get("reply")
        return {"root": reply["root"] if reply else _reference(parent), "parent": _reference(parent)}

    def _of_thread(self, id: str) -> Json:
        found = self._record(POSTS, _key(id))
        if found is None:
            raise self._requests.error(msg("does not have the post any more that is to be answered"), "later")
        return found

    def _of_address(self, address: str) -> Json:
        place = _POST.match(address)
        found = self._record(POSTS, place[2], repo=place[1]) if place else None
        if found is None:
            raise self._requests.error(msg("does not find the post that is to be answered"), "refused")
        return found

    def _pinned(self) -> dict[str, str]:
        found = self._record(PROFILE, "self")
        pinned = found["value"].get("pinnedPost") if found else None
        return {"uri": str(pinned["uri"]), "cid": str(pinned["cid"])} if pinned else {}

    def _record(self, collection: str, key: str, repo: str = "") -> Json | None:
        query = {"repo": repo or self._own_did(), "collection": collection, "rkey": key}
        reply = self._requests.get("/xrpc/com.atproto.repo.getRecord", **query)
        if reply.status in (400, 404) and reply.text("error") in ("RecordNotFound", "InvalidRequest"):
            return None
        return dict(self._requests.accepted(reply).content)

    def _put(self, collection: str, key: str, record: Json, more: Json) -> bool:
        """Write a record; return False if another one stands in its place than `swapRecord` says."""
        content = {"repo": self._own_did(), "collection": collection, "rkey": key, "record": record, **more}
        reply = self._requests.send("POST", "/xrpc/com.atproto.repo.putRecord", content)
        if reply.status == 400 and reply.text("error") == "InvalidSwap":
            return False
        self._requests.accepted(reply)
        return True

    def _got(self, method: str, **query: str) -> Json:
        reply = self._requests.get(f"/xrpc/com.atproto.repo.{method}", **query)
        return dict(self._requests.accepted(reply).content)

    def _own_did(self) -> str:
        """Return the account's id that never changes; sign in at first use."""
        if not self._did:
            content = {"identifier": self._account.name, "password": self._account.token}
            reply = self._requests.send("POST", "/xrpc/com.atproto.server.createSession", content)
            session = self._requests.accepted(reply).content
            self._requests.headers["Authorization"] = f"Bearer {session['accessJwt']}"
            self._did = str(session["did"])
        return self._did


def record_key(key: str, at: datetime) -> str:
    """Return a record key in the form of a TID: 13 letters made of the instant, and of a hash in place of a clock's id.

    Source: https://atproto.com/specs/tid. The newest records of a repository are those with the last keys.
    """
    mixed = int.from_bytes(sha256(key.encode()).digest()[:4], "big")
    microseconds = int(at.timestamp()) * 1_000_000 + (mixed >> 10) % 1_000_000
    number = (microseconds << 10) | (mixed & 1023)
    return "".join(_SORTABLE[number >> shift & 31] for shift in range(60, -1, -5))


def facets(message: PostText) -> list[Json]:
    """Return the links in a text, by their places in bytes of UTF-8; the shown link leads to the message's address."""
    spans = [(match.start(), match.end(), match[0]) for match in WEB_LINK.finditer(message.text)]
    start = message.text.rfind(message.shown)
    if message.shown and start >= 0:
        spans = [span for span in spans if span[1] <= start] + [(start, start + len(message.shown), message.link)]
    return [
        {
            "index": {"byteStart": _bytes(message.text[:first]), "byteEnd": _bytes(message.text[:last])},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": uri}],
        }
        for first, last, uri in spans
    ]


def _bytes(text: str) -> int:
    return len(text.encode())


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _key(id: str) -> str:
    return id.rpartition("/")[2]


def _reference(record: Json) -> Json:
    return {"uri": record["uri"], "cid": record["cid"]}


def _links(value: Json) -> tuple[str, ...]:
    features = (feature for facet in value.get("facets") or () for feature in facet.get("features") or ())
    return tuple(str(feature["uri"]) for feature in features if feature.get("uri"))


def place(url: str, server: str, account: str) -> tuple[str, str]:
    """Return the server and the handle of a profile such as https://bsky.app/profile/baran.example."""
    parts = urlsplit(url)
    handle = account or (parts.path.split("/")[2] if parts.path.startswith("/profile/") else "")
    if not handle:
        raise BadAccountError(msg("give `url` the profile's address, such as %(address)s", address=_EXAMPLE))
    return server.rstrip("/") or "https://bsky.social", handle


def shown(link: str) -> str:
    """Return a link as it stands in a post, where it leads to the whole address however short it is."""
    return f"{urlsplit(link).netloc}/…"


NETWORK = NetworkKind(
    name="bluesky",
    title="Bluesky",
    limit=LIMITS["bluesky"],
    abilities=Abilities(reads_back=True, deletes=True, pins=1),
    place=place,
    connect=Bluesky,
    shown=shown,
    is_thread=lambda address: bool(_POST.match(address)),
)
