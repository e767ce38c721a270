"""The contents of a preview picture. Networks keep it for days, so it gives the time of the state that it shows."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from hashlib import sha256
from urllib.parse import urlsplit

from answerable.publish.context import Context, Direction, direction_of, looked_up, once
from answerable.publish.text.formats import format_instant
from answerable.publish.text.lettering import can_shape, drawable, isolate, one_line
from answerable.publish.text.terms import impact_word, update_word
from answerable.records.company import Topic
from answerable.records.model import Incident
from answerable.records.text import Text
from answerable.records.vocabulary import UpdateStatus

FOLDER = "previews/"
WITH_PICTURE = 500
"""How many of the newest incidents have a picture of their own: drawing them takes longer than writing their pages, and
links to older ones are rarely shared."""
LOOK = 3
"""Raise this number when the drawing changes: pictures then get new addresses, and networks fetch them anew."""


@dataclass(frozen=True)
class Picture:
    """`about` tells pictures with the same words apart; `tone` names the colour and `icon` the sign."""

    host: str
    title: str
    direction: Direction
    title_direction: Direction
    about: str = ""
    site: str = ""
    tone: str = "none"
    icon: str = "none"
    state: str = ""
    foot: str = ""

    @property
    def path(self) -> str:
        """Its path on the site."""
        return FOLDER + self.name

    @cached_property
    def name(self) -> str:
        """The file's name: a hash of everything that the picture shows."""
        contents = json.dumps([LOOK, asdict(self)], ensure_ascii=False, sort_keys=True)
        return f"{sha256(contents.encode()).hexdigest()[:20]}.png"

    @property
    def alt(self) -> str:
        """Its contents in words."""
        return ". ".join(part for part in (": ".join(p for p in (self.state, self.title) if p), self.foot) if part)

    @property
    def can_be_drawn(self) -> bool:
        """Whether its letters can be joined on this machine: no picture is better than unreadable Persian."""
        words = self.site + self.state + self.title + self.foot
        return can_shape() or not any(unicodedata.bidirectional(c) in {"R", "AL"} for c in words)


def of_incident(context: Context, incident: Incident) -> Picture:
    """Return the picture of an incident as of its newest update; that of the site for one that has none of its own."""
    return of_site(context) if _is_older(context, incident.id) else _of_state(context, incident)


def pictured(context: Context) -> tuple[Incident, ...]:
    """Return the incidents with a picture of their own, newest first."""
    return context.ledger.incidents[:WITH_PICTURE]


@looked_up
def _is_older(context: Context, id: str) -> bool:
    """Return whether an incident has no picture of its own."""
    return id in _older(context)


@once
def _older(context: Context) -> frozenset[str]:
    return frozenset(incident.id for incident in context.ledger.incidents[WITH_PICTURE:])


def _of_state(context: Context, incident: Incident) -> Picture:
    newest = incident.newest
    over = newest.status is UpdateStatus.RESOLVED
    words = [update_word(context, newest.status)]
    if not over:
        words += [context.gettext(" · ").strip(), impact_word(context, incident.impact)]
    return replace(
        _titled(context, incident.title),
        about=f"incident:{incident.id}",
        tone="resolved" if over else incident.impact.value,
        icon="check" if over else incident.impact.value,
        state=_join_isolated(context, *words),
        foot=context.gettext("Updated %(time)s")
        % {"time": isolate(format_instant(context, newest.at), context.direction)},
    )


@once
def of_topic(context: Context, topic: Topic) -> Picture:
    """Return the picture that all answers of a topic share; it names none of them."""
    state = context.gettext("What became of complaints")
    return replace(_titled(context, topic.name), about=f"topic:{topic.id}", tone="resolved", icon="check", state=state)


@once
def of_site(context: Context) -> Picture:
    """Return the picture of the site itself, without a state, since nobody knows when it will be seen."""
    _ = context.gettext
    return Picture(
        about="site",
        host=_host(context),
        tone="none",
        icon="talk",
        state=context.by_half(_("Status and answers"), status=_("Status"), answers=_("Answers")),
        title=drawable(context.site_name),
        direction=context.direction,
        title_direction=context.direction,
    )


def _titled(context: Context, title: Text) -> Picture:
    """Return a picture with a record's title, which is left out if the fonts lack its letters."""
    words, language = title.in_language(context.language, context.first_language)
    return Picture(
        site=drawable(context.site_name),
        host=_host(context),
        title=drawable(words),
        direction=context.direction,
        title_direction=direction_of(language),
    )


def _join_isolated(context: Context, *parts: str) -> str:
    """Join parts so that no part changes the direction of its neighbour's numbers."""
    return " ".join(isolate(part, context.direction) for part in parts)


def _host(context: Context) -> str:
    return one_line(urlsplit(context.site_url).netloc)
