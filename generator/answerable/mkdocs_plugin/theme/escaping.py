"""Names on their way into the theme, whose templates put most of them into pages as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Self
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from answerable.publish.context import _, direction_of
from answerable.publish.text.record_text import plain_line
from answerable.records.comments import without_comments

SETTINGS = ("site_name", "site_description", "site_author")
"""What mkdocs.yml says in words of the owner's own; `copyright` is HTML by MkDocs' word, and stays so."""


def escape_for_theme(words: object) -> Markup:
    """Words on one line as the theme may write them anywhere: escaped, and known to be so where it escapes again."""
    return words if isinstance(words, Markup) else escape(plain_line(without_comments(str(words))))


class ForeignTitle(str):
    """A title in another language than the page, which says so where the theme writes it, but not within attributes.

    The theme writes titles as they are, which calls `__str__`, and escapes those in attributes, which calls `__html__`.
    """

    language: str

    def __new__(cls, words: object, language: str) -> Self:
        """Escape the words, if they are not."""
        made = super().__new__(cls, escape_for_theme(words))
        made.language = language
        return made

    def __str__(self) -> str:
        return f'<span lang="{escape(self.language)}" dir="{direction_of(self.language)}">{self.__html__()}</span>'

    def __html__(self) -> str:
        return str.__str__(self)


def rewrite_settings(config: Any, rewrite: Callable[[str], str]) -> None:
    """Rewrite the words of mkdocs.yml that reach readers: the site's name and texts, the navigation, `extra`."""
    for key in (*SETTINGS, "copyright"):
        words = getattr(config, key, None)
        if isinstance(words, str) and not isinstance(words, Markup):
            setattr(config, key, rewrite(words))
    config.nav = _rewritten(config.nav, rewrite)
    for key, value in config.extra.items():
        config.extra[key] = _rewritten(value, rewrite)


def _rewritten(value: Any, rewrite: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return value if isinstance(value, Markup) else rewrite(value)
    if isinstance(value, list):
        return [_rewritten(item, rewrite) for item in value]
    if isinstance(value, dict):
        return {rewrite(key) if isinstance(key, str) else key: _rewritten(item, rewrite) for key, item in value.items()}
    return value


def escape_config(config: Any, translated: Mapping[str, object] = MappingProxyType({})) -> str:
    """Escape a configuration's words for the theme; give the site's name as it was, or its host when it has no letter.

    `translated` are words for another language in their place. Said twice of one configuration it changes nothing more.
    """
    for key in SETTINGS:
        words = translated.get(key) or getattr(config, key, None)
        if words:
            setattr(config, key, escape_for_theme(words))
    host = urlsplit(config.site_url or "").hostname or ""
    config.site_name = config.site_name or escape_for_theme(host)
    return Markup(config.site_name).unescape()  # noqa: S704 (nothing is marked safe: it becomes plain words again)


def escape_nav_titles(items: Iterable[Any]) -> None:
    """The same for the titles that the navigation of mkdocs.yml gives to pages, sections and links."""
    for item in items:
        given = vars(item).get("title")
        if given is not None:
            item.title = escape_for_theme(given)
        escape_nav_titles(item.children or ())


TOGGLES = (_("Switch to dark colours"), _("Switch to light colours"))
"""What the example and new sites call them in `mkdocs.yml`, which has one language."""


def translate_palette_toggles(palette: object, spoken: Callable[[str], str]) -> None:
    """The switches between light and dark in the language of the site; a name of the site's own stays."""
    for scheme in palette if isinstance(palette, list) else []:
        toggle = scheme.get("toggle") if isinstance(scheme, dict) else None
        if isinstance(toggle, dict) and toggle.get("name") in TOGGLES:
            toggle["name"] = spoken(toggle["name"])
