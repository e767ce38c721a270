"""How long a build takes beside others of the same session: an empty Material site, `cp -r`, and Hugo.

    python benchmarks/bench_build.py [--languages] [--other CHECKOUT] [records ...]

For each number of records: processor seconds and peak memory of the first build and of a build after one record was
changed, the size of the site, its largest page and file of the API; and the ratios to an empty Material build, to
`cp -r` of the finished site and to Hugo with the bare theme of `benchmarks/hugo/`, if there is a `hugo` on the path.
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
from pathlib import Path

from company import NOW, write_site

ROUNDS = 3
PEER = Path(__file__).parent / "hugo"
EMPTY = "site_name: Empty\nsite_url: https://status.example.com/\ntheme: {name: material}\n"
Command = list[str | Path]


@dataclass(frozen=True, order=True)
class Run:
    """Seconds of all processors, and the peak resident memory in MB of the largest process."""

    seconds: float
    megabytes: float


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


def measure(records: int, folder: Path, others: list[Path], alone: list[str]) -> None:
    """Build with each program in turn, and print what it took."""
    found: dict[str, list[Run]] = {}
    for _ in range(ROUNDS):
        for name, command, before in commands(records, folder, others, alone):
            before()
            found.setdefault(name, []).append(run(command))
    report(records, folder / "site", {name: min(runs) for name, runs in found.items()})


def commands(
    records: int, folder: Path, others: list[Path], alone: list[str]
) -> Iterator[tuple[str, Command, Callable[[], None]]]:
    """Yield each command with its name, and what is to be done before it."""
    config, site = folder / "mkdocs.yml", folder / "site"
    if not config.exists():
        write_site(folder, records)
    for checkout in [*others, Path(sys.prefix).parent]:
        build: Command = [checkout / ".venv/bin/answerable", "build", "--config", config, "--now", NOW.isoformat()]
        build += alone
        name = f" ({checkout.name})" if checkout in others else ""
        yield f"first build{name}", build, lambda: shutil.rmtree(site, ignore_errors=True)
        yield f"one record changed{name}", build, lambda: change(folder)
    yield "cp -r of the site", ["cp", "-r", site, folder / "copy"], lambda: shutil.rmtree(folder / "copy", True)
    yield "empty Material site", empty_site(folder / "empty"), lambda: None
    if shutil.which("hugo"):
        yield "Hugo", hugo_site(folder), lambda: shutil.rmtree(folder / "hugo" / "public", True)


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
        print(f"  {name:30} {found.seconds:7.2f} s {found.megabytes:5.0f} MB {ratios}", flush=True)


def main() -> None:
    """Measure each number of records named on the command line; 100 and 10,000 otherwise."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("records", type=int, nargs="*", default=[100, 10_000])
    parser.add_argument("--languages", action="store_true", help="build each language, not one")
    parser.add_argument(
        "--other", type=Path, action="append", default=[], help="another checkout, after `make install`"
    )
    given = parser.parse_args()
    for records in given.records:
        with tempfile.TemporaryDirectory() as folder:
            others = [each.resolve() for each in given.other]
            measure(records, Path(folder), others, [] if given.languages else ["--language", "en"])


if __name__ == "__main__":
    main()
