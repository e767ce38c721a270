"""The commands that write records: `new`, `update`, `resolve`, `step`."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from generator.commands.options import CONFIG, NOW

if TYPE_CHECKING:
    from generator.commands.drafting import Draft
    from generator.commands.fields import Work

Command = Callable[..., None]
WHEN = "now, 30m, 10:40, tomorrow 02:00, or an instant with its offset."


def _writing(command: Command) -> Command:
    """The options that all writing commands have."""
    options = (
        click.option("--by", metavar="PERSON", help="Who signs: an id of team.yml; else git's user.name."),
        click.option("--yes", is_flag=True, help="Write without asking, and ask only for what must be known."),
        click.option("--dry-run", is_flag=True, help="Print the file; write nothing."),
        CONFIG,
        NOW,
    )
    return functools.reduce(lambda inner, option: option(inner), reversed(options), command)


def _text(name: str, help: str, **more: Any) -> Callable[[Command], Command]:
    return click.option(f"--{name}", name.replace("-", "_"), help=help, **more)


def _component(command: Command) -> Command:
    help = "What is affected, and how, such as checkout=partial_outage. May be given several times."
    return click.option("--component", "component", metavar="ID[=STATUS]", multiple=True, help=help)(command)


_STATUS = "investigating, identified, monitoring or resolved"
_TITLE = _text("title", "One sentence.")
_WORDS = _text("text", "What people read.")
_ID = _text("id", "The record's id, if not the day and the title.")
_IMPACT = _text("impact", "none, minor, major or critical.")
_APPROVED = _text("approved-by", "Who else has read it: an id of team.yml.", metavar="PERSON")
_TEMPLATE = _text("template", "A file of content/templates/, by its name.")
_NEXT = _text("next-update", "By when you say more: " + WHEN, metavar="WHEN")


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
@_TITLE
@_IMPACT
@_component
@_text("status", f"{_STATUS}; investigating without it.")
@_WORDS
@_NEXT
@_text("started", "When it began, if before now: " + WHEN, metavar="WHEN")
@_TEMPLATE
@_APPROVED
@_ID
@_writing
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
@_TITLE
@_text("starts", "When it starts: " + WHEN, metavar="WHEN")
@_text("ends", "When it ends, in the same words.", metavar="WHEN")
@_component
@_WORDS
@_TEMPLATE
@_ID
@_writing
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
@_TITLE
@_WORDS
@_IMPACT
@_text("starts", "From when it is shown; now without it.", metavar="WHEN")
@_text("ends", "Until when: 7d, " + WHEN, metavar="WHEN")
@_text("link", "An address with more about it.")
@_TEMPLATE
@_APPROVED
@_ID
@_writing
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
@_TITLE
@_text("channel", "Where it came: an id of channels.yml.")
@_text("topic", "What it is about: an id of policy.yml.")
@_text("priority", "outage, safety, prominent, urgent or normal; normal without it.")
@_text("component", "The component it has to do with.")
@_text("incident", "The incident it has to do with.")
@_text("received", "When it came; now without it.", metavar="WHEN")
@_text("consent", "What the person allowed: none, anonymous or named; none without it.")
@_text("customer", "The person's name, with --consent named only.")
@_ID
@_writing
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
@_text("status", f"{_STATUS}; of a maintenance in_progress, verifying, completed or cancelled.")
@_WORDS
@_component
@_NEXT
@_APPROVED
@_writing
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
    from generator.commands.updating import draft_update

    _run(lambda work: draft_update(work, resolve=False), options)


@click.command()
@click.argument("id", required=False)
@_text("status", "Of a maintenance: completed or cancelled.")
@_WORDS
@_APPROVED
@_writing
def resolve(**options: Any) -> None:
    """Say that an incident or a maintenance is over; without ID, the only one that is open.

    \b
    Example:
      answerable resolve 2026-11-23-card-payments --by sahar --text "Card payments work again."

    Exit codes: 0 written, 1 not written, 2 something is missing or wrong.
    """
    from generator.commands.updating import draft_update

    _run(lambda work: draft_update(work, resolve=True), options)


@click.command()
@click.argument("id", required=False)
@_text("did", "answered, auto_answered, taken_private, resolved, followed_up, confirmed, reopened or withdrawn.")
@_text("outcome", "Of resolved: solved, partly_solved, explained, declined, no_reply_from_customer or unresolved.")
@_text("reason", "Why it was declined.")
@_text("text", "What was written in public; it is checked, not published.")
@_text("said", "What the person said, where they allow it.")
@_text("done", "What you did about it; published as the record's `did`.")
@_text("changed", "What is different now, for everybody.")
@_writing
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
    from generator.commands.stepping import draft_step

    _run(draft_step, options)


def _new(kind: str, options: dict[str, Any]) -> None:
    from generator.commands.drafting import draft_new

    _run(lambda work: draft_new(work, kind), options, id_option="id")


def _run(make: Callable[[Work], Draft], options: dict[str, Any], *, id_option: str = "ID") -> None:
    """Give the answers that were typed to a desk, and say in one line each what went wrong."""
    from generator.commands import asking
    from generator.commands.drafting import Options, begin, finish

    config, now, yes, dry_run = (options.pop(name) for name in ("config", "now", "yes", "dry_run"))
    how = Options(config, now or datetime.now(UTC), yes, dry_run)
    desk = asking.Desk(_given(options, id_option), asking.at_terminal(), brief=yes)
    try:
        click.echo(finish(begin(how, desk), make, how), nl=False)
    except asking.WrongUseError as error:
        _end(error.lines, 2)
    except asking.RefusedError as error:
        _end(str(error).split("\n"), 1)
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo(err=True)
        _end(["stopped; nothing was written"], 1)


def _given(options: dict[str, Any], id_option: str) -> dict[str, str | None]:
    """What was typed, by the option's name; several components are one answer."""
    return {
        id_option if name == "id" else name.replace("_", "-"): " ".join(value) if isinstance(value, tuple) else value
        for name, value in options.items()
        if value not in (None, ())
    }


def _end(lines: Any, code: int) -> None:
    for line in lines:
        click.echo(f"error: {line}", err=True)
    sys.exit(code)
