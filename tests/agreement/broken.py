"""What is broken and what is pinned, by every output that says so."""

from __future__ import annotations

from typing import Any

from lxml import html
from tests.agreement import reading
from tests.agreement.company import SITE, Incident, Notice
from tests.agreement.differing import API, IMPACT, Differences, by_id, differs, held, id_of, instant, key_of
from tests.agreement.oracle import Truth, began, end_of, worst
from tests.agreement.reading import WORDS, Site


def incidents(site: Site, truth: Truth) -> Differences:
    """Which incidents there are and which are open, on pages, in lists, for programs."""
    still = [incident.id for incident in truth.open_incidents]
    every = [incident.id for incident in truth.incidents]
    for path, true in (("incidents", every), ("incidents/unresolved", still), ("summary", still)):
        found = site.json(f"{API}{path}.json")["incidents"]
        yield from differs(path, [id_of(one) for one in found], true)
        for one in found:
            yield from _of_api(one, by_id(truth.incidents, id_of(one)), truth)
    seen = [id for card in _cards(site) if "a-tone-resolved" not in card.get("class") and (id := _told_in(card))]
    yield from differs("home", sorted(seen), sorted(still))
    yield from _words_of_home(site)
    told = reading.status_text(site).get("What is happening now", "")
    yield from differs("status.txt", sorted(reading.ids_in(told, "incidents")), sorted(still))
    for incident in truth.open_incidents:
        block = next((block for block in told.split("\n\n") if incident.title in block), "")
        yield from differs(f"status.txt of {incident.id}", WORDS[truth.stage(incident)] in block, True)
    for path, id, word in reading.rows(site, "incidents"):
        yield from differs(f"{path or 'home'} of {id}", word, WORDS[truth.stage(by_id(truth.incidents, id))])
    begun = {incident.id for incident in truth.incidents if began(incident) <= truth.now}
    outages = site.json("api/metrics.json")["outages"] if "api/metrics.json" in site.files else []
    yield from differs("figures", sum(month["incidents"] for month in outages), len(begun))
    yield from differs("figures of open ones", sum(month["still_open"] for month in outages), len(begun & set(still)))
    for incident in truth.incidents:
        yield from _page_of(site, incident, truth)
        for part in truth.company.parts:
            listed = incident.id in [id for path, id, _ in reading.rows(site, "incidents") if path == _path(part.id)]
            yield from differs(f"{_path(part.id)} lists {incident.id}", listed, part.id in truth.named(incident))


def _words_of_home(site: Site) -> Differences:
    """Each earlier word on the first page leads to the same word on the incident's own."""
    for card in _cards(site):
        id = _told_in(card)
        for said in reading.by_class(card, "a-said"):
            place = reading.by_id(site.pages[f"incidents/{id}/"], said.xpath(".//a/@href")[0].partition("#")[2])
            words = reading.shown(place.find("div")) if place is not None else ""
            yield from differs(f"home leads from a word of {id}", words, reading.shown(said.find("div")))


def _cards(site: Site) -> list[html.HtmlElement]:
    """What the first page tells: open incidents, notices, and what was resolved lately."""
    return [card for card in reading.by_class(site.pages[""], "a-notice") if reading.is_shown(card)]


def _told_in(card: html.HtmlElement) -> str:
    return reading.id_in(card, "incidents")


def _path(id: str) -> str:
    return f"components/{id}/"


def _of_api(said: Any, incident: Incident, truth: Truth) -> Differences:
    place, over, told = f"API of {incident.id}", truth.is_over(incident), truth.told(incident)
    learned = bool(over and incident.body)
    yield from differs(f"{place}, status", said["status"], "postmortem" if learned else truth.stage(incident))
    end = end_of(incident)
    yield from differs(f"{place}, end", instant(said["resolved_at"]), end if over else None)
    yield from differs(f"{place}, began", instant(said["started_at"]), began(incident))
    bodies = [one["body"] for one in said["incident_updates"]]
    yield from differs(f"{place}, words", bodies, [incident.body] * learned + [word.text for word in reversed(told)])
    known = {part.name: truth.status(part.id) for part in truth.parts if part.id in truth.named(incident)}
    yield from differs(f"{place}, components", {one["name"]: one["status"] for one in said["components"]}, known)
    if not over:
        last = {one["code"]: one["new_status"] for one in said["incident_updates"][0]["affected_components"] or []}
        for one in said["components"]:
            yield from differs(
                f"{place}, {one['name']} no better than it says", _worse(one["status"], last[one["id"]]), 1
            )


def _worse(status: str, said: str) -> bool:
    return worst([status, said]) == status


def _page_of(site: Site, incident: Incident, truth: Truth) -> Differences:
    """An incident's own page: title, preview, state and what was said."""
    page, stage = site.pages[f"incidents/{incident.id}/"], WORDS[truth.stage(incident)]
    over, place = truth.is_over(incident), f"page of {incident.id}"
    state = "Resolved" if over else IMPACT[incident.impact]
    title = reading.heading(page).partition(" - ")[0]
    yield from differs(f"{place}, title", title, f"{state}: {incident.title}")
    yield from differs(f"{place}, state", reading.pill(page), [stage])
    picture = reading.preview(page).replace("\u2068", "").replace("\u2069", "")
    start = f"{stage}: {incident.title}." if over else f"{stage} · {IMPACT[incident.impact]}: {incident.title}."
    yield from differs(f"{place}, preview", picture.startswith(start), True)
    said = reading.by_class(page, "a-said")
    words = [(reading.shown(one.find(".//strong")), one.findtext(".//div/p")) for one in said]
    yield from differs(f"{place}, words", words, [(WORDS[w.status], w.text) for w in reversed(truth.told(incident))])
    ended_ = "Lasted" in [reading.shown(one) for one in page.xpath("//dt")]
    yield from differs(f"{place}, ended", ended_, over)


def pinned(site: Site, truth: Truth) -> Differences:
    """What is pinned: home, other pages' file, other sites' frame, search engines, and the post for profiles."""
    true = [key_of(one) for one in truth.pinned]
    holding = held(site, truth.now)
    yield from differs("pinned.json", [one["id"] for one in holding], true)
    for said, one in zip(holding, truth.pinned, strict=False):
        yield from differs(f"pinned.json, state of {said['id']}", said["state"], _state(one, truth))
        tone = "resolved" if isinstance(one, Incident) and truth.is_over(one) else one.impact
        yield from differs(f"pinned.json, tone of {said['id']}", said["tone"], tone)
    titles = [_title(one, truth) for one in truth.pinned]
    places = {_told_in(card) or str(card.get("id")).removeprefix("notice-") for card in _cards(site)}
    yield from differs("notices of home", {one.id for one in truth.pinned} <= places, True)
    for notice in truth.pinned:
        there = reading.by_id(site.pages[""], f"notice-{notice.id}") is not None
        yield from differs(f"the place of {notice.id}", there, isinstance(notice, Notice))
    going_on = [one.title for one in truth.pinned if not (isinstance(one, Incident) and truth.is_over(one))]
    for path in ("404.html", "incidents/"):
        lines = [line for line in reading.by_class(site.pages[path], "a-line") if reading.is_shown(line)]
        seen = [reading.shown(reading.by_class(line, "a-notice__title")[0]) for line in lines]
        yield from differs(f"lines of {path}", seen, going_on[:3])
    frame = [
        reading.shown(one.find("span")) for one in site.pages["embed/"].xpath("//p") if one.find(".//a") is not None
    ]
    yield from differs("the frame", frame, titles[:3])
    announced = [one["@id"].removeprefix(f"{SITE}#").replace("-", ":", 1) for one in reading.announcements(site)]
    yield from differs("search engines", announced, true)
    kit = reading.by_id(site.pages["subscribe/"], "kit-post-x")
    post = kit.text_content() if kit is not None else ""
    yield from differs("the post", post.strip().partition("\n")[0].strip(), titles[0]) if titles else ()
    yield from differs("the post", "As of" in post, bool(titles))
    blocks = reading.status_text(site).get("Pinned notices", "")
    for one in truth.pinned:
        if isinstance(one, Notice) or truth.is_over(one):
            yield from differs(f"status.txt of {one.id}", one.title in blocks, True)


def _state(one: Incident | Notice, truth: Truth) -> str:
    return WORDS[truth.stage(one)] if isinstance(one, Incident) else ""


def _title(one: Incident | Notice, truth: Truth) -> str:
    state = _state(one, truth)
    return f"{state}: {one.title}" if state else one.title
