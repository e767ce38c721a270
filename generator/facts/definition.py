"""What a definition of a figure is."""

from __future__ import annotations

from dataclasses import dataclass


def N_(sentence: str) -> str:  # noqa: N802 (the name by which gettext's tools know it)
    """Mark a sentence for translation and give it back as it is."""
    return sentence


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure: its name and its meaning for readers, its formula, and where the way of counting comes from."""

    id: str
    name: str
    sentence: str
    formula: str
    source: str = ""
