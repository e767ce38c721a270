"""What the front matter of an issue says: its title, its beginning and end, its systems; guesses are listed."""

from __future__ import annotations

from datetime import datetime

from answerable.importers.cstate.front import is_resolved, is_true
from answerable.importers.cstate.site_files import Issue
from answerable.importers.imported_history import COMMENTS_REMOVED, FORBIDDEN_REMOVED, History, Settings, short_title
from answerable.importers.markdown import has_comment, has_forbidden, one_line
from answerable.importers.source_instants import read_when
from answerable.translation.message import msg

_KNOWN_KEYS = frozenset({
    "title", "date", "resolved", "resolvedwhen", "severity", "affected", "section", "informational", "pin", "draft",
    "status", "duration", "currentseverity",
})  # fmt: skip
_SPELLING = {"resolvedwhen": "resolvedWhen"}


def read_title(issue: Issue, history: History) -> str:
    """Return the title on one line, or the file's name if there is none."""
    title = one_line(str(issue.front.get("title") or ""))
    if not title:
        title = one_line(issue.source.rpartition(".")[0].replace("-", " "))
        history.guess(issue.source, msg("it has no title; its file's name was taken"))
    return short_title(title, issue.source, history)


def read_instant(issue: Issue, key: str, history: History, settings: Settings) -> datetime | None:
    """Return the instant of a key, or None."""
    written = issue.front.get(key)
    when = read_when(written, settings.zone) if isinstance(written, str) else None
    for guessed in when.guessed if when else ():
        history.guess(issue.source, guessed, f"{_SPELLING.get(key, key)}: {written}")
    return when.at if when else None


def read_end(issue: Issue, start: datetime, history: History, settings: Settings) -> datetime | None:
    """Return when the issue ended, or None while it is open. An end before the start is corrected."""
    informational = is_true(issue.front.get("informational"))
    resolved = is_resolved(issue.front)
    if resolved is None:
        history.guess(
            issue.source, msg("its `resolved` says neither yes nor no; it stays open"), issue.front["resolved"]
        )
    if not resolved and not informational:
        return None
    end = read_instant(issue, "resolvedwhen", history, settings)
    if end is None:
        end = read_instant(issue, "resolved", history, settings)
    if informational:
        what = msg("it is informational; it became a record without impact")
        at_once = msg("it is informational; it became a record without impact that ended at once")
        history.guess(issue.source, what if end and end > start else at_once)
        return end if end and end > start else start
    if end is None:
        history.guess(issue.source, msg("it is resolved, but nothing says when; its beginning was taken"))
        return start
    return _mended_end(issue, start, end, history)


def _mended_end(issue: Issue, start: datetime, end: datetime, history: History) -> datetime:
    if end < start:
        mended = _same_day(start, end)
        history.guess(
            issue.source,
            msg("it was resolved before it began; the hour was taken on the day it began")
            if mended > start
            else msg("it was resolved before it began; its beginning was taken"),
            f"date: {issue.front['date']}, resolvedWhen: {issue.front.get('resolvedwhen')}",
        )
        return mended
    if end == start:
        history.guess(issue.source, msg("it began and ended at one instant; nothing says how long it took"))
    return end


def _same_day(start: datetime, end: datetime) -> datetime:
    """Return the end's hour on the day of the start: days and months are mistyped more often than hours."""
    moved = datetime.combine(start.date(), end.astimezone(start.tzinfo).time(), start.tzinfo)
    return max(moved, start)


def affected_systems(issue: Issue) -> list[str]:
    """Return the affected systems, each once, as it is first written."""
    affected = issue.front.get("affected")
    names = [affected] if isinstance(affected, str) else affected if isinstance(affected, list) else []
    seen: dict[str, str] = {}
    for name in names:
        if isinstance(name, str) and one_line(name):
            seen.setdefault(one_line(name).casefold(), one_line(name))
    return list(seen.values())


def note_oddities(issue: Issue, history: History) -> None:
    """Add a guess for everything that has no place in a record."""
    for key in sorted(key for key in issue.front.keys() - _KNOWN_KEYS if _is_said(issue.front[key])):
        history.guess(
            issue.source, msg("its key `%(key)s` has no place in a record and was left out", key=key), issue.front[key]
        )
    if issue.front.get("section", "issue") != "issue":
        history.guess(
            issue.source, msg("its section is not `issue`; it came over all the same"), issue.front["section"]
        )
    if is_true(issue.front.get("pin")):
        history.guess(issue.source, msg("`pin: true` was left out; a record is pinned while it is open"))
    texts = (issue.body, str(issue.front.get("title")))
    if any(map(has_forbidden, texts)):
        history.guess(issue.source, FORBIDDEN_REMOVED)
    if any(map(has_comment, texts)):
        history.guess(issue.source, COMMENTS_REMOVED)
    if not issue.front.get("affected"):
        history.guess(issue.source, msg("it names no system; the record names no component"))


def _is_said(value: object) -> bool:
    """Return whether a key has a value that says anything."""
    return str(value or "").strip().lower() not in {"", "false"}
