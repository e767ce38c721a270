"""What in a reply is not the company's own voice: quotes of the customer, links, code, addresses of people."""

from __future__ import annotations

import re

HIDDEN = "\ufffc"
"""Stands for each character that is not looked at: no letter, no space, part of no phrase."""

_NOT_OURS = re.compile(
    r"""
      ^[ \t]*>.*$                                   # a quotation in Markdown
    | `[^`\n]+`                                     # code
    | \b(?:https?://|mailto:|tel:|www\.)[^\s<>]+    # links
    | (?<![\w.+-])[\w.+-]++@[\w.-]+                # mail
    | (?<![\w@])@[\w.]++(?:@[\w.-]+)?               # people, by their handles
    | (?<!\w)"[^"\n]{1,400}"(?!\w)                  # inside a Hebrew word, " is a letter's mark
    | (?<!\w)״[^״\n]{1,400}״(?!\w)
    | “[^”\n]{1,400}” | „[^“”\n]{1,400}[“”] | «[^»\n]{1,400}» | ‹[^›\n]{1,400}›
    | (?<!\w)‘[^‘’\n]{1,400}’(?!\w)
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)


def own_words(text: str) -> str:
    """The text with all that is not the company's own voice hidden; of the same length."""
    return _NOT_OURS.sub(lambda match: HIDDEN * len(match[0]), text)
