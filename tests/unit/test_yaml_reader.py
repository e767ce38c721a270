"""YAML as records need it: whatever is written is read or refused at its place, and nothing crashes or hangs."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.records.files import FrontMatter, split_front_matter
from answerable.records.findings import Finding
from answerable.records.yaml.plain import MAX_DEPTH, MAX_EVENTS, plain_value
from answerable.records.yaml.reader import MAX_FINDINGS, _Reader, read_yaml

# Words that YAML gives a meaning to: random letters alone would hardly ever build a structure.
TOKENS = ["- ", ": ", "\n", "  ", "{", "}", "[", "]", "'", '"', "&a", "*a", "!t", "<<", "|", ">", "#", "---", "%", "\t"]
YAMLISH = st.lists(st.sampled_from(TOKENS) | st.text(max_size=4), max_size=40).map("".join)
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
TREES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3))


def complaints(text: str) -> list[str]:
    """What reading a text has to say, each as `line:column message`."""
    return [f"{found.line}:{found.column} {found.message}" for found in read_yaml(text, path="a.md")[1]]


@given(YAMLISH | st.text())
@example("\0")
@example("\ud800")
@example("a: !!python/object/apply:os.system [id]")
@example("[" * 5000)
@example("? " * 5000)
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises; one that is not read to its end has a finding, and each finding lies inside the text."""
    tree, found = read_yaml(text, path="a.md", first_line=2)
    assert tree.complete or found
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + text.count("\u2028") + text.count("\u2029")
    assert all(2 <= finding.line <= lines + 3 and finding.column >= 1 for finding in found)
    assert len(found) <= MAX_FINDINGS


@given(YAMLISH | st.text())
@example("a: 1\nb: {c: [d, ~, null], 'e': \"f\"}\n'null': ''")
@example("a: |\n  b\n\n  c\nd: >-\n  e\n  f")
@example('"a": "b\\x01"')
@example("a: &b c")
@example("a: *b")
@example("a: !t b")
@example("<<: a")
@example("'<<': a")
@example("a: b\na: c")
@example("a: b #c")
@example("a: b\x85c")
@example("%YAML 1.2\n---\na: b")
@example("a: b\n---\nc: d")
@example("? [a]\n: b")
@example(": a")
@example("~: a")
@example("- a\n- - b\n  - {}\n- []")
@example("[" * 21 + "]" * 21)
@example("[" * 20 + "]" * 20)
@example("a: '\n'")
def test_plain_texts_are_read_without_positions_as_they_are_with_them(text: str) -> None:
    """What is read the quick way has no findings and no comments, and the same value."""
    value = plain_value(text)
    if value is not None:
        reader = _Reader("a.md", 1).read(text)
        assert (value, [], {}, True) == (reader.tree.value, reader.findings, reader.tree.comments, reader.tree.complete)


def test_positions_are_found_when_they_are_asked_for() -> None:
    """A plain text has the positions that a text with a comment has."""
    text = "a: b\nc:\n  - d\n  - {e: f}\n"
    plain, commented = (
        read_yaml(text, path="a.md", first_line=3)[0],
        read_yaml(f"{text}# g", path="a.md", first_line=3)[0],
    )
    assert plain_value(text) is not None and plain_value(f"{text}# g") is None
    assert (plain.values, plain.keys) == (commented.values, commented.keys)
    assert plain.position(("c", 1, "e")) == (6, 9)


@given(YAMLISH | st.text(), st.sampled_from(["", "---\n", "\ufeff---\r\n"]))
def test_any_text_has_parts_or_one_finding(text: str, opening: str) -> None:
    """The parts of a record stand in it word for word, on the lines they say."""
    whole = opening + text
    parts = split_front_matter(whole, path="a.md")
    if isinstance(parts, Finding):
        return
    assert isinstance(parts, FrontMatter)
    assert whole.endswith(parts.body)
    assert parts.yaml in whole
    before = whole[: len(whole) - len(parts.body)]
    assert before.count("\n") + 1 == parts.body_line


@given(TREES)
def test_what_another_program_writes_is_read_as_it_was(value: Any) -> None:
    """PyYAML's own writer, quoting everything, and this reader agree on every tree of texts."""
    text = yaml.safe_dump(value, default_style='"', allow_unicode=True, sort_keys=False)
    tree, found = read_yaml(text, path="a.md")
    assert found == []
    assert tree.value == value


@given(st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), st.integers(0, 99), min_size=1))
def test_each_key_and_value_knows_its_place(pairs: dict[str, int]) -> None:
    """In a file of `key: number` lines the n-th pair stands on line n, its value two columns after its key's end."""
    pairs = {f"k{key}": number for key, number in pairs.items()}  # `n` or `null` are words of YAML's
    tree, _ = read_yaml("".join(f"{key}: {number}\n" for key, number in pairs.items()), path="a.md")
    for line, key in enumerate(pairs, 1):
        assert tree.key_position((key,)) == (line, 1)
        assert tree.position((key,)) == (line, len(key) + 3)


@pytest.mark.parametrize("word", ["no", "on", "22:22", "010", "1e3", "2026-01-01", "0x1F", ".inf"])
def test_words_stay_words(word: str) -> None:
    """What YAML's first version takes for booleans, numbers and dates stays as it was written."""
    assert read_yaml(f"a: {word}\n{word}: b\n", path="a.md")[0].value == {"a": word, word: "b"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: &x 1", "1:4 a value may not begin with `&`"),
        ("b: *x", "1:4 a value may not begin with `*`"),
        ("a: !!int 1", "1:4 a value may not begin with `!`"),
        ("<<: {a: 1}", "1:1 a merge key, `<<`"),
        ("a: 1\nb: 2\na: 3", "3:1 `a` is given twice, first on line 1"),
        ("a: 1\n---\nb: 2", "2:1 a second document begins here"),
        (" a: 1\nb: 2", "2:1 this line begins further left than those above"),
        ("a:\n\tb: 1", "2:1 "),
        ('a: "x\\0y"', "1:4 the character U+0000 is a control character"),
        ("a: \u202eb", "1:4 the character U+202E silently reverses the direction of text"),
    ],
)
def test_what_records_have_no_use_for_is_refused_at_its_place(text: str, complaint: str) -> None:
    """Anchors, aliases, tags, merge keys, second documents, duplicate keys, tabs and unseen characters."""
    assert any(found.startswith(complaint) for found in complaints(text)), complaints(text)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: [b", "1:4 `[` is not closed"),
        ("a: [", "1:4 `[` is not closed"),
        ("a: 1\nb: {\n# end\n", "2:4 `{` is not closed"),
        ("a: {b: [c, ", "1:8 `[` is not closed"),
    ],
)
def test_a_bracket_that_is_not_closed_is_named_where_it_stands(text: str, complaint: str) -> None:
    """Also if nothing follows it, where libyaml names the end of the text."""
    assert [found[: len(complaint)] for found in complaints(text)] == [complaint]


def test_all_problems_are_found_at_once() -> None:
    """Three mistakes on three lines are three findings, and what is right between them is kept."""
    tree, found = read_yaml("a: &x 1\nb: right\na: 2\nc: !t 3\n", path="a.md")
    assert [finding.line for finding in found] == [1, 3, 4]
    assert tree.value == {"a": "1", "b": "right", "c": "3"}


def test_bombs_are_refused_before_they_grow() -> None:
    """Twelve levels of ten aliases would be 10^12 words; they read as nothing. Depth and number have an end."""
    levels = itertools.pairwise("abcdefghijkl")
    bomb = "a: &a boom\n" + "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in levels)
    tree, found = read_yaml(bomb, path="a.md")
    assert len(found) == MAX_FINDINGS
    assert len(str(tree.value)) < 1000
    assert "deep" in complaints("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))[0]
    assert f"more than {MAX_EVENTS} values" in complaints("- a\n" * MAX_EVENTS)[0]
