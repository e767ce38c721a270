"""What HTML and XML are made of, as leaves: the place of each text and attribute, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from lxml import etree

Leaves = list[tuple[str, str]]
_GEOMETRY = frozenset({"width", "textLength", "letter-spacing", "x", "d"})
"""Of a picture: its words make it wider."""
_STRICT = etree.XMLParser(resolve_entities=False, no_network=True, recover=False, huge_tree=False)


class _Html(HTMLParser):
    """Collects elements in their order, each with its attributes, and the text between them as one piece."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Leaves = []
        self._words: list[str] = []

    def settle(self) -> None:
        words = "".join(self._words)
        self._words.clear()
        if words.strip():
            self.found.append(("text", words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.settle()
        assert len({name for name, _ in attrs}) == len(attrs), f"<{tag}> has an attribute twice: {attrs}"
        self.found.append((f"<{tag}>", ""))
        self.found.extend((f"<{tag} {name}>", value or "") for name, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        self.settle()
        self.found.append((f"</{tag}>", ""))

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_comment(self, data: str) -> None:
        self.settle()
        self.found.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.found.append(("instruction", data))

    def unknown_decl(self, data: str) -> None:
        self.found.append(("unknown", data))


def html(words: str) -> Leaves:
    """The leaves of a page or of a piece of one."""
    parser = _Html()
    parser.feed(words)
    parser.close()
    parser.settle()
    return parser.found


def xml(content: bytes) -> Leaves:
    """The leaves of a document that is well-formed to the letter; comments and instructions are leaves, too."""
    root = etree.fromstring(content, _STRICT)
    assert b"<!DOCTYPE" not in content, "no document has a type of its own"
    before = [("instruction", str(node)) for node in _preceding(root)]
    return [*before, *_element(root)]


def _preceding(root: etree._Element) -> Iterator[etree._Element]:
    node = root.getprevious()
    while node is not None:
        yield node
        node = node.getprevious()


def _element(element: etree._Element) -> Iterator[tuple[str, str]]:
    name = str(element.tag)
    if not isinstance(element.tag, str):
        yield "comment", str(element)
        return
    yield f"<{name}>", ""
    for key, value in element.attrib.items():
        if str(key) not in _GEOMETRY:
            yield f"<{name} {key!s}>", str(value)
    said = "html" if _holds_html(name, element) else "text"
    if (element.text or "").strip():
        yield from inner(said, element.text or "")
    for child in element:
        yield from _element(child)
        if (child.tail or "").strip():
            yield "text", child.tail or ""
    yield f"</{name}>", ""


def _holds_html(name: str, element: etree._Element) -> bool:
    parent = element.getparent()
    return (name == "description" and parent is not None and parent.tag == "item") or element.get("type") == "html"


def inner(said: str, words: str) -> Leaves:
    """A text's own leaves where it holds HTML, as in a feed's item; else the text."""
    return [(f"in {place}", value) for place, value in html(words)] if said == "html" else [("text", words)]


def unhashed(words: str) -> str:
    """Words in which the name of a picture, made of what it says, is any name; and a count of letters any number."""
    words = re.sub(r"^[\d,]+( of [\d,]+ characters)$", r"some\1", words)
    return re.sub(r"previews/[0-9a-f]{20}\.png", "previews/hash.png", words)
