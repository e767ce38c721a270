"""What was up and for how long, by every output that says so, and worked out by docs/records.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from lxml import html
from tests.agreement import reading
from tests.agreement.company import Incident, Work
from tests.agreement.differing import Differences, differs
from tests.agreement.oracle import Truth, began, end_of, status_by, worst
from tests.agreement.reading import Site

WINDOWS = {"24h": 1, "7d": 7, "30d": 30, "90d": 90}
NOTICE = timedelta(hours=24)
DAY = timedelta(days=1)
DOWN = {"major_outage": 1.0, "partial_outage": 0.3}
FAR = datetime.max.replace(tzinfo=UTC)


def shares(site: Site, truth: Truth) -> Differences:
    """The uptime of each component over each window, on its page and in its badges."""
    for part in truth.parts:
        windows = [timedelta(days=days) for days in WINDOWS.values()]
        true = [_words(_share(truth, part.id, window, truth.now)) for window in windows]
        page = site.pages[f"components/{part.id}/"]
        (figures,) = reading.by_class(page, "a-figures")
        yield from differs(f"page of {part.id}", [reading.shown(one) for one in figures.iter("dd")], true)
        badges = [reading.badge(site, f"components/{part.id}/uptime-{window}")[0] for window in WINDOWS]
        hour = truth.now.replace(minute=0, second=0, microsecond=0)  # up to which the badge of a day counts
        by_hour = _words(_share(truth, part.id, windows[0], hour))
        yield from differs(f"badges of {part.id}", badges, [by_hour, *true[1:]])


def days(site: Site, truth: Truth) -> Differences:
    """Each day of each component's bar: its worst status, or that it is not known."""
    midnight = truth.now.replace(hour=0, minute=0)
    for part in truth.parts:
        seen = list(_drawn(site.pages[f"components/{part.id}/"]))
        starts = [midnight - back * DAY for back in range(89, -1, -1)]
        yield from differs(f"days of {part.id}", seen, [_of_day(truth, part.id, start) for start in starts])


def _drawn(page: html.HtmlElement) -> Iterator[str]:
    """The tone of each day of the bar, which is drawn as runs of days of one tone such as `M0 12h31`."""
    for run in page.xpath("//*[contains(@class, 'a-bar')]//path"):
        length = int(str(run.get("d")).partition("h")[2])
        yield from [str(run.get("class")).rpartition("a-tone-")[2]] * length


def months(site: Site, truth: Truth) -> Differences:
    """The minutes in which anything was out, retired components included: what was counted stays."""
    if "api/metrics.json" not in site.files or not truth.incidents:
        return
    found = sum(month["minutes_down"] for month in site.json("api/metrics.json")["outages"])
    start = min(began(incident) for incident in truth.incidents)
    ids = [part.id for part in truth.company.parts]
    spans = _spans(truth, start, truth.now)
    out = [last - first for first, last in spans if any(_status(truth, id, first) in DOWN for id in ids)]
    yield from differs("minutes down", found, sum(out, timedelta()) // timedelta(minutes=1))


def _share(truth: Truth, id: str, window: timedelta, now: datetime) -> float | None:
    known = _known_from(truth, id)
    if known is None or now - known < DAY:
        return None
    down = counted = timedelta()
    for first, last in _spans(truth, max(known, now - window), now):
        weight = DOWN.get(_status(truth, id, first), 0.0)
        if weight or not _planned(truth, id, first):
            counted += last - first
            down += weight * (last - first)
    return 1 - down / counted if counted else None


def _words(share: float | None) -> str:
    """A share in words: full only if nothing is missing, so rounded down."""
    return "Not counted yet" if share is None else "100%" if share == 1 else f"{int(share * 10_000 + 1e-9) / 100:.2f}%"


def _of_day(truth: Truth, id: str, start: datetime) -> str:
    known = _known_from(truth, id) or truth.now
    if known >= start + DAY:
        return "none-known"
    return worst([_status(truth, id, first) for first, _ in _spans(truth, start, min(start + DAY, truth.now))])


def _known_from(truth: Truth, id: str) -> datetime | None:
    """From the component's first day on, or from the first incident of the site."""
    (since,) = (part.since for part in truth.parts if part.id == id)
    if since:
        return datetime.fromisoformat(since).replace(tzinfo=UTC)
    return min((began(incident) for incident in truth.incidents), default=None)


def _spans(truth: Truth, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The time from start to end in pieces within which nothing changes."""
    turns = {began(incident) for incident in truth.incidents}
    turns |= {word.at for incident in truth.incidents for word in incident.updates}
    turns |= {turn for work in truth.works for turn in _window(truth, work)}
    yield from pairwise(sorted({start, end, *(turn for turn in turns if start < turn < end)}))


def _status(truth: Truth, id: str, at: datetime) -> str:
    """What counts at an instant: work, and incidents that no work announced in time replaces."""
    found = [_in_incident(truth, incident, id, at) for incident in truth.incidents if _counts(truth, incident, id, at)]
    return worst(found + ["under_maintenance" for work in truth.works if _covers(truth, work, id, at)])


def _in_incident(truth: Truth, incident: Incident, id: str, at: datetime) -> str:
    over = truth.is_over(incident) and (end_of(incident) or FAR) <= at
    if over or at < began(incident):
        return "operational"
    return status_by(incident, id, [word for word in truth.told(incident) if word.at <= at])


def _counts(truth: Truth, incident: Incident, id: str, at: datetime) -> bool:
    return all(began(incident) < work.starts for work in _planned(truth, id, at))


def _planned(truth: Truth, id: str, at: datetime) -> list[Work]:
    """The work at an instant that was announced in time."""
    found = [work for work in truth.works if work.announced and work.starts - work.announced >= NOTICE]
    return [work for work in found if _covers(truth, work, id, at)]


def _covers(truth: Truth, work: Work, id: str, at: datetime) -> bool:
    first, last = _window(truth, work)
    return id in work.components and first <= at < last


def _window(truth: Truth, work: Work) -> tuple[datetime, datetime]:
    off = next((word.at for word in truth.said_of(work) if word.status == "cancelled"), FAR)
    return work.starts, min(truth.ended(work), off)
