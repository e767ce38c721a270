"""The figures are the same on DuckDB and, as docs/databases.md says, on PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.agreement.complaints import NOW, REASONS, complaints, write_complaints
from tests.conftest import EXAMPLE_NOW, ROOT
from tests.postgresql import postgresql

from answerable.content.reading import Content, read_content
from answerable.facts.response import Cohort
from answerable.intake.cohorts import response_figures
from answerable.intake.engine import Population
from answerable.intake.exclusions import raised_shares
from answerable.intake.queries import arrivals_of, complaints_behind
from answerable.intake.restatements import figures_of, restatements
from answerable.records.vocabulary import CalendarName

DOCUMENT = (ROOT / "docs" / "databases.md").read_text("utf-8")
ENGINE, USE = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)


@pytest.fixture(scope="module")
def connection() -> Iterator[psycopg.Connection]:
    """Give a connection to a PostgreSQL of our own."""
    with postgresql() as address, psycopg.connect(address, autocommit=True) as connected:
        yield connected


def on_postgresql(content: Content, connection: psycopg.Connection) -> Population:
    """Return the rows of a content folder on PostgreSQL, with the code of the document."""
    code = run(ENGINE, {})
    code["load"](content.intake, connection)
    return Population(code["PostgreSQL"](connection), content.intake.uncounted)


def run(code: str, names: dict[str, Any]) -> dict[str, Any]:
    """Run code of the document with these names and return all that it has afterwards."""
    exec(code, names)  # noqa: S102 - it is ours
    return names


def counted(population: Population, content: Content, now: datetime) -> dict[str, Any]:
    """Return everything that is counted as of an instant, in its order."""
    ledger, found = content.ledger, figures(population, content, now)
    return {
        **found,
        "newest months": [figures_of(month, now, population, ledger) for month in found["months"][:2]],
        "restatements": restatements(content.published, population, ledger),
        "raised": list(raised_shares(population, ledger, now, "intake")),
        "behind": list(complaints_behind(population, ledger, now).items()),
        "arrivals": arrivals_of(population, now - timedelta(days=60), now, ledger.complaints),
    }


def figures(
    population: Population, content: Content, now: datetime, calendar: CalendarName = "gregorian"
) -> dict[str, Any]:
    """Return the figures of response, in their order."""
    found = vars(response_figures(population, content.ledger, now, calendar))
    return {name: list(value.items()) if isinstance(value, dict) else value for name, value in found.items()}


def test_the_example_is_counted_alike(connection: psycopg.Connection) -> None:
    """Records and rows, closed months and their corrections, changes, and complaints that wait for a follow-up."""
    now = datetime.fromisoformat(EXAMPLE_NOW)
    content = read_content(ROOT / "content", now)
    ours = counted(content.intake, content, now)
    assert counted(on_postgresql(content, connection), content, now) == ours
    assert all(ours[name] for name in ("newest months", "restatements", "behind", "overdue", "declined"))


def test_the_document_counts_as_the_site_does(connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its code, run as it is written but for the address and the clock."""
    monkeypatch.chdir(ROOT)
    now = datetime.fromisoformat(EXAMPLE_NOW)
    use = USE.replace("postgresql:///complaints", connection.info.dsn)
    found = run(use.replace("datetime.now(UTC)", f'datetime.fromisoformat("{EXAMPLE_NOW}")'), run(ENGINE, {}))
    content = read_content(ROOT / "content", now)
    assert found["every"].cohorts == response_figures(content.intake, content.ledger, now).cohorts
    assert found["october"] == figures_of("2026-10", now, content.intake, content.ledger) != {}


def test_thousands_of_complaints_are_counted_alike(connection: psycopg.Connection, tmp_path: Path) -> None:
    """Over three years with a leap day and clock changes in two zones; as of now, as of before, by other months."""
    content = read_content(write_complaints(tmp_path, complaints(Random(20_240_229), 5000)), NOW)  # noqa: S311
    assert content.findings == ()
    theirs = on_postgresql(content, connection)
    ours = counted(content.intake, content, NOW)
    assert counted(theirs, content, NOW) == ours
    assert ours["raised"] and ours["open_ages"].total > 100 and len(ours["cohorts"]) > 300
    assert len(dict(ours["cohorts"])[Cohort()].excluded) == len(REASONS)
    before = NOW - timedelta(days=200, seconds=1)
    assert figures(theirs, content, before, "persian") == figures(content.intake, content, before, "persian")


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 32), number=st.integers(1, 30))
def test_a_few_complaints_are_counted_alike(
    connection: psycopg.Connection, tmp_path: Path, seed: int, number: int
) -> None:
    """Few enough that cohorts are empty, medians infinite, and nothing is excluded, private, resolved or staffed."""
    content = read_content(write_complaints(tmp_path, complaints(Random(seed), number)), NOW)  # noqa: S311
    theirs = on_postgresql(content, connection)
    assert figures(theirs, content, NOW) == figures(content.intake, content, NOW)


def test_nothing_is_left_behind(connection: psycopg.Connection, tmp_path: Path) -> None:
    """Of all tables that are made while counting, none stays, and none is one that others see."""
    content = read_content(write_complaints(tmp_path, complaints(Random(1), 20)), NOW)  # noqa: S311
    counted(on_postgresql(content, connection), content, NOW)
    tables = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace <> 'pg_catalog'::regnamespace"
    assert connection.execute(f"{tables} AND relname NOT LIKE 'sql_%'").fetchall() == [("intake",)]
