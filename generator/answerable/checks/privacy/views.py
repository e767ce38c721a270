"""What a reader gets to see of a text: Markdown without its markup, and links decoded, mapped back to the source.

A browser shows `0912**345**6789` and `09123&#52;56789` as one number, and opens `?tel=%2B98912…` with one. Both are
searched as they come out, and what is found is masked where it stands in the source.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_BLOCK_TAGS = r"br|hr|p|div|tr|td|th|table|tbody|thead|ul|ol|li|dl|dt|dd|h[1-6]|blockquote|pre|section|summary|details"
_ENTITY = r"&(?:\#\d{1,7};?|\#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{1,30};)"
_MARKUP = re.compile(
    rf"""
      (?P<comment><!--)
    | (?P<block></?(?:{_BLOCK_TAGS})\b[^<>]*>\s?)
    | (?P<tag></?(?![^<>\s]*[:@])[A-Za-z][^<>]*>)
    | (?P<declared><\?[^<>]{{0,200}}\?>|<![A-Za-z\[][^<>]{{0,200}}>)
    | (?P<entity>{_ENTITY})
    | \\(?P<escaped>[!-/:-@\[-`{{-~])
    | (?P<link>\]\([^()\s<>]*(?:[ ]"[^"\n]*")?\)|\]\[[^\[\]\n]{{0,80}}\]|!\[|(?<=\d)[\[\]]|[\[\]](?=\d))
    | (?P<mark>[*`~^]+|={{2,}})
    | (?P<line>_+)
    | (?P<gap>(?<=[\d).-])[ \t]*(?:\\?\r?\n(?:[ ]{{0,3}}>)?|\t|\|)[ \t|]*(?=[\d(+]))
    """,
    re.VERBOSE,
)
_SIGN = re.compile(r"[<&\\*`~^_\[\t|]")
_BEFORE_BREAK = re.compile(r"\d[ ]*\r?\n")
_TOKEN = re.compile(r"[^\s<>\"']+")
_CODED = re.compile(rf"(?P<bytes>(?:%[0-9A-Fa-f]{{2}})+)|(?P<entity>{_ENTITY})|(?P<plus>(?<=\d)\+(?=\d))")
_LOOKALIKE = re.compile(r"(?<=\d)[OoОоlIІ|З]{1,3}(?=[\dOoОоlIІ|З])|(?<![^\W_])[OoОо](?=[\dOoОоlIІ|З]{6})")
"""Letters that stand for figures in a number."""
_NUMBER_BEGINS = re.compile(r"\d|[OoОо][\dOoОоlIІ|З]{6}")
"""What every text with such letters has: this is found sooner."""
_FIGURES = {**dict.fromkeys("OoОо", "0"), **dict.fromkeys("lIІ|", "1"), "З": "3"}
_DECODED_AT_MOST = 3
"""How often a link is decoded at most, since links in links are coded again."""


@dataclass(slots=True)
class View:
    """A text made from another; character `i` stands for those from `starts[i]` up to `ends[i]` of the source.

    Without `starts`, each character stands where it stood in the source.
    """

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the source."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


class _Maker:
    """Puts a view together from parts of another one."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._parts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def keep(self, start: int, end: int) -> None:
        """Take over characters as they are."""
        self._parts.append(self._view.text[start:end])
        if self._view.starts:
            self.starts.extend(self._view.starts[start:end])
            self.ends.extend(self._view.ends[start:end])
        else:
            self.starts.extend(range(start, end))
            self.ends.extend(range(start + 1, end + 1))

    def put(self, words: str, start: int, end: int) -> None:
        """Put words in the place of other characters."""
        first, last = self._view.span(start, end)
        self._parts.append(words)
        self.starts.extend([first] * len(words))
        self.ends.extend([last] * len(words))

    def made(self) -> View:
        return View("".join(self._parts), self.starts, self.ends)


def views(source: str) -> Iterator[View]:
    """The source itself, and if they differ, what a reader sees of it, its links decoded, figures for look-alikes."""
    yield View(source)
    if _has_markup(source):
        yield _without_markup(source)
    if _NUMBER_BEGINS.search(source) and _LOOKALIKE.search(source):
        yield _with_figures(source)
    if "%" in source or ("+" in source and "/" in source):
        links = _links(source)
        if links.text:
            yield links


def _has_markup(source: str) -> bool:
    """Return whether a text has what every text has whose markup changes what is read."""
    return bool(_SIGN.search(source) or "==" in source or ("\n" in source and _BEFORE_BREAK.search(source)))


def _with_figures(source: str) -> View:
    maker, at = _Maker(View(source)), 0
    for match in _LOOKALIKE.finditer(source):
        maker.keep(at, match.start())
        for place in range(*match.span()):
            maker.put(_FIGURES[source[place]], place, place + 1)
        at = match.end()
    maker.keep(at, len(source))
    return maker.made()


def _without_markup(source: str) -> View:
    maker, at = _Maker(View(source)), 0
    last_comment = source.rfind("-->")
    for match in _MARKUP.finditer(source):
        start, end = match.span()
        if start < at:  # inside a comment
            continue
        if match["comment"]:
            if start > last_comment:
                continue
            end = source.index("-->", start) + len("-->")
        maker.keep(at, start)
        maker.put(_shown(match, source), start, end)
        at = end
    maker.keep(at, len(source))
    return maker.made()


def _shown(match: re.Match[str], source: str) -> str:
    """What a reader sees in the place of a piece of markup."""
    if match["entity"]:
        words = html.unescape(match["entity"])
        return " " if words.isspace() else words
    if match["escaped"] not in {None, "_"}:
        return match["escaped"]
    if match["line"] or match["escaped"]:
        return _underscores(source[match.start() - 1 : match.start()], source[match.end() : match.end() + 1])
    return " " if match["block"] or match["gap"] else ""


def _underscores(before: str, after: str) -> str:
    """Underscores inside a word stay; those around one are markup, and those beside figures part them from words."""
    if before.isalnum() and after.isalnum():
        figures = before.isdigit(), after.isdigit()
        return "" if all(figures) else " " if any(figures) else "_"
    return ""


def _links(source: str) -> View:
    """The parts of a text that are coded as in links, decoded, each in a line of its own."""
    maker = _Maker(View(source))
    for token in _TOKEN.finditer(source):
        if "%" in token[0] or ("+" in token[0] and "/" in token[0]):
            maker.keep(*token.span())
            maker.put("\n", *token.span())
    coded = made = maker.made()
    for _ in range(_DECODED_AT_MOST):
        again = _decoded(made)
        if again.text == made.text:
            break
        made = again
    return made if made.text != coded.text else View("")


def _decoded(view: View) -> View:
    maker, at = _Maker(view), 0
    for match in _CODED.finditer(view.text):
        maker.keep(at, match.start())
        if match["bytes"]:
            _put_bytes(maker.put, match["bytes"], match.start())
        else:
            maker.put(html.unescape(match["entity"]) if match["entity"] else " ", *match.span())
        at = match.end()
    maker.keep(at, len(view.text))
    return maker.made()


def _put_bytes(put: Callable[[str, int, int], None], coded: str, start: int) -> None:
    """Put the characters of a run of percent codes, each in the place of its own codes where they are UTF-8."""
    data = bytes.fromhex(coded.replace("%", ""))
    try:
        words = data.decode("utf-8")
    except UnicodeDecodeError:
        put(data.decode("utf-8", "replace"), start, start + len(coded))
        return
    for character in words:
        end = start + 3 * len(character.encode())
        put(character, start, end)
        start = end
