"""Names of people that a greeting gives away: "Hi Jason", in English, Persian, Hebrew and Russian.

Nothing here knows names. A word is one when it stands where a greeting has its name and is none of the words by which
everybody is greeted; those are lists, and the company's own people are known from team.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

_END = r"(?=\s*(?:[,،!.:;؛?؟]|\s-|\n|$))"
_START = r"(?:^|(?<=[.!?؟\n] )|(?<=\n))\s*"

_ENGLISH = re.compile(
    r"\b(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[, ]{1,2}"
    r"(?P<name>(?-i:(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Madam)\b\.? )?[A-Z][\w'-]{1,30}(?: [A-Z][\w'-]{1,30})?))" + _END,
    re.IGNORECASE,
)
_ENGLISH_LOWER = re.compile(r"^\s*(?:hi|hello|hey) (?P<name>[a-z]{2,30})(?=\s*[,!])", re.IGNORECASE)
_HELLO_FA = r"(?<![\u0621-\u06cc])(?:سلام|درود|وقت بخیر)(?: بر)? "
_WORD_FA = r"[\u0621-\u064a\u064e-\u0652\u0654\u067e\u0686\u0698\u06a9\u06af\u06cc]{2,20}"
_TITLE_FA = r"(?:(?:جناب|سرکار|خانم|آقای|آقا|دکتر|مهندس)(?: |$)){1,3}"
_DEAR = "جان|عزیز|گرامی|گرانقدر|محترم"
_DEAR_FA = rf" (?:{_DEAR})"
_NAME_FA = rf"{_WORD_FA}(?: (?!(?:{_DEAR})\b){_WORD_FA})?"
_PERSIAN = re.compile(rf"{_HELLO_FA}(?:{_TITLE_FA})?(?P<name>(?!\S*می)(?!\S*یم\b){_WORD_FA})(?:{_DEAR_FA})?{_END}")
_PERSIAN_TWO = re.compile(rf"{_HELLO_FA}(?P<name>{_WORD_FA} (?!می){_WORD_FA})(?=\s*[،,!])")
_PERSIAN_TITLE = re.compile(rf"(?:{_START}|سلام[،,]? ){_TITLE_FA}(?P<name>{_NAME_FA})(?:{_DEAR_FA})?(?=\s*[،,!:])")
_PERSIAN_DEAR = re.compile(rf"(?:{_START}|سلام[،,]? )(?P<name>{_NAME_FA}){_DEAR_FA}(?=\s*[،,!:])")
_WORD_HE = r"[\u05d0-\u05ea]['\u05d0-\u05ea-]{1,20}"
_TITLE_HE = r"(?:(?:מר|גב'|גברת|ד\"ר|אדון) )?"
# `payment`, `תשלום`, ends in `שלום`, and other words hold a greeting in the same way.
_HEBREW = re.compile(
    r"(?<![\u05d0-\u05ea])(?:היי|הי|שלום|אהלן|בוקר טוב|ערב טוב|צהריים טובים)"
    rf"[, ]{{1,2}}(?P<name>{_TITLE_HE}{_WORD_HE}(?: {_WORD_HE})?){_END}"
)
_HEBREW_DEAR = re.compile(rf"{_START}(?P<name>{_WORD_HE}(?: {_WORD_HE})?) ה?יקר(?:ה|ים|ות)?(?=\s*[,!:])")
_WORD_RU = r"[А-ЯЁ][а-яё-]{1,30}"
_RUSSIAN = re.compile(
    r"(?:здравствуйте|привет|приветствую|добрый день|добрый вечер|доброе утро|доброго дня|уважаем(?:ый|ая|ые))[, ]{1,2}"
    rf"(?:(?:господин|госпожа) )?(?P<name>(?-i:{_WORD_RU}(?: {_WORD_RU}){{0,2}})){_END}",
    re.IGNORECASE,
)
_RUSSIAN_FIRST = re.compile(
    rf"{_START}(?P<name>(?-i:{_WORD_RU}(?: {_WORD_RU})?)), (?:здравствуй|привет|добр(?:ый|ое|ого) )", re.IGNORECASE
)
_BY_SIGN: tuple[tuple[tuple[str, ...], tuple[re.Pattern[str], ...]], ...] = (
    (("hi ", "hi,", "hello", "hey", "dear", "good "), (_ENGLISH, _ENGLISH_LOWER)),
    (("سلام", "درود", "وقت بخیر"), (_PERSIAN, _PERSIAN_TWO)),
    (("جان", "عزیز", "گرامی", "گرانقدر", "محترم"), (_PERSIAN_DEAR,)),
    (("خانم", "آقا", "جناب", "سرکار", "دکتر", "مهندس"), (_PERSIAN_TITLE,)),
    (("היי", "הי ", "שלום", "אהלן", " טוב"), (_HEBREW,)),
    (("יקר",), (_HEBREW_DEAR,)),
    (("здравствуй", "привет", "приветствую", "добр", "уважаем"), (_RUSSIAN, _RUSSIAN_FIRST)),
)
"""Patterns, each with what a text must have for them to fit: looking for words is cheaper than trying patterns."""

EVERYBODY = frozenset(
    word
    for line in files(__package__).joinpath("everybody.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
"""Words by which everybody is greeted, not somebody."""
_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "madam", "מר", "גב'", "גברת", 'ד"ר', "אדון"])


def names(known: frozenset[str], text: str) -> Iterator[tuple[int, int]]:
    """The places of names in greetings; `known` are words, in lower case, of those who may be named."""
    for pattern in _fitting(text.lower()):
        for match in pattern.finditer(text):
            words = [word.strip(".").lower() for word in match["name"].split()]
            own = [word for word in words if word not in _TITLES]
            if own and not any(word in EVERYBODY or word in known for word in own):
                yield match.span("name")


def _fitting(lower: str) -> list[re.Pattern[str]]:
    found: list[re.Pattern[str]] = []
    for signs, some in _BY_SIGN:
        for sign in signs:
            if sign in lower:
                found.extend(some)
                break
    return found
