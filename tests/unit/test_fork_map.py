"""Work spread over processes: the same results in the same order, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from functools import partial

import pytest

from answerable.output.fork_map import fork_map


@pytest.fixture(autouse=True)
def a_process_without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that other tests left running must not decide what is seen here."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def times_two(number: int) -> tuple[int, int]:
    """Twice the number, and who worked it out."""
    return number * 2, os.getpid()


def tasks(count: int) -> list[Callable[[], tuple[int, int]]]:
    """That many tasks."""
    return [partial(times_two, number) for number in range(count)]


def has_children() -> bool:
    """Whether this process has a child that nobody waited for."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    """Whoever works out what, number 7 stands in the seventh place."""
    assert [result for result, _ in fork_map(tasks(500), workers)] == [2 * number for number in range(500)]
    assert not has_children()


def test_others_do_the_work() -> None:
    """With two workers nothing is done here; with one, everything is."""
    assert os.getpid() not in {who for _, who in fork_map(tasks(50), 2)}
    assert {who for _, who in fork_map(tasks(50), 1)} == {os.getpid()}


def test_an_error_is_raised_where_the_results_are_read() -> None:
    """The third task's own error comes out after the first two results."""

    def fail() -> tuple[int, int]:
        raise ValueError("the third")

    results = fork_map([*tasks(2), fail, *tasks(3)], 2)
    assert [next(results)[0], next(results)[0]] == [0, 2]
    with pytest.raises(ValueError, match="the third"):
        list(results)
    assert not has_children()


def test_a_killed_worker_costs_only_time() -> None:
    """What workers did not bring before they were killed is worked out here."""
    here = os.getpid()

    def kill() -> tuple[int, int]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return -1, here

    assert [result for result, _ in fork_map([*tasks(3), kill, kill, *tasks(3)], 2)] == [0, 2, 4, -1, -1, 0, 2, 4]


def test_who_stops_reading_leaves_no_worker_behind() -> None:
    """A build that fails in the middle ends its workers."""
    results = fork_map(tasks(1000), 2)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert not has_children()


def test_large_results_pass() -> None:
    """A result larger than a pipe holds comes whole."""
    made = [partial(bytes, size) for size in (0, 5_000_000, 3)]
    assert [len(result) for result in fork_map(made, 2)] == [0, 5_000_000, 3]


def test_nothing_is_forked_beside_other_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process with threads, such as a live preview, does the work itself."""
    monkeypatch.undo()
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert {who for _, who in fork_map(tasks(20), 2)} == {os.getpid()}
    finally:
        stop.set()
        thread.join()
