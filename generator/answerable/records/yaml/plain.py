"""Read YAML that is as plain as most records are, without positions, which takes a third of the time."""

from __future__ import annotations

import re
from typing import Any

import yaml

from answerable.records import characters
from answerable.records.yaml.slips import wrapped

MAX_DEPTH = 20
MAX_EVENTS = 20_000
NOTHING = ("", "~", "null")
"""Unquoted scalars that stand for no value."""
HASH = re.compile(r"(?m)(?:^|[ \t])#")
"""What may begin a comment."""


class _NotPlainError(ValueError):
    """The text has something that must be looked at more closely."""


def plain_value(text: str) -> Any:
    """Return the dict, list or string that a text holds; None if it has anything that could be a problem.

    That is a comment, an invisible character, a typographic quote, a YAML feature that records do not need, or a syntax
    error.
    """
    if ("#" in text and HASH.search(text)) or not characters.is_visible(text):
        return None
    builder, next_event, scalar = _Builder(), yaml.CSafeLoader(text).get_event, yaml.ScalarEvent
    try:
        for _ in range(MAX_EVENTS):
            event = next_event()
            kind = type(event)
            if kind is scalar:
                builder.add_scalar(event)
            elif kind is yaml.StreamEndEvent:
                return builder.root
            else:
                _STEPS[kind](builder, event)
    except (yaml.YAMLError, ValueError):
        pass
    return None


class _Builder:
    """Builds a value from events: `inside` is the collection being filled, `outer` are those around it."""

    def __init__(self) -> None:
        self.root: Any = None
        self.inside: Any = None
        self.outer: list[Any] = []
        self.key: str | None = None
        self.documents = 0

    def add_scalar(self, event: Any) -> None:
        """Add a string or None, or take it as the next key of a map."""
        value, style = event.value, event.style
        if event.anchor is not None or event.tag is not None:
            raise _NotPlainError
        if not style:
            if wrapped(value):
                raise _NotPlainError
            value = None if value in NOTHING else value
        elif style == '"' and characters.without_invisible(value) != value:
            raise _NotPlainError
        if type(self.inside) is not dict or self.key is not None:
            self._add(value)
        elif value is None or value in self.inside or value == "<<":
            raise _NotPlainError
        else:
            self.key = value

    def begin(self, event: Any) -> None:
        """Add a map or a list, which what follows fills."""
        is_key = type(self.inside) is dict and self.key is None
        if event.anchor is not None or event.tag is not None or is_key or len(self.outer) >= MAX_DEPTH:
            raise _NotPlainError
        new: Any = {} if type(event) is yaml.MappingStartEvent else []
        self._add(new)
        self.outer.append(self.inside)
        self.inside = new

    def end(self, event: Any) -> None:  # noqa: ARG002 (all steps have one shape)
        """Go back to the collection around."""
        self.inside = self.outer.pop()

    def begin_document(self, event: Any) -> None:
        """Count the document, of which there may be one, without directives."""
        self.documents += 1
        if self.documents > 1 or event.version or event.tags:
            raise _NotPlainError

    def refuse(self, event: Any) -> None:  # noqa: ARG002
        """Give up."""
        raise _NotPlainError

    def ignore(self, event: Any) -> None:
        """Do nothing: the event says nothing of the value."""

    def _add(self, value: Any) -> None:
        if self.key is not None:
            self.inside[self.key] = value
            self.key = None
        elif self.inside is None:
            self.root = value
        else:
            self.inside.append(value)


_STEPS: dict[type, Any] = {
    yaml.MappingStartEvent: _Builder.begin,
    yaml.SequenceStartEvent: _Builder.begin,
    yaml.MappingEndEvent: _Builder.end,
    yaml.SequenceEndEvent: _Builder.end,
    yaml.DocumentStartEvent: _Builder.begin_document,
    yaml.DocumentEndEvent: _Builder.ignore,
    yaml.StreamStartEvent: _Builder.ignore,
    yaml.AliasEvent: _Builder.refuse,
}
