"""The company's social profiles, and what each network leaves room for.

Limits are in the network's own count as of 2026: characters, but letters as people see them (graphemes) on Bluesky, and
where addresses count as fixed, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.publish.context import Context
from generator.records.company import Channel


@dataclass(frozen=True, slots=True)
class Network:
    """How long a profile's own words and a post may be; `link` is what an address counts as there (0: its length)."""

    bio: int
    post: int
    link: int = 0


NETWORKS = {
    "x": Network(bio=160, post=280, link=23),
    "instagram": Network(bio=150, post=2200),
    "mastodon": Network(bio=500, post=500, link=23),
    "bluesky": Network(bio=256, post=300),
    "telegram": Network(bio=255, post=4096),
    "facebook": Network(bio=101, post=5000),
    "linkedin": Network(bio=2000, post=3000),
    "youtube": Network(bio=1000, post=5000),
    "whatsapp": Network(bio=139, post=4096),
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
