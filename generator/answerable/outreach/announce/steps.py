"""The difference between what should stand on a profile and what stands there, as a list of steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from answerable.outreach.announce.network import Abilities
from answerable.outreach.announce.posted import Posted, Standing
from answerable.outreach.announce.wanted import PostText, Wanted
from answerable.records.findings import quoted

Action = Literal["post", "reply", "edit", "delete", "unpin", "pin"]
WITHDRAWN = "withdrawn"
"""The key of the message that answers a withdrawn record."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a profile is posted to: what its network can do, and what the team chose."""

    abilities: Abilities
    updates: Literal["edit", "thread"] = "edit"
    withdrawn: Literal["delete", "answer"] = "delete"

    @property
    def edits(self) -> bool:
        """Whether an update replaces the text of the post."""
        return self.updates == "edit" and self.abilities.edits


@dataclass(frozen=True, slots=True)
class ProfileStep:
    """One step. `posted` is the message as the log has it, or as it will have it once it is posted.

    `place` is the number of the `message` among those of its record.
    """

    action: Action
    record: str
    posted: Posted
    message: PostText | None = None
    answers: str = ""
    place: int = 0

    @property
    def about(self) -> str:
        """What it is about, for people: the title of the message, or the key of the record."""
        return quoted(self.message.title) if self.message else self.record


def renamed(standing: Standing, wanted: Sequence[Wanted]) -> Standing:
    """Return what stands, with the keys that its updates have now.

    An update whose instant was corrected is still in its place. One that was taken out of its record again gives way to
    the last one that is left.
    """
    for one in wanted:
        keys = [message.key for message in one.messages]
        found = list(standing.of(one.key))
        said = {_base(posted.update) for posted in found}
        for number, posted in enumerate(found):
            key = keys[min(posted.place, len(keys) - 1)] if keys else ""
            if key and key not in said and _base(posted.update) not in (*keys, WITHDRAWN):
                found[number] = replace(posted, update=key)
                said.add(key)
        if found:
            standing = standing.with_record(one.key, found)
    return standing


def content_steps(wanted: Sequence[Wanted], standing: Standing, manner: Manner) -> Iterator[ProfileStep]:
    """Yield the steps after which the right texts stand there: deletions first, then posts, edits and answers."""
    withdrawn = [one for one in wanted if one.state == "withdrawn"]
    others = [one for one in wanted if one.state in ("open", "over")]
    for one in withdrawn:
        yield from _take_back(one, standing.of(one.key), manner)
    for one in others:
        yield from _say(one, standing.of(one.key), manner)


def pin_steps(wanted: Sequence[Wanted], standing: Standing, abilities: Abilities) -> Iterator[ProfileStep]:
    """Yield the steps after which the newest messages of the most pressing records are pinned, and no others."""
    if not abilities.pins:
        return
    left_alone = {one.key for one in wanted if one.pinned is None}
    right = [newest for one in wanted if one.pinned and (newest := _newest(standing.of(one.key)))][: abilities.pins]
    ids = [one.id for one in right]
    for record, posted in standing.every():
        if posted.pinned and posted.id not in ids and record not in left_alone:
            yield ProfileStep("unpin", record, posted)
    places = {posted.id: (record, posted) for record, posted in standing.every()}
    for id in reversed(ids):  # the last one pinned stands on top
        record, posted = places[id]
        if not posted.pinned:
            yield ProfileStep("pin", record, posted)


def _take_back(one: Wanted, found: Sequence[Posted], manner: Manner) -> Iterator[ProfileStep]:
    there = [posted for posted in found if posted.id]
    if any(posted.update == WITHDRAWN for posted in found) or not there:
        return
    if manner.abilities.deletes and (manner.withdrawn == "delete" or one.farewell is None):
        for posted in reversed(there):
            yield ProfileStep("delete", one.key, posted)
    elif one.farewell:
        yield _next(one, there, one.farewell, place=len(one.messages), manner=manner)


def _say(one: Wanted, found: Sequence[Posted], manner: Manner) -> Iterator[ProfileStep]:
    if not found:
        if one.due and one.messages:
            place = len(one.messages) - 1
            yield _new(one, one.messages[place], place)
        return
    there = [posted for posted in found if posted.id]
    said = {_base(posted.update) for posted in found}
    places = [number for number, message in enumerate(one.messages) if message.key in said]
    news = [*enumerate(one.messages)][max(places) + 1 :] if places else []
    if news and (not there or manner.edits):
        news = news[-1:]
    for number, message in news:
        yield _next(one, there, message, number, manner)
    if not news and places and (one.state == "open" or one.pinned):
        yield from _correct(one, found, manner, max(places))


def _correct(one: Wanted, found: Sequence[Posted], manner: Manner, place: int) -> Iterator[ProfileStep]:
    """Yield a step if the text of the newest message was changed after it was posted."""
    message = one.messages[place]
    posted = [old for old in found if _base(old.update) == message.key][-1]
    if not posted.id or posted.digest in ("", message.digest):
        return
    if manner.abilities.edits:
        yield ProfileStep("edit", one.key, posted, replace(message, key=posted.update), place=place)
    else:
        there = [old for old in found if old.id]
        yield _next(one, there, replace(message, key=f"{message.key}~{message.digest[:8]}"), place, manner)


def _next(one: Wanted, there: Sequence[Posted], message: PostText, place: int, manner: Manner) -> ProfileStep:
    """Return the step that says one more thing of a record: a change of its post, an answer to it, or a new post."""
    if there and manner.edits:
        return ProfileStep("edit", one.key, there[-1], message, place=place)
    return replace(_new(one, message, place), action="reply" if there else "post")


def _new(one: Wanted, message: PostText, place: int) -> ProfileStep:
    posted = Posted(message.key, place, digest=message.digest)
    return ProfileStep("post", one.key, posted, message, one.answers)


def _newest(found: Sequence[Posted]) -> Posted | None:
    return next((posted for posted in reversed(found) if posted.id), None)


def _base(update: str) -> str:
    """Return the key of an update without the mark of a correction."""
    return update.partition("~")[0]


def after(standing: Standing, step: ProfileStep, id: str = "") -> Standing:
    """Return what stands there once a step was done; `id` is that of a new post."""
    posted, record = step.posted, step.record
    if step.action in ("post", "reply"):
        return standing.with_posted(record, replace(posted, id=id, pending=False))
    if step.action == "edit" and step.message:
        new = replace(posted, update=step.message.key, digest=step.message.digest, place=step.place)
        return standing.with_record(record, [new if one == posted else one for one in standing.of(record)])
    if step.action == "delete":
        return standing.with_posted(record, replace(posted, id="", pinned=False))
    return standing.with_posted(record, replace(posted, pinned=step.action == "pin"))
