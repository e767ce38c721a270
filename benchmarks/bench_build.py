"""How long a build takes beside `cp -r` of the site that it makes, in the same session, and how much memory.

    python benchmarks/bench_build.py [--languages] [records ...]

Prints, for each number of records: the seconds and peak memory of the first build, of a build after one record was
changed, of `cp -r` of the finished site, and the ratios. Builds and copies take turns, so that a machine that gets
slower slows both; the medians are printed. One language is built, and with `--languages` each of the company's two.
Bounds for one: 10,000 records within 8 times `cp -r` and 1 GB; 100 in 3 seconds.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from company import NOW, write_site

ROUNDS = 3


@dataclass(frozen=True)
class Run:
    """Seconds by the wall, and peak resident memory in MB of the process."""

    seconds: float
    megabytes: float


def run(*command: str | Path) -> Run:
    """Run a command to its end and measure it. Raises CalledProcessError."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=process.stderr)
    return Run(seconds, usage.ru_maxrss / 1024)


def median(runs: list[Run]) -> Run:
    """The median of each figure."""
    return Run(statistics.median(r.seconds for r in runs), statistics.median(r.megabytes for r in runs))


def measure(records: int, folder: Path, *alone: str) -> None:
    """Build, change, rebuild and copy, and print what it took."""
    config = write_site(folder, records)
    site, copy = folder / "site", folder / "copy"
    build = (sys.executable, "-m", "answerable", "build", "--config", config, "--now", NOW.isoformat(), *alone)
    first, again, copied = [], [], []
    for round_ in range(ROUNDS):
        shutil.rmtree(site, ignore_errors=True)
        shutil.rmtree(copy, ignore_errors=True)
        first.append(run(*build))
        copied.append(run("cp", "-r", site, copy))
        change(folder, round_)
        again.append(run(*build))
    report(records, site, median(first), median(again), median(copied))


def change(folder: Path, round_: int) -> None:
    """Change one word of one record."""
    path = sorted((folder / "content" / "complaints").rglob("*.md"))[round_]
    path.write_text(path.read_text(encoding="utf-8").replace("title: ", "title: Again "), encoding="utf-8")


def report(records: int, site: Path, first: Run, again: Run, copied: Run) -> None:
    """One block of figures."""
    files = [path for path in site.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"{records} records, {len(files)} files of {size:.0f} MB; medians of {ROUNDS}")
    print(f"  cp -r of the site    {copied.seconds:7.2f} s")
    for name, built in (("first build", first), ("one record changed", again)):
        ratio = built.seconds / copied.seconds
        print(f"  {name:20} {built.seconds:7.2f} s  {ratio:5.1f} x  {built.megabytes:.0f} MB", flush=True)


def main() -> None:
    """Measure each number of records named on the command line; 100 and 10,000 otherwise."""
    given = sys.argv[1:]
    alone = () if "--languages" in given else ("--language", "en")
    for records in [int(number) for number in given if number.isdigit()] or [100, 10_000]:
        with tempfile.TemporaryDirectory() as folder:
            measure(records, Path(folder), *alone)


if __name__ == "__main__":
    main()
