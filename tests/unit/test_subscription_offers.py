"""What the page "Subscribe" and the API's description say of those who are notified."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from answerable.publish.api import openapi, webhook_schema
from answerable.publish.context import Context
from answerable.publish.pages.subscribe import subscribe_body
from answerable.publish.pages.subscription_offers import offers
from answerable.publish.site import SERVED
from answerable.records.company import Component
from answerable.records.ledger import make_ledger
from answerable.records.notify import Notify

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
COMPONENTS = [Component.model_validate({"id": id, "name": {"": id.title(), "fa": "نام"}}) for id in ("checkout", "app")]
MAIL = {
    "id": "m",
    "server": "s.org",
    "sender": "a@b.c",
    "subscribers": "S",
    "secret": "S",
    "unsubscribe": ["mailto:a@b.c"],
}
TARGETS: dict[str, Any] = {
    "buttondown": [
        {"id": "b", "key": "K", "tag": "all", "component_tags": {"app": "app"}, "subscribe": "https://b.com/x"}
    ],
    "listmonk": [
        {"id": "l", "server": "https://l.org", "user": "u", "token": "T", "lists": [1], "subscribe": "https://l.org/f"}
    ],
    "smtp": [MAIL | {"subscribe": "mailto:a@b.c"}, MAIL | {"id": "hidden"}],
    "webhooks": [{"id": "w", "endpoint": "HOOK", "secret": "S", "subscribe": "mailto:api@b.c"}],
}


def context(language: str = "en", **targets: Any) -> Context:
    """A site with two components that notifies these."""
    ledger = make_ledger(components=COMPONENTS)
    site = "https://status.example.com/"
    return Context(ledger, NOW, language, "en", "Example", site, notify=Notify.model_validate(targets))


def test_each_way_is_offered_with_its_own_links() -> None:
    """Buttondown gives a tag, a mailbox a subject, listmonk's form asks itself; without a link nothing is offered."""
    found = {offer.link: dict(offer.parts) for offer in offers(context(**TARGETS))}
    assert found == {
        "https://b.com/x?tag=all": {"App": "https://b.com/x?tag=app"},
        "https://l.org/f": {},
        "mailto:a@b.c?subject=subscribe": {
            "Checkout": "mailto:a@b.c?subject=subscribe%20checkout",
            "App": "mailto:a@b.c?subject=subscribe%20app",
        },
        "mailto:api@b.c": {},
    }


def test_a_target_for_one_component_offers_no_others() -> None:
    """It says what it is about instead."""
    (offer,) = offers(context(smtp=[MAIL | {"subscribe": "mailto:a@b.c", "components": ["app"]}]))
    assert offer.parts == () and "App" in " ".join(offer.about)


def test_the_page_only_links() -> None:
    """Nothing of other hosts is loaded, and no secret nor endpoint is on the page, in any language."""
    for language in ("en", "fa", "he", "ru"):
        page, bare = (subscribe_body(context(language, **targets), "") for targets in (TARGETS, {}))
        assert 'href="https://b.com/x?tag=all"' in page and "HOOK" not in page
        assert [page.count(word) for word in ("src=", "<form", "<input")] == [
            bare.count(word) for word in ("src=", "<form", "<input")
        ]


def test_without_targets_the_page_offers_feeds_alone() -> None:
    """It is off by default."""
    assert 'id="mail"' not in subscribe_body(context(), "")
    assert list(webhook_schema.publish(context())) == []
    assert "webhooks" not in openapi.document(context(), SERVED)


def test_webhooks_are_described() -> None:
    """OpenAPI 3.1 describes them, and the schema is on the site under its own address."""
    site = context(**TARGETS)
    description = openapi.document(site, SERVED)
    validate(description)
    assert description["webhooks"]["news"]["post"]["requestBody"]["required"]
    (output,) = webhook_schema.publish(site)
    schema = json.loads(output.content)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"https://status.example.com/{output.path}"
