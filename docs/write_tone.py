# ruff: noqa: INP001 (a script beside the document that it writes)
"""Write the figures of docs/tone.md from the labelled replies: python docs/write_tone.py."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

PAGE = Path(__file__).with_name("tone.md")
LABELLED = Path(__file__).parents[1] / "tests" / "unit" / "tone_set.py"
FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)


def document(text: str) -> str:
    """Return the page with its figures written anew."""
    table = runpy.run_path(str(LABELLED))["table"]()
    return FIGURES.sub(lambda match: f"{match[1]}{table}\n{match[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(document(PAGE.read_text("utf-8")), encoding="utf-8")
