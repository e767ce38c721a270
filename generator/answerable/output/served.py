"""How the site's files are to be served. Every publication declares its files here; settings for hosts are derived."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type such as `text/csv`.

    `utf8` adds the encoding to the header. `guessed` says that every host derives the type from the ending of the file
    name. `also` are other types under which programs accept such a file.
    """

    name: str
    utf8: bool = False
    guessed: bool = False
    also: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        """The value of `Content-Type`."""
        return f"{self.name}; charset=utf-8" if self.utf8 else self.name

    @property
    def is_text(self) -> bool:
        """Whether files of this type are text, which is worth compressing."""
        return self.utf8 or self.name.endswith(("+json", "+xml"))

    @property
    def needs_charset(self) -> bool:
        """Whether programs take the text for Latin-1 unless the header names the encoding."""
        return self.name in {"text/plain", "text/csv"}


HTML = MediaType("text/html", utf8=True, guessed=True)
CSS = MediaType("text/css", utf8=True, guessed=True)
JAVASCRIPT = MediaType("text/javascript", utf8=True, guessed=True, also=("application/javascript",))
JSON = MediaType("application/json", utf8=True, guessed=True, also=("application/feed+json",))
LINKSET = MediaType("application/linkset+json")
TEXT = MediaType("text/plain", utf8=True)
CSV = MediaType("text/csv", utf8=True)
PARQUET = MediaType("application/vnd.apache.parquet")
CALENDAR = MediaType("text/calendar", utf8=True)
SVG = MediaType("image/svg+xml", guessed=True)
PNG = MediaType("image/png", guessed=True)
WOFF2 = MediaType("font/woff2", guessed=True)
XML = MediaType("application/xml", utf8=True, guessed=True, also=("text/xml",))
# Browsers show the source of a feed, or save it, when its type is one of the feeds' own; readers take either.
RSS = MediaType("application/xml", utf8=True, also=("text/xml", "application/rss+xml"))
ATOM = MediaType("application/xml", utf8=True, also=("text/xml", "application/atom+xml"))
OPML = MediaType("application/xml", utf8=True, also=("text/xml", "text/x-opml", "text/x-opml+xml"))


class Lifetime(Enum):
    """How long a copy may be used, which depends on what the file says of the present. The value is `Cache-Control`."""

    STATUS = "public, max-age=60"
    """States how things are now and has no script to withdraw it: no cache may keep it while the host is down."""
    DATED = "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400"
    """Says itself how old it is, or says nothing of the present: caches may use it for a day while the host is down."""
    HASHED = "public, max-age=31536000, immutable"
    """Named after its content: it never changes."""


TWINS = {"gzip": ".gz", "brotli": ".br"}
"""What the name of a file ends in that is another one compressed, and is sent in its place, by encoding."""


class Verify(Enum):
    """Whether `answerable verify` fetches a file after a deploy and compares it with the built one."""

    NEVER = "never"
    FIRST_LANGUAGE = "in the first language"
    EVERY_LANGUAGE = "in every language"


@dataclass(frozen=True, slots=True)
class Served:
    """How the files at one path, or at the paths that match a pattern, are to be served.

    `pattern` is relative to the site's root, and to the folder of each further language; it may hold one `*`, which
    stands for any characters, `/` included. `any_origin` lets the pages of other origins read the files (CORS), and
    `framed` lets them show the files in a frame. Only a path without `*` can be verified.
    """

    pattern: str
    media_type: MediaType
    lifetime: Lifetime = Lifetime.DATED
    any_origin: bool = field(default=False, kw_only=True)
    framed: bool = field(default=False, kw_only=True)
    verify: Verify = field(default=Verify.NEVER, kw_only=True)

    def matches(self, path: str) -> bool:
        """Whether the declaration covers a path (or every path of a narrower pattern)."""
        start, star, end = self.pattern.partition("*")
        if not star:
            return path == start
        return path.startswith(start) and path.endswith(end) and len(path) >= len(start) + len(end)

    @property
    def precision(self) -> tuple[bool, int]:
        """Orders the declarations that match a path: the path itself first, then the longest part before the `*`."""
        return "*" not in self.pattern, len(self.pattern.partition("*")[0])
