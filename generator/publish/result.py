"""What the newest build of this process found and made: told by the hooks, asked for by the command line."""

from __future__ import annotations

from dataclasses import dataclass

from generator.records.findings import Finding


@dataclass(frozen=True)
class Result:
    """What a build found, which records it left out, which it published in part, and how many files it made.

    `below` is the path on its host at which the site stands, `/` where it has a host of its own. `cleaned` are files
    that are published without characters in them that cannot be seen, `stray` records that are published though they
    name a component which is not listed.
    """

    findings: tuple[Finding, ...]
    set_aside: tuple[str, ...]
    masked: tuple[str, ...]
    pages: int
    below: str = "/"
    cleaned: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()


_results: list[Result] = []


def remember(result: Result) -> None:
    """Tell the result of a build."""
    _results[:] = [result]


def last_result() -> Result:
    """The result of the newest build."""
    return _results[-1]
