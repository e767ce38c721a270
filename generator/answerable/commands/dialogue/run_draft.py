"""Run a command that writes a record, from its options to its exit code, and keep what was typed when it stops."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from answerable.commands.dialogue.kept_words import forget_words, keep_words, kept_file, kept_words
from answerable.commands.dialogue.spoken_times import format_prompt_instant, in_zone
from answerable.commands.dialogue.terminal import at_terminal, confirm, echo_stderr, shorten
from answerable.commands.drafting import Draft, DraftOptions, UnpublishedError, draft_context, finish_draft
from answerable.commands.prompter import Prompter, RefusedError, WrongUseError
from answerable.commands.questions import DraftContext
from answerable.records.findings import escape_commands
from answerable.translation.message import msg, shown


def run_draft(make: Callable[[DraftContext], Draft], options: dict[str, Any], *, id_option: str = "ID") -> None:
    """Run a command that writes a record: exit with 2 for wrong options, 1 if nothing could be written or published."""
    config, now, yes, dry_run, commit_it, push_it = (
        options.pop(name) for name in ("config", "now", "yes", "dry_run", "commit", "push")
    )
    now = now or datetime.now(UTC)
    draft_options = DraftOptions(config, now, yes, dry_run, commit_it or push_it, push_it)
    prompter = Prompter(_given(options, id_option), at_terminal(), brief=yes)
    kept = kept_file(config, _command(click.get_current_context()))
    try:
        context = draft_context(draft_options, prompter)
        if prompter.interactive:
            _offer_kept(kept, context)
        done = finish_draft(context, make, draft_options)
    except WrongUseError as error:
        _exit_with(error.lines, 2)
    except UnpublishedError as error:
        forget_words(kept)
        click.echo(escape_commands(shown(error.done)), nl=False)
        _exit_with([str(error)], 1)
    except RefusedError as error:
        _exit_with(map(str, error.args), 1, _keep(kept, prompter, now))
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo(err=True)
        _exit_with([msg("stopped; nothing was written")], 1, _keep(kept, prompter, now))
    if not dry_run:
        forget_words(kept)
    _put_out(done)


def _command(context: click.Context) -> str:
    """Return a command such as `new incident`, however the program was started."""
    return context.command_path.removeprefix(context.find_root().command_path).strip()


def _offer_kept(file: Path, context: DraftContext) -> None:
    """Tell how to go back, and offer what was typed before the same command stopped the last time."""
    kept, prompter = kept_words(file), context.prompter
    if kept:
        when = format_prompt_instant(in_zone(kept.at, context.ledger.policy.zone))
        echo_stderr(msg("You began this at %(when)s and stopped:", when=when))
        for option, words in kept.words.items():
            echo_stderr(f"  {shorten(f'{option}: {words}')}")
        if confirm(msg("Go on with it?")) == "y":
            prompter.given = {**kept.words, **prompter.given}
        else:
            forget_words(file)
    echo_stderr(msg("< goes back to the question before; Ctrl+C stops, and what you typed is kept"))


def _keep(file: Path, prompter: Prompter, now: datetime) -> list[str]:
    """Keep what was typed on a terminal, and return a line that says so, if there is anything to keep."""
    words = {**{option: words for option, words in prompter.given.items() if words}, **prompter.typed}
    if not prompter.interactive or not prompter.typed:
        return []
    if keep_words(file, words, now):
        return [msg("what you typed is kept; start the same command again to go on")]
    return [
        msg("what you typed cannot be kept: %(option)s: %(typed)s", option=option, typed=typed)
        for option, typed in words.items()
    ]


def _put_out(text: str) -> None:
    """Write the result to standard output: as UTF-8 to a file or a program, on a terminal as well as it can show it."""
    if sys.stdout is None:  # it is closed
        return
    text = escape_commands(shown(text))
    with contextlib.suppress(BrokenPipeError):  # whoever read it has gone; the file is written all the same
        if sys.stdout.isatty():
            click.echo(text, nl=False)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode("utf-8"))
            sys.stdout.flush()


def _given(options: dict[str, Any], id_option: str) -> dict[str, str | None]:
    """Return the options that were typed, by name; repeated ones are joined with spaces."""
    return {
        id_option if name == "id" else name.replace("_", "-"): " ".join(value) if isinstance(value, tuple) else value
        for name, value in options.items()
        if value not in (None, ())
    }


def _exit_with(lines: Iterable[str], code: int, notes: Iterable[str] = ()) -> NoReturn:
    for line in (*(msg("error: %(what)s", what=line) for line in lines), *notes):
        echo_stderr(line)
    sys.exit(code)
