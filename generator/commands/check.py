"""Look at every record and say all that is wrong."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from generator.commands.project import content_folder
from generator.commands.ticker import ticking
from generator.records.finding_formats import FORMATS
from generator.records.reading import read_content


def check(config: Path, now: datetime, style: str) -> tuple[str, bool]:
    """The findings in a format, and whether the records are clean; notes do not count."""
    with ticking():
        content = read_content(content_folder(config), now)
    clean = all(finding.level == "note" for finding in content.findings)
    words = FORMATS[style](content.findings)
    if style == "text" and clean:
        words = "\n".join(filter(None, [words, f"{content.count} records, nothing wrong"]))
    return words, clean
