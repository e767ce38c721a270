"""The site map and robots.txt: dated by what records say, whatever the build's day is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from answerable.publish.context import Context
from answerable.publish.files import sitemap
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Complaint, Incident, Maintenance

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "https://status.example.com/"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPEN = {"at": "2026-11-23T11:00:00+03:30", "status": "investigating", "text": "We look."}
DONE = {"at": "2026-11-23T12:00:00+03:30", "status": "resolved", "text": "Done."}
ANSWER: dict[str, Any] = {
    "id": "a",
    "title": "Late parcel",
    "channel": "x",
    "topic": "t",
    "received": "2026-11-01T09:00:00Z",
    "consent": "anonymous",
    "steps": [
        {"at": "2026-11-02T09:00:00Z", "did": "resolved", "outcome": "solved"},
        {"at": "2026-11-03T09:00:00Z", "did": "followed_up"},
    ],
}
WORK = {"id": "m", "title": "New disks", "starts": "2026-12-01T00:00:00Z", "ends": "2026-12-01T02:00:00Z"}
PATHS = ["", "incidents/i/", "incidents/2026-11/", "maintenance/m/", "answers/a/", "answers/2026-11/", "components/c/"]


def ledger() -> Ledger:
    """One record of each kind."""
    return make_ledger(
        incidents=[Incident.model_validate({"id": "i", "title": "T", "impact": "minor", "updates": [OPEN, DONE]})],
        maintenances=[Maintenance.model_validate(WORK | {"announced": "2026-11-20T08:00:00Z"})],
        complaints=[Complaint.model_validate(ANSWER)],
    )


def files(paths: list[str], now: datetime = NOW) -> dict[str, bytes]:
    """What is published for these pages."""
    outputs = sitemap.publish(Context(ledger(), now, "en", "en", "S", SITE), paths)
    return {output.path: output.content for output in outputs}


def rows(content: bytes) -> dict[str, str | None]:
    """Dates by address."""
    return {row.findtext(f"{SPACE}loc") or "": row.findtext(f"{SPACE}lastmod") for row in ET.fromstring(content)}


def test_pages_are_dated_by_what_they_say() -> None:
    """The newest words of each record, and of a month's newest record; none where the clock changes the page."""
    found = rows(files(PATHS)["sitemap.xml"])
    assert {address.removeprefix(SITE): at for address, at in found.items()} == {
        "": None,
        "incidents/i/": "2026-11-23T08:30:00Z",
        "incidents/2026-11/": "2026-11-23T08:30:00Z",
        "maintenance/m/": "2026-11-20T08:00:00Z",
        "answers/a/": "2026-11-03T09:00:00Z",
        "answers/2026-11/": "2026-11-03T09:00:00Z",
        "components/c/": None,
    }


def test_the_day_of_the_build_changes_nothing() -> None:
    """A week later, with nothing said, the same bytes."""
    assert files(PATHS) == files(PATHS, NOW + timedelta(days=7))


def test_robots_are_shown_the_map() -> None:
    """Everything may be read, and the map's full address is there (RFC 9309, sitemaps.org)."""
    assert files([])["robots.txt"].decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        "Sitemap: https://status.example.com/sitemap.xml",
    ]


def test_a_very_long_history_has_several_maps() -> None:
    """More than two thousand addresses stand in several files; `sitemap.xml` names them, and no address is lost."""
    paths = [f"pages/a{number:06}/" for number in range(4_001)]
    built = files(paths)
    assert [name for name in built if name.startswith("sitemap")] == [
        "sitemap-pages.xml",
        "sitemap-pages-2.xml",
        "sitemap-pages-3.xml",
        "sitemap.xml",
    ]
    parts = [address.removeprefix(SITE) for address in rows(built["sitemap.xml"])]
    found = [address for part in parts for address in rows(built[part])]
    assert max(len(rows(built[part])) for part in parts) == 2_000
    assert found == [SITE + path for path in paths]


def test_records_of_a_long_history_stand_in_the_map_of_their_month() -> None:
    """So another record changes no other month's map."""
    built = files([*PATHS, *(f"pages/a{number:06}/" for number in range(2_000))])
    found = {name: list(rows(content)) for name, content in built.items() if name.startswith("sitemap-20")}
    assert found == {
        "sitemap-2026-11.xml": [f"{SITE}answers/a/", f"{SITE}incidents/i/"],
        "sitemap-2026-12.xml": [f"{SITE}maintenance/m/"],
    }
