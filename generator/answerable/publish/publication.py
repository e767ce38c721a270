"""What the modules that make files of the site have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from answerable.output.outputs import Output, Task
from answerable.output.served import Served
from answerable.publish.context import Context


class Declaring(Protocol):
    """A module that declares in `SERVED` how its files are to be served."""

    @property
    def SERVED(self) -> tuple[Served, ...]:  # noqa: N802 (a constant of the module)
        """The declarations, which cover every file that the module writes."""
        ...


class Publication(Declaring, Protocol):
    """A module that makes files of the site."""

    def publish(self, context: Context) -> Iterator[Output]:
        """Yield the files."""
        ...


@runtime_checkable
class InParts(Protocol):
    """A publication whose files take long to make, so that several processes share them."""

    def parts(self, context: Context) -> list[Task]:
        """Return tasks that together make the files."""
        ...


class Description(Protocol):
    """A module whose files describe those of all publications."""

    def publish(self, context: Context, served: Sequence[Served]) -> Iterator[Output]:
        """Yield the files, given every declaration."""
        ...
