"""What publications need to know of the theme that stands around our pages."""

from __future__ import annotations

from dataclasses import dataclass

from answerable.output.served import Served


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as publications see it; without one, pages are styled by our own sheets alone.

    `styles` is CSS that sets our colour variables for the theme's schemes and fits our pages into its layout.
    `has_font` is whether it sets all words in a font of the site's own.
    `served` declares how its own files, and those of MkDocs, are to be served. `search` says whether its pages have a
    search box.
    """

    styles: str = ""
    served: tuple[Served, ...] = ()
    search: bool = False
    has_font: bool = False
