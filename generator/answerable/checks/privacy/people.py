"""What names a person: e-mail addresses, plain or spelled out, handles, links to people's pages, names in greetings.

No first or last names are listed. A word counts as a name where a greeting has one, unless it is among the words with
which everybody is greeted or belongs to the company's own people in team.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from answerable.checks.word_files import any_of, language_words, languages

_LOCAL = r"[A-Za-z0-9](?:[A-Za-z0-9._%+'-]{0,62}[A-Za-z0-9_+-])?"
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,18}"
_EMAIL = re.compile(rf"(?<![A-Za-z0-9@])(?<![A-Za-z0-9][._%+-])(?<!://){_LOCAL}(?:@|%40){_HOST}(?![A-Za-z0-9])")
_FOREIGN = re.compile(r"(?<![\w.@])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,18}(?!\w)")
_HANDLE = re.compile(
    rf"(?<![A-Za-z0-9_@/%+])@(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]{{0,38}}[A-Za-z0-9_])?)(?:@{_HOST})?(?![A-Za-z0-9_@])"
)
_NO_MAILBOX = re.compile(r"git@|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}")
"""How what only looks like an address begins: that of a repository, and the id of a message in an archive's link."""
_SCOPE = re.compile(r"@[a-z0-9-]+/[a-z0-9]")
"""How the name of a package begins, such as @acme/ui."""
_PROVIDERS = (
    "gmail", "googlemail", "yahoo", "ymail", "outlook", "hotmail", "live", "icloud", "mail", "yandex", "ya", "proton",
    "protonmail", "rambler", "inbox", "bk", "list", "walla", "chmail", "mailfa", "gmx", "web", "aol", "zoho",
)  # fmt: skip
"""Hosts of mail addresses, without their endings."""
_BEFORE_SITE = (
    "shop", "us", "me", "you", "look", "buy", "order", "online", "here", "now", "page", "site", "it", "them", "more",
    "is", "are", "was", "live", "posted", "find", "found", "see", "visit", "and", "or", "only", "also", "people",
)  # fmt: skip
"""Words before “at example dot com” that are no name of a mailbox."""
_PROGRAM_WORDS = frozenset({
    "media", "import", "charset", "font-face", "keyframes", "supports", "layer", "container", "property",
    "dataclass", "staticmethod", "classmethod", "override", "overload", "abstractmethod", "cached_property",
    "deprecated", "param", "return", "returns", "throws", "see", "todo", "test", "component", "injectable",
    "input", "output",
})  # fmt: skip
"""Words that stand after an @ in the source text of programs."""
_HOSTS = (
    "x.com", "twitter.com", "instagram.com", "facebook.com", "fb.com", "vk.com", "threads.net", "threads.com", "ok.ru",
    "t.me", "telegram.me", "wa.me", "tiktok.com", "youtube.com", "linkedin.com", "reddit.com", "bsky.app",
    "snapchat.com", "virgool.io", "aparat.com", "rubika.ir", "eitaa.com", "ble.ir", "m.me", "ig.me", "vk.me",
    "viber.me", "line.me", "telegram.dog", "signal.me", "threema.id", "zalo.me", "splus.ir", "igap.net", "discord.com",
    "api.whatsapp.com", "web.whatsapp.com", "matrix.to", "join.skype.com",
)  # fmt: skip
_LINK = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:[a-z]{1,3}\.|www\.|mobile\.)?"
    rf"(?:{'|'.join(map(re.escape, _HOSTS))})/(?P<path>[^\s<>\"'()\[\]|`*،؛]*)",
    re.IGNORECASE,
)
_APPS = re.compile(
    r"(?<![\w-])(?:skype|tg|viber|whatsapp|sgnl|imo|line|zoomus|facetime):(?://)?(?P<path>[^\s<>\"'()\[\]|`*،؛]+)",
    re.IGNORECASE,
)
"""Links that open a chat with somebody in an app."""
_FEDIVERSE = re.compile(r"https?://[\w.-]{3,200}/(?P<path>@[\w.-]+[^\s<>\"'()\[\]|`*،؛]*)", re.IGNORECASE)
_NOBODY = frozenset({
    "home", "hashtag", "explore", "search", "share", "sharer", "sharer.php", "intent", "about", "help", "legal",
    "privacy", "policies", "terms", "tos", "login", "settings", "i", "watch", "results", "feed", "jobs",
    "company", "groups", "events", "ads", "business", "download", "apps", "invite", "channels", "developers",
})  # fmt: skip
"""First parts of a path that belong to no person."""
_BEFORE_NAME = frozenset({
    "in", "user", "u", "channel", "c", "profile", "profile.php", "id", "add", "people", "s", "m", "t", "ti", "p",
    "users", "send", "phone", "chat", "number", "resolve", "domain", "contact", "r",
})  # fmt: skip
_END = ".,;:!?"


def emails(text: str) -> Iterator[tuple[int, int]]:
    """The places of e-mail addresses in a plain text, also with `@` spelled out or with blanks around it."""
    sign, patterns = _spelled_out()
    if not sign.search(text):
        return
    for pattern in (_EMAIL, _FOREIGN, *patterns):
        yield from (match.span() for match in pattern.finditer(text) if not _NO_MAILBOX.match(match[0]))


@cache
def _spelled_out() -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    """A sign that every address has, which is quick to search for, and the patterns of addresses in words.

    Blanks around `@`, and words without brackets, are an address where the host is one of a mail provider, where the
    name before them could be no word, or where both at and dot are words: people also shop “at Target dot com”.
    """
    at, dot = any_of("spelled_at"), any_of("spelled_dot")
    in_brackets = rf" ?(?:[\[({{<*]{{1,2}} ?(?:{at}|@) ?[\])}}>*]{{1,2}}| [_-]{at}[_-] ) ?"
    any_dot = rf"(?: ?(?:\[ ?{dot} ?\]|\( ?{dot} ?\)) ?| {dot} |\.)"
    host = rf"(?:[A-Za-z0-9-]{{1,40}}{any_dot}){{1,4}}[A-Za-z]{{2,18}}"
    provider = rf"(?:{'|'.join(_PROVIDERS)})(?:{any_dot}| ?\. ?)(?:com|ru|ir|net|org|de|fr|co{any_dot}(?:il|uk)|me)"
    no_site = rf"(?!(?:{'|'.join(_BEFORE_SITE)}) )"
    in_words = rf"{no_site}[a-z0-9][a-z0-9._+-]{{0,62}} {at} (?:[a-z0-9-]{{1,40}} {dot} ){{1,4}}[a-z]{{2,18}}"
    no_word = r"[A-Za-z][A-Za-z0-9]{0,40}(?:[._][A-Za-z0-9]{1,40}){1,4}"
    forms = (
        rf"(?<![\w.]){_LOCAL}{in_brackets}{host}(?!\w)",
        rf"(?<![\w.@]){_LOCAL}(?:\s{{0,2}}@\s{{0,2}}| {at} ){provider}(?!\w)",
        rf"(?<![\w.@]){no_word}(?: {{1,2}}@ {{0,2}}|@ {{1,2}}){host}(?!\w)",
        rf"(?<![\w.@])(?-i:{in_words})(?!\w)",
    )
    return re.compile(rf"@|%40|\b{at}[ \])}}>*_-]", re.IGNORECASE), tuple(
        re.compile(one, re.IGNORECASE) for one in forms
    )


def handles(text: str) -> Iterator[tuple[int, int]]:
    """The places of handles such as @somebody."""
    if "@" not in text:
        return
    for match in _HANDLE.finditer(text):
        if _SCOPE.match(text, match.start()):
            continue
        name = match[0][1:].lower()
        if name not in _PROGRAM_WORDS and not name.isdigit() and not name.endswith("bot"):
            yield match.span()


def links(text: str) -> Iterator[tuple[int, int]]:
    """The places of links to a person's page or post on a network."""
    if "/" not in text and ":" not in text:
        return
    for pattern in (_LINK, _FEDIVERSE, _APPS):
        for match in pattern.finditer(text):
            if owner(match["path"]):
                yield match.start(), match.end() - (len(match[0]) - len(match[0].rstrip(_END)))


def owner(path: str) -> str:
    """The name of the person whose page a path on a network is, in lower case and without @; "" if it is nobody's."""
    parts = [part for part in re.split(r"[/?#=]", path.lower().rstrip(_END)) if part]
    while parts and parts[0] in _BEFORE_NAME:
        parts = parts[1:]
    return "" if not parts or parts[0] in _NOBODY else parts[0].removeprefix("@")


def names(known: frozenset[str], text: str) -> Iterator[tuple[int, int]]:
    """The places of names in greetings; `known` are words, in lower case, of those who may be named."""
    for pattern in _fitting(text.lower()):
        for match in pattern.finditer(text):
            words = [word.strip(".").lower() for word in match["name"].split()]
            own = [word for word in words if word not in _words("titles")]
            if own and not any(word in _words("everybody") or word in known for word in own):
                yield match.span("name")


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """The places of street addresses in a plain text."""
    yield from (match.span() for match in _address().finditer(text))


@cache
def _address() -> re.Pattern[str]:
    return re.compile(any_of("addresses"), re.IGNORECASE)


def _fitting(lower: str) -> list[re.Pattern[str]]:
    """The patterns that may match: searching for their signs takes less time than trying them."""
    found: list[re.Pattern[str]] = []
    for signs, patterns in _greetings(in_ascii=lower.isascii()):
        for sign in signs:
            if sign in lower:
                found.extend(patterns)
                break
    return found


@cache
def _greetings(*, in_ascii: bool) -> tuple[tuple[tuple[str, ...], tuple[re.Pattern[str], ...]], ...]:
    """The signs of greetings and their patterns; those that a text of ASCII letters may have, or all."""
    greetings = (greeting for language in languages() for greeting in language_words(language).privacy.greetings)
    signs = ((one, tuple(sign for sign in one.signs if sign.isascii() or not in_ascii)) for one in greetings)
    return tuple((some, tuple(re.compile(p, re.IGNORECASE) for p in one.patterns)) for one, some in signs if some)


@cache
def _words(name: Literal["titles", "everybody"]) -> frozenset[str]:
    lists: list[tuple[str, ...]] = [getattr(language_words(language).privacy, name) for language in languages()]
    return frozenset(word for words in lists for word in words)
