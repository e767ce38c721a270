"""New records from answers: what each kind needs to know, in the order in which it is asked."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from answerable.commands.fields import (
    Work,
    ask_approver,
    ask_choice,
    ask_components,
    ask_signer,
    ask_when,
    ask_words,
    read_words,
)
from answerable.commands.prompter import IMPACTS, Question, listed, picking
from answerable.records.ids import free_id, read_id, record_path, short_name, taken_ids, update_id
from answerable.records.templates import Template, filled, gaps, read_templates
from answerable.records.vocabulary import ComponentStatus, Consent, Priority, UpdateStatus

CONSENTS = {
    "none": "only what you did is published, not what was said",
    "anonymous": "what was said may be told, without a name",
    "named": "their name and words may be published",
}
PRIORITIES = {
    "outage": "something does not work for many",
    "safety": "somebody may come to harm",
    "prominent": "many people are watching",
    "urgent": "it cannot wait a day",
    "normal": "everything else",
}
STAGES = {
    "investigating": "you know that something is wrong",
    "identified": "you know what it is",
    "monitoring": "it is mended, and you watch",
    "resolved": "it is over",
}


@dataclass(frozen=True)
class RecordKind:
    """One kind of record: its folder, what its front matter holds, and the key that says of which day it is."""

    folder: str
    front: Callable[[Work], dict[str, object]]
    day: str


def _incident(work: Work) -> dict[str, object]:
    holding = _holding(work, "incident")
    title = ask_words(work, "title", "What does not work, in one sentence", default=_title(work, holding))
    impact = ask_choice(work, "impact", "How hard does it hit people?", IMPACTS)
    components = ask_components(work, "What is affected? Numbers or ids")
    status = ask_choice(work, "status", "Where does the work stand?", STAGES, default=UpdateStatus.INVESTIGATING)
    text = _text(work, holding, "What you know, and what people can do")
    by = ask_signer(work)
    approved = ask_approver(work, impact)
    promised = None
    if status != UpdateStatus.RESOLVED:
        question = "When will you say more? 30m, 10:40 or -"
        promised = ask_when(work, "next-update", question, after=work.now, optional=True, preset="30m")
    update = {
        "id": update_id(work.now), "at": work.now, "status": status, "by": by, "approved_by": approved, "text": text,
        "next_update": promised,
    }  # fmt: skip
    started = _given_when(work, "started")
    return {
        "title": title, "impact": impact, "components": components, "started": started,
        "updates": [{key: value for key, value in update.items() if value is not None}],
    }  # fmt: skip


def _maintenance(work: Work) -> dict[str, object]:
    holding = _holding(work, "maintenance")
    title = ask_words(work, "title", "What is done, in one sentence", default=_title(work, holding))
    starts = ask_when(work, "starts", "When does it start? 10:40, tomorrow 02:00 or 2026-12-01 02:00")
    ends = ask_when(work, "ends", "When does it end?", after=starts)
    question = "What is affected? Numbers or ids"
    components = ask_components(work, question, status=ComponentStatus.UNDER_MAINTENANCE)
    text = _text(work, holding, "What does not work meanwhile, and what people can do")
    by = ask_signer(work)
    return {
        "title": title, "components": components, "announced": work.now, "starts": starts, "ends": ends,
        "by": by, "text": text,
    }  # fmt: skip


def _notice(work: Work) -> dict[str, object]:
    holding = _holding(work, "notice")
    title = ask_words(work, "title", "What should everybody know, in one sentence", default=_title(work, holding))
    text = _text(work, holding, "What else there is to say")
    impact = ask_choice(work, "impact", "How much does it matter?", IMPACTS, default="none")
    starts = ask_when(work, "starts", "From when is it shown?", preset="now")
    ends = ask_when(work, "ends", "Until when? 7d, tomorrow 18:00 or 2026-12-01 02:00", after=starts)
    by = ask_signer(work)
    approved = ask_approver(work, None)
    link = work.desk.given.get("link")
    return {
        "title": title, "text": text, "impact": impact, "starts": starts, "ends": ends, "by": by,
        "approved_by": approved, "link": link,
    }  # fmt: skip


def _complaint(work: Work) -> dict[str, object]:
    title = ask_words(work, "title", "What is it about, in your own words and without names")
    channel = ask_choice(work, "channel", "Where did it come?", work.names("channels"))
    topic = ask_choice(work, "topic", "What is it about?", work.names("topics"))
    priority = ask_choice(work, "priority", "How soon must it be answered?", PRIORITIES, default=Priority.NORMAL)
    names = work.names("components")
    question = "Which component has it to do with?"
    component = ask_choice(work, "component", question, names, optional=True) if names else None
    received = ask_when(work, "received", "When did it come?", preset="now")
    consent = ask_choice(work, "consent", "What did the person allow?", CONSENTS, default=Consent.NONE)
    customer = None
    if consent == Consent.NAMED:
        customer = ask_words(work, "customer", "The name they want to read", optional=True)
    incident = work.desk.given.get("incident")
    return {
        "title": title, "channel": channel, "topic": topic, "priority": priority, "component": component,
        "incident": incident, "received": received, "consent": consent,
        "customer": {"name": customer} if customer else None,
    }  # fmt: skip


KINDS: Mapping[str, RecordKind] = {
    "incident": RecordKind("incidents", _incident, ""),
    "maintenance": RecordKind("maintenance", _maintenance, "starts"),
    "notice": RecordKind("notices", _notice, "starts"),
    "complaint": RecordKind("complaints", _complaint, "received"),
}


def front_and_place(work: Work, name: str) -> tuple[dict[str, object], str]:
    """The front matter of a new record and its path in `content/`. Raises WrongUseError with all that is missing."""
    kind = KINDS[name]
    front = kind.front(work)
    work.desk.settle()
    day: Any = front.get(kind.day) or front.get("started") or work.now
    day = day.astimezone(work.ledger.policy.zone)
    id = _id(work, kind, name, day, str(front["title"]))
    work.desk.settle()
    return front, record_path(kind.folder, day, id)


def _id(work: Work, kind: RecordKind, name: str, day: datetime, title: str) -> str:
    ids = taken_ids(work.content, kind.folder)

    def read(words: str) -> str:
        id = read_id(words)
        if id in ids:
            raise ValueError(f"the id `{id}` is taken by {ids[id].relative_to(work.content)}; choose another")
        return id

    if "id" in work.desk.given or "id" in work.desk.kept:
        return work.desk.ask(Question("id", "Its id, of which its address is made", read)) or ""
    short = short_name(title) or work.desk.ask(
        Question("name", "A short name in Latin letters for its address", _short, default=name)
    )
    return free_id(f"{day:%Y-%m-%d}-{short or name}", ids)


def _short(words: str) -> str:
    name = short_name(words)
    if not name:
        raise ValueError("write two letters or more of a to z, such as card-payments")
    return name


def _title(work: Work, template: Template) -> str:
    return template.title(work.ledger.policy.languages[0])


def _holding(work: Work, kind: str) -> Template:
    found = {template.id: template for template in read_templates(work.content) if template.kind == kind}
    none = Template("")
    if not found and "template" not in work.desk.given:
        return none
    titles = {id: _title(work, template) for id, template in found.items()}
    if work.desk.given.get("text") and not work.desk.given.get("template"):
        return none  # the words are there already
    question = "Begin with a text that is ready? A number"
    read = picking(titles, found.__getitem__)
    return work.desk.ask(Question("template", question, read, optional=True, said=listed(titles))) or none


def _text(work: Work, holding: Template, question: str) -> str | None:
    desk, start = work.desk, holding.text(work.ledger.policy.languages[0])
    if start and not desk.given.get("text") and "text" not in desk.kept:
        if desk.interactive:
            start = _completed(work, start)
        elif gaps(start):
            desk.wrong.append(f"--text is missing: the template leaves open {', '.join(f'[{g}]' for g in gaps(start))}")
            return None
        else:
            desk.given["text"] = start
    return ask_words(work, "text", question, default=start)


def _completed(work: Work, text: str) -> str:
    """A template's text with each gap filled, or "" where somebody would rather write it all: never with a hole."""
    said, answers = ("", *textwrap.wrap(text, 72), ""), []
    for gap in gaps(text):
        words = work.desk.ask(Question(f"gap {gap}", f"[{gap}] (-: write it all yourself)", read_words, said=said))
        if words is None or words == "-":
            return ""
        said = ()
        answers.append((gap, words))
    return filled(text, answers)


def _given_when(work: Work, option: str) -> datetime | None:
    if option in work.desk.given or option in work.desk.kept:
        return ask_when(work, option, "When did it begin?")
    return None
