"""How surges are told from complaints, for the page on how we count: the rule of policy.yml and when it held lately."""

from __future__ import annotations

from collections.abc import Iterable

from generator.facts.surge import ONE_IN, Subject, Surge
from generator.publish.context import Context
from generator.publish.render import render


def section(context: Context, root: str, found: Iterable[Surge]) -> str:
    """A section of HTML; `found` is what `facts.surge.recent` gives."""
    rows = [(surge, _about(context, surge.subject)) for surge in found]
    return render(context, "surges.html", root, rule=context.ledger.policy.surge, one_in=ONE_IN, rows=rows)


def _about(context: Context, subject: Subject) -> str:
    """A topic's or component's name; its id where the company files name none."""
    ledger = context.ledger
    named = {"topic": ledger.topic, "component": ledger.component}.get(subject.kind, lambda _id: None)(subject.id)
    return context.text(named.name) if named else subject.id or context.gettext("Everything together")
