"""Failures nobody thought of: a part of the site that cannot be made is left out and named, and the rest is published.

Tests run with ANSWERABLE_RAISE set, which lets every failure end the build, so that none stays hidden.
"""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass
from functools import partial
from pathlib import Path

RAISE = "ANSWERABLE_RAISE"


@dataclass(frozen=True, slots=True)
class Failure:
    """A part of the site that could not be made, and why, both for people."""

    part: str
    why: str


def raising() -> bool:
    """Return whether failures are to be raised instead of reported."""
    return bool(os.environ.get(RAISE))


def reason(error: BaseException) -> str:
    """Return what went wrong and where, on one line."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return " ".join(f"{type(error).__name__}: {error}"[:200].split()) + place


def name_of(task: object) -> str:
    """Return the name of the function that a task calls in the end, with its module's, such as `embed.publish`."""
    while isinstance(task, partial):
        inner = next((one for one in task.args if callable(one)), None)
        task = inner if inner is not None else task.func
    module = str(getattr(task, "__module__", "")).rpartition(".")[2]
    return f"{module}.{getattr(task, '__name__', type(task).__name__)}"
