"""Maps from the columns of a helpdesk's export to those of the intake; the package has some for well-known systems.

Only what a map names is imported. All other columns are left out, since they may hold texts or people.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator, model_validator

from answerable.importers.imported_history import SourceError
from answerable.intake.columns import COLUMNS, INSTANTS, NEEDED
from answerable.records.findings import did_you_mean, quoted
from answerable.records.instants import Zone
from answerable.records.model import Part
from answerable.records.validation.cut_texts import cut_texts
from answerable.records.yaml.reader import read_yaml
from answerable.translation.invalid import invalid
from answerable.translation.message import advised, joined, msg

MAPS = Path(__file__).parent / "maps"
HEADER_ZONE = "{zone}"
"""Stands in a column's name for the zone of its instants, as in `Created at ({zone})`."""


class ColumnSource(Part):
    """Where a column of the intake comes from.

    `columns`: names in the export, of which the first that exists is used. `values`: words of the export, in any case,
    and ours. `otherwise`: the word for those that `values` does not have; without it they become an id, such as
    `late-orders`. `always`: the same for every row. `prefix`: put before an id. `seconds_after`, `minutes_after`,
    `hours_after`: the cell is a length of time after another instant. `when`: only if a column has one of these words.
    `formats`: how instants are written, as for strptime, or `unix`; ISO 8601 needs none.
    """

    columns: tuple[str, ...] = ()
    values: dict[str, str] = Field(default_factory=dict)
    otherwise: str | None = None
    always: str | None = None
    prefix: str = Field(default="", pattern=r"^[A-Za-z0-9._-]{0,20}$")
    seconds_after: str | None = None
    minutes_after: str | None = None
    hours_after: str | None = None
    when: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    formats: tuple[str, ...] = ()

    @field_validator("columns", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @property
    def after(self) -> tuple[str, int] | None:
        """The column of the instant that the cell counts from, and the seconds in its unit; None for other cells."""
        units = ((self.seconds_after, 1), (self.minutes_after, 60), (self.hours_after, 3600))
        return next(((column, size) for column, size in units if column), None)


class ColumnMap(Part):
    """A whole map. `zone`: that of instants without offset. `skip`: words of columns whose rows are left out."""

    system: str = Field(min_length=1, max_length=60)
    source: str = ""
    zone: Zone | None = None
    encoding: Literal["utf-8", "windows-1251", "windows-1252", "windows-1255", "windows-1256"] = "utf-8"
    columns: dict[str, ColumnSource]
    skip: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _columns_are_ours(self) -> ColumnMap:
        for name, where in self.columns.items():
            if name not in COLUMNS:
                what = msg("%(name)s is no column of the intake", name=quoted(name))
                raise invalid("column", advised(what, did_you_mean(name, COLUMNS)))
            if not where.columns and where.always is None:
                raise invalid("column", msg("%(name)s needs `columns` or `always`", name=quoted(name)))
            if where.after and (where.after[0] not in INSTANTS or name not in INSTANTS):
                raise invalid("column", msg("%(name)s can only come after an instant", name=quoted(name)))
        if missing := [name for name in NEEDED if name not in self.columns]:
            at_least = msg("a map names at least %(needed)s", needed=", ".join(NEEDED))
            raise invalid("column", advised(msg("no `%(missing)s`", missing=missing[0]), at_least))
        return self


def known_maps() -> list[str]:
    """Return the names of the maps in the package."""
    return sorted(path.stem for path in MAPS.glob("*.yml"))


def load_column_map(name: str, zone: str | None = None) -> ColumnMap:
    """Return the map of that name or file, with another zone if one is given. Raises SourceError."""
    path = MAPS / f"{name}.yml" if name in known_maps() else Path(name)
    try:
        tree, findings = read_yaml(path.read_text(encoding="utf-8"), path=path.name)
    except (OSError, UnicodeDecodeError):
        raise SourceError(
            msg(
                "there is no map %(name)s; known: %(known_maps)s; or give a file",
                name=name,
                known_maps=", ".join(known_maps()),
            )
        ) from None
    if findings := [*findings, *cut_texts(ColumnMap, tree, path.name)]:
        raise SourceError(str(findings[0]))
    try:
        found = ColumnMap.model_validate(tree.value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        what = first.get("ctx", {}).get("message", first["msg"])
        raise SourceError(joined(": ", filter(None, (path.name, place, what)))) from None
    try:
        return found.model_copy(update={"zone": ZoneInfo(zone)}) if zone else found
    except (ValueError, OSError, KeyError):
        raise SourceError(msg("%(zone)s is not a time zone; write one such as Asia/Tehran", zone=zone)) from None
