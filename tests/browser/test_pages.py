"""Every kind of page as readers meet it: on a small phone, without script, on paper, with the keyboard, offline."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tests.browser.driver import visit
from tests.browser.test_accessibility import PAGES
from tests.command import answerable
from tests.conftest import EXAMPLE_NOW, ROOT

from answerable.publish.context import translations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Response
    from tests.browser.driver import OpenPage

    Serve = Callable[[Path], str]

HOME_AT_MOST = 45_000  # bytes, compressed


@pytest.fixture(params=["example_site", "persian_site"], ids=["english", "persian"])
def site(request: pytest.FixtureRequest) -> Path:
    """The example in each language."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


def visible_text(page: Page, selector: str = "body") -> str:
    """The words a reader sees."""
    return page.locator(selector).first.inner_text()


def test_nothing_is_wider_than_a_small_phone(site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """At 320 CSS pixels no kind of page scrolls sideways."""
    root = serve_directory(site)
    page = open_page(root, width=320, height=568)
    wide = {}
    for path in PAGES:
        visit(page, root + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[path] = width
    assert wide == {}


def test_no_page_asks_another_host_or_errs(site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """Nothing is loaded from elsewhere, and the console stays quiet."""
    root = serve_directory(site)
    page = open_page(root)
    asked, errors = {}, {}
    for path in PAGES:
        visit(page, root + path)
        page.wait_for_load_state("networkidle")
        asked[path], errors[path] = page.foreign_requests, page.console_errors
    assert {path: found for path, found in asked.items() if found} == {}
    assert {path: found for path, found in errors.items() if found} == {}


def test_home_says_all_without_script(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """Status, as of when, notices, components and who is there need no script."""
    page = open_page(serve_directory(example_site), javascript=False)
    words = visible_text(page)
    for said in (
        "Partial system outage",
        "As of",
        "24 November 2026, 09:00 Tehran time",
        "Grocery delivery",
        "Who is there",
    ):
        assert said in words
    assert page.locator(".a-notice").count() == 3
    page.locator("#a-group-payment > summary").click()
    assert (
        page.locator("#a-group-payment .a-component").first.is_visible()
        is not page.locator("#a-group-payment[open]").is_hidden()
    )


def test_a_record_s_page_leads_to_the_notices_without_script(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """A page that loads notices by script has a link to them for readers without."""
    page = open_page(serve_directory(example_site) + "answers/2026-11-18-late-refund/", javascript=False)
    link = page.get_by_role("link", name="See what is happening now")
    assert link.is_visible()
    link.click()
    assert page.locator(".a-band").is_visible()


def test_a_record_s_page_carries_the_notices_with_script(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """With script a line for each that holds stands on top of an answer, and on the 404; what is resolved does not."""
    root = serve_directory(example_site)
    *titles, resolved = open_page(root).locator(".a-notice__title").all_inner_texts()
    assert len(titles) == 2 and resolved.startswith("Resolved: ")
    for path in ("answers/2026-11-18-late-refund/", "no-such-page/"):
        page = open_page(root + path)
        page.locator(".a-notice").first.wait_for()
        assert page.locator(".a-notice__title").all_inner_texts() == titles


def test_the_status_comes_first(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """The first words in the page's body, after the skip link, are the overall status: in words and with an icon."""
    page = open_page(serve_directory(example_site))
    band = page.locator("#a-band")
    before = page.evaluate(
        """() => { const band = document.getElementById("a-band"), before = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node && !band.contains(node); node = walker.nextNode())
            if (node.data.trim() && !node.parentElement.closest("script,style,.md-skip")) before.push(node.data.trim());
        return before; }"""
    )
    assert before == []
    assert visible_text(page, "#a-band strong") == "Partial system outage"
    assert band.locator("svg").count() >= 1


def test_the_keyboard_goes_everywhere(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """The first stop is the skip link; a group opens with Enter; the focus is seen."""
    page = open_page(serve_directory(example_site), width=1280)
    page.keyboard.press("Tab")
    assert "md-skip" in page.evaluate("document.activeElement.className")
    summary = page.locator("#a-group-shop > summary")
    was_open = page.locator("#a-group-shop").get_attribute("open") is not None
    summary.focus()
    page.keyboard.press("Enter")
    assert (page.locator("#a-group-shop").get_attribute("open") is not None) is not was_open
    assert summary.evaluate("node => getComputedStyle(node).outlineStyle") != "none"


def test_the_search_finds_records(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """A word of an answer leads to that answer, from a page of a record too."""
    page = open_page(serve_directory(example_site) + "incidents/2026-11-23-card-payments/", width=1280)
    page.locator(".md-search__input").click()
    page.keyboard.type("refund cancelled")
    found = page.locator(".md-search-result__link[href*='2026-11-18-late-refund']").first
    found.wait_for()
    found.click()
    page.wait_for_url("**/answers/2026-11-18-late-refund/**")
    assert page.locator("h1").inner_text() == "Refund missing after a cancelled order"


def test_paper_has_the_story_and_no_chrome(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """In print there is no header, search, navigation or footer, and an incident's updates are all there."""
    page = open_page(serve_directory(example_site) + "incidents/2026-11-23-card-payments/", width=800)
    page.emulate_media(media="print")
    for chrome in (".md-header", ".md-footer", ".md-search", ".md-tabs", ".md-sidebar--primary"):
        assert all(node.is_hidden() for node in page.locator(chrome).all())
    assert all(node.is_visible() for node in page.locator(".a-timeline > li").all())
    assert page.locator(".a-timeline > li").count() >= 2


def test_paper_has_the_status(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """Home in print begins with the state, which the theme would leave out with its announcements."""
    page = open_page(serve_directory(example_site), width=800)
    page.emulate_media(media="print")
    assert page.locator("#a-band").is_visible()


def test_nothing_is_wider_than_a_phone_without_script(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """Nor is there anything beside the page when the theme's script does not run."""
    page = open_page(serve_directory(example_site), javascript=False)
    page.keyboard.press("End")
    assert page.screenshot(full_page=True)[16:20] == (390).to_bytes(4, "big")  # the width of a PNG


def test_paper_from_a_dark_screen_has_the_light_colours(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """What is printed from a dark screen looks as from a light one, so that words stay legible on their grounds."""
    root = serve_directory(example_site)
    looks = []
    for dark in (False, True):
        page = open_page(root, width=800, dark=dark)
        page.emulate_media(media="print")
        style = "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]"
        looks.append([page.locator(place).first.evaluate(style) for place in (".a-notice", ".a-pill", ".a-group")])
        page.context.close()
    assert looks[0] == looks[1]


def test_home_is_light(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """Home and all it loads, without Material's own files, stay under 45 KB compressed."""
    root = serve_directory(example_site)
    responses: list[Response] = []

    def remember(response: Response) -> None:
        responses.append(response)

    page = open_page("about:blank")
    page.on("response", remember)
    page.goto(root, wait_until="networkidle")
    sizes = {
        urlsplit(response.url).path: len(gzip.compress(response.body(), mtime=0))
        for response in responses
        if not urlsplit(response.url).path.startswith(
            ("/assets/javascripts/", "/assets/stylesheets/", "/assets/images/")
        )
        and not urlsplit(response.url).path.startswith("/search/")
    }
    assert "/" in sizes
    assert any(path.endswith(".css") for path in sizes)
    assert any(path.endswith(".js") for path in sizes)
    assert sum(sizes.values()) < HOME_AT_MOST, sizes


@pytest.mark.parametrize(
    "path",
    ["", "incidents/2026-11-24-delivery-slots/", "answers/2026-11-18-late-refund/"],
    ids=["home", "incident", "answer"],
)
def test_persian_is_right_to_left_and_persian(
    path: str, persian_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """The page reads from the right, and no English sentence of the interface is left in it."""
    page = open_page(serve_directory(persian_site) + path, locale="fa")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["fa", "rtl"]
    assert page.locator("article").first.evaluate("node => getComputedStyle(node).direction") == "rtl"
    words = visible_text(page, "main")
    catalog = translations("fa")._catalog
    english = {key for key in catalog if isinstance(key, str) and len(key) > 3 and "%" not in key}
    left = sorted(sentence for sentence in english if sentence in words)
    assert left == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_instant_loading_keeps_everything_alive(
    example_site: Path, tmp_path: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """With Material's instant loading on, times and notices are there after a click that loads no page."""
    for file in example_site.rglob("*"):
        target = tmp_path / file.relative_to(example_site)
        if file.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            content = file.read_bytes()
            text = content.decode() if file.suffix == ".html" else ""
            if '<script id="__config"' in text:  # the page for frames has none of the theme
                config = text.split('<script id="__config" type="application/json">')[1].split("</script>")[0]
                changed = json.loads(config)
                changed["features"].append("navigation.instant")
                content = text.replace(config, json.dumps(changed)).encode()
            target.write_bytes(content)
    root = serve_directory(tmp_path)
    for file in [*tmp_path.rglob("*.html"), tmp_path / "sitemap.xml"]:
        text = file.read_text("utf-8").replace("https://status.example.com/", root)
        file.write_text(text, encoding="utf-8")
    page = open_page(root, width=1280, timezone="Asia/Tehran")
    page.evaluate("window.kept = true")
    page.get_by_role("link", name="Answers", exact=True).first.click()
    page.wait_for_url("**/answers/")
    page.locator("main a[href*='2026-11-18-late-refund']").first.click()
    page.wait_for_url("**/2026-11-18-late-refund/")
    page.locator(".a-notice").first.wait_for()
    assert page.evaluate("window.kept") is True
    time = page.locator(".a-waits time").first
    assert time.get_attribute("title") == "18 November 2026, 09:12 Tehran time"
    # The theme asks for site maps beside feeds after each such click; that it finds none is all that may be said.
    assert [error for error in page.console_errors if "404" not in error] == []


def test_a_maintenance_begins_and_ends_on_an_open_home_page(
    tmp_path: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """Home was built an hour before; when the time comes the status, the component and the list say so, and back."""
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    for kind in ("incidents", "notices", "maintenance", "complaints"):
        shutil.rmtree(folder / kind)
    (folder / "maintenance").mkdir()
    (folder / "maintenance" / "wires.md").write_text(
        "---\ntitle: New wires\nstarts: 2026-11-24T10:00:00+03:30\nends: 2026-11-24T11:00:00+03:30\n"
        "components: {search: under_maintenance}\n---\n",
        encoding="utf-8",
    )
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "overrides").mkdir()
    answerable("build", "--now", EXAMPLE_NOW, "--site-dir", tmp_path / "site", cwd=tmp_path)
    page = open_page(serve_directory(tmp_path / "site"))

    def said() -> list[str]:
        band = page.locator("#a-band [role=status]:visible").inner_text()
        pill = page.locator(".a-component:has(a[href*='search']) .a-dot:visible").inner_text()
        return [band, pill, visible_text(page, "#a-maintenance .a-parts > span").strip()]

    seen = [said()]
    for _ in range(2):
        page.clock.fast_forward("01:00:01")
        page.clock.run_for(31_000)
        seen.append(said())
    assert seen[0] == ["All systems operational", "Operational", "Scheduled"]
    assert seen[1] == ["Service under maintenance", "Under maintenance", "In progress"]
    assert seen[2][:2] == ["All systems operational", "Operational"]
