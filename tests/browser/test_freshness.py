"""Pages of a built site whose clock goes on: whatever the host does, nothing is green that nobody knows."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser import driver
from tests.browser.server import StaticHost, serving
from tests.command import answerable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

BUILT, AGAIN = "2026-11-24T08:00:00+00:00", "2026-11-26T08:00:00+00:00"  # believed for six hours
RECORDS = {
    "mkdocs.yml": (
        "site_name: Test\nsite_url: https://s.example.com/\ndocs_dir: content\ntheme: {name: material, font: false}\n"
        "plugins: [answerable]\nnav: [index.md]\n"
    ),
    "content/index.md": "---\ntitle: Status\ntemplate: home.html\n---\n",
    "content/components.yml": "components: [{id: shop, name: Shop}]\n",
    "content/subscribe.md": "---\ntitle: Subscribe\ntemplate: subscribe.html\n---\n",
    "content/channels.yml": "channels: [{id: x, kind: x, name: X, url: 'https://x.com/shop'}]\n",
    "content/incidents/slow.md": (
        "---\ntitle: Shop is slow\nimpact: minor\ncomponents: {shop: degraded_performance}\nupdates:\n"
        "  - {at: 2026-11-23T07:00:00Z, status: investigating, text: We look.}\n"
        "  - {at: 2026-11-24T07:00:00Z, status: resolved, text: It is as fast as ever.}\n---\n"
    ),
    "content/policy.yml": "languages: [en]\nfreshness: {rebuild_every: 15m, believe_for: 6h}\n",
    "content/maintenance/wires.md": (
        "---\ntitle: New wires\nstarts: 2026-11-24T10:00:00Z\nends: 2026-11-24T11:00:00Z\n"
        "components: {shop: under_maintenance}\n---\n"
    ),
}
NEWS = (
    "---\ntitle: Shop is down\nimpact: major\ncomponents: {shop: major_outage}\nupdates:\n"
    "  - {at: 2026-11-26T07:00:00Z, status: investigating, text: We look.}\n---\n"
)
FAR = {"built_at": BUILT, "next_build_by": None, "believe_until": "2030-01-01T00:00:00+00:00", "findings": 0}
SAYING_NOTHING = {
    "broken": "<html>We will be right back</html>",
    "cut": json.dumps(FAR)[:60],
    "empty": "",
    "null": "null",
    "list": "[]",
    "words": json.dumps(FAR | {"believe_until": "soon"}),
    "untold": json.dumps(FAR | {"believe_until": None}),
    "number": json.dumps(FAR | {"believe_until": 1_795_000_000}),
    "nested": json.dumps(FAR | {"believe_until": {"at": FAR["believe_until"]}}),
}
"""What may stand where `freshness.json` should."""
PATHS = pytest.mark.parametrize("path", ["", "components/shop/"], ids=["home", "component"])


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site of the first build, and that of two days later, when the shop is down."""
    root = _project(tmp_path_factory.mktemp("fresh"))
    answerable("build", "--now", BUILT, "--site-dir", root / "first", cwd=root)
    (root / "content/incidents/down.md").write_text(NEWS, encoding="utf-8")
    answerable("build", "--now", AGAIN, "--site-dir", root / "second", cwd=root)
    return root / "first", root / "second"


@pytest.fixture(scope="module")
def minutes_later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a build six minutes after the first, when the shop is down."""
    root = _project(tmp_path_factory.mktemp("later"))
    (root / "content/incidents/down.md").write_text(NEWS.replace("26T07", "24T08"), encoding="utf-8")
    answerable("build", "--now", "2026-11-24T08:06:00+00:00", "--site-dir", root / "site", cwd=root)
    return root / "site"


def _project(root: Path) -> Path:
    for name, text in RECORDS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


class Host:
    """A site on loopback that goes wrong as a test says, and pages of it whose clock stands where the test puts it."""

    def __init__(self, folder: Path, address: str, browser: Browser) -> None:
        self.folder = folder
        self.address = address
        self.context = browser.new_context(timezone_id="UTC", locale="en-GB")
        self.context.set_default_timeout(10_000)

    def visit(self, path: str = "", now: str = "2026-11-24T08:05:00Z") -> Page:
        """Open a page at an instant."""
        page = self.context.new_page()
        page.clock.install(time=now)
        page.goto(self.address + path, wait_until="load")
        page.wait_for_function("() => document.querySelector('time[title]')")
        return page

    def trouble(self, kind: str) -> None:
        """Let the freshness file be wrong from now on."""
        file = self.folder / "freshness.json"
        if kind == "missing":
            file.unlink()
        elif kind in SAYING_NOTHING:
            file.write_text(SAYING_NOTHING[kind], encoding="utf-8")
        elif kind == "another":  # of a site that may be believed for years, which a host mistakes for this one
            file.write_text(json.dumps(FAR | {"built_at": "2026-11-24T08:30:00+00:00"}), encoding="utf-8")
        elif kind == "failing":
            self.context.route("**/freshness.json", lambda route: route.fulfill(status=503, body="busy"))
        elif kind == "silent":
            self.context.route("**/freshness.json", _never)
        elif kind == "offline":
            self.context.set_offline(True)


def _never(route: Route) -> None:
    """Leave a request without an answer."""


@pytest.fixture
def host(
    builds: tuple[Path, Path], tmp_path: Path, serve_directory: Callable[[Path], str], browser: Browser
) -> Iterator[Host]:
    """The first build on its host."""
    shutil.copytree(builds[0], tmp_path / "site")
    found = Host(tmp_path / "site", serve_directory(tmp_path / "site"), browser)
    yield found
    found.context.close()


def said(page: Page) -> str:
    """The status as the reader sees it, in one line."""
    return " ".join(page.locator("[data-a-status]").first.inner_text().split()).removesuffix(" Subscribe")


def is_green(page: Page) -> bool:
    """Whether anything that the reader sees or hears says that something works, the tab and the unseen heading too."""
    statuses = [*page.locator("[data-a-status], h1").all_inner_texts(), page.title()]
    return any("operational" in status.lower() for status in statuses)


@PATHS
def test_a_page_of_now_is_green(host: Host, path: str) -> None:
    """What is known and well is green: else the tests below would hold of a page that says nothing."""
    page = host.visit(path)
    page.clock.run_for(61_000)
    assert is_green(page)


@PATHS
@pytest.mark.parametrize("trouble", ["missing", *SAYING_NOTHING])
def test_a_freshness_file_that_says_nothing_is_found_out_while_the_page_is_open(
    host: Host, path: str, trouble: str
) -> None:
    """Within two minutes an open page is not green any more, and a new one is not from the first answer on."""
    page = host.visit(path)
    host.trouble(trouble)
    page.clock.run_for(95_000)  # it asks once a minute, at a tick of half of one
    page.wait_for_function("() => document.documentElement.hasAttribute('data-a-stale')")
    assert not is_green(page)
    assert "Not known since" in said(page)
    new = host.visit(path)
    new.wait_for_function("() => document.documentElement.hasAttribute('data-a-stale')")
    assert not is_green(new)


@PATHS
@pytest.mark.parametrize("trouble", ["missing", "broken", "another", "failing", "silent", "offline", "none"])
def test_past_its_promise_no_page_is_green(host: Host, path: str, trouble: str) -> None:
    """Six hours after the build, and no new one: not known since then, whatever the host answers or does not."""
    page = host.visit(path)
    host.trouble(trouble)
    page.clock.fast_forward("05:54:00")
    before = is_green(page)
    page.clock.fast_forward("00:01:01")
    page.wait_for_function("() => document.documentElement.hasAttribute('data-a-stale')")
    assert before or trouble in {"missing", "broken"}  # which are found out sooner
    assert not is_green(page)
    assert "Not known since" in said(page)


@PATHS
def test_past_the_promised_next_build_the_page_is_believed_until_it_said(host: Host, path: str) -> None:
    """Schedules run late: a quarter of an hour without the next build is no alarm, and the page says of when it is."""
    page = host.visit(path)
    page.clock.fast_forward("00:30:00")
    page.clock.run_for(31_000)
    assert is_green(page)
    assert "As of 08:00" in said(page)


@PATHS
@pytest.mark.parametrize("trouble", ["failing", "silent"])
def test_a_copy_of_two_days_ago_is_not_green_even_for_a_moment(host: Host, path: str, trouble: str) -> None:
    """A page from an old cache knows its own age, and waits for nobody to say so."""
    host.trouble(trouble)
    page = host.visit(path, now="2026-11-26T08:05:00Z")
    assert not is_green(page)
    assert "Not known since" in said(page)


@PATHS
def test_a_laptop_that_slept_for_two_days_wakes_up_not_green(host: Host, path: str) -> None:
    """Before anything is asked the open page says since when it does not know."""
    page = host.visit(path)
    host.trouble("offline")
    page.clock.fast_forward("48:00:00")
    assert not is_green(page)
    assert "Not known since 24 Nov, 14:00" in said(page)


@PATHS
def test_a_laptop_that_slept_for_two_days_learns_what_is_true_now(
    host: Host, path: str, builds: tuple[Path, Path]
) -> None:
    """With a network the new build takes the old one's place without a reload, outage and all."""
    page = host.visit(path)
    page.evaluate("window.kept = true")
    shutil.copytree(builds[1], host.folder, dirs_exist_ok=True)
    page.clock.fast_forward("48:00:00")
    page.wait_for_function("() => !document.documentElement.hasAttribute('data-a-stale')")
    assert "outage" in said(page).lower()
    assert not is_green(page)
    assert page.evaluate("window.kept") is True


@PATHS
def test_maintenance_begins_and_ends_at_its_instants(host: Host, path: str) -> None:
    """The page was built two hours before; at the second the work begins it says so, and at its end it is over."""
    page = host.visit(path, now="2026-11-24T09:59:50Z")
    seen = [said(page)]
    page.clock.run_for(11_000)
    seen.append(said(page))
    page.clock.fast_forward("00:59:55")
    page.clock.run_for(11_000)
    seen.append(said(page))
    assert ["maintenance" in words for words in seen] == [False, True, False]
    assert ["perational" in words for words in seen] == [True, False, True]


@PATHS
def test_the_tab_says_what_the_page_says(host: Host, path: str) -> None:
    """Before, during and after the work, and when nothing is known any more."""
    page = host.visit(path, now="2026-11-24T09:59:50Z")
    name = "Shop - Test" if path else "Test"
    tabs = [page.title()]
    for step in ("00:00:11", "01:00:00", "04:00:00"):
        page.clock.fast_forward(step)
        page.clock.run_for(31_000)
        tabs.append(page.title())
    joint = ": " if path else " — "
    well, work = (
        ("Operational", "Under maintenance") if path else ("All systems operational", "Service under maintenance")
    )
    assert tabs[:3] == [f"{state}{joint}{name}" for state in (well, work, well)]
    assert tabs[3].startswith("Not known since 14:00") and tabs[3].endswith(f"{joint}{name}")


@pytest.mark.parametrize("trouble", ["none", "missing", "broken", "offline"])
def test_work_that_should_be_over_is_called_so_only_while_that_is_known(host: Host, trouble: str) -> None:
    """The page of the maintenance says by the reader's clock that it is completed; two days later nobody knows that."""
    page = host.visit("maintenance/wires/", now="2026-11-24T10:59:50Z")
    state = page.locator("#w-state")
    assert "In progress" in state.inner_text()
    page.clock.run_for(11_000)
    assert "Completed" in state.inner_text()
    host.trouble(trouble)
    page.clock.fast_forward("48:00:00")
    page.clock.run_for(95_000)
    page.wait_for_function("() => document.documentElement.hasAttribute('data-a-stale')")
    assert "Completed" not in state.inner_text()
    assert "Not known since" in state.inner_text()


def test_an_open_page_of_work_learns_that_it_takes_longer(host: Host, minutes_later: Path) -> None:
    """A new end is on the page within two minutes, without a reload."""
    page = host.visit("maintenance/wires/", now="2026-11-24T10:50:00Z")
    there = host.folder / "maintenance" / "wires" / "index.html"
    there.write_text(there.read_text("utf-8").replace("2026-11-24T11:00:00", "2026-11-24T12:00:00"), encoding="utf-8")
    shutil.copy(minutes_later / "freshness.json", host.folder)
    page.clock.run_for(95_000)
    page.wait_for_function("() => document.querySelector('#w-state [data-a-until^=\"2026-11-24T12\"]')")
    page.clock.fast_forward("00:15:00")  # 11:06
    assert "In progress" in page.locator("#w-state").inner_text()


def test_over_midnight_times_get_the_day_that_tells_them_apart(host: Host) -> None:
    """At 23:58 the build of the afternoon was hours ago; after noon of the next day it was on a day, and not known."""
    later = "2026-11-24T13:30:00Z"
    page = host.visit(now=later)
    before = page.locator(".a-band__known:visible time").inner_text()
    page.clock.fast_forward("10:35:00")  # 00:05 of the 25th
    page.wait_for_function("() => document.documentElement.hasAttribute('data-a-stale')")
    assert (before, said(page)) == ("08:00, 5 hours ago", "Not known since 14:00, 10 hours ago")
    page.clock.fast_forward("12:00:00")
    page.clock.run_for(31_000)
    assert said(page) == "Not known since 24 Nov, 14:00"


@pytest.mark.parametrize("trouble", ["missing", "broken", "another", "offline", "none"])
def test_an_incident_s_page_never_says_that_all_is_well(host: Host, trouble: str) -> None:
    """It tells what was said and when; two days later that is as true as before, and nothing on it speaks of now."""
    page = host.visit("incidents/slow/")
    host.trouble(trouble)
    page.clock.fast_forward("48:00:00")
    page.clock.run_for(61_000)
    words = page.locator("main").inner_text()
    assert "Resolved" in words and "24 Nov, 07:00" in words
    assert "perational" not in words and not is_green(page)


@pytest.mark.parametrize("trouble", ["missing", "broken", "offline", "none"])
def test_a_post_to_pin_is_not_offered_when_nobody_knows(host: Host, trouble: str) -> None:
    """What would be pinned on a profile says how things stand: past the promise the words cannot be copied any more."""
    page = host.visit("subscribe/")
    assert page.locator("#kit-post-x").is_visible()
    host.trouble(trouble)
    page.clock.fast_forward("06:00:01")
    page.wait_for_function("() => document.documentElement.hasAttribute('data-a-stale')")
    assert not page.locator("#kit-post-x").is_visible()
    assert not page.locator('[data-a-copy="kit-post-x"]').is_visible()
    assert page.locator("#kit-bio-x").is_visible()  # which says nothing of now


def test_a_post_to_pin_is_that_of_the_newest_build(host: Host, minutes_later: Path) -> None:
    """On an open page the words to pin are not those of a build whose promise is over; who was at the button stays."""
    page = host.visit("subscribe/")
    post, button = page.locator("#kit-post-x"), page.locator('[data-a-copy="kit-post-x"]')
    assert "Resolved: Shop is slow" in post.inner_text()
    button.focus()
    shutil.copytree(minutes_later, host.folder, dirs_exist_ok=True)
    page.clock.run_for(95_000)
    page.wait_for_function("() => document.getElementById('kit-post-x').textContent.includes('Shop is down')")
    assert page.evaluate("document.activeElement.dataset.aCopy") == "kit-post-x"
    assert "As of 08:06" in page.locator("#kit-asof").inner_text()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    button.click()
    assert "Investigating: Shop is down" in page.evaluate("String(getSelection())")


def dated(date: str, age: str = "") -> type[StaticHost]:
    """A host whose answers carry a date, as nearly all do, and perhaps the age that a cache adds."""

    class Dated(StaticHost):
        def end_headers(self) -> None:
            """Send them."""
            self.send_header("Date", date)
            if age:
                self.send_header("Age", age)
            super().end_headers()

    return Dated


@contextlib.contextmanager
def clocks(folder: Path, browser: Browser, host: type[StaticHost]) -> Iterator[Host]:
    """The first build on such a host."""
    with serving(folder, host) as address:
        found = Host(folder, address, browser)
        yield found
        found.context.close()


THE_26TH = "Thu, 26 Nov 2026 08:05:00 GMT"


@PATHS
@pytest.mark.parametrize(("date", "age"), [(THE_26TH, ""), ("Tue, 24 Nov 2026 08:05:00 GMT", "172800")])
def test_a_clock_two_days_behind_does_not_make_an_old_build_new(
    builds: tuple[Path, Path], browser: Browser, path: str, date: str, age: str
) -> None:
    """By the reader's clock the build is five minutes old; the host's answer knows better, or a cache's age."""
    with clocks(builds[0], browser, dated(date, age)) as host:
        page = host.visit(path, now="2026-11-24T08:05:00Z")
        page.wait_for_function("() => document.documentElement.hasAttribute('data-a-stale')")
        assert not is_green(page)
        assert "Not known since" in said(page)


@PATHS
def test_a_clock_two_days_behind_sees_the_new_build_as_it_is(
    builds: tuple[Path, Path], browser: Browser, path: str
) -> None:
    """The build of the 26th is known and says what it says, although the reader's clock shows the 24th."""
    with clocks(builds[1], browser, dated(THE_26TH)) as host:
        page = host.visit(path, now="2026-11-24T08:05:00Z")
        page.clock.run_for(61_000)
        assert "outage" in said(page).lower()
        assert not page.evaluate("document.documentElement.hasAttribute('data-a-stale')")


@PATHS
@pytest.mark.parametrize("date", [THE_26TH, "Tue, 24 Nov 2026 08:05:00 GMT", "", "yesterday"])
def test_a_clock_two_days_ahead_believes_nothing(
    builds: tuple[Path, Path], browser: Browser, path: str, date: str
) -> None:
    """An answer's date never makes a build younger: it may be that of a copy that a cache kept."""
    with clocks(builds[0], browser, dated(date)) as host:
        page = host.visit(path, now="2026-11-26T08:05:00Z")
        page.clock.run_for(61_000)
        assert not is_green(page)


@PATHS
@pytest.mark.parametrize(
    ("date", "now"),
    [
        ("Sun, 22 Nov 2026 08:05:00 GMT", "2026-11-24T08:05:00Z"),  # the host knows that the build's clock is ahead
        ("Tue, 24 Nov 2026 07:50:00 GMT", "2026-11-24T08:05:00Z"),  # so it does of ten minutes
        ("", "2026-11-24T06:50:00Z"),  # only the reader's clock speaks against it
        ("yesterday", "2026-11-22T08:05:00Z"),
    ],
)
def test_a_build_from_the_future_is_not_known(
    builds: tuple[Path, Path], browser: Browser, path: str, date: str, now: str
) -> None:
    """The clock of its machine was ahead, so its promise holds too long; the words that are there stay."""
    with clocks(builds[0], browser, dated(date)) as host:
        page = host.visit(path, now=now)
        page.wait_for_function("() => document.documentElement.hasAttribute('data-a-stale')")
        assert not is_green(page)
        assert "Not known since" in said(page)


@PATHS
@pytest.mark.parametrize(
    ("date", "now"),
    [
        ("Tue, 24 Nov 2026 07:56:00 GMT", "2026-11-24T08:05:00Z"),  # four minutes
        ("", "2026-11-24T07:05:00Z"),  # a reader in whose clock summer time is missing
    ],
)
def test_clocks_that_differ_a_little_do_no_harm(
    builds: tuple[Path, Path], browser: Browser, path: str, date: str, now: str
) -> None:
    """Machines differ by minutes, and readers' clocks by an hour."""
    with clocks(builds[0], browser, dated(date)) as host:
        page = host.visit(path, now=now)
        page.clock.run_for(61_000)
        assert is_green(page)


@PATHS
def test_a_right_build_takes_the_place_of_one_from_the_future(
    builds: tuple[Path, Path], browser: Browser, tmp_path: Path, path: str
) -> None:
    """An open page of the build of the 26th, whose clock was two days ahead, becomes that of the 24th."""
    shutil.copytree(builds[1], tmp_path / "site")
    with clocks(tmp_path / "site", browser, dated("Tue, 24 Nov 2026 08:05:00 GMT")) as host:
        page = host.visit(path, now="2026-11-24T08:05:00Z")
        assert not is_green(page)
        assert "Not known since" in said(page)
        shutil.copytree(builds[0], tmp_path / "site", dirs_exist_ok=True)
        page.clock.run_for(95_000)
        page.wait_for_function("() => !document.documentElement.hasAttribute('data-a-stale')")
        assert is_green(page)
        assert "outage" not in said(page).lower()


CLOCK = """() => {
  const began = performance.now();
  Date.now = () => 1795507500000 + performance.now() - began + Number(localStorage.getItem("later") || 0);
  addEventListener("pageshow", (event) => (window.restored = event.persisted));
}"""
"""Five minutes past eight of the 24th, and later when another page of the site says so."""
SEVEN_HOURS = "localStorage.setItem('later', 7 * 3600000)"


class Keeping(StaticHost):
    """A host that lets browsers keep its pages, as hosts of status pages do."""

    def end_headers(self) -> None:
        """End them."""
        SimpleHTTPRequestHandler.end_headers(self)


@pytest.fixture
def alive(builds: tuple[Path, Path], browser: Browser) -> Iterator[Page]:
    """The home page in a Chromium that keeps pages alive behind the one shown, which a headless shell never does."""
    kept = ["--disable-back-forward-cache"]
    chromium = browser.browser_type.launch(
        executable_path=driver.find_chromium(whole=True), args=driver.ARGUMENTS, ignore_default_args=kept
    )
    with serving(builds[0], Keeping) as address, contextlib.closing(chromium):
        page = chromium.new_page()
        page.set_default_timeout(10_000)
        page.add_init_script(f"({CLOCK})()")
        page.goto(address, wait_until="load")
        page.wait_for_function("() => document.querySelector('time[title]')")
        yield page


def test_a_page_that_comes_back_by_the_back_button_knows_its_age(alive: Page) -> None:
    """Kept whole in memory for seven hours behind another page, it is not green when it is shown again."""
    assert is_green(alive)
    alive.goto(alive.url + "components/shop/", wait_until="load")
    alive.evaluate(SEVEN_HOURS)
    alive.go_back(wait_until="commit")
    alive.wait_for_function("() => window.restored !== undefined")
    assert alive.evaluate("window.restored") is True
    alive.wait_for_function("() => document.documentElement.hasAttribute('data-a-stale')")
    assert not is_green(alive)
    assert "Not known since" in said(alive)


def test_a_tab_that_was_frozen_knows_its_age_when_it_goes_on(alive: Page) -> None:
    """Timers stand still in a tab that the browser stops to save power; its first word afterwards is `resume`."""
    assert is_green(alive)
    alive.evaluate(SEVEN_HOURS)
    assert is_green(alive)  # no timer has run yet
    alive.evaluate("document.dispatchEvent(new Event('resume'))")
    assert alive.evaluate("document.documentElement.hasAttribute('data-a-stale')")
    assert not is_green(alive)
