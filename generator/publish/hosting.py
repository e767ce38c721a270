"""`_headers`: what Netlify and Cloudflare Pages are to send with each file. Recipes for other hosts: docs/hosting.md.

Both join the values where two rules name the same header, so no file may fall under two rules that set its life; a
pattern has its `*` at the end, which both understand. Pages keep the hosts' own rule: ask each time.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.build.outputs import Output
from generator.publish.context import Context

PATH = "_headers"
OPEN = (
    "api/*", "badges/*", "calendar/*", "feeds/*", "calendar.ics", "embed.js", "feed.atom", "feed.json", "feed.xml",
    "freshness.json", "freshness.schema.json", "history.atom", "history.rss", "pinned.json", "pinned.schema.json",
    "status.txt",
)  # fmt: skip
"""What programs and pages of other origins read."""
HASHED = ("assets/answerable/*", "assets/stylesheets/*", "assets/javascripts/workers/*")
"""What has another name as soon as it has another content, in Material's folders too."""
CHANGES = "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400"
"""A minute; one more while the host asks anew; a day when nobody answers, since an old notice says how old it is."""
STAYS = "public, max-age=31536000, immutable"
EVERYWHERE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}


def publish(context: Context) -> Iterator[Output]:
    """The one file."""
    rules = {
        "*": EVERYWHERE,
        **{pattern: {"Access-Control-Allow-Origin": "*", "Cache-Control": CHANGES} for pattern in OPEN},
        **{pattern: {"Cache-Control": STAYS} for pattern in HASHED},
    }
    blocks = (_block(context.root + pattern, headers) for pattern, headers in rules.items())
    yield Output(PATH, "\n".join(blocks).encode())


def _block(pattern: str, headers: dict[str, str]) -> str:
    return "\n".join([pattern, *(f"  {name}: {value}" for name, value in headers.items())]) + "\n"
