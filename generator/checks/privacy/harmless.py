"""Figures that are nobody's: dates, times, versions, amounts, hashes, addresses of machines.

They are blanked before numbers are looked for, each character by one, so that places stay.
"""

from __future__ import annotations

import re

_BLANK = "\x1a"
"""A character that is no digit, no letter, no space and no punctuation of numbers."""

_HARMLESS = re.compile(
    r"""
      \b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b                     # UUID
    | \b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{7,64}\b              # hash
    | (?<![\d+.])\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b(?![.\d])   # IPv4
    | (?<![\d+])(?:1[34]|19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])
        (?:[T ]\d\d?:\d\d(?::\d\d)?(?:\.\d+)?\s?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)                     # date, instant
    | (?<![\d+])(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:1[34]|19|20)\d\d(?!\d)     # day first
    | (?<!\d)\d\d?:\d\d(?::\d\d)?(?!\d)                                   # time of day
    | (?<![\d+,])\d{1,3}(?:[,٬']\d{3})+(?:[.,٫]\d{1,4})?(?![\d,])         # thousands by comma
    | (?<![\d+.])\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)                        # thousands by dot, with cents
    | \bv?\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[a-z]+[.\d]*|\+\d+)+               # version with a build
    """,
    re.VERBOSE | re.IGNORECASE,
)

MONEY_AFTER = re.compile(
    r"\s?(?:%|٪|€|\$|₪|₽|£|﷼|ريال|ریال|تومان|درصد|میلیون|ש\"ח|שקל|אחוז|руб|риал|туман|доллар|евро|процент|"
    r"rial|toman|dollar|euro|shekel|rub|usd|eur|irr|ils|percent|ms\b|seconds|minutes|hours|requests|"
    r"درخواست|سفارش|ثانیه|دقیقه|בקשות|запрос|заказ)",
    re.IGNORECASE,
)
MONEY_BEFORE = re.compile(
    r"(?:[€$₪₽£﷼]|\b(?:usd|eur|irr|ils|rub|sum|total|amount|price|ean|isbn|barcode|timestamp|epoch|version|build|"
    r"invoice|ratio|count|counter|مبلغ|جمع|قیمت|بارکد|نسخهٔ?|سال|המחיר|סכום|ברקוד|цена|сумма|итого|штрихкод))"
    r"\W{0,3}(?:(?:of|to|was|is|at|کل|از|на|в)\W{1,2})?$",
    re.IGNORECASE,
)
_AROUND = 24


def without_harmless(text: str) -> str:
    """The text with figures that are nobody's blanked."""
    return _HARMLESS.sub(lambda match: _BLANK * len(match[0]), text)


def is_amount(text: str, start: int, end: int) -> bool:
    """Whether the number at these characters counts money or things."""
    return bool(
        MONEY_AFTER.match(text, end, end + _AROUND) or MONEY_BEFORE.search(text[max(start - _AROUND, 0) : start])
    )
