"""Fetch the files of a site one after the other, each once, and compare them with the built ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urljoin

from answerable.output.served import HTML
from answerable.outreach.verify import responses
from answerable.outreach.verify.built_site import HOME, NOT_FOUND, SECURITY, AnswerReport, Grade, Site, VerifyReport
from answerable.outreach.verify.page_policy import page_warnings
from answerable.outreach.verify.responses import certificate, warnings
from answerable.outreach.websub import FRESHNESS
from answerable.translation.message import msg
from answerable.web.fetch import Answer, FetchError

PATIENCE = 3
"""After so many files that cannot be fetched the rest is skipped: a host that hangs would be asked for minutes."""
Ask = Callable[[str], Answer]
"""Returns the answer at an address, or raises `FetchError`."""


def verify(url: str, site: Site, ask: Ask, now: datetime) -> VerifyReport:
    """Compare the site at an address with the built one. If nothing answers there, only one file is asked for."""
    url = url.rstrip("/") + "/"
    try:
        first = ask(urljoin(url, FRESHNESS))
    except FetchError as error:
        return VerifyReport(url, (AnswerReport(FRESHNESS, Grade.UNREACHABLE, str(error)),))
    return VerifyReport(url, tuple(_all(url, site, ask, first, now)))


def _all(url: str, site: Site, ask: Ask, first: Answer, now: datetime) -> Iterator[AnswerReport]:
    yield responses.age(site, first, now)
    if late := responses.interval(site, first):
        yield late
    yield from _headers(FRESHNESS, site, first)
    missing = 0
    for path in site.files:
        if path in {FRESHNESS, NOT_FOUND}:
            continue
        if missing == PATIENCE:
            yield AnswerReport(
                msg("the other files"),
                Grade.UNREACHABLE,
                msg("not asked for, since %(patience)s could not be had", patience=PATIENCE),
            )
            break
        found = list(_file(path, site, urljoin(url, path.removesuffix(HOME)), ask))
        missing += any(one.grade is Grade.UNREACHABLE for one in found)
        yield from found
    else:
        yield from _nowhere(url, site, ask)
    if SECURITY in site.files:
        yield from responses.security(site.files[SECURITY], now)
    if first.certificate:
        yield certificate(first.certificate, now)


def _file(path: str, site: Site, address: str, ask: Ask) -> Iterator[AnswerReport]:
    try:
        answer = ask(address)
    except FetchError as error:
        yield AnswerReport(path, Grade.UNREACHABLE, str(error))
        return
    yield responses.file(path, site.files[path], answer)
    yield from _headers(path, site, answer)


def _headers(path: str, site: Site, answer: Answer) -> Iterator[AnswerReport]:
    if answer.status != 200 or path not in site.served:
        return
    served = site.served[path]
    yield from (AnswerReport(path, Grade.WARNING, words) for words in warnings(served, answer.headers))
    if served.media_type is HTML:
        found = page_warnings(served, answer.headers, answer.body)
        yield from (AnswerReport(path, Grade.WARNING, words) for words in found)


def _nowhere(url: str, site: Site, ask: Ask) -> Iterator[AnswerReport]:
    unique = f"{site.freshness.built_at:%Y%m%d%H%M%S}"
    try:
        yield responses.not_found(site, ask(urljoin(url, f"nothing-is-here-{unique}/")))
    except FetchError as error:
        yield AnswerReport(msg("an address that leads nowhere"), Grade.UNREACHABLE, str(error))
