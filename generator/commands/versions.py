"""The versions of everything that makes the site here, so that tomorrow's build elsewhere uses the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

REQUIREMENT = re.compile(r"\s*(?P<name>[\w.-]+)")
SEPARATORS = re.compile(r"[-_.]+")


def constraints(name: str) -> list[str]:
    """One line `name==version` for all that a distribution needs and that is installed, sorted.

    They are pip's constraints: a line for something that another system does not need does no harm.
    """
    found: dict[str, str] = {}
    for needed, installed in _needed(name, set()):
        if "+" not in installed.version:  # a local build, which no index has
            found[needed] = installed.version
    return [f"{needed}=={version}" for needed, version in sorted(found.items())]


def _needed(name: str, seen: set[str]) -> Iterator[tuple[str, Distribution]]:
    for line in _requirements(name):
        match = REQUIREMENT.match(line)
        needed = SEPARATORS.sub("-", match["name"]).lower() if match else ""
        if not needed or needed in seen or "extra ==" in line:
            continue
        seen.add(needed)
        try:
            yield needed, distribution(needed)
        except PackageNotFoundError:
            continue  # for another system or another Python
        yield from _needed(needed, seen)


def _requirements(name: str) -> list[str]:
    try:
        return distribution(name).requires or []
    except PackageNotFoundError:
        return []
