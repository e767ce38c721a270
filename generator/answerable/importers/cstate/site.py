"""A cState site's files: its configuration with systems and categories, and its issues as front matter and body."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answerable.importers.model import Entry, History
from answerable.records.files import read_text, split_front_matter
from answerable.records.findings import Finding
from answerable.records.yaml.tree import read_yaml

CONFIGS = ("config.yml", "config.yaml", "config.toml", "hugo.yml", "hugo.yaml", "hugo.toml")
ISSUES = "content/issues"
_TOML = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Issue:
    """One file of `content/issues`: its keys as they were written, and its body."""

    source: str
    front: dict[str, Any]
    body: str


def read_issues(site: Path, history: History) -> Iterator[Issue]:
    """All issues in order of their paths; what cannot be read becomes a problem. Hugo's `_index.md` is no issue."""
    for path in sorted((site / ISSUES).rglob("*.md")):
        if path.name.startswith(("_index", ".")):
            continue
        source = path.relative_to(site / ISSUES).as_posix()
        text = read_text(path, site)
        issue = _unread(text) if isinstance(text, Finding) else _issue(source, text, history)
        if isinstance(issue, str):
            history.problem(source, issue)
        else:
            yield issue


def _unread(finding: Finding) -> str:
    return finding.text


def _issue(source: str, text: str, history: History) -> Issue | str:
    toml = _TOML.match(text)
    if toml:
        return _of_toml(source, toml[1], text[toml.end() :])
    parts = split_front_matter(text, path=source)
    if isinstance(parts, Finding):
        return parts.text
    tree, findings = read_yaml(parts.yaml, path=source, first_line=parts.yaml_line)
    if not tree.complete or not isinstance(tree.value, dict):
        first = findings[0] if findings else None
        return f"line {first.line}: {first.text}" if first else "the front matter is not a map of keys"
    for finding in findings:
        history.guess(source, "its front matter has more than a record may", f"line {finding.line}: {finding.message}")
    return Issue(source, {key.lower(): value for key, value in tree.value.items()}, parts.body)


def _of_toml(source: str, front: str, body: str) -> Issue | str:
    try:
        values = tomllib.loads(front)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return f"its TOML cannot be read: {error}"
    return Issue(source, {key.lower(): as_text(value) for key, value in values.items()}, body)


def as_text(value: Any) -> Any:
    """A TOML value as the same text that YAML's reader would give."""
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_systems(site: Path, history: History) -> None:
    """Put the configuration's categories and systems into the history; without any, say so."""
    path = next((site / name for name in CONFIGS if (site / name).is_file()), None)
    if path is None:
        history.guess(str(site.name), "there is no config.yml; components are those that issues name")
        return
    params = _params(path, site, history)
    for category in _maps(params.get("categories")):
        closed = category.get("closed") == "true"
        if name := str(category.get("name") or "").strip():
            history.groups.append(Entry(name, name, str(category.get("description") or ""), collapsed=closed))
    groups = {group.source_key for group in history.groups}
    for system in _maps(params.get("systems")):
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


def _maps(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
