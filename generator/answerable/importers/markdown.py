"""Texts of strangers as Markdown that a record may hold: HTML turned into its marks, unseen characters taken out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from answerable.records.text import MAX_LENGTH

_KNOWN = frozenset({
    "p", "br", "a", "strong", "b", "em", "i", "ul", "ol", "li", "code", "pre", "blockquote",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "div", "span", "u", "small", "s", "del", "script", "style",
})  # fmt: skip
_LOOKS_LIKE_HTML = re.compile(rf"</?(?:{'|'.join(sorted(_KNOWN))})\b[^<>]*>", re.IGNORECASE)
# What the reader of records refuses; see answerable.records.yaml.tree.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "s": "~~", "del": "~~"}
_BR = "\x01"  # stands for a line break until it is known how many follow each other; `clean` takes it out of texts
_BLOCKS = frozenset({"p", "div", "ul", "ol", "pre", "blockquote"})


def clean(text: str) -> str:
    """The text with ordinary line breaks, without characters that a record may not hold, no space at lines' ends."""
    words = _FORBIDDEN.sub("", _BREAKS.sub("\n", text))
    return "\n".join(line.rstrip() for line in words.split("\n")).strip()


def one_line(text: str) -> str:
    """A text for a title or a name: clean, on one line."""
    return " ".join(clean(text).split())


def hides(text: str) -> bool:
    """Whether a text has characters that `clean` takes out."""
    return bool(_FORBIDDEN.search(text))


def to_markdown(text: str) -> str:
    """HTML as Markdown, scripts and styles left out; text without HTML stays as it is, but clean."""
    if len(text) > MAX_LENGTH or not _LOOKS_LIKE_HTML.search(text):  # what is too long is refused by the check
        return clean(text)
    reader = _Reader()
    reader.feed(clean(text))
    reader.close()
    words = re.sub(rf"{_BR}(?:[ \t\n]*{_BR})+[ \t\n]*", "\n\n", "".join(reader.out))
    words = re.sub(rf"{_BR}(?=[ \t]*(?:\n|$))", "", words).replace(_BR, "\\\n")
    return re.sub(r"\n{3,}", "\n\n", clean(words))


class _Reader(HTMLParser):
    """Writes Markdown while it reads; a tag that is none of HTML's, as in `<your-name>`, stays as text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.links: list[str] = []
        self.lists: list[int | None] = []
        self.hidden = 0
        self.literal = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _KNOWN:
            self.handle_data(self.get_starttag_text() or "")
        elif tag in {"script", "style"}:
            self.hidden += 1
        elif tag == "a":
            self.links.append(_safe(dict(attrs).get("href") or ""))
            self.write("[" if self.links[-1] else "")
        elif tag in {"ul", "ol"}:
            self.lists.append(0 if tag == "ol" else None)
            self.write("\n\n" if len(self.lists) == 1 else "\n")
        elif tag == "li":
            self.begin_item()
        else:
            self.write(self.opening(tag))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _KNOWN:
            self.handle_data(f"</{tag}>")
        elif tag in {"script", "style"}:
            self.hidden = max(0, self.hidden - 1)
        elif tag == "a" and self.links:
            link = self.links.pop()
            self.write(f"]({link})" if link else "")
        else:
            self.end_block(tag)

    def handle_data(self, data: str) -> None:
        self.write(data if self.literal else re.sub(r"[ \t\n]+", " ", data))

    def opening(self, tag: str) -> str:
        if tag == "pre":
            self.literal += 1
            return "\n\n```\n"
        if tag == "code" and self.literal:
            return ""
        if tag in _MARKS:
            return _MARKS[tag]
        if re.fullmatch("h[1-6]", tag):
            return f"\n\n{'#' * int(tag[1])} "
        return {"br": _BR, "hr": "\n\n---\n\n", "blockquote": "\n\n> "}.get(tag, "\n\n" if tag in _BLOCKS else "")

    def begin_item(self) -> None:
        depth = "  " * max(0, len(self.lists) - 1)
        number = self.lists[-1] if self.lists else None
        if number is None:
            self.write(f"\n{depth}- ")
        else:
            self.lists[-1] = number + 1
            self.write(f"\n{depth}{number + 1}. ")

    def end_block(self, tag: str) -> None:
        if tag == "pre":
            self.literal = max(0, self.literal - 1)
            self.write("\n```\n\n")
        elif tag in {"ul", "ol"}:
            self.lists = self.lists[:-1]
            self.write("\n\n" if not self.lists else "")
        elif tag in _MARKS and not (tag == "code" and self.literal):
            self.write(_MARKS[tag])
        elif tag in _BLOCKS or re.fullmatch("h[1-6]", tag):
            self.write("\n\n")

    def write(self, text: str) -> None:
        if not self.hidden:
            self.out.append(text)


def _safe(link: str) -> str:
    """The link without spaces when it leads to the web, mail or a phone; else nothing."""
    link = clean(link).replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    return link if re.match(r"(?i)^(https?://|mailto:|tel:)[^\s<>\"]+$", link) else ""
