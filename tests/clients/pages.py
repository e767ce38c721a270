"""Small status pages made from records, as files to serve to other people's clients."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from answerable.facts.incidents import as_of
from answerable.publish.api import statuspage
from answerable.publish.context import Context
from answerable.records.company import Component, Group
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Incident, Maintenance

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BROKEN: dict[str, Any] = {
    "id": "disk-full",
    "title": "Disk full",
    "impact": "major",
    "components": {"shop": "partial_outage"},
    "updates": [
        {"at": "2026-11-24T09:00:00Z", "status": "investigating", "text": "We look into it."},
        {"at": "2026-11-24T10:00:00Z", "status": "identified", "text": "A disk is full."},
    ],
}
MENDED: dict[str, Any] = {
    **BROKEN,
    "updates": [*BROKEN["updates"], {"at": "2026-11-24T11:00:00Z", "status": "resolved", "text": "It works."}],
}
WORK: dict[str, Any] = {
    "id": "new-disks",
    "title": "New disks",
    "components": {"shop": "under_maintenance"},
    "starts": "2026-12-01T00:00:00Z",
    "ends": "2026-12-01T02:00:00Z",
    "announced": "2026-11-20T08:00:00Z",
    "text": "The shop is closed meanwhile.",
}
SHOP: dict[str, Any] = {"id": "shop", "name": "Shop", "since": "2026-01-01"}


def ledger_of(
    *,
    components: tuple[dict[str, Any], ...] = (SHOP,),
    groups: tuple[dict[str, Any], ...] = (),
    incidents: tuple[dict[str, Any], ...] = (),
    maintenances: tuple[dict[str, Any], ...] = (),
) -> Ledger:
    """A ledger of these records, each as its file's front matter."""
    return make_ledger(
        components=[Component.model_validate(one) for one in components],
        groups=[Group.model_validate(one) for one in groups],
        incidents=[Incident.model_validate(one) for one in incidents],
        maintenances=[Maintenance.model_validate(one) for one in maintenances],
    )


def context_of(ledger: Ledger, now: datetime = NOW, language: str = "en") -> Context:
    """The context of a site with these records."""
    return Context(as_of(ledger, now), now, language, language, "Example", "https://status.example.com/")


def write_page(folder: Path, context: Context) -> Path:
    """Write the status API below a folder, and give the folder."""
    for output in statuspage.publish(context):
        file = folder / output.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(output.content)
    return folder
