"""Messages that are made in English and shown in the user's language.

A message is an English string that also knows from which sentence of the catalog and which values it was made. Files,
JSON and everything else that programs read thus stay English; only what is printed for people is translated, by
`shown`, at the moment when it is printed. Formatting a message into another string makes plain English of it, so a
sentence around a message is a message, too: `msg("%(what)s; nothing was written", what=message)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from gettext import NullTranslations
from typing import Any

RIGHT_TO_LEFT, FIRST_STRONG, END = "\u2067", "\u2068", "\u2069"
"""Unicode's isolates: between one of the first two and the last, a text has its own direction."""
_LITERAL = re.compile(r"`[^`\n]+`|(?<!\S)--[a-z][a-z-]*|https://\S*|\b[\w./-]+\.(?:yml|md|txt|csv|html|json|xml)\b")


class Message(str):
    """An English message. `msgid` is its sentence in the catalog, with a `%(name)s` for each of the `values`."""

    msgid: str
    values: Mapping[str, object]

    def __new__(cls, msgid: str, values: Mapping[str, object]) -> Message:
        """Make the English text."""
        made = super().__new__(cls, msgid % values if values else msgid)
        made.msgid, made.values = msgid, values
        return made

    def __str__(self) -> str:
        """Return the message itself, so that `str(error)` of an exception that was made with one is a message."""
        return self

    def __reduce__(self) -> tuple[type[Message], tuple[str, Mapping[str, object]]]:
        """Let processes send messages to each other."""
        return Message, (self.msgid, self.values)


def msg(sentence: str, /, **values: object) -> Message:
    """Return an English sentence as a message, and mark it for extraction into the catalogs."""
    return Message(sentence, values)


def advised(what: str, right: str) -> Message:
    """Return what is wrong and what would be right as one message; `split_advice` takes them apart."""
    return msg("%(what)s; %(right)s", what=what, right=right)


def split_advice(text: str) -> tuple[str, str]:
    """Return what is wrong and what would be right, or "" if the text does not say that."""
    if isinstance(text, Message) and text.values.keys() == {"what", "right"}:
        return str(text.values["what"]), str(text.values["right"])
    what, _, right = text.partition("; ")
    return what, right


def joined(separator: str, texts: Iterable[str]) -> Message:
    """Return texts, some of which may be messages, as one message with `separator` between them."""
    values = {f"text{number}": text for number, text in enumerate(texts)}
    return Message(separator.replace("%", "%%").join(f"%({name})s" for name in values), values)


def with_values(text: str, change: Callable[[str], str]) -> str:
    """Return the text changed; of a message, only the values are, so that it can still be translated."""
    if not isinstance(text, Message):
        return change(text)
    values = {
        name: with_values(value, change) if isinstance(value, str) else value for name, value in text.values.items()
    }
    return Message(text.msgid, values)


class _Spoken:
    """The language of this process, in which `shown` translates: English unless `speak` was called."""

    catalog: NullTranslations = NullTranslations()
    right_to_left: bool = False


def speak(catalog: NullTranslations, *, right_to_left: bool) -> None:
    """Let this process show messages in the language of a catalog, which may be written from right to left."""
    _Spoken.catalog, _Spoken.right_to_left = catalog, right_to_left


def speak_english() -> None:
    """Let this process show messages as they are made."""
    speak(NullTranslations(), right_to_left=False)


def shown(text: str) -> str:
    """Return a text as it is printed for people: each message in it translated, all else as it is.

    From right to left, lines and the values in them are isolated, so that a terminal does not shuffle them.
    """
    if not isinstance(text, Message):
        return text
    words = translated(text)
    if not _Spoken.right_to_left:
        return words
    return "\n".join(f"{RIGHT_TO_LEFT}{line}{END}" if line.strip() else line for line in words.split("\n"))


def translated(text: str) -> str:
    """Return a text as it stands within another one; use `shown` for a whole one."""
    if not isinstance(text, Message):
        return text
    words = sentence(text.msgid)
    if _Spoken.right_to_left:
        words = _LITERAL.sub(lambda found: _isolated(found[0]), words)
    return words % {name: _value(value) for name, value in text.values.items()} if text.values else words


def sentence(english: str) -> str:
    """Return the translation of a sentence of the catalog that has no values, such as the help of an option."""
    return str(_Spoken.catalog.gettext(english)) if english else ""


def _value(value: Any) -> str:
    text = str(value)  # of an exception, its message
    if isinstance(text, Message):
        return translated(text)
    return _isolated(text) if _Spoken.right_to_left and text.strip() and "\n" not in text else text


def _isolated(text: str) -> str:
    return f"{FIRST_STRONG}{text}{END}"
