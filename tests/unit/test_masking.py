"""A text whose private words were made unreadable still reads and renders as a text."""

from __future__ import annotations

import pytest
from tests.growth import TOO_STEEP, growth_of
from tests.unit.privacy_set import company

from answerable.checks.privacy.finder import Finder
from answerable.checks.privacy.masking import SHADE, shaded


def mask(text: str) -> str:
    """A text as it is published."""
    return shaded(text, ((secret.start, secret.end) for secret in Finder(company()).secrets(text)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See <https://t.me/angry_parisa>.", "See ▇▇▇."),
        ("<leila@example.org>", "▇▇▇"),
        ("<mailto:leila@example.org>", "▇▇▇"),
        ("[call](tel:+989123456789) now", "call now"),
        ("[her *page*](https://t.me/angry_parisa) again", "her *page* again"),
        ("[https://t.me/angry_parisa](https://t.me/angry_parisa)", "▇▇▇"),
        ("[map](https://example.com/a_(b)?tel=09123456789 'x') here", "map here"),
        ("[x](https://example.com 'call 09123456789')", "x"),
        ("[ours](https://example.com/), [hers](https://t.me/angry_parisa)", "[ours](https://example.com/), hers"),
        ("[call 09123456789](https://example.com/)", "[call ▇▇▇](https://example.com/)"),
        ("[her][1] and [ours][2]\n\n[1]: https://t.me/angry_parisa\n[2]: /a", "her and [ours][2]\n\n[2]: /a"),
        ("Ask [her].\n\n[her]: <https://t.me/angry_parisa> 'Parisa'", "Ask her."),
        ("Ask.[^1]\n\n[^1]: Call 09123456789.", "Ask.[^1]\n\n[^1]: Call ▇▇▇."),
        ("`https://t.me/angry_parisa` and **09123456789**", "`▇▇▇` and **▇▇▇**"),
        ("(09123456789), (021) 22345678", "(▇▇▇), ▇▇▇"),
        ("Call <b>0912</b>345<i>6789</i> now", "Call ▇▇▇ now"),
        ('<a href="tel:09123456789" class="b">Call</a>', '<a class="b">Call</a>'),
        ("با <https://t.me/angry_parisa> تماس بگیرید", "با ▇▇▇ تماس بگیرید"),
        ("שלחו ל-leila@example.org בבקשה", "שלחו ל-▇▇▇ בבקשה"),
    ],
)
def test_a_link_that_leads_to_somebody_becomes_its_words(text: str, shown: str) -> None:
    """No half link is left, no bracket without the other, and everything else stays."""
    assert mask(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("89161234567/89161234567", "▇▇▇/▇▇▇"),
        ("+98 912 345 6789, 0912 345 6789, +7 916 123 45 67", "▇▇▇, ▇▇▇, ▇▇▇"),
        ("Card 6037 9912 3456 7893 4111 1111 1111 1111", "Card ▇▇▇ ▇▇▇"),
        ("See https://wa.me/BRN-20261107 now", "See ▇▇▇ now"),
    ],
)
def test_what_stands_beside_something_private_is_found_too(text: str, shown: str) -> None:
    """Two numbers with only a sign between them are no one number, and half a link is none."""
    assert mask(text) == shown


@pytest.mark.parametrize(
    "part", ["[", "](", "[a](", "<", "![", "[a]: ", "<b>", "</b>", " href=", ' href="', "[a][", "(("]
)
def test_a_long_text_of_marks_takes_no_long_time(part: str) -> None:
    """The time grows with the length, not with its square."""
    text = part * (200_000 // len(part))
    assert growth_of(lambda some: shaded(some + "x", [(len(some), len(some) + 1)]), text) < TOO_STEEP
    assert SHADE in shaded(text + "x", [(len(text), len(text) + 1)])
