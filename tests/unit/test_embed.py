"""What other sites show: the script's size and words, the page for frames, and hostile names in both."""

from __future__ import annotations

import dataclasses
import gzip
import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from answerable.checks.word_files import languages
from answerable.publish import assets
from answerable.publish.context import Context
from answerable.publish.files import embed, notices
from answerable.records.company import Component
from answerable.records.ledger import make_ledger
from answerable.records.model import Incident

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NASTY = '</script><img src=x onerror=alert(1)> "quoted" & \u202eturned 😀 ' + "and long " * 35


def context(language: str = "en", name: str = "Baran", **records: Any) -> Context:
    """A build of one component."""
    components = [Component.model_validate({"id": "shop", "name": "Shop"})]
    ledger = make_ledger(components=components, **records)
    return Context(ledger, NOW, language, "en", name, "https://status.example.com/")


def incident(number: int = 1, title: str = "Cards fail", **more: Any) -> Incident:
    """An open incident."""
    update = {"at": "2026-11-24T11:00:00Z", "status": "identified", "text": "We know."}
    record = {"id": f"i{number}", "title": title, "impact": "major", "components": {"shop": "partial_outage"}}
    return Incident.model_validate({**record, "updates": [update], **more})


def files(made: Context) -> dict[str, str]:
    """What is published, by path."""
    return {output.path: output.content.decode() for output in embed.publish(made)}


class Reader(HTMLParser):
    """Keeps the tags and the words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.words += data


@pytest.mark.parametrize(
    ("other", "headline"),
    [
        ({"impact": "critical", "components": {}}, "Major system outage"),
        ({"impact": "minor", "components": {"shop": "degraded_performance"}}, ""),
    ],
)
def test_the_page_for_frames_is_never_better_than_the_whole(other: dict[str, Any], headline: str) -> None:
    """A pinned notice of major impact stands below the overall status only if an incident not pinned is worse."""
    page = files(context(incidents=[incident(), incident(2, "All fails", pinned=False, **other)]))["embed/index.html"]
    words = " ".join(Reader(page).words.split())
    assert "Identified: Cards fail" in words and "All fails" not in words
    assert ("Major system outage" in words) is bool(headline)
    assert f'class="box {"critical" if headline else "major"}"' in page


def test_a_resolved_notice_does_not_hide_an_open_incident() -> None:
    """The frame says what the resolved notice says, and first that something is still out."""
    over = [
        {"at": "2026-11-24T10:00:00Z", "status": "investigating", "text": "We look."},
        {"at": "2026-11-24T11:00:00Z", "status": "resolved", "text": "Works."},
    ]
    records = [incident(updates=over), incident(2, "Doors jam", impact="minor", components={}, pinned=False)]
    page = files(context(incidents=records))["embed/index.html"]
    assert 'class="box minor"' in page
    assert "Minor service outage" in Reader(page).words and "Resolved:" in Reader(page).words


@pytest.mark.parametrize("language", languages())
def test_the_script_is_under_four_kilobytes_compressed(language: str) -> None:
    """With its words and its style in it."""
    assert len(gzip.compress(files(context(language))["embed.js"].encode(), mtime=0)) < 4096


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_script_is_read_right_in_every_encoding(language: str) -> None:
    """A page that declares no encoding would take its letters apart; so it has none beyond ASCII."""
    assert files(context(language, name="باران"))["embed.js"].isascii()


def test_a_hostile_site_name_stays_a_string_of_the_script() -> None:
    """Whatever a name holds, what the script reads is that name."""
    source = files(context(name=NASTY))["embed.js"]
    site = re.search(r"^const SITE = (.*);$", source, re.MULTILINE)
    assert site and json.loads(site[1])["name"].startswith('</script><img src=x onerror=alert(1)> "quoted" & turned')


def test_a_site_that_is_called_like_a_place_in_the_script_is_called_so() -> None:
    """The name goes into the script after all else, so that nothing is put into it."""
    assert '"name": "__STYLE__"' in files(context(name="__STYLE__"))["embed.js"]


def test_the_page_for_frames_tells_of_three_notices_and_names_its_instant() -> None:
    """Worst first, with links that leave the frame; no script at all."""
    page = Reader(files(context(incidents=[incident(n) for n in range(5)]))["embed/index.html"])
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert len(links) == 4 and links[-1] == "https://status.example.com/"
    assert ("base", {"target": "_blank"}) in page.tags
    assert "As of" in page.words and "24 November 2026, 12:00 UTC" in page.words
    assert "script" not in {tag for tag, _ in page.tags}


def test_only_the_page_for_walls_loads_itself_anew() -> None:
    """By its script; a reader's frame has none and stands still, since reading would begin again each time."""
    made = files(context(incidents=[incident()]))
    frame, wall = (Reader(made[f"embed/{place}index.html"]) for place in ("", "wall/"))
    scripts = [attributes["src"] for tag, attributes in wall.tags if tag == "script"]
    assert scripts == [f"../../{assets.wall_script().path}"]
    assert not any("refresh" in attributes.values() for _, attributes in [*frame.tags, *wall.tags])
    assert [tag for tag, _ in frame.tags if tag == "script"] == []
    unknown = "Not known since 24 November 2026, 18:00 UTC"  # hidden, and shown by the script past that instant
    assert frame.words.split() == wall.words.replace(unknown, "").split()


def test_the_pasted_frame_is_valid_html() -> None:
    """Sizes in attributes are whole numbers (https://html.spec.whatwg.org/#dimension-attributes); no old attributes."""
    ((tag, attributes),) = Reader(embed.frame_line(context())).tags
    assert tag == "iframe" and (attributes["width"], attributes["height"]) == ("600", "190")
    assert set(attributes) == {"src", "title", "width", "height", "style", "loading"}


def test_the_script_is_the_same_whatever_happens() -> None:
    """Neither notices nor the clock change its bytes: caches keep it, and no build makes pages load it anew."""
    later = dataclasses.replace(context(incidents=[incident()]), now=NOW + timedelta(days=1))
    assert files(later)["embed.js"] == files(context())["embed.js"]


def test_the_page_for_frames_asks_for_no_inline_style() -> None:
    """A policy without `unsafe-inline` lets it look as it should."""
    page = Reader(files(context("fa", incidents=[incident()]))["embed/index.html"])
    assert "style" not in {tag for tag, _ in page.tags}
    assert not any("style" in attributes for _, attributes in page.tags)
    assert ("html", {"lang": "fa", "dir": "rtl"}) in page.tags


def test_a_hostile_title_is_words_in_both() -> None:
    """Markup in a title is shown as it was written."""
    made = context(incidents=[incident(title=NASTY)], name=NASTY)
    page = Reader(files(made)["embed/index.html"])
    assert "img" not in {tag for tag, _ in page.tags}
    assert "<img src=x onerror=alert(1)>" in page.words
    (pinned,) = notices.publish(made)
    facts = json.loads(pinned.content)["notices"][0]
    assert facts["title"].startswith('</script><img src=x onerror=alert(1)> "quoted" & turned 😀')
    assert facts["url"] == "https://status.example.com/incidents/i1/"


def test_plain_words_of_a_notice_say_state_tone_and_instant() -> None:
    """What a foreign site needs to show it without any of our HTML; a resolved one has its own tone."""
    over = {"at": "2026-11-24T11:30:00Z", "status": "resolved", "text": "Fine."}
    done = incident(2, updates=[{"at": "2026-11-24T11:00:00Z", "status": "identified", "text": "We know."}, over])
    (pinned,) = notices.publish(context(incidents=[incident(), done]))
    found = [(n["id"], n["state"], n["tone"], n["at"]) for n in json.loads(pinned.content)["notices"]]
    assert found == [
        ("incident:i1", "Identified", "major", "2026-11-24T11:00:00+00:00"),
        ("incident:i2", "Resolved", "resolved", "2026-11-24T11:30:00+00:00"),
    ]
