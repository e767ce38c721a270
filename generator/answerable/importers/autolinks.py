"""Markdown of other systems that a record's own Markdown does not know: bare addresses as links, and task lists.

Both are common in GitHub's dialect, which Hugo and many status pages use. Code stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_TICKS = re.compile(r"`+|\n[ \t]*\n")  # a code span ends with its paragraph
_INDENTED = re.compile(r"^(?: {4}|\t)[ \t]*\S")
# Links, images and tags that are already there come first, so that no address within them is found.
_ADDRESS = re.compile(
    r"<[^<>\n]{1,2000}>"
    r"|!?\[[^\[\]]{0,500}\](?:\(\S*|\[[^\[\]]{0,200}\])"
    r"|^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]*\S+"
    r"|\]\(\S*"
    r"|(?<![\w/@.:=-])(?P<url>(?:https?://|www\.(?=[\w-]+\.))[^\s<>`|]+)",
    re.IGNORECASE | re.MULTILINE,
)
_AFTER = "?!.,:;*_~'\"’”»…،؛؟。，、）」』"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_TASK = re.compile(r"^([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[([ xX])\](?=[ \t])", re.MULTILINE)


def code_ranges(text: str) -> list[tuple[int, int]]:
    """Return where the code of a Markdown text begins and ends: fenced, indented, and between backticks."""
    ranges: list[tuple[int, int]] = []
    fence, began, prose, position, blank = "", 0, 0, 0, True
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        after = position + len(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip(" \t\n`~"):
                ranges.append((began, after))
                fence, prose = "", after
        elif mark:
            ranges += _spans(text, prose, position)
            fence, began = mark[1], position
        elif blank and _INDENTED.match(line):
            ranges += [*_spans(text, prose, position), (position, after)]
            prose = after
        blank = not line.strip() or (blank and not fence and bool(_INDENTED.match(line)))
        position = after
    return ranges + ([(began, position)] if fence else _spans(text, prose, position))


def _spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the code spans of a part of the text: from a run of backticks to the next one of the same length."""
    runs = list(_TICKS.finditer(text, start, end))
    by_length: dict[int, list[int]] = defaultdict(list)
    breaks = [number for number, run in enumerate(runs) if run[0][0] == "\n"]
    for number, run in enumerate(runs):
        if run[0][0] == "`":
            by_length[len(run[0])].append(number)
    spans, number = [], 0
    while number < len(runs):
        same = by_length[len(runs[number][0])] if runs[number][0][0] == "`" else []
        place = bisect_right(same, number)
        paragraph = bisect_left(breaks, number)
        if place < len(same) and (paragraph == len(breaks) or same[place] < breaks[paragraph]):
            spans.append((runs[number].start(), runs[same[place]].end()))
            number = same[place]
        number += 1
    return spans


def is_inside(ranges: list[tuple[int, int]], position: int) -> bool:
    """Return whether a position lies in one of the ranges, which are in order."""
    index = bisect_right(ranges, position, key=lambda one: one[0]) - 1
    return index >= 0 and position < ranges[index][1]


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return the text with each part that is no code changed by a function."""
    parts, place = [], 0
    for start, end in code_ranges(text):
        parts += [change(text[place:start]), text[start:end]]
        place = end
    return "".join([*parts, change(text[place:])])


def link_addresses(text: str) -> str:
    """Return Markdown in which each bare web address is a link, such as `<https://example.com/a>`."""
    lower = text.lower()
    return outside_code(text, _linked) if "://" in lower or "www." in lower else text


def _linked(part: str) -> str:
    return _ADDRESS.sub(_link, part)


def _link(found: re.Match[str]) -> str:
    url = found["url"]
    if not url:
        return found[0]
    end = _end(url)
    address, after = url[:end], url[end:]
    if "://" not in address[:8]:
        target = f"<http://{address}>" if re.search(r"[()\\]", address) else f"http://{address}"
        return f"[{address}]({target}){after}"
    return f"<{address}>{after}" if address.partition("://")[2] else url


def _end(url: str) -> int:
    """Return where an address ends: punctuation behind it is none of it, nor is a bracket that it does not open."""
    end = len(url)
    unopened = {close: url.count(close) - url.count(start) for close, start in _PAIRS.items()}
    while end:
        last = url[end - 1]
        if last in _AFTER:
            end -= 1
        elif unopened.get(last, 0) > 0:
            unopened[last] -= 1
            end -= 1
        else:
            return end
    return end


def tick_boxes(text: str) -> str:
    """Return Markdown with `☐` and `☑` for the `[ ]` and `[x]` of task lists."""
    if "[" not in text:
        return text
    return outside_code(text, lambda part: _TASK.sub(lambda one: f"{one[1]}{'☐' if one[2] == ' ' else '☑'}", part))
