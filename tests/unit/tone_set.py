"""The labelled replies of tests/data/tone_replies.txt, and how well the rules of tone do on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from scipy.stats import binomtest  # type: ignore[import-untyped,unused-ignore]  # scipy carries no types

from answerable.checks.tone.single_text import check_tone
from answerable.checks.word_files import languages
from answerable.records.policy import Tone

REPLIES = Path(__file__).resolve().parents[1] / "data" / "tone_replies.txt"
LANGUAGES = {code: Locale(code).english_name for code in languages()}
RULES = ("stock-apology", "sorry-you-feel", "blame", "slang", "exclamation", "shouting", "emoji")


@dataclass(frozen=True)
class Labelled:
    """A reply with the rules that a careful reader names; `half` is `seen` for development or `held` out."""

    language: str
    half: str
    rules: frozenset[str]
    text: str


def replies() -> list[Labelled]:
    """All labelled replies."""
    lines = (line for line in REPLIES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    rows = (line.split(" | ", 3) for line in lines)
    return [Labelled(language, half, frozenset(rules.split(",")) - {"-"}, text) for language, half, rules, text in rows]


def score(some: Iterable[Labelled]) -> Counter[str]:
    """How often a rule was heard rightly (`right`), wrongly (`false`) or not at all (`missed`)."""
    counts: Counter[str] = Counter()
    for reply in some:
        heard = {hit.rule.removeprefix("tone/") for hit in check_tone(reply.text, reply.language, Tone())}
        for name in (heard | reply.rules) & set(RULES):
            counts["right" if name in heard & reply.rules else "false" if name in heard else "missed"] += 1
    return counts


def table() -> str:
    """The figures as the documents show them."""
    seen = [reply for reply in replies() if reply.half == "seen"]
    held = [reply for reply in replies() if reply.half == "held"]
    rows = [
        _row("development", seen),
        _row("held out", held),
        *(_row(f"held out, {name}", [r for r in held if r.language == key]) for key, name in LANGUAGES.items()),
    ]
    return "\n".join(["| replies | how many | precision | recall |", "|---|---|---|---|", *rows])


def _row(name: str, some: list[Labelled]) -> str:
    counts = score(some)
    right = counts["right"]
    precision, recall = _share(right, right + counts["false"]), _share(right, right + counts["missed"])
    return f"| {name} | {len(some)} | {precision} | {recall} |"


def _share(part: int, whole: int) -> str:
    """Numerator, denominator and, by an independent hand, the Wilson 95 % interval in per cent."""
    interval = binomtest(part, whole).proportion_ci(method="wilson")
    low, high = (round(100 * float(bound)) for bound in (interval.low, interval.high))
    return f"{part}/{whole} ({low}-{high} %)"
