"""HTML comments in Markdown texts, which are notes of the team and never published."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

OPENING = "<!--"
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|(?P<unclosed>\Z)))", re.DOTALL)
"""A comment as browsers read it (HTML Living Standard, 13.2.5.42 and following); an unclosed one reaches to the end."""
_DECLARATION = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<![^>]*(?:>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
"""What browsers take for a comment, too."""
_OR_SCRIPT = re.compile(
    rf"(<(script|style|textarea)\b.*?(?:</\2\s*>|\Z))|{_COMMENT.pattern}", re.DOTALL | re.IGNORECASE
)
_MARK = re.compile(r"\\.|`+|<!--", re.DOTALL)
_JOINED_AT_MOST = 5
"""How often comments are looked for again, since what one leaves may join to another: `<!<!-- a -->-- b -->`."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def without_comments(markdown: str) -> str:
    """Return a Markdown text without its HTML comments; code that shows one keeps it."""
    if OPENING not in markdown:
        return markdown
    before, text = "", _with_line_feeds(markdown)
    for _ in range(_JOINED_AT_MOST):
        if text == before:
            break
        before, kept, start = text, [], 0
        for comment in _comments(text):
            kept.append(text[start : comment.start()])
            start = comment.end()
        text = "".join([*kept, text[start:]])
    return text.strip()


def unclosed_comment(markdown: str) -> int | None:
    """Return the number of lines before an HTML comment that is never closed, or None if there is none."""
    if OPENING not in markdown:
        return None
    text = _with_line_feeds(markdown)
    starts = (comment.start() for comment in _comments(text) if comment["unclosed"] is not None)
    return next((text.count("\n", 0, start) for start in starts), None)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _comments(text: str) -> Iterator[re.Match[str]]:
    """Yield the comments of a Markdown text with `\\n` at its lines' ends, without those that code shows."""
    blocks, at = _code_blocks(text), 0
    while mark := _MARK.search(text, at):
        block = bisect_right(blocks, (mark.start(), len(text))) - 1
        if block >= 0 and mark.start() < blocks[block][1]:
            at = blocks[block][1]
        elif comment := _COMMENT.match(text, mark.start()):
            yield comment
            at = comment.end()
        else:
            at = _end_of_code(text, mark) if mark[0][0] == "`" else mark.end()


def html_without_comments(html: str) -> str:
    """Return HTML without comments, and without the declarations that browsers take for comments."""
    if "<!" not in html and "<?" not in html:
        return html
    return _DECLARATION.sub("", _COMMENT.sub("", html))


def page_without_comments(html: str, keep: Collection[str] = ()) -> str:
    """Return a whole page of HTML without comments, except those to `keep`. Scripts and styles stay unchanged."""
    if OPENING not in html:
        return html
    return _OR_SCRIPT.sub(lambda match: match[0] if match[1] or match[0] in keep else "", html)


@cache
def _block_parser() -> MarkdownIt:
    """Return a parser that tells blocks only."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 (it takes a while, and few texts have comments)

    parser = MarkdownIt("commonmark")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _code_blocks(text: str) -> list[tuple[int, int]]:
    """Return the offsets at which each block of code begins and ends, in order."""
    offsets = [0, *accumulate(len(line) + 1 for line in text.split("\n")), len(text)]
    found = [token.map for token in _block_parser().parse(text) if token.type in {"fence", "code_block"} and token.map]
    return sorted((offsets[first], offsets[last]) for first, last in found)


def _end_of_code(text: str, ticks: re.Match[str]) -> int:
    """Return where the code span ends that backticks open, or the end of the backticks if nothing closes them."""
    closing = re.compile(rf"(?<!`)`{{{len(ticks[0])}}}(?!`)").search(text, ticks.end())
    if closing is None or _BLANK_LINE.search(text, ticks.end(), closing.start()):
        return ticks.end()
    return closing.end()
