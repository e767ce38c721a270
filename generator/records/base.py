"""What all parts of records share: strict, frozen models whose keys are exactly the documented ones."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationInfo
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from generator.records.text import Text

ID_PATTERN = r"^[a-z0-9][a-z0-9._-]{0,99}$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
"""An id: lower-case letters, digits, dot, hyphen and underscore; it never changes, since addresses are made of it."""

WebLink = Annotated[str, StringConstraints(pattern=r"^(https?://|mailto:|tel:)[^\s<>\"']+$", max_length=2000)]
"""A link that is safe to publish: http, https, mailto or tel."""


class Part(BaseModel):
    """A mapping in a record. Unknown keys are errors, since a misspelt key is lost information."""

    model_config = ConfigDict(extra="forbid", frozen=True)


WRITTEN = {"written": True}
"""The context in which a record is validated that stands in a file, where a key was written on purpose."""


def _with_words(value: object, info: ValidationInfo) -> object:
    """Whoever writes the key wants the record off the site, and a key without a value would leave it there."""
    if value is None and info.context == WRITTEN:
        raise PydanticCustomError("withdrawn", "has no words; say why in one sentence, or take the key away")
    return value


class Record(Part):
    """One file of `content/`: its id is the file's name without the ending; `path` is relative to `content/`.

    `withdrawn` is why it was taken back after it had been published: its address then says so, and nothing else of it.
    """

    id: SkipJsonSchema[str] = ""
    path: SkipJsonSchema[str] = ""
    body: SkipJsonSchema[str] = ""
    draft: bool = False
    withdrawn: Annotated[Text | None, BeforeValidator(_with_words)] = None


FILE_KEYS = frozenset({"id", "path", "body"})
"""Keys that come from the file itself and may not stand in its front matter."""
