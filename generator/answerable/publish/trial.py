"""Make the whole site of some records without writing it, to find those of which no site can be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from answerable.publish import site
from answerable.publish.context import Context
from answerable.publish.files.hosting import ThemePages
from answerable.publish.sections import SECTIONS
from answerable.publish.shell import BODY_MARK, TITLE_MARK, Shell
from answerable.records.company import Component, Person, Policy
from answerable.records.ledger import Ledger, make_ledger, with_records
from answerable.records.model import Complaint, Incident, Maintenance, Notice, Record
from answerable.records.text import Text
from answerable.records.validation.references import references

_SHELLS = {folder: Shell(f"{TITLE_MARK}{BODY_MARK}") for folder in SECTIONS}


def failing_records(context: Context) -> list[tuple[Record, str]]:
    """Return the records with which alone the site cannot be made, each with the reason.

    Empty if it can be made, or if it cannot be made of no records either.
    """
    every = [*all_records(context.ledger)]
    return list(_failing(every, lambda some: _failure(context, some))) if not _failure(context, ()) else []


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


def _failing(some: Sequence[Record], failure: Callable[[Sequence[Record]], str]) -> Iterator[tuple[Record, str]]:
    why = failure(some) if some else ""
    if why and len(some) == 1:
        yield some[0], why
    elif why:
        middle = len(some) // 2
        yield from _failing(some[:middle], failure)
        yield from _failing(some[middle:], failure)


def _failure(context: Context, records: Sequence[Record]) -> str:
    """Return why the site of these records cannot be made, or an empty string."""
    trial = replace(context, ledger=ledger_of(context.ledger, records), figures=None)
    try:
        for template in site.NAV_PAGES:
            site.page_frame(trial, template, "")
        for task in (*site.file_tasks(trial, ThemePages([], {})), *site.page_tasks(trial, _SHELLS)):
            for _output in task():
                pass
    except Exception as error:  # noqa: BLE001 (whatever it is, it would end the build)
        return f"{type(error).__name__}: {error}"
    return ""
