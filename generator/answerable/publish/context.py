"""The input of every publication: the ledger, the clock, the language and the site's address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache, wraps
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, TypeVar, TypeVarTuple
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from answerable.publish.addresses import LOCAL, site_root
from answerable.publish.figures.gathering import Figures
from answerable.publish.text.calendars import default_calendar
from answerable.publish.theme import Theme
from answerable.records.ledger import Ledger
from answerable.records.notify import Notify
from answerable.records.text import Text
from answerable.records.vocabulary import CalendarName, Half

LOCALES = Path(__file__).parent.parent / "locales"


def _(message: str) -> str:
    """Mark an English sentence for extraction into the catalogs, and return it untranslated."""
    return message


@lru_cache(maxsize=16)
def translations(language: str) -> NullTranslations:
    """Return the catalog of a language; an empty one, which leaves sentences in English, if there is none."""
    path = _catalog(language)
    return _compiled(path) if path else NullTranslations()


def is_spoken(language: str) -> bool:
    """Tell whether the interface is translated into a language, or into the one of which it is a variety."""
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
Arguments = TypeVarTuple("Arguments")
R = TypeVar("R")


@lru_cache(maxsize=64)
def direction_of(language: str) -> Direction:
    """Return the direction in which a language is written, by Babel; `ltr` for a language that Babel does not know."""
    locale = locale_of(language) or locale_of(language.partition("-")[0])
    return "rtl" if locale and locale.character_order == "right-to-left" else "ltr"


def locale_of(language: str) -> Locale | None:
    """Return Babel's locale of a language, or None if Babel does not know it."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@dataclass(frozen=True, eq=False)
class Context:
    """One build of the site in one language.

    `now` is the build's clock. `site_url` is absolute and ends with a slash. `figures` is None when there are no
    complaints to count. `code_secret` is what the codes of complaints are made with; without it no case can be looked
    up. `websub` is the address of the hub that feeds name. `changed` is when the file of each maintenance was last
    changed in git, by the record's id. `sites` maps each language to the site's address in it, and is empty for a site
    in one language. `findings`, `set_aside` and `masked` are counts. `templates` are those of the main pages that the
    site has, and `elsewhere` has the titles and addresses of its pages outside the navigation. `notify` are
    those who are told of news.
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
    templates: frozenset[str] = frozenset()
    elsewhere: tuple[tuple[Text, str], ...] = ()
    notify: Notify = field(default_factory=Notify)

    @cached_property
    def cache(self) -> dict[Callable[..., Any], dict[Any, Any]]:
        """What functions decorated with `once` returned for this context, by function and arguments."""
        return {}

    @cached_property
    def locale(self) -> Locale:
        """Babel's locale of the language; English's if Babel does not know it."""
        return locale_of(self.language) or Locale("en")

    @property
    def direction(self) -> Direction:
        """The direction in which the site's language is written."""
        return direction_of(self.language)

    @cached_property
    def calendar(self) -> CalendarName:
        """The calendar of printed dates: the policy's for the language, else the one that its readers go by."""
        return self.ledger.policy.calendar.get(self.language) or default_calendar(self.language)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of days and of printed times."""
        return self.ledger.policy.zone

    @property
    def has_status(self) -> bool:
        """Whether components, incidents and maintenance are published."""
        return Half.STATUS in self.ledger.policy.publish

    @property
    def has_answers(self) -> bool:
        """Whether it is published what became of complaints."""
        return Half.ANSWERS in self.ledger.policy.publish

    def by_half(self, both: str, *, status: str, answers: str) -> str:
        """Return the words for a site of both halves, or those for a site of one half alone."""
        if self.has_status and self.has_answers:
            return both
        return status if self.has_status else answers

    @cached_property
    def root(self) -> str:
        """The site's path on its host, such as `/` or `/status/`."""
        return site_root(self.site_url)

    @property
    def origin(self) -> str:
        """The site's address in its first language, at which the whole site stands."""
        return next(iter(self.sites.values()), self.site_url)

    @property
    def has_address(self) -> bool:
        """Whether the site has an address of its own; without one it can be looked at on this computer alone."""
        return self.origin != LOCAL

    @property
    def is_further(self) -> bool:
        """Whether this is the site in a further language, in a folder of the site in the first."""
        return self.site_url != self.origin

    @cached_property
    def believe_until(self) -> datetime:
        """When pages begin to say that the build is too old to tell what is happening now."""
        return self.now + self.ledger.policy.freshness.believe_for

    @cached_property
    def next_build_by(self) -> datetime:
        """When the next build is promised at the latest."""
        return self.now + self.ledger.policy.freshness.promised_within

    @cached_property
    def translations(self) -> NullTranslations:
        """The catalog of the site's language."""
        return translations(self.language)

    def gettext(self, message: str) -> str:
        """Translate an English sentence of the interface."""
        return str(self.translations.gettext(message))

    def pgettext(self, about: str, message: str) -> str:
        """Translate an English word that has another meaning elsewhere; `about` says what it is said of."""
        return str(self.translations.pgettext(about, message))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Translate a sentence that depends on a number, given in English for one and for many."""
        return str(self.translations.ngettext(one, many, number))

    def text(self, text: Text | None) -> str:
        """Return a record's text in the site's language, else its first, else any; empty for None."""
        return text.in_language(self.language, self.first_language)[0] if text else ""

    def absolute(self, path: str) -> str:
        """Return the full address of a path relative to the site."""
        return self.site_url + path


def once(make: Callable[[Context, *Arguments], R]) -> Callable[[Context, *Arguments], R]:
    """Cache a function of a context and further hashable positional arguments in that context.

    The cached values go when the context goes, so a live preview, which makes a new context for each build, keeps no
    old records. `functools.lru_cache` would keep the contexts, and all records with them.
    """

    @wraps(make)
    def cached(context: Context, *args: *Arguments) -> R:
        values: dict[Any, R] = context.cache.setdefault(make, {})
        if args not in values:
            values[args] = make(context, *args)
        return values[args]

    return cached
