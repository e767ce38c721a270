"""HTML comments are notes of the team: they are published nowhere, and code that shows one keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.command import answerable
from tests.growth import TOO_STEEP, growth_of
from tests.unit.content import COMPLAINT, INCIDENT, findings, write

from answerable.content.reading import read_content
from answerable.records.comments import html_without_comments, page_without_comments, without_comments
from answerable.records.text import Text

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Fine. <!-- note -->", "Fine."),
        ("A<!-- note -->B", "AB"),
        ("<!-- a -->\n\nWords.\n\n<!-- b\n\nmore -->", "Words."),
        ("Fine. <!-- not closed\n\nmore", "Fine."),
        ("Fine.<!--> Words.<!---> More.", "Fine. Words. More."),
        ("Fine. <!-- a --!> Words.", "Fine.  Words."),
        ("Fine. <!-- `code --> Words.", "Fine.  Words."),
        ("Fine. <!-- a\n```\nb\n``` --> Words.", "Fine.  Words."),
        ("- item\n\n    <!-- in a list -->", "- item"),
        ("> ```\n> a\n> ```\n\n<!-- note -->", "> ```\n> a\n> ```"),
        ("One ` tick. <!-- note -->", "One ` tick."),
        ("One `tick\n\n<!-- note -->\n\nand` more.", "One `tick\n\n\n\nand` more."),
        (r"\`<!-- note -->\`", r"\`\`"),
        ("<!-- note -->", ""),
    ],
)
def test_a_comment_is_taken_out(text: str, shown: str) -> None:
    """Also one that runs over paragraphs, and one that nobody closed."""
    assert without_comments(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Write `<!-- a -->`.",
        "Write `` ` <!-- a --> ``.",
        "```html\n<!-- a -->\n```",
        "~~~\n<!-- a -->\n~~~\n\nEnd.",
        "- item\n\n  ```\n  <!-- a -->\n  ```",
        "Words.\n\n    <!-- a -->",
        r"Write \<!-- a -->.",
        "a < b and a <- b --> c",
    ],
)
def test_code_that_shows_one_keeps_it(text: str) -> None:
    """Blocks of code, spans of code, and an escaped sign."""
    assert without_comments(text) == text


def test_html_loses_comments_and_what_browsers_take_for_one() -> None:
    """A theme's page keeps its scripts, in which the same characters mean something else."""
    assert html_without_comments("<p>a<!-- b --><? c ?><!d><![CDATA[ e ]]>f</p>") == "<p>af</p>"
    page = "<!doctype html><script>x='<!--'</script><!-- a --><style>/*<!--*/</style>"
    assert page_without_comments(page) == page.replace("<!-- a -->", "")


@pytest.mark.parametrize(
    ("without", "parts"),
    [
        (without_comments, ("<!--", "`", "` ", "``` ", "<!-- -->", "`a ``b ", "\\", "    <!--\n\n", "> ")),
        (html_without_comments, ("<!--", "<!", "<?", "<![CDATA[", "<script ", "<!a><script>")),
        (page_without_comments, ("<!--", "<!", "<?", "<![CDATA[", "<script ", "<!a><script>")),
    ],
)
def test_long_texts_of_marks_take_no_long_time(without: Callable[[str], str], parts: tuple[str, ...]) -> None:
    """The time grows with the length, not with its square."""
    for part in parts:
        text = part * (200_000 // len(part))
        assert growth_of(lambda some: without(some + "<!--"), text) < TOO_STEEP, part


def test_no_text_of_a_record_or_company_file_has_one(tmp_path: Path) -> None:
    """Titles, texts, bodies, names."""
    files = {
        "components.yml": 'components:\n  - {id: checkout, name: "Checkout <!-- SECRET -->"}\n',
        "team.yml": 'people:\n  - {id: sahar, name: "Sahar <!-- SECRET -->", initials: "S<!---->"}\n',
        "incidents/a.md": INCIDENT.replace("Card payments fail", '"Cards <!-- SECRET -->"')
        + "<!-- SECRET -->\nBody.\n",
        "complaints/a.md": COMPLAINT.replace("We paid.", "We <!-- SECRET --> paid."),
        "intake/a.csv": "id,channel,received,excluded_because\n"
        "c,x,2026-11-17T09:12:00Z,advert <!-- SECRET -->\nb,x,2026-11-17T09:12:00Z,<!-- SECRET -->\n",
    }
    content = read_content(write(tmp_path, files), NOW)
    assert content.findings == ()
    assert "SECRET" not in repr((content.ledger, content.records))
    assert content.intake.rows("SELECT excluded_because FROM intake WHERE id <> 'a' ORDER BY id") == [
        ("-",),
        ("advert",),
    ]


def test_a_text_that_is_only_a_comment_is_empty(tmp_path: Path) -> None:
    """It would be published as nothing."""
    (found,) = read_content(
        write(tmp_path, {"incidents/a.md": INCIDENT.replace("Card payments fail", '"<!-- a -->"')}), NOW
    ).findings
    assert found.message == "`title`: `<!-- a -->` is an empty text"


def test_findings_after_a_comment_have_the_right_place(tmp_path: Path) -> None:
    """Line and column are those of the file, comments included."""
    files = {"incidents/a.md": INCIDENT + "\n<!-- a\nb --> Call <!-- c --> 0912 000 0034.\n"}
    found = findings(tmp_path, files, NOW)
    assert [(one.line, one.column) for one in found if one.rule == "privacy/phone"] == [(13, 23)]


def test_no_page_has_one(tmp_path: Path) -> None:
    """Pages of the team in Markdown, their front matter, mkdocs.yml, and templates of the theme."""
    page = (
        '---\ntitle: "Help <!-- SECRET -->"\ndescription: "About <!-- SECRET -->"\n---\n'
        "# Help <!-- SECRET -->\n\nWords. <!-- SECRET -->\n\n<div>\n<!-- SECRET -->\n<? SECRET ?></div>\n\n"
        "```\n<!-- SHOWN -->\n```\n\n`<!-- SPAN -->`\n"
    )
    write(tmp_path, {"index.md": page, "incidents/a.md": INCIDENT})
    (tmp_path / "overrides/partials").mkdir(parents=True)
    (tmp_path / "overrides/partials/source.html").write_text("<!-- SECRET -->")
    (tmp_path / "mkdocs.yml").write_text(
        'site_name: "Baran <!-- SECRET -->"\nsite_url: https://status.example.com/\ndocs_dir: content\n'
        'copyright: "© <!-- SECRET --> Baran"\nrepo_url: https://example.com/\n'
        'nav: [{"Help <!-- SECRET -->": index.md}]\n'
        "theme: {name: material, font: false, custom_dir: overrides}\nplugins: [search, answerable]\n"
    )
    answerable("build", "--now", "2026-11-24T09:00:00Z", cwd=tmp_path)
    built = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert [path for path in built if "SECRET" in path.read_text("utf-8", "replace")] == []
    text = (tmp_path / "site/index.html").read_text("utf-8")
    assert "&lt;!-- SHOWN --&gt;" in text and "&lt;!-- SPAN --&gt;" in text


OPEN = "`<!--` is never closed, so nothing after it is published"


def test_a_comment_that_nobody_closed_is_an_error_and_the_notice_gets_out(tmp_path: Path) -> None:
    """Without the words after it, which may be private; in a title, an update, a body, a name, a page."""
    record = INCIDENT.replace("Card payments fail", '"Cards fail <!-- SECRET"').replace(
        "One order in three fails.", "Paying fails.\n      <!-- SECRET"
    )
    files = {
        "incidents/a.md": record + "What happened.\n\n<!-- SECRET\n\nmore\n",
        "components.yml": 'components:\n  - {id: checkout, name: "Checkout <!-- SECRET"}\n',
        "contact.md": "---\ntitle: Contact\n---\nWrite to us.\n\n<!-- SECRET\n",
    }
    content = read_content(write(tmp_path, files), NOW)
    (incident,) = content.ledger.incidents
    assert (str(incident.title), str(incident.newest.text)) == ("Cards fail", "Paying fails.")
    assert incident.body == "What happened." and "SECRET" not in repr(content.ledger)
    assert [(one.path, one.line) for one in content.findings if one.message == OPEN] == [
        ("content/components.yml", 2),
        ("content/contact.md", 6),
        ("content/incidents/a.md", 2),
        ("content/incidents/a.md", 9),
        ("content/incidents/a.md", 14),
    ]
    assert content.set_aside == ()
    assert set(content.cut) == {"content/components.yml", "content/contact.md", "content/incidents/a.md"}


def test_a_complaint_with_one_is_held_back(tmp_path: Path) -> None:
    """Half of an answer may be its opposite."""
    content = read_content(write(tmp_path, {"complaints/a.md": COMPLAINT.replace("We paid.", '"We <!-- paid."')}), NOW)
    assert not content.ledger.complaints and content.set_aside == ("content/complaints/a.md",)


def test_an_update_whose_text_is_a_comment_gets_out_without_it(tmp_path: Path) -> None:
    """The state that it announces matters more than its words; a translation that has some is kept."""
    record = INCIDENT.replace("resolved", "investigating").replace("One order in three fails.", '"<!-- SECRET -->"')
    other = record.replace('"<!-- SECRET -->"', '{en: "<!-- SECRET", fa: پرداخت نمی‌شود}')
    content = read_content(write(tmp_path, {"incidents/a.md": record, "incidents/b.md": other}), NOW)
    assert {one.id: one.newest.text for one in content.ledger.incidents} == {
        "a": None,
        "b": Text({"fa": "پرداخت نمی‌شود"}),
    }
    assert content.cut == ("content/incidents/a.md", "content/incidents/b.md")
