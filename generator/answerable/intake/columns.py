"""The columns of the intake, and the rules for their values.

A row that breaks a rule is skipped and counted as skipped; the finding names its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from answerable.intake.store import sql_name, sql_text
from answerable.records.findings import did_you_mean, quoted
from answerable.records.instants import CLOCK_SKEW, INSTANT_EXAMPLE
from answerable.records.vocabulary import Outcome, Priority
from answerable.translation.message import Message, msg

INSTANTS = (
    "received", "answered", "auto_answered", "taken_private", "resolved", "followed_up", "confirmed", "reopened",
    "withdrawn",
)  # fmt: skip
STEPS = INSTANTS[1:]
WORDS = ("id", "channel", "topic", "priority", "component", "outcome", "excluded_because")
COLUMNS = (*WORDS, *INSTANTS)
NEEDED = ("id", "channel", "received")
FILE_COLUMNS = (
    "id", "channel", "topic", "priority", "received", "answered", "auto_answered", "taken_private", "resolved",
    "followed_up", "confirmed", "outcome", "excluded_because",
)  # fmt: skip
"""The columns of a file that we write, in order; those of `OPTIONAL` follow where they have values."""
OPTIONAL = ("component", "reopened", "withdrawn")

_PARTS = r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d{1,6})?\s?(?:(Z|z)|([+-](?:0\d|1[0-5])):?([0-5]\d))$"
HAS_NO_OFFSET = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d{1,6})?$"

ROW_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
LONGEST_REASON = 80
EARLIEST = 946_684_800
"""The first second of the year 2000 in UTC: helpdesks write 1970 and 1899 for unknown instants."""


def word_sql(column: str) -> str:
    """Return the SQL of a text cell; NULL for an empty one. A reason loses HTML comments, but never becomes empty."""
    if column == "excluded_because":
        shown = f"nullif(trim(regexp_replace({column}, '<!--.*?(-->|$)', '', 'gs')), '')"
        return f"coalesce({shown}, CASE WHEN trim({column}) <> '' THEN '-' END)"
    return f"nullif(trim({sql_name(column)}), '')"


def instant_sql(column: str) -> str:
    """Return the SQL of an instant's cell in seconds since 1970; NULL if it is empty or no instant.

    The usual form is read without regular expressions, which is much faster.
    """
    cell = word_sql(column)
    seconds = f"regexp_replace({cell}, '{_PARTS}', '\\1 \\2\\3')"
    offset = f"regexp_replace({cell}, '{_PARTS}', '\\5:\\6')"
    whole = f"CASE WHEN {seconds} LIKE '%:__:__' THEN {seconds} ELSE {seconds} || ':00' END"
    unusual = f"({whole}) || (CASE WHEN {offset} = ':' THEN '+00:00' ELSE {offset} END)"
    return (
        f"epoch_us(CASE WHEN length({sql_name(column)}) = 25 AND substr({sql_name(column)}, 20, 1) IN ('+', '-')"
        f" AND substr({sql_name(column)}, 23, 1) = ':' AND substr({sql_name(column)}, 17, 1) = ':'"
        f" AND substr({sql_name(column)}, 21, 2) <= '15' AND substr({sql_name(column)}, 24, 2) <= '59'"
        f" THEN try_cast({sql_name(column)} AS TIMESTAMPTZ)"
        f" WHEN regexp_full_match({cell}, '{_PARTS}') THEN try_cast({unusual} AS TIMESTAMPTZ) END) // 1000000"
    )


@dataclass(frozen=True)
class RowRule:
    """A rule for one column. `where` is the SQL condition, over `raw` (texts) and `parsed` (values), that breaks it.

    `message` may have a place for `value`. `choices` are the allowed values, for suggestions.
    """

    name: str
    column: str
    where: str
    message: Message
    suggestion: str
    choices: Sequence[str] = ()

    def describe(self, value: object) -> tuple[str, str]:
        """Return what is wrong with this value, and a suggestion."""
        near = did_you_mean(str(value), self.choices) if value is not None else ""
        return self.message.filled(value=quoted(value)), near or self.suggestion


def row_rules(known: Mapping[str, Sequence[str]], now: int) -> Iterator[RowRule]:
    """Yield all rules, the most serious first.

    `known` has the ids of channels, topics and components; `now` is in seconds since 1970.
    """
    for column in NEEDED:
        yield RowRule(
            "missing",
            column,
            f"parsed.{sql_name(column)} IS NULL AND coalesce(trim(raw.{sql_name(column)}), '') = ''",
            msg("`%(column)s` is empty", column=column),
            msg("it is required in every row"),
        )
    id_ = f"NOT regexp_full_match(parsed.id, {sql_text(ROW_ID)})"
    suggestion = msg("use letters, digits, dots, hyphens and underscores, beginning with a letter or digit")
    yield RowRule("id", "id", id_, msg("%(value)s cannot be an id", value=""), suggestion)
    yield from _known_values(known)
    for column in INSTANTS:
        yield from _instant(column, now)
    for column in STEPS:
        earlier = f"parsed.{sql_name(column)} < parsed.received"
        suggestion = msg("check both times and their offsets")
        yield RowRule(
            "order",
            column,
            earlier,
            msg("`%(column)s` %(value)s is before `received`", column=column, value=""),
            suggestion,
        )
    for column in ("outcome", "confirmed"):
        lonely = f"parsed.{column} IS NOT NULL AND parsed.resolved IS NULL"
        yield RowRule(
            "unresolved",
            column,
            lonely,
            msg("`%(column)s` stands without `resolved`", column=column),
            msg("fill in when it was resolved"),
        )
    long = f"length(raw.excluded_because) > {LONGEST_REASON}"
    suggestion = msg(
        "a few words that may be published, at most %(longest_reason)s letters", longest_reason=LONGEST_REASON
    )
    yield RowRule("reason", "excluded_because", long, msg("this reason is too long"), suggestion)


def _known_values(known: Mapping[str, Sequence[str]]) -> Iterator[RowRule]:
    allowed = {**known, "priority": [*Priority], "outcome": [*Outcome]}
    for column, choices in allowed.items():
        listed = ", ".join(map(sql_text, choices)) or "NULL"
        unknown = f"parsed.{column} IS NOT NULL AND coalesce(parsed.{column} NOT IN ({listed}), true)"
        suggestion = (
            msg("known: %(ids)s", ids=", ".join(choices[:12]))
            if choices
            else msg("no %(column)s is defined yet", column=column)
        )
        yield RowRule(
            column, column, unknown, msg("unknown %(column)s %(value)s", column=column, value=""), suggestion, choices
        )


def _instant(column: str, now: int) -> Iterator[RowRule]:
    cell, value = f"raw.{sql_name(column)}", f"parsed.{sql_name(column)}"
    wrong = f"{value} IS NULL AND {cell} IS NOT NULL AND trim({cell}) <> ''"
    local = f"regexp_full_match(trim({cell}), {sql_text(HAS_NO_OFFSET)})"
    example = msg("write it as %(instant_example)s", instant_example=INSTANT_EXAMPLE)
    suggestion = msg("add it, as in %(instant_example)s", instant_example=INSTANT_EXAMPLE)
    yield RowRule(
        "offset",
        column,
        f"{wrong} AND {local}",
        msg("`%(column)s` %(value)s has no UTC offset", column=column, value=""),
        suggestion,
    )
    yield RowRule(
        "instant",
        column,
        f"{wrong} AND NOT {local}",
        msg("`%(column)s` %(value)s is not a date and time", column=column, value=""),
        example,
    )
    late = f"{value} > {now + int(CLOCK_SKEW.total_seconds())}"
    early = f"{value} < {EARLIEST}"
    yield RowRule(
        "instant",
        column,
        early,
        msg("`%(column)s` %(value)s is before the year 2000", column=column, value=""),
        msg("check the year"),
    )
    yield RowRule(
        "future",
        column,
        late,
        msg("`%(column)s` %(value)s lies in the future", column=column, value=""),
        msg("look at day, month and offset"),
    )
