"""The search as readers meet it: what it loads, the keys it knows, what it says, and how it folds typed words."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tests.browser.test_accessibility import violations
from tests.hostile import company

from answerable.publish.assets import ASSETS
from answerable.publish.search.folding import Folding, rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.driver import OpenPage

    Serve = Callable[[Path], str]

TABLE = Path(__file__).parents[1] / "data" / "searches.tsv"
BOX, LINE, FOUND = ".md-search__input", "[data-a-found=line]", ".md-search-result__link"
FOLD = """([source, rules, texts]) => {
  const fold = new Function(`${source}; return folding`)()(rules);
  return texts.map((text) => [[...fold.keys(text)].sort(), fold.alternatives(text)]);
}"""
DAYS = """([source, rules, language, query]) => {
  const [folding, readings] = new Function(`${source}; return [folding, readings]`)();
  return readings(query, folding(rules), language).slice(0, -1).map(({ days, rest }) => [...days, rest.trim()])[0];
}"""
MKDOCS = f"site_name: Big\nsite_url: {company.SITE}\ndocs_dir: content\ntheme: {{name: material, font: false}}\n"
MANY = 560


def type_into(page: Page, words: str) -> None:
    """Open the search with its key, type, and wait for its line to change."""
    page.keyboard.press("/")
    before = (page.locator(LINE).text_content() or "").strip()
    page.keyboard.type(words)
    page.clock.run_for(1000)
    page.locator(f"{LINE}:not(:text-is('{before}'))").wait_for()


@pytest.mark.parametrize("language", ["en", "fa", "he", "ru"])
def test_the_browser_folds_as_the_index_does(language: str, open_page: OpenPage) -> None:
    """Every query and every text of the table gets the same keys in both, by the rules of each language's site."""
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]
    texts = [words for _, _, query, text in rows for words in (query, text)]
    followed, folding = rules(language), Folding(rules(language))
    source = (ASSETS / "search" / "fold.js").read_text("utf-8")
    there = open_page("about:blank").evaluate(FOLD, [source, followed, texts])
    here = [[sorted(folding.keys(text)), folding.alternatives(text)] for text in texts]
    assert [pair for pair in zip(texts, there, here, strict=True) if pair[1] != pair[2]] == []


TYPED_DAYS = [
    *((language, "2026-11-25", "2026-11-25") for language in ("en", "fa", "he", "ru")),
    *((language, "25.11.2026", "2026-11-25") for language in ("en", "he", "ru")),
    ("en", "25/11/2026", "2026-11-25"),
    ("en", "11/25/2026", "2026-11-25"),
    ("en", "5/11/2026", "2026-11-05 2026-05-11"),  # as the British and as Americans write it
    ("en", "25 Nov 2026", "2026-11-25"),
    ("en", "November 25, 2026", "2026-11-25"),
    ("ru", "25/11/2026", "2026-11-25"),
    ("ru", "25 ноября 2026", "2026-11-25"),
    ("fa", "۱۴۰۵/۰۹/۰۴", "2026-11-25"),
    ("fa", "1405-9-4", "2026-11-25"),
    ("fa", "۴ آذر ۱۴۰۵", "2026-11-25"),
    ("fa", "۲۵ نوامبر ۲۰۲۶", "2026-11-25"),
    ("fa", "۳۰ اسفند ۱۴۰۳", "2025-03-20"),  # a leap year's last day
    ("he", "15 בכסלו 5787", "2026-11-25"),
    ("he", "ט״ו בכסלו תשפ״ז", "2026-11-25"),
    ("he", "ה׳ באדר א׳ תשפ״ז", "2027-02-12"),
    ("he", "25 בנובמבר 2026", "2026-11-25"),
]


@pytest.mark.parametrize(("language", "query", "days"), TYPED_DAYS)
def test_a_typed_day_is_known(language: str, query: str, days: str, open_page: OpenPage) -> None:
    """In the calendars and the forms in which the readers of each language write it, among other words."""
    source = "".join((ASSETS / "search" / f"{name}.js").read_text("utf-8") for name in ("fold", "days"))
    found = open_page("about:blank").evaluate(DAYS, [source, rules(language), language, f"{query} x1"])
    assert found == [days.split(), "x1"]


@pytest.mark.parametrize("query", ["31.02.2026", "1405/13/01", "1.2.3", "555-12-3456", "2026.11.25.3"])
def test_other_numbers_are_no_days(query: str, open_page: OpenPage) -> None:
    """They are looked for as they are typed."""
    source = "".join((ASSETS / "search" / f"{name}.js").read_text("utf-8") for name in ("fold", "days"))
    assert open_page("about:blank").evaluate(DAYS, [source, rules("en"), "en", query]) is None


def test_a_complaint_is_found_by_each_day_that_it_shows(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """The one on which it was made, and the one on which it was resolved; and no other day's records are."""
    page = open_page(serve_directory(example_site))
    type_into(page, "2026-11-18")
    page.locator(FOUND).first.wait_for()
    made = {link.get_attribute("href") for link in page.locator(FOUND).all()}
    assert any(link and link.endswith("answers/2026-11-18-late-refund/") for link in made)


def test_nothing_is_loaded_before_somebody_types(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """Nor when the box is opened; then little enough for a phone, its script included."""
    page = open_page(serve_directory(example_site))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    loaded = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    page.keyboard.press("/")
    page.clock.run_for(1000)
    assert [name for name in (*loaded, *asked) if "search" in name] == []
    type_into(page, "refund")
    page.locator(FOUND).first.wait_for()
    assert sum(len(gzip.compress((example_site / path[1:]).read_bytes())) for path in asked) < 30_000
    assert {path.rpartition("/")[2].partition(".")[0] for path in asked} == {"search", "index", "0", "d0"}


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_the_keyboard_does_it_all(key: str, example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """A key opens the box, arrows go through what is found and back, Escape closes, Enter goes to the first."""
    page = open_page(serve_directory(example_site) + "incidents/", width=1280)
    focused = "document.activeElement.className.split(' ')[0]"
    page.keyboard.press(key)
    assert page.evaluate(focused) == BOX[1:]
    type_into(page, "refund missing")
    page.locator(FOUND).first.wait_for()
    links = [link.get_attribute("href") for link in page.locator(FOUND).all()]
    assert links == ["/answers/2026-11-18-late-refund/"]
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')") == links[0]
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == BOX[1:]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    assert page.evaluate(focused) == ""
    assert not page.locator(FOUND).first.is_visible()
    page.keyboard.press(key)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{links[0]}")


def test_the_result_line_is_heard_and_counts_in_persian(
    persian_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """A screen reader hears it, since it is a status, with the language's digits; so do words in another spelling."""
    page = open_page(serve_directory(persian_site), locale="fa")
    type_into(page, "سفارشهاي لغوشده")
    line = page.get_by_role("status").filter(has_text="نتیجه")
    assert line.inner_text() == "۱ نتیجه"
    assert page.locator(f"{FOUND} mark").first.inner_text() == "سفارش"
    page.locator(BOX).fill("")
    type_into(page, "زرافه")
    assert page.locator(LINE).inner_text() == "چیزی پیدا نشد"


def test_results_are_narrowed(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """By component and by topic, also with the keyboard alone; and that breaks no rule of accessibility."""
    page = open_page(serve_directory(example_site), width=1280)
    type_into(page, "refund")
    every = page.locator(FOUND).count()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    component = page.get_by_label("All components")
    component.select_option("Wallet")
    page.locator(FOUND).nth(every - 1).wait_for(state="detached")
    assert 0 < page.locator(FOUND).count() < every
    assert page.locator(f"{FOUND}[href*='late-refund']").count() == 0
    assert violations(page, "search") == []


def test_some_of_the_words_are_better_than_nothing(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """Where no page has all that was typed, the line says so, and those with most of it are shown."""
    page = open_page(serve_directory(example_site))
    type_into(page, "giraffe refund missing")
    assert page.locator(LINE).inner_text().startswith("Nothing has all of these words.")
    assert "late-refund" in (page.locator(FOUND).first.get_attribute("href") or "")


def test_without_script_there_is_no_box_that_does_nothing(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """On a phone and on a desktop."""
    for width in (390, 1280):
        page = open_page(serve_directory(example_site), width=width, javascript=False)
        assert not page.locator(BOX).is_visible()
        assert not page.locator("header > nav > label[for=__search]").is_visible()


def test_a_link_to_the_search_opens_it(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """As with the theme's own search: with `?q=` at the address of any page."""
    page = open_page(serve_directory(example_site) + "?q=refund")
    page.clock.run_for(300)
    page.clock.run_for(1000)
    page.locator(FOUND).first.wait_for()
    assert page.locator(BOX).input_value() == "refund"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of many incidents in the present year and one of long ago."""
    folder = tmp_path_factory.mktemp("many")
    files = {
        "mkdocs.yml": f"{MKDOCS}plugins: [search, answerable]\n",
        "content/index.md": "---\ntemplate: home.html\n---\n",
    }
    for number in range(MANY):
        month, day = 1 + number % 10, 1 + number % 28
        files[f"content/incidents/i{number}.md"] = _incident(f"2026-{month:02}-{day:02}", f"Sorting w{number} is slow")
    files["content/incidents/old.md"] = _incident("2017-02-03", "Sorting stood still for a giraffe")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return company.build(folder)[0]


def _incident(day: str, title: str) -> str:
    over = f"{{at: {day}T09:00:00Z, status: resolved, text: It is quick again.}}"
    updates = f"[{{at: {day}T08:00:00Z, status: investigating, text: We look.}}, {over}]"
    return f"---\ntitle: {title}\nimpact: minor\nupdates: {updates}\n---\n"


def test_every_record_is_found(many: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """The newest come first, more of them when somebody goes on, and the one of long ago by its own word."""
    assert len(list((many / "search" / "periods").iterdir())) == 13  # pages, ten months, a year; keys
    page = open_page(serve_directory(many), width=1280)
    type_into(page, "sorting")
    assert page.locator(LINE).inner_text() == "More than 50 results"
    assert page.locator(FOUND).count() == 10
    while (shown := page.locator(FOUND).count()) <= MANY:
        page.keyboard.press("ArrowUp")  # to the last
        page.locator(FOUND).nth(shown).wait_for()
        page.locator(BOX).focus()
    assert page.locator(FOUND).count() == MANY + 1
    assert page.locator(LINE).inner_text() == f"{MANY + 1} results"
    assert page.locator(FOUND).last.get_attribute("href") == "/incidents/old/"
    page.locator(BOX).fill("")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path.split("/")[3].rpartition("-")[0]))
    type_into(page, "giraffe stood")
    assert page.locator(LINE).inner_text() == "1 result"
    assert page.locator(FOUND).get_attribute("href") == "/incidents/old/"
    assert set(asked) <= {"pages", "2026-10", "2026-09", "earlier", "2017"}  # in no month in which neither word is
