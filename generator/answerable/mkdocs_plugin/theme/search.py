"""Our search in the place of Material's, which loads one index of everything and splits words by one pattern.

The theme's search box and its looks stay (`templates/partials/search.html`). Its script starts no search where the page
has no form named `search` and no component of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.contrib.search.search_index import ContentParser

PLUGIN = "material/search"
"""Material's plugin as `plugins` of a configuration calls it, where `search` in mkdocs.yml stands for it."""
UNUSED = ("assets/javascripts/workers/", "assets/javascripts/lunr/")
"""The folders of Material's own search among the theme's files, a megabyte."""
_SETTINGS = re.compile(r'(?<=<script id="__config" type="application/json">)[^<]*(?=</script>)')
_OF_SEARCH = re.compile(r'"search(?:\.[^"]*)?": "(?:[^"\\]|\\.)*", ')
_COMPONENT = 'data-md-component="search"'


def take_over(config: MkDocsConfig) -> bool:
    """Take Material's search plugin out of the build; return whether the site is to have a search.

    The plugin stays among the plugins, since the theme's header asks there whether to show the search box.
    """
    plugin = config.plugins.get(PLUGIN)
    if plugin is None:
        return False
    for methods in config.plugins.events.values():
        methods[:] = [method for method in methods if getattr(method, "__self__", None) is not plugin]
    return bool(plugin.config.get("enabled", True))


def without_settings(html: str) -> str:
    """Return a page of the theme whose settings have nothing for Material's search, unless the page has its box."""
    return html if _COMPONENT in html else _SETTINGS.sub(lambda found: _OF_SEARCH.sub("", found[0]), html, count=1)


def sections(title: str, address: str, html: str) -> Iterator[tuple[str, str, str]]:
    """Yield the address, the heading and the words of a page of the team's own, and of each of its sections.

    What precedes the first heading, and that heading if it is the page's title, belong to the page.
    """
    parser = ContentParser()
    parser.feed(html)
    parser.close()
    opening: list[str] = []
    rest = []
    for section in parser.data:
        words = " ".join(" ".join(section.text).split())
        if section.id and section.title and section.title.strip() != title:
            rest.append((f"{address}#{section.id}", section.title.strip(), words))
        elif words and not rest:
            opening.append(words)
    yield address, title, " ".join(opening)
    yield from rest
