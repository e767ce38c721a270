"""The badges and their texts. A picture cannot look at a clock, so every text names an instant at which it was true.

That is no later than it must be: the full hour, or the newest event after it. So a build that changes nothing leaves
the badges as they are, and still they are told to be old by whoever looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from answerable.facts.months import last_complete_month
from answerable.facts.status import full_hour, unchanged_since
from answerable.facts.uptime import Uptime, together, uptime
from answerable.publish.addresses import TRANSPARENCY, component_path, transparency_month_path
from answerable.publish.context import Context, looked_up, once
from answerable.publish.figures.figure_words import share_words
from answerable.publish.outlook import outlook
from answerable.publish.text.formats import (
    format_month,
    format_percent,
    format_short_day,
    format_short_utc,
    format_window,
)
from answerable.publish.text.lettering import isolate, one_line
from answerable.publish.text.terms import overall_word, status_word

FOLDER = "badges/"
WINDOWS = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30), "90d": timedelta(days=90)}
_TONES = ((0.999, "operational"), (0.99, "degraded_performance"), (0.95, "partial_outage"), (0.0, "major_outage"))
"""The least share of uptime for each colour."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge: `label` and `message` are its two halves, `page` the page that it links to.

    `tone`, which decides the colour, is a status of a component, an overall indicator, or `unknown`.
    """

    stem: str
    label: str
    message: str
    tone: str
    page: str

    def path(self, style: str) -> str:
        """Return the path of the picture in a style; that of the first style does not name it."""
        return f"{self.stem}.svg" if style == "flat" else f"{self.stem}.{style}.svg"


@looked_up
@once
def badges(context: Context) -> tuple[Badge, ...]:
    """Return the badges of the whole service, each group and each component: the status and four windows of uptime.

    One more says how soon complaints are answered.
    """
    status = _of_status(context) if context.has_status else ()
    answered = _answered(context) if context.has_answers else ()
    return *status, *answered


def _of_status(context: Context) -> Iterator[Badge]:
    ledger = context.ledger
    ids = [component.id for component in ledger.components]
    figures = {id: {name: _uptime_of(context, id, window) for name, window in WINDOWS.items()} for id in ids}
    whole = outlook(context).whole[0].value
    said = _of_now(context, overall_word(context, whole.description), unchanged_since(ledger, context.now))
    yield _status(context, FOLDER, context.site_name, said, whole.indicator)
    yield from _uptimes(context, FOLDER, context.site_name, [figures[id] for id in ids])
    for group in ledger.groups:
        members = [component.id for component in ledger.components if component.group == group.id]
        yield from _of(context, f"groups/{group.id}", context.text(group.name), members, figures)
    for component in ledger.every_component:
        own = [] if component.retired else [component.id]
        page = component_path(component.id)
        yield from _of(context, f"components/{component.id}", context.text(component.name), own, figures, page)


def _answered(context: Context) -> Iterator[Badge]:
    """Yield the share of complaints of the last complete month that a person answered within a day.

    Once there are complaints there is a badge, even for a month without figures, so that its address keeps working.
    """
    if not context.figures and not context.ledger.complaints:
        return
    month = last_complete_month(context.now, context.zone, context.months)
    label = context.gettext("%(name)s, answered within 24 hours") % {
        "name": isolate(one_line(context.site_name), context.direction)
    }
    cohort = context.monthly.response.of(month) if context.monthly else None
    share = cohort.all_hours.human.within_day if cohort else None
    if share:
        words, page = share_words(context, share), transparency_month_path(month)
    else:
        words, page = (
            context.gettext("no complaints") if context.figures else context.gettext("not known"),
            TRANSPARENCY,
        )
    tone = "unknown" if share is None or share.value is None else "maintenance"
    yield Badge(f"{FOLDER}answered-24h", label, _as_of(context, words, format_month(context, month)), tone, page)


def _of(
    context: Context,
    place: str,
    name: str,
    members: list[str],
    figures: dict[str, dict[str, Uptime]],
    page: str = "",
) -> Iterator[Badge]:
    """Yield the badges of a group or component; those of an empty group or a retired component say so."""
    folder = f"{FOLDER}{place}/"
    if members:
        status = outlook(context).worst_of(members)[0].value
        since = unchanged_since(context.ledger, context.now, members)
        yield _status(context, folder, name, _of_now(context, status_word(context, status), since), status, page)
        yield from _uptimes(context, folder, name, [figures[id] for id in members], page)
    else:
        words = context.gettext("No longer in service") if page else context.gettext("No components")
        yield from _without(context, folder, name, words, page)


def _without(context: Context, folder: str, name: str, words: str, page: str) -> Iterator[Badge]:
    """Yield grey badges for what has no status any more; they name the day only, to change once a day."""
    label, message = (
        isolate(one_line(name), context.direction),
        _as_of(context, words, format_short_day(context, context.now)),
    )
    for stem in ("status", *(f"uptime-{key}" for key in WINDOWS)):
        yield Badge(f"{folder}{stem}", label, message, "unknown", page)


def _of_now(context: Context, words: str, since: datetime) -> str:
    return _as_of(context, words, format_short_utc(context, since))


def _status(context: Context, folder: str, name: str, message: str, tone: str, page: str = "") -> Badge:
    return Badge(f"{folder}status", isolate(one_line(name), context.direction), message, tone, page)


def _uptime_of(context: Context, id: str, window: timedelta) -> Uptime:
    return uptime(context.ledger, id, _end_of(context, window), window)


def _end_of(context: Context, window: timedelta) -> datetime:
    """Return up to when a window of uptime is counted: one that is named with the hour, to the full hour."""
    return context.now if _names_day(window) else full_hour(context.now)


def _names_day(window: timedelta) -> bool:
    return window >= timedelta(days=2)


def _uptimes(
    context: Context, folder: str, name: str, members: list[dict[str, Uptime]], page: str = ""
) -> Iterator[Badge]:
    for key, window in WINDOWS.items():
        share = together(member[key] for member in members).share
        words = context.gettext("Not counted yet") if share is None else format_percent(context, share)
        tone = "unknown" if share is None else next(tone for least, tone in _TONES if share >= least)
        label = context.gettext("%(name)s, uptime over %(window)s") % {
            "name": isolate(one_line(name), context.direction),
            "window": format_window(context, window),
        }
        at = (format_short_day if _names_day(window) else format_short_utc)(context, _end_of(context, window))
        yield Badge(f"{folder}uptime-{key}", label, _as_of(context, words, at), tone, page)


def _as_of(context: Context, words: str, at: str) -> str:
    """Join text and instant, each isolated: otherwise a Latin word would pull the day's number to its side."""
    return context.gettext(" · ").join(isolate(part, context.direction) for part in (words, at))
