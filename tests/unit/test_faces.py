"""The letters of languages that are not written in Latin: which language has which, how heavy, and whose come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import ImageFont

from answerable.publish.context import LOCALES, translations
from answerable.publish.text.faces import FACES, face_files, face_styles, script_of
from answerable.publish.text.lettering import FONTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST = 60_000
"""Bytes that a language may load in all."""


@pytest.mark.parametrize(
    ("language", "script"),
    [
        ("fa", "Arab"),
        ("ar", "Arab"),
        ("ur-PK", "Arab"),
        ("he-IL", "Hebr"),
        ("ru", "Cyrl"),
        ("uk", "Cyrl"),
        ("uz-Cyrl", "Cyrl"),
        ("sr-Latn", "Latn"),
        ("en", "Latn"),
        ("de-AT", "Latn"),
        ("xx", ""),
    ],
)
def test_a_language_has_the_script_of_cldr(language: str, script: str) -> None:
    """A script that the code names counts, else the one in which most people write the language."""
    assert script_of(language) == script


def test_a_language_in_latin_letters_loads_nothing() -> None:
    """English and German pages are set in the reader's own font."""
    for language in ("en", "de", "fr-CA"):
        assert face_files(language) == ()
        assert face_styles(language) == ""


@pytest.mark.parametrize("language", ["fa", "ar", "he", "ru", "uk"])
def test_letters_are_light(language: str) -> None:
    """Both weights together stay below 60 KB, and are WOFF2, which needs no compression by the host."""
    files = face_files(language)
    assert len(files) == 2
    assert sum(len(file.content) for file in files) <= MOST
    assert all(file.content.startswith(b"wOF2") for file in files)


@pytest.mark.parametrize("language", sorted(path.name for path in LOCALES.iterdir() if path.is_dir()))
def test_the_drawn_letters_have_every_character_of_the_catalog(language: str) -> None:
    """No sentence of the interface has a character that previews would draw as a box."""
    font = ImageFont.truetype(str(FONTS / "AnswerableSans-Regular.ttf"), 40)
    box = bytes(font.getmask("\uffff"))
    catalog = translations(language)
    words = "".join(
        text for text in getattr(catalog, "_catalog", {}).values() if isinstance(text, str) and "\n" not in text
    )
    letters = {character for character in words if character.isalnum()}
    assert letters
    assert [character for character in sorted(letters) if bytes(font.getmask(character)) == box] == []


def test_the_licence_names_every_font_that_was_cut() -> None:
    """The copyright lines stand in the licence beside the files."""
    licence = (FONTS / "OFL.txt").read_text("utf-8")
    for face in FACES.values():
        assert face.of.split()[0] in licence


def test_a_page_names_its_letters_before_the_style_sheet_does(site_in: Callable[[str], Path]) -> None:
    """Without a font of the team's own a page preloads the two files, which lie beside the style sheet."""
    site = site_in("fa")
    page = (site / "index.html").read_text("utf-8")
    for file in face_files("fa"):
        assert (site / file.path).read_bytes() == file.content
        assert f'<link rel="preload" as="font" type="font/woff2" href="{file.path}" crossorigin>' in page
