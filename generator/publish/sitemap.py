"""`sitemap.xml` in the format of sitemaps.org, dated by content and never by the build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from generator.build.outputs import Output
from generator.publish.context import Context


def publish(context: Context, paths: Iterable[str]) -> Iterator[Output]:
    """The one file; `paths` are pages' addresses relative to the root."""
    rows = "".join(f"<url><loc>{escape(context.absolute(path))}</loc></url>\n" for path in sorted(set(paths)))
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    yield Output("sitemap.xml", xml.encode())
