"""`/.well-known/`: `security.txt` while it holds, if the policy names a contact; the catalogue of what can be read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from answerable.publish.context import Context
from answerable.publish.files.well_known import publish
from answerable.publish.site import SERVED
from answerable.records.company import Policy
from answerable.records.ledger import make_ledger

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "https://status.example.com/"
CATALOG = ".well-known/api-catalog"
SECURITY: dict[str, Any] = {
    "contact": ["mailto:security@example.com", "https://example.com/report"],
    "expires": "2027-06-01T00:00:00+03:30",
    "policy": "https://example.com/rules",
}


def files(security: dict[str, Any] | None, now: datetime = NOW, site: str = SITE) -> dict[str, str]:
    """What is published of this policy, but for what is there in any case."""
    return {path: text for path, text in every(security, now, site).items() if path != CATALOG}


def every(security: dict[str, Any] | None = None, now: datetime = NOW, site: str = SITE) -> dict[str, str]:
    """All that is published."""
    policy = Policy.model_validate({"languages": ["fa", "en"], "security": security})
    context = Context(make_ledger(policy=policy), now, "fa", "fa", "S", site)
    return {output.path: output.content.decode() for output in publish(context, SERVED)}


def test_contacts_stand_first_and_the_day_is_in_utc() -> None:
    """Each field as the standard writes it; midnight in Tehran is half past eight in the evening in UTC."""
    assert files(SECURITY) == {
        ".well-known/security.txt": "Contact: mailto:security@example.com\n"
        "Contact: https://example.com/report\n"
        "Expires: 2027-05-31T20:30:00Z\n"
        "Preferred-Languages: fa, en\n"
        "Canonical: https://status.example.com/.well-known/security.txt\n"
        "Policy: https://example.com/rules\n"
    }


def test_thanks_and_a_key_are_named_where_there_are_any() -> None:
    """With what the standard calls them; a fingerprint is a link too."""
    more = {
        "encryption": "openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f",
        "acknowledgments": "https://example.com/t",
    }
    rows = files(SECURITY | more)[".well-known/security.txt"].splitlines()
    assert rows[5:] == [
        "Encryption: openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f",
        "Acknowledgments: https://example.com/t",
        "Policy: https://example.com/rules",
    ]


@pytest.mark.parametrize(
    ("security", "now", "site"),
    [
        (None, NOW, SITE),
        (SECURITY, datetime(2027, 5, 31, 20, 30, tzinfo=UTC), SITE),
        (SECURITY, NOW, "https://example.org/status/"),
    ],
    ids=["no contact", "expired", "in a folder"],
)
def test_nothing_is_claimed_that_does_not_hold(security: dict[str, Any] | None, now: datetime, site: str) -> None:
    """No file without a contact, after its day, or where the standard does not look."""
    assert files(security, now, site) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"contact": []},
        {"contact": ["http://example.com/"]},
        {"contact": ["mailto:a@example.com\nPolicy: x"]},
        {"expires": None},
        {"encryption": "-----BEGIN PGP PUBLIC KEY BLOCK-----"},
        {"encryption": "http://example.com/key"},
        {"acknowledgments": "javascript:alert(1)"},
    ],
)
def test_what_the_standard_refuses_is_refused(wrong: dict[str, Any]) -> None:
    """No contact, one without https, one with a field inside, no day, a key instead of its place, and other links."""
    with pytest.raises(ValidationError):
        Policy.model_validate({"security": SECURITY | wrong})


def test_programs_find_what_they_can_read(example_site: Path) -> None:
    """A set of links (RFC 9264, 4.2) under the name of RFC 9727: each leads to a file, and one describes them all."""
    links = json.loads((example_site / CATALOG).read_bytes())["linkset"]
    assert [context["anchor"] for context in links] == [SITE + CATALOG, f"{SITE}api/"]
    assert links[1]["service-desc"] == [{"href": f"{SITE}api/openapi.json", "type": "application/json"}]
    found = [item["href"] for item in links[0]["item"]]
    assert f"{SITE}api/v2/summary.json" in found and f"{SITE}freshness.json" in found
    for address in (*found, f"{SITE}api/openapi.json"):
        json.loads((example_site / address.removeprefix(SITE)).read_bytes())


def test_a_site_in_a_folder_has_no_catalogue() -> None:
    """Nobody would look for it there; and a site without records names nothing that is not there."""
    assert every(site="https://example.org/status/") == {}
    assert "metrics" not in every()[CATALOG] and "month" not in every()[CATALOG]
