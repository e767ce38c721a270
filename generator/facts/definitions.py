"""What each figure means: the sentences of the page "How we count" and the names of the figures everywhere else.

A definition's id is the last part of the names in `CohortFigures.shares` and `.quantiles`, or a field's name. Formulas
are not translated. Sentences are marked with `N_`; pages translate them.
"""

from __future__ import annotations

from generator.facts.definition import N_, Definition
from generator.facts.definitions_changes import CHANGES
from generator.facts.definitions_ends import ENDS
from generator.facts.definitions_outages import OUTAGES
from generator.facts.definitions_replies import REPLIES

DEFINITIONS: tuple[Definition, ...] = (*REPLIES, *ENDS, *OUTAGES, *CHANGES)
"""In the order of the page."""

BY_ID = {definition.id: definition for definition in DEFINITIONS}

YARDSTICK = Definition(
    "yardstick",
    N_("For comparison"),
    N_("In 2012, four in ten complaints on Twitter were answered within 24 hours."),
    "0.40",
    "STELLAService, 2012",
)
"""The industry's published figure; it may be drawn as a line beside `within_day`."""
YARDSTICK_SHARE = 0.40


def definition_of(figure: str) -> Definition:
    """The definition of a figure by its name, such as `all_hours.human.within_day`. Raises KeyError for others."""
    return BY_ID[figure.rpartition(".")[2]]
