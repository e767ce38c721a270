"""Instants, texts and ids of other systems, as they are read and mended."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import TOO_STEEP, growth_of

from answerable.importers.cstate.messages import read_body
from answerable.importers.instants import NO_HOUR, UNPADDED, read_when
from answerable.importers.markdown import one_line, to_markdown
from answerable.importers.model import readable_slug, record_id
from answerable.records.ids import free_id
from answerable.records.model import ID_PATTERN
from answerable.records.text import MAX_LENGTH, Text
from answerable.records.yaml.dump import entry
from answerable.records.yaml.tree import read_yaml


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2021-07-16T23:50:00-00:00", "2021-07-16T23:50:00+00:00"),
        ("2021-07-16T23:50:00Z", "2021-07-16T23:50:00+00:00"),
        ("2021-07-16T23:50:00.123Z", "2021-07-16T23:50:00+00:00"),
        ("2021-07-16 23:50:00 -0500", "2021-07-16T23:50:00-05:00"),
        ("2021-07-16 23:50:00 +0000 UTC", "2021-07-16T23:50:00+00:00"),
        ("2021-07-16 23:50 UTC", "2021-07-16T23:50:00+00:00"),
        ("2023-12-04T8:00:00+03:30", "2023-12-04T08:00:00+03:30"),
        ("2023-1-4T8:05:00Z", "2023-01-04T08:05:00+00:00"),
        ("2021-10-01 00:00:00", "2021-10-01T00:00:00+00:00"),
        ("2021-10-01", "2021-10-01T00:00:00+00:00"),
    ],
)
def test_an_instant_is_read_however_it_is_written(written: str, meant: str) -> None:
    """Unpadded, without offset, with Go's own zone behind it, or a day alone."""
    when = read_when(written, "UTC")
    assert when and when.at.isoformat() == meant


@pytest.mark.parametrize("written", ["", "soon", "2021-13-01", "2021-02-30 10:00", "2021-01-01T25:00:00Z", "9" * 50])
def test_what_is_no_instant_is_none(written: str) -> None:
    """A text without a day that exists gives no instant."""
    assert read_when(written, "UTC") is None


def test_an_instant_without_offset_is_read_in_the_zone_given() -> None:
    """Tehran is three and a half hours ahead in January."""
    when = read_when("2024-01-10 12:00:00", "Asia/Tehran")
    assert when and when.at == datetime(2024, 1, 10, 8, 30, tzinfo=UTC)
    assert when.guessed == ("the instant has no UTC offset; Asia/Tehran was taken",)


def test_each_guess_about_an_instant_is_named() -> None:
    """A day alone, unpadded, has no hour, no offset and no zeros."""
    when = read_when("2024-1-10", "UTC")
    assert when and set(when.guessed) == {NO_HOUR, UNPADDED, "the instant has no UTC offset; UTC was taken"}


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("Plain words, 5 < 6 & more.", "Plain words, 5 < 6 & more."),
        ("Use `<your-name>` here.", "Use `<your-name>` here."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One.<br />Two.<br><br>Three.<br>", "One.\\\nTwo.\n\nThree."),
        ("<b>Bold</b> and <em>soft</em> and <code>x</code>", "**Bold** and *soft* and `x`"),
        ('See <a href="https://example.com/a b">this</a>.', "See [this](https://example.com/a%20b)."),
        ('See <a href="javascript:alert(1)">this</a>.', "See this."),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("Hi<script>alert(1)</script> there<style>p{}</style>", "Hi there"),
        ("<p>Run <your-name> now &amp; then</p>", "Run <your-name> now & then"),
        ("<pre><code>a\n  b</code></pre>", "```\na\n  b\n```"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "- a\n\n  1. b"),
        ("<h2>Now</h2><blockquote>It works.</blockquote><hr>", "## Now\n\n> It works.\n\n---"),
        ("One<!-- a comment -->, <?php two ?>three<!-- and <b>four</b>", "One, three<!-- and **four**"),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    """Known tags become marks, scripts and their links go, and what is no HTML stays as it is."""
    assert to_markdown(html) == markdown


@given(st.text() | st.text("<>/abp \n\x00\u202e&#;"))
def test_any_text_is_converted_to_one_that_a_record_may_hold(text: str) -> None:
    """Any text passes the reader of records once it is converted, and cleaning twice changes nothing."""
    words = to_markdown(text)
    if words:
        tree, findings = read_yaml(entry("text", words), path="")
        assert findings == []
        assert tree.value == {"text": words}
        assert Text({"": words})
    assert one_line(one_line(text)) == one_line(text)


@given(st.text(min_size=1, max_size=300), st.dates())
def test_every_title_gives_an_id(title: str, day: object) -> None:
    """In any script; the id is one that a record may have, and the same each time."""
    started = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    id = record_id(started, title, "incident")
    assert re.match(ID_PATTERN, id)
    assert id == record_id(started, title, "incident")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Maintenance on ci.example.com", "maintenance-on-ci-example-com"),
        ("Zürich – déjà vu!", "zurich-deja-vu"),
        ("x" * 90, "x" * 60),
        ("word " * 30, "word-" * 11 + "word"),
    ],
)
def test_a_title_s_slug(title: str, expected: str) -> None:
    """Latin letters without their accents, joined by hyphens, cut at a word."""
    assert readable_slug(title, "incident") == expected


def test_a_title_in_another_script_has_a_slug_of_its_own() -> None:
    """Two Persian titles give two ids, though neither has a Latin letter worth keeping."""
    ids = {readable_slug("پرداخت انجام نمی‌شود", "incident"), readable_slug("جست‌وجو کند است", "incident")}
    assert len(ids) == 2 and all(re.fullmatch(r"incident-[0-9a-f]{6}", id) for id in ids)


def test_a_taken_id_gets_a_number() -> None:
    """The first number that is free is taken, and the addresses of lists are never given away."""
    assert free_id("a", {"a", "a-2"}) == "a-3"
    assert free_id("index", set()) == "index-2"


@pytest.mark.parametrize(
    ("start", "repeated"),
    [
        ("", "<br>"), ("", "<p> "), ("", "<b>"), ("", "<div>"), ("", "<blockquote>"), ("", "<pre>"), ("", "<p"),
        ("", "<ul><li>"), ("", "<ol><li>"), ("", "<a href='https://example.com'>"), ("", "<script>"), ("", "a<br>"),
        ("<p>", "<!"), ("<p>", "<!--"), ("<p>", "<?"), ("<p>", "</"), ("<p>", "<"), ("<p>", "&"), ("<p>", "&amp;"),
        ("<p>a", " "), ("<p>a", "\n"), ("<pre>", " "), ("<pre>", "`"), ("<p ", "a "), ("<p '", "x"), ("<p>", "<p '"),
    ],
)  # fmt: skip
def test_a_text_made_to_be_slow_is_not(start: str, repeated: str) -> None:
    """Texts as long as a record may hold take time that grows with their length alone, and do not grow on the way."""
    hostile = (start + repeated * MAX_LENGTH)[:MAX_LENGTH]
    assert growth_of(to_markdown, hostile) < TOO_STEEP
    assert len(to_markdown(hostile)) <= 10 * len(hostile)


@pytest.mark.parametrize("hostile", ["{{< track " + " " * 200_000, "\n" * 200_000 + "[Update]\n", "[" * 200_000])
def test_a_body_made_to_be_slow_is_not(hostile: str) -> None:
    """Bodies of spaces, line breaks and brackets are read in time that grows with their length alone."""
    assert growth_of(lambda body: read_body(body, "UTC"), hostile) < TOO_STEEP
