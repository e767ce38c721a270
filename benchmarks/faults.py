"""Break builds in every way that a machine can, and look whether the site that is served is whole.

    python benchmarks/faults.py [--kills 200] [--step 25] [--small 20] [--pairs 10] [--seed 1]

Builds a new site twice, from two states of its records; each build that is broken goes from one to the other. After it
the live site must be, file by file, one of the two. `--kills` builds are killed (SIGKILL) at random moments. In another
series one operation that changes the disk fails as if that were full: every `--step`-th, from the first to the last of
a build. `--small` builds write to a disk of their own that is full but for a little more each time, where one can be
mounted. `--pairs` times two builds start at once. One build may not write beside the site; for root the folder is made
immutable with chattr, and the case is left out where that is not possible. At last the same records are built in four
ways: twice by `answerable build` with another hash seed, zone and locale, by plain `mkdocs build`, and over a site that
is there. Prints a line for each kind and exits with 1 if a site was not whole, or if a file differs.
docs/reliability.md has the figures.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

NOW = "2026-11-24T09:00:00+00:00"
INCIDENT = """---
title: Sign-in fails
impact: major
components: {app: partial_outage}
updates: [{at: 2026-11-24T08:00:00+00:00, status: investigating, by: sam, text: We look into it.}]
---
"""
RUN = "from answerable.cli import main; main()"
FAILING = (
    """
import errno, os, sys
CHANGES = {"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.symlink"}
left = [int(os.environ["FAIL_AT"])]
def hook(event, args):
    writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if (writes or event in CHANGES) and os.environ["WITHIN"] in str(args[0]):
        left[0] -= 1
        if left[0] == 0:
            open(os.environ["REACHED"], "w").close()
            raise OSError(errno.ENOSPC, "No space left on device", str(args[0]))
sys.addaudithook(hook)
"""
    + RUN
    + "\n"
)
Manifest = dict[str, str]


@dataclass
class Bench:
    """A project whose records have two states, and its site as it is whole in each."""

    folder: Path
    whole: list[Manifest] = field(default_factory=list)
    state: int = 0

    @property
    def site(self) -> Path:
        """The folder that is served."""
        return self.folder / "served" / "site"

    def command(self, program: str = RUN) -> list[str]:
        """Return a build as a command of its own."""
        return [sys.executable, "-c", program, "build", "--now", NOW, "--site-dir", str(self.site)]

    def switch(self) -> None:
        """Change the records to their other state."""
        self.state = 1 - self.state
        record = self.folder / "content" / "incidents" / "2026-11-24-sign-in.md"
        record.write_text(INCIDENT if self.state else INCIDENT.replace("Sign-in", "Checkout"), encoding="utf-8")

    def start(self, program: str = RUN, **environment: str) -> subprocess.Popen[bytes]:
        """Start a build of the present state in a group of its own."""
        self.switch()
        return self.spawn(program, **environment)

    def spawn(self, program: str = RUN, **environment: str) -> subprocess.Popen[bytes]:
        """Start a build without a change of the records."""
        quiet = subprocess.DEVNULL
        env = {**os.environ, **environment}
        return subprocess.Popen(
            self.command(program), cwd=self.folder, env=env, stdout=quiet, stderr=quiet, start_new_session=True
        )

    def is_whole(self) -> bool:
        """Tell whether the live site is one of the two, in every file."""
        return manifest(self.site) in self.whole


def manifest(site: Path) -> Manifest:
    """Return the hash of each file below a folder, by its path."""
    files = (path for path in sorted(site.rglob("*")) if path.is_file())
    return {str(path.relative_to(site)): sha256(path.read_bytes()).hexdigest() for path in files}


def prepare(folder: Path) -> Bench:
    """Make a new site and build it whole in both states."""
    init = [sys.executable, "-c", RUN, "init", str(folder)]
    subprocess.run(init, check=True, stdout=subprocess.DEVNULL)
    bench = Bench(folder)
    bench.site.parent.mkdir()
    for _ in range(2):
        code = bench.start().wait()
        if code not in {0, 3}:
            raise SystemExit(f"the site cannot be built at all: exit code {code}")
        bench.whole.append(manifest(bench.site))
    return bench


def killed(bench: Bench, times: int, chance: random.Random) -> list[bool]:
    """Kill builds with all their processes at random moments; return whether the site was whole after each."""
    began = time.monotonic()
    bench.start().wait()
    seconds = time.monotonic() - began
    found = []
    for _ in range(times):
        build = bench.start()
        time.sleep(chance.uniform(0, seconds))
        os.killpg(build.pid, 9) if build.poll() is None else None
        build.wait()
        found.append(bench.is_whole())
    return found


def on_a_full_disk(bench: Bench, step: int) -> list[bool]:
    """Let one operation of each build fail, a later one each time, until a build has fewer."""
    found: list[bool] = []
    reached = bench.folder / "reached"
    while True:
        at = 1 + len(found) * step
        bench.start(FAILING, FAIL_AT=str(at), WITHIN=str(bench.site.parent), REACHED=str(reached)).wait()
        if not reached.exists():
            return found
        reached.unlink()
        found.append(bench.is_whole())


def on_a_small_disk(bench: Bench, times: int) -> list[bool]:
    """Build where the served folder is a disk of its own (tmpfs) that is full but for a little more each time.

    Returns nothing where no disk can be mounted, which needs root.
    """
    served = bench.site.parent
    kept = bench.folder / "kept"
    size = sum(path.stat().st_size for path in bench.site.rglob("*") if path.is_file())
    served.rename(kept)
    served.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={3 * size}", "tmpfs", served]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        served.rmdir()
        kept.rename(served)
        return []
    try:
        shutil.copytree(kept, served, dirs_exist_ok=True)
        return [_with_room(bench, served / "filler", number * size // times) for number in range(times)]
    finally:
        subprocess.run(["umount", "-l", served], check=True)
        served.rmdir()
        kept.rename(served)


def _with_room(bench: Bench, filler: Path, room: int) -> bool:
    """Build with so many bytes free on the disk."""
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(65_536))
    with filler.open("r+b") as file:
        file.truncate(max(0, filler.stat().st_size - room))
    bench.start().wait()
    filler.unlink()
    return bench.is_whole()


def same_bytes(bench: Bench) -> list[bool]:
    """Build the present records again in other ways; tell of each file whether it has the same bytes in all of them."""
    odd = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tehran", "LC_ALL": "C"}
    one, two, three, four = sites = [bench.folder / name for name in ("one", "two", "three", "four")]
    epoch = str(int(datetime.fromisoformat(NOW).timestamp()))
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", three]
    ours = bench.command()[:-1]
    ways: list[tuple[list[str | Path], dict[str, str]]] = [
        ([*ours, one], {}),
        ([*ours, two], odd),
        (mkdocs, {"SOURCE_DATE_EPOCH": epoch}),
        ([*ours, four], {}),
        ([*ours, four], odd),  # over the site that is there
    ]
    for command, environment in ways:
        subprocess.run(command, cwd=bench.folder, env={**os.environ, **environment}, check=False, capture_output=True)
    made = [manifest(site) for site in sites]
    return [len({found.get(path) for found in made}) == 1 for path in sorted(set().union(*made))]


def at_once(bench: Bench, times: int) -> list[bool]:
    """Start two builds at the same moment."""
    found = []
    for _ in range(times):
        pair = [bench.start(), bench.spawn()]
        for build in pair:
            build.wait()
        found.append(bench.is_whole())
    return found


def read_only(bench: Bench) -> list[bool]:
    """Build where nothing can be written beside the site; return nothing where that cannot be arranged."""
    parent = bench.site.parent
    if os.geteuid() == 0:
        if (
            not shutil.which("chattr")
            or subprocess.run(["chattr", "+i", parent], check=False, capture_output=True).returncode
        ):
            return []
    else:
        parent.chmod(0o555)
    try:
        bench.start().wait()
        return [bench.is_whole()]
    finally:
        if os.geteuid() == 0:
            subprocess.run(["chattr", "-i", parent], check=False)
        else:
            parent.chmod(0o755)


def main() -> int:
    """Run all kinds of faults and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, number in (("kills", 200), ("step", 25), ("small", 20), ("pairs", 10), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=number)
    options = parser.parse_args()
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = prepare(Path(folder, "project"))
        for kind, found in (
            ("killed at a random moment", killed(bench, options.kills, random.Random(options.seed))),
            ("one write fails", on_a_full_disk(bench, options.step)),
            ("small disk", on_a_small_disk(bench, options.small)),
            ("two at once", at_once(bench, options.pairs)),
            ("read-only folder", read_only(bench)),
        ):
            broken += found.count(False)
            print(f"{kind}: {len(found)} builds, {found.count(False)} broken sites", flush=True)
        files = same_bytes(bench)
        broken += files.count(False)
        print(f"same input in four ways: {len(files)} files, {files.count(False)} differ")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
