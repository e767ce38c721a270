"""The ways to notify, each a module with a constant `WAY`, and what they have in common."""

from __future__ import annotations

import functools
import importlib
import pkgutil
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from answerable.outreach import notify
from answerable.outreach.notify.news_item import NewsItem
from answerable.records.notify import Notify, Target
from answerable.translation.message import msg
from answerable.web.fetch import Fetcher


class SettingsError(ValueError):
    """A target cannot be used as it is set up; each argument is one line about one problem."""


class TargetDownError(Exception):
    """A target cannot be reached or refuses everything; `wait` is how many seconds it asks to wait, 0 for unknown.

    `gone` says that it wants nothing more. `unreachable` says that there was no answer at all.
    """

    def __init__(self, why: str, wait: float = 0.0, *, gone: bool = False, unreachable: bool = False) -> None:
        super().__init__(why)
        self.wait, self.gone, self.unreachable = wait, gone, unreachable


class MessageRefusedError(Exception):
    """One message was refused, for good or for now."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


@dataclass(frozen=True)
class Tools:
    """What ways need besides their target. `folder` is the site's, in which there may be no addresses of people."""

    env: Mapping[str, str] = field(repr=False)
    fetcher: Fetcher
    clock: Callable[[], datetime]
    folder: Path
    tls: ssl.SSLContext | None = None

    def secret(self, variable: str, what: str) -> str:
        """Return the value of an environment variable. Raises SettingsError."""
        value = self.env.get(variable, "").strip()
        if not value:
            raise SettingsError(
                msg("the environment variable %(name)s is not set; it has to have %(what)s", name=variable, what=what)
            )
        return value


def read_settings(*reads: Callable[[], Any]) -> list[Any]:
    """Return what each function reads. Raises SettingsError with the problems of all of them."""
    found, problems = list[Any](), list[str]()
    for read in reads:
        try:
            found.append(read())
        except SettingsError as error:
            problems += map(str, error.args)
    if problems:
        raise SettingsError(*problems)
    return found


class Sender(Protocol):
    """Sends to one target."""

    def recipients(self, item: NewsItem, /) -> Sequence[str]:
        """Return a name for each message that an item makes: one, or one for each subscriber."""
        ...

    def send(self, item: NewsItem, recipient: str, /) -> None:
        """Send one message. Raises TargetDownError and MessageRefusedError."""
        ...


def link_to_all(target: Target, component: str) -> str:
    """Return the link of a target where people choose on the page itself what they subscribe to."""
    return "" if component or not target.subscribe else target.subscribe


@dataclass(frozen=True, slots=True)
class Way:
    """A way to notify. `name` is its key in notify.yml.

    `open` returns the sender to a target; it raises SettingsError, and connects to nothing before the first message.
    `link` returns where people subscribe to news of a component, or of everything for "", or else an empty string.
    """

    name: str
    open: Callable[[Any, Tools], AbstractContextManager[Sender]]
    link: Callable[[Any, str], str] = link_to_all


@functools.cache
def all_ways() -> dict[str, Way]:
    """Return the ways by their names."""
    names = (module.name for module in pkgutil.iter_modules(notify.__path__, f"{notify.__name__}."))
    found = (getattr(importlib.import_module(name), "WAY", None) for name in names)
    return {way.name: way for way in found if way}


def targets_of(notify: Notify) -> list[tuple[Way, Target]]:
    """Return the targets of notify.yml, each with its way."""
    return [(way, target) for way in all_ways().values() for target in getattr(notify, way.name)]
