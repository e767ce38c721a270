"""Our parts of every page of the theme: style, script, feeds in the head, the status band, notices, footer line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from answerable.publish import assets
from answerable.publish.context import Context
from answerable.publish.feeds import feed_links
from answerable.publish.files.notices import pinned_html
from answerable.publish.render import render
from answerable.publish.text.calendars import UNICODE_CALENDARS


@dataclass(frozen=True, slots=True)
class Frame:
    """HTML for the places of the theme's page. `body` is the page itself; an empty `title` leaves the theme's.

    `said_at` precedes the description in previews of links: it names the instant of the status in the title.
    """

    head: str
    band: str
    notices: str
    body: str
    footer: str
    script: str
    skip: str
    title: str = ""
    said_at: str = ""


def head(context: Context, root: str, live: bool) -> str:
    """Return the style sheet, the feeds and the script's settings, with the validity on pages that show the status."""
    return render(
        context,
        "head.html",
        root,
        style=assets.style_sheet(context.theme.styles).path,
        feeds=feed_links(context)[:6],
        settings=Markup(_settings(context, root, live)),  # noqa: S704 (JSON with "<" escaped)
    )


def notices(context: Context, root: str, in_page: bool) -> str:
    """Return the pinned notices as HTML, or the empty element that the script fills."""
    if in_page:
        return pinned_html(context, root)
    return render(context, "pinned_place.html", root)


def footer(context: Context, root: str, live: bool) -> str:
    """Return the line about the time zone and, on live pages, a line for the maintainers about records left out."""
    set_aside, masked = (context.set_aside, context.masked) if live else (0, 0)
    return render(context, "footer.html", root, set_aside=set_aside, masked=masked)


def _settings(context: Context, root: str, live: bool) -> str:
    settings: dict[str, Any] = {
        "root": context.root,
        "base": root,
        "language": context.language,
        "calendar": UNICODE_CALENDARS[context.calendar],
        "words": {"not_known_since": context.gettext("Not known since"), "comma": context.gettext(", ")},
        "site": context.site_name if live else None,
        "built": context.now.isoformat(timespec="seconds") if live else None,
        "promised": context.believe_until.isoformat(timespec="seconds") if live else None,
    }
    return json.dumps(settings, ensure_ascii=False).replace("<", "\\u003c")
