"""What was promised for a first answer, and whether it was kept by the clock and by the channel's hours."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from answerable.facts.timeline import first_answer, staffed_time
from answerable.publish.context import Context
from answerable.publish.pages.answer_pages import answer_page
from answerable.records.company import Channel, Policy
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Complaint

HOUR = timedelta(hours=1)


def channel(**hours: Any) -> Channel:
    """A channel in UTC."""
    return Channel.model_validate({"id": "x", "name": "X", "kind": "x", "zone": "UTC", **hours})


OFFICE = channel(hours={"mon-fri": "09:00-17:00"})


def ledger(found: Channel = OFFICE, **targets: str) -> Ledger:
    """A company with one channel."""
    return make_ledger(channels=[found], policy=Policy.model_validate({"targets": targets}))


def complaint(answered: str | None, priority: str = "normal") -> Complaint:
    """Received on Friday 20 November 2026 at 16:00; `answered` is a day and time of November."""
    steps = [{"at": f"2026-11-{answered}:00Z", "did": "answered", "by": "sahar"}] if answered else []
    values = {"id": "c", "title": "c", "channel": "x", "topic": "t", "priority": priority, "consent": "anonymous"}
    return Complaint.model_validate({**values, "received": "2026-11-20T16:00:00Z", "steps": steps})


@pytest.mark.parametrize(
    ("answered", "took", "staffed", "kept", "kept_staffed"),
    [
        ("20T18:00", 2 * HOUR, None, True, True),
        ("20T20:00", 4 * HOUR, None, True, True),
        # Over the weekend: an hour on Friday, none on Saturday and Sunday, two hours on Monday.
        ("23T11:00", 67 * HOUR, 3 * HOUR, False, True),
        # An hour on Friday, eight on Monday, one on Tuesday.
        ("24T10:00", 90 * HOUR, 10 * HOUR, False, False),
        (None, None, None, False, False),
    ],
)
def test_a_promise_of_four_hours(
    answered: str | None, took: timedelta | None, staffed: timedelta | None, kept: bool, kept_staffed: bool
) -> None:
    """Kept when the answer came within four hours of the clock, or within four staffed hours."""
    found = first_answer(complaint(answered), ledger(normal="4h"))
    assert found is not None
    assert (found.took, found.staffed, found.kept, found.kept_staffed) == (took, staffed, kept, kept_staffed)


def test_nothing_is_said_where_nothing_is_promised() -> None:
    """A priority without a target has no promise."""
    assert first_answer(complaint("20T18:00", "urgent"), ledger(normal="4h")) is None


def test_a_channel_without_hours_has_one_clock() -> None:
    """Late is late."""
    found = first_answer(complaint("23T11:00"), ledger(channel(), normal="4h"))
    assert found is not None
    assert (found.staffed, found.kept_staffed) == (None, False)


def test_staffed_time_begins_and_ends_inside_openings() -> None:
    """From 16:30 on Friday to 09:15 on Monday the office was open for 45 minutes."""
    start, end = datetime(2026, 11, 20, 16, 30, tzinfo=UTC), datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
    assert staffed_time(OFFICE, start, end) == timedelta(minutes=45)


@pytest.mark.parametrize(
    ("answered", "verdicts"),
    [
        ("20T18:00", [("2 hours", "kept")]),
        ("23T11:00", [("2 days 19 hours", "not kept"), ("3 hours", "kept")]),
        ("24T10:00", [("3 days 18 hours", "not kept"), ("10 hours", "not kept")]),
        (None, [("", "not kept")]),
    ],
)
def test_a_complaint_s_page_says_what_was_promised_and_what_was_done(
    answered: str | None, verdicts: list[tuple[str, str]]
) -> None:
    """How long it took and whether that kept the promise of four hours, by both clocks where they differ."""
    given = complaint(answered)
    end = {"at": "2026-11-25T09:00:00Z", "did": "resolved", "outcome": "solved"}
    steps = [*({"at": step.at, "did": step.did, "by": step.by} for step in given.steps), end]
    answer = Complaint.model_validate({**given.model_dump(), "did": "d", "steps": steps})
    company = make_ledger(
        channels=[OFFICE], policy=Policy.model_validate({"targets": {"normal": "4h"}}), complaints=[answer]
    )
    context = Context(company, datetime(2026, 11, 26, tzinfo=UTC), "en", "en", "B", "https://status.example.com/")
    (page,) = answer_page(context, answer.id)
    text = " ".join(re.sub(r"<[^>]+>", " ", page.body).split())
    assert "We promise that a person answers within 4 hours." in text
    assert re.findall(r"(?:took ([\w ]+)|No answer by a person is on record): ((?:not )?kept)", text) == verdicts
