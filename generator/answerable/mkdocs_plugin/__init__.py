"""The site inside MkDocs: the plugin's hooks, the staged build and the live preview.

ProperDocs, a fork of MkDocs 1.6, takes its place where MkDocs is not installed. The modules of this package import
`mkdocs` either way, since ProperDocs answers to that name, too.
"""

from __future__ import annotations

import logging
from importlib.util import find_spec

if find_spec("mkdocs") is None:
    from properdocs import replacement as replacement  # importing it makes `mkdocs` another name of ProperDocs

    logging.getLogger("mkdocs").parent = logging.getLogger("properdocs")  # as ProperDocs' own command does
