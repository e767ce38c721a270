"""Import from Statuspage's API v2: incidents, scheduled maintenances and components, from any mix of documents.

The shapes are those of Statuspage's public API: `incidents.json`, `scheduled-maintenances.json`, `components.json`.
`summary.json` and pages of its private API hold the same objects and are read too.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import click

from answerable.importers.imported_history import Entry, History, Imported, Kind, Settings, dicts
from answerable.importers.markdown import one_line, to_markdown
from answerable.importers.registry import Importer
from answerable.importers.source_instants import read_when
from answerable.importers.statuspage.event import Event, affected_components, component_key
from answerable.importers.statuspage.records import incident, maintenance
from answerable.translation.message import joined, msg
from answerable.web.fetch import MAX_BYTES, Fetcher, FetchError

LISTS = {"incidents": "incidents", "scheduled_maintenances": "maintenances", "components": "components"}
"""The lists that a document may hold, and the report's word for the items of each."""
_IDS = frozenset({"id", "code", "group_id"})
DOCUMENTS = ("incidents.json", "scheduled-maintenances.json", "components.json")
_Found = dict[str, dict[str, dict[str, Any]]]  # by the list's name and the object's id


@dataclass(frozen=True, slots=True)
class Document:
    """The name and the bytes of what one file or address gave."""

    name: str
    content: bytes


def read_sources(settings: Settings, sources: Iterable[str], *, allow_private: bool = False) -> History:
    """Read files and addresses. Raises FetchError if none of them can be read; else each failure is a problem."""
    fetcher = Fetcher(allow_private=allow_private)
    documents: list[Document] = []
    failed: list[tuple[str, str]] = []
    for place in (place for source in sources for place in addresses(source)):
        try:
            content = fetcher.get(place) if _is_address(place) else _read_file(Path(place))
        except FetchError as error:
            failed.append(("fetch" if _is_address(place) else "file", str(error)))
        else:
            documents.append(Document(Path(place.partition("?")[0]).name, content))
    if failed and not documents:
        raise FetchError(joined("; ", (words for _, words in failed)))
    history = read_documents(documents, settings)
    for source, words in failed:
        history.problem(source, words)
    return history


def addresses(source: str) -> tuple[str, ...]:
    """Return a file or a document's address as it is, and for a status page's address those of its documents."""
    if not _is_address(source):
        return (source,)
    try:
        parts = urlsplit(source)
    except ValueError:
        return (source,)
    if parts.path.endswith(".json"):
        return (source,)
    base = parts.path.rstrip("/").removesuffix("/api/v2")
    return tuple(urlunsplit(parts._replace(path=f"{base}/api/v2/{name}", fragment="")) for name in DOCUMENTS)


def _is_address(source: str) -> bool:
    return "://" in source  # a scheme other than http and https is refused when it is fetched


def _read_file(path: Path) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise FetchError(msg("%(path)s: this is not a file", path=path))
        if about.st_size > MAX_BYTES:
            raise FetchError(
                msg("%(path)s: the file is larger than %(max_bytes)s bytes", path=path, max_bytes=MAX_BYTES)
            )
        return path.read_bytes()
    except OSError as error:
        raise FetchError(
            msg("%(path)s: the file cannot be read (%(strerror)s)", path=path, strerror=error.strerror)
        ) from None


def read_documents(documents: Iterable[Document], settings: Settings) -> History:
    """Read all that the documents hold together, each object once: the version that was changed last."""
    history = History()
    found: _Found = {key: {} for key in LISTS}
    for document in documents:
        _collect(document, _lists(document, history), found, history)
    _components(found["components"].values(), history)
    for item in found["incidents"].values():
        planned = item.get("impact") == "maintenance" or bool(item.get("scheduled_for"))
        history.records += _record(item, "maintenance" if planned else "incident", history, settings)
    for item in found["scheduled_maintenances"].values():
        history.records += _record(item, "maintenance", history, settings)
    _components_of_records(found, history)
    history.records.sort(key=lambda record: (record.id[:10], record.source_key))
    return history


def _record(item: dict[str, Any], kind: Kind, history: History, settings: Settings) -> list[Imported]:
    """Return the record of an object; none, with a problem in the history, if it lacks what the kind needs."""

    def as_kind(kind: Kind) -> Imported | None:  # what is guessed about the other kind was not asked
        return next(iter(_as(kind, Event(item, History(), settings.zone), settings)), None)

    return [replace(one, as_kind=as_kind) for one in _as(kind, Event(item, history, settings.zone), settings)]


def _as(kind: Kind, event: Event, settings: Settings) -> list[Imported]:
    """Return the record as one of that kind; none, with a problem in the history, if the importer fails at it."""
    with event.history.faults_as_problems(event.id):
        return _made(kind, event, settings)
    return []


def _made(kind: Kind, event: Event, settings: Settings) -> list[Imported]:
    return maintenance(event, settings.now) if kind == "maintenance" else incident(event, settings.now)


def _lists(document: Document, history: History) -> dict[str, list[Any]]:
    try:
        value = json.loads(document.content, object_hook=_with_text_ids)
    except (ValueError, RecursionError) as error:
        history.problem(document.name, msg("this is not JSON: %(error)s", error=error))
        return {}
    if isinstance(value, list) and (not value or any("incident_updates" in item for item in dicts(value))):
        value = {"incidents": value}  # a page of the private API
    if isinstance(value, dict):
        value = _with_lists(value)
    lists = {key: value[key] for key in LISTS if isinstance(value.get(key), list)} if isinstance(value, dict) else {}
    if not lists:
        history.problem(document.name, msg("it holds none of Statuspage's lists: %(lists)s", lists=", ".join(LISTS)))
    return lists


def _with_text_ids(found: dict[str, Any]) -> dict[str, Any]:
    """Return a JSON object with numbers that are ids as texts."""
    return {key: str(value) if key in _IDS and type(value) is int else value for key, value in found.items()}


def _with_lists(value: dict[str, Any]) -> dict[str, Any]:
    """Return a document with lists instead of a single object, be it alone or under its name as in a webhook's call.

    A list that is `null` is empty.
    """
    if "id" in value and ("incident_updates" in value or "impact" in value):
        return {"incidents": [value]}
    lists = {key: [one] if isinstance(one, dict) else one or [] for key, one in value.items() if key in LISTS}
    single = {key: [value[key[:-1]]] for key in LISTS if isinstance(value.get(key[:-1]), dict)}
    return {**lists, **single}


def _collect(document: Document, lists: dict[str, list[Any]], found: _Found, history: History) -> None:
    for key, items in lists.items():
        history.counts.append((document.name, f"{len(items)} {LISTS[key]}"))
        for number, item in enumerate(items, start=1):
            source = f"{document.name} [{number}]"
            if not isinstance(item, dict) or not isinstance(item.get("id"), str) or not item["id"]:
                history.problem(source, msg("it has no id"))
                continue
            known = found[key].get(item["id"])
            if known:
                history.guess(item["id"], msg("it is there more than once; the version changed last was taken"), source)
            if not known or _changed_at(item) > _changed_at(known):
                found[key][item["id"]] = item


def _changed_at(item: dict[str, Any]) -> float:
    when = read_when(str(item.get("updated_at") or ""), "UTC")
    return when.at.timestamp() if when else 0


def _components(items: Iterable[dict[str, Any]], history: History) -> None:
    for item in sorted(items, key=_position):
        entry = _entry(item)
        if item.get("group") is True:
            history.groups.append(entry)
        else:
            history.components.append(entry)
        if not isinstance(item.get("name"), str) or not one_line(item["name"]):
            history.guess(item["id"], msg("a component has no name; its id was taken"))


def _entry(item: dict[str, Any]) -> Entry:
    description = item.get("description")
    return Entry(
        source_key=item["id"],
        name=one_line(str(item.get("name") or "")) or item["id"],
        description=to_markdown(description) if isinstance(description, str) else "",
        group=item["group_id"] if isinstance(item.get("group_id"), str) else "",
        since=item["start_date"][:10] if isinstance(item.get("start_date"), str) else "",
    )


def _position(item: dict[str, Any]) -> int:
    position = item.get("position")
    return position if isinstance(position, int) else 0


def _components_of_records(found: _Found, history: History) -> None:
    """Add the components that records name and no list has: they were removed since, or no list was given."""
    known = {entry.source_key for entry in history.components}
    named = {key for record in history.records for key in _named(record.front)}
    objects = {
        component["id"]: component
        for key in ("incidents", "scheduled_maintenances")
        for item in found[key].values()
        for component in dicts(item.get("components"))
        if isinstance(component.get("id"), str)
    }
    objects = {**_of_updates(found), **objects}
    for key in sorted(named - known, key=lambda key: (_position(objects.get(key, {})), key)):
        entry = _entry({**objects.get(key, {"name": key}), "id": key, "group_id": None})
        history.components.append(entry)
        if found["components"]:
            history.guess(
                key, msg("a component that components.json does not have became one all the same"), entry.name
            )


def _of_updates(found: _Found) -> dict[str, dict[str, Any]]:
    """Return the components that updates changed, by what names them; an update gives no more than their names."""
    updates = (
        update
        for key in ("incidents", "scheduled_maintenances")
        for item in found[key].values()
        for update in dicts(item.get("incident_updates"))
    )
    return {
        component_key(one): {"name": one.get("name")}
        for update in updates
        for one in affected_components(update)
        if isinstance(one.get("name"), str)
    }


def _named(front: dict[str, Any]) -> set[str]:
    maps = [front.get("components"), *(update.get("components") for update in front.get("updates") or ())]
    return {key for components in maps for key in components or ()}


IMPORTER = Importer(
    name="statuspage",
    help="""Import a Statuspage site, or documents of its API.

    Give the address of the page, or the API's documents as files or addresses.

    \b
    Examples:
      answerable import statuspage https://status.example.com
      answerable import statuspage incidents.json components.json

    Exit codes: 0 all imported, 1 something was not, or was changed on both sides, 2 wrong usage.
    """,
    arguments=(
        click.argument("sources", nargs=-1, required=True, metavar="FILE|URL..."),
        click.option("--allow-private", is_flag=True, help="Allow connections to private addresses."),
    ),
    read=read_sources,
)
