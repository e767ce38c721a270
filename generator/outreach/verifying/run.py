"""All questions to a host, in order; each asks the network once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urljoin

from generator.outreach.verifying import files
from generator.outreach.verifying.certificate import certificate
from generator.outreach.verifying.headers import warnings
from generator.outreach.verifying.seen import Grade, Report, Seen
from generator.outreach.verifying.site import COMPARED, FRESHNESS, HOME, Site
from generator.web.fetch import Answer, FetchError

Ask = Callable[[str], Answer]
"""Gives the answer at an address, or raises FetchError."""


def verify(url: str, site: Site, ask: Ask, now: datetime) -> Report:
    """What the world sees at an address, against the site that was built.

    Where nothing answers, nothing more is asked.
    """
    url = url.rstrip("/") + "/"
    try:
        first = ask(urljoin(url, FRESHNESS))
    except FetchError as error:
        return Report(url, (Seen(FRESHNESS, Grade.UNREACHABLE, str(error)),))
    return Report(url, tuple(_all(url, site, ask, first, now)))


def _all(url: str, site: Site, ask: Ask, first: Answer, now: datetime) -> Iterator[Seen]:
    yield files.age(site, first, now)
    yield from _headers(FRESHNESS, first)
    for path in COMPARED:
        if path in site.files:
            yield from _file(path, site.files[path], urljoin(url, "" if path == HOME else path), ask)
    yield from _nowhere(url, site, ask)
    if first.certificate:
        yield certificate(first.certificate, now)


def _file(path: str, built: bytes, address: str, ask: Ask) -> Iterator[Seen]:
    try:
        answer = ask(address)
    except FetchError as error:
        yield Seen(path, Grade.UNREACHABLE, str(error))
        return
    yield files.file(path, built, answer)
    yield from _headers(path, answer)


def _headers(path: str, answer: Answer) -> Iterator[Seen]:
    if answer.status == 200:
        yield from (Seen(path, Grade.WARNING, words) for words in warnings(path, answer))


def _nowhere(url: str, site: Site, ask: Ask) -> Iterator[Seen]:
    stamp = f"{site.freshness.built_at:%Y%m%d%H%M%S}"
    try:
        yield files.not_found(site, ask(urljoin(url, f"nothing-is-here-{stamp}/")))
    except FetchError as error:
        yield Seen("an address that leads nowhere", Grade.UNREACHABLE, str(error))
