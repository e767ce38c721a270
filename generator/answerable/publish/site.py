"""The list of publications: every page and file of the site comes from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from html import escape
from itertools import chain

from answerable.output.outputs import Output, Task, Writer
from answerable.publish import assets, badges, feeds, frame
from answerable.publish.api import answers as answers_api
from answerable.publish.api import openapi, schemas, statuspage
from answerable.publish.context import Context
from answerable.publish.figures import metrics, pages
from answerable.publish.files import (
    calendar,
    case_files,
    embed,
    freshness,
    hosting,
    notices,
    qr,
    sitemap,
    status_text,
    well_known,
)
from answerable.publish.frame import Frame
from answerable.publish.pages import answers, changes, component, contact, home, incidents, subscribe
from answerable.publish.pages import subscribe as track_page
from answerable.publish.shell import BODY_MARK, HEAD_MARK, INDEX, Page, Shell, fill_all
from answerable.publish.social import linked_data, previews
from answerable.publish.text import terms
from answerable.records.ledger import Ledger

NAV_PAGES: dict[str, Callable[[Context, str], str]] = {
    "home.html": home.body,
    "incidents.html": incidents.body,
    "answers.html": answers.body,
    "changes.html": changes.body,
    "transparency.html": pages.body,
    "subscribe.html": subscribe.subscribe_body,
    "contact.html": contact.body,
    "track.html": track_page.track_body,
    "404.html": subscribe.not_found_body,
}
"""The pages that MkDocs renders, by the template that their front matter names."""

EACH: tuple[tuple[Callable[[Context, slice], Iterator[Page]], Callable[[Ledger], int]], ...] = (
    (incidents.incident_pages, lambda ledger: len(ledger.incidents)),
    (answers.answer_pages, lambda ledger: len(ledger.answers)),
)
"""Pages of single records, of which there may be very many, with their number."""

STAMPED: tuple[Callable[[Context], Iterator[Page]], ...] = (
    incidents.month_pages,
    incidents.maintenance_pages,
    component.pages,
    answers.list_pages,
    pages.month_pages,
    pages.how_we_count_pages,
    incidents.withdrawn_pages,
)
AT_ONCE = 100
"""Records whose pages are one task."""
MANY = 1000
"""From so many records on, more than one processor is worth the trouble."""
FILES: tuple[Callable[[Context], Iterator[Output]], ...] = (
    badges.publish,
    embed.publish,
    notices.publish,
    freshness.publish,
    case_files.publish,
    statuspage.publish,
    answers_api.publish,
    schemas.publish,
    openapi.publish,
    hosting.publish,
    calendar.publish,
    status_text.publish,
    qr.publish,
    well_known.publish,
)
LIVE = frozenset({"home.html"})
LIVE_SECTIONS = frozenset({"components"})
"""What shows a status of now: these pages carry until when they may be believed, and change with each build."""
SECTIONS = {
    "incidents": "incidents.html",
    "maintenance": "incidents.html",
    "components": "home.html",
    "answers": "answers.html",
    "answers/topic": "answers.html",
    "transparency": "transparency.html",
}
"""Folders with stamped pages, and the page in the navigation that each belongs to."""


def page_frame(context: Context, template: str, root: str) -> Frame:
    """What stands on a page that MkDocs renders; a page of the team's own has no body of ours."""
    body = NAV_PAGES.get(template)
    live = template in LIVE
    return Frame(
        head=frame.head(context, root, live)
        + previews.meta(context, previews.of_site(context))
        + (linked_data.head(context) if live else ""),
        band=home.band(context, root) if template == "home.html" else "",
        notices=frame.notices(context, root, carries=True),
        body=body(context, root) if body else "",
        footer=frame.footer(context, root, live=True),
        script=root + assets.script().path,
        skip=context.gettext("Skip to the content"),
        title=escape(terms.of_home(context)) if live else "",
        said_at=escape(f"{terms.said_at(context)} ") if live else "",
    )


def placeholder_frame(context: Context, folder: str) -> Frame:
    """What stands on the hole page of a folder: everything but the record."""
    root = "../" * (folder.count("/") + 2)
    return Frame(
        head=frame.head(context, root, live=folder in LIVE_SECTIONS) + HEAD_MARK,
        band="",
        notices=frame.notices(context, root, carries=False),
        body=BODY_MARK,
        footer=frame.footer(context, root, live=False),
        script=root + assets.script().path,
        skip=context.gettext("Skip to the content"),
    )


def publish(
    context: Context,
    shells: Mapping[str, Shell],
    nav_paths: Iterable[str],
    writer: Writer,
    album: previews.Album,
) -> None:
    """Write every file that MkDocs does not write itself. Pictures that the album has are not drawn again."""
    ledger = context.ledger
    workers = None if len(ledger.incidents) + len(ledger.answers) >= MANY else 1
    paths = list(nav_paths)
    files: list[Task] = [
        *(partial(_files, made, context) for made in FILES),
        *feeds.parts(context),
        *previews.parts(context, album),
    ]
    for number, found in enumerate(writer.put_all([*files, *_stamped(context, shells)], workers)):
        if number >= len(files):
            paths.extend(placed.path.removesuffix(INDEX) for placed in found)
    for output in chain(assets.publish(context), metrics.publish(context), _site_map(context, paths)):
        writer.put(output)


def _site_map(context: Context, paths: Iterable[str]) -> Iterator[Output]:
    return sitemap.publish(context, set(paths) - incidents.withdrawn_paths(context))


def _stamped(context: Context, shells: Mapping[str, Shell]) -> Iterator[Task]:
    for make, count in EACH:
        for start in range(0, count(context.ledger), AT_ONCE):
            yield partial(_filled, partial(make, context, slice(start, start + AT_ONCE)), shells)
    for make_all in STAMPED:
        yield partial(_filled, partial(_pictured, make_all, context), shells)


def _pictured(make: Callable[[Context], Iterator[Page]], context: Context) -> Iterator[Page]:
    """Pages that share a picture; those without one of their own have the site's."""
    general = previews.meta(context, previews.of_site(context))
    for page in make(context):
        yield page if "og:image" in page.head else replace(page, head=f"{page.head}{general}")


def _filled(make: Callable[[], Iterator[Page]], shells: Mapping[str, Shell]) -> list[Output]:
    return list(fill_all(make(), shells))


def _files(publish: Callable[[Context], Iterator[Output]], context: Context) -> list[Output]:
    return list(publish(context))
