"""The small script by itself, on pages written by hand: times, windows, the guard against age, notices, news."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.bad_host import COUNTING

from answerable.publish import assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

NOW = "2026-11-24T05:30:00Z"
LATER = "2026-11-24T11:30:00+00:00"
STATUS = (
    '<section id="a-band" data-a-live data-a-status><p>All good</p>'
    '<p data-a-unknown hidden>Not known since <time datetime="2026-11-24T11:30:00Z" data-a-time>x</time></p></section>'
)
Visit = Any


def freshness(built: str = NOW, until: str = LATER) -> str:
    """A freshness file."""
    return json.dumps({"built_at": built, "believe_until": until})


def page_of(body: str, *, built: str | None = NOW, promised: str | None = LATER, site: str = "") -> str:
    """A page as the generator would write it, with its settings and script."""
    settings: dict[str, object] = {
        "root": "/",
        "base": "",
        "language": "en",
        "words": {"midnight": "midnight"},
        "zone": ["Asia/Tehran", "Tehran time"],
        "built": built,
        "promised": promised,
        "site": site,
    }
    return (
        "<!doctype html><html lang=en><link rel=icon href=data:,><title>t</title>"
        f'<script type="application/json" id="answerable">{json.dumps(settings)}</script>'
        f'<script src="/answerable.js" defer></script><main>{body}</main>'
    )


class Site:
    """A folder behind an address, and pages of it whose clock stands where the test puts it."""

    def __init__(self, folder: Path, address: str, browser: Browser) -> None:
        self.folder = folder
        self.address = address
        self.browser = browser
        self.write("answerable.js", assets.script().content.decode())
        self.write("freshness.json", freshness())

    def write(self, name: str, text: str) -> None:
        """Put a file on the host."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def visit(
        self, body: str, *, now: str = NOW, zone: str | None = "UTC", first: str = "", path: str = "", **settings: Any
    ) -> Page:
        """Open a page with this body at this instant, in a browser to which something is done `first`.

        It has its first answers, but perhaps not its pictures.
        """
        self.write("index.html", page_of(body, **settings))
        context = self.browser.new_context(timezone_id=zone, locale="en-GB")
        context.set_default_timeout(10_000)
        context.add_init_script(f"{COUNTING}\n{first}")
        page = context.new_page()
        page.clock.install(time=now)
        page.goto(self.address + path, wait_until="domcontentloaded")
        page.wait_for_function("() => waiting === 0")
        return page


@pytest.fixture
def site(tmp_path: Path, serve_directory: Callable[[Path], str], browser: Browser) -> Iterator[Site]:
    """An empty site with the script and a good freshness file."""
    before = set(browser.contexts)
    yield Site(tmp_path, serve_directory(tmp_path), browser)
    for context in set(browser.contexts) - before:
        context.close()


def is_stale(page: Page) -> bool:
    """Whether the page says that it does not know."""
    return bool(page.evaluate("document.documentElement.hasAttribute('data-a-stale')"))


def test_times_are_the_reader_s(site: Site) -> None:
    """09:00 in Tehran reads 06:30 in Berlin in November, and the server's words stay as the title."""
    body = '<time datetime="2026-11-24T09:00:00+03:30" data-a-time>24 November 2026, 09:00 GMT+3:30</time>'
    time = site.visit(body, zone="Europe/Berlin").locator("time")
    assert "06:30" in time.inner_text()
    assert time.get_attribute("title") == "24 November 2026, 09:00 GMT+3:30"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-24T05:18:00Z", "05:18, 12 minutes ago"),
        ("2026-11-24T05:30:20Z", "05:30, now"),
        ("2026-11-24T07:40:00Z", "07:40, in 2 hours"),
        ("2026-11-20T05:30:00Z", "20 Nov, 05:30"),
        ("2025-11-20T05:30:00Z", "20 November 2025 at 05:30"),
    ],
)
def test_times_say_no_more_than_tells_them_apart(site: Site, at: str, words: str) -> None:
    """Near ones are a time and how far off it is, those of this year a day, others a full date."""
    assert site.visit(f'<time datetime="{at}" data-a-time>x</time>').locator("time").inner_text() == words


def test_a_broken_promise_is_said_by_the_reader_s_clock(site: Site) -> None:
    """What was promised for a time reads as late from that time on, in a page built before it."""
    body = (
        '<p><span data-a-until="2026-11-24T05:31:00Z">next</span>'
        '<span data-a-from="2026-11-24T05:31:00Z" hidden>late</span></p>'
    )
    page = site.visit(body)
    before = page.locator("p").inner_text()
    page.clock.run_for(61_000)
    assert (before, page.locator("p").inner_text()) == ("next", "late")


def test_more_notices_than_three_are_counted_as_they_hold(site: Site) -> None:
    """The line for those over three is the one for as many as hold now."""
    cards = [
        {"id": str(number), "html": f'<article class="n">{number}</article>', "from": start, "until": None}
        for number, start in enumerate([None, None, None, None, "2026-11-24T05:31:00Z"])
    ]
    site.write("pinned.json", json.dumps({"notices": cards, "more": ["<b>one more</b>", "<b>two more</b>"]}))
    page = site.visit('<div id="a-pinned" data-a-pinned></div>')
    page.locator("b").wait_for()
    first = page.locator("b").inner_text()
    page.clock.run_for(61_000)
    assert (first, page.locator("b").inner_text(), page.locator(".n").count()) == ("one more", "two more", 3)


def test_relative_times_stay_current(site: Site) -> None:
    """A relative time counts on while the page lies open."""
    page = site.visit('<time datetime="2026-11-24T05:18:00Z" data-a-time="relative">x</time>')
    first = page.locator("time").inner_text()
    page.clock.run_for(120_000)
    assert (first, page.locator("time").inner_text()) == ("12 minutes ago", "14 minutes ago")


@pytest.mark.parametrize(
    ("style", "at", "words"),
    [
        ("until", "2026-11-24T20:30:00Z", "midnight"),
        ("until", "2026-11-24T13:30:00Z", "17:00"),
        ("until", "2026-11-25T20:30:00Z", "Thursday 00:00"),
        ("moment", "2026-11-24T20:30:00Z", "Wednesday 00:00"),
        ("closing", "2026-11-27T20:30:00Z", "midnight"),
        ('end" data-a-since="2026-11-27T15:30:00Z', "2026-11-27T20:30:00Z", "midnight"),
        ('end" data-a-since="2026-11-27T15:30:00Z', "2026-11-27T16:30:00Z", "20:00"),
        ('end" data-a-since="2026-11-27T15:30:00Z', "2026-11-27T22:30:00Z", "28 Nov, 02:00"),
        ("start", "2026-11-24T05:40:00Z", "24 Nov, 09:10"),
    ],
)
def test_an_end_has_no_more_of_a_day_than_it_needs(site: Site, style: str, at: str, words: str) -> None:
    """Midnight at the end of a day is a word; the end of a window has a day only if it is another one."""
    body = f'<time datetime="{at}" data-a-time="{style}">x</time>'
    assert site.visit(body, zone="Asia/Tehran").locator("time").inner_text() == words


@pytest.mark.parametrize(
    ("zone", "words"), [("Asia/Tehran", "Tehran time"), ("Europe/Berlin", "Central European Time")]
)
def test_the_zone_of_a_page_is_said_in_words(site: Site, zone: str, words: str) -> None:
    """By the server's name if the reader is in the site's zone, else by the browser's name of the reader's."""
    page = site.visit("<b data-a-zone>x</b>", zone=zone)
    assert page.locator("b").inner_text() == words


def test_a_window_opens_and_shuts_at_its_instants(site: Site) -> None:
    """An element appears at its `from` and goes at its `until`, at the second, without a reload."""
    body = '<p id="w" hidden data-a-from="2026-11-24T05:30:10Z" data-a-until="2026-11-24T05:30:20Z">now</p>'
    page = site.visit(body, promised=None)
    page.clock.pause_at("2026-11-24T05:30:08Z")
    shown = [page.locator("#w").is_visible()]
    for _ in range(2):
        page.clock.run_for(10_000)
        shown.append(page.locator("#w").is_visible())
    page.clock.run_for(5_000)
    shown.append(page.locator("#w").is_visible())
    assert shown == [False, True, False, False]


def test_hours_open_and_close_with_the_next_opening_named(site: Site) -> None:
    """Closed until 07:00, open, closed until the day after, and from the last closing on nobody says until when."""
    body = (
        '<p id="shut" data-a-windows="2026-11-24T05:00Z/2026-11-24T06:00Z 2026-11-24T07:00Z/2026-11-25T06:00Z'
        ' 2026-11-25T07:00Z/">shut <span data-a-end>until <time data-a-time="moment"></time></span></p>'
    )
    page = site.visit(body, zone="Europe/Berlin", promised=None)
    seen = []
    for at in ("05:31", "06:30", "07:30"):
        page.clock.pause_at(f"2026-11-24T{at}:00Z")
        page.clock.run_for(31_000)
        seen.append(page.locator("#shut").inner_text() if page.locator("#shut").is_visible() else "")
    page.clock.fast_forward("24:00:00")
    page.clock.run_for(31_000)
    seen.append(page.locator("#shut").inner_text().strip())
    assert seen == ["shut until 07:00", "", "shut until Wednesday 07:00", "shut"]


def test_a_young_page_is_believed(site: Site) -> None:
    """With a good freshness file the status is shown."""
    page = site.visit(STATUS)
    assert not is_stale(page)
    assert page.locator("[data-a-unknown]").is_hidden()


def test_a_page_left_open_too_long_is_not_believed(site: Site) -> None:
    """After `believe_until` the page says since when it does not know."""
    page = site.visit(STATUS)
    page.clock.fast_forward("07:00:00")
    page.wait_for_function("() => document.documentElement.hasAttribute('data-a-stale')")
    assert "11:30" in page.locator("[data-a-unknown]").inner_text()


@pytest.mark.parametrize("text", ["", "<html>hello</html>", "{}", '{"believe_until": "soon"}', "null"])
def test_a_broken_freshness_file_is_not_believed(site: Site, text: str) -> None:
    """A freshness file that says nothing is as bad as none."""
    site.write("freshness.json", text)
    assert is_stale(site.visit(STATUS))


def test_a_missing_freshness_file_is_not_believed(site: Site) -> None:
    """Without a freshness file nobody knows how old the site is."""
    (site.folder / "freshness.json").unlink()
    page = site.visit(STATUS)
    assert is_stale(page)
    assert "05:30" in page.locator("[data-a-unknown]").inner_text()


def test_an_old_freshness_file_is_not_believed(site: Site) -> None:
    """A host whose last build is too old is found out even by a page that promises nothing itself."""
    site.write("freshness.json", freshness("2026-11-23T05:30:00Z", "2026-11-23T11:30:00Z"))
    assert is_stale(site.visit(STATUS, built=None, promised=None))


def test_the_tab_says_the_state_of_the_band(site: Site) -> None:
    """The title follows a planned change of the state, and a page that no longer knows says so in the tab too."""
    band = (
        '<section id="a-band" data-a-status><div class="a-band__known" data-a-until="2026-11-24T05:31:00Z"><strong>'
        'All well</strong></div><div class="a-band__known" data-a-from="2026-11-24T05:31:00Z" hidden><strong>Work'
        "</strong></div><div data-a-unknown hidden><strong>Not known since <time data-a-time></time></strong></div>"
        "</section>"
    )
    page = site.visit(band, promised="2026-11-24T05:33:00Z", site="A <b> site")
    titles = [page.title()]
    for milliseconds in (61_000, 121_000):
        page.clock.run_for(milliseconds)
        titles.append(page.title())
    assert titles[:2] == ["All well — A <b> site", "Work — A <b> site"]
    assert titles[2].startswith("Not known since 05:33")
    assert titles[2].endswith(" — A <b> site")


def test_a_page_without_a_state_keeps_its_title(site: Site) -> None:
    """Where no state of the whole is shown, the title is the page's own."""
    assert site.visit("<p>Words</p>").title() == "t"


def test_pinned_notices_are_loaded_and_obey_the_clock(site: Site) -> None:
    """Of the notices in pinned.json those that hold now are shown, others when their time comes."""
    notices = [
        {"id": "a", "html": '<article class="n">open</article>', "from": None, "until": None},
        {"id": "b", "html": '<article class="n">soon</article>', "from": "2026-11-24T05:31:00Z", "until": None},
        {"id": "c", "html": '<article class="n">over</article>', "from": None, "until": NOW},
    ]
    site.write("pinned.json", json.dumps({"notices": notices, "more": []}))
    page = site.visit('<div id="a-pinned" data-a-pinned></div>')
    first = page.locator(".n").all_inner_texts()
    page.clock.run_for(61_000)
    assert (first, page.locator(".n").all_inner_texts()) == (["open"], ["open", "soon"])


def test_news_come_without_a_reload_and_leave_the_reader_alone(site: Site) -> None:
    """New content replaces old, a section that is new appears, an opened <details> and the focus stay."""
    details = '<details id="g"><summary>{0}</summary><a href="/x">link</a></details>'
    body = f'<section id="parts" data-a-live>{details}</section>'
    page = site.visit(body.format("old") + '<p id="gone" data-a-live>gone</p>')
    page.locator("summary").click()
    page.locator("a").focus()
    new = '<p id="fresh" data-a-live>fresh</p>' + body.format("new")
    site.write("index.html", page_of(new, built="2026-11-24T05:31:00Z"))
    site.write("freshness.json", freshness("2026-11-24T05:31:00Z"))
    page.clock.run_for(95_000)
    page.wait_for_selector("#fresh")
    state = page.evaluate("[document.querySelector('#g').open, document.activeElement.localName]")
    assert (page.locator("summary").inner_text(), state) == ("new", [True, "a"])
    assert page.locator("#gone").count() == 0
