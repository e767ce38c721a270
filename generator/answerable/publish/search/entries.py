"""What the search finds: the team's own pages, components, and every record, by the time of which it tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from answerable.facts.months import month_of
from answerable.output.build_cache import digest
from answerable.publish.addresses import answer_path, component_path, incident_path, maintenance_path
from answerable.publish.context import Context, looked_up, once
from answerable.publish.text.calendars import in_every_calendar
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
YEAR = 4
"""Letters of the year in the name of a month."""
OPENING = 140
"""Characters of a text that are shown below a result."""
Found = Incident | Maintenance | Complaint


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A page, or a section of one, as the search finds and shows it.

    `address` is relative to the site. `title` and `texts` are plain, the text that is shown first. `day` is printed,
    empty for what has no time. `names`, of its components, its topic and its day, are found and not shown. `labels` are
    what filters choose by, such as `component:checkout` and `topic:refunds`, and its days, such as `@512d`.
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
    """A year, or a month such as `2026-11`, with the records of it, newest first; `year` is 0 for what has no time."""

    name: str
    year: int
    records: Sequence[Found]


@once
def periods(context: Context) -> dict[str, Period]:
    """Return the periods by name: that of what has no time, then the newest first.

    Periods are years and, from the year of the build's clock on, months if there are many records. Both are those of
    the calendar of the site's language.
    """
    ledger = context.ledger
    records: list[Found] = [*ledger.incidents, *ledger.maintenances, *ledger.answers]
    dated = [(when(record), record) for record in records]
    months = [month_of(at, context.zone, context.months) for at, _ in dated]
    present = month_of(context.now, context.zone, context.months)[:YEAR]
    by_month = sum(month[:YEAR] >= present for month in months) >= MANY
    found: dict[str, list[tuple[datetime, Found]]] = {}
    for month, one in zip(months, dated, strict=True):
        found.setdefault(month if by_month and month[:YEAR] >= present else month[:YEAR], []).append(one)
    made = [Period(PAGES, 0, ())]
    for name in sorted(found, reverse=True):
        newest = sorted(found[name], key=lambda one: (one[0], one[1].id), reverse=True)
        made.append(Period(name, int(name[:YEAR]), [record for _, record in newest]))
    return {period.name: period for period in made}


@looked_up
def made_of(context: Context, name: str) -> str:
    """Return the digest of what the entries of a period are made of, apart from what is the same for the whole site."""
    own = repr(context.own_sections) if name == PAGES else ""
    return digest(own, *map(context.watch.digests.of, periods(context)[name].records))


def when(record: Found) -> datetime:
    """Return the time of which a record tells."""
    if isinstance(record, Incident):
        return record.started_at
    return record.starts if isinstance(record, Maintenance) else record.resolved_at or record.received


def timeless(context: Context) -> list[SearchEntry]:
    """Return the entries of the team's own pages and of components."""
    sections = [SearchEntry(address, title, (text,)) for address, title, text in context.own_sections]
    components = context.ledger.every_component if context.has_status else ()
    return sections + [
        _entry(context, component_path(one.id), one.name, [one.description], "", _labels([one.id]))
        for one in components
    ]


def entry_of(context: Context, record: Found) -> SearchEntry:
    """Return the entry of a record."""
    day = format_short_day(context, when(record))
    if isinstance(record, Incident):
        said = [*(update.text for update in reversed(record.updates)), record.whole_body]
        address, labels = incident_path(record.id), _labels(touched_components(record))
    elif isinstance(record, Maintenance):
        said = [record.text, *(update.text for update in record.updates), record.whole_body]
        address, labels = maintenance_path(record.id), _labels(record.components)
    else:
        quote = record.quote if record.consent is Consent.NAMED else None  # as on an answer's page
        said = [record.said, record.did, record.changed, quote]
        address = answer_path(record.id)
        labels = [*_labels([record.component] if record.component else []), f"topic:{record.topic}"]
    entry = _entry(context, address, record.title, said, day, labels)
    days = dict.fromkeys(day_key(at.astimezone(context.zone).date()) for at in _shown_times(record))
    names = (*entry.names, f"{day} {_dated(context, when(record))}")
    return replace(entry, names=names, labels=(*entry.labels, *days))


def day_key(day: date) -> str:
    """Return a day as the index has it, short: the days from 1970 to it in hexadecimal, such as `@512d`."""
    return f"@{(day - date(1970, 1, 1)).days:x}"


def _shown_times(record: Found) -> tuple[datetime, ...]:
    """Return the times of a record by the days of which it is found: also when a complaint was received."""
    return (when(record), record.received) if isinstance(record, Complaint) else (when(record),)


def _dated(context: Context, at: datetime) -> str:
    """Return all words by which readers may look for the day of an instant."""
    return in_every_calendar(at.astimezone(context.zone).date(), context.locale, context.calendar)


def _labels(components: Iterable[str]) -> list[str]:
    return [f"component:{id}" for id in components]


def _entry(
    context: Context, address: str, title: Text, texts: Iterable[Text | None], day: str, labels: Sequence[str]
) -> SearchEntry:
    """Return an entry with the texts that are there in the site's language, and the title in any."""
    words = tuple(_plain(own) for text in texts if (own := context.own_text(text)))
    names = tuple(name for label in labels if (name := _name(context, label)))
    return SearchEntry(address, _plain(context.text(title)), words, day, names, tuple(labels))


def _name(context: Context, label: str) -> str:
    """Return the name of what a label stands for; empty if the company's files do not have it."""
    kind, _, id = label.partition(":")
    found = context.ledger.component(id) if kind == "component" else context.ledger.topic(id)
    return context.text(found.name) if found else ""


def _plain(markdown: str) -> str:
    return to_line(markdown, at_most=len(markdown))
