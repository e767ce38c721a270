"""Words for a profile: a line about it, and a post to pin there, within what each network leaves room for.

Nobody unpins a post in time. Hence the calm one says nothing of the state, and the one about a notice says as of when.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import category

from generator.facts.pinned import Pinned, pinned
from generator.publish.addresses import incident_path
from generator.publish.context import Context
from generator.publish.language import format_instant, update_word
from generator.publish.plain import plain_line, plain_prose
from generator.publish.profiles import Network, Profile, at_most, profiles
from generator.records.words import UpdateStatus

_WHOLE = re.compile(r"(.*\S)\s", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Kit:
    """What to put on one profile: the line about it, and the post to pin."""

    profile: Profile
    bio: str
    post: str


def kits(context: Context) -> list[Kit]:
    """One for each profile of channels.yml."""
    return [
        Kit(profile, bio(context, profile.network), post(context, profile.network)) for profile in profiles(context)
    ]


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
    return next((line for line in said if at_most(line) <= network.bio), url)


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
    left = network.post - at_most(tail, url, shortens=network.shortens) - 2
    head = cut(head, left)
    words = plain_prose(context.text(notice.text)) if notice.text else ""
    told = cut(words, left - at_most(head) - 2) if words else ""
    return "\n\n".join(part for part in (head, told, tail) if part)


def cut(words: str, room: int) -> str:
    """The words, or as many whole ones as leave room for an ellipsis; nothing where not even one does.

    A single word that is too long is cut between letters, with whatever is joined to them.
    """
    if at_most(words) <= room:
        return words
    end = _end(words, room - at_most("…"))
    whole = _WHOLE.match(words[: end + 1])
    if not whole:
        while end > 0 and _joined(words[end - 1], words[end]):
            end -= 1
    kept = whole[1] if whole else words[: max(end, 0)]
    return f"{kept}…" if kept else ""


def _end(words: str, room: int) -> int:
    """How many letters fit."""
    for number, letter in enumerate(words):
        room -= at_most(letter)
        if room < 0:
            return number
    return len(words)


def _joined(before: str, letter: str) -> bool:
    """Whether readers take two letters for one: an accent, a joined emoji, its colour."""
    return category(letter) in {"Mn", "Me", "Cf"} or before == "\u200d" or "\U0001f3fb" <= letter <= "\U0001f3ff"
