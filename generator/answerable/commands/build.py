"""Build the site beside the live one and swap it in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from answerable.mkdocs_plugin.source import last_result
from answerable.mkdocs_plugin.staged_build import build_site
from answerable.output.progress import progress_line


def build(config: Path, site: Path | None, *, now: datetime | None, language: str) -> Path:
    """Build the site and give its folder: in that language alone, or else in each that the policy names.

    Raises BuildFailed with one line; the old site then stays as it was.
    """
    clock = str(int(now.timestamp())) if now else ""
    with _environment(SOURCE_DATE_EPOCH=clock, ANSWERABLE_LANGUAGE=language), progress_line():
        return build_site(config, site, further=lambda: last_result().further)


@contextmanager
def _environment(**wanted: str) -> Iterator[None]:
    """Tell MkDocs and its plugins what is not empty; whoever builds again in this process is told anew."""
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update({name: value for name, value in wanted.items() if value})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
