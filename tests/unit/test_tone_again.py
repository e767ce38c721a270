"""The same reply again: what is heard, what it is measured against, and that nothing is missed for speed."""

from __future__ import annotations

import random

from rapidfuzz import fuzz

from answerable.checks.tone.repeats import RepeatedReply, plain_words, repeated_replies

ALIKE, LEAST = 85, 6
REFUND = "We have sent your refund of 40 euros back to the card that you paid with on Monday."


def again(*texts: str) -> list[RepeatedReply]:
    """What repeats among the texts, in their order."""
    return list(repeated_replies(texts, ALIKE, LEAST))


def test_the_very_same_reply_is_heard_each_time() -> None:
    """The second and third are measured against the first, and counted."""
    other = "The courier left your parcel with the neighbour on the second floor."
    assert again(REFUND, other, REFUND, REFUND) == [RepeatedReply(2, 0, 100, 2), RepeatedReply(3, 0, 100, 3)]


def test_a_changed_name_or_sum_hides_nothing() -> None:
    """Of 73 letters and spaces two change, and six words stay: far above 85 per cent."""
    other = REFUND.replace("40", "55").replace("Monday", "Friday")
    ((this, first, alike, time),) = again(REFUND, other)
    assert (this, first, time) == (1, 0, 2) and 85 <= alike < 100


def test_case_spelling_and_line_breaks_hide_nothing() -> None:
    """The words are compared, not how they are written."""
    persian = "پول شما همین امروز به کارتی که با آن پرداخته بودید برمی‌گردد."
    assert again(persian, persian.replace("ی", "ي").replace("ک", "ك").replace("برمی‌گردد", "\nبرمیگردد")) == [
        RepeatedReply(1, 0, 100, 2)
    ]


def test_another_reply_of_the_same_pattern_is_another() -> None:
    """The same opening does not make two replies the same, nor do the same small words."""
    opening = "Hello, this is Leila of Baran. "
    assert (
        again(
            opening + "Your eggs came broken because the box was packed upside down; new ones come at six.",
            opening + "The bank held your money over the weekend, and we released it this morning.",
            opening + "Our map put your house on the wrong side of the street, so the courier turned back.",
        )
        == []
    )


def test_short_words_are_said_again_by_everybody() -> None:
    """Fewer than six words are no reply to compare."""
    assert again("Search works again for everybody.", "Search works again for everybody.") == []


def test_the_first_of_its_kind_is_the_measure() -> None:
    """Small changes that add up lead away from the first reply; what is no longer like it begins a new kind."""
    words = [f"word{number}" for number in range(20)]
    steps = [" ".join(["other"] * changed + words[changed:]) for changed in (0, 2, 12)]
    assert [(repeat.this, repeat.first) for repeat in again(*steps, steps[2], steps[1])] == [(1, 0), (3, 2), (4, 0)]


def test_nothing_is_missed_for_speed() -> None:
    """Against comparing each reply with all kinds before it by rapidfuzz alone: the same repeats, on 1,500 replies."""
    texts = made(1500)
    assert {repeat.this for repeat in repeated_replies(texts, ALIKE, LEAST)} == each_with_all(texts)


def test_the_order_of_runs_is_the_same() -> None:
    """Two runs over the same replies give the same findings, whatever Python's hashes."""
    texts = made(400)
    assert list(repeated_replies(texts, ALIKE, LEAST)) == list(repeated_replies(list(texts), ALIKE, LEAST))


def made(count: int) -> list[str]:
    """Replies of made-up words: a third are canned ones with up to three words changed."""
    chance = random.Random(7)  # noqa: S311 (it makes texts, not secrets)
    words = [a + b for a in ("ba", "ko", "li", "mu", "ne", "ti") for b in ("rt", "sk", "l", "mp", "st", "n", "dg")]
    words += ["the", "of", "and", "to", "in"] * 6
    canned = [[chance.choice(words) for _ in range(chance.randint(8, 30))] for _ in range(20)]
    texts = []
    for _ in range(count):
        text = (
            list(chance.choice(canned)) if chance.random() < 1 / 3 else chance.choices(words, k=chance.randint(6, 30))
        )
        for _ in range(chance.randint(0, 3)):
            text[chance.randrange(len(text))] = chance.choice(words)
        texts.append(" ".join(text))
    return texts


def each_with_all(texts: list[str]) -> set[int]:
    """The slow way: each text against every kind before it."""
    kinds: list[str] = []
    found = set()
    for number, words in enumerate(map(plain_words, texts)):
        if any(fuzz.ratio(words, kind) >= ALIKE for kind in kinds):
            found.add(number)
        else:
            kinds.append(words)
    return found
