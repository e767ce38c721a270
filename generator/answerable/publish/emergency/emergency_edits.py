"""How each file of a built site is edited to carry an emergency notice: pages, feeds, API, badges and frames."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from typing import Any

from answerable.translation.message import msg

LONGEST_TITLE = 120
CRITICAL = "critical"
COLOUR = "#a11c1c"
_PLACES = (re.compile(r'<div id="a-main"[^>]*></div>\s*<div class="a-page">\s*'), re.compile(r"<body[^>]*>"))
"""After what a page without notices gets one."""


@dataclass(frozen=True, slots=True)
class EmergencyNotice:
    """The notice: who says it, when, and the address of the site in the language of the file that it goes into."""

    text: str
    by: str
    at: datetime
    url: str = ""

    @property
    def title(self) -> str:
        """The first sentence or line, as the headline of the site."""
        first = re.split(r"(?<=[.!?؟。])\s|\n", self.text, maxsplit=1)[0]
        return first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1].rstrip() + "…"

    @property
    def rest(self) -> str:
        """What the text says beyond the title."""
        return "" if self.title == self.text else self.text

    @property
    def id(self) -> str:
        """An id that no other notice has."""
        return "emergency-" + sha256(f"{self.at.isoformat()}{self.text}".encode()).hexdigest()[:12]

    @property
    def iso(self) -> str:
        """The instant with its offset."""
        return self.at.isoformat(timespec="seconds")

    @property
    def signed(self) -> str:
        """Who says it and when, as plain text."""
        return f"{self.by} | {self.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _card(notice: EmergencyNotice) -> str:
    """Return the notice as home shows it."""
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in notice.rest.split("\n") if part.strip())
    return (
        f'<article id="notice-{notice.id}" class="a-notice a-tone-{CRITICAL}"><div class="a-notice__icon"></div>'
        f'<div class="a-notice__words"><h3 class="a-notice__title">{escape(notice.title)}</h3>'
        f'<div class="a-prose">{paragraphs}</div><p class="a-meta">{escape(notice.by)} | {_time(notice)}</p>'
        "</div></article>\n"
    )


def _line(notice: EmergencyNotice) -> str:
    """Return the notice as pages of records show it, with a link to home."""
    return (
        f'<a class="a-notice a-line a-none a-tone-{CRITICAL}" href="{escape(notice.url)}#notice-{notice.id}">'
        f'<span class="a-notice__title">{escape(notice.title)}</span>{_time(notice)}</a>'
    )


def _time(notice: EmergencyNotice) -> str:
    return f'<time datetime="{notice.iso}" data-a-time="">{notice.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC</time>'


def _home(html: str, notice: EmergencyNotice) -> str:
    """Put the card above the other notices, and the title into the place of the overall status."""
    title = escape(notice.title)
    html = re.sub(r"<title>[^<]*</title>", lambda _: f"<title>{title}</title>", html, count=1)
    html = re.sub(r'(property="og:title" content=)"[^"]*"', lambda m: f'{m[1]}"{title}"', html, count=1)
    band = r'(<section class="a-band".*?)<div class="a-band__known.*?(?=<div class="a-band__unknown|</section>)'
    known = (
        f'<div class="a-band__known a-tone-{CRITICAL}"><div class="a-band__inner"><p class="a-band__status" '
        f'role="status"><strong>{title}</strong></p><p class="a-band__asof">{escape(notice.signed)}</p></div></div>\n'
    )
    html = re.sub(band, lambda m: m[1] + known, html, count=1, flags=re.DOTALL)
    return _with_card(html, notice)


def other_page(html: str, notice: EmergencyNotice) -> str:
    """Put the card above the other notices, unless the page takes notices from pinned.json or has no place for them."""
    is_ours = 'class="a-notices"' in html or _PLACES[0].search(html)
    return _with_card(html, notice) if is_ours and "data-a-pinned" not in html else html


def _with_card(html: str, notice: EmergencyNotice) -> str:
    notices = re.compile(r'<section class="a-notices"[^>]*>(?:\s*<h2[^>]*>[^<]*</h2>)?')
    if notices.search(html):
        return notices.sub(lambda m: f"{m[0]}\n{_card(notice)}", html, count=1)
    section = f'<section class="a-notices" data-a-live id="a-notices">\n{_card(notice)}</section>\n'
    for place in _PLACES:
        if place.search(html):
            return place.sub(lambda m: m[0] + section, html, count=1)
    raise ValueError(msg("the page has no place for a notice"))


def _pinned(text: str, notice: EmergencyNotice) -> str:
    value = json.loads(text)
    facts = {
        "id": f"notice:{notice.id}", "html": _line(notice), "from": None, "until": None, "title": notice.title,
        "lang": "", "state": "", "tone": CRITICAL, "at": notice.iso, "url": f"{notice.url}#notice-{notice.id}",
    }  # fmt: skip
    return _json({**value, "notices": [facts, *value["notices"]], "more": value.get("more", [])})


def _status_text(text: str, notice: EmergencyNotice) -> str:
    return f"{_status_words(notice)}\n\nBefore that notice:\n{text}"


def _status_words(notice: EmergencyNotice) -> str:
    rest = f"\n{notice.rest}" if notice.rest else ""
    return f"{notice.title}{rest}\n{notice.signed}"


def _rss(xml: str, notice: EmergencyNotice) -> str:
    at, link = format_datetime(notice.at.astimezone(UTC)), escape(f"{notice.url}#notice-{notice.id}")
    item = (
        f'<item><title>{escape(notice.title)}</title><link>{link}</link><guid isPermaLink="false">{link}</guid>'
        f"<pubDate>{at}</pubDate><description>{escape(_feed_html(notice))}</description></item>"
    )
    xml = re.sub(r"<lastBuildDate>[^<]*<", lambda _: f"<lastBuildDate>{at}<", xml, count=1)
    return _before(xml, ("<item>", "</channel>"), item)


def _atom(xml: str, notice: EmergencyNotice) -> str:
    link = escape(f"{notice.url}#notice-{notice.id}")
    entry = (
        f"<entry><id>{link}</id><title>{escape(notice.title)}</title><updated>{notice.iso}</updated>"
        f'<published>{notice.iso}</published><author><name>{escape(notice.by)}</name></author><link href="{link}"/>'
        f'<content type="html">{escape(_feed_html(notice))}</content></entry>'
    )
    xml = re.sub(r"<updated>[^<]*<", lambda _: f"<updated>{notice.iso}<", xml, count=1)
    return _before(xml, ("<entry>", "</feed>"), entry)


def _json_feed(text: str, notice: EmergencyNotice) -> str:
    value, link = json.loads(text), f"{notice.url}#notice-{notice.id}"
    item = {
        "id": link, "url": link, "title": notice.title, "content_html": _feed_html(notice),
        "date_published": notice.iso, "authors": [{"name": notice.by}],
    }  # fmt: skip
    return _json({**value, "items": [item, *value["items"]]})


def _feed_html(notice: EmergencyNotice) -> str:
    parts = [part for part in notice.text.split("\n") if part.strip()]
    return "".join(f"<p>{escape(part)}</p>" for part in (*parts, notice.by))


def _before(xml: str, places: tuple[str, ...], new: str) -> str:
    """Return a feed with an entry before the first of these tags that it has. Raises ValueError if it has none."""
    for tag in places:
        before, found, after = xml.partition(tag)
        if found:
            return f"{before}{new}{found}{after}"
    raise ValueError(msg("the feed has no place for an entry"))


def _api(text: str, notice: EmergencyNotice) -> str:
    """Add an incident where there is a list of them, and say the notice's title as the overall status."""
    value: dict[str, Any] = json.loads(text)
    has_list, has_status = isinstance(value.get("incidents"), list), isinstance(value.get("status"), dict)
    if not has_list and not has_status:
        raise ValueError(msg("nothing in it can be replaced"))
    if has_list:
        value["incidents"] = [_incident(notice, str(value.get("page", {}).get("id", ""))), *value["incidents"]]
    if has_status:
        value["status"] = {"indicator": CRITICAL, "description": notice.title}
    return _json(value)


def _incident(notice: EmergencyNotice, page: str) -> dict[str, Any]:
    at = f"{notice.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    times = {"created_at": at, "updated_at": at}
    update = {
        "id": f"{notice.id}-1", "status": "investigating", "body": f"{notice.text}\n{notice.by}", **times,
        "display_at": at, "incident_id": notice.id, "affected_components": None, "deliver_notifications": True,
        "custom_tweet": None, "tweet_id": None,
    }  # fmt: skip
    return {
        "id": notice.id, "name": notice.title, "status": "investigating", **times, "monitoring_at": None,
        "resolved_at": None, "impact": CRITICAL, "shortlink": f"{notice.url}#notice-{notice.id}", "started_at": at,
        "page_id": page, "incident_updates": [update], "components": [], "reminder_intervals": None,
    }  # fmt: skip


def _badge(text: str, notice: EmergencyNotice) -> str:
    return _json({**json.loads(text), "message": notice.title, "color": COLOUR, "isError": True})


def _badge_picture(_svg: str, notice: EmergencyNotice) -> str:
    words = escape(notice.title)
    width = 14 + 7 * len(notice.title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{words}">'
        f'<title>{words}</title><rect width="{width}" height="20" rx="4" fill="{COLOUR}"/><text x="{width / 2:g}" '
        f'y="14" fill="#fff" text-anchor="middle" font-family="Verdana,sans-serif" font-size="11" '
        f'textLength="{width - 14}" lengthAdjust="spacingAndGlyphs">{words}</text></svg>\n'
    )


def _frame(html: str, notice: EmergencyNotice) -> str:
    words = _frame_words(notice)
    if "<main" not in html:
        raise ValueError(msg("nothing in it can be replaced"))
    html = re.sub(r'<p class="\w+"><svg(?:(?!</p>).)*?<span><b>.*?</p>', "", html, count=1, flags=re.DOTALL)
    html = re.sub(r'<main class="box [\w-]+"', f'<main class="box {CRITICAL}"', html, count=1)
    place = "</h1>" if "</h1>" in html else "<main"
    return html.replace(place, f"{words}{place}" if place == "<main" else f"{place}{words}", 1)


def _frame_words(notice: EmergencyNotice) -> str:
    return f'<p class="{CRITICAL}"><b>{escape(notice.title)}</b> <small>{escape(notice.signed)}</small></p>'


def has(text: str, notice: EmergencyNotice) -> bool:
    """Return whether a file has the notice already, where a second edit would add it once more."""
    return any(mark in text for mark in (notice.id, _status_words(notice), _frame_words(notice)))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


EDITS: tuple[tuple[str, Callable[[str, EmergencyNotice], str]], ...] = (
    ("index.html", _home),
    ("pinned.json", _pinned),
    ("status.txt", _status_text),
    *((name, _rss) for name in ("feed.xml", "feeds/incidents.xml", "history.rss")),
    *((name, _atom) for name in ("feed.atom", "feeds/incidents.atom", "history.atom")),
    *((f"{name}.json", _json_feed) for name in ("feed", "feeds/incidents")),
    *((f"api/v2/{name}.json", _api) for name in ("summary", "status", "incidents", "incidents/unresolved")),
    ("badges/status.json", _badge),
    ("badges/status*.svg", _badge_picture),
    *((f"{name}index.html", _frame) for name in ("embed/", "embed/wall/")),
    *((name, other_page) for name in ("404.html", "*/index.html")),
)
"""What says how things are now, and how each is edited. The first page comes first."""
