"""`freshness.json`: until when this build is valid. The script on every page obeys it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from answerable.output.outputs import Output
from answerable.output.served import Lifetime, Verify
from answerable.publish.api.endpoints import Endpoint, Schema
from answerable.publish.context import Context
from answerable.records.model import MaintenanceUpdate, Step, Update

PATH = "freshness.json"
SERVED = (
    Endpoint(
        PATH,
        lifetime=Lifetime.DATED,
        id="freshness",
        summary="How long the site may be believed",
        schema=Schema("freshness.schema.json", "api/freshness.schema.json", "freshness"),
        verify=Verify.EVERY_LANGUAGE,
    ),
)


def publish(context: Context) -> Iterator[Output]:
    """Yield the one file."""
    facts = {
        "content_at": _iso(content_at(context)),
        "built_at": _iso(context.now),
        "next_build_by": _iso(context.next_build_by),
        "believe_until": _iso(context.believe_until),
        "findings": context.findings,
    }
    yield Output(PATH, json.dumps(facts, separators=(",", ":")).encode())


def content_at(context: Context) -> datetime | None:
    """Return the instant of the newest update in any record, up to now, or None without any."""
    ledger = context.ledger
    now = context.now
    instants = [
        *(_newest(incident.updates, now) for incident in ledger.incidents),
        *(_newest(maintenance.updates, now) for maintenance in ledger.maintenances),
        *(maintenance.announced for maintenance in ledger.maintenances),
        *(notice.starts for notice in ledger.notices),
        *(_newest(answer.steps, now) for answer in ledger.answers),
    ]
    return max((at for at in instants if at and at <= now), default=None)


def _newest(said: Sequence[Update | MaintenanceUpdate | Step], now: datetime) -> datetime | None:
    """Return the instant of the last one up to now; they are in order."""
    return next((one.at for one in reversed(said) if one.at <= now), None)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
