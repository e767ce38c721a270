"""Write an imported history into `content/`: everything is planned and checked first, then written.

Importing twice changes nothing. What was deleted here stays deleted; what is gone from the source stays here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from answerable.content.reading import read_content
from answerable.importers import imported_components
from answerable.importers.earlier_keys import EarlierKeys
from answerable.importers.imported_history import (
    FOLDERS,
    Entry,
    History,
    Imported,
    ImportProblem,
    ImportReport,
    Kind,
    Settings,
)
from answerable.importers.merge import marks, merge, values
from answerable.importers.record_files import RecordFiles
from answerable.importers.state import (
    FOLDER,
    Mark,
    Remembered,
    State,
    load_state,
    save_state,
    state_path,
    write_changed,
)
from answerable.output.progress import report_progress
from answerable.records.files import MAX_BYTES, read_text, split_front_matter
from answerable.records.findings import Finding
from answerable.records.ledger import Ledger
from answerable.records.model import Incident, Maintenance, Record
from answerable.records.validation import invariants
from answerable.records.validation.references import unknown_references
from answerable.records.validation.shape import validate
from answerable.records.yaml.edit import EditError, compose, write_whole
from answerable.records.yaml.reader import read_yaml
from answerable.translation.message import msg

_MODELS: dict[Kind, type[Record]] = {"incident": Incident, "maintenance": Maintenance}


def apply_import(
    content: Path, name: str, history: History, settings: Settings, *, dry_run: bool = False
) -> ImportReport:
    """Merge a history into `content/`, remembered under `name`.

    Raises StateError, EditError or OSError, each with one line; the first two before anything is written.
    """
    run = _Import(content, name, history, settings)
    for number, record in enumerate(history.records, start=1):
        run.plan_record(record)
        report_progress(msg("records imported"), number, len(history.records))
    run.plan_components()
    run.finish_report()
    if dry_run:
        run.report.dry_run = True
        run.report.list_path = ""
    else:
        run.write()
    return run.report


class RecordChecker:
    """Checks a record's text before it is written; it may name what the ledger has and components to be added."""

    def __init__(self, ledger: Ledger, component_ids: set[str], now: datetime) -> None:
        self.now = now
        self.known: dict[str, set[str]] = {
            "component": component_ids | {one.id for one in (*ledger.components, *ledger.retired)},
            "person": {one.id for one in ledger.people},
        }

    def problems(self, text: str, kind: Kind, id: str) -> list[str]:
        """Return what is wrong with a record's text, a line each."""
        size = len(text.encode("utf-8"))
        if size > MAX_BYTES:
            return [
                msg("the record would have %(size)s bytes; the limit is %(max_bytes)s", size=size, max_bytes=MAX_BYTES)
            ]
        parts = split_front_matter(text, path="")
        if isinstance(parts, Finding):
            return [parts.text]
        tree, findings = read_yaml(parts.yaml, path="", first_line=parts.yaml_line)
        part, problems = validate(_MODELS[kind], tree, "", {"id": id, "path": "", "body": parts.body.strip()})
        found = [one.text for one in (*findings, *problems)]
        if part is None:
            return found or [msg("its front matter cannot be read")]
        found += [f"{message}; {right}" for _, message, right in unknown_references(part, self.known)]
        broken = invariants.broken_invariants(part, self.now)
        found += [f"{one.message}; {one.suggestion}" for one in broken if one.level == "error"]
        return list(dict.fromkeys(found))


class _Import:
    """One import: what `content/` has, the texts that will be written, and the report."""

    def __init__(self, content: Path, name: str, history: History, settings: Settings) -> None:
        self.content, self.name, self.history = content, name, history
        self.state = load_state(state_path(content, name))
        self.ledger: Ledger = read_content(content, settings.now, intake=False).ledger
        self.files = RecordFiles(content, self.state)
        self.texts: dict[Path, str] = {}  # in the order in which they will be written
        self.named: set[str] = set()  # ids of components that imported records name
        self.report = ImportReport(history.counts, problems=history.problems, guesses=sorted(history.guesses))
        matched = imported_components.match_ids
        self.groups = matched(history.groups, self.ledger.groups, self.state.groups, "group")
        self.ids = matched(history.components, self.ledger.every_component, self.state.components, "component")
        self.earlier = EarlierKeys(content, history, self.state, settings.now)
        self.checker = RecordChecker(self.ledger, set(self.ids.values()), settings.now)

    def plan_record(self, record: Imported) -> None:
        """Decide what becomes of one record of the source."""
        known = self.state.records.get(record.source_key) or self.renamed(record)
        path = self.files.path_of(record, known)
        if path is None:
            self.report.deleted.append(known.path if known else record.id)
        elif path.exists():
            self.update_as_here(record, path, known)
        else:
            self.create(record, path, _with_our_ids({**record.front, **record.unsaid}, self.ids))

    def renamed(self, record: Imported) -> Remembered | None:
        """Return what is remembered of the record under its source's earlier key, and report the new one."""
        key = self.earlier.key_of(record, lambda front: _with_our_ids(front, self.ids))
        if key is None:
            return None
        known = self.state.records[record.source_key] = self.state.records.pop(key)
        self.report.renamed.append(
            msg(
                "%(key)s is %(source_key)s now: %(name)s/%(path)s",
                key=key,
                source_key=record.source_key,
                name=self.content.name,
                path=known.path,
            )
        )
        return known

    def update_as_here(self, record: Imported, path: Path, known: Remembered | None) -> None:
        """Update a record under the kind that it has here, which is that of its first import."""
        kind = next(kind for kind, folder in FOLDERS.items() if folder == path.relative_to(self.content).parts[0])
        here = record if record.kind == kind else record.as_kind(kind) if record.as_kind else None
        if here is not None:
            self.update(here, path, _with_our_ids(here.front, self.ids), known)
            return
        found = marks(compose(_with_our_ids(record.front, self.ids), record.body))
        if known is None or found != known.marks:  # listed once, as every conflict
            self.conflict(
                record,
                path,
                msg("the source calls it %(kind)s now; move it by hand if that is right", kind=record.kind),
            )
            self.state.records[record.source_key] = Remembered(path.relative_to(self.content).as_posix(), found)

    def create(self, record: Imported, path: Path, front: dict[str, Any]) -> None:
        text = compose(front, record.body)
        if self.refused(record, path, text):
            return
        self.texts[path] = text
        self.report.written[FOLDERS[record.kind]] += 1
        self.remember(record, path, marks(text), front)

    def update(self, record: Imported, path: Path, front: dict[str, Any], known: Remembered | None) -> None:
        local = read_text(path, self.content)
        if isinstance(local, Finding):
            self.problem(record, str(local))
            return
        try:
            if record.unsaid:
                here = values(local)
                front |= {key: here.get(key) for key in record.unsaid}
            merged = merge(local, front, record.body, known.marks if known else {})
        except EditError as error:
            self.problem(record, msg("%(path)s cannot be changed: %(error)s", path=self.shown(path), error=error))
            return
        if merged.text != local and self.refused(record, path, merged.text):
            return
        for key in merged.conflicts:
            self.conflict(
                record, path, msg("`%(key)s` was changed here and in the source; the local one stays", key=key)
            )
        if merged.text == local:
            self.report.unchanged += 1
        else:
            self.texts[path] = merged.text
            self.report.updated.append(self.shown(path))
        self.remember(record, path, merged.source, front)

    def remember(self, record: Imported, path: Path, found: dict[str, Mark], front: dict[str, Any]) -> None:
        self.state.records[record.source_key] = Remembered(path.relative_to(self.content).as_posix(), found)
        self.named |= {id for part in (front, *front["updates"]) for id in part.get("components") or ()}

    def refused(self, record: Imported, path: Path, text: str) -> bool:
        """Report what is wrong with a text; return whether anything is, so that it is not written."""
        found = self.checker.problems(text, record.kind, path.stem)
        for problem in found:
            self.problem(record, problem)
        return bool(found)

    def problem(self, record: Imported, what: str) -> None:
        self.report.problems.append(ImportProblem(record.source_key, what))

    def conflict(self, record: Imported, path: Path, what: str) -> None:
        self.report.conflicts.append(ImportProblem(record.source_key, f"{self.shown(path)}: {what}"))

    def shown(self, path: Path) -> str:
        return f"{self.content.name}/{path.relative_to(self.content).as_posix()}"

    def plan_components(self) -> None:
        """Add new components and groups, and those that an imported record needs and somebody removed."""
        here = {one.id for one in self.ledger.every_component}
        added = [entry for entry in self.history.components if self.is_missing(entry, here)]
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
            self.add_components(_distinct(added, self.ids), _distinct(groups, self.groups))

    def is_missing(self, entry: Entry, here: set[str]) -> bool:
        id = self.ids[entry.source_key]
        return id not in here and (entry.source_key not in self.state.components or id in self.named)

    def add_components(self, added: list[Entry], groups: list[Entry]) -> None:
        group_items = [imported_components.group_item(entry, self.groups[entry.source_key]) for entry in groups]
        items = [
            imported_components.component_item(one, self.ids[one.source_key], self.groups.get(one.group, ""))
            for one in added
        ]
        text = imported_components.with_items(self.content, group_items, items)
        self.texts = {self.content / imported_components.FILE: text, **self.texts}
        self.report.components = [one["id"] for one in (*group_items, *items)]

    def finish_report(self) -> None:
        gone = list(self.gone())
        self.report.gone = len(gone)
        paths = {self.files.path_of_known(one) for one in gone}
        self.report.gone_open = sorted(self.shown(path) for path in paths if path and self.earlier.is_open(path))
        if self.report.guesses or self.report.problems:
            self.report.list_path = f"{self.content.name}/{FOLDER}/{self.name}-report.txt"

    def gone(self) -> Iterator[Remembered]:
        """Yield what is remembered and no longer in the source, of the kinds that the source has now."""
        folders = {FOLDERS[record.kind] for record in self.history.records}
        keys = self.history.source_keys
        for key, one in self.state.records.items():
            if key not in keys and (self.history.keys_are_paths or one.path.partition("/")[0] in folders):
                yield one

    def write(self) -> None:
        for path, text in self.texts.items():
            write_whole(path, text)
        if self.state != State():
            save_state(state_path(self.content, self.name), self.state)
        if self.report.list_path:
            write_changed(self.content / FOLDER / f"{self.name}-report.txt", self.report.full_list())


def _distinct(entries: list[Entry], ids: dict[str, str]) -> list[Entry]:
    """Return the entries without those that share an id with an earlier one."""
    return list({ids[entry.source_key]: entry for entry in reversed(entries)}.values())[::-1]


def _with_our_ids(front: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """Return the front matter with our ids instead of the source's keys of components."""

    def renamed(named: dict[str, str]) -> dict[str, str]:
        return {ids[key]: status for key, status in named.items()}

    updates = [
        {**update, "components": renamed(update["components"])} if update.get("components") else update
        for update in front.get("updates") or ()
    ]
    return {**front, "components": renamed(front.get("components") or {}), "updates": updates}
