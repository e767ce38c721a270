"""`freshness.json`: until when this build is valid. The script on every page obeys it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from answerable.output.outputs import Output
from answerable.output.served import Lifetime, Verify
from answerable.publish.api.endpoints import Endpoint, Schema
from answerable.publish.context import Context

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
    instants = [
        *(update.at for incident in ledger.incidents for update in incident.updates),
        *(update.at for maintenance in ledger.maintenances for update in maintenance.updates),
        *(maintenance.announced for maintenance in ledger.maintenances if maintenance.announced),
        *(notice.starts for notice in ledger.notices),
        *(step.at for answer in ledger.answers for step in answer.steps),
    ]
    return max((at for at in instants if at <= context.now), default=None)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
