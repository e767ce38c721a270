"""Badges in Chromium: another hand measures the same words in the same font."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.test_badges import NASTY, NOW

from answerable.checks.word_files import languages
from answerable.publish.badges import publish
from answerable.publish.context import Context
from answerable.publish.text.lettering import FONTS, has
from answerable.records.company import Component
from answerable.records.ledger import make_ledger

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


NAMES = (
    "Checkout and card payments",
    "تسویه و پرداخت با کارت ۱۲",
    "תשלום בכרטיס 12",
    "خرید (checkout) 12",
    "🛒 Shop 👨\u200d👩\u200d👧",
    "支付失败",
    "e\u0301" * 20,
    "Ab " * 100,
    "کلمه " * 60,
    NASTY,
)
Measured = tuple[bool, float, float, str]


def measured(
    pictures: list[str], folder: Path, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> list[Measured]:
    """For each half: whether it is inside in the reader's font, its measured width, that in ours, and its words."""
    for font in FONTS.glob("*.ttf"):
        (folder / font.name).write_bytes(font.read_bytes())
    html = f"<meta charset=utf-8><style>{FACES}</style>{''.join(pictures)}"
    (folder / "index.html").write_text(html, encoding="utf-8")
    found: list[Measured] = open_page(serve_directory(folder), width=1200).evaluate(MEASURE)
    return found


def unfitting(found: list[Measured]) -> list[Measured]:
    """Those that stand outside, or are more than 2 % or half a pixel off; what our font lacks is the machine's."""
    return [one for one in found if not one[0] or (all(map(has, one[3])) and not _close(one[1], one[2]))]


def _close(said: float, there: float) -> bool:
    return abs(said - there) <= max(0.02 * said, 0.5)


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
    pictures = [path.read_text("utf-8") for path in badges]
    found = measured(pictures, tmp_path, serve_directory, open_page)
    assert len(found) == 2 * len(badges) > 100
    assert unfitting(found) == []


@pytest.mark.parametrize("language", languages())
def test_whatever_the_name_is_it_fits(
    language: str, tmp_path: Path, serve_directory: Callable[[Path], str], open_page: OpenPage
) -> None:
    """Persian, Hebrew, both with Latin, emoji, accents, what our font lacks, 300 characters: in every style."""
    components = [Component.model_validate({"id": f"c{number}", "name": name}) for number, name in enumerate(NAMES)]
    context = Context(make_ledger(components=components), NOW, language, "en", "Example", "https://status.example.com/")
    pictures = [output.content.decode() for output in publish(context) if output.path.endswith(".svg")]
    found = measured(pictures, tmp_path, serve_directory, open_page)
    assert len(found) == 2 * 3 * 5 * (len(NAMES) + 1)  # halves, styles, a status and four windows, and the whole
    assert unfitting(found) == []
