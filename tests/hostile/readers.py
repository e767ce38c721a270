"""A reader for each kind of file that a site has, by other people's parsers: what it is made of, and what it says.

A file of a kind that is not here cannot be read, and the test that walks the site fails: a new publication needs a
line here before it can be published.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from tempfile import NamedTemporaryFile
from typing import Any

import duckdb
import feedparser
import vobject
from icalendar import Calendar
from PIL import Image
from tests.hostile.markup import Leaves, html, inner, xml

Reader = Callable[[bytes], Leaves]
_TO_PASTE = ('<a href="https://status.example', '<iframe src="https://', '<script src="https://')
"""How a line begins that people are to paste into their own pages."""
_HTML_KEYS = frozenset({"html", "content_html", "more"})


def json_leaves(content: bytes) -> Leaves:
    """Every value with its keys; a key twice in one object is an error."""
    return list(_values("", json.loads(content.decode(), object_pairs_hook=_once), frozenset(_HTML_KEYS)))


def search_leaves(content: bytes) -> Leaves:
    """The search index, whose titles and texts are put into pages as HTML."""
    return list(_values("", json.loads(content.decode(), object_pairs_hook=_once), frozenset({"title", "text"})))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len({key for key, _ in pairs}) == len(pairs), f"a key is there twice: {[key for key, _ in pairs]}"
    return dict(pairs)


def _values(place: str, value: Any, html_keys: frozenset[str]) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield f"{place}{{}}", " ".join(value)
        for key, one in value.items():
            yield from _values(f"{place}.{key}", one, html_keys)
    elif isinstance(value, list):
        yield f"{place}[]", str(len(value))
        for number, one in enumerate(value):
            yield from _values(f"{place}[{number}]", one, html_keys)
    elif isinstance(value, str) and place.rpartition(".")[2].partition("[")[0] in html_keys:
        yield from ((f"{place} {inside}", words) for inside, words in html(value))
    else:
        yield place, value if isinstance(value, str) else repr(value)


def page(content: bytes) -> Leaves:
    """A page; the JSON in its scripts is read as JSON."""
    found = html(content.decode())
    assert found[0][0] == "declaration"
    return list(_scripts(found))


def _scripts(found: Leaves) -> Iterator[tuple[str, str]]:
    inside = False
    for place, words in found:
        if inside and place == "text" and words.lstrip().startswith("{"):
            yield from ((f"script {key}", value) for key, value in json_leaves(words.encode()))
        elif place == "text" and words.lstrip().startswith(_TO_PASTE):
            yield from ((f"to paste {key}", value) for key, value in html(words))
        else:
            yield place, words
        inside = (inside or place == "<script>") and place != "</script>"


def feed(content: bytes) -> Leaves:
    """RSS and Atom: well-formed, and read to the end by the library that most readers have inside."""
    found = feedparser.parse(content)
    assert not found.bozo, found.get("bozo_exception")
    assert all(entry.get("title") and entry.get("id") and entry.get("link") for entry in found.entries)
    return [*xml(content), *(("read entry", entry.id) for entry in found.entries)]


def calendar(content: bytes) -> Leaves:
    """iCalendar: two libraries agree on the events, and each line is one of the standard's and short enough."""
    rows = content.split(b"\r\n")
    assert rows[-1] == b"" and b"\n" not in content.replace(b"\r\n", b"") and b"\r" not in content.replace(b"\r\n", b"")
    assert max(map(len, rows)) <= 75
    unfolded = content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    one = [str(event["SUMMARY"]) for event in Calendar.from_ical(content).walk("VEVENT")]
    other = [event.summary.value for event in vobject.readOne(content.decode()).contents.get("vevent", [])]
    assert one == other
    return [*map(_property, unfolded), *(("read summary", summary) for summary in one)]


def _property(row: str) -> tuple[str, str]:
    match = re.fullmatch(r'([A-Z-]+(?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', row, re.DOTALL)
    assert match, f"no line of a calendar: {row!r}"
    value = re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], match[2])
    return match[1], value


def table(content: bytes) -> Leaves:
    """CSV: every row has the columns of the first, and no cell is a formula to a spreadsheet."""
    rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r")]
    return [(f"{number}.{rows[0][place]}", cell) for number, row in enumerate(rows) for place, cell in enumerate(row)]


def parquet(content: bytes) -> Leaves:
    """Parquet, by the only library at hand: its columns and the number of its rows."""
    with NamedTemporaryFile(suffix=".parquet") as file, duckdb.connect() as connection:
        file.write(content)
        file.flush()
        names = connection.read_parquet(file.name)
        return [("columns", " ".join(names.columns)), ("rows", str(len(names.fetchall())))]


def lines(content: bytes) -> Leaves:
    """Plain text: as many lines, each as it is."""
    words = content.decode()
    assert words.endswith("\n") and "\r" not in words
    return [("line", row) for row in words.split("\n")]


def told(content: bytes) -> Leaves:
    """`status.txt`: its paragraphs, without the spaces at which its lines are broken."""
    words = content.decode()
    assert words.endswith("\n") and not set(words) & set("\r\t\x1b\x00")
    rows = words.split("\n")
    for before, row in pairwise(rows):
        if re.match(r"\s*(Disallow:|BEGIN:|X-Header:)", row):
            assert len(before) + len(row.split()[0]) >= 72, f"a name begins a line of its own: {row}"
    return [("without spaces", "".join(part.split())) for part in words.strip().split("\n\n")]


def preview(content: bytes) -> Leaves:
    """A picture of the size that networks ask for, with nothing in it but the picture."""
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        assert (picture.format, picture.size, picture.info) == ("PNG", (1200, 630), {})
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 2
    return [("picture", "")]


def embed(content: bytes) -> Leaves:
    """The script for other sites: the object with the site's words as JSON, and the rest, which is ours."""
    source = content.decode()
    start = source.index('{"name":')
    words, end = json.JSONDecoder().raw_decode(source[start:])
    rest = source[:start] + source[start + end :]
    return [("script", rest), *json_leaves(json.dumps(words).encode())]


def same(content: bytes) -> Leaves:
    """What says nothing of anybody: every site has the same."""
    return [("bytes", content.hex())]


READERS: tuple[tuple[str, Reader], ...] = (
    (r"assets/.*\.(js|css|map|png|svg|woff2?)", same),
    (r"(badges/.*|qr)\.svg", xml),
    (r"search/search_index\.json", search_leaves),
    (r".*\.json|\.well-known/api-catalog", json_leaves),
    (r"(feed|feeds/(incidents|answers|components/k0))\.(xml|atom)|history\.(rss|atom)", feed),
    (r"feeds/.*\.(xml|atom)", xml),
    (r"sitemap\.xml|feeds\.opml", xml),
    (r"calendar(/.*)?\.ics", calendar),
    (r"previews/[0-9a-f]{20}\.png", preview),
    (r"transparency/rows\.csv", table),
    (r"transparency/rows\.parquet", parquet),
    (r"status\.txt", told),
    (r"robots\.txt|_headers|\.well-known/security\.txt", lines),
    (r"embed\.js", embed),
    (r"(.*/)?index\.html|404\.html", page),
)
"""Which reader a file has, by its path; the first that fits."""


def reader_of(path: str) -> Reader | None:
    """The reader of a file of a site; None for a kind that nobody has taught this table."""
    return next((reader for pattern, reader in READERS if re.fullmatch(pattern, path)), None)


__all__ = ["READERS", "Leaves", "Reader", "inner", "reader_of"]
