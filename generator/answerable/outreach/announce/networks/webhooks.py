"""Rooms of chats, posted to by an incoming webhook: Discord, Slack and Microsoft Teams.

Sources: https://docs.discord.com/developers/resources/webhook, https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks,
and https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors. None has a key for a request or lists
what it posted, so a post whose request was cut off counts as made. Nothing can be pinned. The webhook's address is
secret, so it is the token.
"""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from answerable.outreach.announce.network import Abilities, Account, NetworkKind, Posting, Simple
from answerable.outreach.announce.requests import ApiReply, Requests
from answerable.outreach.announce.wanted import PostText
from answerable.outreach.post_length import utf16_limit
from answerable.translation.message import msg

_NEW = msg("make a new webhook, and put its address into the token's variable")


class _Webhook(Simple):
    """What the three share: where to post, and what a refusal means."""

    fine: ClassVar[tuple[int, ...]] = ()

    def __init__(self, account: Account, requests: Requests) -> None:
        parts = urlsplit(account.token)
        self._requests = requests
        requests.right = _NEW
        requests.server = f"{parts.scheme}://{parts.netloc}"
        requests.secrets = (*requests.secrets, parts.path.strip("/"), parts.query)
        self._path, self._query = parts.path, parts.query

    def _post(self, path: str, content: object) -> ApiReply:
        """Post once. A webhook that was deleted answers 404."""
        reply = self._requests.send("POST", path, content, again=False)
        if reply.status in (404, 410):
            raise self._requests.refused(reply, "account", _NEW)
        return self._requests.accepted(reply, *self.fine)

    def _address(self) -> str:
        return f"{self._path}?{self._query}" if self._query else self._path


class Discord(_Webhook):
    """A channel on Discord; the posts of a webhook can be changed and deleted by it."""

    fine: ClassVar[tuple[int, ...]] = (204,)

    def post(self, posting: Posting) -> str:
        """Post once, and wait for the id."""
        reply = self._post(f"{self._path}?wait=true", _of_discord(posting.message))
        return str(reply.content["id"])

    def edit(self, id: str, message: PostText) -> None:
        """Replace the text."""
        reply = self._requests.send("PATCH", f"{self._path}/messages/{int(id)}", _of_discord(message))
        self._requests.accepted(reply, *self.fine)

    def delete(self, id: str) -> None:
        """Delete a post."""
        reply = self._requests.send("DELETE", f"{self._path}/messages/{int(id)}")
        self._requests.accepted(reply, *self.fine, 404)


class Slack(_Webhook):
    """A channel on Slack; a webhook does not learn the ids of its posts."""

    def post(self, posting: Posting) -> str:
        """Post once."""
        self._post(self._address(), {"text": _escaped(posting.message.text)})
        return posting.key


class Teams(_Webhook):
    """A channel on Microsoft Teams, with a workflow that posts what it receives."""

    fine: ClassVar[tuple[int, ...]] = (202,)

    def post(self, posting: Posting) -> str:
        """Post a card once."""
        self._post(self._address(), _card(posting.message))
        return posting.key


def _of_discord(message: PostText) -> dict[str, Any]:
    """Return a message that calls nobody, whatever its text says."""
    return {"content": message.text, "allowed_mentions": {"parse": []}}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _card(message: PostText) -> dict[str, Any]:
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.4",
        "body": [{"type": "TextBlock", "text": message.text, "wrap": True}],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}


def place(_url: str, _server: str, account: str) -> tuple[str, str]:
    """Return nothing: the address is in the token."""
    return "", account


def _kind(name: str, title: str, most: int, connect: Any, abilities: Abilities) -> NetworkKind:
    return NetworkKind(name, title, utf16_limit(most), abilities, place, connect)


NETWORK = (
    _kind("discord", "Discord", 2000, Discord, Abilities(edits=True, deletes=True)),
    _kind("slack", "Slack", 4000, Slack, Abilities()),
    _kind("teams", "Teams", 4000, Teams, Abilities()),
)
