"""What should stand on a profile, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal


@dataclass(frozen=True, slots=True)
class PostText:
    """A text to post. `key` names the update that it is about among those of its record.

    `link` is the address of the update, which `shown` stands for in the text.
    """

    key: str
    title: str
    text: str
    link: str
    shown: str
    at: datetime
    language: str

    @property
    def digest(self) -> str:
        """A hash of the text, to recognise it without keeping it."""
        return sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What should stand on a profile about one record: its messages, oldest first, the last of them pinned or not.

    `due` is whether it is to be posted if it does not stand there yet. `pinned` is None if pins are to be left as they
    are. `answers` is the address of the post that is answered. `farewell` is the answer to a withdrawn record,
    None if its posts are to be deleted in any case.
    """

    key: str
    state: Literal["open", "over", "withdrawn", "unknown"]
    messages: tuple[PostText, ...] = ()
    pinned: bool | None = False
    due: bool = False
    answers: str = ""
    farewell: PostText | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """Where wanted posts come from: `want` makes them for what is due and for the keys of what stands there already.

    `record_of` returns the key of the record to whose page an address leads, or an empty string.
    """

    want: Callable[[Iterable[str]], tuple[Wanted, ...]]
    record_of: Callable[[str], str]
