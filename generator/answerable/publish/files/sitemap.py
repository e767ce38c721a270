"""`sitemap.xml` in the format of sitemaps.org, dated by content and never by the build, and `robots.txt`.

Pages whose content depends on the clock (home, components, contact) have no date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from answerable.output.outputs import Output
from answerable.output.served import TEXT, XML, Served
from answerable.publish.addresses import (
    answer_path,
    answers_month_path,
    incident_path,
    incidents_month_path,
    maintenance_path,
    topic_path,
)
from answerable.publish.context import Context, once
from answerable.publish.files.calendar import last_update
from answerable.publish.pages.month_lists import address_in, answer_months, incident_months
from answerable.records.model import Complaint, Incident

SERVED = (Served("sitemap*.xml", XML), Served("robots.txt", TEXT))
AT_MOST = 2000
"""The most addresses in a file, which then has less than a megabyte. If there are more, `sitemap.xml` is an index."""
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def publish(context: Context, paths: Iterable[str]) -> Iterator[Output]:
    """Yield the site map and `robots.txt`; `paths` are the addresses of all pages relative to the root."""
    every = sorted(set(paths))
    if len(every) <= AT_MOST:
        yield _map(context, "sitemap.xml", every)
    else:
        parts = dict(_parts(context, every))
        yield from (_map(context, name, some) for name, some in parts.items())
        index = [_row("sitemap", context.absolute(name), None) for name in parts]
        yield _file("sitemap.xml", f"sitemapindex {_NAMESPACE}", index)
    if not context.is_further:
        urls = context.sites.values() or [context.site_url]
        maps = "".join(f"Sitemap: {url}sitemap.xml\n" for url in urls)
        yield Output("robots.txt", f"User-agent: *\nAllow: /\n\n{maps}".encode())


def _parts(context: Context, paths: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the parts of a large map by name: one for each month of records, which changes only with them."""
    months = _months(context)
    groups: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        groups[months.get(path, "pages")].append(path)
    for name, some in sorted(groups.items()):
        for number, start in enumerate(range(0, len(some), AT_MOST), 1):
            yield f"sitemap-{name}{f'-{number}' if number > 1 else ''}.xml", some[start : start + AT_MOST]


def _months(context: Context) -> dict[str, str]:
    """Return the month of each page of a record, by the page's path."""
    ledger = context.ledger
    begun = {incident_path(one.id): one.started_at for one in ledger.incidents}
    begun |= {maintenance_path(one.id): one.starts for one in ledger.maintenances}
    begun |= {answer_path(one.id): one.received for one in ledger.answers}
    return {path: at.astimezone(context.zone).strftime("%Y-%m") for path, at in begun.items()}


def _map(context: Context, name: str, paths: Iterable[str]) -> Output:
    updated = _dates(context)
    rows = [_row("url", context.absolute(path), updated.get(path), _others(context, path)) for path in paths]
    return _file(name, f"urlset {_NAMESPACE} {_LINKS}" if context.sites else f"urlset {_NAMESPACE}", rows)


@once
def _dates(context: Context) -> dict[str, datetime]:
    """Return the newest update of the records on a page, by the page's path."""
    ledger = context.ledger
    found = {maintenance_path(item.id): last_update(item, context.now) for item in ledger.maintenances}
    found.update((incident_path(incident.id), _of_incident(incident)) for incident in ledger.incidents)
    found.update((answer_path(answer.id), _of_answer(answer)) for answer in ledger.answers)
    for month, incidents in incident_months(context, context.months).items():
        found[incidents_month_path(month)] = max(map(_of_incident, incidents))
    for month, answers in answer_months(context, context.months).items():
        found[answers_month_path(month)] = max(map(_of_answer, answers))
    for topic in ledger.topics:
        answers = ledger.answers_of_topic(topic.id)
        if answers:
            found[topic_path(topic.id)] = max(map(_of_answer, answers))
    return {path: at for path, at in found.items() if at <= context.now}


def _of_incident(incident: Incident) -> datetime:
    return incident.newest.at


def _of_answer(answer: Complaint) -> datetime:
    return max(step.at for step in answer.steps)


def _others(context: Context, path: str) -> str:
    """Return the links to the page in every language, its own included, as search engines want them.

    Pages of a month are not the same page in a language that goes by another calendar.
    """
    policy = context.ledger.policy
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(url + path)}"/>'
        for language, url in context.sites.items()
        if address_in(context, path, policy.months_of(language)) == path
    )


def _row(kind: str, address: str, at: datetime | None, more: str = "") -> str:
    dated = f"<lastmod>{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if at else ""
    return f"<{kind}><loc>{escape(address)}</loc>{dated}{more}</{kind}>\n"


def _file(name: str, element: str, rows: Sequence[str]) -> Output:
    return Output(name, f"{_XML}<{element}>\n{''.join(rows)}</{element.split(maxsplit=1)[0]}>\n".encode())
