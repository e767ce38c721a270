"""Pinned notices: as HTML on the pages that contain them, and as `pinned.json` for all others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from answerable.facts.incidents import Pinned, happening, pinnable
from answerable.output.outputs import Output
from answerable.output.served import Lifetime, Verify
from answerable.publish.addresses import anchors, notice_path
from answerable.publish.api.endpoints import Endpoint, Schema
from answerable.publish.context import Context
from answerable.publish.render import render
from answerable.publish.text.lettering import one_line
from answerable.publish.text.terms import update_word
from answerable.records.model import Incident, Update

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
"""Notices that home shows unfolded, and that other pages have a line for."""
EARLIER = 4
"""Earlier updates that are folded below the newest on home; the incident's page has all."""


@dataclass(frozen=True)
class HomeNotice:
    """A notice as home tells it: an incident with the place of its newest update and its earlier ones, newest first.

    `left` is the number of still earlier updates, which only the incident's page has.
    """

    notice: Pinned
    incident: Incident | None = None
    place: str = ""
    earlier: tuple[tuple[Update, str], ...] = ()
    left: int = 0


def home_notices(context: Context, root: str) -> str:
    """Return open incidents, notices, and what was resolved lately, each once, as HTML for home; empty without any.

    Those that begin while the page is valid are in it already, hidden.
    """
    ahead = context.believe_until - context.now
    found = [_on_home(context, notice) for notice in happening(context.ledger, context.now, ahead)]
    return render(context, "notices_whole.html", root, found=found, in_full=IN_FULL) if found else ""


def _on_home(context: Context, notice: Pinned) -> HomeNotice:
    incident = context.ledger.incident(notice.id) if notice.kind == "incident" else None
    if incident is None:
        return HomeNotice(notice)
    places = anchors(update.at for update in incident.updates)
    newest, *earlier = zip(reversed(incident.updates), reversed(places), strict=True)
    return HomeNotice(notice, incident, newest[1], tuple(earlier[:EARLIER]), max(0, len(earlier) - EARLIER))


def notice_lines(context: Context, root: str) -> str:
    """Return the notices that are not over as one line each, for every page but home; empty without any."""
    ahead = context.believe_until - context.now
    found = [notice for notice in pinnable(context.ledger, context.now, ahead) if not notice.resolved]
    waiting = [notice for notice in found if notice.starts and notice.starts > context.now]
    holding = [notice for notice in found if notice not in waiting]
    if not found:
        return ""
    lines = [*holding[:IN_FULL], *waiting]
    return render(context, "notices_lines.html", root, found=lines, more=len(holding) - IN_FULL)


def publish(context: Context) -> Iterator[Output]:
    """Yield `pinned.json`: every notice that is pinned now or soon, with its begin and end.

    `more` has the line for one notice more than three, for two, and so on.
    """
    notices = [_facts(context, notice) for notice in pinnable(context.ledger, context.now, AHEAD)]
    numbers = range(1, len(notices) - IN_FULL + 1)
    more = [_line(context, more=number) for number in numbers]
    content = {"notices": notices, "more": more}
    yield Output(PATH, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _facts(context: Context, notice: Pinned) -> dict[str, str | None]:
    """Return a notice as HTML for our own pages, and as plain text for other sites."""
    title, language = notice.title.in_language(context.language, context.first_language)
    update = notice.update
    return {
        "id": f"{notice.kind}:{notice.id}",
        "html": _line(context, notice),
        "from": notice.starts.isoformat(timespec="seconds") if notice.starts else None,
        "until": notice.until.isoformat(timespec="seconds") if notice.until else None,
        "title": one_line(title),
        "lang": language,
        "state": update_word(context, update.status) if update else "",
        "tone": "resolved" if notice.resolved else notice.impact.value,
        "at": notice.since.isoformat(timespec="seconds"),
        "url": context.absolute(notice_path(notice)),
    }


def _line(context: Context, notice: Pinned | None = None, more: int = 0) -> str:
    """Return the line of a notice, or the one that says how many more there are."""
    return render(context, "notices_line.html", context.root, notice=notice, more=more).strip()
