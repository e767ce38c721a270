"""What holds between two builds of the same records: nothing that was said is said otherwise, or no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.agreement import reading
from tests.agreement.differing import API, differs
from tests.agreement.oracle import Truth
from tests.agreement.reading import Site

LISTS = ("incidents", "scheduled-maintenances")


def lost(first: Site, second: Site) -> Iterator[str]:
    """What was there and is no more, whatever records say by now: addresses, ids, items."""
    yield from differs("files that are gone", sorted(_files(first) - _files(second)), [])
    for path in LISTS:
        yield from differs(path, sorted(set(_updates(first, path)) - set(_updates(second, path))), [])
    for path in _feeds(first):
        yield from differs(path, sorted(set(_items(first, path)) - set(_items(second, path))), [])
    yield from differs("calendar", sorted(set(_events(first)) - set(_events(second))), [])


def broken(first: Site, second: Site, before: Truth, after: Truth) -> Iterator[str]:
    """Every law that the second build breaks."""
    yield from lost(first, second)
    for path in LISTS:
        yield from _kept(path, _updates(first, path), _updates(second, path))
        yield from _kept(path, _lives(first, path), _lives(second, path))
    for path in _feeds(first):
        yield from _kept(path, _items(first, path), _items(second, path))
    yield from _kept("calendar", _events(first), _events(second))
    for incident in before.incidents:
        if before.told(incident) == after.told(incident):
            path = f"incidents/{incident.id}/index.html"
            yield from differs(f"{path} is the same", first.files[path] == second.files[path], True)
    if before.changed_at == after.changed_at:
        at = [site.json(f"{API}summary.json")["page"]["updated_at"] for site in (first, second)]
        yield from differs("page.updated_at", at[1], at[0])


def _files(site: Site) -> set[str]:
    """All but preview pictures and parts of the search, which have another name when they hold something else."""
    return {path for path in site.files if not path.startswith(("previews/", "search/periods/"))}


def _feeds(site: Site) -> list[str]:
    return sorted(path for path in site.files if path.startswith("feed") and path.endswith(".json"))


def _kept(place: str, before: dict[Any, Any], after: dict[Any, Any]) -> Iterator[str]:
    for key, said in before.items():
        yield from differs(f"{place}, {key}", after.get(key), said)


def _updates(site: Site, path: str) -> dict[Any, Any]:
    """What was said, with the ids that programs know it by."""
    (found,) = (value for key, value in site.json(f"{API}{path}.json").items() if key != "page")
    return {update["id"]: update for one in found for update in one["incident_updates"]}


def _lives(site: Site, path: str) -> dict[Any, Any]:
    (found,) = (value for key, value in site.json(f"{API}{path}.json").items() if key != "page")
    return {one["id"]: (one["name"], one["created_at"], one["started_at"], one["shortlink"]) for one in found}


def _items(site: Site, path: str) -> dict[Any, Any]:
    """Items of a feed without their pictures, which show the newest state."""
    found = reading.entries(site, path.removesuffix(".json"))
    return {one["id"]: {key: value for key, value in one.items() if key != "image"} for one in found}


def _events(site: Site) -> dict[Any, Any]:
    return {id: event["DTSTART"].dt for id, event in reading.events(site, "calendar.ics").items()}
