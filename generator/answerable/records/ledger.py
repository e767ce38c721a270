"""The ledger: all records of a site, with the look-ups that facts and pages need."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypeVar, cast

from answerable.records.company import Channel, Component, Group, Person, Policy, Topic
from answerable.records.model import Complaint, Incident, Maintenance, Notice, Record
from answerable.records.text import Text
from answerable.records.vocabulary import Consent


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)
T = TypeVar("T")
R = TypeVar("R", bound=Record)
_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Ledger:
    """All records except drafts; tuples of records are ordered newest first.

    `components` are those that the service has today, `retired` those that it had; look-ups find both. `answers` are
    the resolved complaints that may be shown, `changes` those of them that say what changed. `withdrawn` has the
    records taken back after they were published. `complaints`, which figures count, are all of them: also the withdrawn
    ones, and those with `consent: none`, of which nothing is shown.
    """

    components: tuple[Component, ...] = ()
    retired: tuple[Component, ...] = ()
    groups: tuple[Group, ...] = ()
    channels: tuple[Channel, ...] = ()
    people: tuple[Person, ...] = ()
    policy: Policy = field(default_factory=Policy)
    incidents: tuple[Incident, ...] = ()
    maintenances: tuple[Maintenance, ...] = ()
    notices: tuple[Notice, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    answers: tuple[Complaint, ...] = ()
    changes: tuple[Complaint, ...] = ()
    withdrawn: tuple[Incident | Maintenance | Complaint, ...] = ()
    _index: dict[tuple[str, str], object] = field(default_factory=dict)
    _lists: dict[tuple[str, str], tuple[object, ...]] = field(default_factory=dict)
    _by_end: tuple[Incident, ...] = ()

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics of complaints."""
        return self.policy.topics

    @property
    def service_names(self) -> tuple[Text, ...]:
        """The names of all components, groups, channels and topics."""
        named: tuple[Component | Group | Channel | Topic, ...]
        named = (*self.every_component, *self.groups, *self.channels, *self.topics)
        return tuple(one.name for one in named)

    @property
    def unshown_answers(self) -> int:
        """How many resolved complaints are counted and not shown, because the person did not consent."""
        resolved = (one for one in self.complaints if one.resolved_at and not one.withdrawn)
        return sum(1 for one in resolved if one.consent is Consent.NONE)

    @property
    def every_component(self) -> tuple[Component, ...]:
        """The components of today, then the retired ones."""
        return (*self.components, *self.retired)

    @property
    def every_incident(self) -> tuple[Incident, ...]:
        """All incidents, the withdrawn ones last."""
        return (*self.incidents, *(record for record in self.withdrawn if isinstance(record, Incident)))

    @property
    def every_maintenance(self) -> tuple[Maintenance, ...]:
        """All maintenance, the withdrawn ones last."""
        return (*self.maintenances, *(record for record in self.withdrawn if isinstance(record, Maintenance)))

    def incident(self, id: str) -> Incident | None:
        """Return the incident of that id, or None."""
        return self._found(Incident, id)

    def maintenance(self, id: str) -> Maintenance | None:
        """Return the maintenance of that id, or None."""
        return self._found(Maintenance, id)

    def notice(self, id: str) -> Notice | None:
        """Return the standing notice of that id, or None."""
        return self._found(Notice, id)

    def complaint(self, id: str) -> Complaint | None:
        """Return the complaint of that id, or None."""
        return self._found(Complaint, id)

    def component(self, id: str) -> Component | None:
        """Return the component of that id, or None."""
        return self._found(Component, id)

    def group(self, id: str) -> Group | None:
        """Return the group of components of that id, or None."""
        return self._found(Group, id)

    def channel(self, id: str) -> Channel | None:
        """Return the channel of that id, or None."""
        return self._found(Channel, id)

    def person(self, id: str) -> Person | None:
        """Return the person of that id, or None."""
        return self._found(Person, id)

    def topic(self, id: str) -> Topic | None:
        """Return the topic of that id, or None."""
        return self._found(Topic, id)

    def ending_after(self, instant: datetime) -> tuple[Incident, ...]:
        """Return the incidents that end after the instant or are still open, newest first."""
        return _ending_after(self._by_end, instant)

    def incidents_of(self, component_id: str) -> tuple[Incident, ...]:
        """Return the incidents that affected a component."""
        return self._listed(Incident, "incidents_of", component_id)

    def incidents_after(self, component_id: str, instant: datetime) -> tuple[Incident, ...]:
        """Return the incidents that affected a component after the instant, newest first."""
        return _ending_after(self._listed(Incident, "by_end", component_id), instant)

    def maintenances_of(self, component_id: str) -> tuple[Maintenance, ...]:
        """Return the maintenance of a component."""
        return self._listed(Maintenance, "maintenances_of", component_id)

    def answers_of_component(self, component_id: str) -> tuple[Complaint, ...]:
        """Return the resolved complaints about a component."""
        return self._listed(Complaint, "component", component_id)

    def answers_of_incident(self, incident_id: str) -> tuple[Complaint, ...]:
        """Return the resolved complaints caused by an incident."""
        return self._listed(Complaint, "incident", incident_id)

    def answers_of_topic(self, topic_id: str) -> tuple[Complaint, ...]:
        """Return the resolved complaints about a topic."""
        return self._listed(Complaint, "topic", topic_id)

    def has_answers_of_topic(self, topic_id: str) -> bool:
        """Return whether there are resolved complaints about a topic."""
        return bool(self._lists.get(("topic", topic_id)))

    def _found(self, kind: type[T], id: str) -> T | None:
        found = self._index.get((kind.__name__, id))
        return found if isinstance(found, kind) else None

    def _listed(self, _kind: type[T], look_up: str, id: str) -> tuple[T, ...]:
        return cast("tuple[T, ...]", self._lists.get((look_up, id), ()))


def make_ledger(
    *,
    components: Iterable[Component] = (),
    groups: Iterable[Group] = (),
    channels: Iterable[Channel] = (),
    people: Iterable[Person] = (),
    policy: Policy | None = None,
    incidents: Iterable[Incident] = (),
    maintenances: Iterable[Maintenance] = (),
    notices: Iterable[Notice] = (),
    complaints: Iterable[Complaint] = (),
) -> Ledger:
    """Build a ledger of these records, in any order. Drafts are dropped; channels without a zone get the policy's."""
    policy = policy or Policy()
    components, groups, people = tuple(components), tuple(groups), tuple(people)
    channels = tuple(c if c.zone else c.model_copy(update={"zone": policy.zone}) for c in channels)
    incidents = _newest((i for i in incidents if not i.draft), lambda i: i.started_at)
    maintenances = _newest((m.as_moved() for m in maintenances if not m.draft), lambda m: m.starts)
    notices = _newest((n for n in notices if not n.draft and not n.withdrawn), lambda n: n.starts)
    complaints = _newest((c for c in complaints if not c.draft), lambda c: c.received)
    shown = (c for c in complaints if c.resolved_at and c.consent is not Consent.NONE)
    answers = _newest(shown, lambda c: c.resolved_at or c.received)
    published: tuple[Incident | Maintenance | Complaint, ...] = (*incidents, *maintenances, *answers)
    withdrawn = tuple(record for record in published if record.withdrawn)
    incidents, maintenances, answers = _not_withdrawn(incidents), _not_withdrawn(maintenances), _not_withdrawn(answers)
    named: list[_Named] = [*components, *groups, *channels, *people, *policy.topics]
    by_end = tuple(sorted(incidents, key=end_of))
    return Ledger(
        components=tuple(c for c in components if not c.retired),
        retired=tuple(c for c in components if c.retired),
        groups=groups,
        channels=channels,
        people=people,
        policy=policy,
        incidents=incidents,
        maintenances=maintenances,
        notices=notices,
        complaints=complaints,
        answers=answers,
        changes=tuple(c for c in answers if c.changed),
        withdrawn=withdrawn,
        _index={
            (type(item).__name__, item.id): item for item in (*named, *incidents, *maintenances, *notices, *complaints)
        },
        _lists=_look_ups(incidents, by_end, maintenances, answers),
        _by_end=by_end,
    )


def with_records(
    ledger: Ledger,
    *,
    incidents: Iterable[Incident],
    maintenances: Iterable[Maintenance],
    notices: Iterable[Notice],
    complaints: Iterable[Complaint],
) -> Ledger:
    """Build a ledger of the same company with other records."""
    return make_ledger(
        components=ledger.every_component,
        groups=ledger.groups,
        channels=ledger.channels,
        people=ledger.people,
        policy=ledger.policy,
        incidents=incidents,
        maintenances=maintenances,
        notices=notices,
        complaints=complaints,
    )


def _not_withdrawn(records: Iterable[R]) -> tuple[R, ...]:
    return tuple(record for record in records if not record.withdrawn)


def touched_components(incident: Incident) -> tuple[str, ...]:
    """Return the ids of all components that the incident or one of its updates names, in that order."""
    named = dict.fromkeys(incident.components)
    for update in incident.updates:
        if update.components:
            named.update(dict.fromkeys(update.components))
    return tuple(named)


def end_of(incident: Incident) -> datetime:
    """Return when the incident ended, or the end of time if it is open."""
    return incident.resolved_at or _FAR


def _ending_after(by_end: Sequence[Incident], instant: datetime) -> tuple[Incident, ...]:
    first = bisect_right(by_end, instant, key=end_of)
    return _newest(by_end[first:], lambda incident: incident.started_at)


def _look_ups(
    incidents: Sequence[Incident],
    by_end: Sequence[Incident],
    maintenances: Sequence[Maintenance],
    answers: Sequence[Complaint],
) -> dict[tuple[str, str], tuple[object, ...]]:
    lists: dict[tuple[str, str], list[object]] = defaultdict(list)
    for look_up, some in (("incidents_of", incidents), ("by_end", by_end)):
        for incident in some:
            for component in touched_components(incident):
                lists[look_up, component].append(incident)
    for maintenance in maintenances:
        for component in maintenance.components:
            lists["maintenances_of", component].append(maintenance)
    for answer in answers:
        lists["topic", answer.topic].append(answer)
        if answer.component:
            lists["component", answer.component].append(answer)
        if answer.incident:
            lists["incident", answer.incident].append(answer)
    return {key: tuple(items) for key, items in lists.items()}


def _newest(items: Iterable[N], when: Callable[[N], datetime]) -> tuple[N, ...]:
    """Return the items newest first; those of the same instant in descending order of their ids."""
    return tuple(sorted(sorted(items, key=lambda item: item.id), key=when, reverse=True))
