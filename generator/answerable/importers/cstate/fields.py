"""The fields of one cState issue: its title and instants mended, its severity in our words, its oddities listed."""

from __future__ import annotations

from datetime import datetime

from answerable.importers.cstate.site import Issue
from answerable.importers.markdown import hides, one_line
from answerable.importers.model import History, Settings, read_when, short_title

SEVERITIES = {
    "notice": ("none", "operational"),
    "disrupted": ("minor", "partial_outage"),
    "down": ("major", "major_outage"),
}
"""cState's severity as impact and as the status of each affected system."""

_KNOWN = frozenset({
    "title", "date", "resolved", "resolvedwhen", "severity", "affected", "section", "informational", "pin", "draft",
})  # fmt: skip


def title_of(issue: Issue, history: History) -> str:
    """The title on one line; the file's name where there is none."""
    title = one_line(str(issue.front.get("title") or ""))
    if not title:
        title = one_line(issue.source.removesuffix(".md").replace("-", " "))
        history.guess(issue.source, "it has no title; its file's name was taken")
    return short_title(title, issue.source, history)


def instant_of(issue: Issue, key: str, history: History, settings: Settings) -> datetime | None:
    """The instant that a key holds; None when it holds none."""
    written = issue.front.get(key)
    when = read_when(written, settings.zone) if isinstance(written, str) else None
    for guessed in when.guessed if when else ():
        history.guess(issue.source, guessed, f"{'resolvedWhen' if key == 'resolvedwhen' else key}: {written}")
    return when.at if when else None


def end_of(issue: Issue, start: datetime, history: History, settings: Settings) -> datetime | None:
    """When it ended; None while it is open. An end before the start is mended, and said."""
    if issue.front.get("informational") == "true":
        history.guess(issue.source, "it is informational; it became an incident without impact that ended at once")
        return start
    if issue.front.get("resolved") != "true":
        return None
    end = instant_of(issue, "resolvedwhen", history, settings)
    if end is None:
        history.guess(issue.source, "it is resolved, but nothing says when; its beginning was taken")
        return start
    if end < start:
        mended = _same_day(start, end)
        history.guess(
            issue.source,
            "it was resolved before it began; "
            + ("the hour was taken on the day it began" if mended > start else "its beginning was taken"),
            f"date: {issue.front['date']}, resolvedWhen: {issue.front['resolvedwhen']}",
        )
        return mended
    if end == start:
        history.guess(issue.source, "it began and ended at one instant; nothing says how long it took")
    return end


def _same_day(start: datetime, end: datetime) -> datetime:
    """The end's hour on the day of the start: days and months are mistyped more often than hours."""
    moved = datetime.combine(start.date(), end.astimezone(start.tzinfo).time(), start.tzinfo)
    return max(moved, start)


def severity_of(issue: Issue, history: History) -> tuple[str, str]:
    """The impact, and the status of each affected system."""
    severity = str(issue.front.get("severity") or "").lower()
    if issue.front.get("informational") == "true":
        return SEVERITIES["notice"]
    if severity not in SEVERITIES:
        history.guess(issue.source, "its severity is none of cState's; disrupted was taken", severity)
    return SEVERITIES.get(severity, SEVERITIES["disrupted"])


def affected_of(issue: Issue) -> list[str]:
    """The systems it names, each once, as they are written first."""
    affected = issue.front.get("affected")
    names = [affected] if isinstance(affected, str) else affected if isinstance(affected, list) else []
    seen: dict[str, str] = {}
    for name in names:
        if isinstance(name, str) and one_line(name):
            seen.setdefault(one_line(name).casefold(), one_line(name))
    return list(seen.values())


def note_oddities(issue: Issue, history: History) -> None:
    """List all that has no place in a record."""
    for key in sorted(issue.front.keys() - _KNOWN):
        history.guess(issue.source, f"its key `{key}` has no place in a record and was left out", issue.front[key])
    if issue.front.get("section", "issue") != "issue":
        history.guess(issue.source, "its section is not `issue`; it came over all the same", issue.front["section"])
    if issue.front.get("pin") == "true":
        history.guess(issue.source, "`pin: true` was left out; a record is pinned while it is open")
    if hides(issue.body) or hides(str(issue.front.get("title"))):
        history.guess(issue.source, "unseen characters that a record may not hold were taken out")
    if not issue.front.get("affected"):
        history.guess(issue.source, "it names no system; the record names no component")
