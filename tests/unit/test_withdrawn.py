"""Taking back what was published: nothing of it stays but a page that says so where links to it lead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner

from answerable.cli import main
from answerable.content.reading import read_content
from answerable.facts.uptime import uptime

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SITE = "https://status.example.com/"
COMPANY = {
    "components.yml": "components: [{id: shop, name: Shop, since: 2026-01-01}]\n",
    "channels.yml": "channels: [{id: x, name: X}]\n",
    "policy.yml": "topics: [{id: refunds, name: Refunds}]\n",
}
INCIDENT = """---
title: SECRET outage
impact: major
components: {shop: major_outage}
%supdates:
  - {at: 2026-11-24T10:00:00Z, status: investigating, text: SECRET words.}
---
SECRET body
"""
MAINTENANCE = """---
title: SECRET work
%sstarts: 2026-11-24T11:00:00Z
ends: 2026-11-24T13:00:00Z
components: {shop: under_maintenance}
---
"""
NOTICE = """---
title: SECRET notice
%sstarts: 2026-11-24T11:00:00Z
ends: 2026-11-24T13:00:00Z
---
"""
COMPLAINT = """---
title: SECRET complaint
channel: x
topic: refunds
consent: anonymous
%sreceived: 2026-11-20T11:00:00Z
did: SECRET done.
changed: SECRET change.
steps:
  - {at: 2026-11-21T11:00:00Z, did: answered}%s
---
"""
RESOLVED = "\n  - {at: 2026-11-21T12:00:00Z, did: resolved, outcome: solved}"
WHY = "withdrawn: This was about *another* shop.\n"


def project(folder: Path, why: str) -> Path:
    """A site with one record of each kind, and one complaint that nobody has settled."""
    files = {
        "incidents/a.md": INCIDENT % why,
        "maintenance/b.md": MAINTENANCE % why,
        "notices/c.md": NOTICE % why,
        "complaints/d.md": COMPLAINT % (why, RESOLVED),
        "complaints/e.md": COMPLAINT % (why, ""),
        "index.md": "---\ntemplate: home.html\n---\n",
        **COMPANY,
    }
    for name, text in files.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    config = f"site_name: T\nsite_url: {SITE}\ndocs_dir: content\ntheme: {{name: material, font: false}}\n"
    (folder / "mkdocs.yml").write_text(config + "plugins: [search, answerable]\n", encoding="utf-8")
    return folder / "mkdocs.yml"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site after everything was withdrawn."""
    folder = tmp_path_factory.mktemp("withdrawn")
    built = CliRunner().invoke(
        main,
        ["build", "--config", str(project(folder, WHY)), "--now", NOW.isoformat(), "--site-dir", str(folder / "s")],
    )
    assert built.exit_code == 0, built.output
    return folder / "s"


@pytest.mark.parametrize(
    ("path", "words"),
    [("incidents/a", "This incident"), ("maintenance/b", "This maintenance"), ("answers/d", "This answer")],
)
def test_its_address_says_that_it_was_withdrawn_and_why(site: Path, path: str, words: str) -> None:
    """The page that feed items and search engines know gives the reason, and asks to be forgotten by the latter."""
    html = (site / path / "index.html").read_text("utf-8")
    assert f"{words} was withdrawn" in html
    assert "about <em>another</em> shop" in html
    assert '<meta name="robots" content="noindex">' in html


def test_nothing_else_of_it_is_published(site: Path) -> None:
    """No file holds a word of a withdrawn record; home, feeds, notices, search and site map do not know it."""
    texts = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert [path for path, content in texts.items() if b"SECRET" in content] == []
    assert feedparser.parse(texts[site / "feed.xml"]).entries == []
    assert not [word for word in (b"incidents/a/", b"answers/d/") if word in texts[site / "sitemap.xml"]]


def test_what_was_never_public_gets_no_page(site: Path) -> None:
    """A complaint that was not settled had no page, so taking it back reveals nothing of it."""
    assert not (site / "answers/e").exists()
    assert not (site / "notices").exists()


def test_without_the_key_all_of_it_was_there(tmp_path: Path) -> None:
    """The same records without the key fill feeds and uptime: the key alone makes the difference."""
    for why, expected in (("", (1, 1, 1, 1)), (WHY, (0, 0, 0, 0))):
        ledger = read_content(project(tmp_path, why).parent / "content", NOW).ledger
        standing = (ledger.incidents, ledger.maintenances, ledger.notices, ledger.answers)
        assert tuple(map(len, standing)) == expected
        down = uptime(ledger, "shop", NOW, timedelta(hours=24)).minutes_down
        assert down == (120 if not why else 0)  # from 10:00 on; the work was never announced


def test_a_withdrawn_complaint_is_still_counted_as_made(tmp_path: Path) -> None:
    """What was not answered does not become better by taking the story down: figures see both complaints."""
    ledger = read_content(project(tmp_path, WHY).parent / "content", NOW).ledger
    assert [complaint.id for complaint in ledger.complaints] == ["d", "e"]


@pytest.mark.parametrize("why", ["withdrawn: ''\n", "withdrawn:\n"])
def test_a_reason_is_owed(tmp_path: Path, why: str) -> None:
    """The key says why in words; without any it is an error, and the record is set aside."""
    content = read_content(project(tmp_path, why).parent / "content", NOW)
    assert {finding.path.rpartition("/")[2] for finding in content.findings if "withdrawn" in finding.text}
    assert content.ledger.incidents == ()
