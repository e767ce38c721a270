"""Questions to the intake: its rows as files, complaints behind changes, and arrivals for the search for surges."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from answerable.facts.surge import Arrivals
from answerable.intake.columns import FILE_COLUMNS, INSTANTS
from answerable.intake.engine import Population
from answerable.intake.population import Intake
from answerable.intake.store import sql_text
from answerable.records.ledger import Ledger, end_of
from answerable.records.model import Complaint

COLUMNS = (*FILE_COLUMNS[:4], "component", *FILE_COLUMNS[4:], "reopened", "withdrawn", "published")
"""The columns of the published rows. `published` is whether the site has a page about the complaint; a record's id,
which is made of words, is left out before that."""
FORMULA = ("=", "+", "-", "@", "\t")
"""Prefixes that spreadsheets take for a formula; a quote before them keeps the cell a text."""
BEFORE = timedelta(days=90)
AFTER = timedelta(days=1)


def rows_files(intake: Intake, ledger: Ledger, now: datetime) -> dict[str, bytes]:
    """Return files of all rows received by `now` by their ending, without texts or persons; none if there are no rows.

    In `csv` no cell is a formula in a spreadsheet; `parquet` has instants as timestamps in UTC.
    """
    if intake.empty:
        return {}
    at, ours = int(now.timestamp()), ", ".join(f"intake.{one}" for one in (*COLUMNS[:-1], "record"))
    with (
        intake.table_with("answers", ("answer",), ((one.id,) for one in ledger.answers)) as answers,
        intake.table_of(
            "sorted",
            f"SELECT {ours}, answer FROM intake LEFT JOIN {answers} ON intake.id = answer "
            f"WHERE received <= {at} ORDER BY intake.received, intake.id",
        ) as table,
    ):
        found = {}
        for ending, form in (("csv", "FORMAT csv, HEADER"), ("parquet", "FORMAT parquet, COMPRESSION zstd")):
            columns = ", ".join(_column(one, at, plain=ending == "csv") for one in COLUMNS)
            found[ending] = intake.store.exported(f"SELECT {columns} FROM {table} AS intake", form)
        return found


def _column(column: str, now: int, *, plain: bool) -> str:
    published = f"(record AND answer IS NOT NULL AND coalesce(intake.resolved <= {now}, false))"
    if column == "published":
        return f"{published} AS published"
    if column == "id":
        return f"CASE WHEN NOT record OR {published} THEN intake.id END AS id"
    if column in INSTANTS:
        at = f"make_timestamp(CASE WHEN intake.{column} <= {now} THEN intake.{column} END * 1000000)"
        return f"strftime({at}, '%Y-%m-%dT%H:%M:%SZ') AS {column}" if plain else f"{at}::TIMESTAMPTZ AS {column}"
    if column == "outcome":
        return f"CASE WHEN intake.resolved <= {now} THEN outcome END AS outcome"
    if column == "excluded_because" and plain:
        starts = " OR ".join(f"starts_with({column}, '{prefix}')" for prefix in FORMULA)
        return f"CASE WHEN {starts} THEN '''' || {column} ELSE {column} END AS {column}"
    return column


def complaints_behind(intake: Population, ledger: Ledger, now: datetime) -> dict[str, int]:
    """Return how many complaints led to each change, by the id of the complaint whose answer says what changed.

    Counted are complaints of the same topic received in the change's `window`, as of `now`, without excluded ones.
    """
    windows = list(_windows(ledger, now))
    if intake.empty or not windows:
        return {}
    with intake.table_with("change", ("id", "topic", "first", "last"), windows) as change:
        found = intake.rows(_behind_sql(change))
    return dict(found)


def _behind_sql(change: str) -> str:
    """Return the query of how many complaints of its topic lie in the window of each change, by its id.

    The complaints of a topic are counted in their order, once for all windows: those until the end of a window less
    those before its beginning are those in it.
    """
    bounds = " UNION ALL ".join(
        f"SELECT topic, CAST({instant} AS BIGINT){less} AS instant, 0 AS number, id, {side} AS side FROM {change}"
        for instant, less, side in (("last", "", 1), ("first", " - 1", -1))
    )
    complaints = "SELECT topic, received, 1, NULL, 0 FROM intake WHERE excluded_because IS NULL"
    return (
        "SELECT id, CAST(sum(side * until) AS BIGINT) FROM (SELECT id, side, "
        "sum(number) OVER (PARTITION BY topic ORDER BY instant) AS until "
        f"FROM ({bounds} UNION ALL {complaints}) AS points) AS running WHERE side <> 0 GROUP BY id ORDER BY 1"
    )


def window(answer: Complaint, ledger: Ledger) -> tuple[datetime, datetime]:
    """Return the period in which complaints count towards a change: its incident, or the 90 days before the answer.

    Raises ValueError if the complaint is not resolved.
    """
    if answer.resolved_at is None:
        raise ValueError(f"{answer.id} is not resolved")
    incident = ledger.incident(answer.incident or "")
    if incident is None:
        return answer.resolved_at - BEFORE, answer.resolved_at
    return incident.started_at, end_of(incident) + AFTER if incident.resolved_at else end_of(incident)


def _windows(ledger: Ledger, now: datetime) -> Iterator[tuple[str, str, int, int]]:
    for answer in ledger.changes:
        first, last = window(answer, ledger)
        yield answer.id, answer.topic, int(first.timestamp()), int(min(last, now).timestamp())


def arrivals_of(intake: Population, since: datetime, until: datetime, queue: Iterable[Complaint] = ()) -> Arrivals:
    """Return when complaints were received, after `since` until `until`, each id once and without excluded rows.

    `queue` are drafts, which are not in the intake until they are published.
    """
    found = Arrivals()
    for received, topic, component in _received(intake, int(since.timestamp()), int(until.timestamp())):
        for times in _lists(found, topic, component):
            times.append(received)
    waiting = [one for one in queue if since < one.received <= until]
    known = _known(intake, [one.id for one in waiting])
    for one in waiting:
        if one.id not in known:
            for times in _lists(found, one.topic, one.component):
                insort(times, one.received.timestamp())
    return found


def _received(intake: Population, since: int, until: int) -> list[tuple[int, str | None, str | None]]:
    if intake.empty:
        return []
    return intake.rows(
        f"SELECT received, topic, component FROM intake WHERE excluded_because IS NULL AND received > {since} "
        f"AND received <= {until} ORDER BY 1, 2, 3"
    )


def _known(intake: Population, ids: list[str]) -> set[str]:
    if intake.empty or not ids:
        return set()
    return {id for (id,) in intake.rows(f"SELECT id FROM intake WHERE id IN ({', '.join(map(sql_text, ids))})")}


def _lists(arrivals: Arrivals, topic: str | None, component: str | None) -> Iterator[list[float]]:
    """Yield the lists in which an arrival stands."""
    yield arrivals.everything
    if topic:
        yield arrivals.topics.setdefault(topic, [])
    if component:
        yield arrivals.components.setdefault(component, [])


def distinct_words(intake: Intake, column: str) -> list[tuple[str, str, int]]:
    """Return the values of a column, each once, with the file and line of the first row that has it."""
    if intake.empty:
        return []
    return intake.rows(
        f"SELECT {column}, first(file ORDER BY file, line), first(line ORDER BY file, line) FROM intake "
        f"WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY 1"
    )


ID_FORM = "translate(id, '0123456789', '0000000000')"
"""The SQL of an id's form: that of `t0000123` is `t0000000`."""


def suspects(intake: Intake, where: str) -> AbstractContextManager[str]:
    """Create a table of the ids for which an SQL condition is true, with file and line, for as long as it is used."""
    return intake.table_of("suspects", f"SELECT id, file, line FROM intake WHERE {where}")


def ids_where(intake: Intake, table: str, where: str, most: int) -> list[tuple[str, str, int]]:
    """Return the first ids of such a table, in order, for which a condition is true."""
    return intake.rows(f"SELECT id, file, line FROM {table} WHERE {where} ORDER BY id LIMIT {most}")


def id_forms(intake: Intake, table: str, where: str, sample: int) -> list[tuple[str, list[str]]]:
    """Return the forms of such ids, and of each some ids, spread over all of that form."""
    return intake.rows(
        f"SELECT {ID_FORM}, arg_min(id, md5(id), {sample}) FROM {table} WHERE {where} GROUP BY 1 ORDER BY 1"
    )


def replace_words(intake: Intake, column: str, changes: Mapping[str, str]) -> None:
    """Replace values of a column by others in all rows."""
    with intake.table_with("changes", ("old", "new"), changes.items()) as table:
        intake.change(f"UPDATE intake SET {column} = {table}.new FROM {table} WHERE intake.{column} = {table}.old")


def replace_ids(intake: Intake, where: str, prefix: str) -> None:
    """Replace every id for which an SQL condition is true by a prefix and a number."""
    query = f"SELECT id AS old, row_number() OVER (ORDER BY received, id) AS number FROM intake WHERE {where}"
    with intake.table_of("numbered", query) as table:
        intake.change(f"UPDATE intake SET id = {sql_text(prefix)} || number FROM {table} WHERE id = old")
