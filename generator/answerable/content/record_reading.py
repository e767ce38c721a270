"""Read the records of `content/`, each file by itself, and check what a record says by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath

from answerable.content import halves
from answerable.content.body_translations import BodyTranslations, read_translations
from answerable.content.company_files import UNCHECKED, FileRead, is_draft, read_company
from answerable.content.record_cache import RecordCache, digest_of_text
from answerable.output.build_cache import BuildCache
from answerable.output.fork_map import fork_map
from answerable.output.progress import report_progress
from answerable.records import characters
from answerable.records.comments import without_comments
from answerable.records.files import FrontMatter, read_text, record_file, split_front_matter, walk_records
from answerable.records.findings import Finding, escape_invisible, quoted, survived
from answerable.records.model import Incident, Record
from answerable.records.text import Text
from answerable.records.validation import invariants
from answerable.records.validation.cut_texts import cut_body
from answerable.records.validation.references import UNLISTED, right_id, unknown_references
from answerable.records.validation.shape import finding_at, validate_tree
from answerable.records.validation.wording import ID_HELP
from answerable.records.yaml.reader import read_yaml
from answerable.records.yaml.slips import FENCE
from answerable.records.yaml.tree import Tree
from answerable.translation.message import msg

AT_ONCE = 200
"""How many files are read in one task."""
MANY = 1000
"""From how many files on several processes read them."""


def read_records(
    content: Path,
    folders: Mapping[str, type[Record]],
    known: dict[str, set[str]],
    now: datetime,
    cache: BuildCache,
) -> tuple[list[FileRead], list[Finding]]:
    """Read and check the records of some folders; return them, and a finding for each entry that is none.

    The ids of incidents are added to `known`. Records that the cache has are not read again.
    """
    entries = [(found, model) for folder, model in folders.items() for found in walk_records(content / folder, content)]
    files = [(found, model) for found, model in entries if isinstance(found, Path)]
    translations = read_translations((file for file, _ in files), content)
    files = [(file, model) for file, model in files if file not in translations.files]
    if Incident in folders.values():
        known["incident"] = {file.stem for file, model in files if model is Incident}
    kept = RecordCache(cache, content, known, now)
    read = {
        file: found for file, model in files if file not in translations.words and (found := kept.find(file, model))
    }
    changed = [(file, model) for file, model in files if file not in read]
    parts = [changed[start : start + AT_ONCE] for start in range(0, len(changed), AT_ONCE)]
    tasks = [partial(_read_files, part, content, known, now, translations) for part in parts]
    for part, some in zip(parts, fork_map(tasks, None if len(changed) >= MANY else 1), strict=True):
        for (file, _), one in zip(part, some, strict=True):
            read[file] = one
            if file not in translations.words:
                kept.keep(file, one)
        report_progress(msg("records read"), len(read))
    kept.close()
    findings = [found for found, _ in entries if isinstance(found, Finding)]
    return [read[file] for file, _ in files], [*findings, *translations.findings]


def _read_files(
    files: list[tuple[Path, type[Record]]],
    content: Path,
    known: dict[str, set[str]],
    now: datetime,
    translations: BodyTranslations,
) -> list[FileRead]:
    read = [_survived_record(file, content, model) for file, model in files]
    for (file, _), one in zip(files, read, strict=True):
        _add_bodies(one, translations.of(file))
    for one in read:
        check_read(one, known, now)
        one.soften_if_draft()
        one.tree, one.shape = Tree(), None  # no longer needed, and larger than the record
    return read


def _add_bodies(read: FileRead, bodies: Text | None) -> None:
    """Add the translations of its body to a record that was read, which is then no longer what its file says."""
    if bodies and isinstance(read.part, Record):
        read.part, read.digest = read.part.model_copy(update={"bodies": bodies}), ""


def check_text(content: Path, path: str, text: str, now: datetime) -> tuple[Finding, ...]:
    """Return what a check would find if the record at `path` (relative to `content`) had this text.

    Nothing is written. Raises KeyError if `path` is in no folder of records.
    """
    known = read_company(content).known()
    known["incident"] = {file.stem for file in _files(content / "incidents", content)}
    folder = path.partition("/")[0]
    read = _of_text(text, path, content.name, halves.FOLDERS[folder])
    check_read(read, known, now)
    name = record_file(content / path, content)
    twins = [file for file in _files(content / folder, content) if file.stem == Path(path).stem]
    taken = [
        Finding(
            read.path,
            0,
            0,
            msg("the id %(stem)s is taken by %(twin)s", stem=quoted(twin.stem), twin=twin.relative_to(content)),
            msg("choose another"),
        )
        for twin in twins
        if twin != content / path
    ]
    return tuple(sorted([*read.findings, *taken, *([name] if isinstance(name, Finding) else [])]))


def read_record(content: Path, path: str, text: str) -> Record | None:
    """Return the record that a text at `path` (relative to `content`) would be, or None if its shape is invalid.

    Raises KeyError if `path` is in no folder of records.
    """
    part = _of_text(text, path, content.name, halves.FOLDERS[path.partition("/")[0]]).part
    return part if isinstance(part, Record) else None


def _files(folder: Path, content: Path) -> Iterator[Path]:
    return (found for found in walk_records(folder, content) if isinstance(found, Path))


def _record(file: Path, name: str, content: Path, model: type[Record]) -> FileRead:
    text = read_text(file, content)
    if isinstance(text, Finding):
        return FileRead(f"{content.name}/{name}", None, Tree(), [text])
    read = _of_text(text, name, content.name, model)
    read.digest = digest_of_text(text, name)
    return read


def _of_text(text: str, name: str, folder: str, model: type[Record]) -> FileRead:
    """Return what the text of a file says; `name` is the file's path in the folder of all records."""
    path = f"{folder}/{name}"
    parts = split_front_matter(text, path=path)
    if isinstance(parts, Finding):
        return FileRead(path, None, Tree(), [parts])
    tree, findings = read_yaml(parts.yaml, path=path, first_line=parts.yaml_line)
    body = without_comments(characters.without_invisible(parts.body)).strip()
    if FENCE.match(body):  # what is left of an example that was copied with its frame
        message, right = msg("a line of ``` was copied with the example"), msg("delete this line")
        line = parts.body_line + parts.body.count("\n", 0, parts.body.find(body))
        findings.append(Finding(path, line, 1, message, right, rule="yaml", level="warning"))
        body = ""
    extra = {"id": PurePosixPath(name).stem, "path": name, "body": body}
    shape = validate_tree(model, tree, path, extra)
    of_body = [*_invisible_in(parts, path), *cut_body(parts.body, path, parts.body_line)]
    findings = [*findings, *of_body, *shape.findings]
    return FileRead(path, shape.part, tree, findings, shape, draft=is_draft(shape.part, parts.yaml))


def _invisible_in(parts: FrontMatter, path: str) -> Iterator[Finding]:
    for line, column, character in characters.invisible_positions(parts.body):
        yield Finding(
            path,
            line - 1 + parts.body_line,
            column,
            *characters.invisible_problem(character),
            rule=characters.INVISIBLE_RULE,
        )


def _survived_record(file: Path, content: Path, model: type[Record]) -> FileRead:
    """Return the record, or a finding about it if reading it fails for a reason that nobody thought of."""
    name = file.relative_to(content).as_posix()
    failed = FileRead(f"{content.name}/{escape_invisible(name)}", None, Tree())
    return survived(lambda: _record(file, name, content, model), failed, failed.path, failed.findings)


def check_read(read: FileRead, known: dict[str, set[str]], now: datetime) -> None:
    """Look for unknown references and broken rules in a file that was read, and add what is found to its findings."""
    survived(lambda: _check(read, known, now), None, read.path, read.findings, UNCHECKED)


def _check(read: FileRead, known: dict[str, set[str]], now: datetime) -> None:
    part, shape = read.valid_part, read.shape
    if part is None:
        return
    read.findings[:] = [_with_known_ids(finding, read, known) for finding in read.findings]
    for reference, message, suggestion in unknown_references(part, known):
        if shape is None or shape.was_read(reference.loc):
            place = read.tree.key_position if reference.at_key else read.tree.position
            rule = reference.kind if reference.kind in UNLISTED else "reference"
            read.findings.append(Finding(read.path, *place(reference.loc), message, suggestion, rule=rule))
    for problem in invariants.broken_invariants(part, now):
        if shape is None or shape.was_read(problem.loc):
            more = {"level": problem.level, "rule": problem.rule}
            found = finding_at(read.tree, read.path, problem.loc, problem.message, problem.suggestion, **more)
            read.findings.append(found)


def _with_known_ids(finding: Finding, read: FileRead, known: dict[str, set[str]]) -> Finding:
    """Return a finding about a value that cannot be an id with the id that may be meant."""
    if finding.suggestion != ID_HELP or read.shape is None:
        return finding
    place = (finding.line, finding.column)
    for loc in read.shape.wrong:
        at_key = read.tree.keys.get(loc) == place and read.tree.position(loc) != place
        if at_key or read.tree.position(loc) == place:
            value = loc[-1] if at_key else read.tree.at(loc)
            found = right_id(loc, str(value), known)
            return replace(finding, message=found[0], suggestion=found[1]) if found else finding
    return finding
