"""The site in each of its languages: the first stands at its address, each further one in a folder named like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from answerable.publish.addresses import site_root
from answerable.publish.context import Context, locale_of


def sites(site_url: str, language: str, languages: Sequence[str]) -> Mapping[str, str]:
    """The address of the site in each language, the first of which is at the origin; none where it has one language.

    `site_url` is that of the site in `language`; all addresses end with a slash.
    """
    if len(languages) < 2:
        return {}
    origin = site_url if language == languages[0] else site_url.removesuffix(f"{language}/")
    return {each: origin if each == languages[0] else f"{origin}{each}/" for each in languages}


def choices(context: Context, path: str) -> list[dict[str, str]]:
    """A page in each language, as the theme's menu wants it; by paths, so that a copy elsewhere links within itself."""
    return [
        {"name": own_name(language), "link": site_root(url) + path, "lang": language}
        for language, url in context.sites.items()
    ]


def own_name(language: str) -> str:
    """What a language calls itself, such as Русский; its code where that is not known."""
    locale = locale_of(language)
    name = locale.get_display_name() if locale else None
    return name[:1].upper() + name[1:] if name else language
