"""Mastodon, and servers with its API.

Source: https://docs.joinmastodon.org/methods/statuses/. A posting has an `Idempotency-Key`, a header that is kept for
about an hour; older own posts are found by the address in them. A profile has at most five pinned posts.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape
from urllib.parse import quote, urlsplit

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
from answerable.outreach.post_length import LIMITS
from answerable.translation.message import msg

_HREF = re.compile(r'href="([^"]*)"')
_POST = re.compile(r"^https://([^/]+)/@([\w.-]+)(?:@([\w.-]+))?/\d+/?$")
_SCOPES = "write:statuses, write:accounts, read:accounts, read:statuses and read:search"
_RIGHTS = msg("make a token with %(scopes)s", scopes=_SCOPES)
_EXAMPLE = "https://mastodon.example/@baran"
_LATEST = 40


class Mastodon(Simple):
    """An account on a Mastodon server."""

    def __init__(self, account: Account, requests: Requests) -> None:
        self._requests = requests
        requests.headers["Authorization"] = f"Bearer {account.token}"
        requests.right = _RIGHTS

    def look(self, ids: Collection[str]) -> Look:
        """Ask for the account, its newest and its pinned posts, and for each older one by its id."""
        account = str(self._got("/api/v1/accounts/verify_credentials").content["id"])
        path = f"/api/v1/accounts/{quote(account, safe='')}/statuses"
        pinned = self._posts(path, pinned="true")
        latest = self._posts(path, limit=str(_LATEST), exclude_reblogs="true")
        found = {str(post["id"]): post for post in (*latest, *pinned)}
        for id in sorted(set(ids) - found.keys()):
            reply = self._requests.accepted(self._requests.get(_path(id)), 404)
            if reply.status == 200:
                found[id] = reply.content
        on_top = {str(post["id"]) for post in pinned}
        return Look(account, tuple(SeenPost(id, _links(post), id in on_top) for id, post in found.items()))

    def post(self, posting: Posting) -> str:
        """Post with the posting's key, so that a second try makes no second post."""
        content = _content(posting.message) | {"visibility": "public"}
        above = posting.thread[-1] if posting.thread else self._found(posting.answers) if posting.answers else ""
        if above:
            content["in_reply_to_id"] = above
        reply = self._requests.send("POST", "/api/v1/statuses", content, {"Idempotency-Key": posting.key})
        if reply.status != 200 or "id" not in reply.content:
            raise self._requests.refusal(reply)
        return str(reply.content["id"])

    def edit(self, id: str, message: PostText) -> None:
        """Replace the text; readers see that it was edited."""
        self._requests.accepted(self._requests.send("PUT", _path(id), _content(message)))

    def delete(self, id: str) -> None:
        """Delete a post."""
        self._requests.accepted(self._requests.send("DELETE", _path(id)), 404)

    def pin(self, id: str) -> None:
        """Pin a post beside those that are pinned already."""
        reply = self._requests.send("POST", f"{_path(id)}/pin")
        if reply.status == 422:
            raise self._requests.refused(reply, "refused", msg("at most five can be pinned, so unpin one of yours"))
        self._requests.accepted(reply)

    def unpin(self, id: str, _before: object) -> None:
        """Unpin a post."""
        self._requests.accepted(self._requests.send("POST", f"{_path(id)}/unpin"), 404)

    def _found(self, address: str) -> str:
        """Return this server's id of somebody's post."""
        reply = self._got("/api/v2/search", q=address, resolve="true", type="statuses", limit="1")
        found = reply.content.get("statuses", [])
        if not found:
            raise self._requests.error(msg("does not find the post that is to be answered"), "refused")
        return str(found[0]["id"])

    def _posts(self, path: str, **query: str) -> list[dict[str, object]]:
        content = self._got(path, **query).content
        return content if isinstance(content, list) else []

    def _got(self, path: str, **query: str) -> ApiReply:
        return self._requests.accepted(self._requests.get(path, **query))


def _path(id: str) -> str:
    """Return the path of a post."""
    return f"/api/v1/statuses/{quote(id, safe='')}"


def _content(message: PostText) -> dict[str, str]:
    return {"status": message.text, "language": message.language.partition("-")[0]}


def _links(post: dict[str, object]) -> tuple[str, ...]:
    return tuple(map(unescape, _HREF.findall(str(post.get("content", "")))))


def place(url: str, server: str, account: str) -> tuple[str, str]:
    """Return the server of a profile such as https://mastodon.example/@baran; the token says whose it is."""
    parts = urlsplit(server or url)
    if parts.scheme not in ("https", "http") or not parts.netloc:
        raise BadAccountError(msg("give `url` the profile's address, such as %(address)s", address=_EXAMPLE))
    return f"{parts.scheme}://{parts.netloc}", account or parts.path.strip("/")


def mention(address: str) -> str:
    """Return the name of a post's author, without which they would not hear of an answer."""
    found = _POST.match(address)
    return f"@{found[2]}@{found[3] or found[1]} " if found else ""


NETWORK = NetworkKind(
    name="mastodon",
    title="Mastodon",
    limit=LIMITS["mastodon"],
    abilities=Abilities(reads_back=True, edits=True, deletes=True, pins=5),
    place=place,
    connect=Mastodon,
    mention=mention,
    is_thread=lambda address: bool(_POST.match(address)),
)
