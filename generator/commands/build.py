"""Build the site beside the live one and swap it in."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from generator.build.aside import build_aside
from generator.commands.ticker import ticking
from generator.publish.result import last_result


def build(config: Path, site: Path | None, *, now: datetime | None, language: str) -> Path:
    """Build the site and give its folder: in that language alone, or else in each that the policy names.

    Raises BuildFailed with one line; the old site then stays as it was.
    """
    if now is not None:
        os.environ["SOURCE_DATE_EPOCH"] = str(int(now.timestamp()))
    if language:
        os.environ["ANSWERABLE_LANGUAGE"] = language
    with ticking():
        return build_aside(config, site, further=lambda: last_result().further)
