"""Badges for readmes, chats and dashboards: as SVG in three styles, and as what shields.io reads."""

from __future__ import annotations

from collections.abc import Iterator

from generator.build.outputs import Output
from generator.publish.badges.endpoint import endpoint
from generator.publish.badges.said import badges
from generator.publish.badges.svg import STYLES, draw
from generator.publish.context import Context

__all__ = ["STYLES", "badges", "publish"]


def publish(context: Context) -> Iterator[Output]:
    """Every badge: `<stem>.svg`, the other styles as `<stem>.<style>.svg`, and `<stem>.json`."""
    for badge in badges(context):
        for style in STYLES.values():
            yield Output(badge.path(style.name), draw(badge, style, context).encode())
        yield Output(f"{badge.stem}.json", endpoint(badge, context).encode())
