"""Kills `announce` a thousand times at random moments, and looks for posts that stand twice or are lost.

    python benchmarks/announce_kills.py [KILLS] [--seed N]

Networks made up after their documents answer over HTTP on loopback. Each run is a process of its own, killed with
SIGKILL: half of them at a random request or write of the log, before or after it, half after a random time. Besides,
every fifth run has a second one at the same time, every eighth kill loses the log where posts can be read back, and
every tenth request is answered with 500 although it was carried out.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.announcing.doubles import Asked, Double
from tests.announcing.stage import DOUBLES, PLACES, TOKENS, Moment, Place, Stage, Updates, days, run_once

from answerable.outreach.announce.log_places import FileLog
from answerable.outreach.announce.network_registry import all_networks
from answerable.outreach.announce.posted import LogError, Standing
from answerable.outreach.announce.steps import Manner
from answerable.web.fetch import Fetcher

WAYS: list[tuple[str, Updates]] = [
    ("mastodon", "edit"), ("mastodon", "thread"), ("bluesky", "thread"), ("matrix", "edit"),
    ("telegram", "edit"), ("telegram", "thread"), ("discord", "edit"),
]  # fmt: skip
Fork = multiprocessing.get_context("fork")


@dataclass
class Server:
    """A double behind HTTP; `spoil` is how likely an answer is a 500 to a request that was carried out."""

    double: Double
    spoil: float
    dice: random.Random
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> str:
        """Start to serve, and return the address."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with outer.lock:
                    asked = Asked.of(self.command, self.path, dict(self.headers.items()), body)
                    status, content = outer.double.answer(asked)
                    status = 500 if self.command != "GET" and outer.dice.random() < outer.spoil else status
                answer = json.dumps(content).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)
                except OSError:
                    pass  # whoever asked is dead

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.http.server_port}"


class DyingFetcher(Fetcher):
    """A fetcher whose process dies at one of its requests; so does that of the log, at one of its writes."""

    points = 0
    dies_at = -1

    @classmethod
    def point(cls) -> None:
        """Count a point, and die if it is the one."""
        cls.points += 1
        if cls.points == cls.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def send(self, address: str, sending: Any) -> Any:
        """Send a request, which may be the last thing done before or after it."""
        self.point()
        answer = super().send(address, sending)
        self.point()
        return answer


def run(way: tuple[str, Updates], address: str, log: Path, moment: Moment, said: Any, dies_at: int) -> None:
    """Announce once, and tell what was done; this is what a process does."""
    network, updates = way
    DyingFetcher.points, DyingFetcher.dies_at = 0, dies_at
    manner = Manner(all_networks()[network].abilities, updates)
    token = TOKENS[network].replace("https://discord.example", address)
    fetcher = DyingFetcher(allow_private=True, timeout=10)
    try:
        with FileLog(log).opened() as opened:

            def save(standing: Standing) -> None:
                DyingFetcher.point()
                opened.save("baran", standing)
                DyingFetcher.point()

            known = opened.profiles.get("baran")
            report = run_once(Place(network, fetcher, address, token), moment, manner, known, save)
    except LogError as error:
        said.put((0, [str(error)]))
        return
    said.put((len(report.done), report.problems))


@dataclass
class Company:
    """One profile on its way through the company's days."""

    network: str
    updates: Updates
    dice: random.Random
    log: Path
    problems: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def live(self) -> None:
        """Go through the days: at each moment one run that is killed, then runs until nothing is left to do."""
        self.server = Server(DOUBLES[self.network](), 0.1, self.dice)
        self.address = self.server.start()
        for moment in days():
            self._killed(moment)
            if all_networks()[self.network].abilities.reads_back and self.dice.random() < 1 / 8:
                self.log.unlink(missing_ok=True)
                self.counts["logs lost"] += 1
            self._until_quiet(moment)
        self.server.http.shutdown()
        self.server.http.server_close()

    def _start(self, moment: Moment, dies_at: int = -1) -> tuple[Any, Any]:
        said = Fork.SimpleQueue()
        given = ((self.network, self.updates), self.address, self.log, moment, said, dies_at)
        process = Fork.Process(target=run, args=given)
        process.start()
        return process, said

    def _killed(self, moment: Moment) -> None:
        other = self._start(moment) if self.dice.random() < 1 / 5 else None
        by_time = self.dice.random() < 0.5
        process, said = self._start(moment, -1 if by_time else self.dice.randint(1, 24))
        if by_time:
            time.sleep(self.dice.random() * 0.12)
            process.kill()
        process.join()
        self.counts["killed" if process.exitcode == -signal.SIGKILL else "ended before"] += 1
        if process.exitcode == 0 and not said.empty():
            self.problems += said.get()[1]
        if other:
            other[0].join()
            self.counts["two at once"] += 1
            self.problems += other[1].get()[1]

    def _until_quiet(self, moment: Moment) -> None:
        for _ in range(40):
            process, said = self._start(moment)
            process.join()
            done, problems = said.get()
            self.problems += problems
            if not done and not problems:
                return
        raise SystemExit(f"{self.network} comes to no end: {self.problems[-3:]}")


def right(network: str, updates: Updates) -> list[Any]:
    """Return what stands on the profile if nothing goes wrong."""
    stage = Stage(network, DOUBLES[network](), updates=updates)
    for moment in days():
        stage.run(moment)
    return stage.shown()


def main() -> None:
    """Kill until it is enough, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=15)
    given = parser.parse_args()
    dice = random.Random(given.seed)
    counts: Counter[str] = Counter()
    wanted = {way: right(*way) for way in WAYS}
    assert set(PLACES) == set(DOUBLES)
    while counts["killed"] < given.kills:
        network, updates = way = WAYS[counts["companies"] % len(WAYS)]
        with tempfile.TemporaryDirectory() as folder:
            company = Company(network, updates, dice, Path(folder) / "announced.json")
            company.live()
        counts += company.counts
        counts["companies"] += 1
        found = sorted(company.server.double.shown(), key=lambda one: (one.text, one.above, one.pinned))
        texts, expected = Counter(one.text for one in found), Counter(one.text for one in wanted[way])
        counts["posts"] += len(found)
        counts["double"] += sum((texts - Counter(set(texts))).values())
        missing = sum((expected - texts).values()) if len(found) < len(wanted[way]) else 0
        told = any("look, and post it by hand" in words for words in company.problems)
        counts["missing, and people were told"] += missing if told else 0
        counts["lost"] += 0 if told else missing
        if all_networks()[network].abilities.reads_back:
            counts["profiles that are not as they should be"] += found != wanted[way]
    for name in ("double", "lost", "profiles that are not as they should be"):
        counts[name] += 0
    print(f"seed {given.seed}:", ", ".join(f"{number} {name}" for name, number in sorted(counts.items())))
    failed = ("double", "lost", "profiles that are not as they should be")
    raise SystemExit(1 if any(counts[name] for name in failed) else 0)


if __name__ == "__main__":
    main()
