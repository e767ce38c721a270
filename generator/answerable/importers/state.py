"""What a system said at the last import, kept in `content/.imports/<name>.json`: paths, ids and marks of values.

A mark is a hash: enough to see who changed a value since, and nothing of the texts. It belongs in the repository.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from answerable.records.yaml.edit import write_whole

FOLDER = ".imports"
Mark = str | list[dict[str, str]] | None


class StateError(ValueError):
    """The file of the last import cannot be read; the message is one line."""


@dataclass
class Remembered:
    """One record: where it stands, relative to `content/`, and the mark of each of its keys (`""`: the body)."""

    path: str
    marks: dict[str, Mark]


@dataclass
class State:
    """By the source's keys: its records, and the ids of its components and groups."""

    records: dict[str, Remembered] = field(default_factory=dict)
    components: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)


def mark(value: Any) -> Mark:
    """The mark of a value as records are read: for a list of maps one for each key of each, None for nothing."""
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
    """Where the state of a system stands."""
    return content / FOLDER / f"{name}.json"


def load_state(path: Path) -> State:
    """The state, empty where there is none yet. Raises StateError."""
    try:
        value = json.loads(path.read_bytes())
        records = {key: Remembered(_inside(one["path"]), dict(one["marks"])) for key, one in value["records"].items()}
        return State(records, _strings(value["components"]), _strings(value["groups"]))
    except FileNotFoundError:
        return State()
    except OSError as error:
        raise StateError(f"{path} cannot be read ({error.strerror})") from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise StateError(f"{path} is damaged; restore it from git, or delete it to begin anew") from None


def _inside(path: str) -> str:
    """A path that stays in the folder that it is relative to."""
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError(path)
    return path


def _strings(value: dict[Any, Any]) -> dict[str, str]:
    return {str(key): str(item) for key, item in value.items()}


def save_state(path: Path, state: State) -> bool:
    """Write the state when it differs from the file; whether it did. Raises OSError."""
    value = {
        "components": state.components,
        "groups": state.groups,
        "records": {key: {"path": one.path, "marks": one.marks} for key, one in state.records.items()},
    }
    return write_changed(path, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def write_changed(path: Path, text: str) -> bool:
    """Write a file unless it holds just that; whether it was written. Raises OSError."""
    if path.is_file() and path.read_bytes() == text.encode("utf-8"):
        return False
    write_whole(path, text)
    return True
