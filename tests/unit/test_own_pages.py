"""The team's own pages and pictures: read as far as possible, each problem named, and the first page always there."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.unit.content import write

from answerable.commands.check import check
from answerable.content.own_pages import PAGE_TEMPLATES, OwnFiles, read_own_files
from answerable.mkdocs_plugin import page_rendering
from answerable.mkdocs_plugin.page_rendering import plain_html, render_within
from answerable.publish import site


def files(tmp_path: Path, **texts: bytes) -> OwnFiles:
    """Read pages, by their names without `.md`."""
    (tmp_path / "content").mkdir(exist_ok=True)
    for name, text in texts.items():
        (tmp_path / "content" / f"{name}.md").write_bytes(text)
    return read_own_files(tmp_path / "content")


def page(own: OwnFiles, name: str) -> tuple[dict[str, str], str]:
    """Return a page's front matter and body."""
    found = next(one for one in own.pages if one.name == name)
    return dict(found.text.meta), found.text.body


def test_templates_are_those_of_the_site() -> None:
    """The names that a page may give are those of which the site has parts."""
    assert {*PAGE_TEMPLATES} == {*site.NAV_PAGES} - {"404.html"}


@pytest.mark.parametrize(
    ("text", "meta", "body", "line"),
    [
        (b"---\ntitle: Way\n---\nWords\n", {"title": "Way"}, "Words\n", None),
        (b"Words\n", {}, "Words\n", None),
        (b"Note: no front matter\n", {}, "Note: no front matter\n", None),
        (b"", {"template": "contact.html"}, "", None),
        (b"caf\xe9\n", {}, "caf\ufffd\n", 1),
        (b"\xff\xfea\0", {"template": "contact.html"}, "", 1),
        (b"---\ntitle: x\ntemplate: [x]\n---\n", {"title": "x", "template": "contact.html"}, "", 3),
        (b"---\ntemplate: hom.html\n---\n", {"template": "contact.html"}, "", 2),
        (b"---\ntitle: {a: b}\n---\n", {}, "", 2),
        (b"---\ntitle: [\n---\nWords", {"template": "contact.html"}, "Words", 2),
        (b"---\ntitle: x\n", {"template": "contact.html"}, "---\ntitle: x\n", 1),
    ],
)
def test_page_is_read_as_far_as_possible(
    tmp_path: Path, text: bytes, meta: dict[str, str], body: str, line: int | None
) -> None:
    """Broken front matter leaves the page what its name says it is, and what cannot be decoded is replaced."""
    own = files(tmp_path, contact=text)
    assert page(own, "contact") == (meta, body)
    assert [one.line for one in own.findings][:1] == ([line] if line else [])


def test_drafts_records_and_readme_are_no_pages(tmp_path: Path) -> None:
    """What is not to be published stays out."""
    own = files(tmp_path, one=b"---\ndraft: yes\n---\n", two=b"---\nimpact: minor\n---\n", README=b"x", page=b"x")
    assert [one.name for one in own.pages] == ["page", "index"]


def test_translations_belong_to_their_page(tmp_path: Path) -> None:
    """A translation replaces the text and those keys that it has."""
    own = files(tmp_path, contact=b"---\ntitle: A\ndescription: B\n---\nC", **{"contact.fa": b"---\ntitle: X\n---\nY"})
    page = own.pages[0]
    assert [page.said(key, "fa", "en") for key in ("title", "description")] == [("X", "fa"), ("B", "en")]
    assert [page.body(language, "en") for language in ("fa", "he", "en")] == [("Y", "fa"), ("C", "en"), ("C", "en")]


def test_an_intro_of_init_is_there_in_every_language(tmp_path: Path) -> None:
    """As long as nobody has changed it, whichever language the site began in; one's own translation comes first."""
    own = files(tmp_path, contact=b"---\ntemplate: contact.html\n---\nEvery complaint\nis read by one of us.\n")
    russian = "Каждую жалобу читает кто-то из нас."
    assert own.pages[0].body("ru", "en") == (russian, "ru")
    own = files(tmp_path, contact=russian.encode(), **{"contact.he": b"Words"})
    assert own.pages[0].body("en-GB", "ru") == ("Every complaint is read by one of us.", "en-GB")
    assert [own.pages[0].body(language, "ru") for language in ("he", "ru", "de")] == [
        ("Words", "he"), (russian, "ru"), (russian, "ru"),
    ]  # fmt: skip
    own = files(tmp_path, contact=b"Every complaint is read by two of us.")
    assert own.pages[0].body("ru", "en")[1] == "en"


def test_a_translation_without_its_page_is_named(tmp_path: Path) -> None:
    """It would be published nowhere, and nobody would know; the first page is always there."""
    for name in ("contact.fa.md", "index.fa.md", "about.md", "about.he.md", "price.list.md"):
        (tmp_path / name).write_text("# Words\n", encoding="utf-8")
    found = read_own_files(tmp_path).findings
    assert [one.message for one in found] == [
        "this translates `contact.md`, which is not there, so it is not published"
    ]


@pytest.mark.parametrize("how", ["dangling", "itself", "outside", "pipe", "folder", "large"])
def test_what_is_no_file_keeps_its_place(tmp_path: Path, how: str) -> None:
    """The first page shows the status though its file cannot be read, and there is a finding."""
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / "secret.md").write_text("SECRET")
    make: dict[str, Any] = {
        "dangling": lambda path: path.symlink_to("nowhere"),
        "itself": lambda path: path.symlink_to(path.name),
        "outside": lambda path: path.symlink_to("../secret.md"),
        "pipe": os.mkfifo,
        "folder": Path.mkdir,
        "large": lambda path: path.write_text("x" * 1_000_001),
    }
    make[how](content / "index.md")
    own = read_own_files(content)
    assert page(own, "index") == ({"template": "home.html"}, "")
    assert [one.path for one in own.findings] == ["content/index.md"]


def test_odd_file_names_are_left_out(tmp_path: Path) -> None:
    """A name that is not UTF-8 cannot be an address."""
    (tmp_path / "content/assets").mkdir(parents=True)
    for name in (b"content/\xff.md", b"content/assets/\xff.png"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("x")
    own = read_own_files(tmp_path / "content")
    assert [one.name for one in own.pages] == ["index"]
    assert own.pictures == ()
    assert [one.path for one in own.findings] == ["content/\\udcff.md", "content/assets/\\udcff.png"]


def test_only_regular_pictures_inside_the_folder_are_published(tmp_path: Path) -> None:
    """Links that lead out, pipes and links to nowhere are named; a link to another picture is followed."""
    assets = tmp_path / "content/assets"
    assets.mkdir(parents=True)
    (tmp_path / "content/team.yml").write_text("x")
    (assets / "good.png").write_bytes(b"x")
    (assets / "same.png").symlink_to("good.png")
    (assets / "out.png").symlink_to("../team.yml")
    (assets / "gone.png").symlink_to("nowhere")
    os.mkfifo(assets / "pipe.png")
    (assets / "loop").symlink_to(".")
    (assets / "notes.txt").write_text("x")
    own = read_own_files(tmp_path / "content")
    assert own.pictures == ("assets/good.png", "assets/same.png")
    assert [one.path.rpartition("/")[2] for one in own.findings] == ["gone.png", "loop", "out.png", "pipe.png"]


def rendered(render: Any, body: str = "a\n\nb <c>") -> tuple[str, list[str]]:
    """Return a page's content and why it could not be rendered."""
    subject, why = SimpleNamespace(content=""), list[str]()
    render_within(cast("Any", subject), body, render, lambda _page, reason: why.append(reason), *cast("Any", (0, 0)))
    return subject.content, why


def test_page_that_fails_is_plain_text() -> None:
    """Whatever an extension raises, the words are published as they were written."""

    def fail(*_: object) -> None:
        raise ValueError("Invalid IPv6 URL")

    assert rendered(fail) == ("<p>a</p>\n<p>b &lt;c&gt;</p>", ["ValueError: Invalid IPv6 URL"])
    assert plain_html("\n\n") == ""


def test_page_that_takes_too_long_is_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering is ended even where an extension swallows every Exception."""
    monkeypatch.setattr(page_rendering, "AT_MOST", 0.2)

    def endless(*_: object) -> None:
        while True:
            try:
                sum(range(1000))
            except Exception:  # noqa: BLE001, S112
                continue

    assert rendered(endless)[1] == ["it takes more than 0.2 seconds"]


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("embed/index.html", True),
        ("feed.xml/index.html", True),
        ("404.html/index.html", True),
        ("robots.txt/index.html", True),
        ("about/index.html", False),
        ("incidents/index.html", False),
        ("index.html", False),
        ("api/index.html", False),
    ],
)
def test_addresses_of_other_files_are_taken(path: str, taken: bool) -> None:
    """A page may not stand where the site has a file or a page of its own."""
    assert site.is_taken(path) is taken


def test_check_knows_addresses_that_are_taken(tmp_path: Path) -> None:
    """A page that a build would leave out is an error in a pull request already: `check` and `build` say the same."""
    policy = "languages: [en, fa]\n"
    pages = {f"{name}.md": "# Ours\n" for name in ("about", "embed", "FA", "feed.atom", "index", "contact")}
    root = write(tmp_path, {**pages, "policy.yml": policy})
    words, clean, _ = check(tmp_path / "mkdocs.yml", datetime(2026, 11, 24, tzinfo=UTC), "text")
    taken = [line for line in words.splitlines() if "other files of the site stand at the address" in line]
    assert not clean and root.name == "content"
    assert [line.split(":")[0].rpartition("/")[2] for line in taken] == ["FA.md", "embed.md", "feed.atom.md"]
