"""Words for a profile: a line about it, and a post to pin there, within what each network leaves room for.

Nobody unpins a post in time. Hence the calm one says nothing of the state, and the one about a notice says as of when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from answerable.facts.incidents import Pinned, pinned
from answerable.outreach.post_length import (
    LIMITS,
    Measure,
    NoRoomError,
    cut,
    grapheme_count,
    led,
    mastodon_length,
    utf8_bytes,
    utf16_units,
    x_weight_in_full,
)
from answerable.outreach.post_length import Network as Counted
from answerable.publish.addresses import incident_path
from answerable.publish.context import Context
from answerable.publish.text.formats import format_instant
from answerable.publish.text.record_text import plain_line, plain_prose
from answerable.publish.text.terms import update_word
from answerable.records.company import Channel
from answerable.records.vocabulary import UpdateStatus


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
    "bluesky": _network(Measure(grapheme_count, "characters", 256), Measure(utf8_bytes, "bytes", 2560), post="bluesky"),
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


@dataclass(frozen=True, slots=True)
class CountedText:
    """Words, how many characters of them the network counts, and how many it takes."""

    words: str
    count: int
    most: int


@dataclass(frozen=True, slots=True)
class ProfileKit:
    """What to put on one profile: the line about it, and the post to pin."""

    profile: Profile
    bio: CountedText
    post: CountedText


def profile_kits(context: Context) -> list[ProfileKit]:
    """One for each profile of channels.yml."""
    return [_kit(context, profile, profile.network) for profile in profiles(context)]


def _kit(context: Context, profile: Profile, network: Network) -> ProfileKit:
    line, words = bio(context, network), post(context, network)
    return ProfileKit(profile, _counted(line, network.bio), _counted(words, network.post))


def _counted(words: str, room: Room) -> CountedText:
    first = room.measures[0]
    return CountedText(words, first.count(words), first.most)


def bio(context: Context, network: Network) -> str:
    """The longest line about the site that fits; its bare address where none does.

    An address in a profile's line counts in full everywhere, and shows no slash at its end: between words that are
    written from right to left, that would stand on the wrong side.
    """
    url = context.site_url.removesuffix("/")
    lines = (
        context.gettext("What is broken right now, and what became of your complaints: %(url)s"),
        context.gettext("Is it broken? %(url)s"),
    )
    said = (line % {"url": url} for line in lines)
    return next((line for line in said if network.bio.fits(line)), url)


def post(context: Context, network: Network) -> str:
    """The most pressing notice that holds, else where to look when something does not work."""
    notice = next(iter(pinned(context.ledger, context.now)), None)
    if notice:
        return _of_notice(context, notice, network)
    calm = context.gettext(
        "Does something not work? Look here first: what is broken, until when, and what became of complaints: %(url)s"
    )
    return calm % {"url": context.site_url.removesuffix("/")}


def _of_notice(context: Context, notice: Pinned, network: Network) -> str:
    url = context.absolute(incident_path(notice.id) if notice.kind == "incident" else "")
    as_of, title = context.gettext("As of"), plain_line(context.text(notice.title))
    status = UpdateStatus.RESOLVED if notice.resolved else notice.update.status if notice.update else None
    head = f"{update_word(context, status)}: {title}" if status else title
    tail = f"{as_of} {format_instant(context, notice.since)}\n{url}"

    def whole(head: str, told: str = "") -> str:
        post = "\n\n".join(part for part in (head, told, tail) if part)
        return led(post, rtl=context.direction == "rtl")

    head = _cut(head, lambda part: network.post.fits(whole(part)))
    words = plain_prose(context.text(notice.text)) if notice.text else ""
    return whole(head, _cut(words, lambda part: network.post.fits(whole(head, part))))


def _cut(words: str, fits: Callable[[str], bool]) -> str:
    """As much of the words as fits; nothing where not even one letter does."""
    try:
        return cut(words, fits)
    except NoRoomError:
        return ""
