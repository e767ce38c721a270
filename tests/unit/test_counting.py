"""Lengths as the networks count them. Expected figures are the networks' own, or counted by hand."""

from __future__ import annotations

import pytest

from answerable.outreach.post_length import (
    LIMITS,
    grapheme_count,
    mastodon_length,
    utf16_units,
    x_weight,
)

FAMILY = "👨‍👩‍👧‍👦"  # seven code points, eleven UTF-16 units, 25 bytes, one character


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        # The examples of https://docs.x.com/fundamentals/counting-characters.
        ("👾", 2),
        ("🙋🏽", 2),
        ("👨‍🎤", 2),
        (FAMILY, 2),
        ("caf\u00e9", 4),
        ("cafe\u0301", 4),
        ("https://example.com", 23),
        ("https://example.com/very/long/path/that/goes/on/and/on?with=a&query=too", 23),
        # By the ranges of twitter-text, config/v3.json.
        ("سلام، چطورید؟", 13),
        ("می‌شود", 6),  # the half-space, U+200C, weighs one
        ("Привет, שלום", 12),
        ("日本語", 6),
        ("한국", 4),
        ("…", 2),  # U+2026 stands in no range
        ("“quoted” – yes", 14),
        ("€", 2),
        ("🇮🇷", 2),
        ("1️⃣", 2),
        # By twitter-text 3.1.0 itself, the networks' own library.
        ("© ® ™ ✓ ☎ ❤ ❤️", 18),
        ("👾\ufe0f", 4),
        ("👍🏿👍", 4),
        ("https://example.com/a_(b)", 23),
        ("https://sub.example.ir:8080/x", 23),
        ("https://example.invalidtld/x", 28),
        ("", 0),
        # A link ends where X ends it; what follows counts as it stands.
        ("See https://example.com/a/.", 28),
        ("(https://example.com/a)", 25),
        ("https://example.com/پاسخ", 27),
        ("https://example.com/ответ", 23),
        ("http://a.co http://b.co", 47),
        ("@baran_help sorry", 17),
        ("write to example.com today", 38),  # 23 for the address
    ],
)
def test_x_weighs_as_twitter_text_does(text: str, weight: int) -> None:
    """A link is 23, an emoji 2 however it is joined, and each code point one or two by the published ranges."""
    assert x_weight(text) == weight


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("https://example.com/a/very/long/address/indeed/it/is", 23),
        ("https://example.com/پاسخ", 23),
        ("example.com", 11),
        ("@leila@social.example.com hi", 9),
        ("@leila hi", 9),
        ("mail leila@example.com", 22),
        (FAMILY + "e\u0301می‌شود", 7),  # one, one, and five: the half-space belongs to the letter before it
    ],
)
def test_mastodon_counts_whole_characters(text: str, length: int) -> None:
    """A link is 23 only with its scheme; of a mention the server does not count."""
    assert mastodon_length(text) == length


def test_bluesky_has_two_limits() -> None:
    """Of 200 families each is one character, but 25 bytes, and 5,000 bytes are more than 3,000."""
    assert grapheme_count(FAMILY * 200) == 200
    assert not LIMITS["bluesky"].fits(FAMILY * 200) and LIMITS["bluesky"].fits(FAMILY * 120)
    assert not LIMITS["bluesky"].fits("a" * 301) and LIMITS["bluesky"].fits("a" * 300)
    assert LIMITS["bluesky"].describe("ab") == "2 of 300 characters, 2 of 3000 bytes"


def test_telegram_counts_utf16_units() -> None:
    """A smiley is two units, a family eleven, a Persian letter one."""
    assert [utf16_units(text) for text in ("😀", FAMILY, "سلام")] == [2, 11, 4]
    assert LIMITS["telegram"].fits("😀" * 2048) and not LIMITS["telegram"].fits("😀" * 2048 + "a")


@pytest.mark.parametrize(("network", "most"), [("x", 280), ("instagram", 2200), ("mastodon", 500), ("telegram", 4096)])
def test_the_last_character_that_fits(network: str, most: int) -> None:
    """The limit itself fits, one more does not."""
    limit = LIMITS[network]  # type: ignore[index]
    assert limit.fits("a" * most) and not limit.fits("a" * (most + 1))
    assert {measure.most for measure in limit.measures} == {most}
