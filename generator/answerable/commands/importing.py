"""Bring another system's history into `content/`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

import click

from answerable.commands.project import content_folder
from answerable.content.reading import read_content
from answerable.importers.apply_import import apply_import
from answerable.importers.cstate import NoSiteError, read_site
from answerable.importers.helpdesk import import_export
from answerable.importers.helpdesk.mapping import MapError, load_column_map
from answerable.importers.ids import is_id
from answerable.importers.model import History, ImportReport, Settings
from answerable.importers.state import StateError
from answerable.importers.statuspage import Document, addresses, is_address, read_documents, read_file
from answerable.records.yaml.edit import EditError
from answerable.web.fetch import Fetcher, FetchError

PATIENCE = 2.0  # seconds after which people want to see that something happens


@dataclass(frozen=True)
class ImportOptions:
    """What both imports ask for: the project, the name under which the import is remembered, and how to read."""

    config: Path
    name: str
    now: datetime
    zone: str = "UTC"
    maintenance: bool = True
    dry_run: bool = False

    def settings(self) -> Settings:
        """How to read. Raises click.UsageError in one line."""
        try:
            ZoneInfo(self.zone)
        except (ValueError, OSError, KeyError):
            raise click.UsageError(f"{self.zone} is not a time zone; write one such as Asia/Tehran") from None
        if not is_id(self.name):
            raise click.UsageError("--name: use lower-case letters, digits, dots, hyphens and underscores")
        return Settings(self.now, self.zone, self.maintenance)


def import_cstate(site: Path, options: ImportOptions) -> ImportReport:
    """Import a cState site's folder. Raises click.UsageError or click.ClickException in one line."""
    content, settings = content_folder(options.config), options.settings()
    try:
        history = read_site(site, settings)
    except NoSiteError as error:
        raise click.UsageError(str(error)) from None
    return _apply(content, history, options, settings)


def import_statuspage(sources: Iterable[str], options: ImportOptions, fetcher: Fetcher) -> ImportReport:
    """Import Statuspage's documents from files and addresses. Raises click.UsageError or click.ClickException."""
    content, settings = content_folder(options.config), options.settings()
    documents, failed = _documents(sources, fetcher)
    if not documents and failed:
        raise click.ClickException("; ".join(words for _, words in failed))
    history = read_documents(documents, settings)
    for source, words in failed:
        history.problem(source, words)
    return _apply(content, history, options, settings)


def import_intake(path: Path, map_name: str, zone: str | None, options: ImportOptions) -> ImportReport:
    """Import a helpdesk's export into the intake. Raises click.UsageError or click.ClickException in one line."""
    content = content_folder(options.config)
    name = options.name or Path(map_name).stem.lower()
    if not is_id(name):
        raise click.UsageError("--name: use lower-case letters, digits, dots, hyphens and underscores")
    try:
        map_ = load_column_map(map_name, zone)
        ledger = read_content(content, options.now, intake=False).ledger
        return import_export(content, name, path, map_, ledger, dry_run=options.dry_run)
    except MapError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or content}: {error.strerror}") from None


def _documents(sources: Iterable[str], fetcher: Fetcher) -> tuple[list[Document], list[tuple[str, str]]]:
    """What could be read, and what could not: where, and why."""
    documents: list[Document] = []
    failed: list[tuple[str, str]] = []
    for source in sources:
        for place in addresses(source):
            try:
                content = fetcher.get(place) if is_address(place) else read_file(Path(place))
            except FetchError as error:
                failed.append(("fetch" if is_address(place) else "file", str(error)))
            else:
                documents.append(Document(_name(place), content))
    return documents, failed


def _name(place: str) -> str:
    return Path(place.partition("?")[0]).name


def _apply(content: Path, history: History, options: ImportOptions, settings: Settings) -> ImportReport:
    try:
        with Progress() as progress:
            return apply_import(content, options.name, history, settings, progress, dry_run=options.dry_run)
    except (StateError, EditError) as error:
        raise click.ClickException(f"{error}; nothing was written") from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or content}: {error.strerror}") from None


class Progress:
    """A bar on a terminal's stderr, once the work has taken longer than people like to wait."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.bar: Any = None
        self.done = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.bar is not None:
            self.bar.render_finish()

    def __call__(self, number: int, total: int) -> None:
        """So many of all are done."""
        if self.bar is None and sys.stderr.isatty() and time.monotonic() - self.began > PATIENCE:
            self.bar = click.progressbar(length=total, label="records", file=sys.stderr)
        if self.bar is not None:
            self.bar.update(number - self.done)
            self.done = number
