"""A box on which a chart is drawn mark by mark, as SVG.

In a right-to-left language it mirrors every place; words are anchored by the direction they are read in.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup


class Canvas:
    """Marks on a box of a width and height, mirrored when `rtl`."""

    def __init__(self, width: float, height: float, rtl: bool) -> None:
        self.width, self.height, self.rtl = width, height, rtl
        self.marks: list[Markup] = []

    def across(self, x: float) -> str:
        """A place along the reading direction, as a coordinate."""
        return number(self.width - x if self.rtl else x)

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        """A straight line."""
        mark = Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>')
        self.marks.append(mark.format(kind, self.across(x1), number(y1), self.across(x2), number(y2)))

    def path(self, points: Sequence[tuple[float, float]], kind: str) -> None:
        """A line through points."""
        places = "L".join(f"{self.across(x)} {number(y)}" for x, y in points)
        self.marks.append(Markup('<path class="{}" d="M{}"/>').format(kind, places))

    def dot(self, x: float, y: float, radius: float, kind: str) -> None:
        """A filled point."""
        mark = Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>')
        self.marks.append(mark.format(kind, self.across(x), number(y), number(radius)))

    def box(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """A filled box that begins at `x`."""
        left = self.width - x - width if self.rtl else x
        mark = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="1.5"/>')
        self.marks.append(mark.format(kind, number(left), number(y), number(width), number(height)))

    def words(self, x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> None:
        """Words that begin, end or are centred at `x`."""
        mark = Markup('<text class="a-chart__words {}" x="{}" y="{}" text-anchor="{}">{}</text>')
        self.marks.append(mark.format(kind, self.across(x), number(y), anchor, words))

    def svg(self, id: str, title: str, description: str, kind: str = "") -> Markup:
        """The chart, with its name and what it shows for those who cannot see it. `id` is unique in the page."""
        return Markup(
            '<svg class="a-chart {}" role="img" aria-labelledby="{}-t {}-d" viewBox="0 0 {} {}" direction="{}">'
            '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>'
        ).format(
            kind, id, id, number(self.width), number(self.height), "rtl" if self.rtl else "ltr",
            id, title, id, description, Markup("").join(self.marks),
        )  # fmt: skip


def number(value: float) -> str:
    """A coordinate with at most one decimal, always written the same way."""
    return f"{value:.1f}".removesuffix(".0")
