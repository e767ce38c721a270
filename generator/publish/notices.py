"""Pinned notices: on the pages that carry them, and in `pinned.json` for all others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

from generator.build.outputs import Output
from generator.facts.pinned import Pinned, pinnable, pinned
from generator.publish.addresses import incident_path
from generator.publish.context import Context
from generator.publish.render import render

AHEAD = timedelta(days=60)
IN_FULL = 3


def pinned_html(context: Context, root: str) -> str:
    """The notices as a block of HTML, the first three in full and the rest in one line; empty without any."""
    notices = pinned(context.ledger, context.now)
    if not notices:
        return ""
    cards = [_card(context, notice, root) for notice in notices[:IN_FULL]]
    return render(context, "pinned.html", root, cards=cards, more=len(notices) - IN_FULL)


def publish(context: Context) -> Iterator[Output]:
    """`pinned.json`: every notice that holds now or begins soon, with its window."""
    notices = [
        {
            "id": f"{notice.kind}:{notice.id}",
            "html": _card(context, notice, context.root),
            "from": notice.starts.isoformat(timespec="seconds") if notice.starts else None,
            "until": notice.until.isoformat(timespec="seconds") if notice.until else None,
        }
        for notice in pinnable(context.ledger, context.now, AHEAD)
    ]
    more = render(context, "pinned_more.html", context.root, more=len(notices) - IN_FULL)
    content = {"notices": notices, "more": more}
    yield Output("pinned.json", json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _card(context: Context, notice: Pinned, root: str) -> str:
    path = incident_path(notice.id) if notice.kind == "incident" else ""
    return render(context, "pinned_card.html", root, notice=notice, href=root + path if path else "")
