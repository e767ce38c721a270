"""Read `content/` into a ledger: all files, all findings; invalid records are set aside and the rest is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from answerable.content import halves
from answerable.content.company_files import Company, FileRead, read_company, report_closed, require_files
from answerable.content.digests import RecordDigests
from answerable.content.own_pages import FIRST_PAGE, OwnFiles, read_own_files
from answerable.content.placement import (
    broken_folders,
    cut_texts_of_pages,
    misplaced_files,
    refuse_duplicate_ids,
    unsafe_files,
)
from answerable.content.record_reading import check_read, read_records
from answerable.intake.population import NO_INTAKE, Intake, read_intake
from answerable.intake.restatements import unknown_names
from answerable.output.build_cache import NO_CACHE, BuildCache
from answerable.output.failures import failing, raising
from answerable.records import characters
from answerable.records.company import Policy
from answerable.records.files import display_path
from answerable.records.findings import Finding, quoted, survived
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.model import Complaint, Incident, Maintenance, Notice, Part, Record
from answerable.records.notify import Notify
from answerable.records.published import TAKE_BACK, PublishedMonth, published_path, read_published
from answerable.records.validation.references import retired_components, retired_people
from answerable.records.vocabulary import Half
from answerable.translation.message import counted, msg


@dataclass(frozen=True)
class Content:
    """Everything that was read: the ledger, the intake, closed months, and all findings sorted by place.

    `drafts` are not in the ledger, so that nothing made from it can publish one. `records` are all with a valid shape,
    including drafts and those set aside. `set_aside` are the paths of records that are not published, and those of
    intake files with the number of rows that are not counted. These are published, but: `masked` are the paths of
    records with parts made unreadable, `cleaned` those of files without their invisible characters, `stray` those of
    files that name a component or a person that is not listed, `cut` those of files with a text that a comment cut
    short, `unchecked` those of files of which a check failed by a fault of the program. `closed` is whether the rules
    of privacy cannot be read, so that no complaint may be published. `notify` are those whom to tell of news.
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
    unchecked: tuple[str, ...] = ()
    intake: Intake = NO_INTAKE
    published: tuple[PublishedMonth, ...] = ()
    closed: bool = False
    own: OwnFiles = field(default_factory=OwnFiles)
    notify: Notify = field(default_factory=Notify)
    digests: RecordDigests = field(default_factory=RecordDigests)

    @property
    def count(self) -> int:
        """How many records the ledger has."""
        ledger = self.ledger
        return len(ledger.incidents) + len(ledger.maintenances) + len(ledger.notices) + len(ledger.complaints)


def read_content(content: Path, now: datetime, *, intake: bool = True, cache: BuildCache = NO_CACHE) -> Content:
    """Read a whole `content/` folder. Broken files are findings, never exceptions.

    `intake=False` skips the intake, which may be very large, and the closed months. Records and rows that did
    not change since they were put into the `cache` are not read again.
    """
    company = read_company(content)
    folders = halves.folders_of(company.policy.publish)
    intake = intake and Half.ANSWERS in company.policy.publish
    known = company.known()
    for read in company.reads.values():
        check_read(read, known, now)
    records, others = read_records(content, folders, known, now, cache)
    survive = partial(survived, path=content.name, found=others)
    survive(lambda: refuse_duplicate_ids(company.reads.values(), records), None)
    ledger = _ledger(company, records)
    good = [read.part for read in records if read.good and read.part]
    survive(lambda: require_files(company, good), None)
    report_closed(company, sum(1 for part in good if isinstance(part, Complaint) and not part.draft))
    own = survive(lambda: halves.own_files_of(read_own_files(content), company.policy.publish), OwnFiles((FIRST_PAGE,)))
    none = list[Finding]()
    misplaced = survive(lambda: [*misplaced_files(content, halves.FOLDERS), *broken_folders(content, folders)], none)
    others += dict.fromkeys([*misplaced, *own.findings, *survive(lambda: list(unsafe_files(content)), none)])
    others += survive(lambda: list(halves.unpublished(content, company)), none)
    of_pages = survive(lambda: list(cut_texts_of_pages(content)), none)
    population, of_intake, published, of_published = NO_INTAKE, none, tuple[PublishedMonth, ...](), none
    if intake:
        population, of_intake = survive(
            lambda: read_intake(content, ledger.complaints, known, now, cache), (population, of_intake)
        )
        published, of_published = survive(lambda: _published(content), (published, of_published))
    if Half.STATUS not in company.policy.publish:
        ledger = halves.without_status(ledger, population)
    reads = [*company.reads.values(), *records]
    found = [*others, *of_pages, *of_intake, *of_published, *(finding for read in reads for finding in read.findings)]
    return Content(
        ledger,
        findings=tuple(sorted(found)),
        set_aside=tuple(_set_aside(reads, [*others, *of_published], of_intake, population)),
        drafts=tuple(part for part in good if isinstance(part, Record) and part.draft),
        records=tuple(read.part for read in records if isinstance(read.part, Record)),
        cleaned=(*(read.path for read in reads if read.cleaned), *_cleaned([*others, *of_published])),
        stray=tuple(read.path for read in reads if read.stray),
        cut=(*(read.path for read in reads if read.cut), *sorted({one.path for one in of_pages})),
        unchecked=tuple(read.path for read in reads if read.unchecked),
        intake=population,
        published=published,
        closed=company.closed,
        own=own,
        notify=company.notify,
        digests=_digests(records),
    )


def _digests(records: Iterable[FileRead]) -> RecordDigests:
    digests = RecordDigests()
    for read in records:
        if read.digest and isinstance(read.part, Record):
            digests.add(read.part, read.digest)
    return digests


def _ledger(company: Company, records: Sequence[FileRead]) -> Ledger:
    """Return the ledger of the good records. If none can be made, those with which it fails are set aside."""
    parts = [(read, read.part) for read in records if read.good and isinstance(read.part, Record)]
    kept = {id(read.part) for read in records if read.kept}
    make = partial(_ledger_of, company, [read.part for read in records if read.stray], kept)
    try:
        return make([part for _, part in parts])
    except Exception:
        if raising():
            raise
    for (read, _), why in failing(parts, lambda some: make([part for _, part in some])):
        message, right = (
            msg("the record cannot be used (%(why)s)", why=why),
            msg("please report this fault of the program"),
        )
        read.findings.append(Finding(read.path, 0, 0, message, right))
    return make([part for read, part in parts if read.good])


def _ledger_of(company: Company, stray: Sequence[Part | None], kept: Set[int], good: Sequence[Record]) -> Ledger:
    """Return the ledger of the good records. Those `kept`, given by identity, name nobody who is not listed."""
    known = company.known()
    people = {"person": {one.id for one in company.team.people}}
    return make_ledger(
        components=[*company.components.components, *retired_components(stray, known)],
        groups=company.components.groups,
        channels=halves.channels_of(company),
        people=[*company.team.people, *retired_people((part for part in good if id(part) not in kept), people)],
        policy=halves.policy_of(company.policy),
        incidents=(part for part in good if isinstance(part, Incident)),
        maintenances=(part for part in good if isinstance(part, Maintenance)),
        notices=(part for part in good if isinstance(part, Notice)),
        complaints=(part for part in good if isinstance(part, Complaint)),
    )


def _set_aside(
    reads: Iterable[FileRead], found: Iterable[Finding], of_intake: Iterable[Finding], population: Intake
) -> Iterator[str]:
    """Yield what is not published or not counted: files, and of an intake file the number of rows."""
    yield from (read.path for read in reads if not read.good and not read.draft)
    yield from (one.path for one in found if one.level == "error" and one.rule != characters.INVISIBLE_RULE)
    whole = (one for one in of_intake if not one.line and one.level == "error")
    yield from (one.path for one in whole if one.path not in population.skipped)
    yield from (
        counted("%(path)s (1 row)", "%(path)s (%(number)s rows)", number, path=path)
        for path, number in population.skipped.items()
    )


def _cleaned(found: Iterable[Finding]) -> Iterable[str]:
    """Return the pages and kept figures that are published without their invisible characters."""
    return dict.fromkeys(one.path for one in found if one.level == "error" and one.rule == characters.INVISIBLE_RULE)


def _published(content: Path) -> tuple[tuple[PublishedMonth, ...], list[Finding]]:
    """Return the closed months of which every figure is known, and the findings about the others."""
    months, findings = read_published(content)
    unknown = {month.month: names for month in months if (names := unknown_names(month))}
    for month, names in unknown.items():
        path = display_path(published_path(content, month), content)
        findings.append(
            Finding(
                path, 0, 0, msg("no figure is called %(names)s", names=quoted(names[0])), TAKE_BACK, rule="published"
            )
        )
    return tuple(month for month in months if month.month not in unknown), findings


def with_problems(content: Content, problems: Iterable[Finding]) -> Content:
    """Return the content with further findings, and their files among those set aside; each is listed once."""
    new = [one for one in dict.fromkeys(problems) if one not in content.findings]
    aside = dict.fromkeys((*content.set_aside, *(one.path for one in new if one.level == "error")))
    return replace(content, findings=(*content.findings, *new), set_aside=tuple(aside))


def read_policy(content: Path) -> Policy:
    """Read the policy only, as far as it is valid."""
    return read_company(content).policy
