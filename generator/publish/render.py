"""Templates to HTML: our own Jinja environment with escaping on, and the filters that templates use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from markupsafe import Markup, escape

from generator.publish import addresses, figure_words, formats, icons, plain, terms, texts
from generator.publish.context import Context, direction_of
from generator.records.text import Text

_SENTENCE = re.compile(r"""\{\{ _\((["'])([^"'%\\]+)\1\) \}\}""")
_LATER = Markup('<time data-a-time="moment"></time>')
"""The place of a moment that only the script can name."""
LONG, OPENING = 900, 280
"""Characters of a text from which on it is folded where it stands above other things, and of its beginning."""
TEMPLATES = Path(__file__).parent.parent / "templates" / "pages"


def render(context: Context, template: str, root: str, **values: Any) -> str:
    """The HTML of a template of `templates/pages`; `root` leads from the page to the site's root, such as `../../`."""
    environment = _environment(context)
    return environment.get_template(template).render(root=root, **values)


def alternates(links: Iterable[tuple[str, str, str]], root: str) -> str:
    """Feeds (title, address relative to the root, media type) for a page's head."""
    link = Markup('<link rel="alternate" type="{}" title="{}" href="{}{}">\n')
    return Markup().join(link.format(mime, title, root, href) for title, href, mime in links)


@lru_cache(maxsize=4)
def _environment(context: Context) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_Compiled(context.language),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    environment.install_gettext_translations(context.translations, newstyle=True)  # type: ignore[attr-defined]
    environment.add_extension(_Said)
    environment.extend(said=context.gettext)
    environment.globals.update(_globals(context))
    environment.filters.update(_filters(context))
    return environment


class _Compiled(BytecodeCache):
    """Compiled templates, kept in memory for the next build of the same process: `serve` makes one at every save."""

    _kept: ClassVar[dict[tuple[str, str, str], bytes]] = {}

    def __init__(self, language: str) -> None:
        self._language = language

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what was compiled from the same source in the same language."""
        if found := self._kept.get((self._language, bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[self._language, bucket.key, bucket.checksum] = bucket.bytecode_to_string()


class _Said(Extension):
    """Puts a plain sentence in its language while a template is compiled: an environment speaks one language only."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The template's source with `{{ _("…") }}` said."""
        said = self.environment.said  # type: ignore[attr-defined]
        return _SENTENCE.sub(lambda match: str(escape(said(match[2]))), source)


def _globals(context: Context) -> dict[str, Any]:
    return {
        "context": context,
        "ledger": context.ledger,
        "now": context.now,
        "address": addresses,
        "weekday": lambda at, day: _time(at, "day", formats.format_weekday(context, day)),
    }


def _filters(context: Context) -> dict[str, Callable[..., Any]]:
    """What turns a value into words; filters, since Jinja calls them several times faster than functions."""
    named = {
        name: partial(getattr(module, name), context)
        for module, names in (
            (terms, ("status_word", "impact_word", "update_word", "maintenance_word", "did_word", "outcome_word",
                     "overall_word")),
            (formats, ("format_day", "format_weekday", "format_month", "format_number", "format_percent",
                       "format_duration")),
            (figure_words, ("too_few", "made_of", "range_words", "quantile_words", "seconds_words", "impact_counts")),
        )
        for name in names
    }  # fmt: skip
    return {
        **named,
        "whole_percent": partial(figure_words.percent, context),
        "icon": icons.icon,
        "tone": lambda indicator: {"none": "resolved", "maintenance": "none"}.get(indicator, indicator),
        "text": partial(_inline, context),
        "prose": partial(_prose, context),
        "opening": partial(_opening, context),
        "plain": partial(_plain, context),
        "bare": plain.bare,
        "instant": partial(_instant, context),
        "moment": lambda at: _time(at, "moment", formats.format_moment(context, at)) if at else _LATER,
        "clock": lambda at, zone=None: _time(at, "clock", formats.format_clock(context, at, zone)),
        "iso": lambda at: at.isoformat(timespec="seconds"),
        "body_html": lambda body: Markup(texts.to_html(body)),  # noqa: S704 (sanitised by to_html)
    }


def _foreign(context: Context, language: str) -> Markup:
    """Attributes for a text that is in another language than the page's."""
    if language == context.language:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(language, direction_of(language))


def _inline(context: Context, text: Text | None) -> Markup:
    if not text:
        return Markup("")
    words, language = text.in_language(context.language, context.first_language)
    foreign = _foreign(context, language)
    return Markup("<span{}>{}</span>").format(foreign, words) if foreign else escape(words)


def _prose(context: Context, text: Text | None) -> Markup:
    if not text:
        return Markup("")
    words, language = text.in_language(context.language, context.first_language)
    foreign = _foreign(context, language)
    return Markup(f'<div class="a-prose"{foreign}>{texts.to_html(words)}</div>')  # noqa: S704 (escaped, sanitised)


def _opening(context: Context, text: Text) -> Markup:
    """How a text begins, where it is longer than a screen; empty where it is not."""
    words, language = text.in_language(context.language, context.first_language)
    if len(words) <= LONG:
        return Markup("")
    return Markup("<p{}>{}</p>").format(_foreign(context, language), texts.to_line(words, OPENING))


def _plain(context: Context, text: Text | None) -> str:
    return context.text(text)


def _instant(context: Context, at: datetime) -> Markup:
    return _time(at, "", formats.format_instant(context, at))


def _time(at: datetime, style: str, words: str) -> Markup:
    """An instant which the script shows in the reader's own zone, in the same style."""
    iso = at.isoformat(timespec="seconds")
    return Markup(f'<time datetime="{iso}" data-a-time="{style}">{escape(words)}</time>')  # noqa: S704 (escaped)
