"""How a place where an output says something untrue is told, and what the checks share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.agreement.company import Incident, Notice
from tests.agreement.reading import Site

Differences = Iterator[str]
API = "api/v2/"
IMPACT = {
    "none": "No impact",
    "minor": "Minor impact",
    "major": "Major impact",
    "critical": "Critical impact",
}


def differs(place: str, said: object, true: object) -> Differences:
    """A line if two values are not the same."""
    if said != true:
        yield f"{place} says {said!r}, and true is {true!r}"


def id_of(said: Any) -> str:
    """The record's id of an incident or a maintenance of the API."""
    return str(said["shortlink"].rstrip("/").rpartition("/")[2])


def by_id(found: list[Incident], id: str) -> Incident:
    """The incident of that id."""
    return {one.id: one for one in found}[id]


def instant(at: str | None) -> datetime | None:
    """An instant of the API."""
    return datetime.fromisoformat(at) if at else None


def key_of(one: Incident | Notice) -> str:
    """What a pinned notice is known by."""
    return f"{'incident' if isinstance(one, Incident) else 'notice'}:{one.id}"


def held(site: Site, at: datetime) -> list[dict[str, Any]]:
    """The notices of `pinned.json` that hold at an instant."""
    return [
        one
        for one in site.json("pinned.json")["notices"]
        if (not one["from"] or datetime.fromisoformat(one["from"]) <= at)
        and (not one["until"] or at < datetime.fromisoformat(one["until"]))
    ]
