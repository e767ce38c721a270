"""Networks on which no program may pin: people post the text that is printed, and are told when to take it down.

X, Instagram, Facebook and LinkedIn have no request that pins a post of a profile. Each line is printed once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from answerable.outreach.announce.network import Abilities, Account, NetworkKind, Posting, Simple
from answerable.outreach.announce.wanted import Message
from answerable.outreach.post_length import LIMITS, Measure, TextLimit, utf16_units


class ByHand(Simple):
    """A profile that somebody looks after."""

    def __init__(self, account: Account, _requests: Any, echo: Callable[[str], None]) -> None:
        self._name = account.name
        self._echo = echo

    def post(self, posting: Posting) -> str:
        """Print what to post, and where."""
        where = f"in answer to {posting.answers}" if posting.answers else "in the thread" if posting.thread else "there"
        self._say(f"post this {where}", posting.message.text)
        return posting.key

    def edit(self, _id: str, message: Message) -> None:
        """Print what to post in place of the old text."""
        self._say("replace the post's text, or answer it, with this", message.text)

    def delete(self, _id: str) -> None:
        """Print that a post has to go."""
        self._say("delete the post: its record was withdrawn")

    def pin(self, _id: str) -> None:
        """Print a reminder."""
        self._say("pin that post")

    def unpin(self, _id: str, _before: object) -> None:
        """Print a reminder."""
        self._say("unpin the post: it is over")

    def _say(self, what: str, text: str = "") -> None:
        lines = "".join(f"\n    {line}" for line in text.split("\n")) if text else ""
        self._echo(f"by hand on {self._name}: {what}{':' if text else ''}{lines}")


def place(url: str, _server: str, account: str) -> tuple[str, str]:
    """Return the profile's address, for people."""
    return "", account or url


def _kind(name: str, title: str, limit: TextLimit) -> NetworkKind:
    abilities = Abilities(edits=True, deletes=True, pins=1)
    return NetworkKind(name, title, limit, abilities, place, ByHand, is_thread=bool, needs_token=False)


def _units(most: int) -> TextLimit:
    return TextLimit((Measure(utf16_units, "characters", most),))


NETWORK = (
    _kind("x", "X", LIMITS["x"]),
    _kind("instagram", "Instagram", LIMITS["instagram"]),
    _kind("facebook", "Facebook", _units(5000)),
    _kind("linkedin", "LinkedIn", _units(3000)),
)
