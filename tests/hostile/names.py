"""Names that have broken other people's pages, and what is left of each once nothing unseen is in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

PWNED = "window.__pwned=1"
_ZALGO = "".join(
    letter + "".join(chr(0x300 + (7 * n + number) % 112) for n in range(12)) for number, letter in enumerate("Zalgo")
)
VARIANTS: dict[str, str] = {
    "markup": f'</title></script><script>{PWNED}</script><img src=x onerror="{PWNED}"><a href="javascript:{PWNED}">',
    "quotes": f"\"' onmouseover=\"{PWNED}\" x='\\' `tick` ${{{PWNED}}} {{{{ 7*7 }}}} {{% raw %}} %(name)s %s {{name}}",
    "closers": "]]> --> <![CDATA[ ?> */ // </style></textarea></svg></template> &lt;b&gt; &amp;amp; &#60;",
    "lines": "one\nDisallow: /\r\n\r\nBEGIN:VEVENT\nSUMMARY:x\n  X-Header: y\ttab",
    "emoji": "👩‍👩‍👧‍👦 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 🏳️‍🌈 👋🏽 🇮🇷 ❤️",
    "directions": "پرداخت (Checkout) שלום 12:30 مرحبا نیم‌فاصله",
    "unseen letters": "Pa\u200by\u2060me\u00adnt\u3000of\u2003all\u00a0orders",
    "zalgo": _ZALGO,
    "one word": "W" * 300,
    "many words": "and so on " * 30,
    "controls": "a\x00b \x1b[31mred\x07 \x9b1m \x85 \u202eturned\u2066 \ufeff\u2028next\u2029 \ufffe\x7f",
    "formulas": '=HYPERLINK("http://evil.example/") @SUM(1) +1 -1 |calc;,:%0d%0aX ../../../etc/passwd //evil.example/',
}  # fmt: skip
"""What one thing is called, by the kind of trouble that it makes."""
_AT_MOST_200 = ("customer", "address")
"""Keys of what a record holds to 200 characters."""
MARKDOWN = frozenset(
    {"described", "said", "over", "planned", "called", "noticed", "reason", "complained", "quote", "did", "changed"}
)
"""Keys of texts that may hold Markdown; in these what is Markdown would rightly change what a page is made of."""
_PLAIN_KINDS = [kind for kind in VARIANTS if kind not in {"quotes", "closers", "lines"}]
_REMOVED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
"""What has no place in any text that is published: it cannot be seen, and does something."""

Names = Callable[[str], str]
"""What a company calls the thing that the key stands for; every key is another thing."""


def innocent(key: str) -> str:
    """One plain word for each thing, and no word is part of another."""
    return f"Plain{key.title().replace('-', '')}Zq"


def hostile(company: int, alone: dict[str, str]) -> Names:
    """The names of a hostile company: those of `alone`, and for all else one kind of trouble after the other.

    The number moves the kinds on, so that in another company another thing has them.
    """
    taken: dict[str, str] = {}

    def name(key: str) -> str:
        if key not in taken:
            kinds = _PLAIN_KINDS if key.rpartition("-")[0] in MARKDOWN else list(VARIANTS)
            words = alone.get(key) or f"{VARIANTS[kinds[(len(taken) * 5 + company) % len(kinds)]]} {key}"
            taken[key] = words[:200].strip() if key.startswith(_AT_MOST_200) else words
        return taken[key]

    return name


def together(*kinds: str) -> str:
    """Several kinds of trouble in one name."""
    return " ".join(VARIANTS[kind] for kind in kinds)


def published(name: str) -> str:
    """The name as readers are to find it: on one line, nothing unseen that turns or ends anything, letters composed."""
    return settled(_REMOVED.sub("", re.sub("[\x0b\x0c\x85\u2028\u2029]", " ", name)))


def settled(words: str) -> str:
    """Words by which two texts are compared: spaces alike, accents composed, without the isolates around a name."""
    words = re.sub("[\u2068\u2069\u200e\u200f]", "", words)
    return " ".join(unicodedata.normalize("NFC", words).split())
