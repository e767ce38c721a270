"""From answers to a file: checked by the reader's own laws, shown, agreed to, and written whole or not at all."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.build.lock import BusyError
from generator.checks.run import check_record
from generator.commands.asking import Desk, RefusedError, confirm, say
from generator.commands.fields import Work
from generator.commands.new import front_and_place
from generator.commands.preview import preview
from generator.commands.project import content_folder
from generator.commands.when import here
from generator.records.findings import Finding
from generator.records.incident import Incident, Maintenance
from generator.records.reading import check_text, read_content, read_record
from generator.records.writing import EditError, alone, compose, write_whole

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
class Options:
    """What holds for all writing commands."""

    config: Path
    now: datetime
    yes: bool = False
    dry_run: bool = False


def begin(options: Options, desk: Desk) -> Work:
    """What is needed to write: the folder, what stands in it, the clock in the site's zone."""
    content = content_folder(options.config)
    ledger = read_content(content, options.now, intake=False).ledger
    return Work(content, ledger, here(options.now, ledger.policy.zone), desk)


def draft_new(work: Work, kind: str) -> Draft:
    """A new record of a kind. Raises WrongUseError."""
    front, path = front_and_place(work, kind)
    return Draft(path, compose(front), str(front["title"]), front)


def finish(work: Work, make: Callable[[Work], Draft], options: Options) -> str:
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


def not_behind(work: Work, last: datetime, what: str) -> None:
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
    return check_record(record, text, work.ledger, work.content, work.now) if record else ()


def _forbids(finding: Finding) -> bool:
    """Whether a draft with this finding is not written: a wrong record, or private words. A missing second signature
    is said and not forbidden: in the night nobody else may be there, and a notice must get out.
    """
    return finding.level == "error" and not finding.rule.startswith("sign-off/")


def _ask_again(desk: Desk, draft: Draft, errors: list[Finding]) -> bool:
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
        with alone(file):
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
