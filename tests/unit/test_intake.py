"""The intake: rows and records are one population, and a row that cannot be counted spoils no other."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.content.reading import Content, read_content
from answerable.intake import loading
from answerable.intake.lines import BadLine, regularize
from answerable.intake.store import IntakeError, Store

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CHANNELS = "channels:\n  - {id: x, name: X}\n  - {id: email, name: E-mail}\n"
POLICY = "topics:\n  - {id: refunds, name: Refunds}\n  - {id: late, name: Late orders}\n"
HEAD = "id,channel,topic,priority,received,answered,outcome,resolved,excluded_because\n"
GOOD = "a1,x,refunds,normal,2026-11-18T09:12:00+03:30,2026-11-18T09:40:00+03:30,,,\n"


def read(tmp_path: Path, files: dict[str, str | bytes]) -> Content:
    """The content of a folder with these files beside two channels and two topics."""
    for name, text in {"channels.yml": CHANNELS, "policy.yml": POLICY, **files}.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_content(tmp_path / "content", NOW)


@pytest.fixture(params=[loading.LARGE, 0], ids=["small", "large"])
def pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are small, so that their rows are put into one table, or large, so that they stay where they are."""
    monkeypatch.setattr(loading, "LARGE", request.param)


def counted(content: Content) -> list[str]:
    """The ids that count."""
    return [id for (id,) in content.intake.rows("SELECT id FROM intake ORDER BY id")]


def complaint(*steps: str, channel: str = "x") -> str:
    """A complaint record with these steps."""
    lines = "".join(f"  - {{{step}}}\n" for step in steps)
    return (
        f"---\ntitle: Refund missing\nchannel: {channel}\ntopic: refunds\nreceived: 2026-11-18T09:12:00+03:30\n"
        f"steps:\n{lines}did: We paid.\n---\n"
    )


def test_a_row_counts_as_it_stands(tmp_path: Path) -> None:
    """Its instants are seconds since 1970, whatever the offset; empty cells are nothing."""
    content = read(tmp_path, {"intake/2026-11.csv": HEAD + GOOD})
    assert content.findings == ()
    row = content.intake.rows(
        "SELECT id, channel, topic, priority, received, answered, resolved, record, line FROM intake"
    )
    at = int(datetime(2026, 11, 18, 5, 42, tzinfo=UTC).timestamp())
    assert row == [("a1", "x", "refunds", "normal", at, at + 28 * 60, None, False, 2)]


@pytest.mark.parametrize(
    "instant",
    ["2026-11-18T05:42:00Z", "2026-11-18 09:12+03:30", "2026-11-18T09:12:00.250+0330", "2026-11-18T05:42:00+00:00"],
)
def test_an_instant_may_be_written_in_several_ways(tmp_path: Path, instant: str) -> None:
    """With Z, a blank, without seconds, with parts of a second, with or without a colon in the offset."""
    content = read(tmp_path, {"intake/a.csv": f"id,channel,received\na1,x,{instant}\n"})
    at = int(datetime(2026, 11, 18, 5, 42, tzinfo=UTC).timestamp())
    assert content.intake.rows("SELECT received FROM intake") == [(at,)]


@pytest.mark.parametrize(
    ("row", "rule", "words"),
    [
        ("b,x,refunds,normal,2026-11-18T09:12:00+03:30,2026-11-18T09:00:00+03:30,,,", "order", "is before `received`"),
        ("b,y,refunds,normal,2026-11-18T09:12:00+03:30,,,,", "channel", "unknown channel `y`; known: email, x"),
        ("b,emial,refunds,,2026-11-18T09:12:00+03:30,,,,", "channel", "did you mean `email`?"),
        ("b,x,refund,normal,2026-11-18T09:12:00+03:30,,,,", "topic", "did you mean `refunds`?"),
        ("b,x,refunds,high,2026-11-18T09:12:00+03:30,,,,", "priority", "unknown priority `high`"),
        ("b,x,refunds,,2026-11-18T09:12:00+03:30,,fixed,2026-11-19T09:12:00+03:30,", "outcome", "unknown outcome"),
        ("b,x,refunds,,2026-11-18T09:12:00+03:30,,solved,,", "unresolved", "`outcome` stands without `resolved`"),
        ("b,x,refunds,,2026-11-18T09:12:00,,,,", "offset", "`received` `2026-11-18T09:12:00` has no UTC offset"),
        ("b,x,refunds,,18.11.2026,,,,", "instant", "`received` `18.11.2026` is not a date and time"),
        ("b,x,refunds,,2026-11-18T09:12:00+33:30,,,,", "instant", "is not a date and time"),
        ("b,x,refunds,,2026-11-18T09:12+03:99,,,,", "instant", "is not a date and time"),
        ("b,x,refunds,,2026-02-30T09:12:00+03:30,,,,", "instant", "is not a date and time"),
        ("b,x,refunds,,1970-01-01T00:00:00Z,,,,", "instant", "is before the year 2000"),
        ("b,x,refunds,,2026-12-18T09:12:00+03:30,,,,", "future", "lies in the future"),
        ("b,x,refunds,,,,,,", "missing", "`received` is empty"),
        (",x,refunds,,2026-11-18T09:12:00+03:30,,,,", "missing", "`id` is empty"),
        ("=1+1,x,refunds,,2026-11-18T09:12:00+03:30,,,,", "id", "`=1+1` cannot be an id"),
        ('b,x,refunds,,2026-11-18T09:12:00+03:30,,,,"open', "quoting", "a quote is not closed"),
        ("b,x,refunds,,2026-11-18T09:12:00+03:30,,,", "cells", "this line has 8 cells; the header names 9"),
        ("b,x,refunds,,2026-11-18T09:12:00+03:30,,,,\x07", "control", "holds a control character"),
        (f"b,x,refunds,,2026-11-18T09:12:00+03:30,,,,{'z' * 81}", "reason", "this reason is too long"),
        (f"b,x,refunds,,2026-11-18T09:12:00+03:30,,,,{'z' * 20_001}", "length", "at most 20000 can be read"),
    ],
)
def test_a_bad_row_is_found_and_set_aside(tmp_path: Path, row: str, rule: str, words: str) -> None:
    """One finding with its line; the row is counted as uncounted; the rows before and after it count."""
    last = GOOD.replace("a1", "c1")
    content = read(tmp_path, {"intake/2026-11.csv": f"{HEAD}{GOOD}{row}\n{last}"})
    found = [finding for finding in content.findings if finding.path == "content/intake/2026-11.csv"]
    assert [finding.line for finding in found] == [3]
    assert words in found[0].text
    assert content.intake.uncounted == {rule: 1}
    assert counted(content) == ["a1", "c1"]
    assert content.set_aside == ("content/intake/2026-11.csv (1 row)",)


def test_a_row_with_two_faults_is_told_both_and_counted_once(tmp_path: Path) -> None:
    """All at once for whoever mends it, but it is one row that could not be counted."""
    content = read(tmp_path, {"intake/a.csv": "id,channel,topic,received\nb,y,zzz,2026-11-18T09:12:00Z\n"})
    assert [finding.line for finding in content.findings] == [2, 2]
    assert sum(content.intake.uncounted.values()) == 1


def test_one_bad_byte_spoils_its_line_only(tmp_path: Path) -> None:
    """A Latin byte in a UTF-8 file, in the middle of twenty thousand rows."""
    rows = [f"r{number},x,,,2026-11-18T09:12:00Z,,,,".encode() for number in range(20_000)]
    rows[12_344] += b"caf\xe9"
    content = read(tmp_path, {"intake/a.csv": HEAD.encode() + b"\n".join(rows)})
    assert [(f.line, f.text.partition(";")[0]) for f in content.findings] == [(12_346, "this line is not UTF-8")]
    assert len(counted(content)) == 19_999


def test_quotes_byte_order_mark_semicolons_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    """What spreadsheets write is read: a byte order mark, CRLF, quotes, blank lines, other delimiters."""
    comma = b'\xef\xbb\xbfid,channel,received,excluded_because\r\na,x,2026-11-18T09:12:00Z,"spam, twice"\r\n\r\n'
    semicolon = b'Id;Channel;Received\r\n"b";"x";"2026-11-18T09:12:00Z"'
    content = read(tmp_path, {"intake/a.csv": comma, "intake/b.csv": semicolon})
    assert content.findings == ()
    rows = content.intake.rows("SELECT id, excluded_because FROM intake ORDER BY id")
    assert rows == [("a", "spam, twice"), ("b", None)]


def test_a_formula_is_a_text(tmp_path: Path) -> None:
    """A cell that a spreadsheet would run is data like any other."""
    content = read(tmp_path, {"intake/a.csv": "id,channel,received,excluded_because\na,x,2026-11-18T09:12:00Z,=1+1\n"})
    assert content.intake.rows("SELECT excluded_because FROM intake") == [("=1+1",)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"\xff\xfei\x00d\x00", "the text is not UTF-8"),
        (b"id,channel\na,x\n", "missing: `received`"),
        (b"\n\n", "the first line names no columns"),
        (b"id,channel,received\ra,x,2026-11-18T09:12:00Z\r", "its line endings are unknown"),
        (b"id,channel,received,id\na,x,2026-11-18T09:12:00Z,b\n", "unknown column `id (4)`"),
        (b"name,id,channel,received\nMina,a,x,2026-11-18T09:12:00Z\n", "unknown column `name`"),
    ],
)
def test_a_wrong_file_is_said_once(tmp_path: Path, text: bytes, words: str) -> None:
    """A file that cannot be read, lacks a column, or has one that may hold a person."""
    found = read(tmp_path, {"intake/a.csv": text}).findings
    assert len(found) == 1
    assert words in found[0].message


def test_parquet_is_read_as_csv_is(tmp_path: Path) -> None:
    """Timestamps with a zone are instants; those without one have no offset and are set aside."""
    path = tmp_path / "content/intake/a.parquet"
    path.parent.mkdir(parents=True)
    source = "SELECT 'a' AS ID, 'x' AS channel, TIMESTAMPTZ '2026-11-18 09:12:00+03:30' AS received"
    duckdb.sql(f"COPY ({source}) TO '{path}' (FORMAT parquet)")
    local = source.replace("TIMESTAMPTZ", "TIMESTAMP").replace("+03:30", "")
    duckdb.sql(f"COPY ({local}) TO '{path.with_name('b.parquet')}' (FORMAT parquet)")
    (path.with_name("c.parquet")).write_bytes(b"PAR1 not really")
    content = read(tmp_path, {})
    at = int(datetime(2026, 11, 18, 5, 42, tzinfo=UTC).timestamp())
    assert content.intake.rows("SELECT id, received FROM intake") == [("a", at)]
    assert content.intake.uncounted == {"file": 1, "offset": 1}
    assert [finding.path.rpartition("/")[2] for finding in content.findings] == ["b.parquet", "c.parquet"]


@pytest.mark.usefixtures("pieces")
def test_rows_and_records_are_one_population(tmp_path: Path) -> None:
    """A record without a row counts too, and one with a row counts once, as the record tells it."""
    steps = ("at: 2026-11-18T09:40:00+03:30, did: answered", "at: 2026-11-19T10:00:00+03:30, did: taken_private")
    files: dict[str, str | bytes] = {
        "complaints/a1.md": complaint(*steps),
        "complaints/b2.md": complaint(*steps),
        "intake/a.csv": HEAD + GOOD + GOOD.replace("a1", "c3"),
    }
    content = read(tmp_path, files)
    assert content.findings == ()
    rows = content.intake.rows("SELECT id, record, taken_private IS NOT NULL FROM intake ORDER BY id")
    assert rows == [("a1", True, True), ("b2", True, True), ("c3", False, False)]


@pytest.mark.usefixtures("pieces")
def test_a_row_that_contradicts_its_record_is_found(tmp_path: Path) -> None:
    """With both values; the record counts until one of them is corrected."""
    record = complaint("at: 2026-11-18T11:00:00+03:30, did: answered", channel="email")
    content = read(tmp_path, {"complaints/a1.md": record, "intake/a.csv": HEAD + GOOD})
    otherwise = "contradicts content/complaints/a1.md, which says"
    assert [(f.line, f.message) for f in content.findings] == [
        (2, f"`answered` `2026-11-18T06:10:00+00:00` {otherwise} `2026-11-18T07:30:00+00:00`"),
        (2, f"`channel` `x` {otherwise} `email`"),
    ]
    assert content.intake.rows("SELECT channel FROM intake") == [("email",)]
    assert content.intake.uncounted == {}


@pytest.mark.usefixtures("pieces")
def test_of_two_rows_with_one_id_the_least_flattering_counts(tmp_path: Path) -> None:
    """Whatever their order, so that a copied row can never improve a figure."""
    answered, waiting = GOOD, GOOD.replace("2026-11-18T09:40:00+03:30", "")
    for number, rows in enumerate((answered + waiting, waiting + answered)):
        content = read(tmp_path / str(number), {"intake/a.csv": HEAD + rows})
        assert content.intake.rows("SELECT id, answered FROM intake") == [("a1", None)]
        assert content.intake.uncounted == {"duplicate": 1}
        assert "the id `a1` stands in content/intake/a.csv:" in content.findings[0].message


def test_many_bad_rows_are_counted_rather_than_listed(tmp_path: Path) -> None:
    """Twenty are listed with their lines, the other thirty in one line."""
    rows = "".join(f"r{number},y,2026-11-18T09:12:00Z\n" for number in range(50))
    content = read(tmp_path, {"intake/a.csv": "id,channel,received\n" + rows})
    assert len(content.findings) == 21
    assert content.findings[0].message == "30 more rows like: unknown channel `…`"
    assert content.intake.uncounted == {"channel": 50}


@given(st.lists(st.binary(max_size=40), max_size=30), st.randoms())
def test_any_bytes_are_read_line_by_line(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], order: random.Random
) -> None:
    """Whatever stands in a file, each line of it is one regular line, and the good ones stay what they are."""
    folder = tmp_path_factory.mktemp("lines")
    rows = [line.replace(b"\n", b"") for line in lines] + [b"good,x,1"] * 3
    order.shuffle(rows)
    (folder / "in.csv").write_bytes(b"id,channel,received\n" + b"\n".join(rows) + b"\n")
    bad: list[BadLine] = []
    regularize(folder / "in.csv", folder / "out.txt", bad.append)
    written = (folder / "out.txt").read_bytes().decode().split("\n")[:-1]
    assert len(written) == len(rows)
    assert all(line.count("\x1f") == 2 for line in written)
    assert [number for number, line in enumerate(written) if line == "good\x1fx\x1f1"] == [
        number for number, row in enumerate(rows) if row in (b"good,x,1", b"good,x,1\r")
    ]
    assert {one.line - 2 for one in bad} <= {number for number, line in enumerate(written) if line == "\x1f\x1f"}


def test_the_database_reaches_nothing_outside() -> None:
    """No file, no network, no extension, and no way to allow it again; its folder is gone when it is closed."""
    store = Store()
    for sql in (
        "SELECT * FROM read_csv('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/answerable-leak.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
    ):
        with pytest.raises(IntakeError):
            store.run(sql)
    folder = store.folder
    store.close()
    assert not folder.exists()
