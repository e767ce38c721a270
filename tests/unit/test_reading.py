"""Reading a content folder: every problem has its place, bad records are set aside, the rest is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.content import INCIDENT as RESOLVED
from tests.unit.content import write

from answerable.content.reading import Content, read_content

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
COMPONENTS = "components:\n  - {id: checkout, name: Checkout}\n  - {id: search, name: Search}\n"
INCIDENT = RESOLVED.replace("status: resolved", "status: investigating")


def read(tmp_path: Path, files: dict[str, str]) -> Content:
    """The content of a folder with these files beside two components, and the people, channel and topic of `write`."""
    return read_content(write(tmp_path, {"components.yml": COMPONENTS, **files}), NOW)


def test_a_good_record_is_in_the_ledger(tmp_path: Path) -> None:
    """A valid incident is read with its id from the file's name and nothing to say about it."""
    content = read(tmp_path, {"incidents/2026/2026-11-23-card-payments.md": INCIDENT})
    assert content.findings == ()
    incident = content.ledger.incident("2026-11-23-card-payments")
    assert incident is not None
    assert incident.started_at == datetime(2026, 11, 23, 6, 39, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "words"),
    [
        ("title:", "titel:", 2, 1, "did you mean `title`?"),
        ("+03:30", "", 6, 9, "has no UTC offset"),
        ("impact: major", "impact: majr", 3, 9, "did you mean `major`?"),
        ("2026-11-23T10:09", "2062-11-23T10:09", 6, 9, "lies in the future"),
        (
            "status: investigating\n    by: sahar\n    text: One order in three fails.",
            "status: resolved",
            6,
            5,
            "`text`",
        ),
        ("impact: major", "impact: major\nimpact: minor", 4, 1, "given twice"),
        ("impact: major\n", "", 2, 1, "`impact` is missing"),
        ("title: Card", "title: &a Card", 2, 8, "begin with `&`"),
        ("impact: major", "impact: major\nid: other", 4, 1, "unknown key `id`"),
    ],
)
def test_each_mistake_has_its_place_and_what_would_be_right(
    tmp_path: Path, old: str, new: str, line: int, column: int, words: str
) -> None:
    """A mistake in a record is a finding at its line and column, and the record is set aside."""
    assert old in INCIDENT
    content = read(tmp_path, {"incidents/2026-11-23-a.md": INCIDENT.replace(old, new, 1)})
    found = [finding for finding in content.findings if words in str(finding)]
    assert [(finding.line, finding.column) for finding in found] == [(line, column)], content.findings
    assert content.set_aside == ("content/incidents/2026-11-23-a.md",)
    assert content.ledger.incidents == ()


def test_a_signer_who_is_not_listed_takes_no_record_away(tmp_path: Path) -> None:
    """It is an error at its place, and the record is published, signed with the id."""
    content = read(tmp_path, {"incidents/2026-11-23-a.md": INCIDENT.replace("by: sahar", "by: sahra", 1)})
    (found,) = content.findings
    assert (found.level, found.rule, found.line, found.column) == ("error", "person", 8, 9)
    assert "did you mean `sahar`?" in str(found)
    assert (content.set_aside, content.stray) == ((), ("content/incidents/2026-11-23-a.md",))
    person = content.ledger.person("sahra")
    assert person is not None
    assert (str(person.name), person.retired) == ("sahra", True)


def test_a_component_that_is_not_listed_takes_no_record_away(tmp_path: Path) -> None:
    """It is an error at its place; the incident stands, and the component is one that is gone, called by its id."""
    content = read(tmp_path, {"incidents/2026-11-23-a.md": INCIDENT.replace("{checkout:", "{chekout:")})
    (found,) = content.findings
    assert (found.level, found.line, found.column) == ("error", 4, 14)
    assert "did you mean `checkout`?" in str(found)
    assert (content.set_aside, content.stray) == ((), ("content/incidents/2026-11-23-a.md",))
    assert [incident.id for incident in content.ledger.incidents_of("chekout")] == ["2026-11-23-a"]
    assert [(c.id, str(c.name), c.retired) for c in content.ledger.retired] == [("chekout", "chekout", True)]
    assert [component.id for component in content.ledger.components] == ["checkout", "search"]


def test_a_draft_brings_no_component_back(tmp_path: Path) -> None:
    """Nothing of a draft is published, the component that it alone names neither."""
    draft = INCIDENT.replace("{checkout:", "{tills:").replace("impact", "draft: true\nimpact", 1)
    content = read(tmp_path, {"incidents/2026-11-23-a.md": draft})
    assert content.ledger.retired == ()
    assert ["unknown component `tills`" in str(finding) for finding in content.findings] == [True]


def test_updates_out_of_order_are_found(tmp_path: Path) -> None:
    """An update older than the one before it is a finding at its instant."""
    text = INCIDENT[:-4] + "  - {at: 2026-11-23T09:00:00+03:30, status: monitoring}\n---\n"
    content = read(tmp_path, {"incidents/2026-11-23-a.md": text})
    assert [(f.line, f.column) for f in content.findings] == [(10, 10)]
    assert "out of order" in content.findings[0].message


def test_an_id_that_two_updates_have_is_found(tmp_path: Path) -> None:
    """The second one is named; the record is read."""
    text = INCIDENT[:-4] + "".join(
        f"  - {{id: a, at: 2026-11-24T0{hour}:00:00+03:30, status: monitoring}}\n" for hour in (1, 2)
    )
    content = read(tmp_path, {"incidents/2026-11-23-a.md": text + "---\n"})
    assert [(f.line, f.column) for f in content.findings] == [(11, 10)]
    assert "an update before has the id `a` too" in content.findings[0].message
    assert len(content.ledger.incidents) == 1


def test_a_maintenance_may_not_end_before_its_start(tmp_path: Path) -> None:
    """`ends` before `starts` is a finding at `ends`."""
    text = "---\ntitle: Move\nstarts: 2026-12-01T02:00:00Z\nends: 2026-12-01T01:00:00Z\n---\n"
    content = read(tmp_path, {"maintenance/2026-12-01-move.md": text})
    assert [(f.line, f.column) for f in content.findings] == [(4, 7)]


def test_one_bad_record_does_not_keep_a_good_one_back(tmp_path: Path) -> None:
    """All findings of all files come in one run, and the valid notice stays."""
    files = {
        "incidents/2026-11-23-good.md": INCIDENT,
        "incidents/2026-11-23-bad.md": "no front matter\n",
        "incidents/2026-11-23-worse.md": INCIDENT.replace("title", "titel"),
    }
    content = read(tmp_path, files)
    assert [incident.id for incident in content.ledger.incidents] == ["2026-11-23-good"]
    assert len(content.set_aside) == 2
    assert {finding.path.rpartition("/")[2] for finding in content.findings} >= {
        "2026-11-23-bad.md",
        "2026-11-23-worse.md",
    }


def test_the_same_id_twice_is_found(tmp_path: Path) -> None:
    """Two files of one name in different folders would share an address: the second is set aside."""
    content = read(tmp_path, {"incidents/2025/2026-11-23-a.md": INCIDENT, "incidents/2026/2026-11-23-a.md": INCIDENT})
    assert content.set_aside == ("content/incidents/2026/2026-11-23-a.md",)


def test_a_draft_is_read_but_not_kept(tmp_path: Path) -> None:
    """A draft is checked like every record and stands in no look-up."""
    content = read(tmp_path, {"incidents/2026-11-23-a.md": INCIDENT.replace("impact", "draft: true\nimpact", 1)})
    assert content.findings == ()
    assert content.ledger.incidents == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("{checkout:", "{tills:"), "unknown component `tills`"),
        (("impact: major", "impact: awful"), "awful"),
        (("title:", "\ttitle:"), "tab"),
        (("updates:", "updates: ["), ""),
    ],
)
def test_what_is_wrong_in_a_draft_holds_nothing_up(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    """It is a note, also where the file cannot be read, and the build is as it would be without the file."""
    text = INCIDENT.replace("---\n", "---\ndraft: true   # not ready\n", 1)
    assert change[0] in text
    content = read(tmp_path, {"incidents/2026-11-23-a.md": text.replace(*change)})
    assert {finding.level for finding in content.findings} == {"note"}
    assert any(said in str(finding) for finding in content.findings)
    assert (content.set_aside, content.stray, content.cut, content.cleaned) == ((), (), (), ())
    assert content.ledger.incidents == ()


def test_a_draft_takes_no_id_from_a_record(tmp_path: Path) -> None:
    """Of two files of one name the draft gives way, wherever it stands."""
    draft = INCIDENT.replace("---\n", "---\ndraft: true\n", 1)
    content = read(tmp_path, {"incidents/2025/2026-11-23-a.md": draft, "incidents/2026/2026-11-23-a.md": INCIDENT})
    assert [incident.path for incident in content.ledger.incidents] == ["incidents/2026/2026-11-23-a.md"]
    assert content.set_aside == ()
    assert [(finding.path, finding.level) for finding in content.findings] == [
        ("content/incidents/2025/2026-11-23-a.md", "note")
    ]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A symlink that leaves content/ is a finding and its target is not read."""
    (tmp_path / "secret.md").write_text(INCIDENT, "utf-8")
    read(tmp_path, {"incidents/2026-11-23-a.md": INCIDENT})
    (tmp_path / "content/incidents/2026-11-23-b.md").symlink_to(tmp_path / "secret.md")
    content = read_content(tmp_path / "content", NOW)
    assert content.set_aside == ("content/incidents/2026-11-23-b.md",)


def test_consent_decides_what_may_stand_in_a_record(tmp_path: Path) -> None:
    """A quote without `consent: named` is a finding."""
    text = (
        "---\ntitle: Late\nchannel: x\ntopic: refunds\nreceived: 2026-11-18T09:12:00Z\n"
        "consent: anonymous\nquote: Where is my money?\n---\n"
    )
    files = {
        "complaints/2026-11-18-late.md": text,
        "channels.yml": "channels: [{id: x, name: X}]\n",
        "policy.yml": "topics: [{id: refunds, name: Refunds}]\n",
    }
    content = read(tmp_path, files)
    assert [(f.line, f.suggestion) for f in content.findings] == [(7, "remove it, or record the consent")]


def test_one_bad_line_of_policy_keeps_the_others(tmp_path: Path) -> None:
    """A mistake in policy.yml is a finding; its other rules hold."""
    content = read(tmp_path, {"policy.yml": "pin_after_resolved: soon\nzone: Asia/Tehran\n"})
    assert [finding.line for finding in content.findings] == [1]
    assert str(content.ledger.policy.zone) == "Asia/Tehran"
