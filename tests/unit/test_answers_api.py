"""`api/answers.json`: what is told of resolved complaints, by consent and by month, and nothing of any other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.clients.pages import BROKEN, NOW, SHOP

from answerable.publish.api import answers
from answerable.publish.context import Context
from answerable.records.company import Channel, Component, Person, Policy, Topic
from answerable.records.ledger import make_ledger
from answerable.records.model import Complaint, Incident

SITE = "https://status.example.com/"
SAID: dict[str, Any] = {
    "id": "cold-soup",
    "title": "Cold soup",
    "channel": "x",
    "topic": "quality",
    "component": "shop",
    "incident": "disk-full",
    "received": "2026-11-18T09:00:00+03:30",
    "customer": {"name": "Parisa Named", "link": "https://x.example/parisa"},
    "quote": "Stone cold, says the quote.",
    "link": "https://x.example/post/1",
    "said": "The soup was cold.",
    "did": "We warmed it.",
    "changed": "Lids close.",
}
ANSWERED = {"at": "2026-11-18T09:30:00+03:30", "did": "answered", "by": "sara"}
PRIVATE = {"at": "2026-11-18T09:40:00+03:30", "did": "taken_private"}
SOLVED = {"at": "2026-11-18T11:00:00+03:30", "did": "resolved", "outcome": "solved", "by": "sara"}
REOPENED = {"at": "2026-11-19T11:00:00+03:30", "did": "reopened"}
PERSONAL = ("Parisa", "x.example", "Stone cold")


def complaint(consent: str = "named", *steps: dict[str, Any], **more: Any) -> Complaint:
    """The complaint that most tests tell of."""
    return Complaint.model_validate({**SAID, "consent": consent, "steps": steps or (ANSWERED, PRIVATE, SOLVED), **more})


def files(*complaints: Complaint) -> dict[str, Any]:
    """What is published of these complaints, by path."""
    ledger = make_ledger(
        components=[Component.model_validate(SHOP)],
        people=[Person.model_validate({"id": "sara", "name": "Sara"})],
        channels=[Channel.model_validate({"id": "x", "name": "X"})],
        policy=Policy(topics=(Topic.model_validate({"id": "quality", "name": "Quality"}),)),
        incidents=[Incident.model_validate(BROKEN)],
        complaints=complaints,
    )
    context = Context(ledger, NOW, "en", "en", "Example", SITE)
    return {output.path: json.loads(output.content) for output in answers.publish(context)}


def the_only(consent: str, *steps: dict[str, Any]) -> dict[str, Any]:
    """The one answer of the newest month."""
    (found,) = files(complaint(consent, *steps))["api/answers.json"]["answers"]
    answer: dict[str, Any] = found
    return answer


def test_without_consent_nothing_is_told() -> None:
    """The complaint is in no file, and its month is in no list."""
    found = files(complaint("none"))
    assert list(found) == ["api/answers.json"]
    assert found["api/answers.json"]["answers"] == found["api/answers.json"]["months"] == []


@pytest.mark.parametrize(("consent", "named"), [("anonymous", False), ("named", True)])
def test_consent_decides_what_is_told(consent: str, named: bool) -> None:
    """Anonymous, what was said in the company's words; named, also who, where and how."""
    found = the_only(consent)
    assert found["said"] == "The soup was cold."
    assert (found["quote"], found["customer"], found["link"]) == (
        (SAID["quote"], SAID["customer"], SAID["link"]) if named else (None, None, None)
    )
    assert any(word in json.dumps(found) for word in PERSONAL) is named
    assert (found["did"], found["changed"]) == ("We warmed it.", "Lids close.")


@pytest.mark.parametrize(
    "steps",
    [(ANSWERED,), (ANSWERED, PRIVATE), (ANSWERED, SOLVED, REOPENED), (SOLVED, {**REOPENED, "did": "withdrawn"})],
    ids=["answered", "in private", "reopened", "withdrawn"],
)
def test_nothing_is_told_of_what_does_not_stand_resolved(steps: tuple[dict[str, Any], ...]) -> None:
    """An open, a reopened and a withdrawn complaint leave no trace, not even a number."""
    found = files(complaint("named", *steps))
    assert list(found) == ["api/answers.json"]
    assert found["api/answers.json"] == {
        "$schema": f"{SITE}api/answers.schema.json",
        "name": "Example",
        "language": "en",
        "month": None,
        "url": f"{SITE}answers/",
        "next": None,
        "answers": [],
        "months": [],
    }


def test_an_answer_tells_its_steps_and_how_long_they_took() -> None:
    """Steps stand oldest first, signed, with the times of first answer and resolution in seconds."""
    found = the_only("anonymous")
    assert [(s["did"], s["at"], s["by"]) for s in found["steps"]] == [
        ("received", "2026-11-18T05:30:00.000Z", None),
        ("answered", "2026-11-18T06:00:00.000Z", "Sara"),
        ("taken_private", "2026-11-18T06:10:00.000Z", None),
        ("resolved", "2026-11-18T07:30:00.000Z", "Sara"),
    ]
    assert (found["seconds_to_first_answer"], found["seconds_to_resolution"]) == (1800, 7200)
    assert found["component"] == {"id": "shop", "name": "Shop", "url": f"{SITE}components/shop/"}
    assert found["incident"]["url"] == f"{SITE}incidents/disk-full/"
    assert (found["topic"]["name"], found["channel"]["name"]) == ("Quality", "X")


def test_a_reason_that_no_longer_stands_is_not_told() -> None:
    """Declined, reopened and then solved: the reason of the first end is gone with it."""
    declined = {**SOLVED, "outcome": "declined", "reason": "Soup is served cold."}
    again = {**SOLVED, "at": "2026-11-20T11:00:00+03:30"}
    assert the_only("anonymous", declined)["reason"] == "Soup is served cold."
    reopened = the_only("anonymous", declined, REOPENED, again)
    assert reopened["reason"] is None and "served cold" not in json.dumps(reopened)


def test_following_next_meets_every_answer_once() -> None:
    """From the fixed address back through the months that have answers, over one that has none."""
    months = ("2026-08", "2026-10", "2026-11")
    found = files(
        *(
            complaint(
                "anonymous",
                {**SOLVED, "at": f"{month}-{day}T09:00:00Z"},
                id=f"{month}-{day}",
                received=f"{month}-01T00:00:00Z",
            )
            for month in months
            for day in ("02", "03")
        )
    )
    met, path = [], "api/answers.json"
    while path:
        met += [answer["id"] for answer in found[path]["answers"]]
        path = (found[path]["next"] or "").removeprefix(SITE)
    assert met == ["2026-11-03", "2026-11-02", "2026-10-03", "2026-10-02", "2026-08-03", "2026-08-02"]
    head = found["api/answers.json"]
    assert [(m["month"], m["answers"], m["url"]) for m in head["months"]] == [
        (month, 2, f"{SITE}api/answers/{month}.json") for month in reversed(months)
    ]
    assert found["api/answers/2026-11.json"] == {key: head[key] for key in head if key != "months"}


def test_a_month_with_very_many_answers_has_several_files() -> None:
    """Following `next` meets each of 450 answers once; the oldest two hundred have a file that stays as it is."""

    def month(count: int) -> dict[str, Any]:
        solved = [{**SOLVED, "at": f"2026-11-20T09:{n // 60:02}:{n % 60:02}Z"} for n in range(count)]
        named = [{"id": f"c{n:03}", "received": "2026-11-01T00:00:00Z"} for n in range(count)]
        return files(*(complaint("anonymous", at, **more) for at, more in zip(solved, named, strict=True)))

    found, met, path = month(450), list[str](), "api/answers.json"
    while path:
        met += [answer["id"] for answer in found[path]["answers"]]
        path = (found[path]["next"] or "").removeprefix(SITE)
    assert met == [f"c{n:03}" for n in reversed(range(450))]
    assert sorted(found) == ["api/answers.json", "api/answers/2026-11-1.json", "api/answers/2026-11.json"]
    assert len(found["api/answers/2026-11-1.json"]["answers"]) == 200
    assert month(599)["api/answers/2026-11-1.json"] == found["api/answers/2026-11-1.json"]


def test_one_more_answer_changes_only_its_months() -> None:
    """A new answer leaves the files of all other months as they were, apart from the list at the fixed address."""
    old = complaint("anonymous", {**SOLVED, "at": "2026-08-02T09:00:00Z"}, id="old", received="2026-08-01T00:00:00Z")
    other = complaint(
        "anonymous", {**SOLVED, "at": "2026-10-02T09:00:00Z"}, id="other", received="2026-10-01T00:00:00Z"
    )
    before, after = files(old, other), files(old, other, complaint())
    same = {path for path in before if before[path] == after[path]}
    assert same == {"api/answers/2026-08.json", "api/answers/2026-10.json"}
