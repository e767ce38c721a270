"""What the newest build of this process found and made: told by the hooks, asked for by the command line."""

from __future__ import annotations

from dataclasses import dataclass

from generator.records.reading import Content


@dataclass(frozen=True)
class Result:
    """What a build was made from, with all that was found in it, and how many files it made.

    `below` is the path on its host at which the site stands, `/` where it has a host of its own. `further` are the
    languages in which the site is still to be built, each in a folder of its own.
    """

    content: Content
    files: int
    below: str
    further: tuple[str, ...] = ()


_results: list[Result] = []


def remember(result: Result) -> None:
    """Tell the result of a build."""
    _results[:] = [result]


def last_result() -> Result:
    """The result of the newest build."""
    return _results[-1]
