"""Explain libyaml's syntax errors to people who write records.

Places are (line, column) from 0, as the parser counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from answerable.records.findings import quoted
from answerable.translation.message import msg

Explanation = tuple[int, int, str, str]

QUOTE_IT = msg('put the whole text in "double quotes"')
_SCHEME = re.compile(r"\b(https?|mailto|tel)$")
_NO_COLON = re.compile(r"^\s*-\s+([a-z_]+)\s+[^\s:]+")
_OF_LIST = re.compile(r"^\s*(components|updates|steps|people|channels|groups|topics):\s+([\w-]+)$")
_KEY_LINE = re.compile(r"^\s*(?:-\s+)*[\w-]+:(?:\s|$)")
_KEY_BEFORE = re.compile(r"""^\s*(?:-\s+)*[^\s#'"\[{][^#]*?:\s""")


def explain(error: Exception, text: str) -> Explanation:
    """Return (line, column, problem, suggestion) for an error of the parser."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return 0, 0, msg("this is not YAML: %(error)s", error=error), msg("write plain `key: value` lines")
    problem, context = str(error.problem or ""), str(error.context or "")
    at = _place(error.problem_mark) or (0, 0)
    since = _place(error.context_mark) or at
    for sign, describe in _KNOWN:
        if sign in problem or sign in context:
            return describe(at, since, text)
    return (
        *at,
        msg("this is not YAML: %(problem)s", problem=problem),
        msg("write plain `key: value` lines and quote other text"),
    )


def _place(mark: yaml.Mark | None) -> tuple[int, int] | None:
    return (mark.line, mark.column) if mark is not None else None


Place = tuple[int, int]
Describe = Callable[[Place, Place, str], Explanation]


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number + 1)
    return lines[number] if number < len(lines) else ""


def _place_in(text: str, offset: int) -> Place:
    """Return the line and the column of a character, counted from 0."""
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1


def _unclosed_quote(at: Place, since: Place, text: str) -> Explanation:
    return *since, msg("this quote is not closed"), msg("add the closing quote")


def _colon(at: Place, since: Place, text: str) -> Explanation:
    before = _line(text, at[0])[: at[1]]
    scheme = _SCHEME.search(before)
    if scheme:
        return *at, msg("a space after `%(scheme)s:`", scheme=scheme[1]), msg("delete the space")
    if of_list := _OF_LIST.match(before):
        right = msg("begin `%(of_list)s:` on the next line, two spaces further in", of_list=of_list[2])
        return (
            at[0],
            of_list.start(2),
            msg("`%(of_list)s:` on the line of `%(of_list_2)s:`", of_list=of_list[2], of_list_2=of_list[1]),
            right,
        )
    if _KEY_BEFORE.match(before):
        return *at, msg("a colon in a text without quotes"), QUOTE_IT
    above = _NO_COLON.match(_line(text, at[0] - 1)) if at[0] else None
    if above:
        return (
            at[0] - 1,
            above.start(1),
            msg("no colon after `%(above)s`", above=above[1]),
            msg("write `%(above)s: ` and the value", above=above[1]),
        )
    return *at, msg("wrong indentation: the key above already has a value"), msg("line it up with the key above")


def _no_colon(at: Place, since: Place, text: str) -> Explanation:
    found = quoted(_line(text, since[0]).strip())
    return (
        *since,
        msg("%(found)s has no colon", found=found),
        msg("write `key: value`, or indent it if it goes on from the line above"),
    )


def _bad_start(at: Place, since: Place, text: str) -> Explanation:
    character = _line(text, at[0])[at[1] : at[1] + 1]
    if character == "\t":
        return _tab(at, since, text)
    return *at, msg("a value may not begin with %(character)s", character=quoted(character)), QUOTE_IT


def _tab(at: Place, since: Place, text: str) -> Explanation:
    return *at, msg("a tab where spaces are needed"), msg("indent with spaces")


def _open_bracket(at: Place, since: Place, text: str) -> Explanation:
    opener = _line(text, since[0])[since[1] : since[1] + 1]
    if opener not in ("[", "{"):  # the parser names where the file ends if nothing follows the bracket
        before = "\n".join([*text.split("\n")[: since[0]], _line(text, since[0])[: since[1]]])
        opened = max(before.rfind("["), before.rfind("{"), 0)
        since, opener = _place_in(before, opened), before[opened : opened + 1]
    return (
        *since,
        msg("%(opener)s is not closed, or a comma is missing", opener=quoted(opener)),
        msg("%(closing)s; quote plain text", closing=_closing(opener)),
    )


def _closing(opener: str) -> str:
    return msg("add the `}`") if "{" in opener else msg("add the `]`")


def _no_key(at: Place, since: Place, text: str) -> Explanation:
    before = _line(text, at[0])[: at[1]].rstrip()
    if before.endswith(("'", '"')):
        return _after_quote(at, text, before)
    if before.endswith(("]", "}")):
        return *at, msg("words after %(before)s", before=quoted(before[-1])), QUOTE_IT
    return (
        *at,
        msg("this indentation matches no line above"),
        msg("give keys that belong together the same indentation"),
    )


def _after_quote(at: Place, text: str, before: str) -> Explanation:
    """Explain words behind a quote: one that was to be closed on a line above, or one inside a text."""
    sign = before[-1]
    above = "\n".join(text.split("\n")[: at[0]])
    opened = above.rfind(sign)
    if sign not in before[:-1] and opened >= 0:
        line, column = _place_in(above, opened)
        if _KEY_LINE.match(_line(text, line + 1)):
            return line, column, msg("this quote is not closed"), msg("add the closing quote")
    if sign == "'":
        return *at, msg("a ' inside a text in 'single quotes' ends it here"), QUOTE_IT
    right = msg('write " only before and after the whole text, and ‘these’ inside')
    return *at, msg('a " inside a text in "double quotes" ends it here'), right


def _no_item(at: Place, since: Place, text: str) -> Explanation:
    return *at, msg("not part of the list above"), msg("begin it with `- `, or indent it")


def _list_in_value(at: Place, since: Place, text: str) -> Explanation:
    return *at, msg("a list cannot begin on its key's line"), msg("begin it on the next line, or quote the value")


def _block_header(at: Place, since: Place, text: str) -> Explanation:
    return *at, msg("text on the line of a `|` or `>`"), msg("begin the text on the next line, indented")


def _escape(at: Place, since: Place, text: str) -> Explanation:
    line = _line(text, at[0])
    at = at[0], line.rfind("\\", 0, at[1] + 1)  # the parser is already behind it where digits should follow
    found = quoted(line[at[1] : at[1] + 2])
    return (
        *at,
        msg('%(found)s: a backslash has a meaning in "double quotes"', found=found),
        msg("write it twice, \\\\, or use 'single quotes'"),
    )


def _extra(at: Place, since: Place, text: str) -> Explanation:
    found = quoted(_line(text, since[0])[since[1] : since[1] + 1])
    return *since, msg("a value may not begin with %(found)s", found=found), QUOTE_IT


def _no_value(at: Place, since: Place, text: str) -> Explanation:
    found = quoted(_line(text, at[0])[at[1] : at[1] + 1])
    return *at, msg("%(found)s where a value is expected", found=found), QUOTE_IT


def _second_document(at: Place, since: Place, text: str) -> Explanation:
    if not _line(text, at[0]).startswith("---"):
        return (
            *at,
            msg("this line begins further left than those above"),
            msg("begin all keys at the start of their lines"),
        )
    return *at, msg("a second document begins here"), msg("one record is one file")


# The first text found in libyaml's message decides; the order matters.
_KNOWN: tuple[tuple[str, Describe], ...] = (
    ("tab character", _tab),
    ("unknown escape character", _escape),
    ("expected hexdecimal number", _escape),  # so libyaml writes it
    ("while scanning a quoted scalar", _unclosed_quote),
    ("while scanning an a", _extra),  # an anchor, an alias
    ("while scanning a tag", _extra),
    ("while parsing a tag", _extra),
    ("tag handle", _extra),
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _no_colon),
    ("cannot start any token", _bad_start),
    ("while parsing a flow", _open_bracket),
    ("block sequence entries are not allowed", _list_in_value),
    ("while scanning a block scalar", _block_header),
    ("did not find expected key", _no_key),
    ("did not find expected '-' indicator", _no_item),
    ("expected node content", _no_value),
    ("expected <document start>", _second_document),
)
