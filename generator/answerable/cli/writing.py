"""The commands that write records: `new`, `update`, `resolve`, `step`."""

from __future__ import annotations

from typing import Any

import click

from answerable.cli.options import (
    APPROVED_BY,
    ID,
    IMPACT,
    NEXT_UPDATE,
    STATUSES,
    TEMPLATE,
    TITLE,
    WHEN,
    WORDS,
    component,
    text,
    writing,
)


@click.group()
def new() -> None:
    """Write a new record; on a terminal, whatever is not given is asked.

    \b
    Examples:
      answerable new incident
      answerable new complaint --dry-run

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """


@new.command("incident")
@TITLE
@IMPACT
@component
@text("status", f"{STATUSES}; investigating without it.")
@WORDS
@NEXT_UPDATE
@text("started", "When it began, if before now: " + WHEN, metavar="WHEN")
@TEMPLATE
@APPROVED_BY
@ID
@writing
def new_incident(**options: Any) -> None:
    """Say what is broken now.

    \b
    Examples:
      answerable new incident
      answerable new incident --title "Card payments fail" --impact major \\
        --component checkout=partial_outage --by sahar --next-update 30m \\
        --text "About one order in three fails. Paying at the door works."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    _new("incident", options)


@new.command("maintenance")
@TITLE
@text("starts", "When it starts: " + WHEN, metavar="WHEN")
@text("ends", "When it ends, in the same words.", metavar="WHEN")
@component
@WORDS
@TEMPLATE
@ID
@writing
def new_maintenance(**options: Any) -> None:
    """Announce work.

    \b
    Example:
      answerable new maintenance --title "Our database moves" --component checkout --by omid \\
        --starts "tomorrow 02:00" --ends "tomorrow 04:30" --text "No orders can be placed meanwhile."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    _new("maintenance", options)


@new.command("notice")
@TITLE
@WORDS
@IMPACT
@text("starts", "From when it is shown; now without it.", metavar="WHEN")
@text("ends", "Until when: 7d, " + WHEN, metavar="WHEN")
@text("link", "An address with more about it.")
@TEMPLATE
@APPROVED_BY
@ID
@writing
def new_notice(**options: Any) -> None:
    """Pin what everybody should know.

    \b
    Example:
      answerable new notice --title "Fake shops ask for card numbers" --ends 30d --by sahar \\
        --text "We never ask for your card number in a message."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    _new("notice", options)


@new.command("complaint")
@TITLE
@text("channel", "Where it came: an id of channels.yml.")
@text("topic", "What it is about: an id of policy.yml.")
@text("priority", "outage, safety, prominent, urgent or normal; normal without it.")
@text("component", "The component it has to do with.")
@text("incident", "The incident it has to do with.")
@text("received", "When it came; now without it.", metavar="WHEN")
@text("consent", "What the person allowed: none, anonymous or named; none without it.")
@text("customer", "The person's name, with --consent named only.")
@ID
@writing
def new_complaint(**options: Any) -> None:
    """Record a complaint; it is published once it is resolved.

    \b
    Example:
      answerable new complaint --title "Refund missing after a cancelled order" \\
        --channel x --topic refunds --received 09:12

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    _new("complaint", options)


@click.command()
@click.argument("id", required=False)
@text("status", f"{STATUSES}; of a maintenance in_progress, verifying, completed or cancelled.")
@WORDS
@component
@NEXT_UPDATE
@APPROVED_BY
@writing
def update(**options: Any) -> None:
    """Say more about an open incident or a maintenance; without ID, the only one that is open.

    What you do not name as --component stays as it was.

    \b
    Examples:
      answerable update
      answerable update 2026-11-23-card-payments --status monitoring --next-update 1h \\
        --by omid --component checkout=degraded_performance --text "Most payments go through."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    from answerable.commands.drafting import run_draft
    from answerable.commands.updating import draft_update

    run_draft(lambda work: draft_update(work, resolve=False), options)


@click.command()
@click.argument("id", required=False)
@text("status", "Of a maintenance: completed or cancelled.")
@WORDS
@APPROVED_BY
@writing
def resolve(**options: Any) -> None:
    """Say that an incident or a maintenance is over; without ID, the only one that is open.

    \b
    Example:
      answerable resolve 2026-11-23-card-payments --by sahar --text "Card payments work again."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    from answerable.commands.drafting import run_draft
    from answerable.commands.updating import draft_update

    run_draft(lambda work: draft_update(work, resolve=True), options)


@click.command()
@click.argument("id", required=False)
@text("did", "answered, auto_answered, taken_private, resolved, followed_up, confirmed, reopened or withdrawn.")
@text("outcome", "Of resolved: solved, partly_solved, explained, declined, no_reply_from_customer or unresolved.")
@text("reason", "Why it was declined.")
@text("text", "What was written in public; it is checked, not published.")
@text("said", "What the person said, where they allow it.")
@text("done", "What you did about it; published as the record's `did`.")
@text("changed", "What is different now, for everybody.")
@writing
def step(**options: Any) -> None:
    """Record the next step of a complaint; without ID, the only one that waits.

    \b
    Examples:
      answerable step
      answerable step 2026-11-18-late-refund --did answered --by leila
      answerable step 2026-11-18-late-refund --did resolved --outcome solved --by omid \\
        --done "We released the payment." --changed "Held refunds alert the payments team."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    from answerable.commands.drafting import run_draft
    from answerable.commands.updating import draft_step

    run_draft(draft_step, options)


def _new(kind: str, options: dict[str, Any]) -> None:
    from answerable.commands.drafting import draft_new, run_draft

    run_draft(lambda work: draft_new(work, kind), options, id_option="id")
