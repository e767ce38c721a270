"""The next step of a complaint: only those that make sense now, and the words that a resolution owes."""

from __future__ import annotations

from generator.commands.asking import Question, RefusedError
from generator.commands.choosing import listed, picking
from generator.commands.drafting import Draft, edited, not_behind, read_raw
from generator.commands.fields import Work, ask_choice, ask_signer, ask_words
from generator.commands.updating import find
from generator.records.complaint import Complaint
from generator.records.text import Text
from generator.records.words import Consent, Did, Outcome
from generator.records.writing import append, set_keys

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
    not_behind(work, last, "its last step" if complaint.steps else "its arrival")
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
