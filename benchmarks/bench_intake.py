"""How long a large intake takes to be read, checked and counted, beside a plain loop over the same rows.

    python benchmarks/bench_intake.py [rows ...]

Prints, for each number of rows, processor seconds and peak memory of: reading with all checks; the figures of every
cohort by both clocks; closing the books on one month; and, in the same session, a Python loop that does nothing but
read the rows, parse two instants of each and count one share. Bounds at a million rows: reading and all figures within
6 times the loop, and 1.2 GB.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from answerable.content.reading import Content, read_content
from answerable.intake.cohorts import month_figures, response_figures
from answerable.intake.queries import rows_csv

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
        for mean in (20_000, 9_000, 90_000):
            moments.append(moments[-1] + timedelta(seconds=int(chance.expovariate(1 / mean))))
        received, answered, private, resolved = (at.isoformat() if at < NOW else "" for at in moments)
        outcome = chance.choice(("solved", "explained", "declined")) if resolved else ""
        who = f"{chance.choice(('x', 'email', 'phone'))},{chance.choice(('late', 'refunds'))}"
        priority = chance.choice(("normal", "normal", "outage"))
        yield f"c-{number},{who},{priority},{received},{answered},,{private},{resolved},,,{outcome},\n"


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


def measured(name: str, work: Callable[[], object]) -> float:
    """Do it, and print the processor seconds and the peak of memory so far."""
    wall, started = time.perf_counter(), time.process_time()
    work()
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  {name:32} {seconds:7.2f} s ({time.perf_counter() - wall:.2f} s by the wall), peak {peak:.0f} MB", flush=True
    )
    return seconds


def measure(rows: int, folder: Path) -> None:
    """All of it for a number of rows, and the bounds at a million."""
    path = write_rows(folder / "content", rows)
    print(f"{rows} rows, {path.stat().st_size / 1e6:.0f} MB")
    found: list[Content] = []
    read = measured("read, with all checks", lambda: found.append(read_content(folder / "content", NOW)))
    content = found[0]
    assert content.intake.uncounted == {"quoting": 1}
    figures = measured("figures of every cohort", lambda: response_figures(content.intake, content.ledger, NOW))
    measured("figures of one month", lambda: month_figures(content.intake, content.ledger, NOW, "2026-10"))
    measured("rows to download", lambda: rows_csv(content.intake, content.ledger, NOW))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    content.intake.close()
    plain = measured("a plain loop for one share", lambda: loop(path))
    print(f"  reading and all figures: {(read + figures) / plain:.1f} x the loop", flush=True)
    if rows >= 1_000_000:
        assert read + figures < 6 * plain, "slower than it was"
        assert peak < 1200, "more memory than it took"


def main() -> None:
    """Each number of rows named on the command line, in a process of its own; 10,000 and a million otherwise."""
    for rows in [int(number) for number in sys.argv[1:]] or [10_000, 1_000_000]:
        child = os.fork()
        if child == 0:
            with tempfile.TemporaryDirectory() as folder:
                measure(rows, Path(folder))
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.exit(f"{rows} rows: a bound was passed")


if __name__ == "__main__":
    main()
