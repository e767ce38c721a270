"""The files of a cState site: the systems and categories of its configuration, and its issues."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answerable.importers.model import Entry, History, dicts
from answerable.records.files import read_text, split_front_matter
from answerable.records.findings import Finding
from answerable.records.yaml.tree import read_yaml

CONFIGS = ("config.yml", "config.yaml", "config.toml", "hugo.yml", "hugo.yaml", "hugo.toml")
ISSUES = "content/issues"
_TOML = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Issue:
    """One file of `content/issues`: its path in that folder, its keys in lower case with their values, and its body."""

    source: str
    front: dict[str, Any]
    body: str


def read_issues(site: Path, history: History) -> Iterator[Issue]:
    """Yield all issues in the order of their paths; what cannot be read becomes a problem of the history."""
    for path in sorted((site / ISSUES).rglob("*.md")):
        if path.name.startswith(("_index", ".")):  # _index.md is Hugo's page of the folder
            continue
        source = path.relative_to(site / ISSUES).as_posix()
        text = read_text(path, site)
        issue = text.text if isinstance(text, Finding) else _issue(source, text, history)
        if isinstance(issue, str):
            history.problem(source, issue)
        else:
            yield issue


def _issue(source: str, text: str, history: History) -> Issue | str:
    """Return the issue, or what is wrong with its text."""
    toml = _TOML.match(text)
    if toml:
        try:
            values = as_text(tomllib.loads(toml[1]))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            return f"its TOML cannot be read: {error}"
        return Issue(source, {key.lower(): value for key, value in values.items()}, text[toml.end() :])
    parts = split_front_matter(text, path=source)
    if isinstance(parts, Finding):
        return parts.text
    tree, findings = read_yaml(parts.yaml, path=source, first_line=parts.yaml_line)
    if not tree.complete or not isinstance(tree.value, dict):
        first = findings[0] if findings else None
        return f"line {first.line}: {first.text}" if first else "the front matter must have lines of `key: value`"
    for finding in findings:
        history.guess(source, "its front matter has more than a record may", f"line {finding.line}: {finding.message}")
    return Issue(source, {key.lower(): value for key, value in tree.value.items()}, parts.body)


def as_text(value: Any) -> Any:
    """Return a TOML value as the text that our reader of YAML would give."""
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_systems(site: Path, history: History) -> None:
    """Add the categories and systems of the configuration to the history as groups and components."""
    path = next((site / name for name in CONFIGS if (site / name).is_file()), None)
    if path is None:
        history.guess(str(site.name), "there is no config.yml; components are those that issues name")
        return
    params = _params(path, site, history)
    for category in dicts(params.get("categories")):
        closed = category.get("closed") == "true"
        if name := str(category.get("name") or "").strip():
            history.groups.append(Entry(name, name, str(category.get("description") or ""), collapsed=closed))
    groups = {group.source_key for group in history.groups}
    for system in dicts(params.get("systems")):
        category_name = str(system.get("category") or "").strip()
        if name := str(system.get("name") or "").strip():
            group = category_name if category_name in groups else ""
            history.components.append(Entry(name, name, str(system.get("description") or "").strip(), group))
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
            history.problem(path.name, f"its TOML cannot be read: {error}")
            return {}
    else:
        tree, findings = read_yaml(text, path=path.name)
        value = tree.value
        if findings and not tree.complete:
            history.problem(path.name, f"line {findings[0].line}: {findings[0].text}")
    params = value.get("params") if isinstance(value, dict) else None
    return params if isinstance(params, dict) else {}
