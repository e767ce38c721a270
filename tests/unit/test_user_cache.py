"""The user's cache: it saves time, and nothing in it can change or break a build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2
import platformdirs
import pytest
from tests.command import answerable
from tests.conftest import EXAMPLE_NOW

from answerable.output import user_cache
from answerable.output.user_cache import name_of, read_cached, write_cached
from answerable.publish.template_cache import TemplateCache, has_known_filters


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for caches that nobody has used yet."""
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setattr(TemplateCache, "_kept", {})
    user_cache._folder.cache_clear()
    yield tmp_path / "cache"
    user_cache._folder.cache_clear()


def files(folder: Path) -> list[Path]:
    """All files below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_was_cached_is_found_by_its_name(caches: Path) -> None:
    """Under another name there is nothing."""
    write_cached(name_of("a", 1), b"words")
    assert read_cached(name_of("a", 1)) == b"words"
    assert read_cached(name_of("a", 2)) is None
    assert len(files(caches)) == 1


@pytest.mark.parametrize("damaged", [b"", b"short", bytes(200)], ids=["empty", "cut short", "foreign"])
def test_damaged_files_count_as_missing(caches: Path, damaged: bytes) -> None:
    """A file that is not whole is not used, and is written anew."""
    write_cached(name_of("a"), b"words")
    (path,) = files(caches)
    path.write_bytes(damaged)
    assert read_cached(name_of("a")) is None
    write_cached(name_of("a"), b"words")
    assert read_cached(name_of("a")) == b"words"


def test_another_version_of_the_code_has_files_of_its_own(caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What older code has made is not used, and goes when eight newer versions have made theirs."""
    for version in range(10):
        monkeypatch.setattr(user_cache, "_code_stamp", lambda version=version: f"code{version}")
        user_cache._folder.cache_clear()
        assert read_cached(name_of("a")) is None
        write_cached(name_of("a"), b"words")
    assert len(list(caches.iterdir())) == 8


def test_a_folder_that_others_can_write_into_is_not_used(caches: Path) -> None:
    """Compiled templates are programs, so whoever can write them can do everything that a build can."""
    caches.mkdir()
    caches.chmod(0o777)
    write_cached(name_of("a"), b"words")
    assert read_cached(name_of("a")) is None and files(caches) == []


def test_no_folder_costs_only_time(caches: Path) -> None:
    """Where the folder cannot be made, nothing is cached and nothing fails."""
    caches.write_text("in the way", "utf-8")
    write_cached(name_of("a"), b"words")
    assert read_cached(name_of("a")) is None


def test_templates_are_compiled_once(caches: Path) -> None:
    """A second process finds what the first one compiled; another source or another language is compiled anew."""

    def compiled(source: str, language: str) -> int:
        TemplateCache._kept.clear()
        loader = jinja2.DictLoader({"a": source})
        jinja2.Environment(loader=loader, bytecode_cache=TemplateCache(language), autoescape=True).get_template("a")
        return len(files(caches))

    assert [compiled("{{ a }}", "en"), compiled("{{ a }}", "en")] == [1, 1]
    assert [compiled("{{ b }}", "en"), compiled("{{ a }}", "fa")] == [2, 3]


def test_filters_of_other_plugins_keep_the_theme_out_of_the_cache() -> None:
    """What such a filter makes of a constant is compiled in, and may change with the plugin."""
    environment = jinja2.Environment(autoescape=True)
    assert has_known_filters(environment)
    environment.filters["shout"] = lambda words: words.upper()
    assert not has_known_filters(environment)


def damaged(content: bytes) -> bytes:
    """Return a compiled template that would make another page, or for one without a page's parts a half of it."""
    other = content.replace(b"<div", b"<dim")
    return other if other != content else content[: len(content) // 2]


def test_a_build_with_damaged_caches_is_the_same(caches: Path, tmp_path: Path) -> None:
    """First without a cache, then with one, then with each file of it damaged."""
    answerable("init", "mine", cwd=tmp_path)
    sites = []
    for number in range(3):
        TemplateCache._kept.clear()
        site = tmp_path / f"site{number}"
        answerable("build", "--now", EXAMPLE_NOW, "--site-dir", site, cwd=tmp_path / "mine")
        sites.append({path.relative_to(site): path.read_bytes() for path in files(site)})
        cached = files(caches)
        assert len(cached) > 20
        if number == 1:
            for path in cached:
                path.write_bytes(damaged(path.read_bytes()))
    assert sites[0] == sites[1] == sites[2]
