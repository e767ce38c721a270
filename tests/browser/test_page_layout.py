"""How pages are laid out: one edge, headings that begin high, bars that answer, nothing that moves or is heavy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.driver import visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.browser.driver import OpenPage

    Serve = Callable[[Path], str]

MAIN = (
    "",
    "incidents/",
    "incidents/2026-11-23-card-payments/",
    "components/checkout/",
    "answers/",
    "answers/2026-11-18-late-refund/",
    "transparency/",
    "subscribe/",
    "track/",
)
LINE = 44
"""CSS pixels that a notice takes on inner pages, which is also what a finger hits."""
STILL = 0.002
"""What a single time may move by that is written anew for the reader; browsers call 0.1 good."""
EDGES = """() => {
  const wide = document.documentElement.clientWidth, rtl = document.documentElement.dir === "rtl";
  const inner = (selector) => {
    const node = [...document.querySelectorAll(selector)].find((one) => one.getClientRects().length);
    if (!node) return null;
    const box = node.getBoundingClientRect(), style = getComputedStyle(node);
    return rtl ? wide - box.right + parseFloat(style.paddingRight) : box.left + parseFloat(style.paddingLeft);
  };
  const places = [".md-header .md-logo svg, .md-header [for=__drawer] svg", ".md-tabs__item a", ".a-band__inner",
    "main h2", ".md-footer-meta .md-copyright"];
  return places.map(inner).filter((edge) => edge !== null);
}"""
# A footer at the window's lower edge rises while its own lines are still being parsed; that is no shift of ours.
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  const footer = ({ node }) => node && (node.closest ? node : node.parentElement)?.closest("footer");
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.sources.length || !one.sources.every(footer)) sum += one.value;
  })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""


@pytest.fixture(params=["example_site", "persian_site"], ids=["english", "persian"])
def site(request: pytest.FixtureRequest) -> Path:
    """The example in a language of each direction."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_everything_begins_at_one_edge(width: int, site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """The logo or the menu, the tabs, the hero, the content and the footer have one edge at every width."""
    page = open_page(serve_directory(site), width=width)
    edges = page.evaluate(EDGES)
    assert len(edges) >= 4
    assert max(edges) - min(edges) <= 1


def test_inner_pages_tell_a_notice_in_a_line_and_begin_high(
    site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """Each notice takes 44 pixels, and the page's heading begins in the upper third of a phone."""
    root = serve_directory(site)
    page = open_page(root, width=390, height=844)
    for path in MAIN[1:]:
        visit(page, root + path)
        page.locator(".a-line").first.wait_for()
        boxes = [line.bounding_box() for line in page.locator(".a-line").all()]
        assert [box["height"] for box in boxes if box] == [LINE] * 2, path
        heading = page.locator("h1").bounding_box()
        assert heading and heading["y"] < 844 / 3, path


def test_an_incident_s_own_page_does_not_announce_it(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """Of the open incident and the standing notice, its page has a line for the notice only."""
    page = open_page(serve_directory(example_site) + "incidents/2026-11-24-delivery-slots/")
    page.locator(".a-line").first.wait_for()
    assert page.locator(".a-notice__title").all_inner_texts() == ["Fake Baran shops ask for card numbers"]


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_a_page_loads(
    width: int, example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """No main page has a layout shift: what comes later, such as notices, has its place."""
    root = serve_directory(example_site)
    shifts = {}
    for path in MAIN:
        page = open_page(root + path, width=width)
        page.wait_for_load_state("networkidle")
        page.clock.run_for(1_000)
        page.clock.resume()
        shifts[path] = page.evaluate(SHIFTS)
        page.context.close()
    assert {path: shift for path, shift in shifts.items() if shift > STILL} == {}


def test_the_figures_are_light(site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """They have fewer than 1,200 elements on arrival, the folded ones included, and three big numbers on top."""
    page = open_page(serve_directory(site) + "transparency/")
    assert page.evaluate("document.querySelectorAll('*').length") < 1200
    assert page.locator(".a-big__number:visible").count() == 3
    assert page.locator("details.a-fold[open]").count() == 0


def test_a_link_into_a_fold_unfolds_it(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """Home's figures lead to their part of the month's page, which is folded when one comes from elsewhere."""
    page = open_page(serve_directory(example_site) + "transparency/2026-10/#t-loop")
    assert page.locator("#t-loop[open]").count() == 1
    assert page.locator("details.a-fold[open]").count() == 1


def point_at(page: Page, name: str, days_ago: int, *, rtl: bool = False) -> tuple[float, float]:
    """The middle of a day of a bar."""
    bar = page.locator(f".a-component:has(a[href*='components/{name}']) .a-bar").bounding_box()
    assert bar
    along = (days_ago + 0.5) * bar["width"] / 90
    return (bar["x"] + along if rtl else bar["x"] + bar["width"] - along), bar["y"] + bar["height"] / 2


@pytest.mark.parametrize("site", ["example_site", "persian_site"], indirect=False)
def test_a_day_says_what_happened_under_the_pointer(
    site: str, request: pytest.FixtureRequest, serve_directory: Serve, open_page: OpenPage
) -> None:
    """The wallet failed on 6 November, 18 days before; a usual day says its date."""
    page = open_page(serve_directory(request.getfixturevalue(site)), width=1280)
    rtl = site == "persian_site"
    page.locator(".a-component:has(a[href*='components/wallet'])").scroll_into_view_if_needed()
    page.wait_for_timeout(100)  # scrolling takes the words away
    page.mouse.move(*point_at(page, "wallet", 18, rtl=rtl))
    said = page.locator(".a-tip").inner_text()
    assert ("۱۵ آبان" if rtl else "6 November 2026: ") in said and len(said) > 40
    page.mouse.move(*point_at(page, "wallet", 17, rtl=rtl))
    assert page.locator(".a-tip").inner_text() == ("۱۶ آبان ۱۴۰۵" if rtl else "November 7, 2026")


def test_a_tap_on_a_day_unfolds_what_happened_and_leads_there(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """The day tapped is marked in the list, another one instead of it; the list has a link to the incident."""
    page = open_page(serve_directory(example_site), width=390)
    row = page.locator(".a-component:has(a[href*='components/app'])")
    row.scroll_into_view_if_needed()
    chosen = row.locator("[data-a-chosen]")
    page.mouse.click(*point_at(page, "app", 24))
    assert "31 October 2026" in chosen.inner_text()
    page.mouse.click(*point_at(page, "app", 23))
    assert "1 November 2026" in chosen.inner_text() and row.locator("details[open]").count() == 1
    chosen.get_by_role("link", name="Nobody can sign in to the app").click()
    page.wait_for_url("**/incidents/2026-10-31-app-sign-in/")


def test_the_days_are_read_without_script_and_by_the_keyboard(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """A bar is one stop, which says how many days had trouble and unfolds them."""
    page = open_page(serve_directory(example_site), javascript=False)
    bar = page.locator(".a-component:has(a[href*='components/wallet']) summary")
    assert "trouble on 1 day" in (bar.locator("svg").get_attribute("aria-label") or "")
    bar.focus()
    page.keyboard.press("Enter")
    assert page.locator(".a-component:has(a[href*='components/wallet']) a[href*='wallet-top-up']").is_visible()


def test_phones_say_how_many_days_they_show(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """Sixty days on a phone, ninety elsewhere; the legend stands once in a group, and bars are 24 pixels high."""
    for width, said, share in ((390, "60 days ago", 1.5), (1280, "90 days ago", 1.0)):
        page = open_page(serve_directory(example_site), width=width)
        legend = page.locator("#a-group-shop .a-bar__legend")
        assert legend.count() == 1 and said in legend.inner_text()
        frame = page.locator(".a-days > summary").first.bounding_box()
        bar = page.locator(".a-bar").first.bounding_box()
        assert frame and bar and (bar["height"], frame["height"]) == (24, 24)
        assert bar["width"] == pytest.approx(frame["width"] * share, abs=1)


def test_the_tab_s_icon_has_the_hero_s_colour_and_no_green_when_nothing_is_known(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """Orange while something is out; grey once the page is too old; a sleeping tab gets the site's own icon back."""
    page = open_page(serve_directory(example_site))
    icon = page.locator("link[rel~=icon]")
    assert "194%2C%2080%2C%2010" in (icon.get_attribute("href") or "")  # rgb(194, 80, 10), the hero's
    page.clock.fast_forward("07:00:00")
    page.wait_for_function("() => document.documentElement.hasAttribute('data-a-stale')")
    assert "77%2C%2083%2C%2096" in (icon.get_attribute("href") or "")
    href = "document.querySelector('link[rel~=icon]').getAttribute('href')"  # in one step, since this tab goes on
    assert page.evaluate(f"document.dispatchEvent(new Event('freeze')); {href}").endswith("favicon.png")


def test_only_what_is_going_on_moves(example_site: Path, serve_directory: Serve, open_page: OpenPage) -> None:
    """A dot before the state of an open incident pulses, and nothing does for readers who want no motion."""
    root = serve_directory(example_site)
    for reduced, moving in ((False, {"Identified"}), (True, set())):
        page = open_page(root, reduced_motion=reduced)
        found = page.evaluate("document.getAnimations().map((one) => one.effect.target.textContent)")
        assert set(found) == moving


def test_colours_forced_by_the_reader_keep_all_words_and_borders(
    example_site: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """In forced colours the hero has a border, and the bars keep theirs, since they are drawings."""
    page = open_page(serve_directory(example_site))
    page.emulate_media(forced_colors="active")
    style = "node => getComputedStyle(node).borderTopStyle"
    assert page.locator("#a-band").evaluate(style) == "solid"
    strokes = "() => new Set([...document.querySelectorAll('.a-bar path')].map((p) => getComputedStyle(p).stroke)).size"
    assert page.evaluate(strokes) >= 3
