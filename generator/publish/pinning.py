"""Words for a profile: a line about it, and a post to pin there, within what each network leaves room for.

Nobody unpins a post in time. Hence the calm one says nothing of the state, and the one about a notice says as of when.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.facts.pinned import Pinned, pinned
from generator.outreach.cutting import NoRoomError, cut, led
from generator.publish.addresses import incident_path
from generator.publish.context import Context
from generator.publish.formats import format_instant
from generator.publish.plain import plain_line, plain_prose
from generator.publish.profiles import Network, Profile, Room, profiles
from generator.publish.terms import update_word
from generator.records.words import UpdateStatus


@dataclass(frozen=True, slots=True)
class Counted:
    """Words, how many characters of them the network counts, and how many it takes."""

    words: str
    count: int
    most: int


@dataclass(frozen=True, slots=True)
class Kit:
    """What to put on one profile: the line about it, and the post to pin."""

    profile: Profile
    bio: Counted
    post: Counted


def kits(context: Context) -> list[Kit]:
    """One for each profile of channels.yml."""
    return [_kit(context, profile, profile.network) for profile in profiles(context)]


def _kit(context: Context, profile: Profile, network: Network) -> Kit:
    line, words = bio(context, network), post(context, network)
    return Kit(profile, _counted(line, network.bio), _counted(words, network.post))


def _counted(words: str, room: Room) -> Counted:
    first = room.measures[0]
    return Counted(words, first.count(words), first.most)


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
