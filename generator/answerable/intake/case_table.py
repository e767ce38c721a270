"""Each complaint as of an instant, in seconds by both clocks: the table `life` that all figures are counted from.

What happens after the instant has not happened. A row that is excluded has its reason and nothing else.
"""

from __future__ import annotations

from datetime import datetime

from answerable.facts.response import month_bounds
from answerable.intake.clocks import DAY, create_staffed_table, first_received, month_sql, night_sql, staffed_sql
from answerable.intake.intake import Intake
from answerable.intake.store import STEPS
from answerable.records.ledger import Ledger

CLOCKS = ("all_hours", "staffed")
TIMES = ("human", "any_reply", "resolution", "follow_up")
_MOMENTS = ("received", "answered", "replied", "resolved", "followed", "ended")


def create_case_table(intake: Intake, ledger: Ledger, now: datetime, month: str = "") -> None:
    """Make the table `life`; `now` is the instant as of which it speaks. With a month, of its complaints only."""
    start = first_received(intake, now)
    since = int(start.timestamp())
    until = int(now.timestamp()) + 1
    if month:
        begin, end = month_bounds(month, ledger.policy.zone)
        start, since, until = min(max(start, begin), now), int(begin.timestamp()), min(until, int(end.timestamp()))
    most = create_staffed_table(intake, ledger, start, now)
    targets = [(priority, int(target.total_seconds())) for priority, target in ledger.policy.targets.items()]
    intake.fill("targets", ("priority", "target"), targets)
    happened = _happened(int(now.timestamp()), since, until)
    of_month = month_sql("received", ledger.policy.zone, start, now)
    timed = _timed(happened, of_month, night_sql("received", ledger, start, now), most)
    intake.run(f"CREATE OR REPLACE TABLE life AS WITH timed AS ({timed}) SELECT {_columns()} FROM timed")


def _timed(happened: str, month: str, night: str, most: int) -> str:
    """What happened, with the month, whether it was night, and the staffed seconds up to each moment."""
    joins = " ".join(
        f"LEFT JOIN staffed AS of_{moment} ON happened.channel = of_{moment}.channel "
        f"AND happened.{moment} // {DAY} = of_{moment}.day"
        for moment in _MOMENTS
    )
    staffed = ", ".join(
        f"{staffed_sql(f'happened.{moment}', f'of_{moment}', most)} AS s_{moment}" for moment in _MOMENTS
    )
    return (
        f"SELECT happened.*, CAST(target AS BIGINT) AS target, CASE WHEN at_night THEN happened.channel END AS night, "
        f"CASE WHEN NOT at_night THEN happened.channel END AS day, {staffed} "
        f"FROM (SELECT *, {month} AS month, {night} AS at_night FROM ({happened})) AS happened {joins} "
        f"LEFT JOIN targets ON happened.priority = targets.priority"
    )


def _happened(now: int, since: int, until: int) -> str:
    """The steps that had been taken by `now`, of what was received from `since` until before `until`.

    A resolution or follow-up before a reopening does not stand.
    """
    steps = ", ".join(f"CASE WHEN {step} <= {now} THEN {step} END AS {step}" for step in STEPS)
    return (
        f"SELECT id, channel, topic, priority, component, excluded_because, record, received, {now} AS ended, "
        f"answered, least(answered, auto_answered) AS replied, taken_private, reopened, withdrawn, "
        f"CASE WHEN stands THEN resolved END AS resolved, CASE WHEN stands THEN outcome END AS outcome, "
        f"CASE WHEN stands AND confirmed >= coalesce(reopened, confirmed) THEN confirmed END AS confirmed, "
        f"CASE WHEN followed_up >= greatest(taken_private, coalesce(reopened, taken_private)) THEN followed_up END "
        f"AS followed FROM (SELECT *, resolved >= coalesce(reopened, resolved) "
        f"AND (withdrawn IS NULL OR withdrawn < resolved) AS stands FROM (SELECT id, channel, topic, priority, "
        f"component, excluded_because, record, received, outcome, {steps} FROM intake "
        f"WHERE received >= {since} AND received < {until}))"
    )


def _columns() -> str:
    """The columns of `life`; lengths of time are NULL for what has not happened and for what is excluded."""
    counted = "excluded_because IS NULL"
    found = ["id", "month", "channel", "topic", "priority", "component", "night", "day", "record", "excluded_because"]
    found += [f"{counted} AS counted"]
    found += [f"CASE WHEN {counted} THEN {column} END AS {column}" for column in ("target", "outcome", "confirmed")]
    found += [f"CASE WHEN {counted} THEN {column} END AS {column}" for column in ("reopened", "withdrawn", "resolved")]
    found += [f"CASE WHEN {counted} THEN ended - taken_private END AS private_for"]
    found += [f"CASE WHEN {counted} THEN followed - taken_private END AS loop_time"]
    for clock, prefix in zip(CLOCKS, ("", "s_"), strict=True):
        moments = dict(zip(("age", *TIMES), ("ended", "answered", "replied", "resolved", "followed"), strict=True))
        found += [
            f"CASE WHEN {counted} THEN {prefix}{moment} - {prefix}received END AS {clock}_{time}"
            for time, moment in moments.items()
        ]
    return ", ".join(found)
