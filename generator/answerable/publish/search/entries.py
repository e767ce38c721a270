"""What the search finds: the team's own pages, components, and every record, by the time of which it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from answerable.publish.addresses import answer_path, component_path, incident_path, maintenance_path
from answerable.publish.context import Context, once
from answerable.publish.text.calendars import year_and_month
from answerable.publish.text.formats import format_short_day
from answerable.publish.text.record_text import to_line
from answerable.records.ledger import touched_components
from answerable.records.model import Complaint, Incident, Maintenance
from answerable.records.text import Text
from answerable.records.vocabulary import Consent

PAGES = "pages"
"""The period of what has no time: the team's own pages, and components."""
MANY = 500
"""Records from which on the present year is divided into months, so that a new one changes a few small files."""
OPENING = 140
"""Characters of a text that are shown below a result."""
Make = Callable[[], "Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page, or a section of one, as the search finds and shows it.

    `address` is relative to the site. `title` and `texts` are plain, the text that is shown first. `day` is printed,
    empty for what has no time. `names`, of its components and topic, are found and not shown. `labels` are what filters
    choose by, such as `component:checkout` and `topic:refunds`.
    """

    address: str
    title: str
    texts: tuple[str, ...]
    day: str = ""
    names: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def shown(self) -> list[str]:
        """What a result shows: its address, title, day, and how its text begins."""
        return [self.address, self.title, self.day, to_line(next(filter(None, self.texts), ""), OPENING)]


@dataclass(frozen=True, slots=True)
class Period:
    """A time whose entries stand in files of their own, newest first; a year without a number has no time."""

    name: str
    year: int
    makes: Sequence[Make]


@once
def periods(context: Context) -> list[Period]:
    """Return the entries by period: those without time, then the newest first.

    Periods are years and, from the year of the build's clock on, months if there are many records. Both are those of
    the calendar of the site's language.
    """
    found: dict[tuple[int, int], list[tuple[datetime, str, Make]]] = {}
    now = _year_and_month(context, context.now)[0]
    dated = [(_year_and_month(context, record[0]), record) for record in _records(context)]
    by_month = sum(year >= now for (year, _), _ in dated) >= MANY
    for (year, month), record in dated:
        found.setdefault((year, month if by_month and year >= now else 0), []).append(record)
    timeless = Period(PAGES, 0, [partial(_section, *each) for each in context.own_sections] + list(_components(context)))
    periods = [
        Period(f"{year}-{month:02}" if month else f"{year}", year, [make for _, _, make in _newest(records)])
        for (year, month), records in sorted(found.items(), reverse=True)
    ]
    return [timeless, *periods] if timeless.makes else periods


def _newest(made: Iterable[tuple[datetime, str, Make]]) -> list[tuple[datetime, str, Make]]:
    return sorted(made, key=lambda one: (one[0], one[1]), reverse=True)


def _year_and_month(context: Context, at: datetime) -> tuple[int, int]:
    return year_and_month(at.astimezone(context.zone).date(), context.calendar)


def _records(context: Context) -> Iterator[tuple[datetime, str, Make]]:
    """Yield the time, the id and the maker of the entry of each record that has a page of its own words."""
    ledger = context.ledger
    for incident in ledger.incidents:
        yield incident.started_at, incident.id, partial(_incident, context, incident)
    for item in ledger.maintenances:
        yield item.starts, item.id, partial(_maintenance, context, item)
    for answer in ledger.answers:
        yield answer.resolved_at or answer.received, answer.id, partial(_answer, context, answer)


def _section(address: str, title: str, text: str) -> Entry:
    return Entry(address, title, (text,))


def _components(context: Context) -> Iterator[Make]:
    if context.has_status:
        for one in context.ledger.every_component:
            yield partial(_entry, context, component_path(one.id), one.name, [one.description], "", [one.id])


def _incident(context: Context, incident: Incident) -> Entry:
    said = [update.text for update in reversed(incident.updates)]
    components = touched_components(incident)
    day = format_short_day(context, incident.started_at)
    return _entry(context, incident_path(incident.id), incident.title, said, day, components, body=incident.body)


def _maintenance(context: Context, item: Maintenance) -> Entry:
    told = [item.text, *(update.text for update in item.updates)]
    day = format_short_day(context, item.starts)
    return _entry(context, maintenance_path(item.id), item.title, told, day, item.components, body=item.body)


def _answer(context: Context, answer: Complaint) -> Entry:
    """Return what an answer's page says; the quote only of a customer who agreed to be named."""
    quote = answer.quote if answer.consent is Consent.NAMED else None
    day = format_short_day(context, answer.resolved_at or answer.received)
    components = [answer.component] if answer.component else []
    told = [answer.said, answer.did, answer.changed, quote]
    return _entry(context, answer_path(answer.id), answer.title, told, day, components, topic=answer.topic)


def _entry(
    context: Context,
    address: str,
    title: Text,
    texts: Iterable[Text | None],
    day: str,
    components: Iterable[str],
    *,
    topic: str = "",
    body: str = "",
) -> Entry:
    """Return an entry that is also found by the names of its components and its topic.

    A body, which has one language, is found in that language.
    """
    ledger = context.ledger
    words = [_plain(context.text(text)) for text in texts if text]
    if body and context.language == context.first_language:
        words.append(_plain(body))
    of = [*(ledger.component(id) for id in components), ledger.topic(topic)]
    names = tuple(context.text(one.name) for one in of if one)
    labels = [f"component:{id}" for id in components] + ([f"topic:{topic}"] if topic else [])
    return Entry(address, _plain(context.text(title)), tuple(words), day, names, tuple(labels))


def _plain(markdown: str) -> str:
    return to_line(markdown, at_most=len(markdown))
