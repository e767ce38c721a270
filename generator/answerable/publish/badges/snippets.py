"""The lines that people paste to show a badge, and their choices. `kit.js` writes the same lines in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from answerable.publish.addresses import TRANSPARENCY, component_path
from answerable.publish.badges.badge import FOLDER, WINDOWS
from answerable.publish.context import Context
from answerable.publish.text.formats import format_window
from answerable.publish.text.lettering import one_line

SHIELDS = "https://img.shields.io/endpoint?url="
"""The address at which shields.io draws a JSON file. Browsers that show a pasted picture ask it."""
_NO_ALT = {ord(character): " " for character in "[]\\`<>|*"}
"""Characters with a meaning in Markdown, by their replacement."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice: `value` is its part of the address, `page` the page to link to, None if another choice decides."""

    value: str
    name: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Snippets:
    """Lines to paste: for a web page, for a readme, the address of the picture, and that for shields.io."""

    html: str
    markdown: str
    address: str
    shields: str


@dataclass(frozen=True, slots=True)
class Choices:
    """All choices: the subjects of badges (the whole service, groups, components), and what they show."""

    whole: Choice
    groups: tuple[Choice, ...]
    components: tuple[Choice, ...]
    says: tuple[Choice, ...]

    @property
    def single(self) -> tuple[Choice, ...]:
        """Groups and components."""
        return (*self.groups, *self.components)


def choices(context: Context) -> Choices:
    """Return the choices among what is in service; retired components keep their badges but are not offered."""
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
    """Return the lines for one choice. The alternative text names the subject only: a status would become outdated."""
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
    if context.has_status:
        yield Choice("status", context.gettext("Status"))
        for key, window in WINDOWS.items():
            words = context.gettext("Uptime over %(window)s") % {"window": format_window(context, window)}
            yield Choice(f"uptime-{key}", words)
    if context.figures and context.has_answers:
        yield Choice("answered-24h", context.gettext("Answered within 24 hours"), TRANSPARENCY)
