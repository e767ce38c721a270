"""Statuspage's documents as records: every incident arrives, and what had to be guessed is said."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.importers import statuspage
from answerable.importers.imported_history import History, Settings
from answerable.importers.statuspage import Document, addresses, read_documents
from answerable.output.failures import RAISE

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
RESOLVED = "it has no closing words; the update says “Resolved.”"
BY_IMPACT = "how bad its components were is not said; it was taken from its impact"


def _update(clock: str, status: str, body: str = "Words.", **more: Any) -> dict[str, Any]:
    return {"created_at": f"2024-03-05T{clock}:00.000Z", "status": status, "body": body, **more}


def _incident(*updates: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an incident; its updates are given oldest first and stand newest first, as the API has them."""
    return {
        "id": "abc",
        "name": "Search is slow",
        "status": "resolved",
        "impact": "major",
        "created_at": "2024-03-05T08:00:00.000Z",
        "components": [{"id": "s1", "name": "Search", "status": "operational"}],
        "incident_updates": [*reversed(updates)],
        **more,
    }


def _history(**lists: list[Any]) -> History:
    return read_documents([Document("all.json", json.dumps(lists).encode())], Settings(NOW))


def _front(*updates: dict[str, Any], **more: Any) -> tuple[dict[str, Any], set[str]]:
    """Return the front matter that an incident gets, and what was guessed."""
    history = _history(incidents=[_incident(*updates, **more)])
    assert history.problems == []
    return history.records[0].front, {guess.what for guess in history.guesses}


def test_an_incident_becomes_a_record() -> None:
    """Name, impact and updates have their place; the oldest update stands first."""
    front, guesses = _front(
        _update("08:00", "investigating"), _update("08:30", "identified"), _update("09:00", "resolved", "It works.")
    )
    assert (front["title"], front["impact"], front["started"]) == ("Search is slow", "major", None)
    assert [(f"{u['at']:%H:%M}", u["status"]) for u in front["updates"]] == [
        ("08:00", "investigating"),
        ("08:30", "identified"),
        ("09:00", "resolved"),
    ]
    assert guesses == {BY_IMPACT}


def test_updates_of_one_instant_keep_their_order() -> None:
    """Three updates of one minute stay in the order in which they were written."""
    updates = [_update("08:00", "investigating", str(n)) for n in range(3)] + [_update("08:00", "resolved", "3")]
    front, _ = _front(*updates)
    assert [update["text"] for update in front["updates"]] == ["0", "1", "2", "3"]


def test_the_instant_that_is_shown_counts() -> None:
    """`display_at` can be set by hand at Statuspage, and is what readers saw."""
    front, _ = _front(
        _update("08:00", "investigating"), _update("09:30", "resolved", display_at="2024-03-05T09:00:00.000Z")
    )
    assert f"{front['updates'][-1]['at']:%H:%M}" == "09:00"


def test_a_beginning_before_the_first_update_is_kept() -> None:
    """`started_at` becomes `started` where the first update came later."""
    front, _ = _front(_update("08:00", "resolved"), started_at="2024-03-05T07:40:00.000Z")
    assert front["started"].isoformat() == "2024-03-05T07:40:00+00:00"


@pytest.mark.parametrize(
    ("impact", "status"),
    [
        ("none", "operational"),
        ("minor", "degraded_performance"),
        ("major", "partial_outage"),
        ("critical", "major_outage"),
    ],
)
def test_components_take_their_status_from_the_impact(impact: str, status: str) -> None:
    """Where no update says how a component did, the impact does, and the guess is listed."""
    front, guesses = _front(_update("08:00", "resolved"), impact=impact)
    assert front["components"] == {"s1": status}
    assert BY_IMPACT in guesses


def test_components_of_updates_are_kept() -> None:
    """The first update's map is the incident's; later ones carry what they change."""
    front, guesses = _front(
        _update("08:00", "investigating", affected_components=[{"code": "s1", "new_status": "major_outage"}]),
        _update(
            "08:30",
            "monitoring",
            affected_components=[
                {"code": "s1", "new_status": "major_outage"},
                {"code": "m1", "new_status": "degraded_performance"},
            ],
        ),
        _update("09:00", "resolved", affected_components=[{"code": "s1", "new_status": "operational"}]),
    )
    assert front["components"] == {"s1": "major_outage"}
    changes = [update["components"] for update in front["updates"]]
    assert changes == [None, {"m1": "degraded_performance"}, None]
    assert BY_IMPACT not in guesses


def test_an_open_incident_stays_open() -> None:
    """Its components have the status that they have now."""
    now = [{"id": "s1", "name": "Search", "status": "major_outage"}]
    front, _ = _front(_update("08:00", "investigating"), status="investigating", components=now)
    assert [update["status"] for update in front["updates"]] == ["investigating"]
    assert front["components"] == {"s1": "major_outage"}


def test_a_post_mortem_becomes_the_body() -> None:
    """It is no update: it follows the end and does not reopen the incident."""
    history = _history(
        incidents=[
            _incident(
                _update("08:00", "resolved", "It works."),
                _update("12:00", "postmortem", "<h2>Why</h2><p>A disk was full.</p>"),
                status="postmortem",
            )
        ]
    )
    assert history.records[0].body == "## Why\n\nA disk was full."
    assert [update["status"] for update in history.records[0].front["updates"]] == ["resolved"]


def test_an_end_that_no_update_says_is_added_and_listed() -> None:
    """A resolved incident whose last update is another one gets a `resolved` update, dated as the source says."""
    front, guesses = _front(_update("08:00", "investigating"), resolved_at="2024-03-05T09:15:00Z")
    last = front["updates"][-1]
    assert (last["at"].isoformat(), last["status"], last["text"]) == (
        "2024-03-05T09:15:00+00:00",
        "resolved",
        "Resolved.",
    )
    assert RESOLVED in guesses


def test_what_is_not_known_is_guessed_and_listed() -> None:
    """An impact and a status that Statuspage does not have."""
    front, guesses = _front(_update("08:00", "dancing"), _update("09:00", "resolved", ""), impact="huge")
    assert (front["impact"], front["updates"][0]["status"]) == ("minor", "investigating")
    assert {
        "its impact is none of Statuspage's; minor was taken",
        "an update's status is none of Statuspage's; investigating was taken",
        RESOLVED,
    } <= guesses


def test_groups_and_components() -> None:
    """`group_id` leads to the group; their order is that of their positions; a start becomes `since`."""
    history = _history(
        components=[
            {"id": "c2", "name": "Mail", "position": 2, "group_id": "g1"},
            {"id": "g1", "name": "Shop", "position": 3, "group": True},
            {"id": "c1", "name": "Search", "position": 1, "description": "<b>Finds</b>", "start_date": "2024-01-02"},
        ]
    )
    assert [(c.name, c.group, c.description, c.since) for c in history.components] == [
        ("Search", "", "**Finds**", "2024-01-02"),
        ("Mail", "g1", "", ""),
    ]
    assert [group.name for group in history.groups] == ["Shop"]


def test_components_that_only_incidents_name_are_imported() -> None:
    """They were removed from the page since."""
    history = _history(incidents=[_incident(_update("08:00", "resolved"))])
    assert [(c.source_key, c.name) for c in history.components] == [("s1", "Search")]


def test_components_without_a_position_come_in_the_order_of_their_ids() -> None:
    """The order must not depend on the process, or components.yml would be another one each time."""
    named = [{"id": f"s{number}", "name": f"Part {number}"} for number in (7, 3, 9, 1, 8, 2, 6, 5, 4)]
    history = _history(incidents=[_incident(_update("08:00", "resolved"), components=named)])
    assert [entry.source_key for entry in history.components] == [f"s{number}" for number in range(1, 10)]


def test_an_incident_without_component_says_so() -> None:
    """No component is invented; the guess is listed."""
    front, guesses = _front(_update("08:00", "resolved"), components=[])
    assert front["components"] == {}
    assert "it names no component; the record names none" in guesses


def _maintenance(**more: Any) -> dict[str, Any]:
    return {
        "id": "m",
        "name": "Database move",
        "status": "completed",
        "created_at": "2024-03-01T10:00:00Z",
        "scheduled_for": "2024-03-05T08:00:00Z",
        "scheduled_until": "2024-03-05T10:00:00Z",
        "components": [{"id": "s1", "name": "Search"}],
        "incident_updates": [
            _update("09:30", "completed", "Done."),
            _update("08:00", "in_progress", "We begin."),
            {"created_at": "2024-03-01T10:00:00Z", "status": "scheduled", "body": "We will move the database."},
        ],
        **more,
    }


def test_updates_of_one_instant_have_ids_of_their_own() -> None:
    """A feed item is known by its update's id, so two may not share one, in work as in incidents."""
    same = [_update("08:00", "in_progress", "We begin."), _update("08:00", "verifying", "We look.")]
    history = _history(
        incidents=[_incident(*same, status="investigating")],
        scheduled_maintenances=[_maintenance(incident_updates=same)],
    )
    for record in history.records:
        assert [update["id"] for update in record.front["updates"]] == ["20240305t080000z", "20240305t080000z-2"]


def test_a_maintenance_becomes_a_record() -> None:
    """Window, announcement and updates have their place."""
    record = _history(scheduled_maintenances=[_maintenance()]).records[0]
    front = record.front
    assert (record.kind, record.id) == ("maintenance", "2024-03-05-database-move")
    assert [front[key].isoformat()[:16] for key in ("announced", "starts", "ends")] == [
        "2024-03-01T10:00",
        "2024-03-05T08:00",
        "2024-03-05T10:00",
    ]
    assert front["text"] == "We will move the database."
    assert [(u["status"], u["text"]) for u in front["updates"]] == [
        ("in_progress", "We begin."),
        ("completed", "Done."),
    ]
    assert front["components"] == {"s1": "under_maintenance"}


def test_a_window_that_begins_with_its_announcement_is_corrected() -> None:
    """The work then began when an update says so; the guess is listed."""
    history = _history(scheduled_maintenances=[_maintenance(scheduled_for="2024-03-01T10:00:00Z")])
    assert history.records[0].front["starts"].isoformat() == "2024-03-05T08:00:00+00:00"
    assert len(history.guesses) == 1


def test_a_window_that_ends_before_it_begins_is_corrected() -> None:
    """Its completion is its end; the guess is listed."""
    history = _history(scheduled_maintenances=[_maintenance(scheduled_until="2024-03-05T07:00:00Z")])
    assert history.records[0].front["ends"].isoformat() == "2024-03-05T09:30:00+00:00"
    assert len(history.guesses) == 1


def test_several_documents_are_one_history() -> None:
    """An incident that two of them hold is there once, as it was changed last."""
    old = _incident(_update("08:00", "investigating"), status="investigating", updated_at="2024-03-05T08:00:00Z")
    new = _incident(_update("08:00", "resolved"), updated_at="2024-03-05T09:00:00Z")
    documents = [
        Document(name, json.dumps({"incidents": [item]}).encode()) for name, item in (("a", new), ("summary", old))
    ]
    history = read_documents(documents, Settings(NOW))
    assert [len(record.front["updates"]) for record in history.records] == [1]
    assert history.records[0].front["updates"][0]["status"] == "resolved"
    assert history.counts == [("a", "1 incidents"), ("summary", "1 incidents")]


def test_a_page_of_the_private_api_is_read_too() -> None:
    """It is a bare list of incidents, planned ones among them."""
    items = [_incident(_update("08:00", "resolved")), _maintenance()]
    history = read_documents([Document("page-1.json", json.dumps(items).encode())], Settings(NOW))
    assert sorted(record.kind for record in history.records) == ["incident", "maintenance"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>", "this is not JSON"),
        (b"[" * 100_000, "this is not JSON"),
        (b"[5]", "it holds none of Statuspage's lists"),
        (b'{"incidents": [3]}', "it has no id"),
        (b'{"incidents": [{"id": "x"}]}', "neither it nor an update of it has an instant"),
    ],
)
def test_what_cannot_be_read_is_a_problem(content: bytes, words: str) -> None:
    """One line says why; nothing is raised."""
    history = read_documents([Document("x.json", content)], Settings(NOW))
    assert [words in problem.what for problem in history.problems] == [True]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("2024-03-05T08:00:00Z"),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "name", "status", "components", "incident_updates", "affected_components", "created_at",
                         "code", "new_status", "impact", "scheduled_for", "body", "group", "position"]), inner,
    ),
    max_leaves=30,
)  # fmt: skip


def test_what_is_left_out_of_an_incident_is_listed() -> None:
    """Updates and texts of a wrong type, and unknown statuses."""
    odd = _update("08:30", "identified", affected_components=[{"code": "s1", "new_status": "sleepy"}])
    history = _history(incidents=[_incident(_update("08:00", "investigating"), odd, 7, {**odd, "body": 5})])  # type: ignore[arg-type]
    assert [str(problem) for problem in history.problems] == [
        "abc: its update 2 must have lines of `key: value`; the update was left out"
    ]
    said = {guess.what: guess.detail for guess in history.guesses}
    assert said["a component's new status is none of Statuspage's; it was left out"] == "s1: sleepy"
    assert said["what stands where a text should is none; it was left out"] == "body: 5"


def test_a_name_is_plain_text() -> None:
    """Markup in it stays as it is; a name that is too long is cut, and listed whole."""
    history = _history(incidents=[_incident(_update("08:00", "resolved"), name="<b>Slow</b> *now*\n" + "x" * 400)])
    title = history.records[0].front["title"]
    assert (title[:18], len(title)) == ("<b>Slow</b> *now* ", 300)
    (cut,) = [guess for guess in history.guesses if "cut off" in guess.what]
    assert cut.detail.endswith("x" * 400)


def test_a_beginning_after_the_first_update_is_corrected_and_listed() -> None:
    """The first update is then the beginning."""
    front, guesses = _front(_update("08:00", "resolved"), started_at="2024-03-05T08:30:00Z")
    assert front["started"] is None
    assert "it was said to begin after its first update; that was taken" in guesses


@given(st.dictionaries(st.sampled_from(["incidents", "scheduled_maintenances", "components"]), st.lists(_JSON)))
def test_no_document_makes_the_import_fail(value: dict[str, Any]) -> None:
    """With any values in any place each item becomes a record, a component or a problem."""
    history = _history(**value)
    assert all(record.front["title"] for record in history.records)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("some/incidents.json", ("some/incidents.json",)),
        ("https://a.example/api/v2/incidents.json?x=1", ("https://a.example/api/v2/incidents.json?x=1",)),
        (
            "https://a.example/",
            (
                "https://a.example/api/v2/incidents.json",
                "https://a.example/api/v2/scheduled-maintenances.json",
                "https://a.example/api/v2/components.json",
            ),
        ),
    ],
)
def test_a_page_s_own_address_stands_for_its_three_documents(source: str, expected: tuple[str, ...]) -> None:
    """Files and addresses of documents stay as they are."""
    assert addresses(source) == expected


def test_components_of_updates_have_names() -> None:
    """An update names them where the incident and the list do not; one without a code is known by its name."""
    changed = [
        {"code": "x1", "name": "Web - Editor", "new_status": "degraded_performance"},
        {"name": "Mail", "new_status": "partial_outage"},
    ]
    history = _history(incidents=[_incident(_update("08:00", "resolved", affected_components=changed), components=[])])
    assert [(one.source_key, one.name) for one in history.components] == [("Mail", "Mail"), ("x1", "Web - Editor")]
    assert history.records[0].front["components"] == {"x1": "degraded_performance", "Mail": "partial_outage"}


@pytest.mark.parametrize("more", [{}, {"code": None, "new_status": None}])
def test_the_sentence_that_no_component_was_affected_is_no_component(more: dict[str, Any]) -> None:
    """Statuspage writes it where a list of components would stand."""
    sentence = [{"name": "No components were affected by this update.", **more}]
    front, guesses = _front(_update("08:00", "resolved", affected_components=sentence), components=[])
    assert front["components"] == {}
    assert guesses == {"it names no component; the record names none"}


@pytest.mark.parametrize("name", ["", "incident", "incidents"])
def test_a_single_incident_is_a_document(name: str) -> None:
    """Alone, as a webhook's call has it, or in place of the list."""
    item = _incident(_update("08:00", "resolved"))
    document = Document("x.json", json.dumps({"meta": {}, name: item} if name else item).encode())
    history = read_documents([document], Settings(NOW))
    assert ([record.source_key for record in history.records], history.problems) == (["abc"], [])


def test_updates_have_the_ids_of_the_source() -> None:
    """So that a corrected instant is not announced again; without one the instant is taken."""
    front, _ = _front(
        _update("08:00", "investigating", id="U1 x"),
        _update("09:00", "monitoring", id="u2"),
        _update("09:30", "resolved"),
    )
    assert [update["id"] for update in front["updates"]] == ["u1-x", "u2", "20240305t093000z"]


def test_an_announcement_without_a_date_has_that_of_the_import() -> None:
    """A maintenance to come is never announced at its beginning; one that is over keeps none."""
    window = {"scheduled_for": "2099-03-05T08:00:00Z", "scheduled_until": "2099-03-05T10:00:00Z"}
    planned = _maintenance(created_at=None, incident_updates=[], status="scheduled", **window)
    (record,) = _history(scheduled_maintenances=[planned]).records
    assert (record.front["announced"], dict(record.unsaid)) == (None, {"announced": NOW})
    (record,) = _history(scheduled_maintenances=[_maintenance(created_at=None, incident_updates=[])]).records
    assert (record.front["announced"], dict(record.unsaid)) == (None, {"announced": None})


def test_work_that_goes_on_past_its_planned_end_is_not_over() -> None:
    """While the source says so, its end is the next full hour; the guess is listed."""
    history = _history(scheduled_maintenances=[_maintenance(status="in_progress", incident_updates=[])])
    assert NOW < history.records[0].front["ends"] <= NOW + timedelta(hours=1)
    assert ["the work goes on" in guess.what for guess in history.guesses].count(True) == 1


def test_an_incident_that_became_planned_work_can_still_be_one() -> None:
    """A record keeps the kind of its first import."""
    history = _history(incidents=[_incident(_update("08:00", "resolved"), scheduled_for="2024-03-05T08:00:00Z")])
    (record,) = history.records
    assert record.kind == "maintenance" and record.as_kind is not None
    other = record.as_kind("incident")
    assert other is not None and other.front["updates"][-1]["status"] == "resolved"


@pytest.mark.parametrize(
    ("document", "records"),
    [
        ([], 0),
        ({"incidents": None}, 0),
        ({"incidents": [], "components": None}, 0),
        ({"incident": _incident(_update("08:00", "resolved"))}, 1),
        (_incident(_update("08:00", "resolved")), 1),
        ([_incident(_update("08:00", "resolved"))], 1),
        ({"incidents": _incident(_update("08:00", "resolved"))}, 1),
        ({"incidents": [_incident(_update("08:00", "resolved"), id=17)]}, 1),
        ({"incidents": [_incident(_update("08:00", "resolved"), components=None)], "components": None}, 1),
    ],
)
def test_each_shape_of_a_document_is_read(document: Any, records: int) -> None:
    """A page of results may be empty or `null`, an object may stand alone, and an id may be a number."""
    history = read_documents([Document("a.json", json.dumps(document).encode())], Settings(NOW))
    assert (len(history.records), history.problems) == (records, [])


def test_components_of_every_shape_are_named() -> None:
    """One component instead of a list of them, and numbers as ids."""
    one = {"id": 7, "name": "Search", "status": "operational"}
    front, _ = _front(_update("08:00", "investigating"), components=one)
    assert front["components"] == {"7": "partial_outage"}


def test_what_is_dated_ahead_is_left_out_until_then() -> None:
    """A clock that was ahead must not end an incident, nor keep it from being imported."""
    ahead = _update("09:00", "resolved", display_at="2027-01-01T00:00:00Z")
    front, guesses = _front(_update("08:00", "investigating"), ahead, resolved_at="2027-01-01T00:00:00Z")
    assert [update["status"] for update in front["updates"]] == ["investigating"]
    assert {"an update is dated ahead; it was left out until then"} < guesses
    assert "its end lies in the future; it stays open until then" in guesses


@pytest.mark.parametrize("order", [1, -1])
def test_the_version_changed_last_counts_whatever_the_offsets(order: int) -> None:
    """Instants are compared, not their letters: 23:00-08:00 is after 00:00+09:00 of the next day."""
    later = _incident(_update("08:00", "resolved"), name="Later", updated_at="2025-01-10T23:00:00-08:00")
    earlier = _incident(_update("08:00", "resolved"), name="Earlier", updated_at="2025-01-11T00:00:00+09:00")
    assert [one.front["title"] for one in _history(incidents=[later, earlier][::order]).records] == ["Later"]


def test_a_plan_without_its_beginning_is_a_guess() -> None:
    """It is said that the first instant was taken."""
    history = _history(scheduled_maintenances=[_incident(scheduled_until="2024-03-05T10:00:00Z", status="scheduled")])
    assert history.records[0].front["starts"] == datetime(2024, 3, 5, 8, tzinfo=UTC)
    assert "nothing says for when it was planned; its first instant was taken" in {one.what for one in history.guesses}


def test_what_the_program_fails_with_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are imported."""
    monkeypatch.delenv(RAISE)
    made = statuspage._made

    def fails(kind: Any, event: Any, settings: Any) -> Any:
        if event.id == "bad":
            raise OverflowError("date value out of range")
        return made(kind, event, settings)

    monkeypatch.setattr(statuspage, "_made", fails)
    history = _history(incidents=[_incident(_update("08:00", "resolved"), id=id) for id in ("bad", "good")])
    assert [one.source_key for one in history.records] == ["good"]
    assert [one.source for one in history.problems] == ["bad"]
