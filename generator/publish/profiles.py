"""The company's social profiles, and what each network leaves room for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.outreach.counting import (
    LIMITS,
    Measure,
    graphemes,
    mastodon_length,
    utf8_bytes,
    utf16_units,
    x_weight_in_full,
)
from generator.outreach.counting import Network as Counted
from generator.publish.context import Context
from generator.records.company import Channel


@dataclass(frozen=True, slots=True)
class Room:
    """What a network leaves for one text; all measures hold at once, and readers are told of the first."""

    measures: tuple[Measure, ...]

    def fits(self, text: str) -> bool:
        """Whether the network takes a text of this length."""
        return all(measure.count(text) <= measure.most for measure in self.measures)


@dataclass(frozen=True, slots=True)
class Network:
    """The room for the line about a profile, and for a post."""

    bio: Room
    post: Room


def _network(bio: Measure | int, *more: Measure, post: Counted | int) -> Network:
    """A plain number is of UTF-16 units: no network that does not say how it counts has been seen to count more."""
    of_post = (_units(post),) if isinstance(post, int) else LIMITS[post]
    return Network(Room((_units(bio) if isinstance(bio, int) else bio, *more)), Room(of_post))


def _units(most: int) -> Measure:
    return Measure(utf16_units, "characters", most)


NETWORKS = {
    "x": _network(Measure(x_weight_in_full, "characters", 160), post="x"),
    "instagram": _network(150, post="instagram"),
    "mastodon": _network(Measure(mastodon_length, "characters", 500), post="mastodon"),
    "bluesky": _network(Measure(graphemes, "characters", 256), Measure(utf8_bytes, "bytes", 2560), post="bluesky"),
    "telegram": _network(255, post="telegram"),
    "facebook": _network(101, post=5000),
    "linkedin": _network(2000, post=3000),
    "youtube": _network(1000, post=5000),
    "whatsapp": _network(139, post=700),
}
"""The networks on which a company has a profile, by the channel's kind.

Mastodon counts the line about a profile as it counts posts (app/validators/note_length_validator.rb), Bluesky too, with
limits of its own (lexicons/app/bsky/actor/profile.json).
"""


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
