"""Kill incremental builds at random moments, and look whether the live site is whole and the next build is right.

    python benchmarks/incremental_kills.py [--kills 300] [--records 1000] [--many 2000] [--seed 1]

Makes a project with so many records, and states of it that differ: a changed record, a new notice, records deleted and
renamed, a component with another name, another day and other twins, and what all of these add up to. Each state is
built once anew. Then the project goes from state to state, with what the builds before have kept: the cache, the live
site, and the spare tree, which is used from so many files on. Each build is killed (SIGKILL, with its workers): half of
them at a random time, half at a random operation that changes the disk, one of the last fifty as often as any other.
After each the live site must be, in every file, the one before or the new one. Then, four times in ten, the build is
made again and left to its end, and must give what the clean build gave, byte for byte.
Prints what it found, and exits with 1 if a site was not whole or not right.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from company import NOW, write_site

from answerable.mkdocs_plugin import staged_build
from answerable.mkdocs_plugin.running_build import BuildRequest
from answerable.mkdocs_plugin.staged_build import build_site
from answerable.output.build_cache import code_stamp
from answerable.output.fork_map import gc_paused

CHANGES = {"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.utime", "sqlite3.connect", "ctypes.dlsym"}
NOTICE = """---
title: Beware of fake shops
starts: {starts}
ends: {ends}
text: We never ask for your card.
---
"""
Manifest = dict[str, str]
Hook = Callable[[str, tuple[object, ...]], None]


@dataclass(frozen=True)
class State:
    """A state of the project: the texts of files that differ from the first state (None: not there), and the clock."""

    name: str
    files: Mapping[str, str | None]
    now: datetime


@dataclass
class Bench:
    """A project that goes from state to state, with the manifest of each state's clean site."""

    folder: Path
    states: list[State]
    first: dict[str, str] = field(default_factory=dict)
    clean: list[Manifest] = field(default_factory=list)
    live: int = -1
    found: Counter[str] = field(default_factory=Counter)
    lengths: list[tuple[float, int]] = field(default_factory=list)

    @property
    def site(self) -> Path:
        """The live site."""
        return self.folder / "site"

    def manifest(self) -> Manifest:
        """Return the hash of each file of the live site by its path."""
        files = (path for path in self.site.rglob("*") if path.is_file())
        return {str(path.relative_to(self.site)): _hash(path) for path in files}

    def switch(self, number: int) -> None:
        """Write the files of a state."""
        for path in {path for state in self.states for path in state.files}:
            text = self.states[number].files.get(path, self.first.get(path))
            file = self.folder / path
            if text is None:
                file.unlink(missing_ok=True)
            elif not file.exists() or file.read_text("utf-8") != text:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")

    def start(self, number: int, hook: Hook | None = None) -> int:
        """Start a build of a state in a process group of its own; return its id."""
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.setsid()
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                os.dup2(1, 2)
                if hook:
                    sys.addaudithook(hook)
                with gc_paused():
                    build_site(BuildRequest(self.folder / "mkdocs.yml", now=self.states[number].now, language="en"))
                code = 0
            finally:
                os._exit(code)
        return child

    def build(self, number: int) -> None:
        """Build a state to its end, and note its seconds and operations. Raises RuntimeError if it fails."""
        self.switch(number)
        began, counted = time.monotonic(), self.folder / "counted"
        if os.waitpid(self.start(number, counting(counted)), 0)[1]:
            raise RuntimeError(f"the state {self.states[number].name} cannot be built")
        self.live = number
        self.lengths.append((time.monotonic() - began, int(counted.read_text())))


def states(folder: Path) -> list[State]:
    """Return the states of a project."""
    records = sorted((folder / "content/complaints").rglob("*.md"))
    newest, gone, renamed = (path.relative_to(folder).as_posix() for path in (records[-1], records[0], records[1]))

    def text(path: str) -> str:
        return (folder / path).read_text("utf-8")

    starts, ends = ((NOW + timedelta(hours=hours)).isoformat() for hours in (-1, 48))
    changed = {newest: text(newest).replace("title: ", "title: Again ")}
    notice = {"content/notices/fakes.md": NOTICE.format(starts=starts, ends=ends)}
    moved = {gone: None, renamed: None, renamed.replace(".md", "-b.md"): text(renamed)}
    company = {"content/components.yml": text("content/components.yml").replace("name: {en: ", "name: {en: New ")}
    assert company["content/components.yml"] != text("content/components.yml")
    twins = {"mkdocs.yml": text("mkdocs.yml").replace("precompress: [gzip]", "precompress: [brotli]")}
    day, minute = timedelta(days=1), timedelta(minutes=1)
    return [
        State("as it was", {}, NOW),
        State("a record changed", changed, NOW + minute),
        State("a notice", notice, NOW + 2 * minute),
        State("deleted and renamed", moved, NOW + 3 * minute),
        State("another company", company, NOW + 4 * minute),
        State("another day", twins, NOW + day),
        State("all of it", {**changed, **notice, **moved, **company, **twins}, NOW + day + minute),
    ]


def prepare(folder: Path, records: int) -> Bench:
    """Write the project, and build each of its states anew."""
    config = write_site(folder / "project", records)
    options = "  - answerable:\n      precompress: [gzip]\n"
    config.write_text(config.read_text("utf-8").replace("  - answerable:\n", options), encoding="utf-8")
    bench = Bench(config.parent, states(config.parent))
    for path in {path for state in bench.states for path in state.files}:
        if (config.parent / path).exists():
            bench.first[path] = (config.parent / path).read_text("utf-8")
    for number in range(len(bench.states)):
        for left in (".answerable", "site", ".site.answerable-spare"):
            shutil.rmtree(bench.folder / left, ignore_errors=True)
        bench.build(number)
        bench.clean.append(bench.manifest())
    return bench


def changes(event: str, args: tuple[object, ...]) -> bool:
    """Return whether an event of Python's audit changes the disk."""
    if event == "open" and len(args) > 2 and isinstance(args[2], int):
        return bool(args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in CHANGES


def counting(file: Path) -> Hook:
    """Return a hook that writes the number of operations so far into a file at each of those that end a build."""
    count = [0]

    def hook(event: str, args: tuple[object, ...]) -> None:
        count[0] += changes(event, args)
        if event in {"ctypes.dlsym", "sqlite3.connect"}:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.write(handle, str(count[0]).encode())
            os.close(handle)

    return hook


def kill_at(number: int) -> Hook:
    """Return a hook that kills its process group at the operation of that number."""
    left = [number]

    def hook(event: str, args: tuple[object, ...]) -> None:
        left[0] -= changes(event, args)
        if left[0] == 0:
            os.killpg(0, signal.SIGKILL)

    return hook


def killed(bench: Bench, target: int, chance: random.Random) -> bool:
    """Kill a build of a state; return whether it was still running."""
    seconds, count = chance.choice(bench.lengths[-5:])
    if chance.random() < 0.5:
        build = bench.start(target)
        time.sleep(chance.uniform(0, seconds))
        with suppress(ProcessLookupError):
            os.killpg(build, signal.SIGKILL)
    else:
        last = chance.random() < 0.5
        build = bench.start(target, kill_at(chance.randint(max(1, count - 50) if last else 1, count)))
    return os.waitstatus_to_exitcode(os.waitpid(build, 0)[1]) == -signal.SIGKILL


def run(bench: Bench, kills: int, chance: random.Random) -> None:
    """Kill builds on the way from state to state, and count what is found."""
    while bench.found["killed"] < kills:
        before, target = bench.live, chance.choice([one for one in range(len(bench.states)) if one != bench.live])
        bench.switch(target)
        bench.found["killed" if killed(bench, target, chance) else "over before"] += 1
        now = bench.manifest()
        bench.found["with a spare tree"] += (bench.folder / ".site.answerable-spare").is_dir()
        if now == bench.clean[target]:
            bench.live = target
        kind = "new" if bench.live == target else "old" if now == bench.clean[before] else "BROKEN"
        bench.found[f"{kind} site live"] += 1
        if kind == "BROKEN":
            _report(bench, before, target, now)
        if bench.found["killed"] % 25 == 0:
            print(dict(bench.found), flush=True)
        if chance.random() < 0.4:
            bench.build(target)
            now = bench.manifest()
            bench.found["next build right" if now == bench.clean[target] else "next build WRONG"] += 1
            if now != bench.clean[target]:
                _report(bench, target, target, now)


def _report(bench: Bench, before: int, target: int, now: Manifest) -> None:
    """Print how a site differs from the clean sites of two states."""
    print(f"from {bench.states[before].name} to {bench.states[target].name}, {len(now)} files:")
    for clean in (bench.clean[before], bench.clean[target]):
        differ = sorted(path for path in now.keys() | clean.keys() if now.get(path) != clean.get(path))
        print(f"  {len(differ)} differ, such as {differ[:5]}", flush=True)


def _hash(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()


def main() -> int:
    """Kill builds and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, number in (("kills", 300), ("records", 1000), ("many", staged_build.MANY), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=number)
    given = parser.parse_args()
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    staged_build.MANY = given.many
    code_stamp()  # once, for all builds
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        bench = prepare(Path(folder), given.records)
        bench.build(0)
        bench.build(1)
        print(f"{len(bench.clean[0])} files, {bench.lengths[-1][1]} operations in a build", flush=True)
        run(bench, given.kills, random.Random(given.seed))
    print(", ".join(f"{count} {what}" for what, count in bench.found.items()))
    return 1 if bench.found["BROKEN site live"] or bench.found["next build WRONG"] else 0


if __name__ == "__main__":
    sys.exit(main())
