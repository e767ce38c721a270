"""Calendars of maintenance in iCalendar (RFC 5545, with the names of RFC 7986): one of all, one for each component.

Incidents are no events: nobody plans them. An event's UID is made of the record's id, so that a calendar knows it again
whatever is reworded. SEQUENCE is the number of updates: who moves a window tells it with an update, to people as to
programs. Instants are in UTC, which every calendar shows in its owner's zone. There is no METHOD, hence DTSTAMP is when
the record last said something (RFC 5545, 3.8.7.2) and not when the build ran.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Component, Event, Timezone, TimezoneStandard
from icalendar.prop import vDuration, vText

from generator.build.outputs import Output
from generator.facts.maintenance import phase
from generator.publish.addresses import CALENDAR, SUBSCRIBE, component_calendar_path, maintenance_path
from generator.publish.context import Context
from generator.publish.language import format_instant, maintenance_word
from generator.publish.plain import plain_line, plain_prose
from generator.records.incident import Maintenance
from generator.records.words import MaintenanceStatus

AT_MOST = 100
"""Events in one calendar, counted from the latest."""
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""When an event was last changed that never said so: the date of the format's own tags."""
ASK_AGAIN = timedelta(hours=1)
"""Programs are asked to come back no sooner: maintenance is announced days ahead."""
Parameters = dict[str, str]
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Named:
    """A calendar to be: its path, its full name, and what it is about."""

    path: str
    name: str
    about: str


def publish(context: Context) -> Iterator[Output]:
    """`calendar.ics`, and one file in `calendar/` for each component."""
    ledger = context.ledger
    events = _Events(context)
    for number, named in enumerate(calendars(context)):
        items = ledger.maintenances if not number else ledger.maintenances_of(ledger.components[number - 1].id)
        yield Output(named.path, _calendar(context, named) + events.of(items[:AT_MOST]) + _END)


def calendars(context: Context) -> Iterator[Named]:
    """The calendar of everything, then one for each component in the order of `components.yml`."""
    name, about = plain_line(context.site_name), context.gettext("Maintenance")
    yield Named(CALENDAR, f"{name}: {about}", about)
    for component in context.ledger.components:
        called = plain_line(context.text(component.name))
        yield Named(component_calendar_path(component.id), f"{name}: {called}", called)


def uid(context: Context, item: Maintenance) -> str:
    """The record's id at the site's address: two sites on one host do not share it."""
    site = urlsplit(context.site_url)
    return f"{item.id}@{site.hostname or 'localhost'}{site.path.rstrip('/')}"


class _Events:
    """Events as bytes, each written once: one stands in the calendar of everything and of each component it touches."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._written: dict[str, bytes] = {}

    def of(self, items: Sequence[Maintenance]) -> bytes:
        """The events of these records; without any, the part that makes a calendar one."""
        return b"".join(map(self._event, items)) or bytes(_utc().to_ical())

    def _event(self, item: Maintenance) -> bytes:
        if item.id not in self._written:
            self._written[item.id] = bytes(_event(self._context, item).to_ical(sorted=False))
        return self._written[item.id]


def _calendar(context: Context, named: Named) -> bytes:
    """A calendar up to its events."""
    calendar = Calendar()
    about = context.gettext("Planned work, announced before it begins.")
    every = max(context.ledger.policy.freshness.rebuild_every, ASK_AGAIN)
    _put(calendar, "VERSION", "2.0")
    _put(calendar, "PRODID", "-//Answerable//Maintenance//EN")
    _put(calendar, "CALSCALE", "GREGORIAN")
    for name in ("NAME", "X-WR-CALNAME"):
        _put(calendar, name, vText(named.name), _spoken(context.language))
    for name in ("DESCRIPTION", "X-WR-CALDESC"):
        _put(calendar, name, vText(about), _spoken(context.language))
    _put(calendar, "URL", context.absolute(SUBSCRIBE), {"VALUE": "URI"})
    _put(calendar, "SOURCE", context.absolute(named.path), {"VALUE": "URI"})
    _put(calendar, "REFRESH-INTERVAL", vDuration(every), {"VALUE": "DURATION"})
    _put(calendar, "X-PUBLISHED-TTL", vDuration(every).to_ical().decode())  # type: ignore[no-untyped-call]
    return bytes(calendar.to_ical(sorted=False)).removesuffix(_END)


def _event(context: Context, item: Maintenance) -> Event:
    event = Event()
    cancelled = phase(item, context.now) is MaintenanceStatus.CANCELLED
    changed = last_said(item)
    _put(event, "UID", uid(context, item))
    _put(event, "DTSTAMP", changed)
    _put(event, "LAST-MODIFIED", changed)
    _put(event, "SEQUENCE", len(item.updates))
    _put(event, "DTSTART", item.starts.astimezone(UTC))
    if item.ended_at > item.starts:
        _put(event, "DTEND", item.ended_at.astimezone(UTC))
    _put(event, "SUMMARY", _summary(context, item, cancelled), _spoken(_language(context, item)))
    _put(event, "DESCRIPTION", _description(context, item), _spoken(context.language))
    _put(event, "URL", context.absolute(maintenance_path(item.id)), {"VALUE": "URI"})
    _put(event, "STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    _put(event, "TRANSP", "TRANSPARENT")  # it takes nobody's time
    return event


def last_said(item: Maintenance) -> datetime:
    """When the record last said something."""
    said = [update.at for update in item.updates] + ([item.announced] if item.announced else [])
    return max(said, default=min(item.starts, EPOCH)).astimezone(UTC)


def _summary(context: Context, item: Maintenance, cancelled: bool) -> str:
    """Whose work it is and what; a calendar that shows cancelled events like others says so in words."""
    organisation = context.ledger.policy.organisation
    whose = plain_line(context.text(organisation) if organisation else context.site_name)
    title = plain_line(context.text(item.title))
    word = maintenance_word(context, MaintenanceStatus.CANCELLED)
    return f"{word}: {whose}: {title}" if cancelled else f"{whose}: {title}"


def _description(context: Context, item: Maintenance) -> str:
    """What is done, what it touches, and what was said since, the newest last."""
    ledger = context.ledger
    known = [found for id in item.components if (found := ledger.component(id))]
    names = context.gettext(", ").join(plain_line(context.text(component.name)) for component in known)
    rows = [plain_prose(context.text(item.text)) if item.text else ""]
    touched = context.gettext("Components")
    rows.append(f"{touched}: {names}" if names else "")
    for update in item.updates:
        words = plain_prose(context.text(update.text)) if update.text else ""
        stage = maintenance_word(context, update.status)
        rows.append(f"{format_instant(context, update.at)}: {stage}" + (f"\n{words}" if words else ""))
    rows.append(context.absolute(maintenance_path(item.id)))
    return "\n\n".join(row for row in rows if row)


def _language(context: Context, item: Maintenance) -> str:
    return item.title.in_language(context.language, context.first_language)[1]


def _spoken(language: str) -> Parameters:
    return {"LANGUAGE": language}


def _utc() -> Timezone:
    """A calendar without events needs some part to be one (RFC 5545, 3.6)."""
    zone, standard = Timezone(), TimezoneStandard()
    _put(zone, "TZID", "Etc/UTC")
    _put(standard, "DTSTART", datetime(1970, 1, 1))  # noqa: DTZ001 (local by definition)
    _put(standard, "TZOFFSETFROM", timedelta(0))
    _put(standard, "TZOFFSETTO", timedelta(0))
    zone.add_component(standard)
    return zone


def _put(part: Component, name: str, value: object, about: Parameters | None = None) -> None:
    part.add(name, value, parameters=about or {})
