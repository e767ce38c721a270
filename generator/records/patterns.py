"""Patterns that a company writes itself, kept to those that no text can make slow.

A pattern may have characters, classes, groups, choices and bounded repeats of single characters. Repeats of groups that
repeat, look-arounds and references back are what makes matching take for ever; they are refused, not timed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from pydantic_core import PydanticCustomError

_parser: Any = import_module("re._parser")
WIDEST = 40
"""Characters that a code may have."""
NARROWEST = 3
_VARIABLE_AT_MOST = 2
_CHOICES_AT_MOST = 20
_PLAIN = frozenset({"LITERAL", "NOT_LITERAL", "IN", "ANY"})


def safe_pattern(text: str) -> str:
    """The pattern itself. Raises PydanticCustomError with what is wrong with it."""
    try:
        tree = _parser.parse(text)
        re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise _error(f"is no regular expression ({str(error)[:60]})") from None
    narrowest, widest = tree.getwidth()
    if widest > WIDEST or narrowest < NARROWEST:
        raise _error(f"must fit {NARROWEST} to {WIDEST} characters; write repeats with both ends, such as {{6,10}}")
    steps = list(_steps(tree))
    refused = sorted({step for step in steps if step.islower()})
    if refused:
        raise _error(f"has {', '.join(refused)}, which can make a text slow to read")
    if steps.count("VARIABLE") > _VARIABLE_AT_MOST or steps.count("CHOICE") > _CHOICES_AT_MOST:
        raise _error(f"has more than {_VARIABLE_AT_MOST} repeats of unequal ends, or too many choices")
    return text


def _steps(tree: Any, *, repeated: bool = False) -> Iterator[str]:
    """What the pattern is made of: in capitals what may be, in small letters what may not."""
    for code, argument in tree:
        name = str(code)
        if name in _PLAIN or name == "AT":
            continue
        if name in {"MAX_REPEAT", "MIN_REPEAT"}:
            least, most, inner = argument
            if repeated or (most > 1 and any(str(kind) not in _PLAIN for kind, _ in inner)):
                yield "a repeat of a group"
            if least != most:
                yield "VARIABLE"
            yield from _steps(inner, repeated=most > 1)
        elif name == "BRANCH":
            yield from ("CHOICE" for _ in argument[1])
            for branch in argument[1]:
                yield from _steps(branch, repeated=repeated)
        elif name == "SUBPATTERN":
            yield from _steps(argument[-1], repeated=repeated)
        else:
            yield {"GROUPREF": "a reference back"}.get(name, "a look around")


def _error(words: str) -> PydanticCustomError:
    return PydanticCustomError("pattern", "{words}", {"words": f"{words}; write one such as BRN-[0-9]{{8}}"})
