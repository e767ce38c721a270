"""Messages that are made in English and shown in the user's language.

A message is an English string that also knows from which sentence of the catalog and which values it was made. Files,
JSON and everything else that programs read thus stay English; only what is printed for people is translated, by
`shown`, at the moment when it is printed. Formatting a message into another string makes plain English of it, so a
sentence around a message is a message, too: `msg("%(what)s; nothing was written", what=message)`.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from gettext import NullTranslations
from typing import Any

RIGHT_TO_LEFT, FIRST_STRONG, END = "\u2067", "\u2068", "\u2069"
"""Unicode's isolates: between one of the first two and the last, a text has its own direction."""
_COPY = "\ue000"
"""Marks a line to copy until it is shown: a character of Unicode's private use area."""
_RIGHT_TO_LEFT_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_LITERAL = re.compile(
    r"`[^`\n]+`|(?<!\S)--[a-z][a-z-]*|https://\S*|(?<![\w/.])[A-Za-z0-9_./-]+\.(?:yml|md|txt|csv|html|json|xml)\b"
)


class Message(str):
    """An English message. `msgid` is its sentence in the catalog, with a `%(name)s` for each of the `values`.

    A sentence that depends on a number has another one, `plural`, for all numbers but 1.
    """

    msgid: str
    values: Mapping[str, object]
    plural: str
    number: int

    def __new__(cls, msgid: str, values: Mapping[str, object], plural: str = "", number: int = 1) -> Message:
        """Make the English text."""
        english = plural if plural and number != 1 else msgid
        made = super().__new__(cls, english % values if values else english)
        made.msgid, made.values, made.plural, made.number = msgid, values, plural, number
        return made

    def __str__(self) -> str:
        """Return the message itself, so that `str(error)` of an exception that was made with one is a message."""
        return self

    def __reduce__(self) -> tuple[type[Message], tuple[str, Mapping[str, object], str, int]]:
        """Let processes send messages to each other."""
        return Message, (self.msgid, self.values, self.plural, self.number)

    def filled(self, **values: object) -> Message:
        """Return the message with other values for some of its places."""
        return Message(self.msgid, {**self.values, **values}, self.plural, self.number)


class ToCopy(str):
    """Lines to copy from a terminal, such as commands: each stands by itself in a message, as it is."""


def msg(sentence: str, /, **values: object) -> Message:
    """Return an English sentence as a message, and mark it for extraction into the catalogs."""
    return Message(sentence, values)


def counted(one: str, many: str, number: int, /, **values: object) -> Message:
    """Return a message that depends on a number, which is its value `number`, and mark it for extraction."""
    return Message(one, {"number": number, **values}, many, number)


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


def padded(text: str, width: int) -> Message:
    """Return a text with blanks behind it, so that it is so many characters wide in English."""
    return joined("", (text, " " * (width - len(text))))


_SEPARATORS = (msg(", "), msg("; "))
"""What stands between joined texts and is another sign in some languages."""


def with_values(text: str, change: Callable[[str], str]) -> str:
    """Return the text changed; of a message, only the values are, so that it can still be translated."""
    if not isinstance(text, Message):
        return change(text)
    return text.filled(**{name: with_values(one, change) for name, one in text.values.items() if isinstance(one, str)})


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


def is_english() -> bool:
    """Return whether messages are shown as they are made."""
    return type(_Spoken.catalog) is NullTranslations


def direction() -> str:
    """Return the direction of shown messages as HTML has it."""
    return "rtl" if _Spoken.right_to_left else "ltr"


def shown(text: str, width: int = 0) -> str:
    """Return a text as it is printed for people, translated if it is a message; wrapped, if a width is given.

    From right to left, lines and the values in them are isolated, so that a terminal does not shuffle them.
    """
    if not isinstance(text, Message):
        return "\n".join(textwrap.wrap(text, width)) if width else text
    words = translated(text)
    lines = textwrap.wrap(words, width) if width else words.split("\n")
    return "\n".join(map(_isolated_line, lines) if _Spoken.right_to_left else lines)


def _isolated_line(line: str) -> str:
    """Return a line as one of right-to-left text; one without any, or to be copied, without isolates."""
    if line.startswith(_COPY):
        return line.removeprefix(_COPY)
    if _RIGHT_TO_LEFT_LETTER.search(line):
        return f"{RIGHT_TO_LEFT}{line}{END}"
    return line.replace(FIRST_STRONG, "").replace(END, "")


def translated(text: str) -> str:
    """Return a text as it stands within another one; use `shown` for a whole one."""
    if not isinstance(text, Message):
        return text
    words = sentence_for(text.msgid, text.plural, text.number) if text.plural else sentence(text.msgid)
    if text.msgid.startswith("%(text0)s"):  # as `joined` makes it
        for separator in _SEPARATORS:
            words = words.replace(separator, sentence(separator))
    if _Spoken.right_to_left:
        words = _LITERAL.sub(lambda found: _isolated(found[0]), words)
    return words % {name: _value(value) for name, value in text.values.items()} if text.values else words


def sentence(english: str) -> str:
    """Return the translation of a sentence of the catalog that has no values, such as the help of an option."""
    return str(_Spoken.catalog.gettext(english)) if english else ""


def sentence_for(one: str, many: str, number: int) -> str:
    """Return the translation of a sentence that depends on a number, as `sentence` does."""
    return str(_Spoken.catalog.ngettext(one, many, number))


def _value(value: Any) -> str:
    if isinstance(value, ToCopy) and _Spoken.right_to_left:
        return "\n".join(f"{_COPY}{line}" for line in value.split("\n"))
    text = str(value)  # of an exception, its message
    if isinstance(text, Message):
        return translated(text)
    return _isolated(text) if _Spoken.right_to_left and any(map(str.isalnum, text)) and "\n" not in text else text


def _isolated(text: str) -> str:
    return f"{FIRST_STRONG}{text}{END}"
