"""`_headers`: what Netlify and Cloudflare Pages are to send with each file, derived from what publications declare.

Both hosts join the values when two rules name one header for a file, so no file may fall under two rules that name the
same one. The exception is the Content-Security-Policy, where a browser obeys each of the values joined. Cloudflare
Pages reads at most 100 rules, hence rules for whole folders, and those about frames last. Settings for other hosts
derive from the same rules: docs/write_hosting.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from answerable.output.outputs import Output
from answerable.output.served import HTML, TEXT, Lifetime, Served
from answerable.publish import content_security
from answerable.publish.addresses import site_root
from answerable.publish.context import Context

PATH = "_headers"
SERVED = (Served(PATH, TEXT),)
EVERYWHERE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ThemePages:
    """What is known of the theme's pages when they are rendered: their addresses, and what they load and run.

    `addresses` are relative to the site. `sources` stand in the Content-Security-Policy: the hashes of inline scripts,
    and what mkdocs.yml allows.
    """

    addresses: Sequence[str] = ()
    sources: content_security.Sources = field(default_factory=dict)


def publish(context: Context, served: Sequence[Served], pages: ThemePages) -> Iterator[Output]:
    """Yield the one file, for the site in all its languages: hosts read it at the root only."""
    if context.is_further:
        return
    everywhere = {**EVERYWHERE, content_security.HEADER: content_security.policy(pages.sources)}
    no_framing = dict.fromkeys(page_patterns(served, pages.addresses), content_security.NO_FRAMING)
    roots = [context.root, *map(site_root, list(context.sites.values())[1:])]
    blocks = [_block(f"{context.root}*", everywhere)]  # which covers the folders of further languages
    for found in (rules(served), no_framing):
        blocks += [_block(root + pattern, headers) for root in roots for pattern, headers in found.items()]
    yield Output(PATH, "\n".join(blocks).encode())


def rules(served: Sequence[Served]) -> dict[str, Headers]:
    """Return the headers about copies, origins and types to set for each pattern below the site's root."""
    found: dict[str, dict[str, str]] = {}
    for one in served:
        if headers := copy_headers(one):
            found[rule_pattern(one, served)] = dict(headers)
    for one in served:
        if not one.media_type.guessed and one.pattern != PATH:
            found.setdefault(type_pattern(one, served), {})["Content-Type"] = one.media_type.header
    return dict(sorted(found.items()))


def page_patterns(served: Sequence[Served], pages: Iterable[str] = ()) -> list[str]:
    """Return patterns that cover the pages that no other site may show in a frame; `pages` are those of MkDocs.

    The home page has two addresses, and a pattern such as `*.html` would not fit the address of a page, `about/`.
    """
    declared = {one.pattern for one in served if one.media_type is HTML and not one.framed}
    folders = {f"{path.partition('/')[0]}/*" for path in (*declared, *pages) if "/" in path}
    return ["", "index.html", "404.html", *sorted(folders)]


def copy_headers(one: Served) -> Headers:
    """Return the headers about copies and origins that a file needs.

    None for pages and the like: the hosts' own rule, to ask again each time, is right for them.
    """
    if one.lifetime is Lifetime.DATED and not one.any_origin:
        return {}
    origin = {"Access-Control-Allow-Origin": "*"} if one.any_origin else {}
    return {"Cache-Control": one.lifetime.value, **origin}


def rule_pattern(one: Served, served: Sequence[Served]) -> str:
    """Return the widest pattern around a declaration under which all declared files have its `copy_headers`.

    That is its top folder, else what precedes its `*`, else the pattern itself, as where there are no such headers.
    """
    folder, slash, _ = one.pattern.partition("/")
    start, star, _ = one.pattern.partition("*")
    wider = [f"{folder}/*"] * bool(slash) + [f"{start}*"] * bool(star) if copy_headers(one) else []
    return next((wide for wide in wider if _alike(wide, served, copy_headers)), one.pattern)


def type_pattern(one: Served, served: Sequence[Served]) -> str:
    """Return the `rule_pattern` of a declaration if all files under it have one type, else its own pattern."""
    wide = rule_pattern(one, served)
    return wide if _alike(wide, served, lambda other: {"Content-Type": other.media_type.header}) else one.pattern


def _alike(wide: str, served: Sequence[Served], headers: Callable[[Served], Headers]) -> bool:
    inside = [headers(other) for other in served if other.pattern.startswith(wide.removesuffix("*"))]
    return all(other == inside[0] for other in inside)


def _block(pattern: str, headers: Headers) -> str:
    return "\n".join([pattern, *(f"  {name}: {value}" for name, value in headers.items())]) + "\n"
