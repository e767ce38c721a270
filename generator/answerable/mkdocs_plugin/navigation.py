"""Which pages the navigation has, and which every page leads to at its foot."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from answerable.content.own_pages import OwnFiles, OwnPage, heading
from answerable.mkdocs_plugin.theme.escaping import ForeignTitle
from answerable.publish.context import Context
from answerable.publish.pages import page_titles
from answerable.publish.text.record_text import plain_line
from answerable.records.comments import without_comments
from answerable.records.text import Text


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


def elsewhere(
    context: Context, own: Mapping[str, OwnPage], nav: Navigation, files: Files
) -> Iterator[tuple[Text, str]]:
    """Yield the title and address of each page of the team's own that the navigation does not have.

    `own` has the pages by the names of their files.
    """
    shown = {page.file.src_uri for page in nav.pages}
    for name in sorted(own, key=lambda name: (page_titles.place(own[name].template), name)):
        file = files.get_file_from_path(name)
        if file and name not in shown:
            words, language = title_of(context, own[name])
            yield Text({language: words}), file.url.removeprefix("./")


def title_of(context: Context, page: OwnPage) -> tuple[str, str]:
    """Return a page's title in plain words, and its language, which is the site's if there is one in it.

    It is that of its front matter or of its template, else its heading, else its file's name in words.
    """
    language, first = context.language, context.first_language
    body, body_language = page.body(language, first)
    found = [
        page.said("title", language, first),
        (page_titles.title(context, page.template), language),
        (heading(body), body_language),
        (page.name.replace("-", " ").capitalize(), first),
    ]
    plain = ((plain_line(without_comments(words)), of) for words, of in found)
    titles = [*((words, of) for words, of in plain if words), (page.name, first)]
    return next((title for title in titles if title[1] == language), titles[0])


def titles_in_language(nav: Navigation, own: Mapping[str, OwnPage], context: Context) -> None:
    """Set the titles that mkdocs.yml gives in the site's first language, for a site in another.

    Pages get their own title back, which may be in the site's language; sections and links keep theirs, marked.
    """
    if context.language != context.first_language:
        _in_language(nav.items, own, context.first_language)


def _in_language(items: Iterable[Any], own: Mapping[str, OwnPage], given: str) -> None:
    for item in items:
        if item.is_page:
            if item.file.src_uri in own:
                vars(item).pop("title", None)
        elif item.title is not None:
            item.title = ForeignTitle(item.title, given)
        _in_language(item.children or (), own, given)


def mark_active(nav: Navigation, template: str) -> None:
    """Mark the page of the navigation with that template as the section in which the reader is, or its parent."""
    wanted = page_titles.PARENTS.get(template, template)
    for page in nav.pages:
        if wanted and page.meta.get("answerable", page.meta.get("template")) == wanted:
            page.active = True
