"""Texts in one or several languages: a plain string, or a map from language to string."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from unicodedata import category

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import core_schema

from answerable.records.comments import without_comments
from answerable.translation.invalid import invalid
from answerable.translation.message import advised, msg

CODES_HELP = msg("write codes such as en, fa, he or ru")
LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
CHECKED = {"checked": True}
"""The validation context for values that a model with the same validators wrote, whose words need no second check."""
MAX_LENGTH = 50_000
"""Characters of one text; longer ones can keep a Markdown parser busy for seconds."""

_BLANK_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Korean and Braille characters that are blank, though their category is letter or symbol."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text by language. The key `""` is the site's first language."""

    by_language: Mapping[str, str]

    def in_language(self, language: str, first: str) -> tuple[str, str]:
        """Return the text in `language`, or else in the `first` language, or else in any; and the language it is in."""
        for key in (language, *([""] if language == first else []), first, ""):
            if key in self.by_language:
                return self.by_language[key], key or first
        key = next(iter(self.by_language))
        return self.by_language[key], key

    def only_in(self, language: str, first: str) -> str:
        """Return the text in `language` and no other, where `first` is the site's first one; empty if there is none."""
        return self.by_language.get(language) or (self.by_language.get("", "") if language == first else "")

    def __bool__(self) -> bool:
        for words in self.by_language.values():  # noqa: SIM110 (any() would take four times as long)
            if words and not words.isspace():
                return True
        return False

    def __str__(self) -> str:
        return next(iter(self.by_language.values()), "")

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.by_language.items())))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(
            _text, serialization=core_schema.plain_serializer_function_ser_schema(_plain)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        by_language = {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "propertyNames": {"pattern": LANGUAGE.pattern},
            "minProperties": 1,
        }
        return {"anyOf": [{"type": "string"}, by_language]}


def _plain(text: Text) -> str | dict[str, str]:
    return text.by_language[""] if set(text.by_language) == {""} else dict(text.by_language)


def _text(value: Any, info: ValidationInfo) -> Text:
    if isinstance(value, Text):
        return value
    if info.context is CHECKED and isinstance(value, str):
        return Text({"": value})
    if isinstance(value, str):
        value = {"": value}
    elif not isinstance(value, dict) or not value:
        raise invalid("text", advised(msg("is not a text"), msg("write a string, or a map such as {en: …, fa: …}")))
    unknown = [language for language in value if language and not LANGUAGE.match(language)]
    if unknown:
        names = ", ".join(f"`{language[:40]}`" for language in unknown[:5])
        message = msg("has an unknown language, %(names)s", names=names)
        raise invalid("language", advised(message, CODES_HELP))
    texts = {language: _without_comments(words) for language, words in value.items()}
    for words in texts.values():
        _check_words(words)
    return Text(texts)


def _without_comments(words: Any) -> Any:
    return without_comments(words) if isinstance(words, str) and len(words) <= MAX_LENGTH else words


def shows(words: str) -> bool:
    """Return whether anything of a text is visible: more than spaces, joiners, lone accents and blank letters."""
    if words[:1].isascii() and words[:1].isalnum():  # nearly every text; the rest takes several times as long
        return True
    return any(category(letter) not in _BLANK_CATEGORIES and letter not in _BLANK_LETTERS for letter in words)


def _check_words(words: object) -> None:
    if not isinstance(words, str) or not shows(words):
        raise invalid("text", advised(msg("is an empty text"), msg("write a text, or remove the key")))
    if len(words) > MAX_LENGTH:
        count = msg("has %(count)s characters", count=len(words))
        raise invalid("text", advised(count, msg("at most %(most)s can be published", most=MAX_LENGTH)))


def _visible(words: str) -> str:
    words = _without_comments(words)
    if not shows(words):
        raise invalid("text", advised(msg("is an empty text"), msg("write a text, or remove the key")))
    return words


Shown = Annotated[str, AfterValidator(_visible)]
"""A visible string without a language, such as a person's name."""
