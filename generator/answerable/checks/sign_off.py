"""Rules on sign-off: what matters much is approved by a second person, except for a holding text at the start."""

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
from answerable.translation.message import msg

MISSING = Rule(
    "sign-off/missing",
    "A text that needs approval has no `approved_by`.",
    "Under stress a second person sees what the first one misses.",
    "Have somebody with the role of `sign_off.role` in policy.yml read it and write their id as `approved_by`. A text "
    "of content/templates/ with its gaps filled, within `holding_within` of the start, needs none.",
    "error",
)
SAME = Rule(
    "sign-off/same-person",
    "The signer and the approver are one person.",
    "Nobody finds their own mistakes.",
    "Have somebody else read it, and write their id as `approved_by`.",
    "error",
)
ROLE = Rule(
    "sign-off/role",
    "The approver does not have the role in `sign_off.role`.",
    "The role says who may approve what is published.",
    "Ask somebody who has the role of `sign_off.role` among the `roles` of team.yml, or give the role there.",
    "error",
)


@dataclass(frozen=True)
class _Approval:
    """What the policy wants approved, who may approve it, and the holding texts that need no approval."""

    policy: SignOff
    approvers: frozenset[str]
    templates: tuple[Template, ...]

    def applies_to(self, at: datetime) -> bool:
        """Whether something that was published at that instant needs approval."""
        return self.policy.since is None or at >= self.policy.since


def check_record(context: CheckContext) -> CheckRecord:
    """Return the check of one record; it finds nothing if the policy has no `sign_off`."""
    policy = context.ledger.policy.sign_off
    if policy is None:
        return lambda _record: ()
    approvers = frozenset(person.id for person in context.ledger.people if policy.role in person.roles)
    approval = _Approval(policy, approvers, read_templates(context.root))

    def check(record: Record) -> Iterator[Hit]:
        if record.draft or record.withdrawn:
            return
        if isinstance(record, Incident):
            yield from _incident(record, approval)
        elif isinstance(record, Notice) and approval.applies_to(record.starts):
            yield from _signed(record.path, (), record.by, record.approved_by, msg("this notice"), approval)

    return check


def _incident(incident: Incident, approval: _Approval) -> Iterator[Hit]:
    if incident.impact.rank >= approval.policy.impact.rank:
        for number, update in enumerate(incident.updates):
            if update.text and approval.applies_to(update.at) and not _is_holding(incident, update, approval):
                what = msg("this update of impact %(value)s", value=incident.impact.value)
                yield from _signed(incident.path, ("updates", number), update.by, update.approved_by, what, approval)
    if incident.whole_body and approval.applies_to(incident.newest.at):
        writer = incident.newest.by if incident.approved_by is None else None
        yield from _signed(incident.path, BODY, writer, incident.approved_by, msg("this post-mortem"), approval)


def _is_holding(incident: Incident, update: Update, approval: _Approval) -> bool:
    early = update.at <= incident.started_at + approval.policy.holding_within
    texts = update.text.by_language.items() if early and update.text else ()
    return bool(texts) and all(any(one.fits(text, language) for one in approval.templates) for language, text in texts)


def _signed(path: str, loc: Loc, by: str | None, approved: str | None, what: str, approval: _Approval) -> Iterator[Hit]:
    place: Loc = loc if loc == BODY else (*loc, "approved_by")
    others = sorted(approval.approvers - {by})
    who = (
        msg("write who read it as `approved_by`: %(others)s", others=", ".join(others)) if others else _nobody(approval)
    )
    if approved is None:
        yield Hit(MISSING.name, path, msg("%(what)s goes out with one signature", what=what), who, loc)
    elif approved == by:
        yield Hit(
            SAME.name,
            path,
            msg("%(approved)s both signs %(what)s and approved it", approved=quoted(approved), what=what),
            who,
            place,
        )
    elif approved not in approval.approvers:
        message = msg(
            "%(approved)s has not the role %(role)s, which approves %(what)s",
            approved=quoted(approved),
            role=quoted(approval.policy.role),
            what=what,
        )
        yield Hit(ROLE.name, path, message, who, place)


def _nobody(approval: _Approval) -> str:
    return msg("give somebody else `roles: [%(role)s]` in team.yml", role=approval.policy.role)


CHECKS: tuple[Check, ...] = (Check((MISSING, SAME, ROLE), check_record=check_record),)
