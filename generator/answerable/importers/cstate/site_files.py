"""The files of a cState site: the systems and categories of its configuration, and its issues."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from answerable.importers.cstate.front import is_true, normalize
from answerable.importers.cstate.git_history import read_git_history
from answerable.importers.imported_history import Entry, History, dicts
from answerable.importers.markdown import clean, one_line
from answerable.records.files import read_text, split_front_matter
from answerable.records.findings import Finding
from answerable.records.yaml.reader import read_yaml
from answerable.translation.message import msg

CONFIGS = ("config.yml", "config.yaml", "config.toml", "hugo.yml", "hugo.yaml", "hugo.toml")
CONTENT = "content"
ISSUES = "content/issues"
_PAGES = frozenset({".md", ".markdown", ".mdown", ".html"})
_TOML = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: the path of its file, its keys with their values as `normalize` gives them, and its body.

    `source` is the path in `content/issues`, or in the site for a file elsewhere. `added` is when the file was first
    committed to git, `earlier` has its paths before it was renamed.
    """

    source: str
    front: dict[str, Any]
    body: str
    added: datetime | None = None
    earlier: tuple[str, ...] = ()


def read_issues(site: Path, history: History) -> Iterator[Issue]:
    """Yield all issues in the order of their paths; what cannot be read becomes a problem of the history.

    As for cState, every page of `content/` is an issue whose section is, wherever its file stands.
    """
    git = read_git_history(site, CONTENT)
    for path in sorted((site / CONTENT).rglob("*")):
        kind = _kind(path, site)
        if not kind:
            continue
        text = read_text(path, site)
        inside = path.relative_to(site).as_posix()
        source = _source(inside)
        issue = text.text if isinstance(text, Finding) else _issue(source, text, history, is_issue=kind == "issue")
        if isinstance(issue, str):
            history.problem(source, issue)
        elif issue is not None:
            earlier = tuple(_source(name) for name in git.earlier_paths.get(inside, ()))
            yield replace(issue, added=git.added.get(inside), earlier=earlier)


def _kind(path: Path, site: Path) -> Literal["", "issue", "page"]:
    """Return what a file is by its path: `issue` in a folder `issues`, else a `page`, which may be one."""
    if path.suffix.lower() not in _PAGES or path.name.startswith(("_index", ".")) or not path.is_file():
        return ""  # _index.md is Hugo's page of the folder
    return "issue" if "issues" in path.relative_to(site / CONTENT).parts[:-1] else "page"


def _source(path: str) -> str:
    return path.removeprefix(f"{ISSUES}/")


def _issue(source: str, text: str, history: History, *, is_issue: bool) -> Issue | str | None:
    """Return the issue, or what is wrong with its text; None for a page that is no issue."""
    found = _front_matter(source, text)
    if isinstance(found, str):
        return found if is_issue else None
    values, body, findings = found
    front = normalize(values)
    if not is_issue and front.get("section") != "issue":
        return None
    for finding in findings:
        history.guess(
            source,
            msg("its front matter has more than a record may"),
            msg("line %(line)s: %(what)s", line=finding.line, what=finding.message),
        )
    if source.startswith(f"{CONTENT}/"):
        history.guess(source, msg("it stands outside %(issues)s; it came over all the same", issues=ISSUES))
    return Issue(source, front, body)


def _front_matter(source: str, text: str) -> tuple[dict[str, Any], str, list[Finding]] | str:
    """Return the keys with their values, the body, and what is odd about them; or why they cannot be read."""
    toml = _TOML.match(text)
    if toml:
        try:
            return as_text(tomllib.loads(toml[1])), text[toml.end() :], []
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            return msg("its TOML cannot be read: %(error)s", error=error)
    if text.lstrip("\ufeff \n").startswith("{"):
        return _json(text.lstrip("\ufeff \n"))
    parts = split_front_matter(text, path=source)
    if isinstance(parts, Finding):
        return parts.text
    tree, findings = read_yaml(parts.yaml, path=source, first_line=parts.yaml_line)
    if not tree.complete or not isinstance(tree.value, dict):
        first = findings[0] if findings else None
        return (
            msg("line %(line)s: %(what)s", line=first.line, what=first.text)
            if first
            else msg("the front matter must have lines of `key: value`")
        )
    return tree.value, parts.body, findings


def _json(text: str) -> tuple[dict[str, Any], str, list[Finding]] | str:
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        return msg("its JSON cannot be read: %(error)s", error=error)
    return as_text(value), text[end:], []


def as_text(value: Any) -> Any:
    """Return a value of TOML or JSON as the text that our reader of YAML would give."""
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_systems(site: Path, history: History) -> None:
    """Add the categories and systems of the configuration to the history as groups and components."""
    path = next((site / name for name in CONFIGS if (site / name).is_file()), None)
    if path is None:
        history.guess(str(site.name), msg("there is no config.yml; components are those that issues name"))
        return
    params = _params(path, site, history)
    for category in dicts(params.get("categories")):
        closed = is_true(category.get("closed"))
        if name := one_line(str(category.get("name") or "")):
            history.groups.append(Entry(name, name, clean(str(category.get("description") or "")), collapsed=closed))
    groups = {group.source_key for group in history.groups}
    for system in dicts(params.get("systems")):
        category_name = one_line(str(system.get("category") or ""))
        if name := one_line(str(system.get("name") or "")):
            group = category_name if category_name in groups else ""
            history.components.append(Entry(name, name, clean(str(system.get("description") or "")), group))
    history.counts.append((path.name, f"{len(history.components)} systems, {len(history.groups)} categories"))


def _params(path: Path, site: Path, history: History) -> dict[str, Any]:
    text = read_text(path, site)
    if isinstance(text, Finding):
        history.problem(path.name, text.text)
        return {}
    if path.suffix == ".toml":
        try:
            value = as_text(tomllib.loads(text))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            history.problem(path.name, msg("its TOML cannot be read: %(error)s", error=error))
            return {}
    else:
        tree, findings = read_yaml(text, path=path.name)
        value = tree.value
        if findings and not tree.complete:
            history.problem(path.name, msg("line %(line)s: %(what)s", line=findings[0].line, what=findings[0].text))
    params = value.get("params") if isinstance(value, dict) else None
    return params if isinstance(params, dict) else {}
