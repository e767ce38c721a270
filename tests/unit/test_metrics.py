"""The figures as a file: as its schema says, as of an instant, and nothing under the minimum."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from scipy.stats import binomtest  # type: ignore[import-untyped]  # it has no types
from tests.unit.made_up import AS_OF, cohort, october, outage, response, share

from answerable.facts.response import Cohort, Waiting
from answerable.intake.restatements import Restatement
from answerable.publish.context import Context
from answerable.publish.figures.gathering import Figures
from answerable.publish.figures.metrics import publish
from answerable.records.ledger import make_ledger
from answerable.records.published import PublishedFigure

RESTATED = Restatement(
    "2026-09", "channel/x", "all_hours.human.within_day", PublishedFigure(n=90, numerator=81), None,
    datetime(2026, 10, 5, 6, tzinfo=UTC), None,
)  # fmt: skip


def files(figures: Figures | None) -> dict[str, bytes]:
    """The downloads of a site with these figures."""
    context = Context(make_ledger(), AS_OF, "en", "en", "Baran", "https://status.example.com/", figures=figures)
    return {output.path: output.content for output in publish(context)}


def metrics(figures: Figures, path: str = "api/metrics.json") -> tuple[Any, Draft202012Validator]:
    """A document, and its schema's validator."""
    found = files(figures)
    schema = json.loads(found["api/metrics.schema.json"])
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator.FORMAT_CHECKER
    return json.loads(found[path]), Draft202012Validator(schema, format_checker=checker)


OCTOBER = "api/metrics/2026-10.json"


def whole() -> Figures:
    """Figures with everything in them."""
    return Figures(october(), (outage(),), (RESTATED,), rows={"csv": b"id\r\n", "parquet": b"PAR1"})


def test_the_document_is_as_its_schema_says() -> None:
    """With everything in it, and with as good as nothing."""
    for figures, path in (
        (whole(), "api/metrics.json"),
        (whole(), OCTOBER),
        (Figures(response([])), "api/metrics.json"),
    ):
        document, validator = metrics(figures, path)
        validator.validate(document)


@pytest.mark.parametrize(
    "path",
    [("as_of",), ("cohorts", 0, "counted"), ("cohorts", 0, "shares", "all_hours.human.within_day", "denominator")],
)
def test_the_schema_misses_what_is_missing(path: tuple[str | int, ...]) -> None:
    """A document without an instant, a count or a denominator is none."""
    document, validator = metrics(whole())
    place = document
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    with pytest.raises(ValidationError):
        validator.validate(document)


def test_the_schema_refuses_what_it_does_not_know() -> None:
    """A misspelt figure is lost information."""
    document, validator = metrics(whole())
    document["cohorts"][0]["shares"]["all_hours.human.within_week"] = document["cohorts"][0]["shares"][
        "all_hours.human.within_day"
    ]
    with pytest.raises(ValidationError):
        validator.validate(document)


def test_a_share_has_both_numbers_and_its_range() -> None:
    """181 of 203, between the bounds that scipy gives for Wilson's interval."""
    document, _ = metrics(whole())
    first = document["cohorts"][0]
    assert (first["month"], first["dimension"], first["value"]) == ("2026-10", "all", None)
    assert (first["received"], first["counted"], first["excluded"]["advertising"]) == (222, 214, 6)
    found = first["shares"]["all_hours.human.within_day"]
    assert {name: found[name] for name in ("numerator", "denominator", "not_due")} == {
        "numerator": 181,
        "denominator": 203,
        "not_due": 11,
    }
    interval = binomtest(181, 203).proportion_ci(method="wilson")
    expected = [181 / 203, interval.low, interval.high]
    assert [found[name] for name in ("value", "low", "high")] == pytest.approx(expected, abs=1e-6)


def test_under_the_minimum_there_is_no_numerator() -> None:
    """The phone had six complaints, three of them answered; only the six are said."""
    document, _ = metrics(whole(), OCTOBER)
    phone = next(one for one in document["cohorts"] if one["value"] == "phone")
    found = phone["shares"]["all_hours.human.within_day"]
    assert found == {"numerator": None, "denominator": 6, "not_due": 0, "value": None, "low": None, "high": None}
    assert phone["quantiles"]["all_hours.human.median"]["seconds"] is None
    assert phone["quantiles"]["all_hours.human.median"]["reading"] == "below_minimum"


def test_a_clock_that_no_channel_has_is_left_out() -> None:
    """A cohort without stated hours has no staffed figures, rather than empty ones."""
    document, validator = metrics(Figures(response([cohort(Cohort("2026-10"), share(50, 60), staffed=0)])))
    validator.validate(document)
    assert {name.split(".")[0] for name in document["cohorts"][0]["shares"]} == {"all_hours", "loop"}


def test_each_month_has_a_file_of_its_own() -> None:
    """The first file has the months as a whole and names each file; what is by channel and topic stands there."""
    document, _ = metrics(whole())
    assert [(one["month"], one["dimension"]) for one in document["cohorts"]] == [("2026-10", "all"), ("2026-09", "all")]
    api = "https://status.example.com/api/metrics"
    assert document["months"] == [
        {"month": "2026-10", "url": f"{api}/2026-10.json", "restatements": 0},
        {"month": "2026-09", "url": f"{api}/2026-09.json", "restatements": 1},
    ]
    october_, _ = metrics(whole(), OCTOBER)
    assert [(one["dimension"], one["value"]) for one in october_["cohorts"]] == [
        ("all", None), ("channel", "email"), ("channel", "phone"), ("channel", "x"), ("topic", "late"),
        ("topic", "refunds"),
    ]  # fmt: skip
    assert october_["url"] == "https://status.example.com/transparency/2026-10/"
    assert (october_["declined"], october_["outage"]["minutes_down"]) == (["2026-10-08-voucher"], 134)
    assert october_["restatements"] == []


def test_the_first_file_does_not_grow_for_ever() -> None:
    """Of forty months thirteen stand in it; from one month's file to the next all forty are found."""
    months = [f"{2023 + number // 12}-{number % 12 + 1:02}" for number in range(40)]
    found = files(Figures(response(cohort(Cohort(month)) for month in months)))
    first = json.loads(found["api/metrics.json"])
    assert [one["month"] for one in first["cohorts"]] == months[:-14:-1]
    assert [one["month"] for one in first["months"]] == months[::-1]
    visited, address = [], first["months"][0]["url"]
    while address:
        page = json.loads(found[address.removeprefix("https://status.example.com/")])
        visited.append(page["month"])
        address = page["next"]
    assert visited == months[::-1]


def test_a_months_file_is_the_same_at_every_build() -> None:
    """It names no instant: a later build with the same figures writes the same bytes."""
    there, later = october(), replace(october(), as_of=AS_OF.replace(hour=9))
    first, second = (files(Figures(one)) for one in (there, later))
    assert first[OCTOBER] == second[OCTOBER] and first["api/metrics.json"] != second["api/metrics.json"]


def test_the_instant_the_waiting_and_the_restated_are_there() -> None:
    """As of when, ids and seconds, what was and is."""
    document, _ = metrics(whole())
    assert document["as_of"] == "2026-11-24T05:30:00+00:00"
    assert document["overdue"][1] == {"id": "zd-1181", "seconds": 9 * 86_400 + 5 * 3600}
    september, _ = metrics(whole(), "api/metrics/2026-09.json")
    (restated,) = september["restatements"]
    assert (restated["was"], restated["now"]) == ({"n": 90, "numerator": 81, "seconds": None}, None)
    assert document["open"]["oldest_seconds"] == [31 * 86_400]
    assert "secret-open-id" not in json.dumps(document)


def test_of_all_that_wait_the_fifty_oldest_are_named() -> None:
    """How many there are is said by the cohort of all months; the rows have each of them."""
    many = tuple(Waiting(f"c{number}", 9_000 - number) for number in range(60))
    document, validator = metrics(Figures(october(overdue=many)))
    validator.validate(document)
    assert [one["id"] for one in document["overdue"]] == [f"c{number}" for number in range(50)]


def test_the_rows_are_passed_on_as_they_are() -> None:
    """Each form at its address."""
    found = files(whole())
    assert found["transparency/rows.csv"] == b"id\r\n"
    assert found["transparency/rows.parquet"] == b"PAR1"


def test_a_site_without_complaints_has_no_downloads() -> None:
    """There is nothing to count."""
    assert files(None) == {}


def test_the_document_is_the_same_for_the_same_figures() -> None:
    """The order in which cohorts were worked out does not matter."""
    there = october()
    turned = replace(there, cohorts=dict(reversed(list(there.cohorts.items()))))
    assert files(Figures(there))["api/metrics.json"] == files(Figures(turned))["api/metrics.json"]
