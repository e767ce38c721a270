"""Maintenance on the command line: postponed, prolonged, finished early and called off, never by a guess."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from tests.command import answerable
from tests.terminal import Terminal
from tests.unit.content import write

from answerable.content.reading import read_content
from answerable.records.model import Maintenance

WORK = """---
title: Our database moves
components: {checkout: under_maintenance}
announced: 2026-11-20T10:00:00+00:00
starts: 2026-11-25T02:00:00+00:00
ends: 2026-11-25T04:00:00+00:00
by: omid
text: No orders can be placed meanwhile.
---
"""
ID = "2026-11-25-database"
BEFORE, DURING = "2026-11-24T12:00:00+00:00", "2026-11-25T03:00:00+00:00"
SAID = ("--text", "The new disks are late.", "--by", "omid", "--yes")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with announced work."""
    write(tmp_path, {f"maintenance/{ID}.md": WORK})
    return tmp_path


def run(site: Path, command: str, *options: str, now: str = BEFORE, code: int = 0) -> Result:
    """Run a command about the work as a script would."""
    return answerable(command, ID, *options, *SAID, "--now", now, cwd=site, code=code)


def work(site: Path) -> Maintenance:
    """The work as it is written, right in all of it."""
    read = read_content(site / "content", datetime.fromisoformat("2026-11-28T12:00:00+00:00"))
    assert [str(one) for one in read.findings if one.level == "error"] == []
    found = read.ledger.maintenance(ID)
    assert found
    return found


def last(site: Path) -> tuple[str, str, str]:
    """Status of its last update, and its window now, as day and time."""
    found = work(site)
    return found.updates[-1].status.value, *(f"{at:%dT%H:%M}" for at in (found.starts, found.ends))  # type: ignore[return-value]


def test_a_new_beginning_postpones_and_keeps_the_length(site: Path) -> None:
    """Two hours on another day."""
    run(site, "update", "--starts", "2026-11-27 02:00")
    assert last(site) == ("postponed", "27T02:00", "27T04:00")


def test_a_new_window_is_taken_as_it_is_given(site: Path) -> None:
    """Beginning and end."""
    run(site, "update", "--starts", "2026-11-27 02:00", "--ends", "2026-11-27 05:30")
    assert last(site) == ("postponed", "27T02:00", "27T05:30")


def test_an_earlier_time_is_no_postponement(site: Path) -> None:
    """It is scheduled, for an earlier hour."""
    run(site, "update", "--starts", "2026-11-25 01:00")
    assert last(site) == ("scheduled", "25T01:00", "25T03:00")


def test_postponed_without_a_time_can_get_one_later(site: Path) -> None:
    """First no time is known, then one is."""
    run(site, "update", "--status", "postponed")
    assert work(site).stopped
    run(site, "update", "--starts", "2026-11-27 02:00", now="2026-11-26T12:00:00+00:00")
    assert last(site) == ("postponed", "27T02:00", "27T04:00")


@pytest.mark.parametrize("command", ["update", "resolve"])
def test_what_becomes_of_work_ahead_is_never_guessed(site: Path, command: str) -> None:
    """ "Done." about work that has not begun is no cancellation: a script has to say what it means."""
    done = run(site, command, code=2)
    assert "--status is missing" in done.stderr and "cancelled" in done.stderr and "postponed" in done.stderr
    assert (site / f"content/maintenance/{ID}.md").read_text() == WORK


def test_it_is_called_off_by_name(site: Path) -> None:
    """With `--status cancelled`, by either command."""
    run(site, "resolve", "--status", "cancelled")
    stopped = work(site).stopped
    assert stopped and stopped.status.value == "cancelled"


def test_under_way_it_is_finished_early_or_prolonged(site: Path) -> None:
    """At three: an hour more, or done."""
    run(site, "update", "--ends", "05:00", now=DURING)
    assert last(site) == ("in_progress", "25T02:00", "25T05:00")
    run(site, "resolve", now="2026-11-25T04:30:00+00:00")
    assert work(site).ended_at == datetime.fromisoformat("2026-11-25T04:30:00+00:00")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--starts", "2026-11-27 02:00"), "--starts: the work began at Wed 25 Nov 2026 02:00 +00:00"),
        (("--status", "postponed"), "--status: `postponed` is not in the list"),
        (("--status", "completed", "--ends", "05:00"), "--ends: only work that goes on gets another end"),
    ],
)
def test_work_that_has_begun_is_not_postponed(site: Path, options: tuple[str, ...], said: str) -> None:
    """What is done is done."""
    assert said in run(site, "update", *options, now=DURING, code=2).stderr


def test_an_incident_has_no_window(site: Path) -> None:
    """`--ends` about an incident is refused."""
    (site / "content/incidents").mkdir()
    update = "{at: 2026-11-24T10:00:00Z, status: investigating, text: We look.}"
    text = f"---\ntitle: Slow\nimpact: minor\nupdates:\n  - {update}\n---\n"
    (site / "content/incidents/slow.md").write_text(text)
    done = answerable("update", "slow", "--ends", "1h", *SAID, "--now", BEFORE, cwd=site, code=2)
    assert "--ends: only maintenance has this" in done.stderr


def test_on_a_terminal_it_is_asked(site: Path) -> None:
    """`resolve` asks what is to become of work that has not begun, and when it takes place instead."""
    terminal = Terminal(["resolve", "--now", BEFORE], site)
    terminal.answer("Which incident or maintenance?", "1")
    terminal.answer("What is to become of it?", "postponed")
    terminal.answer("When does it start now?", "2026-11-27 02:00")
    terminal.answer("When does it end?", "")
    terminal.answer("What people should know", "The new disks are late.")
    terminal.answer("Who signs?", "omid")
    terminal.answer("[Y/n]", "y")
    assert terminal.end() == 0, terminal.seen
    assert last(site) == ("postponed", "27T02:00", "27T04:00")
