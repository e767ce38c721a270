"""Every address that the built site names is there, at the root of a host and below a path alike.

Read as their readers read them: pages as HTML, feeds and lists as XML, the API and what old pages load as JSON,
calendars unfolded, and anything else by the site's own address.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from tests.conftest import ROOT, build_example
from tests.shared_folders import BuildOnce

ROOT_OF_A_HOST = "https://status.example.com/"
PROJECT_PAGE = "https://x.github.io/repo/"
ADDRESSES = {"href", "src", "action", "poster", "data", "formaction", "content"}
WORDS_OF = {".xml", ".atom", ".rss", ".opml", ".ics", ".txt", ".svg", ".css", ".js"}
IDENTIFIER = re.compile(r'"@id": ?"[^"]*"')
"""Linked data calls things by addresses at which nothing need stand."""


class Page(HTMLParser):
    """The addresses that a page names, as they are written there, and the places on it that have a name."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser names it
        """Note what one element names."""
        for name, value in attrs:
            if value and name == "id":
                self.places.add(value)
            elif value and name == "srcset":
                self.named += [part.split()[0] for part in value.split(",")]
            elif value and name in ADDRESSES and (name != "content" or value.startswith("http")):
                self.named.append(value.strip())

    handle_startendtag = handle_starttag


@lru_cache(maxsize=4096)
def page(file: Path) -> Page:
    """A page, read."""
    read = Page()
    read.feed(file.read_text("utf-8"))
    return read


def strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value, keys left out."""
    if isinstance(value, dict):
        yield from (text for part in value.values() for text in strings(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in strings(part))
    elif isinstance(value, str):
        yield value


def in_words(words: str, host: str) -> Iterator[str]:
    """The addresses of a host in running words; markup may be escaped once or twice."""
    plain = unescape(unescape(words))
    yield from (found.rstrip(".,:;") for found in re.findall(re.escape(host) + r"[^\s\"'<>()\\`\]|]*", plain))


def named_by(file: Path, host: str) -> Iterator[str]:
    """Every address that a file names: pages' relative ones too."""
    if file.suffix == ".html":
        yield from page(file).named
    words = file.read_text("utf-8", "strict") if file.suffix in {".html", ".json", *WORDS_OF} else ""
    words = words.replace("<wbr>", "")  # where an address may be broken
    if file.suffix == ".json":
        for text in strings(json.loads(words)):
            fragment = Page()
            fragment.feed(text)
            yield from fragment.named
            yield from in_words(text, host)
    elif file.suffix == ".css":
        yield from (found.strip("'\"") for found in re.findall(r"url\(([^)]*)\)", words))
    elif file.suffix == ".ics":
        yield from in_words(words.replace("\n ", ""), host)
    else:
        yield from in_words(IDENTIFIER.sub("", words), host)


def missing(folder: Path, site: str) -> set[str]:
    """Each address that leads nowhere, behind the file that names it."""
    host = "{0.scheme}://{0.netloc}".format(urlsplit(site))
    found = set()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        path = file.relative_to(folder).as_posix()
        base = site + path.removesuffix("index.html")
        for named in set(named_by(file, host)):
            address = urljoin(base, named)
            if address.startswith(host) and not leads(folder, site, address):
                found.add(f"{path}: {named}")
    return found


def leads(folder: Path, site: str, address: str) -> bool:
    """Whether there is a file at an address of the site, and a place of that name where it names one."""
    whole, _, place = address.partition("#")
    path = unquote(whole.partition("?")[0])
    if path.startswith(site.rstrip("/")) and (folder / f"{path}/".removeprefix(site) / "freshness.json").is_file():
        path += "/" * (not path.endswith("/"))  # programs know a site without its last slash
    if not path.startswith(site):
        return False
    file = folder / path.removeprefix(site)
    file = file / "index.html" if path.endswith("/") else file
    if not file.is_file():
        return False
    return file.suffix != ".html" or not place or unquote(place) in page(file).places


@pytest.fixture(scope="session")
def project_page(build_once: BuildOnce) -> Path:
    """The example's site as a git host's project page."""
    return build_once("project", _build_project_page) / "site"


def _build_project_page(here: Path) -> None:
    for name in ("content", "overrides"):
        shutil.copytree(ROOT / name, here / name)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert ROOT_OF_A_HOST in settings
    (here / "mkdocs.yml").write_text(settings.replace(ROOT_OF_A_HOST, PROJECT_PAGE), "utf-8")
    build_example(here / "site", cwd=here)


@pytest.mark.parametrize(
    ("built", "site"),
    [
        ("example_site", ROOT_OF_A_HOST),
        ("persian_site", ROOT_OF_A_HOST),
        ("project_page", PROJECT_PAGE),
        ("whole_site", ROOT_OF_A_HOST),
    ],
)
def test_every_address_leads_somewhere(built: str, site: str, request: pytest.FixtureRequest) -> None:
    """Links, pictures, feeds, badges, previews, the API's values, calendars and lists name only what is there."""
    assert missing(request.getfixturevalue(built), site) == set()


def test_a_build_below_a_path_says_what_cannot_be_there(example_site: Path, project_page: Path) -> None:
    """The build of a project page says that nothing can stand at the root of its host; any other build does not."""
    said, usual = (site.with_name("said.txt").read_text("utf-8") for site in (project_page, example_site))
    assert "site_url has the path /repo/" in said and "/api/v2/" in said
    assert "note" not in usual


def test_an_address_without_a_file_is_seen(tmp_path: Path) -> None:
    """The search finds wrong links, places, pictures and values, also in markup inside JSON, and nothing else."""
    good = (
        '<a id="here" href="./#here">x</a><a href="https://elsewhere.example/">y</a><a href="mailto:a@b.example">z</a>'
    )
    (tmp_path / "index.html").write_text(
        good + '<a href="#there"></a><img src="/a.png"><a href="/repo/b/"></a>', "utf-8"
    )
    (tmp_path / "a.json").write_text(
        json.dumps({"url": f"{PROJECT_PAGE}c/", "html": '<a href="/repo/">ok</a>'}), "utf-8"
    )
    (tmp_path / "a.xml").write_text(f"&lt;a href=&quot;{PROJECT_PAGE}d&quot;&gt;{PROJECT_PAGE}", "utf-8")
    assert missing(tmp_path, PROJECT_PAGE) == {
        "index.html: #there",
        "index.html: /a.png",
        "index.html: /repo/b/",
        f"a.json: {PROJECT_PAGE}c/",
        f"a.xml: {PROJECT_PAGE}d",
    }
