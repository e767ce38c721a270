"""Import a helpdesk's export into `content/intake/<name>/`, one file for each month.

Importing twice changes nothing. For the columns that the map names the newest export counts; the others stay as they
are here, such as a reason to exclude a row. A row that is gone from the source stays too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from answerable.content.reading import read_content
from answerable.importers.helpdesk.export_rows import ExportReader
from answerable.importers.helpdesk.mapping import ColumnMap, known_maps, load_column_map
from answerable.importers.imported_history import Guess, History, ImportProblem, ImportReport, Settings, SourceError
from answerable.importers.registry import Importer
from answerable.importers.source_instants import NO_HOUR
from answerable.importers.state import FOLDER as IMPORTS
from answerable.importers.state import write_changed
from answerable.intake.columns import FILE_COLUMNS, OPTIONAL
from answerable.intake.lines import BadLine, regularize
from answerable.intake.loading import FOLDER
from answerable.intake.store import Store
from answerable.records.files import display_path
from answerable.records.instants import parse_instant
from answerable.records.ledger import Ledger
from answerable.translation.message import joined, msg

_ALL = (*FILE_COLUMNS, *OPTIONAL)


@dataclass(kw_only=True)
class Export(History):
    """An export and its map. It is read row by row only while it is merged, since it may have a million rows."""

    file: Path
    map: ColumnMap


def read_export(_settings: Settings, file: Path, map_name: str, map_zone: str | None = None) -> Export:
    """Return the export with its map, which is named or a file. Raises SourceError."""
    return Export(name=Path(map_name).stem.lower(), file=file, map=load_column_map(map_name, map_zone))


def merge_export(
    content: Path, name: str, history: Export, settings: Settings, *, dry_run: bool = False
) -> ImportReport:
    """Merge an export into the intake. Raises SourceError or OSError; all is read before anything is written.

    Writes the months' files and, if there are guesses or problems, their list.
    """
    ledger = read_content(content, settings.now, intake=False).ledger
    report = ImportReport(dry_run=dry_run)
    kinds = {one.kind: one.id for one in reversed(ledger.channels)}
    source = ExportReader(history.file, history.map, report, kinds | {one.id: one.id for one in ledger.channels})
    folder = content / FOLDER / name
    store = Store()
    try:
        store.fill("fresh", ("number", "month", *_ALL), _numbered(source, ledger))
        _report_counts(source, ledger)
        _load_old_rows(store, folder)
        _merge(store, tuple(column for column in _ALL if column in history.map.columns))
        _report_repeated_ids(store, source)
        _write(store, content, folder, report)
    finally:
        store.close()
    report.problems.sort()
    report.guesses.sort()
    if (report.guesses or report.problems) and not dry_run:
        report.list_path = f"{content.name}/{IMPORTS}/{name}-report.txt"
        write_changed(content / IMPORTS / f"{name}-report.txt", report.full_list())
    return report


def _numbered(source: ExportReader, ledger: Ledger) -> Iterator[Sequence[object]]:
    for number, row in enumerate(source.rows()):
        month = parse_instant(row["received"]).astimezone(ledger.policy.zone).strftime("%Y-%m")
        yield f"{number:012}", month, *(row.get(column) for column in _ALL)


def _report_counts(source: ExportReader, ledger: Ledger) -> None:
    """Report what was read, and the channels, topics and components that the site does not know."""
    read = msg("%(number)s rows", number=source.read)
    if source.skipped:
        read = msg("%(rows)s, %(skipped)s of them skipped as the map says", rows=read, skipped=source.skipped)
    source.report.counts.insert(0, (source.path.name, read))
    known = {
        "channel": {one.id for one in ledger.channels},
        "topic": {one.id for one in ledger.topics},
        "component": {one.id for one in ledger.components},
    }
    places = {"channel": "channels.yml", "topic": "policy.yml", "component": "components.yml"}
    unknown = {
        "channel": msg("%(number)s channels that the site does not know", number=0),
        "topic": msg("%(number)s topics that the site does not know", number=0),
        "component": msg("%(number)s components that the site does not know", number=0),
    }
    for kind, named in source.found.items():
        if missing := sorted(named - known[kind]):
            words = msg(
                "add to %(places)s or map to another: %(missing)s", places=places[kind], missing=", ".join(missing)
            )
            source.report.problems.append(ImportProblem(unknown[kind].filled(number=len(missing)), words))
    if source.left:
        source.report.problems.append(ImportProblem(msg("more"), msg("%(left)s other rows or cells", left=source.left)))
    if source.without_hour:
        source.report.guesses.append(Guess(NO_HOUR, f"{source.without_hour} instants"))


def _load_old_rows(store: Store, folder: Path) -> None:
    """Fill the table `old` with the rows of earlier imports and the month of their file."""
    columns = ", ".join(f"{column} VARCHAR" for column in _ALL)
    store.run(f"CREATE TABLE old (month VARCHAR, {columns})")
    for path in sorted(folder.glob("*.csv")):
        target = store.fresh_path("txt")
        bad: list[BadLine] = []
        header = regularize(path, target, bad.append)
        if bad or header is None or not {"id", "received"} <= set(header.columns) <= set(_ALL):
            what = joined(": ", (path.name, msg("its columns are not those of an intake file")))
            if bad:
                what = joined(": ", (f"{path.name}:{bad[0].line}", bad[0].message))
            raise SourceError(msg("%(what)s; mend it first, nothing was written", what=what))
        store.lines("part", header.columns, target)
        names = ", ".join(column if column in header.columns else f"NULL AS {column}" for column in _ALL)
        store.run(f"INSERT INTO old SELECT ?, {names} FROM part WHERE id IS NOT NULL", [path.stem])


def _merge(store: Store, mapped: Sequence[str]) -> None:
    """Make the table `merged`: of each id the last row of the export, or else the old one."""
    merged = ", ".join(
        f"CASE WHEN f.id IS NOT NULL THEN f.{column} ELSE o.{column} END AS {column}"
        if column in mapped
        else f"o.{column} AS {column}"
        for column in _ALL
    )
    store.run(
        "CREATE TABLE newest AS SELECT * FROM fresh "
        "QUALIFY row_number() OVER (PARTITION BY id ORDER BY number DESC) = 1"
    )
    store.run(
        f"CREATE TABLE merged AS SELECT coalesce(f.month, o.month) AS month, o.id IS NULL AS is_new, {merged} "
        f"FROM newest AS f FULL JOIN old AS o ON f.id = o.id"
    )


def _report_repeated_ids(store: Store, source: ExportReader) -> None:
    for id, number in store.rows("SELECT id, count(*) FROM fresh GROUP BY id HAVING count(*) > 1 ORDER BY id"):
        source.problem(id, msg("the export has it %(number)s times; the last one counts", number=number))


def _write(store: Store, content: Path, folder: Path, report: ImportReport) -> None:
    """Write a file for each month, unless it holds just these rows already."""
    seen = {path.stem for path in folder.glob("*.csv")}
    extra = [column for column in OPTIONAL if store.number(f"SELECT count({column}) FROM merged")]
    for month, fresh in store.rows("SELECT month, count(*) FILTER (is_new) FROM merged GROUP BY month ORDER BY month"):
        path, text = folder / f"{month}.csv", _text(store, month, (*FILE_COLUMNS, *extra))
        seen.discard(month)
        report.written[f"{FOLDER}/{folder.name}"] += fresh
        if path.is_file() and path.read_bytes() == text.encode():
            report.unchanged += store.number("SELECT count(*) FROM merged WHERE month = ?", [month])
        elif not report.dry_run:
            write_changed(path, text)
            report.updated.append(display_path(path, content))
    for month in sorted(seen if not report.dry_run else ()):
        if store.number("SELECT count(*) FROM old WHERE month = ?", [month]):
            (folder / f"{month}.csv").unlink()


def _text(store: Store, month: str, columns: Sequence[str]) -> str:
    path = store.fresh_path("csv")
    query = f"SELECT {', '.join(columns)} FROM merged WHERE month = '{month}' ORDER BY received, id"
    store.run(f"COPY ({query}) TO '{path}' (FORMAT csv, HEADER)")
    return path.read_text(encoding="utf-8")


IMPORTER = Importer(
    name="intake",
    help=f"""Import complaints from a helpdesk's CSV export.

    Texts and persons are not imported. Built-in maps: {", ".join(known_maps())}.

    \b
    Example:
      answerable import intake tickets.csv --map zendesk --zone Asia/Tehran

    Exit codes: 0 all imported, 1 something was not, 2 wrong usage.
    """,
    arguments=(
        click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False)),
        click.option("--map", "map_name", required=True, help="A built-in map, such as zendesk, or your own file."),
        click.option("--zone", "map_zone", help="The zone of times without offset.  [default: from the map]"),
        click.option("--name", default="", help="The folder in content/intake/.  [default: the map's name]"),
    ),
    read=read_export,
    apply=merge_export,
)
