"""listmonk, a newsletter server of your own: one campaign for each item, which it sends to the subscribers of lists.

See its documentation of the API (listmonk.app/docs/apis/campaigns). A campaign has no key, so it carries a tag made of
the item's id. It is created as a draft and then started; of several drafts of one item only the first is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from answerable.outreach.notify.json_api import JsonApi
from answerable.outreach.notify.mail_texts import WORD_JOINER, mail_text, without_templates
from answerable.outreach.notify.news_item import NewsItem, one_line
from answerable.outreach.notify.way_registry import (
    MessageRefusedError,
    Sender,
    SettingsError,
    TargetDownError,
    Tools,
    Way,
    read_settings,
)
from answerable.records.notify import ListmonkTarget
from answerable.translation.message import msg

_TRACKED = re.compile("@(?=TrackLink)")
"""What listmonk takes for the mark of a link whose visits it counts (models/campaigns.go)."""


@dataclass(frozen=True)
class ListmonkSender:
    """Creates and starts campaigns through the API."""

    target: ListmonkTarget
    api: JsonApi

    def recipients(self, _item: NewsItem) -> Sequence[str]:
        """Return one: listmonk has the subscribers."""
        return ("",)

    def send(self, item: NewsItem, _recipient: str) -> None:
        """Create the campaign of an item, unless it is there, and start it, unless it was started."""
        campaigns = self._campaigns(item)
        if not campaigns:
            self._create(item)
            campaigns = self._campaigns(item)
        if not campaigns:
            raise TargetDownError(
                msg("listmonk does not show the campaign that was created; may its user see campaigns?")
            )
        first = min(campaigns, key=lambda one: int(one["id"]))
        if first.get("status") == "draft":
            self.api.call("PUT", f"/api/campaigns/{int(first['id'])}/status", {"status": "running"})

    def _campaigns(self, item: NewsItem) -> list[dict[str, Any]]:
        found = self.api.call("GET", f"/api/campaigns?tags={_tag(item)}&per_page=all&no_body=true")
        results = found.get("data", {}).get("results") if isinstance(found.get("data"), dict) else None
        return [one for one in results or () if isinstance(one, dict) and _tag(item) in (one.get("tags") or ())]

    def _create(self, item: NewsItem) -> None:
        concerned = [number for id, number in self.target.component_lists.items() if item.is_about((id,))]
        lists = list(dict.fromkeys((*self.target.lists, *concerned)))
        if not lists:
            why = msg("no list is set for its components, and none for everything")
            raise MessageRefusedError(why, for_good=True)
        words = mail_text(item, self.target.languages, whole=False)
        campaign = {
            "name": one_line(f"{item.record} {item.status} {item.at:%Y-%m-%d %H:%M}", 150),
            "subject": _inert(words.subject),
            "lists": lists,
            "type": "regular",
            "content_type": "html",
            "body": _inert(words.html),
            "altbody": _inert(words.text),
            "tags": ["answerable", _tag(item)],
        }
        self.api.call("POST", "/api/campaigns", campaign)


def _tag(item: NewsItem) -> str:
    return f"answerable-{item.key}"


def _inert(words: str) -> str:
    """Return words in which listmonk finds nothing to fill in."""
    return _TRACKED.sub(f"@{WORD_JOINER}", without_templates(words))


@contextmanager
def open_listmonk(target: ListmonkTarget, tools: Tools) -> Iterator[Sender]:
    """Return the sender. Raises SettingsError."""
    user, token = read_settings(
        lambda: _user(target), lambda: tools.secret(target.token, msg("the token of the API user"))
    )
    yield ListmonkSender(target, JsonApi(target.server, {"Authorization": f"token {user}:{token}"}, tools.fetcher))


def _user(target: ListmonkTarget) -> str:
    if ":" in target.user:
        raise SettingsError(msg("`user` has a colon, which no user of listmonk has"))
    return target.user


WAY = Way("listmonk", open_listmonk)
