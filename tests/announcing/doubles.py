"""Doubles of networks: what their documents say of each request that we send, in memory.

Each answers `(status, content)` to a request, and knows its posts as readers see them.
"""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

Json = dict[str, Any]
Answered = tuple[int, Any]
_LINK = re.compile(r"https?://[^\s<]+")


@dataclass(frozen=True)
class Asked:
    """A request as a network gets it."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    content: Any

    @classmethod
    def of(cls, method: str, address: str, headers: Mapping[str, str], body: bytes) -> Asked:
        """Read a request."""
        parts = urlsplit(address)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        lower = {key.lower(): value for key, value in headers.items()}
        return cls(method, parts.path, query, lower, json.loads(body) if body else {})


@dataclass(frozen=True)
class Shown:
    """A post as readers see it: its text, that of the post it answers, and whether it is pinned."""

    text: str
    above: str = ""
    pinned: bool = False


class Double(Protocol):
    """A network."""

    def answer(self, asked: Asked) -> Answered:
        """Do what is asked, and answer."""
        ...

    def shown(self) -> list[Shown]:
        """Return the account's posts, oldest first."""
        ...


@dataclass
class MastodonDouble:
    """https://docs.joinmastodon.org/methods/statuses/, /accounts/ and /search/; five pins, keys kept for a while."""

    token: str = "secret-token"
    others: list[str] = field(default_factory=list)
    posts: dict[str, Json] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    forbidden: tuple[str, ...] = ()

    def answer(self, asked: Asked) -> Answered:  # noqa: PLR0911 (one for each kind of request)
        """Do what is asked."""
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return 401, {"error": "The access token is invalid"}
        if any(asked.path.endswith(end) for end in self.forbidden):
            return 403, {"error": "This action is outside the authorized scopes"}
        place = asked.path.removeprefix("/api/v1/")
        if place == "accounts/verify_credentials":
            return 200, {"id": "7", "acct": "baran"}
        if place == "accounts/7/statuses":
            return self._list(asked)
        if place == "statuses" and asked.method == "POST":
            return self._create(asked)
        if asked.path == "/api/v2/search":
            found = [{"id": "900", "url": asked.query["q"]}] if asked.query["q"] in self.others else []
            return 200, {"statuses": found}
        _, id, *action = place.split("/")
        return self._change(asked, id, action[0] if action else "")

    def _list(self, asked: Asked) -> Answered:
        newest = list(self.posts.values())[::-1]
        pinned = [post for post in newest if post["pinned"] or asked.query.get("pinned") != "true"]
        return 200, pinned[: int(asked.query.get("limit", 20))]

    def _create(self, asked: Asked) -> Answered:
        key = asked.headers.get("idempotency-key", "")
        if key and key in self.keys:
            return 200, self.posts[self.keys[key]]
        if len(asked.content["status"]) > 700:
            return 422, {"error": "Validation failed: Text character limit of 500 exceeded"}
        above = asked.content.get("in_reply_to_id", "")
        if above and above not in self.posts and above != "900":
            return 404, {"error": "The post you are trying to reply to does not appear to exist."}
        id = str(next(self.numbers))
        self.posts[id] = {"id": id, "in_reply_to_id": above, "pinned": False, **self._text(asked)}
        self.keys[key] = id
        return 200, self.posts[id]

    def _change(self, asked: Asked, id: str, action: str) -> Answered:
        post = self.posts.get(id)
        if post is None:
            return 404, {"error": "Record not found"}
        if asked.method == "GET":
            return 200, post
        if asked.method == "DELETE":
            return 200, self.posts.pop(id)
        if asked.method == "PUT":
            post |= self._text(asked)
        elif action == "pin":
            if sum(one["pinned"] for one in self.posts.values()) >= 5 and not post["pinned"]:
                return 422, {"error": "Validation failed: You have already pinned the maximum number of posts"}
            post["pinned"] = True
        elif action == "unpin":
            post["pinned"] = False
        return 200, post

    @staticmethod
    def _text(asked: Asked) -> Json:
        words = asked.content["status"]
        linked = _LINK.sub(lambda link: f'<a href="{link[0]}">{link[0]}</a>', html.escape(words, quote=True))
        return {"text": words, "content": f"<p>{linked}</p>"}

    def shown(self) -> list[Shown]:
        """Return the account's posts."""
        texts = {id: post["text"] for id, post in self.posts.items()} | {"": "", "900": "somebody's complaint"}
        return [Shown(p["text"], texts.get(p["in_reply_to_id"], "?"), p["pinned"]) for p in self.posts.values()]


@dataclass
class BlueskyDouble:
    """The lexicons of com.atproto.server and com.atproto.repo, for one account, and a stranger's post."""

    token: str = "secret-token"
    did: str = "did:plc:baran"
    records: dict[tuple[str, str], Json] = field(default_factory=dict)
    stranger: Json = field(default_factory=dict)

    def answer(self, asked: Asked) -> Answered:  # noqa: PLR0911 (one for each kind of request)
        """Do what is asked."""
        method = asked.path.removeprefix("/xrpc/com.atproto.")
        if method == "server.createSession":
            if asked.content["password"] != self.token:
                return 401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
            return 200, {"accessJwt": "jwt", "did": self.did, "handle": asked.content["identifier"]}
        if asked.method == "POST" and asked.headers.get("authorization") != "Bearer jwt":
            return 401, {"error": "AuthMissing", "message": "Authentication Required"}
        if method == "repo.getRecord":
            if asked.query["repo"] not in (self.did, "baran.example"):
                return (200, self.stranger) if self.stranger else (400, {"error": "RecordNotFound"})
            found = self.records.get((asked.query["collection"], asked.query["rkey"]))
            return (200, found) if found else (400, {"error": "RecordNotFound", "message": "Could not locate record"})
        if method == "repo.listRecords":
            own = sorted((key, one) for (kind, key), one in self.records.items() if kind == asked.query["collection"])
            return 200, {"records": [one for _, one in own[::-1]][: int(asked.query["limit"])]}
        place = (asked.content["collection"], asked.content["rkey"])
        if method == "repo.deleteRecord":
            self.records.pop(place, None)
            return 200, {}
        assert method == "repo.putRecord"
        return self._put(asked, place)

    def _put(self, asked: Asked, place: tuple[str, str]) -> Answered:
        there = self.records.get(place)
        if "swapRecord" in asked.content and asked.content["swapRecord"] != (there["cid"] if there else None):
            return 400, {"error": "InvalidSwap", "message": "Record was at another CID"}
        value = asked.content["record"]
        cid = sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:20]
        uri = f"at://{self.did}/{place[0]}/{place[1]}"
        self.records[place] = {"uri": uri, "cid": cid, "value": value}
        return 200, {"uri": uri, "cid": cid}

    def shown(self) -> list[Shown]:
        """Return the account's posts."""
        posts = [one for (kind, _), one in sorted(self.records.items()) if kind == "app.bsky.feed.post"]
        texts = {one["uri"]: one["value"]["text"] for one in posts}
        profile = self.records.get(("app.bsky.actor.profile", "self"), {"value": {}})
        pinned = profile["value"].get("pinnedPost", {}).get("uri")
        return [
            Shown(
                one["value"]["text"],
                texts.get(one["value"].get("reply", {}).get("parent", {}).get("uri", ""), "")
                or ("somebody's complaint" if "reply" in one["value"] else ""),
                one["uri"] == pinned,
            )
            for one in posts
        ]


@dataclass
class TelegramDouble:
    """https://core.telegram.org/bots/api for one channel; there is no key, and nothing can be read back."""

    token: str = "1234:secret-token"
    posts: dict[int, Json] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def answer(self, asked: Asked) -> Answered:
        """Do what is asked."""
        prefix, _, method = asked.path.rpartition("/")
        if prefix != f"/bot{self.token}":
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        if asked.content.get("chat_id") != "@baran":
            return self._bad("chat not found")
        if method == "sendMessage":
            id = next(self.numbers)
            above = asked.content.get("reply_parameters", {}).get("message_id", 0)
            self.posts[id] = {"text": asked.content["text"], "above": above, "pinned": False}
            return 200, {"ok": True, "result": {"message_id": id}}
        post = self.posts.get(asked.content["message_id"])
        if post is None:
            verb = {"editMessageText": "edit", "deleteMessage": "delete", "unpinChatMessage": "unpin"}.get(
                method, "pin"
            )
            return self._bad(f"message to {verb} not found")
        if method == "deleteMessage":
            del self.posts[asked.content["message_id"]]
        elif method == "editMessageText":
            if post["text"] == asked.content["text"]:
                return self._bad("message is not modified: specified new message content and reply markup are the same")
            post["text"] = asked.content["text"]
        else:
            post["pinned"] = method == "pinChatMessage"
        return 200, {"ok": True, "result": True}

    @staticmethod
    def _bad(why: str) -> Answered:
        return 400, {"ok": False, "error_code": 400, "description": f"Bad Request: {why}"}

    def shown(self) -> list[Shown]:
        """Return the channel's posts."""
        texts = {id: post["text"] for id, post in self.posts.items()}
        return [Shown(post["text"], texts.get(post["above"], ""), post["pinned"]) for post in self.posts.values()]


@dataclass
class DiscordDouble:
    """https://docs.discord.com/developers/resources/webhook for one webhook."""

    token: str = "https://discord.example/api/webhooks/5/secret-token"
    posts: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def answer(self, asked: Asked) -> Answered:
        """Do what is asked."""
        rest = asked.path.removeprefix("/api/webhooks/5/secret-token")
        if rest == asked.path:
            return 404, {"message": "Unknown Webhook", "code": 10015}
        if not rest:
            assert asked.query == {"wait": "true"} and asked.content["allowed_mentions"] == {"parse": []}
            id = str(next(self.numbers))
            self.posts[id] = asked.content["content"]
            return 200, {"id": id}
        id = rest.rpartition("/")[2]
        if id not in self.posts:
            return 404, {"message": "Unknown Message", "code": 10008}
        if asked.method == "DELETE":
            del self.posts[id]
            return 204, None
        self.posts[id] = asked.content["content"]
        return 200, {"id": id}

    def shown(self) -> list[Shown]:
        """Return the channel's posts."""
        return [Shown(text) for text in self.posts.values()]


@dataclass
class SlackDouble:
    """https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks for one; it answers in plain text."""

    token: str = "https://hooks.slack.example/services/T0/B0/secret-token"
    posts: list[str] = field(default_factory=list)

    def answer(self, asked: Asked) -> Answered:
        """Do what is asked."""
        if asked.path != "/services/T0/B0/secret-token":
            return 404, "no_service"
        assert asked.method == "POST" and asked.content.keys() == {"text"}
        assert not re.search("[<>]|&(?!amp;|lt;|gt;)", asked.content["text"])  # which would call people or make links
        self.posts.append(html.unescape(asked.content["text"]))
        return 200, "ok"

    def shown(self) -> list[Shown]:
        """Return the channel's posts."""
        return [Shown(text) for text in self.posts]


@dataclass
class TeamsDouble:
    """A workflow "when a webhook request is received" of Microsoft Teams, which takes cards and answers 202."""

    token: str = "https://flow.example/workflows/7/invoke?sig=secret-token"
    posts: list[str] = field(default_factory=list)

    def answer(self, asked: Asked) -> Answered:
        """Do what is asked."""
        if (asked.path, asked.query) != ("/workflows/7/invoke", {"sig": "secret-token"}):
            return 401, {"error": {"code": "DirectApiAuthorizationRequired"}}
        (attachment,) = asked.content["attachments"]
        assert asked.content["type"] == "message"
        assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        card = attachment["content"]
        assert card["type"] == "AdaptiveCard" and card["version"]
        self.posts += [block["text"] for block in card["body"] if block["type"] == "TextBlock"]
        return 202, None

    def shown(self) -> list[Shown]:
        """Return the channel's posts."""
        return [Shown(text) for text in self.posts]


@dataclass
class MatrixDouble:
    """The client-server API of https://spec.matrix.org for one room."""

    token: str = "secret-token"
    events: dict[str, Json] = field(default_factory=dict)
    transactions: dict[str, str] = field(default_factory=dict)
    pinned: list[str] = field(default_factory=list)
    ids: str = "$event"
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def answer(self, asked: Asked) -> Answered:  # noqa: PLR0911 (one for each kind of request)
        """Do what is asked."""
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return 401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Invalid access token passed."}
        place = asked.path.removeprefix("/_matrix/client/v3/")
        if place == "account/whoami":
            return 200, {"user_id": "@baran:example.org"}
        if place.startswith("directory/room/"):
            return 200, {"room_id": "!room:example.org"}
        what, *rest = place.removeprefix("rooms/%21room%3Aexample.org/").split("/")
        if what == "messages":
            return 200, {"chunk": list(self.events.values())[::-1][: int(asked.query["limit"])]}
        if what == "event":
            found = self.events.get(unquote(rest[0]))
            return (200, found) if found else (404, {"errcode": "M_NOT_FOUND", "error": "Event not found."})
        if what == "state":
            if asked.method == "PUT":
                self.pinned = asked.content["pinned"]
            return 200, {"pinned": self.pinned}
        return self._sent(asked, what, rest)

    def _sent(self, asked: Asked, what: str, rest: list[str]) -> Answered:
        if len(rest) != 2:
            return 404, {"errcode": "M_UNRECOGNIZED", "error": "Unrecognized request"}
        transaction = rest[-1]
        if transaction not in self.transactions:
            id = f"{self.ids}{next(self.numbers)}"
            self.transactions[transaction] = id
            relation = asked.content.get("m.relates_to", {})
            if what == "redact":
                self.events[unquote(rest[0])]["content"] = {}
            elif relation.get("rel_type") == "m.replace":
                change = {"event_id": id, "content": asked.content}
                self.events[relation["event_id"]]["unsigned"] = {"m.relations": {"m.replace": change}}
            else:
                event = {"event_id": id, "type": "m.room.message", "sender": "@baran:example.org"}
                self.events[id] = {**event, "content": asked.content}
        return 200, {"event_id": self.transactions[transaction]}

    def shown(self) -> list[Shown]:
        """Return the room's messages as they were changed last."""
        texts = {id: self._body(event) for id, event in self.events.items() if event["content"]}
        above = {
            id: self.events[id]["content"].get("m.relates_to", {}).get("m.in_reply_to", {}).get("event_id", "")
            for id in texts
        }
        return [Shown(text, texts.get(above[id], ""), id in self.pinned) for id, text in texts.items()]

    @staticmethod
    def _body(event: Json) -> str:
        change = event.get("unsigned", {}).get("m.relations", {}).get("m.replace")
        return str(change["content"]["m.new_content"]["body"] if change else event["content"]["body"])
