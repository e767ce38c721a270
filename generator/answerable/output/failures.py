"""Failures nobody thought of: a part of the site that cannot be made is left out and named, and the rest is published.

Tests run with ANSWERABLE_RAISE set, which lets every failure end the build, so that none stays hidden.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from answerable.translation.message import Message, msg

T = TypeVar("T")
RAISE = "ANSWERABLE_RAISE"


@dataclass(frozen=True, slots=True)
class Failure:
    """A part of the site that could not be made, and why, both for people.

    One that was `made` without some records has these as `why`, each with its reason.
    """

    part: str
    why: str
    made: bool = False


class LeftOutError(Exception):
    """A part of the site was made without some records; the message lists them, each with its reason in brackets."""


def raising() -> bool:
    """Return whether failures are to be raised instead of reported."""
    return bool(os.environ.get(RAISE))


def reason(error: BaseException) -> str:
    """Return what went wrong and where, on one line."""
    if isinstance(error, LeftOutError):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return " ".join(f"{type(error).__name__}: {error}"[:200].split()) + place


def failure_of(part: str, error: BaseException) -> Failure:
    """Return what an error says about a part of the site."""
    return Failure(part, reason(error), made=isinstance(error, LeftOutError))


def program_fault(error: Exception) -> Message:
    """Return the line for people about a failure nobody thought of."""
    return msg("%(error)s; this is a fault of the program, please report it", error=reason(error))


def failing(some: Sequence[T], use: Callable[[Sequence[T]], object]) -> Iterator[tuple[T, str]]:
    """Yield each item with which alone `use` raises, and the reason; found by halves, since most are good."""
    why = _failure(some, use) if some else ""
    if why and len(some) == 1:
        yield some[0], why
    elif why:
        middle = len(some) // 2
        yield from failing(some[:middle], use)
        yield from failing(some[middle:], use)


def _failure(some: Sequence[T], use: Callable[[Sequence[T]], object]) -> str:
    try:
        use(some)
    except Exception as error:  # noqa: BLE001 (whatever it is, it would end the build)
        return reason(error)
    return ""


def name_of(task: object) -> str:
    """Return the name of the function that a task calls in the end, with its module's, such as `embed.publish`."""
    while isinstance(task, partial):
        inner = next((one for one in task.args if callable(one)), None)
        task = inner if inner is not None else task.func
    module = str(getattr(task, "__module__", "")).rpartition(".")[2]
    return f"{module}.{getattr(task, '__name__', type(task).__name__)}"
