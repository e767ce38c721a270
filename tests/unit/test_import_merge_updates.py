"""Importing again into a record whose updates somebody has edited: each key of each update on its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.importers.merge import marks, merge
from answerable.records.yaml.edit import compose
from answerable.records.yaml.reader import read_yaml

START = datetime(2024, 3, 5, 8, tzinfo=UTC)


def update(minutes: int, text: str, status: str = "investigating", **more: Any) -> dict[str, Any]:
    """Return an update so many minutes after eight."""
    return {"at": START + timedelta(minutes=minutes), "status": status, "text": text, **more}


SLOW, LOOK, WORKS = update(0, "It is slow."), update(5, "We look."), update(60, "It works.", "resolved")


def record(*updates: dict[str, Any]) -> str:
    """Return the text of a record with these updates."""
    return compose({"title": "Search is slow", "updates": list(updates)})


def merged(local: str, before: list[dict[str, Any]], now: list[dict[str, Any]]) -> tuple[str, list[str]]:
    """Return the merged text and the conflicts if the source's updates were `before` and are `now`."""
    front = {"title": "Search is slow", "updates": now}
    result = merge(local, front, "", marks(record(*before)))
    return result.text, result.conflicts


def edited(text: str, *changes: tuple[str, str]) -> str:
    """Return the text after edits by hand."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_a_signature_stays_when_the_source_corrects_the_text() -> None:
    """`by` and a comment are ours, the new text is the source's; every other line keeps its bytes."""
    local = edited(record(SLOW, LOOK), ("    text: We look.", "    by: sahar  # on call\n    text: We look."))
    text, conflicts = merged(local, [SLOW, LOOK], [update(0, "It is very slow."), update(5, "We look closely.")])
    assert conflicts == []
    assert text == edited(local, ("It is slow.", "It is very slow."), ("We look.", "We look closely."))


def test_an_update_is_inserted_between_two_others() -> None:
    """The one after it was signed here; both are there, in order."""
    local = edited(record(SLOW, WORKS), ("    text: It works.", "    by: omid\n    text: It works."))
    text, conflicts = merged(local, [SLOW, WORKS], [SLOW, LOOK, WORKS])
    assert conflicts == []
    assert text == edited(record(SLOW, LOOK, WORKS), ("    text: It works.", "    by: omid\n    text: It works."))


def test_an_update_is_inserted_at_the_head() -> None:
    """The same at the head of the list."""
    text, conflicts = merged(record(LOOK), [LOOK], [SLOW, LOOK])
    assert (text, conflicts) == (record(SLOW, LOOK), [])


def test_an_update_that_the_source_removes_is_removed_unless_it_was_edited_here() -> None:
    """An edited one stays and is a conflict."""
    assert merged(record(SLOW, LOOK, WORKS), [SLOW, LOOK, WORKS], [SLOW, WORKS]) == (record(SLOW, WORKS), [])
    local = edited(record(SLOW, LOOK, WORKS), ("    text: We look.", "    by: sahar\n    text: We look."))
    assert merged(local, [SLOW, LOOK, WORKS], [SLOW, WORKS]) == (local, ["updates at 2024-03-05T08:05:00+00:00"])


def test_an_update_removed_here_stays_removed() -> None:
    """If the source changes its text, that is a conflict."""
    local = record(SLOW, WORKS)
    assert merged(local, [SLOW, LOOK, WORKS], [SLOW, LOOK, update(60, "All works.", "resolved")]) == (
        record(SLOW, update(60, "All works.", "resolved")),
        [],
    )
    assert merged(local, [SLOW, LOOK, WORKS], [SLOW, update(5, "New."), WORKS])[1] == [
        "updates at 2024-03-05T08:05:00+00:00"
    ]


def test_a_text_changed_on_both_sides_is_a_conflict_of_that_update_only() -> None:
    """The local text stays; the new text of the other update is taken."""
    local = edited(record(SLOW, LOOK), ("It is slow.", "Ours."))
    text, conflicts = merged(local, [SLOW, LOOK], [update(0, "Theirs."), update(5, "We look closely.")])
    assert conflicts == ["updates at 2024-03-05T08:00:00+00:00"]
    assert text == edited(local, ("We look.", "We look closely."))


def test_a_corrected_instant_moves_the_update_with_its_signature() -> None:
    """An update is recognized by its text too."""
    local = edited(record(SLOW, WORKS), ("    text: It works.", "    by: omid\n    text: It works."))
    text, conflicts = merged(local, [SLOW, WORKS], [SLOW, {**WORKS, "at": START + timedelta(minutes=50)}])
    assert (text, conflicts) == (edited(local, ("09:00:00", "08:50:00")), [])


def test_our_own_update_stays_in_the_order_of_instants() -> None:
    """An update added here at half past eight stands before the source's of nine."""
    ours = update(30, "Ours.", by="sahar")
    text, conflicts = merged(record(SLOW, ours), [SLOW], [SLOW, LOOK, WORKS])
    assert (text, conflicts) == (record(SLOW, LOOK, ours, WORKS), [])


def test_keys_of_updates_are_added_and_removed() -> None:
    """Components that the source's update newly names are added, and removed when it no longer names them."""
    harmed = {**LOOK, "components": {"search": "partial_outage"}}
    assert merged(record(SLOW, LOOK), [SLOW, LOOK], [SLOW, harmed]) == (record(SLOW, harmed), [])
    assert merged(record(SLOW, harmed), [SLOW, harmed], [SLOW, LOOK]) == (record(SLOW, LOOK), [])


@pytest.mark.parametrize("name", ["flow", "crlf", "quoted"])
def test_updates_in_other_yaml_styles_are_merged(name: str) -> None:
    """With braces, CRLF or quotes: the source's new text is taken and the signature stays."""
    local = {
        "flow": "---\ntitle: Search is slow\nupdates:\n"
        "  - {at: 2024-03-05T08:00:00+00:00, status: investigating, by: sahar, text: It is slow.}\n---\n",
        "crlf": edited(record(SLOW), ("    text:", "    by: sahar\n    text:")).replace("\n", "\r\n"),
        "quoted": edited(record(SLOW), ("    text: It is slow.", "    by: sahar\n    text: 'It is slow.' # said")),
    }[name]
    text, conflicts = merged(local, [SLOW], [update(0, "It is\n\nvery slow.")])
    tree, findings = read_yaml(text.split("---")[1].strip("\r\n"), path="")
    assert (conflicts, findings) == ([], [])
    (only,) = tree.value["updates"]
    assert (only["by"], only["text"].replace("\r\n", "\n")) == ("sahar", "It is\n\nvery slow.")


said = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["A.", "B.", "C."])), min_size=1, max_size=6).map(
    lambda pairs: [update(minutes, text) for minutes, text in sorted(pairs)]
)


@given(said, said)
def test_a_record_without_local_edits_becomes_what_the_source_says(
    before: list[dict[str, Any]], now: list[dict[str, Any]]
) -> None:
    """Without local edits there is no conflict, and the updates are those of the source, in its order."""
    text, conflicts = merged(record(*before), before, now)
    assert conflicts == []
    found = read_yaml(text.split("---\n")[1], path="")[0].value["updates"]
    assert found == read_yaml(record(*now).split("---\n")[1], path="")[0].value["updates"]


def test_an_unchanged_source_changes_nothing() -> None:
    """A signed record keeps its bytes."""
    local = edited(record(SLOW, LOOK), ("    text: We look.", "    by: sahar\n    text: We look."))
    assert merged(local, [SLOW, LOOK], [SLOW, LOOK]) == (local, [])


def test_an_update_is_known_by_its_id() -> None:
    """Text and instant may both be corrected; the local signature stays."""
    before, now = (
        [{"id": "u1", **SLOW}, {"id": "u2", **LOOK}],
        [{"id": "u1", **SLOW}, {"id": "u2", **update(9, "Found.")}],
    )
    local = edited(record(*before), ("    text: We look.", "    by: sahar\n    text: We look."))
    text, conflicts = merged(local, before, now)
    assert conflicts == []
    assert text == edited(local, ("We look.", "Found."), ("08:05:00", "08:09:00"))


def test_an_id_is_never_changed_and_never_given_twice() -> None:
    """An update keeps the id that feeds know, or none; a new one gets an id that is free."""
    assert merged(record(SLOW), [SLOW], [{"id": "a", **SLOW}]) == (record(SLOW), [])
    named = {"id": "a", **SLOW}
    assert merged(record(named), [named], [{"id": "b", **SLOW}]) == (record(named), [])
    text, _ = merged(record(named), [named], [{"id": "b", **SLOW}, {"id": "a", **WORKS}])
    assert text == record(named, {"id": "a-2", **WORKS})


def test_a_conflict_is_named_once() -> None:
    """Two updates of one instant that both sides changed are one line."""
    before = [update(0, "A."), update(0, "B.")]
    local = edited(record(*before), ("A.", "Ours."), ("B.", "Ours too."))
    assert merged(local, before, [update(0, "C."), update(0, "D.")])[1] == ["updates at 2024-03-05T08:00:00+00:00"]
