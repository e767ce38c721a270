"""Watch what the making of a part of the site looks up, so that a later build knows whether it would come out the same.

Whatever changes from one build to the next is reached through `Context`, which tells its `Watch` of each look-up. So a
part cannot depend on anything that is not noted. What is the same for the whole site, such as its settings and the
company's files, is not watched: when that changes, everything is made again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from answerable.content.digests import RecordDigests, pickled
from answerable.facts.response import CohortFigures
from answerable.output.build_cache import digest_of_bytes
from answerable.records.model import Record

LookUp = tuple[Any, ...]
"""The name of a look-up and its arguments, which JSON can write."""
ALWAYS = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Seen:
    """The look-ups of a part, and the first and the last instant of the build's clock at which it is the same."""

    look_ups: set[LookUp] = field(default_factory=set)
    since: datetime = ALWAYS[0]
    until: datetime = ALWAYS[1]

    def add(self, other: Seen) -> None:
        """Add what another part has seen, of which this one is made."""
        self.look_ups |= other.look_ups
        self.narrow(other.since, other.until)

    def narrow(self, since: datetime, until: datetime) -> None:
        """Note that the part is the same only between two instants."""
        self.since, self.until = max(self.since, since), min(self.until, until)


def described(value: Any, digests: RecordDigests) -> bytes:
    """Return bytes that differ for values that differ; records and cohorts' figures are described by their digests.

    Other values are pickled, which is fast; the bytes are never read again.
    """
    if value is None or isinstance(value, bool | int | str):
        return repr(value).encode("utf-8", "surrogatepass")
    if isinstance(value, Record | CohortFigures):
        return digests.of(value).encode()
    if isinstance(value, tuple | list):
        each = (digests.of(one).encode() if isinstance(one, Record) else described(one, digests) for one in value)
        return b"(%b)" % b",".join(each)
    if isinstance(value, Compound):
        return b"[%b]" % b",".join(described(one, digests) for one in value.described)
    return pickled(value)


def digest_in_order(digests: Iterable[str]) -> str:
    """Return the digest of several digests."""
    return digest_of_bytes(",".join(digests).encode())


class Compound(ABC):
    """A value that is described part by part, since records or cohorts' figures are among its parts."""

    __slots__ = ()

    @property
    @abstractmethod
    def described(self) -> tuple[Any, ...]:
        """All that the value says, as records, cohorts' figures and values without either."""


class Watch:
    """Notes the look-ups of the part that is being made, if any, and knows how to repeat each.

    `look_ups` has for each name a function that returns the digest of what the look-up gives now.
    """

    def __init__(self, digests: RecordDigests | None = None) -> None:
        self.digests = digests or RecordDigests()
        self.look_ups: dict[str, Callable[..., str]] = {}
        self._seen: list[Seen | None] = []
        self._known: dict[LookUp, str] = {}

    @contextmanager
    def watching(self) -> Iterator[Seen]:
        """Note in what this gives what is looked up in the block, and nowhere else."""
        seen = Seen()
        self._seen.append(seen)
        try:
            yield seen
        finally:
            self._seen.pop()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Note nothing of what is looked up in the block."""
        self._seen.append(None)
        try:
            yield
        finally:
            self._seen.pop()

    def saw(self, *look_up: Any) -> None:
        """Note a look-up."""
        if self._seen and (seen := self._seen[-1]):
            seen.look_ups.add(look_up)

    def add(self, seen: Seen) -> None:
        """Note what a value has seen that was made before."""
        if self._seen and (above := self._seen[-1]):
            above.add(seen)

    def narrow(self, since: datetime, until: datetime) -> None:
        """Note that what was asked of the clock has the same answer only between two instants."""
        if self._seen and (seen := self._seen[-1]):
            seen.narrow(since, until)

    def digest(self, look_up: LookUp) -> str:
        """Return the digest of what a look-up gives now. Raises KeyError for one of an unknown name."""
        found = self._known.get(look_up)
        if found is None:
            self._seen.append(None)
            try:
                found = self._known[look_up] = self.look_ups[look_up[0]](*look_up[1:])
            finally:
                self._seen.pop()
        return found

    def digest_of_all(self, look_ups: Mapping[str, Sequence[Sequence[Any]]]) -> str:
        """Return the digest of what many look-ups give now, given by the arguments of each name's."""
        return digest_in_order(self.digest((name, *some)) for name, every in look_ups.items() for some in every)
