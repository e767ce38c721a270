"""How long it takes to hear the same reply again among many, and how that grows.

    python benchmarks/bench_replies.py [replies ...]

Half of the replies are written anew; a fifth begins with the same two sentences; the rest are copies of two hundred
canned ones, each with none to three words changed. Prints, for each number of replies: the processor's seconds for
`repeats`, their ratio to those for putting the same texts into one spelling (the least that any comparison must do),
the ratio to comparing each with all (rapidfuzz, measured on a sample), and how many copies were heard.
Bounds: at 100,000 replies at most 60 times the spelling; twice the replies at most three times as long; of the
copies at least 99 in 100 heard.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz

from answerable.checks.tone.repeats import plain_words, repeated_replies

ALIKE, LEAST_WORDS, SAMPLE, CANNED = 85, 6, 300, 200
SOUNDS = [
    "ba",
    "cho",
    "de",
    "fi",
    "go",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "qui",
    "ra",
    "so",
    "tu",
    "va",
    "we",
    "xi",
    "yo",
    "za",
    "sta",
    "bri",
    "clo",
]
SMALL = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "is",
    "it",
    "for",
    "on",
    "with",
    "that",
    "was",
    "we",
    "you",
    "your",
    "be",
    "at",
    "by",
    "this",
    "have",
]
OPENING = "Hello, this is the service team of Baran. Thank you for writing to us today. "


@dataclass(frozen=True)
class Made:
    """The replies, and the numbers of those that copy a canned one which came before."""

    texts: list[str]
    copies: set[int]


def make(count: int) -> Made:
    """As many replies, the same ones each time."""
    chance = random.Random(20261124)
    words = [a + b + c for a in SOUNDS for b in SOUNDS for c in ("", "n", "rs")]
    canned = [sentence(chance, words, 25) for _ in range(CANNED)]
    texts, copies, sent = [], set(), set()
    for number in range(count):
        draw = chance.random()
        if draw < 0.3:
            which = chance.randrange(CANNED)
            texts.append(changed(chance, words, canned[which]) if which in sent else canned[which])
            copies |= {number} if which in sent else set()
            sent.add(which)
        else:
            opening = OPENING if draw < 0.5 else ""
            texts.append(opening + sentence(chance, words, chance.randint(12, 40)))
    return Made(texts, copies)


def sentence(chance: random.Random, words: list[str], length: int) -> str:
    """Words of which four in ten are small and frequent, as in most languages."""
    return " ".join(chance.choice(SMALL if chance.random() < 0.4 else words) for _ in range(length)) + "."


def changed(chance: random.Random, words: list[str], text: str) -> str:
    """The text with none to three of its words replaced."""
    parts = text.split()
    for _ in range(chance.randint(0, 3)):
        parts[chance.randrange(len(parts))] = chance.choice(words)
    return " ".join(parts)


def seconds(work: Callable[[], object]) -> float:
    """The processor's seconds for some work: other programs on the machine do not count."""
    started = time.process_time()
    work()
    return time.process_time() - started


def measure(count: int) -> float:
    """Measure one number of replies, print it, hold it to its bounds, and give back the seconds."""
    made = make(count)
    heard: set[int] = set()
    took = seconds(lambda: heard.update(repeat.this for repeat in repeated_replies(made.texts, ALIKE, LEAST_WORDS)))
    plain = [plain_words(text) for text in made.texts]
    spelling = seconds(lambda: [plain_words(text) for text in made.texts])
    each = seconds(lambda: [fuzz.ratio(one, other, score_cutoff=ALIKE) for one in plain[:SAMPLE] for other in plain])
    with_all = each / SAMPLE * count / 2
    alike = {n for n in made.copies if n in heard}
    print(f"{count} replies, {len(heard)} heard again, {len(alike)} of {len(made.copies)} copies")
    print(f"  one spelling        {spelling:8.2f} s")
    print(f"  the same again      {took:8.2f} s  {took / spelling:6.1f} x")
    print(f"  each with all       {with_all:8.0f} s  {with_all / took:6.0f} x as long", flush=True)
    assert took <= 60 * spelling, "more than 60 times the spelling"
    assert len(alike) >= 0.99 * len(made.copies), "copies were missed"
    return took


def main() -> None:
    """Measure the numbers of replies on the command line; 50,000 and 100,000 otherwise."""
    before: tuple[int, float] | None = None
    for count in [int(number) for number in sys.argv[1:]] or [50_000, 100_000]:
        took = measure(count)
        if before:
            times, longer = count / before[0], took / before[1]
            print(f"  {times:.1f} times the replies took {longer:.1f} times as long")
            assert longer <= 1.5 * times, "grows faster than the replies"
        before = (count, took)


if __name__ == "__main__":
    main()
