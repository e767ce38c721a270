"""The words of an e-mail: subject, HTML and plain text, in one language or in several, one below the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from answerable.outreach.notify.news_item import NewsItem, NewsText, one_line

_BRACES = re.compile(r"([{}])(?=[{}%#])|(%)(?=\})|(#)(?=\})")
WORD_JOINER = "\u2060"
_PHONE = '<meta name="viewport" content="width=device-width">'
_STYLE = "font-family:sans-serif;line-height:1.5;max-width:40em;margin:1em auto;padding:0 1em"


@dataclass(frozen=True, slots=True)
class MailText:
    """A message; `sender` is the site's name. `html` is a whole document if that was asked for, else its inner part."""

    sender: str
    subject: str
    html: str
    text: str


def mail_text(item: NewsItem, languages: Sequence[str], *, whole: bool = True, leave: str = "") -> MailText:
    """Return the message about an item; `leave` is the link with which the subscriber leaves."""
    texts = item.in_languages(languages)
    html = "<hr>\n".join(_html(text, leave) for text in texts)
    if whole:
        first = texts[0]
        head = f'<meta charset="utf-8">{_PHONE}<title>{escape(first.title)}</title>'
        body = f'<body style="{_STYLE}">\n{html}</body>'
        opening = f'<!doctype html>\n<html lang="{first.language}" dir="{first.direction}">'
        html = f"{opening}<head>{head}</head>\n{body}</html>\n"
    name = texts[0].site_name or item.site_name
    subject = one_line(f"{name}: {texts[0].title}" if name else texts[0].title)
    return MailText(name, subject, html, "\n\n-----\n\n".join(_plain(text, leave) for text in texts) + "\n")


def _html(text: NewsText, leave: str) -> str:
    align = "right" if text.direction == "rtl" else "left"
    foot = f'<p style="color:#555;font-size:85%">{escape(text.why)}'
    foot += f' <a href="{escape(leave)}">{escape(text.leave)}</a></p>\n' if leave else "</p>\n"
    return (
        f'<div lang="{text.language}" dir="{text.direction}" style="text-align:{align}">\n'
        f'<h1 style="font-size:130%">{escape(text.title)}</h1>\n{text.html}'
        f'<p><a href="{escape(text.url)}">{escape(text.read_on)}</a></p>\n{foot}</div>\n'
    )


def _plain(text: NewsText, leave: str) -> str:
    foot = f"{text.why}\n{text.leave}: {leave}" if leave else text.why
    return f"{text.title}\n\n{text.text}\n\n{text.read_on}: {text.url}\n\n{foot}"


def without_templates(words: str) -> str:
    """Return words in which no marks of a template language are left, such as `{{`: newsletters would fill them in.

    An invisible word joiner is put between the two characters of a mark.
    """
    return _BRACES.sub(lambda match: match[0] + WORD_JOINER, words)
