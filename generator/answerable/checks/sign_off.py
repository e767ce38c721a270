"""Sign-off: what weighs much is read by a second person before it goes out; a holding notice need not wait for one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from answerable.checks.rule import BODY, Check, CheckContext, CheckRecord, Hit, Rule
from answerable.records.findings import quoted
from answerable.records.model import Incident, Notice, Record, Update
from answerable.records.policy import SignOff
from answerable.records.templates import Template, read_templates
from answerable.records.yaml.tree import Loc

MISSING = Rule(
    "sign-off/missing",
    "An update of high impact, a post-mortem or a notice has no `approved_by`.",
    "In a hot hour one pair of eyes misses what a second one sees. A short holding text may go out at once.",
    "Have somebody with the role of `sign_off.role` in policy.yml read it and write their id as `approved_by`. A text "
    "of content/templates/ with its gaps filled, within `holding_within` of the start, needs none.",
    "error",
)
SAME = Rule(
    "sign-off/same-person",
    "Who signs it and who approved it are one person.",
    "Nobody finds their own mistakes.",
    "Have somebody else read it, and write their id as `approved_by`.",
    "error",
)
ROLE = Rule(
    "sign-off/role",
    "Whoever approved it has not the role that approves.",
    "The role says who answers for what goes out.",
    "Ask somebody who has the role of `sign_off.role` among the `roles` of team.yml, or give the role there.",
    "error",
)


@dataclass(frozen=True)
class _Desk:
    """Who may approve by the policy, and what may go out without."""

    policy: SignOff
    approvers: frozenset[str]
    templates: tuple[Template, ...]

    def owed(self, at: datetime) -> bool:
        """Whether something of that instant falls under the rule."""
        return self.policy.since is None or at >= self.policy.since


def check_record(sight: CheckContext) -> CheckRecord:
    """A function for single records; it finds nothing where the policy has no `sign_off`."""
    policy = sight.ledger.policy.sign_off
    if policy is None:
        return lambda _record: ()
    approvers = frozenset(person.id for person in sight.ledger.people if policy.role in person.roles)
    desk = _Desk(policy, approvers, read_templates(sight.root))

    def judge(record: Record) -> Iterator[Hit]:
        if record.draft or record.withdrawn:
            return
        if isinstance(record, Incident):
            yield from _incident(record, desk)
        elif isinstance(record, Notice) and desk.owed(record.starts):
            yield from _signed(record.path, (), record.by, record.approved_by, "this notice", desk)

    return judge


def _incident(incident: Incident, desk: _Desk) -> Iterator[Hit]:
    if incident.impact.rank >= desk.policy.impact.rank:
        for number, update in enumerate(incident.updates):
            if update.text and desk.owed(update.at) and not _holds(incident, update, desk):
                what = f"this update of impact {incident.impact.value}"
                yield from _signed(incident.path, ("updates", number), update.by, update.approved_by, what, desk)
    if incident.body and desk.owed(incident.newest.at):
        writer = incident.newest.by if incident.approved_by is None else None
        yield from _signed(incident.path, BODY, writer, incident.approved_by, "this post-mortem", desk)


def _holds(incident: Incident, update: Update, desk: _Desk) -> bool:
    early = update.at <= incident.started_at + desk.policy.holding_within
    texts = update.text.by_language.items() if early and update.text else ()
    return bool(texts) and all(any(one.fits(text, language) for one in desk.templates) for language, text in texts)


def _signed(path: str, loc: Loc, by: str | None, approved: str | None, what: str, desk: _Desk) -> Iterator[Hit]:
    place: Loc = loc if loc == BODY else (*loc, "approved_by")
    others = sorted(desk.approvers - {by})
    who = f"write who read it as `approved_by`: {', '.join(others)}" if others else _nobody(desk)
    if approved is None:
        yield Hit(MISSING.name, path, f"{what} goes out with one signature", who, loc)
    elif approved == by:
        yield Hit(SAME.name, path, f"{quoted(approved)} both signs {what} and approved it", who, place)
    elif approved not in desk.approvers:
        message = f"{quoted(approved)} has not the role {quoted(desk.policy.role)}, which approves {what}"
        yield Hit(ROLE.name, path, message, who, place)


def _nobody(desk: _Desk) -> str:
    return f"give somebody else `roles: [{desk.policy.role}]` in team.yml"


CHECKS: tuple[Check, ...] = (Check((MISSING, SAME, ROLE), judges=check_record),)
