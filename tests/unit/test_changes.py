"""The page of changes: by month and topic, with how many complaints stood behind each."""

from __future__ import annotations

import re

from tests.unit.made_up import AS_OF, response

from answerable.publish.context import Context
from answerable.publish.figures.gathering import Figures
from answerable.publish.pages import answer_pages, changes, home
from answerable.records.company import Policy
from answerable.records.ledger import make_ledger
from answerable.records.model import Complaint, Incident

POLICY = Policy.model_validate({"topics": [{"id": "late", "name": "Late orders"}, {"id": "app", "name": "The app"}]})
INCIDENT = {
    "id": "down", "title": "Down", "impact": "major",
    "updates": [{"at": "2026-10-01T09:00:00Z", "status": "investigating", "text": "We look."}],
}  # fmt: skip


def change(id: str, topic: str, month: str, **more: str | None) -> Complaint:
    """A complaint that was resolved in a month and changed something."""
    steps = [{"at": f"2026-{month}-20T12:00:00Z", "did": "resolved", "outcome": "solved"}]
    values = {"id": id, "title": id, "channel": "x", "topic": topic, "received": f"2026-{month}-19T12:00:00Z"}
    values["consent"] = "anonymous"
    return Complaint.model_validate({**values, "steps": steps, "did": "d", "changed": f"{id} is new", **more})


def page(behind: dict[str, int] | None, *complaints: Complaint) -> str:
    """The words of the page; `behind` is None for a site without figures."""
    ledger = make_ledger(policy=POLICY, complaints=complaints, incidents=[Incident.model_validate(INCIDENT)])
    figures = None if behind is None else Figures(response([]), behind=behind)
    context = Context(ledger, AS_OF, "en", "en", "Baran", "https://status.example.com/", figures=figures)
    return " ".join(re.sub(r"<[^>]+>", " ", changes.body(context, "../")).split())


def test_changes_stand_by_month_and_topic() -> None:
    """The newest month first; in it the topics in the policy's order, and last what is on none of them."""
    said = page(
        {}, change("a", "app", "10"), change("b", "late", "11"), change("c", "gone", "11"), change("d", "app", "11")
    )
    places = [said.index(word) for word in (
        "November 2026", "Late orders", "b is new", "The app", "d is new", "Other topics", "c is new",
        "October 2026", "a is new",
    )]  # fmt: skip
    assert places == sorted(places)


def test_a_change_says_how_many_complaints_stood_behind_it_and_how_they_were_counted() -> None:
    """During the incident where it came of one, otherwise in the 90 days before."""
    said = page({"a": 1, "b": 12}, change("a", "app", "11"), change("b", "late", "11", incident="down"))
    assert "a · 1 complaint on this topic in the 90 days before" in said
    assert "b · 12 complaints on this topic during the incident and a day after" in said


def test_without_figures_the_change_alone_is_said() -> None:
    """No number is better than a made-up one."""
    nothing: tuple[dict[str, int] | None, ...] = (None, {})
    for behind in nothing:
        said = page(behind, change("a", "app", "11"))
        assert "a is new" in said
        assert "complaint on this topic" not in said


def test_answers_that_are_not_shown_are_counted_where_they_would_stand() -> None:
    """Home and the list of answers do not say that none was resolved, and say nothing of them but how many."""
    none = {"consent": "none", "did": None, "changed": None}
    ledger = make_ledger(complaints=[change("soup-1", "late", "09", **none), change("soup-2", "app", "10", **none)])
    context = Context(ledger, AS_OF, "en", "en", "S", "https://status.example.com/")
    for html in (home.body(context, ""), answer_pages.body(context, "../")):
        assert "2 resolved complaints are counted and not shown" in html
        assert "No resolved complaints yet" not in html and "soup-" not in html
    nothing = Context(make_ledger(), AS_OF, "en", "en", "S", "https://status.example.com/")
    assert "No resolved complaints yet" in home.body(nothing, "")
    assert "No resolved complaints yet" in answer_pages.body(nothing, "../")
