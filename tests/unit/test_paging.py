"""Lists that grow for ever: each page stays small, its address stays, and each row stands on one page."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.made_up import AS_OF

from answerable.publish.context import Context
from answerable.publish.pages import answer_pages, changes, incident_pages
from answerable.publish.paging import divide, newest_months
from answerable.publish.sections import SECTIONS, sections
from answerable.publish.shell import Page
from answerable.records.company import Policy
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Complaint, Incident

POLICY = Policy.model_validate({"topics": [{"id": "late", "name": "Late orders"}]})


def parts(count: int) -> dict[str, list[int]]:
    """The rows of each part of a list of so many, by its address."""
    rows = list(reversed(range(count)))
    return {part.path: list(part.rows) for part in divide(rows, "list/", lambda number: f"list-{number}/", 10)}


@given(st.integers(0, 99))
def test_each_row_stands_in_one_part_and_full_parts_stay(count: int) -> None:
    """The newest part has up to twice as many rows as others; one more row changes no part but that one."""
    built, next_ = parts(count), parts(count + 1)
    assert [row for rows in built.values() for row in rows] == list(reversed(range(count)))
    assert len(built["list/"]) < 20 and all(len(rows) == 10 for path, rows in built.items() if path != "list/")
    assert all(next_[path] == rows for path, rows in built.items() if path != "list/")


def test_parts_lead_to_their_neighbours() -> None:
    """From the newest to the oldest and back."""
    found = list(divide(range(45), "list/", lambda number: f"list-{number}/", 10))
    assert [(part.newer, part.path, part.older) for part in found] == [
        ("", "list/", "list-3/"),
        ("list/", "list-3/", "list-2/"),
        ("list-3/", "list-2/", "list-1/"),
        ("list-2/", "list-1/", ""),
    ]


def test_the_newest_months_have_so_many_rows_together() -> None:
    """The last one is cut; earlier ones are left out."""
    assert newest_months({"3": [1, 2], "2": [3, 4, 5], "1": [6]}, 4) == [("3", [1, 2]), ("2", [3, 4])]


def incident(number: int) -> Incident:
    """An incident of November 2026."""
    update = {"at": f"2026-11-20T09:{number // 60:02}:{number % 60:02}Z", "status": "resolved", "text": "Fine."}
    return Incident.model_validate({"id": f"i{number:03}", "title": "Down", "impact": "minor", "updates": [update]})


def answer(number: int) -> Complaint:
    """An answer of November 2026 that changed something."""
    at = f"2026-11-20T09:{number // 60:02}:{number % 60:02}Z"
    values: dict[str, Any] = {"id": f"c{number:03}", "title": "Late", "channel": "x", "topic": "late", "received": at}
    steps = [{"at": at, "did": "resolved", "outcome": "solved"}]
    return Complaint.model_validate({**values, "consent": "anonymous", "steps": steps, "did": "d", "changed": "New."})


def pages(ledger: Ledger) -> dict[str, Page]:
    """The pages of lists by address."""
    context = Context(ledger, AS_OF, "en", "en", "Baran", "https://status.example.com/")
    made = (incident_pages.month_pages, answer_pages.list_pages, changes.month_pages)
    return {page.path: page for make in made for page in make(context)}


def of(count: int) -> Ledger:
    """So many incidents and answers of one month and topic."""
    numbers = range(count)
    return make_ledger(policy=POLICY, incidents=map(incident, numbers), complaints=map(answer, numbers))


def test_lists_of_many_records_have_several_pages() -> None:
    """250 incidents and answers stand on two pages each, and links lead from one to the other."""
    built = pages(of(250))
    assert list(built) == [
        "incidents/2026-11/",
        "incidents/page/2026-11-1/",
        "answers/topic/late/",
        "answers/page/topic-late-1/",
        "answers/2026-11/",
        "answers/page/2026-11-1/",
        "changes/2026-11/",
        "changes/2026-11-1/",
    ]
    for path, page in built.items():
        rows = set(re.findall(r'href="[./]*(?:answers|incidents)/([ci]\d{3})/"', page.body))
        assert len(rows) == (100 if path.endswith("-1/") else 150), path
        assert ("Older entries" in page.body, "Newer entries" in page.body) == (
            (False, True) if path.endswith("-1/") else (True, False)
        )
        (link,) = re.findall(r'href="([./]+)([^"]*)" rel="(?:next|prev)"', page.body)
        assert link[0] == "../" * path.count("/") and link[1] in built
    assert built["incidents/page/2026-11-1/"].title == "Incidents of November 2026, part 1"


def test_folders_of_later_parts_are_rendered_only_when_needed() -> None:
    """MkDocs renders a placeholder page for each folder, which a small site need not wait for."""
    needed = {"incidents/page", "answers/page", "changes"}
    assert needed.isdisjoint(sections(of(199)))
    assert set(sections(of(200))) == set(SECTIONS)
    folders = {path.rstrip("/").rpartition("/")[0] for path in pages(of(200))}
    assert folders <= set(sections(of(200)))


def test_the_pages_of_all_incidents_and_changes_show_the_newest() -> None:
    """A hundred rows, and links to the months."""
    context = Context(of(250), AS_OF, "en", "en", "Baran", "https://status.example.com/")
    for html, month in (
        (incident_pages.body(context, "../"), "incidents/2026-11/"),
        (changes.body(context, "../"), "changes/2026-11/"),
    ):
        rows = re.findall(r'href="../(?:answers|incidents)/([ci]\d{3})/"', html)
        assert len(set(rows)) == 100 and rows[0].endswith("249")
        assert f'href="../{month}"' in html
