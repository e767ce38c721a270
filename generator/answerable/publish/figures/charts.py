"""Charts as inline SVG: shares as points with their range, shares over time, and bars.

Pure functions from numbers and words to markup. Lengths are in units of the chart's view box, which is about as wide as
a phone, so that words stay legible there. Colours come from the page (`currentColor` and the style sheet's classes).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from answerable.records.characters import graphemes


class Canvas:
    """A chart of a width and height to draw on, mirrored when `rtl`. Marks of one kind become one path, to be light."""

    def __init__(self, width: float, height: float, rtl: bool) -> None:
        self.width, self.height, self.rtl = width, height, rtl
        self.shapes: dict[str, list[str]] = {}
        self.marks: list[Markup] = []

    def across(self, x: float) -> str:
        """Return the coordinate of a distance from the side at which reading begins."""
        return number(self.width - x if self.rtl else x)

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        """Draw a straight line."""
        self.path([(x1, y1), (x2, y2)], kind)

    def path(self, points: Sequence[tuple[float, float]], kind: str) -> None:
        """Draw a line through points."""
        self._add(kind, "M" + "L".join(f"{self.across(x)} {number(y)}" for x, y in points))

    def dot(self, x: float, y: float, radius: float, kind: str) -> None:
        """Draw a filled circle, as two halves from its top."""
        half = f"a{number(radius)} {number(radius)} 0 0 1 0 "
        self._add(kind, f"M{self.across(x)} {number(y - radius)}{half}{number(2 * radius)}{half}{number(-2 * radius)}z")

    def box(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """Draw a filled box that begins at `x`."""
        left = self.width - x - width if self.rtl else x
        self._add(kind, f"M{number(left)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z")

    def _add(self, kind: str, shape: str) -> None:
        self.shapes.setdefault(kind, []).append(shape)

    def words(self, x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> None:
        """Draw words that begin, end or are centred at `x`."""
        mark = Markup('<text class="{}" x="{}" y="{}"{}>{}</text>')
        at = Markup(' text-anchor="{}"').format(anchor) if anchor != "start" else ""
        self.marks.append(mark.format(f"a-chart__words {kind}".strip(), self.across(x), number(y), at, words))

    def svg(self, id: str, title: str, description: str, kind: str = "") -> Markup:
        """Return the chart with what it shows in words for screen readers. `id` is unique in the page."""
        path = Markup('<path class="{}" d="{}"/>')
        shapes = [path.format(of, "".join(found)) for of, found in self.shapes.items()]
        mark = Markup('<svg class="{}" role="img" id="{}" aria-label="{}" viewBox="0 0 {} {}" direction="{}">{}</svg>')
        size, direction = (number(self.width), number(self.height)), "rtl" if self.rtl else "ltr"
        drawn = Markup("").join([*shapes, *self.marks])
        return mark.format(f"a-chart {kind}".strip(), id, f"{title}: {description}", *size, direction, drawn)


def number(value: float) -> str:
    """Format a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


WIDTH = 320.0
ROW = 40.0


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A share from 0 to 1 with its range and a text; `value` is None where no share can be shown."""

    label: str
    words: str
    value: float | None = None
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A length from 0 to 1 with a text; a `soft` bar is drawn less prominently."""

    label: str
    words: str
    length: float
    soft: bool = False


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A share to compare with, drawn across a chart, and its name."""

    value: float
    words: str


def shares(id: str, title: str, points: Sequence[ChartPoint], scale: tuple[str, str], rtl: bool) -> Markup:
    """Return a chart with a row for each share: its label, its text, the point and its range.

    `scale` are the texts for 0 and for 1.
    """
    canvas = Canvas(WIDTH, ROW * len(points) + 14, rtl)
    inner = WIDTH - 12
    for row, point in enumerate(points):
        _share_row(canvas, point, row * ROW, inner)
    canvas.words(0, canvas.height - 3, scale[0], "a-chart__quiet")
    canvas.words(WIDTH, canvas.height - 3, scale[1], "a-chart__quiet", "end")
    return canvas.svg(id, title, described(points))


def _share_row(canvas: Canvas, point: ChartPoint, top: float, inner: float) -> None:
    canvas.words(0, top + 13, cut_label(point.label, point.words), "a-chart__label")
    canvas.words(WIDTH, top + 13, point.words, "a-chart__quiet" if point.value is None else "", "end")
    middle = top + 27
    canvas.line(6, middle, 6 + inner, middle, "a-chart__track")
    for at in (0.0, 0.25, 0.5, 0.75, 1.0):
        canvas.line(6 + at * inner, middle - 4, 6 + at * inner, middle + 4, "a-chart__grid")
    if point.value is not None:
        canvas.line(6 + point.low * inner, middle, 6 + point.high * inner, middle, "a-chart__range")
        canvas.dot(6 + point.value * inner, middle, 4.5, "a-chart__point")


def bars(id: str, title: str, found: Sequence[ChartBar], rtl: bool) -> Markup:
    """Return a chart with a row for each bar: its label, its text, its length."""
    canvas = Canvas(WIDTH, 34.0 * len(found), rtl)
    for row, bar in enumerate(found):
        top = row * 34.0
        canvas.words(0, top + 13, cut_label(bar.label, bar.words), "a-chart__label")
        canvas.words(WIDTH, top + 13, bar.words, "", "end")
        canvas.box(0, top + 19, WIDTH, 6, "a-chart__ground")
        if bar.length:
            kind = "a-chart__bar a-chart__bar--soft" if bar.soft else "a-chart__bar"
            canvas.box(0, top + 19, max(bar.length * WIDTH, 2.0), 6, kind)
    return canvas.svg(id, title, "; ".join(f"{bar.label}: {bar.words}" for bar in found))


def trend(
    id: str, title: str, points: Sequence[ChartPoint], scale: tuple[str, str], rtl: bool, beside: ChartLine | None
) -> Markup:
    """Return a chart of shares over time with their ranges, oldest first, with gaps where there is nothing to show."""
    height, top, bottom, start, end = 172.0, 26.0, 146.0, 38.0, 314.0
    canvas = Canvas(WIDTH, height, rtl)
    for at in (0.0, 0.5, 1.0):
        canvas.line(start - 4, _level(at, top, bottom), WIDTH, _level(at, top, bottom), "a-chart__grid")
    canvas.words(start - 8, bottom + 4, scale[0], "a-chart__quiet", "end")
    canvas.words(start - 8, top + 4, scale[1], "a-chart__quiet", "end")
    if beside:
        level = _level(beside.value, top, bottom)
        canvas.line(start - 4, level, WIDTH, level, "a-chart__beside")
        canvas.words(start, level + 13, beside.words, "a-chart__quiet a-chart__halo")
    newest = _over_time(canvas, points, (start + 6, end - 6), (top, bottom), 3.6)
    if newest:
        _newest_words(canvas, *newest, (top, bottom))
    _ends_of_time(canvas, points, start, height - 6)
    return canvas.svg(id, title, described(points))


def panel(id: str, title: str, points: Sequence[ChartPoint], rtl: bool) -> Markup:
    """Return a small chart of shares over time with their ranges, for a row of a table; all are on the same scale."""
    canvas = Canvas(150, 40, rtl)
    top, bottom = 4.0, 36.0
    for at in (0.0, 1.0):
        canvas.line(0, _level(at, top, bottom), 150, _level(at, top, bottom), "a-chart__grid")
    _over_time(canvas, points, (6, 144), (top, bottom), 2.2)
    return canvas.svg(id, title, described(points), "a-chart--panel")


def spark(id: str, title: str, points: Sequence[ChartPoint], rtl: bool) -> Markup:
    """Return a line of shares over time, small enough to stand below a number, with the newest as a point."""
    canvas = Canvas(150, 36, rtl)
    canvas.line(0, 35, 150, 35, "a-chart__grid")
    places = _places(points, (4, 146), (5, 31))
    for run in _runs(places):
        canvas.path(run, "a-chart__line")
    found = [place for place in places if place]
    if found:
        canvas.dot(*found[-1], 3.5, "a-chart__point")
    return canvas.svg(id, title, described(points), "a-chart--spark")


def _places(
    points: Sequence[ChartPoint], across: tuple[float, float], down: tuple[float, float]
) -> list[tuple[float, float] | None]:
    """Return where each point lies, None for those without a value."""
    step = (across[1] - across[0]) / max(len(points) - 1, 1)
    return [
        None if point.value is None else (across[0] + row * step, _level(point.value, *down))
        for row, point in enumerate(points)
    ]


def _over_time(
    canvas: Canvas, points: Sequence[ChartPoint], across: tuple[float, float], down: tuple[float, float], radius: float
) -> tuple[ChartPoint, tuple[float, float]] | None:
    """Draw the points, and return the newest one with its place, or None."""
    places = _places(points, across, down)
    for run in _runs(places):
        canvas.path(run, "a-chart__line")
    newest = None
    last = max((row for row, place in enumerate(places) if place), default=-1)
    for row, (point, place) in enumerate(zip(points, places, strict=True)):
        if place:
            canvas.line(place[0], _level(point.low, *down), place[0], _level(point.high, *down), "a-chart__range")
            canvas.dot(*place, radius + (1 if row == last else 0), "a-chart__point")
            newest = point, place
    return newest


def _newest_words(canvas: Canvas, point: ChartPoint, place: tuple[float, float], down: tuple[float, float]) -> None:
    """Write the newest share above its range if there is room, else below it."""
    above = _level(point.high, *down) - 5
    y = above if above >= 10 else min(_level(point.low, *down) + 14, down[1] + 2)
    anchor = "end" if place[0] > canvas.width / 2 else "start"
    x = canvas.width if anchor == "end" else place[0] - 4
    canvas.words(x, y, point.words, "a-chart__now a-chart__halo", anchor)


def _ends_of_time(canvas: Canvas, points: Sequence[ChartPoint], start: float, y: float) -> None:
    if points:
        canvas.words(start, y, points[0].label, "a-chart__quiet")
        canvas.words(canvas.width, y, points[-1].label, "a-chart__quiet", "end")


def _runs(places: Sequence[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    """Yield runs of at least two points without a gap."""
    run: list[tuple[float, float]] = []
    for place in (*places, None):
        if place:
            run.append(place)
            continue
        if len(run) > 1:
            yield run
        run = []


def _level(value: float, top: float, bottom: float) -> float:
    return bottom - value * (bottom - top)


def described(points: Sequence[ChartPoint]) -> str:
    """Return what a chart shows, in words."""
    return "; ".join(f"{point.label}: {point.words}" for point in points)


def cut_label(label: str, words: str) -> str:
    """Cut a label to leave room for the words at the other end of its line. The table has it in full."""
    room = max(8, 46 - len(words))
    shown = graphemes(label)
    return label if len(shown) <= room else "".join(shown[: room - 1]).rstrip() + "…"
