"""Statuspage's API v2 as static files: the service's own keys and types, stable ids, the clock, and bad input."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.clients.pages import BROKEN, MENDED, NOW, SHOP, WORK, context_of, ledger_of

from answerable.publish.api import statuspage
from answerable.publish.context import Context
from answerable.records.ledger import Ledger
from answerable.records.text import shows

# The keys of the service's answers with their types, as its API documentation and its own pages give them.
# A `?` may be null; a name with a capital is another table; brackets are a list.
SHAPES: dict[str, dict[str, str]] = {
    "Page": {"id": "id", "name": "str", "url": "str", "time_zone": "str", "updated_at": "time"},
    "Status": {"indicator": "str", "description": "str"},
    "Component": {
        "id": "id", "name": "str", "status": "str", "created_at": "time", "updated_at": "time", "position": "int",
        "description": "str?", "showcase": "bool", "start_date": "day?", "group_id": "id?", "page_id": "id",
        "group": "bool", "only_show_if_degraded": "bool",
    },
    "Affected": {"code": "id", "name": "str", "old_status": "str", "new_status": "str"},
    "Update": {
        "id": "id", "status": "str", "body": "str", "incident_id": "id", "created_at": "time", "updated_at": "time",
        "display_at": "time", "affected_components": "[Affected]?", "deliver_notifications": "bool",
        "custom_tweet": "str?", "tweet_id": "str?",
    },
    "Incident": {
        "id": "id", "name": "str", "status": "str", "created_at": "time", "updated_at": "time",
        "monitoring_at": "time?", "resolved_at": "time?", "impact": "str", "shortlink": "str", "started_at": "time",
        "page_id": "id", "incident_updates": "[Update]", "components": "[Component]", "reminder_intervals": "NoneType",
    },
}  # fmt: skip
SHAPES["Group"] = {**SHAPES["Component"], "components": "[id]"}
SHAPES["Maintenance"] = {
    **{key: type_ for key, type_ in SHAPES["Incident"].items() if key != "reminder_intervals"},
    "scheduled_for": "time",
    "scheduled_until": "time",
}
DOCUMENTS = {
    "summary": {
        "page": "Page", "components": "[Component]", "incidents": "[Incident]",
        "scheduled_maintenances": "[Maintenance]", "status": "Status",
    },
    "status": {"page": "Page", "status": "Status"},
    "components": {"page": "Page", "components": "[Component]"},
    "incidents": {"page": "Page", "incidents": "[Incident]"},
    "incidents/unresolved": {"page": "Page", "incidents": "[Incident]"},
    "scheduled-maintenances": {"page": "Page", "scheduled_maintenances": "[Maintenance]"},
    "scheduled-maintenances/upcoming": {"page": "Page", "scheduled_maintenances": "[Maintenance]"},
    "scheduled-maintenances/active": {"page": "Page", "scheduled_maintenances": "[Maintenance]"},
}  # fmt: skip
FORMS = {
    "id": r"[0-9a-z]{12}",
    "str": r"[\s\S]*",
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
    "day": r"\d{4}-\d\d-\d\d",
}


def misfits(value: Any, type_: str, where: str) -> list[str]:
    """The places at which a value is not of its type, every key of every object counted."""
    if type_.endswith("?"):
        return [] if value is None else misfits(value, type_[:-1], where)
    if type_.startswith("["):
        if not isinstance(value, list):
            return [f"{where} is no list"]
        return [m for n, item in enumerate(value) for m in misfits(item, type_[1:-1], f"{where}[{n}]")]
    if type_ in {"bool", "int", "NoneType"}:
        return [] if type(value).__name__ == type_ else [f"{where} is {value!r}, no {type_}"]
    if type_ in FORMS:
        fits = isinstance(value, str) and re.fullmatch(FORMS[type_], value)
        return [] if fits else [f"{where} is {value!r}, no {type_}"]
    return of_shape(value, SHAPES["Group" if type_ == "Component" and value.get("group") else type_], where)


def of_shape(value: dict[str, Any], shape: dict[str, str], where: str) -> list[str]:
    """The same of an object, whose keys must stand in the service's own order."""
    if list(value) != list(shape):
        return [f"{where} has the keys {list(value)}"]
    return [m for key, type_ in shape.items() for m in misfits(value[key], type_, f"{where}.{key}")]


def read(context: Context) -> dict[str, Any]:
    """Every document by its path below `api/v2/` without the ending."""
    made = {output.path: output.content for output in statuspage.publish(context)}
    return {path.removeprefix("api/v2/").removesuffix(".json"): json.loads(made[path]) for path in made}


def of(ledger: Ledger, now: datetime = NOW) -> dict[str, Any]:
    """The documents of some records at an instant."""
    return read(context_of(ledger, now))


RICH = ledger_of(
    components=(
        {**SHOP, "group": "front", "description": "Where people buy."},
        {"id": "mail", "name": "Mail"},
    ),
    groups=({"id": "front", "name": "Front"}, {"id": "nothing", "name": "Nothing"}),
    incidents=(BROKEN, {**MENDED, "id": "old", "body": "## What happened\n\nA disk was full."}),
    maintenances=(WORK, {**WORK, "id": "now", "starts": "2026-11-24T11:00:00Z", "ends": "2026-11-24T13:00:00Z"}),
)


@pytest.mark.parametrize("ledger", [RICH, ledger_of(), ledger_of(components=())], ids=["rich", "one", "empty"])
def test_every_key_of_the_service_is_there_with_its_type(ledger: Ledger) -> None:
    """All eight documents have exactly the service's keys in its order, nulls included, whatever there is to say."""
    found = of(ledger)
    assert list(found) == list(DOCUMENTS)
    assert [m for path, shape in DOCUMENTS.items() for m in of_shape(found[path], shape, path)] == []


def test_a_wrong_shape_is_seen() -> None:
    """The comparison tells a missing key, a wrong type and a wrong id apart."""
    page = of(RICH)["status"]["page"]
    assert misfits(page, "Page", "page") == []
    assert misfits({**page, "id": "short"}, "Page", "page") == ["page.id is 'short', no id"]
    assert misfits({**page, "updated_at": None}, "Page", "page") == ["page.updated_at is None, no time"]
    assert misfits({"id": page["id"]}, "Page", "page") == ["page has the keys ['id']"]


def test_json_is_compact_and_holds_no_markup() -> None:
    """Naive scripts find `"incidents":[],`; no byte of a name could end a script or begin a tag."""
    ledger = ledger_of(components=({**SHOP, "name": "</script><b>&"},))
    made = {output.path: output.content for output in statuspage.publish(context_of(ledger))}
    assert b'"incidents":[],' in made["api/v2/summary.json"]
    assert not [path for path, content in made.items() if re.search(rb"[<>&]", content)]
    assert of(ledger)["components"]["components"][0]["name"] == "</script><b>&"


def test_the_page_is_as_old_as_its_content() -> None:
    """`updated_at` is the newest word, or the newest turn of planned work, and never the build's clock."""
    assert of(ledger_of(incidents=(BROKEN,)))["status"]["page"]["updated_at"] == "2026-11-24T10:00:00.000Z"
    later = of(ledger_of(incidents=(BROKEN,)), NOW + timedelta(days=9))
    assert later["status"]["page"]["updated_at"] == "2026-11-24T10:00:00.000Z"
    begun = of(ledger_of(maintenances=(WORK,)), NOW.replace(month=12, day=1, hour=1))
    assert begun["status"]["page"]["updated_at"] == "2026-12-01T00:00:00.000Z"
    assert of(ledger_of(components=()))["status"]["page"]["updated_at"] == "1970-01-01T00:00:00.000Z"


def test_the_same_records_give_the_same_bytes() -> None:
    """A later build of the same records writes the same files while nothing turns by the clock."""
    first = [output.content for output in statuspage.publish(context_of(ledger_of(incidents=(BROKEN,))))]
    later = context_of(ledger_of(incidents=(BROKEN,)), NOW + timedelta(hours=3))
    assert [output.content for output in statuspage.publish(later)] == first


def ids(ledger: Ledger) -> tuple[str, ...]:
    """The ids of the first component, incident and update."""
    found = of(ledger)
    component = next(c for c in found["components"]["components"] if not c["group"])
    incident = found["incidents"]["incidents"][0]
    return component["id"], incident["id"], incident["incident_updates"][-1]["id"]


def test_ids_outlive_every_change_of_words_and_place() -> None:
    """A new name, another group, a new title and new words leave each id as it was; another record has another."""
    before = ids(ledger_of(incidents=(BROKEN,)))
    reworded = [{**BROKEN["updates"][0], "text": "Other words."}, BROKEN["updates"][1]]
    after = ids(
        ledger_of(
            components=({**SHOP, "name": "Store", "group": "front"},),
            groups=({"id": "front", "name": "Front"},),
            incidents=({**BROKEN, "title": "Another title", "updates": reworded},),
        )
    )
    assert after == before
    assert len(set(before)) == 3
    assert ids(ledger_of(incidents=({**BROKEN, "id": "other"},)))[1:] != before[1:]


def test_history_outlives_a_component_that_goes_and_comes_back() -> None:
    """While its component is gone an incident still stands, and names it by its id; afterwards all is as it was."""
    before, gone = of(ledger_of(incidents=(MENDED,))), of(ledger_of(components=(), incidents=(MENDED,)))
    incident = gone["incidents"]["incidents"][0]
    assert incident["id"] == before["incidents"]["incidents"][0]["id"]
    assert incident["components"] == [] and gone["components"]["components"] == []
    affected = incident["incident_updates"][0]["affected_components"]
    assert [(a["name"], a["code"]) for a in affected] == [("shop", before["components"]["components"][0]["id"])]
    assert of(ledger_of(incidents=(MENDED,))) == before


def test_a_group_lists_its_components_and_has_the_worst_status() -> None:
    """Groups come with the ids of their components, which follow them; an empty group is not shown."""
    found = of(RICH)["components"]["components"]
    assert [(c["name"], c["group"], c["position"]) for c in found] == [
        ("Front", True, 1), ("Shop", False, 1), ("Mail", False, 2)
    ]  # fmt: skip
    front, shop, mail = found
    assert front["components"] == [shop["id"]] and shop["group_id"] == front["id"] and mail["group_id"] is None
    assert front["status"] == shop["status"] == "partial_outage"
    assert (shop["start_date"], shop["showcase"], mail["start_date"]) == ("2026-01-01", True, None)
    assert shop["created_at"] == "2026-01-01T00:00:00.000Z"


def test_an_update_says_what_it_changed() -> None:
    """Each update has the status of every component so far before and after it; the end brings all back."""
    changed = [
        {"at": "2026-11-24T09:00:00Z", "status": "investigating"},
        {"at": "2026-11-24T09:30:00Z", "status": "identified", "components": {"mail": "major_outage"}},
        {"at": "2026-11-24T10:00:00Z", "status": "monitoring", "components": {"shop": "degraded_performance"}},
        {"at": "2026-11-24T11:00:00Z", "status": "resolved"},
    ]
    ledger = ledger_of(components=(SHOP, {"id": "mail", "name": "Mail"}), incidents=({**BROKEN, "updates": changed},))
    incident = of(ledger)["incidents"]["incidents"][0]
    told = [
        [(a["name"], a["old_status"], a["new_status"]) for a in update["affected_components"]]
        for update in reversed(incident["incident_updates"])
    ]
    assert told == [
        [("Shop", "operational", "partial_outage")],
        [("Shop", "partial_outage", "partial_outage"), ("Mail", "operational", "major_outage")],
        [("Shop", "partial_outage", "degraded_performance"), ("Mail", "major_outage", "major_outage")],
        [("Shop", "degraded_performance", "operational"), ("Mail", "major_outage", "operational")],
    ]
    assert [u["body"] for u in incident["incident_updates"]] == [
        "Resolved",
        "Monitoring",
        "Identified",
        "Investigating",
    ]
    assert incident["monitoring_at"] == "2026-11-24T10:00:00.000Z"
    assert incident["resolved_at"] == "2026-11-24T11:00:00.000Z"


def test_a_post_mortem_is_an_update_and_a_status() -> None:
    """As at the service, an incident with a post-mortem stands in that state, and its newest update is the text."""
    incident = next(i for i in of(RICH)["incidents"]["incidents"] if i["shortlink"].endswith("/old/"))
    assert incident["status"] == "postmortem"
    assert incident["incident_updates"][0]["body"] == "## What happened\n\nA disk was full."
    open_one = of(ledger_of(incidents=({**BROKEN, "body": "Not yet."},)))["incidents"]["incidents"][0]
    assert open_one["status"] == "identified"


def test_a_wrong_clock_keeps_no_notice_back() -> None:
    """An update dated three hours ahead is told at once; an end dated ahead is none until then."""
    ahead = {"at": "2026-11-24T15:00:00Z", "status": "identified", "text": "Dated with a wrong offset."}
    found = of(ledger_of(incidents=({**BROKEN, "updates": [ahead]},)))
    assert found["incidents/unresolved"]["incidents"][0]["incident_updates"][0]["body"] == ahead["text"]
    end = {"at": "2026-11-24T15:00:00Z", "status": "resolved", "text": "Over."}
    ending = ledger_of(incidents=({**BROKEN, "updates": [*BROKEN["updates"], end]},))
    incident = of(ending)["incidents/unresolved"]["incidents"][0]
    assert (incident["status"], incident["resolved_at"]) == ("identified", None)
    assert of(ending, NOW + timedelta(hours=3))["incidents/unresolved"]["incidents"] == []


def test_open_incidents_stand_in_the_order_of_all() -> None:
    """Of two that began in one minute the same one is first in both lists, whichever hits harder."""
    pair = ({**BROKEN, "id": "a", "impact": "minor"}, {**BROKEN, "id": "b", "impact": "critical"})
    found = of(ledger_of(incidents=pair))
    orders = [
        [one["shortlink"][-2] for one in found[path]["incidents"]] for path in ("incidents", "incidents/unresolved")
    ]
    assert orders == [["a", "b"], ["a", "b"]]


def places(now: datetime, *updates: dict[str, Any]) -> tuple[int, int, int, str, list[str]]:
    """How many works are upcoming, active and in all, the status of the one, and those of its updates."""
    found = of(ledger_of(maintenances=({**WORK, "updates": updates},)), now)
    numbers = [
        len(found[f"scheduled-maintenances{part}"]["scheduled_maintenances"]) for part in ("/upcoming", "/active", "")
    ]
    work = found["scheduled-maintenances"]["scheduled_maintenances"][0]
    return (*numbers, work["status"], [u["status"] for u in work["incident_updates"]])


START = datetime.fromisoformat("2026-12-01T00:00:00Z")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
CALLED_OFF = {"at": "2026-11-30T09:00:00Z", "status": "cancelled", "text": "Not this time."}
LOOKING = {"at": "2026-12-01T00:50:00Z", "status": "verifying", "text": "We see whether it holds."}
EARLY = {"at": "2026-12-01T00:40:00Z", "status": "completed", "text": "Done sooner."}


@pytest.mark.parametrize(
    ("now", "updates", "expected"),
    [
        (START - SECOND, (), (1, 0, 1, "scheduled", ["scheduled"])),
        (START, (), (0, 1, 1, "in_progress", ["in_progress", "scheduled"])),
        (START + 2 * HOUR - SECOND, (), (0, 1, 1, "in_progress", ["in_progress", "scheduled"])),
        (START + 2 * HOUR, (), (0, 0, 1, "completed", ["completed", "in_progress", "scheduled"])),
        (START + HOUR, (LOOKING,), (0, 1, 1, "verifying", ["verifying", "in_progress", "scheduled"])),
        (START + HOUR, (EARLY,), (0, 0, 1, "completed", ["completed", "in_progress", "scheduled"])),
        (START - HOUR, (CALLED_OFF,), (0, 0, 1, "completed", ["completed", "scheduled"])),
        (START + 3 * HOUR, (CALLED_OFF,), (0, 0, 1, "completed", ["completed", "scheduled"])),
    ],
    ids=["before", "begins", "still", "ends", "looked at", "early", "called off", "long since called off"],
)
def test_planned_work_moves_on_by_the_clock(now: datetime, updates: Any, expected: Any) -> None:
    """Upcoming becomes active at the second it begins, and neither when it is over or called off."""
    assert places(now, *updates) == expected


def test_work_is_announced_before_it_begins() -> None:
    """Where no instant says when, and the first that people said of it was that it is done."""
    work = {key: value for key, value in WORK.items() if key != "announced"} | {"updates": [EARLY]}
    (found,) = of(ledger_of(maintenances=(work,)), START + HOUR)["scheduled-maintenances"]["scheduled_maintenances"]
    assert [one["status"] for one in found["incident_updates"]] == ["completed", "in_progress", "scheduled"]
    assert found["created_at"] == "2026-12-01T00:00:00.000Z"


def test_work_that_is_looked_at_says_since_when() -> None:
    """As at the service, `monitoring_at` of planned work is when it was last said to be verified."""
    found = of(ledger_of(maintenances=({**WORK, "updates": [LOOKING]}, {**WORK, "id": "other"})), START + HOUR)
    watched = {
        m["shortlink"][-10:]: m["monitoring_at"] for m in found["scheduled-maintenances"]["scheduled_maintenances"]
    }
    assert watched == {"new-disks/": "2026-12-01T00:50:00.000Z", "nce/other/": None}


def test_work_that_is_announced_by_its_first_update_is_announced_once() -> None:
    """A first update that says `scheduled` is the announcement; the work's own text stands in for missing words."""
    first = {"at": "2026-11-20T08:00:00Z", "status": "scheduled"}
    found = of(ledger_of(maintenances=({**WORK, "updates": [first]},)))
    (update,) = found["scheduled-maintenances"]["scheduled_maintenances"][0]["incident_updates"]
    assert (update["body"], update["created_at"]) == ("The shop is closed meanwhile.", "2026-11-20T08:00:00.000Z")


def test_work_that_was_announced_late_is_told_in_order() -> None:
    """Whoever writes down at noon what began at ten told of it no later than it began; the newest stands first."""
    late = {
        **WORK,
        "starts": "2026-11-24T10:00:00Z",
        "ends": "2026-11-24T11:00:00Z",
        "announced": "2026-11-24T12:00:00Z",
    }
    (work,) = of(ledger_of(maintenances=(late,)))["scheduled-maintenances"]["scheduled_maintenances"]
    told = [(update["status"], update["created_at"][11:16]) for update in work["incident_updates"]]
    assert told == [("completed", "11:00"), ("in_progress", "10:00"), ("scheduled", "10:00")]
    assert work["created_at"] < work["updated_at"]


def test_lists_hold_the_fifty_newest() -> None:
    """Of sixty incidents and sixty works fifty stand in each list, the newest first."""
    days = [NOW - timedelta(days=day) for day in range(60)]
    over = [
        {**BROKEN, "id": f"i{n}", "updates": [{"at": day.isoformat(), "status": "resolved"}]}
        for n, day in enumerate(days)
    ]
    work = [
        {
            **WORK,
            "id": f"m{n}",
            "starts": (day + timedelta(days=60)).isoformat(),
            "ends": (day + timedelta(days=61)).isoformat(),
        }
        for n, day in enumerate(days)
    ]
    found = of(ledger_of(incidents=tuple(over), maintenances=tuple(work)))
    started = [i["started_at"] for i in found["incidents"]["incidents"]]
    assert len(started) == 50 and started == sorted(started, reverse=True) and started[0].startswith("2026-11-24")
    planned = [m["scheduled_for"] for m in found["scheduled-maintenances"]["scheduled_maintenances"]]
    assert len(planned) == 50 and planned == sorted(planned, reverse=True)
    soonest = [m["scheduled_for"] for m in found["scheduled-maintenances/upcoming"]["scheduled_maintenances"]]
    assert len(soonest) == 50 and soonest == sorted(soonest, reverse=True)
    assert soonest[-1].startswith("2026-11-25"), "of more than fifty the next ones must not be lost"


def test_open_incidents_stand_newest_first() -> None:
    """Whatever their impact and however long they have been open, in the summary and in the list of their own."""
    days = {
        "old": ("2026-11-01T09:00:00Z", "critical"),
        "new": ("2026-11-23T09:00:00Z", "minor"),
        "mid": ("2026-11-10T09:00:00Z", "major"),
    }
    incidents = tuple(
        {**BROKEN, "id": id, "title": id, "impact": impact, "updates": [{"at": at, "status": "investigating"}]}
        for id, (at, impact) in days.items()
    )
    found = of(ledger_of(incidents=(*incidents, {**MENDED, "id": "over"})))
    for path in ("summary", "incidents/unresolved"):
        assert [i["name"] for i in found[path]["incidents"]] == ["new", "mid", "old"]


def test_four_hundred_updates_and_five_hundred_components() -> None:
    """A long incident and a large company are told whole, with as many ids as there are things."""
    updates = [
        {"at": (NOW - timedelta(minutes=400 - n)).isoformat(), "status": "investigating", "text": f"Word {n}."}
        for n in range(400)
    ]
    many = tuple({**SHOP, "id": f"shop{n}", "name": f"Shop {n}"} for n in range(500))
    touched = {f"shop{n}": "partial_outage" for n in range(20)}
    found = of(ledger_of(components=many, incidents=({**BROKEN, "components": touched, "updates": updates},)))
    told = found["summary"]["incidents"][0]["incident_updates"]
    assert [u["body"] for u in told] == [f"Word {n}." for n in reversed(range(400))]
    assert len({u["id"] for u in told}) == 400
    assert len({c["id"] for c in found["components"]["components"]}) == 500
    assert [m for path, shape in DOCUMENTS.items() for m in of_shape(found[path], shape, path)] == []


def test_no_name_turns_the_text_beside_it_around() -> None:
    """Controls of direction and unprintable signs are taken out of names and words; emoji and letters stay."""
    title = "\u202eevil\u2066 🧨 «قطعی» \x00\x1b[31m"
    updates = [{**BROKEN["updates"][0], "text": "Line one\u202e.\n\nLine two."}]
    incident = of(ledger_of(incidents=({**BROKEN, "title": title, "updates": updates},)))["incidents"]["incidents"][0]
    assert incident["name"] == "evil 🧨 «قطعی» [31m"
    assert incident["incident_updates"][0]["body"] == "Line one.\n\nLine two."


@given(st.text(min_size=1, max_size=300).filter(shows))
def test_any_name_makes_whole_documents(name: str) -> None:
    """Whatever a component, a group and an incident are called, every document is JSON of the right shape."""
    ledger = ledger_of(
        components=({**SHOP, "name": name, "group": "front"},),
        groups=({"id": "front", "name": name},),
        incidents=({**BROKEN, "title": name},),
    )
    found = of(ledger)
    assert [m for path, shape in DOCUMENTS.items() for m in of_shape(found[path], shape, path)] == []
