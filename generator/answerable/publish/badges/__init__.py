"""Badges for readmes, chats and dashboards: as SVG in three styles, and as JSON for shields.io."""

from __future__ import annotations

from collections.abc import Iterator

from answerable.output.outputs import Output
from answerable.output.served import JSON, SVG, Lifetime, Served, Verify
from answerable.publish.badges.badge import FOLDER, badges
from answerable.publish.badges.draw import STYLES, draw, endpoint
from answerable.publish.context import Context

__all__ = ["SERVED", "STYLES", "badges", "publish"]
SERVED = (
    Served(f"{FOLDER}status.svg", SVG, Lifetime.STATUS, any_origin=True, verify=Verify.FIRST_LANGUAGE),
    Served(f"{FOLDER}status.json", JSON, Lifetime.STATUS, any_origin=True, verify=Verify.FIRST_LANGUAGE),
    Served(f"{FOLDER}*.svg", SVG, Lifetime.STATUS, any_origin=True),
    Served(f"{FOLDER}*.json", JSON, Lifetime.STATUS, any_origin=True),
)


def publish(context: Context) -> Iterator[Output]:
    """Yield every badge as `<stem>.svg`, as `<stem>.<style>.svg` in each other style, and as `<stem>.json`."""
    for badge in badges(context):
        for style in STYLES.values():
            yield Output(badge.path(style.name), draw(badge, style, context).encode())
        yield Output(f"{badge.stem}.json", endpoint(badge, context).encode())
