"""Texts for the site's owner to put on social profiles: a bio, and a post to pin, within each network's limits.

Nobody unpins a post in time. So the post for quiet times names no status, and the one about a notice says as of when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from answerable.facts.incidents import Pinned, pinned
from answerable.outreach.post_length import (
    LIMITS,
    Measure,
    Network,
    NoRoomError,
    TextLimit,
    cut,
    grapheme_count,
    mark_direction,
    mastodon_length,
    utf8_bytes,
    utf16_limit,
    x_weight_in_full,
)
from answerable.publish.addresses import incident_path
from answerable.publish.context import Context
from answerable.publish.text.formats import format_instant
from answerable.publish.text.record_text import plain_line, plain_prose
from answerable.publish.text.terms import update_word
from answerable.records.company import Channel
from answerable.records.vocabulary import UpdateStatus


@dataclass(frozen=True, slots=True)
class ProfileLimits:
    """What a network allows for a profile's bio, and for a post."""

    bio: TextLimit
    post: TextLimit


def _limits(bio: int, post: Network | int) -> ProfileLimits:
    """Return limits, of which a plain number is of UTF-16 units."""
    return ProfileLimits(utf16_limit(bio), utf16_limit(post) if isinstance(post, int) else LIMITS[post])


def _limit(*measures: Measure) -> TextLimit:
    return TextLimit(measures)


NETWORKS = {
    "x": ProfileLimits(_limit(Measure(x_weight_in_full, "characters", 160)), LIMITS["x"]),
    "instagram": _limits(150, post="instagram"),
    "mastodon": ProfileLimits(_limit(Measure(mastodon_length, "characters", 500)), LIMITS["mastodon"]),
    "bluesky": ProfileLimits(
        _limit(Measure(grapheme_count, "characters", 256), Measure(utf8_bytes, "bytes", 2560)), LIMITS["bluesky"]
    ),
    "telegram": _limits(255, post="telegram"),
    "facebook": _limits(101, post=5000),
    "linkedin": _limits(2000, post=3000),
    "youtube": _limits(1000, post=5000),
    "whatsapp": _limits(139, post=700),
}
"""The limits of the networks on which a company may have a profile, by the channel's kind.

Mastodon counts a bio as it counts posts (app/validators/note_length_validator.rb). So does Bluesky, with other limits
(lexicons/app/bsky/actor/profile.json).
"""


@dataclass(frozen=True, slots=True)
class Profile:
    """A channel that is a profile on a network, with its web address."""

    channel: Channel
    limits: ProfileLimits
    url: str


def profiles(context: Context) -> Iterator[Profile]:
    """Yield the channels that are profiles with a web address, in the order of channels.yml."""
    for channel in context.ledger.channels:
        limits, url = NETWORKS.get(channel.kind), channel.url or ""
        if limits and url.startswith(("https://", "http://")):
            yield Profile(channel, limits, url)


@dataclass(frozen=True, slots=True)
class CountedText:
    """A text, its length as the network counts it, and the greatest length that the network allows."""

    words: str
    count: int
    most: int


@dataclass(frozen=True, slots=True)
class ProfileKit:
    """What to put on one profile: the bio, and the post to pin."""

    profile: Profile
    bio: CountedText
    post: CountedText


def profile_kits(context: Context) -> list[ProfileKit]:
    """Return one kit for each profile."""
    return [_kit(context, profile, profile.limits) for profile in profiles(context)]


def _kit(context: Context, profile: Profile, limits: ProfileLimits) -> ProfileKit:
    about, pinned_post = bio(context, limits), post(context, limits)
    return ProfileKit(profile, _counted(about, limits.bio), _counted(pinned_post, limits.post))


def _counted(words: str, limit: TextLimit) -> CountedText:
    first = limit.measures[0]
    return CountedText(words, first.count(words), first.most)


def bio(context: Context, limits: ProfileLimits) -> str:
    """Return the longest sentence about the site that fits, or its bare address if none does.

    An address in a bio counts in full everywhere. It ends without a slash, which would stand on the wrong side among
    right-to-left words.
    """
    url = context.site_url.removesuffix("/")
    filled = (line % {"url": url} for line in bios(context))
    return next((line for line in filled if limits.bio.fits(line)), url)


def bios(context: Context) -> tuple[str, str]:
    """Return a long and a short sentence about the site, with a place for its address."""
    _ = context.gettext
    if not context.has_status:
        return _("What became of your complaints, and what we changed: %(url)s"), _("Did you complain? %(url)s")
    long = context.by_half(
        _("What is broken right now, and what became of your complaints: %(url)s"),
        status=_("What is broken right now, and until when: %(url)s"),
        answers="",
    )
    return long, _("Is it broken? %(url)s")


def post(context: Context, limits: ProfileLimits) -> str:
    """Return a post about the most pressing notice in force, or else about where to look when something fails."""
    notice = next(iter(pinned(context.ledger, context.now)), None)
    if notice:
        return _notice_post(context, notice, limits.post)
    return _quiet(context) % {"url": context.site_url.removesuffix("/")}


def _quiet(context: Context) -> str:
    _ = context.gettext
    return context.by_half(
        _(
            "Does something not work? Look here first: what is broken, until when, and what became of complaints: "
            "%(url)s"
        ),
        status=_("Does something not work? Look here first: what is broken, and until when: %(url)s"),
        answers=_("Did you complain? See here what became of complaints, and what changed: %(url)s"),
    )


def _notice_post(context: Context, notice: Pinned, limit: TextLimit) -> str:
    url = context.absolute(incident_path(notice.id) if notice.kind == "incident" else "")
    as_of, title = context.gettext("As of %(time)s"), plain_line(context.text(notice.title))
    status = UpdateStatus.RESOLVED if notice.resolved else notice.update.status if notice.update else None
    head = f"{update_word(context, status)}: {title}" if status else title
    tail = f"{as_of % {'time': format_instant(context, notice.since)}}\n{url}"
    body = plain_prose(context.text(notice.text)) if notice.text else ""
    return fitted_post(context, limit, head, body, tail)


def fitted_post(context: Context, limit: TextLimit, head: str, body: str, tail: str) -> str:
    """Return a post of three paragraphs within a network's limit; the body is cut first, the tail never."""

    def whole(head: str, body: str = "") -> str:
        post = "\n\n".join(part for part in (head, body, tail) if part)
        return mark_direction(post, rtl=context.direction == "rtl")

    head = _cut_or_empty(head, lambda part: limit.fits(whole(part)))
    return whole(head, _cut_or_empty(body, lambda part: limit.fits(whole(head, part))))


def _cut_or_empty(words: str, fits: Callable[[str], bool]) -> str:
    """Return as much of the words as fits, empty if not even one character does."""
    try:
        return cut(words, fits)
    except NoRoomError:
        return ""
