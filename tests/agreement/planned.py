"""Planned work, by every output that tells of it."""

from __future__ import annotations

import re

from tests.agreement import reading
from tests.agreement.company import Work
from tests.agreement.differing import API, Differences, differs, id_of
from tests.agreement.oracle import Truth
from tests.agreement.reading import WORDS, Site


def works(site: Site, truth: Truth) -> Differences:
    """Planned work: to come, under way, over, called off."""
    phases = {work.id: truth.phase(work) for work in truth.works}
    to_come = {id for id, phase in phases.items() if phase == "scheduled"}
    active = {id for id, phase in phases.items() if phase == "in_progress"}
    expected = {"": set(phases), "/upcoming": to_come, "/active": active}
    for part, true in expected.items():
        found = site.json(f"{API}scheduled-maintenances{part}.json")["scheduled_maintenances"]
        yield from differs(f"API{part}", {id_of(one) for one in found}, true)
        for one in found:
            phase = phases[id_of(one)].replace("cancelled", "completed")
            said = one["status"].replace("verifying", "in_progress")
            yield from differs(f"API{part} of {id_of(one)}", said, phase)
    listed = site.json(f"{API}summary.json")["scheduled_maintenances"]
    yield from differs("summary", {id_of(one) for one in listed}, to_come | active)
    home = {reading.id_in(row, "maintenance") for row in site.pages[""].xpath("//*[@id='a-maintenance']//li")}
    yield from differs("home", home, to_come | active)
    told = reading.status_text(site).get("Maintenance", "")
    yield from differs("status.txt", set(reading.ids_in(told, "maintenance")), to_come | active)
    for path, id, word in reading.rows(site, "maintenance"):
        yield from differs(f"{path or 'home'} of {id}", word, WORDS[phases[id]])
    for work in truth.works:
        yield from _page_of_work(site, work, truth)
    begun = {id for id, phase in phases.items() if phase in {"in_progress", "completed"}}
    over = begun | {id for id, phase in phases.items() if phase == "cancelled"}
    for path, entries in reading.histories(site):
        there = {address.split("/")[1] for address in entries if address.startswith("maintenance/")}
        yield from differs(f"{path}, begun", begun - there, set())
        yield from differs(f"{path}, to come", there - over, set())


def _page_of_work(site: Site, work: Work, truth: Truth) -> Differences:
    page, phase = site.pages[f"maintenance/{work.id}/"], truth.phase(work)
    yield from differs(f"page of {work.id}", reading.pill(page), [WORDS[phase]])
    said = {word.status for word in truth.said_of(work)} & {"completed", "cancelled"}
    state = WORDS[min(said)] if said else "Maintenance"
    title = reading.heading(page).partition(" - ")[0]
    yield from differs(f"page of {work.id}, title", title, f"{state}: {work.title}")
    words = [reading.shown(one.find(".//strong")) for one in reading.by_class(page, "a-said")]
    true = [WORDS[word.status] for word in reversed(truth.said_of(work))]
    yield from differs(f"page of {work.id}, words", words, true)


def calendars(site: Site, truth: Truth) -> Differences:
    """Each event is called off or not as the work is; a component's calendar holds what touches it."""
    for path, held in [
        ("calendar.ics", truth.works),
        *((f"calendar/{p.id}.ics", [w for w in truth.works if p.id in w.components]) for p in truth.company.parts),
    ]:
        events = reading.events(site, path)
        yield from differs(path, sorted(events), sorted(work.id for work in held))
        for work in held:
            event = events[work.id]
            off = truth.phase(work) == "cancelled"
            yield from differs(f"{path}, {work.id}", event["STATUS"], "CANCELLED" if off else "CONFIRMED")
            yield from differs(f"{path}, {work.id} begins", event["DTSTART"].dt, work.starts)
            yield from differs(f"{path}, {work.id} ends", event["DTEND"].dt, truth.ended(work))
            stages = re.findall(r"^\d+ \w+ 2026, \d\d:\d\d .*: (.+)$", str(event["DESCRIPTION"]), re.MULTILINE)
            yield from differs(f"{path}, {work.id} words", stages, [WORDS[w.status] for w in truth.said_of(work)])
