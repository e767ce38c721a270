"""Import a cState site (Hugo): each file of `content/issues` becomes one incident or one maintenance.

The format is that of cState's documentation: front matter title, date, resolved, resolvedWhen, severity, affected,
section, informational, pin; updates stand in the body.
"""

from __future__ import annotations

from pathlib import Path

import click

from answerable.importers.cstate.issue import make_record
from answerable.importers.cstate.site import ISSUES, read_issues, read_systems
from answerable.importers.markdown import one_line
from answerable.importers.model import Entry, History, Settings, SourceError
from answerable.importers.registry import Importer


def read_site(settings: Settings, site: Path, *, incidents_only: bool = False) -> History:
    """Read the folder of a cState site. Raises SourceError."""
    if not (site / ISSUES).is_dir():
        raise SourceError(
            f"{site} has no folder {ISSUES}; give the folder of a cState site, where its config.yml stands"
        )
    history = History()
    read_systems(site, history)
    issues = list(read_issues(site, history))
    history.counts.append((ISSUES, f"{len(issues) + len(history.problems)} issues"))
    for issue in issues:
        record = make_record(issue, history, settings, incidents_only=incidents_only)
        if record is not None:
            record.front["components"] = _known(history, issue.source, record.front["components"])
            history.records.append(record)
    return history


def _known(history: History, source: str, components: dict[str, str]) -> dict[str, str]:
    """Name components as config.yml does; add those that only issues name to the history."""
    known = {one_line(entry.name).casefold(): entry.source_key for entry in history.components}
    for name in components:
        if name.casefold() not in known:
            known[name.casefold()] = name
            history.components.append(Entry(name, name))
            history.guess(source, "a system that config.yml does not name became a component", name)
    return {known[name.casefold()]: status for name, status in components.items()}


IMPORTER = Importer(
    name="cstate",
    help="""Import a cState site from its folder, the one with config.yml.

    \b
    Example:
      answerable import cstate ../status

    Exit codes: 0 all imported, 1 something was not, or was changed on both sides, 2 wrong usage.
    """,
    arguments=(
        click.argument("site", type=click.Path(path_type=Path, exists=True, file_okay=False)),
        click.option(
            "--incidents-only", is_flag=True, help="Import every issue as an incident, whatever its title says."
        ),
    ),
    read=read_site,
)
