"""The key `announce` of a channel: its profile gets posts about what the site publishes."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from answerable.records.model import Part
from answerable.records.text import LANGUAGE

NetworkName = Literal[
    "mastodon", "bluesky", "telegram", "matrix", "discord", "slack", "teams",
    "x", "instagram", "facebook", "linkedin",
]  # fmt: skip
"""The networks that can be announced to; on those of the last line people post what is printed."""
_ENVIRONMENT = re.compile(r"^[A-Z][A-Z0-9_]{0,99}$")


def _variable(name: str) -> str:
    """Return the name of an environment variable; refuse the token itself, without repeating it."""
    if not _ENVIRONMENT.match(name):
        raise PydanticCustomError("token", "must name an environment variable; write its name, never the token itself")
    return name


class Announce(Part):
    """How a channel's profile is posted to.

    `network` is the channel's kind where that is left out. `updates` says whether an update changes the post or answers
    it in its thread, and `withdrawn` what becomes of the posts about a record that is taken back. `language` is that
    of the posts, by default the site's first. `server` and `account` are needed where the channel's `url` does not
    name them. `token` is the name of the environment variable with the token, by default `ANSWERABLE_<CHANNEL>_TOKEN`.
    """

    network: NetworkName | None = None
    updates: Literal["edit", "thread"] = "edit"
    withdrawn: Literal["delete", "answer"] = "delete"
    language: Annotated[str, StringConstraints(pattern=LANGUAGE.pattern)] | None = None
    server: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"'/?#@]+/?$", max_length=300)] | None = None
    account: Annotated[str, StringConstraints(pattern=r"^[^\s<>\"']+$", max_length=300)] | None = None
    token: Annotated[str, BeforeValidator(lambda given: _variable(str(given)))] | None = None

    @model_validator(mode="before")
    @classmethod
    def _switch(cls, given: Any) -> Any:
        """Read `true` as a map without keys."""
        return {} if given is True else given


def _off(given: Any) -> Any:
    return None if given is False else given


MaybeAnnounce = Annotated[Announce | None, BeforeValidator(_off)]
"""`announce:` as it is written: `true`, `false` or a map."""
