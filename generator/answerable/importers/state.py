"""The state of the last import, in `content/.imports/<name>.json`: paths, ids and marks of values.

A mark is a hash: enough to see that a value was changed since, without its text. The file belongs in the repository.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from answerable.records.yaml.edit import write_whole
from answerable.translation.message import msg

FOLDER = ".imports"
Mark = str | list[dict[str, str]] | None
"""A hash; for a list of maps a hash for each key of each map; None for no value."""


class StateError(ValueError):
    """The state file cannot be read; the message is one line."""


@dataclass
class Remembered:
    """One record: its path in `content/`, and the mark of each of its keys (`""` for the body)."""

    path: str
    marks: dict[str, Mark]


@dataclass
class State:
    """The records of a source, and our ids of its components and groups, by the source's keys."""

    records: dict[str, Remembered] = field(default_factory=dict)
    components: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)


def mark(value: Any) -> Mark:
    """Return the mark of a value as the reader of records gives it."""
    if _is_nothing(value):
        return None
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return [{key: _hash(one) for key, one in item.items() if not _is_nothing(one)} for item in value]
    return _hash(value)


def _is_nothing(value: Any) -> bool:
    return value in (None, "", [], {})


def _hash(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def state_path(content: Path, name: str) -> Path:
    """Return the path of a state file."""
    return content / FOLDER / f"{name}.json"


def load_state(path: Path) -> State:
    """Return the state, empty if there is no file. Raises StateError."""
    try:
        value = json.loads(path.read_bytes())
        records = {key: Remembered(_inside(one["path"]), dict(one["marks"])) for key, one in value["records"].items()}
        return State(records, _strings(value["components"]), _strings(value["groups"]))
    except FileNotFoundError:
        return State()
    except OSError as error:
        raise StateError(msg("%(path)s cannot be read (%(strerror)s)", path=path, strerror=error.strerror)) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise StateError(
            msg("%(path)s is damaged; restore it from git, or delete it to begin anew", path=path)
        ) from None


def _inside(path: str) -> str:
    """Return a relative path. Raises ValueError if it leads out of its folder."""
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError(path)
    return path


def _strings(value: dict[Any, Any]) -> dict[str, str]:
    return {str(key): str(item) for key, item in value.items()}


def save_state(path: Path, state: State) -> None:
    """Write the state unless the file holds just that. Raises OSError."""
    value = {
        "components": state.components,
        "groups": state.groups,
        "records": {key: {"path": one.path, "marks": one.marks} for key, one in state.records.items()},
    }
    write_changed(path, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def write_changed(path: Path, text: str) -> None:
    """Write a file unless it holds just that. Raises OSError."""
    if not path.is_file() or path.read_bytes() != text.encode("utf-8"):
        write_whole(path, text)
