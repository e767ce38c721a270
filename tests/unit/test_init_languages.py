"""`answerable init` in its users' languages: what it writes says the same in each, and a site begins in several."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import regex
import yaml
from babel.core import get_global
from click.testing import CliRunner
from tests.command import answerable
from tests.unit.test_navigation import tabs

from answerable.cli import main
from answerable.cli.new_site import INIT_LANGUAGES
from answerable.commands.new_site.init import init
from answerable.content.shipped_texts import SITE, WORDS

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
OTHERS = [language for language in INIT_LANGUAGES if language != "en"]
BLOCK = re.compile(r"^ *```text\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
OFFSET = re.compile(r"[+-]\d\d:\d\d")
PROGRAMS = ("answerable ", "git ", "pip ", "python3 ")


def readme(language: str) -> str:
    """The README that `init` writes in a language."""
    path = SITE if language == "en" else WORDS
    return (path / ("README.md" if language == "en" else f"README.{language}.md")).read_text("utf-8")


def commands(text: str) -> list[str]:
    """The commands of a README's blocks, without what is said about them."""
    lines = (line.strip() for block in BLOCK.findall(text) for line in block.splitlines())
    return [re.split(r"\s+#", line)[0] for line in lines if line.startswith(PROGRAMS)]


def keys(text: str) -> list[str]:
    """The lines of a README's records, without the words of the example and without the zone."""
    lines = (line.strip() for block in BLOCK.findall(text) for line in block.splitlines())
    return [OFFSET.sub("", re.sub('".*"', "", line)) for line in lines if not line.startswith(PROGRAMS)]


def names(text: str) -> set[str]:
    """What a README names as it is: code, and the buttons and menus of git hosts."""
    prose = BLOCK.sub("", text)
    shown = re.findall(r"\*\*?([A-Z][\x20-\x7e]*?)\*\*?", CODE.sub("", prose))
    inline = {code for code in CODE.findall(prose) if not OFFSET.fullmatch(code)}
    return {" ".join(one.split()) for one in [*inline, *shown] if one.isascii() or "…" in one}


@pytest.mark.parametrize("language", OTHERS)
def test_a_readme_gives_the_same_commands_in_every_language(language: str) -> None:
    """The same commands in the same order, the same records, and the same names of files, keys and buttons."""
    assert len(commands(readme("en"))) == 15
    assert commands(readme(language)) == commands(readme("en"))
    assert keys(readme(language)) == keys(readme("en"))
    spoken, english = names(readme(language)), names(readme("en"))
    assert {one for one in english - spoken if " > " in one or one in CODE.findall(readme("en"))} == set()
    assert {one for one in spoken - english if one.isascii() and one != '"'} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_readme_has_the_same_parts_in_every_language(language: str) -> None:
    """A heading, a row of a table and a list item for each of the English one."""
    for mark in (r"^#+ ", r"^\|", r"^ *- ", r"^ *\d\. "):
        found = [len(re.findall(mark, readme(one), re.MULTILINE)) for one in (language, "en")]
        assert found[0] == found[1], mark


@pytest.mark.parametrize("language", OTHERS)
def test_comments_are_in_the_language_of_the_site(language: str, tmp_path: Path) -> None:
    """Each comment that says anything says it in the site's script, in the recipes of git hosts, too."""
    init(tmp_path / "new", NOW, language, template=True)
    script = regex.compile(rf"\p{{Script={get_global('likely_subtags')[language].split('_')[1]}}}")
    english = [
        f"{path.name}: {line}"
        for path in sorted((tmp_path / "new").rglob("*.yml"))
        for line in path.read_text("utf-8").splitlines()
        for comment in re.findall(r"(?:^| )# *(.*)", line)
        if re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", comment) and not script.search(comment)
    ]
    assert english == []


@pytest.mark.parametrize("template", [False, True])
@pytest.mark.parametrize("language", INIT_LANGUAGES)
def test_a_readme_is_whole_in_the_site_s_language(language: str, template: bool, tmp_path: Path) -> None:
    """Nothing of it is left in English; that of a template repository says below its heading what it is."""
    init(tmp_path / "new", NOW, language, template=template)
    text = (tmp_path / "new/README.md").read_text("utf-8")
    assert text.replace("\n\n", "\n").partition("\n")[0] == readme(language).partition("\n")[0]
    assert ("Use this template > Create a new repository" in text) is template
    assert ("Something is broken" in text) is (language == "en")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site in Persian, English and Russian, built."""
    folder = tmp_path_factory.mktemp("several") / "new"
    options = ["--language", "fa", "--language", "en", "--language", "fa", "--language", "ru"]
    result = CliRunner().invoke(main, ["init", str(folder), *options])
    assert result.exit_code == 0, result.output
    answerable("check", cwd=folder)
    answerable("build", cwd=folder)
    return folder


def test_a_new_site_begins_in_several_languages(site: Path) -> None:
    """Pages, names and the site's own name are there in each, so that no text is shown in another language."""
    policy = yaml.safe_load((site / "content/policy.yml").read_text("utf-8"))
    assert policy["languages"] == ["fa", "en", "ru"]
    people = yaml.safe_load((site / "content/team.yml").read_text("utf-8"))["people"]
    assert people[0]["name"] == {"fa": "سام نمونه", "en": "Sam Example", "ru": "Саша Образцов"}
    assert (site / "content/contact.ru.md").read_text("utf-8") == "Каждую жалобу читает кто-то из нас.\n"
    for folder, language, first_tab in (("", "fa", "وضعیت"), ("en/", "en", "Status"), ("ru/", "ru", "Статус")):
        for page in ("", "contact/", "answers/", "components/app/"):
            html = (site / "site" / folder / page / "index.html").read_text("utf-8")
            body = html[html.index("<body") : html.index('<footer class="md-footer"')]
            body = re.sub(r'<a href="[^"]*" hreflang.*?</a>', "", body, flags=re.DOTALL)
            assert not re.search(rf'lang="(?!{language}")', body), (language, page)
            assert tabs(html)[0] == first_tab
    assert "<title>Our status</title>" not in (site / "site/index.html").read_text("utf-8")
    assert "Our status" in (site / "site/en/contact/index.html").read_text("utf-8")


def test_what_is_only_of_the_other_half_is_in_no_language(tmp_path: Path) -> None:
    """A site of one half has no page of the other, in any of its languages."""
    result = CliRunner().invoke(
        main, ["init", str(tmp_path / "new"), "--publish", "status", "--language", "en", "--language", "he"]
    )
    assert result.exit_code == 0, result.output
    found = {path.name for path in (tmp_path / "new/content").glob("*.md")}
    assert {"index.md", "index.he.md", "incidents.he.md"} <= found
    assert not {name for name in found if name.startswith(("answers", "changes", "track"))}


@pytest.mark.parametrize("language", OTHERS)
def test_recipes_do_the_same_in_every_language(language: str, tmp_path: Path) -> None:
    """What GitHub and GitLab run is the same; only what is said about it is translated."""
    for one in ("en", language):
        init(tmp_path / one, NOW, one)
    for path in (".gitlab-ci.yml", ".github/workflows/publish.yml", ".github/workflows/check.yml"):
        texts = [(tmp_path / one / path).read_text("utf-8") for one in ("en", language)]
        assert yaml.safe_load(texts[0]) == yaml.safe_load(texts[1]) and texts[0] != texts[1], path
