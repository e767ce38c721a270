"""How long a post is, as each network counts it. Where a network's own words leave a doubt, the larger count is taken.

Sources: X: twitter-text, config/v3.json, and https://docs.x.com/fundamentals/counting-characters.
Mastodon: app/validators/status_length_validator.rb and https://docs.joinmastodon.org/user/posting/ (500 is its
default; a server may allow more). Bluesky: lexicons/app/bsky/feed/post.json (`maxGraphemes`, `maxLength`).
Telegram: https://core.telegram.org/bots/api#sendmessage, whose lengths are UTF-16 code units.
Instagram: a caption or a comment has at most 2,200 characters; of which kind is not said.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

import regex

from answerable.records.characters import graphemes

Network = Literal["x", "instagram", "mastodon", "bluesky", "telegram"]

LINK = 23
"""Characters that X and Mastodon count for any link, however long it is."""
_ONE = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh one on X (twitter-text, config/v3.json); all others weigh two: CJK, and the ellipsis too."""
# What X takes for one emoji: a flag, a key, or a picture with what is joined to it. Other marks behind it count too.
_ONE_EMOJI = r"(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)"
_EMOJI = regex.compile(
    rf"\p{{Regional_Indicator}}{{2}}|[0-9#*]\ufe0f?\u20e3"
    rf"|{_ONE_EMOJI}(?:[\U000e0020-\U000e007e]+\U000e007f|(?:\u200d(?:{_ONE_EMOJI}|\p{{Extended_Pictographic}}))*)"
)
# A path ends before letters of most scripts; at its end stands no punctuation, but perhaps something in brackets.
_PATH = r"A-Za-z0-9\u00c0-\u024f\u0400-\u04ff"
_X_LINK = regex.compile(
    rf"(?<![A-Za-z0-9@$#])https?://[\p{{L}}\p{{N}}.-]+\.(\p{{L}}{{2,}})(?::\d+)?"
    rf"(?:[/?#](?:(?:[{_PATH}!*';:=+,.$/%#\[\]\-–_~@|&?]|\([{_PATH}]*\))*(?:[{_PATH}=_#/+-]|\([{_PATH}]*\)))?)?"
)
_FAMILIAR = frozenset(
    {"app", "biz", "cloud", "com", "dev", "edu", "gov", "info", "int", "mil", "net", "online", "org", "page", "shop"}
)
"""Endings of addresses that X surely knows, beside those of two letters."""
_BARE = regex.compile(r"(?<![\w@$#./-])(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:/[A-Za-z0-9_/%.-]*)?")
_WEB_LINK = regex.compile(r"https?://[^\s<>()]+[^\s<>().,;:!?'\"»”…]")
_MENTION = regex.compile(r"(?<![\w/])(@[\w.-]++)@[\w.-]*\w")


class Measure(NamedTuple):
    """One limit: how something is counted, what is counted, and the most there may be."""

    count: Callable[[str], int]
    unit: str
    most: int


def grapheme_count(text: str) -> int:
    """Characters as readers see them: extended grapheme clusters (Unicode Standard Annex 29)."""
    return len(graphemes(text))


def utf8_bytes(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text.encode("utf-8"))


def utf16_units(text: str) -> int:
    """Code units in UTF-16: two for each character beyond U+FFFF."""
    return len(text.encode("utf-16-le")) // 2


def x_weight(text: str) -> int:
    """Weight on X: NFC; a link 23; an emoji 2, however it is joined; else 1 or 2 by code point.

    X takes for a link what ends in a name of its list. Where that is not sure, as in an address without https:// or
    with a rare ending, the larger of 23 and the letters' weight counts.
    """
    return _x_weight(text, _link)


def x_weight_in_full(text: str) -> int:
    """The same with links that may not be shortened: X does not say whether they are in the line about a profile."""
    return _x_weight(text, lambda match: max(LINK, _weight(match[0])) - 1)


def _x_weight(text: str, of_link: Callable[[regex.Match[str]], int]) -> int:
    normal = unicodedata.normalize("NFC", text)
    links = sum(map(of_link, _X_LINK.finditer(normal)))
    without = _X_LINK.sub("\n", normal)
    bare = sum(max(0, LINK - _weight(address)) for address in _BARE.findall(without))
    return links + bare + _weight(without)


def mastodon_length(text: str) -> int:
    """Grapheme clusters, with 23 for each link and only the name of a mention such as @name@server."""
    return grapheme_count(_MENTION.sub(r"\1", _WEB_LINK.sub("x" * LINK, text)))


LIMITS: dict[Network, tuple[Measure, ...]] = {
    "x": (Measure(x_weight, "characters", 280),),
    "instagram": (Measure(utf16_units, "characters", 2200),),
    "mastodon": (Measure(mastodon_length, "characters", 500),),
    "bluesky": (Measure(grapheme_count, "characters", 300), Measure(utf8_bytes, "bytes", 3000)),
    "telegram": (Measure(utf16_units, "characters", 4096),),
}
"""What each network allows; all measures of a network hold at once."""


def fits(text: str, network: Network) -> bool:
    """Whether a network takes a text of this length."""
    return all(measure.count(text) <= measure.most for measure in LIMITS[network])


def counted(text: str, network: Network) -> str:
    """A text's length as the network counts it, such as `271 of 280 characters`."""
    return ", ".join(f"{measure.count(text)} of {measure.most} {measure.unit}" for measure in LIMITS[network])


def _link(match: regex.Match[str]) -> int:
    """The weight of a link beyond that of the line break that stands for it."""
    sure = len(match[1]) == 2 or match[1].lower() in _FAMILIAR
    return (LINK if sure else max(LINK, _weight(match[0]))) - 1


def _weight(text: str) -> int:
    without, emoji = _EMOJI.subn("", text)
    return 2 * emoji + sum(map(_of_one, without))


def _of_one(character: str) -> int:
    code = ord(character)
    return 1 if any(first <= code <= last for first, last in _ONE) else 2


ELLIPSIS = "…"
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"
SENTENCE_IS_ENOUGH = 0.6
"""A cut after a sentence is taken if it keeps at least this share of what a cut after a word would keep."""
LOOKED_AT = 10_000
"""Characters of a text that are looked at: no network takes more, and hostile texts are long."""

_SENTENCE_END = regex.compile(r"[.!?؟。！？…][)\]»”\"'’]*(?=\s)")
_WORD_END = regex.compile(r"(?<=\S)(?=\s)")
_DANGLING = " \t\n,;:،؛–—-([{«“„‹'\""


class NoRoomError(Exception):
    """Not even one character fits beside what has to stay."""


def cut(text: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of a text, with an ellipsis, that fits; the text itself where all of it does.

    `fits` says so of the text alone, and of a beginning of what fits it says so too. Raises NoRoomError.
    """
    if len(text) <= LOOKED_AT and fits(text):
        return text
    text = text[:LOOKED_AT]
    whole = set(accumulate(map(len, graphemes(text)))) - {len(text)}
    words = [match.end() for match in _WORD_END.finditer(text) if match.end() in whole]
    by_word = _longest(words, lambda end: text[:end].rstrip(_DANGLING) + ELLIPSIS, fits)
    sentences = [match.end() for match in _SENTENCE_END.finditer(text) if match.end() in whole]
    by_sentence = _longest(sentences, lambda end: f"{text[:end]} {ELLIPSIS}", fits)
    if by_sentence and len(by_sentence) >= SENTENCE_IS_ENOUGH * len(by_word):
        return by_sentence
    inside = by_word or _longest(sorted(whole), lambda end: text[:end] + ELLIPSIS, fits)
    if not inside.strip(ELLIPSIS):
        raise NoRoomError
    return inside


def led(text: str, rtl: bool) -> str:
    """The text, with an unseen mark before it where its first letter would turn its direction.

    Networks take a post's direction from its first letter: a Persian post that begins with "SMS" would be set from the
    left. The marks are U+200E and U+200F.
    """
    kinds = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "")
    if rtl:
        return RIGHT_TO_LEFT + text if first == "L" else text
    return LEFT_TO_RIGHT + text if first in {"R", "AL"} else text


def _longest(ends: Sequence[int], beginning: Callable[[int], str], fits: Callable[[str], bool]) -> str:
    """The longest beginning that fits; those of later ends are longer."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if fits(beginning(ends[middle])) else (low, middle)
    return beginning(ends[low - 1]) if low else ""
