"""The ledger as publications see it: it tells a watch of each look-up of records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from answerable.output.build_cache import digest
from answerable.publish.reuse.watch import Watch
from answerable.records.ledger import Ledger
from answerable.records.model import Complaint, Incident, Maintenance, Notice, Record

LISTS = ("incidents", "maintenances", "notices", "complaints", "answers", "changes", "withdrawn")
"""Fields with records."""
_HIDDEN = ("_index", "_lists", "_by_end")


class WatchedLedger(Ledger):
    """A ledger of the same records that tells `watch` of each look-up; its fields with records are properties."""

    def __init__(self, ledger: Ledger, watch: Watch) -> None:
        whole = ledger.whole if isinstance(ledger, WatchedLedger) else ledger
        vars(self).update(vars(whole))
        vars(self).update(whole=whole, watch=watch)
        watch.look_ups.update(_digests_of(whole, watch))

    whole: Ledger
    watch: Watch

    def incident(self, id: str) -> Incident | None:
        """Return the incident of that id, or None."""
        self.watch.saw("incident", id)
        return self.whole.incident(id)

    def maintenance(self, id: str) -> Maintenance | None:
        """Return the maintenance of that id, or None."""
        self.watch.saw("maintenance", id)
        return self.whole.maintenance(id)

    def notice(self, id: str) -> Notice | None:
        """Return the standing notice of that id, or None."""
        self.watch.saw("notice", id)
        return self.whole.notice(id)

    def complaint(self, id: str) -> Complaint | None:
        """Return the complaint of that id, or None."""
        self.watch.saw("complaint", id)
        return self.whole.complaint(id)

    def _found(self, kind: type[Any], id: str) -> Any:
        return self.whole._found(kind, id)  # noqa: SLF001 (the company's, which is the same for the whole site)

    def ending_after(self, instant: datetime) -> tuple[Incident, ...]:
        """Return the incidents that end after the instant or are still open, newest first."""
        self.watch.saw("ending_after", instant.isoformat())
        return self.whole.ending_after(instant)

    def incidents_of(self, component_id: str) -> tuple[Incident, ...]:
        """Return the incidents that affected a component."""
        self.watch.saw("incidents_of", component_id)
        return self.whole.incidents_of(component_id)

    def incidents_after(self, component_id: str, instant: datetime) -> tuple[Incident, ...]:
        """Return the incidents that affected a component after the instant, newest first."""
        self.watch.saw("incidents_after", component_id, instant.isoformat())
        return self.whole.incidents_after(component_id, instant)

    def maintenances_of(self, component_id: str) -> tuple[Maintenance, ...]:
        """Return the maintenance of a component."""
        self.watch.saw("maintenances_of", component_id)
        return self.whole.maintenances_of(component_id)

    def answers_of_component(self, component_id: str) -> tuple[Complaint, ...]:
        """Return the resolved complaints about a component."""
        self.watch.saw("answers_of_component", component_id)
        return self.whole.answers_of_component(component_id)

    def answers_of_incident(self, incident_id: str) -> tuple[Complaint, ...]:
        """Return the resolved complaints caused by an incident."""
        self.watch.saw("answers_of_incident", incident_id)
        return self.whole.answers_of_incident(incident_id)

    def answers_of_topic(self, topic_id: str) -> tuple[Complaint, ...]:
        """Return the resolved complaints about a topic."""
        self.watch.saw("answers_of_topic", topic_id)
        return self.whole.answers_of_topic(topic_id)

    def has_answers_of_topic(self, topic_id: str) -> bool:
        """Return whether there are resolved complaints about a topic."""
        self.watch.saw("has_answers_of_topic", topic_id)
        return self.whole.has_answers_of_topic(topic_id)


def _watched(name: str) -> property:
    def look_up(self: WatchedLedger) -> Any:
        self.watch.saw("all", name)
        return getattr(self.whole, name)

    return property(look_up, doc=f"The `{name}` of the ledger.")


for _name in (*LISTS, *_HIDDEN):
    setattr(WatchedLedger, _name, _watched(_name))


def _digests_of(ledger: Ledger, watch: Watch) -> dict[str, Callable[..., str]]:
    """Return for each look-up of a ledger the function that returns the digest of what it gives."""
    of = watch.digests.of

    def one(name: str) -> Callable[[str], str]:
        found = getattr(ledger, name)

        def made(id: str) -> str:
            record = found(id)
            return of(record) if record else ""

        return made

    def several(records: Iterable[Record]) -> str:
        return digest(*map(of, records)) if records else ""

    def listed(name: str) -> Callable[[str], str]:
        found = getattr(ledger, name)
        return lambda about: several(found(about))

    def everything(name: str) -> str:
        if name in LISTS:
            return several(getattr(ledger, name))
        raise KeyError(name)

    single = ("incident", "maintenance", "notice", "complaint")
    lists = (
        "incidents_of", "maintenances_of", "answers_of_component", "answers_of_incident", "answers_of_topic",
    )  # fmt: skip
    return {
        **{name: one(name) for name in single},
        **{name: listed(name) for name in lists},
        "has_answers_of_topic": lambda topic: str(ledger.has_answers_of_topic(topic)),
        "ending_after": lambda at: several(ledger.ending_after(datetime.fromisoformat(at))),
        "incidents_after": lambda component, at: several(ledger.incidents_after(component, datetime.fromisoformat(at))),
        "all": everything,
    }
