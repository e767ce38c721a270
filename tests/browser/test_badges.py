"""Badges in Chromium: another hand measures the same words in the same font."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.publish.lettering import FONTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.driver import OpenPage

MEASURE = """async () => {
  await document.fonts.load("11px Ours"); await document.fonts.load("bold 11px Ours");
  return [...document.querySelectorAll("svg")].map((svg) => {
    const edge = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].map((text) => {
      const box = text.getBoundingClientRect();
      const inside = box.left >= edge.left + 4 && box.right <= edge.right - 4;
      const said = parseFloat(text.getAttribute("textLength"));
      text.removeAttribute("textLength");
      text.closest("g").setAttribute("font-family", "Ours");
      return [inside, said, text.getComputedTextLength(), text.textContent];
    });
  }).flat();
}"""
FACES = "".join(
    f"@font-face{{font-family:Ours;font-weight:{number};src:url(AnswerableSans-{name}.ttf)}}"
    for name, number in (("Regular", 400), ("Bold", 700))
)


@pytest.mark.parametrize("site", ["example_site", "persian_site"])
def test_the_words_of_a_badge_fit_it(
    site: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    serve_directory: Callable[[Path], str],
    open_page: OpenPage,
) -> None:
    """In whatever font the reader has they stay inside, and in ours they are as wide as was measured, within 2 %."""
    badges = sorted((request.getfixturevalue(site) / "badges").rglob("*.svg"))
    for font in FONTS.glob("*.ttf"):
        (tmp_path / font.name).write_bytes(font.read_bytes())
    pictures = "".join(path.read_text("utf-8") for path in badges)
    (tmp_path / "index.html").write_text(f"<meta charset=utf-8><style>{FACES}</style>{pictures}", encoding="utf-8")
    page = open_page(serve_directory(tmp_path), width=1200)
    found = page.evaluate(MEASURE)
    assert len(found) == 2 * len(badges) > 100
    assert [words for inside, _, _, words in found if not inside] == []
    wrong = [(words, said, there) for _, said, there, words in found if abs(said - there) > max(0.02 * said, 0.5)]
    assert wrong == []
