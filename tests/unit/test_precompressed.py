"""Compressed twins of files: each is of its file as it is now, and is made once."""

from __future__ import annotations

import gzip
import importlib
import os
import shutil
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.command import answerable

from answerable.output import precompressed
from answerable.output.build_cache import BuildCache
from answerable.output.hardlinks import keep_unchanged
from answerable.output.precompressed import Twins, encoding
from answerable.output.spare_tree import put_together
from answerable.output.swap import swap_in

UNPACK = {".gz": gzip.decompress, ".br": brotli.decompress}
TWINS = Twins((encoding("gzip"), encoding("brotli")), (".html", ".json"))
LONG, OTHER = "some words " * 200, "other word " * 200
SITE = "site_name: Example\nsite_url: https://status.example.org/\ndocs_dir: content\nplugins: [answerable: {%s}]\n"


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def read(folder: Path) -> dict[str, bytes]:
    """Read all files."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build(folder: Path, files: dict[str, str], kept: set[str], cache: BuildCache, twins: Twins = TWINS) -> Path:
    """Make a site of files over the live one in a folder, as a build does; those `kept` are not written again."""
    live, new, spare = folder / "site", folder / "new", folder / ".site.answerable-spare"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    write(new, {path: text for path, text in files.items() if path not in kept})
    previous = live if live.is_dir() else None
    stay = sorted(kept)
    if previous:
        keep_unchanged(new, previous)
    stay += twins.add(new, stay, previous, cache)
    swap_in(put_together(new, stay, previous, spare, cache) if previous else new, live, keep=True)
    return live


def cached(folder: Path) -> BuildCache:
    """What the build before kept, with what this one will."""
    return BuildCache(folder / ".answerable/build.sqlite3")


def test_long_texts_have_twins_and_nothing_else_has(tmp_path: Path) -> None:
    """Small files, pictures and what is hidden are left alone."""
    files = {"index.html": LONG, "a/b.json": LONG, "small.html": "x" * 1023, "p.png": LONG, ".well-known/x.json": LONG}
    found = read(build(tmp_path, files, set(), cached(tmp_path)))
    twins = {"index.html.gz", "index.html.br", "a/b.json.gz", "a/b.json.br"}
    assert found.keys() == files.keys() | twins
    assert all(UNPACK[path[-3:]](found[path]) == LONG.encode() for path in twins)


def test_what_did_not_change_is_not_compressed_again(tmp_path: Path) -> None:
    """Its twin stays the same file, whether the file was kept or written anew with the same content."""
    cache = cached(tmp_path)
    files = {"kept/x.html": LONG, "same.html": LONG, "changed.html": LONG, "gone.html": LONG}
    live = build(tmp_path, files, set(), cache)
    cache.save()
    before = {path: (live / path).stat().st_ino for path in read(live)}
    del files["gone.html"]
    build(tmp_path, {**files, "changed.html": OTHER}, {"kept/x.html"}, cached(tmp_path))
    after = {path: (live / path).stat().st_ino for path in read(live)}
    again = {path for path in after if after[path] != before[path]}
    assert again == {"changed.html", "changed.html.gz", "changed.html.br"}
    assert after.keys() == before.keys() - {"gone.html", "gone.html.gz", "gone.html.br"}


@pytest.mark.parametrize("way", ["no cache", "another version", "another time", "cut short"])
def test_a_doubtful_twin_is_made_again(tmp_path: Path, way: str) -> None:
    """The bytes of twins must not depend on what was there: another version of a library would make others."""
    cache = cached(tmp_path)
    files = {"index.html": LONG}
    live = build(tmp_path, files, set(), cache)
    if way != "no cache":
        cache.save()
    twins = TWINS
    if way == "another version":
        twins = replace(TWINS, encodings=tuple(replace(one, made_with="0") for one in TWINS.encodings))
    if way == "another time":
        for ending in UNPACK:
            os.utime(live / f"index.html{ending}", ns=(1, 1))
    if way == "cut short":
        for ending in UNPACK:
            found = (live / f"index.html{ending}").stat()
            os.truncate(live / f"index.html{ending}", 30)
            os.utime(live / f"index.html{ending}", ns=(found.st_atime_ns, found.st_mtime_ns))
    before = (live / "index.html.gz").stat().st_ino
    build(tmp_path, files, {"index.html"}, cached(tmp_path), twins)
    assert (live / "index.html.gz").stat().st_ino != before
    assert gzip.decompress((live / "index.html.gz").read_bytes()) == LONG.encode()
    assert (live / "index.html.gz").stat().st_mtime_ns == (live / "index.html").stat().st_mtime_ns


names = st.sampled_from(("a.html", "b/c.html", "b/d.json", "b.png", "e/f/g.html"))
plans = st.sampled_from((TWINS, replace(TWINS, encodings=())))
trees = st.dictionaries(names, st.sampled_from((LONG, OTHER, "short")))


@settings(max_examples=40)
@given(st.lists(st.tuples(trees, plans, st.booleans()), min_size=2, max_size=4), st.data())
def test_no_twin_is_ever_of_another_file(
    tmp_path_factory: pytest.TempPathFactory, builds: list[tuple[dict[str, str], Twins, bool]], data: st.DataObject
) -> None:
    """After any builds the site is what one build makes of the same files, also where the cache is lost on the way."""
    folder = tmp_path_factory.mktemp("builds")
    was: dict[str, str] = {}
    for number, (files, twins, is_lost) in enumerate(builds):
        kept = {path for path in files if files[path] == was.get(path) and data.draw(st.booleans())}
        cache = BuildCache() if is_lost else cached(folder)
        live = build(folder, files, kept, cache, twins)
        cache.save()
        assert read(live) == read(build(folder / str(number), files, set(), BuildCache(), twins))
        was = files


def project(folder: Path, options: str) -> Path:
    """Write a project with a page that is long enough."""
    write(folder, {"mkdocs.yml": SITE % options, "content/index.md": "---\ntemplate: home.html\n---\n"})
    return folder / "site"


def test_a_build_compresses_what_mkdocs_yml_asks_for(tmp_path: Path) -> None:
    """Pages, feeds and the like; pictures stay as they are."""
    site = project(tmp_path, "precompress: [gzip]")
    answerable("build", cwd=tmp_path)
    assert gzip.decompress((site / "index.html.gz").read_bytes()) == (site / "index.html").read_bytes()
    twins = {path.suffixes[-2] for path in site.rglob("*.gz")}
    assert {".html", ".css", ".js", ".xml", ".json"} <= twins <= set(_texts())
    assert not list(site.rglob("*.br"))


def _texts() -> tuple[str, ...]:
    return (".html", ".css", ".js", ".map", ".json", ".xml", ".atom", ".rss", ".opml", ".svg", ".txt", ".ics", ".csv")


def test_without_its_library_nothing_is_compressed_with_brotli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site is built all the same, and one line says what is missing."""

    def refuse(name: str, *rest: Any) -> Any:
        if name == "brotli":
            raise ImportError(name)
        return importlib.import_module(name, *rest)

    monkeypatch.setattr(precompressed, "importlib", type("lib", (), {"import_module": staticmethod(refuse)}))
    site = project(tmp_path, "precompress: [brotli, gzip]")
    said = answerable("build", cwd=tmp_path).stderr
    assert "mkdocs.yml: nothing is compressed with brotli: install its package" in said
    assert (site / "index.html.gz").is_file() and not list(site.rglob("*.br"))


def test_an_emergency_notice_has_no_old_twin_beside_it(tmp_path: Path) -> None:
    """A server would send the twin, which is the page without the notice."""
    site = project(tmp_path, "precompress: [gzip, brotli]")
    answerable("build", cwd=tmp_path)
    assert (site / "index.html.br").is_file()
    answerable("build", "--emergency", "Payments are down.", "--by", "Sam", cwd=tmp_path)
    for path in (one for one in site.rglob("*") if one.suffix in UNPACK):
        assert UNPACK[path.suffix](path.read_bytes()) == path.with_suffix("").read_bytes(), path
    assert "Payments are down." in (site / "index.html").read_text("utf-8")
    assert not (site / "index.html.gz").exists() and not (site / "pinned.json.br").exists()


def test_the_same_text_has_the_same_twin() -> None:
    """Without the time at which it was made."""
    made = encoding("gzip")
    assert made.compress(LONG.encode())[4:8] == bytes(4)
    assert zlib.ZLIB_RUNTIME_VERSION in made.made_with
