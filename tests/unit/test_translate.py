"""`answerable translate`: out to a translator as PO and back, without touching what was not translated."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.command import answerable
from tests.git import git
from tests.unit.content import COMPLAINT, INCIDENT, NOTICE, findings, write

from answerable.checks.translation import lost_parts
from answerable.commands.translate import po_import
from answerable.content.reading import read_content
from answerable.content.shipped_texts import SITE
from answerable.content.translatable import published_texts
from answerable.records.yaml.edit import EditError
from answerable.records.yaml.edit_text import set_translation
from answerable.records.yaml.reader import read_yaml

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CLOCK = ("--now", NOW.isoformat())
TWO = "languages: [en, fa]\n"
PLACE = "incidents/2026/card.md"
TITLE = f"{PLACE}#title"
UPDATE = f"{PLACE}#updates[2026-11-23T10:09:00+03:30].text"


def site(folder: Path, **files: str) -> Path:
    """Write a site in English and Persian with one incident; `files` has `__` for `/` and `_` for `.` in its names."""
    return write(folder, {"policy.yml": TWO, PLACE: INCIDENT, **files})


def exported(folder: Path, language: str = "fa") -> Catalog:
    """Export, and return what was written."""
    answerable("translate", "export", "--language", language, "-o", "out.po", *CLOCK, cwd=folder)
    with (folder / "out.po").open("rb") as file:
        return read_po(file)


def entries(catalog: Catalog) -> dict[str, str]:
    """The sources of a catalog by their contexts."""
    return {str(one.context): str(one.id) for one in catalog if one.id}


def po(folder: Path, *given: tuple[str, str, str], flags: str = "") -> Path:
    """Write a PO file in Persian with these contexts, sources and translations."""
    made = ['msgid ""\nmsgstr ""\n"Language: fa\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n']
    for context, source, words in given:
        lines = (f'{key} "{value}"' for key, value in (("msgctxt", context), ("msgid", source), ("msgstr", words)))
        made.append("\n".join([*([flags] if flags else []), *lines]) + "\n")
    file = folder / "fa.po"
    file.write_text("\n".join(made), "utf-8")
    return file


def imported(folder: Path, code: int = 0) -> str:
    """Import `fa.po`; return what was said."""
    return answerable("translate", "import", "fa.po", *CLOCK, cwd=folder, code=code).output


def test_what_is_missing_is_exported_with_its_place(tmp_path: Path) -> None:
    """Texts of records, of the company's files and of templates; what is there in both languages is not."""
    site(
        tmp_path,
        **{"team.yml": "people:\n  - {id: sahar, name: {en: Sahar, fa: سحر}, role: Care}\n"},
        **{"templates/outage.md": "---\ntitle: Down\ntext: '[what] does not work.'\n---\n"},
    )
    found = entries(exported(tmp_path))
    assert found[TITLE] == "Card payments fail"
    assert found[UPDATE] == "One order in three fails."
    assert found["components.yml#components[checkout].name"] == "Checkout"
    assert found["team.yml#people[sahar].role"] == "Care"
    assert found["templates/outage.md#text"] == "[what] does not work."
    assert "team.yml#people[sahar].name" not in found


def test_nothing_leaves_that_is_not_published(tmp_path: Path) -> None:
    """Open complaints, those without consent, drafts, what was withdrawn, and texts with a phone number stay."""
    site(
        tmp_path,
        **{
            "complaints/2026/open.md": COMPLAINT.replace("did: resolved, outcome: solved", "did: taken_private"),
            "complaints/2026/silent.md": COMPLAINT.replace("anonymous", "none"),
            "complaints/2026/told.md": COMPLAINT,
            "incidents/2026/draft.md": INCIDENT.replace("---\ntitle", "---\ndraft: true\ntitle"),
            "incidents/2026/back.md": INCIDENT.replace("impact:", "withdrawn: It was a test.\nimpact:"),
            "notices/call.md": NOTICE.replace("We never ask", "Call +98 912 345 6789, we never ask"),
        },
    )
    places = {place for place in entries(exported(tmp_path)) if "/" in place}
    records = {place.partition("#")[0] for place in places}
    assert records == {PLACE, "complaints/2026/told.md", "incidents/2026/back.md", "notices/call.md"}
    assert "notices/call.md#text" not in places
    assert {place for place in places if "back.md" in place} == {"incidents/2026/back.md#withdrawn"}


def test_a_translation_comes_back_and_nothing_else_moves(tmp_path: Path) -> None:
    """The record gets one line for each text; a string becomes a map of languages."""
    root = site(tmp_path)
    po(tmp_path, (TITLE, "Card payments fail", "پرداخت با کارت کار نمی‌کند"))
    assert "wrote 1 translation" in imported(tmp_path)
    wanted = INCIDENT.replace(
        "title: Card payments fail\n",
        "title:\n  en: Card payments fail\n  fa: پرداخت با کارت کار نمی‌کند\n",
    )
    assert (root / PLACE).read_text("utf-8") == wanted
    assert "wrote 0 translations" in imported(tmp_path)


def test_a_post_mortem_is_translated_into_a_file_beside_the_record(tmp_path: Path) -> None:
    """As a team would write it: the record itself stays as it is."""
    root = site(tmp_path, **{PLACE: f"{INCIDENT}## What happened\n\nOne bank of 2 did not answer.\n"})
    body = entries(exported(tmp_path))[f"{PLACE}#body"]
    assert body == "## What happened\n\nOne bank of 2 did not answer."
    po(tmp_path, (f"{PLACE}#body", body.replace("\n", "\\n"), "## چه شد\\n\\nیک بانک از ۲ پاسخ نداد."))
    assert "wrote 1 translation" in imported(tmp_path)
    assert (root / "incidents/2026/card.fa.md").read_text("utf-8") == "## چه شد\n\nیک بانک از ۲ پاسخ نداد.\n"
    assert f"{PLACE}#body" not in entries(exported(tmp_path))
    po(tmp_path, (f"{PLACE}#body", body.replace("\n", "\\n"), "---\\ntitle: x\\n---"))
    assert "the translation begins with `---`" in imported(tmp_path, code=1)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"]), min_size=1)
LINES = st.lists(WORDS.filter(str.strip), min_size=1, max_size=3).map("\n".join)
FORMS = (
    "title: Down\n",
    "title: 'Down' # why\n",
    'title: "Down"\n',
    "title: |\n  Down\n  since noon\n\n",
    "title: >-\n  Down\n",
    "title:\n  Down\n",
    "title: {en: Down}\n",
    "title: {en: Down, fa: old} # why\n",
    "title:\n  en: Down # why\n",
    "title:\n  en: |\n    Down\n    since noon\n  fa: old # why\n",
    "title:\n    fa: |\n      old\n      lines\n\n    en: Down\n",
)


@given(words=LINES, form=st.sampled_from(FORMS), crlf=st.booleans())
def test_any_words_are_read_back_as_they_were_written(words: str, form: str, crlf: bool) -> None:
    """In every way of writing a text, at any depth; lines before and after it keep their bytes."""
    nested = "a: 1 # first\nlist:\n  - id: x\n" + "".join(f"    {line}\n" for line in form.split("\n")[:-1]) + "z: 1\n"
    for source, loc in ((form + "z: 1\n", ("title",)), (nested, ("list", 0, "title"))):
        text = source.replace("\n", "\r\n") if crlf else source
        made = set_translation(text, loc, ("en", "fa"), words, is_yaml=True)
        before, after = (read_yaml(one, path="")[0] for one in (text, made))
        old = before.at(loc)
        assert after.at(loc) == {**(old if isinstance(old, dict) else {"en": old}), "fa": words}
        assert made.endswith("z: 1\r\n" if crlf else "z: 1\n")
        assert made.startswith(text[: text.index("title")])
        assert ("# why" in made) == ("# why" in text)


def test_what_cannot_be_changed_safely_is_refused() -> None:
    """The file then stays as it is."""
    for text in ("- Down\n", "title: [Down]\n"):
        with pytest.raises(EditError):
            set_translation(text, (0,) if text[0] == "-" else ("title",), ("en", "fa"), "x", is_yaml=True)


@settings(max_examples=8)
@given(
    title=st.sampled_from(["Down", "{en: Down}", "'Down'", "{en: Down, fa: x}", "|-\n  Down\n  again"]),
    texts=st.lists(st.sampled_from(["Paying fails.", "{en: Paying fails.}", '"Paying: fails"', "|\n      A\n      B"]),
                   min_size=1, max_size=3),
    translation=LINES,
)  # fmt: skip
def test_a_full_round_leaves_nothing_to_translate(
    tmp_path_factory: pytest.TempPathFactory, title: str, texts: list[str], translation: str
) -> None:
    """Export, fill in, import, export: nothing is missing, and the ledger in the first language is what it was."""
    folder = tmp_path_factory.mktemp("round")
    updates = "".join(
        f"  - at: 2026-11-23T1{number}:09:00+03:30\n    status: investigating\n    by: sahar\n    text: {text}\n"
        for number, text in enumerate(texts)
    )
    root = site(folder, **{PLACE: f"---\ntitle: {title}\nimpact: major\nupdates:\n{updates}---\nBody\n"})
    catalog, before = exported(folder), first_language(root)
    assert len(entries(catalog)) > len(texts)
    for message in catalog:
        if message.id:
            message.string = translation
    made = io.BytesIO()
    write_po(made, catalog, width=0)
    (folder / "fa.po").write_bytes(made.getvalue())
    answerable("translate", "import", "fa.po", *CLOCK, cwd=folder)
    assert entries(exported(folder, "fa")) == {}
    assert first_language(root) == before


def first_language(root: Path) -> list[tuple[str, str, str]]:
    """What a reader of English sees of each text."""
    ledger = read_content(root, NOW).ledger
    return [(one.path, one.key, one.text.in_language("en", "en")[0]) for one in published_texts(ledger, root)]


def test_a_text_that_changed_is_translated_again(tmp_path: Path) -> None:
    """Git knows that the source was changed and the translation was not; a reader's own commit of both is none."""
    root = site(tmp_path, **{PLACE: INCIDENT.replace("title: Card payments fail", "title: {en: Cards fail, fa: کارت}")})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    assert TITLE not in entries(exported(tmp_path))
    text = (root / PLACE).read_text("utf-8")
    (root / PLACE).write_text(text.replace("Cards fail", "Most cards fail"), "utf-8")
    git(tmp_path, "commit", "-qam", "two")
    found = next(one for one in exported(tmp_path) if one.context == TITLE)
    assert (found.id, found.string, found.fuzzy) == ("Most cards fail", "کارت", True)
    assert '#| msgid "Cards fail"' in (tmp_path / "out.po").read_text("utf-8")
    assert "1 older than their source" in answerable("translate", "status", *CLOCK, cwd=tmp_path).output
    (root / PLACE).write_text(text.replace("Cards fail", "Most cards fail").replace("کارت", "بیشتر کارت‌ها"), "utf-8")
    assert TITLE not in entries(exported(tmp_path))


def test_what_was_private_in_an_earlier_source_stays_in_the_history(tmp_path: Path) -> None:
    """A number that was taken out of a text does not go to the translators as what the text was before."""
    first = INCIDENT.replace("title: Card payments fail", "title: {en: Call +98 912 345 6789, fa: کارت}")
    site(tmp_path, **{PLACE: first})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    (tmp_path / "content" / PLACE).write_text(first.replace("+98 912 345 6789", "us"), encoding="utf-8")
    git(tmp_path, "commit", "-qam", "second")
    exported(tmp_path)
    written = (tmp_path / "out.po").read_text("utf-8")
    assert "Call us" in written and '#| msgid "Call ' in written and "6789" not in written


def test_what_a_translator_filled_in_survives_another_export(tmp_path: Path) -> None:
    """The file is written anew around it."""
    site(tmp_path)
    po(tmp_path, (TITLE, "Card payments fail", "کارت"), ("gone.md#title", "Gone", "رفت"))
    said = answerable("translate", "export", "--language", "fa", *CLOCK, cwd=tmp_path).output
    assert "1 was filled in there already" in said
    with (tmp_path / "fa.po").open("rb") as file:
        found = {one.context: one.string for one in read_po(file) if one.id}
    assert (found[TITLE], found[UPDATE], "gone.md#title" in found) == ("کارت", "", False)


def test_a_region_in_the_header_is_no_other_language(tmp_path: Path) -> None:
    """Programs for translators often write one; where the site has that region, it is meant."""
    root = site(tmp_path)
    po(tmp_path, (TITLE, "Card payments fail", "کارت"))
    (tmp_path / "fa.po").write_text((tmp_path / "fa.po").read_text("utf-8").replace(": fa\\n", ": fa_IR\\n"), "utf-8")
    assert "wrote 1 translation" in imported(tmp_path)
    assert "  fa: کارت\n" in (root / PLACE).read_text("utf-8")
    (root / "policy.yml").write_text("languages: [en, fa, fa-IR]\n", "utf-8")
    assert "wrote 1 translation" in imported(tmp_path)
    assert "  fa-IR: کارت\n" in (root / PLACE).read_text("utf-8")
    said = answerable("translate", "import", "fa.po", "--language", "fa", *CLOCK, cwd=tmp_path, code=2).output
    assert "is in fa-IR, not in fa" in said


REFUSED = {
    "the text has changed since the file was made": ("Another source", "کارت"),
    "the translation has HTML, `<b>`": ("Card payments fail", "<b>کارت</b>"),
    "the translation has HTML, `<!--`": ("Card payments fail", "کارت <!-- x"),
    "the translation has invisible characters": ("Card payments fail", "کار\u202eت"),
    "a phone number": ("Card payments fail", "زنگ بزنید: ۰۹۱۲۳۴۵۶۷۸۹"),
    "the translation shows nothing": ("Card payments fail", "\u200c\u200c"),
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_may_not_be_published_is_not_imported(tmp_path: Path, said: str) -> None:
    """The record stays as it is, the finding names the line of the file, and private words are masked in it."""
    root = site(tmp_path)
    po(tmp_path, (TITLE, *REFUSED[said]))
    output = imported(tmp_path, code=1)
    assert said in output
    assert "fa.po:" in output
    assert "۰۹۱۲۳۴۵۶۷۸۹" not in output
    assert (root / PLACE).read_text("utf-8") == INCIDENT


def test_a_record_is_left_as_it_is_if_it_would_get_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever slips through the checks of the words, no import takes a notice off the site."""
    root = site(tmp_path)
    po(tmp_path, (TITLE, "Card payments fail", "کارت"))
    monkeypatch.setattr(po_import, "set_translation", lambda text, *_args, **_more: text.replace("impact:", "impakt:"))
    output = imported(tmp_path, code=1)
    assert "unknown key `impakt`" in output and "wrote 0 translations" in output
    assert (root / PLACE).read_text("utf-8") == INCIDENT


def test_doubtful_entries_are_left_out(tmp_path: Path) -> None:
    """Fuzzy ones are counted; two translations of one text and a text that is not there are findings."""
    root = site(tmp_path)
    po(tmp_path, (TITLE, "Card payments fail", "کارت"), flags="#, fuzzy")
    assert "left out 1 fuzzy entry" in imported(tmp_path)
    po(tmp_path, (TITLE, "Card payments fail", "کارت"), (TITLE, "Card payments fail", "پول"))
    assert "this text is translated twice" in imported(tmp_path, code=1)
    po(tmp_path, *[(UPDATE, "One order in three fails.", "یک سفارش از سه")] * 2)
    assert "wrote 1 translation" in imported(tmp_path)
    po(tmp_path, ("../../etc/passwd#title", "x", "y"))
    assert "the site has no text at `../../etc/passwd#title`" in imported(tmp_path, code=1)
    assert "fa: پول" not in (root / PLACE).read_text("utf-8")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"hello",
        b'msgid "a',
        b'msgid "a"\nmsgstr "b\\',
        b'msgid "a"\nmsgid_plural "b"\nmsgstr[9999999999] "c"\n',
        b'msgstr "a"\nmsgid "b"\n',
        b'msgid ""\nmsgstr "Language: ../..\\nContent-Type: text/plain; charset=no-such\\n"\nmsgid "a"\nmsgstr "b"\n',
        b'msgctxt "x"\n' * 1000,
        b'msgid ""\n' + b'"a"\n' * 20_000 + b'msgstr "b"\n',
        b"x" * 21_000_000,
    ],
    ids=["empty", "binary", "prose", "open", "escape", "plural", "order", "header", "contexts", "long", "huge"],
)
def test_a_broken_file_is_one_line_and_changes_nothing(tmp_path: Path, content: bytes) -> None:
    """Whatever it holds, there is no traceback."""
    root = site(tmp_path)
    (tmp_path / "fa.po").write_bytes(content)
    done = answerable("translate", "import", "fa.po", "--language", "fa", *CLOCK, cwd=tmp_path, code=1)
    assert "Traceback" not in done.output
    assert (root / PLACE).read_text("utf-8") == INCIDENT


LOST = (
    ("1,140 orders failed from 10:02 to 10:58", "۱٬۱۴۰ سفارش از ۱۰:۰۲ تا ۱۰:۵۸", ""),
    ("1,140 orders failed", "Не прошли 1 140 заказов", ""),
    ("1,140 orders failed", "۱٬۱۰۴ سفارش", "number"),
    ("Back at 19:35", "ساعت ۷:۳۵", ""),
    ("Back at 22:00", "ساعت ده شب", ""),
    ("Back at 19:35", "ساعت ۷:۵۳", "number"),
    ("Within 3 days", "تا سه روز", ""),
    ("Within 3 days", "تا ۴ روز", "number"),
    ("On 24 November, 250 orders", "۳ آذر، ۲۵۰ سفارش", ""),
    ("99.99 %", "۹۹٫۹۹٪", ""),
    ("See https://a.example/help?n=25", "https://a.example/fa/help را ببینید", ""),
    ("See [help](https://a.example/help)", "راهنما را ببینید", "link"),
    ("Write to mailto:a@b.example", "بنویسید", "link"),
    ("Sahar Kiani answers", "سحر کیانی پاسخ می‌دهد", ""),
    ("Sahar Kiani answers", "Sahar Kiani پاسخ می‌دهد", ""),
    ("Sahar Kiani answers", "همکار ما پاسخ می‌دهد", "name"),
)


@pytest.mark.parametrize(("source", "translation", "lost"), LOST)
def test_links_numbers_and_names_are_kept(source: str, translation: str, lost: str) -> None:
    """In any digits, with any separators; small numbers and full hours may be words, and days another calendar's."""
    found = {one.rule for one in lost_parts(source, translation, "en", [("Sahar Kiani", "سحر کیانی")])}
    assert found == ({f"translation/{lost}"} if lost else set())


def test_a_slip_of_a_translator_is_named_at_once_and_in_a_check(tmp_path: Path) -> None:
    """It is imported all the same: whether it is a slip, the team decides."""
    site(tmp_path, **{PLACE: INCIDENT.replace("One order in three", "250 of 750 orders")})
    po(tmp_path, (UPDATE, "250 of 750 orders fails.", "۲۵۰ سفارش انجام نشد."))
    assert "warning: the translation lacks the number `750`" in imported(tmp_path)
    assert "translation/number" in answerable("check", *CLOCK, cwd=tmp_path, code=1).output


def test_parts_of_a_private_number_are_not_named(tmp_path: Path) -> None:
    """A log may not show them one by one; what else is lost is named."""
    site(tmp_path, **{PLACE: INCIDENT.replace("One order in three", "250 orders, call 0912 345 6789, one")})
    file = tmp_path / "content" / PLACE
    before, _, words = next(one for one in file.read_text("utf-8").splitlines() if "250 orders" in one).partition(
        "text: "
    )
    translated = f"text: {{en: '{words}', fa: انجام نشد.}}"
    file.write_text(file.read_text("utf-8").replace(f"{before}text: {words}", before + translated), "utf-8")
    said = answerable("check", *CLOCK, cwd=tmp_path, code=1).output
    assert "lacks the number `250`" in said
    assert not any(part in said for part in ("0912", "`345`", "6789"))


def test_a_check_notes_each_record_once_and_not_all_of_many(tmp_path: Path) -> None:
    """Missing translations are notes, at most twenty and a sum, so a check of a valid record ends with 0."""
    many = {f"incidents/2026/{number}.md": INCIDENT for number in range(25)}
    found = [one for one in findings(tmp_path, {"policy.yml": TWO, **many}, NOW) if one.rule == "translation/missing"]
    of_records = [one for one in found if "/incidents/" in one.path]
    assert {one.level for one in found} == {"note"}
    assert len(of_records) == len({one.path for one in of_records}) == 20
    assert "2 texts are not translated (fa)" in of_records[0].message
    assert any("5 more records lack texts" in one.message for one in found)
    answerable("check", *CLOCK, cwd=tmp_path)


def test_a_site_in_one_language_has_nothing_to_translate(tmp_path: Path) -> None:
    """No note, and no language to export."""
    assert [one for one in findings(tmp_path, {PLACE: INCIDENT}, NOW) if one.rule.startswith("translation")] == []
    said = answerable("translate", "export", "--language", "fa", *CLOCK, cwd=tmp_path, code=2).output
    assert "the site has no language `fa`" in said


def test_the_status_counts_by_language_and_kind(tmp_path: Path) -> None:
    """For the team; what is complete is one line."""
    site(tmp_path)
    lines = answerable("translate", "status", *CLOCK, cwd=tmp_path).output.splitlines()
    assert lines[0] == "en: 8 of 8 texts"
    assert lines[1] == "fa: 0 of 8 texts"
    assert "  incident: 0/2" in lines


def test_the_status_counts_pages_of_ones_own_which_files_translate(tmp_path: Path) -> None:
    """They are not in the file for translators; an intro that `init` wrote is there in every language."""
    shipped = (SITE / "content" / "contact.md").read_text("utf-8")
    pages = {
        "contact.md": shipped,
        "about.md": "# About\n\nWe sell.\n",
        "terms.md": "# Terms\n",
        "terms.fa.md": "# قواعد\n",
    }
    site(tmp_path, **pages)
    lines = answerable("translate", "status", *CLOCK, cwd=tmp_path).output.splitlines()
    assert [line for line in lines if "own" in line] == [
        "  1 page of your own is not there; a file such as about.fa.md translates it"
    ]


def test_the_status_counts_what_a_translator_may_not_see(tmp_path: Path) -> None:
    """Readers lack it all the same; the team translates it."""
    site(tmp_path, **{"notices/call.md": NOTICE.replace("We never ask", "Call +98 912 345 6789, we never ask")})
    assert "  notice: 0/2" in answerable("translate", "status", *CLOCK, cwd=tmp_path).output.splitlines()
