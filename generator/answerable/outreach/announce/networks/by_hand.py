"""Networks on which no program may pin: people post the text that is printed, and are told when to take it down.

X, Instagram, Facebook and LinkedIn have no request that pins a post of a profile. So what is to be
done there is printed, each step once.
"""

from __future__ import annotations

from answerable.outreach.announce.network import Abilities, Account, NetworkKind, Posting, Simple
from answerable.outreach.announce.wanted import PostText
from answerable.outreach.post_length import LIMITS, TextLimit, utf16_limit


class ByHand(Simple):
    """A profile that somebody looks after: each step is printed once, and taken for done."""

    def __init__(self, _account: Account, _requests: object) -> None:
        """Nothing is needed, since nothing is sent."""

    def post(self, posting: Posting) -> str:
        """Return the posting's key in place of an id."""
        return posting.key

    def edit(self, id: str, message: PostText) -> None:
        """Do nothing."""

    def delete(self, id: str) -> None:
        """Do nothing."""

    def pin(self, id: str) -> None:
        """Do nothing."""

    def unpin(self, id: str, before: object) -> None:
        """Do nothing."""


def place(url: str, _server: str, account: str) -> tuple[str, str]:
    """Return the profile's address, for people."""
    return "", account or url


def _kind(name: str, title: str, limit: TextLimit) -> NetworkKind:
    abilities = Abilities(edits=True, deletes=True, pins=1)
    return NetworkKind(name, title, limit, abilities, place, ByHand, is_thread=bool, by_hand=True)


NETWORK = (
    _kind("x", "X", LIMITS["x"]),
    _kind("instagram", "Instagram", LIMITS["instagram"]),
    _kind("facebook", "Facebook", utf16_limit(5000)),
    _kind("linkedin", "LinkedIn", utf16_limit(3000)),
)
