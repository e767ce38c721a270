"""Put a notice on top of the last good site without building it: for the hour in which no build succeeds.

Nothing here needs MkDocs, the records or mkdocs.yml, each of which may be what is broken. The files of the built site
are edited as text, one after the other and each in one step; the next build replaces them all.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

LONGEST = 5000
"""Characters of a notice at most."""
LONGEST_TITLE = 120
_SITE_DIR = re.compile(r"^site_dir:\s*[\"']?([^\"'#\n]+?)[\"']?\s*(?:#.*)?$", re.MULTILINE)
_NOT_XML = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
CRITICAL = "critical"
COLOUR = "#a11c1c"


class EmergencyError(Exception):
    """No notice could be published; the message is one line for people."""


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
        return f"{self.by} · {self.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def publish_emergency(config: Path, site_dir: Path | None, text: str, by: str, now: datetime) -> tuple[Path, list[str]]:
    """Put the notice into every file of the site that says what is happening; return the site and what failed.

    Raises EmergencyError if there is no built site, or if its first page cannot be changed.
    """
    site = site_dir or _site_folder(config)
    roots = [site, *sorted(path.parent for path in site.glob("*/pinned.json"))]
    if not (site / "index.html").is_file():
        raise EmergencyError(f"{site}: no built site is here; name its folder with --site-dir")
    words = _INVISIBLE.sub("", _NOT_XML.sub(" ", text)).strip()
    if not words or len(words) > LONGEST:
        raise EmergencyError(f"write between 1 and {LONGEST} characters")
    missed: list[str] = []
    for root in roots:
        notice = EmergencyNotice(words, by or _git_user(config) or _site_name(root), now, _address(root))
        missed += [path.relative_to(site).as_posix() for path in _edit_all(root, notice)]
    if "index.html" in missed:
        raise EmergencyError(f"{site}: the first page cannot be changed")
    return site, missed


def _edit_all(root: Path, notice: EmergencyNotice) -> Iterator[Path]:
    """Edit the files of the site in one language; yield those that are there and could not be edited."""
    for name, edit in EDITS:
        for path in sorted(root.glob(name)):
            try:
                old = path.read_text("utf-8")
                new = edit(old, notice)
                if new == old:
                    raise ValueError("nothing in it can be replaced")  # noqa: TRY301
                _replace(path, new)
            except (OSError, ValueError, LookupError, TypeError, AttributeError):
                yield path


def _replace(path: Path, text: str) -> None:
    """Replace a file in one step. It is not written in place, since it may be a hard link to an older site's."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=".emergency-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(text.encode())
        os.chmod(name, path.stat().st_mode & 0o777)  # noqa: PTH101
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _site_folder(config: Path) -> Path:
    """Return the folder that mkdocs.yml names, read as text since it may be no YAML any more; `site` by default."""
    try:
        found = _SITE_DIR.search(config.read_bytes().decode("utf-8", "replace"))
    except OSError:
        found = None
    return config.absolute().parent / (found[1] if found else "site")


def _git_user(config: Path) -> str:
    command, folder = ["git", "config", "user.name"], config.absolute().parent
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1, check=False)
    except (OSError, subprocess.SubprocessError, ValueError):
        return ""
    return done.stdout.strip()


def _page_of(root: Path) -> dict[str, str]:
    try:
        page = json.loads((root / "api/v2/status.json").read_text("utf-8"))["page"]
        return {key: str(page[key]) for key in ("id", "name", "url")}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _site_name(root: Path) -> str:
    return _page_of(root).get("name", root.name)


def _address(root: Path) -> str:
    url = _page_of(root).get("url", "")
    return f"{url.rstrip('/')}/" if url else ""


def _card(notice: EmergencyNotice) -> str:
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in notice.rest.split("\n") if part.strip())
    return (
        f'<article id="notice-{notice.id}" class="a-notice a-tone-{CRITICAL}"><div class="a-notice__icon"></div>'
        f'<div class="a-notice__words"><p class="a-notice__title">{escape(notice.title)}</p>'
        f'<div class="a-prose">{paragraphs}</div><p class="a-meta">{escape(notice.by)} · '
        f'<time datetime="{notice.iso}" data-a-time="">{notice.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC</time></p>'
        "</div></article>\n"
    )


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
    notices = re.compile(r'<section class="a-notices"[^>]*>')
    if notices.search(html):
        return notices.sub(lambda m: f"{m[0]}\n{_card(notice)}", html, count=1)
    section = f'<section class="a-notices" data-a-live id="a-notices">\n{_card(notice)}</section>\n'
    for place in (r'<div id="a-main"[^>]*></div>\s*<div class="a-page">\s*', r"<body[^>]*>"):
        if re.search(place, html):
            return re.sub(place, lambda m: m[0] + section, html, count=1)
    raise ValueError("the page has no place for a notice")


def _pinned(text: str, notice: EmergencyNotice) -> str:
    value = json.loads(text)
    facts = {
        "id": f"notice:{notice.id}", "html": _card(notice), "from": None, "until": None, "title": notice.title,
        "lang": "", "state": "", "tone": CRITICAL, "at": notice.iso, "url": f"{notice.url}#notice-{notice.id}",
    }  # fmt: skip
    return _json({**value, "notices": [facts, *value["notices"]], "more": value.get("more", [])})


def _status_text(text: str, notice: EmergencyNotice) -> str:
    rest = f"\n{notice.rest}" if notice.rest else ""
    return f"{notice.title}{rest}\n{notice.signed}\n\nBefore that notice:\n{text}"


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
    place = next(place for place in (xml.find(one) for one in places) if place >= 0)
    return xml[:place] + new + xml[place:]


def _api(text: str, notice: EmergencyNotice) -> str:
    """Add an incident where there is a list of them, and say the notice's title as the overall status."""
    value: dict[str, Any] = json.loads(text)
    if isinstance(value.get("incidents"), list):
        value["incidents"] = [_incident(notice, str(value.get("page", {}).get("id", ""))), *value["incidents"]]
    if isinstance(value.get("status"), dict):
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
    words = f'<p class="{CRITICAL}"><b>{escape(notice.title)}</b> <small>{escape(notice.signed)}</small></p>'
    html = re.sub(r'<p class="\w+"><svg(?:(?!</p>).)*?<span><b>.*?</p>', "", html, count=1, flags=re.DOTALL)
    html = re.sub(r'<main class="box [\w-]+"', f'<main class="box {CRITICAL}"', html, count=1)
    place = "</h1>" if "</h1>" in html else "<main"
    return html.replace(place, f"{words}{place}" if place == "<main" else f"{place}{words}", 1)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


EDITS: tuple[tuple[str, Callable[[str, EmergencyNotice], str]], ...] = (
    ("index.html", _home),
    ("pinned.json", _pinned),
    ("status.txt", _status_text),
    *((f"{name}.xml", _rss) for name in ("feed", "feeds/incidents")),
    *((f"{name}.atom", _atom) for name in ("feed", "feeds/incidents")),
    *((f"{name}.json", _json_feed) for name in ("feed", "feeds/incidents")),
    *((f"api/v2/{name}.json", _api) for name in ("summary", "status", "incidents", "incidents/unresolved")),
    ("badges/status.json", _badge),
    ("badges/status*.svg", _badge_picture),
    *((f"{name}index.html", _frame) for name in ("embed/", "embed/wall/")),
)
"""What says how things are now, and how each is edited. The first page comes first."""
