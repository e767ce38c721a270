"""The SQL of all counts of a cohort, over the table of cases."""

from __future__ import annotations

from answerable.intake.case_table import CLOCKS, LENGTHS

LIMITS = {"hour": "3600", "day": "86400", "target": "target"}
_GOOD = "outcome IN ('solved', 'partly_solved', 'explained')"
_ENDS = {
    "confirmed": f"{_GOOD} AND confirmed IS NOT NULL",
    "unconfirmed": f"{_GOOD} AND confirmed IS NULL",
    "no_reply_from_customer": "outcome = 'no_reply_from_customer'",
    "declined": "outcome = 'declined'",
    "unresolved": "outcome = 'unresolved'",
    "unstated": "resolved IS NOT NULL AND outcome IS NULL",
    "withdrawn": "resolved IS NULL AND withdrawn IS NOT NULL",
    "reopened": "resolved IS NULL AND withdrawn IS NULL AND reopened IS NOT NULL",
    "open": "resolved IS NULL AND withdrawn IS NULL AND reopened IS NULL",
    "reopened_ever": "reopened IS NOT NULL",
}


def counts(follow_up_within: int, never: int) -> dict[str, str]:
    """Return the SQL of each count by its name.

    `follow_up_within` is in seconds; `never` stands for infinitely long, longer than any limit.
    """
    found = {"counted": _count("true"), "private": _count("private_for IS NOT NULL")}
    for clock in CLOCKS:
        found |= _of_clock(clock)
    due = f"private_for >= {follow_up_within}"
    found |= {
        "loop_due": _count(due),
        "loop_not_due": _count(f"private_for < {follow_up_within}"),
        "loop_came_back": _count(f"{due} AND loop < {never}"),
        "loop_in_time": _count(f"{due} AND loop <= {follow_up_within}"),
    }
    found |= {f"{name}_never": _count(f"{name} = {never}") for name in LENGTHS}
    return found | {f"end_{name}": _count(where) for name, where in _ENDS.items()}


def _of_clock(clock: str) -> dict[str, str]:
    age = f"{clock}_age"
    found = {
        f"{clock}_cases": _count(f"{age} IS NOT NULL"),
        f"{clock}_private": _count(f"{age} IS NOT NULL AND private_for IS NOT NULL"),
        f"{clock}_without_target": _count(f"{age} IS NOT NULL AND target IS NULL"),
    }
    for name, limit in LIMITS.items():
        found[f"{clock}_{name}_due"] = _count(f"{age} >= {limit}")
        found[f"{clock}_{name}_not_due"] = _count(f"{age} < {limit}")
        for kind in ("human", "any_reply"):
            found[f"{clock}_{kind}_{name}"] = _count(f"{age} >= {limit} AND {clock}_{kind} <= {limit}")
    return found


def _count(where: str) -> str:
    return f"count(CASE WHEN {where} THEN 1 END)"
