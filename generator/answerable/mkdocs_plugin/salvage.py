"""Our parts of pages after a failed attempt: without those that cannot be made, each of which is reported."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from answerable.mkdocs_plugin.source import Attempt
from answerable.output.failures import Failure, failure_of, reason
from answerable.publish import frame, site
from answerable.publish.context import Context
from answerable.publish.frame import Frame
from answerable.publish.pages import home
from answerable.publish.partial_site import of_most_records
from answerable.publish.shell import BODY_MARK, HEAD_MARK
from answerable.publish.text import terms
from answerable.records.findings import Finding
from answerable.translation.message import msg


def page_frame(context: Context, attempt: Attempt, template: str, root: str) -> tuple[Frame, list[Failure]]:
    """Return our parts of a page, and what failed; in the first attempt a failure is raised."""
    if attempt is Attempt.WHOLE:
        return site.page_frame(context, template, root), []
    return _salvaged_frame(context, template, root)


def placeholder_frame(context: Context, attempt: Attempt, folder: str) -> tuple[Frame, list[Failure]]:
    """Return our parts of a folder's placeholder page, and what failed; in the first attempt a failure is raised."""
    if attempt is Attempt.WHOLE:
        return site.placeholder_frame(context, folder), []
    return _salvaged_placeholder(context, folder)


def failed_part(failure: Failure) -> Finding:
    """Return the finding about a part of the site that could not be made, or not of all records."""
    message = msg("this part of the site could not be made (%(why)s)", why=failure.why)
    if failure.made:
        message = msg("this part of the site was made without %(records)s", records=failure.why)
    return Finding(failure.part, 0, 0, message, msg("this is a fault of the program, please report it"))


def _salvaged_frame(context: Context, template: str, root: str) -> tuple[Frame, list[Failure]]:
    """Return our parts of a page without those that cannot be made, and what failed.

    The notices are always among them, as plain text if need be.
    """
    failures: list[Failure] = []

    def part(name: str, make: Callable[[Context], str], instead: str = "") -> str:
        part_of_page = f"{template or 'page'} ({name})"
        try:
            made, left_out = of_most_records(make, context)
        except Exception as error:  # noqa: BLE001 (whatever it is, the notices are to be published)
            failures.append(failure_of(part_of_page, error))
            return instead
        failures.extend([Failure(part_of_page, left_out, made=True)] if left_out else [])
        return made

    live, body = template in site.LIVE, site.NAV_PAGES.get(template)
    found = Frame(
        head=part("head", lambda some: frame.head(some, root, live)),
        band=part("status", lambda some: home.band(some, root) if template == "home.html" else ""),
        notices=part("notices", lambda some: frame.notices(some, root, home=live), _plain_notices(context)),
        body=part("body", lambda some: body(some, root) if body else ""),
        footer=part("footer", lambda some: frame.footer(some, root, live=True)),
        company=part("company", lambda some: frame.company(some, root)),
        **site.fixed_parts(context, root),
        title=part("title", lambda some: escape(terms.of_home(some)) if live else ""),
    )
    return found, failures


def _salvaged_placeholder(context: Context, folder: str) -> tuple[Frame, list[Failure]]:
    """Return our parts of a folder's placeholder page, with no more than the record where they cannot be made."""
    try:
        return site.placeholder_frame(context, folder), []
    except Exception as error:  # noqa: BLE001 (whatever it is, the records' pages are to be published)
        bare = Frame(
            head=HEAD_MARK, band="", notices="", body=BODY_MARK, footer="", company="", style="", script="", skip=""
        )
        return bare, [Failure(f"{folder} (frame)", reason(error))]


def _plain_notices(context: Context) -> str:
    """Return the open incidents and the notices as plain paragraphs, made without anything that could fail."""
    words = [(one.title, one.newest.text) for one in context.ledger.incidents if one.resolved_at is None]
    words += [(one.title, one.text) for one in context.ledger.notices if one.starts <= context.now < one.ends]
    parts = (context.text(text) for pair in words for text in pair if text)
    return "".join(f"<p>{escape(part)}</p>" for part in parts)
