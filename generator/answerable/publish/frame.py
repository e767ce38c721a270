"""What our pages add around the theme's: style, script, feeds in the head, the status band, notices, footer line."""

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


@dataclass(frozen=True, slots=True)
class Frame:
    """HTML for the places of the theme's page; `body` is the page itself, `title` is the theme's when it is empty.

    `said_at` stands before the description where links to the page are previewed: the title is as of then.
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
    """The style sheet, feeds and, on pages that show a live status, until when they may be believed."""
    return render(
        context,
        "head.html",
        root,
        style=assets.style_sheet(context.theme.styles).path,
        feeds=feed_links(context)[:6],
        settings=Markup(_settings(context, root, live)),  # noqa: S704 (JSON with "<" escaped)
    )


def notices(context: Context, root: str, carries: bool) -> str:
    """The pinned notices, or the place where the script puts them."""
    if carries:
        return pinned_html(context, root)
    return render(context, "pinned_place.html", root)


def footer(context: Context, root: str, live: bool) -> str:
    """In which zone the times are and, on live pages, a line for the maintainers about what was left out."""
    set_aside, masked = (context.set_aside, context.masked) if live else (0, 0)
    return render(context, "footer.html", root, set_aside=set_aside, masked=masked)


def _settings(context: Context, root: str, live: bool) -> str:
    settings: dict[str, Any] = {
        "root": context.root,
        "base": root,
        "language": context.language,
        "words": {"not_known_since": context.gettext("Not known since"), "comma": context.gettext(", ")},
        "site": context.site_name if live else None,
        "built": context.now.isoformat(timespec="seconds") if live else None,
        "promised": context.believe_until.isoformat(timespec="seconds") if live else None,
    }
    return json.dumps(settings, ensure_ascii=False).replace("<", "\\u003c")
