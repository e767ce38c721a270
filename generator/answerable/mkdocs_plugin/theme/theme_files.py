"""How the files are to be served that MkDocs and the theme write: Material names its own files after their content."""

from __future__ import annotations

from answerable.content.own_pages import CODE, FONTS, PICTURES
from answerable.output.served import CSS, JAVASCRIPT, PNG, Lifetime, MediaType, Served

SERVED = (
    Served("assets/javascripts/bundle.*.js", JAVASCRIPT, Lifetime.HASHED),
    Served("assets/stylesheets/*.css", CSS, Lifetime.HASHED),
    Served("assets/images/*.png", PNG),
    *(
        Served(f"assets/*{ending}", MediaType(name, guessed=True))
        for ending, name in {**PICTURES, **FONTS, **CODE}.items()
    ),
)
"""Files without a hash in their names keep the host's own rule, as do files that a team puts into `assets/`."""
