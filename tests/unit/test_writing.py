"""Changing a record's file: what was meant is said, and every other byte stays."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.checks.word_files import languages
from answerable.records.files import FrontMatter, split_front_matter
from answerable.records.yaml.edit import EditError, append, compose, set_keys, with_body, write_whole
from answerable.records.yaml.reader import read_yaml

RECORD = """---
# kept: a comment
title: "Card payments"   # and why
impact: major
updates:    # oldest first
{items}
pinned: true # x
# last
---
## Body

--- not the end
"""
BLOCK = """  - at: 2026-11-23T10:09:00+03:30
    status: investigating
    text: |
      one
      two

"""
ITEM = {"at": datetime(2026, 11, 24, 5, 30, tzinfo=UTC), "status": "resolved", "text": "It's back: yes"}
WORDS = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"], include_characters="\u200c"), min_size=1, max_size=60
)


def front(text: str) -> Any:
    """The keys of a record, as the reader sees them."""
    parts = split_front_matter(text, path="x")
    assert isinstance(parts, FrontMatter)
    tree, findings = read_yaml(parts.yaml, path="x")
    assert findings == []
    return tree.value


@pytest.mark.parametrize(
    "items",
    [
        BLOCK,
        BLOCK.replace("\n  ", "\n").removeprefix("  "),
        "  - {at: 2026-11-23T10:09:00+03:30, status: investigating}",
        "  - at: 2026-11-23T10:09:00+03:30\n    status: investigating\n    # a thought\n",
        "  - at: 2026-11-23T10:09:00+03:30\n    text: >-\n      folded\n      words",
    ],
    ids=["block", "no indent", "braces", "comment below", "folded"],
)
@pytest.mark.parametrize("breaks", ["\n", "\r\n"])
def test_an_update_is_added_and_every_other_byte_kept(items: str, breaks: str) -> None:
    """Taking the new lines out again gives the old file."""
    old = RECORD.format(items=items).replace("\n", breaks)
    new = append(old, "updates", ITEM)
    before, after = front(old), front(new)
    assert after["updates"][:-1] == before["updates"]
    assert after["updates"][-1] == {"at": "2026-11-24T05:30:00+00:00", "status": "resolved", "text": "It's back: yes"}
    kept = iter(new.split(breaks))
    assert all(line in kept for line in old.split(breaks))  # the old lines, in their order
    assert ("\r\n" in new) is (breaks == "\r\n")
    assert new.count("\n") == new.count(breaks)


def test_a_list_in_brackets_grows_in_its_brackets() -> None:
    """A list on one line stays on one line."""
    old = "---\ntitle: x\nsteps: [{at: 2, did: answered}]  # so far\n---\n"
    assert append(old, "steps", {"at": "3", "did": "resolved"}) == old.replace(
        "answered}]", "answered}, {at: '3', did: resolved}]"
    )


def test_a_list_that_is_not_there_is_made() -> None:
    """The first step of a complaint that had none."""
    new = append("---\ntitle: x\n---\nbody\n", "steps", {"did": "answered"})
    assert new == "---\ntitle: x\nsteps:\n  - did: answered\n---\nbody\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("updates: []   # none yet\nz: 1\n", "updates:   # none yet\n  - at: q\nz: 1\n"),
        ("updates:   # none yet\nz: 1\n", "updates:   # none yet\n  - at: q\nz: 1\n"),
        ("updates: [{at: x},\n  {at: y},   # last\n]\n", "updates: [{at: x},\n  {at: y}, {at: q},   # last\n]\n"),
        ("updates:\n  - at: |+\n      a\n\n\nz: 1\n", "updates:\n  - at: |+\n      a\n\n\n  - at: q\nz: 1\n"),
        ("title: T\t\nupdates:\t\n  - at: x \t\n", "title: T\t\nupdates:\t\n  - at: x \t\n  - at: q\n"),
    ],
    ids=["empty list", "no list", "comma at the end", "kept blank lines", "tabs at the ends of lines"],
)
def test_odd_lists_of_a_person_s_own_hand_keep_all_their_bytes(old: str, new: str) -> None:
    """Comments, commas, blank lines and tabs around the place of the new item stay as they were."""
    assert append(f"---\n{old}---\n", "updates", {"at": "q"}) == f"---\n{new}---\n"


def test_an_indented_comment_at_the_end_stays_a_comment() -> None:
    """New words of several lines come below it, so that it is not read as one of them."""
    old = "---\nsteps:\n  - at: x\n  # more to come\n---\n"
    assert set_keys(old, {"did": "one\ntwo"}) == old.replace("come\n", "come\ndid: |-\n  one\n  two\n")


def test_a_key_is_set_where_it_stands() -> None:
    """A changed value keeps its place and its comment; a new key comes last; None takes one away."""
    old = RECORD.format(items=BLOCK)
    new = set_keys(old, {"impact": "minor", "pinned": None, "changed": "Now better"})
    assert new == old.replace("impact: major", "impact: minor").replace("pinned: true # x\n", "").replace(
        "      two\n", "      two\nchanged: Now better\n"
    )


@example("0", {"en": "0"}, "\xa0")
@given(WORDS, st.dictionaries(st.sampled_from(languages()), WORDS, min_size=1), WORDS)
def test_any_words_come_back_as_they_were(title: str, text: dict[str, str], more: str) -> None:
    """Quotes, colons, dashes, leading spaces, emoji and Persian survive composing, setting and appending."""
    made = compose({"title": title, "text": text, "updates": [{"text": more}]})
    made = append(made, "updates", {"text": title})
    made = set_keys(made, {"title": more})
    assert front(made) == {"title": more, "text": text, "updates": [{"text": more}, {"text": title}]}


@given(st.text(max_size=200))
def test_no_text_at_all_makes_it_fail_otherwise_than_in_one_line(text: str) -> None:
    """Whatever a file holds, it is changed rightly or refused with one line."""
    refused = ""
    try:
        new = append(f"---\n{text}\n---\n", "updates", ITEM)
    except EditError as error:
        refused = str(error)
    assert "\n" not in refused
    assert refused or front(new)["updates"][-1]["status"] == "resolved"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no front matter", "front matter is missing"),
        ("---\ntitle: [x\n---\n", "line "),
        ("---\nupdates: soon\n---\n", "not a list"),
        ("---\n{title: x}\n---\n", "braces"),
        ("---\n- a\n---\n", "not a list of keys"),
        ("---\n~\n---\n", "by hand"),
    ],
)
def test_what_cannot_be_changed_is_said(text: str, said: str) -> None:
    """A file of another shape is left alone."""
    with pytest.raises(EditError, match=said):
        append(text, "updates", ITEM)


def test_the_body_alone_is_replaced() -> None:
    """The front matter stays as it was."""
    old = RECORD.format(items=BLOCK)
    new = with_body(old, "Other words")
    assert new == old[: old.index("## Body")].rstrip("\n") + "\n\nOther words\n"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fails in the middle the old file is there and nothing beside it; its mode is kept."""
    file = tmp_path / "a" / "record.md"
    write_whole(file, "old")
    file.chmod(0o640)
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "no space")))
    with pytest.raises(OSError, match="no space"):
        write_whole(file, "new")
    assert [path.name for path in file.parent.iterdir()] == ["record.md"]
    monkeypatch.undo()
    assert file.read_text() == "old"
    write_whole(file, "new")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o640)
