"""What the search says, in the language of the site."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from answerable.publish.context import Context
from answerable.publish.text.formats import in_digits

_SAMPLES = (*range(101), 1_000_000)
"""Whole numbers among which is one of each plural category that whole numbers have in any language (CLDR)."""


def words(context: Context) -> dict[str, Any]:
    """Return the sentences of the result line, by plural category where they count; `#` is for the number."""
    return {
        "results": _counted(context),
        "more": context.gettext("More than %(num)s results") % {"num": "#"},
        "none": context.gettext("No results"),
        "some": context.gettext("Nothing has all of these words. Some of them are in:"),
        "filters": context.gettext("Narrow the search"),
    }


def _counted(context: Context) -> dict[str, str]:
    found: dict[str, str] = {}
    for number in _SAMPLES:
        category = context.locale.plural_form(number)
        if category not in found:
            found[category] = context.ngettext("%(num)s result", "%(num)s results", number) % {"num": "#"}
    return found


def filters(context: Context, years: Iterable[int]) -> list[dict[str, Any]]:
    """Return what results can be narrowed to: for each filter its name, what it says for all, and its choices.

    A choice is its label in the index, or a year, with its name. A filter of fewer than two choices is left out.
    """
    ledger = context.ledger
    components = (one for one in ledger.every_component if ledger.incidents_of(one.id) or _otherwise(context, one.id))
    topics = (one for one in ledger.topics if ledger.answers_of_topic(one.id))
    numbers = [year for year in dict.fromkeys(years) if year]
    found = [
        (
            "component",
            context.gettext("All components"),
            [[f"component:{one.id}", context.text(one.name)] for one in components],
        ),
        ("topic", context.gettext("All topics"), [[f"topic:{one.id}", context.text(one.name)] for one in topics]),
        ("year", context.gettext("All years"), [[str(year), in_digits(str(year), context.locale)] for year in numbers]),
    ]
    return [{"name": name, "all": all_of, "choices": choices} for name, all_of, choices in found if len(choices) > 1]


def _otherwise(context: Context, id: str) -> bool:
    return any(chain(context.ledger.maintenances_of(id), context.ledger.answers_of_component(id)))
