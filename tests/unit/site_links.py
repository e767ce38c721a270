"""Looks for links of a built site that lead nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

DATA = frozenset({".json", ".xml", ".atom", ".rss", ".opml", ".txt", ".svg"})
"""Endings of files for programs; calendars fold their lines, so their addresses cannot be found as they are."""


class PageParts(HTMLParser):
    """The links, the ids and the words of a page: those that are seen, and titles, labels and descriptions."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.words: list[str] = []
        self._code = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a start tag."""
        self._code += tag in {"script", "style"}
        found = {key: value or "" for key, value in attrs}
        self.links += [found[key] for key in ("href", "src") if key in found]
        self.ids |= {found["id"]} if "id" in found else set()
        self.words += [found[key] for key in ("title", "alt", "aria-label", "content") if key in found]

    def handle_endtag(self, tag: str) -> None:
        """Note an end tag."""
        self._code -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        """Note words."""
        if not self._code:
            self.words.append(data)


def pages(site: Path) -> dict[str, PageParts]:
    """Return the parts of every page by its path in the site."""
    return {path.relative_to(site).as_posix(): PageParts(path.read_text("utf-8")) for path in site.rglob("*.html")}


def broken_links(site: Path, address: str) -> list[str]:
    """Return a line for each link to the site at `address` that leads to no file, or to no place on its page."""
    parts = pages(site)
    found = [_broken(site, address, parts, name, link) for name, page in parts.items() for link in page.links]
    found += [_broken(site, address, parts, name, link) for name, link in _in_data(site, address)]
    found += [_broken(site, address, parts, name, link) for name, link in _in_search(site)]
    return sorted({line for line in found if line})


def _in_data(site: Path, address: str) -> Iterator[tuple[str, str]]:
    for path in site.rglob("*"):
        if path.suffix in DATA and path.is_file():
            for link in re.findall(rf"{re.escape(address)}[^\s\"<>\\&)\]}}]*", path.read_text("utf-8")):
                if "{" not in link:
                    yield path.relative_to(site).as_posix(), link


def _in_search(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the results of the search, which links from the home page of their language."""
    for path in site.rglob("search/periods/*/d*.json"):
        home = (path.parents[3] / "index.html").relative_to(site).as_posix()
        yield from ((home, link) for link, *_ in json.loads(path.read_text("utf-8")))


def _broken(site: Path, address: str, parts: dict[str, PageParts], name: str, link: str) -> str:
    here = address if name.endswith("404.html") else address + name.removesuffix("index.html")
    found = urlsplit(urljoin(here, link))
    if not found.geturl().startswith(address):
        return ""
    path = unquote(found.path).removeprefix(urlsplit(address).path)
    path += "index.html" if path == "" or path.endswith("/") else ""
    path += "/index.html" if (site / path).is_dir() else ""
    missing = not (site / path).is_file()
    lost = found.fragment and path in parts and unquote(found.fragment) not in parts[path].ids
    return f"{name}: {link}" if missing or lost else ""
