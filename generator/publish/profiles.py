"""The company's social profiles, and what each network leaves room for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.publish.context import Context
from generator.records.company import Channel


@dataclass(frozen=True, slots=True)
class Network:
    """How many characters the line about a profile and a post may have; `shortens`: any address counts as 23 there."""

    bio: int
    post: int
    shortens: bool = False


SHORTENED = 23
"""What X and Mastodon count for an address."""
NETWORKS = {
    "x": Network(bio=160, post=280, shortens=True),
    "instagram": Network(bio=150, post=2200),
    "mastodon": Network(bio=500, post=500, shortens=True),
    "bluesky": Network(bio=256, post=300),
    "telegram": Network(bio=255, post=4096),
    "facebook": Network(bio=101, post=5000),
    "linkedin": Network(bio=2000, post=3000),
    "youtube": Network(bio=1000, post=5000),
    "whatsapp": Network(bio=139, post=700),
}
"""The networks on which a company has a profile, by the channel's kind."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A channel that is a profile on a network, at an address of the web."""

    channel: Channel
    network: Network
    url: str


def profiles(context: Context) -> Iterator[Profile]:
    """Those of channels.yml that have an address, in its order."""
    for channel in context.ledger.channels:
        network, url = NETWORKS.get(channel.kind), channel.url or ""
        if network and url.startswith(("https://", "http://")):
            yield Profile(channel, network, url)


def at_most(words: str, link: str = "", *, shortens: bool = False) -> int:
    """The most that a network counts for the words, of which `link` may be a part; its own count is never larger.

    X weighs letters beyond U+10FF double, Telegram counts two for those beyond U+FFFF, and others count what readers
    take for one letter, of however many it is made.
    """
    shorter = SHORTENED - len(link) if shortens and link and link in words else 0
    return sum(1 if letter <= "\u10ff" else 2 for letter in words) + shorter
