"""Private words in the ids and reasons of the intake, however many numbered rows are beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.content import findings, write

from answerable.checks.guard import Guard
from answerable.content.reading import read_content

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HEAD = "id,channel,topic,priority,received,answered,excluded_because\n"
PRIVATE = {
    "z-09123456789": "phone",
    "0912-345-6789": "phone",
    "t09123456789": "phone",
    "2026-09123456789": "phone",
    "a-989123456789": "phone",
    "00989123456789": "phone",
    "tel-02188776655": "phone",
    "ann-at-gmail.com": "email",
    "ann_at_example_dot_org": "email",
    "a-4111111111111111": "card",
    "z.5555-5555-5555-4444": "card",
    "m-GB29NWBK60161331926819": "iban",
    "0013542419": "id",
    "z-0013542419": "id",
    "ghp_0123456789abcdefghijABCDEFGHIJ012345": "key",
}
"""Ids, and what is private in each."""


def guard(tmp_path: Path, ids: list[str], reason: str = "") -> Guard:
    """What may be published of rows with these ids; `reason` excludes one more, `x6`."""
    rows = [f"{id},x,refunds,normal,2026-11-10T09:00:00Z,,\n" for id in ids]
    rows += [f"x6,x,refunds,normal,2026-11-10T09:00:00Z,,{reason}\n"] if reason else []
    root = write(tmp_path, {"intake/a.csv": HEAD + "".join(rows)})
    return Guard(read_content(root, NOW), root, NOW)


def kept(guarded: Guard) -> list[str]:
    """The ids that are published, in order."""
    return [id for (id,) in guarded.content.intake.rows("SELECT id FROM intake ORDER BY id")]


@pytest.mark.parametrize("count", [3_000, 100_000])
@pytest.mark.parametrize("form", ["t{:07d}", "c-{:07d}", "{:010d}", "2026-{:08d}"])
def test_a_private_id_is_found_among_numbered_ones(form: str, count: int, tmp_path: Path) -> None:
    """At the beginning, in the middle and at the end of their order; the helpdesk's own numbers stay."""
    numbered = [form.format(number) for number in range(count)]
    private = [id for id in PRIVATE if not (form == "{:010d}" and id == "0013542419")]  # it is one of the numbers
    guarded = guard(tmp_path, [*numbered, *private])
    assert kept(guarded) == sorted([*numbered, *(f"private-{n}" for n in range(1, len(private) + 1))])


@pytest.mark.parametrize(("id", "rule"), PRIVATE.items())
def test_the_check_says_what_is_private_in_an_id(id: str, rule: str, tmp_path: Path) -> None:
    """With the file and the line."""
    row = "{},x,refunds,normal,2026-11-10T09:00:00Z,,\n"
    found = findings(tmp_path, {"intake/a.csv": HEAD + row.format("t0000001") + row.format(id)}, NOW)
    private = [(one.path, one.line, one.rule) for one in found if one.rule.startswith("privacy/")]
    assert private == [("content/intake/a.csv", 3, f"privacy/{rule}")]


@pytest.mark.parametrize("reason", ["call 09123456789 Ann", "mail ann@example.org"])
def test_a_private_reason_changes_no_id(reason: str, tmp_path: Path) -> None:
    """Only the reason is masked."""
    numbered = [f"t{number:07d}" for number in range(3_000)]
    guarded = guard(tmp_path, numbered, reason)
    assert kept(guarded) == [*numbered, "x6"]
    rows = guarded.content.intake.rows(
        "SELECT DISTINCT excluded_because FROM intake WHERE excluded_because IS NOT NULL"
    )
    assert len(rows) == 1 and "▇▇▇" in rows[0][0] and not {"09123456789", "ann@example.org"} & set(rows[0][0].split())


@pytest.mark.parametrize("form", ["0912{:07d}", "c-98912{:07d}", "0912-{:07d}"])
def test_a_column_of_phone_numbers_is_replaced_as_a_whole(form: str, tmp_path: Path) -> None:
    """Though not every number is looked at; other ids stay, and it is said."""
    guarded = guard(tmp_path, [*(form.format(number) for number in range(5_000)), "t0000001"])
    assert kept(guarded) == sorted([*(f"private-{number}" for number in range(1, 5_001)), "t0000001"])
    assert any("all of them are replaced" in finding.message for finding in guarded.content.findings)


def test_a_column_of_national_ids_is_replaced(tmp_path: Path) -> None:
    """Iran's national code: the last digit is 11 less the weighted sum of the others modulo 11."""

    def with_check_digit(first: int) -> str:
        digits = f"{first:09d}"
        rest = sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11
        return f"{digits}{rest if rest < 2 else 11 - rest}"

    guarded = guard(tmp_path, [with_check_digit(number) for number in range(123_456_789, 123_459_789)])
    assert all(id.startswith("private-") for id in kept(guarded))
