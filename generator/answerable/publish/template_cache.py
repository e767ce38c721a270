"""Compiled templates, kept for the next build: compiling them takes a quarter of a small one."""

from __future__ import annotations

from typing import ClassVar

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from answerable.output.user_cache import name_of, read_cached, write_cached

_LIBRARIES = ("jinja2", "mkdocs", "markupsafe", "builtins", "_operator")


class TemplateCache(BytecodeCache):
    """Keeps compiled templates in memory, where `serve` finds them at each save, and in the user's cache folder.

    `about` is what the compiled form depends on besides a template's source and our code, such as the language: Jinja
    applies filters to constants when it compiles.
    """

    _kept: ClassVar[dict[str, bytes]] = {}

    def __init__(self, *about: str) -> None:
        self._about = about

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template that was compiled from the same source."""
        name = self._name(bucket)
        if found := self._kept.get(name) or read_cached(name):
            bucket.bytecode_from_string(found)
            self._kept[name] = found

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        name, content = self._name(bucket), bucket.bytecode_to_string()
        self._kept[name] = content
        write_cached(name, content)

    def _name(self, bucket: Bucket) -> str:
        return name_of("template", *self._about, bucket.key, bucket.checksum)


def has_known_filters(environment: Environment) -> bool:
    """Return whether all filters and tests are those of libraries, so that what they make of a constant is known."""
    functions = [*environment.filters.values(), *environment.tests.values()]
    return all((getattr(each, "__module__", None) or "").partition(".")[0] in _LIBRARIES for each in functions)
