"""What a network's module provides: a `NetworkKind`, and with an account of it a `Network`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from answerable.outreach.announce.wanted import PostText
from answerable.outreach.post_length import TextLimit

Failure = Literal["refused", "gone", "later", "unsure", "account"]


class NetworkError(Exception):
    """A network did not do what it was asked; the message is one line without secrets.

    `failure` is why: it `refused` this one request; the post is `gone`; it is to be asked `later`; it may have done it
    all the same (`unsure`); or nothing works with this `account`, token or set of rights.
    """

    def __init__(self, words: str, failure: Failure) -> None:
        super().__init__(words)
        self.failure = failure


class BadAccountError(Exception):
    """The keys of `announce` do not say which account is meant; the message is one line."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What can be done on a network.

    `reads_back` is whether the account's own posts can be read, so that a post whose request was cut off is found
    again. `pins` is how many posts can be pinned at once.
    """

    reads_back: bool = False
    edits: bool = False
    deletes: bool = False
    pins: int = 0


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post of the account as it stands on the network, with the addresses in it."""

    id: str
    links: tuple[str, ...] = ()
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """The account's own latest posts, newest first; `account` is the network's own unchanging id of the account."""

    account: str
    posts: tuple[SeenPost, ...]


@dataclass(frozen=True, slots=True)
class Posting:
    """A message to post. `key` is the same for each try. `thread` are the ids of the posts that it goes on from.

    `answers` is the address of somebody's post that it answers; a network ignores what it cannot do.
    """

    key: str
    message: PostText
    thread: tuple[str, ...] = ()
    answers: str = ""


class Network(Protocol):
    """An account on a network. All methods raise NetworkError."""

    def look(self, ids: Collection[str]) -> Look:
        """Return the latest own posts, and those of these ids that still exist; only with the ability `reads_back`."""
        ...

    def post(self, posting: Posting) -> str:
        """Post a message, and return its id."""
        ...

    def edit(self, id: str, message: PostText) -> None:
        """Replace the text of a post."""
        ...

    def delete(self, id: str) -> None:
        """Delete a post; one that is gone already is no error."""
        ...

    def pinned_by_others(self, own: Collection[str]) -> Mapping[str, str]:
        """Return what must be remembered to pin again, afterwards, what `pin` will replace."""
        ...

    def pin(self, id: str) -> None:
        """Pin a post."""
        ...

    def unpin(self, id: str, before: Mapping[str, str]) -> None:
        """Unpin a post, if it is still pinned; pin again what was pinned before it."""
        ...


@dataclass(frozen=True, slots=True)
class Account:
    """Where to post: the server's address without a slash at its end, the account's name there, and the token."""

    name: str
    server: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NetworkKind:
    """A network, as its module declares it in the constant `NETWORK`.

    `limit` is for the text of a post. `shown` is how a link is written in it. `place` returns the server and the name
    of the account from a channel's `url`, and the keys `server` and `account`, empty where they are left out; it raises
    BadAccountError. `mention` returns what an answer begins with, so that whoever wrote the post at this address hears
    of it. `is_thread` is whether a post at an address can be answered. `connect` returns the network; its second
    argument sends requests. `by_hand` is whether people do what is printed.
    """

    name: str
    title: str
    limit: TextLimit
    abilities: Abilities
    place: Callable[[str, str, str], tuple[str, str]]
    connect: Callable[[Account, Any], Network]
    shown: Callable[[str], str] = str
    mention: Callable[[str], str] = lambda _: ""
    is_thread: Callable[[str], bool] = lambda _: False
    by_hand: bool = False


class Simple:
    """What networks share that can do less: each method says so."""

    def look(self, ids: Collection[str]) -> Look:
        """Own posts cannot be read."""
        raise NotImplementedError

    def edit(self, id: str, message: PostText) -> None:
        """Posts cannot be changed."""
        raise NotImplementedError

    def delete(self, id: str) -> None:
        """Posts cannot be deleted."""
        raise NotImplementedError

    def pinned_by_others(self, own: Collection[str]) -> Mapping[str, str]:  # noqa: ARG002
        """Nothing is replaced."""
        return {}

    def pin(self, id: str) -> None:
        """Posts cannot be pinned."""
        raise NotImplementedError

    def unpin(self, id: str, before: Mapping[str, str]) -> None:
        """Posts cannot be pinned."""
        raise NotImplementedError
