"""Texts of other systems as Markdown that a record may hold: HTML converted, forbidden characters removed.

Written here and not left to a library, for two reasons. The next import compares hashes of converted texts with those
of the last one, so the result must not change with a library's release. And texts made to be slow must not be:
markdownify fails on deeply nested tags and takes half a minute for 100,000 spaces in a row, as Python's HTMLParser does
for 100 KB of `<p '`.
"""

from __future__ import annotations

import re
from html import unescape

from answerable.records.text import MAX_LENGTH

_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "s": "~~", "del": "~~"}
_HEADINGS = {f"h{level}": f"\n\n{'#' * level} " for level in range(1, 7)}
_BREAK = "\x01"  # a line break, until it is known how many follow each other; `clean` removes the character from texts
_START = {
    **_MARKS, **_HEADINGS, **dict.fromkeys(("p", "div"), "\n\n"),
    "br": _BREAK, "hr": "\n\n---\n\n", "blockquote": "\n\n> ", "pre": "\n\n```\n",
}  # fmt: skip
_END = {**_MARKS, **dict.fromkeys((*_HEADINGS, "p", "div", "blockquote"), "\n\n"), "pre": "\n```\n\n"}
_NAMES = "|".join(sorted({*_START, "a", "ul", "ol", "li", "span", "u", "small", "script", "style"}))
_LOOKS_LIKE_HTML = re.compile(rf"</?(?:{_NAMES})\b[^<>]*>", re.IGNORECASE)
# A quoted value may hold any character; since every tag tried brings its own quotes, none is searched for twice.
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{_NAMES})\b(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_HREF = re.compile(r"(?:^|\s)href\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_REMOVED = re.compile(
    r"<(?P<name>script|style)\b[^<>]*>.*?(?:</(?P=name)\b[^<>]*>|\Z)|<(?:\?|!(?!--))[^<>]*>", re.DOTALL | re.IGNORECASE
)
_DEEPEST_LIST = 20  # deeper items keep this indentation, or the result would grow with the square of the text

# What the reader of records refuses; see answerable.records.yaml.tree.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")


def clean(text: str) -> str:
    """Return the text with `\\n` at its lines' ends, without forbidden characters, and without space around lines."""
    words = _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))
    return "\n".join(line.rstrip() for line in words.split("\n")).strip()


def one_line(text: str) -> str:
    """Return a text for a title or a name: clean, on one line."""
    return " ".join(clean(text).split())


def has_forbidden(text: str) -> bool:
    """Return whether a text has characters that `clean` removes."""
    return bool(_FORBIDDEN.search(text))


def to_markdown(text: str) -> str:
    """Return HTML as Markdown, without scripts and styles; a text without HTML stays as it is, but clean.

    A tag that is none of HTML's, such as `<your-name>`, stays as text. Takes time in proportion to the length.
    """
    if len(text) > MAX_LENGTH or not _LOOKS_LIKE_HTML.search(text):  # what is too long is refused by the check
        return clean(text)
    writer = _Writer()
    html, place = _without_scripts(clean(text)), 0
    for tag in _TAG.finditer(html):
        writer.add_text(html[place : tag.start()])
        if tag["end"]:
            writer.end(tag["name"].lower())
        else:
            writer.start(tag["name"].lower(), tag["attributes"])
        place = tag.end()
    writer.add_text(html[place:])
    words = re.sub(rf"{_BREAK}(?:[ \t\n]*{_BREAK})+[ \t\n]*", "\n\n", "".join(writer.out))
    words = re.sub(rf"{_BREAK}(?=[ \t]*(?:\n|$))", "", words).replace(_BREAK, "\\\n")
    return re.sub(r"\n{3,}", "\n\n", clean(words))


def _without_scripts(html: str) -> str:
    """Return HTML without comments, scripts, styles and declarations; a comment that is not closed stays."""
    before, end, after = html.rpartition("-->")
    return _REMOVED.sub("", _COMMENT.sub("", before + end) + after)


class _Writer:
    """Collects Markdown in `out`, tag by tag."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.links: list[str] = []
        self.lists: list[int | None] = []  # of each open list the number of its last item; None without numbers
        self.literal = 0  # the number of open `pre`

    def start(self, tag: str, attributes: str) -> None:
        if tag == "a":
            self.links.append(_link(attributes))
            self.out.append("[" if self.links[-1] else "")
        elif tag in {"ul", "ol"}:
            self.lists.append(0 if tag == "ol" else None)
            self.out.append("\n\n" if len(self.lists) == 1 else "\n")
        elif tag == "li":
            self.out.append(self.item())
        elif tag != "code" or not self.literal:
            self.out.append(_START.get(tag, ""))
        self.literal += tag == "pre"

    def end(self, tag: str) -> None:
        self.literal -= tag == "pre" and self.literal > 0
        if tag == "a" and self.links:
            link = self.links.pop()
            self.out.append(f"]({link})" if link else "")
        elif tag in {"ul", "ol"}:
            self.lists = self.lists[:-1]
            self.out.append("" if self.lists else "\n\n")
        elif tag != "code" or not self.literal:
            self.out.append(_END.get(tag, ""))

    def add_text(self, html: str) -> None:
        text = unescape(html)
        self.out.append(text if self.literal else re.sub(r"[ \t\n]+", " ", text))

    def item(self) -> str:
        indent = "  " * min(max(0, len(self.lists) - 1), _DEEPEST_LIST)
        number = self.lists[-1] if self.lists else None
        if number is None:
            return f"\n{indent}- "
        self.lists[-1] = number + 1
        return f"\n{indent}{number + 1}. "


def _link(attributes: str) -> str:
    """Return the value of `href` without spaces if it leads to the web, to mail or to a phone; else ""."""
    found = _HREF.search(attributes)
    link = clean(unescape(found[1].strip("\"'"))) if found else ""
    link = link.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    return link if re.match(r"(?i)^(https?://|mailto:|tel:)[^\s<>\"]+$", link) else ""
