"""Our parts of every page of the theme: style, script, feeds in the head, the status band, notices, footer line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from answerable.publish.context import Context
from answerable.publish.feeds import feed_links
from answerable.publish.files.notices import home_notices, notice_lines
from answerable.publish.render import marks_of, render
from answerable.publish.text.calendars import UNICODE_CALENDARS
from answerable.publish.text.faces import face_files
from answerable.publish.text.formats import has_months_by_number, midnight, zone_name

DIRECT = ("email", "phone")
"""The kinds of channels that reach the company without an account anywhere."""


@dataclass(frozen=True, slots=True)
class Frame:
    """HTML for the places of the theme's page. `body` is the page itself; an empty `title` leaves the theme's.

    `style` and `script` are addresses, and so is `search`, the script of the search, empty for a page without one;
    `search_failed` is what to say when it cannot be loaded. The style sheet stands before those of the site's own,
    which can change it.

    `foreign` has the attributes of the team's own words where these are in another language than the page, and
    `untranslated` the line that says so.

    `said_at` precedes the description in previews of links: it names the instant of the status in the title.
    """

    head: str
    band: str
    notices: str
    body: str
    footer: str
    company: str
    style: str
    script: str
    skip: str
    title: str = ""
    said_at: str = ""
    search: str = ""
    search_failed: str = ""
    foreign: str = ""
    untranslated: str = ""


def head(context: Context, root: str, live: bool) -> str:
    """Return letters, feeds and the script's settings, with the validity on pages that show the status."""
    return render(
        context,
        "head.html",
        root,
        letters=() if context.theme.has_font else face_files(context.language),
        feeds=feed_links(context)[:6],
        settings=Markup(_settings(context, root, live)),  # noqa: S704 (JSON with "<" escaped)
    )


def notices(context: Context, root: str, *, home: bool = False) -> str:
    """Return the notices of a page that changes with each build: whole on home, one line each elsewhere."""
    return home_notices(context, root) if home else notice_lines(context, root)


def notices_place(context: Context, root: str) -> str:
    """Return the element of a record's page that the script fills with the notices' lines."""
    return render(context, "pinned_place.html", root)


def footer(context: Context, root: str, live: bool) -> str:
    """Return the line about the time zone and, on live pages, a line for the maintainers about records left out."""
    set_aside, masked = (context.set_aside, context.masked) if live else (0, 0)
    return render(context, "footer.html", root, set_aside=set_aside, masked=masked)


def company(context: Context, root: str) -> str:
    """Return the foot of every page: the pages outside the navigation, the company, and how to reach it at once."""
    policy = context.ledger.policy
    reached = {one.kind: one for one in reversed(context.ledger.channels) if one.url and one.kind in DIRECT}
    name = policy.organisation
    return render(
        context,
        "company.html",
        root,
        elsewhere=context.elsewhere,
        name=context.text(name) if name else context.site_name,
        website=policy.website,
        channels=[reached[kind] for kind in DIRECT if kind in reached],
    )


def in_another_language(context: Context, template: str, language: str) -> dict[str, str]:
    """Return the parts of a frame that mark the team's own words in that language; none if it is the page's.

    Without a `template` these words are the whole page.
    """
    if language == context.language:
        return {}
    _ = context.gettext
    note = _("This text is not translated yet.") if template else _("This page is not translated yet.")
    return {"foreign": marks_of(context, language), "untranslated": escape(note)}


def _settings(context: Context, root: str, live: bool) -> str:
    settings: dict[str, Any] = {
        "root": context.root,
        "base": root,
        "language": context.language,
        "calendar": UNICODE_CALENDARS[context.calendar],
        "numeric": has_months_by_number(context),
        "zone": [context.zone.key, zone_name(context, context.zone)],
        "words": {
            "not_known_since": context.gettext("Not known since %(time)s"),
            "near": context.gettext("%(clock)s, %(ago)s"),
            "midnight": midnight(context),
        },
        "site": context.site_name if live else None,
        "built": context.now.isoformat(timespec="seconds") if live else None,
        "promised": context.believe_until.isoformat(timespec="seconds") if live else None,
    }
    return json.dumps(settings, ensure_ascii=False).replace("<", "\\u003c")
