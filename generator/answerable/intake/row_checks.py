"""Make typed rows of a piece of an intake file, and find those that break a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from answerable.intake.columns import (
    COLUMNS,
    INSTANTS,
    WORDS,
    RowRule,
    instant_sql,
    may_break,
    raw,
    row_rules,
    word_sql,
)
from answerable.intake.lines import BadLine
from answerable.intake.store import Store, sql_name

AT_MOST = 20
"""How many findings of one rule in one file are listed; the others are counted."""
Told = tuple[int, str, str]
"""A line, what is wrong with it, and what would be right."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The rows of a piece or of a file that break one rule, of one column or of whole lines.

    `number` is how many there are, `skipped` how many of them break no more serious rule; `first` are the first of
    them, at most AT_MOST; `like` says what is wrong with all.
    """

    rule: str
    column: str
    number: int
    skipped: int
    like: str
    first: tuple[Told, ...]

    def moved(self, lines: int) -> Refused:
        """Return the same of rows that stand so many lines further down."""
        return replace(self, first=tuple((line + lines, wrong, right) for line, wrong, right in self.first))

    def __add__(self, other: Refused) -> Refused:
        return replace(
            self,
            number=self.number + other.number,
            skipped=self.skipped + other.skipped,
            first=(*self.first, *other.first)[:AT_MOST],
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows as texts: `source` is the SQL of the table, `columns` are the names of its columns.

    `blanks` is whether cells may begin or end with blanks.
    """

    source: str
    columns: Sequence[str]
    blanks: bool = True

    @property
    def sql(self) -> str:
        """The query of the values by COLUMNS, the cells as they are written, and the `line` of each row, from 1."""
        cells = ", ".join(f"{one if one in self.columns else 'NULL::VARCHAR'} AS {raw(one)}" for one in COLUMNS)
        filled = " OR ".join(f"{sql_name(column)} IS NOT NULL" for column in self.columns)
        values = [f"{word_sql(one, blanks=self.blanks)} AS {one}" for one in WORDS]
        values += [f"{instant_sql(one)} AS {one}" for one in INSTANTS]
        numbered = f"SELECT {cells}, row_number() OVER () AS line, {filled} AS filled FROM {self.source}"
        return f"SELECT *, {', '.join(values)} FROM ({numbered}) WHERE filled"


def refused_lines(bad: Iterable[BadLine]) -> Iterator[Refused]:
    """Yield what is wrong with lines that cannot be read, by rule."""
    by_rule: dict[str, list[BadLine]] = {}
    for line in bad:
        by_rule.setdefault(line.rule, []).append(line)
    for rule, lines in by_rule.items():
        told = tuple((line.line, line.message, line.suggestion) for line in lines[:AT_MOST])
        yield Refused(rule, "", len(lines), len(lines), lines[0].message, told)


def parse(store: Store, piece: Piece, known: Mapping[str, Sequence[str]], now: int, table: str) -> list[Refused]:
    """Create a table, with COLUMNS and `line`, of the rows that break no rule; return what the others break.

    `known` and `now` are those of `row_rules`.
    """
    may = may_break(known, now, blanks=piece.blanks)
    checked = f"SELECT {', '.join(COLUMNS)}, line, coalesce({may}, false) AS may_break FROM ({piece.sql})"
    store.run(f"CREATE OR REPLACE TABLE {table} AS {checked}")
    if not store.number(f"SELECT count(*) FROM {table} WHERE may_break"):
        return []
    store.run(f"CREATE OR REPLACE TABLE bad AS SELECT *, false AS skipped FROM ({piece.sql}) WHERE {may}")
    rules = list(row_rules(known, now))
    numbers = store.rows(f"SELECT {', '.join(f'count(*) FILTER (WHERE {rule.where})' for rule in rules)} FROM bad")[0]
    found = [_refused(store, rule, number) for rule, number in zip(rules, numbers, strict=True) if number]
    store.run(f"DELETE FROM {table} WHERE line IN (SELECT line FROM bad WHERE skipped)")
    store.run("DROP TABLE bad")
    return found


def _refused(store: Store, rule: RowRule, number: int) -> Refused:
    """Return what one rule refuses of the table `bad`, and mark it there, so that it is skipped once only."""
    first = store.rows(f"SELECT line, {raw(rule.column)} FROM bad WHERE {rule.where} ORDER BY line LIMIT {AT_MOST}")
    told = tuple((line, *rule.describe(value)) for line, value in first)
    new = store.number(f"SELECT count(*) FROM bad WHERE NOT skipped AND ({rule.where})")
    store.run(f"UPDATE bad SET skipped = true WHERE {rule.where}")
    return Refused(rule.name, rule.column, number, new, rule.describe("…")[0], told)
