"""The value of a YAML text as dicts, lists and strings, and where in the text each part of it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Value = Any
Loc = tuple[str | int, ...]
Position = tuple[int, int]


@dataclass(slots=True)
class Positions:
    """Where the values and keys of a YAML text are."""

    values: dict[Loc, Position] = field(default_factory=dict)
    keys: dict[Loc, Position] = field(default_factory=dict)


@dataclass
class Tree:
    """The value of a YAML text, and the positions of all values and keys.

    `comments` are the positions of those that end an unquoted value. `complete` is False if reading stopped early;
    `value` then has what came before. The first value of a duplicate key counts; an alias becomes None.
    `find_positions` gives the positions when they are asked for, which they seldom are.
    """

    value: Value = None
    complete: bool = True
    comments: dict[Loc, Position] = field(default_factory=dict)
    find_positions: Callable[[], Positions] = Positions

    @cached_property
    def _positions(self) -> Positions:
        return self.find_positions()

    @property
    def values(self) -> dict[Loc, Position]:
        """The positions of all values."""
        return self._positions.values

    @property
    def keys(self) -> dict[Loc, Position]:
        """The positions of all keys."""
        return self._positions.keys

    def position(self, loc: Loc) -> Position:
        """Return (line, column), both from 1, of the value at `loc`, or of its nearest parent that exists."""
        while loc and loc not in self.values:
            loc = loc[:-1]
        return self.values.get(loc, (1, 1))

    def at(self, loc: Loc) -> Value:
        """Return the value at `loc`, or None if there is none."""
        value = self.value
        for part in loc:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def key_position(self, loc: Loc) -> Position:
        """Return (line, column) of the key of the value at `loc`; for an item of a list, of the item."""
        return self.keys[loc] if loc in self.keys else self.position(loc)
