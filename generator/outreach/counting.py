"""How long a post is, as each network counts it. Where a network's own words leave a doubt, the larger count is taken.

Sources: X: twitter-text, config/v3.json, and https://docs.x.com/fundamentals/counting-characters.
Mastodon: app/validators/status_length_validator.rb and https://docs.joinmastodon.org/user/posting/ (500 is its
default; a server may allow more). Bluesky: lexicons/app/bsky/feed/post.json (`maxGraphemes`, `maxLength`).
Telegram: https://core.telegram.org/bots/api#sendmessage, whose lengths are UTF-16 code units.
Instagram: a caption or a comment has at most 2,200 characters; of which kind is not said.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Literal, NamedTuple

import regex

Network = Literal["x", "instagram", "mastodon", "bluesky", "telegram"]

LINK = 23
"""Characters that X and Mastodon count for any link, however long it is."""
_ONE = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh one on X (twitter-text, config/v3.json); all others weigh two: CJK, and the ellipsis too."""
_CLUSTER = regex.compile(r"\X")
_PICTURE = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3")
# X's paths end before letters of most other scripts; Mastodon's before white space only.
_X_LINK = regex.compile(
    r"(?<![A-Za-z0-9@$#])https?://[\p{L}\p{N}.-]+\.\p{L}{2,}(?::\d+)?"
    r"(?:[/?#](?:[A-Za-z0-9\u00c0-\u024f\u0400-\u04ff!*';:=+,.$/%\#\[\]\-–_~@|&?()]*[A-Za-z0-9\u00c0-\u024f\u0400-\u04ff=_#/+-])?)?"
)
_BARE = regex.compile(r"(?<![\w@$#./-])(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:/[A-Za-z0-9_/%.-]*)?")
_WEB_LINK = regex.compile(r"https?://[^\s<>()]+[^\s<>().,;:!?'\"»”…]")
_MENTION = regex.compile(r"(?<![\w/])(@[\w.-]++)@[\w.-]*\w")


class Measure(NamedTuple):
    """One limit: how something is counted, what is counted, and the most there may be."""

    count: Callable[[str], int]
    unit: str
    most: int


def graphemes(text: str) -> int:
    """Characters as readers see them: extended grapheme clusters (Unicode Standard Annex 29)."""
    return len(_CLUSTER.findall(text))


def utf8_bytes(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text.encode("utf-8"))


def utf16_units(text: str) -> int:
    """Code units in UTF-16: two for each character beyond U+FFFF."""
    return len(text.encode("utf-16-le")) // 2


def x_weight(text: str) -> int:
    """Weight on X: NFC; a link 23; an emoji 2, however it is joined; else 1 or 2 by code point.

    An address without https:// weighs 23 where X knows its ending; here the larger of 23 and its letters.
    """
    normal = unicodedata.normalize("NFC", text)
    without, links = _X_LINK.subn(" ", normal)
    bare = sum(max(0, LINK - _weight(address)) for address in _BARE.findall(without))
    return links * (LINK - 1) + bare + _weight(without)


def mastodon_length(text: str) -> int:
    """Grapheme clusters, with 23 for each link and only the name of a mention such as @name@server."""
    return graphemes(_MENTION.sub(r"\1", _WEB_LINK.sub("x" * LINK, text)))


LIMITS: dict[Network, tuple[Measure, ...]] = {
    "x": (Measure(x_weight, "characters", 280),),
    "instagram": (Measure(utf16_units, "characters", 2200),),
    "mastodon": (Measure(mastodon_length, "characters", 500),),
    "bluesky": (Measure(graphemes, "characters", 300), Measure(utf8_bytes, "bytes", 3000)),
    "telegram": (Measure(utf16_units, "characters", 4096),),
}
"""What each network allows; all measures of a network hold at once."""


def fits(text: str, network: Network) -> bool:
    """Whether a network takes a text of this length."""
    return all(measure.count(text) <= measure.most for measure in LIMITS[network])


def counted(text: str, network: Network) -> str:
    """A text's length as the network counts it, such as `271 of 280 characters`."""
    return ", ".join(f"{measure.count(text)} of {measure.most} {measure.unit}" for measure in LIMITS[network])


def _weight(text: str) -> int:
    return sum(2 if _PICTURE.search(cluster) else sum(map(_of_one, cluster)) for cluster in _CLUSTER.findall(text))


def _of_one(character: str) -> int:
    code = ord(character)
    return 1 if any(first <= code <= last for first, last in _ONE) else 2
