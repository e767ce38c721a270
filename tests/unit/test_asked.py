"""The questions at three in the morning: going back, editing, stopping, and finding one's words again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import ROOT
from tests.terminal import Terminal

from answerable.commands.dialogue.preview import preview
from answerable.commands.dialogue.spoken_times import read_when
from answerable.commands.drafting import DraftOptions, draft_context
from answerable.commands.prompter import Prompter
from answerable.content.reading import read_content
from answerable.records.model import Incident

NINE = "2026-11-24T09:00:00+03:30"
QUESTIONS = (
    ("Start from a template?", ""),
    ("What is not working?", "Search does not answer"),
    ("When did it begin?", "40 minutes ago"),
    ("How serious is it for people?", "minor"),
    ("Which components are affected?", "search=partial_outage"),
    ("What is the status?", ""),
    ("what people can do", "Nothing is found. Browsing works."),
    ("Who signs?", "sahar"),
    ("When will you post the next update?", "30m"),
)
"""What `new incident` asks, in its order, and an answer to each."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the example's records."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ndocs_dir: content\n", encoding="utf-8")
    return tmp_path


def start(site: Path, *options: str, env: dict[str, str] | None = None, columns: int = 80) -> Terminal:
    """Begin a new incident on a terminal."""
    return Terminal(["new", "incident", "--now", NINE, *options], site, env, columns)


def answer(terminal: Terminal, questions: Iterable[tuple[str, str]] = QUESTIONS) -> None:
    """Answer these questions."""
    for question, words in questions:
        terminal.answer(question, words)


def written(site: Path) -> Incident | None:
    """The incident that was written, if any."""
    found = read_content(site / "content", datetime(2026, 11, 24, 6, tzinfo=UTC)).ledger
    return found.incident("2026-11-24-search-does-not-answer")


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("now", "24T03:00"),
        ("just now", "24T03:00"),
        ("40 minutes ago", "24T02:20"),
        ("40m", "24T02:20"),
        ("2 hours ago", "24T01:00"),
        ("1 day ago", "23T03:00"),
        ("02:10", "24T02:10"),
        ("23:50", "23T23:50"),  # at three in the morning this is yesterday's
        ("yesterday 23:10", "23T23:10"),
        ("2026-11-23 22:00", "23T22:00"),
    ],
)
def test_when_it_began_is_written_as_people_say_it(words: str, instant: str) -> None:
    """At three in the morning in Tehran, in the zone of the site."""
    zone = ZoneInfo("Asia/Tehran")
    now = datetime(2026, 11, 24, 3, tzinfo=zone)
    assert read_when(words, now, zone, past=True) == datetime.fromisoformat(f"2026-11-{instant}:00+03:30")


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("in 30 minutes", "24T03:30"),
        ("30 minutes", "24T03:30"),
        ("in half an hour", "24T03:30"),
        ("in two hours", "24T05:00"),
        ("an hour and a half from now", "24T04:30"),
        ("in two and a half hours", "24T05:30"),
        ("in a quarter of an hour", "24T03:15"),
        ("in three quarters of an hour", "24T03:45"),
        ("in 1 hour 90 minutes", "24T05:30"),
        ("1h30m", "24T04:30"),
        ("in an hour and 20 minutes", "24T04:20"),
        ("in a week", "01T03:00"),
        ("an hour ago", "24T02:00"),  # work may have begun before it is announced
        ("02:10", "24T02:10"),
        ("tomorrow at 10:00", "25T10:00"),
        ("10:00 tomorrow", "25T10:00"),
        ("۱۴۰۵/۹/۴ ۱۰:۴۰", "25T10:40"),  # in the Persian calendar
        ("1405-09-10 02:00", "01T02:00"),
    ],
)
def test_when_something_will_be_is_written_as_people_say_it(words: str, instant: str) -> None:
    """A length of time is one from now on, unless it says `ago`."""
    zone = ZoneInfo("Asia/Tehran")
    month = "2026-12" if instant.startswith("0") else "2026-11"
    assert read_when(words, datetime(2026, 11, 24, 3, tzinfo=zone), zone) == datetime.fromisoformat(
        f"{month}-{instant}:00+03:30"
    )


@pytest.mark.parametrize(
    "words",
    [
        "in", "hour", "30", "in 5m ago", "in 1d 1d 1d 1d", "in 99999 days", "1405-13-01 10:00", "in minutes",
        "hours ago", "30 minutes day", "hour 20 minutes", "1 hour 2 hours ago", "in 30 minutes 1 hour", "5m ago 3h",
        "2-3 hours ago", "1.5 hours ago",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(words: str) -> None:
    """Nothing is guessed from half a time."""
    zone = ZoneInfo("Asia/Tehran")
    with pytest.raises(ValueError, match="write it as"):
        read_when(words, datetime(2026, 11, 24, 3, tzinfo=zone), zone)


@pytest.mark.parametrize(
    ("words", "instant"), [("00:30", "25T00:30"), ("11:50", "25T11:50"), ("11:51", "24T11:51"), ("23:45", "24T23:45")]
)
def test_a_time_that_must_lie_ahead_is_tomorrows_if_that_is_nearer(words: str, instant: str) -> None:
    """At ten to midnight. What passed less than twelve hours ago stays today's, and is then refused."""
    zone = ZoneInfo("Asia/Tehran")
    now = datetime(2026, 11, 24, 23, 50, tzinfo=zone)
    assert read_when(words, now, zone, after=now) == datetime.fromisoformat(f"2026-11-{instant}:00+03:30")
    assert read_when(f"today {words}", now, zone, after=now).day == 24


@pytest.mark.parametrize("words", ["2026-11-25 08:00", "in 30 minutes", "+30m", "two hours from now"])
def test_what_has_begun_did_not_begin_later(words: str, site: Path) -> None:
    """Whoever asks when it began wants no time to come, however it is written."""
    terminal = start(site)
    answer(terminal, QUESTIONS[:2])
    terminal.answer("When did it begin?", words)
    terminal.answer("still to come", "")
    terminal.until("How serious")
    terminal.interrupt()


def test_whoever_is_alone_is_not_asked_for_their_name(site: Path) -> None:
    """Enter takes the only person there is."""
    (site / "content" / "team.yml").write_text("people: [{id: sahar, name: Sahar}]\n", encoding="utf-8")
    for folder in ("incidents", "maintenance", "notices", "complaints"):
        shutil.rmtree(site / "content" / folder, ignore_errors=True)
    terminal = start(site)
    answer(terminal, [(question, "" if question == "Who signs?" else words) for question, words in QUESTIONS])
    terminal.until("[Y/n]")
    assert "Who signs? [sahar]" in terminal.seen
    terminal.interrupt()


def test_what_was_kept_is_offered_however_the_program_is_started(site: Path) -> None:
    """As `answerable` or as `python -m answerable`."""
    terminal = start(site)
    answer(terminal, QUESTIONS[:3])
    terminal.until("How serious")
    terminal.interrupt()
    assert [path.name.partition("-")[2] for path in (site / "config").rglob("*.json")] == ["new-incident.json"]


def test_what_began_before_is_dated_before(site: Path) -> None:
    """Forty minutes before nine it was twenty past eight."""
    terminal = start(site)
    answer(terminal)
    terminal.answer("[Y/n]", "y")
    assert terminal.end() == 0, terminal.seen
    incident = written(site)
    assert incident and incident.started == datetime.fromisoformat("2026-11-24T08:20:00+03:30")


def test_one_can_go_back(site: Path) -> None:
    """`<` asks the question before once more, with what was typed there."""
    terminal = start(site)
    answer(terminal, QUESTIONS[:2])
    terminal.answer("When did it begin?", "<")
    terminal.answer("What is not working? One sentence [Search does not answer]", "Search is slow")
    answer(terminal, QUESTIONS[2:])
    terminal.until("Search is slow")
    terminal.answer("[Y/n]", "y")
    assert terminal.end() == 0, terminal.seen
    assert list((site / "content/incidents").rglob("*search-is-slow.md"))


def test_one_answer_can_be_changed_at_the_end(site: Path) -> None:
    """`e` lists the answers; one is asked again, the others stay."""
    terminal = start(site)
    answer(terminal)
    terminal.answer("[Y/n]", "e")
    terminal.answer("Which one?", "2")
    terminal.answer("What is not working?", "Search fails")
    terminal.until("Search fails")
    terminal.answer("[Y/n]", "y")
    assert terminal.end() == 0, terminal.seen
    (file,) = (site / "content/incidents").rglob("*search-fails.md")
    assert "Nothing is found." in file.read_text("utf-8")


@pytest.mark.parametrize("number", [2, 5, 7, 9])
def test_ctrl_c_loses_nothing(site: Path, number: int) -> None:
    """Stopped at any question, the same command goes on there, and asks no earlier one again."""
    terminal = start(site)
    answer(terminal, QUESTIONS[: number - 1])
    terminal.until(QUESTIONS[number - 1][0])
    assert terminal.interrupt() == 1, terminal.seen
    assert "Traceback" not in terminal.seen and "is kept" in terminal.seen
    assert written(site) is None
    again = start(site)
    again.answer("Go on with it? [Y/n]", "y")
    answer(again, QUESTIONS[number - 1 :])
    again.answer("Write this file? [Y/n]", "y")
    assert again.end() == 0, again.seen
    incident = written(site)
    assert incident and str(incident.newest.text) == "Nothing is found. Browsing works."
    third = start(site)
    third.until("Start from a template?")  # what was written is not offered any more
    assert "Go on with it" not in third.seen
    third.interrupt()


def test_no_keeps_what_was_typed(site: Path) -> None:
    """Whoever does not want to write now finds all of it at the next start, in a file that nobody else can read."""
    terminal = start(site)
    answer(terminal)
    terminal.answer("Write this file? [Y/n]", "n")
    assert terminal.end() == 1, terminal.seen
    (kept,) = (site / "config").rglob("*.json")
    assert kept.stat().st_mode & 0o077 == 0
    assert not kept.is_relative_to(site / "content")
    words = json.loads(kept.read_text())["words"]
    assert words["title"] == "Search does not answer"
    assert words["started"] == "2026-11-24T08:20:00+03:30"  # which stays right when time passes
    again = start(site)
    again.answer("Go on with it? [Y/n]", "y")
    again.answer("Write this file? [Y/n]", "y")
    assert again.end() == 0, again.seen
    assert written(site)


def test_a_private_word_costs_the_text_alone(site: Path) -> None:
    """The finding is named with its rule, the text is asked again, and the other answers stay."""
    terminal = start(site)
    answer(terminal, QUESTIONS[:6])
    terminal.answer("what people can do", "Call Ali on +98 912 345 6789.")
    answer(terminal, QUESTIONS[7:])
    terminal.until("[privacy/phone]")
    terminal.answer("what people can do", "Nothing is found.")
    terminal.answer("Write this file? [Y/n]", "y")
    assert terminal.end() == 0, terminal.seen
    incident = written(site)
    assert incident and str(incident.newest.text) == "Nothing is found."


def test_who_does_not_want_the_old_words_begins_anew(site: Path) -> None:
    """`n` throws them away."""
    terminal = start(site)
    answer(terminal, QUESTIONS[:2])
    terminal.until("When did it begin?")
    terminal.interrupt()
    again = start(site)
    again.answer("Go on with it? [Y/n]", "n")
    again.until("Start from a template?")
    again.interrupt()
    assert not list((site / "config").rglob("*.json"))


@pytest.mark.parametrize(("encoding", "columns"), [("ascii", 20), ("latin-1", 200), ("cp1252", 80), ("utf-8", 20)])
def test_every_terminal_shows_a_record_to_its_end(site: Path, encoding: str, columns: int) -> None:
    """A Persian title on a terminal that cannot show it, narrow or wide, is written without a traceback."""
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    options = ["--title", "جستجو کار نمی‌کند", "--id", "2026-11-24-search-does-not-answer"]
    terminal = start(site, *options, env=env, columns=columns)
    answer(terminal, (QUESTIONS[0], *QUESTIONS[2:]))
    terminal.answer("[Y/n]", "y")
    assert terminal.end() == 0, terminal.seen
    assert "Traceback" not in terminal.seen
    incident = written(site)
    assert incident and str(incident.title) == "جستجو کار نمی‌کند"


def test_bytes_that_are_no_text_are_asked_again(site: Path) -> None:
    """A letter of another encoding is no end of the command."""
    terminal = start(site)
    answer(terminal, QUESTIONS[:1])
    terminal.until("What is not working?")
    os.write(terminal.handle, b"Caf\xe9 is closed\n")
    terminal.until("set the terminal to UTF-8")
    terminal.interrupt()
    assert "Traceback" not in terminal.seen


@pytest.mark.parametrize(
    ("language", "front", "words"),
    [
        ("en", {"impact": "minor", "components": {"search": "partial_outage"}}, ["Minor impact", ": Partial outage"]),
        ("en", {"step": "taken_private", "outcome": "partly_solved"}, ["Continued in private", ": Partly solved"]),
        ("fa", {"components": {"search": "partial_outage"}, "status": "monitoring"}, [": قطعی جزئی", ": زیر نظر"]),
        ("fa", {"status": "verifying"}, [": در حال وارسی"]),
    ],
)
def test_a_preview_has_the_words_of_the_site(
    language: str, front: dict[str, object], words: list[str], site: Path
) -> None:
    """As readers will see them, in the site's first language, and not the values of the file."""
    policy = site / "content" / "policy.yml"
    policy.write_text(policy.read_text("utf-8").replace("[en, fa]", f"[{language}]"), encoding="utf-8")
    options = DraftOptions(site / "mkdocs.yml", datetime(2026, 11, 24, 6, tzinfo=UTC))
    said = preview(draft_context(options, Prompter({}, interactive=False)), front, "a.md", "Search")
    assert all(any(line.endswith(one) for line in said.splitlines()) for one in words), said
