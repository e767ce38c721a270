"""How the time of a function grows with its input, which is the same on a slow machine and on a busy one."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time

LINEAR, QUADRATIC = 4.0, 16.0
"""What `growth_of` returns, about, for work that grows with the length of a text or with its square."""
TOO_STEEP = 8.0
"""Midway: what grows less may be called linear."""
TRIES, ENOUGH = 5, 1.0
"""How often both are measured, unless that takes so many seconds before."""


def growth_of(work: Callable[[str], object], text: str) -> float:
    """Return how many times as much processor time a text takes as its first quarter, each at its quickest try.

    What takes long is tried less often: chance moves short times only. It only ever adds time, so what looks steep
    is measured some more times.
    """
    quarter, began = text[: len(text) // 4], process_time()
    times: list[tuple[float, float]] = []
    while not times or (len(times) < TRIES and process_time() - began < ENOUGH):
        times.append((_time_of(work, quarter), _time_of(work, text)))
    while _ratio(times) >= TOO_STEEP and len(times) < 3 * TRIES and process_time() - began < 10 * ENOUGH:
        times.append((_time_of(work, quarter), _time_of(work, text)))
    return _ratio(times)


def _ratio(times: list[tuple[float, float]]) -> float:
    return min(whole for _, whole in times) / min(part for part, _ in times)


def _time_of(work: Callable[[str], object], text: str) -> float:
    gc.disable()  # a collection would walk through all that other tests have left
    try:
        began = process_time()
        work(text)
        return process_time() - began
    finally:
        gc.enable()
