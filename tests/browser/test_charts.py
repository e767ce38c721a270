"""Charts in a real browser: legible on a small phone, inside their place, mirrored, in both schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from answerable.mkdocs_plugin.theme.page import material
from answerable.publish import assets
from answerable.publish.figures.charts import ChartBar, ChartLine, ChartPoint, bars, panel, shares, trend

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.driver import OpenPage

    Serve = Callable[[Path], str]

SMALLEST = 10.0
"""CSS pixels that letters must have."""
LABELS = {
    False: ("A rather long name of a channel", "100% · 1,234 of 1,234", "too few to say (9)", "Oct 2026"),
    True: ("نامی نسبتاً دراز برای یک کانال", "\u2066100%\u2069 · 1,234 از 1,234", "برای گفتن کم است (9)", "اکتبر 2026"),
}
MEASURE = """() => [...document.querySelectorAll("svg")].map((svg) => [...svg.querySelectorAll("text")].map((text) => {
  const box = text.getBoundingClientRect();
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const size = parseFloat(getComputedStyle(text).fontSize) * scale;
  return [size, box.left, box.right, box.top, box.bottom];
}))"""


def document(rtl: bool, dark: bool) -> str:
    """A page with a chart of each kind, with long words and shares at both ends of the scale."""
    long, words, few, month = LABELS[rtl]
    points = [ChartPoint(long, words, 1.0, 0.9, 1.0), ChartPoint(long, words, 0.0, 0.0, 0.1), ChartPoint(long, few)]
    months = [
        ChartPoint(month, "0%", 0.0, 0.0, 0.3),
        *[ChartPoint("x", "50%", 0.5, 0.4, 0.6)] * 11,
        ChartPoint(month, "100%", 1.0, 0.7, 1.0),
    ]
    scale, line = ("0%", "100%"), ChartLine(0.4, "Industry, 2012: 40%")
    drawn = [
        shares("a", "a", points, scale, rtl),
        trend("b", "b", months, scale, rtl, line),
        bars("c", "c", [ChartBar(long, "1,234", 1.0), ChartBar(long, "0", 0.0)], rtl),
    ]
    figures = "".join(f'<figure class="a-drawing">{svg}</figure>' for svg in drawn)
    small = panel("p", "p", months, rtl)
    style = assets.style_sheet(material().styles, "en").content.decode()
    return (
        f'<!doctype html><html dir="{"rtl" if rtl else "ltr"}"><meta charset="utf-8"><title>Charts</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}'
        f":root {{ font-size: 20px; --md-default-bg-color: {'#1e2129' if dark else '#fff'}; }}"
        f"body {{ display: block; margin: 16px; background: var(--md-default-bg-color); color: #888; }}</style>"
        f'<body data-md-color-scheme="{"slate" if dark else "default"}">'
        f'<div class="a-page">{figures}{small}</div></body></html>'
    )


@pytest.mark.parametrize("rtl", [False, True], ids=["left to right", "right to left"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_words_are_legible_and_inside_their_chart(
    rtl: bool, width: int, tmp_path: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """No letter is smaller than ten pixels, none is cut off by the page's edge, and no two words lie on each other."""
    (tmp_path / "index.html").write_text(document(rtl, dark=False), encoding="utf-8")
    page = open_page(serve_directory(tmp_path), width=width)
    charts = page.evaluate(MEASURE)
    assert [len(chart) for chart in charts] == [8, 6, 4, 0]
    texts = [text for chart in charts for text in chart]
    assert min(size for size, *_ in texts) >= SMALLEST
    assert min(left for _, left, *_ in texts) >= 0
    assert max(right for _, _, right, *_ in texts) <= width
    overlapping = [
        (one, other)
        for chart in charts
        for number, one in enumerate(chart)
        for other in chart[number + 1 :]
        if min(one[2], other[2]) - max(one[1], other[1]) > 1 and min(one[4], other[4]) - max(one[3], other[3]) > 6
    ]
    assert overlapping == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_points_stand_out_from_the_page(
    dark: bool, tmp_path: Path, serve_directory: Serve, open_page: OpenPage
) -> None:
    """A point has at least three times the contrast of its ground (WCAG 1.4.11), in both schemes."""
    (tmp_path / "index.html").write_text(document(rtl=False, dark=dark), encoding="utf-8")
    page = open_page(serve_directory(tmp_path), dark=dark)
    fill = page.locator(".a-chart__point").first.evaluate("node => getComputedStyle(node).fill")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert contrast(fill, ground) >= 3


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast of two colours such as `rgb(29, 84, 159)`."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """WCAG 2's relative luminance."""
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
