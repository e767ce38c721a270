"""What of `content/` belongs to which half of the site, and the note about a half that policy.yml does not publish."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from answerable.content.company_files import COMPANY_HALVES, Company
from answerable.content.own_pages import PAGE_HALVES, OwnFiles
from answerable.intake.population import Intake
from answerable.records.company import Channel, Policy
from answerable.records.findings import Finding
from answerable.records.ledger import Ledger, with_records
from answerable.records.model import Complaint, Incident, Maintenance, Notice, Record
from answerable.records.vocabulary import Half
from answerable.translation.message import joined, msg

FOLDERS: dict[str, type[Record]] = {
    "incidents": Incident,
    "maintenance": Maintenance,
    "notices": Notice,
    "complaints": Complaint,
}
"""The folders of records in `content/` and their models."""
_HALVES = {
    "incidents": Half.STATUS,
    "maintenance": Half.STATUS,
    "complaints": Half.ANSWERS,
    "intake": Half.ANSWERS,
    "published": Half.ANSWERS,
}
"""The folders of `content/` that belong to one half."""


def folders_of(halves: Collection[Half]) -> dict[str, type[Record]]:
    """Return the folders of records that are read for these halves, with their models."""
    return {name: model for name, model in FOLDERS.items() if _HALVES.get(name) in (None, *halves)}


def unpublished_half(folder: str, halves: Collection[Half]) -> Half | None:
    """Return the half to which the records of a folder belong if it is not among these, else None."""
    half = _HALVES.get(folder)
    return half if half not in (None, *halves) else None


def half_of(path: str) -> Half | None:
    """Return the half to which a file of `content/` belongs, by its path there, or None if it belongs to both."""
    folder, name = path.partition("/")[0], path.removesuffix(".md")
    return _HALVES.get(folder) or PAGE_HALVES.get(f"{name}.html") or COMPANY_HALVES.get(path)


def policy_of(policy: Policy) -> Policy:
    """Return the policy without the topics of complaints if answers are not published."""
    return policy if Half.ANSWERS in policy.publish else policy.model_copy(update={"topics": ()})


def channels_of(company: Company) -> tuple[Channel, ...]:
    """Return the channels, without their topics if answers are not published."""
    channels = company.channels.channels
    if Half.ANSWERS in company.policy.publish:
        return channels
    return tuple(channel.model_copy(update={"topics": ()}) for channel in channels)


def without_status(ledger: Ledger, intake: Intake) -> Ledger:
    """Return the ledger with complaints that name no component and no incident; take the components from the intake."""
    if not intake.empty:
        intake.change("UPDATE intake SET component = NULL")
    return with_records(
        ledger,
        incidents=(),
        maintenances=(),
        notices=ledger.notices,
        complaints=(one.model_copy(update={"component": None, "incident": None}) for one in ledger.complaints),
    )


def own_files_of(own: OwnFiles, halves: Collection[Half]) -> OwnFiles:
    """Return a team's own files without the pages of other halves, of which `left_out` has the names."""
    kept = [page for page in own.pages if PAGE_HALVES.get(page.template) in (None, *halves)]
    left_out = [page.name for page in own.pages if page not in kept]
    files = [Path(found.path).name.partition(".")[0] for found in own.findings]
    findings = [found for found, name in zip(own.findings, files, strict=True) if name not in left_out]
    return replace(own, pages=tuple(kept), left_out=tuple(left_out), findings=tuple(findings))


def unpublished(content: Path, company: Company) -> Iterator[Finding]:
    """Yield a note for each half that is not published and of which there are files."""
    read = company.reads["policy.yml"]
    for half in Half:
        if half not in company.policy.publish:
            counts = {name: _count(content / name) for name, of in _HALVES.items() if of is half}
            found = [
                msg("%(number)s in %(name)s", number=number, name=name) for name, number in counts.items() if number
            ]
            if found:
                message = msg(
                    "`publish` has no `%(half)s`: files that are not read and not published: %(found)s",
                    half=half,
                    found=joined(", ", found),
                )
                place = read.tree.key_position(("publish",))
                suggestion = msg("add `%(half)s` to publish them", half=half)
                yield Finding(read.path, *place, message, suggestion, rule="publish", level="note")


def _count(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*.*") if path.is_file() and not path.name.startswith("."))
