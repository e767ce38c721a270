"""The site in several languages: the first at the site's address, each further one in a folder of its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from answerable.publish.addresses import site_root
from answerable.publish.context import Context, locale_of
from answerable.publish.shell import PLACEHOLDER_SLUG, other_slug


def sites(site_url: str, language: str, languages: Sequence[str]) -> Mapping[str, str]:
    """Return the site's address in each of its languages, the first language first; empty if it has one language.

    `site_url` is the address of the site in `language`. All addresses end with a slash.
    """
    if len(set(languages)) < 2:
        return {}
    origin = site_url if language == languages[0] else site_url.removesuffix(f"{language}/")
    return {each: origin if each == languages[0] else f"{origin}{each}/" for each in languages}


def choices(context: Context, path: str) -> list[dict[str, str]]:
    """Return a page's menu of languages for the theme. Links are paths, so that a copy of the site works elsewhere."""
    return [
        {"name": own_name(language), "link": site_root(url) + _path_in(context, language, path), "lang": language}
        for language, url in context.sites.items()
    ]


def _path_in(context: Context, language: str, path: str) -> str:
    """Return the path of a page; that of a placeholder is marked for a language that goes by another calendar."""
    calendar = context.ledger.policy.months_of(language)
    if calendar == context.months:
        return path
    return path.replace(f"{PLACEHOLDER_SLUG}/", other_slug(calendar))


def own_name(language: str) -> str:
    """Return a language's name in that language, such as Русский, or its code if Babel does not know it."""
    locale = locale_of(language)
    name = locale.get_display_name() if locale else None
    return name[:1].upper() + name[1:] if name else language
