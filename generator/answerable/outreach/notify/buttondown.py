"""Buttondown, a service for newsletters: one e-mail for each item, which it sends to its subscribers.

See its documentation of the API (docs.buttondown.com): creating an email, filters, idempotency keys. The key and the
e-mail's metadata are made of the item's id: before an e-mail is created, the newest ones are read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from answerable.outreach.notify.json_api import JsonApi
from answerable.outreach.notify.mail_texts import mail_text, without_templates
from answerable.outreach.notify.news_item import NewsItem
from answerable.outreach.notify.way_registry import MessageRefusedError, Sender, TargetDownError, Tools, Way
from answerable.records.notify import ButtondownTarget
from answerable.translation.message import msg

API = "https://api.buttondown.com/v1"
MARK = "answerable"
"""The key of an e-mail's metadata."""


@dataclass
class ButtondownSender:
    """Creates e-mails through the API."""

    target: ButtondownTarget
    api: JsonApi
    tags: dict[str, str] = field(default_factory=dict)

    def recipients(self, _item: NewsItem) -> Sequence[str]:
        """Return one: Buttondown has the subscribers."""
        return ("",)

    def send(self, item: NewsItem, _recipient: str) -> None:
        """Create the e-mail of an item, unless it is there."""
        if self._is_there(item):
            return
        words = mail_text(item, self.target.languages, whole=False)
        email: dict[str, Any] = {
            "subject": without_templates(words.subject),
            "body": f"<!-- buttondown-editor-mode: fancy -->{without_templates(words.html)}",
            "status": "about_to_send",
            "metadata": {MARK: item.key},
        }
        if filters := self._filters(item):
            email["filters"] = filters
        self.api.call("POST", "/emails", email, {"X-Idempotency-Key": f"{MARK}-{item.key}"})

    def _is_there(self, item: NewsItem) -> bool:
        since = (item.at - timedelta(days=1)).date().isoformat()
        query = f"/emails?creation_date__start={since}&ordering=-creation_date&excluded_fields=body"
        return any(_metadata(email).get(MARK) == item.key for email in self.api.pages(query))

    def _filters(self, item: NewsItem) -> dict[str, Any] | None:
        """Return who gets an item, as Buttondown's filters say it: whoever has one of the tags, or everybody."""
        concerned = self.target.component_tags
        if not self.target.tag and not concerned:
            return None
        of_components = [tag for id, tag in concerned.items() if item.is_about((id,))]
        names = dict.fromkeys([*([self.target.tag] if self.target.tag else []), *of_components])
        if not names:
            words = msg("no tag is set for its components, and no `tag` for everything")
            raise MessageRefusedError(words, for_good=True)
        contains = [{"field": "subscriber.tags", "operator": "contains", "value": self._tag_id(name)} for name in names]
        return {"filters": contains, "groups": [], "predicate": "or"}

    def _tag_id(self, name: str) -> str:
        """Return the id of a tag, by which filters name it."""
        if not self.tags:
            self.tags = {str(tag.get("name")): str(tag.get("id")) for tag in self.api.pages("/tags")}
        if name not in self.tags:
            raise TargetDownError(
                msg("there is no tag “%(tag)s” at Buttondown; create it, or correct notify.yml", tag=name)
            )
        return self.tags[name]


def _metadata(email: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = email.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


@contextmanager
def open_buttondown(target: ButtondownTarget, tools: Tools) -> Iterator[Sender]:
    """Return the sender. Raises SettingsError."""
    key = tools.secret(target.key, msg("the API key of Buttondown"))
    yield ButtondownSender(target, JsonApi(API, {"Authorization": f"Token {key}"}, tools.fetcher))


def subscribe_link(target: ButtondownTarget, component: str) -> str:
    """Return the link to the newsletter's page, which gives a subscriber the tag that is named there."""
    tag = target.component_tags.get(component) if component else target.tag
    if not target.subscribe or not (tag or not component):
        return ""
    return f"{target.subscribe}?tag={quote(tag)}" if tag and "?" not in target.subscribe else target.subscribe


WAY = Way("buttondown", open_buttondown, subscribe_link)
