"""Read the intake: every complaint received, without texts or persons, from which all figures are counted.

The rows of `content/intake/` and the complaint records are one population. A row that cannot be counted is skipped,
with a finding, and counted as skipped; the other rows count all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from answerable.intake.columns import COLUMNS, INSTANTS, STEPS
from answerable.intake.engine import Population, opened
from answerable.intake.kept_pieces import KeptPieces
from answerable.intake.loading import IntakeLoad, intake_files, read_files
from answerable.intake.row_checks import AT_MOST
from answerable.intake.store import Store
from answerable.output.build_cache import NO_CACHE, BuildCache
from answerable.records.findings import Finding
from answerable.records.instants import format_instant
from answerable.records.model import Complaint, Step
from answerable.records.vocabulary import Did
from answerable.translation.message import msg

_COMPARED = ("channel", "topic", "priority", "component", "outcome", *INSTANTS)
_LEAST_FLATTERING = ", ".join(f"{step} DESC NULLS FIRST" for step in STEPS)
_ORDER = f"excluded_because NULLS FIRST, {_LEAST_FLATTERING}, {', '.join(COLUMNS)}, file, line"


def row_of(complaint: Complaint) -> tuple[object, ...]:
    """Return a record as a row, in the order of COLUMNS: the first answer, the standing resolution, what came after."""
    resolution = complaint.resolution
    opened = complaint.last(Did.REOPENED)
    since = opened.at if opened else complaint.received
    words = (
        complaint.id, complaint.channel, complaint.topic, complaint.priority, complaint.component,
        resolution.outcome if resolution else None, None,
    )  # fmt: skip
    steps = (
        complaint.first(Did.ANSWERED),
        complaint.first(Did.AUTO_ANSWERED),
        complaint.first(Did.TAKEN_PRIVATE),
        resolution,
        _after(complaint.last(Did.FOLLOWED_UP), since),
        _after(complaint.last(Did.CONFIRMED), since) if resolution else None,
        opened,
        complaint.last(Did.WITHDRAWN),
    )
    return (*words, _seconds(complaint.received), *(_seconds(step.at) if step else None for step in steps))


def join_records(load: IntakeLoad, complaints: Iterable[Complaint]) -> None:
    """Create the table or view `intake` of all rows and records: each id once; `record` is whether it has a record."""
    store = load.store
    _skip_duplicates(load)
    store.fill("texts", (*COLUMNS, "path"), (_with_path(load, complaint) for complaint in complaints))
    typed = ", ".join(f"CAST({one} AS BIGINT) AS {one}" if one in INSTANTS else one for one in COLUMNS)
    store.run(f"CREATE TABLE records AS SELECT {typed}, path FROM texts")
    store.run("CREATE TABLE recorded AS SELECT * FROM rows WHERE id IN (SELECT id FROM records)")
    _find_contradictions(load)
    of_records = ", ".join(f"recorded.{one}" if one == "excluded_because" else f"records.{one}" for one in COLUMNS)
    store.run(
        f"CREATE TABLE joined AS SELECT {of_records}, coalesce(recorded.file, records.path) AS file, "
        f"coalesce(recorded.line, 0) AS line, true AS record FROM records LEFT JOIN recorded USING (id)"
    )
    load.remove("SELECT file, line FROM recorded")
    for change in (
        "DROP VIEW rows",
        "UPDATE few SET priority = 'normal' WHERE priority IS NULL",
        "ALTER TABLE few ADD COLUMN record BOOLEAN DEFAULT false",
        "INSERT INTO few FROM joined",
    ):
        store.run(change)
    if load.large:
        ours = ", ".join(f"coalesce({one}, 'normal') AS {one}" if one == "priority" else one for one in COLUMNS)
        others = (f"SELECT {ours}, file, line, false AS record FROM ({query}) AS piece" for _, query in load.large)
        store.run(f"CREATE VIEW intake AS {' UNION ALL '.join(['SELECT * FROM few', *others])}")
    else:
        store.run("ALTER TABLE few RENAME TO intake")
    for table in ("joined", "texts", "records", "recorded"):
        store.run(f"DROP TABLE {table}")


def _with_path(load: IntakeLoad, complaint: Complaint) -> tuple[object, ...]:
    return (*row_of(complaint), f"{load.root.name}/{complaint.path}")


def _skip_duplicates(load: IntakeLoad) -> None:
    """Of the rows with the same id keep the least flattering one, whatever their order, and skip the others."""
    store = load.store
    store.run(
        f"CREATE TABLE duplicates AS SELECT id, file, line, first(file) OVER one AS first_file, "
        f"first(line) OVER one AS first_line, row_number() OVER one AS place "
        f"FROM rows JOIN (SELECT id FROM rows GROUP BY id HAVING count(*) > 1) USING (id) "
        f"WINDOW one AS (PARTITION BY id ORDER BY {_ORDER})"
    )
    counted: dict[str, int] = {}
    for id_, file, line, other, at in store.rows(
        "SELECT id, file, line, first_file, first_line FROM duplicates WHERE place > 1 ORDER BY file, line"
    ):
        counted[file] = counted.get(file, 0) + 1
        if counted[file] <= AT_MOST:
            suggestion = msg("give each complaint one row; of several, the least flattering one counts")
            load.find(
                file,
                line,
                msg("the id `%(id)s` stands in %(other)s:%(at)s too", id=id_, other=other, at=at),
                suggestion,
            )
    for file, number in counted.items():
        load.skip(file, "duplicate", number)
        if number > AT_MOST:
            load.find(
                file,
                0,
                msg("%(number)s more rows whose id stands elsewhere too", number=number - AT_MOST),
                msg("write the file anew"),
            )
    if counted:
        load.remove("SELECT file, line FROM duplicates WHERE place > 1")
    store.run("DROP TABLE duplicates")


def _find_contradictions(load: IntakeLoad) -> None:
    """Add a finding for each row that contradicts its record. An empty cell contradicts nothing: the row is older."""
    for column in _COMPARED:
        found = load.store.rows(
            f"SELECT file, line, recorded.{column}, records.{column}, path FROM recorded JOIN records USING (id) "
            f"WHERE recorded.{column} IS NOT NULL AND recorded.{column} IS DISTINCT FROM records.{column} ORDER BY 1, 2"
        )
        for file, line, ours, theirs, path in found:
            message = msg(
                "`%(column)s` %(shown)s contradicts %(path)s, which says %(shown_2)s",
                column=column,
                shown=_shown(column, ours),
                path=path,
                shown_2=_shown(column, theirs),
            )
            load.find(file, line, message, msg("correct the one that is wrong; until then the record counts"))


def _shown(column: str, value: object) -> str:
    if value is None:
        return "nothing"
    if column in INSTANTS and isinstance(value, int):
        return f"`{format_instant(datetime.fromtimestamp(value, UTC))}`"
    return f"`{value}`"


def _after(step: Step | None, since: datetime) -> Step | None:
    """Return the step, or None if the complaint was reopened after it."""
    return step if step and step.at >= since else None


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


class Intake(Population):
    """The population that the files and records make, in a database in memory; its table has `file` and `line`, too.

    `uncounted` is the number of skipped rows by rule, `skipped` the same by file; `cache` is where figures are kept.
    Methods that use the database raise ValueError if the intake is empty or closed, and IntakeError if it fails.
    """

    _engine: Store | None

    def __init__(
        self,
        store: Store | None,
        uncounted: Mapping[str, int],
        skipped: Mapping[str, int],
        cache: BuildCache = NO_CACHE,
    ) -> None:
        super().__init__(store, uncounted)
        self.cache = cache
        self.skipped = dict(sorted(skipped.items()))

    @property
    def row_count(self) -> int:
        """How many complaints have a row in a file of the intake."""
        return 0 if self.empty else int(self.rows("SELECT count(*) FROM intake WHERE line > 0")[0][0])

    def change(self, sql: str) -> None:
        """Run a statement that changes the table `intake`."""
        if self.store.number("SELECT count(*) FROM duckdb_views() WHERE view_name = 'intake'"):
            for statement in (
                "CREATE TABLE all_rows AS SELECT * FROM intake",
                "DROP VIEW intake",
                "ALTER TABLE all_rows RENAME TO intake",
            ):
                self.store.run(statement)
        self.store.run(sql)

    @property
    def store(self) -> Store:
        """The database. Raises ValueError if there is none."""
        return opened(self._engine)

    def close(self) -> None:
        """Close the database and free its memory."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None


NO_INTAKE = Intake(None, {}, {})


def read_intake(
    content: Path,
    complaints: Sequence[Complaint],
    known: Mapping[str, Iterable[str]],
    now: datetime,
    cache: BuildCache = NO_CACHE,
) -> tuple[Intake, list[Finding]]:
    """Return the population of a `content/` folder and the findings in its rows. Broken files are findings too.

    `known` has the ids of `channel`, `topic` and `component`; every id is valid for a kind that it lacks.
    Rows that did not change since they were put into the `cache` are not read again.
    """
    entries = list(intake_files(content))
    files = [one for one in entries if isinstance(one, Path)]
    findings = [one for one in entries if isinstance(one, Finding)]
    unread = {finding.path: 1 for finding in findings if finding.level == "error"}
    if not files and not complaints:
        return (Intake(None, {"file": len(unread)}, unread) if unread else NO_INTAKE), findings
    ids = {kind: sorted(known[kind]) for kind in ("channel", "topic", "component") if kind in known}
    store, at = Store(), int(now.timestamp())
    load = IntakeLoad(store, content, ids, at, KeptPieces(cache, store, ids, at))
    for path in unread:
        load.skip(path, "file")
    read_files(load, files)
    load.kept.close()
    join_records(load, complaints)
    return Intake(store, load.uncounted, load.skipped, cache), [*findings, *load.findings]
