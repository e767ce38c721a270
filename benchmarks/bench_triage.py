"""How long triage takes on a million complaints: reading the intake, asking for now, and looking back over 90 days.

    python benchmarks/bench_triage.py [rows ...]

Prints the seconds of each for made-up complaints spread over 13 months. Bound: a million rows read in ten seconds.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from answerable.facts.surge import by_subject, firings, surges
from answerable.intake.population import read_intake
from answerable.intake.queries import arrivals_of
from answerable.records.company import SurgeRule

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Tehran")
MONTHS = timedelta(days=395)
COLUMNS = (
    "id,channel,topic,priority,received,answered,auto_answered,taken_private,resolved,followed_up,confirmed,outcome"
)


def write_intake(folder: Path, rows: int) -> None:
    """So many rows in one file."""
    chance = random.Random(1)
    folder.mkdir(parents=True)
    with (folder / "all.csv").open("w", encoding="utf-8") as file:
        file.write(f"{COLUMNS}\n")
        for number in range(rows):
            at = NOW - MONTHS * chance.random()
            file.write(f"c{number},x,topic{chance.randrange(8)},normal,{at.isoformat(timespec='seconds')},,,,,,,\n")


def main() -> None:
    """Measure each number of rows."""
    for rows in map(int, sys.argv[1:] or ["50000", "1000000"]):
        with tempfile.TemporaryDirectory() as folder:
            write_intake(Path(folder) / "intake", rows)
            started = time.perf_counter()
            found = by_subject(arrivals_of(read_intake(Path(folder), [], {}, NOW)[0], NOW - MONTHS, NOW))
            read = time.perf_counter()
            surges(found, SurgeRule(), ZONE, NOW)
            asked = time.perf_counter()
            firings(found, SurgeRule(), ZONE, NOW - timedelta(days=90), NOW)
            looked = time.perf_counter()
        print(f"{rows} rows: read {read - started:.1f} s, now {asked - read:.2f} s, 90 days {looked - asked:.1f} s")


if __name__ == "__main__":
    main()
