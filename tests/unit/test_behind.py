"""How many complaints stood behind a change, counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from answerable.content.reading import read_content
from answerable.intake.queries import complaints_behind
from answerable.publish.context import Context
from answerable.publish.figures import transparency
from answerable.publish.figures.gathering import gather

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
COMPANY = {
    "channels.yml": "channels:\n  - {id: x, name: X, kind: x}\n",
    "policy.yml": "topics:\n  - {id: late, name: Late}\n  - {id: app, name: App}\n",
    "components.yml": "components:\n  - {id: web, name: Web}\n",
    "team.yml": "people:\n  - {id: sahar, name: Sahar}\n",
}
INCIDENT = """---
title: The app stands still
impact: major
components: {web: major_outage}
updates:
  - {at: 2026-11-10T10:00:00Z, status: investigating, by: sahar, text: We look into it.}
  - {at: 2026-11-10T12:00:00Z, status: resolved, by: sahar, text: It works again.}
---
"""
COMPLAINT = """---
title: It was late
channel: x
topic: {topic}
received: 2026-11-10T10:30:00Z
consent: anonymous
{more}steps:
  - {{at: 2026-11-12T12:00:00Z, did: resolved, outcome: solved, by: sahar}}
did: We did something.
changed: It is different now.
---
"""
ROWS = [
    ("a", "late", "2026-08-14T11:59:59Z", ""),  # a second before the 90 days
    ("b", "late", "2026-08-14T12:00:00Z", ""),
    ("c", "late", "2026-11-12T12:00:00Z", ""),  # at the instant of the resolution
    ("d", "late", "2026-11-12T12:00:00Z", ""),
    ("e", "late", "2026-11-12T12:00:01Z", ""),
    ("f", "late", "2026-11-01T09:00:00Z", "advertising"),
    ("g", "app", "2026-11-10T09:59:59Z", ""),  # a second before the incident began
    ("h", "app", "2026-11-10T10:00:00Z", ""),
    ("i", "app", "2026-11-11T12:00:00Z", ""),  # a day after its end
    ("j", "app", "2026-11-11T12:00:01Z", ""),
]


def behind(folder: Path, records: dict[str, str]) -> dict[str, int]:
    """The numbers of a company with these records and rows."""
    header = "id,channel,topic,received,excluded_because"
    rows = "\n".join([header, *(f"{id},x,{topic},{received},{why}" for id, topic, received, why in ROWS)])
    for path, text in {**COMPANY, **records, "intake/2026.csv": rows + "\n"}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    content = read_content(folder, NOW)
    assert content.findings == ()
    return complaints_behind(content.intake, content.ledger, NOW)


def test_without_an_incident_ninety_days_up_to_the_resolution_count(tmp_path: Path) -> None:
    """Three rows and the complaint itself; another topic, an excluded one, later and earlier ones do not count."""
    record = {"complaints/late-order.md": COMPLAINT.format(topic="late", more="")}
    assert behind(tmp_path, record) == {"late-order": 4}


def test_with_an_incident_its_time_and_a_day_count(tmp_path: Path) -> None:
    """Two rows and the complaint itself."""
    more = "incident: app-down\n"
    records = {"complaints/app.md": COMPLAINT.format(topic="app", more=more), "incidents/app-down.md": INCIDENT}
    assert behind(tmp_path, records) == {"app": 3}


def test_a_flood_in_the_intake_stands_on_how_we_count(tmp_path: Path) -> None:
    """Thirty complaints on one topic in half an hour, three days ago: the page says so; excluded ones make none."""
    rows = ["id,channel,topic,received,excluded_because"]
    for number in range(30):
        rows.append(f"l-{number},x,late,2026-11-21T10:{number:02}:00Z,")
        rows.append(f"a-{number},x,app,2026-11-20T10:{number:02}:00Z,advertising")
    for path, text in {**COMPANY, "intake/2026.csv": "\n".join(rows) + "\n"}.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    content = read_content(tmp_path, NOW)
    figures, findings = gather(content, NOW, "content")
    assert figures is not None
    assert findings == ()
    assert [(surge.subject.id, surge.number) for surge in figures.surges] == [("late", 30)]
    context = Context(content.ledger, NOW, "en", "en", "B", "https://status.example.com/", figures=figures)
    (page,) = transparency.how_we_count_pages(context)
    assert '<th scope="row">Late</th>' in page.body
    assert '<th scope="row">App</th>' not in page.body
