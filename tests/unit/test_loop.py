"""The loop: what went private comes back in public, promises are kept, and asking for a code is not the last word."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.content import COMPLAINT, INCIDENT, findings

from answerable.checks.loop import asks_for_code

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ASKS = "Please send us your order code in a private message."


def loop(tmp_path: Path, files: dict[str, str], now: datetime = NOW) -> list[tuple[str, str, int]]:
    """Rule, level and line of what the loop's rules find."""
    found = findings(tmp_path, files, now)
    return [(one.rule, one.level, one.line) for one in found if one.rule.startswith("loop/")]


def steps(*steps: str, did: str = "") -> str:
    """A complaint with these steps, each `day did more`."""
    rows = (row.split(" ", 2) for row in steps)
    made = [f"  - {{at: 2026-11-{r[0]}T12:00:00Z, did: {r[1]}{', ' + r[2] if len(r) > 2 else ''}}}\n" for r in rows]
    head = COMPLAINT.partition("steps:\n")[0].replace("2026-11-18", "2026-11-01")
    return f"{head}steps:\n{''.join(made)}{did}---\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("10 taken_private",), [("loop/no-follow-up", "note", 8)]),
        (("10 answered", "11 taken_private", "12 taken_private"), [("loop/no-follow-up", "note", 9)]),
        (("17 taken_private",), []),  # six days and twenty-one hours
        (("10 taken_private", "12 followed_up"), []),
        (("10 taken_private", "12 followed_up", "13 taken_private"), [("loop/no-follow-up", "note", 10)]),
        (("10 taken_private", "12 withdrawn"), []),
        (("10 answered",), []),
    ],
)
def test_a_private_talk_owes_the_public_its_outcome(
    rows: tuple[str, ...], expected: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    """After seven days without a follow-up the first step that is still owed is named."""
    assert loop(tmp_path, {"complaints/a.md": steps(*rows)}) == expected


def test_a_resolved_complaint_owes_it_too(tmp_path: Path) -> None:
    """Settled in private is not told in public."""
    file = steps("10 taken_private", "11 resolved outcome: solved", did="did: We paid.\n")
    assert loop(tmp_path, {"complaints/a.md": file}) == [("loop/no-follow-up", "note", 8)]


def test_the_policy_says_how_long(tmp_path: Path) -> None:
    """With `follow_up_within: 1d` two days are too long; with three weeks, two are not."""
    file = steps("22 taken_private")
    assert loop(tmp_path, {"policy.yml": "follow_up_within: 1d\n", "complaints/a.md": file})
    assert not loop(tmp_path, {"policy.yml": "follow_up_within: 3w\n", "complaints/a.md": file})


@pytest.mark.parametrize(
    ("rows", "did", "count"),
    [
        ((f"10 answered text: {ASKS}",), "", 1),
        ((f"23 answered text: {ASKS}",), "", 0),
        ((f"22 answered text: {ASKS}", "23 resolved outcome: solved"), "did: We paid.\n", 1),
        ((f"10 answered text: {ASKS}", "11 followed_up"), "", 0),
        ((f"10 answered text: {ASKS}", "11 answered text: The money is on its way."), "", 0),
        (("10 answered text: The money is on its way.",), "", 0),
        ((f"10 answered text: {ASKS}", "11 withdrawn"), "", 0),
        ((f"10 answered text: {ASKS}", "10 taken_private"), "", 1),
    ],
)
def test_asking_for_a_code_is_not_the_last_word(rows: tuple[str, ...], did: str, count: int, tmp_path: Path) -> None:
    """It is a finding once the complaint is resolved or the days have passed; and then the only one."""
    found = loop(tmp_path, {"complaints/a.md": steps(*rows, did=did)})
    assert [one[:2] for one in found] == [("loop/asks-for-code", "warning")] * count


@pytest.mark.parametrize(
    ("language", "asks", "does_not"),
    [
        ("en", "Could you DM us your booking number?", "Your order number is on the receipt."),
        ("en", "We are sorry. Please share the order ID via chat", "We sent the code to all couriers."),
        ("fa", "لطفاً شمارهٔ سفارش خود را در دایرکت بفرستید.", "سفارش شما فرستاده شد."),
        ("fa", "کد سفارش را برای ما ارسال کنید", "کد تخفیف در برنامه است."),
        ("he", "שלחו לנו בפרטי את מספר ההזמנה", "ההזמנה נשלחה אתמול."),
        ("ru", "Пришлите, пожалуйста, номер вашего заказа в личные сообщения", "Заказ отправлен вчера."),
        ("qaa", "Please send your order code", "Danke"),
    ],
)
def test_how_a_code_is_asked_for(language: str, asks: str, does_not: str) -> None:
    """By the patterns of the language; where it has none, by those of all."""
    assert asks_for_code(asks, language)
    assert not asks_for_code(does_not, language)


OPEN = INCIDENT.replace("status: resolved", "status: monitoring\n    next_update: 2026-11-24T08:00:00Z")


def test_a_broken_promise_of_an_open_incident_is_named_at_the_promise(tmp_path: Path) -> None:
    """An hour after it was due; not a second before, and not once it is resolved."""
    assert loop(tmp_path, {"incidents/a.md": OPEN}) == [("loop/promise-broken", "note", 8)]
    assert loop(tmp_path, {"incidents/a.md": OPEN}, datetime(2026, 11, 24, 8, tzinfo=UTC)) == []
    last = "  - {at: 2026-11-24T08:30:00Z, status: resolved, text: It works.}\n"
    assert loop(tmp_path, {"incidents/a.md": OPEN.replace("fails.\n", f"fails.\n{last}")}) == []


def test_resolved_without_did_and_declined_without_reason_are_one_finding_each(tmp_path: Path) -> None:
    """The laws of records say it once, under the loop's name."""
    found = loop(tmp_path, {"complaints/a.md": steps("02 resolved outcome: declined")})
    assert found == [("loop/no-did", "error", 2), ("loop/no-reason", "error", 8)]


def test_without_consent_nothing_need_be_written(tmp_path: Path) -> None:
    """Nothing of such a complaint is shown, so neither `did` nor a reason is missing."""
    file = steps("02 resolved outcome: declined").replace("consent: anonymous", "consent: none")
    assert loop(tmp_path, {"complaints/a.md": file}) == []
