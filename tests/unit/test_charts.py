"""Charts: where marks stand, what they say to those who cannot see them, and that no text gets out of its place."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from answerable.publish.figures.charts import WIDTH, ChartBar, ChartLine, ChartPoint, bars, panel, shares, trend

SVG = "{http://www.w3.org/2000/svg}"
POINTS = [
    ChartPoint("E-mail", "50% · 10 of 20", 0.5, 0.25, 0.75),
    ChartPoint("Phone", "too few to say (3)"),
]
MONTHS = [
    ChartPoint("Aug 2026", "40%", 0.4, 0.3, 0.5),
    ChartPoint("Sep", "50%", 0.5, 0.4, 0.6),
    ChartPoint("Oct", "too few to say (4)"),
    ChartPoint("Nov 2026", "60%", 0.6, 0.5, 0.7),
]
SCALE = ("0%", "100%")


def marks(svg: str, kind: str) -> list[dict[str, str]]:
    """The attributes of each mark of a class, in order."""
    found = re.findall(r'<\w+ class="([^"]*)"([^>]*?)/?>', svg)
    return [dict(re.findall(r'([\w-]+)="([^"]*)"', rest)) for names, rest in found if kind in names.split()]


def by_value(value: float) -> str:
    """Where a share stands on the scale of `shares`: 6 from the edge for none, 314 for all."""
    return f"{6 + value * (WIDTH - 12):.1f}".removesuffix(".0")


def test_a_share_stands_at_its_value_with_its_range_around_it() -> None:
    """Half is in the middle, and the range reaches from a quarter to three quarters."""
    svg = shares("c", "By channel", POINTS, SCALE, rtl=False)
    assert [point["cx"] for point in marks(svg, "a-chart__point")] == ["160"]
    assert [(one["x1"], one["x2"]) for one in marks(svg, "a-chart__range")] == [(by_value(0.25), by_value(0.75))]


def test_right_to_left_mirrors_every_place() -> None:
    """What begins at the left begins at the right, at the same distance."""
    points = [ChartPoint("a", "25%", 0.25, 0.125, 0.5)]
    there, mirrored = (shares("c", "t", points, SCALE, rtl=rtl) for rtl in (False, True))
    for kind, names in {"a-chart__point": ["cx"], "a-chart__range": ["x1", "x2"], "a-chart__words": ["x"]}.items():
        for one, other in zip(marks(there, kind), marks(mirrored, kind), strict=True):
            assert [WIDTH - float(one[name]) for name in names] == pytest.approx([float(other[name]) for name in names])
    assert 'direction="rtl"' in mirrored
    assert 'direction="ltr"' in there


def test_a_bar_of_a_right_to_left_chart_ends_at_the_right_edge() -> None:
    """A bar of a quarter covers the last quarter."""
    svg = bars("b", "Open", [ChartBar("a day", "5", 0.25)], rtl=True)
    assert [(bar["x"], bar["width"]) for bar in marks(svg, "a-chart__bar")] == [("240", "80")]


def test_nothing_is_drawn_for_what_cannot_be_shown() -> None:
    """A share under the minimum has words, and neither point nor range."""
    svg = shares("c", "By channel", POINTS[1:], SCALE, rtl=False)
    assert marks(svg, "a-chart__point") == marks(svg, "a-chart__range") == []
    assert "too few to say (3)" in svg


def test_a_line_over_time_has_a_gap_where_nothing_is_shown() -> None:
    """Two months, a gap, one month: one line of two points, three points."""
    svg = trend("t", "Answered", MONTHS, SCALE, rtl=False, beside=None)
    assert [line["d"].count("L") for line in marks(svg, "a-chart__line")] == [1]
    assert len(marks(svg, "a-chart__point")) == 3


def test_a_line_to_compare_with_stands_at_its_share() -> None:
    """Forty per cent of the way up: at 98 of a chart whose nothing is at 146 and whose all is at 26."""
    svg = trend("t", "Answered", MONTHS, SCALE, rtl=False, beside=ChartLine(0.4, "Industry, 2012: 40%"))
    assert [line["y1"] for line in marks(svg, "a-chart__beside")] == ["98"]
    assert "Industry, 2012: 40%" in svg


@pytest.mark.parametrize(
    "svg",
    [
        shares("c", "By <channel>", POINTS, SCALE, rtl=False),
        trend("c", "By <channel>", MONTHS, SCALE, rtl=True, beside=None),
        panel("c", "By <channel>", MONTHS, rtl=False),
        bars("c", "By <channel>", [ChartBar("a <day>", "5", 1.0)], rtl=False),
    ],
    ids=["shares", "trend", "panel", "bars"],
)
def test_a_chart_is_an_image_with_a_name_and_a_description(svg: str) -> None:
    """Screen readers get the title and all words; both are texts and no markup."""
    root = ET.fromstring(str(svg))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "c-t c-d"
    said = {child.get("id"): child.text or "" for child in root if child.get("id")}
    assert said["c-t"] == "By <channel>"
    assert any(words in said["c-d"] for words in ("10 of 20", "60%", "a <day>: 5"))


def test_a_hostile_label_stays_text() -> None:
    """A channel's name cannot open a tag."""
    svg = shares("c", "t", [ChartPoint("</text><script>", "50%", 0.5, 0.4, 0.6)], SCALE, rtl=False)
    assert "<script" not in svg


def test_a_long_label_leaves_room_for_the_figure() -> None:
    """It is cut in the drawing; the table beside it has the whole."""
    svg = shares(
        "c",
        "t",
        [ChartPoint("A very long name of a component of ours, longer than a phone", "50% · 10 of 20", 0.5)],
        SCALE,
        rtl=False,
    )
    assert re.search(r">A very long name[^<]{1,25}…</text>", svg)
