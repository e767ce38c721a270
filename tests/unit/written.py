"""Files of a site put in their places one by one, as the tests want them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from answerable.output.outputs import Output, Writer, Written


def write_files(outputs: Iterable[Output], site: Path, *, previous: Path | None = None) -> Written:
    """Write the outputs below `site`; return how many were written and how many were there unchanged."""
    writer = Writer(site, previous=previous)
    for output in outputs:
        writer.put(output)
    return writer.written
