"""A site in several languages: one build, each language whole in its folder, all of one instant and linked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from tests.command import answerable
from tests.conftest import EXAMPLE_NOW

from answerable.cli import main
from answerable.content.reading import Content
from answerable.publish.figures.gathering import gather
from answerable.publish.languages import own_name, sites
from answerable.records.vocabulary import CalendarName

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
INCIDENT = (
    "---\ntitle: {en: Shop is down, fa: فروشگاه کار نمی‌کند}\nimpact: major\ncomponents: {shop: major_outage}\n"
    "updates:\n  - {at: 2026-11-24T05:00:00Z, status: investigating, text: {en: We look., fa: نگاه می‌کنیم.}}\n---\n"
)
PLUGIN = "plugins:\n  - search\n  - answerable\n"


class Project:
    """A small site of a shop, to be changed and built."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write(
            "mkdocs.yml", f"site_name: Shop\nsite_url: https://x.example/\ndocs_dir: content\ntheme: material\n{PLUGIN}"
        )
        self.write("content/policy.yml", "languages: [en, fa, he]\n")
        self.write("content/components.yml", "components: [{id: shop, name: {en: Shop, fa: فروشگاه}}]\n")
        self.write("content/index.md", "---\ntitle: Status\ntemplate: home.html\n---\n")
        self.write("content/index.fa.md", "---\ntitle: وضعیت\n---\n")
        self.write("content/incidents.md", "---\ntitle: Incidents\ntemplate: incidents.html\n---\n")
        self.write("content/incidents/down.md", INCIDENT)

    def write(self, path: str, text: str) -> None:
        """Put a file into the project."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def build(
        self, *options: str, code: int = 0, program: str = "answerable", now: str | None = EXAMPLE_NOW, **more: str
    ) -> str:
        """Build as of an instant, by the machine's clock without one, and give what was said."""
        if program == "answerable":
            clock = ["--now", now] if now else []
            return answerable("build", *options, *clock, cwd=self.folder, env=more, code=code).output
        command = [str(Path(sys.executable).with_name(program)), "build", *options]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, **more},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def page(self, path: str) -> str:
        """A file of the site."""
        return (self.folder / "site" / path).read_text("utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The shop in English, Persian and Hebrew."""
    project = Project(tmp_path_factory.mktemp("shop"))
    project.build()
    return project


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    """The same, to be changed."""
    return Project(tmp_path)


@pytest.mark.parametrize(
    ("folder", "language", "direction", "title"),
    [
        ("", "en", "ltr", "Shop is down"),
        ("fa/", "fa", "rtl", "فروشگاه کار نمی‌کند"),
        ("he/", "he", "rtl", "Shop is down"),
    ],
)
def test_each_language_is_a_whole_site(built: Project, folder: str, language: str, direction: str, title: str) -> None:
    """Pages, feeds, files and search, in its language and direction and with addresses of its own."""
    for path in ("", "incidents/", "incidents/down/", "components/shop/"):
        html = built.page(f"{folder}{path}index.html")
        assert f'<html lang="{language}" dir="{direction}"' in html
        assert f'href="https://x.example/{folder}{path}"' in re.findall('<link rel="canonical"[^>]*>', html)[0]
    assert title in built.page(f"{folder}incidents/down/index.html")
    assert f"https://x.example/{folder}incidents/down/" in built.page(f"{folder}feed.atom")
    assert any(title in one.read_text("utf-8") for one in built.folder.glob(f"site/{folder}search/periods/*/d0.json"))
    assert json.loads(built.page(f"{folder}pinned.json"))["notices"][0]["title"] == title
    assert built.page(f"{folder}404.html")


def test_all_languages_are_of_one_instant(shop: Project) -> None:
    """The machine's clock is read once, though it goes on meanwhile, so that no language knows more than another."""
    shop.build(now=None)
    instants = {json.loads(shop.page(f"{folder}freshness.json"))["built_at"] for folder in ("", "fa/", "he/")}
    assert len(instants) == 1


@pytest.mark.parametrize("path", ["", "incidents/", "incidents/down/", "components/shop/"])
def test_each_page_leads_to_itself_in_the_other_languages(built: Project, path: str) -> None:
    """By the menu and in the head, from every language alike."""
    wanted = {"en": f"/{path}", "fa": f"/fa/{path}", "he": f"/he/{path}"}
    for folder in ("", "fa/", "he/"):
        html = built.page(f"{folder}{path}index.html")
        menu = re.findall(r'<a href="([^"]*)" hreflang="(\w+)" class="md-select__link">\s*(\S+)', html)
        assert {language: link for link, language, _name in menu} == wanted
        assert [name for _link, _language, name in menu] == ["English", "فارسی", "עברית"]
        head = re.findall(r'<link rel="alternate" href="([^"]*)" hreflang="(\w+)">', html)
        assert {language: link for link, language in head} == wanted


def test_the_page_of_a_month_leads_to_the_list_where_that_month_is_another_one(built: Project) -> None:
    """The first of November is in Aban, in which nothing happened; the Hebrew site has the same months."""
    html = built.page("incidents/2026-11/index.html")
    menu = re.findall(r'<a href="([^"]*)" hreflang="(\w+)" class="md-select__link">', html)
    assert [link for link, _language in menu] == ["/incidents/2026-11/", "/fa/incidents/", "/he/incidents/2026-11/"]
    assert 'href="/incidents/2026-10/"' not in built.page("fa/incidents/1405-09/index.html")


def test_search_engines_hear_of_each_page_in_each_language(built: Project) -> None:
    """Each page names all its languages, its own included, and robots.txt all maps: else the links do not count.

    The pages of a Persian month are not the same in the other languages.
    """
    for folder in ("", "fa/", "he/"):
        rows = ET.fromstring(built.page(f"{folder}sitemap.xml")).findall("s:url", NAMES)
        assert len(rows) > 3
        for row in rows:
            address = row.findtext("s:loc", "", NAMES)
            path = address.removeprefix(f"https://x.example/{folder}")
            links = {link.get("hreflang"): link.get("href") for link in row.findall("x:link", NAMES)}
            named = {"en": "", "fa": "fa/", "he": "he/"}
            if re.fullmatch(r"\w+/\d{4}-\d{2}/", path):
                named = {"fa": "fa/"} if folder == "fa/" else {"en": "", "he": "he/"}
            assert links == {language: f"https://x.example/{place}{path}" for language, place in named.items()}
    assert re.findall("Sitemap: (.*)", built.page("robots.txt")) == [
        "https://x.example/sitemap.xml",
        "https://x.example/fa/sitemap.xml",
        "https://x.example/he/sitemap.xml",
    ]


def test_what_a_host_reads_at_its_root_stands_there_alone(built: Project) -> None:
    """Header rules, robots and what is well known: nobody asks for them in a folder."""
    for path in ("_headers", "robots.txt", ".well-known/api-catalog"):
        assert built.page(path)
        assert not (built.folder / "site/fa" / path).exists()


def test_the_next_build_keeps_what_did_not_change(shop: Project) -> None:
    """In every language the files of the site before are taken over, not written again."""
    shop.build()
    before = {path: (shop.folder / "site" / path).stat().st_ino for path in ("calendar.ics", "fa/calendar.ics")}
    shop.build()
    assert before == {path: (shop.folder / "site" / path).stat().st_ino for path in before}


def test_what_is_wrong_is_said_once(shop: Project) -> None:
    """Not once for each language, and the count of files is of all."""
    shop.write("content/incidents/odd.md", INCIDENT.replace("major_outage", "gone"))
    said = shop.build(code=3, ANSWERABLE_CODE_SECRET="short")
    assert said.count("odd.md:") == 1
    assert said.count("too easy to guess") == 1
    made = sum(1 for path in (shop.folder / "site").rglob("*") if path.is_file())
    assert int(re.findall("built (\\d+) files", said)[0]) > made / 2


def test_a_language_taken_from_the_list_is_gone(shop: Project) -> None:
    """Nothing old stays in its folder, and with one language there is no menu."""
    shop.build()
    shop.write("content/policy.yml", "languages: [en]\n")
    shop.build()
    assert not (shop.folder / "site/fa").exists()
    assert "hreflang" not in shop.page("index.html") + shop.page("sitemap.xml")


def test_one_language_alone_stands_at_the_root(shop: Project) -> None:
    """As asked for: no folders, and no menu that leads into them."""
    shop.build("--language", "fa")
    assert '<html lang="fa" dir="rtl"' in shop.page("index.html")
    assert "hreflang" not in shop.page("index.html")
    assert not (shop.folder / "site/fa").exists() and not (shop.folder / "site/he").exists()


@pytest.mark.parametrize(
    ("options", "calendars"),
    [((), {"gregorian", "persian"}), (("--language", "en"), {"gregorian"}), (("--language", "fa"), {"persian"})],
)
def test_figures_are_worked_out_once_by_the_calendars_of_the_languages_that_are_built(
    shop: Project, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], calendars: set[str]
) -> None:
    """Not by those of the languages in policy.yml that this build leaves out."""
    asked: list[set[str]] = []

    def watched(content: Content, now: datetime, folder: str, calendars: Iterable[CalendarName]) -> object:
        asked.append({*calendars})
        return gather(content, now, folder, calendars)

    monkeypatch.setattr("answerable.mkdocs_plugin.source.gather", watched)
    shop.build(*options)
    assert asked == [calendars]


def test_what_was_asked_of_one_build_is_not_asked_of_the_next(shop: Project) -> None:
    """Its clock and its language end with it, in a process that builds again."""
    options = ["--config", str(shop.folder / "mkdocs.yml"), "--now", EXAMPLE_NOW, "--language", "fa"]
    assert CliRunner().invoke(main, ["build", *options]).exit_code == 0
    assert '<html lang="fa"' in shop.page("index.html")
    assert {"SOURCE_DATE_EPOCH", "ANSWERABLE_LANGUAGE"}.isdisjoint(os.environ)


def test_mkdocs_alone_makes_the_first_language(shop: Project) -> None:
    """Its build has one folder and one clock; no menu leads to what it does not make."""
    shop.build(program="mkdocs")
    assert '<html lang="en" dir="ltr"' in shop.page("index.html")
    assert "hreflang" not in shop.page("index.html")


def test_a_page_at_the_address_of_a_language_is_left_out(shop: Project) -> None:
    """It is set aside by its name, and the site in that language is published."""
    shop.write("content/he.md", "---\ntitle: He\n---\nHim.\n")
    said = shop.build(code=3)
    assert "content/he.md: error: other files of the site stand at the address of this page" in said
    assert "set aside, not published: content/he.md" in said
    assert '<html lang="he" dir="rtl"' in shop.page("he/index.html")


@pytest.mark.parametrize(
    ("template", "said"), [("{{ nothing.at.all }}", "'nothing' is undefined"), ("{% if %}", "overrides/404.html:1: ")]
)
def test_a_broken_template_is_said_in_one_line(shop: Project, template: str, said: str) -> None:
    """With its name and line where they are known."""
    shop.write("overrides/404.html", template)
    settings = (shop.folder / "mkdocs.yml").read_text("utf-8")
    shop.write("mkdocs.yml", settings.replace("theme: material", "theme: {name: material, custom_dir: overrides}"))
    told = shop.build(code=1)
    assert said in told and "Traceback" not in told


def test_a_site_has_a_name_in_each_language(shop: Project) -> None:
    """What mkdocs.yml gives as translations stands in titles, feeds and the API; other languages keep the name."""
    settings = (shop.folder / "mkdocs.yml").read_text("utf-8")
    names = "  - answerable:\n      translations: {fa: {site_name: فروشگاه <ما>, site_description: چه کار می‌کند}}\n"
    shop.write("mkdocs.yml", settings.replace("  - answerable\n", names))
    shop.build()
    persian = shop.page("fa/incidents/down/index.html")
    assert "فروشگاه &lt;ما&gt;" in persian and "<ما>" not in persian
    assert json.loads(shop.page("fa/api/v2/summary.json"))["page"]["name"] == "فروشگاه <ما>"
    assert [json.loads(shop.page(f"{x}api/v2/summary.json"))["page"]["name"] for x in ("", "he/")] == ["Shop", "Shop"]
    assert "چه کار می‌کند" in shop.page("fa/404.html")


def test_translations_that_are_none_are_refused_in_one_line(shop: Project) -> None:
    """With the option's name, and without a traceback."""
    settings = (shop.folder / "mkdocs.yml").read_text("utf-8")
    shop.write(
        "mkdocs.yml", settings.replace("  - answerable\n", "  - answerable:\n      translations: {fa: فروشگاه}\n")
    )
    said = shop.build(code=1)
    assert "translations" in said and "Traceback" not in said


def test_a_menu_of_one_s_own_stays(shop: Project) -> None:
    """Whoever has the other languages elsewhere says so in mkdocs.yml."""
    settings = (shop.folder / "mkdocs.yml").read_text("utf-8")
    shop.write(
        "mkdocs.yml", f"{settings}extra: {{alternate: [{{name: Русский, link: 'https://ru.x.example/', lang: ru}}]}}\n"
    )
    shop.build()
    assert re.findall('hreflang="(..)" class', shop.page("index.html")) == ["ru"]


def test_below_a_path_the_languages_stand_below_it_too(shop: Project) -> None:
    """The menu leads to folders of the project page, not to the root of a host that is somebody else's."""
    settings = (shop.folder / "mkdocs.yml").read_text("utf-8")
    shop.write("mkdocs.yml", settings.replace("https://x.example/", "https://you.github.io/status"))
    shop.build()
    assert re.findall('<a href="([^"]*)" hreflang', shop.page("fa/index.html")) == [
        "/status/",
        "/status/fa/",
        "/status/he/",
    ]


@pytest.mark.parametrize(("url", "language"), [("https://x.example/", "en"), ("https://x.example/fa/", "fa")])
def test_addresses_are_the_same_from_each_language(url: str, language: str) -> None:
    """The first language's is the origin, whichever asks."""
    assert sites(url, language, ["en", "fa"]) == {"en": "https://x.example/", "fa": "https://x.example/fa/"}
    assert sites(url, language, [language]) == {}


def test_languages_are_called_as_they_call_themselves() -> None:
    """So that whoever reads no other finds theirs; with a capital where the script has them."""
    assert [own_name(code) for code in ("en", "fa", "he", "ru", "pt-BR", "xx")] == [
        "English", "فارسی", "עברית", "Русский", "Português (Brasil)", "xx",
    ]  # fmt: skip
