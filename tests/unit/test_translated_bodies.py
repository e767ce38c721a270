"""Bodies of records in further languages: files such as `outage.fa.md` beside `outage.md`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.content import INCIDENT, POLICY, findings, write

from answerable.checks.guard import Guard
from answerable.content.body_translations import translation_path
from answerable.content.reading import read_content
from answerable.publish.context import Context
from answerable.publish.pages.incident_pages import incident_page
from answerable.publish.search.entries import entry_of
from answerable.records.ledger import make_ledger

NOW = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
LANGUAGES = {"policy.yml": f"languages: [en, fa, ru]\n{POLICY}"}
ENGLISH = f"{INCIDENT}The bank's reply took <b>too</b> long.\n"
PERSIAN = "پاسخ بانک **دیر** رسید.\n"
BOTH = {**LANGUAGES, "incidents/a.md": ENGLISH, "incidents/a.fa.md": PERSIAN}


def page(root: Path, language: str) -> str:
    """The incident's page in a language, without what is private."""
    content = Guard(read_content(root, NOW), root, NOW).content
    context = Context(content.ledger, NOW, language, "en", "Baran", "https://status.example.com/")
    return next(incident_page(context, "a")).body


def test_each_language_shows_its_own_body(tmp_path: Path) -> None:
    """Where there is none, the first language's is shown, marked for browsers and, in a sentence, for readers."""
    root = write(tmp_path, BOTH)
    assert "<p>پاسخ بانک <strong>دیر</strong> رسید.</p>" in page(root, "fa") and "reply" not in page(root, "fa")
    assert "The bank's reply took" in page(root, "en") and "پاسخ بانک" not in page(root, "en")
    note = Context(make_ledger(), NOW, "ru", "en", "", "").gettext("This text is not translated yet.")
    marked = f'<p class="a-meta a-untranslated">{note}</p><div lang="en" dir="ltr"><p>The bank'
    assert marked in page(root, "ru")


@pytest.mark.parametrize(
    ("language", "name"), [("pt-BR", "a.pt-br.md"), ("zh-Hant", "a.zh-hant.md"), ("zh-Hant-TW", "a.zh-hant-tw.md")]
)
def test_the_name_of_a_file_has_its_language_in_small_letters(tmp_path: Path, language: str, name: str) -> None:
    """The policy writes it with capitals, as language tags are written."""
    policy = {"policy.yml": f"languages: [en, {language}]\n{POLICY}"}
    root = write(tmp_path, {**policy, "incidents/a.md": ENGLISH, f"incidents/{name}": "Own words.\n"})
    assert translation_path("incidents/a.md", language) == f"incidents/{name}"
    assert "Own words." in page(root, language) and "reply" not in page(root, language)


def test_a_body_in_another_language_is_no_record(tmp_path: Path) -> None:
    """Nothing is found about the files, and there is one incident."""
    assert [one for one in findings(tmp_path, BOTH, NOW) if one.rule != "translation/missing"] == []
    content = read_content(tmp_path / "content", NOW)
    assert [incident.id for incident in content.ledger.incidents] == ["a"]


@pytest.mark.parametrize("name", ["incidents/a.fa.md", "maintenance/a.fa.md"])
def test_a_body_without_its_record_is_found(tmp_path: Path, name: str) -> None:
    """Its record may have been renamed, and the words would silently be missing."""
    found = findings(tmp_path, {**LANGUAGES, name: PERSIAN}, NOW)
    found = [one for one in found if one.rule != "translation/missing"]
    said = [(one.path, one.message, one.suggestion.partition(";")[0]) for one in found]
    wrong = "this translates `a.md`, which is not there, so it is not published"
    assert said == [(f"content/{name}", wrong, "name it after its record")]


def test_a_record_whose_id_has_a_dot_is_still_one(tmp_path: Path) -> None:
    """Published ids never change: it begins with its front matter."""
    files = {"incidents/api.md": INCIDENT, "incidents/api.de.md": INCIDENT}
    write(tmp_path, files)
    assert {one.id for one in read_content(tmp_path / "content", NOW).ledger.incidents} == {"api", "api.de"}


@pytest.mark.parametrize(
    "before", ["\u200f---\n", "\n\ufeff---\n", "———\n", "```yaml\n---\n", "<!-- mine -->\n---\n", ""]
)
def test_a_record_that_begins_badly_is_not_published_as_a_translation(tmp_path: Path, before: str) -> None:
    """Its front matter may have names that a page does not show; the other record stays."""
    spoilt = f"{before}title: Mina's order\nconsent: none\n---\nWords.\n"
    root = write(tmp_path, {**BOTH, "incidents/a.fa.md": spoilt})
    assert "Mina" not in page(root, "fa") and "reply took" in page(root, "fa")
    assert read_content(root, NOW).set_aside == ("content/incidents/a.fa.md",)


@pytest.mark.parametrize("words", ["- یک\n- دو\n", "**مهم**: دیر\n", "Title: as it was\n", "# عنوان\n---\n"])
def test_words_that_look_a_little_like_a_record_are_words(tmp_path: Path, words: str) -> None:
    """Lists, headings and prose with a colon are published."""
    root = write(tmp_path, {**BOTH, "incidents/a.fa.md": words})
    assert "reply took" not in page(root, "fa")


def test_what_is_private_in_it_is_found_and_masked_like_in_the_record(tmp_path: Path) -> None:
    """With the line in its own file; in a build the characters are masked and the notice is published."""
    private = {**BOTH, "incidents/a.fa.md": "خط نخست.\n\nبا ۰۹۱۲ ۳۴۵ ۶۷۸۹ تماس بگیرید.\n"}
    found = [one for one in findings(tmp_path, private, NOW) if one.rule.startswith("privacy/")]
    assert [(one.path, one.line, one.column) for one in found] == [("content/incidents/a.fa.md", 3, 4)]
    shown = page(tmp_path / "content", "fa")
    assert "۶۷۸۹" not in shown and "تماس بگیرید" in shown and "خط نخست" in shown


@pytest.mark.parametrize(
    ("words", "shown", "message"),
    [
        ("", "reply", "is an empty text"),
        ("x" * 50_001, "reply", "has 50001 characters"),
        ("<!-- nobody -->پایان.", "پایان", ""),
        ('<script>x()</script>[b](javascript:x)<img src="x">', "&lt;script&gt;", ""),
    ],
    ids=["empty", "long", "comment", "hostile"],
)
def test_no_text_of_such_a_file_does_harm(tmp_path: Path, words: str, shown: str, message: str) -> None:
    """It is cleaned as a record's own body is; one that cannot be published leaves the other languages."""
    root = write(tmp_path, {**BOTH, "incidents/a.fa.md": words})
    html = page(root, "fa")
    assert shown in html and "<script" not in html and "nobody" not in html and "<img" not in html
    found = read_content(root, NOW).findings
    assert [one.message.partition(",")[0] for one in found] == ([message] if message else [])


def test_a_file_that_cannot_be_read_keeps_no_notice_off_the_site(tmp_path: Path) -> None:
    """A notice always gets out."""
    root = write(tmp_path, BOTH)
    (root / "incidents" / "a.fa.md").write_bytes(b"\xff\xfe\x00broken")
    content = read_content(root, NOW)
    assert [incident.id for incident in content.ledger.incidents] == ["a"]
    assert any("a.fa.md" in one.path for one in content.findings)


def test_the_search_of_a_language_has_no_texts_of_another(tmp_path: Path) -> None:
    """A Persian reader finds the Persian body and no English one; the title is there in any language."""
    root = write(tmp_path, {**BOTH, "incidents/b.md": ENGLISH})
    context = Context(read_content(root, NOW).ledger, NOW, "fa", "en", "Baran", "https://status.example.com/")
    entries = {one.id: entry_of(context, one) for one in context.ledger.incidents}
    assert any("پاسخ بانک" in text for text in entries["a"].texts)
    assert entries["b"].texts == () and entries["b"].title == "Card payments fail"


def test_a_later_build_sees_a_changed_translation(tmp_path: Path) -> None:
    """What is kept of a record never hides a change in a file beside it."""
    root = write(tmp_path, BOTH)
    assert "دیر" in page(root, "fa")
    (root / "incidents" / "a.fa.md").write_text("تازه", encoding="utf-8")
    assert "تازه" in page(root, "fa")
    (root / "incidents" / "a.fa.md").unlink()
    assert "reply" in page(root, "fa")


def test_the_file_of_a_language_is_named_in_small_letters() -> None:
    """As addresses of pages are."""
    assert translation_path("incidents/2026/a.md", "pt-BR") == "incidents/2026/a.pt-br.md"
