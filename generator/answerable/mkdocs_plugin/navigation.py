"""Which pages the navigation has, and which every page leads to at its foot."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from answerable.content.own_pages import OwnFiles, OwnPage, heading
from answerable.publish.context import Context
from answerable.publish.pages import page_titles
from answerable.publish.text.record_text import plain_line
from answerable.records.comments import without_comments


def published_nav(nav: Any, own: OwnFiles) -> Any:
    """Return the `nav` of mkdocs.yml without the pages of a half that is not published.

    Where mkdocs.yml has none, it is the main pages, in the order of `page_titles.TABS`.
    """
    names = {page.template: f"{page.name}.md" for page in own.pages}
    usual = [names[template] for template in page_titles.TABS if template in names]
    return _without_pages(nav, {f"{name}.md" for name in own.left_out}) or usual


def _without_pages(nav: Any, left_out: Collection[str]) -> Any:
    """Return the navigation, or a part of it, without these pages and without what is empty then."""
    if isinstance(nav, list):
        return [one for one in (_without_pages(part, left_out) for part in nav) if one]
    if isinstance(nav, dict):
        return {title: one for title, part in nav.items() if (one := _without_pages(part, left_out))}
    return "" if nav in left_out else nav


def elsewhere(context: Context, own: Mapping[str, OwnPage], nav: Navigation, files: Files) -> Iterator[tuple[str, str]]:
    """Yield the title and address of each page of the team's own that the navigation does not have.

    `own` has the pages by the names of their files.
    """
    shown = {page.file.src_uri for page in nav.pages}
    for name in sorted(own, key=lambda name: (page_titles.place(own[name].template), name)):
        file = files.get_file_from_path(name)
        if file and name not in shown:
            yield _title(context, own[name]), file.url.removeprefix("./")


def _title(context: Context, page: OwnPage) -> str:
    """Return a page's title: that of its front matter or its template, else its heading, else its name in words."""
    text = page.in_language(context.language)
    usual = page_titles.title(context, page.template)
    words = text.meta.get("title") or usual or heading(text.body) or page.name.replace("-", " ").capitalize()
    return plain_line(without_comments(words))


def mark_active(nav: Navigation, template: str) -> None:
    """Mark the page of the navigation with that template as the section in which the reader is, or its parent."""
    wanted = page_titles.PARENTS.get(template, template)
    for page in nav.pages:
        if wanted and page.meta.get("answerable", page.meta.get("template")) == wanted:
            page.active = True
