"""Parts of the site made of as many records as possible, after a failure that nobody thought of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from answerable.output.failures import LeftOutError, failing
from answerable.output.outputs import Output, Task
from answerable.publish.context import Context
from answerable.records.company import Component, Person, Policy
from answerable.records.ledger import Ledger, make_ledger, with_records
from answerable.records.model import Complaint, Incident, Maintenance, Notice, Record
from answerable.records.text import Text
from answerable.records.validation.references import references

T = TypeVar("T")


def of_most_records(make: Callable[[Context], T], context: Context) -> tuple[T, str]:
    """Return what `make` makes of the records with which it does not fail, and the paths of the others, with reasons.

    Raises what `make` raises if it fails without any record too, or with one that says what is happening now: without
    that, what is made could say that all is well.
    """
    try:
        return make(context), ""
    except Exception:
        make(_with(context, ()))
        every = [*all_records(context.ledger)]
        left_out = list(failing(every, lambda some: make(_with(context, some))))
        if not left_out or any(_is_current(record, context.now) for record, _ in left_out):
            raise
    paths = {record.path for record, _ in left_out}
    made = make(_with(context, [one for one in every if one.path not in paths]))
    return made, ", ".join(f"{record.path} ({why})" for record, why in left_out)


def _is_current(record: Record, now: datetime) -> bool:
    if isinstance(record, Incident):
        return record.resolved_at is None
    return isinstance(record, Maintenance | Notice) and record.ends > now


def tolerant(task: Task) -> Task:
    """Return a task that yields the files of as many records as possible, and then raises LeftOutError if need be."""
    return partial(_tolerant, task)


def _tolerant(task: Task) -> Iterator[Output]:
    context = _context_of(task)
    if context is None:
        yield from task()
        return
    made, left_out = of_most_records(lambda other: list(_for(task, other)()), context)
    yield from made
    if left_out:
        raise LeftOutError(left_out)


def _context_of(task: object) -> Context | None:
    """Return the context among the arguments that a task is bound to."""
    if not isinstance(task, partial):
        return None
    found = (one if isinstance(one, Context) else _context_of(one) for one in task.args)
    return next((one for one in found if one is not None), None)


def _for(task: T, context: Context) -> T:
    """Return the same task with another context among its arguments."""
    if isinstance(task, Context):
        return context  # type: ignore[return-value]  # T is Context here
    if not isinstance(task, partial):
        return task
    return partial(task.func, *(_for(one, context) for one in task.args), **task.keywords)  # type: ignore[return-value]


def _with(context: Context, records: Sequence[Record]) -> Context:
    return replace(context, ledger=ledger_of(context.ledger, records))


def all_records(ledger: Ledger) -> Iterator[Record]:
    """Yield the records of a ledger, those withdrawn included."""
    yield from (*ledger.every_incident, *ledger.every_maintenance, *ledger.notices, *ledger.complaints)


def ledger_of(ledger: Ledger, records: Sequence[Record]) -> Ledger:
    """Return the ledger of the same company with these records only."""
    return with_records(
        ledger,
        incidents=[one for one in records if isinstance(one, Incident)],
        maintenances=[one for one in records if isinstance(one, Maintenance)],
        notices=[one for one in records if isinstance(one, Notice)],
        complaints=[one for one in records if isinstance(one, Complaint)],
    )


def least_ledger(ledger: Ledger) -> Ledger:
    """Return the ledger without complaints and without the company's files; what records name is shown by its id."""
    records = [one for one in all_records(ledger) if not isinstance(one, Complaint)]
    named = [each for one in records for each in references(one) if each.id]
    kept = ("zone", "languages", "organisation", "publish")
    policy = Policy(**{name: getattr(ledger.policy, name) for name in kept})
    ids = {kind: sorted({str(each.id) for each in named if each.kind == kind}) for kind in ("component", "person")}
    bare = make_ledger(
        components=[Component(id=id, name=Text({"": id})) for id in ids["component"]],
        people=[Person(id=id, name=Text({"": id})) for id in ids["person"]],
        policy=policy,
    )
    return ledger_of(bare, records)
