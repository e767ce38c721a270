"""Records in, whole site out: what is published, what never is, and what one change touches."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from tests.command import answerable
from tests.conftest import EXAMPLE_NOW, EXAMPLE_SECRET, ROOT

ANSWERABLE = Path(sys.executable).with_name("answerable")
NOTICE = "---\ntitle: {title}\nimpact: none\nstarts: 2026-11-20T09:00:00+03:30\nends: 2026-12-20T09:00:00+03:30\n---\n"
HOSTILE = (
    "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>&amp; ]]> [x](javascript:alert(1))"
)
COMPLAINT = """---
title: Cold soup
channel: x
topic: quality
received: 2026-11-18T09:12:00+03:30
consent: {consent}
{more}steps:
  - {{at: 2026-11-18T09:40:00+03:30, did: answered, by: sahar}}
{steps}said: Canary-said was cold.
did: We warmed it.
---
"""
RESOLVED = "  - {at: 2026-11-19T16:20:00+03:30, did: resolved, outcome: solved}\n"


class Site:
    """A copy of the example that a test may change and build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        shutil.copytree(ROOT / "content", self.content)
        shutil.copytree(ROOT / "overrides", folder / "overrides")
        shutil.copy(ROOT / "mkdocs.yml", folder)

    def write(self, path: str, text: str) -> Path:
        """Put a file into `content/`."""
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def remember(self) -> None:
        """Give the copy the history of the example: calendars say when a record was last changed."""
        ask = ["git", "-c", "safe.directory=*", "rev-parse", "--absolute-git-dir"]
        where = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        (self.folder / ".git").write_text(f"gitdir: {where}", encoding="utf-8")

    def build(self, *options: str, code: int = 0, language: str = "en") -> Path:
        """Build in one language as of the example's clock and give the site's folder."""
        command = ["build", "--now", EXAMPLE_NOW, "--language", language, *options]
        env = {"ANSWERABLE_CODE_SECRET": EXAMPLE_SECRET}
        self.said = answerable(*command, cwd=self.folder, env=env, code=code).output
        return self.folder / "site"

    def build_with_seed(self, seed: str) -> Path:
        """Build the same in a process of its own, whose hashes, and so the order of sets, are other ones."""
        command: list[str | Path] = [ANSWERABLE, "build", "--now", EXAMPLE_NOW, "--language", "en"]
        env = {**os.environ, "PYTHONHASHSEED": seed, "ANSWERABLE_CODE_SECRET": EXAMPLE_SECRET}
        subprocess.run(command, cwd=self.folder, env=env, capture_output=True, timeout=180, check=True)
        return self.folder / "site"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The example, to be changed."""
    return Site(tmp_path)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def naming(folder: Path, word: str) -> list[str]:
    """The files in which a word stands."""
    return sorted(name for name, content in files(folder).items() if word.encode() in content)


class Links(HTMLParser):
    """The addresses and ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Collect."""
        for name, value in attrs:
            if name in {"href", "src"} and value:
                self.links.append(value)
            if name == "id" and value:
                self.ids.append(value)


def test_every_address_of_the_design_is_there(example_site: Path) -> None:
    """Each kind of page, feed and file stands at its address."""
    for path in (
        "index.html",
        "incidents/index.html",
        "incidents/2026-11/index.html",
        "incidents/2026-11-23-card-payments/index.html",
        "maintenance/2026-12-01-database-move/index.html",
        "components/checkout/index.html",
        "answers/index.html",
        "answers/topic/refunds/index.html",
        "answers/2026-11/index.html",
        "answers/2026-11-18-late-refund/index.html",
        "changes/index.html",
        "transparency/index.html",
        "transparency/2026-10/index.html",
        "transparency/how-we-count/index.html",
        "api/metrics.json",
        "api/metrics.schema.json",
        "subscribe/index.html",
        "contact/index.html",
        "404.html",
        "feed.xml",
        "feed.atom",
        "feed.json",
        "feeds/incidents.xml",
        "feeds/maintenance.atom",
        "feeds/answers.json",
        "feeds/components/checkout.xml",
        "history.rss",
        "history.atom",
        "pinned.json",
        "freshness.json",
        "sitemap.xml",
    ):
        assert (example_site / path).is_file(), path


def test_every_link_leads_somewhere_and_every_id_is_one(example_site: Path) -> None:
    """No page links to a page or a place in a page that is not there; ids are unique."""
    pages = {path: Links(path.read_text("utf-8")) for path in example_site.rglob("*.html")}
    lost = []
    for path, page in pages.items():
        base = "https://status.example.com/" + path.relative_to(example_site).as_posix()
        assert [id for id, count in Counter(page.ids).items() if count > 1] == [], path
        for link in page.links:
            whole, fragment = urldefrag(urljoin(base, link))
            parts = urlsplit(whole)
            if parts.netloc != "status.example.com" or parts.scheme not in {"http", "https"}:
                continue
            target = example_site / unquote(parts.path).lstrip("/")
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (fragment and target in pages and fragment not in pages[target].ids):
                lost.append(f"{path.relative_to(example_site)}: {link}")
    assert lost == []


def test_stamped_and_rendered_pages_have_the_same_head(example_site: Path) -> None:
    """Canonical address, OpenGraph and feeds stand in the head of a record's page as in that of a page of MkDocs."""
    for path in ("contact/", "answers/2026-11-18-late-refund/", "incidents/2026-11/", "components/checkout/"):
        head = (example_site / path / "index.html").read_text("utf-8").split("</head>")[0]
        assert f'<link rel="canonical" href="https://status.example.com/{path}">' in head
        assert f'<meta property="og:url" content="https://status.example.com/{path}">' in head
        assert re.search(r'<meta property="og:title" content="[^"]+">', head)
        assert re.search(r'<meta name="description" content="[^"]+">', head)
        assert head.count('<link rel="alternate" type="application/') >= 3
        assert head.count('<meta property="og:image" content="https://status.example.com/previews/') == 1


def test_whoever_reads_of_work_can_have_it_in_a_calendar(example_site: Path) -> None:
    """A part's page leads to its own calendar, to follow it; a maintenance and *Subscribe* to that of everything."""
    host = "webcal://status.example.com"
    for path, calendar in (
        ("components/checkout/", "calendar/checkout.ics"),
        ("maintenance/2026-12-01-database-move/", "calendar.ics"),
        ("subscribe/", "calendar.ics"),
    ):
        html = (example_site / path / "index.html").read_text("utf-8")
        assert f"{host}/{calendar}" in Links(html).links
        assert (example_site / calendar).read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_previews_of_links_say_the_state_and_of_when(example_site: Path) -> None:
    """What networks keep of home and of a component is the state first, and the instant of which it speaks."""
    for path, state in (
        ("", "Partial system outage — Baran status"),
        ("components/checkout/", "Degraded performance: "),
    ):
        head = (example_site / path / "index.html").read_text("utf-8").split("</head>")[0]
        said = dict(re.findall(r'<meta property="og:(title|description)" content="([^"]+)">', head))
        assert said["title"].startswith(state)
        assert said["description"].startswith("As of 24 November 2026, 09:00 Tehran time. ")


def test_mkdocs_alone_makes_the_same_site(example_site: Path, tmp_path: Path) -> None:
    """Plain `mkdocs build --strict` with the same clock gives the same files, byte for byte."""
    command: list[str | Path] = [Path(sys.executable).with_name("mkdocs"), "build", "--strict", "--quiet"]
    env = {
        **os.environ,
        "SOURCE_DATE_EPOCH": "1795498200",
        "ANSWERABLE_CODE_SECRET": EXAMPLE_SECRET,
    }  # 2026-11-24T05:30:00Z
    subprocess.run([*command, "-d", tmp_path / "plain"], cwd=ROOT, env=env, check=True, capture_output=True)
    assert files(tmp_path / "plain") == files(example_site)


def test_a_bad_record_is_set_aside_and_the_rest_is_published(site: Site) -> None:
    """The build ends with 3, says which, tells the maintainers on the page, and the good notice is out."""
    site.write("incidents/2026/2026-11-24-bad.md", "---\ntitle: [Canary-bad\n---\n")
    site.write("notices/good.md", NOTICE.format(title="Canary-good"))
    built = site.build(code=3)
    assert "content/incidents/2026/2026-11-24-bad.md" in site.said
    assert naming(built, "Canary-bad") == []
    assert "index.html" in naming(built, "Canary-good")
    assert "1 record was set aside" in (built / "index.html").read_text("utf-8")


def test_nothing_but_what_is_meant_reaches_the_site(site: Site) -> None:
    """Drafts, other files in content, comments, unknown pages' keys and hidden files stay where they are."""
    draft = (ROOT / "content/incidents/2026/2026-11-23-card-payments.md").read_text("utf-8")
    site.write("incidents/2026/2026-11-22-draft.md", draft.replace("---\n", "---\ndraft: true # Canary\n", 1))
    for path in ("notes.txt", "intake/2026-11.csv", "private.yml", "deep/page.md", ".hidden.md", "README.md", "x.md~"):
        site.write(path, "Canary\n")
    for path in ("team.yml", "components.yml"):
        file = site.content / path
        file.write_text(file.read_text("utf-8") + "# Canary\n", encoding="utf-8")
    built = site.build(code=3)  # what stands in intake/ is read, and this is no list of complaints
    assert "set aside, not published: content/intake/2026-11.csv (1 row)\n" in site.said
    assert naming(built, "Canary") == []
    assert not list(built.rglob("*draft*"))
    sources = [name for name in files(built) if name.endswith((".yml", ".csv", ".md", ".md~"))]
    assert sources == ["transparency/rows.csv"]  # written on purpose, and nothing of the canary in it


def test_a_record_or_draft_beside_the_pages_is_no_page(site: Site) -> None:
    """A record put right into content/ is set aside, its post-mortem not published; a draft of a page stays back."""
    record = (ROOT / "content/incidents/2026/2026-11-23-card-payments.md").read_text("utf-8")
    site.write("2026-11-22-stray.md", record + "\nCanary body\n")
    site.write("planned.md", "---\ntitle: Canary\ndraft: true\n---\nCanary words\n")
    built = site.build(code=3)
    assert naming(built, "Canary") == []
    assert "content/2026-11-22-stray.md" in site.said


@pytest.mark.parametrize("broken", ["team.yml", "components.yml", "channels.yml", "policy.yml"])
def test_a_broken_list_of_names_takes_no_page_away(site: Site, example_site: Path, broken: str) -> None:
    """Each incident keeps its page though nobody can tell who signs or what is affected; maintainers are told."""
    (site.content / broken).write_text("  }: broken\n", encoding="utf-8")
    built = site.build(code=3)
    incidents = {name for name in files(example_site) if name.startswith("incidents/2026-") and name.count("-") > 2}
    assert incidents and incidents <= set(files(built))
    assert "a-maintainers" in (built / "index.html").read_text("utf-8")


@pytest.mark.parametrize("consent", ["none", "anonymous", "named"])
def test_consent_decides_what_is_shown(site: Site, consent: str) -> None:
    """Only with consent `named` do name, quote and link appear, anywhere; with none not even what was said."""
    person = "quote: Canary-quote\nlink: https://example.org/canary-link\ncustomer: {name: Canary-name}\n"
    text = COMPLAINT.format(consent=consent, more=person if consent == "named" else "", steps=RESOLVED)
    site.write("complaints/2026/2026-11-18-soup.md", text)
    built = site.build()
    assert bool(naming(built, "Canary-name")) is bool(naming(built, "Canary-quote")) is (consent == "named")
    assert bool(naming(built, "canary-link")) is (consent == "named")
    assert bool(naming(built, "Canary-said")) is (consent != "none")


def test_a_person_without_consent_is_refused(site: Site) -> None:
    """A name beside consent `anonymous` sets the record aside: nothing of it is out."""
    more = "customer: {name: Canary-name}\n"
    text = COMPLAINT.format(consent="anonymous", more=more, steps=RESOLVED)
    site.write("complaints/2026/2026-11-18-soup.md", text)
    assert naming(site.build(code=3), "Canary") == []


def test_a_complaint_not_yet_resolved_has_no_page(site: Site) -> None:
    """It is in no page, list, feed or search index."""
    site.write("complaints/2026/2026-11-18-soup.md", COMPLAINT.format(consent="anonymous", more="", steps=""))
    built = site.build()
    assert naming(built, "Cold soup") == naming(built, "2026-11-18-soup") == []


def test_hostile_texts_are_inert(site: Site) -> None:
    """A title and a text full of markup and script stay words in every page, feed and file."""
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    site.write("notices/evil.md", NOTICE.format(title=quoted).replace("impact", f"text: {quoted}\nimpact"))
    update = f"{{at: 2026-11-24T08:00:00+03:30, status: investigating, text: {quoted}}}"
    incident = f"---\ntitle: {quoted}\nimpact: critical\nupdates:\n  - {update}\n---\n{HOSTILE}\n"
    site.write("incidents/2026/2026-11-24-evil.md", incident)
    text = COMPLAINT.format(consent="anonymous", more="", steps=RESOLVED).replace("Cold soup", quoted)
    site.write("complaints/2026/2026-11-18-evil.md", text.replace("We warmed it.", quoted))
    built = site.build()
    for name, content in files(built).items():
        if name.endswith(".html"):
            assert b"<script>alert" not in content, name
            assert b"<img src=x" not in content, name
            assert b'href="javascript:' not in content, name
    assert len(naming(built, "alert(1)")) > 5


def test_three_notices_stand_in_full(site: Site) -> None:
    """Of six notices three are read at once on home and the others unfold; other pages have three lines, and say so."""
    for number in range(3):
        site.write(f"notices/more-{number}.md", NOTICE.format(title=f"More {number}"))
    built = site.build()
    home = (built / "index.html").read_text("utf-8").partition('id="a-notices"')[2]
    assert re.findall(r'<(article|details)(?: id="[^"]*")? class="a-notice', home) == ["article"] * 3 + ["details"] * 3
    contact = (built / "contact" / "index.html").read_text("utf-8")
    assert contact.count('<a class="a-notice a-line') == 3
    assert '<a class="a-lines__more" href="../#a-notices">2 more notices</a>' in contact


def test_without_notices_there_is_no_bar(site: Site) -> None:
    """A quiet day has no empty box."""
    shutil.rmtree(site.content / "notices")
    for file in site.content.rglob("2026-11-24-*.md"):
        file.unlink()
    built = site.build()
    assert "a-notices" not in (built / "index.html").read_text("utf-8")
    assert "a-notices" not in (built / "contact" / "index.html").read_text("utf-8")


def test_the_same_input_gives_the_same_bytes(example_site: Path, site: Site) -> None:
    """Another folder with the same records and history, another process, another order of hashes change nothing."""
    site.remember()
    assert files(site.build_with_seed("7")) == files(example_site)


def test_one_changed_record_changes_only_what_speaks_of_it(site: Site) -> None:
    """A word in an answer changes its page, the feeds that carry it and the search index, and no other page."""
    before = _without_hashes(files(site.build()))
    record = site.content / "complaints/2026/2026-11-18-late-refund.md"
    text = record.read_text("utf-8")
    assert "did:\n  en: " in text
    record.write_text(text.replace("did:\n  en: ", "did:\n  en: Canary. "), encoding="utf-8")
    after = _without_hashes(files(site.build()))
    changed = {name for name in before if before[name] != after[name]}
    assert set(before) == set(after)
    assert "answers/2026-11-18-late-refund/index.html" in changed
    assert {name for name in changed if name.endswith(".html")} == {"answers/2026-11-18-late-refund/index.html"}
    assert all(b"Canary" in after[name] for name in changed if not name.startswith("search/"))
    assert {name for name in changed if name.startswith("search/")} == {
        "search/index.json",
        "search/periods/2026-#/0.json",
    }
    assert b'"canary"' in after["search/periods/2026-#/0.json"]


def _without_hashes(found: dict[str, bytes]) -> dict[str, bytes]:
    return {re.sub(r"(search/periods/.*)-\w+/", r"\1-#/", name): content for name, content in found.items()}


def test_a_new_notice_rewrites_no_record_s_page(site: Site) -> None:
    """Pages of records load notices from one file, so a hundred thousand of them stay as they are."""
    built = site.build()
    before = files(built)
    times = {name: (built / name).stat().st_mtime_ns for name in before}
    site.write("notices/new.md", NOTICE.format(title="Canary"))
    after = files(site.build())
    records = [name for name in before if re.match(r"(answers|incidents|maintenance)/.+/index\.html", name)]
    assert [name for name in records if before[name] != after[name]] == []
    assert [name for name in records if (built / name).stat().st_mtime_ns != times[name]] == []
    assert "pinned.json" in {name for name in after if before.get(name) != after[name]}
