"""Look at every record and say all that is wrong."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from generator.commands.project import content_folder, from_here
from generator.commands.ticker import ticking
from generator.records.finding_formats import FORMATS
from generator.records.reading import read_content


def check(config: Path, now: datetime, style: str) -> tuple[str, bool]:
    """The findings in a format, and whether the records are clean; notes do not count."""
    folder = content_folder(config)
    with ticking():
        content = read_content(folder, now)
    findings = from_here(content.findings, folder)
    clean = all(finding.level == "note" for finding in findings)
    words = FORMATS[style](findings)
    if style == "text" and clean:
        words = "\n".join(filter(None, [words, f"{content.count} records, nothing wrong"]))
    return words, clean
