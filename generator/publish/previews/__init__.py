"""Preview pictures: what networks show beside a link. Drawn once for what they say, and kept from build to build."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from generator.build.outputs import Output
from generator.publish.context import Context
from generator.publish.lettering import can_shape
from generator.publish.previews.album import Album, set_aside
from generator.publish.previews.drawing import draw
from generator.publish.previews.meta import meta
from generator.publish.previews.picture import Picture, of_incident, of_site, of_topic

__all__ = ["Album", "Picture", "left_out", "meta", "of_incident", "of_site", "of_topic", "parts", "set_aside"]
AT_ONCE = 50
"""Pictures that are one task."""


def parts(context: Context, album: Album) -> Iterator[Callable[[], list[Output]]]:
    """Tasks that together make every picture; what the album has is not drawn again."""
    album.stop()
    yield partial(_some, album, _general(context))
    for start in range(0, len(context.ledger.incidents), AT_ONCE):
        yield partial(_of_incidents, context, album, slice(start, start + AT_ONCE))


def _general(context: Context) -> list[Picture]:
    topics = [topic for topic in context.ledger.topics if context.ledger.answers_of_topic(topic.id)]
    return [of_site(context), *(of_topic(context, topic) for topic in topics)]


def _of_incidents(context: Context, album: Album, part: slice) -> list[Output]:
    return _some(album, [of_incident(context, incident) for incident in context.ledger.incidents[part]])


def left_out(context: Context) -> str:
    """A sentence about the pictures whose letters cannot be joined here; empty when there are none."""
    if can_shape():
        return ""
    every = [*_general(context), *(of_incident(context, incident) for incident in context.ledger.incidents)]
    count = sum(1 for picture in every if not picture.can_be_drawn)
    if not count:
        return ""
    why = "letters from right to left cannot be joined without FriBiDi; add it (Debian: apt-get install libfribidi0)"
    return f"preview pictures: {count} of {len(every)} left out, since {why}"


def _some(album: Album, pictures: list[Picture]) -> list[Output]:
    return [Output(one.path, album.get(one.name) or draw(one)) for one in pictures if one.can_be_drawn]
