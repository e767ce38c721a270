"""`status.txt`: what is happening now in plain text, for people on a bad line and for `curl`.

The file has no script that could mark it as old. Hence its first lines say of which instant it is, until when it is
valid, and what planned work will change until then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from unicodedata import bidirectional, category, east_asian_width

from answerable.facts.incidents import Pinned, next_promise, pinnable
from answerable.facts.maintenance import in_progress, postponed, scheduled
from answerable.facts.status import component_states, current_incidents
from answerable.output.outputs import Output
from answerable.output.served import TEXT, Lifetime, Served, Verify
from answerable.publish.addresses import STATUS_TEXT, incident_path, maintenance_path
from answerable.publish.context import Context, direction_of
from answerable.publish.outlook import outlook
from answerable.publish.pages.contact import ChannelHours, channel_hours
from answerable.publish.text import formats, terms
from answerable.publish.text.record_text import bare, plain_line, plain_prose
from answerable.records.characters import truncate
from answerable.records.model import Incident, Maintenance
from answerable.records.text import Text
from answerable.records.vocabulary import ComponentStatus

SERVED = (Served(STATUS_TEXT, TEXT, Lifetime.STATUS, any_origin=True, verify=Verify.EVERY_LANGUAGE),)
WIDTH = 72
"""The width of a line in columns, which fits mails, old terminals and small phones."""
_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_NO_WIDTH = {"Mn", "Me", "Cf"}


def columns_of(words: str) -> int:
    """Return the width of the words in columns: two for a wide letter, none for an accent or a control."""
    return sum(
        0 if category(letter) in _NO_WIDTH else 2 if east_asian_width(letter) in {"W", "F"} else 1 for letter in words
    )


def wrapped(words: str, language: str, indent: str = "") -> str:
    """Return the words with each line broken at spaces to `WIDTH` columns.

    Addresses stay whole, so that they can be copied; other words that are longer than a line are broken. A line that
    programs would show in the wrong direction begins with a direction mark.
    """
    room = WIDTH - len(indent)
    rows = (row for line in words.split("\n") for row in _rows(line, room))
    return "\n".join(indent + _directed(row, direction_of(language)) for row in rows)


def isolated(words: str, language: str) -> str:
    """Return words for a line of a language, isolated if they have letters or numbers of the other direction."""
    against = {"ltr": {"R", "AL"}, "rtl": {"L", "EN"}}[direction_of(language)]
    return f"\u2068{words}\u2069" if any(bidirectional(letter) in against for letter in words) else words


def _rows(line: str, room: int) -> Iterator[str]:
    row = ""
    for word in (part for whole in line.split(" ") for part in _parts(whole, room)):
        if row and columns_of(f"{row} {word}") > room:
            yield row
            row = word
        else:
            row = f"{row} {word}" if row else word
    yield row


def _parts(word: str, room: int) -> Iterator[str]:
    """Yield the word, in pieces if it is too long for a line and no address."""
    if columns_of(word) <= room or "://" in word:
        yield word
        return
    part = ""
    for letter in word:
        if columns_of(part + letter) > room:
            yield part
            part = ""
        part += letter
    yield part


def _directed(row: str, direction: str) -> str:
    first = next((found for letter in _outside(row) if (found := _STRONG.get(bidirectional(letter)))), direction)
    return row if first == direction else _MARKS[direction] + row


def _outside(row: str) -> Iterator[str]:
    """Yield the letters outside of isolates, which decide the direction of a line (Unicode's annex 9, rule P2)."""
    depth = 0
    for letter in row:
        depth += {"\u2068": 1, "\u2069": -1}.get(letter, 0)
        if not depth:
            yield letter


AT_MOST = 20
"""The most entries of one kind; the page has all."""
LONGEST = 1200
"""The most characters of one text; its page has all."""
Lines = Iterator[str]


def publish(context: Context) -> Iterator[Output]:
    """Yield the one file."""
    _ = context.gettext
    parts = (
        _part(context, "", [list(_head(context))]),
        _part(context, _("What is happening now"), [list(_incident(context, i)) for i in _current(context)]),
        _part(context, _("Pinned notices"), [list(_notice(context, n)) for n in _notices(context)]),
        _part(context, _("Components"), [list(_components(context))]),
        _part(context, _("Maintenance"), [list(_maintenance(context, item)) for item in _maintenances(context)]),
        _part(context, _("Who is there"), [list(_channels(context))]),
    )
    yield Output(STATUS_TEXT, ("\n\n".join(filter(None, parts)) + "\n").encode())


def _part(context: Context, title: str, entries: Sequence[Sequence[str]]) -> str:
    """Return a heading and its entries, separated by empty lines; empty without any entry."""
    rows = ["\n".join(entry) for entry in entries[:AT_MOST] if entry]
    if not rows:
        return ""
    if len(entries) > AT_MOST:
        rows.append(_more(context))
    return (wrapped(f"{title}:", context.language) + "\n" if title else "") + "\n\n".join(rows)


def _head(context: Context) -> Lines:
    phases, _ = outlook(context).whole, context.gettext
    overall = terms.overall_word(context, phases[0].value.description)
    name = isolated(plain_line(context.site_name), context.language)
    until = formats.format_instant(context, context.believe_until)
    yield wrapped(f"{overall} ({name})", context.language)
    yield wrapped(_at(context, _("As of %(time)s"), context.now), context.language)
    unknown = _("Believe this until %(until)s; from then on nothing is known.") % {"until": until}
    yield wrapped(unknown, context.language)
    for phase in phases[1:]:
        at = formats.format_instant(context, phase.start) if phase.start else ""
        planned = terms.overall_word(context, phase.value.description)
        yield wrapped(_("From %(at)s on: %(status)s") % {"at": at, "status": planned}, context.language)
    yield context.site_url


def _current(context: Context) -> tuple[Incident, ...]:
    return current_incidents(context.ledger, context.now)


def _incident(context: Context, incident: Incident) -> Lines:
    update, _ = incident.newest, context.gettext
    impact, since = terms.impact_word(context, incident.impact), _at(context, _("since %(time)s"), incident.started_at)
    stage = terms.update_word(context, update.status)
    who = context.ledger.person(update.by or "")
    signed = [isolated(plain_line(context.text(who.name)), context.language)] if who else []
    yield from _titled(context, incident.title)
    yield _joined(context, impact, since)
    yield _joined(context, stage, formats.format_instant(context, update.at), *signed, end=":")
    yield from _text(context, update.text)
    due = next_promise(incident, context.now)
    if due:
        late = context.now > due
        promise = _("Late: an update was promised by %(time)s") if late else _("Next update by %(time)s")
        yield _line(context, _at(context, promise, due))
    yield f"  {context.absolute(incident_path(incident.id))}"


def _notices(context: Context) -> list[Pinned]:
    """Return the notices pinned now or while this file is valid, without open incidents, which are listed above."""
    ahead = context.believe_until - context.now
    found = pinnable(context.ledger, context.now, ahead)
    return [notice for notice in found if notice.kind == "notice" or notice.resolved]


def _notice(context: Context, notice: Pinned) -> Lines:
    _ = context.gettext
    if notice.resolved:
        yield _joined(context, _("Resolved"), formats.format_instant(context, notice.since), end=":")
    yield from _titled(context, notice.title)
    if notice.starts and notice.starts > context.now:
        yield _line(context, _at(context, _("Begins %(time)s"), notice.starts))
    yield from _text(context, notice.text)
    if notice.link:
        yield f"  {notice.link if '://' in notice.link else bare(notice.link)}"
    if notice.until and not notice.resolved:
        yield _line(context, _at(context, _("until %(time)s"), notice.until))


def _components(context: Context) -> Lines:
    """Yield the components that are not operational, the worst first, `AT_MOST` of them."""
    states = component_states(context.ledger, context.now).values()
    troubled = [state for state in states if state.status is not ComponentStatus.OPERATIONAL]
    troubled.sort(key=lambda state: -state.status.rank)
    for state in troubled[:AT_MOST]:
        name = isolated(plain_line(context.text(state.component.name)), context.language)
        yield _line(context, f"{name}: {terms.status_word(context, state.status)}")
    if len(troubled) > AT_MOST:
        yield _more(context)


def _maintenances(context: Context) -> list[Maintenance]:
    ledger, now = context.ledger, context.now
    return list(chain(in_progress(ledger, now), postponed(ledger, now), scheduled(ledger, now)))


def _maintenance(context: Context, item: Maintenance) -> Lines:
    _ = context.gettext
    yield from _titled(context, item.title)
    if item.stopped:
        word, unknown = terms.maintenance_word(context, item.stopped.status), _("A new time is not known yet.")
        yield _line(context, f"{word}. {unknown}")
    else:
        yield _line(context, formats.format_span(context, item.starts, item.ended_at))
    yield f"  {context.absolute(maintenance_path(item.id))}"


def _channels(context: Context) -> Lines:
    for desk in channel_hours(context):
        if desk.channel.hours.stated:
            name = isolated(plain_line(context.text(desk.channel.name)), context.language)
            address = desk.channel.address or desk.channel.url or ""
            where = f" ({isolated(plain_line(address), context.language)})" if address else ""
            yield _line(context, f"{name}{where}: {_hours(context, desk)}")


def _hours(context: Context, desk: ChannelHours) -> str:
    if desk.day_and_night:
        return context.gettext("Answered day and night")
    window = desk.open or desk.closed
    if not window or not window.end:
        return context.pgettext("channel", "Open") if desk.open else context.pgettext("channel", "Closed")
    if desk.open:
        return context.gettext("Open until %(time)s") % {"time": formats.format_until(context, window.end)}
    return context.gettext("Closed, opens %(time)s") % {"time": formats.format_moment(context, window.end)}


def _titled(context: Context, title: Text) -> Lines:
    """Yield a title, which is no Markdown, in the direction of its own language."""
    words, language = title.in_language(context.language, context.first_language)
    yield wrapped(plain_line(words), language, "  ")


def _text(context: Context, text: Text | None) -> Lines:
    """Yield a record's text in the direction of its own language."""
    if text:
        words, language = text.in_language(context.language, context.first_language)
        prose = plain_prose(words)
        cut = prose if len(prose) <= LONGEST else truncate(prose, LONGEST) + "…"
        yield wrapped(cut, language, "  ")


def _more(context: Context) -> str:
    return _line(context, context.gettext("More of them: %(url)s") % {"url": context.site_url})


def _line(context: Context, line: str) -> str:
    return wrapped(line, context.language, "  ")


def _joined(context: Context, *parts: str, end: str = "") -> str:
    return _line(context, context.gettext(", ").join(parts) + end)


def _at(context: Context, words: str, at: datetime) -> str:
    return words % {"time": formats.format_instant(context, at)}
