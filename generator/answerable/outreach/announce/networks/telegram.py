"""A channel on Telegram, posted to by a bot that is its administrator.

Source: https://core.telegram.org/bots/api. There is no key for a request, and a bot can read neither a channel's
history nor its own posts. So a post whose request was cut off counts as made: it is never made twice.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from answerable.outreach.announce.network import (
    Abilities,
    Account,
    BadAccountError,
    NetworkKind,
    Posting,
    Simple,
)
from answerable.outreach.announce.requests import ApiReply, Requests
from answerable.outreach.announce.wanted import PostText
from answerable.outreach.post_length import LIMITS
from answerable.translation.message import msg

_RIGHTS = msg("make the bot an administrator of the channel who may post, edit and delete messages")
_SAME = "message is not modified"
_GONE = ("message to edit not found", "message to pin not found", "message_id_invalid", "message to reply not found")
_GONE_ALREADY = ("message to delete not found", "message to unpin not found", *_GONE)


class Telegram(Simple):
    """A channel."""

    def __init__(self, account: Account, requests: Requests) -> None:
        self._chat = account.name
        self._token = account.token
        self._requests = requests
        requests.right = _RIGHTS

    def post(self, posting: Posting) -> str:
        """Send a message once; if no answer comes, it is not sent again."""
        content: dict[str, Any] = {"text": posting.message.text}
        if posting.thread:
            above = {"message_id": int(posting.thread[-1]), "allow_sending_without_reply": True}
            content["reply_parameters"] = above
        reply = self._call("sendMessage", content, again=False)
        found = reply.content.get("result") if reply.status == 200 else None
        if not isinstance(found, dict) or "message_id" not in found:
            raise self._refusal(reply)
        return str(found["message_id"])

    def edit(self, id: str, message: PostText) -> None:
        """Replace the text."""
        reply = self._call("editMessageText", {"message_id": int(id), "text": message.text})
        self._require(reply, fine=(_SAME,))

    def delete(self, id: str) -> None:
        """Delete a message."""
        self._require(self._call("deleteMessage", {"message_id": int(id)}), fine=_GONE_ALREADY)

    def pin(self, id: str) -> None:
        """Pin a message beside others, without telling everybody."""
        content = {"message_id": int(id), "disable_notification": True}
        self._require(self._call("pinChatMessage", content))

    def unpin(self, id: str, _before: object) -> None:
        """Unpin a message."""
        self._require(self._call("unpinChatMessage", {"message_id": int(id)}), fine=_GONE_ALREADY)

    def _call(self, method: str, content: dict[str, Any], *, again: bool = True) -> ApiReply:
        place = f"/bot{self._token}/{method}"
        return self._requests.send("POST", place, {"chat_id": self._chat, **content}, again=again)

    def _require(self, reply: ApiReply, fine: tuple[str, ...] = ()) -> None:
        said = reply.text("description").lower()
        if reply.status != 200 and not any(words in said for words in fine):
            raise self._refusal(reply)

    def _refusal(self, reply: ApiReply) -> Exception:
        said = reply.text("description").lower()
        if any(words in said for words in _GONE):
            return self._requests.refused(reply, "gone")
        if reply.status == 404 or "chat not found" in said or "not enough rights" in said:
            return self._requests.refused(reply, "account", _RIGHTS)
        return self._requests.refusal(reply)


def place(url: str, server: str, account: str) -> tuple[str, str]:
    """Return the channel of an address such as https://t.me/baran."""
    parts = urlsplit(url)
    name = parts.path.strip("/").removeprefix("s/") if parts.netloc in ("t.me", "telegram.me") else ""
    if not account and (not name or "/" in name or name.startswith("+")):
        raise BadAccountError(
            msg("give `url` the channel's address, such as https://t.me/baran, or `account` its number")
        )
    return server.rstrip("/") or "https://api.telegram.org", account or f"@{name}"


NETWORK = NetworkKind(
    name="telegram",
    title="Telegram",
    limit=LIMITS["telegram"],
    abilities=Abilities(edits=True, deletes=True, pins=5),
    place=place,
    connect=Telegram,
)
