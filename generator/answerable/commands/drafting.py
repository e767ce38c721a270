"""From answers to a file: checked by the reader's own laws, shown, agreed to, and written whole or not at all."""

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
from answerable.commands.fields import Work, format_prompt_instant, in_zone
from answerable.commands.new import front_and_place
from answerable.commands.project import content_folder
from answerable.commands.prompter import Prompter, RefusedError, WrongUseError, at_terminal, confirm, say
from answerable.content.reading import check_text, read_content, read_record
from answerable.output.lock import BusyError
from answerable.records.findings import Finding, escape_invisible
from answerable.records.model import Incident, Maintenance
from answerable.records.yaml.edit import EditError, compose, exclusive_access, write_whole

_RULE = "-" * 72


def preview(work: Work, front: Mapping[str, object], path: str, title: str) -> str:
    """The words of a record, or of what is added to one, between two rules, and the file they go to."""
    lines = [_RULE, escape_invisible(title), *_lines(work, front), _RULE, f"file: {path}"]
    return "\n".join(lines)


def _lines(work: Work, front: Mapping[str, object]) -> Iterator[str]:
    for key, value in front.items():
        if value is None or key == "title":
            continue
        if key == "updates" and isinstance(value, list):
            for update in value:
                yield from _lines(work, update)
        elif key == "components" and isinstance(value, Mapping):
            names = work.names("components")
            yield from (f"  {names.get(id, id)}: {str(status).replace('_', ' ')}" for id, status in value.items())
        elif key in {"text", "said", "did", "changed", "reason"}:
            yield from ("", *([f"  {key}:"] if key != "text" else []), *_wrapped(str(value)), "")
        else:
            yield f"  {key.replace('_', ' ')}: {_shown(work, key, value)}"


def _wrapped(text: str) -> Iterator[str]:
    for paragraph in text.split("\n"):
        yield from textwrap.wrap(escape_invisible(paragraph), 68, initial_indent="    ", subsequent_indent="    ") or [
            ""
        ]


def _shown(work: Work, key: str, value: object) -> str:
    if isinstance(value, datetime):
        return format_prompt_instant(value)
    if key in {"by", "approved_by"}:
        return work.names("people").get(str(value), str(value))
    if isinstance(value, Mapping):
        return escape_invisible(", ".join(map(str, value.values())))
    return escape_invisible(str(value).replace("_", " ") if key in {"status", "outcome"} else str(value))


_KEY = re.compile(r"^[\s-]*([a-z_]+)\s*:")


@dataclass(frozen=True)
class Draft:
    """A file as it would be: its path in `content/`, its text, and what of it is new to readers."""

    path: str
    text: str
    title: str
    news: Mapping[str, object]
    before: str | None = None


@dataclass(frozen=True)
class DraftOptions:
    """What holds for all writing commands."""

    config: Path
    now: datetime
    yes: bool = False
    dry_run: bool = False


def begin_draft(options: DraftOptions, desk: Prompter) -> Work:
    """What is needed to write: the folder, what stands in it, the clock in the site's zone."""
    content = content_folder(options.config)
    ledger = read_content(content, options.now, intake=False).ledger
    return Work(content, ledger, in_zone(options.now, ledger.policy.zone), desk)


def draft_new(work: Work, kind: str) -> Draft:
    """A new record of a kind. Raises WrongUseError."""
    front, path = front_and_place(work, kind)
    return Draft(path, compose(front), str(front["title"]), front)


def finish_draft(work: Work, make: Callable[[Work], Draft], options: DraftOptions) -> str:
    """Make a draft until it is right, show it, ask once, write it; gives what standard output says.

    Raises WrongUseError or RefusedError; then nothing was written.
    """
    draft = _right(work, make)
    if options.dry_run:
        return draft.text
    if work.desk.interactive:
        say()
        say(preview(work, draft.news, _from_here(work, draft), draft.title))
        if not options.yes and not confirm("Write this file?"):
            raise RefusedError("nothing was written")
    _write(work, draft)
    path = shlex.quote(_from_here(work, draft))
    name = shlex.quote(f"{Path(draft.path).stem}: {draft.title}"[:72])
    return f"{path} is written. To publish it:\ngit add {path} && git commit -m {name} && git push\n"


def read_raw(path: Path) -> str:
    """A file's text with its own line breaks. Raises RefusedError."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise RefusedError(f"{path} cannot be read; look at its permissions and encoding") from None


def edited(edit: Callable[[], str]) -> str:
    """The text that an edit gives. Raises RefusedError where the file is written in a way that cannot be edited."""
    try:
        return edit()
    except EditError as error:
        raise RefusedError(str(error)) from None


def refuse_earlier_clock(work: Work, last: datetime, what: str) -> None:
    """Refuse to write before what stands already: then a clock is wrong. Raises RefusedError."""
    if work.now < last:
        now, then = work.now.isoformat(), last.isoformat()
        raise RefusedError(f"the clock says {now}, but {what} is of {then}; set the clock right, or give --now")


def ended(record: Incident | Maintenance) -> datetime | None:
    """When a record was resolved, completed or called off by somebody; None while it is open."""
    if isinstance(record, Incident):
        return record.resolved_at
    return record.cancelled_at or next((said.at for said in record.updates if said.status == "completed"), None)


def _right(work: Work, make: Callable[[Work], Draft]) -> Draft:
    while True:
        draft = make(work)
        work.desk.settle()
        found = [*check_text(work.content, draft.path, draft.text, work.now), *new_words(work, draft)]
        errors = [finding for finding in found if _forbids(finding)]
        for finding in found:
            if finding not in errors or work.desk.interactive:
                say(finding.text, colour="red" if finding in errors else "yellow")
        if not errors:
            return draft
        if not work.desk.interactive or not _ask_again(work.desk, draft, errors):
            raise RefusedError("\n".join(f"{finding.text}; nothing was written" for finding in errors))


def new_words(work: Work, draft: Draft) -> list[Finding]:
    """What the checks find in a draft and did not find in the file as it stands."""
    before = {(old.rule, old.message) for old in _words(work, draft.path, draft.before or "")}
    return [found for found in _words(work, draft.path, draft.text) if (found.rule, found.message) not in before]


def _words(work: Work, path: str, text: str) -> tuple[Finding, ...]:
    record = read_record(work.content, path, text) if text else None
    return check_draft_record(record, text, work.ledger, work.content, work.now) if record else ()


def _forbids(finding: Finding) -> bool:
    """Whether a draft with this finding is not written: a wrong record, or private words. A missing second signature
    is said and not forbidden: in the night nobody else may be there, and a notice must get out.
    """
    return finding.level == "error" and not finding.rule.startswith("sign-off/")


def _ask_again(desk: Prompter, draft: Draft, errors: list[Finding]) -> bool:
    """Forget the answers that findings are about; False when none of them was an answer."""
    lines = draft.text.splitlines()
    keys = {_key_on(lines, finding.line) for finding in errors}
    known = keys & set(desk.kept)
    for key in known:
        desk.forget(key)
    return bool(known)


def _key_on(lines: list[str], number: int) -> str:
    for line in reversed(lines[: max(number, 1)]):
        match = _KEY.match(line)
        if match:
            return match[1].replace("_", "-")
    return ""


def _write(work: Work, draft: Draft) -> None:
    file = work.content / draft.path
    try:
        with exclusive_access(file):
            _unchanged(file, draft)
            write_whole(file, draft.text)
    except BusyError:
        raise RefusedError(f"{file} is being written by somebody else; nothing was written, begin again") from None
    except OSError as error:
        raise RefusedError(f"{file} cannot be written ({error.strerror}); nothing was") from None


def _unchanged(file: Path, draft: Draft) -> None:
    """Raise RefusedError where the file is no longer as it was when the draft was made."""
    if draft.before is None and file.exists():
        raise RefusedError(f"{file} is there already; nothing was written")
    if draft.before is not None and read_raw(file) != draft.before:
        raise RefusedError(f"{file} was changed meanwhile; nothing was written, begin again")


def _from_here(work: Work, draft: Draft) -> str:
    path = os.path.relpath(work.content / draft.path)
    return str(work.content / draft.path) if path.startswith("..") else path


def run_draft(make: Callable[[Work], Draft], options: dict[str, Any], *, id_option: str = "ID") -> None:
    """Give the answers that were typed to a desk, and say in one line each what went wrong."""
    config, now, yes, dry_run = (options.pop(name) for name in ("config", "now", "yes", "dry_run"))
    how = DraftOptions(config, now or datetime.now(UTC), yes, dry_run)
    desk = Prompter(_given(options, id_option), at_terminal(), brief=yes)
    try:
        click.echo(finish_draft(begin_draft(how, desk), make, how), nl=False)
    except WrongUseError as error:
        _end(error.lines, 2)
    except RefusedError as error:
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


def _end(lines: Iterable[str], code: int) -> None:
    for line in lines:
        click.echo(f"error: {line}", err=True)
    sys.exit(code)
