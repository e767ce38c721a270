"""The small script on bad lines and odd hosts: real answers that are cut, stuck, older than the page, or another's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.bad_host import BadHost, Line
from tests.browser.server import serving
from tests.browser.test_script import LATER, NOW, STATUS, Site, freshness, is_stale, page_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NEXT, NEXT_LATER = "2026-11-24T05:31:00+00:00", "2026-11-24T11:31:00+00:00"
BEFORE, BEFORE_LATER = "2026-11-23T05:30:00+00:00", "2026-11-23T11:30:00+00:00"
NEWS = STATUS + '<p id="news" data-a-live>news</p>'


@pytest.fixture
def bad(tmp_path: Path, browser: Browser) -> Iterator[tuple[Site, Line]]:
    """A site, and the line to it."""
    line, before = Line(), set(browser.contexts)
    with serving(tmp_path, BadHost.of(line)) as address:
        yield Site(tmp_path, address, browser), line
        for context in set(browser.contexts) - before:
            context.close()


@pytest.fixture
def site(bad: tuple[Site, Line]) -> Site:
    """The site alone, on a good line."""
    return bad[0]


def asks(page: Page) -> None:
    """Let the page ask once more, and wait until it has made of the answers what it makes of them."""
    before = page.evaluate("asked")
    while page.evaluate("asked") == before:
        page.clock.run_for(31_000)  # a minute would be the end of its patience
    page.wait_for_function("() => waiting === 0")


def is_stale_in_the_end(page: Page) -> bool:
    """Whether the page says that it does not know, once its promise is over."""
    page.clock.fast_forward("07:00:00")
    return is_stale(page)


def test_a_link_that_was_cut_off_leaves_the_guard_awake(bad: tuple[Site, Line]) -> None:
    """Messengers cut long links within a letter; an old copy is not green, even while its pictures are not there."""
    site, line = bad
    line.wrong |= {"/picture.png": "stuck", "/freshness.json": "503"}
    site.write("picture.png", "picture")
    page = site.visit(f'{STATUS}<img src="/picture.png">', now="2026-11-26T05:30:00Z", path="#%D9%BE%D")
    assert is_stale(page)


def test_a_notice_that_is_none_hides_no_other_and_leaves_the_guard_awake(site: Site) -> None:
    """Of what `pinned.json` lists, that is shown which is a notice."""
    site.write("pinned.json", json.dumps({"notices": [None, 3, "x", {"id": "y"}, {"html": "<b>real</b>"}]}))
    page = site.visit(STATUS + "<div data-a-pinned></div>")
    assert page.locator("[data-a-pinned]").inner_text() == "real"
    assert (is_stale(page), is_stale_in_the_end(page)) == (False, True)


def test_an_odd_name_of_the_reader_s_language_leaves_times_and_guard_awake(site: Site) -> None:
    """What a browser cannot extend by a calendar is passed over, for the page's own language."""
    names = json.dumps(["en-US@posix", "en-u-nu-latn", "en-"])
    first = f"Object.defineProperty(navigator, 'languages', {{ value: {names} }})"
    page = site.visit(f'{STATUS}<time id="t" datetime="{NOW}" data-a-time="clock">x</time>', first=first)
    assert page.locator("#t").inner_text() == "05:30"
    assert (is_stale(page), is_stale_in_the_end(page)) == (False, True)


def test_a_browser_without_relative_times_shows_others_and_knows_what_it_does_not(site: Site) -> None:
    """Safari before 14: the times are dates, and the tab too says when nothing is known any more."""
    known = '<div class="a-band__known"><strong>All good</strong></div>'
    band = f'<section id="a-band" data-a-live data-a-status>{known}</section>'
    times = f'<time datetime="{NOW}" data-a-time>x</time>, <time datetime="{NOW}" data-a-time="relative">x</time>'
    page = site.visit(f"{band}<p>{times}</p>", first="delete Intl.RelativeTimeFormat", site="Site")
    assert (page.title(), page.locator("p").inner_text()) == ("All good — Site", "24 Nov, 05:30, 24 Nov, 05:30")
    assert is_stale_in_the_end(page)
    assert page.locator("[data-a-unknown]").inner_text() == "Not known since 24 Nov, 11:30"


def test_a_reader_who_travels_reads_times_in_the_zone_that_is_named(site: Site) -> None:
    """The machine's zone changes while the page is open: both follow."""
    body = f'<time datetime="{NOW}" data-a-time="clock">x</time> <b data-a-zone>x</b>'
    page = site.visit(body, zone=None)
    machine = page.context.new_cdp_session(page)
    seen = []
    for zone in ("Asia/Tehran", "Europe/Berlin"):
        machine.send("Emulation.setTimezoneOverride", {"timezoneId": zone})
        page.clock.run_for(31_000)
        seen.append(page.locator("main").inner_text())
    assert seen == ["09:00 Tehran time", "06:30 Central European Time"]


def test_half_a_page_is_no_news(bad: tuple[Site, Line]) -> None:
    """Without a length a page that broke off looks whole; nothing goes, and it is asked again."""
    site, line = bad
    body = STATUS + '<p id="last" data-a-live>{}</p>' + "<!-- long -->" * 100
    page = site.visit(body.format("old"))
    after = page_of(body.format("new"), built=NEXT, promised=NEXT_LATER)
    script = '<script src="/answerable.js" defer></script>'
    site.write("index.html", after.replace(script, "") + script)
    site.write("freshness.json", freshness(NEXT, NEXT_LATER))
    line.wrong["/"] = "half"
    asks(page)
    assert line.asked.count("/") == 2
    assert page.locator("#last").inner_text() == "old"
    line.wrong.clear()
    asks(page)
    assert page.locator("#last").inner_text() == "new"


def test_another_page_in_this_one_s_place_is_no_news(site: Site) -> None:
    """Some hosts answer everything with code 200; a page that is gone keeps its own word, and no longer."""
    page = site.visit('<link rel="canonical" href="https://s.example/components/shop/">' + STATUS)
    site.write("freshness.json", freshness(NEXT, NEXT_LATER))
    first_page = page_of(STATUS.replace("All", "There all"), built=NEXT, promised=NEXT_LATER)
    error_page = page_of("<p>Not found</p>", built=None, promised=None)
    for other in (first_page, error_page, "<html>We will be right back</html>"):
        site.write("index.html", other)
        asks(page)
        assert page.locator("#a-band").inner_text() == "All good"
    assert (is_stale(page), is_stale_in_the_end(page)) == (False, True)


def test_an_older_edge_takes_no_promise_back(site: Site) -> None:
    """Of two edges of a CDN one has yesterday's files: the page does not know less for it, and never goes backwards."""
    page = site.visit(NEWS)
    seen = []
    for built, until, body in ((BEFORE, BEFORE_LATER, STATUS), (NOW, LATER, NEWS), (BEFORE, BEFORE_LATER, STATUS)):
        site.write("freshness.json", freshness(built, until))
        site.write("index.html", page_of(body, built=built, promised=until))
        asks(page)
        seen.append((is_stale(page), page.locator("#news").count()))
    assert seen == [(False, 1)] * 3
    assert is_stale_in_the_end(page)


def test_a_page_without_a_promise_does_not_go_backwards_either(site: Site) -> None:
    """It goes by the newest build it heard of."""
    page = site.visit(STATUS, built=None, promised=None)
    site.write("freshness.json", freshness(BEFORE, BEFORE_LATER))
    site.write("index.html", page_of("<p>old</p>", built=None, promised=None))
    asks(page)
    assert (is_stale(page), page.locator("#a-band").count()) == (False, 1)
    assert is_stale_in_the_end(page)


def test_offline_the_page_keeps_its_own_word(site: Site) -> None:
    """Without a network the page is believed until the instant it promised, and not longer."""
    page = site.visit(STATUS)
    page.context.set_offline(True)
    asks(page)
    assert (is_stale(page), is_stale_in_the_end(page)) == (False, True)


def test_an_answer_cut_off_on_its_way_is_no_word_of_the_site(bad: tuple[Site, Line]) -> None:
    """A line that breaks within the freshness file says nothing about the site: the page keeps its own word."""
    site, line = bad
    page = site.visit(STATUS)
    line.wrong["/freshness.json"] = "cut"
    asked = page.evaluate("fetch('/freshness.json').then((a) => a.text()).then(() => 'whole', () => 'cut')")
    asks(page)
    assert (asked, is_stale(page), is_stale_in_the_end(page)) == ("cut", False, True)


def test_the_login_page_of_another_host_is_no_word_of_the_site(bad: tuple[Site, Line]) -> None:
    """A network that wants a login first leads everything there; the page keeps its own word, and no longer."""
    site, line = bad
    site.write("login.html", "<html>Log in</html>")
    page = site.visit(STATUS)
    elsewhere = site.address.replace("127.0.0.1", "localhost") + "login.html"
    line.wrong = dict.fromkeys(("/", "/freshness.json"), elsewhere)
    asks(page)
    assert (is_stale(page), is_stale_in_the_end(page)) == (False, True)


def test_a_host_that_is_busy_says_nothing_of_the_site(bad: tuple[Site, Line]) -> None:
    """When everybody looks at once hosts put readers off; the page keeps its own word, and no longer."""
    site, line = bad
    page = site.visit(STATUS)
    for code in ("408", "425", "429", "503", "511"):
        line.wrong["/freshness.json"] = code
        asks(page)
        assert not is_stale(page), code
    assert is_stale_in_the_end(page)


def test_a_bad_line_takes_back_nothing_that_the_site_said(bad: tuple[Site, Line]) -> None:
    """Broken by the site's own word, the page is not green again because the line breaks too."""
    site, line = bad
    page = site.visit(STATUS)
    site.write("freshness.json", "<html>We will be right back</html>")
    for bad_line in ("", "429", "cut"):
        line.wrong["/freshness.json"] = bad_line
        asks(page)
        assert is_stale(page), bad_line
    line.wrong.clear()
    site.write("freshness.json", freshness())
    asks(page)
    assert not is_stale(page)


def test_a_copy_that_was_old_does_not_age_what_comes_after(bad: tuple[Site, Line]) -> None:
    """After an outage a CDN says "not changed" of its old copy; the copy's age is over with that."""
    site, line = bad
    line.headers = {"ETag": '"1"', "Age": "25000", "Date": "Mon, 23 Nov 2026 22:33:20 GMT"}
    page = site.visit(STATUS)
    line.headers = {"ETag": '"1"', "Date": "Tue, 24 Nov 2026 05:31:30 GMT"}
    asks(page)
    assert not is_stale(page)


@pytest.mark.parametrize("able", [True, False], ids=["timeout", "no timeout"])
def test_an_answer_that_stops_half_way_is_given_up(bad: tuple[Site, Line], able: bool) -> None:
    """In browsers without `AbortSignal.timeout` too the page asks again after a minute, and learns what is new."""
    site, line = bad
    page = site.visit(STATUS)
    if not able:
        page.evaluate("delete AbortSignal.timeout")
    line.wrong["/freshness.json"] = "stuck"
    site.write("index.html", page_of(NEWS, built=NEXT, promised=NEXT_LATER))
    site.write("freshness.json", freshness(NEXT, NEXT_LATER))
    page.clock.run_for(65_000)
    page.wait_for_function("() => waiting === 1")
    page.clock.run_for(65_000)
    page.wait_for_function("() => waiting === 0")
    line.wrong.clear()
    asks(page)
    assert (is_stale(page), page.locator("#news").count()) == (False, 1)


def test_news_of_notices_leave_focus_and_what_was_unfolded(site: Site) -> None:
    """A notice that comes pushes nobody out of the one they read."""
    card = '<article id="n"><details><summary>Read all of it</summary>words</details><a href="/x">link</a></article>'
    first = {"id": "n", "html": card, "from": None, "until": None}
    site.write("pinned.json", json.dumps({"notices": [first]}))
    page = site.visit("<div data-a-pinned></div>")
    page.locator("summary").click()
    page.locator("#n a").focus()
    site.write("pinned.json", json.dumps({"notices": [first | {"html": "<p>more</p>"}, first]}))
    asks(page)
    assert page.locator("[data-a-pinned] p").inner_text() == "more"
    assert page.evaluate("[document.querySelector('details').open, document.activeElement.localName]") == [True, "a"]


def test_a_clock_that_is_set_back_does_not_stop_the_asking(bad: tuple[Site, Line]) -> None:
    """Two days ahead until the machine asked for the time: the page asks again within a minute, not in two days."""
    site, line = bad
    page = site.visit(STATUS, now="2026-11-26T05:30:00Z")
    before = is_stale(page)
    page.clock.set_system_time(NOW)
    line.asked.clear()
    asks(page)
    assert (before, line.asked.count("/freshness.json") > 0, is_stale(page)) == (True, True, False)


def test_an_answer_for_the_page_before_is_none_for_this_one(site: Site) -> None:
    """Where the theme changes pages without loading, what was asked of the last one comes too late."""
    page = site.visit(STATUS, first="window.document$ = { subscribe: (on) => { window.changed = on; } };")
    site.write("freshness.json", freshness(NEXT, NEXT_LATER))
    site.write("index.html", page_of(NEWS, built=NEXT, promised=NEXT_LATER))
    page.evaluate("""() => {
      const ask = window.fetch;
      window.fetch = async (...given) => {
        const answer = await ask(...given);
        if (!String(given[0]).endsWith(".json")) {
          const settings = document.getElementById("answerable");
          settings.replaceWith(settings.cloneNode(true));
          document.querySelector("main").innerHTML = '<section id="other" data-a-live data-a-status>Other</section>';
          window.changed();
        }
        return answer;
      };
    }""")
    asks(page)
    assert page.locator("main").inner_text() == "Other"
