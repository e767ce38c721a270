"""A history into `content/`: everything is planned and checked first, then written.

To import twice changes nothing. What was deleted here stays deleted; what is gone from the source stays here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from answerable.content.reading import read_content
from answerable.importers import existing
from answerable.importers.existing import Existing
from answerable.importers.merge import marks, merge
from answerable.importers.model import FOLDERS, Entry, History, Imported, ImportProblem, ImportReport, Kind, Settings
from answerable.importers.state import FOLDER, Remembered, State, load_state, save_state, state_path, write_changed
from answerable.records.files import MAX_BYTES, read_text, split_front_matter
from answerable.records.findings import Finding
from answerable.records.ledger import Ledger
from answerable.records.model import Incident, Maintenance, Record
from answerable.records.validation import invariants
from answerable.records.validation.references import unknown_references
from answerable.records.validation.shape import validate
from answerable.records.yaml.edit import EditError, compose, write_whole
from answerable.records.yaml.tree import read_yaml

_MODELS: dict[Kind, type[Record]] = {"incident": Incident, "maintenance": Maintenance}


class RecordChecker:
    """Knows what a record may name: what the ledger has, and the components that will be added."""

    def __init__(self, ledger: Ledger, components: set[str], now: datetime) -> None:
        self.now = now
        self.known: dict[str, set[str]] = {
            "component": components | {one.id for one in (*ledger.components, *ledger.retired)},
            "person": {one.id for one in ledger.people},
        }

    def problems(self, text: str, kind: Kind, id: str) -> list[str]:
        """What is wrong with a record's text; nothing when it is right."""
        size = len(text.encode("utf-8"))
        if size > MAX_BYTES:
            return [f"the record would have {size} bytes; at most {MAX_BYTES} can be read"]
        parts = split_front_matter(text, path="")
        if isinstance(parts, Finding):
            return [parts.text]
        tree, findings = read_yaml(parts.yaml, path="", first_line=parts.yaml_line)
        part, problems = validate(_MODELS[kind], tree, "", {"id": id, "path": "", "body": parts.body.strip()})
        found = [one.text for one in (*findings, *problems)]
        if part is None:
            return found or ["its front matter cannot be read"]
        found += [f"{message}; {right}" for _, message, right in unknown_references(part, self.known)]
        found += [
            f"{one.message}; {one.suggestion}"
            for one in invariants.broken_invariants(part, self.now)
            if one.level == "error"
        ]
        return list(dict.fromkeys(found))


Progress = Callable[[int, int], None]


@dataclass
class _Plan:
    """What will be written, in this order."""

    texts: dict[Path, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


def apply_import(
    content: Path, name: str, history: History, settings: Settings, progress: Progress, *, dry_run: bool = False
) -> ImportReport:
    """Merge a history into `content/` under the name of its system.

    Raises StateError, EditError or OSError, each in one line; nothing is written before all is planned.
    """
    run = _Run(content, name, history, settings)
    for number, record in enumerate(history.records, start=1):
        run.plan_record(record)
        progress(number, len(history.records))
    run.plan_components()
    run.finish_report()
    if dry_run:
        run.report.dry_run = True
        run.report.list_path = ""
    else:
        run.write()
    return run.report


class _Run:
    """One import: what is there, what will be, and the report that grows."""

    def __init__(self, content: Path, name: str, history: History, settings: Settings) -> None:
        self.content, self.name, self.history = content, name, history
        self.state = load_state(state_path(content, name))
        self.ledger: Ledger = read_content(content, settings.now, intake=False).ledger
        self.existing = Existing(content, self.state)
        self.plan = _Plan()
        self.report = ImportReport(history.counts, problems=history.problems, guesses=sorted(history.guesses))
        self.groups = existing.matched(history.groups, self.ledger.groups, self.state.groups, "group")
        self.ids = existing.matched(history.components, self.ledger.every_component, self.state.components, "component")
        self.checker = RecordChecker(self.ledger, set(self.ids.values()), settings.now)

    def plan_record(self, record: Imported) -> None:
        """Decide what becomes of one record of the source."""
        front = _with_ids(record.front, self.ids)
        known = self.state.records.get(record.source_key)
        path = self.existing.place(record, known)
        if path is None:
            self.report.deleted.append(known.path if known else record.id)
        elif FOLDERS[record.kind] != path.relative_to(self.content).parts[0]:
            self.conflict(record, path, f"the source calls it {record.kind} now; move it by hand if that is right")
        elif path.exists():
            self.update(record, path, front, known)
        else:
            self.create(record, path, front)

    def create(self, record: Imported, path: Path, front: dict[str, Any]) -> None:
        text = compose(front, record.body)
        if self.refused(record, path, text):
            return
        self.plan.texts[path] = text
        self.report.written[FOLDERS[record.kind]] += 1
        self.remember(record, path, text, front)

    def update(self, record: Imported, path: Path, front: dict[str, Any], known: Remembered | None) -> None:
        local = read_text(path, self.content)
        if isinstance(local, Finding):
            self.problem(record, str(local))
            return
        try:
            merged = merge(local, front, record.body, known.marks if known else {})
        except EditError as error:
            self.problem(record, f"{self.shown(path)} cannot be changed: {error}")
            return
        if merged.text != local and self.refused(record, path, merged.text):
            return
        for key in merged.conflicts:
            self.conflict(record, path, f"`{key}` was changed here and in the source; the local one stays")
        if merged.text == local:
            self.report.unchanged += 1
        else:
            self.plan.texts[path] = merged.text
            self.report.updated.append(self.shown(path))
        self.remember(record, path, compose(front, record.body), front)

    def remember(self, record: Imported, path: Path, text: str, front: dict[str, Any]) -> None:
        self.state.records[record.source_key] = Remembered(path.relative_to(self.content).as_posix(), marks(text))
        self.plan.used |= _named(front)

    def refused(self, record: Imported, path: Path, text: str) -> bool:
        """Whether a text would not pass the check; it is then left out, and why is said."""
        found = self.checker.problems(text, record.kind, path.stem)
        for words in found:
            self.problem(record, words)
        return bool(found)

    def problem(self, record: Imported, words: str) -> None:
        self.report.problems.append(ImportProblem(record.source_key, words))

    def conflict(self, record: Imported, path: Path, words: str) -> None:
        self.report.conflicts.append(ImportProblem(record.source_key, f"{self.shown(path)}: {words}"))

    def shown(self, path: Path) -> str:
        return f"{self.content.name}/{path.relative_to(self.content).as_posix()}"

    def plan_components(self) -> None:
        """New components and groups, and those that a record needs and somebody took away."""
        here = {one.id for one in self.ledger.every_component}
        added = [entry for entry in self.history.components if self.missing(entry, here)]
        groups_here = {one.id for one in self.ledger.groups}
        needed = {entry.group for entry in added}
        groups = [
            entry
            for entry in self.history.groups
            if self.groups[entry.source_key] not in groups_here
            and (entry.source_key not in self.state.groups or entry.source_key in needed)
        ]
        self.state.components |= self.ids
        self.state.groups |= self.groups
        if added or groups:
            self.add(_distinct(added, self.ids), _distinct(groups, self.groups))

    def missing(self, entry: Entry, here: set[str]) -> bool:
        id = self.ids[entry.source_key]
        return id not in here and (entry.source_key not in self.state.components or id in self.plan.used)

    def add(self, components: list[Entry], groups: list[Entry]) -> None:
        new_groups = [existing.group(entry, self.groups[entry.source_key]) for entry in groups]
        new = [existing.component(e, self.ids[e.source_key], self.groups.get(e.group, "")) for e in components]
        self.plan.texts = {
            self.content / existing.FILE: existing.with_entries(self.content, new_groups, new),
            **self.plan.texts,
        }
        self.report.components = [one["id"] for one in (*new_groups, *new)]

    def finish_report(self) -> None:
        kinds = {FOLDERS[record.kind] for record in self.history.records}
        seen = {record.source_key for record in self.history.records}
        old = [one for key, one in self.state.records.items() if key not in seen]
        self.report.gone = sum(one.path.partition("/")[0] in kinds for one in old)
        if self.report.guesses or self.report.problems:
            self.report.list_path = f"{self.content.name}/{FOLDER}/{self.name}-report.txt"

    def write(self) -> None:
        for path, text in self.plan.texts.items():
            write_whole(path, text)
        if self.state != State():
            save_state(state_path(self.content, self.name), self.state)
        if self.report.list_path:
            write_changed(self.content / FOLDER / f"{self.name}-report.txt", self.report.full_list())


def _distinct(entries: list[Entry], ids: dict[str, str]) -> list[Entry]:
    return list({ids[entry.source_key]: entry for entry in reversed(entries)}.values())[::-1]


def _with_ids(front: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """The front matter with our ids for the source's components."""
    changed = dict(front)
    changed["components"] = {ids[key]: status for key, status in (front.get("components") or {}).items()}
    changed["updates"] = [
        {**update, "components": {ids[key]: status for key, status in update["components"].items()}}
        if update.get("components")
        else update
        for update in front.get("updates") or ()
    ]
    return changed


def _named(front: dict[str, Any]) -> set[str]:
    return {id for part in (front, *front["updates"]) for id in part.get("components") or ()}
