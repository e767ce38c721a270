"""What a build does about private words: notices get out with them masked, and complaints wait."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from tests.unit.content import COMPLAINT, INCIDENT, NOTICE, write

from answerable.checks.guard import Guard
from answerable.content.reading import Content, read_content

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PHONE = "0912 000 0034"
MAINTENANCE = """---
title: Our database moves
components: {checkout: under_maintenance}
starts: 2026-12-01T02:00:00+03:30
ends: 2026-12-01T04:30:00+03:30
text: {en: Call 0912 000 0034., fa: با ۰۹۱۲۰۰۰۰۰۳۴ تماس بگیرید.}
---
"""


def guarded(tmp_path: Path, files: dict[str, str]) -> Content:
    """What a build may publish of a project with these files."""
    root = write(tmp_path, files)
    return Guard(read_content(root, NOW), root, NOW).content


def test_an_incident_is_published_with_private_words_masked(tmp_path: Path) -> None:
    """Title, text and post-mortem of an incident lose the number and keep every other word."""
    file = INCIDENT.replace("Card payments fail", f"Call {PHONE} now").replace(
        "One order", f"{PHONE}, {PHONE}, one order"
    )
    content = guarded(tmp_path, {"incidents/a.md": file + f"\nMail me@example.org or\n{PHONE}.\n"})
    incident = content.ledger.incident("a")
    assert incident is not None and incident.updates[0].text is not None
    assert str(incident.title) == "Call ▇▇▇ now"
    assert str(incident.updates[0].text) == "▇▇▇, ▇▇▇, one order in three fails."
    assert incident.body == "Mail ▇▇▇ or\n▇▇▇."
    assert content.masked == ("content/incidents/a.md",)
    assert content.set_aside == ()
    assert {finding.rule for finding in content.findings} == {"privacy/phone", "privacy/email"}
    assert not any("0912" in str(finding) for finding in content.findings)


def test_maintenance_and_notices_are_masked_in_every_language(tmp_path: Path) -> None:
    """A text by language is masked in each; a notice's link to a person is left out."""
    notice = NOTICE.replace("We never ask", f"From {PHONE} we never ask").replace(
        "by: sahar", "link: https://t.me/parisa_t"
    )
    content = guarded(tmp_path, {"maintenance/m.md": MAINTENANCE, "notices/n.md": notice})
    maintenance, kept = content.ledger.maintenance("m"), content.ledger.notice("n")
    assert maintenance is not None and maintenance.text is not None and kept is not None
    assert dict(maintenance.text.by_language) == {"en": "Call ▇▇▇.", "fa": "با ▇▇▇ تماس بگیرید."}
    assert str(kept.text) == "From ▇▇▇ we never ask for your card number."
    assert kept.link is None


def test_what_was_withdrawn_stays_so_and_its_reason_is_masked(tmp_path: Path) -> None:
    """A mask elsewhere brings nothing back, and the reason, which is published, is looked at too."""
    gone = {
        "incidents/a.md": INCIDENT.replace("---\n", f"---\nwithdrawn: Ask {PHONE}.\n", 1),
        "maintenance/m.md": MAINTENANCE.replace("---\n", "---\nwithdrawn: Not needed.\n", 1),
    }
    ledger = guarded(tmp_path, gone | {"incidents/b.md": INCIDENT.replace("One order", f"{PHONE}, one order")}).ledger
    assert [incident.id for incident in ledger.incidents] == ["b"]
    assert {record.id: str(record.withdrawn) for record in ledger.withdrawn} == {"a": "Ask ▇▇▇.", "m": "Not needed."}


def test_a_mask_elsewhere_takes_no_retired_component_away(tmp_path: Path) -> None:
    """What the service no longer has keeps its place beside a notice with private words."""
    components = "components: [{id: checkout, name: Checkout}, {id: tills, name: Tills, retired: true}]\n"
    files = {"components.yml": components, "incidents/a.md": INCIDENT.replace("One order", f"{PHONE}, one order")}
    content = guarded(tmp_path, files)
    assert content.masked == ("content/incidents/a.md",)
    assert [component.id for component in content.ledger.retired] == ["tills"]


def test_a_complaint_is_set_aside(tmp_path: Path) -> None:
    """An answer can wait: it is left out, named, and the others stay."""
    files = {"complaints/a.md": COMPLAINT.replace("We paid", f"We paid {PHONE}"), "complaints/b.md": COMPLAINT}
    content = guarded(tmp_path, files)
    assert [complaint.id for complaint in content.ledger.complaints] == ["b"]
    assert [complaint.id for complaint in content.ledger.answers] == ["b"]
    assert content.set_aside == ("content/complaints/a.md",)
    assert content.masked == ()


def test_an_address_that_would_tell_is_another_one(tmp_path: Path) -> None:
    """An incident whose file's name has a number stands under an id without it; its complaints follow."""
    files = {
        "incidents/2026-11-23-09120000034.md": INCIDENT,
        "incidents/2026-11-23-09120000041.md": INCIDENT,
        "complaints/a.md": COMPLAINT.replace("topic:", "incident: 2026-11-23-09120000034\ntopic:"),
    }
    content = guarded(tmp_path, files)
    assert {one.id for one in content.ledger.incidents} == {"2026-11-23-private", "2026-11-23-private-2"}
    assert [one.id for one in content.ledger.answers_of_incident("2026-11-23-private")] in (["a"], [])
    (answer,) = content.ledger.answers
    assert answer.incident in {"2026-11-23-private", "2026-11-23-private-2"}
    assert not any("0912" in path for path in content.masked)


@pytest.mark.parametrize("level", ["warning", "note", "off"])
def test_what_the_policy_does_not_call_an_error_is_published(level: str, tmp_path: Path) -> None:
    """A rule below error is not acted on: the company has decided."""
    files = {"policy.yml": f"checks: {{privacy/phone: {level}}}\n", "complaints/a.md": COMPLAINT.replace("We", PHONE)}
    content = guarded(tmp_path, files)
    assert len(content.ledger.complaints) == 1 and content.findings == ()


def test_without_private_words_the_content_is_the_same(tmp_path: Path) -> None:
    """Nothing is made anew where there is nothing to mask."""
    root = write(tmp_path, {"incidents/a.md": INCIDENT, "complaints/a.md": COMPLAINT, "notices/a.md": NOTICE})
    content = read_content(root, NOW)
    assert Guard(content, root, NOW).content is content


def test_drafts_and_templates_are_no_affair_of_a_build(tmp_path: Path) -> None:
    """What is never published is not said at every build; `answerable check` says it."""
    files = {
        "incidents/a.md": INCIDENT.replace("impact:", "draft: true\nimpact:").replace("One", PHONE),
        "templates/a.md": f"---\nfor: incident\ntext: {PHONE}\n---\n",
    }
    assert guarded(tmp_path, files).findings == ()


def test_nothing_private_is_in_any_file_of_a_built_site(tmp_path: Path) -> None:
    """A whole build: the notice is there, no file has the numbers, and the command ends with 3 and says why."""
    page = f"---\ntitle: Call {PHONE}\ntemplate: home.html\n---\nWrite to mina@example.org or {PHONE}.\n"
    files = {
        "index.md": page,
        "incidents/2026-11-23-09120000034.md": INCIDENT.replace("One", f"Call {PHONE}, one")
        + "\nMail mina@example.org.\n",
        "notices/n.md": NOTICE.replace("We never", f"Never call {PHONE}, we never"),
        "complaints/a.md": COMPLAINT.replace("We paid", "We paid mina@example.org"),
        "complaints/b.md": COMPLAINT,
    }
    root = write(tmp_path, files)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Baran\nsite_url: https://status.example.com/\ndocs_dir: content\n"
        "theme: {name: material, font: false}\nplugins: [search, answerable]\nnav: [index.md]\n"
    )
    picture, exif = Image.new("RGB", (4, 4)), Image.Exif()
    exif.get_ifd(0x8825)[2] = (35.0, 41.0, 21.0)
    (root / "assets").mkdir()
    picture.save(root / "assets" / "home.jpg", exif=exif.tobytes())
    picture.save(root / "assets" / "shop.jpg")
    command = [str(Path(sys.executable).with_name("answerable")), "build", "--now", "2026-11-24T09:00:00Z"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 3, done.stderr
    site = tmp_path / "site"
    everything = {path: path.read_bytes().decode("utf-8", "replace") for path in site.rglob("*") if path.is_file()}
    telling = ("0912", "000 0034", "mina@")
    assert {str(path) for path, text in everything.items() if any(secret in text for secret in telling)} == set()
    assert not any("0912" in str(path) for path in everything)
    assert "Never call ▇▇▇, we never ask" in everything[site / "index.html"]
    assert "private words were masked" in everything[site / "index.html"]
    assert (site / "incidents/2026-11-23-private/index.html") in everything
    assert (site / "assets/shop.jpg") in everything
    with Image.open(site / "assets/home.jpg") as published:
        assert dict(published.getexif()) == {}
    assert (site / "answers/b/index.html") in everything and (site / "answers/a/index.html") not in everything
    assert "published with private details masked: " in done.stderr and "0912" not in done.stderr + done.stdout
    assert "set aside, not published: content/complaints/a.md" in done.stderr


def test_without_consent_a_complaint_is_counted_whatever_it_says(tmp_path: Path) -> None:
    """Nothing of it is published, so nothing private keeps it out of the figures."""
    file = COMPLAINT.replace("We paid", f"We paid {PHONE}").replace("consent: anonymous", "consent: none")
    content = guarded(tmp_path, {"complaints/a.md": file})
    assert [complaint.id for complaint in content.ledger.complaints] == ["a"]
    assert (content.ledger.answers, content.set_aside) == ((), ())


def test_what_is_said_of_a_file_that_cannot_be_used_is_masked(tmp_path: Path) -> None:
    """A build's log is often public, and nothing private need be in any record; places stay as they are."""
    listmonk = "listmonk:\n  - {id: l, server: 'https://u:s3cr3t-w0rd@l.example', user: u, token: T}\n"
    smtp = "smtp:\n  - {id: mina@example.org, unsubscribe: [x y]}\n"
    content = guarded(tmp_path, {"notify.yml": listmonk + smtp, "incidents/call-09123456789.md": "no front matter"})
    words = "\n".join([*map(str, content.findings), *content.set_aside])
    assert "s3cr3t" not in words and "mina@" not in words and "912345" not in words
    assert "`smtp[1].unsubscribe[1]`" in words and "content/notify.yml" in content.set_aside
