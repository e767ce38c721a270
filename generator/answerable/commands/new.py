"""The questions for each kind of new record, in the order in which they are asked."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from answerable.commands.prompter import IMPACTS, Question, choice_reader, numbered_choices
from answerable.commands.questions import (
    DraftContext,
    ask_approver,
    ask_choice,
    ask_components,
    ask_past,
    ask_signer,
    ask_text,
    ask_when,
    read_free_text,
    refuse_unpublished,
)
from answerable.records.ids import free_id, read_id, record_path, short_name, taken_ids, update_id
from answerable.records.templates import Template, filled, gaps, read_templates
from answerable.records.vocabulary import ComponentStatus, Consent, Priority, UpdateStatus
from answerable.translation.message import msg

CONSENTS = {
    "none": msg("publish nothing; the complaint is only counted"),
    "anonymous": msg("publish what the customer said, without a name"),
    "named": msg("publish the customer's words and name"),
}
PRIORITIES = {
    "outage": msg("something does not work for many people"),
    "safety": msg("somebody could be harmed"),
    "prominent": msg("many people are watching"),
    "urgent": msg("cannot wait a day"),
    "normal": msg("everything else"),
}
STAGES = {
    "investigating": msg("we know that something is wrong"),
    "identified": msg("we know the cause"),
    "monitoring": msg("fixed, and we are watching it"),
    "resolved": msg("it is over"),
}


@dataclass(frozen=True)
class RecordKind:
    """One kind of record: its folder, the function that asks for its front matter, and the key that dates it."""

    folder: str
    front: Callable[[DraftContext], dict[str, object]]
    day: str


def _incident(context: DraftContext) -> dict[str, object]:
    template = _ask_template(context, "incident")
    title = ask_text(context, "title", msg("What is not working? One sentence"), default=_title(context, template))
    began = ask_past(context, "started", msg("When did it begin?"))
    impact = ask_choice(context, "impact", msg("How serious is it for people?"), IMPACTS)
    components = ask_components(context, msg("Which components are affected? Numbers or ids"))
    status = ask_choice(context, "status", msg("What is the status?"), STAGES, default=UpdateStatus.INVESTIGATING)
    text = _ask_body(context, template, msg("What people notice, and what people can do meanwhile"))
    by = ask_signer(context)
    approved = ask_approver(context, impact)
    promised = None
    if status != UpdateStatus.RESOLVED:
        question = msg("When will you post the next update? 30m, 10:40, or - for no promise")
        promised = ask_when(context, "next-update", question, after=context.now, optional=True, preset="30m")
    update = {
        "id": update_id(context.now), "at": context.now, "status": status, "by": by, "approved_by": approved,
        "text": text, "next_update": promised,
    }  # fmt: skip
    started = began if began and began < context.now else None
    return {
        "title": title, "impact": impact, "components": components, "started": started,
        "updates": [{key: value for key, value in update.items() if value is not None}],
    }  # fmt: skip


def _maintenance(context: DraftContext) -> dict[str, object]:
    template = _ask_template(context, "maintenance")
    title = ask_text(context, "title", msg("What is being done? One sentence"), default=_title(context, template))
    starts = ask_when(context, "starts", msg("When does it start? 10:40, tomorrow 02:00 or 2026-12-01 02:00"))
    ends = ask_when(context, "ends", msg("When does it end?"), after=starts)
    question = msg("Which components are affected? Numbers or ids")
    components = ask_components(context, question, status=ComponentStatus.UNDER_MAINTENANCE)
    text = _ask_body(context, template, msg("What will not work meanwhile, and what people can do"))
    by = ask_signer(context)
    return {
        "title": title, "components": components, "announced": context.now, "starts": starts, "ends": ends,
        "by": by, "text": text,
    }  # fmt: skip


def _notice(context: DraftContext) -> dict[str, object]:
    template = _ask_template(context, "notice")
    title = ask_text(
        context, "title", msg("What should everybody know? One sentence"), default=_title(context, template)
    )
    text = _ask_body(context, template, msg("The details"))
    impact = ask_choice(context, "impact", msg("How serious is it for people?"), IMPACTS, default="none")
    starts = ask_when(context, "starts", msg("When should it appear?"), preset="now")
    ends = ask_when(
        context, "ends", msg("When should it disappear? 7d, tomorrow 18:00 or 2026-12-01 02:00"), after=starts
    )
    by = ask_signer(context)
    approved = ask_approver(context, None)
    link = context.prompter.given.get("link")
    return {
        "title": title, "text": text, "impact": impact, "starts": starts, "ends": ends, "by": by,
        "approved_by": approved, "link": link,
    }  # fmt: skip


def _complaint(context: DraftContext) -> dict[str, object]:
    title = ask_text(context, "title", msg("What is it about? In your own words, without names"))
    channel = ask_choice(context, "channel", msg("Where was it made?"), context.names("channels"))
    topic = ask_choice(context, "topic", msg("Which topic?"), context.names("topics"))
    priority = ask_choice(context, "priority", msg("How urgent is it?"), PRIORITIES, default=Priority.NORMAL)
    names = context.names("components")
    question = msg("Which component is it about?")
    component = ask_choice(context, "component", question, names, optional=True) if names else None
    received = ask_past(context, "received", msg("When was it made?"))
    consent = ask_choice(
        context, "consent", msg("What does the customer allow you to publish?"), CONSENTS, default=Consent.NONE
    )
    customer = None
    if consent == Consent.NAMED:
        customer = ask_text(context, "customer", msg("The customer's name, as it should be published"), optional=True)
    incident = context.prompter.given.get("incident")
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


def new_front_matter(context: DraftContext, name: str) -> tuple[dict[str, object], str]:
    """Ask for a new record's front matter; return it with the record's path in `content/`.

    Raises WrongUseError with all options that are missing or wrong, and RefusedError if such records are not published.
    """
    kind = KINDS[name]
    refuse_unpublished(context, kind.folder)
    front = kind.front(context)
    context.prompter.raise_problems()
    day: Any = front.get(kind.day) or front.get("started") or context.now
    day = day.astimezone(context.ledger.policy.zone)
    id = _ask_id(context, kind, name, day, str(front["title"]))
    context.prompter.raise_problems()
    return front, record_path(kind.folder, day, id)


def _ask_id(context: DraftContext, kind: RecordKind, name: str, day: datetime, title: str) -> str:
    ids = taken_ids(context.content, kind.folder)

    def read(words: str) -> str:
        id = read_id(words)
        if id in ids:
            raise ValueError(
                msg(
                    "the id `%(id)s` is already used by %(ids)s; choose another",
                    id=id,
                    ids=ids[id].relative_to(context.content),
                )
            )
        return id

    if context.prompter.has("id"):
        return context.prompter.ask(Question("id", msg("Id, which is also its web address"), read)) or ""
    short = short_name(title) or context.prompter.ask(
        Question("name", msg("A short name for its web address, in Latin letters"), _read_short_name, default=name)
    )
    return free_id(f"{day:%Y-%m-%d}-{short or name}", ids)


def _read_short_name(words: str) -> str:
    name = short_name(words)
    if not name:
        raise ValueError(msg("use at least two of the letters a to z, such as card-payments"))
    return name


def _title(context: DraftContext, template: Template) -> str:
    return template.title(context.ledger.policy.languages[0])


def _ask_template(context: DraftContext, kind: str) -> Template:
    found = {template.id: template for template in read_templates(context.content) if template.kind == kind}
    none = Template("")
    if not found and "template" not in context.prompter.given:
        return none
    titles = {id: _title(context, template) for id, template in found.items()}
    if context.prompter.given.get("text") and not context.prompter.given.get("template"):
        return none  # the text is given
    question = msg("Start from a template? Its number")
    read = choice_reader(titles, found.__getitem__)
    return (
        context.prompter.ask(Question("template", question, read, optional=True, intro=numbered_choices(titles)))
        or none
    )


def _ask_body(context: DraftContext, template: Template, question: str) -> str | None:
    prompter, start = context.prompter, template.text(context.ledger.policy.languages[0])
    if start and not prompter.given.get("text") and "text" not in prompter.answers:
        if prompter.interactive:
            start = _fill_gaps(context, start)
        elif gaps(start):
            prompter.problems.append(
                msg(
                    "--text is missing: the template has gaps to fill: %(gaps)s",
                    gaps=", ".join(f"[{g}]" for g in gaps(start)),
                )
            )
            return None
        else:
            prompter.given["text"] = start
    return ask_text(context, "text", question, default=start)


def _fill_gaps(context: DraftContext, text: str) -> str:
    """Ask for each gap of a template's text; return the filled text, or "" when somebody answers "-"."""
    intro: tuple[str, ...] = ("", *textwrap.wrap(text, 72), "")
    answers = []
    for gap in gaps(text):
        words = context.prompter.ask(
            Question(
                f"gap {gap}",
                msg("[%(gap)s] (- to write the whole text yourself)", gap=gap),
                read_free_text,
                intro=intro,
            )
        )
        if words is None or words == "-":
            return ""
        intro = ()
        answers.append((gap, words))
    return filled(text, answers)
