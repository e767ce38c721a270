"""The columns of the intake, and the rules for their values.

A row that breaks a rule is skipped and counted as skipped; the finding names its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from answerable.intake.store import sql_text
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
_UNTIL_SECONDS = "????-??-??[T ]??:??:??"
_OFFSETS = ("[-+]0[0-9]:[0-5][0-9]", "Z", "[-+]1[0-5]:[0-5][0-9]")
HAS_NO_OFFSET = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d{1,6})?$"

ROW_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
_WORDS = ("channel", "topic", "priority", "component", "outcome")
LONGEST_REASON = 80
EARLIEST = 946_684_800
"""The first second of the year 2000 in UTC: helpdesks write 1970 and 1899 for unknown instants."""


def raw(column: str) -> str:
    """Return the name of the column of the cells as they are written."""
    return f"raw_{column}"


def word_sql(column: str, *, blanks: bool) -> str:
    """Return the SQL of a text cell; NULL for an empty one. A reason loses HTML comments, but never becomes empty.

    `blanks` is whether cells may begin or end with blanks; if not, an empty one is NULL already.
    """
    cell = raw(column)
    if column == "excluded_because":
        shown = f"nullif(trim(regexp_replace({cell}, '<!--.*?(-->|$)', '', 'gs')), '')"
        return f"coalesce({shown}, CASE WHEN trim({cell}) <> '' THEN '-' END)"
    return f"nullif(trim({cell}), '')" if blanks else cell


def instant_sql(column: str) -> str:
    """Return the SQL of an instant's cell in seconds since 1970; NULL if it is empty or no instant.

    The usual forms are read without regular expressions, which is much faster. Nothing stands in it twice: the database
    would work that out for every row.
    """
    usual = " OR ".join(f"{raw(column)} GLOB '{_UNTIL_SECONDS}{offset}'" for offset in _OFFSETS)
    unusual = f"regexp_extract(trim({raw(column)}), '{_PARTS}')"
    for pattern, instead in ((_PARTS, r"\1 \2\3\5:\6"), (":$", "+00:00"), ("^(.{16})([+-])", r"\1:00\2")):
        unusual = f"regexp_replace({unusual}, '{pattern}', '{instead}')"
    return (
        f"epoch_us(CASE WHEN {usual} THEN try_cast({raw(column)} AS TIMESTAMPTZ)"
        f" ELSE try_cast({unusual} AS TIMESTAMPTZ) END) // 1000000"
    )


@dataclass(frozen=True)
class RowRule:
    """A rule for one column. `where` is the SQL condition, over values and cells as they are written, that breaks it.

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


def may_break(known: Mapping[str, Sequence[str]], now: int, *, blanks: bool) -> str:
    """Return the SQL of a condition that is true of every row that breaks a rule, and of few others.

    It is worked out much faster than the rules. The arguments are those of `row_rules` and `word_sql`.
    """
    found = [f"{column} IS NULL" for column in NEEDED]
    found += [rule.where for rule in row_rules(known, now) if rule.name in ("id", "unresolved", "reason", *_WORDS)]
    for column in INSTANTS:
        written = f"trim({raw(column)}) <> ''" if blanks else f"{raw(column)} IS NOT NULL"
        found.append(f"{column} IS NULL AND {written}")
    found += [f"least({', '.join(STEPS)}) < received", f"received < {EARLIEST}"]
    found += [f"greatest({', '.join(INSTANTS)}) > {_latest(now)}"]
    return " OR ".join(f"({one})" for one in found)


def row_rules(known: Mapping[str, Sequence[str]], now: int) -> Iterator[RowRule]:
    """Yield all rules, the most serious first.

    `known` has the ids of channels, topics and components; `now` is in seconds since 1970.
    """
    for column in NEEDED:
        yield RowRule(
            "missing",
            column,
            f"{column} IS NULL AND coalesce(trim({raw(column)}), '') = ''",
            msg("`%(column)s` is empty", column=column),
            msg("it is required in every row"),
        )
    id_ = f"NOT regexp_full_match(id, {sql_text(ROW_ID)})"
    suggestion = msg("use letters, digits, dots, hyphens and underscores, beginning with a letter or digit")
    yield RowRule("id", "id", id_, msg("%(value)s cannot be an id", value=""), suggestion)
    yield from _known_values(known)
    for column in INSTANTS:
        yield from _instant(column, now)
    for column in STEPS:
        earlier = f"{column} < received"
        suggestion = msg("check both times and their offsets")
        yield RowRule(
            "order",
            column,
            earlier,
            msg("`%(column)s` %(value)s is before `received`", column=column, value=""),
            suggestion,
        )
    for column in ("outcome", "confirmed"):
        lonely = f"{column} IS NOT NULL AND resolved IS NULL"
        yield RowRule(
            "unresolved",
            column,
            lonely,
            msg("`%(column)s` stands without `resolved`", column=column),
            msg("fill in when it was resolved"),
        )
    long = f"length({raw('excluded_because')}) > {LONGEST_REASON}"
    suggestion = msg(
        "a few words that may be published, at most %(longest_reason)s letters", longest_reason=LONGEST_REASON
    )
    yield RowRule("reason", "excluded_because", long, msg("this reason is too long"), suggestion)


def _known_values(known: Mapping[str, Sequence[str]]) -> Iterator[RowRule]:
    allowed = {**known, "priority": [*Priority], "outcome": [*Outcome]}
    for column, choices in allowed.items():
        listed = ", ".join(map(sql_text, choices)) or "NULL"
        unknown = f"{column} IS NOT NULL AND coalesce({column} NOT IN ({listed}), true)"
        suggestion = (
            msg("known: %(ids)s", ids=", ".join(choices[:12]))
            if choices
            else msg("no %(column)s is defined yet", column=column)
        )
        yield RowRule(
            column, column, unknown, msg("unknown %(column)s %(value)s", column=column, value=""), suggestion, choices
        )


def _instant(column: str, now: int) -> Iterator[RowRule]:
    cell, value = raw(column), column
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
    late = f"{value} > {_latest(now)}"
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


def _latest(now: int) -> int:
    return now + int(CLOCK_SKEW.total_seconds())
