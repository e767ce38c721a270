"""Words for profiles: within each network's limits, true for as long as they may stand there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from generator.publish.context import Context
from generator.publish.pages import subscribe
from generator.publish.pinning import bio, cut, kits, post
from generator.publish.profiles import NETWORKS, Network, at_most, profiles
from generator.records.company import Channel
from generator.records.incident import Incident, Notice
from generator.records.ledger import make_ledger

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "https://status.example.com/"
OPEN = {"at": "2026-11-24T11:00:00Z", "status": "identified", "text": "A disk is full. Paying on delivery works."}
DONE = {"at": "2026-11-24T11:30:00Z", "status": "resolved", "text": "It works again."}
NOTICE = {"id": "shops", "title": "Fakes", "starts": "2026-11-20T09:00:00Z", "ends": "2026-12-20T09:00:00Z"}
HOSTILE = '</p><script>alert("1")</script> & \u202e😀'


def context(language: str = "en", site: str = SITE, **records: Any) -> Context:
    """A site of these records."""
    return Context(make_ledger(**records), NOW, language, "en", "Example", site)


def incident(*updates: dict[str, str], **keys: Any) -> Incident:
    """A pinned incident."""
    record = {"id": "i", "title": "Disk full", "impact": "major", "updates": updates or (OPEN,)}
    return Incident.model_validate(record | keys)


def channel(kind: str, url: str | None, **keys: Any) -> Channel:
    """A channel of that kind."""
    return Channel.model_validate({"id": kind, "name": kind, "kind": kind, "url": url} | keys)


@pytest.mark.parametrize(
    ("words", "link", "shortens", "count"),
    [
        ("abc", "", False, 3),
        ("سلام Привет", "", False, 11),
        ("日本", "", False, 4),
        ("😀", "", False, 2),
        ("…", "", False, 2),
        ("a https://e.com/", "https://e.com/", True, 25),
        ("a https://e.com/", "https://e.com/", False, 16),
        ("https://example.com/" + "a" * 80, "https://example.com/" + "a" * 80, True, 23),
    ],
)
def test_no_network_counts_more(words: str, link: str, shortens: bool, count: int) -> None:
    """By hand after X's ranges (twitter-text, config/v3.json) and Telegram's UTF-16; a shortened address is 23."""
    assert at_most(words, link, shortens=shortens) == count


def test_profiles_are_networks_with_an_address() -> None:
    """Mail, phones, forms and what has no address of the web are no profiles."""
    known = [channel(kind, "https://social.example.com/us") for kind in NETWORKS]
    others = [channel("email", "mailto:a@example.com"), channel("form", "https://example.com/"), channel("chat", None)]
    assert [p.channel.kind for p in profiles(context(channels=[*others, *known]))] == list(NETWORKS)


def test_the_calm_post_says_nothing_of_the_state() -> None:
    """Nobody takes it down when something breaks: it says where to look, and no state that could be wrong by then."""
    calm = post(context(), NETWORKS["x"])
    assert calm.endswith(": https://status.example.com")
    assert "operational" not in calm.lower()
    assert "As of" not in calm


def test_a_post_tells_the_notice_and_when_it_was_said() -> None:
    """State, title, words, as of when, and the page of the incident on a line of its own."""
    assert post(context(incidents=[incident()]), NETWORKS["x"]).split("\n") == [
        "Identified: Disk full",
        "",
        "A disk is full. Paying on delivery works.",
        "",
        "As of 24 November 2026, 11:00 GMT+00:00",
        "https://status.example.com/incidents/i/",
    ]


def test_the_worst_notice_is_the_one_to_pin() -> None:
    """An open incident before a standing notice, and what is resolved last of all."""
    notice = Notice.model_validate(NOTICE)
    assert post(context(incidents=[incident()], notices=[notice]), NETWORKS["x"]).startswith("Identified: Disk full")
    assert post(context(incidents=[incident(OPEN, DONE)], notices=[notice]), NETWORKS["x"]).startswith("Fakes\n")
    assert post(context(incidents=[incident(OPEN, DONE)]), NETWORKS["x"]).startswith("Resolved: Disk full\n")


@pytest.mark.parametrize("kind", list(NETWORKS))
@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize(
    "words", ["word " * 2000, "x" * 5000, "😀" * 3000, "کلمه " * 2000], ids=["en", "one", "😀", "fa"]
)
def test_everything_fits(kind: str, language: str, words: str) -> None:
    """However long the words are, line and post fit, and the address is whole."""
    long = incident(OPEN | {"text": words}, title=words[:300])
    network, built = NETWORKS[kind], context(language, incidents=[long])
    said, line, url = post(built, network), bio(built, network), f"{SITE}incidents/i/"
    assert at_most(said, url, shortens=network.shortens) <= network.post
    assert said.endswith(f"\n{url}")
    assert at_most(line) <= network.bio
    assert line.endswith("https://status.example.com")


def test_a_long_address_leaves_a_shorter_line() -> None:
    """The words give way, the address does not."""
    site = "https://status.example.com/" + "a" * 60 + "/"
    wide, narrow, none = (bio(context(site=site), Network(bio=room, post=500)) for room in (160, 101, 60))
    assert wide.startswith("What is broken right now")
    assert narrow.startswith("Is it broken? https://")
    assert none == site.removesuffix("/")


@pytest.mark.parametrize(
    ("words", "room", "left"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 5, "one…"),
        ("abcdef", 5, "abc…"),
        ("abcdef", 2, ""),
        ("cafe\u0301s", 5, "caf…"),
        ("ab👨\u200d👩x", 8, "ab…"),
        ("ab👍🏽x", 6, "ab…"),
        ("one\ntwo three", 9, "one\ntwo…"),
        ("one two", 3, "o…"),
    ],
)
def test_words_are_cut_between_words(words: str, room: int, left: str) -> None:
    """With an ellipsis, which X weighs as two; one long word between letters, never between a letter and its accent."""
    assert cut(words, room) == left


def test_the_page_has_a_kit_for_each_profile() -> None:
    """Line, post and a link that says: this is us; names and texts that are markup stay words."""
    x = channel("x", "https://x.example.com/us", name=HOSTILE, address='"@us" <b>')
    built = context(channels=[x], incidents=[incident(OPEN | {"text": f"`{HOSTILE}`"}, title=HOSTILE)])
    (kit,) = kits(built)
    html = subscribe.body(built, "../")
    assert 'href="https://x.example.com/us" rel="me noopener"' in html
    assert "<script>alert" not in html
    assert "<b>" not in html
    assert "\u202e" not in kit.post
    assert 'href="webcal://status.example.com/calendar.ics"' in html


def test_without_profiles_there_are_words_all_the_same() -> None:
    """A company that names no profile still finds a line, a post and the code."""
    html = subscribe.body(context(), "../")
    assert "Is it broken? https://status.example.com/" in html
    assert 'src="../qr.svg"' in html
