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
    TEXT,
    TITLE,
    WHEN,
    WORK_STATUSES,
    component_option,
    text_option,
    writing_options,
)


@click.group()
def new() -> None:
    """Create a record.

    On a terminal it asks for whatever you leave out.

    \b
    Examples:
      answerable new incident
      answerable new complaint --dry-run

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """


@new.command("incident", epilog=WHEN)
@TITLE
@IMPACT
@component_option
@text_option("status", f"{STATUSES}.  [default: investigating]")
@TEXT
@NEXT_UPDATE
@text_option("started", "When it began, if earlier than now.", metavar="WHEN")
@TEMPLATE
@APPROVED_BY
@ID
@writing_options
def new_incident(**options: Any) -> None:
    """Report an incident: something is broken now.

    \b
    Examples:
      answerable new incident
      answerable new incident --title "Card payments fail" --impact major \\
        --component checkout=partial_outage --by sahar --next-update 30m \\
        --text "About one order in three fails. Paying at the door works."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    _new("incident", options)


@new.command("maintenance", epilog=WHEN)
@TITLE
@text_option("starts", "When it starts.", metavar="WHEN")
@text_option("ends", "When it ends.", metavar="WHEN")
@component_option
@TEXT
@TEMPLATE
@ID
@writing_options
def new_maintenance(**options: Any) -> None:
    """Announce planned maintenance.

    \b
    Example:
      answerable new maintenance --title "Our database moves" --component checkout --by omid \\
        --starts "tomorrow 02:00" --ends "tomorrow 04:30" --text "No orders can be placed meanwhile."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    _new("maintenance", options)


@new.command("notice", epilog=WHEN)
@TITLE
@TEXT
@IMPACT
@text_option("starts", "When to start showing it.  [default: now]", metavar="WHEN")
@text_option("ends", "When to stop showing it, such as 7d.", metavar="WHEN")
@text_option("link", "The address of a page with more about it.")
@TEMPLATE
@APPROVED_BY
@ID
@writing_options
def new_notice(**options: Any) -> None:
    """Pin a notice to the top of every page.

    \b
    Example:
      answerable new notice --title "Fake shops ask for card numbers" --ends 30d --by sahar \\
        --text "We never ask for your card number in a message."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    _new("notice", options)


@new.command("complaint", epilog=WHEN)
@TITLE
@text_option("channel", "Where it was made: an id from channels.yml.")
@text_option("topic", "What it is about: an id from policy.yml.")
@text_option("priority", "outage, safety, prominent, urgent or normal.  [default: normal]")
@text_option("component", "The component it is about.")
@text_option("incident", "The incident it is about.")
@text_option("received", "When it was made.  [default: now]", metavar="WHEN")
@text_option("consent", "What the customer allows you to publish: none, anonymous or named.  [default: none]")
@text_option("customer", "The customer's name, only with --consent named.")
@ID
@writing_options
def new_complaint(**options: Any) -> None:
    """Record a complaint, which is published once it is resolved.

    \b
    Example:
      answerable new complaint --title "Refund missing after a cancelled order" \\
        --channel x --topic refunds --received 09:12

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    _new("complaint", options)


@click.command(epilog=WHEN)
@click.argument("id", required=False)
@text_option("status", f"{STATUSES}; for maintenance: {WORK_STATUSES}.")
@TEXT
@component_option
@NEXT_UPDATE
@text_option("starts", "Of maintenance that is postponed: when it starts now.", metavar="WHEN")
@text_option("ends", "Of maintenance: when it ends now.", metavar="WHEN")
@APPROVED_BY
@writing_options
def update(**options: Any) -> None:
    """Add an update to an open incident or maintenance.

    You can leave out ID when only one is open. Components that you do not name keep their status. With --starts
    maintenance is postponed to another time, with --status postponed alone to a time that is not known yet.

    \b
    Examples:
      answerable update
      answerable update 2026-11-23-card-payments --status monitoring --next-update 1h \\
        --by omid --component checkout=degraded_performance --text "Most payments go through."
      answerable update 2026-12-01-database-move --starts "2026-12-03 02:00" --by omid \\
        --text "We move the database two days later."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    from answerable.commands.dialogue.run_draft import run_draft
    from answerable.commands.updating import draft_update

    run_draft(lambda context: draft_update(context, resolve=False), options)


@click.command()
@click.argument("id", required=False)
@text_option("status", "For maintenance: completed, cancelled, or postponed before it begins.")
@TEXT
@APPROVED_BY
@writing_options
def resolve(**options: Any) -> None:
    """Close an incident or maintenance with a last update.

    You can leave out ID when only one is open. Maintenance that has not begun needs --status: nothing is guessed.

    \b
    Example:
      answerable resolve 2026-11-23-card-payments --by sahar --text "Card payments work again."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    from answerable.commands.dialogue.run_draft import run_draft
    from answerable.commands.updating import draft_update

    run_draft(lambda context: draft_update(context, resolve=True), options)


@click.command()
@click.argument("id", required=False)
@text_option("did", "answered, auto_answered, taken_private, resolved, followed_up, confirmed, reopened or withdrawn.")
@text_option("outcome", "If resolved: solved, partly_solved, explained, declined, no_reply_from_customer, unresolved.")
@text_option("reason", "Why you declined, in one sentence.")
@text_option("text", "What you wrote to the customer in public; checked, not published.")
@text_option("said", "What the customer said, if they allow you to publish it.")
@text_option("done", "What you did about it.")
@text_option("changed", "What is different now for everybody.")
@writing_options
def step(**options: Any) -> None:
    """Record the next step of a complaint, such as an answer.

    You can leave out ID when only one complaint is waiting.

    \b
    Examples:
      answerable step
      answerable step 2026-11-18-late-refund --did answered --by leila
      answerable step 2026-11-18-late-refund --did resolved --outcome solved --by omid \\
        --done "We released the payment." --changed "Held refunds alert the payments team."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    from answerable.commands.dialogue.run_draft import run_draft
    from answerable.commands.updating import draft_step

    run_draft(draft_step, options)


def _new(kind: str, options: dict[str, Any]) -> None:
    from answerable.commands.dialogue.run_draft import run_draft
    from answerable.commands.drafting import draft_new

    run_draft(lambda context: draft_new(context, kind), options, id_option="id")
