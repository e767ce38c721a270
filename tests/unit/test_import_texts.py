"""Instants, texts and ids of other systems, as they are read and mended."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import TOO_STEEP, growth_of

from answerable.importers.cstate.labels import read_label
from answerable.importers.cstate.messages import read_body
from answerable.importers.imported_history import readable_slug, record_id
from answerable.importers.markdown import clean, one_line, to_markdown
from answerable.importers.source_instants import NO_HOUR, UNPADDED, read_when
from answerable.records.characters import first_invisible
from answerable.records.ids import free_id
from answerable.records.model import ID_PATTERN
from answerable.records.text import MAX_LENGTH, Text
from answerable.records.yaml.dump import entry
from answerable.records.yaml.reader import read_yaml


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
        ("One<!-- a comment -->, <?php two ?>three<!-- and <b>four</b>", "One, three"),
        ("<ul><li><input type='checkbox' checked>a</li><li><input type=checkbox>b</li></ul>", "- ☑ a\n- ☐ b"),
        ("See <a href='https://e.com'>https://e.com</a>", "See [https://e.com](https://e.com)"),
    ],
)
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    """Known tags become marks, scripts and their links go, and what is no HTML stays as it is."""
    assert to_markdown(html) == markdown


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("One.<br>\nTwo.\n\nThree.\n\n- a\n- b<br>c\n", "One.\\\nTwo.\n\nThree.\n\n- a\n- b\\\nc"),
        ("One.<br>\n\nTwo.", "One.\n\nTwo."),
        ("| a | b |\n|---|---|\n| 1<br>2 | 3 |\n\nOne.<br>Two.", "| a | b |\n|---|---|\n| 1 2 | 3 |\n\nOne.\\\nTwo."),
        ("One &lt;two&gt;\nthree<br>\n```\n<br>\n  <p>\n```\n", "One &lt;two&gt;\nthree\\\n```\n<br>\n  <p>\n```"),
        ("Use `<br>`.\n\nOne.<br>Two.", "Use `<br>`.\n\nOne.\\\nTwo."),
        ("- a\n- b\n\n<div>\nc\nd\n</div>\n\n- e\n- f", "- a\n- b\n\nc d\n\n- e\n- f"),
    ],
)
def test_a_tag_in_markdown_loses_nothing_of_it(source: str, markdown: str) -> None:
    """Paragraphs, lists, tables and code stay; only what stands between the same blank lines as a block is HTML."""
    assert to_markdown(source) == markdown


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("One.<!-- host42 -->", "One."),
        ("<!--\n[Final message]\nhost42\n-->\n\nOne.", "One."),
        ("One.\n\n<!-- host42", "One."),
        ("One <!-- host42 --> two <!-- host43 -->.", "One  two ."),
        ("One.<!<!-- a -->-- host42 -->", "One."),
        ("<p>One.</p><!-- <p>host42</p> --><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One. &lt;!-- host42 --&gt;</p>", "One."),
    ],
)
def test_comments_are_left_out(source: str, kept: str) -> None:
    """They are notes of the source's team; one that is not closed goes on to the end."""
    assert to_markdown(source) == kept
    assert "host4" not in one_line(source.replace("&lt;", "<"))


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("See https://e.com/a.", "See <https://e.com/a>."),
        ("(see https://e.com/a_(b)), then", "(see <https://e.com/a_(b)>), then"),
        ("**https://e.com/a**", "**<https://e.com/a>**"),
        ("HTTP://e.com/?a=1&b=2!", "<HTTP://e.com/?a=1&b=2>!"),
        ("See www.e.com/a, please", "See [www.e.com/a](http://www.e.com/a), please"),
        ("See <https://e.com>, [b](https://e.com) and [https://e.com](https://e.com/c)", None),
        ("`https://e.com` and ``a ` https://e.com``", None),
        ("```\nhttps://e.com\n```", None),
        ("Run:\n\n    curl https://e.com", None),
        ("[b]: https://e.com", None),
        ("www.e.com/a_(b)", "[www.e.com/a_(b)](<http://www.e.com/a_(b)>)"),
        ("me@www.e.com and ftp://www.e.com and https:// and http://.", None),
        ("- https://e.com\n- https://e.com/b", "- <https://e.com>\n- <https://e.com/b>"),
        ("`a\n\nhttps://e.com`", "`a\n\n<https://e.com>`"),
    ],
)
def test_bare_addresses_become_links(source: str, markdown: str | None) -> None:
    """Punctuation behind them is none of theirs; links and code stay as they are."""
    assert to_markdown(source) == (markdown or source)


def test_boxes_of_task_lists_become_characters() -> None:
    """A record's Markdown knows none; code and brackets elsewhere stay."""
    source = "- [x] moved\n- [ ] looked at\n  1. [X] twice\n\n[x] `- [ ] a`"
    assert to_markdown(source) == "- ☑ moved\n- ☐ looked at\n  1. ☑ twice\n\n[x] `- [ ] a`"


def test_no_character_is_left_that_a_record_refuses() -> None:
    """Of all characters those that the reader of records or Unicode refuses are taken out, the others stay."""
    words = clean("".join(f"a{chr(code)}b " for code in range(0x110000)))
    assert not [character for character in words if first_invisible(character)]
    assert not {"\ufdd0", "\U0001fffe", "\U0010ffff"} & set(words)
    assert {"\u200c", "\u200d", "é", "\U0001f600", "\u2007"} <= set(words)
    tree, findings = read_yaml(entry("text", words), path="")
    assert (tree.value, findings) == ({"text": words}, [])


@given(st.text() | st.text("<>/abp \n\x00\u202e&#;") | st.text("`~<>!-brp \nhttps://.w[]()|"))
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
        ("", "https://"), ("", "www.a"), ("https://", ")"), ("https://", "(a)"), ("", "[a"), ("", "](a"), ("", "`"),
        ("", "` ``"), ("", "    a\n\n"), ("", "```\n"), ("<br>", "|"), ("", "|<br>"), ("", "<!--"), ("", "\n \n<br>"),
        ("", "- [ ] "),
    ],
)  # fmt: skip
def test_a_text_made_to_be_slow_is_not(start: str, repeated: str) -> None:
    """Texts as long as a record may hold take time that grows with their length alone, and do not grow on the way."""
    hostile = (start + repeated * MAX_LENGTH)[:MAX_LENGTH]
    assert growth_of(to_markdown, hostile) < TOO_STEEP
    assert len(to_markdown(hostile)) <= 10 * len(hostile)


@pytest.mark.parametrize(
    "hostile",
    [
        "{{< track " + " " * 200_000, "\n" * 100_000 + "[Update]\n", "[" * 200_000, "**" * 100_000, "\n\n**" * 40_000,
        "2024-03-05 09:10 " * 12_000, "\n\n1 May 2024" * 12_000, "\n\n*Update*:\n" * 8_000, "<!--" * 50_000,
        "# " * 90_000,
    ],
)  # fmt: skip
def test_a_body_made_to_be_slow_is_not(hostile: str) -> None:
    """Bodies of spaces, line breaks and brackets are read in time that grows with their length alone."""
    assert growth_of(lambda body: read_body(body, "UTC"), hostile) < TOO_STEEP


START = datetime(2024, 3, 5, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mark", "role", "status", "at"),
    [
        ("Update - 2024-03-05 09h10 UTC", "middle", "investigating", "05 09:10"),
        ("Update at 2024-03-06 11:20", "middle", "investigating", "06 11:20"),
        ("March 5, 2024 9:10 pm UTC", "middle", "investigating", "05 21:10"),
        ("Tue, 5th Mar 2024 at 09:10", "middle", "investigating", "05 09:10"),
        ("5.3.2024 09:10", "middle", "investigating", "05 09:10"),
        ("2024-03-05T11:10:00+02:00", "middle", "investigating", "05 11:10"),
        ("14:30 UTC", "middle", "investigating", "05 14:30"),
        ("Resolved - 07:30", "close", "resolved", "06 07:30"),
        ("2024-03-05", "middle", "investigating", "05 08:00"),
        ("2024-03-06", "middle", "investigating", "06 00:00"),
        ("Final message - 5th of May", "close", "resolved", ""),
        ("Risolto", "close", "resolved", ""),
        ("Monitoraggio in corso", "middle", "monitoring", ""),
        ("Messaggio iniziale", "open", "investigating", ""),
        ("Mise à jour", "middle", "investigating", ""),
        ("Gelöst", "close", "resolved", ""),
        ("Resuelto", "close", "resolved", ""),
        ("Решено", "close", "resolved", ""),
        ("حل شد", "close", "resolved", ""),
        ("בבדיקה", "open", "investigating", ""),
        ("Issue identified:", "middle", "identified", ""),
        ("Endpoints", "middle", "investigating", ""),
    ],
)
def test_a_mark_is_read_in_its_language_and_with_its_instant(mark: str, role: str, status: str, at: str) -> None:
    """Dates are read as people write them; an hour alone is the first one after the issue began."""
    label = read_label(mark, "UTC", START)
    assert (label.role, label.status, f"{label.at:%d %H:%M}" if label.at else "") == (role, status, at)


def _track(clock: str) -> str:
    return f'{{{{< track "2024-03-05 {clock}:00" >}}}}'


@pytest.mark.parametrize(
    ("body", "told", "rest"),
    [
        (
            f"*Risolto* - Va. {_track('09:30')}\n\n*Verifica* - Vediamo. {_track('08:20')}",
            [("", "*Verifica* - Vediamo."), ("close", "Va.")],
            "",
        ),
        ("*Resolved* - Done.\n\n*Investigating* - Slow.", [("open", "Slow."), ("close", "Done.")], ""),
        ("*End users* may see errors.\n\n**Search** is slow.", None, ""),
        (
            "**2024-03-05 09:00**\n\nBetter.\n\nMuch.\n\n2024-03-05 08:00 UTC: Slow.\n\n```\n2024-03-05 07:00 - a\n```",
            [("", "Slow.\n\n```\n2024-03-05 07:00 - a\n```"), ("", "Better.\n\nMuch.")],
            "",
        ),
        (
            f"**Resolved**: Done. {_track('09:00')}\n\nStill on. {_track('08:30')}\n\nSlow.",
            [("open", "Slow."), ("", "Still on."), ("close", "Done.")],
            "",
        ),
        (
            f"Slow.\n\\\n**Issue identified:** A disk. {_track('08:30')}\n\\\n**Resolved:** Done.\n\\\n",
            [("open", "Slow."), ("", "A disk."), ("close", "Done.")],
            "",
        ),
        (
            "*Post-mortem*\n\nA disk was full.\n\n---\n\n[Final]\nDone.\n\n[Initial]\nSlow.",
            [("open", "Slow."), ("close", "Done.")],
            "A disk was full.",
        ),
        ("<!-- [Final]\nhost42 -->\n[Initial]\nSlow.", [("open", "Slow.")], ""),
        (
            "Slow.\n\n### Update 2024-03-05 09:10\n\nBetter.\n\n## Impact\n\nMany.",
            [("open", "Slow."), ("", "Better.\n\n## Impact\n\nMany.")],
            "",
        ),
    ],
    ids=["Italian", "states", "bold", "dated", "untracked", "ClearStatus", "post-mortem", "comment", "heading"],
)
def test_a_body_is_split_where_its_team_put_marks(body: str, told: list[tuple[str, str]] | None, rest: str) -> None:
    """By state, date, heading or `track`, the oldest message first; a role in the middle is shown empty."""
    found = read_body(body, "UTC", START)
    assert [(one.role.replace("middle", ""), one.text) for one in found.messages] == (told or [("open", body)])
    assert found.rest == rest
