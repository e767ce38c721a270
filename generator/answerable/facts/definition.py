"""The shape of a figure's definition, and the mark of sentences that pages translate."""

from __future__ import annotations

from dataclasses import dataclass


def N_(sentence: str) -> str:  # noqa: N802 (the name by which gettext's tools know it)
    """Mark a sentence for translation and return it unchanged."""
    return sentence


@dataclass(frozen=True, slots=True)
class Definition:
    """The name, meaning and formula of one figure, and the source of its method if it has one."""

    id: str
    name: str
    sentence: str
    formula: str
    source: str = ""
