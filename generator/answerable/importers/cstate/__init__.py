"""Import a cState site (Hugo): each issue becomes one incident or one maintenance.

The format is that of cState's documentation: front matter title, date, resolved, resolvedWhen, severity, affected,
section, informational, pin; updates stand in the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

import click

from answerable.importers.cstate.issue import make_record
from answerable.importers.cstate.site_files import CONTENT, ISSUES, Issue, read_issues, read_systems
from answerable.importers.imported_history import Entry, History, Imported, Kind, Settings, SourceError
from answerable.importers.markdown import one_line
from answerable.importers.registry import Importer
from answerable.translation.message import msg

_LANGUAGE = re.compile(r"\.[a-z]{2}(?:-[a-zA-Z]{2})?(?=\.\w+$)")


def read_site(settings: Settings, site: Path, *, incidents_only: bool = False) -> History:
    """Read the folder of a cState site. Raises SourceError."""
    history = History(keys_are_paths=True)
    read_systems(site, history)
    issues = _without_translations(list(read_issues(site, history)), history)
    if not (site / ISSUES).is_dir() and not issues and not history.problems:
        raise SourceError(
            msg(
                "%(site)s has no folder %(issues)s; give the folder of a cState site, where its config.yml stands",
                site=site,
                issues=ISSUES,
            )
        )
    history.counts.append((ISSUES, f"{len(issues) + len(history.problems)} issues"))
    for issue in issues:
        record = None
        with history.faults_as_problems(issue.source):
            record = make_record(issue, history, settings, incidents_only=incidents_only)
        if record is not None:
            names = _known(history, issue.source, record.front["components"])
            history.records.append(_with_names(record, names))
            history.earlier_keys[issue.source] = issue.earlier
    return history


def _without_translations(issues: list[Issue], history: History) -> list[Issue]:
    """Return the issues without those of the same file name and date, which Hugo takes for another language's.

    Such a file stands in another language's folder, or has the language in its name, as in `search.de.md`.
    """
    originals: dict[tuple[str, str], Issue] = {}
    for issue in sorted(issues, key=lambda one: (bool(_LANGUAGE.search(one.source)), one.source.startswith(CONTENT))):
        path = PurePosixPath(_LANGUAGE.sub("", issue.source))
        name = path.parent.name if path.stem == "index" else path.stem  # a folder with an index.md is one page
        first = originals.setdefault((name, str(issue.front.get("date"))), issue)
        if first is not issue:
            history.guess(
                issue.source,
                msg("it was taken for a translation and left out"),
                msg("of %(source)s", source=first.source),
            )
    kept = {issue.source for issue in originals.values()}
    return [issue for issue in issues if issue.source in kept]


def _with_names(record: Imported, names: Mapping[str, str]) -> Imported:
    """Return the record, whatever its kind, with its systems named as config.yml does."""
    components = {names[name]: status for name, status in record.front["components"].items()}
    as_kind = record.as_kind

    def named(kind: Kind) -> Imported | None:
        other = as_kind(kind) if as_kind else None
        return _with_names(other, names) if other else None

    return replace(record, front={**record.front, "components": components}, as_kind=named if as_kind else None)


def _known(history: History, source: str, components: Iterable[str]) -> dict[str, str]:
    """Return the name that config.yml has for each component; add those that only issues name to the history."""
    known = {one_line(entry.name).casefold(): entry.source_key for entry in history.components}
    for name in components:
        if name.casefold() not in known:
            known[name.casefold()] = name
            history.components.append(Entry(name, name))
            history.guess(source, msg("a system that config.yml does not name became a component"), name)
    return {name: known[name.casefold()] for name in components}


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
