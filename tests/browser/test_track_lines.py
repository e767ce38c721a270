"""Looking up one's own case on a bad line: what could not be asked is never told as `no such case`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.bad_host import COUNTING, BadHost, Line
from tests.browser.server import serving
from tests.browser.test_track import OPEN, RESOLVED, case, said
from tests.conftest import EXAMPLE_SECRET

from answerable.facts.cases import code_of

if TYPE_CHECKING:
    from tests.browser.driver import OpenPage, WatchedPage

NO_SUCH = code_of(EXAMPLE_SECRET, "no-such-case")
FAILED = "The case could not be loaded. Please try again in a while."
SETTINGS = "/track/settings.json"


@pytest.fixture
def line() -> Line:
    """The line to the site."""
    return Line()


@pytest.fixture
def folder(example_site: Path, tmp_path: Path) -> Path:
    """What the page of cases needs of the example."""
    shutil.copytree(example_site / "track", tmp_path / "track")
    shutil.copytree(example_site / "assets", tmp_path / "assets")
    return tmp_path


@pytest.fixture
def page(folder: Path, line: Line, open_page: OpenPage) -> Iterator[WatchedPage]:
    """The page of cases at the end of that line."""
    with serving(folder, BadHost.of(line)) as address:
        page = open_page(f"{address}track/")
        page.evaluate(COUNTING)
        yield page


def look(page: WatchedPage, code: str) -> None:
    """Ask for a code."""
    page.locator("#a-code").fill(code)
    page.keyboard.press("Enter")


def boxes(folder: Path) -> list[str]:
    """The addresses of the files with cases."""
    return [f"/track/{file.name}" for file in (folder / "track").glob("*.json") if file.name != "settings.json"]


def test_a_file_that_is_cut_off_or_another_is_not_told_as_no_such_case(
    page: WatchedPage, folder: Path, line: Line
) -> None:
    """Half a file, one with another's words or with nothing in it: the case could not be loaded."""
    for bad in ("cut", "half", "404", "429", "503"):
        for names in ([SETTINGS], boxes(folder)):
            line.wrong = dict.fromkeys(names, bad)
            look(page, RESOLVED)
            assert said(page) == FAILED, (bad, names)
    line.wrong.clear()
    whole = {name: (folder / name[1:]).read_text("utf-8") for name in (SETTINGS, *boxes(folder))}
    for text in ("[]", "{}", "null", '["a", "b"]', "[[]]", "[null]", "<html>Log in</html>", '{"version": 2}'):
        for names in ([SETTINGS], boxes(folder)):
            for name, right in whole.items():
                (folder / name[1:]).write_text(text if name in names else right, encoding="utf-8")
            look(page, RESOLVED)
            assert said(page) == FAILED, (text, names)


@pytest.mark.parametrize("name", [SETTINGS, "boxes"])
def test_an_answer_that_stops_half_way_is_given_up(page: WatchedPage, folder: Path, line: Line, name: str) -> None:
    """After a minute the page says so, keeps what was typed, and asks again when it is told to."""
    line.wrong = dict.fromkeys([name] if name == SETTINGS else boxes(folder), "stuck")
    look(page, RESOLVED)
    page.wait_for_function(f"() => asked === {2 if name == SETTINGS else 4}")  # up to the body that never ends
    page.clock.run_for(61_000)
    assert said(page) == FAILED
    assert page.evaluate("[document.activeElement.id, document.activeElement.value]") == ["a-code", RESOLVED]
    line.wrong.clear()
    page.keyboard.press("Enter")
    assert "Resolved (Solved)" in case(page)


def test_of_two_codes_the_last_is_answered(page: WatchedPage, line: Line) -> None:
    """The case of the first comes late; it is not shown under what is said of the second."""
    line.wrong = {SETTINGS: "late"}
    look(page, RESOLVED)
    page.wait_for_function("() => waiting === 1")
    look(page, RESOLVED[:-1])
    line.go.set()
    page.wait_for_function("() => waiting === 0 && asked > 3")
    page.wait_for_timeout(100)  # in which the case is opened
    assert page.locator("#a-case").is_hidden()
    assert said(page).startswith("This is not a whole code.")


def test_a_case_that_comes_late_takes_nobody_out_of_the_field(page: WatchedPage, line: Line) -> None:
    """Who types the next code goes on typing."""
    line.wrong = {SETTINGS: "late"}
    look(page, RESOLVED)
    page.keyboard.type("7")
    line.go.set()
    assert "Resolved (Solved)" in case(page)
    assert page.evaluate("document.activeElement.id") == "a-code"


def test_a_build_between_two_answers_is_not_told_as_no_such_case(page: WatchedPage, folder: Path, line: Line) -> None:
    """With the settings of the old build the new one's case is looked for in the wrong file."""
    line.wrong = dict.fromkeys(boxes(folder), "late")
    look(page, NO_SUCH)
    page.wait_for_function("() => asked > 2")
    file = folder / "track" / "settings.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"bits": 9}), encoding="utf-8")
    line.go.set()
    assert said(page) == FAILED


def test_an_odd_name_of_the_reader_s_language_hides_no_case(page: WatchedPage) -> None:
    """A name that browsers cannot extend by a calendar is passed over."""
    page.evaluate("Object.defineProperty(navigator, 'languages', { value: ['en-US@posix'] })")
    look(page, code_of(EXAMPLE_SECRET, OPEN))
    assert "What comes next" in case(page)
