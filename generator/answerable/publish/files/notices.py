"""Pinned notices: as HTML on the pages that contain them, and as `pinned.json` for all others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

from answerable.facts.incidents import Pinned, pinnable, pinned
from answerable.output.outputs import Output
from answerable.output.served import Lifetime, Verify
from answerable.publish.addresses import incident_path, notice_path
from answerable.publish.api.endpoints import Endpoint, Schema
from answerable.publish.context import Context
from answerable.publish.render import render
from answerable.publish.text.lettering import one_line
from answerable.publish.text.terms import update_word

PATH = "pinned.json"
SERVED = (
    Endpoint(
        PATH,
        lifetime=Lifetime.DATED,
        id="pinned",
        summary="Pinned notices",
        schema=Schema("pinned.schema.json", "api/pinned.schema.json", "pinned"),
        verify=Verify.EVERY_LANGUAGE,
    ),
)
AHEAD = timedelta(days=60)
"""Notices that begin within this time are in the file already."""
IN_FULL = 3
"""Notices that a page shows in full."""


def pinned_html(context: Context, root: str) -> str:
    """Return the notices as a block of HTML, the first three in full and the rest in one line; empty without any.

    Those that begin while the page is valid are in it already, hidden.
    """
    holding = pinned(context.ledger, context.now)
    ahead = context.believe_until - context.now
    waiting = [n for n in pinnable(context.ledger, context.now, ahead) if n.starts and n.starts > context.now]
    if not holding and not waiting:
        return ""
    cards = [_card(context, notice, root) for notice in (*holding[:IN_FULL], *waiting)]
    return render(context, "pinned.html", root, cards=cards, more=len(holding) - IN_FULL)


def further(context: Context, root: str) -> list[str]:
    """Return the notices after the first three, which are shown in full on the home page only."""
    return [_card(context, notice, root) for notice in pinned(context.ledger, context.now)[IN_FULL:]]


def publish(context: Context) -> Iterator[Output]:
    """Yield `pinned.json`: every notice that is pinned now or soon, with its begin and end.

    `more` has the line for one notice more than three, for two, and so on.
    """
    notices = [_facts(context, notice) for notice in pinnable(context.ledger, context.now, AHEAD)]
    numbers = range(1, len(notices) - IN_FULL + 1)
    more = [render(context, "pinned_more.html", context.root, more=number) for number in numbers]
    content = {"notices": notices, "more": more}
    yield Output(PATH, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _facts(context: Context, notice: Pinned) -> dict[str, str | None]:
    """Return a notice as HTML for our own pages, and as plain text for other sites."""
    title, language = notice.title.in_language(context.language, context.first_language)
    update = notice.update
    return {
        "id": f"{notice.kind}:{notice.id}",
        "html": _card(context, notice, context.root),
        "from": notice.starts.isoformat(timespec="seconds") if notice.starts else None,
        "until": notice.until.isoformat(timespec="seconds") if notice.until else None,
        "title": one_line(title),
        "lang": language,
        "state": update_word(context, update.status) if update else "",
        "tone": "resolved" if notice.resolved else notice.impact.value,
        "at": notice.since.isoformat(timespec="seconds"),
        "url": context.absolute(notice_path(notice)),
    }


def _card(context: Context, notice: Pinned, root: str) -> str:
    href = root + incident_path(notice.id) if notice.kind == "incident" else ""
    return render(context, "pinned_card.html", root, notice=notice, href=href)
