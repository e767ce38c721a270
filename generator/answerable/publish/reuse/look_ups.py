"""Functions of a context: their values are kept for it, or noted by its watch in the place of what they look up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Protocol, TypeVar, TypeVarTuple

from answerable.output.build_cache import digest_of_bytes
from answerable.publish.reuse.watch import Seen, Watch, described


class Watched(Protocol):
    """A context."""

    @property
    def watch(self) -> Watch:
        """What notes its look-ups."""
        ...

    @property
    def cache(self) -> dict[Callable[..., Any], dict[Any, tuple[Any, Seen]]]:
        """What functions decorated with `once` returned for it, by function and arguments."""
        ...


C = TypeVar("C", bound=Watched)
R = TypeVar("R")
Arguments = TypeVarTuple("Arguments")


def once(make: Callable[[C, *Arguments], R]) -> Callable[[C, *Arguments], R]:
    """Cache a function of a context and further hashable positional arguments in that context.

    The cached values go when the context goes, so a live preview, which makes a new context for each build, keeps no
    old records. `functools.lru_cache` would keep the contexts, and all records with them.
    """

    @wraps(make)
    def cached(context: C, *args: *Arguments) -> R:
        values = context.cache.setdefault(make, {})
        if args not in values:
            with context.watch.watching() as seen:
                values[args] = make(context, *args), seen
        found: tuple[R, Seen] = values[args]
        context.watch.add(found[1])
        return found[0]

    return cached


_LOOKED_UP: dict[str, Callable[..., Any]] = {}


def looked_up(make: Callable[[C, *Arguments], R]) -> Callable[[C, *Arguments], R]:
    """Let the watch note what a function returns in the place of all that it looks up.

    For an answer that is drawn from many records, or a selection of records. The further arguments are strings.
    """
    name = f"{make.__module__}.{make.__name__}"
    _LOOKED_UP[name] = make

    @wraps(make)
    def asked(context: C, *args: *Arguments) -> R:
        context.watch.saw(name, *args)
        with context.watch.alone():
            return make(context, *args)

    return asked


def answers_to_look_ups(context: Watched) -> dict[str, Callable[..., str]]:
    """Return for each of those functions, by its name, a function that returns the digest of what it returns now."""
    return {name: partial(_digest, context, make) for name, make in _LOOKED_UP.items()}


def _digest(context: Watched, make: Callable[..., Any], *args: str) -> str:
    value = make(context, *args)
    if value is None or isinstance(value, int):
        return repr(value)
    return digest_of_bytes(described(value, context.watch.digests))
