"""What every publication is made from: the ledger, the clock, the language and the site's address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache, wraps
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from answerable.publish.addresses import site_root
from answerable.publish.figures.gathering import Figures
from answerable.publish.theme import Theme
from answerable.records.ledger import Ledger
from answerable.records.text import Text

LOCALES = Path(__file__).parent.parent / "locales"


def _(message: str) -> str:
    """Marks a sentence for extraction; it is translated when it is shown."""
    return message


@lru_cache(maxsize=16)
def translations(language: str) -> NullTranslations:
    """The catalog of a language; English sentences stand for themselves where there is none."""
    path = _catalog(language)
    return _compiled(path) if path else NullTranslations()


def is_spoken(language: str) -> bool:
    """Whether the interface has words in a language, or in the one of which it is a variety."""
    return language.partition("-")[0] == "en" or _catalog(language) is not None


def _catalog(language: str) -> Path | None:
    names = (language.replace("-", "_"), language.partition("-")[0])
    paths = (LOCALES / name / "LC_MESSAGES" / "answerable.po" for name in names)
    return next((path for path in paths if path.is_file()), None)


def _compiled(path: Path) -> Translations:
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.parts[-3]))
    compiled.seek(0)
    return Translations(compiled, domain="answerable")


Direction = Literal["ltr", "rtl"]
K = TypeVar("K")
R = TypeVar("R")


@lru_cache(maxsize=64)
def direction_of(language: str) -> Direction:
    """`rtl` or `ltr`, as Babel knows it; `ltr` for a language that it does not know."""
    locale = locale_of(language) or locale_of(language.partition("-")[0])
    return "rtl" if locale and locale.character_order == "right-to-left" else "ltr"


def locale_of(language: str) -> Locale | None:
    """Babel's locale of a language, if Babel knows it."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@dataclass(frozen=True, eq=False)
class Context:
    """`site_url` is absolute and ends with a slash; `now` is the build's clock.

    `figures` is None when there are no complaints to make any of. `code_secret` is the one that codes are made with;
    without it no case can be looked up. `websub` is the address of the hub that is told of news in feeds. `changed` is
    when the file of a maintenance was last changed in git, by the record's id. `sites` are the addresses of the site in
    each language, where it has several.
    """

    ledger: Ledger
    now: datetime
    language: str
    first_language: str
    site_name: str
    site_url: str
    findings: int = 0
    set_aside: int = 0
    code_secret: str = field(default="", repr=False)
    masked: int = 0
    figures: Figures | None = None
    websub: str = ""
    changed: Mapping[str, datetime] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    theme: Theme = field(default_factory=Theme)

    @cached_property
    def kept(self) -> dict[Callable[..., Any], dict[Any, Any]]:
        """What was made once for this context, by what made it."""
        return {}

    @cached_property
    def locale(self) -> Locale:
        """Babel's locale; English for a language that Babel does not know."""
        return locale_of(self.language) or Locale("en")

    @property
    def direction(self) -> Direction:
        """`rtl` or `ltr`."""
        return direction_of(self.language)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days and printed times are meant."""
        return self.ledger.policy.zone

    @cached_property
    def root(self) -> str:
        """The path of the site on its host."""
        return site_root(self.site_url)

    @property
    def origin(self) -> str:
        """The address of the site as a whole: that of its first language."""
        return next(iter(self.sites.values()), self.site_url)

    @property
    def is_further(self) -> bool:
        """Whether this is the site in a further language, in a folder of the first one."""
        return self.site_url != self.origin

    @cached_property
    def believe_until(self) -> datetime:
        """Until when this build may be believed."""
        return self.now + self.ledger.policy.freshness.believe_for

    @cached_property
    def next_build_by(self) -> datetime:
        """When the next build is promised."""
        return self.now + self.ledger.policy.freshness.promised_within

    @cached_property
    def translations(self) -> NullTranslations:
        """The interface's words in the page's language."""
        return translations(self.language)

    def gettext(self, message: str) -> str:
        """An English sentence of the interface in the page's language."""
        return str(self.translations.gettext(message))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The same for sentences with a number."""
        return str(self.translations.ngettext(one, many, number))

    def text(self, text: Text | None) -> str:
        """A record's text for readers of the page's language; empty when there is none."""
        return text.in_language(self.language, self.first_language)[0] if text else ""

    def absolute(self, path: str) -> str:
        """The full address of a path of the site."""
        return self.site_url + path


def once(make: Callable[[Context, K], R]) -> Callable[[Context, K], R]:
    """Make each thing once for a context, and forget it with the context: a live preview has a new one at each save."""

    @wraps(make)
    def made(context: Context, key: K) -> R:
        known: dict[K, R] = context.kept.setdefault(make, {})
        if key not in known:
            known[key] = make(context, key)
        return known[key]

    return made
