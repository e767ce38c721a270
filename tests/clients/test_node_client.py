"""`statuspage.io` from npm, unchanged, over loopback: what a program that uses it is told."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.browser.server import serving
from tests.clients.pages import BROKEN, MENDED, WORK, context_of, ledger_of, write_page

HERE = Path(__file__).parent
CLIENTS = HERE / "node_modules"


def read(site: Path) -> dict[str, Any]:
    """Every answer that the client gives of a site, by the question."""
    node = shutil.which("node")
    if node is None or not (CLIENTS / ".ready").is_file():
        pytest.fail("npm's clients are not installed; run make test, which installs them", pytrace=False)
    with serving(site) as origin:
        command: list[str | Path] = [node, HERE / "read_status.js", origin.rstrip("/")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def test_the_version_is_the_one_that_is_promised() -> None:
    """What runs here is 3.3, as it was published."""
    assert json.loads((CLIENTS / "statuspage.io" / "package.json").read_text("utf-8"))["version"] == "3.3.8"


def test_it_is_told_what_is_broken(example_site: Path) -> None:
    """The example's state, its components, its incidents and its planned work."""
    told = read(example_site)
    assert told["status"]["status"] == {"indicator": "major", "description": "Partial System Outage"}
    assert told["summary"]["page"]["name"] == "Baran"
    names = {component["id"]: component["name"] for component in told["components"]["components"]}
    groups = [component for component in told["components"]["components"] if component["group"]]
    assert {group["name"]: [names[id] for id in group["components"]] for group in groups} == {
        "Shop": ["Website", "Mobile app", "Search"],
        "Payment": ["Checkout and card payments", "Wallet", "Refunds"],
        "Delivery": ["Grocery delivery", "Parcel delivery", "Tracking"],
    }
    assert [i["name"] for i in told["unresolved"]["incidents"]] == ["No delivery times can be chosen in Tehran"]
    assert len(told["incidents"]["incidents"]) == 10
    assert [m["name"] for m in told["upcoming"]["scheduled_maintenances"]] == ["Our database moves"]


def test_it_is_told_when_all_is_well(tmp_path: Path) -> None:
    """After the end nothing is unresolved, and the whole is well."""
    told = read(write_page(tmp_path, context_of(ledger_of(incidents=(MENDED,)))))
    assert told["summary"]["status"] == {"indicator": "none", "description": "All Systems Operational"}
    assert told["unresolved"]["incidents"] == []
    assert [i["status"] for i in told["incidents"]["incidents"]] == ["resolved"]


def test_an_empty_page_is_a_page(tmp_path: Path) -> None:
    """A site without any record answers every question."""
    told = read(write_page(tmp_path, context_of(ledger_of(components=()))))
    assert told["components"]["components"] == [] and told["summary"]["incidents"] == []


def test_words_and_dates_arrive(tmp_path: Path) -> None:
    """What was said, when, and when work begins, as a program of theirs would print it."""
    told = read(write_page(tmp_path, context_of(ledger_of(incidents=(BROKEN,), maintenances=(WORK,)))))
    newest = told["unresolved"]["incidents"][0]["incident_updates"][0]
    assert (newest["status"], newest["body"], newest["display_at"]) == (
        "identified",
        "A disk is full.",
        "2026-11-24T10:00:00.000Z",
    )
    work = told["upcoming"]["scheduled_maintenances"][0]
    assert (work["scheduled_for"], work["scheduled_until"]) == ("2026-12-01T00:00:00.000Z", "2026-12-01T02:00:00.000Z")
