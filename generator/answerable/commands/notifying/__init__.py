"""What `answerable notify` does: tell those of `notify.yml` of news that the site publishes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from answerable.commands.after_deploy import DeployOptions
from answerable.commands.project import from_working_folder, project_settings
from answerable.mkdocs_plugin.settings import ProjectSettings
from answerable.mkdocs_plugin.source import BuildSource
from answerable.output.lock import BusyError
from answerable.outreach.notify.deliver import REMEMBERED, ReportLine, Result, TargetDelivery
from answerable.outreach.notify.delivery_log import DeliveryLog
from answerable.outreach.notify.news_item import NewsItem
from answerable.outreach.notify.way_registry import Tools, Way, targets_of
from answerable.publish import languages
from answerable.publish.context import Context
from answerable.publish.feeds.notifications import news
from answerable.publish.partial_site import of_most_records
from answerable.records.notify import Target
from answerable.records.yaml.edit import exclusive_access
from answerable.translation.message import msg

LOG = Path(".answerable") / "notified.jsonl"
"""Relative to mkdocs.yml: what was sent to whom."""


@dataclass(frozen=True)
class NotifyOptions(DeployOptions):
    """The options of `notify`; with `dry_run` nothing is sent and nothing is written."""

    now: datetime | None = None
    dry_run: bool = False


def notify(options: NotifyOptions, echo: Callable[[str], None]) -> int:
    """Tell every target what it was not told yet, print a line for each, and return the exit code.

    Raises click.UsageError and click.ClickException.
    """
    now = options.now or datetime.now(UTC).replace(microsecond=0)
    settings = project_settings(options.config)
    source = BuildSource(settings.docs_dir, now)
    content = source.content
    wrong = [one for one in content.findings if one.path == f"{settings.docs_dir.name}/notify.yml"]
    for finding in from_working_folder(wrong, settings.docs_dir):
        echo(finding.shown)
    targets = targets_of(content.notify)
    if not targets:
        nobody = msg("nobody is to be notified: content/notify.yml names no target")
        echo(msg("nobody was notified") if wrong else nobody)
        return 1 if wrong else 0
    if content.closed:
        echo(msg("nobody was notified: the rules of privacy in policy.yml cannot be read"))
        return 1
    if not settings.site_url:
        raise click.UsageError(
            msg("%(config)s: site_url is missing, and news needs its full address; add it", config=options.config)
        )
    items = _news(source, settings)
    try:
        lines = list(_deliver(targets, items, options, now, echo))
    except BusyError as error:
        raise click.ClickException(
            msg("another run is at it (%(who)s); the next one sends what it leaves", who=error)
        ) from None
    except OSError as error:
        raise click.ClickException(
            msg("%(path)s: %(why)s; nothing more was sent", path=error.filename or LOG, why=error.strerror)
        ) from None
    return _exit_code(lines) or (1 if wrong else 0)


def _news(source: BuildSource, settings: ProjectSettings) -> Sequence[NewsItem]:
    """Return the news as the site publishes it, in its languages."""
    ledger = source.content.ledger
    spoken = ledger.policy.languages
    names = {each: settings.site_names.get(each, settings.site_name) for each in spoken}
    names = {each: source.guard.site_setting(name) for each, name in names.items()}
    url = settings.site_url.rstrip("/") + "/"
    first = Context(ledger, source.now, spoken[0], spoken[0], names[spoken[0]], url, changed=source.changed)
    further = [*languages.sites(url, spoken[0], spoken).items()][1:]

    def of(context: Context) -> tuple[NewsItem, ...]:
        others = (replace(context, language=each, site_name=names[each], site_url=site) for each, site in further)
        return news([context, *others], REMEMBERED)

    return of_most_records(of, first)[0]


def _deliver(
    targets: Sequence[tuple[Way, Target]],
    items: Sequence[NewsItem],
    options: NotifyOptions,
    now: datetime,
    echo: Callable[[str], None],
) -> Iterator[ReportLine]:
    path = options.config.parent / LOG
    fetcher = replace(options.fetcher(), accept="application/json, */*")
    folder = options.config.absolute().parent
    tools = Tools(os.environ, fetcher, lambda: datetime.now(UTC), folder, tls=fetcher.verify)
    with exclusive_access(path):
        log = DeliveryLog(path, write=not options.dry_run)
        deliveries = [TargetDelivery(way, target, log, now, send=not options.dry_run) for way, target in targets]
        needed = {item.id for item in items}, now - 2 * REMEMBERED
        log.keep_only(*needed)
        for delivery in deliveries:
            for line in delivery.run(items, tools):
                echo(str(line))
                yield line
        log.keep_only(*needed)


def _exit_code(lines: Sequence[ReportLine]) -> int:
    """Return 0 if nothing failed, 1 if something did, 4 if nothing was reachable."""
    results = {line.result for line in lines}
    if Result.UNREACHABLE in results and not results & {Result.SENT, Result.FAILED}:
        return 4
    return 1 if results & {Result.FAILED, Result.UNREACHABLE} else 0
