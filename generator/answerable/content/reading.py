"""Read `content/` into a ledger: all files, all findings; invalid records are set aside and the rest is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from answerable.content import halves
from answerable.content.company_files import (
    FileRead,
    is_draft,
    read_company,
    report_closed,
    require_files,
    with_known_id,
)
from answerable.content.own_pages import OwnFiles, read_own_files
from answerable.content.placement import (
    broken_folders,
    cut_texts_of_pages,
    misplaced_files,
    refuse_duplicate_ids,
    unsafe_files,
)
from answerable.intake.population import NO_INTAKE, Intake, read_intake
from answerable.intake.restatements import unknown_names
from answerable.output.fork_map import fork_map
from answerable.output.progress import report_progress
from answerable.records import characters
from answerable.records.comments import without_comments
from answerable.records.company import Policy
from answerable.records.files import FrontMatter, display_path, read_text, record_file, split_front_matter, walk_records
from answerable.records.findings import Finding, quoted
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Complaint, Incident, Maintenance, Notice, Record
from answerable.records.published import PublishedMonth, published_path, read_published
from answerable.records.validation import invariants
from answerable.records.validation.references import (
    UNLISTED,
    retired_components,
    retired_people,
    unknown_references,
)
from answerable.records.validation.shape import finding_at, validate_tree
from answerable.records.vocabulary import Half
from answerable.records.yaml.reader import read_yaml
from answerable.records.yaml.slips import FENCE
from answerable.records.yaml.tree import Tree

AT_ONCE = 200
"""How many files are read in one task."""
MANY = 1000
"""From how many files on several processes read them."""


@dataclass(frozen=True)
class Content:
    """Everything that was read: the ledger, the intake, closed months, and all findings sorted by place.

    `drafts` are not in the ledger, so that nothing made from it can publish one. `records` are all with a valid shape,
    including drafts and those set aside. `set_aside` are the paths of records that are not published, and those of
    intake files with the number of rows that are not counted. These are published, but: `masked` are the paths of
    records with parts made unreadable, `cleaned` those of files without their invisible characters, `stray` those of
    files that name a component or a person that is not listed, `cut` those of files with a text that a comment cut
    short. `closed` is whether the rules of privacy cannot be read, so that no complaint may be published.
    """

    ledger: Ledger
    findings: tuple[Finding, ...]
    set_aside: tuple[str, ...]
    drafts: tuple[Record, ...] = ()
    records: tuple[Record, ...] = ()
    masked: tuple[str, ...] = ()
    cleaned: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    intake: Intake = NO_INTAKE
    published: tuple[PublishedMonth, ...] = ()
    closed: bool = False
    own: OwnFiles = field(default_factory=OwnFiles)

    @property
    def count(self) -> int:
        """How many records the ledger has."""
        ledger = self.ledger
        return len(ledger.incidents) + len(ledger.maintenances) + len(ledger.notices) + len(ledger.complaints)


def read_content(content: Path, now: datetime, *, intake: bool = True) -> Content:
    """Read a whole `content/` folder. Broken files are findings, never exceptions.

    Of a half of the site that policy.yml does not publish nothing is read but the number of its files.
    `intake=False` skips the intake, which may be very large, and the closed months.
    """
    company = read_company(content)
    folders = halves.folders_of(company.policy.publish)
    intake = intake and Half.ANSWERS in company.policy.publish
    known = company.known()
    for read in company.reads.values():
        _check(read, known, now)
    records, others = _records(content, folders, known, now)
    refuse_duplicate_ids(company.reads.values(), records)
    good = [read.part for read in records if read.good and read.part]
    require_files(company, good)
    report_closed(company, sum(1 for part in good if isinstance(part, Complaint) and not part.draft))
    ledger = make_ledger(
        components=[
            *company.components.components,
            *retired_components((read.part for read in records if read.stray), known),
        ],
        groups=company.components.groups,
        channels=halves.channels_of(company),
        people=[*company.team.people, *retired_people(good, {"person": {one.id for one in company.team.people}})],
        policy=halves.policy_of(company.policy),
        incidents=(part for part in good if isinstance(part, Incident)),
        maintenances=(part for part in good if isinstance(part, Maintenance)),
        notices=(part for part in good if isinstance(part, Notice)),
        complaints=(part for part in good if isinstance(part, Complaint)),
    )
    own = halves.own_files_of(read_own_files(content), company.policy.publish)
    placed = [*misplaced_files(content, halves.FOLDERS), *broken_folders(content, folders), *unsafe_files(content)]
    others += dict.fromkeys([*placed, *own.findings, *halves.unpublished(content, company)])
    of_pages = list(cut_texts_of_pages(content))
    population, of_intake = read_intake(content, ledger.complaints, known, now) if intake else (NO_INTAKE, [])
    if Half.STATUS not in company.policy.publish:
        ledger = halves.without_status(ledger, population)
    published, of_published = _published(content) if intake else ((), [])
    reads = [*company.reads.values(), *records]
    found = [*others, *of_pages, *of_intake, *of_published, *(finding for read in reads for finding in read.findings)]
    aside = [read.path for read in reads if not read.good and not read.draft]
    errors = [finding for finding in (*others, *of_published) if finding.level == "error"]
    aside += [one.path for one in errors if one.rule != characters.INVISIBLE_RULE]
    cleaned_pages = dict.fromkeys(one.path for one in errors if one.rule == characters.INVISIBLE_RULE)
    aside += [
        one.path for one in of_intake if not one.line and one.level == "error" and one.path not in population.skipped
    ]
    aside += [f"{path} ({number} row{'s' if number > 1 else ''})" for path, number in population.skipped.items()]
    return Content(
        ledger,
        findings=tuple(sorted(found)),
        set_aside=tuple(aside),
        drafts=tuple(part for part in good if isinstance(part, Record) and part.draft),
        records=tuple(read.part for read in records if isinstance(read.part, Record)),
        cleaned=(*(read.path for read in reads if read.cleaned), *cleaned_pages),
        stray=tuple(read.path for read in reads if read.stray),
        cut=(*(read.path for read in reads if read.cut), *sorted({one.path for one in of_pages})),
        intake=population,
        published=published,
        closed=company.closed,
        own=own,
    )


def _published(content: Path) -> tuple[tuple[PublishedMonth, ...], list[Finding]]:
    """Return the closed months of which every figure is known, and the findings about the others."""
    months, findings = read_published(content)
    unknown = {month.month: names for month in months if (names := unknown_names(month))}
    for month, names in unknown.items():
        path = display_path(published_path(content, month), content)
        suggestion = "take it back from the repository's history; `answerable close` writes it"
        findings.append(Finding(path, 0, 0, f"no figure is called {quoted(names[0])}", suggestion, rule="published"))
    return tuple(month for month in months if month.month not in unknown), findings


def with_problems(content: Content, problems: Iterable[Finding]) -> Content:
    """Return the content with further findings, and their files among those set aside; each is listed once."""
    new = [one for one in dict.fromkeys(problems) if one not in content.findings]
    aside = dict.fromkeys((*content.set_aside, *(one.path for one in new if one.level == "error")))
    return replace(content, findings=(*content.findings, *new), set_aside=tuple(aside))


def read_policy(content: Path) -> Policy:
    """Read the policy only, as far as it is valid."""
    return read_company(content).policy


def _records(
    content: Path, folders: Mapping[str, type[Record]], known: dict[str, set[str]], now: datetime
) -> tuple[list[FileRead], list[Finding]]:
    entries = [(found, model) for folder, model in folders.items() for found in walk_records(content / folder, content)]
    files = [(found, model) for found, model in entries if isinstance(found, Path)]
    if Incident in folders.values():
        known["incident"] = {file.stem for file, model in files if model is Incident}
    parts = [files[start : start + AT_ONCE] for start in range(0, len(files), AT_ONCE)]
    tasks = [partial(_read_files, part, content, known, now) for part in parts]
    read: list[FileRead] = []
    for some in fork_map(tasks, None if len(files) >= MANY else 1):
        read.extend(some)
        report_progress("records read", len(read))
    return read, [found for found, _ in entries if isinstance(found, Finding)]


def _read_files(
    files: list[tuple[Path, type[Record]]], content: Path, known: dict[str, set[str]], now: datetime
) -> list[FileRead]:
    read = [_record(file, content, model) for file, model in files]
    for one in read:
        _check(one, known, now)
        one.soften_if_draft()
        one.tree, one.shape = Tree(), None  # no longer needed, and larger than the record
    return read


def check_text(content: Path, path: str, text: str, now: datetime) -> tuple[Finding, ...]:
    """Return what a check would find if the record at `path` (relative to `content`) had this text.

    Nothing is written. Raises KeyError if `path` is in no folder of records.
    """
    known = read_company(content).known()
    known["incident"] = {file.stem for file in _files(content / "incidents", content)}
    folder = path.partition("/")[0]
    read = _of_text(text, content / path, content, halves.FOLDERS[folder])
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


def read_record(content: Path, path: str, text: str) -> Record | None:
    """Return the record that a text at `path` (relative to `content`) would be, or None if its shape is invalid.

    Raises KeyError if `path` is in no folder of records.
    """
    part = _of_text(text, content / path, content, halves.FOLDERS[path.partition("/")[0]]).part
    return part if isinstance(part, Record) else None


def _files(folder: Path, content: Path) -> Iterator[Path]:
    return (found for found in walk_records(folder, content) if isinstance(found, Path))


def _record(file: Path, content: Path, model: type[Record]) -> FileRead:
    text = read_text(file, content)
    if isinstance(text, Finding):
        return FileRead(f"{content.name}/{file.relative_to(content).as_posix()}", None, Tree(), [text])
    return _of_text(text, file, content, model)


def _of_text(text: str, file: Path, content: Path, model: type[Record]) -> FileRead:
    path = f"{content.name}/{file.relative_to(content).as_posix()}"
    parts = split_front_matter(text, path=path)
    if isinstance(parts, Finding):
        return FileRead(path, None, Tree(), [parts])
    tree, findings = read_yaml(parts.yaml, path=path, first_line=parts.yaml_line)
    body = without_comments(characters.without_invisible(parts.body)).strip()
    if FENCE.match(body):  # what is left of an example that was copied with its frame
        message, right = "a line of ``` was copied with the example", "delete this line"
        line = parts.body_line + parts.body.count("\n", 0, parts.body.find(body))
        findings.append(Finding(path, line, 1, message, right, rule="yaml", level="warning"))
        body = ""
    extra = {"id": file.stem, "path": file.relative_to(content).as_posix(), "body": body}
    shape = validate_tree(model, tree, path, extra)
    findings = [*findings, *_invisible_in(parts, path), *shape.findings]
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


def _check(read: FileRead, known: dict[str, set[str]], now: datetime) -> None:
    part, shape = read.valid_part, read.shape
    if part is None:
        return
    read.findings[:] = [with_known_id(finding, read, known) for finding in read.findings]
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
