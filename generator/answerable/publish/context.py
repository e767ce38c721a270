"""The input of every publication: the ledger, the clock, the language and the site's address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from answerable.output.build_cache import digest_of_bytes
from answerable.publish.addresses import LOCAL, site_root
from answerable.publish.figures.gathering import Figures
from answerable.publish.reuse.look_ups import answers_to_look_ups, looked_up, once
from answerable.publish.reuse.watch import ALWAYS, Seen, Watch, described
from answerable.publish.reuse.watched_ledger import WatchedLedger
from answerable.publish.theme import Theme
from answerable.records.ledger import Ledger
from answerable.records.notify import Notify
from answerable.records.text import Text
from answerable.records.vocabulary import CalendarName, Half

__all__ = [
    "WATCHED",
    "Context",
    "Direction",
    "_",
    "direction_of",
    "is_spoken",
    "locale_of",
    "looked_up",
    "once",
    "pgettext",
    "translations",
]
LOCALES = Path(__file__).parent.parent / "locales"


def _(message: str) -> str:
    """Mark an English sentence for extraction into the catalogs, and return it untranslated."""
    return message


def pgettext(about: str, message: str) -> str:  # noqa: ARG001 (the tools that extract sentences read both)
    """Mark a word that has another meaning elsewhere, and return it untranslated; `about` says what it is said of."""
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
    site has, and `elsewhere` has the titles and addresses of its pages outside the navigation. `own_sections` has the
    address, the heading and the words of each section of the team's own pages, for the search. `notify` are those
    who are told of news.
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
    own_sections: tuple[tuple[str, str, str], ...] = ()
    notify: Notify = field(default_factory=Notify)
    watch: Watch = field(default_factory=Watch, repr=False)

    def __post_init__(self) -> None:
        self.watch.look_ups.update({name: partial(_digest_of_value, self, name) for name in WATCHED})
        self.watch.look_ups.update(answers_to_look_ups(self))
        vars(self)["ledger"] = WatchedLedger(self.ledger, self.watch)

    @cached_property
    def cache(self) -> dict[Callable[..., Any], dict[Any, tuple[Any, Seen]]]:
        """What functions decorated with `once` returned for this context, by function and arguments."""
        return {}

    def has_come(self, at: datetime) -> bool:
        """Return whether an instant is not ahead of the clock."""
        come: bool = vars(self)["now"] >= at
        self.watch.narrow(*((at, ALWAYS[1]) if come else (ALWAYS[0], at - _TICK)))
        return come

    def is_within(self, length: timedelta, at: datetime) -> bool:
        """Return whether an instant is less than so long ago or ahead."""
        now: datetime = vars(self)["now"]
        near = abs(at - now) < length
        if near:
            self.watch.narrow(at - length + _TICK, at + length - _TICK)
        else:
            self.watch.narrow(*((at + length, ALWAYS[1]) if now > at else (ALWAYS[0], at - length)))
        return near

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
        return self.ledger.policy.calendar_of(self.language)

    @property
    def months(self) -> CalendarName:
        """The calendar by whose months lists and figures go."""
        return self.ledger.policy.months_of(self.language)

    @property
    def monthly(self) -> Figures | None:
        """The figures by the months of the site's calendar."""
        return self.figures.by(self.months) if self.figures else None

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

    @property
    def believe_until(self) -> datetime:
        """When pages begin to say that the build is too old to tell what is happening now."""
        return self.now + self.ledger.policy.freshness.believe_for

    @property
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

    def own_text(self, text: Text | None) -> str:
        """Return a record's text if it is there in the site's language; empty if it is not."""
        return text.only_in(self.language, self.first_language) if text else ""

    def absolute(self, path: str) -> str:
        """Return the full address of a path relative to the site."""
        return self.site_url + path


WATCHED = ("now", "findings", "set_aside", "masked", "code_secret", "figures", "changed", "own_sections")
"""Fields that differ from one build to the next, and are properties that tell the watch of each look-up."""
_TICK = timedelta.resolution


def _watched(name: str) -> property:
    def look_up(self: Context) -> Any:
        self.watch.saw(name)
        return vars(self)[name]

    def keep(self: Context, value: Any) -> None:
        vars(self)[name] = value

    return property(look_up, keep)


def _digest_of_value(context: Context, name: str) -> str:
    """Return the digest of a field.

    Raises KeyError for the secret, of which nothing is kept anywhere, and for the figures, which are as of the clock.
    """
    if name in {"code_secret", "figures"}:
        raise KeyError(name)
    return digest_of_bytes(described(vars(context)[name], context.watch.digests))


for _name in WATCHED:
    setattr(Context, _name, _watched(_name))
