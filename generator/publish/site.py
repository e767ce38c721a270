"""The list of publications: every page and file of the site comes from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.build.outputs import Output
from generator.build.shell import BODY, HEAD, Page, Shell, fill_all, folder_of
from generator.publish import assets, feeds, frame, freshness, notices, sitemap
from generator.publish.context import Context
from generator.publish.frame import Frame
from generator.publish.pages import (
    answer,
    answers,
    changes,
    component,
    contact,
    home,
    incident,
    incidents,
    maintenance,
    not_found,
    subscribe,
)

NAV_PAGES: dict[str, Callable[[Context, str], str]] = {
    "home.html": home.body,
    "incidents.html": incidents.body,
    "answers.html": answers.body,
    "changes.html": changes.body,
    "subscribe.html": subscribe.body,
    "contact.html": contact.body,
    "404.html": not_found.body,
}
"""The pages that MkDocs renders, by the template that their front matter names."""

STAMPED: tuple[Callable[[Context], Iterator[Page]], ...] = (
    incident.pages,
    incidents.pages,
    maintenance.pages,
    component.pages,
    answer.pages,
    answers.pages,
)
FILES: tuple[Callable[[Context], Iterator[Output]], ...] = (
    feeds.publish,
    notices.publish,
    freshness.publish,
)
LIVE = frozenset({"home.html"})
SECTIONS = {
    "incidents": "incidents.html",
    "maintenance": "incidents.html",
    "components": "home.html",
    "answers": "answers.html",
    "answers/topic": "answers.html",
}
"""Folders with stamped pages, and the page in the navigation that each belongs to."""


def nav_frame(context: Context, template: str, root: str) -> Frame:
    """What stands on a page that MkDocs renders; a page of the team's own has no body of ours."""
    body = NAV_PAGES.get(template)
    live = template in LIVE
    return Frame(
        head=frame.head(context, root, live),
        band=home.band(context, root) if template == "home.html" else "",
        notices=frame.notices(context, root, carries=True),
        body=body(context, root) if body else "",
        footer=frame.footer(context, root),
        script=root + assets.script().path,
    )


def hole_frame(context: Context, folder: str) -> Frame:
    """What stands on the hole page of a folder: everything but the record."""
    root = "../" * (folder.count("/") + 2)
    return Frame(
        head=frame.head(context, root, live=False) + HEAD,
        band="",
        notices=frame.notices(context, root, carries=False),
        body=BODY,
        footer="",
        script=root + assets.script().path,
    )


def outputs(context: Context, shells: Mapping[str, Shell], nav_paths: Iterable[str]) -> Iterator[Output]:
    """Every file that MkDocs does not write itself."""
    paths = list(nav_paths)

    def remembered() -> Iterator[Page]:
        for make in STAMPED:
            for page in make(context):
                paths.append(page.path)
                yield page

    yield from fill_all(remembered(), shells)
    for publish in FILES:
        yield from publish(context)
    yield from assets.publish()
    yield from sitemap.publish(context, paths)


__all__ = ["NAV_PAGES", "SECTIONS", "folder_of", "hole_frame", "nav_frame", "outputs"]
