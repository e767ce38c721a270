"""Carry out the steps on one profile, each once: what is about to be posted is in the log before it is posted.

If the process dies in between, the next run finds the entry and asks the network for the post. Where the network
cannot be asked, the post counts as made, since two are worse than one that people may have to post by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain

from answerable.outreach.announce.network import Network, NetworkError, Posting
from answerable.outreach.announce.posted import Posted, Standing
from answerable.outreach.announce.reconcile import Reconciled, records_in, with_network, without_network
from answerable.outreach.announce.steps import Manner, ProfileStep, after, content_steps, pin_steps, renamed
from answerable.outreach.announce.wanted import PostText, Wanted, Wishes
from answerable.translation.message import msg

Save = Callable[[Standing], None]
ENDS_RUN = frozenset({"later", "unsure", "account"})
"""Failures after which nothing more is tried on the profile in this run."""


@dataclass
class ProfileReport:
    """What was done on a profile, and what was not: `problems` need somebody's eye or another run."""

    done: list[ProfileStep] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def key_of(site: str, profile: str, record: str, update: str) -> str:
    """Return the name of a posting for the network, the same at each try."""
    return sha256(f"{site}\n{profile}\n{record}\n{update}".encode()).hexdigest()[:40]


@dataclass
class AnnouncedProfile:
    """A profile to announce on: its channel's id, the site's address, how it is posted to, and its network."""

    id: str
    site: str
    manner: Manner
    network: Network

    def key(self, record: str, update: str) -> str:
        """Return the name of a posting for the network."""
        return key_of(self.site, self.id, record, update)


def announce(
    profile: AnnouncedProfile, known: Standing | None, wishes: Wishes, save: Save, *, dry_run: bool = False
) -> ProfileReport:
    """Do what is to be done on a profile, save what stands there after each step, and report.

    `known` is what the log has, None if the profile is not in it. With `dry_run` nothing is changed or saved.
    """
    report = ProfileReport()
    try:
        standing, wanted = _what_stands(profile, known, wishes, report)
    except NetworkError as error:
        report.problems.append(str(error))
        return report
    if dry_run:
        report.done += _rehearsed(profile, standing, wanted)
        return report
    if standing != known:
        save(standing)
    runner = _Runner(profile, standing, save, report)
    if runner.carry_out(content_steps(wanted, runner.standing, profile.manner)):
        runner.carry_out(pin_steps(wanted, runner.standing, profile.manner.abilities))
    return report


def _what_stands(
    profile: AnnouncedProfile, known: Standing | None, wishes: Wishes, report: ProfileReport
) -> tuple[Standing, tuple[Wanted, ...]]:
    """Return what stands on the profile and what should; ask the network where there may be something to do."""
    standing = known or Standing()
    wanted = wishes.want(standing.records)
    if not profile.manner.abilities.reads_back:
        found = without_network(standing)
    elif known is None or _has_work(profile, standing, wanted):
        asked = _matter(standing, wanted)
        look = profile.network.look(asked)
        if standing.account not in ("", look.account):
            message = msg(
                "the token belongs to another account than before; give the profile's own, or another channel id"
            )
            raise NetworkError(message, "account")
        if lost := {*records_in(look, wishes.record_of)} - standing.records.keys():
            wanted = wishes.want({*standing.records, *lost})
        found = with_network(standing, look, asked, wanted)
    else:
        found = Reconciled(standing)
    report.problems += found.remarks
    return renamed(found.standing, wanted), wanted


def _matter(standing: Standing, wanted: tuple[Wanted, ...]) -> set[str]:
    """Return the ids of the posts that may still be changed or pinned; those about old records are left alone."""
    live = {one.key for one in wanted if one.state == "open" or one.pinned or one.due}
    return {posted.id for record, posted in standing.every() if posted.id and (posted.pinned or record in live)}


def _has_work(profile: AnnouncedProfile, standing: Standing, wanted: tuple[Wanted, ...]) -> bool:
    """Return whether something is to be done, was left half done, or is pinned, so that people may have unpinned it."""
    if any(one.pinned or one.state == "open" for one in wanted) or any(one.pending for _, one in standing.every()):
        return True
    steps = content_steps(wanted, standing, profile.manner), pin_steps(wanted, standing, profile.manner.abilities)
    return any(True for _ in chain(*steps))


def _rehearsed(profile: AnnouncedProfile, standing: Standing, wanted: tuple[Wanted, ...]) -> Iterator[ProfileStep]:
    """Yield the steps that would be carried out."""
    for number, step in enumerate(content_steps(wanted, standing, profile.manner)):
        standing = after(standing, step, f"new {number}")
        yield step
    yield from pin_steps(wanted, standing, profile.manner.abilities)


@dataclass
class _Runner:
    """Carries out steps, and knows what stands on the profile after each."""

    profile: AnnouncedProfile
    standing: Standing
    save: Save
    report: ProfileReport

    def carry_out(self, steps: Iterator[ProfileStep]) -> bool:
        """Carry out the steps; return whether the run may go on."""
        for step in [*steps]:
            try:
                self._do(step)
            except NetworkError as error:
                self.report.problems.append(msg("%(what)s: %(problem)s", what=step.about, problem=str(error)))
                if error.failure == "gone" and step.action not in ("post", "reply"):
                    gone = replace(step.posted, id="", pinned=False)
                    self._keep(self.standing.with_posted(step.record, gone))
                elif error.failure in ENDS_RUN:
                    return False
            else:
                self.report.done.append(step)
        return True

    def _do(self, step: ProfileStep) -> None:
        network, posted = self.profile.network, self._now(step)
        id = posted.id
        if step.action in ("post", "reply") and step.message:
            id = self._post(step, step.message)
        elif step.action == "edit" and step.message:
            network.edit(id, step.message)
        elif step.action == "delete":
            network.delete(id)
        elif step.action == "pin":
            before = network.pinned_by_others(self.standing.ids())
            if before:
                self._keep(replace(self.standing, before=before))
            network.pin(id)
        else:
            network.unpin(id, self.standing.before)
        self._keep(after(self.standing, replace(step, posted=posted), id))

    def _now(self, step: ProfileStep) -> Posted:
        """Return the step's message as the log has it now: an earlier step may have changed it."""
        return next((one for one in self.standing.of(step.record) if one.update == step.posted.update), step.posted)

    def _post(self, step: ProfileStep, message: PostText) -> str:
        """Post a message that is in the log as pending; if it was certainly not posted, it is taken out again."""
        record, update = step.record, step.posted.update
        thread = tuple(one.id for one in self.standing.of(record) if one.id)
        self._keep(self.standing.with_posted(record, replace(step.posted, pending=True)))
        try:
            return self.profile.network.post(Posting(self.profile.key(record, update), message, thread, step.answers))
        except NetworkError as error:
            if error.failure != "unsure":
                self._keep(self.standing.without(record, update))
            raise

    def _keep(self, standing: Standing) -> None:
        self.standing = standing
        self.save(standing)
