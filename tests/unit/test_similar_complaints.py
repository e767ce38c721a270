"""Complaints that say nearly the same: by hand, and against rapidfuzz's own measure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz import fuzz, utils

from answerable.facts.similar_texts import ComplaintText, similar_complaints

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORDS = st.lists(
    st.sampled_from(("refund", "parcel", "money", "card", "late", "failed", "twice", "not", "order", "paid")),
    min_size=3,
)


def said(*texts: str) -> list[ComplaintText]:
    """Complaints a minute apart, called 0, 1 and so on."""
    return [ComplaintText(str(number), NOW + timedelta(minutes=number), text) for number, text in enumerate(texts)]


def together(*texts: str, alike: int = 80) -> list[list[str]]:
    """The numbers of the complaints in each cluster."""
    return [[one.id for one in cluster.members] for cluster in similar_complaints(said(*texts), alike)]


def test_the_largest_comes_first_and_the_oldest_speaks_for_it() -> None:
    """Of five complaints three are alike whatever their order, capitals and punctuation."""
    texts = (
        "My parcel is late",
        "The card was charged twice!",
        "charged twice: the card was",
        "PARCEL LATE again, at night",
    )
    assert together(*texts, "the card, it was charged twice") == [["1", "2", "4"], ["0"], ["3"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("پول من برنمی‌گردد و کسی جواب نمی‌دهد", "پول من برنمي گردد و كسي جواب نمي دهد"),
        ("الشحنة متأخرة جدا", "الشِّحنة متاخره جدا"),
        ("Ещё не вернули деньги", "еще не вернули деньги"),
        ("הַחבילה לא הגיעה עדיין", "החבילה לא הגיעה עדיין"),
    ],
    ids=["half-spaces and Arabic letters", "harakat and hamza", "yo", "niqqud"],
)
def test_ways_to_write_a_letter_do_not_matter(one: str, other: str) -> None:
    """Persian, Arabic, Russian and Hebrew words are the same words however they were typed."""
    assert together(one, other, alike=100) == [["0", "1"]]


def test_a_text_of_a_few_letters_is_like_no_other() -> None:
    """`Help!` says nothing of what is wrong."""
    assert together("Help!", "help", "Help me", "Help") == []


@given(WORDS, WORDS, st.integers(60, 95))
def test_two_are_alike_when_rapidfuzz_says_so(one: list[str], other: list[str], alike: int) -> None:
    """The measure is its token_sort_ratio, which sorts the words at each comparison anew."""
    texts = [" ".join(words) for words in (one, other)]
    ratio = fuzz.token_sort_ratio(*texts, processor=utils.default_process)
    assume(abs(ratio - alike) > 1e-6)  # where it is just as much, the last bit decides
    close = ratio >= alike
    assert len(together(*texts, alike=alike)) == (1 if close else 2)
