"""The importers of this package, each a module or a folder with a constant `IMPORTER`."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from answerable import importers
from answerable.importers.apply_import import apply_import
from answerable.importers.imported_history import History, ImportReport, Settings


class Apply(Protocol):
    """A function such as `apply_import`, which writes what an importer read into `content/`."""

    def __call__(self, content: Path, name: str, history: Any, settings: Settings, /, *, dry_run: bool) -> ImportReport:
        """Return the report; with `dry_run` write nothing."""


@dataclass(frozen=True, slots=True)
class Importer:
    """Another system whose history `answerable import NAME` brings here.

    `help` is what `--help` prints. `arguments` are click's decorators, such as `click.argument("file")`. `read` is
    called with the settings, and with the arguments' values by name; it may raise SourceError, FetchError or OSError.

    An option such as `--zone` that all imports have can be replaced: `click.option("--zone", "my_zone")` takes its
    place, and `read` gets `my_zone`.
    """

    name: str
    help: str
    arguments: tuple[Callable[[Callable[..., None]], Callable[..., None]], ...]
    read: Callable[..., History]
    apply: Apply = apply_import


@functools.cache
def all_importers() -> dict[str, Importer]:
    """Return the importers by their names, sorted."""
    names = (module.name for module in pkgutil.iter_modules(importers.__path__, f"{importers.__name__}."))
    found = [getattr(importlib.import_module(name), "IMPORTER", None) for name in names]
    return {one.name: one for one in sorted((one for one in found if one), key=lambda one: one.name)}
