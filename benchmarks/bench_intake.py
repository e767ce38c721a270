"""How long a large intake takes to be read, checked and counted, beside a bare aggregate over the same rows.

    python benchmarks/bench_intake.py [rows ...]

Prints, for each number of rows, processor seconds and peak memory, each step in a process of its own: DuckDB's bare
aggregate over the file (shares, medians and 90th percentiles of two lengths of time by month, channel, topic and
priority, in one query that checks nothing and knows no working hours); a first build, which reads with all checks,
works out the figures of every cohort by both clocks and keeps what the next build needs; the same a minute later with
one new row; and, for comparison, a Python loop that reads the rows, parses two instants of each and counts one share.
Then the rows to download and the size of what is kept. The goals at a million rows, which are printed beside: a first
build within 3 times the aggregate and 1 GB; with one new row 2 s.
"""

from __future__ import annotations

import csv
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from answerable.content.reading import read_content
from answerable.intake.cohorts import response_figures
from answerable.intake.queries import rows_files
from answerable.output.build_cache import BuildCache

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HEAD = (
    "id,channel,topic,priority,received,answered,auto_answered,taken_private,resolved,followed_up,confirmed,outcome,"
    "excluded_because"
)
CHANNELS = """channels:
  - {id: x, name: X, zone: Asia/Tehran, hours: {sat-wed: 08:00-22:00, thu: [08:00-13:00, 14:00-20:00]}, holidays: IR}
  - {id: email, name: E-mail, zone: Europe/Berlin, hours: {mon-fri: 09:00-17:00}, holidays: DE}
  - {id: phone, name: Phone, zone: Asia/Tehran, hours: always}
"""
POLICY = (
    "zone: Asia/Tehran\ntargets: {outage: 15m, normal: 24h}\ntopics: [{id: late, name: L}, {id: refunds, name: R}]\n"
)


def write_rows(folder: Path, rows: int) -> Path:
    """A folder of records with so many rows over a year; one in the middle is broken."""
    (folder / "intake").mkdir(parents=True)
    (folder / "channels.yml").write_text(CHANNELS, encoding="utf-8")
    (folder / "policy.yml").write_text(POLICY, encoding="utf-8")
    path = folder / "intake" / "rows.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD + "\n")
        file.writelines('"broken\n' if number == rows // 2 else line for number, line in enumerate(_lines(rows)))
    return path


def _lines(rows: int) -> Iterator[str]:
    chance = random.Random(rows)
    for number in range(rows):
        moments = [NOW - timedelta(seconds=chance.randrange(365 * 86_400))]
        for mean in (20_000, 9_000, 90_000, 30_000):
            moments.append(moments[-1] + timedelta(seconds=int(chance.expovariate(1 / mean))))
        received, answered, private, resolved, followed = (at.isoformat() if at < NOW else "" for at in moments)
        followed = followed if chance.random() < 0.7 else ""
        outcome = chance.choice(("solved", "explained", "declined")) if resolved else ""
        who = f"{chance.choice(('x', 'email', 'phone'))},{chance.choice(('late', 'refunds'))}"
        priority = chance.choice(("normal", "normal", "outage"))
        excluded = "advertising" if chance.random() < 0.02 else ""
        steps = f"{received},{answered},,{private},{resolved},{followed},"
        yield f"c-{number},{who},{priority},{steps},{outcome},{excluded}\n"


def loop(path: Path) -> float:
    """The share answered within a day, in the plainest way."""
    good = known = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, quoting=csv.QUOTE_NONE):  # a broken quote would end it
            known += 1
            if row["received"] and row["answered"]:
                took = datetime.fromisoformat(row["answered"]) - datetime.fromisoformat(row["received"])
                good += took <= timedelta(days=1)
    return good / known


def aggregate(path: Path) -> list[Any]:
    """What DuckDB alone counts of the file, without any check."""
    connection = duckdb.connect(config={"threads": 1})
    source = f"read_csv('{path}', quote = '', ignore_errors = true)"
    lengths = ", ".join(f"date_diff('second', received, {step}) AS {step}" for step in ("answered", "resolved"))
    month = "strftime(received, '%Y-%m') AS month"
    counted = ", ".join(
        f"count({step}), count(*) FILTER ({step} <= 86400), quantile_disc({step}, [0.5, 0.9])"
        for step in ("answered", "resolved")
    )
    by = ("channel", "topic", "priority")
    sets = ", ".join(f"({one}), (month, {one})" for one in by)
    rows = f"SELECT {', '.join(by)}, {month}, {lengths} FROM {source}"  # noqa: S608 (made by us)
    columns = f"month, {', '.join(by)}, count(*), {counted}"
    return connection.execute(f"SELECT {columns} FROM ({rows}) GROUP BY GROUPING SETS ((), (month), {sets})").fetchall()  # noqa: S608


def build(folder: Path, now: datetime) -> None:
    """Read and count, as a build does that keeps what the next one needs."""
    kept = BuildCache(folder / ".answerable" / "build.sqlite3")
    content = read_content(folder / "content", now, cache=kept)
    assert content.intake.uncounted == {"quoting": 1}
    response_figures(content.intake, content.ledger, now)
    kept.save()


def download(folder: Path) -> None:
    """Read, and write the rows to download."""
    content = read_content(folder / "content", NOW)
    rows_files(content.intake, content.ledger, NOW)


def measured(name: str, work: Callable[[], object]) -> tuple[float, float]:
    """Do it in another process; print and return the processor seconds and the peak of memory in megabytes."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"{name}: failed")
    seconds, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"  {name:32} {seconds:7.2f} s, peak {peak:.0f} MB", flush=True)
    return seconds, peak


def measure(rows: int, folder: Path) -> None:
    """All of it for a number of rows, and the goals at a million."""
    path = write_rows(folder / "content", rows)
    print(f"{rows} rows, {path.stat().st_size / 1e6:.0f} MB")
    bare, _ = min(measured("bare aggregate", lambda: aggregate(path)) for _ in range(2))
    cold, peak = measured("first build", lambda: build(folder, NOW))
    with path.open("a", encoding="utf-8") as file:
        file.write(f"new,x,late,normal,{(NOW - timedelta(hours=1)).isoformat()},,,,,,,,\n")
    warm, _ = measured("one new row, a minute later", lambda: build(folder, NOW + timedelta(minutes=1)))
    measured("a plain loop for one share", lambda: loop(path))
    measured("reading, rows to download", lambda: download(folder))
    kept = sum(one.stat().st_size for one in (folder / ".answerable").rglob("*") if one.is_file())
    print(f"  kept {kept / 1e6:.0f} MB")
    goals = ("3", "1000", "2") if rows == 1_000_000 else ("-", "-", "-")
    print(f"  first build / aggregate          {cold / bare:7.2f}    (goal: {goals[0]})")
    print(f"  peak of the first build          {peak:7.0f} MB (goal: {goals[1]})")
    print(
        f"  one new row                      {warm:7.2f} s  (goal: {goals[2]}), {warm / bare:.2f} x the aggregate",
        flush=True,
    )


def main() -> None:
    """Each number of rows named on the command line; 10,000 and a million otherwise."""
    for rows in [int(number) for number in sys.argv[1:]] or [10_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            measure(rows, Path(folder))


if __name__ == "__main__":
    main()
