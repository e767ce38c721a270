"""Calendars of maintenance in iCalendar (RFC 5545, with the names of RFC 7986): one of all, one for each component.

Incidents are not planned: they are no events. An event's UID is made of the record's id, so that calendars recognise
it after any change of words. Instants are in UTC, which every calendar shows in its owner's zone. There is no METHOD,
hence DTSTAMP is the last change of the event (RFC 5545, 3.8.7.2) and not the instant of the build: the record's newest
update, or the last change of its file in git, whichever is later. SEQUENCE is that instant in seconds, since it must
rise when a window moves (3.8.7.4), with an update or without. A change is later than every build before it, so the
number is higher than all that were published, even if the history of git is rewritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Component, Event, Timezone, TimezoneStandard
from icalendar.prop import vDuration, vText

from answerable.facts.maintenance import phase
from answerable.output.outputs import Output
from answerable.output.served import CALENDAR as ICALENDAR
from answerable.output.served import Served, Verify
from answerable.publish.addresses import CALENDAR, SUBSCRIBE, component_calendar_path, maintenance_path
from answerable.publish.context import Context
from answerable.publish.text.formats import format_instant, format_span
from answerable.publish.text.record_text import plain_line, plain_prose
from answerable.publish.text.terms import maintenance_word
from answerable.records.company import Component as Affected
from answerable.records.model import Maintenance, MaintenanceUpdate
from answerable.records.vocabulary import MaintenanceStatus

SERVED = (
    Served(CALENDAR, ICALENDAR, any_origin=True, verify=Verify.FIRST_LANGUAGE),
    Served(component_calendar_path("*"), ICALENDAR, any_origin=True),
)
AT_MOST = 100
"""The most events in one calendar: the soonest of those to come, then the latest of those that are over."""
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The zero of SEQUENCE, and the last change of an event without any known change."""
HIGHEST = 2**31 - 1
"""The largest integer of the format (RFC 5545, 3.3.8); it is reached in 2094."""
REFRESH_AFTER = timedelta(hours=1)
"""The least time between two fetches that programs are asked for: maintenance is announced days ahead."""
Parameters = dict[str, str]
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class CalendarKind:
    """A calendar to make: its path, its full name, its subject, and the component it belongs to, if any."""

    path: str
    name: str
    about: str
    component: str = ""


def publish(context: Context) -> Iterator[Output]:
    """Yield `calendar.ics`, and one file in `calendar/` for each component, retired ones included for subscribers."""
    ledger, events = context.ledger, _Events(context)
    of_retired = (_of_component(context, component) for component in ledger.retired)
    for kind in (*calendars(context), *of_retired):
        items = ledger.maintenances_of(kind.component) if kind.component else ledger.maintenances
        yield Output(kind.path, _calendar(context, kind) + events.of(_nearest(items, context.now)) + _END)


def calendars(context: Context) -> Iterator[CalendarKind]:
    """Yield the calendar of everything, then one for each component in the order of `components.yml`."""
    about = context.gettext("Maintenance")
    yield CalendarKind(CALENDAR, f"{plain_line(context.site_name)}: {about}", about)
    yield from (_of_component(context, component) for component in context.ledger.components)


def subscription(context: Context, path: str) -> str:
    """Return the address with which calendars subscribe, instead of copying the present events."""
    return "webcal://" + context.absolute(path).partition("://")[2]


def _of_component(context: Context, component: Affected) -> CalendarKind:
    subject = plain_line(context.text(component.name))
    name = f"{plain_line(context.site_name)}: {subject}"
    return CalendarKind(component_calendar_path(component.id), name, subject, component.id)


def _nearest(items: Sequence[Maintenance], now: datetime) -> list[Maintenance]:
    """Return the events that fit a calendar, the latest first; of those to come the soonest are kept."""
    to_come = [item for item in items if item.ended_at > now][-AT_MOST:]
    over = [item for item in items if item.ended_at <= now]
    return to_come + over[: AT_MOST - len(to_come)]


def uid(context: Context, item: Maintenance) -> str:
    """Return the record's id at the site's address, which two sites on one host do not share."""
    site = urlsplit(context.site_url)
    return f"{item.id}@{site.hostname or 'localhost'}{site.path.rstrip('/')}"


class _Events:
    """Events as bytes, each encoded once, though several calendars contain it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._written: dict[str, bytes] = {}

    def of(self, items: Sequence[Maintenance]) -> bytes:
        """Return the events of these records; without any, a time zone, since the format requires a component."""
        return b"".join(map(self._event, items)) or bytes(_utc().to_ical())

    def _event(self, item: Maintenance) -> bytes:
        if item.id not in self._written:
            self._written[item.id] = bytes(_event(self._context, item).to_ical(sorted=False))
        return self._written[item.id]


def _calendar(context: Context, kind: CalendarKind) -> bytes:
    """Return a calendar up to its events."""
    calendar = Calendar()
    about = context.gettext("Planned work, announced before it begins.")
    every = max(context.ledger.policy.freshness.rebuild_every, REFRESH_AFTER)
    _put(calendar, "VERSION", "2.0")
    _put(calendar, "PRODID", "-//Answerable//Maintenance//EN")
    _put(calendar, "CALSCALE", "GREGORIAN")
    for old, name, words in (("X-WR-CALNAME", "NAME", kind.name), ("X-WR-CALDESC", "DESCRIPTION", about)):
        _put(calendar, name, vText(words), _language_parameter(context.language))
        _put(calendar, old, vText(words))  # programs that only know this name do not know parameters
    _put(calendar, "URL", context.absolute(SUBSCRIBE))
    _put(calendar, "SOURCE", context.absolute(kind.path), {"VALUE": "URI"})
    _put(calendar, "REFRESH-INTERVAL", vDuration(every), {"VALUE": "DURATION"})
    _put(calendar, "X-PUBLISHED-TTL", vDuration(every).to_ical().decode())  # type: ignore[no-untyped-call]
    return bytes(calendar.to_ical(sorted=False)).removesuffix(_END)


def _event(context: Context, item: Maintenance) -> Event:
    event = Event()
    now = phase(item, context.now)
    cancelled = now if now in (MaintenanceStatus.CANCELLED, MaintenanceStatus.POSTPONED) else None
    changed = _last_changed(context, item)
    _put(event, "UID", uid(context, item))
    _put(event, "DTSTAMP", changed)
    _put(event, "LAST-MODIFIED", changed)
    _put(event, "SEQUENCE", _version(item, changed))
    _put(event, "DTSTART", item.starts.astimezone(UTC))
    if item.ended_at > item.starts:
        _put(event, "DTEND", item.ended_at.astimezone(UTC))
    _put(event, "SUMMARY", _summary(context, item, cancelled), _language_parameter(_language(context, item)))
    _put(event, "DESCRIPTION", _description(context, item), _language_parameter(context.language))
    _put(event, "URL", context.absolute(maintenance_path(item.id)))
    _put(event, "STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    _put(event, "TRANSP", "TRANSPARENT")  # it takes nobody's time
    return event


def last_update(item: Maintenance, now: datetime) -> datetime:
    """Return the instant of the record's newest update or announcement, not counting those dated ahead."""
    instants = [at for at in (item.announced, *(update.at for update in item.updates)) if at and at <= now]
    return max(instants, default=min(item.starts, EPOCH)).astimezone(UTC)


def _last_changed(context: Context, item: Maintenance) -> datetime:
    updated = last_update(item, context.now)
    return max(updated, context.changed.get(item.id, updated)).astimezone(UTC)


def _version(item: Maintenance, changed: datetime) -> int:
    """Return a number that rises with each change; before the epoch it counts the updates."""
    return min(max(int((changed - EPOCH).total_seconds()), len(item.updates)), HIGHEST)


def _summary(context: Context, item: Maintenance, cancelled: MaintenanceStatus | None) -> str:
    """Return the organisation and the title. Some calendars show cancelled events like others, so the words say it."""
    organisation = context.ledger.policy.organisation
    whose = plain_line(context.text(organisation) if organisation else context.site_name)
    title = plain_line(context.text(item.title))
    return f"{maintenance_word(context, cancelled)}: {whose}: {title}" if cancelled else f"{whose}: {title}"


def _description(context: Context, item: Maintenance) -> str:
    """Return the text, the affected components and the updates, the newest last."""
    ledger = context.ledger
    known = [found for id in item.components if (found := ledger.component(id))]
    names = context.gettext(", ").join(plain_line(context.text(component.name)) for component in known)
    rows = [plain_prose(context.text(item.text)) if item.text else ""]
    touched = context.gettext("Components")
    rows.append(f"{touched}: {names}" if names else "")
    for update in item.updates:
        words = plain_prose(context.text(update.text)) if update.text else ""
        stage = maintenance_word(context, update.status) + _new_window(context, update)
        rows.append(f"{format_instant(context, update.at)}: {stage}" + (f"\n{words}" if words else ""))
    rows.append(context.absolute(maintenance_path(item.id)))
    return "\n\n".join(row for row in rows if row)


def _new_window(context: Context, update: MaintenanceUpdate) -> str:
    """Return the new times of an update, in brackets."""
    if update.starts:
        return f" ({format_span(context, update.starts, update.ends or update.starts)})"
    ends = context.gettext("Ends %(time)s")
    return f" ({ends % {'time': format_instant(context, update.ends)}})" if update.ends else ""


def _language(context: Context, item: Maintenance) -> str:
    return item.title.in_language(context.language, context.first_language)[1]


def _language_parameter(language: str) -> Parameters:
    return {"LANGUAGE": language}


def _utc() -> Timezone:
    """Return a time zone, since a calendar must contain at least one component (RFC 5545, 3.6)."""
    zone, standard = Timezone(), TimezoneStandard()
    _put(zone, "TZID", "Etc/UTC")
    _put(standard, "DTSTART", datetime(1970, 1, 1))  # noqa: DTZ001 (local by definition)
    _put(standard, "TZOFFSETFROM", timedelta(0))
    _put(standard, "TZOFFSETTO", timedelta(0))
    zone.add_component(standard)
    return zone


def _put(part: Component, name: str, value: object, about: Parameters | None = None) -> None:
    part.add(name, value, parameters=about or {})
