"""What a build keeps for the next one: values, records in which nothing was found, and what the guard has seen."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.content import COMPLAINT, INCIDENT, NOTICE, POLICY, write

from answerable.checks import guard
from answerable.checks.guard import Guard
from answerable.checks.rule import Check, CheckContext, Hit
from answerable.checks.run import over_records
from answerable.content import record_cache, record_reading
from answerable.content.reading import Content, read_content
from answerable.output import build_cache
from answerable.output.build_cache import BuildCache
from answerable.records.model import Incident, Record
from answerable.records.validation.invariants import broken_invariants

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FILES = {"incidents/pay.md": INCIDENT, "complaints/refund.md": COMPLAINT, "notices/fakes.md": NOTICE}


def saved(path: Path, value: str = "said") -> BuildCache:
    """Save a value, and return the cache as the next build finds it."""
    cache = BuildCache(path)
    cache.put("kind", {"name": value})
    cache.save()
    return BuildCache(path)


def test_what_is_put_is_there_for_the_next_build(tmp_path: Path) -> None:
    """Until it is dropped."""
    path = tmp_path / ".answerable/build.sqlite3"
    cache = saved(path, "سلام")
    assert cache.rows("kind") == {"name": "سلام"}
    cache.put("kind", {}, gone=["name"])
    cache.save()
    assert BuildCache(path).rows("kind") == {}


def test_what_cannot_be_written_is_not_kept(tmp_path: Path) -> None:
    """The build goes on."""
    assert saved(tmp_path / "build.sqlite3", "\ud800").rows("kind") == {}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[: len(content) // 2],
        lambda _: b"",
        lambda _: b"SQLite format 3\0" + bytes(2000),
        lambda content: content.replace(b"said", b"told"),
    ],
    ids=["cut short", "empty", "zeros", "other words"],
)
def test_a_spoilt_cache_counts_as_none(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    """Whatever became of the file, nothing false is read, and it is replaced."""
    path = tmp_path / "build.sqlite3"
    saved(path)
    path.write_bytes(spoil(path.read_bytes()))
    assert BuildCache(path).rows("kind") == {}
    assert saved(path, "again").rows("kind") == {"name": "again"}


def test_a_value_that_is_no_text_counts_as_none(tmp_path: Path) -> None:
    """A flipped bit can make bytes of a text; SQLite keeps both in any column."""
    path = tmp_path / "build.sqlite3"
    saved(path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE kept SET value = ?", (b"said",))
    assert BuildCache(path).rows("kind") == {}


@pytest.mark.parametrize(
    "row", ["", "3", "[" * 100_000, '["", "", "2026-01-01T00:00:00Z", 3, ""]', '["", "", 3, {}, "{}"]']
)
def test_a_record_whose_row_says_nothing_is_read(tmp_path: Path, row: str) -> None:
    """Whatever another program has put there."""
    content = write(tmp_path, FILES)
    cache = BuildCache(tmp_path / "build.sqlite3")
    cache.put(record_cache.KIND, {"incidents/pay.md": row})
    cache.save()
    found = read_content(content, NOW, cache=BuildCache(tmp_path / "build.sqlite3"))
    assert [one.id for one in found.ledger.incidents] == ["pay"] and not found.findings


def test_another_program_s_cache_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is known by the contents of its files and the versions of libraries."""
    saved(tmp_path / "build.sqlite3")
    monkeypatch.setattr(build_cache, "code_stamp", lambda: "another")
    assert BuildCache(tmp_path / "build.sqlite3").rows("kind") == {}
    assert saved(tmp_path / "build.sqlite3", "new").rows("kind") == {"name": "new"}


def test_a_folder_in_which_nothing_can_be_written_costs_nothing_else(tmp_path: Path) -> None:
    """A build goes on without a cache."""
    (tmp_path / "file").write_text("")
    assert saved(tmp_path / "file" / "build.sqlite3").rows("kind") == {}
    with sqlite3.connect(tmp_path / "build.sqlite3") as locked:
        locked.execute("CREATE TABLE made (other)")
    assert BuildCache(tmp_path / "build.sqlite3").rows("kind") == {}


class Readings:
    """A project that is read again and again with a cache; `files` are those that were read the last time."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._cache = folder / "build.sqlite3"
        self.files: list[str] = []
        self.content = write(folder, FILES)
        read = record_reading._record

        def noted(file: Path, *more: object) -> object:
            self.files.append(file.name)
            return read(file, *more)  # type: ignore[arg-type]

        monkeypatch.setattr(record_reading, "_record", noted)

    def read(self, now: datetime = NOW) -> Content:
        """Read all, and check that it is what a reading without a cache gives."""
        cache = BuildCache(self._cache, time.time_ns())
        self.files.clear()
        found = read_content(self.content, now, cache=cache)
        cache.save()
        read = list(self.files)
        clean = read_content(self.content, now)
        self.files[:] = read
        assert (repr(found.ledger), found.findings) == (repr(clean.ledger), clean.findings)
        return found


@pytest.fixture
def readings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Readings:
    """A project with an incident, a complaint and a notice."""
    return Readings(tmp_path, monkeypatch)


def test_a_clean_record_is_read_once(readings: Readings) -> None:
    """And again when its file changes, even if it is as long as before and has the time that it had."""
    readings.read()
    assert sorted(readings.files) == ["fakes.md", "pay.md", "refund.md"]
    readings.read()
    assert readings.files == []
    path = readings.content / "incidents/pay.md"
    before = path.stat()
    path.write_text(INCIDENT.replace("three", "seven"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    readings.read()
    assert readings.files == ["pay.md"]


def test_files_that_lie_long_unchanged_are_not_even_opened(readings: Readings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their size, times and inode are enough, unless they changed just before they were read."""
    opened: list[str] = []
    digest = record_cache.digest_of_file

    def noted(file: Path, name: str) -> str:
        opened.append(name)
        return digest(file, name)

    monkeypatch.setattr(record_cache, "digest_of_file", noted)
    readings.read()
    readings.read()
    assert len(opened) == 3
    monkeypatch.setattr(record_cache, "SETTLED", -(10**12))
    readings.read()
    opened.clear()
    readings.read()
    assert opened == [] and readings.files == []


def test_what_is_not_clean_is_read_each_time(readings: Readings) -> None:
    """So is what names somebody who is not listed any more, and all if the list cannot be read."""
    (readings.content / "incidents/pay.md").write_text(INCIDENT.replace("impact: major", "impact: big"), "utf-8")
    for _ in range(2):
        readings.read()
    assert readings.files == ["pay.md"]
    (readings.content / "team.yml").write_text("people: [{id: omid, name: Omid}]\n", "utf-8")
    readings.read()
    assert sorted(readings.files) == ["fakes.md", "pay.md", "refund.md"]
    (readings.content / "team.yml").write_text("people: [\n", "utf-8")
    readings.read()
    assert "refund.md" in readings.files


def test_an_earlier_clock_reads_again(readings: Readings) -> None:
    """What is past now may have been ahead then."""
    readings.read()
    readings.read(NOW - timedelta(days=30))
    assert sorted(readings.files) == ["fakes.md", "pay.md", "refund.md"]


instants = st.integers(0, 2_000_000).map(lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@given(
    instants,
    st.timedeltas(timedelta(0), timedelta(days=900)),
    st.lists(st.tuples(instants, st.none() | instants), min_size=1, max_size=3),
)
def test_what_breaks_no_invariant_breaks_none_later(
    now: datetime, later: timedelta, updates: list[tuple[datetime, datetime | None]]
) -> None:
    """On this a clean record may be kept while the clock goes on."""
    said = [
        {"at": at, "status": "identified", "next_update": due} for at, due in sorted(updates, key=lambda one: one[0])
    ]
    record = Incident.model_validate({"id": "i", "title": "t", "impact": "major", "updates": said})
    if not [*broken_invariants(record, now)]:
        assert not [*broken_invariants(record, now + later)]


def test_the_guard_looks_again_when_the_company_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record is looked through once, and again when it or any of the company's files says something else."""
    looked: list[str] = []

    def noted(checks: list[Check], context: CheckContext, some: list[Record]) -> Iterator[Hit]:
        looked.extend(record.id for record in some)
        return over_records(checks, context, some)

    monkeypatch.setattr(guard, "over_records", noted)

    def look(files: dict[str, str]) -> tuple[list[str], tuple[str, ...]]:
        looked.clear()
        root = write(tmp_path, {**FILES, **files})
        cache = BuildCache(tmp_path / "build.sqlite3")
        found = Guard(read_content(root, NOW, cache=cache), root, NOW, cache).content
        cache.save()
        return sorted(looked), found.set_aside

    assert look({}) == (["fakes", "pay", "refund"], ())
    assert look({}) == ([], ())
    assert look({"incidents/pay.md": INCIDENT.replace("three", "four")}) == (["pay"], ())
    words = {"policy.yml": f"privacy: {{codes: [{{name: code, pattern: 'paid'}}]}}\n{POLICY}"}
    assert look(words)[0] == ["fakes", "pay", "refund"]
    private = {"complaints/refund.md": COMPLAINT.replace("We paid.", "We called 0912 345 6789.")}
    policy = {"policy.yml": f"privacy: {{regions: [IR]}}\n{POLICY}"}
    assert look({**private, **policy}) == (["fakes", "pay", "refund"], ("content/complaints/refund.md",))
    assert look({**private, **policy}) == (["refund"], ("content/complaints/refund.md",))


def test_other_rules_of_a_time_zone_have_another_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures and hours kept under the old rules are then worked out again."""
    monkeypatch.setattr(build_cache, "TZPATH", (str(tmp_path),))
    zones = [ZoneInfo("Asia/Tehran"), ZoneInfo("Europe/Paris")]
    (tmp_path / "Asia").mkdir()
    (tmp_path / "Asia" / "Tehran").write_bytes(b"old")
    before = build_cache.digest_of_zones(zones)
    assert build_cache.digest_of_zones(reversed(zones)) == before
    (tmp_path / "Asia" / "Tehran").write_bytes(b"new")
    assert build_cache.digest_of_zones(zones) != before
