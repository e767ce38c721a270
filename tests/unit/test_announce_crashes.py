"""Announcing through crashes, lost answers, lost logs and two runs at once: each post once, and none is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from functools import partial
from itertools import count

import pytest
from tests.announcing.doubles import MastodonDouble, Shown
from tests.announcing.stage import DOUBLES, Faults, Killed, Moment, Stage, Updates, days

READ_BACK: list[tuple[str, Updates]] = [
    ("mastodon", "edit"),
    ("mastodon", "thread"),
    ("bluesky", "thread"),
    ("matrix", "edit"),
    ("matrix", "thread"),
]
NOT_READ_BACK: list[tuple[str, Updates]] = [
    ("telegram", "edit"),
    ("telegram", "thread"),
    ("discord", "edit"),
    ("slack", "thread"),
    ("teams", "thread"),
]
MOMENTS = [*days()]


def undisturbed(network: str, updates: Updates) -> Iterator[tuple[Stage, Moment, int, list[Shown]]]:
    """Yield for each moment the stage before it, how many points its run has, and what stands there after it."""
    stage = Stage(network, DOUBLES[network](), updates=updates)
    for moment in MOMENTS:
        before, faults = deepcopy(stage), Faults()
        stage.run(moment, faults)
        yield before, moment, faults.points, stage.shown()


def once_at(point: int, fault: str) -> Faults:
    """Let one thing go wrong, at one point."""
    numbers = count()
    return Faults(lambda _: fault if next(numbers) == point else "")


def once_meanwhile(numbers: Iterator[int], point: int, run: Callable[[], object], _: str) -> str:
    """Let another run happen at one point."""
    if next(numbers) == point:
        run()
    return ""


@pytest.mark.parametrize(("network", "updates"), READ_BACK)
@pytest.mark.parametrize("fault", ["kill", "lost", "503"])
def test_whatever_goes_wrong_at_whatever_point_each_post_stands_once(
    network: str, updates: Updates, fault: str
) -> None:
    """After the next runs the profile is as if nothing had gone wrong, also once the network forgot our keys."""
    for before, moment, points, right in undisturbed(network, updates):
        for point in range(points):
            stage = deepcopy(before)
            with suppress(Killed):
                stage.run(moment, once_at(point, fault))
            if isinstance(stage.double, MastodonDouble):
                stage.double.keys.clear()
            stage.until_quiet(moment)
            assert stage.shown() == right, (moment, point)


@pytest.mark.parametrize(("network", "updates"), NOT_READ_BACK)
@pytest.mark.parametrize("fault", ["kill", "lost", "503"])
def test_where_nothing_can_be_read_back_no_post_is_made_twice(network: str, updates: Updates, fault: str) -> None:
    """A post may be missing, and then people are told to look."""
    for before, moment, points, right in undisturbed(network, updates):
        for point in range(points):
            stage = deepcopy(before)
            problems: list[str] = []
            with suppress(Killed):
                problems += stage.run(moment, once_at(point, fault)).problems
            problems += stage.until_quiet(moment)
            found = [one.text for one in stage.shown()]
            assert len(found) == len(set(found)) and set(found) <= {one.text for one in right}, (moment, point)
            assert len(found) == len(right) or any("look" in words for words in problems), (moment, point, problems)


@pytest.mark.parametrize(("network", "updates"), READ_BACK)
def test_a_lost_log_is_made_again_from_the_network(network: str, updates: Updates) -> None:
    """Before any run the log may be gone or an old one; nothing is posted again, and pins are taken down in time."""
    for lost in range(1, len(MOMENTS)):
        stage = Stage(network, DOUBLES[network](), updates=updates)
        logs = [""]
        for number, moment in enumerate(MOMENTS):
            if number == lost:
                stage.log = logs[0]
            stage.until_quiet(moment)
            logs.append(stage.log)
        *_, (_, _, _, right) = undisturbed(network, updates)
        assert stage.shown() == right, lost


@pytest.mark.parametrize(("network", "updates"), READ_BACK)
def test_two_runs_at_once_on_two_machines_post_once(network: str, updates: Updates) -> None:
    """Another run with a log of its own goes from beginning to end between any two requests or writes of the first."""
    for before, moment, points, right in undisturbed(network, updates):
        for point in range(points):
            one = deepcopy(before)
            other = Stage(network, one.double, updates=updates, log=one.log)
            one.run(moment, Faults(partial(once_meanwhile, count(), point, partial(other.run, moment))))
            one.until_quiet(moment)
            assert one.shown() == right, (moment, point)
