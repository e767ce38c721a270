"""Write values as YAML in the style of the documents: few quotes, long texts as blocks, instants as text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel

from answerable.records.instants import format_duration, format_instant
from answerable.records.model import FILE_KEYS
from answerable.records.text import Text

_WIDTH = 1_000_000  # PyYAML folds at 80 columns unless told otherwise
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Dumper(yaml.SafeDumper):
    """Indents lists by two columns and leaves dates unquoted, since records are read as text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own name and shape)
        first: [pair for pair in pairs if pair[0] != _TIMESTAMP]
        for first, pairs in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT002
        """Indent the items of a list below its key."""
        super().increase_indent(flow, False)


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text.strip("\n") else None
    if style is None and text.strip() != text.strip(" \n"):
        style = '"'  # for a blank that is no space, which the reader takes for a slip where it is not quoted
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _string)


def entry(key: str, value: object) -> str:
    """Return one key of a front matter with its value, with a line break at the end."""
    return _dump({key: value})


def item(value: Mapping[str, object], *, flow: bool) -> str:
    """Return one item of a list, from its dash to the line break; `flow` puts it on one line in braces."""
    if not flow:
        return _dump([value])
    return f"- {yaml.dump(plain(value), Dumper=_Dumper, **_OPTIONS, default_flow_style=True)}"


def plain(value: object) -> Any:
    """Return a value as strings, numbers, lists and maps, as records write it."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in value.model_fields_set - FILE_KEYS}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _scalar(value)


def _scalar(value: object) -> Any:
    match value:
        case Text():
            by_language = dict(value.by_language)
            return by_language[""] if set(by_language) == {""} else by_language
        case Enum():
            return value.value
        case datetime():
            return format_instant(value)
        case timedelta():
            return format_duration(value)
        case date() | ZoneInfo():
            return str(value)
        case _:
            return value


_OPTIONS: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": _WIDTH}


def _dump(value: object) -> str:
    return str(yaml.dump(plain(value), Dumper=_Dumper, **_OPTIONS, default_flow_style=False))
