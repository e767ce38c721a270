"""A built site as its readers see it: each function says what one kind of output says, in plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import feedparser
from click.testing import CliRunner
from icalendar import Calendar
from lxml import etree, html
from tests.agreement.company import SITE, Company, write

from answerable.cli import main

WORDS = {
    "operational": "Operational",
    "under_maintenance": "Under maintenance",
    "degraded_performance": "Degraded performance",
    "partial_outage": "Partial outage",
    "major_outage": "Major outage",
    "investigating": "Investigating",
    "identified": "Identified",
    "monitoring": "Monitoring",
    "resolved": "Resolved",
    "scheduled": "Scheduled",
    "in_progress": "In progress",
    "verifying": "Verifying",
    "completed": "Completed",
    "cancelled": "Called off",
}
"""How pages call each state, by docs/words.md's English."""
_ADDRESS = re.compile(re.escape(SITE) + r"[^\s\"'<>\\,)]*")


class Site:
    """The files of a build, and what they say."""

    def __init__(self, folder: Path) -> None:
        paths = (path for path in folder.rglob("*") if path.is_file() and "assets/" not in path.as_posix())
        self.files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
        self._folder = folder

    def json(self, path: str) -> Any:
        """A JSON file."""
        return json.loads(self.files[path])

    @cached_property
    def pages(self) -> dict[str, html.HtmlElement]:
        """Every page by its address relative to the root."""
        found = {path: content for path, content in self.files.items() if path.endswith(".html")}
        return {path.removesuffix("index.html"): html.fromstring(content) for path, content in found.items()}

    def is_there(self, path: str) -> bool:
        """Whether something stands at an address relative to the root."""
        path = f"{path}index.html" if path.endswith("/") or not path else path
        return path in self.files or (self._folder / path).is_file()


def build(folder: Path, company: Company, now: datetime) -> Site:
    """Build the company's site in this process, beside all that was built in the folder before."""
    config, site = write(folder, company), folder / "site"
    arguments = ["build", "--config", str(config), "--now", now.isoformat(), "--site-dir", str(site)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return Site(site)


def shown(element: html.HtmlElement, at: datetime | None = None) -> str:
    """The words that are seen in an element: without script, or by the clock of a reader whose script runs."""
    return " ".join(" ".join(_shown(element, at)).split())


def _shown(element: html.HtmlElement, at: datetime | None) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in {"svg", "noscript"} or not is_shown(element, at):
        return
    yield element.text or ""
    for child in element:
        yield from _shown(child, at)
        yield child.tail or ""


def is_shown(element: html.HtmlElement, at: datetime | None = None) -> bool:
    """Whether an element is not hidden; by a reader's clock, what has a window is shown within it."""
    start, end = element.get("data-a-from"), element.get("data-a-until")
    if at is None or not (start or end):
        return "hidden" not in element.attrib
    return (not start or datetime.fromisoformat(start) <= at) and (not end or at < datetime.fromisoformat(end))


def by_class(element: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    """The elements below one that have a class."""
    return list(element.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]"))


def by_id(element: html.HtmlElement, id: str) -> html.HtmlElement | None:
    """The element of an id."""
    found = element.xpath(f"//*[@id='{id}']")
    return found[0] if found else None


def id_in(element: html.HtmlElement, room: str) -> str:
    """The record of which the first link in an element leads to the page; empty when it leads elsewhere."""
    for href in element.xpath(".//a/@href"):
        if found := re.search(rf"(?:^|/){room}/([^/#]+)/", href):
            return str(found[1])
    return ""


def ids_in(text: str, room: str) -> list[str]:
    """The records whose addresses stand in a text, in their order."""
    return re.findall(rf"{re.escape(SITE)}{room}/([^/#\s]+)/", text)


def heading(page: html.HtmlElement) -> str:
    """The title of a page, without the site's name that the theme puts behind it."""
    return " ".join(page.findtext(".//title").split())


def pill(element: html.HtmlElement, at: datetime | None = None) -> list[str]:
    """The states that are seen, in pills or as a dot and a word."""
    pills = [*by_class(element, "a-pill"), *by_class(element, "a-dot")]
    return [shown(one, at) for one in pills if all(is_shown(above, at) for above in (one, *one.iterancestors()))]


def overall_at(site: Site, at: datetime | None = None) -> list[str]:
    """What the band of the first page says."""
    band = by_id(site.pages[""], "a-band")
    assert band is not None
    return [shown(one.find(".//strong"), at) for one in by_class(band, "a-band__known") if is_shown(one, at)]


def components_at(site: Site, at: datetime | None = None) -> dict[str, list[str]]:
    """What the first page says of each component."""
    rows = by_class(site.pages[""], "a-component")
    return {id_in(row, "components"): pill(row, at) for row in rows}


def planned_at(site: Site, at: datetime | None = None) -> list[html.HtmlElement]:
    """The maintenance that the first page lists."""
    rows = site.pages[""].xpath("//*[@id='a-maintenance']//li")
    return [row for row in rows if is_shown(row, at)]


def groups_at(site: Site, at: datetime | None = None) -> dict[str, list[str]]:
    """What the first page says of each group, and of the components of none."""
    found = by_class(site.pages[""], "a-group")
    return {str(one.get("id")).removeprefix("a-group-"): pill(one.find("summary"), at) for one in found}


def badge(site: Site, place: str) -> tuple[str, str]:
    """What a badge says as a picture and to shields.io, each without its instant."""
    facts = site.json(f"badges/{place}.json")
    words = str(facts["message"])
    picture = etree.fromstring(site.files[f"badges/{place}.svg"])
    title = str(picture.findtext("{http://www.w3.org/2000/svg}title"))
    return _plain(title).partition(": ")[2].partition(" · ")[0], _plain(words).partition(" · ")[0]


def _plain(words: str) -> str:
    return re.sub("[\u2066-\u2069]", "", words)


def rows(site: Site, room: str) -> Iterator[tuple[str, str, str]]:
    """Each row of a list that tells of an incident or a maintenance: the page, the record, and the state it says."""
    for path, page in site.pages.items():
        for row in by_class(page, "a-row"):
            if id := id_in(row, room):
                yield path, id, shown(by_class(row, "a-parts")[0].find("span")).partition("·")[0].strip()


def status_text(site: Site) -> dict[str, str]:
    """The parts of `status.txt` by their headings; the first has none."""
    found, place = dict[str, str](), ""
    for line in site.files["status.txt"].decode().splitlines():
        if line.endswith(":") and not line.startswith(" "):
            place = line.removesuffix(":")
        found[place] = f"{found.get(place, '')}{line}\n"
    return found


def entries(site: Site, path: str) -> list[Any]:
    """The items of a JSON feed."""
    return list(site.json(f"{path}.json")["items"])


def ids_in_feed(site: Site, path: str) -> list[str]:
    """The items' ids in a feed of XML, in their order."""
    tree = etree.fromstring(site.files[path])
    tag = "{*}guid" if tree.tag == "rss" else "{*}id"
    return [str(one.findtext(tag)) for one in tree.iter("{*}item", "{*}entry")]


def histories(site: Site) -> Iterator[tuple[str, dict[str, str]]]:
    """Of both histories the state that programs take, an entry's first `<strong>`, by the entry's path."""
    for path in ("history.rss", "history.atom"):
        found = {}
        for entry in feedparser.parse(site.files[path]).entries:
            told = entry.content[0].value if "content" in entry else entry.summary
            state = re.search(r"<strong>([^<]*)</strong>", told)
            found[str(entry.link).removeprefix(SITE)] = state[1] if state else ""
        yield path, found


def events(site: Site, path: str) -> dict[str, Any]:
    """The events of a calendar by the record's id."""
    calendar = Calendar.from_ical(site.files[path])
    return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def announcements(site: Site) -> list[dict[str, Any]]:
    """What the first page tells search engines of notices."""
    graph = json.loads(site.pages[""].findtext(".//script[@type='application/ld+json']"))["@graph"]
    return [one for one in graph if one["@type"] == "SpecialAnnouncement"]


def preview(page: html.HtmlElement) -> str:
    """What a page's preview picture says."""
    return str(page.xpath("//meta[@property='og:image:alt']/@content")[0])


def mapped(site: Site) -> set[str]:
    """The pages that the site map names."""
    places = etree.fromstring(site.files["sitemap.xml"]).iter("{*}loc")
    return {str(place.text).removeprefix(SITE) for place in places}


def broken_links(site: Site) -> Iterator[str]:
    """Every link of a page that leads nowhere on the site, and every address in another file that does."""
    for path, page in site.pages.items():
        for link in {*page.xpath("//@href"), *page.xpath("//@src")}:
            target, fragment = urldefrag(urljoin(f"{SITE}{path}", link))
            if target.startswith(SITE) and not _leads(site, target.removeprefix(SITE), fragment):
                yield f"{path or 'home'} links to {link}"
    for path, content in site.files.items():
        if path.endswith((".json", ".xml", ".atom", ".rss", ".txt", ".ics", ".opml")) and "openapi" not in path:
            text = re.sub(r"\r\n ", "", content.decode()) if path.endswith(".ics") else content.decode()
            for address in set(_ADDRESS.findall(text.replace("\\u0026", "&"))):
                target, fragment = urldefrag(address)
                if not _leads(site, target.removeprefix(SITE), fragment):
                    yield f"{path} names {address}"


def _leads(site: Site, path: str, fragment: str) -> bool:
    if not site.is_there(path):
        return False
    page = site.pages.get(path)
    passing = ("__", "notice-")  # the theme's own; and a notice's place, which is there while it is pinned
    return not fragment or page is None or fragment.startswith(passing) or by_id(page, fragment) is not None
