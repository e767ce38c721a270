"""Options that most commands share."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from generator.records.instants import parse_duration, parse_instant


class InstantType(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic in newer click only
    """An instant with its offset."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Parse it, or say what would be right."""
        try:
            return parse_instant(value)
        except ValueError as error:
            self.fail(f"{value!r} {error}", param, ctx)


class DurationType(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # as above
    """A length of time, as records have it."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Parse it, or say what would be right."""
        try:
            return parse_duration(value)
        except ValueError as error:
            self.fail(f"{value!r} {error}", param, ctx)


CONFIG = click.option(
    "--config", type=click.Path(path_type=Path), default="mkdocs.yml", show_default=True, help="The site's mkdocs.yml."
)
NOW = click.option("--now", type=InstantType(), help="The clock to use, such as 2026-11-23T10:09:00+03:30.")
