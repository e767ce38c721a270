"""What must hold in a row of the intake. A row that breaks a rule is set aside, counted, and shown with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from answerable.intake.store import HAS_NO_OFFSET, INSTANTS, NEEDED, STEPS, sql_name, sql_text
from answerable.records.findings import did_you_mean, quoted
from answerable.records.instants import INSTANT_EXAMPLE
from answerable.records.invariants import CLOCK_SKEW
from answerable.records.vocabulary import Outcome, Priority

ROW_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
LONGEST_REASON = 80
EARLIEST = 946_684_800
"""The first second of the year 2000, in UTC: helpdesks write 1970 and 1899 where they know nothing."""


@dataclass(frozen=True)
class RowRule:
    """`where` finds the rows of `raw` (texts) beside `parsed` (values) that break it; `message` may hold `{value}`."""

    name: str
    column: str
    where: str
    message: str
    suggestion: str
    choices: Sequence[str] = ()

    def said(self, value: object) -> tuple[str, str]:
        """What is wrong with a row with this value, and what would be right."""
        near = did_you_mean(str(value), self.choices) if value is not None else ""
        return self.message.format(value=quoted(value)), near or self.suggestion


def row_rules(known: Mapping[str, Sequence[str]], now: int) -> Iterator[RowRule]:
    """All rules, the gravest first. `known` has the ids of channels, topics and components; `now` is in seconds."""
    for column in NEEDED:
        yield RowRule(
            "missing",
            column,
            f"parsed.{sql_name(column)} IS NULL AND coalesce(trim(raw.{sql_name(column)}), '') = ''",
            f"`{column}` is empty",
            "every row needs one",
        )
    id_ = f"NOT regexp_full_match(parsed.id, {sql_text(ROW_ID)})"
    right = "use letters, digits, dots, hyphens and underscores, beginning with a letter or digit"
    yield RowRule("id", "id", id_, "{value} cannot be an id", right)
    yield from _words(known)
    for column in INSTANTS:
        yield from _instant(column, now)
    for column in STEPS:
        earlier = f"parsed.{sql_name(column)} < parsed.received"
        right = "look at the two clocks and their offsets"
        yield RowRule("order", column, earlier, f"`{column}` {{value}} is before `received`", right)
    for column in ("outcome", "confirmed"):
        lonely = f"parsed.{column} IS NOT NULL AND parsed.resolved IS NULL"
        yield RowRule(
            "unresolved", column, lonely, f"`{column}` stands without `resolved`", "fill in when it was resolved"
        )
    long = f"length(raw.excluded_because) > {LONGEST_REASON}"
    right = f"a few words that may be published, at most {LONGEST_REASON} letters"
    yield RowRule("reason", "excluded_because", long, "this reason is too long", right)


def _words(known: Mapping[str, Sequence[str]]) -> Iterator[RowRule]:
    allowed = {**known, "priority": [*Priority], "outcome": [*Outcome]}
    for column, choices in allowed.items():
        listed = ", ".join(map(sql_text, choices)) or "NULL"
        unknown = f"parsed.{column} IS NOT NULL AND coalesce(parsed.{column} NOT IN ({listed}), true)"
        right = f"known: {', '.join(choices[:12])}" if choices else f"no {column} is defined yet"
        yield RowRule(column, column, unknown, f"unknown {column} {{value}}", right, choices)


def _instant(column: str, now: int) -> Iterator[RowRule]:
    cell, value = f"raw.{sql_name(column)}", f"parsed.{sql_name(column)}"
    wrong = f"{value} IS NULL AND {cell} IS NOT NULL AND trim({cell}) <> ''"
    local = f"regexp_full_match(trim({cell}), {sql_text(HAS_NO_OFFSET)})"
    example = f"write it as {INSTANT_EXAMPLE}"
    right = f"add the one it was meant in, as in {INSTANT_EXAMPLE}"
    yield RowRule("offset", column, f"{wrong} AND {local}", f"`{column}` {{value}} has no offset", right)
    yield RowRule(
        "instant", column, f"{wrong} AND NOT {local}", f"`{column}` {{value}} is not a date and time", example
    )
    late = f"{value} > {now + int(CLOCK_SKEW.total_seconds())}"
    early = f"{value} < {EARLIEST}"
    yield RowRule("instant", column, early, f"`{column}` {{value}} lies before the year 2000", "look at the year")
    yield RowRule("future", column, late, f"`{column}` {{value}} lies in the future", "look at day, month and offset")
