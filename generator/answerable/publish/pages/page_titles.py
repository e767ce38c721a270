"""Titles and descriptions of the site's main pages, for those whose front matter has none of its own."""

from __future__ import annotations

from collections.abc import Mapping

from answerable.publish.addresses import CHANGES, CONTACT, TRACK
from answerable.publish.context import Context

TABS = ("home.html", "incidents.html", "answers.html", "transparency.html", "subscribe.html")
"""The templates of the pages in the navigation, where mkdocs.yml has no `nav` of its own."""
PARENTS = {"changes.html": "answers.html", "track.html": "answers.html"}
"""The page in the navigation to which a page outside of it belongs."""
MAIN_PAGES = {"contact.html": CONTACT, "track.html": TRACK, "changes.html": CHANGES}
"""The addresses of the main pages outside the navigation."""
_ORDER = (*MAIN_PAGES, "")


def place(template: str) -> int:
    """Return the place of a page outside the navigation among those; pages without a template come last."""
    return _ORDER.index(template) if template in _ORDER else len(_ORDER)


def title(context: Context, template: str) -> str:
    """Return the title of the page with a template, as the navigation shows it; empty for an unknown template."""
    _ = context.gettext
    titles = {
        "home.html": _("Status") if context.has_status else _("Home"),
        "incidents.html": _("History"),
        "answers.html": _("Answers"),
        "changes.html": _("Changes"),
        "transparency.html": _("Figures"),
        "subscribe.html": _("Subscribe"),
        "contact.html": _("Contact"),
        "track.html": _("Your case"),
    }
    return titles.get(template, "")


def links(context: Context, *templates: str) -> list[tuple[str, str]]:
    """Return the titles and addresses of those of these main pages that the site has."""
    return [(title(context, one), MAIN_PAGES[one]) for one in templates if one in context.templates]


def description(context: Context, template: str) -> str:
    """Return the description of the page with a template, as search engines show it; empty for an unknown template."""
    return _descriptions(context).get(template, "")


def _descriptions(context: Context) -> Mapping[str, str]:
    _ = context.gettext
    return {
        "home.html": context.by_half(
            _("What works right now, what does not, and what became of complaints."),
            status=_("What works right now, and what does not."),
            answers=_("What became of complaints, and what changed."),
        ),
        "incidents.html": _("Every incident, by month, with what was said and when."),
        "answers.html": _("What people complained about in public, and what was done about it."),
        "changes.html": _("What changed because somebody complained."),
        "transparency.html": _("How soon complaints are answered, what becomes of them, and how both are counted.")
        if context.has_answers
        else _("Incidents, minutes down and promises kept, month by month, and how they are counted."),
        "subscribe.html": _("Feeds, badges, and texts for social profiles."),
        "contact.html": _("How to reach us, when somebody is there, and who answers for what."),
        "track.html": _("Look up your own complaint with the code from our reply."),
    }
