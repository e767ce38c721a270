"""What every output says, held against what is true: each difference is a line that says where and what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.agreement import broken, now, planned, reading, uptime
from tests.agreement.company import SITE, Incident, Notice, Work
from tests.agreement.differing import API, Differences, differs, instant
from tests.agreement.oracle import BELIEVED, Truth
from tests.agreement.reading import WORDS, Site

Check = Callable[[Site, Truth], Differences]


def differences(site: Site, truth: Truth) -> list[str]:
    """Every place where the site says something that is not so."""
    return [f"{check.__name__}: {line}" for check in CHECKS for line in _lines(check, site, truth)]


def _lines(check: Check, site: Site, truth: Truth) -> Differences:
    """What a check finds; that it cannot read what it looks for is a difference, too."""
    try:
        yield from check(site, truth)
    except (LookupError, AttributeError, ValueError) as error:
        yield f"something is not there that should be, or is and should not: {error!r}"


def feeds(site: Site, truth: Truth) -> Differences:
    """Feeds tell the same words, newest first, in three formats; what was taken back is in none."""
    everything = reading.entries(site, "feed")
    for path in sorted(path for path in site.files if path.startswith(("feed.", "feeds/")) and path.endswith(".json")):
        stem = path.removesuffix(".json")
        ids = [one["id"] for one in reading.entries(site, stem)]
        yield from differs(f"{stem}, ids that stand twice", sorted({id for id in ids if ids.count(id) > 1}), [])
        for form in ("xml", "atom"):
            yield from differs(f"{stem}.{form}", reading.ids_in_feed(site, f"{stem}.{form}"), ids)
    for incident in truth.company.incidents:
        true = [f"{WORDS[word.status]}: {incident.title}" for word in reversed(truth.told(incident))]
        said = titles_of(everything, f"incidents/{incident.id}/")
        yield from differs(f"feed of {incident.id}", said, [] if incident.withdrawn else true)
        for part in truth.company.parts:
            found = titles_of(reading.entries(site, f"feeds/components/{part.id}"), f"incidents/{incident.id}/")
            touched = not incident.withdrawn and part.id in truth.named(incident)
            yield from differs(f"feed of {part.id}, {incident.id}", found, true if touched else [])
    for work in truth.company.works:
        true = [f"{WORDS[word.status]}: {work.title}" for word in truth.said_of(work)]
        said = titles_of(everything, f"maintenance/{work.id}/")[::-1]
        announced = [f"Scheduled: {work.title}"]
        good = [[]] if work.withdrawn else [true, announced + true]
        if said not in good:
            yield f"feed of {work.id} says {said!r}, and true is {true!r}"
    notices = [one["url"].rpartition("-")[2] for one in everything if "#notice-" in one["url"]]
    true = [notice.id for notice in truth.notices if notice.starts <= truth.now]
    yield from differs("notices", sorted(notices), sorted(true))
    stages = {f"incidents/{incident.id}/": WORDS[truth.stage(incident)] for incident in truth.incidents}
    for path, entries in reading.histories(site):
        yield from differs(path, {at: word for at, word in entries.items() if at.startswith("incidents/")}, stages)


def titles_of(items: list[Any], path: str) -> list[str]:
    """The titles of the items that lead to a page."""
    return [one["title"] for one in items if one["url"].partition("#")[0] == f"{SITE}{path}"]


def freshness(site: Site, truth: Truth) -> Differences:
    """Content's instant, never the build's; until when all of it may be believed."""
    said = site.json("freshness.json")
    content_at = datetime.fromisoformat(said["content_at"]) if said["content_at"] else None
    yield from differs("content_at", content_at, truth.content_at)
    yield from differs("built_at", datetime.fromisoformat(said["built_at"]), truth.now)
    yield from differs("believe_until", datetime.fromisoformat(said["believe_until"]), truth.now + BELIEVED)
    updated = {site.json(path)["page"]["updated_at"] for path in site.files if _is_answer(path)}
    yield from differs("page.updated_at", [instant(at) for at in updated], [truth.changed_at])


def _is_answer(path: str) -> bool:
    return path.startswith(API) and not path.endswith(".schema.json")


def addresses(site: Site, truth: Truth) -> Differences:
    """Every link leads somewhere; the site map names each page that crawlers may have, and none else."""
    yield from reading.broken_links(site)
    hidden = {path for path, page in site.pages.items() if page.xpath("//meta[@name='robots']/@content") == ["noindex"]}
    yield from differs("the site map", reading.mapped(site), set(site.pages) - hidden - {"404.html"})
    gone = {f"incidents/{one.id}/" for one in truth.company.incidents if one.withdrawn}
    gone |= {f"maintenance/{one.id}/" for one in truth.company.works if one.withdrawn}
    told = {f"incidents/{one.id}/" for one in truth.incidents} | {f"maintenance/{one.id}/" for one in truth.works}
    pages = {path for path in site.pages if re.match(r"(incidents|maintenance)/(?!\d{4}-\d\d/)[^/]+/", path)}
    yield from differs("pages of records", pages, gone | told)


def silence(site: Site, truth: Truth) -> Differences:
    """What was taken back, and that something is over before its time, stands in no file at all."""
    company = truth.company
    every: list[Incident | Work | Notice] = [*company.incidents, *company.works, *company.notices]
    quiet = [one.title for one in every if one.withdrawn]
    for incident in truth.company.incidents:
        told = [] if incident.withdrawn else truth.told(incident)
        quiet += [word.text for word in incident.updates if word not in told]
    for work in truth.works:
        quiet += [word.text for word in work.updates if word not in truth.said_of(work)]
    for words in quiet:
        yield from (f"{path} says {words!r}" for path, content in site.files.items() if words.encode() in content)


CHECKS: tuple[Check, ...] = (
    now.whole, now.components, now.groups, now.later, broken.incidents, broken.pinned, planned.works,
    planned.calendars, uptime.shares, uptime.days, uptime.months, feeds, freshness, addresses, silence,
)  # fmt: skip
