"""Rules on translations: what is missing, and what got lost on the way from one language to another.

Numbers are compared in any script and with any separators, links by their hosts, names by their beginnings, since many
languages inflect them. Dates are left out where the other language may count days in another calendar.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError

from answerable.checks.privacy.finder import Finder
from answerable.checks.rule import Check, CheckContext, CheckRecord, Hit, Rule
from answerable.content.translatable import BODY, TextPlace, company_texts, published_records, texts_of_record
from answerable.records.findings import quoted
from answerable.records.ledger import Ledger
from answerable.records.model import Record
from answerable.records.text import Text
from answerable.records.yaml.tree import Loc
from answerable.translation.message import counted, joined, msg

MISSING = Rule(
    "translation/missing",
    "A published text is not there in every language of the site.",
    "Readers of that language see it in another one. Nothing is held back for that: a notice goes out at once.",
    "Add the text, or let `answerable translate export` write a file for a translator.",
    "note",
)
LINK = Rule(
    "translation/link",
    "A translation has fewer links to a host than the text in the first language.",
    "What readers are told to do there, those of the other language are not.",
    "Put the link into the translation.",
    "warning",
)
NUMBER = Rule(
    "translation/number",
    "A number of the text in the first language is not in the translation; digits of any script count.",
    "A wrong time, price or count is worse in a translation, which fewer people of the team read.",
    "Correct the number, or write it with the same digits in both.",
    "warning",
)
NAME = Rule(
    "translation/name",
    "The organisation, a person of the team or a component of several words is named in the first language only.",
    "Readers do not learn who or what is meant.",
    "Write the name as team.yml, components.yml or policy.yml has it in that language.",
    "warning",
)
NOTED_AT_MOST = 20
"""Records without a translation that are listed; the rest is counted."""
_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"')\]]+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,:/\u066b\u066c\u2009\u202f\u00a0\u2019'](?=\d)\d+)*")
_APART = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_IN_WORDS = 12
"""Numbers up to this one are often written in words."""
_LEAST = 3
"""Letters at the beginning of a name's words that must be there."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that a translation lost: the rule, what it is, and what to do."""

    rule: str
    message: str
    suggestion: str


def lost_parts(source: str, translation: str, language: str, names: Iterable[tuple[str, str]] = ()) -> Iterator[Lost]:
    """Yield what of a source is not in its translation. `language` is that of the source.

    `names` are the names that count, each in the language of the source and in that of the translation.
    """
    hosts = Counter(map(_host, _LINK.findall(source))) - Counter(map(_host, _LINK.findall(translation)))
    for host in hosts:
        message = msg("the translation lacks the link to %(host)s", host=quoted(host))
        yield Lost(LINK.name, message, msg("put it in"))
    for number in _lost_numbers(_without_dates(source, language), source, translation):
        message = msg("the translation lacks the number %(number)s", number=quoted(number))
        yield Lost(NUMBER.name, message, msg("correct it, or write it in digits"))
    for name, other in names:
        if name in source and not _is_named(other, translation) and not _is_named(name, translation):
            message = msg("the translation does not name %(name)s", name=quoted(name))
            yield Lost(NAME.name, message, msg("write %(other)s", other=quoted(other)))


def names_in(ledger: Ledger, language: str, other: str) -> list[tuple[str, str]]:
    """Return the names that a translation must keep, in two languages."""
    first = ledger.policy.languages[0]
    organisation = [ledger.policy.organisation] if ledger.policy.organisation else []
    people: list[Text] = [one.name for one in ledger.people]
    parts = [*(one.name for one in ledger.every_component), *(one.name for one in ledger.groups)]
    pairs = [(text.only_in(language, first), text.only_in(other, first)) for text in (*organisation, *people)]
    several = [text for text in parts if " " in text.only_in(language, first)]
    pairs += [(text.only_in(language, first), text.only_in(other, first)) for text in several]
    return [(name, there) for name, there in dict.fromkeys(pairs) if name and there]


def _host(link: str) -> str:
    parts = urlsplit(link)
    return parts.netloc.lower() or f"{parts.scheme}:{parts.path.lower()}"


def _lost_numbers(counted_source: str, source: str, translation: str) -> Iterator[str]:
    """Yield the numbers of a source that are not in its translation, as they are written.

    A full hour may be written in words, any hour in the clock of twelve. So may a small number, unless the translation
    has a number that the source does not have: then it was replaced.
    """
    there = {*_numbers(translation).values(), *_numbers(_APART.sub("", translation)).values()}
    has_others = bool(there - {*_numbers(source).values(), *_numbers(_APART.sub("", source)).values()})
    for written, number in _numbers(counted_source).items():
        clock = _CLOCK.fullmatch(_ascii(written))
        if clock and (clock[2] == "00" or f"{int(clock[1]) % 12}{clock[2]}".lstrip("0") in there):
            continue
        in_words = number.isdigit() and int(number) <= _IN_WORDS and not has_others
        if number not in there and not in_words:
            yield written


def _numbers(text: str) -> dict[str, str]:
    """Return the numbers of a text as they are written, each with its ASCII digits from the first that is not 0.

    Those in links do not count.
    """
    plain = _LINK.sub(" ", text)
    return {found: "".join(filter(str.isdigit, _ascii(found))).lstrip("0") or "0" for found in _NUMBER.findall(plain)}


def _ascii(number: str) -> str:
    """Return a number with ASCII digits in the place of those of another script."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in number)


def _without_dates(text: str, language: str) -> str:
    """Return a text without its days: another language may have them in another calendar."""
    text = _ISO_DATE.sub(" ", text)
    months = "|".join(map(re.escape, _months(language)))
    if not months:
        return text
    day = rf"\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:{months})\b\.?(?:,?\s+\d{{4}})?|(?:{months})\s+\d{{1,4}}(?:,\s+\d{{4}})?"
    return re.sub(day, " ", text, flags=re.IGNORECASE)


def _months(language: str) -> list[str]:
    """Return the names of the months in a language, long and short, as dates have them; none if it is not known."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return []
    names = {name.rstrip(".") for width in ("wide", "abbreviated") for name in locale.months["format"][width].values()}
    return sorted(names, key=len, reverse=True)


def _is_named(name: str, text: str) -> bool:
    """Tell whether the words of a name are in a text, perhaps inflected or with a prefix."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return all(word[: max(_LEAST, len(word) - 3)] in folded for word in name.casefold().split())


def check_record(context: CheckContext) -> CheckRecord:
    """Return the check of what the translations of one record lost."""
    lost = _Comparison(context.ledger)
    return lambda record: lost.hits(texts_of_record(record))


def check_site(context: CheckContext) -> Iterator[Hit]:
    """Yield what translations in the company's files lost, and what is not translated: one hit for a record or file."""
    company = list(company_texts(context.ledger, context.root))
    yield from _Comparison(context.ledger).hits(company)
    for path in dict.fromkeys(place.path for place in company):
        yield from _gaps([place for place in company if place.path == path], context)
    untranslated = [hit for record in published_records(context.ledger) for hit in _gaps_of(record, context)]
    yield from untranslated[:NOTED_AT_MOST]
    more = len(untranslated) - NOTED_AT_MOST
    if more > 0:
        words = counted(
            "%(number)s more record lacks texts in a language of the site",
            "%(number)s more records lack texts in a language of the site",
            more,
        )
        yield Hit(MISSING.name, "policy.yml", words, msg("`answerable translate status` counts them"))


def _gaps_of(record: Record, context: CheckContext) -> Iterator[Hit]:
    yield from _gaps(list(texts_of_record(record)), context)


def _gaps(places: Sequence[TextPlace], context: CheckContext) -> Iterator[Hit]:
    """Yield one hit about the texts of one file that are missing in a language of the site."""
    languages = context.ledger.policy.languages
    lacking = Counter(
        language for place in places for language in languages if not place.words(language, context.first_language)
    )
    if lacking:
        number = sum(lacking.values())
        words = counted(
            "%(number)s text is not translated (%(languages)s)",
            "%(number)s texts are not translated (%(languages)s)",
            number,
            languages=joined(", ", lacking),
        )
        yield Hit(MISSING.name, places[0].path, words, msg("readers see it in another language until it is"))


class _Comparison:
    """Compares the texts of a site with their translations."""

    def __init__(self, ledger: Ledger) -> None:
        self._first = ledger.policy.languages[0]
        self._names = {other: names_in(ledger, self._first, other) for other in ledger.policy.languages[1:]}
        self._finder = Finder(ledger)

    def hits(self, places: Iterable[TextPlace]) -> Iterator[Hit]:
        """Yield a hit for everything that a translation lost."""
        for place in places:
            source = place.words(self._first, self._first)
            for language, words in place.text.by_language.items() if source else ():
                if language in self._names:
                    loc: Loc = () if place.key == BODY else (*place.loc, language)
                    for lost in self._lost(source, words, language):
                        yield Hit(lost.rule, place.file(language), lost.message, lost.suggestion, loc)

    def _lost(self, source: str, words: str, language: str) -> list[Lost]:
        """Return what a translation lost, without parts of private details, which a log may not show."""
        found = list(lost_parts(source, words, self._first, self._names[language]))
        private = self._finder.secrets(source) if found else []
        for secret in private:
            source = source[: secret.start] + " " * (secret.end - secret.start) + source[secret.end :]
        return list(lost_parts(source, words, self._first, self._names[language])) if private else found


CHECKS = (Check((LINK, NUMBER, NAME), check_record=check_record), Check((MISSING,), check_site=check_site))
