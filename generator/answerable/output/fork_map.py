"""Run tasks in forked processes, with the results in the order of the tasks.

Forked workers share everything that the parent has read. All take task numbers from one pipe, and each returns pickled
results through a pipe of its own; no worker waits for the parent, so none outlives it. A task whose worker failed or
was killed is run again by the parent, so that its exception is raised there.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TypeVar

if sys.platform == "linux":
    import fcntl

T = TypeVar("T")
_NUMBER = struct.Struct("<i")
_HEADER = struct.Struct("<iq")  # a task's number and the length of its pickled result
_DONE = -1
_PIPE = 1 << 20


def fork_map(tasks: Sequence[Callable[[], T]], workers: int | None = None) -> Iterator[T]:
    """Yield the results of the tasks, in order. Results must be picklable; tasks need not be.

    `workers` is the number of processes; None means one per processor. Where forking is not safe (outside Linux, or
    while other threads run), this process runs all tasks itself.
    """
    count = process_count(len(tasks), workers)
    if count < 2:
        yield from (task() for task in tasks)
        return
    pool = _Pool(tasks, count)
    try:
        for number, task in enumerate(tasks):
            content = pool.result(number)
            yield pickle.loads(content) if content else task()  # noqa: S301 (from our own worker)
    finally:
        pool.close()


def _kill(worker: int) -> None:
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)


def process_count(tasks: int, workers: int | None = None) -> int:
    """Return how many processes would run so many tasks; 1 or 0 means that this process runs them."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return min(tasks, _processors() if workers is None else workers)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


class _Pool:
    """The workers, and the results that arrived before their turn."""

    def __init__(self, tasks: Sequence[Callable[[], T]], count: int) -> None:
        self._early: dict[int, bytes] = {}
        self._arrived: SimpleQueue[tuple[int, bytes]] = SimpleQueue()
        self._running = count
        numbers, feeder = os.pipe()
        sources: list[int] = []
        self._workers: list[int] = []
        for _ in range(count):
            source, sink = _wide_pipe()
            worker = os.fork()
            if worker == 0:
                _work(tasks, numbers, sink, others=[feeder, source, *sources])
            os.close(sink)
            self._workers.append(worker)
            sources.append(source)
        os.close(numbers)
        self._threads = [threading.Thread(target=self._listen, args=(source,), daemon=True) for source in sources]
        self._threads.append(threading.Thread(target=_feed, args=(feeder, len(tasks)), daemon=True))
        for thread in self._threads:
            thread.start()

    def result(self, number: int) -> bytes:
        """Return a task's pickled result; b"" if all workers ended without it."""
        while number not in self._early and self._running:
            arrived, content = self._arrived.get()
            if arrived == _DONE:
                self._running -= 1
            else:
                self._early[arrived] = content
        return self._early.pop(number, b"")

    def close(self) -> None:
        """Kill all workers and wait for them."""
        for worker in self._workers:
            _kill(worker)
        for thread in self._threads:  # they end with the pipes
            thread.join()

    def _listen(self, source: int) -> None:
        with open(source, "rb") as pipe:
            while len(header := pipe.read(_HEADER.size)) == _HEADER.size:
                number, length = _HEADER.unpack(header)
                content = pipe.read(length)
                if len(content) == length:
                    self._arrived.put((number, content))
        self._arrived.put((_DONE, b""))


def _wide_pipe() -> tuple[int, int]:
    """Open a pipe that holds a megabyte where the system allows it: results are large, and a full pipe blocks."""
    source, sink = os.pipe()
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            fcntl.fcntl(sink, fcntl.F_SETPIPE_SZ, _PIPE)
    return source, sink


def _feed(feeder: int, count: int) -> None:
    """Write the tasks' numbers into the pipe, and close it after the last one, which ends the workers."""
    try:
        for number in range(count):
            os.write(feeder, _NUMBER.pack(number))
    except BrokenPipeError:
        pass
    finally:
        os.close(feeder)


def _work(tasks: Sequence[Callable[[], T]], numbers: int, sink: int, others: Sequence[int]) -> None:
    """Run tasks in a worker until no number is left, then exit; never returns."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for other in others:
            os.close(other)
        with open(sink, "wb") as pipe:
            while len(number := os.read(numbers, _NUMBER.size)) == _NUMBER.size:
                content = pickle.dumps(tasks[_NUMBER.unpack(number)[0]](), pickle.HIGHEST_PROTOCOL)
                pipe.write(_HEADER.pack(_NUMBER.unpack(number)[0], len(content)) + content)
                pipe.flush()
    finally:
        os._exit(0)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Disable cyclic garbage collection inside the block, in forked workers too.

    Measured at 10,000 records: the collector took a quarter of the parent's time and freed next to nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
