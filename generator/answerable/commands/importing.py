"""Import the history of another system into `content/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from answerable.commands.project import content_folder
from answerable.importers.imported_history import ImportReport, Settings, SourceError
from answerable.importers.registry import Importer
from answerable.importers.state import StateError
from answerable.output.progress import progress_line
from answerable.records.ids import is_id
from answerable.records.yaml.edit import EditError
from answerable.translation.message import msg
from answerable.web.fetch import FetchError


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of all imports; `name` is the one under which the import is remembered."""

    config: Path
    name: str
    now: datetime
    zone: str = "UTC"
    dry_run: bool = False


def run_import(importer: Importer, arguments: Mapping[str, Any], options: ImportOptions) -> ImportReport:
    """Read a source with an importer and merge it. Raises click.UsageError or click.ClickException with one line."""
    content = content_folder(options.config)
    try:
        ZoneInfo(options.zone)
    except (ValueError, OSError, KeyError):
        raise click.UsageError(
            msg("%(zone)s is not a time zone; write one such as Asia/Tehran", zone=options.zone)
        ) from None
    if options.name:
        _check_name(options.name)
    try:
        with progress_line():
            return _read_and_merge(importer, arguments, options, content)
    except SourceError as error:
        raise click.UsageError(str(error)) from None
    except FetchError as error:
        raise click.ClickException(str(error)) from None
    except (StateError, EditError) as error:
        raise click.ClickException(msg("%(error)s; nothing was written", error=error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or content}: {error.strerror}") from None


def _read_and_merge(
    importer: Importer, arguments: Mapping[str, Any], options: ImportOptions, content: Path
) -> ImportReport:
    settings = Settings(options.now, options.zone)
    history = importer.read(settings, **arguments)
    name = options.name or history.name
    _check_name(name)
    return importer.apply(content, name, history, settings, dry_run=options.dry_run)


def _check_name(name: str) -> None:
    if not is_id(name):
        raise click.UsageError(msg("--name: use lower-case letters, digits, dots, hyphens and underscores"))
