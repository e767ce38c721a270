"""One more update on an incident or a maintenance, every other byte of its file kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from generator.commands.asking import Question, RefusedError
from generator.commands.choosing import listed, pick
from generator.commands.drafting import Draft, edited, ended, not_behind, read_raw
from generator.commands.fields import Work, ask_approver, ask_choice, ask_components, ask_signer, ask_when, ask_words
from generator.commands.new import STAGES
from generator.records.findings import did_you_mean, quoted
from generator.records.incident import Incident, Maintenance
from generator.records.words import ComponentStatus, MaintenanceStatus, UpdateStatus
from generator.records.writing import append

MAINTENANCE = {
    "in_progress": "the work goes on",
    "verifying": "it is done, and you look whether it holds",
    "completed": "it is over, earlier than announced or in time",
    "cancelled": "it does not take place",
}
Record: TypeAlias = Incident | Maintenance


def draft_update(work: Work, *, resolve: bool) -> Draft:
    """A record's file with one more update. Raises RefusedError when nothing is open or the record cannot take one."""
    record = _record(work, resolve=resolve)
    work.desk.settle()
    assert record is not None  # noqa: S101
    over = ended(record)
    if resolve and over:
        again = f"`answerable update {record.id} --status investigating`"
        tail = f"; {again} opens it again" if isinstance(record, Incident) else ""
        raise RefusedError(f"{record.id} is resolved already, since {over.isoformat()}{tail}")
    if isinstance(record, Maintenance) and over:
        raise RefusedError(f"{record.id} is over already, since {over.isoformat()}")
    not_behind(work, max((said.at for said in record.updates), default=work.now), "its last update")
    update = _of_incident(work, record, resolve) if isinstance(record, Incident) else _of_work(work, record, resolve)
    news = {key: value for key, value in update.items() if value is not None}
    work.desk.settle()
    before = read_raw(work.content / record.path)
    text = edited(lambda: append(before, "updates", news))
    return Draft(record.path, text, work.words(record.title), news, before)


def _of_incident(work: Work, incident: Incident, resolve: bool) -> dict[str, object]:
    status: str | None = UpdateStatus.RESOLVED.value
    if not resolve:
        now = "" if incident.resolved_at else incident.newest.status.value
        status = ask_choice(work, "status", "Where does the work stand now?", STAGES, default=now)
    over = status == UpdateStatus.RESOLVED
    text = ask_words(work, "text", "What works again" if over else "What is new, and what people can do")
    by = ask_signer(work)
    approved = ask_approver(work, incident.impact.value)
    promised, components = None, None
    if not over:
        components = _changed(work, incident)
        question = "When will you say more? 30m, 10:40 or -"
        promised = ask_when(work, "next-update", question, after=work.now, optional=True, preset="30m")
    return {
        "at": work.now, "status": status, "by": by, "approved_by": approved, "text": text, "next_update": promised,
        "components": components,
    }  # fmt: skip


def _changed(work: Work, incident: Incident) -> dict[str, ComponentStatus] | None:
    """All that is affected from now on, since an update's components stand instead of those before."""
    before = affected(incident)
    doing = ", ".join(f"{id} {status.value.replace('_', ' ')}" for id, status in before.items()) or "none"
    changed = ask_components(work, f"Does a component do better or worse? Now: {doing}", optional=True)
    return {**before, **changed} if changed else None


def affected(incident: Incident) -> Mapping[str, ComponentStatus]:
    """What the newest word of an incident says of components."""
    said = (update.components for update in reversed(incident.updates) if update.components is not None)
    return next(said, incident.components)


def _of_work(work: Work, maintenance: Maintenance, resolve: bool) -> dict[str, object]:
    begun = maintenance.starts <= work.now
    ends = {key: MAINTENANCE[key] for key in ("completed", "cancelled")} if resolve else MAINTENANCE
    choices = ends if begun else {"cancelled": MAINTENANCE["cancelled"]}
    default = ("completed" if begun else "cancelled") if resolve else ("in_progress" if begun else "")
    status = ask_choice(work, "status", "Where does the work stand now?", choices, default=default)
    text = ask_words(work, "text", "What people should know")
    by = ask_signer(work)
    stage = MaintenanceStatus(status) if status else None
    return {"at": work.now, "status": stage, "by": by, "text": text}


def _record(work: Work, *, resolve: bool) -> Record | None:
    open_now = {record.id: record for record in _open(work, resolve=resolve)}
    every: list[Record] = [*work.ledger.incidents, *work.ledger.maintenances]
    known = {record.id: record for record in every}
    if not open_now and "ID" not in work.desk.given and "ID" not in work.desk.kept:
        raise RefusedError("no incident is open and no maintenance is under way; name one by its id")
    titles = {id: work.words(record.title) for id, record in open_now.items()}

    def read(words: str) -> Record:
        if words in known:
            return known[words]
        return known[find(words, titles, known)]

    only = next(iter(open_now)) if len(open_now) == 1 else ""
    return work.desk.ask(Question("ID", "Which one?", read, default=only, said=listed(titles)))


def find(words: str, offered: Mapping[str, str], known: Mapping[str, object]) -> str:
    """The id that words mean: a number or id of those offered, else of all. Raises ValueError with a guess."""
    try:
        return pick(words, offered)
    except ValueError:
        guess = did_you_mean(words, known) or f"open now: {', '.join(offered) or 'none'}"
        raise ValueError(f"no record has the id {quoted(words)}; {guess}") from None


def _open(work: Work, *, resolve: bool) -> list[Record]:
    incidents = [incident for incident in work.ledger.incidents if not incident.resolved_at]
    return [*incidents, *(m for m in work.ledger.maintenances if _under_way(m, work.now, resolve=resolve))]


def _under_way(maintenance: Maintenance, now: datetime, *, resolve: bool) -> bool:
    """Not over; the work to come can be called off by `update` too."""
    begun = maintenance.starts <= now or not resolve
    return begun and now < maintenance.ends and ended(maintenance) is None
