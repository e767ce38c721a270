"""Count a text as each network counts it, and cut it to fit. Where a rule is unclear, the larger count holds.

Sources: X: twitter-text, config/v3.json, and https://docs.x.com/fundamentals/counting-characters.
Mastodon: app/validators/status_length_validator.rb and https://docs.joinmastodon.org/user/posting/ (500 is its
default; a server may allow more). Bluesky: lexicons/app/bsky/feed/post.json (`maxGraphemes`, `maxLength`).
Telegram: https://core.telegram.org/bots/api#sendmessage, whose lengths are UTF-16 code units.
Instagram: a caption or a comment has at most 2,200 characters; it does not say how they are counted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

import regex

from answerable.records.characters import graphemes
from answerable.translation.message import joined, msg

Network = Literal["x", "instagram", "mastodon", "bluesky", "telegram"]

LINK = 23
"""Characters that X and Mastodon count for any link, however long it is."""
_WEIGH_ONE = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh one on X (twitter-text, config/v3.json); all others weigh two: CJK, and the ellipsis too."""
# What X counts as one emoji: a flag, a keycap, or a pictograph with what is joined to it.
_ONE_EMOJI = r"(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)"
_EMOJI = regex.compile(
    rf"\p{{Regional_Indicator}}{{2}}|[0-9#*]\ufe0f?\u20e3"
    rf"|{_ONE_EMOJI}(?:[\U000e0020-\U000e007e]+\U000e007f|(?:\u200d(?:{_ONE_EMOJI}|\p{{Extended_Pictographic}}))*)"
)
# A path does not go on into letters of most scripts, and ends in no punctuation but perhaps in something bracketed.
_PATH = r"A-Za-z0-9\u00c0-\u024f\u0400-\u04ff"
_X_LINK = regex.compile(
    rf"(?<![A-Za-z0-9@$#])https?://[\p{{L}}\p{{N}}.-]+\.(\p{{L}}{{2,}})(?::\d+)?"
    rf"(?:[/?#](?:(?:[{_PATH}!*';:=+,.$/%#\[\]\-–_~@|&?]|\([{_PATH}]*\))*(?:[{_PATH}=_#/+-]|\([{_PATH}]*\)))?)?"
)
_KNOWN_ENDINGS = frozenset(
    {"app", "biz", "cloud", "com", "dev", "edu", "gov", "info", "int", "mil", "net", "online", "org", "page", "shop"}
)
"""Top-level domains that X certainly knows, besides those of two letters."""
_WITHOUT_SCHEME = regex.compile(r"(?<![\w@$#./-])(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:/[A-Za-z0-9_/%.-]*)?")
WEB_LINK = regex.compile(r"https?://[^\s<>()]+[^\s<>().,;:!?'\"»”…]")
_MENTION = regex.compile(r"(?<![\w/])(@[\w.-]++)@[\w.-]*\w")


class Measure(NamedTuple):
    """One limit: how a text is counted, in which unit, and the largest count allowed."""

    count: Callable[[str], int]
    unit: str
    most: int


@dataclass(frozen=True, slots=True)
class TextLimit:
    """What a network allows for one text: all measures hold at once, and readers are told of the first."""

    measures: tuple[Measure, ...]

    def fits(self, text: str) -> bool:
        """Return whether the network accepts a text of this length."""
        return all(measure.count(text) <= measure.most for measure in self.measures)

    def describe(self, text: str) -> str:
        """Return the text's length as the network counts it, such as `271 of 280 characters`."""
        return joined(
            ", ",
            (
                msg("%(count)s of %(most)s %(unit)s", count=one.count(text), most=one.most, unit=one.unit)
                for one in self.measures
            ),
        )

    def __str__(self) -> str:
        return joined(", ", (msg("%(most)s %(unit)s", most=one.most, unit=one.unit) for one in self.measures))


def grapheme_count(text: str) -> int:
    """Return the number of characters as readers see them: extended grapheme clusters (Unicode Standard Annex 29)."""
    return len(graphemes(text))


def utf8_bytes(text: str) -> int:
    """Return the number of bytes in UTF-8."""
    return len(text.encode("utf-8"))


def utf16_units(text: str) -> int:
    """Return the number of code units in UTF-16: two for each character above U+FFFF."""
    return len(text.encode("utf-16-le")) // 2


def x_weight(text: str) -> int:
    """Return the weight on X: in NFC, a link counts 23, an emoji 2 with all that is joined to it, others 1 or 2.

    X recognises links by a list of top-level domains. Where it may not recognise one, as in an address without https://
    or with a rare ending, the larger of 23 and the weight of its letters counts.
    """
    return _x_weight(text, _link_weight)


def x_weight_in_full(text: str) -> int:
    """Return the weight with links counted in full: X does not say whether it shortens them in a profile's bio."""
    return _x_weight(text, lambda match: max(LINK, _weight(match[0])))


def _x_weight(text: str, link_weight: Callable[[regex.Match[str]], int]) -> int:
    normal = unicodedata.normalize("NFC", text)
    links = sum(link_weight(match) - 1 for match in _X_LINK.finditer(normal))  # a line break stands for each, below
    without = _X_LINK.sub("\n", normal)
    bare = sum(max(0, LINK - _weight(address)) for address in _WITHOUT_SCHEME.findall(without))
    return links + bare + _weight(without)


def mastodon_length(text: str) -> int:
    """Return the number of grapheme clusters, counting 23 for a link and `@name` for a mention such as @name@server."""
    return grapheme_count(_MENTION.sub(r"\1", WEB_LINK.sub("x" * LINK, text)))


def utf16_limit(most: int) -> TextLimit:
    """Return a limit of so many code units in UTF-16.

    Networks that do not say how they count have not been seen to count more than that.
    """
    return TextLimit((Measure(utf16_units, msg("characters"), most),))


LIMITS: dict[Network, TextLimit] = {
    "x": TextLimit((Measure(x_weight, msg("characters"), 280),)),
    "instagram": utf16_limit(2200),
    "mastodon": TextLimit((Measure(mastodon_length, msg("characters"), 500),)),
    "bluesky": TextLimit((Measure(grapheme_count, msg("characters"), 300), Measure(utf8_bytes, msg("bytes"), 3000))),
    "telegram": utf16_limit(4096),
}
"""What each network allows for a post."""


def _link_weight(match: regex.Match[str]) -> int:
    certain = len(match[1]) == 2 or match[1].lower() in _KNOWN_ENDINGS
    return LINK if certain else max(LINK, _weight(match[0]))


def _weight(text: str) -> int:
    without, emoji = _EMOJI.subn("", text)
    return 2 * emoji + sum(map(_character_weight, without))


def _character_weight(character: str) -> int:
    code = ord(character)
    return 1 if any(first <= code <= last for first, last in _WEIGH_ONE) else 2


ELLIPSIS = "…"
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"
SENTENCE_IS_ENOUGH = 0.6
"""A cut after a sentence is preferred if it keeps at least this share of what a cut after a word would keep."""
READ_AT_MOST = 10_000
"""Characters of a text that are read: no network accepts more, and hostile texts may be very long."""

_SENTENCE_END = regex.compile(r"[.!?؟。！？…][)\]»”\"'’]*(?=\s)")
_WORD_END = regex.compile(r"(?<=\S)(?=\s)")
_DANGLING = " \t\n,;:،؛–—-([{«“„‹'\""


class NoRoomError(Exception):
    """Not even one character fits besides what must be kept."""


def cut(text: str, fits: Callable[[str], bool]) -> str:
    """Return the text if it fits, else the longest beginning of it that fits with an ellipsis.

    The cut is after a sentence if that keeps most of the text, else after a word, else after a whole character.
    `fits` must be true of every beginning of a text of which it is true. Raises NoRoomError.
    """
    if len(text) <= READ_AT_MOST and fits(text):
        return text
    text = text[:READ_AT_MOST]
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


def mark_direction(text: str, rtl: bool) -> str:
    """Return the text, after an invisible U+200E or U+200F if its first letter is of the other direction.

    Networks take a post's direction from its first letter: a Persian post that begins with "SMS" would be laid out from
    the left.
    """
    kinds = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "")
    if rtl:
        return RIGHT_TO_LEFT + text if first == "L" else text
    return LEFT_TO_RIGHT + text if first in {"R", "AL"} else text


def _longest(ends: Sequence[int], beginning: Callable[[int], str], fits: Callable[[str], bool]) -> str:
    """Return the longest beginning that fits, or an empty string if none does; `ends` are in ascending order."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if fits(beginning(ends[middle])) else (low, middle)
    return beginning(ends[low - 1]) if low else ""
