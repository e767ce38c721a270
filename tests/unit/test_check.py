"""What `answerable check` finds: everything in one run, each thing once, and where somebody would look for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.cli import main
from answerable.content.reading import Content, read_content
from answerable.records.findings import Finding

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
COMPANY = {
    "components.yml": "components:\n  - {id: checkout, name: Checkout}\n  - {id: search, name: Search}\n",
    "team.yml": "people:\n  - {id: sahar, name: Sahar}\n",
    "channels.yml": "channels:\n  - {id: x, name: X}\n",
    "policy.yml": "topics:\n  - {id: refunds, name: Refunds}\n",
}
UPDATE = "updates:\n  - {at: 2026-11-23T10:09:00Z, status: investigating, by: sahar, text: It fails.}\n"
OPEN = f"---\ntitle: Payments fail\nimpact: major\ncomponents: {{checkout: partial_outage}}\n{UPDATE}---\n"


def read(tmp_path: Path, files: dict[str, str | bytes]) -> Content:
    """The content of a folder with a small company and these files."""
    for name, text in {**COMPANY, **files}.items():
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_content(tmp_path / "content", NOW)


def said(findings: tuple[Finding, ...]) -> list[tuple[int, int, str]]:
    """Line, column and words of each finding."""
    return [(finding.line, finding.column, finding.text) for finding in findings]


def incident(front: str) -> dict[str, str | bytes]:
    """One incident with this front matter."""
    return {"incidents/2026-11-23-a.md": f"---\n{front}---\n"}


def test_a_misspelt_word_hides_no_other_mistake(tmp_path: Path) -> None:
    """Wrong words, unknown ids, broken order and missing words of one record are all found in the same run."""
    text = (
        "---\ntitle: Late\nchannel: xx\ntopic: refund\nreceived: 2026-11-18T09:12:00Z\nconsent: anonymos\nsteps:\n"
        "  - {at: 2026-11-18T08:40:00Z, did: answerd, by: sahra}\n"
        "  - {at: 2026-11-18T08:30:00Z, did: resolved}\n---\n"
    )
    found = read(tmp_path, {"complaints/2026-11-18-late.md": text}).findings
    assert [(line, column, words.partition(";")[0]) for line, column, words in said(found)] == [
        (2, 1, "resolved without `did`"),
        (3, 10, "unknown channel `xx`"),
        (4, 8, "unknown topic `refund`"),
        (6, 10, "`consent`: `anonymos` is not allowed"),
        (8, 10, "the first step is before `received`"),
        (8, 37, "`steps[1].did`: `answerd` is not allowed"),
        (8, 50, "unknown person `sahra`"),
        (9, 5, "resolved without `outcome`"),
        (9, 10, "`steps` are out of order"),
    ]


def test_a_wrong_status_hides_no_unknown_component(tmp_path: Path) -> None:
    """A component's misspelt id is found at the id itself, beside the misspelt status of another."""
    front = f"title: T\nimpact: minor\ncomponents: {{chekout: partial_outage, search: slow}}\n{UPDATE}"
    found = said(read(tmp_path, incident(front)).findings)
    assert [(line, column) for line, column, _ in found] == [(4, 14), (4, 47)]
    assert found[0][2] == "unknown component `chekout`; did you mean `checkout`?"


def test_a_component_that_was_taken_out_is_to_be_retired(tmp_path: Path) -> None:
    """Nothing is like its id: it is said how to keep the history of what is gone."""
    front = f"title: T\nimpact: minor\ncomponents: {{tracking: partial_outage}}\n{UPDATE}"
    (found,) = said(read(tmp_path, incident(front)).findings)
    assert found[2].startswith("unknown component `tracking`; known: checkout")
    assert found[2].endswith("; one that is gone stays in components.yml with `retired: true`")


@pytest.mark.parametrize(
    ("front", "place", "words"),
    [
        ("title: T\nimpact: minor\nupdates: []\n", (4, 10), "`updates` is empty; write at least one item"),
        ("title: T\nimpact: minor\nupdates: soon\n", (4, 10), "`updates`: `soon` is not a list"),
        (f"title: T\nimpact: minor\npinned: maybe\n{UPDATE}", (4, 9), "`pinned`: `maybe` must be true or false"),
        (f"title: T\nimpact: minor\ncomponents: [search]\n{UPDATE}", (4, 13), "`components` is not a map"),
        (f"title: []\nimpact: minor\n{UPDATE}", (2, 8), "a map such as {en: …, fa: …}"),
        (f"title: {{xx9: a, 7: b}}\nimpact: minor\n{UPDATE}", (2, 8), "an unknown language, `xx9`, `7`"),
        (f"title: T\nimpact: minor\n{UPDATE.replace('text:', 'txt:')}", (5, 66), "did you mean `text`?"),
        (f"title: T\nimpact: minor\n{UPDATE.replace('2026', '0001')}", (5, 10), "this lies in the far past"),
        ("titel: T\nimpact: minor\nbody: x\n" + UPDATE, (4, 1), "unknown key `body`"),
    ],
)
def test_each_mistake_is_said_in_plain_words(tmp_path: Path, front: str, place: tuple[int, int], words: str) -> None:
    """A wrong shape is found at its place, in words that need no knowledge of the program."""
    content = read(tmp_path, incident(front))
    assert place in [(line, column) for line, column, text in said(content.findings) if words in text]
    assert content.set_aside == ("content/incidents/2026-11-23-a.md",)
    assert "Input should" not in str(content.findings) and "Tuple" not in str(content.findings)


def test_one_mistake_in_an_update_is_one_finding(tmp_path: Path) -> None:
    """A misspelt key of the only update does not also read as if there were no update."""
    found = read(tmp_path, incident(f"title: T\nimpact: minor\n{UPDATE.replace('text:', 'txt:')}")).findings
    assert len(found) == 1


@pytest.mark.parametrize(
    "front",
    [
        f'title: "Payments fail\nimpact: minor\n{UPDATE}',
        f"title: T\n\timpact: minor\n{UPDATE}",
        f"title: Payments: they fail\nimpact: minor\n{UPDATE}",
        f"title: a\u202eb\nimpact: minor\n{UPDATE}",
        f"title: {'[' * 60}{']' * 60}\nimpact: minor\n{UPDATE}",
    ],
)
def test_where_reading_stops_nothing_is_called_missing(tmp_path: Path, front: str) -> None:
    """Broken YAML is one finding; what stands below it is not called missing."""
    assert len(read(tmp_path, incident(front)).findings) == 1


@pytest.mark.parametrize("key", ["starts", "ends", "announced"])
def test_no_instant_of_a_maintenance_lies_in_the_far_future(tmp_path: Path, key: str) -> None:
    """A mistyped year is found in each of the instants that a maintenance has."""
    instants = {
        "announced": "2026-11-20T09:00:00Z",
        "starts": "2026-12-01T02:00:00Z",
        "ends": "2026-12-01T03:00:00Z",
    }
    lines = {name: f"{name}: {instant}\n" for name, instant in instants.items()}
    lines[key] = lines[key].replace("2026", "2206")
    found = read(tmp_path, {"maintenance/m.md": f"---\ntitle: T\n{''.join(lines.values())}---\n"}).findings
    assert any("future" in finding.message and finding.line == 3 + list(lines).index(key) for finding in found)


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_instants_at_the_end_of_time_are_findings(tmp_path: Path, instant: str) -> None:
    """The first and the last instant that can be written set their record aside, and no other."""
    bad = OPEN.replace("2026-11-23T10:09:00Z", instant)
    content = read(tmp_path, {"incidents/bad.md": bad, "incidents/good.md": OPEN})
    assert content.set_aside == ("content/incidents/bad.md",)
    assert [one.id for one in content.ledger.incidents] == ["good"]


def test_a_length_of_time_that_leads_out_of_the_calendar_is_a_finding(tmp_path: Path) -> None:
    """`pin_after_resolved: 999999w` is refused; the notices are pinned as if it were not there."""
    policy = COMPANY["policy.yml"] + "pin_after_resolved: 999999w\n"
    content = read(tmp_path, {"policy.yml": policy, "incidents/good.md": OPEN})
    assert [finding.line for finding in content.findings] == [3]
    assert [one.id for one in content.ledger.incidents] == ["good"]


def test_a_link_to_itself_keeps_no_record_back(tmp_path: Path) -> None:
    """A symlink that leads in a circle is a finding."""
    read(tmp_path, {"incidents/good.md": OPEN})
    (tmp_path / "content/incidents/circle.md").symlink_to("circle.md")
    content = read_content(tmp_path / "content", NOW)
    assert content.set_aside == ("content/incidents/circle.md",)
    assert [one.id for one in content.ledger.incidents] == ["good"]


@pytest.mark.parametrize("name", list(COMPANY))
@pytest.mark.parametrize("broken", ["}: broken\n", "- a\n", "\udcff", "people: [{id: sahar}]\ncomponents: [{}]\n"])
def test_a_broken_company_file_takes_no_notice_away(tmp_path: Path, name: str, broken: str) -> None:
    """Who signs and what is affected cannot be judged while that list is broken: the incident is published."""
    content = read(tmp_path, {name: broken.encode("utf-8", "surrogateescape"), "incidents/good.md": OPEN})
    assert [one.id for one in content.ledger.incidents] == ["good"]
    assert {finding.path for finding in content.findings} == {f"content/{name}"}
    assert content.set_aside == (f"content/{name}",)


def test_a_missing_company_file_takes_no_notice_away(tmp_path: Path) -> None:
    """Without team.yml and components.yml the incident is published; each file that records need is one finding."""
    read(tmp_path, {"incidents/good.md": OPEN, "incidents/too.md": OPEN})
    for name in COMPANY:
        (tmp_path / "content" / name).unlink()
    content = read_content(tmp_path / "content", NOW)
    assert len(content.ledger.incidents) == 2
    assert [finding.path for finding in content.findings] == ["content/components.yml", "content/team.yml"]
    assert "such as `sahar`" in content.findings[1].message


def test_a_name_that_cannot_be_an_address_sets_its_record_aside(tmp_path: Path) -> None:
    """A record whose file has a wrong name is counted among those that are not published."""
    content = read(tmp_path, {"incidents/Card Payments.md": OPEN, "incidents/2026-11.md": OPEN})
    assert set(content.set_aside) == {"content/incidents/Card Payments.md", "content/incidents/2026-11.md"}
    assert "is the address of a page" in str(content.findings[0])


def test_of_two_records_with_one_id_the_right_one_stays(tmp_path: Path) -> None:
    """A bad record that came first does not take the id of a good one."""
    content = read(tmp_path, {"incidents/2025/a.md": OPEN.replace("impact", "impct"), "incidents/2026/a.md": OPEN})
    assert [one.path for one in content.ledger.incidents] == ["incidents/2026/a.md"]
    assert any("taken by content/incidents/2026/a.md" in finding.message for finding in content.findings)


@pytest.mark.parametrize(
    ("name", "text", "right"),
    [
        ("incident/a.md", OPEN, "did you mean `incidents`?"),
        ("policy.yaml", "zone: UTC\n", "did you mean `policy.yml`?"),
        ("2026-11-23-a.md", OPEN, "move it to the folder of its kind"),
    ],
)
def test_what_is_in_the_wrong_place_is_found(tmp_path: Path, name: str, text: str, right: str) -> None:
    """A misspelt folder or file, or a record outside its folder, is an error: it would be lost unseen."""
    content = read(tmp_path, {name: text})
    assert [(finding.path, finding.level) for finding in content.findings] == [
        (f"content/{name.partition('/')[0]}", "error")
    ]
    assert right in content.findings[0].suggestion


def test_pages_and_other_folders_are_nobody_s_mistake(tmp_path: Path) -> None:
    """Pages, pictures and texts to start from are not findings; another folder is only a note."""
    page = "---\ntemplate: home.html\n---\nHello.\n"
    content = read(tmp_path, {"index.md": page, "assets/a.png": b"x", "templates/a.md": page, "deep/b.md": page})
    assert [(finding.path, finding.level) for finding in content.findings] == [("content/deep", "note")]


def test_paths_begin_where_git_hosts_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a project in a folder of the repository, findings name files from the repository's root."""
    read(tmp_path / "status", {"incidents/a.md": "no front matter\n"})
    (tmp_path / "status/mkdocs.yml").write_text("site_name: S\nsite_url: https://e.org/\ndocs_dir: content\n")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["check", "--config", "status/mkdocs.yml", "--format", "json"])
    assert done.exit_code == 1
    assert [one["path"] for one in json.loads(done.stdout)] == ["status/content/incidents/a.md"]
