"""A site of the status only, or of answers only, is a whole site, and mentions nothing of the other half."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.command import answerable
from tests.unit.content import COMPLAINT, INCIDENT, MKDOCS, NOTICE, findings, write
from tests.unit.site_links import broken_links, pages

from answerable.content.reading import read_content
from answerable.outreach.verify.built_site import read_site
from answerable.publish.context import Context
from answerable.publish.sections import sections
from answerable.publish.site import SERVED
from answerable.records.vocabulary import Half

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ADDRESS = "https://status.example.com/"
OTHER = {
    "status": r"complaint|what became|took private|\b(answers|track|changes)/",
    "answers": r"incident|maintenance|component|operational|uptime|(?<!dead)\bstatus\b(?!\.example)|history|calendar",
}
"""Words of the half that is not published."""
SOURCES = {
    "incidents/2026/2026-11-23-card.md": INCIDENT,
    "complaints/2026/2026-11-18-refund.md": COMPLAINT,
    "notices/shops.md": NOTICE,
}


@pytest.fixture(params=["both", "status", "answers"])
def site(request: pytest.FixtureRequest, site_of: Callable[[str], Path], whole_site: Path) -> Path:
    """Return the example's site of both halves, and of each alone."""
    return whole_site if request.param == "both" else site_of(request.param)


def test_every_link_leads_somewhere(site: Path) -> None:
    """On each page, in each feed and in each file for programs."""
    assert broken_links(site, ADDRESS) == []


@pytest.mark.parametrize("half", ["status", "answers"])
def test_no_page_mentions_the_other_half(half: str, site_of: Callable[[str], Path]) -> None:
    """In no words that readers or search engines see, in English; the records' own words are not ours."""
    own = {"outage after a complaint"}
    found = {
        f"{name}: {' '.join(words.split())[:80]}"
        for name, page in pages(site_of(half)).items()
        for words in [*page.words, *page.links]
        if not name.startswith("fa/") and re.search(OTHER[half], words, re.IGNORECASE) and words not in own
    }
    assert found == set()


def test_what_belongs_to_one_half_is_made_with_it_only(site_of: Callable[[str], Path]) -> None:
    """Pages, feeds, the API, calendars, badges and the look-up of cases follow the half."""
    status = (
        "incidents/index.html", "components/checkout/index.html", "feeds/incidents.xml", "history.rss",
        "api/v2/summary.json", "calendar.ics", "badges/status.svg", "status.txt",
    )  # fmt: skip
    answers = (
        "answers/index.html", "changes/index.html", "track/index.html", "feeds/answers.xml", "feeds/topics/refunds.xml",
        "feeds/channels/x.xml", "api/answers.json", "badges/answered-24h.svg", "transparency/rows.csv",
    )  # fmt: skip
    both = ("index.html", "transparency/index.html", "subscribe/index.html", "contact/index.html", "feed.xml",
            "pinned.json", "freshness.json", "api/metrics.json", "qr.svg", "embed/index.html")  # fmt: skip
    for half, there, not_there in (("status", status, answers), ("answers", answers, status)):
        site = site_of(half)
        assert [path for path in (*there, *both) if not (site / path).is_file()] == []
        assert [path for path in not_there if (site / path).exists()] == []


def test_headers_and_the_description_of_the_api_follow(site_of: Callable[[str], Path]) -> None:
    """Nothing is declared that the site does not have."""
    described = {half: json.loads((site_of(half) / "api/openapi.json").read_text())["paths"] for half in OTHER}
    assert "/api/v2/summary.json" in described["status"]
    assert "/api/answers.json" not in described["status"]
    assert "/api/answers.json" in described["answers"]
    assert not any(path.startswith("/api/v2/") for path in described["answers"])
    assert "/incidents/*" not in (site_of("answers") / "_headers").read_text()
    assert "/answers/*" not in (site_of("status") / "_headers").read_text()


@pytest.mark.parametrize("half", ["status", "answers"])
def test_a_pinned_notice_belongs_to_both_halves(half: str, site_of: Callable[[str], Path]) -> None:
    """It stands on the first page, in the feed and in what other pages load."""
    site = site_of(half)
    title = "fake"
    assert all(title in (site / path).read_text("utf-8").lower() for path in ("index.html", "feed.xml", "pinned.json"))


def test_a_complaint_alone_names_no_component_and_no_incident(site_of: Callable[[str], Path]) -> None:
    """Neither in the API nor in the rows behind the figures."""
    site = site_of("answers")
    told = [
        one for path in (site / "api/answers").glob("*.json") for one in json.loads(path.read_text("utf-8"))["answers"]
    ]
    assert told
    assert {(one["component"], one["incident"]) for one in told} == {(None, None)}
    head, *rows = (site / "transparency/rows.csv").read_text().splitlines()
    place = head.split(",").index("component")
    assert {row.split(",")[place] for row in rows} == {""}


@pytest.mark.parametrize(
    ("half", "records"), [("status", ["2026-11-23-card"]), ("answers", ["2026-11-18-refund"])]
)  # fmt: skip
def test_only_records_of_the_published_half_are_read(half: str, records: list[str], tmp_path: Path) -> None:
    """Notices are read in any case, and a note says what is not."""
    content = read_content(write(tmp_path, SOURCES | {"policy.yml": f"publish: [{half}]\n"}), NOW)
    ledger = content.ledger
    assert [one.id for one in (*ledger.incidents, *ledger.complaints, *ledger.notices)] == [*records, "shops"]
    (note,) = content.findings
    other = "answers" if half == "status" else "status"
    assert (note.path, note.line, note.level) == ("content/policy.yml", 1, "note")
    assert note.message.startswith(f"`publish` has no `{other}`: files that are not read and not published: 1 in ")


@pytest.mark.parametrize(
    ("half", "folders"),
    [
        ("status", {"incidents", "maintenance", "components", "transparency"}),
        ("answers", {"answers", "answers/topic", "transparency"}),
    ],
)
def test_no_page_is_rendered_for_folders_of_the_other_half(half: str, folders: set[str], tmp_path: Path) -> None:
    """MkDocs renders a placeholder page for each folder, which a site of one half need not wait for."""
    policy = {"policy.yml": f"publish: [{half}]\n"}
    assert {*sections(read_content(write(tmp_path, SOURCES | policy), NOW).ledger)} == folders


@pytest.mark.parametrize("half", ["status", "answers"])
def test_mistakes_in_the_other_half_are_no_findings(half: str, tmp_path: Path) -> None:
    """Nobody has to mend what is not published: neither its records, nor what they name, nor its pages."""
    broken = {
        "status": {"complaints/2026/2026-11-18-refund.md": "---\ntitle: [\n---\n", "intake/2026-11.csv": "id\nx\n"},
        "answers": {
            "incidents/2026/2026-11-23-card.md": "---\ntitle: [\n---\n",
            "components.yml": "components: 7\n",
            "complaints/2026/2026-11-18-refund.md": COMPLAINT.replace(
                "topic:", "incident: gone\ncomponent: no\ntopic:"
            ),
        },
    }
    found = findings(tmp_path, SOURCES | broken[half] | {"policy.yml": f"publish: [{half}]\n"}, NOW)
    others = ("complaints", "intake") if half == "status" else ("incidents", "components")
    assert [
        one for one in found if one.level == "error" or one.path.startswith(tuple(f"content/{o}" for o in others))
    ] == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("publish: []", "`publish` is empty; write at least one item"),
        ("publish:", "`publish` is empty; begin each item on a line of its own with `- `"),
        ("publish: status", "`publish`: `status` is not a list; write `[status]`"),
        (
            "publish: [status, answer]",
            "`publish[2]`: `answer` is not allowed; did you mean `answers`?",
        ),
    ],
)  # fmt: skip
def test_a_wrong_key_is_one_clear_error_and_the_notice_gets_out(line: str, message: str, tmp_path: Path) -> None:
    """Complaints are held back, as whenever policy.yml cannot be read as a whole."""
    write(tmp_path, SOURCES | {"policy.yml": f"{line}\n", "index.md": "---\ntemplate: home.html\n---\n"})
    content = read_content(tmp_path / "content", NOW)
    errors = [one for one in content.findings if one.level == "error" and one.line]
    assert [(one.path, one.line, one.text) for one in errors] == [("content/policy.yml", 1, message)]
    (tmp_path / "mkdocs.yml").write_text(f"{MKDOCS}plugins: [answerable]\n", "utf-8")
    done = answerable("build", "--now", NOW.isoformat(), cwd=tmp_path, code=3)
    assert "content/policy.yml" in done.output
    assert "Fake shops ask for card numbers" in (tmp_path / "site/index.html").read_text("utf-8")
    assert not (tmp_path / "site/answers/2026-11-18-refund").exists()


def test_words_are_chosen_by_the_halves(tmp_path: Path) -> None:
    """A text exists for both halves and for each alone."""
    for publish, word in (("[status, answers]", "both"), ("[status]", "status"), ("[answers]", "answers")):
        ledger = read_content(write(tmp_path, {"policy.yml": f"publish: {publish}\n"}), NOW).ledger
        context = Context(ledger, NOW, "en", "en", "Baran", ADDRESS)
        assert context.by_half("both", status="status", answers="answers") == word
    assert [*Half] == ["status", "answers"]


@pytest.mark.parametrize(
    ("half", "command", "other"),
    [
        ("status", ["new", "complaint"], "answers"),
        ("status", ["step", "2026-11-18-refund"], "answers"),
        ("answers", ["new", "incident"], "status"),
        ("answers", ["update", "2026-11-23-card"], "status"),
    ],
)
def test_commands_say_that_nobody_would_see_a_record(half: str, command: list[str], other: str, tmp_path: Path) -> None:
    """Before they ask or write anything."""
    write(tmp_path, SOURCES | {"policy.yml": f"publish: [{half}]\n"})
    done = answerable(*command, "--now", NOW.isoformat(), cwd=tmp_path, code=1)
    assert f"`publish` in policy.yml has no `{other}`, so nobody would see this; add it there first" in done.output


def test_verify_compares_what_the_half_has(site_of: Callable[[str], Path]) -> None:
    """It asks for no file that the site does not have."""
    found = {half: set(read_site(site_of(half), SERVED).files) for half in OTHER}
    assert {"index.html", "feed.xml", "pinned.json"} <= found["answers"] & found["status"]
    assert {"api/v2/summary.json", "calendar.ics", "status.txt"} <= found["status"] - found["answers"]


def test_the_notice_of_off_hours_belongs_to_both_halves(tmp_path: Path) -> None:
    """When nobody answers, it stands on the first page, whatever that is about."""
    channels = (
        "channels:\n  - {id: x, name: Mail, kind: email, url: mailto:help@example.com, hours: {mon-fri: 09:00-17:00}}\n"
    )
    for half in Half:
        policy = f"publish: [{half}]\nlanguages: [en]\n"
        write(tmp_path, {"policy.yml": policy, "channels.yml": channels, "index.md": "---\ntemplate: home.html\n---\n"})
        (tmp_path / "mkdocs.yml").write_text(f"{MKDOCS}plugins: [answerable]\n", "utf-8")
        answerable("build", "--now", "2026-11-24T23:00:00+00:00", cwd=tmp_path)
        assert "Nobody answers on Mail right now." in (tmp_path / "site/index.html").read_text("utf-8")


@pytest.mark.parametrize("half", [*Half])
def test_a_new_site_may_begin_with_one_half(half: Half, tmp_path: Path) -> None:
    """It has no file of the other half, nothing to correct, and every link of it leads somewhere."""
    answerable("init", tmp_path / "new", "--publish", half, cwd=tmp_path)
    answerable("check", cwd=tmp_path / "new")
    answerable("build", cwd=tmp_path / "new", env={"SITE_URL": ADDRESS})
    other = {"status": ("answers", "track"), "answers": ("incidents", "components")}[half]
    found = [path for name in other for path in (tmp_path / "new").rglob(f"*{name}*") if "schemas" not in path.parts]
    assert found == []
    assert broken_links(tmp_path / "new/site", ADDRESS) == []


@pytest.mark.parametrize("command", [["close", "2026-10"], ["triage"], ["code", "2026-11-18-refund"]])
def test_commands_say_that_complaints_are_not_read(command: list[str], tmp_path: Path) -> None:
    """Instead of finding none of them."""
    write(tmp_path, SOURCES | {"policy.yml": "publish: [status]\n"})
    secret = {"ANSWERABLE_CODE_SECRET": "a-secret-of-the-tests-0123456789abcdef"}
    done = answerable(*command, "--now", NOW.isoformat(), cwd=tmp_path, env=secret, code=1)
    assert "`publish` in policy.yml has no `answers`, so complaints are not read; add it there first" in done.output
