"""Make the parts of a site that are not known from an earlier build, and note of each what it was made from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from answerable.output.build_cache import digest_of_bytes
from answerable.output.failures import name_of
from answerable.output.outputs import Note, NotingTask, Output, Writer
from answerable.publish.context import Context
from answerable.publish.reuse.bundles import bundle_of
from answerable.publish.reuse.parts import KnownParts, Made, SitePart
from answerable.publish.reuse.watch import ALWAYS, Seen, Watch


class Left:
    """What is left to be made: the files of known parts stay as they are. `pages` are those among them."""

    def __init__(self, writer: Writer, known: KnownParts | None) -> None:
        self.pages: list[str] = []
        self._writer = writer
        self._known = known

    def of(self, parts: Iterable[SitePart], *, are_pages: bool = False) -> list[SitePart]:
        """Return the parts that are to be made; `are_pages` says that their files belong into the site map."""
        left = []
        for part in parts:
            files = self._known.files_of(part.name) if self._known else None
            if files is None:
                left.append(part)
                continue
            self._writer.keep(files)
            self.pages += files if are_pages else ()
        return left

    def of_many(self, parts: Iterable[SitePart]) -> list[SitePart]:
        """Return the same of parts of which there are very many, each a page; they are asked for in bundles."""
        bundles: dict[str, list[SitePart]] = defaultdict(list)
        for part in parts:
            bundles[bundle_of(part.name)].append(part)
        left = []
        for bundle, some in bundles.items():
            files = self._known.files_of_bundle(bundle, [part.name for part in some]) if self._known else None
            if files is None:
                left += self.of(some, are_pages=True)
            else:
                self._writer.keep(files)
                self.pages += files
        return left

    def close(self) -> None:
        """Keep what was made for the next build."""
        if self._known:
            for made in self._writer.notes:
                self._known.keep(made, self._writer.site)
            self._known.close()


def write_all(
    writer: Writer, files: Sequence[NotingTask], pages: Sequence[NotingTask], workers: int | None
) -> list[str]:
    """Write the files of all tasks, and return the paths of those of `pages`."""
    paths: list[str] = []
    for number, placed in enumerate(writer.put_all([*files, *pages], workers)):
        paths += (one.path for one in placed) if number >= len(files) else ()
    return paths


def task_name(task: object) -> str:
    """Return a name for a task that is bound to a context and strings: of the function, and the strings."""
    return " ".join([name_of(task), *_strings(task)])


def _strings(task: object) -> Iterator[str]:
    if isinstance(task, partial):
        for one in task.args:
            yield from [one] if isinstance(one, str) else _strings(one)


def tasks(context: Context, parts: Sequence[SitePart], at_once: int) -> Iterator[NotingTask]:
    """Yield tasks that make so many parts each, and report each part that was made in a `Note`."""
    for start in range(0, len(parts), at_once):
        yield partial(_make, context.watch, parts[start : start + at_once])


def _make(watch: Watch, parts: Sequence[SitePart]) -> Iterator[Output | Note]:
    for part in parts:
        with watch.watching() as seen:
            outputs = list(part.make())
        yield from outputs
        if part.name:
            files = tuple((output.path, digest_of_bytes(output.content)) for output in outputs)
            yield Note(Made(part.name, _seen_as_json(watch, seen), files))


def _seen_as_json(watch: Watch, seen: Seen) -> str:
    """Return what a part has seen; "" if it depends on something of which no digest may be kept."""
    bounds = ("" if at in ALWAYS else at.isoformat() for at in (seen.since, seen.until))
    try:
        return json.dumps([*bounds, [[*one, watch.digest(one)] for one in sorted(seen.look_ups)]])
    except KeyError:
        return ""
