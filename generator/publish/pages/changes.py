"""Everything that changed because somebody complained, by month."""

from __future__ import annotations

from generator.publish.context import Context
from generator.publish.render import render


def body(context: Context, root: str) -> str:
    """The whole page."""
    by_month = context.ledger.answers_by_month.items()
    months = [(month, [a for a in answers if a.changed]) for month, answers in by_month]
    return render(context, "changes.html", root, months=[(month, found) for month, found in months if found])
