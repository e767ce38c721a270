"""How well tone is heard on labelled replies, and that the documents say so."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.unit.tone_set import LANGUAGES, RULES, replies, score, table

ROOT = Path(__file__).resolve().parents[2]


def test_the_set_is_large_and_has_hard_negatives() -> None:
    """Every language and every rule in each part, and a third with nothing wrong."""
    every = replies()
    assert len(every) >= 120 and len({reply.text for reply in every}) == len(every)
    sizes = Counter((reply.language, reply.half) for reply in every)
    assert {language for language, _ in sizes} == set(LANGUAGES) and min(sizes.values()) >= 25
    for half in ("seen", "held"):
        of_half = [reply for reply in every if reply.half == half]
        assert {rule for reply in of_half for rule in reply.rules} == set(RULES)
        assert sum(not reply.rules for reply in of_half) >= len(of_half) / 3


def test_the_replies_held_out_are_heard_well() -> None:
    """Nineteen of twenty findings are right, and seven of ten wrongs are heard."""
    counts = score(reply for reply in replies() if reply.half == "held")
    assert counts["right"] / (counts["right"] + counts["false"]) >= 0.95
    assert counts["right"] / (counts["right"] + counts["missed"]) >= 0.7


def test_the_documents_show_these_figures() -> None:
    """docs/tone.md holds the table as it comes out now, and the number of replies."""
    page = (ROOT / "docs" / "tone.md").read_text(encoding="utf-8")
    assert table() in page
    assert f"Measured on {len(replies())} short replies" in page
