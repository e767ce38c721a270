"""What stands on a profile, as far as we know: the log's values and their JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from answerable.translation.message import msg

VERSION = 1


class LogError(Exception):
    """The log cannot be used; the message is one line."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that was posted, or is about to be.

    `update` and `place` are the key of the update and its number in the record. `id` is empty while `pending`, before
    the network has answered, and of a post that is not there any more or was perhaps never made. `digest` is that of
    the text, empty if the text is not known.
    """

    update: str
    place: int
    id: str = ""
    digest: str = ""
    pinned: bool = False
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on one profile: by record the messages in the order in which they were posted.

    `account` is the network's own id of the account, and `before` what was pinned before our first pin.
    """

    account: str = ""
    records: Mapping[str, tuple[Posted, ...]] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)

    def of(self, record: str) -> tuple[Posted, ...]:
        """Return the messages of a record."""
        return self.records.get(record, ())

    def ids(self) -> set[str]:
        """Return the ids of all posts."""
        return {one.id for _, one in self.every() if one.id}

    def every(self) -> Iterator[tuple[str, Posted]]:
        """Yield all messages with the key of their record."""
        return ((record, one) for record, found in self.records.items() for one in found)

    def with_record(self, record: str, messages: Iterable[Posted]) -> Standing:
        """Return it with other messages of a record."""
        return replace(self, records={**self.records, record: tuple(messages)})

    def with_posted(self, record: str, posted: Posted) -> Standing:
        """Return it with a message, in the place of the one about the same update if there is one."""
        found = self.of(record)
        if any(one.update == posted.update for one in found):
            return self.with_record(record, (posted if one.update == posted.update else one for one in found))
        return self.with_record(record, (*found, posted))

    def without(self, record: str, update: str) -> Standing:
        """Return it without a message, as if it had never been tried."""
        left = tuple(one for one in self.of(record) if one.update != update)
        others = {key: found for key, found in self.records.items() if key != record}
        return replace(self, records={**others, record: left} if left else others)


Profiles = Mapping[str, Standing]


def to_json(profiles: Profiles) -> str:
    """Return the log as JSON, sorted, so that git shows what changed."""
    content = {"version": VERSION, "profiles": {name: _plain(standing) for name, standing in profiles.items()}}
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def from_json(text: str | bytes) -> dict[str, Standing]:
    """Read the log. Raises LogError."""
    try:
        content = json.loads(text)
        version = content["version"]
        if version == VERSION:
            return {str(name): _standing(one) for name, one in content["profiles"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        raise LogError(msg("it is damaged; bring an earlier version of it back, or delete it")) from None
    raise LogError(msg("it was written by another version of Answerable (%(version)s)", version=str(version)[:20]))


def _plain(standing: Standing) -> dict[str, Any]:
    records = {record: [_plain_posted(one) for one in found] for record, found in standing.records.items() if found}
    return {"account": standing.account, "before": dict(standing.before), "records": records}


def _plain_posted(one: Posted) -> dict[str, Any]:
    """Return a message without what is empty or false."""
    more = {"id": one.id, "digest": one.digest, "pinned": one.pinned, "pending": one.pending}
    return {"update": one.update, "place": one.place, **{name: value for name, value in more.items() if value}}


def _standing(plain: dict[str, Any]) -> Standing:
    records = {str(record): tuple(map(_posted, found)) for record, found in plain["records"].items()}
    before = {str(key): str(value) for key, value in plain["before"].items()}
    return Standing(str(plain["account"]), records, before)


def _posted(plain: dict[str, Any]) -> Posted:
    id, digest = str(plain.get("id", "")), str(plain.get("digest", ""))
    pinned, pending = plain.get("pinned") is True, plain.get("pending") is True
    return Posted(str(plain["update"]), int(plain["place"]), id, digest, pinned, pending)
