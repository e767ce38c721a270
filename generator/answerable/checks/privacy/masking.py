"""Make private words unreadable, in logs and in published texts."""

from __future__ import annotations

import re
from collections.abc import Iterable

SHADE = "▇▇▇"
"""Replaces each private span in a published text."""
_DOTS = "•••••••"
_LONG = 8
"""A secret with so many characters is not given away by its last two."""
_AUTOLINK = re.compile(rf"<[^<>\s\"'=]*{SHADE}[^<>\s\"'=]*>")
_ATTRIBUTE = re.compile(
    rf"(?<=\w|[\"'])\s+(?:href|src|title)\s*=\s*"
    rf"(?:\"[^\"<>]*{SHADE}[^\"<>]*\"|'[^'<>]*{SHADE}[^'<>]*'|[^\s\"'<>]*{SHADE}[^\s<>]*)",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"!?\[(?P<words>(?:[^\[\]\n]|\[[^\[\]\n]{0,300}\]){0,300})\]"
    r"\((?P<target>[^()\n]{0,2000}(?:\([^()\n]{0,300}\)[^()\n]{0,300}){0,3})\)"
)
_DEFINITION = re.compile(
    rf"^ {{0,3}}\[(?P<label>[^\[\]\n^][^\[\]\n]{{0,300}})\]:[ \t]*\n?[ \t]*"
    rf"(?:<?\S*{SHADE}[^\s\"]*>?(?:[ \t]+[\"'(].*)?|\S+[ \t]+[\"'(].*{SHADE}.*)[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
_REFERENCE = re.compile(r"!?\[(?P<words>[^\[\]\n]{0,300})\](?:\[(?P<label>[^\[\]\n]{0,300})\])?(?![(:])")
_TAGS = re.compile(rf"(?:<[a-zA-Z]{{1,10}}>){{1,4}}{SHADE}(?:</[a-zA-Z]{{1,10}}>){{1,4}}")


def masked(secret: str) -> str:
    """The secret as a log may show it: dots, and of a long one the last two characters."""
    return _DOTS + (secret[-2:] if len(secret) >= _LONG else "")


def shaded(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with each span made unreadable, and without the links that lead there."""
    for start, end in sorted(spans, reverse=True):
        opened = text[start] == "(" and ")" not in text[start:end]
        text = text[: start + opened] + SHADE + text[end:]
    return _without_half_links(text)


def _without_half_links(text: str) -> str:
    """Return Markdown or HTML with the words of a link in the place of one whose address was made unreadable."""
    if SHADE not in text:
        return text
    text = _TAGS.sub(SHADE, _ATTRIBUTE.sub("", _AUTOLINK.sub(SHADE, text)))
    text = _LINK.sub(lambda link: link["words"] if SHADE in link["target"] else link[0], text)
    gone = {definition["label"].casefold() for definition in _DEFINITION.finditer(text)}
    if not gone:
        return text

    def unlinked(reference: re.Match[str]) -> str:
        label = reference["label"] or reference["words"]
        return reference["words"] if label.casefold() in gone else reference[0]

    return _REFERENCE.sub(unlinked, _DEFINITION.sub("", text)).rstrip()
