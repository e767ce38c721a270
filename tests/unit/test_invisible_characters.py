"""Characters that nobody sees: taken out, said with their place, and no reason to keep a notice back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.content import COMPONENTS, INCIDENT, write

from answerable.content.reading import Content, read_content
from answerable.mkdocs_plugin.theme import escaping
from answerable.publish.context import Context
from answerable.publish.figures.charts import cut_label
from answerable.publish.pages import incident_pages
from answerable.publish.text.lettering import cut, drawable
from answerable.records.characters import graphemes, truncate
from answerable.records.ledger import make_ledger
from answerable.records.model import Incident

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FAMILY = "👩\u200d👩\u200d👧\u200d👦"


def read(tmp_path: Path, files: dict[str, str]) -> Content:
    """The content of such a project."""
    return read_content(write(tmp_path, files), NOW)


@pytest.mark.parametrize(
    ("pasted", "left"),
    [
        ("Call \u2066+98 21 0000\u2069 now", "Call +98 21 0000 now"),
        ("One\u2028Two", "One Two"),
        ("\ufeffCard\u202c payments", "Card payments"),
        ("Card \x9b1mpayments\x07", "Card 1mpayments"),
    ],
    ids=["a chat's marks around a number", "a word processor's line", "a mark of byte order", "a terminal's colours"],
)
def test_what_is_pasted_into_a_notice_keeps_it_not_back(tmp_path: Path, pasted: str, left: str) -> None:
    """The incident is published without it; the check says line, column and character, and that is an error."""
    text = INCIDENT.replace("Card payments fail", pasted)
    content = read(tmp_path, {"incidents/a.md": text})
    (incident,) = content.ledger.incidents
    assert str(incident.title) == left
    assert content.set_aside == () and content.cleaned == ("content/incidents/a.md",)
    assert {(found.line, found.level, found.rule) for found in content.findings} == {(2, "error", "unseen")}
    first = min(number for number, letter in enumerate(pasted) if not letter.isprintable())
    assert content.findings[0].column == len("title: ") + first + 1


def test_an_escape_in_quotes_is_taken_out_too(tmp_path: Path) -> None:
    """What YAML makes of `\\0` and `\\u202e` is in no name; the file is published with all its components."""
    text = COMPONENTS.replace("name: Checkout", 'name: "Check\\0out \\u202eof shops"') + "  - {id: b, name: B}\n"
    content = read(tmp_path, {"components.yml": text})
    assert [str(component.name) for component in content.ledger.components] == ["Checkout of shops", "B"]
    assert [found.rule for found in content.findings] == ["unseen"]


def test_one_mark_takes_no_component_away(tmp_path: Path) -> None:
    """A mark pasted into components.yml once lost every component of the page."""
    content = read(tmp_path, {"components.yml": COMPONENTS.replace("Checkout", "Check\u202dout")})
    assert [str(component.name) for component in content.ledger.components] == ["Checkout"]
    assert content.set_aside == ()


def test_a_post_mortem_is_read_as_well(tmp_path: Path) -> None:
    """The body has its findings at its own lines."""
    content = read(tmp_path, {"incidents/a.md": INCIDENT + "\n## Why\n\nA \u202edisk.\n"})
    assert content.ledger.incidents[0].body == "## Why\n\nA disk."
    assert [(found.line, found.column) for found in content.findings] == [(14, 3)]


def test_a_long_pasted_text_does_not_drown_the_report(tmp_path: Path) -> None:
    """A hundred marks in one text are twenty findings, and all are taken out."""
    content = read(tmp_path, {"incidents/a.md": INCIDENT.replace("Card", "\u2066C\u2069" * 100)})
    assert str(content.ledger.incidents[0].title).startswith("C" * 100)
    assert len(content.findings) == 20


@pytest.mark.parametrize("name", ["\u200b", "\u00a0 \u3000", "\u2800", "\u3164", "\u0301", '"\\0"', "\ufeff\u200d"])
def test_a_name_that_nobody_sees_is_no_name(tmp_path: Path, name: str) -> None:
    """Spaces, joiners, blank letters of Korean and Braille, an accent alone: a link of these cannot be found."""
    content = read(tmp_path, {"components.yml": f"components:\n  - {{id: a, name: {name}}}\n  - {{id: b, name: B}}\n"})
    assert any("is an empty text" in found.message for found in content.findings), content.findings
    assert [component.id for component in content.ledger.components] == ["b"]


class Settings:
    """What MkDocs has read of mkdocs.yml."""

    site_url = "https://status.example.com/"
    site_description = None
    site_author = "A & B"

    def __init__(self, name: str) -> None:
        self.site_name = name


def test_names_of_mkdocs_yml_are_words_in_the_theme() -> None:
    """The theme writes them as they are; ours stay what they were, and a second reading escapes nothing twice."""
    settings = Settings('"Ours" <b>\u202e & yours')
    for _ in range(2):
        assert escaping.escape_config(settings) == '"Ours" <b> & yours'
        assert settings.site_name == "&#34;Ours&#34; &lt;b&gt; &amp; yours"
    assert settings.site_author == "A &amp; B"
    assert escaping.escape_config(Settings("\u202e")) == "status.example.com"


def test_nothing_is_cut_inside_what_readers_take_for_one_letter() -> None:
    """A family stays whole or goes whole, an isolate that is cut is closed, an accent stays with its letter."""
    assert cut(f"\u2068{'سلام ' * 40}\u2069", 10, "Regular", "ltr").endswith("…\u2069")
    for room in range(3, 12):
        assert (
            cut("ab" + FAMILY * 9, room, "Regular", "ltr").removesuffix("…").removeprefix("ab").replace(FAMILY, "")
            == ""
        )
    assert drawable(f"Fine {FAMILY} day") == "Fine day"
    assert cut_label("e\u0301" * 60, "12 of 20") == "e\u0301" * 37 + "…"
    assert truncate(FAMILY * 3, len(FAMILY) * 2 - 1) == FAMILY


@given(
    words=st.lists(st.sampled_from([*"abc 🇮🇷e\u0301\u0600\u200dकषि\r\n", "  ", FAMILY, "words " * 4])).map("".join),
    room=st.integers(0, 90),
)
def test_a_text_is_cut_after_the_last_whole_word_that_fits(words: str, room: int) -> None:
    """As far as it has spaces, and at the last whole letter before the limit."""
    whole = ""
    for letter in graphemes(words):
        if len(whole) + len(letter) > room:
            break
        whole += letter
    assert truncate(words, room) == whole.rsplit(" ", 1)[0]


def test_the_earlier_of_many_updates_are_folded() -> None:
    """Of four hundred the newest twenty are seen, the other 380 wait below them, each with its anchor."""
    updates = [
        {"at": f"2026-11-{1 + n // 24:02}T{n % 24:02}:00:00Z", "status": "identified", "text": f"Said {n}."}
        for n in range(400)
    ]
    record = Incident.model_validate({"id": "i", "title": "t", "impact": "major", "updates": updates})
    context = Context(make_ledger(incidents=[record]), NOW, "en", "en", "S", "https://status.example.com/")
    (page,) = incident_pages.incident_page(context, "i")
    seen, _, folded = page.body.partition("380 earlier updates")
    assert seen.count('<li id="update-') == 20 and folded.count('<li id="update-') == 380
    assert "Said 399." in seen and "Said 0." in folded
