"""Turn answers into a file: check the draft, show it, ask for confirmation, and write it whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from answerable.checks.run import check_draft_record
from answerable.commands.dialogue.git_commit import GitError, commit, push, shown_commands
from answerable.commands.dialogue.preview import preview
from answerable.commands.dialogue.spoken_times import in_zone
from answerable.commands.dialogue.terminal import confirm, echo_stderr
from answerable.commands.new import new_front_matter
from answerable.commands.project import content_folder
from answerable.commands.prompter import BackError, Prompter, RefusedError
from answerable.commands.questions import DraftContext
from answerable.content.reading import read_content
from answerable.content.record_reading import check_text, read_record
from answerable.output.lock import BusyError
from answerable.records.findings import Finding
from answerable.records.model import Incident, Maintenance
from answerable.records.yaml.edit import EditError, compose, exclusive_access, write_whole
from answerable.translation.message import Message, joined, msg

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


class UnpublishedError(Exception):
    """The file is written, and git could not commit or push it; `done` is what was done, with a line break."""

    def __init__(self, done: str, reason: str) -> None:
        super().__init__(reason)
        self.done = done


@dataclass(frozen=True)
class DraftOptions:
    """The options of all commands that write records."""

    config: Path
    now: datetime
    yes: bool = False
    dry_run: bool = False
    commit: bool = False
    push: bool = False


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
    draft = _confirmed(context, make, options)
    if options.dry_run:
        return draft.text
    _write(context, draft)
    path, file = _relative_path(context, draft), context.content / draft.path
    message = f"{Path(draft.path).stem}: {' '.join(draft.title.split())}"
    if not options.commit:
        return _with_commands(msg("wrote %(path)s", path=path), shown_commands(path, message))
    return _published(file, path, message, push_it=options.push)


def _published(file: Path, path: str, message: str, *, push_it: bool) -> str:
    """Commit a written file and push it if that is wanted; return what was done. Raises UnpublishedError."""
    done = msg("wrote %(path)s", path=path)
    try:
        done = msg("wrote %(path)s and committed it as %(commit)s", path=path, commit=commit(file, message))
        if not push_it:
            return _with_commands(done, "git push")
        push(file.parent)
    except GitError as error:
        raise UnpublishedError(joined("", (done, "\n")), str(error)) from None
    return joined("", (msg("%(done)s; it is pushed", done=done), "\n"))


def _with_commands(done: str, commands: str) -> Message:
    """Return what was done, and on lines of their own the commands that publish it."""
    return joined("\n", (msg("%(done)s. To publish it:", done=done), commands, ""))


def _confirmed(context: DraftContext, make: Callable[[DraftContext], Draft], options: DraftOptions) -> Draft:
    """Make a draft until it is valid and, on a terminal, confirmed. Raises RefusedError."""
    prompter = context.prompter
    while True:
        draft = _valid_draft(context, make)
        if options.dry_run or not prompter.interactive:
            return draft
        echo_stderr()
        echo_stderr(preview(context, draft.added, _relative_path(context, draft), draft.title))
        if options.yes:
            return draft
        answer = confirm(msg("Write this file?"), {"e": msg("change an answer")} if prompter.asked else {})
        if answer == "y":
            return draft
        if answer == "n":
            raise RefusedError(msg("nothing was written"))
        prompter.edit()


def read_raw(path: Path) -> str:
    """Return a file's text with its own line breaks. Raises RefusedError."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise RefusedError(
            msg("%(path)s cannot be read; check its permissions, and that it is UTF-8", path=path)
        ) from None


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
        raise RefusedError(
            msg(
                "the clock says %(now)s, but %(what)s is at %(then)s; correct the clock, or give --now",
                now=now,
                what=what,
                then=then,
            )
        )


def ended_at(record: Incident | Maintenance) -> datetime | None:
    """Return when an update resolved, completed or cancelled the record; None while it is open."""
    if isinstance(record, Incident):
        return record.resolved_at
    stopped = record.stopped
    if stopped and stopped.status == "cancelled":
        return stopped.at
    return next((update.at for update in record.updates if update.status == "completed"), None)


def _valid_draft(context: DraftContext, make: Callable[[DraftContext], Draft]) -> Draft:
    while True:
        draft = _made(context, make)
        found = [*check_text(context.content, draft.path, draft.text, context.now), *_new_findings(context, draft)]
        errors = [finding for finding in found if _blocks(finding)]
        for finding in found:
            if finding not in errors or context.prompter.interactive:
                echo_stderr(finding.full_text, colour="red" if finding in errors else "yellow")
        if not errors:
            return draft
        if not context.prompter.interactive or not _ask_again(context.prompter, draft, errors):
            raise RefusedError(*(msg("%(what)s; nothing was written", what=finding.full_text) for finding in errors))


def _made(context: DraftContext, make: Callable[[DraftContext], Draft]) -> Draft:
    """Ask what is still to be asked; somebody who goes back is asked again from there. Raises WrongUseError."""
    while True:
        try:
            draft = make(context)
        except BackError:
            context.prompter.go_back()
            continue
        context.prompter.raise_problems()
        return draft


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
        raise RefusedError(
            msg("somebody else is writing %(file)s; nothing was written, try again", file=file)
        ) from None
    except OSError as error:
        raise RefusedError(
            msg("%(file)s cannot be written (%(strerror)s); nothing was written", file=file, strerror=error.strerror)
        ) from None


def _require_unchanged(file: Path, draft: Draft) -> None:
    """Raise RefusedError if the file changed after the draft was made."""
    if draft.before is None and file.exists():
        raise RefusedError(msg("%(file)s exists already; nothing was written", file=file))
    if draft.before is not None and read_raw(file) != draft.before:
        raise RefusedError(msg("%(file)s was changed meanwhile; nothing was written, try again", file=file))


def _relative_path(context: DraftContext, draft: Draft) -> str:
    path = os.path.relpath(context.content / draft.path)
    return str(context.content / draft.path) if path.startswith("..") else path
