"""Components and groups in Statuspage's shape, with their status at the instant of the build."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from answerable.facts.status import ComponentState, component_states
from answerable.publish.api.encode import EPOCH, Json, name, page_id, prose, short_id, stamp
from answerable.publish.context import Context, once
from answerable.records.company import Component, Group
from answerable.records.instants import CLOCK_SKEW
from answerable.records.vocabulary import worst


def component_id(id: str) -> str:
    """Return the id of a component. It depends on the record's id only, so it survives a new name and a new group."""
    return short_id("component", id)


def components(context: Context) -> list[Json]:
    """Return every group followed by its components, then those of no group, in the order of components.yml."""
    return [entry for section in _sections(context) for entry in section]


@once
def by_id(context: Context) -> dict[str, Json]:
    """Return each component in service by its record's id; those of no group are numbered after all groups."""
    groups = sum(1 for group, states in _grouped(context) if group and states)
    return {
        state.component.id: _component(context, state, place)
        for group, states in _grouped(context)
        for place, state in enumerate(states, start=1 if group else groups + 1)
    }


def full_name(context: Context, id: str) -> str:
    """Return a component's name for updates: its group's name and its own, or the id of one that was removed."""
    component = context.ledger.component(id)
    if component is None:
        return name(id)
    group = context.ledger.group(component.group or "")
    names = [group.name, component.name] if group else [component.name]
    return " - ".join(name(context.text(text)) for text in names)


def _sections(context: Context) -> Iterator[list[Json]]:
    known, place = by_id(context), 0
    for group, states in _grouped(context):
        members = [known[state.component.id] for state in states]
        if group and members:
            place += 1
            yield [_group(context, group, states, members, place)]
        yield members


@once
def _grouped(context: Context) -> tuple[tuple[Group | None, tuple[ComponentState, ...]], ...]:
    states = component_states(context.ledger, context.now).values()
    known = {group.id for group in context.ledger.groups}
    sections = [(group, tuple(s for s in states if s.component.group == group.id)) for group in context.ledger.groups]
    return (*sections, (None, tuple(s for s in states if s.component.group not in known)))


def _component(context: Context, state: ComponentState, position: int) -> Json:
    component = state.component
    created, updated = _life(context, component)
    return {
        "id": component_id(component.id),
        "name": name(context.text(component.name)),
        "status": state.status.value,
        "created_at": stamp(created),
        "updated_at": stamp(updated),
        "position": position,
        "description": prose(context.text(component.description)) or None,
        "showcase": True,
        "start_date": component.since.isoformat() if component.since else None,
        "group_id": short_id("group", component.group) if context.ledger.group(component.group or "") else None,
        "page_id": page_id(context),
        "group": False,
        "only_show_if_degraded": False,
    }


def _group(
    context: Context, group: Group, states: tuple[ComponentState, ...], members: list[Json], position: int
) -> Json:
    return {
        "id": short_id("group", group.id),
        "name": name(context.text(group.name)),
        "status": worst(state.status for state in states).value,
        "created_at": min(member["created_at"] for member in members),
        "updated_at": max(member["updated_at"] for member in members),
        "position": position,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": page_id(context),
        "group": True,
        "only_show_if_degraded": False,
        "components": [member["id"] for member in members],
    }


def _life(context: Context, component: Component) -> tuple[datetime, datetime]:
    """Return the instants of the first and the last event of a component, 1970 if there is none."""
    ledger, latest = context.ledger, context.now + CLOCK_SKEW
    incidents = ledger.incidents_of(component.id)
    events = [incident.started_at for incident in incidents]
    events += [update.at for incident in incidents for update in incident.updates]
    events += [at for m in ledger.maintenances_of(component.id) for at in (m.starts, m.cancelled_at or m.ended_at)]
    since = datetime.combine(component.since, time(), context.zone) if component.since else None
    past = [at for at in events if at <= latest]
    created = since or min(past, default=EPOCH)
    return created, max([created, *(at for at in past if at <= context.now)])
