"""The notice on other sites: a foreign page in Chromium, under a policy as strict as they come."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.bad_host import COUNTING
from tests.browser.driver import OpenPage, WatchedPage
from tests.browser.server import StaticHost, serving
from tests.conftest import EXAMPLE_NOW

from answerable.publish.context import Context
from answerable.publish.files.embed import publish
from answerable.records.company import Component
from answerable.records.ledger import make_ledger

NOW = datetime.fromisoformat(EXAMPLE_NOW).astimezone(UTC)
NOTICE = "answerable-notice"
HOSTILE = """
* { display: none !important; color: lime !important; background: red !important; font: 40px fantasy !important; }
html, body, main, p { display: block !important; }
answerable-notice { direction: rtl !important; }
answerable-notice, [role], button { opacity: 0 !important; inset: auto !important; position: static !important; }
"""
AGAIN = """(address) => {
  document.querySelector("script")?.remove();
  document.querySelector("main, p")?.remove();
  document.body.append(Object.assign(document.createElement("script"), { src: address, async: true }));
}"""
INLINE = """(source) => {
  document.body.append(Object.assign(document.createElement("script"), { textContent: source }));
}"""
MODULE = '<script type="module" {}></script>'
ANIMATION = """() => {
  const box = document.querySelector("answerable-notice").shadowRoot.querySelector(".box");
  return getComputedStyle(box).animationName;
}"""
SEEN = """() => {
  const host = document.querySelector("answerable-notice");
  if (!host) return null;
  const box = host.shadowRoot.querySelector(".box"), style = getComputedStyle(box), edge = box.getBoundingClientRect();
  const top = document.elementFromPoint(edge.left + edge.width / 2, edge.top + edge.height / 2);
  return { position: getComputedStyle(host).position, opacity: getComputedStyle(host).opacity, colour: style.color,
    ground: style.backgroundColor, family: style.fontFamily, edge: edge.toJSON(), on_top: top === host,
    left: getComputedStyle(box).borderLeftWidth, right: getComputedStyle(box).borderRightWidth };
}"""


def sending(name: str, value: str) -> type[StaticHost]:
    """A host that sends one more header with every file."""

    class Host(StaticHost):
        def end_headers(self) -> None:
            """Send it."""
            self.send_header(name, value)
            super().end_headers()

    return Host


def notice(**changed: Any) -> dict[str, Any]:
    """An incident's notice, as `pinned.json` has it."""
    about = {"id": "incident:cards", "html": "", "from": None, "until": None, "state": "Identified", "tone": "major"}
    words = {"title": "Cards <b>fail</b>", "lang": "en", "at": "2026-11-24T05:00:00Z", "url": "https://s.example/i/"}
    return {**about, **words, **changed}


def freshness(until: datetime) -> dict[str, Any]:
    """A build of half past five that may be believed until then."""
    return {"built_at": "2026-11-24T05:30:00+00:00", "believe_until": until.isoformat()}


@dataclass
class Worlds:
    """A status site and a foreign page that embeds it, each at an origin of its own."""

    folder: Path
    open_page: OpenPage
    servers: contextlib.ExitStack
    status: str = ""
    files: dict[str, Any] = field(default_factory=dict)

    def publish(
        self,
        *notices: dict[str, Any],
        until: datetime = NOW + timedelta(hours=6),
        language: str = "en",
        url: str = "https://s.example/",
    ) -> None:
        """Put up the status site with these notices."""
        site = self.folder / "status"
        component = Component.model_validate({"id": "shop", "name": "Shop"})
        ledger = make_ledger(components=[component])
        for output in publish(Context(ledger, NOW, language, "en", "Baran status", url)):
            (site / output.path).parent.mkdir(parents=True, exist_ok=True)
            (site / output.path).write_bytes(output.content)
        self.write("pinned.json", {"notices": notices, "more": []})
        self.write("freshness.json", freshness(until))
        if not self.status:
            self.status = self.servers.enter_context(serving(site, sending("Access-Control-Allow-Origin", "*")))

    def write(self, name: str, content: Any) -> None:
        """Write a JSON file of the status site; None takes it away."""
        path = self.folder / "status" / name
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")

    def foreign(self, script: str = "", css: str = "", *, strict: bool = True, **reader: Any) -> WatchedPage:
        """Open a page of somebody else that embeds the notice, under a strict policy or none."""
        site = self.folder / "foreign"
        site.mkdir(exist_ok=True)
        tag = script or f'<script src="{self.status}embed.js" async></script>'
        (site / "page.css").write_text(css, encoding="utf-8")
        (site / "index.html").write_text(
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Somebody else</title>'
            f'<link rel="stylesheet" href="page.css">{tag}<body><main><h1>Else</h1><p id="p">Words.</p></main></body>',
            encoding="utf-8",
        )
        policy = (
            f"default-src 'none'; script-src {self.status}embed.js; connect-src {self.status}; style-src 'self'; "
            f"frame-src {self.status}; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'"
        )
        header = sending("Content-Security-Policy", policy) if strict else StaticHost
        address = self.servers.enter_context(serving(site, header))
        return self.open_page(address.replace("127.0.0.1", "localhost"), **reader)


@pytest.fixture
def worlds(tmp_path: Path, open_page: OpenPage) -> Iterator[Worlds]:
    """Give both sites; their servers end with the test."""
    with contextlib.ExitStack() as servers:
        yield Worlds(tmp_path, open_page, servers)


def said(page: WatchedPage) -> str:
    """What the notice says once it is there."""
    page.wait_for_selector(f"{NOTICE} small")
    return page.inner_text(f"{NOTICE} [role=status]")


def test_a_pinned_notice_shows_on_a_foreign_page_under_a_strict_policy(worlds: Worlds) -> None:
    """State, title as plain text, link and time; no error, no cookie, no storage, no global, no third host."""
    worlds.publish(notice())
    page = worlds.foreign()
    assert said(page).split("\n\n") == ["Identified: Cards <b>fail</b>", "Updated Nov 24, 05:00 · Baran status"]
    assert page.get_attribute(f"{NOTICE} a", "href") == "https://s.example/i/"
    assert page.console_errors == []
    assert {address.removeprefix(worlds.status) for address in page.foreign_requests} == {
        "embed.js", "freshness.json", "pinned.json",
    }  # fmt: skip
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    names = "Object.getOwnPropertyNames(window)"
    assert set(page.evaluate(names)) == set(worlds.foreign("<!-- none -->").evaluate(names))


def test_while_nothing_is_pinned_nothing_is_there(worlds: Worlds) -> None:
    """No element, not even an empty one."""
    worlds.publish()
    page = worlds.foreign()
    page.wait_for_load_state("networkidle")
    assert page.locator(NOTICE).count() == 0
    assert page.console_errors == []


def test_a_page_s_style_breaks_no_notice_and_the_notice_no_page(worlds: Worlds) -> None:
    """With rules for everything, all important, it looks and stands as without; the page's own words stay in place."""
    worlds.publish(notice())
    plain = worlds.foreign()
    said(plain)
    calm = plain.evaluate(SEEN)
    assert calm["position"] == "fixed" and calm["opacity"] == "1" and calm["on_top"]
    place = "JSON.stringify(document.getElementById('p').getBoundingClientRect())"
    before = worlds.foreign("<!-- none -->", css=HOSTILE).evaluate(place)
    hostile = worlds.foreign(css=HOSTILE)
    said(hostile)
    assert hostile.evaluate(SEEN) == calm
    assert hostile.evaluate(place) == before


def test_a_page_with_another_root_size_does_not_shrink_it(worlds: Worlds) -> None:
    """Sizes follow the reader's own, not the page's `rem`."""
    worlds.publish(notice())
    page = worlds.foreign(css="html { font-size: 62.5%; }")
    said(page)
    assert (
        page.evaluate("getComputedStyle(document.querySelector('answerable-notice').shadowRoot.firstChild).fontSize")
        == "15.2px"
    )


def test_windows_are_the_reader_s_clock_s(worlds: Worlds) -> None:
    """A notice comes at its start and goes at its end, with no new build."""
    start, end = NOW + timedelta(minutes=10), NOW + timedelta(minutes=20)
    worlds.publish(notice(**{"from": start.isoformat(), "until": end.isoformat()}))
    page = worlds.foreign()
    page.wait_for_load_state("networkidle")
    assert page.locator(NOTICE).count() == 0
    page.clock.fast_forward("10:30")
    assert "Cards" in said(page)
    page.clock.fast_forward("10:00")
    page.wait_for_selector(NOTICE, state="detached")


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "{",
        "",
        "[]",
        "null",
        "<html>Back soon</html>",
        {"built_at": "soon", "believe_until": "soon"},
        {"believe_until": None},
    ],
    ids=["missing", "cut", "empty", "odd", "null", "page", "words", "untold"],
)
def test_without_a_word_on_freshness_a_notice_is_not_confirmed(worlds: Worlds, broken: Any) -> None:
    """It is shown, grey, since when nobody vouches for it."""
    worlds.publish(notice())
    worlds.write("freshness.json", broken)
    page = worlds.foreign()
    assert "Not confirmed since Nov 24, 05:00" in said(page)
    assert page.get_attribute(f"{NOTICE} .box", "class") == "box unknown"
    assert [error for error in page.console_errors if "Failed to load resource" not in error] == []


def test_a_build_past_its_time_confirms_nothing(worlds: Worlds) -> None:
    """Open over the end of its time, the notice turns grey and names the last build."""
    worlds.publish(notice(), until=NOW + timedelta(minutes=3))
    page = worlds.foreign()
    assert "Updated" in said(page)
    page.clock.fast_forward("03:30")
    page.wait_for_selector(f"{NOTICE} .box.unknown")
    page.get_by_text("Not confirmed since").wait_for()
    assert "Not confirmed since Nov 24, 05:30" in said(page)


@pytest.mark.parametrize("offline", [True, False])
def test_a_laptop_that_slept_for_two_days_confirms_nothing(worlds: Worlds, offline: bool) -> None:
    """With a network or without: nobody has built since, so what was true is grey, and of when it was."""
    worlds.publish(notice(), until=NOW + timedelta(hours=6))
    page = worlds.foreign()
    assert "Updated" in said(page)
    page.context.set_offline(offline)
    page.clock.fast_forward("48:00:00")
    page.wait_for_selector(f"{NOTICE} .box.unknown")
    page.get_by_text("Not confirmed since").wait_for()
    assert "Updated" not in said(page)


@pytest.mark.parametrize("broken", [None, "{", "[]", {"notices": 3}], ids=["missing", "cut", "odd", "number"])
def test_broken_notices_show_nothing_and_break_nothing(worlds: Worlds, broken: Any) -> None:
    """The foreign page goes on; nothing is thrown at it."""
    worlds.publish(notice())
    worlds.write("pinned.json", broken)
    page = worlds.foreign()
    page.wait_for_load_state("networkidle")
    assert page.locator(NOTICE).count() == 0
    assert [error for error in page.console_errors if "Failed to load resource" not in error] == []


def answered(page: WatchedPage) -> None:
    """Wait until the notice has its answers; a page of so strict a policy lets Playwright wait for no words."""
    end = time.monotonic() + 15
    while not page.evaluate("asked && waiting === 0"):
        assert time.monotonic() < end
        page.wait_for_timeout(20)


def test_closed_by_keyboard_it_stays_closed_until_there_is_news(worlds: Worlds) -> None:
    """The button is reached by Tab; a new update comes through."""
    worlds.publish(notice())
    page = worlds.foreign()
    said(page)
    page.evaluate(COUNTING)
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(NOTICE, state="detached")
    page.clock.fast_forward("06:00")
    answered(page)
    assert page.locator(NOTICE).count() == 0
    worlds.write("pinned.json", {"notices": [notice(at="2026-11-24T05:36:00Z", state="Monitoring")]})
    page.clock.fast_forward("06:00")
    assert "Monitoring" in said(page)


def test_what_is_said_is_read_out(worlds: Worlds) -> None:
    """The status region stands in the page, empty, before it is filled; the button is no part of what is read."""
    worlds.publish()
    page = worlds.foreign()
    page.evaluate("""() => new MutationObserver(() => {
      const region = document.querySelector("answerable-notice")?.shadowRoot.querySelector("[role=status]");
      if (region) document.documentElement.dataset.firstSaid ??= `[${region.textContent}]`;
    }).observe(document, { childList: true, subtree: true })""")
    worlds.write("pinned.json", {"notices": [notice()]})
    page.clock.fast_forward("06:00")
    assert "Cards" in said(page)
    assert page.evaluate("document.documentElement.dataset.firstSaid") == "[]"
    assert page.get_attribute(f"{NOTICE} button", "aria-label") == "Close"
    assert page.locator(f"{NOTICE} [role=status] button").count() == 0


def test_axe_finds_nothing_wrong(worlds: Worlds) -> None:
    """Contrast, names and roles, in the light and in the dark."""
    worlds.publish(notice(), notice(id="notice:x", tone="minor", state=""), notice(id="i:y", tone="resolved"))
    for dark in (False, True):
        page = worlds.foreign(dark=dark)
        said(page)
        page.evaluate("window.trustedTypes = undefined")
        found = Axe().run(page, context=NOTICE)
        assert [violation["id"] for violation in found.response["violations"]] == []


@pytest.mark.parametrize(("language", "wide"), [("en", "left"), ("fa", "right")])
def test_it_stands_as_its_language_is_read(worlds: Worlds, language: str, wide: str) -> None:
    """The coloured edge and the corner are at the start of the line, whatever the page around is."""
    worlds.publish(notice(), language=language)
    page = worlds.foreign(width=800)
    said(page)
    seen = page.evaluate(SEEN)
    assert float(seen[wide][:-2]) > 3
    room = {"left": seen["edge"]["left"], "right": 800 - seen["edge"]["right"]}
    assert room[wide] == 16 and page.get_attribute(NOTICE, "lang") == language


def test_two_tags_make_one_notice_and_here_means_here(worlds: Worlds) -> None:
    """A page that embeds twice shows it once; with `data-place="here"` it stands in the text."""
    worlds.publish(notice())
    tag = f'<script src="{worlds.status}embed.js" data-place="here" async></script>'
    page = worlds.foreign(f"<body><div id=slot>{tag}{tag}</div>")
    said(page)
    assert page.locator(NOTICE).count() == page.locator(f"#slot {NOTICE}").count() == 1
    assert page.evaluate(SEEN)["position"] == "static"


def test_a_frame_shows_the_status_without_any_script(worlds: Worlds) -> None:
    """Without script, the page says the state, and as of when."""
    worlds.publish()
    frame = f'<body><iframe src="{worlds.status}embed/" title="Status" width="400" height="110"></iframe>'
    page = worlds.foreign(frame, javascript=False)
    inside = page.frames[1]
    assert inside.inner_text("b") == "All systems operational"
    assert inside.inner_text("small").startswith("As of 24 November 2026, 05:30")
    assert inside.locator("script").count() == 0
    assert page.console_errors == []


def test_tags_run_again_leave_one_notice_that_stays_closed(worlds: Worlds) -> None:
    """Two tags ask once; closed, it is closed for both, even when the state of the build changes."""
    worlds.publish(notice(), until=NOW + timedelta(minutes=3))
    tag = f'<script src="{worlds.status}embed.js" async></script>'
    page = worlds.foreign(tag + tag)
    said(page)
    assert sorted(page.foreign_requests).count(f"{worlds.status}pinned.json") == 1
    page.locator(f"{NOTICE} button").click()
    page.clock.fast_forward("03:30")  # shows at once what it knows
    assert page.locator(NOTICE).count() == 0


def test_a_page_that_changes_without_loading_keeps_one_notice(worlds: Worlds) -> None:
    """Its body made anew, the notice comes back; with its tag run anew, there is still one, and one that asks."""
    worlds.publish(notice())
    page = worlds.foreign(strict=False)
    said(page)
    page.evaluate("document.body.replaceChildren('Another page')")
    page.clock.fast_forward("00:31")
    assert "Cards" in said(page)
    with page.expect_request(f"{worlds.status}pinned.json"):  # else it may come after the list is cleared
        page.evaluate(AGAIN, f"{worlds.status}embed.js")
    said(page)
    page.clock.fast_forward("01:05")
    page.foreign_requests.clear()
    page.evaluate(COUNTING)
    page.clock.fast_forward("06:00")
    answered(page)
    assert "Cards" in said(page)
    assert page.locator(NOTICE).count() == 1
    assert page.foreign_requests.count(f"{worlds.status}pinned.json") == 1
    assert [error for error in page.console_errors if "Failed to load resource" not in error] == []


def test_odd_pages_find_the_files(worlds: Worlds) -> None:
    """A page with another base asks beside the script; a module, which knows no tag of its own, at the site.

    So does a copy of the script that somebody keeps on their own site and that is told where to ask.
    """
    worlds.publish(notice())
    worlds.publish(notice(), url=worlds.status)
    source = f'src="{worlds.status}embed.js"'
    copy = f'<script src="copy.js" data-site="{worlds.status}" async></script>'
    (worlds.folder / "foreign").mkdir()
    (worlds.folder / "foreign/copy.js").write_bytes((worlds.folder / "status/embed.js").read_bytes())
    for tag in (
        f'<base href="https://elsewhere.example/"><script {source} async></script>',
        MODULE.format(source),
        copy,
    ):
        page = worlds.foreign(tag, strict=False)
        assert "Cards" in said(page)
        assert page.get_attribute(f"{NOTICE} small a", "href") == worlds.status


def test_a_notice_that_is_none_hides_no_other(worlds: Worlds) -> None:
    """An entry without words or instant is passed over; nothing is thrown at the page."""
    worlds.publish(notice())
    worlds.write("pinned.json", {"notices": [None, 3, {}, notice(at="soon", title="Odd"), notice()]})
    page = worlds.foreign()
    assert "Cards" in said(page) and "Odd" not in said(page)
    assert page.console_errors == []


def test_an_unreachable_site_shows_nothing_and_is_asked_again(worlds: Worlds) -> None:
    """The script from a cache, the site down: no claim, no exception; the notice comes when it answers."""
    worlds.publish(notice())
    page = worlds.foreign("<!-- later -->", strict=False)
    page.context.set_offline(True)
    page.evaluate(
        INLINE, (worlds.folder / "status/embed.js").read_text("utf-8").replace("https://s.example/", worlds.status)
    )
    page.clock.fast_forward("00:31")
    assert page.locator(NOTICE).count() == 0
    page.context.set_offline(False)
    page.clock.fast_forward("05:01")
    assert "Cards" in said(page)
    assert [error for error in page.console_errors if "Failed to load resource" not in error] == []


def test_it_takes_no_focus_fits_a_small_phone_and_is_not_printed(worlds: Worlds) -> None:
    """Somebody who types goes on typing; at 320 pixels nothing is cut; paper has the page alone."""
    worlds.publish()
    page = worlds.foreign("<body><input id=name autofocus>", width=320, strict=False)
    page.locator("#name").focus()
    worlds.write("pinned.json", {"notices": [notice(title="Cards fail " * 20), notice(id="i:b"), notice(id="i:c")]})
    page.evaluate(AGAIN, f"{worlds.status}embed.js")
    said(page)
    assert page.evaluate("document.activeElement.id") == "name"
    edge = page.evaluate(SEEN)["edge"]
    assert edge["left"] >= 0 and edge["right"] <= 320 and edge["top"] >= 0 and edge["bottom"] <= 844
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.emulate_media(media="print")
    assert not page.locator(NOTICE).is_visible()


def test_reduced_motion_is_respected(worlds: Worlds) -> None:
    """It moves in only for readers who did not ask for less."""
    worlds.publish(notice())
    for reduced, name in ((True, "none"), (False, "come")):
        page = worlds.foreign(reduced_motion=reduced)
        said(page)
        assert page.evaluate(ANIMATION) == name


@pytest.mark.parametrize("pinned", [True, False], ids=["pinned", "calm"])
def test_axe_finds_nothing_wrong_in_the_frame(
    pinned: bool, example_site: Path, persian_site: Path, worlds: Worlds, open_page: OpenPage
) -> None:
    """The example's own frame in both languages, and one of a calm site, in the light and in the dark."""
    worlds.publish()
    folders = (example_site, persian_site) if pinned else (worlds.folder / "status",)
    for folder in folders:
        address = worlds.servers.enter_context(serving(folder))
        for dark in (False, True):
            page = open_page(f"{address}embed/", width=400, height=150, dark=dark)
            found = Axe().run(page)
            assert [violation["id"] for violation in found.response["violations"]] == []


def test_a_sandboxed_frame_shows_all_and_its_links_open(worlds: Worlds) -> None:
    """With nothing allowed but `allow-popups`, the state is there, and a link opens the status site."""
    worlds.publish()
    worlds.publish(url=worlds.status)
    frame = f'<body><iframe src="{worlds.status}embed/" title="Status" height="150" sandbox="allow-popups"></iframe>'
    page = worlds.foreign(frame)
    inside = page.frames[1]
    assert inside.inner_text("b") == "All systems operational"
    assert inside.evaluate("document.documentElement.scrollHeight") <= 150
    with page.expect_popup() as opened:
        inside.locator("small a").click()
    assert opened.value.url == worlds.status
