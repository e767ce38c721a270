"""Bring the log in line with the network: lost entries, cut-off requests, posts that people deleted or unpinned."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from answerable.outreach.announce.network import Look
from answerable.outreach.announce.posted import Posted, Standing
from answerable.outreach.announce.wanted import Wanted
from answerable.translation.message import msg


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What stands on the profile after all, and a line for people about each surprise."""

    standing: Standing
    remarks: tuple[str, ...] = ()


def with_network(standing: Standing, look: Look, asked: Collection[str], wanted: Sequence[Wanted]) -> Reconciled:
    """Return what stands there by the log and by the network, of which the network is right.

    `asked` are the ids of which the network was asked if they still exist. A post of ours that the log does not have is
    known by the address of the update in it, if that is newer than what the log has; if people posted that address too,
    ours is the first. A pending message that the network does not show was never posted, so it is dropped.
    """
    known, ids = standing.ids(), {seen.id: seen for seen in look.posts}
    standing = replace(standing, account=look.account)
    for one in wanted:
        newest = max((old.place for old in standing.of(one.key)), default=-1)
        for place, message in enumerate((*one.messages, *filter(None, (one.farewell,)))):
            tried = next((old for old in standing.of(one.key) if old.update == message.key), None)
            seen = next((seen for seen in reversed(look.posts) if message.link in seen.links), None)
            if seen and seen.id not in known and (tried.pending if tried else place > newest):
                found = Posted(message.key, place, seen.id, tried.digest if tried else "", pinned=seen.pinned)
                standing = standing.with_posted(one.key, found)
                known.add(seen.id)
    remarks: list[str] = []
    for record, posted in [*standing.every()]:
        if posted.pending and not posted.id:
            standing = standing.without(record, posted.update)
        elif posted.id not in ids and posted.id in asked:
            standing = standing.with_posted(record, replace(posted, id="", pinned=False))
            remarks.append(
                msg(
                    "the post about %(record)s is gone; it is not posted again, but its next update will be",
                    record=record,
                )
            )
        elif posted.id in ids and ids[posted.id].pinned != posted.pinned:
            standing = standing.with_posted(record, replace(posted, pinned=ids[posted.id].pinned))
            if posted.pinned and _is_pinned(record, wanted):
                remarks.append(
                    msg("the post about %(record)s was unpinned; it is pinned again until it is over", record=record)
                )
    return Reconciled(standing, tuple(remarks))


def without_network(standing: Standing) -> Reconciled:
    """Return what stands there where the network cannot be asked: a pending message counts as posted, once at most."""
    remarks: list[str] = []
    for record, posted in [*standing.every()]:
        if posted.pending:
            standing = standing.with_posted(record, replace(posted, pending=False))
            remarks.append(
                msg(
                    "a run ended while it posted about %(record)s, and this network does not say if the post is "
                    "there; it is not posted again: look, and post it by hand if it is missing; "
                    "the next update comes as usual",
                    record=record,
                )
            )
    return Reconciled(standing, tuple(remarks))


def records_in(look: Look, record_of: Callable[[str], str]) -> Iterator[str]:
    """Yield the keys of the records to which the posts lead."""
    return (record for seen in look.posts for link in seen.links if (record := record_of(link)))


def _is_pinned(record: str, wanted: Iterable[Wanted]) -> bool:
    return any(one.key == record and one.pinned for one in wanted)
