"""The list of publications: all pages and files of the site are made from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from html import escape
from itertools import chain
from typing import TypeVar

from answerable.output.outputs import NotingTask, Output, Task, Writer
from answerable.output.served import HTML, Served, Verify
from answerable.publish import assets, badges, feeds, frame, search
from answerable.publish.api import answers as answers_api
from answerable.publish.api import openapi, schemas, statuspage, webhook_schema
from answerable.publish.context import Context
from answerable.publish.feeds import history
from answerable.publish.figures import metrics, transparency
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
from answerable.publish.pages import (
    answer_pages,
    changes,
    component,
    contact,
    gregorian_months,
    home,
    incident_pages,
    subscribe,
)
from answerable.publish.pages import subscribe as track_page
from answerable.publish.partial_site import tolerant
from answerable.publish.publication import Declaring, Description, InParts, Publication
from answerable.publish.reuse.making import Left, task_name, tasks, write_all
from answerable.publish.reuse.parts import KnownParts, SitePart, WatchedShells
from answerable.publish.sections import SECTIONS, published_sections
from answerable.publish.shell import BODY_MARK, HEAD_MARK, INDEX, Page, Shell, fill_all
from answerable.publish.social import linked_data, previews
from answerable.publish.text import terms
from answerable.records.findings import quoted
from answerable.records.ledger import Ledger
from answerable.records.vocabulary import Half

T = TypeVar("T")


PUBLICATIONS: tuple[Publication, ...] = (
    answers_api,
    metrics,
    notices,
    freshness,
    feeds,
    history,
    statuspage,
    webhook_schema,
    badges,
    calendar,
    embed,
    status_text,
    qr,
    case_files,
    assets,
)
"""The modules that make files. Their order is that of the API's description and of what `answerable verify` fetches."""

DESCRIPTIONS: tuple[Description, ...] = (schemas, openapi, well_known)

NAV_PAGES: dict[str, Callable[[Context, str], str]] = {
    "home.html": home.body,
    "incidents.html": incident_pages.body,
    "answers.html": answer_pages.body,
    "changes.html": changes.body,
    "transparency.html": transparency.body,
    "subscribe.html": subscribe.subscribe_body,
    "contact.html": contact.body,
    "track.html": track_page.track_body,
    "404.html": subscribe.not_found_body,
}
"""The pages that MkDocs renders, by the template that their front matter names."""

RECORD_PAGES: tuple[tuple[Callable[[Context, str], Iterator[Page]], Callable[[Ledger], Iterable[str]]], ...] = (
    (incident_pages.incident_page, lambda ledger: (one.id for one in ledger.incidents)),
    (answer_pages.answer_page, lambda ledger: (one.id for one in ledger.answers)),
)
"""Makers of the page of a record, of which there may be very many, each with the ids of its records."""

DIVIDED: Mapping[object, tuple[Callable[[Context], Iterable[tuple[str, ...]]], Callable[..., Iterator[Page]]]] = {
    incident_pages.month_pages: (incident_pages.months, incident_pages.month_page),
    answer_pages.list_pages: (answer_pages.lists, answer_pages.list_page),
    changes.month_pages: (changes.months, changes.month_page),
    transparency.month_pages: (transparency.months, transparency.month_page),
}
"""Those of the other makers whose pages can be made apart: what names each, and what makes that one."""

OTHER_PAGES: tuple[Callable[[Context], Iterator[Page]], ...] = (
    incident_pages.month_pages,
    incident_pages.maintenance_pages,
    component.pages,
    answer_pages.list_pages,
    changes.month_pages,
    transparency.month_pages,
    transparency.how_we_count_pages,
    gregorian_months.pages,
    incident_pages.withdrawn_pages,
)
RECORDS_PER_TASK = 100
PARALLEL_FROM = 1000
"""The number of parts to be made from which on several processes are faster than one."""
HALVES: Mapping[object, Half] = {
    answers_api: Half.ANSWERS,
    case_files: Half.ANSWERS,
    history: Half.STATUS,
    statuspage: Half.STATUS,
    calendar: Half.STATUS,
    status_text: Half.STATUS,
    incident_pages.month_pages: Half.STATUS,
    incident_pages.maintenance_pages: Half.STATUS,
    component.pages: Half.STATUS,
    answer_pages.list_pages: Half.ANSWERS,
}
"""What belongs to one half of the site. What the others make follows from the ledger, which has the published half."""
LIVE = frozenset({"home.html"})
LIVE_SECTIONS = frozenset({"components"})
"""Pages that show the present status: they say until when it is valid, and change with each build."""


def _pages(folders: Iterable[str]) -> tuple[Served, ...]:
    tops = dict.fromkeys(path.partition("/")[0] for path in folders)
    inner = (Served(f"{folder}/*.html", HTML) for folder in tops)
    return (Served(INDEX, HTML, verify=Verify.EVERY_LANGUAGE), *inner, Served("*.html", HTML))


PAGES = _pages(SECTIONS)
_DECLARING: tuple[Declaring, ...] = (*PUBLICATIONS, search, previews, sitemap, openapi, well_known, hosting)
_DECLARED = (*PAGES, *chain.from_iterable(module.SERVED for module in _DECLARING))
_FILES_OF_THEME = frozenset({"404.html", "sitemap.xml.gz"})
SERVED: tuple[Served, ...] = (*_DECLARED, *schemas.served_with(_DECLARED))
"""How every file is to be served that this package writes, and every page."""


def of_halves(context: Context, made: Iterable[T]) -> Iterator[T]:
    """Yield those publications, or makers of pages, that belong to a half of the site that is published."""
    return (one for one in made if HALVES.get(one) in (None, *context.ledger.policy.publish))


def served(context: Context) -> tuple[Served, ...]:
    """Return how every file is to be served that this site has, those of the theme included."""
    pages = _pages(published_sections(context.ledger))
    declared = (*pages, *chain.from_iterable(module.SERVED for module in of_halves(context, _DECLARING)))
    return (*declared, *schemas.served_with(declared), *context.theme.served)


def is_taken(path: str) -> bool:
    """Return whether a publication has files where a page of the team's own would stand, such as `embed/index.html`."""
    names = (path, path.partition("/")[0])  # a page is a folder, which cannot be at the path of a file either
    return names[1] in _FILES_OF_THEME or any(one.matches(name) for one in SERVED if one not in PAGES for name in names)


def address_problem(path: str, further: Iterable[str]) -> str:
    """Return what is wrong with a page of the team's own at a path of the site, or "".

    `further` are the languages after the first, each of which has a folder of its own.
    """
    folders = {language.casefold() for language in further}
    if not is_taken(path) and path.partition("/")[0].casefold() not in folders:
        return ""
    return f"other files of the site stand at the address of this page, {quoted(path)}"


def page_frame(context: Context, template: str, root: str) -> Frame:
    """Return our parts of a page that MkDocs renders; a page of the team's own gets no body from us."""
    body = NAV_PAGES.get(template)
    live = template in LIVE
    return Frame(
        head=frame.head(context, root, live)
        + previews.meta(context, previews.of_site(context))
        + (linked_data.head(context) if live else ""),
        band=home.band(context, root) if template == "home.html" else "",
        notices=frame.notices(context, root, home=live),
        body=body(context, root) if body else "",
        footer=frame.footer(context, root, live=True),
        company=frame.company(context, root),
        **fixed_parts(context, root),
        title=escape(terms.of_home(context)) if live else "",
        said_at=escape(f"{terms.said_at(context)} ") if live and context.has_status else "",
    )


def fixed_parts(context: Context, root: str) -> dict[str, str]:
    """Return what every frame has, and what cannot fail."""
    return {
        "style": root + assets.style_sheet(context.theme.styles, context.language).path,
        "script": root + assets.script().path,
        "skip": context.gettext("Skip to the content"),
        "search": root + assets.search_script().path if context.theme.search else "",
        "search_failed": context.gettext("The search cannot be loaded just now. Try again."),
    }


def placeholder_frame(context: Context, folder: str) -> Frame:
    """Return our parts of a folder's placeholder page: everything but the record."""
    root = "../" * (folder.count("/") + 2)
    return Frame(
        head=frame.head(context, root, live=folder in LIVE_SECTIONS) + HEAD_MARK,
        band="",
        notices=frame.notices_place(context, root),
        body=BODY_MARK,
        footer=frame.footer(context, root, live=False),
        company=frame.company(context, root),
        **fixed_parts(context, root),
    )


def publish(
    context: Context,
    shells: Mapping[str, Shell],
    theme_pages: hosting.ThemePages,
    writer: Writer,
    album: previews.Album,
    known: KnownParts | None = None,
) -> None:
    """Write every file that MkDocs does not write itself.

    `theme_pages` are MkDocs' own, for the site map and the hosts' headers. Pictures of the album are not drawn again,
    and parts that are `known` from an earlier build are not made again.
    """
    shells = WatchedShells(shells, context.watch)
    if writer.keep_going:
        files: list[NotingTask] = [*map(tolerant, (part.make for part in file_parts(context, theme_pages, album)))]
        pages: list[NotingTask] = [*map(tolerant, (part.make for part in page_parts(context, shells, pictures=False)))]
        pages += [*record_tasks(context, shells), *map(tolerant, search.period_parts(context))]
        made = write_all(writer, files, pages, _workers(len(files) + len(pages)))
        made += write_all(writer, [], [*map(tolerant, search.earlier_parts(context, made, writer.read))], 1)
    else:
        left = Left(writer, known)
        files = [*tasks(context, left.of(file_parts(context, theme_pages, album)), 1)]
        several = [
            *left.of(page_parts(context, shells, pictures=True), are_pages=True),
            *left.of(_named(search.period_parts(context)), are_pages=True),
        ]
        single = left.of_many(record_parts(context, shells))
        pages = [*tasks(context, several, 1), *tasks(context, single, RECORDS_PER_TASK)]
        made = write_all(writer, files, pages, _workers(len(files) + len(several) + len(single)))
        earlier = search.earlier_parts(context, [*left.pages, *made], writer.read)
        last_pages = [*tasks(context, left.of(_named(earlier), are_pages=True), 1)]
        made = [*left.pages, *made, *write_all(writer, [], last_pages, 1)]
        left.close()
    paths = (path.removesuffix(INDEX) for path in made if not path.startswith(search.FOLDER))
    unlisted = incident_pages.withdrawn_paths(context) | gregorian_months.paths(context)
    listed = {*theme_pages.addresses, *paths} - unlisted
    last = [partial(sitemap.publish, context, listed), partial(search.publish, context, made, writer.read)]
    for _placed in writer.put_all(last, 1):
        pass


def _workers(parts: int) -> int | None:
    """Return by how many processes so many parts are made; None is one for each processor."""
    return None if parts >= PARALLEL_FROM else 1


def file_parts(context: Context, theme_pages: hosting.ThemePages, album: previews.Album) -> Iterator[SitePart]:
    """Yield the parts with all files but the pages."""
    declared = served(context)
    for publication in of_halves(context, PUBLICATIONS):
        yield from _named(_parts(publication, context))
    for description in DESCRIPTIONS:
        yield SitePart("", partial(description.publish, context, declared))
    yield SitePart("", partial(hosting.publish, context, declared, theme_pages))
    yield from _named(previews.parts(context, album))


def _named(made: Iterable[Task]) -> Iterator[SitePart]:
    """Yield tasks that are bound to a context and strings as parts named after these."""
    return (SitePart(task_name(task), task) for task in made)


def _parts(publication: Publication, context: Context) -> list[Task]:
    """Return a publication's tasks. If those cannot be had, the whole is one task, which fails for the same reason."""
    if isinstance(publication, InParts):
        with suppress(Exception):  # it is raised again where it can be survived
            return publication.parts(context)
    return [partial(publication.publish, context)]


def record_parts(context: Context, shells: Mapping[str, Shell]) -> Iterator[SitePart]:
    """Yield the pages of records, each of which is a part."""
    for make, ids in RECORD_PAGES:
        for id in ids(context.ledger):
            yield SitePart(f"{make.__name__} {id}", partial(_filled, partial(make, context, id), shells))


def record_tasks(context: Context, shells: Mapping[str, Shell]) -> Iterator[Task]:
    """Yield tasks that make the page of a record each, or as much of it as can be made."""
    for make, ids in RECORD_PAGES:
        yield from (partial(_alone, make, context, shells, id) for id in ids(context.ledger))


def _alone(
    make: Callable[[Context, str], Iterator[Page]], context: Context, shells: Mapping[str, Shell], id: str
) -> Iterator[Output]:
    """Yield the page of one record. If it cannot be made, yield an incident's texts alone, and raise the failure."""
    try:
        yield from list(fill_all(make(context, id), shells))
    except Exception:
        incident = context.ledger.incident(id) if make is incident_pages.incident_page else None
        if incident:
            yield from fill_all([incident_pages.plain_page(context, incident)], shells)
        raise


def page_parts(context: Context, shells: Mapping[str, Shell], pictures: bool) -> Iterator[SitePart]:
    """Yield the parts with all other pages but those of MkDocs, which name the site's preview picture or none."""
    for make_all in of_halves(context, OTHER_PAGES):
        names, make = DIVIDED.get(make_all, (_whole, make_all)) if pictures else (_whole, make_all)
        for some in names(context):
            made = partial(_with_picture, make, context, *some) if pictures else partial(make, context, *some)
            yield SitePart(task_name(made), partial(_filled, made, shells))


def _whole(_context: Context) -> Iterator[tuple[str, ...]]:
    yield ()


def _with_picture(make: Callable[..., Iterator[Page]], context: Context, *names: str) -> Iterator[Page]:
    """Yield the pages, those without a preview picture of their own with the site's."""
    general = previews.meta(context, previews.of_site(context))
    for page in make(context, *names):
        yield page if "og:image" in page.head else replace(page, head=f"{page.head}{general}")


def _filled(make: Callable[[], Iterator[Page]], shells: Mapping[str, Shell]) -> Iterable[Output]:
    return fill_all(make(), shells)
