"""The columns of an intake row, and how their texts become values in SQL. Instants are whole seconds since 1970 UTC."""

from __future__ import annotations

from generator.records.intake_store import name

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
"""The columns of a file that is written anew, in their order; `component`, `reopened`, `withdrawn` may follow."""
OPTIONAL = ("component", "reopened", "withdrawn")

_PARTS = r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d{1,6})?\s?(?:(Z|z)|([+-](?:0\d|1[0-5])):?([0-5]\d))$"
HAS_NO_OFFSET = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(\.\d{1,6})?$"


def word(column: str) -> str:
    """A text's cell; NULL when it is empty."""
    return f"nullif(trim({name(column)}), '')"


def instant(column: str) -> str:
    """Seconds since 1970; NULL for an empty cell and for no instant. The usual form is read without patterns."""
    cell = word(column)
    seconds = f"regexp_replace({cell}, '{_PARTS}', '\\1 \\2\\3')"
    offset = f"regexp_replace({cell}, '{_PARTS}', '\\5:\\6')"
    whole = f"CASE WHEN {seconds} LIKE '%:__:__' THEN {seconds} ELSE {seconds} || ':00' END"
    unusual = f"({whole}) || (CASE WHEN {offset} = ':' THEN '+00:00' ELSE {offset} END)"
    return (
        f"epoch_us(CASE WHEN length({name(column)}) = 25 AND substr({name(column)}, 20, 1) IN ('+', '-')"
        f" AND substr({name(column)}, 23, 1) = ':' AND substr({name(column)}, 17, 1) = ':'"
        f" AND substr({name(column)}, 21, 2) <= '15' AND substr({name(column)}, 24, 2) <= '59'"
        f" THEN try_cast({name(column)} AS TIMESTAMPTZ)"
        f" WHEN regexp_full_match({cell}, '{_PARTS}') THEN try_cast({unusual} AS TIMESTAMPTZ) END) // 1000000"
    )
