"""What was published and then taken back: its address says so and why, and nothing else of it.

Feed readers, search engines and chats keep links to it. Its title may be the very thing that had to go.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.build.shell import Page
from generator.publish.addresses import ANSWERS, INCIDENTS, answer_path, incident_path, maintenance_path
from generator.publish.context import Context
from generator.publish.render import render
from generator.records.complaint import Complaint
from generator.records.incident import Incident, Maintenance

HEAD = '<meta name="robots" content="noindex">\n'


def pages(context: Context) -> Iterator[Page]:
    """One page per withdrawn record."""
    for record in context.ledger.withdrawn:
        yield _page(context, record)


def paths(context: Context) -> set[str]:
    """Their addresses, which no site map names."""
    return {_path(record) for record in context.ledger.withdrawn}


def _page(context: Context, record: Incident | Maintenance | Complaint) -> Page:
    title, path, more = _title(context, record), _path(record), _more(context, record)
    body = render(context, "withdrawn.html", "../../", title=title, reason=record.withdrawn, more=more)
    return Page(path, path.partition("/")[0], title, title, body, HEAD)


def _title(context: Context, record: Incident | Maintenance | Complaint) -> str:
    _ = context.gettext
    if isinstance(record, Incident):
        return _("This incident was withdrawn")
    return _("This maintenance was withdrawn") if isinstance(record, Maintenance) else _("This answer was withdrawn")


def _more(context: Context, record: Incident | Maintenance | Complaint) -> tuple[str, str]:
    """Where else to look: an address relative to the root, and words for it."""
    if isinstance(record, Complaint):
        return ANSWERS, context.gettext("All answers")
    return INCIDENTS, context.gettext("All incidents")


def _path(record: Incident | Maintenance | Complaint) -> str:
    if isinstance(record, Incident):
        return incident_path(record.id)
    return maintenance_path(record.id) if isinstance(record, Maintenance) else answer_path(record.id)
