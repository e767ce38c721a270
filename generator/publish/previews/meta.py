"""What a page's head says of its preview picture."""

from __future__ import annotations

from markupsafe import Markup

from generator.publish.context import Context
from generator.publish.previews.drawing import HEIGHT, WIDTH
from generator.publish.previews.picture import Picture

_WITH = Markup(  # noqa: S704 (nothing but our own constants in it)
    '<meta property="og:image" content="{image}">\n'
    '<meta property="og:image:type" content="image/png">\n'
    f'<meta property="og:image:width" content="{WIDTH}">\n'
    f'<meta property="og:image:height" content="{HEIGHT}">\n'
    '<meta property="og:image:alt" content="{alt}">\n'
    '<meta name="twitter:card" content="summary_large_image">\n'
)
_WITHOUT = Markup('<meta name="twitter:card" content="summary">\n')


def meta(context: Context, picture: Picture) -> str:
    """The tags; without the picture where it cannot be drawn."""
    if not picture.can_be_drawn:
        return str(_WITHOUT)
    return str(_WITH.format(image=context.absolute(picture.path), alt=picture.alt))
