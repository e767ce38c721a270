"""The Content-Security-Policy of pages: only scripts in files of the site, and inline scripts of known hashes, run.

It stands in a `<meta>` of every page, with the hashes of that page, and with the hashes of all pages in `_headers`.
Styles may stand inline, since tables in Markdown align their cells so. See https://www.w3.org/TR/CSP3/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from answerable.records.findings import quoted
from answerable.translation.message import msg

HEADER = "Content-Security-Policy"
Sources = Mapping[str, Sequence[str]]
"""Sources by directive, such as `{"img-src": ["https://cdn.example.com"]}`."""
_OWN = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
_SOURCE = re.compile(r"[^\s;,\"<>]+")
EXTENSIBLE = ("connect-src", "font-src", "frame-src", "img-src", "media-src", "script-src", "style-src")
"""The directives to which a site may add sources of its own."""
NO_FRAMING = {HEADER: "frame-ancestors 'none'", "X-Frame-Options": "DENY"}
"""Headers that keep a page out of frames, which a `<meta>` cannot. Browsers enforce every policy of a page."""
EMBEDDED = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"
"""The policy of the page for frames, which has no script."""
EMBEDDED_WITH_SCRIPT = f"{EMBEDDED}; script-src 'self'; connect-src 'self'"


def policy(*added: Sources) -> str:
    """Return the policy of the theme's pages, with further sources added to its own."""
    more = joined(*added)
    own = {**_OWN, **{directive: "'self'" for directive in more if directive not in _OWN}}
    return "; ".join(" ".join([directive, values, *more.get(directive, ())]) for directive, values in own.items())


def joined(*added: Sources) -> dict[str, list[str]]:
    """Return the sources of several mappings, each once."""
    found: dict[str, dict[str, None]] = {}
    for directive, values in (item for sources in added for item in sources.items()):
        found.setdefault(directive, {}).update(dict.fromkeys(values))
    return {directive: list(values) for directive, values in found.items()}


def meta(value: str) -> str:
    """Return the element that gives a page a policy (without double quotes); it must precede all scripts and styles."""
    return f'<meta http-equiv="{HEADER}" content="{escape(value, quote=False)}">'


def usable(sources: Sources) -> tuple[Sources, list[str]]:
    """Return the sources that may be added, and a line for each that may not.

    A directive must be extensible, and a source must be one, so that it cannot end its directive.
    """
    good: dict[str, list[str]] = {}
    problems: list[str] = []
    for directive, values in sources.items():
        if directive not in EXTENSIBLE:
            known = ", ".join(EXTENSIBLE)
            problems.append(
                msg("allow_sources: %(given)s is not one of %(known)s", given=quoted(directive), known=known)
            )
            continue
        for value in values:
            if _SOURCE.fullmatch(value):
                good.setdefault(directive, []).append(value)
            else:
                problems.append(
                    msg(
                        "allow_sources: %(given)s should be one source, such as https://cdn.example.com",
                        given=quoted(value),
                    )
                )
    return good, problems
