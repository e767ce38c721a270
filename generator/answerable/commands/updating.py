"""Drafts that add to an existing file: the next update of an incident or maintenance, the next step of a complaint.

All other bytes of the file stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from answerable.commands.drafting import Draft, apply_edit, ended_at, read_raw, refuse_earlier_clock
from answerable.commands.moving import maintenance_update, refuse_window, takes_update
from answerable.commands.new import STAGES
from answerable.commands.prompter import STATUSES, Question, RefusedError, choice_reader, match_choice, numbered_choices
from answerable.commands.questions import (
    DraftContext,
    ask_approver,
    ask_choice,
    ask_components,
    ask_signer,
    ask_text,
    ask_when,
    refuse_unpublished,
)
from answerable.records.findings import did_you_mean, quoted
from answerable.records.ids import update_id
from answerable.records.model import Complaint, Incident, Maintenance
from answerable.records.text import Text
from answerable.records.vocabulary import ComponentStatus, Consent, Did, Outcome, UpdateStatus
from answerable.records.yaml.edit import append, set_keys
from answerable.translation.message import joined, msg

Record: TypeAlias = Incident | Maintenance


def draft_update(context: DraftContext, *, resolve: bool) -> Draft:
    """Ask for one more update and return the record's file with it.

    Raises RefusedError when no record is open or the chosen one cannot take an update.
    """
    refuse_unpublished(context, "incidents")
    record = _ask_record(context, resolve=resolve)
    context.prompter.raise_problems()
    assert record is not None  # noqa: S101
    over = ended_at(record)
    if resolve and over:
        why = [msg("%(id)s was resolved already, at %(over)s", id=record.id, over=over.isoformat())]
        if isinstance(record, Incident):
            why += [msg("`answerable update %(id)s --status investigating` reopens it", id=record.id)]
        raise RefusedError(joined("; ", why))
    if isinstance(record, Maintenance) and over:
        raise RefusedError(msg("%(id)s is over already, since %(over)s", id=record.id, over=over.isoformat()))
    if isinstance(record, Incident):
        refuse_window(context)
    refuse_earlier_clock(
        context, max((update.at for update in record.updates), default=context.now), msg("its last update")
    )
    update = (
        _incident_update(context, record, resolve)
        if isinstance(record, Incident)
        else maintenance_update(context, record, resolve=resolve)
    )
    id = update_id(context.now, {one.id for one in record.updates})
    added = {"id": id, **{key: value for key, value in update.items() if value is not None}}
    context.prompter.raise_problems()
    before = read_raw(context.content / record.path)
    text = apply_edit(lambda: append(before, "updates", added))
    return Draft(record.path, text, context.words(record.title), added, before)


def _incident_update(context: DraftContext, incident: Incident, resolve: bool) -> dict[str, object]:
    status: str | None = UpdateStatus.RESOLVED.value
    if not resolve:
        now = "" if incident.resolved_at else incident.newest.status.value
        status = ask_choice(context, "status", msg("What is the status now?"), STAGES, default=now)
    over = status == UpdateStatus.RESOLVED
    text = ask_text(
        context, "text", msg("What works again") if over else msg("What is new, and what people can do meanwhile")
    )
    by = ask_signer(context)
    approved = ask_approver(context, incident.impact.value)
    promised, components = None, None
    if not over:
        components = _ask_changed_components(context, incident)
        question = msg("When will you post the next update? 30m, 10:40, or - for no promise")
        promised = ask_when(context, "next-update", question, after=context.now, optional=True, preset="30m")
    return {
        "at": context.now, "status": status, "by": by, "approved_by": approved, "text": text, "next_update": promised,
        "components": components,
    }  # fmt: skip


def _ask_changed_components(context: DraftContext, incident: Incident) -> dict[str, ComponentStatus] | None:
    """Ask which statuses changed; return all affected components, since an update replaces the earlier list."""
    before, names = affected_components(incident), context.names("components")
    told = [joined(": ", (names.get(id, id), STATUSES[status.value])) for id, status in before.items()]
    statuses = joined("; ", told) if told else msg("none")
    changed = ask_components(
        context, msg("Has the status of a component changed? Now: %(statuses)s", statuses=statuses), optional=True
    )
    return {**before, **changed} if changed else None


def affected_components(incident: Incident) -> Mapping[str, ComponentStatus]:
    """Return the components and statuses from the newest update that names any, else from the incident itself."""
    named = (update.components for update in reversed(incident.updates) if update.components is not None)
    return next(named, incident.components)


def _ask_record(context: DraftContext, *, resolve: bool) -> Record | None:
    open_now = {record.id: record for record in _open_records(context, resolve=resolve)}
    every: list[Record] = [*context.ledger.incidents, *context.ledger.maintenances]
    known = {record.id: record for record in every}
    if not open_now and not context.prompter.has("ID"):
        raise RefusedError(msg("no incident is open and no maintenance is under way; give the id of one"))
    titles = {id: context.words(record.title) for id, record in open_now.items()}

    def read(words: str) -> Record:
        if words in known:
            return known[words]
        return known[match_record(words, titles, known)]

    only = next(iter(open_now)) if len(open_now) == 1 and not _is_ahead(context, open_now, resolve) else ""
    return context.prompter.ask(
        Question("ID", msg("Which incident or maintenance?"), read, default=only, intro=numbered_choices(titles))
    )


def _is_ahead(context: DraftContext, open_now: Mapping[str, Record], resolve: bool) -> bool:
    """Whether the only record is work that has not begun, which `resolve` should not take for granted."""
    (only,) = open_now.values()
    return resolve and isinstance(only, Maintenance) and only.starts > context.now


def match_record(words: str, offered: Mapping[str, str], known: Mapping[str, object]) -> str:
    """Return the id that a number or id stands for, among those offered. Raises ValueError, with the closest match."""
    try:
        return match_choice(words, offered)
    except ValueError:
        if not words.strip():
            raise ValueError(
                msg("enter a number or an id; open now: %(offered)s", offered=", ".join(offered) or msg("none"))
            ) from None
        guess = did_you_mean(words, known) or msg("open now: %(offered)s", offered=", ".join(offered) or msg("none"))
        raise ValueError(msg("no record has the id %(words)s; %(guess)s", words=quoted(words), guess=guess)) from None


def _open_records(context: DraftContext, *, resolve: bool) -> list[Record]:
    """Return what can be updated; on a terminal also work that has not begun, since it is asked what became of it."""
    incidents = [incident for incident in context.ledger.incidents if not incident.resolved_at]
    ahead = not resolve or context.prompter.interactive
    return [*incidents, *(m for m in context.ledger.maintenances if takes_update(m, context.now, ahead=ahead))]


STEPS = {
    "answered": msg("a person answered"),
    "auto_answered": msg("a machine answered; this does not count as an answer"),
    "taken_private": msg("the conversation moved to private messages"),
    "resolved": msg("the case is closed"),
    "followed_up": msg("we posted the outcome where the complaint was made"),
    "confirmed": msg("the customer confirmed the outcome"),
    "reopened": msg("it was not solved after all"),
    "withdrawn": msg("the customer withdrew the complaint"),
}
OUTCOMES = {
    "solved": msg("the customer got what they asked for"),
    "partly_solved": msg("the customer got part of it"),
    "explained": msg("there was nothing to fix, and we said why"),
    "declined": msg("we will not do it, and say why"),
    "no_reply_from_customer": msg("the customer no longer answered"),
    "unresolved": msg("we could not help"),
}
_NOT_BY_TEAM = {Did.AUTO_ANSWERED, Did.CONFIRMED, Did.WITHDRAWN}
"""Steps that nobody on the team takes, so nobody signs them."""


def possible_steps(complaint: Complaint) -> tuple[Did, ...]:
    """Return the steps that can follow those taken, the most likely first."""
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


def draft_step(context: DraftContext) -> Draft:
    """Ask for a complaint's next step and return its file with it.

    Raises RefusedError when the clock is before the last step.
    """
    refuse_unpublished(context, "complaints")
    complaint = _ask_complaint(context)
    context.prompter.raise_problems()
    assert complaint is not None  # noqa: S101
    last = complaint.steps[-1].at if complaint.steps else complaint.received
    refuse_earlier_clock(context, last, msg("its last step") if complaint.steps else msg("its arrival"))
    choices = {did.value: STEPS[did] for did in possible_steps(complaint)}
    first = choice_reader(choices, Did)
    did = context.prompter.ask(
        Question("did", msg("What happened?"), first, suggest=next(iter(choices)), intro=numbered_choices(choices))
    )
    step: dict[str, object] = {"at": context.now, "did": did}
    if did not in _NOT_BY_TEAM:
        step["by"] = ask_signer(context)
    text = context.prompter.given.get("text")
    if text:
        step["text"] = text
    texts = _ask_resolution(context, complaint, step) if did is Did.RESOLVED else {}
    context.prompter.raise_problems()
    before = read_raw(context.content / complaint.path)
    edited = apply_edit(lambda: append(set_keys(before, texts), "steps", step))
    added = {"step" if key == "did" else key: value for key, value in step.items()}  # the record has a text `did`
    return Draft(complaint.path, edited, context.words(complaint.title), {**added, **texts}, before)


def _ask_resolution(context: DraftContext, complaint: Complaint, step: dict[str, object]) -> dict[str, str]:
    """Ask for the outcome: put it and the reason into `step`, and return the texts to set in the record."""
    outcome = ask_choice(context, "outcome", msg("What was the outcome?"), OUTCOMES)
    step["outcome"] = outcome
    is_shown = complaint.consent is not Consent.NONE
    if outcome == Outcome.DECLINED:
        reason = ask_text(context, "reason", msg("Why did you decline? One sentence"), optional=not is_shown)
        step.update({"reason": reason} if reason else {})
    said = None
    if is_shown:
        said = _ask_new_text(
            context, "said", msg("What the customer said, in your words"), complaint.said, optional=True
        )
    elif "said" in context.prompter.given:
        context.prompter.reject(
            "said",
            msg("the customer does not allow it to be published; leave it out, or change `consent` in the record"),
        )
        context.prompter.given.pop("said")
    did = _ask_new_text(context, "done", msg("What you did about it"), complaint.did, optional=not is_shown)
    changed = _ask_new_text(
        context, "changed", msg("What is different now for everybody"), complaint.changed, optional=True
    )
    return {key: words for key, words in (("said", said), ("did", did), ("changed", changed)) if words}


def _ask_new_text(context: DraftContext, option: str, question: str, old: Text | None, *, optional: bool) -> str | None:
    """Ask for the text of a key; return None if the old one stays, in all its languages."""
    before = context.words(old) if old else ""
    if old and not context.prompter.has(option) and not context.prompter.interactive:
        return None
    words = ask_text(context, option, question, default=before, optional=optional)
    return None if words == before else words


def _ask_complaint(context: DraftContext) -> Complaint | None:
    known = {complaint.id: complaint for complaint in context.ledger.complaints}
    waiting = {id: context.words(complaint.title) for id, complaint in known.items() if _is_waiting(complaint)}
    if not waiting and not context.prompter.has("ID"):
        raise RefusedError(
            msg("no complaint is waiting for a step; give the id of one, or run `answerable new complaint`")
        )
    only = next(iter(waiting)) if len(waiting) == 1 else ""

    def read(words: str) -> Complaint:
        return known[words] if words in known else known[match_record(words, waiting, known)]

    return context.prompter.ask(
        Question("ID", msg("Which complaint?"), read, default=only, intro=numbered_choices(waiting))
    )


def _is_waiting(complaint: Complaint) -> bool:
    """Whether the team still has something to do: answer, resolve, or post the outcome."""
    taken = [step.did for step in complaint.steps]
    return Did.WITHDRAWN not in taken[-1:] and possible_steps(complaint)[0] not in {Did.CONFIRMED, Did.REOPENED}
