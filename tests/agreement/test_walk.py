"""One company over a week, built each time that something is due: what each output says then, written by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.agreement import reading
from tests.agreement.agreeing import differences
from tests.agreement.company import Company, Incident, Part, Word, Work
from tests.agreement.invariants import lost
from tests.agreement.oracle import Truth
from tests.agreement.reading import Site, build

FAIL = "pay-fails"


def at(words: str) -> datetime:
    """Such as `24 09:05`, in November 2026."""
    return datetime.strptime(f"2026-11-{words}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def work(id: str, starts: str, ends: str, announced: str) -> Work:
    """Work on the shop."""
    return Work(id, f"New {id}", ("shop",), at(starts), at(ends), at(announced))


def said(when: str, status: str, text: str, **components: str) -> Callable[[Company], Company]:
    """One more update of the incident; the first makes it."""
    word = Word(at(when), status, text, components)

    def change(company: Company) -> Company:
        fresh = Incident(FAIL, "Card payments fail", "major", {"pay": "partial_outage"}, ())
        found = next(iter(company.incidents), fresh)
        return replace(company, incidents=(replace(found, updates=(*found.updates, word)),))

    return change


def moved(company: Company) -> Company:
    """The disks are put in on Friday instead of Wednesday."""
    disks, cache = company.works
    word = Word(at("24 09:00"), "scheduled", "Two days later.")
    return replace(company, works=(replace(disks, starts=at("27 02:00"), ends=at("27 04:00"), updates=(word,)), cache))


def called_off(company: Company) -> Company:
    """The cache stays as it is."""
    disks, cache = company.works
    word = Word(at("24 10:00"), "cancelled", "Not needed.")
    return replace(company, works=(disks, replace(cache, updates=(word,))))


def renamed(company: Company) -> Company:
    """Pay is called Payments."""
    return replace(company, parts=tuple(replace(p, name="Payments") if p.id == "pay" else p for p in company.parts))


def retired(company: Company) -> Company:
    """There is no app any more."""
    return replace(company, parts=tuple(replace(p, retired=True) if p.id == "app" else p for p in company.parts))


def same(company: Company) -> Company:
    """Only the clock goes on."""
    return company


@dataclass(frozen=True)
class Step:
    """What changes, when the site is built, and what it says then.

    `states` are of the shop, of payments and of the app; `items` is the newest feed item that is not dated ahead.
    """

    change: Callable[[Company], Company]
    built: str
    whole: str
    states: tuple[str, ...]
    item: str
    open: str = ""
    pinned: str = ""
    upcoming: tuple[str, ...] = ()
    active: tuple[str, ...] = ()


CALM = "All systems operational"
UP, DOWN, PART, SLOW, BUSY = (
    "Operational",
    "Major outage",
    "Partial outage",
    "Degraded performance",
    "Under maintenance",
)
BOTH = ("cache", "disks")
WEEK = (
    Step(same, "23 08:00", CALM, (UP, UP, UP), "Scheduled: New cache", upcoming=BOTH),
    Step(
        said("23 09:05", "investigating", "One in three fails."), "23 09:10", "Partial system outage", (UP, PART, UP),
        "Investigating: Card payments fail", FAIL, "Investigating: Card payments fail", BOTH,
    ),
    Step(
        said("23 09:35", "identified", "All fail.", pay="major_outage"), "23 09:40", "Partial system outage",
        (UP, DOWN, UP), "Identified: Card payments fail", FAIL, "Identified: Card payments fail", BOTH,
    ),
    Step(
        said("23 10:00", "identified", "The bank works on it."), "23 10:00", "Partial system outage",
        (UP, DOWN, UP), "Identified: Card payments fail", FAIL, "Identified: Card payments fail", BOTH,
    ),
    Step(
        said("23 10:25", "monitoring", "Most work.", pay="degraded_performance"), "23 10:30",
        "Partial system outage", (UP, SLOW, UP), "Monitoring: Card payments fail", FAIL,
        "Monitoring: Card payments fail", BOTH,
    ),
    Step(
        said("23 11:00", "resolved", "All work."), "23 11:00", CALM, (UP, UP, UP), "Resolved: Card payments fail", "",
        "Resolved: Card payments fail", BOTH,
    ),
    Step(same, "23 13:00", CALM, (UP, UP, UP), "Resolved: Card payments fail", upcoming=BOTH),
    Step(moved, "24 09:05", CALM, (UP, UP, UP), "Scheduled: New disks", upcoming=BOTH),
    Step(called_off, "24 10:05", CALM, (UP, UP, UP), "Called off: New cache", upcoming=("disks",)),
    Step(renamed, "25 02:30", CALM, (UP, UP, UP), "Called off: New cache", upcoming=("disks",)),
    Step(retired, "26 02:30", CALM, (UP, UP), "Called off: New cache", upcoming=("disks",)),
    Step(same, "27 02:00", "Service under maintenance", (BUSY, UP), "Called off: New cache", active=("disks",)),
    Step(same, "27 04:00", CALM, (UP, UP), "Called off: New cache"),
)  # fmt: skip


def spoken(site: Site, now: datetime) -> Step:
    """What a built site says, read from another output for each thing."""
    items = [one for one in reading.entries(site, "feed") if datetime.fromisoformat(one["date_published"]) <= now]
    pinned = site.json("pinned.json")["notices"]
    planned = {part: site.json(f"api/v2/scheduled-maintenances/{part}.json") for part in ("upcoming", "active")}
    titles = {
        part: tuple(sorted(one["name"][4:] for one in planned[part]["scheduled_maintenances"])) for part in planned
    }
    return Step(
        same,
        now.strftime("%d %H:%M"),
        reading.heading(site.pages[""]).partition(" — ")[0],
        tuple(
            reading.pill(site.pages[f"components/{id}/"])[0] for id in ("shop", "pay", "app") if _has_state(site, id)
        ),
        items[0]["title"],
        "".join(reading.ids_in(reading.status_text(site).get("What is happening now", ""), "incidents")),
        "".join(f"{one['state']}: {one['title']}" for one in pinned),
        **titles,
    )


def _has_state(site: Site, id: str) -> bool:
    return reading.badge(site, f"components/{id}/status")[1] != "No longer in service"


def test_a_week(tmp_path: Path) -> None:
    """An outage in five updates, work that is moved, called off and done, a new name, a component less."""
    parts = (Part("shop", "Shop", "g0"), Part("pay", "Pay", "g0"), Part("app", "App"))
    disks = work("disks", "25 02:00", "25 04:00", "22 10:00")
    company = Company(parts, (), (disks, work("cache", "26 02:00", "26 03:00", "22 11:00")))
    before: Site | None = None
    versions: dict[str, list[int]] = {"disks": [], "cache": []}
    for step in WEEK:
        company, now = step.change(company), at(step.built)
        site = build(tmp_path, company, now)
        assert spoken(site, now) == replace(step, change=same)
        assert differences(site, Truth(company, now)) == []
        assert before is None or list(lost(before, site)) == []
        for id, event in reading.events(site, "calendar.ics").items():
            versions[id].append(int(event["SEQUENCE"]))
        before = site
    assert all(found == sorted(found) for found in versions.values())
    assert len(set(versions["disks"])) == 2 and len(set(versions["cache"])) == 2
    last = reading.events(site, "calendar.ics")
    assert {id: str(event["STATUS"]) for id, event in last.items()} == {"disks": "CONFIRMED", "cache": "CANCELLED"}
    assert last["disks"]["DTSTART"].dt == at("27 02:00")
    names = [one["name"] for one in site.json("api/v2/components.json")["components"]]
    assert names == ["Group g0", "Shop", "Payments"]
