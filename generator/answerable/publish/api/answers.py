"""`api/answers.json`: resolved complaints, a file for each month, or several if it has many; the newest month first.

The customer's consent decides what is published, as on an answer's page: without it nothing; with `anonymous` the
complaint in the company's words; only `named` adds the quote, the name and the links.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial

from answerable.facts.timeline import Moment, time_to_first_answer, timeline
from answerable.output.outputs import Output, Task
from answerable.publish.addresses import answer_path, answers_month_path, component_path, incident_path, topic_path
from answerable.publish.api.encode import Json, encode, name, prose, stamp
from answerable.publish.api.endpoints import Endpoint, Schema
from answerable.publish.context import Context, looked_up, once
from answerable.publish.pages import month_lists
from answerable.publish.paging import ListPart, divide
from answerable.records.model import Complaint
from answerable.records.text import Text
from answerable.records.vocabulary import Consent

HEAD = "api/answers.json"
SCHEMA = Schema("api/answers.schema.json", "api/answers.schema.json", "answers")
SERVED = (
    Endpoint(HEAD, id="answers", summary="Resolved complaints of the newest month; all months", schema=SCHEMA),
    Endpoint("api/answers/*.json", id="answersOfMonth", summary="Resolved complaints of a month", schema=SCHEMA),
)


AT_MOST = 200
"""Answers in a file of a month with very many, so that it has less than a megabyte."""


def month_file(month: str, number: int = 0) -> str:
    """Return the path of the file of a month such as 2026-11, or of an earlier part of its answers."""
    return f"api/answers/{month}{f'-{number}' if number else ''}.json"


def publish(context: Context) -> Iterator[Output]:
    """Yield the files of each month, and the newest again at the fixed address, where it also lists all months."""
    for part in parts(context):
        yield from part()


def parts(context: Context) -> list[Task]:
    """Return tasks that together make the files: one for each file of a month, and one for the fixed address."""
    return [partial(_head, context), *(partial(_file, context, part.path) for _, part in _parts(context))]


def _head(context: Context) -> Iterator[Output]:
    newest = _parts(context)[:1]
    content = [_document(context, *found) for found in (_part(context, part.path) for _, part in newest) if found]
    made = content[0] if content else document(context, None, (), None)
    yield Output(HEAD, encode(made | {"months": _months(context)}))


def _file(context: Context, path: str) -> Iterator[Output]:
    found = _part(context, path)
    if found:
        yield Output(path, encode(_document(context, *found)))


def _document(context: Context, month: str, part: ListPart[Complaint], older: str | None) -> Json:
    return document(context, month, part.rows, older)


@looked_up
def _part(context: Context, path: str) -> tuple[str, ListPart[Complaint], str | None] | None:
    """Return the month of a file, its part, and the path of the file with the answers before; None if it is gone."""
    found = {part.path: place for place, (_, part) in enumerate(_parts(context))}
    if path not in found:
        return None
    every, place = _parts(context), found[path]
    return *every[place], every[place + 1][1].path if place + 1 < len(every) else None


@once
def _parts(context: Context) -> tuple[tuple[str, ListPart[Complaint]], ...]:
    """Return the parts of all months with the month, newest first."""
    return tuple(
        (month, part)
        for month, found in month_lists.answer_months(context, "gregorian").items()
        for part in divide(found, month_file(month), partial(month_file, month), AT_MOST)
    )


def document(context: Context, month: str | None, found: Sequence[Complaint], older: str | None) -> Json:
    """Return one file; `next` leads to the one with the answers before these."""
    return {
        "$schema": context.absolute(SCHEMA.path),
        "name": name(context.text(context.ledger.policy.organisation) or context.site_name),
        "language": context.language,
        "month": month,
        "url": context.absolute(answers_month_path(month) if month else "answers/"),
        "next": context.absolute(older) if older else None,
        "answers": [answer(context, one) for one in found],
    }


def answer(context: Context, found: Complaint) -> Json:
    """Return one resolved complaint."""
    ledger, resolution = context.ledger, found.resolution
    component, incident = ledger.component(found.component or ""), ledger.incident(found.incident or "")
    channel, topic = ledger.channel(found.channel), ledger.topic(found.topic)
    return {
        "id": found.id,
        "url": context.absolute(answer_path(found.id)),
        "title": name(context.text(found.title)),
        "channel": _named(context, found.channel, channel.name if channel else None, "contact/"),
        "topic": _named(context, found.topic, topic.name if topic else None, topic_path(found.topic)),
        "component": _named(context, component.id, component.name, component_path(component.id)) if component else None,
        "incident": _named(context, incident.id, incident.title, incident_path(incident.id)) if incident else None,
        "priority": found.priority.value,
        "received_at": stamp(found.received),
        "resolved_at": stamp(resolution.at) if resolution else None,
        "outcome": resolution.outcome.value if resolution and resolution.outcome else None,
        "reason": _words(context, resolution.reason if resolution else None),
        "seconds_to_first_answer": _seconds(time_to_first_answer(found)),
        "seconds_to_resolution": _seconds(resolution.at - found.received if resolution else None),
        "steps": [_step(context, moment) for moment in timeline(found)],
        "said": _words(context, found.said),
        "did": _words(context, found.did),
        "changed": _words(context, found.changed),
        **_person(context, found),
    }


def _person(context: Context, found: Complaint) -> Json:
    """Return the quote, the name and the link of the customer, each null unless they agreed to be named."""
    named = found.consent is Consent.NAMED
    customer = found.customer if named else None
    return {
        "quote": _words(context, found.quote if named else None),
        "customer": {"name": name(customer.name), "link": customer.link} if customer else None,
        "link": found.link if named else None,
    }


def _step(context: Context, moment: Moment) -> Json:
    person = context.ledger.person(moment.by or "")
    return {
        "at": stamp(moment.at),
        "did": str(moment.did),
        "by": name(context.text(person.name)) if person else None,
        "outcome": moment.outcome.value if moment.outcome else None,
    }


def _named(context: Context, id: str, text: Text | None, path: str) -> Json:
    return {"id": id, "name": name(context.text(text)) or id, "url": context.absolute(path)}


def _months(context: Context) -> list[Json]:
    return [
        {"month": month, "answers": len(found), "url": context.absolute(month_file(month))}
        for month, found in month_lists.answer_months(context, "gregorian").items()
    ]


def _words(context: Context, text: Text | None) -> str | None:
    return prose(context.text(text)) or None


def _seconds(took: timedelta | None) -> int | None:
    return int(took.total_seconds()) if took is not None else None
