"""A cState site (Hugo) as records: each file of `content/issues` becomes one incident or one maintenance.

The format is that of cState's own documents: front matter title, date, resolved, resolvedWhen, severity, affected,
section, informational, pin; updates stand in the body.
"""

from __future__ import annotations

from pathlib import Path

from answerable.importers.cstate.issue import record
from answerable.importers.cstate.site import ISSUES, read_issues, read_systems
from answerable.importers.markdown import one_line
from answerable.importers.model import Entry, History, Settings


class NoSiteError(ValueError):
    """The folder holds no cState site; the message is one line."""


def read_site(site: Path, settings: Settings) -> History:
    """All that a cState site's folder holds. Raises NoSiteError."""
    if not (site / ISSUES).is_dir():
        raise NoSiteError(
            f"{site} has no folder {ISSUES}; give the folder of a cState site, where its config.yml stands"
        )
    history = History()
    read_systems(site, history)
    issues = list(read_issues(site, history))
    history.counts.append((ISSUES, f"{len(issues) + len(history.problems)} issues"))
    for issue in issues:
        made = record(issue, history, settings)
        if made is not None:
            made.front["components"] = _known(history, issue.source, made.front["components"])
            history.records.append(made)
    return history


def _known(history: History, source: str, components: dict[str, str]) -> dict[str, str]:
    """The components by the names that config.yml gives them; those that only issues name are added to them."""
    known = {one_line(entry.name).casefold(): entry.source_key for entry in history.components}
    for name in components:
        if name.casefold() not in known:
            known[name.casefold()] = name
            history.components.append(Entry(name, name))
            history.guess(source, "a system that config.yml does not name became a component", name)
    return {known[name.casefold()]: status for name, status in components.items()}
