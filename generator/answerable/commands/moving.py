"""The next update of a maintenance: it goes on, is prolonged, postponed, finished early or called off."""

from __future__ import annotations

from datetime import datetime, timedelta

from answerable.commands.dialogue.spoken_times import format_prompt_instant
from answerable.commands.drafting import ended_at
from answerable.commands.questions import (
    DraftContext,
    ask_choice,
    ask_signer,
    ask_text,
    ask_when,
)
from answerable.facts.maintenance import phase
from answerable.records.model import Maintenance
from answerable.records.vocabulary import MaintenanceStatus
from answerable.translation.message import msg

AHEAD = {
    "scheduled": msg("it stays as announced; there is something to say about it"),
    "postponed": msg("it will take place at another time, or at one that is not known yet"),
    "cancelled": msg("it will not take place"),
}
UNDER_WAY = {
    "in_progress": msg("the work goes on"),
    "verifying": msg("done, and we are checking the result"),
    "completed": msg("finished, on time or early"),
    "cancelled": msg("stopped before it was finished"),
}
ENDS = ("completed", "cancelled")
NOT_AS_PLANNED = ("postponed", "cancelled")


def takes_update(maintenance: Maintenance, now: datetime, *, ahead: bool) -> bool:
    """Whether it takes an update: it is not over and, unless `ahead` is set, it has begun."""
    if ended_at(maintenance) is not None:
        return False
    if phase(maintenance, now) is MaintenanceStatus.POSTPONED:
        return ahead
    return now < maintenance.ends and (ahead or maintenance.starts <= now)


def refuse_window(context: DraftContext) -> None:
    """Report --starts and --ends where they do not belong."""
    for option in ("starts", "ends"):
        context.prompter.refuse_option(option, msg("only maintenance has this; leave it out"))


def maintenance_update(context: DraftContext, maintenance: Maintenance, *, resolve: bool) -> dict[str, object]:
    """Ask for the next update of a maintenance; what became of work that has not begun is never guessed."""
    begun = phase(maintenance, context.now) not in (MaintenanceStatus.SCHEDULED, MaintenanceStatus.POSTPONED)
    status = _ask_status(context, begun=begun, resolve=resolve)
    window = _ask_end(context, maintenance, status) if begun else _ask_window(context, maintenance, status)
    if window.get("starts") and window["starts"] < maintenance.starts and status == MaintenanceStatus.POSTPONED:
        status = MaintenanceStatus.SCHEDULED.value  # moved to an earlier time
    text = ask_text(context, "text", msg("What people should know"))
    by = ask_signer(context)
    stage = MaintenanceStatus(status) if status else None
    return {"at": context.now, "status": stage, "by": by, "text": text, **window}


def _ask_status(context: DraftContext, *, begun: bool, resolve: bool) -> str | None:
    """Ask for the status. New times say by themselves that the work is postponed, or goes on."""
    choices = UNDER_WAY if begun else AHEAD
    if resolve:
        choices = {status: words for status, words in choices.items() if status in (ENDS if begun else NOT_AS_PLANNED)}
    default = ("completed" if resolve else "in_progress") if begun else ""
    given = context.prompter.given
    if not begun and (given.get("starts") or given.get("ends")):
        default = "postponed" if given.get("starts") else "scheduled"
    question = msg("What is the status now?") if begun else msg("The work has not begun. What is to become of it?")
    return ask_choice(context, "status", question, choices, default=default)


def _ask_window(context: DraftContext, maintenance: Maintenance, status: str | None) -> dict[str, datetime]:
    """Ask for the new window of work that is ahead; empty where it stays, or is not known yet."""
    prompter = context.prompter
    if status == MaintenanceStatus.POSTPONED:
        starts = ask_when(
            context, "starts", msg("When does it start now? tomorrow 02:00, or - if that is not known yet"),
            after=context.now, optional=True,
        )  # fmt: skip
    else:
        starts = None
        prompter.refuse_option("starts", msg("only work that is postponed gets another time; leave it out"))
    if starts is None and not prompter.has("ends"):
        return {}
    length = maintenance.ends - maintenance.starts
    ends = _ask_ends(context, starts or maintenance.starts, (starts or maintenance.starts) + length)
    window = {"starts": starts, "ends": ends}
    return {key: instant for key, instant in window.items() if instant}


def _ask_end(context: DraftContext, maintenance: Maintenance, status: str | None) -> dict[str, datetime]:
    """Ask whether work that is under way takes longer."""
    prompter = context.prompter
    began = format_prompt_instant(maintenance.starts)
    prompter.refuse_option(
        "starts",
        msg(
            "the work began at %(began)s; complete or cancel it, and announce the new time with `answerable "
            "new maintenance`",
            began=began,
        ),
    )
    if status != MaintenanceStatus.IN_PROGRESS:
        prompter.refuse_option("ends", msg("only work that goes on gets another end; leave it out"))
        return {}
    if not prompter.interactive and "ends" not in prompter.given:
        return {}
    until = format_prompt_instant(maintenance.ends)
    question = msg(
        "Does it take longer than until %(until)s? The new end, such as 1h or 05:00, or - for no", until=until
    )
    ends = ask_when(context, "ends", question, after=max(context.now, maintenance.starts), optional=True)
    return {"ends": ends} if ends and ends != maintenance.ends else {}


def _ask_ends(context: DraftContext, starts: datetime, usual: datetime) -> datetime:
    """Ask for the end; the default keeps the length of the work."""
    preset = usual.isoformat(timespec="minutes") if usual.second == 0 else usual.isoformat()
    return ask_when(context, "ends", msg("When does it end?"), after=starts, preset=preset) or starts + timedelta(
        hours=1
    )
