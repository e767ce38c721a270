"""Render templates to HTML, in a Jinja environment with autoescape and the filters that our templates use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, MutableMapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from answerable.publish import addresses
from answerable.publish.context import Context, direction_of, once
from answerable.publish.figures import figure_words
from answerable.publish.template_cache import TemplateCache
from answerable.publish.text import formats, record_text, terms
from answerable.records.text import Text

_SHAPES = {
    "operational": '<circle cx="12" cy="12" r="9"/><path d="m8 12.5 2.8 2.8L16.3 9.5"/>',
    "under_maintenance": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.3l3.4 2"/>',
    "degraded_performance": '<path d="M12 3.5 21.5 20h-19z"/><path d="M12 10v4.5M12 17v.2"/>',
    "partial_outage": '<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.4v.2"/>',
    "major_outage": '<path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3z"/><path d="m9 9 6 6M15 9l-6 6"/>',
    "unknown": '<circle cx="12" cy="12" r="9"/><path d="M9.6 9.4a2.5 2.5 0 1 1 3.4 2.9c-.7.3-1 .8-1 1.5M12 16.6v.2"/>',
    "pin": '<path d="M9 4h6l-.8 6 3.3 3.5h-11L9.8 10zM12 13.5V20"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "arrow": '<path d="M5 12h13M13 6.5l5.5 5.5-5.5 5.5"/>',
    "feed": '<circle cx="6" cy="18" r="1.4"/><path d="M5 11a8 8 0 0 1 8 8M5 5a14 14 0 0 1 14 14"/>',
    "person": '<circle cx="12" cy="8" r="3.6"/><path d="M5 20c.6-4 3.4-6 7-6s6.400 2 7 6"/>',
    "talk": '<path d="M4 5h16v11H11l-4.500 4v-4H4z"/>',
    "bell": '<path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10 21h4"/>',
    "next": '<path d="m9 6 6 6-6 6"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.300l3.400 2"/>',
}
_ALIASES = {
    "none": "operational",
    "minor": "degraded_performance",
    "major": "partial_outage",
    "critical": "major_outage",
    "maintenance": "under_maintenance",
}


def icon(name: str) -> Markup:
    """Return an icon by its name, by a component's status or by an overall indicator, hidden from screen readers."""
    shape = _SHAPES[_ALIASES.get(name, name)]
    return Markup(  # noqa: S704 (the shapes are constants of this file)
        '<svg class="a-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
        f"{shape}</svg>"
    )


_LETTERS = re.compile(r"[^\W\d_]")
_PLAIN_MESSAGE = re.compile(r"""\{\{ _\((["'])([^"'%\\]+)\1\) \}\}""")
LONG, OPENING = 900, 280
"""Characters beyond which a text above other contents is folded, and characters of it that are shown then."""
WAITS = (timedelta(hours=1), timedelta(days=1), timedelta(days=3))
"""From which length on a wait between two steps is drawn longer, in three stages."""
TEMPLATES = Path(__file__).parent.parent / "templates" / "pages"


def render(context: Context, template: str, root: str, **values: Any) -> str:
    """Return the HTML of a template of `templates/pages`; `root` is the path to the site's root, such as `../../`."""
    environment = _environment(context)
    return environment.get_template(template).render(root=root, **values)


def alternates(links: Iterable[tuple[str, str, str]], root: str) -> str:
    """Return links to feeds, given as (title, address relative to the root, media type), for a page's head."""
    link = Markup('<link rel="alternate" type="{}" title="{}" href="{}{}">\n')
    return Markup().join(link.format(mime, title, root, href) for title, href, mime in links)


@once
def _environment(context: Context) -> Environment:
    environment = _Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=TemplateCache(context.language),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    environment.install_gettext_translations(context.translations, newstyle=True)  # type: ignore[attr-defined]
    environment.add_extension(_TranslateAtCompileTime)
    environment.extend(translate=context.gettext)
    environment.globals.update(_globals(context))
    environment.filters.update(_filters(context))
    return environment


class _Environment(Environment):
    """An environment whose templates have all globals in one dictionary, in which Jinja looks often and slowly."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template."""
        return {**self.globals, **(d or {})}


class _TranslateAtCompileTime(Extension):
    """Translates plain messages when a template is compiled, since an environment has one language only."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """Return the template's source with each `{{ _("…") }}` replaced by its translation."""
        translate = self.environment.translate  # type: ignore[attr-defined]
        return _PLAIN_MESSAGE.sub(lambda match: str(escape(translate(match[2]))), source)


def _globals(context: Context) -> dict[str, Any]:
    return {
        "context": context,
        "ledger": context.ledger,
        "address": addresses,
        "weekday": lambda at, day: _time(at, "day", formats.format_weekday(context, day)),
        "span": partial(_span, context),
        "hours": partial(_hours, context),
        "zone_line": partial(_zone_line, context),
    }


def _filters(context: Context) -> dict[str, Callable[..., Any]]:
    """Return the filters that turn values into words. Jinja calls filters several times faster than functions."""
    named = {
        name: partial(getattr(module, name), context)
        for module, names in (
            (terms, ("status_word", "impact_word", "update_word", "maintenance_word", "did_word", "outcome_word",
                     "overall_word")),
            (formats, ("format_day", "format_weekday", "format_month", "format_gregorian_month", "format_number",
                       "format_percent", "format_duration")),
            (figure_words, ("too_few", "made_of", "range_words", "quantile_words", "seconds_words", "impact_counts")),
        )
        for name in names
    }  # fmt: skip
    return {
        **named,
        "whole_percent": partial(figure_words.percent, context),
        "icon": icon,
        "tone": lambda indicator: {"none": "resolved", "maintenance": "none"}.get(indicator, indicator),
        "text": partial(_inline, context),
        "prose": partial(_prose, context),
        "opening": partial(_opening, context),
        "exclusion": partial(_exclusion, context),
        "plain": partial(_plain, context),
        "bare": record_text.bare,
        "instant": partial(_instant, context),
        "when": lambda at: _titled(context, at, "", formats.format_short_instant(context, at)),
        "short": lambda at: _titled(context, at, "short", formats.format_short_day(context, at)),
        "moment": partial(_moment, context, "moment", formats.format_moment),
        "until": partial(_moment, context, "until", formats.format_until),
        "zone": partial(formats.zone_name, context),
        "wait_length": lambda took: sum(took >= step for step in WAITS),
        "iso": lambda at: at.isoformat(timespec="seconds"),
        "body_html": partial(_body, context),
        "breakable": _breakable,
    }


def marks_of(context: Context, language: str) -> Markup:
    """Return the attributes of a text in another language than the page's, else nothing."""
    if language == context.language:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(language, direction_of(language))


def _inline(context: Context, text: Text | None) -> Markup:
    if not text:
        return Markup("")
    words, language = text.in_language(context.language, context.first_language)
    foreign = marks_of(context, language)
    return Markup("<span{}>{}</span>").format(foreign, words) if foreign else escape(words)


def _exclusion(context: Context, reason: str) -> Markup:
    """Return a reason of exclusion as the policy has it; one that it lacks is in the site's first language."""
    known = (one.name for one in context.ledger.policy.exclusions if one.reason == reason)
    return _inline(context, next(known, Text({"": reason})))


def _prose(context: Context, text: Text | None) -> Markup:
    if not text:
        return Markup("")
    words, language = text.in_language(context.language, context.first_language)
    html, marks = record_text.to_html(words), marks_of(context, language)
    return Markup(  # noqa: S704 (sanitised by to_html)
        f'{_untranslated(context, language)}<div class="a-prose"{marks}>{html}</div>'
    )


def _body(context: Context, body: Text) -> Markup:
    """Return a record's body, which says so if it is in another language than the page."""
    words, language = body.in_language(context.language, context.first_language)
    foreign, html = marks_of(context, language), _sanitised(words)
    return _untranslated(context, language) + Markup("<div{}>{}</div>").format(foreign, html) if foreign else html


def _sanitised(words: str) -> Markup:
    return Markup(record_text.to_html(words))  # noqa: S704 (sanitised by to_html)


def _untranslated(context: Context, language: str) -> Markup:
    """Return the line above a text in another language than the page's; nothing if it is the same."""
    if language == context.language:
        return Markup("")
    return Markup('<p class="a-meta a-untranslated">{}</p>').format(context.gettext("This text is not translated yet."))


def _breakable(address: str) -> Markup:
    """Return an address that a narrow screen breaks after a slash, not in a word."""
    return Markup("/<wbr>").join(escape(address).split(Markup("/"))).replace(Markup("/<wbr>/<wbr>"), Markup("//"))


def _opening(context: Context, text: Text) -> Markup:
    """Return the beginning of a text that is longer than a screen, empty if it is shorter."""
    words, language = text.in_language(context.language, context.first_language)
    if len(words) <= LONG:
        return Markup("")
    return Markup("<p{}>{}</p>").format(marks_of(context, language), record_text.to_line(words, OPENING))


def _plain(context: Context, text: Text | None) -> str:
    return context.text(text)


def _instant(context: Context, at: datetime) -> Markup:
    return _time(at, "", formats.format_instant(context, at))


def _moment(context: Context, style: str, words: Callable[[Context, datetime], str], at: datetime | None) -> Markup:
    """Return an instant ahead; an empty element for one that only the script knows."""
    if at is None:
        return Markup('<time data-a-time="{}"></time>').format(style)
    return _time(at, style, words(context, at))


def _span(context: Context, start: datetime, end: datetime) -> Markup:
    """Return the time from a start to an end, whose day is said once if it is the same."""
    since, full = start.isoformat(timespec="seconds"), escape(formats.format_instant(context, end))
    words, iso = escape(formats.format_end(context, start, end)), end.isoformat(timespec="seconds")
    last = Markup(  # noqa: S704 (escaped)
        f'<time datetime="{iso}" data-a-time="end" data-a-since="{since}" title="{full}">{words}</time>'
    )
    first = _titled(context, start, "start", formats.format_short_instant(context, start))
    return _filled(context.gettext("%(start)s – %(end)s"), start=first, end=last)


def _hours(context: Context, start: datetime, end: datetime, zone: ZoneInfo | None) -> Markup:
    """Return the hours of one day, by the zone or else the site's."""
    first = _time(start, "clock", formats.format_clock(context, start, zone))
    last = _time(end, "closing", formats.format_closing(context, end, zone))
    words = context.pgettext("hours of a day", "%(start)s – %(end)s")
    span = _filled(words, start=first, end=last)
    # Numbers and a dash read from left to right in Hebrew too; Persian has a word between them.
    return span if _LETTERS.search(words % {"start": "", "end": ""}) else Markup('<bdi dir="ltr">{}</bdi>').format(span)


def _zone_line(context: Context, zone: ZoneInfo) -> Markup:
    """Return the sentence on the zone of the times; the script replaces it by the reader's own."""
    name = Markup("<bdi data-a-zone>{}</bdi>").format(formats.zone_name(context, zone))
    return _filled(context.gettext("All times are in %(zone)s"), zone=name)


def _filled(words: str, **elements: Markup) -> Markup:
    """Return a translated sentence with elements at its places."""
    return Markup("{}").format(words) % elements


def _titled(context: Context, at: datetime, style: str, words: str) -> Markup:
    """Return an instant in few words, about as wide as the script's, so that nothing moves; in full in its title."""
    iso, full = at.isoformat(timespec="seconds"), escape(formats.format_instant(context, at))
    words = escape(words)
    return Markup(f'<time datetime="{iso}" data-a-time="{style}" title="{full}">{words}</time>')  # noqa: S704 (escaped)


def _time(at: datetime, style: str, words: str) -> Markup:
    """Return an instant, which the script replaces by the reader's own time in the same style."""
    iso = at.isoformat(timespec="seconds")
    return Markup(f'<time datetime="{iso}" data-a-time="{style}">{escape(words)}</time>')  # noqa: S704 (escaped)
