"""Charts: where marks stand, what they say to those who cannot see them, and that no text gets out of its place."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from answerable.publish.figures.charts import WIDTH, ChartBar, ChartLine, ChartPoint, bars, panel, shares, spark, trend

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


def shapes(svg: str, kind: str) -> list[list[float]]:
    """The numbers of each shape of a class, in order: a chart draws all shapes of a class as one path."""
    found = [path["d"] for path in marks(svg, kind)]
    assert len(found) <= 1
    return [[float(number) for number in re.findall(r"-?[\d.]+", shape)] for d in found for shape in d.split("M")[1:]]


def by_value(value: float) -> float:
    """Where a share stands on the scale of `shares`: 6 from the edge for none, 314 for all."""
    return round(6 + value * (WIDTH - 12), 1)


def test_a_share_stands_at_its_value_with_its_range_around_it() -> None:
    """Half is in the middle, and the range reaches from a quarter to three quarters."""
    svg = shares("c", "By channel", POINTS, SCALE, rtl=False)
    assert [x for x, *_ in shapes(svg, "a-chart__point")] == [160]
    assert [(x1, x2) for x1, _, x2, _ in shapes(svg, "a-chart__range")] == [(by_value(0.25), by_value(0.75))]


def test_right_to_left_mirrors_every_place() -> None:
    """What begins at the left begins at the right, at the same distance."""
    points = [ChartPoint("a", "25%", 0.25, 0.125, 0.5)]
    there, mirrored = (shares("c", "t", points, SCALE, rtl=rtl) for rtl in (False, True))
    for kind, places in {"a-chart__point": [0], "a-chart__range": [0, 2]}.items():
        for one, other in zip(shapes(there, kind), shapes(mirrored, kind), strict=True):
            assert [WIDTH - one[at] for at in places] == pytest.approx([other[at] for at in places])
    words, theirs = marks(there, "a-chart__words"), marks(mirrored, "a-chart__words")
    assert [WIDTH - float(one["x"]) for one in words] == pytest.approx([float(other["x"]) for other in theirs])
    assert 'direction="rtl"' in mirrored
    assert 'direction="ltr"' in there


def test_a_bar_of_a_right_to_left_chart_ends_at_the_right_edge() -> None:
    """A bar of a quarter covers the last quarter."""
    svg = bars("b", "Open", [ChartBar("a day", "5", 0.25)], rtl=True)
    assert [(left, width) for left, _, width, *_ in shapes(svg, "a-chart__bar")] == [(240, 80)]


def test_nothing_is_drawn_for_what_cannot_be_shown() -> None:
    """A share under the minimum has words, and neither point nor range."""
    svg = shares("c", "By channel", POINTS[1:], SCALE, rtl=False)
    assert marks(svg, "a-chart__point") == marks(svg, "a-chart__range") == []
    assert "too few to say (3)" in svg


def test_a_line_over_time_has_a_gap_where_nothing_is_shown() -> None:
    """Two months, a gap, one month: one line of two points, three points."""
    svg = trend("t", "Answered", MONTHS, SCALE, rtl=False, beside=None)
    assert [line["d"].count("L") for line in marks(svg, "a-chart__line")] == [1]
    assert len(shapes(svg, "a-chart__point")) == 3


def test_a_line_to_compare_with_stands_at_its_share() -> None:
    """Forty per cent of the way up: at 98 of a chart whose nothing is at 146 and whose all is at 26."""
    svg = trend("t", "Answered", MONTHS, SCALE, rtl=False, beside=ChartLine(0.4, "Industry, 2012: 40%"))
    assert [y for _, y, *_ in shapes(svg, "a-chart__beside")] == [98]
    assert "Industry, 2012: 40%" in svg


@pytest.mark.parametrize(
    "svg",
    [
        shares("c", "By <channel>", POINTS, SCALE, rtl=False),
        trend("c", "By <channel>", MONTHS, SCALE, rtl=True, beside=None),
        panel("c", "By <channel>", MONTHS, rtl=False),
        spark("c", "By <channel>", MONTHS, rtl=True),
        bars("c", "By <channel>", [ChartBar("a <day>", "5", 1.0)], rtl=False),
    ],
    ids=["shares", "trend", "panel", "spark", "bars"],
)
def test_a_chart_is_an_image_that_says_what_it_shows(svg: str) -> None:
    """Screen readers get the title and all words; both are texts and no markup."""
    root = ET.fromstring(str(svg))
    assert root.get("role") == "img"
    title, _, said = (root.get("aria-label") or "").partition(": ")
    assert title == "By <channel>"
    assert any(words in said for words in ("10 of 20", "60%", "a <day>: 5"))


def test_a_chart_is_light_however_many_points_it_has() -> None:
    """Thirteen months take as many elements as two: one for each kind of mark, and the words at the ends."""
    few, many = (
        len(list(ET.fromstring(str(trend("t", "t", points, SCALE, False, None))).iter()))
        for points in ([MONTHS[0], MONTHS[-1]], [MONTHS[0], *[MONTHS[1]] * 11, MONTHS[-1]])
    )
    assert few == many < 15


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
