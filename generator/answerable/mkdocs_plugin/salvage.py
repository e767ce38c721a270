"""Our parts of pages after a failed attempt: without those that cannot be made, each of which is reported."""

from __future__ import annotations

from answerable.mkdocs_plugin.source import Attempt
from answerable.output.failures import Failure
from answerable.publish import site
from answerable.publish.context import Context
from answerable.publish.frame import Frame
from answerable.records.findings import Finding


def page_frame(context: Context, attempt: Attempt, template: str, root: str) -> tuple[Frame, list[Failure]]:
    """Return our parts of a page, and what failed; in the first attempt a failure is raised."""
    if attempt is Attempt.WHOLE:
        return site.page_frame(context, template, root), []
    return site.salvaged_frame(context, template, root)


def placeholder_frame(context: Context, attempt: Attempt, folder: str) -> tuple[Frame, list[Failure]]:
    """Return our parts of a folder's placeholder page, and what failed; in the first attempt a failure is raised."""
    if attempt is Attempt.WHOLE:
        return site.placeholder_frame(context, folder), []
    return site.salvaged_placeholder(context, folder)


def failed_part(failure: Failure) -> Finding:
    """Return the finding about a part of the site that could not be made."""
    message = f"this part of the site could not be made ({failure.why})"
    return Finding(failure.part, 0, 0, message, "this is a fault of the program, please report it")
