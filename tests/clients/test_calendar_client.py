"""`ical.js` from npm, the parser of Thunderbird and Nextcloud, unchanged: what people's calendars make of ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.clients.pages import NOW, WORK, context_of, ledger_of

from answerable.publish.files import calendar

HERE = Path(__file__).parent
CLIENTS = HERE / "node_modules"
HOSTILE = [
    'A "quoted", back\\slashed; <b>bold</b> & more: \\n \\, \\; ^n ^^',
    "END:VEVENT\r\nBEGIN:VEVENT\nUID:forged",
    "پایگاه داده‌ها جابه‌جا می‌شود، " * 12,
    "😀👩‍👩‍👧" * 40,
    "x" * 300,
    "tab\tbell\x07escape\x1b[31m zero\x00 line\u2028 next\x85 turned\u202e round\u2066",
]
PLAIN = [
    HOSTILE[0],
    "END:VEVENT BEGIN:VEVENT UID:forged",
    HOSTILE[2].strip(),
    HOSTILE[3],
    HOSTILE[4],
    "tab bellescape[31m zero line next turned round",
]


def read(*files: Path) -> list[dict[str, Any]]:
    """What the client understood of each calendar."""
    node = shutil.which("node")
    if node is None or not (CLIENTS / ".ready").is_file():
        pytest.fail("npm's clients are not installed; run make test, which installs them", pytrace=False)
    command: list[str | Path] = [node, HERE / "read_calendar.js", *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def built(folder: Path, *maintenances: dict[str, Any], language: str = "en") -> dict[str, Any]:
    """The calendar of everything that is made of these records, as the client reads it."""
    ledger = ledger_of(maintenances=maintenances)
    folder.mkdir(exist_ok=True)
    file = folder / "calendar.ics"
    file.write_bytes(next(calendar.publish(context_of(ledger, NOW, language))).content)
    return read(file)[0]


def test_it_reads_the_example(example_site: Path) -> None:
    """Every calendar of the site; planned, called off and ended early, each at its own instants."""
    everything, checkout, tracking = read(
        example_site / "calendar.ics", *(example_site / "calendar" / f"{c}.ics" for c in ("checkout", "tracking"))
    )
    assert everything["name"] == "Baran status: Maintenance" and everything["refresh"] == 3600
    found = [(e["uid"].partition("@")[0], e["start"], e["end"], e["status"]) for e in everything["events"]]
    assert found == [
        ("2026-12-01-database-move", "2026-11-30T22:30:00.000Z", "2026-12-01T01:00:00.000Z", "CONFIRMED"),
        ("2026-11-17-warehouse-system", "2026-11-16T21:30:00.000Z", "2026-11-17T02:30:00.000Z", "CANCELLED"),
        ("2026-10-22-payment-gateway", "2026-10-21T22:30:00.000Z", "2026-10-22T00:50:00.000Z", "CONFIRMED"),
    ]
    assert [e["uid"].partition("@")[0] for e in checkout["events"]] == [found[0][0], found[2][0]]
    assert tracking["events"] == [] and tracking["name"] == "Baran status: Tracking"


@pytest.mark.parametrize(("words", "plain"), [*zip(HOSTILE, PLAIN, strict=True)])
def test_hostile_words_stay_words(tmp_path: Path, words: str, plain: str) -> None:
    """One event, whose title and text are the words that were written, folded wherever and escaped or not."""
    (event,) = built(tmp_path, WORK | {"title": words})["events"]
    assert event["summary"] == f"Example: {plain}"
    assert event["uid"] == "new-disks@status.example.com"
    assert event["description"].startswith("The shop is closed meanwhile.\n\nComponents: Shop\n\n")
    assert event["url"] == "https://status.example.com/maintenance/new-disks/"


def test_a_change_is_seen_as_newer(tmp_path: Path) -> None:
    """Moved, prolonged and called off under one id, each time with a higher version."""
    moved = {**WORK, "updates": [{"at": "2026-11-21T08:00:00Z", "status": "scheduled"}], "ends": "2026-12-01T06:00:00Z"}
    off = {**moved, "updates": [*moved["updates"], {"at": "2026-11-22T08:00:00Z", "status": "cancelled"}]}
    events = [built(tmp_path, record)["events"][0] for record in (WORK, moved, off)]
    assert len({event["uid"] for event in events}) == 1
    assert [event["end"][11:13] for event in events] == ["02", "06", "06"]
    assert events[0]["sequence"] < events[1]["sequence"] < events[2]["sequence"]
    assert [event["stamp"][:10] for event in events] == ["2026-11-20", "2026-11-21", "2026-11-22"]
    assert [event["status"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_a_night_of_two_clocks_has_its_true_length(tmp_path: Path) -> None:
    """From half past one in summer time to half past two in winter time are two hours, not one (Berlin, 25 October)."""
    night = {"starts": "2026-10-25T01:30:00+02:00", "ends": "2026-10-25T02:30:00+01:00"}
    (event,) = built(tmp_path, WORK | night)["events"]
    assert (event["start"], event["end"]) == ("2026-10-24T23:30:00.000Z", "2026-10-25T01:30:00.000Z")
    assert not event["allDay"]


def test_a_calendar_without_work_is_one(tmp_path: Path) -> None:
    """It has a name and no event."""
    empty = built(tmp_path, language="fa")
    assert empty["events"] == [] and empty["name"].startswith("Example: ")
