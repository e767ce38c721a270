"""Words for profiles: within each network's limits, true for as long as they may stand there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from answerable.outreach.post_length import Measure, TextLimit
from answerable.publish.context import Context
from answerable.publish.pages import subscribe
from answerable.publish.social.profile_texts import NETWORKS, ProfileLimits, bio, post, profile_kits, profiles
from answerable.records.company import Channel
from answerable.records.ledger import make_ledger
from answerable.records.model import Incident, Notice

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "https://status.example.com/"
OPEN = {"at": "2026-11-24T11:00:00Z", "status": "identified", "text": "A disk is full. Paying on delivery works."}
DONE = {"at": "2026-11-24T11:30:00Z", "status": "resolved", "text": "It works again."}
NOTICE = {"id": "shops", "title": "Fakes", "starts": "2026-11-20T09:00:00Z", "ends": "2026-12-20T09:00:00Z"}
FAMILY = "👨\u200d👩\u200d👧\u200d👦"
HOSTILE = '</p><script>alert("1")</script> & \u202e😀'


def context(language: str = "en", site: str = SITE, **records: Any) -> Context:
    """A site of these records."""
    return Context(make_ledger(**records), NOW, language, "en", "Example", site)


def incident(*updates: dict[str, str], **keys: Any) -> Incident:
    """A pinned incident."""
    record = {"id": "i", "title": "Disk full", "impact": "major", "updates": updates or (OPEN,)}
    return Incident.model_validate(record | keys)


def _room(most: int) -> ProfileLimits:
    """A network that takes so many letters of a line about a profile."""
    room = TextLimit((Measure(len, "characters", most),))
    return ProfileLimits(bio=room, post=room)


def channel(kind: str, url: str | None, **keys: Any) -> Channel:
    """A channel of that kind."""
    return Channel.model_validate({"id": kind, "name": kind, "kind": kind, "url": url} | keys)


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
        "As of 24 November 2026, 11:00 UTC",
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
    assert network.post.fits(said)
    assert said.endswith(f"\n{url}")
    assert network.bio.fits(line)
    assert line.endswith("https://status.example.com")


def test_a_long_address_leaves_a_shorter_line() -> None:
    """The words give way, the address does not."""
    site = "https://status.example.com/" + "a" * 60 + "/"
    wide, narrow, none = (bio(context(site=site), _room(room)) for room in (160, 101, 60))
    assert wide.startswith("What is broken right now")
    assert narrow.startswith("Is it broken? https://")
    assert none == site.removesuffix("/")


@pytest.mark.parametrize(
    ("kind", "letter", "room"),
    [
        ("x", "a", 198),
        ("x", FAMILY, 99),
        ("mastodon", FAMILY, 418),
        ("bluesky", "a", 202),
        ("bluesky", FAMILY, 116),
        ("telegram", FAMILY, 363),
    ],
)
def test_a_post_uses_all_the_room_that_its_network_leaves(kind: str, letter: str, room: int) -> None:
    """So many letters are told whole, and one more is cut.

    By hand: 21 for the first line, 33 for "As of …", 5 line breaks, 39 for the address, or 23 on X and Mastodon:
    280 - 82, of which a family takes two; 500 - 82; 300 - 98, and (3000 - 98) / 25 bytes; (4096 - 98) / 11 units.
    """
    whole, more = (
        post(context(incidents=[incident(OPEN | {"text": letter * count})]), NETWORKS[kind])
        for count in (room, room + 1)
    )
    assert f"\n\n{letter * room}\n\n" in whole
    assert f"{letter}…\n\nAs of" in more and letter * (room + 1) not in more


def test_a_line_about_the_profile_is_counted_with_its_address_in_full() -> None:
    """X shortens addresses in posts, and does not say so of profiles: 62 characters of words, 98 of address."""
    fits, longer = (bio(context(site=f"https://{'a' * count}.com/"), NETWORKS["x"]) for count in (86, 87))
    assert len(fits) == 160 and fits.startswith("What is broken right now")
    assert longer.startswith("Is it broken?")


def test_a_persian_post_that_begins_with_latin_letters_is_still_read_from_the_right() -> None:
    """Networks take a post's direction from its first letter; a mark before it says which it is."""
    notice = Notice.model_validate(NOTICE | {"title": "SMS کار نمی‌کند"})
    assert post(context("fa", notices=[notice]), NETWORKS["telegram"]).startswith("\u200fSMS")
    assert post(context(notices=[notice]), NETWORKS["telegram"]).startswith("SMS")


def test_the_page_says_how_long_a_text_is_as_the_network_counts_it() -> None:
    """The calm post has 87 characters before its address, which counts 23 on X and 26 on Bluesky."""
    channels = [channel(kind, f"https://{kind}.example.com/us") for kind in ("x", "bluesky")]
    found = [(kit.post.count, kit.post.most) for kit in profile_kits(context(channels=channels))]
    words = len(post(context(), NETWORKS["x"])) - len("https://status.example.com")
    assert found == [(words + 23, 280), (words + 26, 300)]
    assert f"{words + 23} of 280 characters" in subscribe.subscribe_body(context(channels=channels), "../")


def test_the_page_has_a_kit_for_each_profile() -> None:
    """Line, post and a link that says: this is us; names and texts that are markup stay words."""
    x = channel("x", "https://x.example.com/us", name=HOSTILE, address='"@us" <b>')
    built = context(channels=[x], incidents=[incident(OPEN | {"text": f"`{HOSTILE}`"}, title=HOSTILE)])
    (kit,) = profile_kits(built)
    html = subscribe.subscribe_body(built, "../")
    assert 'href="https://x.example.com/us" rel="me noopener"' in html
    assert "<script>alert" not in html
    assert "<b>" not in html
    assert "\u202e" not in kit.post.words
    assert 'href="webcal://status.example.com/calendar.ics"' in html


def test_without_profiles_there_are_words_all_the_same() -> None:
    """A company that names no profile still finds a line, a post and the code."""
    html = subscribe.subscribe_body(context(), "../")
    assert "Is it broken? https://status.example.com/" in html
    assert 'src="../qr.svg"' in html
