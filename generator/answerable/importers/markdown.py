"""Texts of other systems as Markdown that a record may hold: HTML converted, comments and forbidden characters removed.

Written here and not left to a library, for two reasons. The next import compares hashes of converted texts with those
of the last one, so the result must not change with a library's release. And texts made to be slow must not be:
markdownify fails on deeply nested tags and takes half a minute for 100,000 spaces in a row, as Python's HTMLParser does
for 100 KB of `<p '`.
"""

from __future__ import annotations

import re
from html import unescape

from answerable.importers.autolinks import code_ranges, is_inside, link_addresses, tick_boxes
from answerable.records.characters import REFUSED
from answerable.records.comments import OPENING, without_comments
from answerable.records.text import MAX_LENGTH, shows

_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "s": "~~", "del": "~~"}
_HEADINGS = {f"h{level}": f"\n\n{'#' * level} " for level in range(1, 7)}
_BREAK = "\x01"  # a line break, until it is known what stands beside it; `clean` removes the character from texts
_START = {
    **_MARKS, **_HEADINGS, **dict.fromkeys(("p", "div"), "\n\n"),
    "br": _BREAK, "hr": "\n\n---\n\n", "blockquote": "\n\n> ", "pre": "\n\n```\n",
}  # fmt: skip
_END = {**_MARKS, **dict.fromkeys((*_HEADINGS, "p", "div", "blockquote"), "\n\n"), "pre": "\n```\n\n"}
_BLOCKS = frozenset({*_HEADINGS, "p", "div", "hr", "blockquote", "pre", "ul", "ol", "li"})
_NAMES = "|".join(sorted({*_START, "a", "ul", "ol", "li", "span", "u", "small", "script", "style", "input"}))
_LOOKS_LIKE_HTML = re.compile(rf"</?(?:{_NAMES})\b[^<>]*>", re.IGNORECASE)
# A quoted value may hold any character; since every tag tried brings its own quotes, none is searched for twice.
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{_NAMES})\b(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_HREF = re.compile(r"(?:^|\s)href\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+)", re.IGNORECASE)
_REMOVED = re.compile(
    r"<(?P<name>script|style)\b[^<>]*>.*?(?:</(?P=name)\b[^<>]*>|\Z)|<(?:\?|!)[^<>]*>", re.DOTALL | re.IGNORECASE
)
_EMPTY_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_DEEPEST_LIST = 20  # deeper items keep this indentation, or the result would grow with the square of the text

# What records may not hold: what their reader refuses, and every other character that Unicode says is none.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_FORBIDDEN = re.compile(f"{REFUSED}|[{_NONCHARACTERS}]")
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")


def clean(text: str) -> str:
    """Return the text with `\\n` at its lines' ends and without space around them.

    Forbidden characters and HTML comments are left out; a text of which nothing is visible then becomes "".
    """
    words = _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))
    if has_comment(words):
        words = _EMPTY_LINES.sub("\n\n", without_comments(words))
    words = "\n".join(line.rstrip() for line in words.split("\n")).strip()
    return words if shows(words) else ""


def one_line(text: str) -> str:
    """Return a text for a title or a name: clean, on one line."""
    return " ".join(clean(text).split())


def has_forbidden(text: str) -> bool:
    """Return whether a text has characters that `clean` removes."""
    return bool(_FORBIDDEN.search(_LINE_ENDS.sub("\n", text)))


def has_comment(text: str) -> bool:
    """Return whether a text has an HTML comment, which `clean` removes."""
    return OPENING in text


def to_markdown(text: str) -> str:
    """Return HTML, or Markdown with HTML in it, as the Markdown of records, without scripts and styles.

    A tag that is none of HTML's, such as `<your-name>`, stays as text. Bare addresses become links, and the boxes of
    task lists characters. Takes time in proportion to the length.
    """
    if len(text) > MAX_LENGTH:  # refused by the check
        return clean(text)
    words = _from_html(text) if _LOOKS_LIKE_HTML.search(text) else clean(text)
    return tick_boxes(link_addresses(words))


def _from_html(text: str) -> str:
    writer = _Writer()
    html, place = _REMOVED.sub("", clean(text)), 0
    code = code_ranges(html)
    for part in [*_BLANK_LINES.finditer(html), None]:
        if part is not None and is_inside(code, part.start()):
            continue
        end = part.start() if part else len(html)
        tags = [tag for tag in _TAG.finditer(html, place, end) if not is_inside(code, tag.start())]
        _write_part(writer, html[place:end], place, tags)
        writer.out.append(part[0] if part and writer.literal else "\n\n")
        place = part.end() if part else end
    return re.sub(r"\n{3,}", "\n\n", clean(_with_breaks("".join(writer.out))))


def _write_part(writer: _Writer, part: str, offset: int, tags: list[re.Match[str]]) -> None:
    """Write what stands between two blank lines: HTML if a block begins or ends there, else Markdown with tags."""
    is_html = any(tag["name"].lower() in _BLOCKS for tag in tags)
    place = 0
    for tag in tags:
        writer.add_text(part[place : tag.start() - offset], is_html=is_html)
        if tag["end"]:
            writer.end(tag["name"].lower())
        else:
            writer.start(tag["name"].lower(), tag["attributes"])
        place = tag.end() - offset
    writer.add_text(part[place:], is_html=is_html)


def _with_breaks(words: str) -> str:
    """Return the text with Markdown's line breaks for `<br>`: none at a paragraph's end, two are a new paragraph."""
    words = re.sub(rf"^([ \t]*\|[^\n]*){_BREAK}", lambda row: row[0].replace(_BREAK, " "), words, flags=re.MULTILINE)
    words = re.sub(rf"{_BREAK}(?:[ \t\n]*{_BREAK})+[ \t\n]*", "\n\n", words)
    words = re.sub(rf"{_BREAK}(?=[ \t]*(?:\n[ \t]*(?:\n|\Z)|\Z))", "", words)
    return re.sub(rf"{_BREAK}[ \t]*\n?", "\\\\\n", words)


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
        elif tag == "input" and "checkbox" in attributes.lower():
            self.out.append("☑ " if "checked" in attributes.lower() else "☐ ")
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

    def add_text(self, text: str, *, is_html: bool) -> None:
        if self.literal:
            self.out.append(unescape(text))
        elif is_html:
            words = re.sub(r"[ \t\n]+", " ", unescape(text))
            self.out.append(words.lstrip() if self.out and self.out[-1].endswith("\n") else words)
        else:  # in Markdown line breaks count, and entities are Markdown's own
            self.out.append(text)

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
