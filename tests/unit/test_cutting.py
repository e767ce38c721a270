"""A text cut so that it fits."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from answerable.outreach.post_length import NoRoomError, cut, mark_direction


def at_most(length: int) -> object:
    """Whether a text has at most so many code points."""
    return lambda text: len(text) <= length


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("It works.", 9, "It works."),
        ("It works again. Money goes back today. Sorry.", 43, "It works again. Money goes back today. …"),
        ("It works again. Money goes back today, by six.", 30, "It works again. …"),
        ("Yes. Money goes back to the card today.", 30, "Yes. Money goes back to the…"),
        ("Money goes back (today), we say", 18, "Money goes back…"),
        ("Paid 3.5 million back to all", 12, "Paid 3.5…"),
        ("پول شما می‌رسد و سفارش لغو می‌شود", 20, "پول شما می‌رسد و…"),
        ("חזר לעבוד. נעדכן בעוד שעה כאן", 20, "חזר לעבוד. …"),
        ("Works. See https://example.com/a/b now", 27, "Works. …"),
        ("aaaaaaaaaa", 5, "aaaa…"),
        ("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 12, "👨‍👩‍👧👨‍👩‍👧…"),
        ("e\u0301e\u0301e\u0301e\u0301", 6, "e\u0301e\u0301…"),
        ("aaa\u0600 bbb ccc", 6, "aaa\u0600 …"),  # U+0600 belongs to what follows, here the space
        ("🇮🇷🇮🇱🇷🇺", 4, "🇮🇷…"),
    ],
)
def test_the_cut_is_where_a_reader_would_make_it(text: str, length: int, expected: str) -> None:
    """After a sentence if that keeps most, else after a word, else after a whole character."""
    assert cut(text, at_most(length)) == expected  # type: ignore[arg-type]


def test_no_room_is_said() -> None:
    """A dangling ellipsis says nothing."""
    with pytest.raises(NoRoomError):
        cut("Some words", at_most(1))  # type: ignore[arg-type]


@given(st.text(alphabet="ab .,!?\n\u0301\u200d\u200c👩👧🏽🇮🇷میש\u05b8ё", max_size=60), st.integers(2, 40))
def test_a_cut_text_fits_and_is_a_beginning_of_whole_characters(text: str, length: int) -> None:
    """Whatever the text: it fits, only its end is missing, and nothing that readers see as one is broken."""
    try:
        short = cut(text, at_most(length))  # type: ignore[arg-type]
    except NoRoomError:
        return
    assert len(short) <= length
    if short != text:
        kept = short.removesuffix("…").removesuffix(" ")
        assert text.startswith(kept)
        whole = regex.findall(r"\X", text)
        assert any("".join(whole[:count]) == kept for count in range(len(whole) + 1))


@pytest.mark.parametrize(
    ("text", "rtl", "expected"),
    [
        ("SMS نمی‌رسد", True, "\u200fSMS نمی‌رسد"),
        ("۳ سفارش SMS", True, "۳ سفارش SMS"),
        ("باران works", False, "\u200eباران works"),
        ("Works", False, "Works"),
        ("123", True, "123"),
    ],
)
def test_the_direction_is_that_of_the_language(text: str, rtl: bool, expected: str) -> None:
    """A first letter of the other direction gets an unseen mark before it; nothing else changes."""
    assert mark_direction(text, rtl) == expected
