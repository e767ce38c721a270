"""The rows behind the figures, as people download them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from answerable.content.reading import Content, read_content
from answerable.intake.queries import rows_files

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
RECORD = """---
title: Refund missing
channel: x
topic: refunds
received: 2026-11-18T09:12:00+03:30
consent: named
customer: {name: Mina R.}
said: My phone number is secret.
steps:
  - {at: 2026-11-24T09:05:00+00:00, did: answered}
---
"""


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """Return a complaint record, and a row with a formula as its reason."""
    files = {
        "channels.yml": "channels:\n  - {id: x, name: X}\n",
        "policy.yml": "topics:\n  - {id: refunds, name: Refunds}\n",
        "complaints/b.md": RECORD,
        "intake/a.csv": "id,channel,received,excluded_because\na,x,2026-11-17T09:12:00Z,=cmd()\n",
    }
    for name, text in files.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_content(tmp_path / "content", NOW)


def csv_of(content: Content, at: datetime = NOW) -> bytes:
    """Return the rows as CSV."""
    return rows_files(content.intake, content.ledger, at).get("csv", b"")


def parquet_of(content: Content) -> bytes:
    """Return the rows as Parquet."""
    return rows_files(content.intake, content.ledger, NOW)["parquet"]


def test_rows_hold_no_text_and_no_person(content: Content) -> None:
    """Ids, words of ours and instants in UTC; what lies ahead of the clock is not told."""
    rows = list(csv.DictReader(io.StringIO(csv_of(content).decode())))
    assert [row["id"] for row in rows] == ["a", ""]
    assert {key: value for key, value in rows[1].items() if value} == {
        "channel": "x", "topic": "refunds", "priority": "normal", "received": "2026-11-18T05:42:00Z",
        "published": "false",
    }  # fmt: skip
    assert b"Mina" not in csv_of(content) + parquet_of(content)


@pytest.mark.usefixtures("content")
def test_a_record_has_its_id_once_a_page_tells_of_it(tmp_path: Path) -> None:
    """Before it is resolved, its name, which is made of words, is nowhere on the site; later both are there."""
    step = "\n  - {at: 2026-11-24T09:30:00+00:00, did: resolved, outcome: solved}\ndid: We paid.\n---"
    resolved = RECORD.replace("did: answered}\n---", "did: answered}" + step)
    (tmp_path / "content" / "complaints" / "b.md").write_text(resolved, encoding="utf-8")
    for at, told in ((NOW, ("", "false")), (NOW.replace(hour=10), ("b", "true"))):
        later = read_content(tmp_path / "content", at)
        row = list(csv.DictReader(io.StringIO(csv_of(later, at).decode())))[1]
        assert (row["id"], row["published"]) == told


@pytest.mark.usefixtures("content")
def test_without_consent_a_record_is_counted_under_no_id(tmp_path: Path) -> None:
    """It is resolved, and no page tells of it."""
    step = "\n  - {at: 2026-11-24T09:06:00+00:00, did: resolved, outcome: solved}\ndid: We paid.\n---"
    text = RECORD.replace("did: answered}\n---", "did: answered}" + step)
    text = text.replace("consent: named\ncustomer: {name: Mina R.}", "consent: none")
    (tmp_path / "content" / "complaints" / "b.md").write_text(text, encoding="utf-8")
    at = NOW.replace(hour=10)
    row = list(csv.DictReader(io.StringIO(csv_of(read_content(tmp_path / "content", at), at).decode())))[1]
    assert (row["id"], row["published"], row["outcome"]) == ("", "false", "solved")


def test_no_cell_begins_a_formula(content: Content) -> None:
    """A quote before it keeps a spreadsheet from running it; Parquet, which no spreadsheet runs, keeps the cell."""
    assert next(csv.DictReader(io.StringIO(csv_of(content).decode())))["excluded_because"] == "'=cmd()"


def test_parquet_holds_the_same_rows(content: Content, tmp_path: Path) -> None:
    """With instants as timestamps and the cell as it is."""
    (tmp_path / "rows.parquet").write_bytes(parquet_of(content))
    held = duckdb.read_parquet(str(tmp_path / "rows.parquet"))
    rows = held.project("id, epoch(received)::BIGINT, excluded_because").fetchall()
    assert rows == [("a", 1794906720, "=cmd()"), (None, 1794980520, None)]


def test_the_same_rows_give_the_same_bytes(content: Content) -> None:
    """Both forms, asked twice."""
    assert csv_of(content) == csv_of(content)
    assert parquet_of(content) == parquet_of(content)
