"""What works now and what does not, by every output that says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.agreement import reading
from tests.agreement.company import IMPACTS, Incident, Notice
from tests.agreement.differing import API, Differences, differs, held, key_of
from tests.agreement.oracle import BELIEVED, PINNED_AFTER, Truth, end_of, worst
from tests.agreement.reading import WORDS, Site


def whole(site: Site, truth: Truth) -> Differences:
    """The overall status: band, title, badges, API, frame and text."""
    indicator, description = truth.whole
    words = spoken(description)
    for path in ("status", "summary"):
        said = site.json(f"{API}{path}.json")["status"]
        yield from differs(path, (said["indicator"], said["description"]), (indicator, description))
    yield from differs("the band", reading.overall_at(site), [words])
    yield from differs("the title", reading.heading(site.pages[""]).partition(" — ")[0], words)
    yield from differs("the badges", reading.badge(site, "status"), (words, words))
    yield from differs("status.txt", reading.status_text(site)[""].partition(" (")[0], words)
    said = [0 if truth.is_over(one) else IMPACTS.index(one.impact) for one in _pinned_incidents(truth)]
    said += [IMPACTS.index(one.impact) for one in truth.pinned[:3] if isinstance(one, Notice)]
    if not truth.pinned or (indicator in IMPACTS and IMPACTS.index(indicator) > max(said)):
        yield from differs("the frame", reading.shown(site.pages["embed/"].find(".//b")), words)


def _pinned_incidents(truth: Truth) -> list[Incident]:
    return [one for one in truth.pinned[:3] if isinstance(one, Incident)]


def spoken(description: str) -> str:
    """The words for the whole on pages, from the service's."""
    words = description.replace("Degraded System Service", "Degraded service")
    return words[0] + words[1:].lower()


def components(site: Site, truth: Truth) -> Differences:
    """Each component's status: API, first page, its own page, badges and text."""
    true = {part.id: truth.status(part.id) for part in truth.parts}
    words = {id: WORDS[status] for id, status in true.items()}
    names = {part.name: part.id for part in truth.company.parts}
    for path in ("components", "summary"):
        listed = [one for one in site.json(f"{API}{path}.json")["components"] if not one["group"]]
        yield from differs(path, {names[one["name"]]: one["status"] for one in listed}, true)
    yield from differs("home", reading.components_at(site), {id: [word] for id, word in words.items()})
    for part in truth.company.parts:
        page = site.pages[f"components/{part.id}/"]
        state = reading.by_id(page, "c-status")
        seen = reading.pill(state) if state is not None else []
        yield from differs(f"the page of {part.id}", seen, [words[part.id]] if part.id in words else [])
        title = f"{words[part.id]}: {part.name}" if part.id in words else part.name
        yield from differs(f"the title of {part.id}", reading.heading(page).partition(" - ")[0], title)
        word = words.get(part.id, "No longer in service")
        yield from differs(
            f"the badges of {part.id}", reading.badge(site, f"components/{part.id}/status"), (word, word)
        )
    ill = sorted(f"{part.name}: {words[part.id]}" for part in truth.parts if true[part.id] != "operational")
    said = reading.status_text(site).get("Components", "").splitlines()[1:]
    yield from differs("status.txt", sorted(filter(None, map(str.strip, said))), ill)


def groups(site: Site, truth: Truth) -> Differences:
    """Each group is as ill as its worst component."""
    seen, listed = reading.groups_at(site), site.json(f"{API}components.json")["components"]
    programs = {one["name"]: one["status"] for one in listed if one["group"]}
    for id in ("g0", "g1", ""):
        statuses = [truth.status(part.id) for part in truth.parts if part.group == id]
        state, word = worst(statuses), WORDS[worst(statuses)]
        yield from differs(f"home of group {id!r}", seen.get(id or "other"), [word] if statuses else None)
        if id:
            yield from differs(f"API of {id}", programs.get(f"Group {id}"), state if statuses else None)
            badge = reading.badge(site, f"groups/{id}/status")
            yield from differs(f"badges of {id}", badge, (word, word) if statuses else ("No components",) * 2)


def later(site: Site, truth: Truth) -> Differences:
    """What a page says by a reader's clock until it is believed no more is what a new build would say then."""
    turns = {turn for work in truth.works for turn in (work.starts, truth.ended(work))}
    turns |= {turn for notice in truth.notices for turn in (notice.starts, notice.ends)}
    turns |= {end + PINNED_AFTER for incident in truth.incidents if (end := end_of(incident))}
    for turn in sorted(turns):
        for at in (turn - timedelta(seconds=1), turn):
            if truth.now < at < truth.now + BELIEVED:
                yield from _at(site, at, Truth(truth.company, at, heard=truth.now))


def _at(site: Site, at: datetime, then: Truth) -> Differences:
    yield from differs(f"the band at {at}", reading.overall_at(site, at), [spoken(then.whole[1])])
    words = {part.id: [WORDS[then.status(part.id)]] for part in then.parts}
    yield from differs(f"components at {at}", reading.components_at(site, at), words)
    yield from differs(
        f"pinned.json at {at}", [one["id"] for one in held(site, at)], [key_of(one) for one in then.pinned]
    )
    for work in then.works:
        seen = reading.pill(site.pages[f"maintenance/{work.id}/"], at)
        yield from differs(f"page of {work.id} at {at}", seen, [WORDS[then.phase(work)]])
    listed = {reading.id_in(row, "maintenance") for row in reading.planned_at(site, at)}
    to_come = {work.id for work in then.works if then.phase(work) in {"scheduled", "in_progress"}}
    yield from differs(f"maintenance on home at {at}", listed, to_come)
