"""How long the checks take over many records, and over a table of a million rows.

    python benchmarks/bench_checks.py [records]

Prints processor seconds, children's included, since a busy machine makes seconds by the wall say little. Bounds: 10,000
records in 5 seconds beyond reading them, a million rows in 20.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from company import NOW, write_site

from answerable.checks.privacy.finder import Finder
from answerable.checks.privacy.other_files import in_table
from answerable.checks.run import run_checks
from answerable.content.reading import read_content
from answerable.records.ledger import make_ledger

ROWS = 1_000_000
ROW = "c-2026-{n:07d},x,refunds,normal,2026-11-01T09:12:00+03:30,2026-11-02T10:12:{s:02d}+03:30,,,,,,solved,\n"
MOST = {"records": 5.0, "rows": 20.0}


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of some work, in this process and in those that it started."""
    before = sum(os.times()[:4])
    started = time.perf_counter()
    work()
    wall = time.perf_counter() - started
    spent = sum(os.times()[:4]) - before
    print(f"  {spent:6.2f} s of processor, {wall:6.2f} s by the wall")
    return spent


def rows() -> Iterable[str]:
    """An intake table without anything private, but for its last row."""
    yield from (ROW.format(n=number, s=number % 60) for number in range(ROWS))
    yield "c-x,x,call 0912 000 0034\n"


def main(records: int) -> int:
    """Measure both; 1 where a bound is broken."""
    with tempfile.TemporaryDirectory() as folder:
        root = write_site(Path(folder), records).parent / "content"
        content = read_content(root, NOW)
        print(f"{records} records")
        slow = seconds(lambda: run_checks(content, root, NOW)) > MOST["records"]
        table = root / "big.csv"
        with table.open("w", encoding="utf-8") as file:
            file.writelines(rows())
        finder = Finder(make_ledger())
        found: list[object] = []
        print(f"{ROWS} rows")
        slow |= seconds(lambda: found.extend(in_table(table, "big.csv", finder))) > MOST["rows"]
        return int(slow or len(found) != 1)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
