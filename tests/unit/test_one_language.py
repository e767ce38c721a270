"""A site in one language speaks it everywhere: no English word of the interface is left on a page or in a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from tests.command import answerable

from answerable.checks.word_files import languages
from answerable.publish.context import LOCALES

SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-a-done", "content")
UNSPOKEN = frozenset({"code", "script", "style", "bdi"})
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
FILES = ("*.xml", "*.rss", "*.atom", "*.ics", "*.txt", "*.opml", "*.svg", "*.json")
NAMES = frozenset({"Search"})
"""What the example calls a component; charts draw names without saying their language."""
SPOKEN_BY_NO_RECORD = sorted(set(languages()) - {"en", "fa"})
"""Languages of the interface in which the example has no text of its own."""
PLACE = re.compile(r"%\(\w+\)s")


class Words(HTMLParser):
    """What a page says in its own language: texts and spoken attributes, without what is marked as another's."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.language = ""
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins; all within a foreign one is foreign."""
        given = dict(attrs)
        self.language = self.language or given.get("lang") or ""
        foreign = any(silent for _tag, silent in self.open[-1:]) or tag in UNSPOKEN
        foreign = foreign or (given.get("lang") or self.language) != self.language
        of = given.get("name") or given.get("property") or ""
        if not foreign and (tag != "meta" or re.search("title|description|site_name|alt", of)):
            self.said += [value for name in SPOKEN if (value := given.get(name))]
        if tag not in VOID:
            self.open.append((tag, foreign))

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it those that were left open in it."""
        while any(name == tag for name, _silent in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Words between tags."""
        if self.open and not self.open[-1][1] and data.strip():
            self.said.append(data)


@lru_cache
def ours() -> frozenset[str]:
    """Every English sentence of the interface, of a plural both."""
    catalog = read_po(BytesIO((LOCALES / "answerable.pot").read_bytes()))
    found = (message.id for message in catalog if message.id)
    return frozenset(text for id in found for text in ([id] if isinstance(id, str) else id))


@lru_cache
def english() -> re.Pattern[str]:
    """Each as a whole text, and the theme's; of those with something in them, such as a name, only the longer ones."""
    theme = files("material") / "templates/partials/languages/en.html"
    theirs = re.findall(r'^  "[a-z.]+": "([A-Z][^"]+)"', theme.read_text("utf-8"), re.MULTILINE)
    return re.compile("|".join(_pattern(text) for text in {*ours(), *theirs} if _words(text) > 2 * ("%(" in text)))


@lru_cache
def sentences() -> re.Pattern[str]:
    """Those of at least four words, anywhere in a text; fewer may be a record's own."""
    return re.compile("|".join(rf"\b{_pattern(text)}" for text in ours() if _words(text) > 3))


def _words(text: str) -> int:
    return len(re.findall("[A-Za-z]{2,}", PLACE.sub(" ", text)))


def _pattern(text: str) -> str:
    return ".{1,80}?".join(re.escape(part) for part in PLACE.split(text))


def pages(site: Path) -> Iterator[Path]:
    """Each page of a site."""
    yield from sorted(site.rglob("*.html"))


def said_on(page: Path) -> list[str]:
    """What it says in its own language, each text trimmed."""
    words = Words()
    words.feed(page.read_text("utf-8"))
    return [" ".join(text.split()).strip(" :·") for text in words.said]


@pytest.mark.parametrize("language", SPOKEN_BY_NO_RECORD)
def test_no_page_says_an_english_word_of_the_interface(language: str, site_in: Callable[[str], Path]) -> None:
    """Texts, labels, titles and descriptions are in the site's language, but for records, which say theirs."""
    root = site_in(language)
    said = {text: page.relative_to(root) for page in pages(root) for text in said_on(page)}
    assert {text: page for text, page in said.items() if text not in NAMES and english().fullmatch(text)} == {}


@pytest.mark.parametrize("language", SPOKEN_BY_NO_RECORD)
def test_no_file_says_an_english_sentence_of_the_interface(language: str, site_in: Callable[[str], Path]) -> None:
    """Feeds, calendars, badges, notices and `status.txt` too; only Statuspage's addresses keep its English words."""
    root = site_in(language)
    found = [path for ending in FILES for path in root.rglob(ending) if path.relative_to(root).parts[0] != "api"]
    left = {
        match[0]: path.relative_to(root)
        for path in found
        if not path.name.endswith("schema.json") and (match := sentences().search(path.read_text("utf-8")))
    }
    assert left == {}


@pytest.mark.parametrize("language", SPOKEN_BY_NO_RECORD)
def test_a_page_says_its_language_and_direction(language: str, site_in: Callable[[str], Path]) -> None:
    """On the root of each page, as screen readers and browsers ask for it, and for the theme's script too."""
    root, direction = site_in(language), Locale(language).text_direction
    wrong = [
        page.relative_to(root)
        for page in pages(root)
        if not re.search(rf'<html lang="{language}"[^>]* dir="{direction}"', page.read_text("utf-8"))
    ]
    assert wrong == []
    config = re.search(r'id="__config"[^>]*>(.*?)<', (root / "index.html").read_text("utf-8"))
    assert config
    assert english().fullmatch(json.loads(config[1])["translations"]["clipboard.copy"]) is None


def test_the_search_speaks_the_site_s_language(hebrew_site: Path, russian_site: Path) -> None:
    """Its result line counts in it, with the forms that it has for one, few and many, and folds its words first."""
    read = {site: json.loads((site / "search/index.json").read_text("utf-8")) for site in (hebrew_site, russian_site)}
    russian = {"one": "# результат", "few": "# результата", "many": "# результатов"}
    assert read[russian_site]["words"]["results"].items() >= russian.items()
    assert read[russian_site]["rules"]["scripts"][0]["script"] == "Cyrillic"
    assert read[hebrew_site]["words"]["results"].items() >= {"two": "שתי תוצאות", "other": "# תוצאות"}.items()
    assert read[hebrew_site]["rules"]["scripts"][0]["script"] == "Hebrew"


def test_an_english_word_would_be_found() -> None:
    """The test above is no empty one: the same words, in English, are found where they are not marked as foreign."""
    words = Words()
    words.feed('<html lang="ru"><p>All incidents</p><p lang="en">All answers</p><a title="Read all of it">x</a>')
    assert [text for text in words.said if english().fullmatch(text)] == ["All incidents", "Read all of it"]
    assert sentences().search("Здесь: This month is not over yet.")


def test_persian_prose_has_persian_digits(persian_site: Path) -> None:
    """No number is Latin but in markup to copy, a code of HTTP, and the year of a work that is cited by its name."""
    mixed = re.compile(r"[آ-ی].*(?<![\w#/.-])[0-9]|(?<![\w#/.-])[0-9].*[آ-ی]")
    found = {text for page in pages(persian_site) for text in said_on(page) if mixed.search(text)}
    assert {text for text in found if not re.search(r"^404|^<|\([A-Z][A-Za-z]+, [0-9]{4}\)$", text)} == set()
    assert mixed.search((persian_site / "status.txt").read_text("utf-8").replace("+98 21 0000 0100", "")) is None


def test_no_persian_text_is_parted_by_a_dot_that_looks_like_a_zero(persian_site: Path) -> None:
    """The middle dot is almost the Persian zero: neither pages nor badges, previews, feeds or the notice have it."""
    texts = (
        path
        for path in persian_site.rglob("*")
        if path.suffix in {".html", ".svg", ".xml", ".atom", ".rss", ".ics", ".json", ".js", ".txt"}
    )
    parted = re.compile(r"\s(?:·|&middot;|&#183;|\\u00b7)\s")
    assert [path.relative_to(persian_site) for path in texts if parted.search(path.read_text("utf-8"))] == []
    assert '"dot": " | "' in (persian_site / "embed.js").read_text("utf-8")


def test_a_post_mortem_is_in_the_language_of_the_page(whole_site: Path) -> None:
    """The Persian one stands in a file beside the record; nothing on its page is in English."""
    page = "incidents/2026-11-23-card-payments/index.html"
    persian, english = ((whole_site / folder / page).read_text("utf-8") for folder in ("fa", ""))
    assert "<h3>چه شد</h3>" in persian and "What happened</h3>" not in persian and 'lang="en" dir="ltr"' not in persian
    assert "What happened</h3>" in english


def test_what_programs_read_has_latin_digits(persian_site: Path) -> None:
    """Figures, rows, instants, addresses and calendars are the same numbers for every program."""
    names = ["freshness.json", "api/metrics.json", "transparency/rows.csv", "sitemap.xml", "_headers"]
    texts = [(persian_site / name).read_text("utf-8") for name in names]
    feeds = "".join((persian_site / name).read_text("utf-8") for name in ("feed.xml", "feed.atom", "history.rss"))
    texts += re.findall(r"<(?:pubDate|guid|updated|published|id|link)\b[^>]*>[^<]*", feeds)
    texts += re.findall(r"(?m)^(?:DT|UID|SEQ|LAST|URL).*", (persian_site / "calendar.ics").read_text("utf-8"))
    assert [text[:80] for text in texts if re.search("[۰-۹]", text)] == []


@pytest.mark.parametrize(
    ("language", "direction", "status", "warned"),
    [("he-IL", "rtl", "כל המערכות פועלות", False), ("ckb", "rtl", "All systems operational", True)],
)
def test_no_language_keeps_a_site_from_being_built(
    language: str, direction: str, status: str, warned: bool, tmp_path: Path
) -> None:
    """A variety has its language's words; one that neither the interface nor the theme speaks has English ones."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "index.md").write_text("---\ntitle: x\ntemplate: home.html\n---\n", encoding="utf-8")
    (tmp_path / "content" / "policy.yml").write_text(f"languages: [{language}]\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\nsite_url: https://status.example.com/\ndocs_dir: content\ntheme: {name: material, font: false}\n"
        "plugins: [answerable]\n",
        encoding="utf-8",
    )
    built = answerable("build", cwd=tmp_path)
    home = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert re.search(rf'<html lang="{language}" dir="{direction}"', home)
    assert f'<body dir="{direction}"' in home
    assert status in home
    assert (f"no words in {language}" in built.output) is warned
