"""The last line of defence: a fault of the program itself costs the part in which it happens, never the notice.

Each test breaks one function of the program, as a fault in it would. Elsewhere in the tests such failures are raised.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.command import answerable

from answerable.checks import guard
from answerable.checks.privacy import company_texts
from answerable.content import company_files, reading, record_reading
from answerable.mkdocs_plugin import source
from answerable.output.failures import RAISE
from answerable.publish import frame, search, site
from answerable.publish.api import schemas
from answerable.publish.files import sitemap, status_text
from answerable.publish.pages import answer_pages, component, home, incident_pages
from answerable.publish.publication import Publication
from answerable.publish.social import previews

NOW = "2026-11-24T09:00:00Z"
MKDOCS = """site_name: Baran
site_url: https://status.example.com/
docs_dir: content
theme: {name: material, font: false}
plugins: [search, answerable]
"""
INCIDENT = """---
title: {title}
impact: critical
components: {{shop: major_outage}}
updates:
  - {{at: {at}, status: investigating, by: sahar, text: We look for the cause.}}
"""
RESOLVED = "  - {at: 2026-11-21T09:00:00Z, status: resolved, by: sahar, text: It works again.}\n"
ANSWER = """---
title: Refund missing
channel: email
topic: refunds
received: 2026-11-18T09:12:00Z
consent: anonymous
steps:
  - {at: 2026-11-18T09:40:00Z, did: answered, by: sahar}
  - {at: 2026-11-19T16:20:00Z, did: resolved, outcome: solved, by: sahar}
did: We paid.
---
"""
FILES = {
    "mkdocs.yml": MKDOCS,
    "content/index.md": "---\ntemplate: home.html\n---\n",
    "content/about.md": "# About us\n",
    "content/components.yml": "components: [{id: shop, name: Shop}]\n",
    "content/channels.yml": "channels: [{id: email, name: E-mail, kind: email}]\n",
    "content/team.yml": "people: [{id: sahar, name: Sahar Kiani}]\n",
    "content/policy.yml": "topics: [{id: refunds, name: Refunds}]\n",
    "content/incidents/open.md": INCIDENT.format(title="Nobody can pay", at="2026-11-24T08:00:00Z") + "---\n",
    "content/incidents/over.md": INCIDENT.format(title="Slow search", at="2026-11-21T08:00:00Z") + RESOLVED + "---\n",
    "content/complaints/refund.md": ANSWER,
}
LOUD = "please report"
Patch = pytest.MonkeyPatch


@pytest.fixture
def project(tmp_path: Path, monkeypatch: Patch) -> Path:
    """Return a small project with an open and a resolved incident and an answer; failures are survived in it."""
    write(tmp_path)
    monkeypatch.delenv(RAISE)
    return tmp_path


def write(folder: Path) -> None:
    """Write the project's files."""
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")


def broken(*_args: object, **_more: object) -> Any:
    """Stand for a function with a fault."""
    raise ZeroDivisionError("a fault")


def failing_if(has_fault: Callable[..., object], function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function with a fault that shows with those arguments only for which `has_fault` is true."""
    return lambda *args, **more: broken() if has_fault(*args) else function(*args, **more)


def failing_with(title: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function, which fails with the record of that title among its arguments or in its ledger."""

    def has_it(*args: Any) -> bool:
        ledgers = [one.ledger for one in args if hasattr(one, "ledger")]
        records = [*args, *(record for ledger in ledgers for record in (*ledger.every_incident, *ledger.complaints))]
        return any(str(getattr(record, "title", "")) == title for record in records)

    return failing_if(has_it, function)


def build(project: Path, code: int = 3) -> str:
    """Build the site, which must end with that exit code, and return what was said on standard error."""
    return answerable("build", "--now", NOW, cwd=project, code=code).stderr


def files(project: Path) -> set[str]:
    """Return the paths of the site's files, without the pictures and hashed files of the theme."""
    site_folder = project / "site"
    paths = (path.relative_to(site_folder).as_posix() for path in site_folder.rglob("*") if path.is_file())
    return {path for path in paths if not path.startswith(("assets/", "previews/"))}


def text(project: Path, name: str = "index.html") -> str:
    """Return a file of the site."""
    return (project / "site" / name).read_text("utf-8")


def is_out(project: Path) -> bool:
    """Tell whether the open incident stands on the first page."""
    return "Nobody can pay" in text(project)


@pytest.fixture(scope="module")
def intact(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the files of the project's site where nothing fails."""
    folder = tmp_path_factory.mktemp("intact")
    write(folder)
    build(folder, 0)
    return files(folder)


@pytest.mark.parametrize("module", site.PUBLICATIONS, ids=lambda one: one.__name__)
def test_a_broken_publication_costs_its_files(
    project: Path, intact: set[str], monkeypatch: Patch, module: Publication
) -> None:
    """All other files are published as before, the exit code is 3, and the part is named."""
    monkeypatch.setattr(module, "publish", broken)
    monkeypatch.setattr(module, "parts", broken, raising=False)
    said = build(project)
    lost = intact - files(project)
    own = (*module.SERVED, *schemas.served_with(module.SERVED))
    assert all(any(one.matches(path) for one in own) for path in lost), lost
    assert LOUD in said
    assert "ZeroDivisionError: a fault" in said
    assert is_out(project)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (frame, "head"),
        (frame, "notices"),
        (frame, "footer"),
        (home, "band"),
        (previews, "of_site"),
        (previews, "meta"),
        (previews, "left_out"),
        (sitemap, "publish"),
        (search, "publish"),
        (search, "entry_of"),
        (component, "pages"),
        (incident_pages, "_page"),
        (incident_pages, "month_pages"),
        (answer_pages, "list_pages"),
        (site, "placeholder_frame"),
        (status_text, "publish"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_a_broken_part_of_pages_costs_that_part(project: Path, monkeypatch: Patch, module: Any, name: str) -> None:
    """Whatever part of the pages fails, the notice is on the first page and on a page of its own."""
    monkeypatch.setattr(module, name, broken)
    for pages in ("OTHER_PAGES", "RECORD_PAGES"):
        monkeypatch.setattr(site, pages, tuple(_named_anew(one, module, name) for one in getattr(site, pages)))
    assert LOUD in build(project)
    assert is_out(project)
    assert "Nobody can pay" in text(project, "incidents/open/index.html")


def _named_anew(maker: Any, module: Any, name: str) -> Any:
    """Return the maker of pages as its module has it now."""
    is_it = getattr(maker, "__module__", "") == module.__name__ and getattr(maker, "__name__", "") == name
    return getattr(module, name) if is_it else maker


@pytest.mark.parametrize("template", site.NAV_PAGES)
def test_a_broken_page_costs_its_body(project: Path, monkeypatch: Patch, template: str) -> None:
    """The page has the notice above the place of what failed."""
    monkeypatch.setitem(site.NAV_PAGES, template, broken)
    name = template.removesuffix(".html")
    if name != "home":
        (project / f"content/{name}.md").write_text(f"---\ntemplate: {template}\n---\n")
    assert f"{template} (body)" in build(project)
    assert is_out(project)


def test_an_old_record_costs_itself_where_it_fails(project: Path, monkeypatch: Patch) -> None:
    """A feed that fails with a resolved incident is made without it, and the incident stays everywhere else."""
    from answerable.publish import feeds

    monkeypatch.setattr(feeds, "_current", failing_with("Slow search", feeds._current))
    said = build(project)
    assert "made without incidents/over.md (ZeroDivisionError: a fault" in said
    assert "Nobody can pay" in text(project, "feed.xml")
    assert "Slow search" not in text(project, "feed.xml")
    assert "Slow search" in text(project, "incidents/over/index.html")


def test_what_fails_with_an_open_incident_does_not_say_that_all_is_well(project: Path, monkeypatch: Patch) -> None:
    """A part that fails with what is happening now is left out, since without it the part would be false."""
    monkeypatch.setattr(status_text, "publish", failing_with("Nobody can pay", status_text.publish))
    build(project)
    assert "status.txt" not in files(project)
    assert is_out(project)
    assert json.loads(text(project, "api/v2/status.json"))["status"]["indicator"] == "critical"


def test_a_page_that_fails_is_its_texts_alone(project: Path, monkeypatch: Patch) -> None:
    """An incident whose page cannot be made has a page with its title and its texts; others' pages are whole."""
    fails = failing_if(lambda _, incident: incident.id == "open", incident_pages._page)
    monkeypatch.setattr(incident_pages, "_page", fails)
    build(project)
    assert "<p>We look for the cause.</p>" in text(project, "incidents/open/index.html")
    assert "<h1" in text(project, "incidents/over/index.html")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (reading, "refuse_duplicate_ids"),
        (reading, "require_files"),
        (reading, "read_own_files"),
        (reading, "misplaced_files"),
        (reading, "broken_folders"),
        (reading, "unsafe_files"),
        (reading, "cut_texts_of_pages"),
        (reading, "read_intake"),
        (reading, "_published"),
        (record_reading, "_check"),
        (company_files, "_file"),
        (company_files, "_model"),
        (source, "gather"),
        (source, "as_of"),
        (source, "last_changes"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_broken_reading_keeps_no_notice_back(project: Path, monkeypatch: Patch, module: Any, name: str) -> None:
    """What cannot be read or checked, by a fault of the program, is named, with exit code 3; the notice is out."""
    monkeypatch.setattr(module, name, broken)
    assert "ZeroDivisionError: a fault" in build(project)
    assert is_out(project)


@pytest.mark.parametrize("name", ["_record", "_check"])
def test_a_record_that_the_program_fails_with(project: Path, monkeypatch: Patch, name: str) -> None:
    """A record that cannot be read is set aside; one that cannot be checked is published unless it is a complaint."""

    def is_complaint(read: Any, *_more: Any) -> bool:
        return Path(getattr(read, "path", read)).stem == "refund"

    monkeypatch.setattr(record_reading, name, failing_if(is_complaint, getattr(record_reading, name)))
    assert "content/complaints/refund.md" in build(project)
    assert is_out(project)
    assert "answers/refund/index.html" not in files(project)
    assert "incidents/over/index.html" in files(project)


def test_a_record_of_which_no_ledger_can_be_made(project: Path, monkeypatch: Patch) -> None:
    """It is set aside and named; the others are published."""
    fails = failing_if(lambda _company, _stray, _kept, good: any(one.id == "over" for one in good), reading._ledger_of)
    monkeypatch.setattr(reading, "_ledger_of", fails)
    assert "content/incidents/over.md: error: the record cannot be used (ZeroDivisionError: a fault" in build(project)
    assert is_out(project)
    assert "incidents/over/index.html" not in files(project)


@pytest.mark.parametrize(("kinds", "shop"), [(["complaints"], "Shop"), (["complaints", "channels"], "shop")])
def test_a_broken_guard_holds_complaints_back(kinds: list[str], shop: str, project: Path, monkeypatch: Patch) -> None:
    """Private words are looked for by the defaults, without complaints; without the company's files if need be.

    A component is then called by its id.
    """
    fails = failing_if(lambda ledger, *_: any(getattr(ledger, kind) for kind in kinds), company_texts.in_company)
    monkeypatch.setattr(guard, "in_company", fails)
    assert "no complaint is published" in build(project)
    assert is_out(project)
    assert f">{shop}<" in text(project, "incidents/open/index.html")
    assert "answers/refund/index.html" not in files(project)


def test_a_record_that_cannot_be_looked_through_is_set_aside(project: Path, monkeypatch: Patch) -> None:
    """Nothing private may get out, so that record is not published, and the others are."""
    fails = failing_if(lambda content, *_: content.ledger.incident("over"), guard._in_records)
    monkeypatch.setattr(guard, "_in_records", fails)
    assert "content/incidents/over.md: error: it cannot be looked through for private words" in build(project)
    assert is_out(project)
    assert "Slow search" not in text(project)


@pytest.mark.parametrize("pages", ["'*'", "index.md"])
def test_the_first_page_is_always_published(project: Path, pages: str) -> None:
    """No setting of mkdocs.yml takes the page with the notices away; it does others."""
    (project / "mkdocs.yml").write_text(f"{MKDOCS}exclude_docs: {pages}\n")
    build(project, 0)
    assert is_out(project)
    assert ("about/index.html" in files(project)) == (pages == "index.md")


def test_a_page_with_a_broken_theme_setting(project: Path) -> None:
    """Settings that the theme's templates fail with are left out, and mkdocs.yml is named as what to look at."""
    (project / "mkdocs.yml").write_text(f"{MKDOCS}extra: {{social: [{{icon: ../x, link: 5}}]}}\n")
    assert "look at `theme` and `extra` in mkdocs.yml" in build(project)
    assert is_out(project)
    assert "We paid." in text(project, "answers/refund/index.html")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (MKDOCS.replace(", answerable]", "]"), "`plugins` should name answerable"),
        (f"{MKDOCS}extra: {'[' * 3000}\n", "it is nested too deeply"),
        (f"{MKDOCS}extra: {{a: {'1' * 5000}}}\n", "it cannot be used (ValueError"),
        (f"{MKDOCS}hooks: [x.py]\n", "'hooks'"),
    ],
    ids=["no plugin", "too deep", "too long a number", "no such file"],
)
def test_a_configuration_that_cannot_be_used_is_named(project: Path, settings: str, words: str) -> None:
    """It ends the build in one line that blames mkdocs.yml, not the program."""
    (project / "mkdocs.yml").write_text(settings)
    said = build(project, 1)
    assert words in said
    assert said.count("\n") == 1
    assert "fault of the program" not in said


def test_a_language_that_cannot_be_built_costs_itself(project: Path, monkeypatch: Patch) -> None:
    """If nothing helps in a further language, the site is published in the others."""
    (project / "content/policy.yml").write_text(FILES["content/policy.yml"] + "languages: [en, fa]\n")
    monkeypatch.setattr(site, "publish", failing_if(lambda context, *_: context.language == "fa", site.publish))
    assert "fa: error: the site in this language could not be built (ZeroDivisionError" in build(project)
    assert is_out(project)
    assert not (project / "site/fa").exists()


def test_what_always_fails_leaves_the_old_site(project: Path, monkeypatch: Patch) -> None:
    """Only a fault in what no notice can do without ends the build, in one line; the site is as it was."""
    build(project, 0)
    monkeypatch.setattr(site, "publish", broken)
    said = build(project, 1)
    assert said.count("\n") == 1
    assert "this is a fault of the program, please report it" in said
    assert is_out(project)
