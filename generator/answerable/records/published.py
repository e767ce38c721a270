"""Published figures: a file for each closed month in `content/published/`, written by `answerable close`.

A month is closed as of one instant, which never changes. If later records give other figures for that same instant, the
file keeps what was published and gets a correction. Changes that only come with time are not corrections.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from answerable.records.files import display_path, read_text
from answerable.records.findings import Finding
from answerable.records.instants import Instant
from answerable.records.model import Part
from answerable.records.validation.misnamed import is_leftover
from answerable.translation.message import msg

FOLDER = "published"
TAKE_BACK = msg("take it back from the repository's history; `answerable close` writes it")
"""What to do with a month's file that cannot be used."""
MONTH_PATTERN = r"^\d{4}-(0[1-9]|1[0-2])$"
Month = Annotated[str, StringConstraints(pattern=MONTH_PATTERN)]


class PublishedFigure(Part):
    """A number (`n`), a share (`numerator` of `n`) or a quantile (`seconds` over `n`; None: not yet)."""

    n: int = Field(ge=0)
    numerator: int | None = Field(default=None, ge=0)
    seconds: int | None = None


PublishedFigures = dict[str, dict[str, PublishedFigure | None]]
"""Figures by cohort (such as `all` or `channel/x`), then by name; None is a figure that is no longer shown."""


class Correction(Part):
    """The figures that were corrected, and when."""

    at: Instant
    figures: PublishedFigures


class PublishedMonth(Part):
    """A closed month: its figures as of an instant, and the corrections since, oldest first."""

    month: Month
    as_of: Instant
    figures: PublishedFigures
    corrections: tuple[Correction, ...] = ()


def published_text(month: PublishedMonth) -> str:
    """Return the text of a month's file: one line per figure, sorted, so that diffs show only what was corrected."""
    value = month.model_dump(mode="json")
    corrections = [f'{{"at": "{one["at"]}", "figures": {_lines(one["figures"])}}}' for one in value["corrections"]]
    return (
        f'{{"month": "{month.month}", "as_of": "{value["as_of"]}",\n"figures": {_lines(value["figures"])},\n'
        f'"corrections": [{", ".join(corrections)}]}}\n'
    )


def published_path(content: Path, month: str) -> Path:
    """Return the path of a month's file."""
    return content / FOLDER / f"{month}.json"


def read_published(content: Path) -> tuple[tuple[PublishedMonth, ...], list[Finding]]:
    """Return all closed months, newest first, and a finding for each file that cannot be read."""
    months: list[PublishedMonth] = []
    findings: list[Finding] = []
    for path in sorted((content / FOLDER).glob("*")):
        if is_leftover(path.name):
            continue
        found = _read(path, content)
        if isinstance(found, Finding):
            findings.append(found)
        else:
            months.append(found)
    return tuple(sorted(months, key=lambda one: one.month, reverse=True)), findings


def _read(path: Path, content: Path) -> PublishedMonth | Finding:
    text = read_text(path, content)
    if isinstance(text, Finding):
        return text
    try:
        month = PublishedMonth.model_validate(json.loads(text))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        return Finding(
            display_path(path, content),
            0,
            0,
            msg("this is not a closed month (at %(place)s)", place=place),
            TAKE_BACK,
            rule="published",
        )
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        return Finding(display_path(path, content), line, 0, msg("this is not JSON"), TAKE_BACK, rule="published")
    if path.name != f"{month.month}.json":
        return Finding(
            display_path(path, content),
            0,
            0,
            msg("this is the month %(month)s", month=month.month),
            msg("name it %(month)s.json", month=month.month),
        )
    return month


def _lines(figures: dict[str, dict[str, dict[str, int | None] | None]]) -> str:
    cohorts = []
    for cohort, found in sorted(figures.items()):
        lines = (f"  {json.dumps(name)}: {json.dumps(_figure(name, one))}" for name, one in sorted(found.items()))
        cohorts.append(f" {json.dumps(cohort)}: {{\n" + ",\n".join(lines) + "}")
    return "{\n" + ",\n".join(cohorts) + "}"


def _figure(name: str, figure: dict[str, int | None] | None) -> dict[str, int | None] | None:
    """Return a figure without its empty keys, except for a quantile's `seconds`: null there means "not yet"."""
    quantile = name.endswith((".median", ".p90"))
    if figure is None:
        return None
    return {key: value for key, value in figure.items() if value is not None or (quantile and key == "seconds")}
