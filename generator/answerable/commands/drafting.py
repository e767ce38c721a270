"""Turn answers into a file: check the draft, show it, ask for confirmation, and write it whole or not at all."""

from __future__ import annotations

import os
import re
import shlex
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from answerable.checks.run import check_draft_record
from answerable.commands.new import new_front_matter
from answerable.commands.project import content_folder
from answerable.commands.prompter import Prompter, RefusedError, WrongUseError, at_terminal, confirm, echo_stderr
from answerable.commands.questions import DraftContext, format_prompt_instant, in_zone
from answerable.content.reading import read_content
from answerable.content.record_reading import check_text, read_record
from answerable.output.lock import BusyError
from answerable.records.findings import Finding, escape_commands, escape_invisible
from answerable.records.model import Incident, Maintenance
from answerable.records.yaml.edit import EditError, compose, exclusive_access, write_whole

_RULE = "-" * 72


def _preview(context: DraftContext, front: Mapping[str, object], path: str, title: str) -> str:
    """Return what readers will see, between two lines, and the path of the file."""
    lines = [_RULE, escape_invisible(title), *_preview_lines(context, front), _RULE, f"file: {path}"]
    return "\n".join(lines)


def _preview_lines(context: DraftContext, front: Mapping[str, object]) -> Iterator[str]:
    for key, value in front.items():
        if value is None or key == "title":
            continue
        if key == "updates" and isinstance(value, list):
            for update in value:
                yield from _preview_lines(context, update)
        elif key == "components" and isinstance(value, Mapping):
            names = context.names("components")
            yield from (f"  {names.get(id, id)}: {str(status).replace('_', ' ')}" for id, status in value.items())
        elif key in {"text", "said", "did", "changed", "reason"}:
            yield from ("", *([f"  {key}:"] if key != "text" else []), *_wrapped(str(value)), "")
        else:
            yield f"  {key.replace('_', ' ')}: {_format_value(context, key, value)}"


def _wrapped(text: str) -> Iterator[str]:
    for paragraph in text.split("\n"):
        yield from textwrap.wrap(escape_invisible(paragraph), 68, initial_indent="    ", subsequent_indent="    ") or [
            ""
        ]


def _format_value(context: DraftContext, key: str, value: object) -> str:
    if isinstance(value, datetime):
        return format_prompt_instant(value)
    if key in {"by", "approved_by"}:
        return context.names("people").get(str(value), str(value))
    if isinstance(value, Mapping):
        return escape_invisible(", ".join(map(str, value.values())))
    return escape_invisible(str(value).replace("_", " ") if key in {"status", "outcome", "step"} else str(value))


_KEY = re.compile(r"^[\s-]*([a-z_]+)\s*:")


@dataclass(frozen=True)
class Draft:
    """A file to write: its path in `content/`, its text, and the keys that are new to readers.

    `before` is the text of the file that it replaces, or None for a new file.
    """

    path: str
    text: str
    title: str
    added: Mapping[str, object]
    before: str | None = None


@dataclass(frozen=True)
class DraftOptions:
    """The options of all commands that write records."""

    config: Path
    now: datetime
    yes: bool = False
    dry_run: bool = False


def draft_context(options: DraftOptions, prompter: Prompter) -> DraftContext:
    """Read the content folder. Raises click.UsageError when mkdocs.yml is missing or wrong."""
    content = content_folder(options.config)
    ledger = read_content(content, options.now, intake=False).ledger
    return DraftContext(content, ledger, in_zone(options.now, ledger.policy.zone), prompter)


def draft_new(context: DraftContext, kind: str) -> Draft:
    """Ask for a new record of a kind and return its file. Raises WrongUseError."""
    front, path = new_front_matter(context, kind)
    return Draft(path, compose(front), str(front["title"]), front)


def finish_draft(context: DraftContext, make: Callable[[DraftContext], Draft], options: DraftOptions) -> str:
    """Make a draft until it is valid, show it, ask for confirmation and write it; return the text for standard output.

    Raises WrongUseError or RefusedError; then nothing was written.
    """
    draft = _valid_draft(context, make)
    if options.dry_run:
        return draft.text
    if context.prompter.interactive:
        echo_stderr()
        echo_stderr(_preview(context, draft.added, _relative_path(context, draft), draft.title))
        if not options.yes and not confirm("Write this file?"):
            raise RefusedError("nothing was written")
    _write(context, draft)
    path = shlex.quote(_relative_path(context, draft))
    name = shlex.quote(f"{Path(draft.path).stem}: {draft.title}"[:72])
    return f"wrote {path}. To publish it:\ngit add {path} && git commit -m {name} && git push\n"


def read_raw(path: Path) -> str:
    """Return a file's text with its own line breaks. Raises RefusedError."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise RefusedError(f"{path} cannot be read; check its permissions, and that it is UTF-8") from None


def apply_edit(edit: Callable[[], str]) -> str:
    """Return the text that `edit` makes. Raises RefusedError where the file's YAML cannot be edited."""
    try:
        return edit()
    except EditError as error:
        raise RefusedError(str(error)) from None


def refuse_earlier_clock(context: DraftContext, last: datetime, what: str) -> None:
    """Raise RefusedError when the clock is before `last`, the time of what the file already holds."""
    if context.now < last:
        now, then = context.now.isoformat(), last.isoformat()
        raise RefusedError(f"the clock says {now}, but {what} is at {then}; correct the clock, or give --now")


def ended_at(record: Incident | Maintenance) -> datetime | None:
    """Return when an update resolved, completed or cancelled the record; None while it is open."""
    if isinstance(record, Incident):
        return record.resolved_at
    return record.cancelled_at or next((update.at for update in record.updates if update.status == "completed"), None)


def _valid_draft(context: DraftContext, make: Callable[[DraftContext], Draft]) -> Draft:
    while True:
        draft = make(context)
        context.prompter.raise_problems()
        found = [*check_text(context.content, draft.path, draft.text, context.now), *_new_findings(context, draft)]
        errors = [finding for finding in found if _blocks(finding)]
        for finding in found:
            if finding not in errors or context.prompter.interactive:
                echo_stderr(finding.text, colour="red" if finding in errors else "yellow")
        if not errors:
            return draft
        if not context.prompter.interactive or not _ask_again(context.prompter, draft, errors):
            raise RefusedError("\n".join(f"{finding.text}; nothing was written" for finding in errors))


def _new_findings(context: DraftContext, draft: Draft) -> list[Finding]:
    """Return what the checks find in a draft but not in the file that it replaces."""
    before = {(old.rule, old.message) for old in _check_words(context, draft.path, draft.before or "")}
    return [
        found for found in _check_words(context, draft.path, draft.text) if (found.rule, found.message) not in before
    ]


def _check_words(context: DraftContext, path: str, text: str) -> tuple[Finding, ...]:
    record = read_record(context.content, path, text) if text else None
    return check_draft_record(record, text, context.ledger, context.content, context.now) if record else ()


def _blocks(finding: Finding) -> bool:
    """Whether a draft with this finding is not written: it is invalid, or holds private details.

    A missing second signature is only reported: at night nobody else may be there, and the notice must get out.
    """
    return finding.level == "error" and not finding.rule.startswith("sign-off/")


def _ask_again(prompter: Prompter, draft: Draft, errors: list[Finding]) -> bool:
    """Drop the answers that the errors are about; return False when they are about none."""
    lines = draft.text.splitlines()
    keys = {_key_at(lines, finding.line) for finding in errors}
    known = keys & set(prompter.answers)
    for key in known:
        prompter.forget(key)
    return bool(known)


def _key_at(lines: list[str], number: int) -> str:
    for line in reversed(lines[: max(number, 1)]):
        match = _KEY.match(line)
        if match:
            return match[1].replace("_", "-")
    return ""


def _write(context: DraftContext, draft: Draft) -> None:
    file = context.content / draft.path
    try:
        with exclusive_access(file):
            _require_unchanged(file, draft)
            write_whole(file, draft.text)
    except BusyError:
        raise RefusedError(f"somebody else is writing {file}; nothing was written, try again") from None
    except OSError as error:
        raise RefusedError(f"{file} cannot be written ({error.strerror}); nothing was written") from None


def _require_unchanged(file: Path, draft: Draft) -> None:
    """Raise RefusedError if the file changed after the draft was made."""
    if draft.before is None and file.exists():
        raise RefusedError(f"{file} exists already; nothing was written")
    if draft.before is not None and read_raw(file) != draft.before:
        raise RefusedError(f"{file} was changed meanwhile; nothing was written, try again")


def _relative_path(context: DraftContext, draft: Draft) -> str:
    path = os.path.relpath(context.content / draft.path)
    return str(context.content / draft.path) if path.startswith("..") else path


def run_draft(make: Callable[[DraftContext], Draft], options: dict[str, Any], *, id_option: str = "ID") -> None:
    """Run a command that writes a record: exit with 2 for wrong options, 1 if nothing could be written."""
    config, now, yes, dry_run = (options.pop(name) for name in ("config", "now", "yes", "dry_run"))
    draft_options = DraftOptions(config, now or datetime.now(UTC), yes, dry_run)
    prompter = Prompter(_given(options, id_option), at_terminal(), brief=yes)
    try:
        click.echo(escape_commands(finish_draft(draft_context(draft_options, prompter), make, draft_options)), nl=False)
    except WrongUseError as error:
        _exit_with(error.lines, 2)
    except RefusedError as error:
        _exit_with(str(error).split("\n"), 1)
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo(err=True)
        _exit_with(["stopped; nothing was written"], 1)


def _given(options: dict[str, Any], id_option: str) -> dict[str, str | None]:
    """Return the options that were typed, by name; repeated ones are joined with spaces."""
    return {
        id_option if name == "id" else name.replace("_", "-"): " ".join(value) if isinstance(value, tuple) else value
        for name, value in options.items()
        if value not in (None, ())
    }


def _exit_with(lines: Iterable[str], code: int) -> None:
    for line in lines:
        click.echo(escape_commands(f"error: {line}"), err=True)
    sys.exit(code)
