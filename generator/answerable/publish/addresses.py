"""The addresses of pages and files, relative to the site's root."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from answerable.facts.incidents import Pinned
from answerable.records.model import MaintenanceUpdate, Update

LOCAL = "http://localhost:8000/"
"""The site's address while mkdocs.yml names none: such a build can be looked at on this computer alone."""

INCIDENTS = "incidents/"
ANSWERS = "answers/"
CHANGES = "changes/"
SUBSCRIBE = "subscribe/"
CONTACT = "contact/"
TRACK = "track/"
TRANSPARENCY = "transparency/"
HOW_WE_COUNT = "transparency/how-we-count/"
METRICS = "api/metrics.json"
METRICS_SCHEMA = "api/metrics.schema.json"
CALENDAR = "calendar.ics"
STATUS_TEXT = "status.txt"
QR = "qr.svg"
SECURITY = ".well-known/security.txt"
API_CATALOG = ".well-known/api-catalog"
OWN_ASSETS = "assets/answerable/"
"""The folder of our own style sheets and scripts, beside those of the theme and of the site's owner."""


def incident_path(id: str) -> str:
    """Return the page of an incident."""
    return f"incidents/{id}/"


def notice_path(notice: Pinned) -> str:
    """Return the incident's page of a pinned notice, or else its place on the home page."""
    return incident_path(notice.id) if notice.kind == "incident" else f"#notice-{notice.id}"


def maintenance_path(id: str) -> str:
    """Return the page of a maintenance."""
    return f"maintenance/{id}/"


def component_path(id: str) -> str:
    """Return the page of a component."""
    return f"components/{id}/"


def component_calendar_path(id: str) -> str:
    """Return the calendar of a component's maintenance."""
    return f"calendar/{id}.ics"


def answer_path(id: str) -> str:
    """Return the page of a resolved complaint."""
    return f"answers/{id}/"


def incidents_month_path(month: str) -> str:
    """Return the page of the incidents of a month such as 2026-11."""
    return f"incidents/{month}/"


def answers_month_path(month: str) -> str:
    """Return the page of the answers of a month such as 2026-11."""
    return f"answers/{month}/"


def incidents_part_path(name: str, number: int) -> str:
    """Return the page of an earlier part of a long list of incidents, such as that of a month."""
    return f"incidents/page/{name}-{number}/"


def answers_part_path(name: str, number: int) -> str:
    """Return the page of an earlier part of a long list of answers: that of a month, or of `topic-` and a topic."""
    return f"answers/page/{name}-{number}/"


def changes_month_path(month: str) -> str:
    """Return the page of the changes of a month such as 2026-11."""
    return f"changes/{month}/"


def changes_part_path(month: str, number: int) -> str:
    """Return the page of an earlier part of a long list of the changes of a month."""
    return f"changes/{month}-{number}/"


def transparency_month_path(month: str) -> str:
    """Return the page of the figures of a month such as 2026-11."""
    return f"transparency/{month}/"


def metrics_month_path(month: str) -> str:
    """Return the JSON file of the figures of a month such as 2026-11."""
    return f"api/metrics/{month}.json"


def rows_path(ending: str) -> str:
    """Return the file with the rows behind the figures, in the format of an ending."""
    return f"transparency/rows.{ending}"


def definition_anchor(figure: str) -> str:
    """Return the place where a figure such as `all_hours.human.within_day` is defined."""
    return f"{HOW_WE_COUNT}#{figure.rpartition('.')[2]}"


def topic_path(id: str) -> str:
    """Return the page of the answers of a topic."""
    return f"answers/topic/{id}/"


def update_anchor(at: datetime) -> str:
    """Return the fragment of an update on its page; it is made of the instant, so that it survives rewording."""
    utc = at.astimezone(UTC)  # `strftime` takes five times as long, and a long history has many updates
    return f"update-{utc.year:04}{utc.month:02}{utc.day:02}T{utc.hour:02}{utc.minute:02}{utc.second:02}Z"


def anchors(instants: Iterable[datetime]) -> list[str]:
    """Return the fragments of a page's updates; the second of the same instant gets `-2`, and so on."""
    return _told_apart(map(update_anchor, instants))


def update_keys(updates: Sequence[Update | MaintenanceUpdate]) -> list[str]:
    """Return what names each update for programs: its `id`, or else its fragment; a second one of an `id` gets `-2`."""
    fragments = anchors(update.at for update in updates)
    return _told_apart(update.id or fragment for update, fragment in zip(updates, fragments, strict=True))


def _told_apart(names: Iterable[str]) -> list[str]:
    """Return the names; the second of the same gets `-2`, and so on."""
    counts: Counter[str] = Counter()
    found = []
    for name in names:
        counts[name] += 1
        found.append(f"{name}-{counts[name]}" if counts[name] > 1 else name)
    return found


def site_root(site_url: str) -> str:
    """Return the path of the site on its host, with a slash at both ends."""
    return "/" + (urlsplit(site_url).path.strip("/") + "/").lstrip("/")
