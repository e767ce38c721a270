"""`_headers`: what Netlify and Cloudflare Pages are to send with each file, derived from what publications declare.

Both hosts join the values when two rules name one header for a file, so no file may fall under two rules that name the
same one. Cloudflare Pages reads at most 100 rules, hence rules for whole folders. Settings for other hosts derive from
the same rules: docs/write_hosting.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from answerable.output.outputs import Output
from answerable.output.served import TEXT, Lifetime, Served
from answerable.publish.addresses import site_root
from answerable.publish.context import Context

PATH = "_headers"
SERVED = (Served(PATH, TEXT),)
EVERYWHERE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
Headers = dict[str, str]


def publish(context: Context, served: Sequence[Served]) -> Iterator[Output]:
    """Yield the one file, for the site in all its languages: hosts read it at the root only."""
    if context.is_further:
        return
    found = rules(served)
    blocks = [_block(context.root + pattern, headers) for pattern, headers in found.items()]
    del found["*"]  # at the root it covers the folders of further languages already
    for url in list(context.sites.values())[1:]:
        blocks += [_block(site_root(url) + pattern, headers) for pattern, headers in found.items()]
    yield Output(PATH, "\n".join(blocks).encode())


def rules(served: Sequence[Served]) -> dict[str, Headers]:
    """Return the headers to set for each pattern below the site's root, `*` (every file) first."""
    found: dict[str, Headers] = {}
    for one in served:
        if headers := copy_headers(one):
            found[rule_pattern(one, served)] = dict(headers)
    for one in served:
        if not one.media_type.guessed and one.pattern != PATH:
            found.setdefault(type_pattern(one, served), {})["Content-Type"] = one.media_type.header
    return {"*": dict(EVERYWHERE), **dict(sorted(found.items()))}


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
