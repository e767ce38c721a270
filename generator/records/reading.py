"""`content/` to ledger: every file read, every problem found, bad records set aside and the rest kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator.build.progress import come
from generator.build.spread import spread
from generator.records import laws
from generator.records.base import Part, Record
from generator.records.company import Channels, Components, Policy, Team
from generator.records.complaint import Complaint
from generator.records.files import read_text, record_file, walk_records
from generator.records.findings import Finding, has_errors, quoted
from generator.records.frontmatter import split
from generator.records.incident import Incident, Maintenance, Notice
from generator.records.ledger import Ledger, make_ledger
from generator.records.problems import finding, validate
from generator.records.references import known_ids, unknown
from generator.records.yamltree import Tree, read_yaml

FOLDERS: dict[str, type[Record]] = {
    "incidents": Incident,
    "maintenance": Maintenance,
    "notices": Notice,
    "complaints": Complaint,
}
"""The folders of `content/` and what stands in each."""

AT_ONCE = 200
"""Files that are read as one task."""
MANY = 1000
"""From so many files on, more than one processor is worth the trouble."""

P = TypeVar("P", bound=Part)
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Content:
    """What was read: the ledger, all findings in order of place, and what was left out of the ledger.

    Drafts stand apart, so that nothing made from a ledger can publish one.
    """

    ledger: Ledger
    findings: tuple[Finding, ...]
    set_aside: tuple[str, ...]
    drafts: tuple[Record, ...] = ()

    @property
    def count(self) -> int:
        """How many records the ledger holds."""
        ledger = self.ledger
        return len(ledger.incidents) + len(ledger.maintenances) + len(ledger.notices) + len(ledger.complaints)


@dataclass
class _Read:
    """One file: its model when its shape is right, the tree for places, and what was found."""

    path: str
    part: Part | None
    tree: Tree
    findings: list[Finding] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return self.part is not None and not has_errors(self.findings)


def read_content(content: Path, now: datetime) -> Content:
    """Read a whole `content/` folder. Never raises for what stands in it."""
    company = {name: _company_file(content, name, model) for name, model in _COMPANY.items()}
    components, channels, team, policy = (_part(company[name], model) for name, model in _COMPANY.items())
    assert isinstance(components, Components) and isinstance(channels, Channels)  # noqa: S101
    assert isinstance(team, Team) and isinstance(policy, Policy)  # noqa: S101
    known = known_ids(components, channels, team, policy)
    for read in company.values():
        _check(read, known, now)
    records, others = _records(content, known, now)
    _refuse_doubles(company.values(), records)
    good = [read.part for read in records if read.good]
    ledger = make_ledger(
        components=components.components,
        groups=components.groups,
        channels=channels.channels,
        people=team.people,
        policy=policy,
        incidents=(part for part in good if isinstance(part, Incident)),
        maintenances=(part for part in good if isinstance(part, Maintenance)),
        notices=(part for part in good if isinstance(part, Notice)),
        complaints=(part for part in good if isinstance(part, Complaint)),
    )
    found = [*others, *(f for read in (*company.values(), *records) for f in read.findings)]
    aside = tuple(read.path for read in records if not read.good)
    drafts = tuple(part for part in good if isinstance(part, Record) and part.draft)
    return Content(ledger, tuple(sorted(found)), aside, drafts)


_COMPANY: dict[str, type[Part]] = {
    "components.yml": Components,
    "channels.yml": Channels,
    "team.yml": Team,
    "policy.yml": Policy,
}


def _part(read: _Read, model: type[Part]) -> Part:
    return read.part if read.part is not None else model()


def _company_file(content: Path, name: str, model: type[P]) -> _Read:
    path = f"{content.name}/{name}"
    if not (content / name).exists():
        return _Read(path, model(), Tree())
    text = read_text(content / name, content)
    if isinstance(text, Finding):
        return _Read(path, None, Tree(), [text])
    tree, findings = read_yaml(text, path=path)
    if tree.value is None and not findings:
        return _Read(path, model(), tree)
    part, problems = validate(model, tree, path)
    if part is None and isinstance(tree.value, dict):
        part = _what_is_right(model, tree)
    return _Read(path, part, tree, [*findings, *problems])


def _what_is_right(model: type[P], tree: Tree) -> P | None:
    """The file without the entries that are wrong: one bad line in policy.yml must not take all rules away."""
    value = dict(tree.value) if isinstance(tree.value, dict) else {}
    for key, field_value in list(value.items()):
        items = field_value if isinstance(field_value, list) else [field_value]
        good = [item for item in items if _fits(model, key, [item] if isinstance(field_value, list) else item)]
        if isinstance(field_value, list):
            value[key] = good
        elif not good:
            del value[key]
    return model.model_validate(value) if _fits_whole(model, value) else None


def _fits(model: type[Part], key: str, value: object) -> bool:
    return _fits_whole(model, {key: value})


def _fits_whole(model: type[Part], value: object) -> bool:
    try:
        model.model_validate(value)
    except ValueError:
        return False
    return True


def _records(content: Path, known: dict[str, set[str]], now: datetime) -> tuple[list[_Read], list[Finding]]:
    walked = [(found, model) for folder, model in FOLDERS.items() for found in walk_records(content / folder, content)]
    files = [(found, model) for found, model in walked if isinstance(found, Path)]
    known["incident"] = {file.stem for file, model in files if model is Incident}
    parts = [files[start : start + AT_ONCE] for start in range(0, len(files), AT_ONCE)]
    tasks = [partial(_some, part, content, known, now) for part in parts]
    read: list[_Read] = []
    for some in spread(tasks, None if len(files) >= MANY else 1):
        read.extend(some)
        come("records read", len(read))
    return read, [found for found, _ in walked if isinstance(found, Finding)]


def _some(
    files: list[tuple[Path, type[Record]]], content: Path, known: dict[str, set[str]], now: datetime
) -> list[_Read]:
    read = [_record(file, content, model) for file, model in files]
    for one in read:
        _check(one, known, now)
        one.tree = Tree()  # its work is done, and it is larger than the record
    return read


def check_text(content: Path, path: str, text: str, now: datetime) -> tuple[Finding, ...]:
    """What a check would find if the record at `path` (relative to `content`) held this text; nothing is written.

    Raises KeyError when `path` is in no folder of records.
    """
    company = (_part(_company_file(content, name, model), model) for name, model in _COMPANY.items())
    known = known_ids(*company)  # type: ignore[arg-type]  # in the order of _COMPANY
    known["incident"] = {file.stem for file in _files(content / "incidents", content)}
    folder = path.partition("/")[0]
    read = _of_text(text, content / path, content, FOLDERS[folder])
    _check(read, known, now)
    name = record_file(content / path, content)
    twins = [file for file in _files(content / folder, content) if file.stem == Path(path).stem]
    taken = [
        Finding(
            read.path, 0, 0, f"the id {quoted(twin.stem)} is taken by {twin.relative_to(content)}", "choose another"
        )
        for twin in twins
        if twin != content / path
    ]
    return tuple(sorted([*read.findings, *taken, *([name] if isinstance(name, Finding) else [])]))


def _files(folder: Path, content: Path) -> Iterator[Path]:
    return (found for found in walk_records(folder, content) if isinstance(found, Path))


def _record(file: Path, content: Path, model: type[Record]) -> _Read:
    text = read_text(file, content)
    if isinstance(text, Finding):
        return _Read(f"{content.name}/{file.relative_to(content).as_posix()}", None, Tree(), [text])
    return _of_text(text, file, content, model)


def _of_text(text: str, file: Path, content: Path, model: type[Record]) -> _Read:
    path = f"{content.name}/{file.relative_to(content).as_posix()}"
    parts = split(text, path=path)
    if isinstance(parts, Finding):
        return _Read(path, None, Tree(), [parts])
    tree, findings = read_yaml(parts.yaml, path=path, first_line=parts.yaml_line)
    extra = {"id": file.stem, "path": file.relative_to(content).as_posix(), "body": parts.body.strip()}
    part, problems = validate(model, tree, path, extra)
    return _Read(path, part, tree, [*findings, *problems])


def _check(read: _Read, known: dict[str, set[str]], now: datetime) -> None:
    if read.part is None:
        return
    for loc, message, suggestion in unknown(read.part, known):
        read.findings.append(finding(read.tree, read.path, loc, message, suggestion, rule="reference"))
    for problem in laws.problems(read.part, now):
        read.findings.append(
            finding(read.tree, read.path, problem.loc, problem.message, problem.suggestion, level=problem.level)
        )


def _refuse_doubles(company: Iterable[_Read], records: list[_Read]) -> None:
    """The same id twice: the second file of a folder, or the second entry of a list, is a finding."""
    first: dict[tuple[type, str], str] = {}
    for read in records:
        if not isinstance(read.part, Record):
            continue
        key = (type(read.part), read.part.id)
        if key in first:
            message = f"the id {quoted(read.part.id)} is taken by {first[key]}"
            read.findings.append(Finding(read.path, 0, 0, message, "rename this file"))
        first.setdefault(key, read.path)
    for read in company:
        read.findings.extend(_doubles_in(read))


def _doubles_in(read: _Read) -> Iterator[Finding]:
    for name in type(read.part).model_fields if read.part else ():
        seen: set[str] = set()
        entries = getattr(read.part, name)
        for number, entry in enumerate(entries if isinstance(entries, tuple) else ()):
            id = getattr(entry, "id", None)
            if id in seen:
                yield finding(
                    read.tree,
                    read.path,
                    (name, number, "id"),
                    f"the id {quoted(id)} is given twice",
                    "give each its own",
                )
            if id:
                seen.add(id)
