"""How long a build takes beside others of the same session: an empty Material site, `cp -r`, and Hugo.

    python benchmarks/bench_build.py [--languages] [--other CHECKOUT] [records ...]

For each number of records: processor seconds and peak memory of the first build, and of builds a minute later after one
record was changed, after a notice was pinned, and after what is kept between builds was lost and a record was changed;
how many files each wrote; the size of the site, its largest page and file of the API; and the ratios to an empty
Material build, to `cp -r` of the finished site and to Hugo with the bare theme of `benchmarks/hugo/`, if there is a
`hugo` on the path. At last the ratios of the second number of records to the first.
With `--other` the same sources are also built by another checkout of this project. All take turns, and the least of
three rounds is printed, so that a busy machine troubles all alike. One language is built, and with `--languages` each
of the company's two.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from company import NOW, write_site

ROUNDS = 3
PEER = Path(__file__).parent / "hugo"
EMPTY = "site_name: Empty\nsite_url: https://status.example.com/\ntheme: {name: material}\n"
Command = list[str | Path]


@dataclass(frozen=True, order=True)
class Run:
    """Seconds of all processors, the peak resident memory in MB of the largest process, and the files written."""

    seconds: float
    megabytes: float
    files: int = 0


def run(command: Command) -> Run:
    """Run a command to its end and measure it. Raises CalledProcessError."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules are part of an installed program
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measure(records: int, folder: Path, others: list[Path], alone: list[str]) -> dict[str, Run]:
    """Build with each program in turn, print what it took, and return it."""
    found: dict[str, list[Run]] = {}
    for _ in range(ROUNDS):
        for name, command, before in commands(records, folder, others, alone):
            before()
            there = _inodes(folder / "site")
            made = run(command)
            files = len(_inodes(folder / "site") - there)
            found.setdefault(name, []).append(Run(made.seconds, made.megabytes, files))
    least = {name: min(runs) for name, runs in found.items()}
    report(records, folder / "site", least)
    return least


def _inodes(site: Path) -> set[tuple[str, int]]:
    """Return the path and the inode of each file; a file that is written again has another inode."""
    return {(str(path), path.stat().st_ino) for path in site.rglob("*") if path.is_file()}


def commands(
    records: int, folder: Path, others: list[Path], alone: list[str]
) -> Iterator[tuple[str, Command, Callable[[], None]]]:
    """Yield each command with its name, and what is to be done before it."""
    config, site = folder / "mkdocs.yml", folder / "site"
    if not config.exists():
        write_site(folder, records)
    for checkout in [*others, Path(sys.prefix).parent]:
        build: Command = [checkout / ".venv/bin/answerable", "build", "--config", config, *alone]
        name = f" ({checkout.name})" if checkout in others else ""
        yield f"first build{name}", [*build, *_a_minute_later()], lambda: anew(folder)
        yield f"one record changed{name}", [*build, *_a_minute_later()], lambda: change(folder)
        yield f"one more notice{name}", [*build, *_a_minute_later()], lambda: pin(folder)
        yield f"cache lost{name}", [*build, *_a_minute_later()], lambda: lose(folder)
    yield "cp -r of the site", ["cp", "-r", site, folder / "copy"], lambda: shutil.rmtree(folder / "copy", True)
    yield "empty Material site", empty_site(folder / "empty"), lambda: None
    if shutil.which("hugo"):
        yield "Hugo", hugo_site(folder), lambda: shutil.rmtree(folder / "hugo" / "public", True)


_MINUTES = count()


def _a_minute_later() -> list[str | Path]:
    """Return the option with the clock of the next build, since no two builds have the same."""
    return ["--now", _now().isoformat()]


def _now() -> datetime:
    return NOW + timedelta(minutes=next(_MINUTES))


def anew(folder: Path) -> None:
    """Remove the site and what was kept of it."""
    shutil.rmtree(folder / "site", ignore_errors=True)
    shutil.rmtree(folder / ".answerable", ignore_errors=True)


def lose(folder: Path) -> None:
    """Remove what was kept of the site, and change a record."""
    shutil.rmtree(folder / ".answerable", ignore_errors=True)
    change(folder)


def pin(folder: Path) -> None:
    """Write a notice that is pinned at once."""
    starts, ends = (one.isoformat() for one in (NOW - timedelta(hours=1), NOW + timedelta(days=2)))
    notices = folder / "content" / "notices"
    notices.mkdir(exist_ok=True)
    text = f"---\ntitle: Beware\nstarts: {starts}\nends: {ends}\ntext: Nobody asks for your card.\n---\n"
    (notices / f"{len(list(notices.iterdir()))}.md").write_text(text, encoding="utf-8")


def change(folder: Path) -> None:
    """Add a word to the title of the newest complaint."""
    path = max((folder / "content" / "complaints").rglob("*.md"))
    path.write_text(path.read_text(encoding="utf-8").replace("title: ", "title: Again "), encoding="utf-8")


def empty_site(folder: Path) -> Command:
    """Return the command that builds a site of one page with MkDocs and Material alone."""
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / "docs" / "index.md").write_text("# Empty\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(EMPTY, encoding="utf-8")
    return [sys.executable, "-m", "mkdocs", "build", "-q", "-f", folder / "mkdocs.yml"]


def hugo_site(folder: Path) -> Command:
    """Return the command that builds the same records with Hugo's bare theme."""
    target = folder / "hugo"
    if not target.exists():
        shutil.copytree(PEER, target)
        for kind in ("incidents", "complaints"):
            shutil.copytree(folder / "content" / kind, target / "content" / kind)
    return ["hugo", "--quiet", "--source", target]


def report(records: int, site: Path, runs: dict[str, Run]) -> None:
    """Print one block of figures."""
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    total = sum(sizes.values())
    print(f"{records} records, {len(sizes)} files of {total / 1e6:.0f} MB, {total / records / 1e3:.0f} KB a record")
    for ending, kind in ((".html", "page"), (".json", "file of the API"), (".xml", "file of XML")):
        below = {path: size for path, size in sizes.items() if path.suffix == ending and path.parts[-2] != "search"}
        largest = max(below, key=lambda path: sizes[path])
        print(f"  largest {kind}: {sizes[largest] / 1e3:.0f} KB, {largest.relative_to(site)}")
    beside = [name for name in ("empty Material site", "cp -r of the site", "Hugo") if name in runs]
    for name, found in runs.items():
        ratios = "".join(f"{found.seconds / runs[other].seconds:8.1f} x {other}" for other in beside if other != name)
        wrote = f"{found.files} files".rjust(13)
        print(f"  {name:30} {found.seconds:7.2f} s {found.megabytes:5.0f} MB{wrote} {ratios}", flush=True)


def main() -> None:
    """Measure each number of records named on the command line; 100 and 10,000 otherwise."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("records", type=int, nargs="*", default=[100, 10_000])
    parser.add_argument("--languages", action="store_true", help="build each language, not one")
    parser.add_argument(
        "--other", type=Path, action="append", default=[], help="another checkout, after `make install`"
    )
    given = parser.parse_args()
    found: list[dict[str, Run]] = []
    for records in given.records:
        with tempfile.TemporaryDirectory() as folder:
            others = [each.resolve() for each in given.other]
            found.append(measure(records, Path(folder), others, [] if given.languages else ["--language", "en"]))
    for name in found[0] if len(found) > 1 else ():
        ratio = found[1][name].seconds / found[0][name].seconds
        print(f"{name}: {ratio:.1f} x at {given.records[1]} records of {given.records[0]}")


if __name__ == "__main__":
    main()
