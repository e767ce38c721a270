"""What people paste to show a badge, and what they may choose from. `kit.js` writes the same lines for others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from answerable.publish.addresses import TRANSPARENCY, component_path
from answerable.publish.badges.said import FOLDER, WINDOWS
from answerable.publish.context import Context
from answerable.publish.text.formats import format_window
from answerable.publish.text.lettering import one_line

SHIELDS = "https://img.shields.io/endpoint?url="
"""Where shields.io draws what a JSON file says. Readers of the pasted picture ask it; this site never does."""
_NO_ALT = {ord(character): " " for character in "[]\\`<>|*"}
"""What Markdown would read as more than words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: `value` is a part of the address, `page` where the picture leads, if it decides that."""

    value: str
    name: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Snippets:
    """Lines to paste: for a web page, for a readme, the picture alone, and for shields.io."""

    html: str
    markdown: str
    address: str
    shields: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What badges are of, the whole first, and what they say."""

    whole: Choice
    groups: tuple[Choice, ...]
    components: tuple[Choice, ...]
    says: tuple[Choice, ...]

    @property
    def single(self) -> tuple[Choice, ...]:
        """Groups and components."""
        return (*self.groups, *self.components)


def choices(context: Context) -> Choices:
    """Of what the service has today: what is gone keeps its badges, and nobody needs a new one."""
    ledger = context.ledger
    used = {component.group for component in ledger.components}
    groups = (
        Choice(f"{FOLDER}groups/{g.id}/", one_line(context.text(g.name)), "") for g in ledger.groups if g.id in used
    )
    components = (
        Choice(f"{FOLDER}components/{c.id}/", one_line(context.text(c.name)), component_path(c.id))
        for c in ledger.components
    )
    whole = Choice(FOLDER, one_line(context.site_name), "")
    return Choices(whole, tuple(groups), tuple(components), tuple(_says(context)))


def snippets(context: Context, of: Choice, says: Choice, style: str = "flat") -> Snippets:
    """The lines for one choice. The words between the brackets name what is shown: the state would grow old there."""
    picture = context.absolute(f"{of.value}{says.value}{'' if style == 'flat' else f'.{style}'}.svg")
    page = context.absolute((of.page if says.page is None else says.page) or "")
    alt = f"{of.name}: {says.name}"
    return Snippets(
        f'<a href="{escape(page)}"><img src="{escape(picture)}" alt="{escape(alt)}"></a>',
        f"[![{alt.translate(_NO_ALT)}]({picture})]({page})",
        picture,
        SHIELDS + quote(context.absolute(f"{of.value}{says.value}.json"), safe=""),
    )


def _says(context: Context) -> Iterator[Choice]:
    yield Choice("status", context.gettext("Status"))
    for key, window in WINDOWS.items():
        words = context.gettext("Uptime over %(window)s") % {"window": format_window(context, window)}
        yield Choice(f"uptime-{key}", words)
    if context.figures:
        yield Choice("answered-24h", context.gettext("Answered within 24 hours"), TRANSPARENCY)
