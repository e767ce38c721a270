"""References between records: the components, channels, people, topics and incidents named must exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from answerable.records.company import Channels, Component, Components, Person, Policy, Team
from answerable.records.findings import did_you_mean, quoted
from answerable.records.model import Complaint, Incident, Maintenance, Notice, Record
from answerable.records.notify import Notify
from answerable.records.text import Text
from answerable.records.yaml.tree import Loc
from answerable.translation.message import joined, msg

UNLISTED = frozenset({"component", "person"})
"""Kinds, and rules of that name: a record that names one which is not listed is an error and published all the same.

It is history: what the service was made of then, and who signed then.
"""


class Reference(NamedTuple):
    """A place in a record that names something by its id; `at_key` if the id is a key, as in `{checkout: …}`."""

    loc: Loc
    kind: str
    id: str | None
    at_key: bool = False


def references(part: object) -> Iterator[Reference]:
    """Yield all ids that a record or a company file names, with their places."""
    if isinstance(part, Incident):
        yield from _components(("components",), part.components or {})
        for number, update in enumerate(part.updates or ()):
            yield from _components(("updates", number, "components"), update.components or {})
            yield Reference(("updates", number, "by"), "person", update.by)
            yield Reference(("updates", number, "approved_by"), "person", update.approved_by)
        yield Reference(("approved_by",), "person", part.approved_by)
    elif isinstance(part, Maintenance):
        yield from _components(("components",), part.components or {})
        yield Reference(("by",), "person", part.by)
        for number, change in enumerate(part.updates or ()):
            yield Reference(("updates", number, "by"), "person", change.by)
    elif isinstance(part, Notice):
        yield Reference(("by",), "person", part.by)
        yield Reference(("approved_by",), "person", part.approved_by)
    elif isinstance(part, Complaint):
        yield from _of_complaint(part)
    elif isinstance(part, Notify):
        yield from _of_targets(part)
    else:
        yield from _of_company(part)


def _of_complaint(complaint: Complaint) -> Iterator[Reference]:
    for kind in ("channel", "topic", "component", "incident"):
        yield Reference((kind,), kind, getattr(complaint, kind))
    for number, step in enumerate(complaint.steps or ()):
        yield Reference(("steps", number, "by"), "person", step.by)


def _of_company(part: object) -> Iterator[Reference]:
    if isinstance(part, Components):
        for number, group in enumerate(part.groups or ()):
            yield Reference(("groups", number, "owner"), "person", group.owner)
        for number, component in enumerate(part.components or {}):
            yield Reference(("components", number, "group"), "group", component.group)
            yield Reference(("components", number, "owner"), "person", component.owner)
    elif isinstance(part, Channels):
        for number, channel in enumerate(part.channels or ()):
            for place, person in enumerate(channel.answers or ()):
                yield Reference(("channels", number, "answers", place), "person", person)
            for place, topic in enumerate(channel.topics or ()):
                yield Reference(("channels", number, "topics", place), "topic", topic)
    elif isinstance(part, Policy):
        for number, topic_ in enumerate(part.topics or ()):
            yield Reference(("topics", number, "owner"), "person", topic_.owner)


def _of_targets(notify: Notify) -> Iterator[Reference]:
    for name in type(notify).model_fields:
        for number, target in enumerate(getattr(notify, name) or ()):
            for place, id in enumerate(target.components or ()):
                yield Reference((name, number, "components", place), "component", id)
            for key in ("component_tags", "component_lists"):
                for id in getattr(target, key, None) or ():
                    yield Reference((name, number, key, id), "component", id, at_key=True)


def known_ids(components: Components, channels: Channels, team: Team, policy: Policy) -> dict[str, set[str]]:
    """Return the ids that exist, by kind; incidents are added once they are read."""
    return {
        "component": {component.id for component in components.components},
        "group": {group.id for group in components.groups},
        "channel": {channel.id for channel in channels.channels},
        "person": {person.id for person in team.people},
        "topic": {topic.id for topic in policy.topics},
    }


KINDS = {
    "component": msg("component"),
    "group": msg("group"),
    "channel": msg("channel"),
    "person": msg("person"),
    "topic": msg("topic"),
    "incident": msg("incident"),
}
_KIND_OF_KEY = {
    **dict.fromkeys(("by", "approved_by", "owner", "answers"), "person"),
    **dict.fromkeys(("component", "components"), "component"),
    **dict.fromkeys(("topic", "topics"), "topic"),
    "channel": "channel",
    "incident": "incident",
    "group": "group",
}


def right_id(loc: Loc, value: str, known: Mapping[str, Iterable[str]]) -> tuple[str, str] | None:
    """Return what is wrong and a suggestion for a value that cannot be an id, where one of a known kind has to be."""
    keys = [part for part in loc if isinstance(part, str)]
    kind = next((_KIND_OF_KEY[key] for key in reversed(keys) if key in _KIND_OF_KEY), "")
    if kind not in known:
        return None
    ids = sorted(known[kind])
    return msg("unknown %(kind)s %(id)s", kind=KINDS[kind], id=quoted(value)), did_you_mean(value, ids) or _known(
        kind, ids
    )


def unknown_references(part: object, known: Mapping[str, Iterable[str]]) -> Iterator[tuple[Reference, str, str]]:
    """Yield each id that does not exist: the reference, what is wrong, and a suggestion.

    Kinds missing from `known` are not checked: their file could not be read, which is not the record's fault.
    """
    for reference in references(part):
        kind, id = reference.kind, reference.id
        if id is not None and kind in known and id not in known[kind]:
            suggestion = did_you_mean(id, sorted(known[kind])) or _known(kind, sorted(known[kind]))
            yield reference, msg("unknown %(kind)s %(id)s", kind=KINDS[kind], id=quoted(id)), suggestion


def retired_components(records: Iterable[object], known: Mapping[str, Iterable[str]]) -> list[Component]:
    """Return a retired component, named by its id, for each unlisted component that published records name."""
    return [Component(id=id, name=Text({"": id}), retired=True) for id in _unlisted("component", records, known)]


def retired_people(records: Iterable[object], known: Mapping[str, Iterable[str]]) -> list[Person]:
    """Return a retired person, named by the id, for each unlisted person who signed a published record."""
    return [Person(id=id, name=Text({"": id}), retired=True) for id in _unlisted("person", records, known)]


def _unlisted(kind: str, records: Iterable[object], known: Mapping[str, Iterable[str]]) -> list[str]:
    public = (one for one in records if isinstance(one, Record) and not one.draft)
    return sorted(
        {each.id for one in public for each, *_ in unknown_references(one, known) if each.kind == kind and each.id}
    )


def _known(kind: str, ids: list[str]) -> str:
    """Return a suggestion: the known ids, and how to keep a component or a person that is gone."""
    file = {"component": "components.yml", "person": "team.yml"}.get(kind)
    keep = [msg("one that is gone stays in %(file)s with `retired: true`", file=file)] if file else []
    known = (
        msg("known: %(ids)s", ids=", ".join(ids[:12])) if ids else msg("no %(kind)s is defined yet", kind=KINDS[kind])
    )
    return joined("; ", [known, *keep])


def _components(loc: Loc, components: Iterable[str]) -> Iterator[Reference]:
    for id in components:
        yield Reference((*loc, id), "component", id, at_key=True)
