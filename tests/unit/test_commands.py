"""The commands that write records: what they ask, what they write, and what they refuse."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from tests.conftest import ROOT
from tests.terminal import Terminal

from answerable.cli import main
from answerable.content.reading import Content, read_content
from answerable.records.yaml.edit import exclusive_access

NINE = "2026-11-24T09:00:00+03:30"
INCIDENT = ["--title", "Checkout is slow", "--impact", "minor", "--component", "checkout=degraded_performance"]
SAID = ["--text", "Paying takes a minute today.", "--by", "sahar"]
PATH = "incidents/2026/2026-11-24-checkout-is-slow.md"


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example's records, in the working folder."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ndocs_dir: content\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "content"


def run(*command: str, now: str = NINE) -> Result:
    """Run `answerable` as a script would: standard input is no terminal."""
    return CliRunner().invoke(main, [*command, "--now", now])


def read(content: Path, now: str = "2026-11-24T12:00:00+03:30") -> Content:
    """The records as they stand now; all of them right."""
    found = read_content(content, datetime.fromisoformat(now))
    assert [str(finding) for finding in found.findings if finding.level == "error"] == []
    return found


def changed(content: Path) -> set[str]:
    """The files that differ from the example's, and the new ones."""
    files = {path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*") if path.is_file()}
    return {
        name
        for name, text in files.items()
        if not (ROOT / "content" / name).is_file() or text != (ROOT / "content" / name).read_bytes()
    }


def test_an_incident_from_its_first_notice_to_its_end(content: Path) -> None:
    """Three commands write one file that says what was meant, signed, with its promise."""
    assert run("new", "incident", *INCIDENT, *SAID, "--next-update", "30m", "--yes").exit_code == 0
    more = [
        "--status",
        "identified",
        "--text",
        "A bank is slow.",
        "--by",
        "omid",
        "--component",
        "wallet=partial_outage",
    ]
    assert run("update", "2026-11-24-checkout-is-slow", *more, "--yes", now="2026-11-24T09:10:00+03:30").exit_code == 0
    over = ["--text", "Paying is quick again.", "--by", "omid", "--yes"]
    assert run("resolve", "2026-11-24-checkout-is-slow", *over, now="2026-11-24T09:20:00+03:30").exit_code == 0
    assert changed(content) == {PATH}
    incident = read(content).ledger.incident("2026-11-24-checkout-is-slow")
    assert incident is not None
    assert [(update.status.value, update.by) for update in incident.updates] == [
        ("investigating", "sahar"),
        ("identified", "omid"),
        ("resolved", "omid"),
    ]
    assert incident.updates[0].next_update == datetime.fromisoformat("2026-11-24T09:30:00+03:30")
    assert incident.resolved_at == datetime.fromisoformat("2026-11-24T09:20:00+03:30")


def test_a_script_is_told_all_that_is_missing_at_once(content: Path) -> None:
    """Without a terminal nothing is asked: each missing thing is one line, and nothing is written."""
    result = run("new", "incident")
    assert result.exit_code == 2
    for option in ("--title", "--impact", "--component", "--text", "--by"):
        assert f"{option} is missing" in result.output
    assert changed(content) == set()


def test_a_dry_run_writes_nothing(content: Path) -> None:
    """The file is printed instead."""
    result = run("new", "incident", *INCIDENT, *SAID, "--dry-run")
    assert result.exit_code == 0
    assert "title: Checkout is slow" in result.output
    assert changed(content) == set()


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--component", "chekout=partial_outage", "checkout"),
        ("--impact", "huge", "minor"),
        ("--by", "sahra", "sahar"),
        ("--next-update", "soon", "30m"),
    ],
)
def test_a_slip_is_refused_with_what_would_be_right(content: Path, option: str, value: str, said: str) -> None:
    """A misspelt component, impact, person or time is said in one line with the right word in it."""
    result = run("new", "incident", *INCIDENT, *SAID, "--yes", option, value)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output
    assert changed(content) == set()


def test_a_second_incident_of_the_same_name_gets_its_own_file(content: Path) -> None:
    """Nothing is written over."""
    for _ in range(2):
        assert run("new", "incident", *INCIDENT, *SAID, "--yes").exit_code == 0
    assert changed(content) == {PATH, PATH.replace("slow", "slow-2")}


def test_a_title_in_another_script_still_gives_an_address(content: Path) -> None:
    """A Persian title makes a file that can be an address."""
    title = ["--title", "پرداخت کند است", *INCIDENT[2:]]
    assert run("new", "incident", *title, *SAID, "--yes").exit_code == 0
    assert len(changed(content)) == 1
    read(content)


def test_an_unknown_incident_is_said_with_a_guess(content: Path) -> None:
    """`update` with a misspelt id says which one may be meant."""
    result = run("update", "2026-11-24-delivery-slot", "--text", "x", "--by", "sahar", "--yes")
    assert result.exit_code == 2
    assert "2026-11-24-delivery-slots" in result.output
    assert changed(content) == set()


def test_a_resolved_incident_is_not_resolved_again(content: Path) -> None:
    """It says so and writes nothing."""
    result = run("resolve", "2026-11-23-card-payments", "--text", "x", "--by", "sahar", "--yes")
    assert result.exit_code != 0
    assert "resolved" in result.output
    assert changed(content) == set()


def test_a_complaint_that_is_not_shown_is_closed_without_words(content: Path) -> None:
    """Without consent neither a reason nor what was done is asked for; with it both are missing."""
    for consent, missing in (("none", ()), ("anonymous", ("--reason", "--done"))):
        new = ["--title", f"Soup {consent}", "--channel", "x", "--topic", "quality", "--consent", consent]
        made = run("new", "complaint", *new, "--received", "2026-11-23T20:00:00+03:30", "--yes")
        assert made.exit_code == 0, made.output
        id = f"2026-11-23-soup-{consent}"
        closed = run("step", id, "--did", "resolved", "--outcome", "declined", "--by", "leila", "--yes")
        assert closed.exit_code == (2 if missing else 0)
        assert [option for option in ("--reason", "--done") if f"{option} is missing" in closed.output] == [*missing]
    assert changed(content) == {f"complaints/2026/2026-11-23-soup-{one}.md" for one in ("none", "anonymous")}


def test_a_complaint_from_received_to_confirmed(content: Path) -> None:
    """Each step is one command, and only what makes sense now is taken."""
    new = ["--title", "Cold soup", "--channel", "x", "--topic", "quality", "--consent", "anonymous"]
    made = run("new", "complaint", *new, "--received", "2026-11-23T20:00:00+03:30", "--yes")
    assert made.exit_code == 0, made.output
    name = next(iter(changed(content)))
    id = Path(name).stem
    assert run("step", id, "--did", "confirmed", "--yes").exit_code != 0  # nothing was resolved yet
    assert run("step", id, "--did", "answered", "--by", "leila", "--yes").exit_code == 0
    done = ["--did", "resolved", "--outcome", "solved", "--by", "leila", "--said", "It was cold.", "--done", "We paid."]
    done += ["--changed", "Lids."]
    resolved = run("step", id, *done, "--yes", now="2026-11-24T09:30:00+03:30")
    assert resolved.exit_code == 0, resolved.output
    assert (
        run("step", id, "--did", "followed_up", "--by", "leila", "--yes", now="2026-11-24T09:40:00+03:30").exit_code
        == 0
    )
    assert changed(content) == {name}
    complaint = read(content).ledger.complaint(id)
    assert complaint is not None
    assert [step.did.value for step in complaint.steps] == ["answered", "resolved", "followed_up"]
    assert (str(complaint.said), str(complaint.did), str(complaint.changed)) == ("It was cold.", "We paid.", "Lids.")


def test_maintenance_and_notices(content: Path) -> None:
    """Work is announced and called off; a notice stands for its time."""
    work = ["--title", "Wallet pauses", "--starts", "tomorrow 02:00", "--ends", "2026-11-25T03:00:00+03:30"]
    made = run("new", "maintenance", *work, "--component", "wallet", "--text", "No top-ups.", "--by", "omid", "--yes")
    assert made.exit_code == 0, made.output
    id = Path(next(iter(changed(content)))).stem
    off = run("update", id, "--status", "cancelled", "--text", "Not tonight.", "--by", "omid", "--yes")
    assert off.exit_code == 0, off.output
    notice = [
        "--title",
        "Fake calls",
        "--text",
        "We never call.",
        "--ends",
        "2026-12-01T00:00:00+03:30",
        "--by",
        "sahar",
    ]
    noted = run("new", "notice", *notice, "--yes")
    assert noted.exit_code == 0, noted.output
    ledger = read(content).ledger
    work_ = ledger.maintenance(id)
    assert work_ is not None
    assert work_.starts == datetime.fromisoformat("2026-11-25T02:00:00+03:30")
    assert work_.cancelled_at is not None
    assert "Fake calls" in [str(one.title) for one in ledger.notices]


def test_updates_are_written_with_an_id(content: Path) -> None:
    """Of the instant of writing; two of one instant have two ids."""
    file = content / "incidents/2026/2026-11-24-search-slow.md"
    for status in ("monitoring", "resolved"):
        words = ["--status", status, "--by", "omid", "--text", "Better.", "--yes"]
        assert run("update", file.stem, *words, now="2026-11-24T12:00:00+03:30").exit_code == 0
    assert re.findall(r"id: (20261124t083000z\S*)", file.read_text("utf-8")) == [
        "20261124t083000z",
        "20261124t083000z-2",
    ]


def test_no_colour_and_no_question_when_piped(content: Path) -> None:  # noqa: ARG001
    """A log holds plain words only."""
    assert "\x1b" not in run("new", "incident").output


def test_of_two_who_write_at_once_neither_is_lost(content: Path) -> None:
    """Updates written at the same moment are all in the file, but for those that were told that they are not."""
    file = content / "incidents/2026/2026-11-24-search-slow.md"
    before = file.read_text("utf-8").count("status:")
    command = [sys.executable, "-m", "answerable", "update", file.stem, "--status", "monitoring", "--by", "omid"]
    at = ["--yes", "--now", "2026-11-24T12:00:00+03:30"]
    running = [
        subprocess.Popen([*command, "--text", f"Said {number}.", *at], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for number in range(6)
    ]
    refused = 0
    for process in running:
        said = process.communicate(timeout=60)[1].decode()
        assert process.returncode == 0 or "was changed meanwhile" in said, said
        refused += process.returncode
    assert file.read_text("utf-8").count("status:") == before + 6 - refused
    assert changed(content) == {"incidents/2026/2026-11-24-search-slow.md"}


def commands(command: click.Command = main, name: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command of the command line, with those that hold others."""
    if name:
        yield name
    for part, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*name, part))


@pytest.mark.parametrize("name", list(commands()), ids=" ".join)
def test_every_command_s_help_has_an_example_and_its_exit_codes(name: tuple[str, ...]) -> None:
    """Whoever asks for help sees a line to copy, which names the command, and what a script can go by."""
    help = CliRunner().invoke(main, [*name, "--help"]).output
    assert re.search(rf"Examples?:\n +answerable {' '.join(name)}", help), help
    assert re.search(r"Exit codes: 0 .*2 ", " ".join(help.split())), help


def test_a_writer_waits_for_the_one_before(content: Path) -> None:
    """While somebody writes a file nobody else does, and who comes after looks at what stands there now."""
    file = content / "incidents/2026/2026-11-24-search-slow.md"
    command = [sys.executable, "-m", "answerable", "update", file.stem, "--status", "monitoring", "--by", "omid"]
    with exclusive_access(file):
        process = subprocess.Popen(
            [*command, "--text", "Second.", "--yes", "--now", "2026-11-24T12:00:00+03:30"],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=4)
        file.write_text(f"{file.read_text('utf-8')}\nFirst.\n", "utf-8")
    said = process.communicate(timeout=60)[1].decode()
    assert (process.returncode, "was changed meanwhile" in said) == (1, True), said
    assert "Second." not in file.read_text("utf-8")


def test_at_three_in_the_morning(content: Path) -> None:
    """`answerable new incident` asks for what it needs, shows what will be published, and writes one file."""
    terminal = Terminal(["new", "incident", "--now", NINE], content.parent)
    terminal.answer("Start from a template?", "")
    terminal.answer("What is not working?", "Search does not answer")
    terminal.answer("When did it begin?", "08:20")
    terminal.answer("How serious is it for people?", "2")
    terminal.answer("Which components are affected?", "serch")
    terminal.answer("did you mean", "search")
    terminal.answer("What is the status of Search?", "2")
    terminal.answer("What is the status?", "")
    terminal.answer("what people can do", "Nothing is found since nine.")
    terminal.answer("Who signs?", "sahar")
    terminal.answer("When will you post the next update?", "30m")
    terminal.answer("[Y/n]", "y")
    assert terminal.end() == 0, terminal.seen
    assert "\x1b[31m" not in terminal.seen  # NO_COLOR is set
    assert "2026-11-24T09:30:00+03:30" in terminal.seen or "09:30" in terminal.seen
    assert changed(content) == {"incidents/2026/2026-11-24-search-does-not-answer.md"}
    incident = read(content).ledger.incident("2026-11-24-search-does-not-answer")
    assert incident is not None
    assert incident.components == {"search": "partial_outage"}
    assert incident.started == datetime.fromisoformat("2026-11-24T08:20:00+03:30")


def test_a_text_that_is_ready_is_shown_and_goes_out_without_holes(content: Path) -> None:
    """Its sentences stand above the first gap, each gap must be filled, and a Persian title asks for a short name."""
    terminal = Terminal(
        ["new", "incident", "--now", NINE, "--impact", "minor", "--component", "parcels"], content.parent
    )
    terminal.answer("Start from a template?", "delay")
    terminal.answer("What is not working?", "سفارش‌ها دیر می‌رسند")
    terminal.answer("When did it begin?", "")
    terminal.answer("What is the status of Parcel delivery?", "1")
    terminal.answer("What is the status?", "")
    terminal.answer("[place] (-", "Karaj")
    assert "Orders in [place] come about [how long] late today" in terminal.seen
    terminal.answer("[how long] (-", "")
    terminal.answer("write at least one word", "an hour")
    terminal.answer("[why] (-", "a road is closed")
    terminal.answer("[time] (-", "09:30")
    terminal.answer("what people can do", "")
    terminal.answer("Who signs?", "sahar")
    terminal.answer("When will you post the next update?", "30m")
    terminal.answer("A short name for its web address", "late-orders")
    terminal.answer("[Y/n]", "y")
    assert terminal.end() == 0, terminal.seen
    incident = read(content).ledger.incident("2026-11-24-late-orders")
    assert incident is not None and str(incident.title) == "سفارش‌ها دیر می‌رسند"
    assert str(incident.newest.text).startswith(
        "Orders in Karaj come about an hour late today, because a road is closed."
    )


def test_who_stops_in_the_middle_has_written_nothing(content: Path) -> None:
    """Ctrl+C ends it in one line."""
    terminal = Terminal(["new", "incident", "--now", NINE], content.parent)
    terminal.answer("Start from a template?", "")
    terminal.until("What is not working?")
    assert terminal.interrupt() == 1, terminal.seen
    assert "Traceback" not in terminal.seen
    assert changed(content) == set()
