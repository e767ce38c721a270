"""The company's files: components, channels, people, topics and policy."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from answerable.records.hours import DayException, WeeklyHours
from answerable.records.instants import Day, Duration, Instant, Zone
from answerable.records.model import Id, Part, WebLink
from answerable.records.policy import CheckLevel, Privacy, RuleName, SignOff, Tone
from answerable.records.text import LANGUAGE, Shown, Text
from answerable.records.vocabulary import CalendarName, Half, Priority
from answerable.translation.invalid import invalid
from answerable.translation.message import advised, msg

RESERVED_LANGUAGES = frozenset({"api"})
"""Codes of languages whose folder of the site would be a folder of its files."""


def _with_own_folder(language: str) -> str:
    """Return the language; refuse one whose folder other files of the site have."""
    if language in RESERVED_LANGUAGES:
        raise invalid("language", advised(msg("is a folder of the site's own files"), msg("name another language")))
    return language


Language = Annotated[str, StringConstraints(pattern=LANGUAGE.pattern), AfterValidator(_with_own_folder)]


class Group(Part):
    """A group of components that customers think of as one thing."""

    id: Id
    name: Text
    owner: Id | None = None
    collapsed: bool = False


class Component(Part):
    """A part of the service whose status is published. `since` is the first day that counts for its uptime.

    A `retired` component is no longer part of the service; records may still name it, and its history stays.
    """

    id: Id
    name: Text
    description: Text | None = None
    group: Id | None = None
    owner: Id | None = None
    since: Day | None = None
    retired: bool = False


class Components(Part):
    """The file `components.yml`."""

    groups: tuple[Group, ...] = ()
    components: tuple[Component, ...] = ()


ChannelKind = Literal[
    "x", "instagram", "telegram", "whatsapp", "mastodon", "bluesky", "facebook", "linkedin", "youtube",
    "email", "phone", "chat", "form", "app", "other",
]  # fmt: skip


NetworkName = Literal[
    "mastodon", "bluesky", "telegram", "matrix", "discord", "slack", "teams",
    "x", "instagram", "facebook", "linkedin",
]  # fmt: skip
"""The networks that can be announced to; on those of the last line people post what is printed."""
_VARIABLE = re.compile(r"^[A-Z][A-Z0-9_]{0,99}$")


def _variable_name(name: str) -> str:
    """Return the name of an environment variable; refuse the token itself, without repeating it."""
    if not _VARIABLE.match(name):
        message = advised(msg("must name an environment variable"), msg("write its name, never the token itself"))
        raise invalid("token", message)
    return name


Variable = Annotated[str, BeforeValidator(lambda given: _variable_name(str(given)))]
"""The name of an environment variable, in which something secret is."""


class Announce(Part):
    """How a channel's profile is posted to.

    `network` is the channel's kind where that is left out. `updates` says whether an update changes the post or answers
    it in its thread, and `withdrawn` what becomes of the posts about a record that is taken back. `language` is that
    of the posts, by default the site's first. `server` and `account` are needed where the channel's `url` does not
    name them. `token` is the name of the environment variable with the token, by default `ANSWERABLE_<CHANNEL>_TOKEN`.
    """

    network: NetworkName | None = None
    updates: Literal["edit", "thread"] = "edit"
    withdrawn: Literal["delete", "answer"] = "delete"
    language: Annotated[str, StringConstraints(pattern=LANGUAGE.pattern)] | None = None
    server: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"'/?#@]+/?$", max_length=300)] | None = None
    account: Annotated[str, StringConstraints(pattern=r"^[^\s<>\"']+$", max_length=300)] | None = None
    token: Variable | None = None


def _read_switch(given: Any) -> Any:
    """Read `true` as a map without keys, and `false` as nothing; YAML gives us both as text."""
    words = given.strip().lower() if isinstance(given, str) else given
    if words in (True, "true", "yes", "on"):
        return {}
    return None if words in (False, "false", "no", "off") else given


MaybeAnnounce = Annotated[Announce | None, BeforeValidator(_read_switch)]
"""`announce:` as it is written: `true`, `false` or a map."""


class Channel(Part):
    """A way to reach the company, with the hours in which people answer."""

    id: Id
    name: Text
    kind: ChannelKind = "other"
    url: WebLink | None = None
    address: Shown | None = Field(default=None, max_length=200)
    zone: Zone | None = None
    hours: WeeklyHours = WeeklyHours()
    holidays: str | None = Field(default=None, pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")
    exceptions: tuple[DayException, ...] = ()
    answers: tuple[Id, ...] = ()
    topics: tuple[Id, ...] = ()
    off_hours: Text | None = None
    announce: MaybeAnnounce = None


class Channels(Part):
    """The file `channels.yml`; the off-hours notice follows the hours of the first channel."""

    channels: tuple[Channel, ...] = ()


class Person(Part):
    """Somebody who signs updates and answers. `role` is shown to readers, `roles` are used by the policy's rules.

    A `retired` person is no longer in the team; what they signed keeps their name.
    """

    id: Id
    name: Text
    initials: Shown | None = Field(default=None, max_length=8)
    role: Text | None = None
    roles: tuple[Id, ...] = ()
    retired: bool = False


class Team(Part):
    """The file `team.yml`."""

    people: tuple[Person, ...] = ()


class Topic(Part):
    """A topic of complaints, and who is responsible for it."""

    id: Id
    name: Text
    owner: Id | None = None


LATE = timedelta(minutes=15)
"""How late scheduled runs on GitHub or GitLab often start."""


class Freshness(Part):
    """How often the site is rebuilt, and how long after its last build it is still trusted."""

    rebuild_every: Duration = timedelta(minutes=15)
    believe_for: Duration = timedelta(hours=6)

    @property
    def promised_within(self) -> timedelta:
        """How long after a build the next one is promised.

        Twice the time between builds, so that one run may be left out, or that time and a quarter of an hour if that is
        more: scheduled runs start late and take some minutes.
        """
        return self.rebuild_every + max(self.rebuild_every, LATE)


def rebuild_every_of(promised_within: timedelta) -> timedelta:
    """Return the `rebuild_every` of a site that promises its next build within that time."""
    return min(promised_within / 2, promised_within - LATE) if promised_within < 2 * LATE else promised_within / 2


class SurgeRule(Part):
    """When complaints about a subject are a surge: how many, within what time, and how far above what is usual."""

    count: int = Field(default=20, ge=2, le=1_000_000)
    window: Duration = Field(default=timedelta(hours=1), ge=timedelta(minutes=5), le=timedelta(days=7))
    above: float = Field(default=3.0, ge=1, le=1000)
    weeks: int = Field(default=6, ge=1, le=52)
    alike: int = Field(default=70, ge=50, le=100)


SecureLink = Annotated[str, StringConstraints(pattern=r"^(https://|mailto:|tel:)[^\s<>\"']+$", max_length=2000)]
"""A link that RFC 9116 allows; web links must be https."""

KeyLink = Annotated[str, StringConstraints(pattern=r"^(https://|dns:|openpgp4fpr:)[^\s<>\"']+$", max_length=2000)]
"""The address of a key, or its fingerprint; never the key itself (RFC 9116, 2.5.4)."""


class Security(Part):
    """Where people report a vulnerability, for `/.well-known/security.txt`; published until `expires`."""

    contact: tuple[SecureLink, ...] = Field(min_length=1, max_length=10)
    expires: Instant
    encryption: KeyLink | None = None
    acknowledgments: SecureLink | None = None
    policy: SecureLink | None = None


class Exclusion(Part):
    """How a reason for leaving complaints out of the figures reads, which rows state as `excluded_because`."""

    reason: Shown = Field(max_length=80)
    name: Text


class Policy(Part):
    """The file `policy.yml`. `publish` are the halves of the site that are published."""

    publish: tuple[Half, ...] = Field(default=tuple(Half), min_length=1)
    organisation: Text | None = None
    website: WebLink | None = None
    languages: tuple[Language, ...] = Field(default=("en",), min_length=1)
    calendar: dict[Language, CalendarName] = Field(default_factory=dict)
    zone: Zone = ZoneInfo("UTC")
    pin_after_resolved: Duration = timedelta(hours=2)
    maintenance_notice: Duration = timedelta(hours=24)
    freshness: Freshness = Freshness()
    surge: SurgeRule = SurgeRule()
    track_for: Duration = timedelta(days=180)
    targets: dict[Priority, Duration] = Field(default_factory=dict)
    follow_up_within: Duration = timedelta(days=7)
    minimum_n: int = Field(default=10, ge=1, le=1000)
    topics: tuple[Topic, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    checks: dict[RuleName, CheckLevel] = Field(default_factory=dict)
    privacy: Privacy = Privacy()
    sign_off: SignOff | None = None
    tone: Tone = Tone()
    security: Security | None = None

    def calendar_of(self, language: str) -> CalendarName:
        """Return the calendar stated for a language, else the Persian one in Iran and the Gregorian one elsewhere."""
        return self.calendar.get(language) or ("persian" if language in {"fa", "fa-IR"} else "gregorian")

    def months_of(self, language: str) -> CalendarName:
        """Return the calendar by whose months lists and figures go: with Hebrew dates the Gregorian one."""
        calendar = self.calendar_of(language)
        return "gregorian" if calendar == "hebrew" else calendar
