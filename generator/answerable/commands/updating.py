"""One more update on an incident or a maintenance, every other byte of its file kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from answerable.commands.drafting import Draft, edited, ended, read_raw, refuse_earlier_clock
from answerable.commands.fields import Work, ask_approver, ask_choice, ask_components, ask_signer, ask_when, ask_words
from answerable.commands.new import STAGES
from answerable.commands.prompter import Question, RefusedError, listed, pick, picking
from answerable.records.findings import did_you_mean, quoted
from answerable.records.ids import update_id
from answerable.records.model import Complaint, Incident, Maintenance
from answerable.records.text import Text
from answerable.records.vocabulary import ComponentStatus, Consent, Did, MaintenanceStatus, Outcome, UpdateStatus
from answerable.records.yaml.edit import append, set_keys

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
    refuse_earlier_clock(work, max((said.at for said in record.updates), default=work.now), "its last update")
    update = _of_incident(work, record, resolve) if isinstance(record, Incident) else _of_work(work, record, resolve)
    id = update_id(work.now, {one.id for one in record.updates})
    news = {"id": id, **{key: value for key, value in update.items() if value is not None}}
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


STEPS = {
    "answered": "a person answered",
    "auto_answered": "a machine answered; that does not count as an answer",
    "taken_private": "the talk goes on in private",
    "resolved": "it is settled",
    "followed_up": "the outcome was told where the complaint was made",
    "confirmed": "the customer says that it is settled",
    "reopened": "it was not settled after all",
    "withdrawn": "the customer took it back",
}
OUTCOMES = {
    "solved": "the person has what they asked for",
    "partly_solved": "some of it",
    "explained": "there was nothing to mend, and they know why",
    "declined": "you will not do it, and say why",
    "no_reply_from_customer": "they did not answer",
    "unresolved": "you could not help",
}
_NOT_YOURS = {Did.AUTO_ANSWERED, Did.CONFIRMED, Did.WITHDRAWN}
"""Steps that nobody of the team took."""


def possible(complaint: Complaint) -> tuple[Did, ...]:
    """The steps that make sense after those taken, the most likely first."""
    taken = [step.did for step in complaint.steps]
    if taken and taken[-1] is Did.WITHDRAWN:
        return (Did.REOPENED,)
    since = taken[max((n + 1 for n, did in enumerate(taken) if did in {Did.RESOLVED, Did.REOPENED}), default=0) :]
    if complaint.resolution:
        later = (did for did in (Did.FOLLOWED_UP, Did.CONFIRMED) if did not in since)
        return (*later, Did.REOPENED)
    answered = Did.ANSWERED in since
    machine = () if answered or Did.AUTO_ANSWERED in since else (Did.AUTO_ANSWERED,)
    private = () if Did.TAKEN_PRIVATE in since else (Did.TAKEN_PRIVATE,)
    if answered:
        return (Did.RESOLVED, *private, Did.ANSWERED, Did.WITHDRAWN)
    return (Did.ANSWERED, *machine, *private, Did.RESOLVED, Did.WITHDRAWN)


def draft_step(work: Work) -> Draft:
    """A complaint's file with its next step. Raises RefusedError when the clock lies before its last step."""
    complaint = _complaint(work)
    work.desk.settle()
    assert complaint is not None  # noqa: S101
    last = complaint.steps[-1].at if complaint.steps else complaint.received
    refuse_earlier_clock(work, last, "its last step" if complaint.steps else "its arrival")
    choices = {did.value: STEPS[did] for did in possible(complaint)}
    first = picking(choices, Did)
    did = work.desk.ask(Question("did", "What was done?", first, suggest=next(iter(choices)), said=listed(choices)))
    step: dict[str, object] = {"at": work.now, "did": did}
    if did not in _NOT_YOURS:
        step["by"] = ask_signer(work)
    said = work.desk.given.get("text")
    if said:
        step["text"] = said
    words = _resolution(work, complaint, step) if did is Did.RESOLVED else {}
    work.desk.settle()
    before = read_raw(work.content / complaint.path)
    text = edited(lambda: append(set_keys(before, words), "steps", step))
    return Draft(complaint.path, text, work.words(complaint.title), {**step, **words}, before)


def _resolution(work: Work, complaint: Complaint, step: dict[str, object]) -> dict[str, str]:
    """Put outcome and reason into the step, and give the words that the record needs."""
    outcome = ask_choice(work, "outcome", "What became of it?", OUTCOMES)
    step["outcome"] = outcome
    if outcome == Outcome.DECLINED:
        step["reason"] = ask_words(work, "reason", "Why not, in one sentence")
    said = None
    if complaint.consent is not Consent.NONE:
        said = _words(work, "said", "What the person said, in your words", complaint.said, optional=True)
    elif "said" in work.desk.given:
        work.desk.refuse("said", "the person allowed nothing to be told; leave it out, or record their `consent`")
        work.desk.given.pop("said")
    did = _words(work, "done", "What you did about it", complaint.did, optional=False)
    changed = _words(work, "changed", "What is different now, for everybody", complaint.changed, optional=True)
    return {key: words for key, words in (("said", said), ("did", did), ("changed", changed)) if words}


def _words(work: Work, option: str, question: str, old: Text | None, *, optional: bool) -> str | None:
    """New words for a key; None where the old ones stay, in all their languages."""
    before = work.words(old) if old else ""
    if old and option not in work.desk.given and option not in work.desk.kept and not work.desk.interactive:
        return None
    words = ask_words(work, option, question, default=before, optional=optional)
    return None if words == before else words


def _complaint(work: Work) -> Complaint | None:
    known = {complaint.id: complaint for complaint in work.ledger.complaints}
    waiting = {id: work.words(complaint.title) for id, complaint in known.items() if _waits(complaint)}
    if not waiting and "ID" not in work.desk.given and "ID" not in work.desk.kept:
        raise RefusedError(
            "no complaint waits for a step; name one by its id, or begin with `answerable new complaint`"
        )
    only = next(iter(waiting)) if len(waiting) == 1 else ""

    def read(words: str) -> Complaint:
        return known[words] if words in known else known[find(words, waiting, known)]

    return work.desk.ask(Question("ID", "Which complaint?", read, default=only, said=listed(waiting)))


def _waits(complaint: Complaint) -> bool:
    """Whether somebody of the team still has something to do: answer, resolve, or tell the outcome."""
    taken = [step.did for step in complaint.steps]
    return Did.WITHDRAWN not in taken[-1:] and possible(complaint)[0] not in {Did.CONFIRMED, Did.REOPENED}
