"""`_headers`: what Netlify and Cloudflare Pages are to send with each file. Recipes for other hosts: docs/hosting.md.

Both join the values where two rules name the same header, so no file may fall under two rules that name one. Pages keep
the hosts' own rule: ask each time.
"""

from __future__ import annotations

from collections.abc import Iterator

from answerable.output.outputs import Output
from answerable.publish.addresses import site_root
from answerable.publish.context import Context

PATH = "_headers"
CLAIMS = "public, max-age=60"
"""A minute and no more, since what says how things stand and has no script cannot take it back: a copy that outlives
its host would go on saying that all is well."""
CHANGES = "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400"
"""A minute; one more while the host asks anew; a day when nobody answers, since an old page says how old it is."""
STAYS = "public, max-age=31536000, immutable"
EVERYWHERE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
LIVES = {
    ".well-known/api-catalog": CHANGES,
    "api/*": CLAIMS,
    "assets/answerable/*": STAYS,
    "assets/javascripts/bundle.*": STAYS,
    "assets/javascripts/workers/*": STAYS,
    "assets/stylesheets/*": STAYS,
    "badges/*": CLAIMS,
    "calendar.ics": CHANGES,
    "calendar/*": CHANGES,
    "embed.js": CHANGES,
    "embed/*": CLAIMS,
    "feed.atom": CHANGES,
    "feed.json": CHANGES,
    "feed.xml": CHANGES,
    "feeds.opml": CHANGES,
    "feeds/*": CHANGES,
    "freshness.json": CHANGES,
    "freshness.schema.json": CHANGES,
    "history.atom": CHANGES,
    "history.rss": CHANGES,
    "pinned.json": CHANGES,
    "pinned.schema.json": CHANGES,
    "previews/*": STAYS,
    "status.txt": CLAIMS,
    "transparency/rows.*": CHANGES,
}
"""How long a copy is good; what stays has another name as soon as it has another content, in Material's folders too."""
OWN = frozenset({"embed/*", "previews/*", *(pattern for pattern in LIVES if pattern.startswith("assets/"))})
"""What only pages show, of whatever origin; programs and pages of other origins read all the rest."""
XML = "application/xml; charset=utf-8"
"""As a type of its own, such as application/rss+xml, browsers show a feed's source or save it; readers take either."""
TYPES = {
    "calendar.ics": "text/calendar; charset=utf-8",
    "calendar/*": "text/calendar; charset=utf-8",
    "feed.atom": XML,
    "feed.xml": XML,
    "feeds.opml": XML,
    "feeds/*.atom": XML,
    "history.atom": XML,
    "history.rss": XML,
    "robots.txt": "text/plain; charset=utf-8",
    "status.txt": "text/plain; charset=utf-8",
    ".well-known/api-catalog": "application/linkset+json",
    ".well-known/security.txt": "text/plain; charset=utf-8",
    "transparency/rows.csv": "text/csv; charset=utf-8",
    "transparency/rows.parquet": "application/vnd.apache.parquet",
}
"""Where a host's own guess is wrong, or may leave out that the words are UTF-8. JSON and SVG are with nobody saying so,
and an error page that stands in for a missing file gets the type of the pattern: there are no more than needed."""


def publish(context: Context) -> Iterator[Output]:
    """The one file, in the site's own folder: hosts read no other, so it speaks of each language."""
    if context.is_further:
        return
    found = rules()
    blocks = [_block(context.root + pattern, headers) for pattern, headers in found.items()]
    del found["*"]  # which holds for the folders of further languages already
    for url in list(context.sites.values())[1:]:
        blocks += [_block(site_root(url) + pattern, headers) for pattern, headers in found.items()]
    yield Output(PATH, "\n".join(blocks).encode())


def rules() -> dict[str, dict[str, str]]:
    """The headers of each pattern below the site's root; its one `*` stands for anything."""
    found = {"*": dict(EVERYWHERE)}
    for pattern, life in LIVES.items():
        found[pattern] = {"Cache-Control": life}
        if pattern not in OWN:
            found[pattern]["Access-Control-Allow-Origin"] = "*"
    for pattern, kind in TYPES.items():
        found.setdefault(pattern, {})["Content-Type"] = kind
    return found


def _block(pattern: str, headers: dict[str, str]) -> str:
    return "\n".join([pattern, *(f"  {name}: {value}" for name, value in headers.items())]) + "\n"
