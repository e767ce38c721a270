"""The search's index: files for each period of time, of which the reader's browser loads those with the typed words.

`search/index.json` lists the periods. Each has a folder, named after the content of its files, so that these never
change. There each key of a word leads to the entries with it, newest first, by their numbers: the difference to the one
before, to -1 for the first, and below zero if the key is in the entry's title. Keys stand in their order in `0.json`,
`1.json` and so on; the list of periods says with what each of these starts. What results show stands in `d0.json` and
so on. Where there are more than a few periods, one more folder of the same kind has the keys of all but the newest:
each leads to a number whose bits say which of these periods have it. The reader's side is `assets/search/`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from answerable.output.outputs import Output, Task
from answerable.output.served import JSON, Lifetime, Served
from answerable.publish.context import Context
from answerable.publish.search.entries import PAGES, SearchEntry, entry_of, made_of, periods, timeless
from answerable.publish.search.folding import Folding, rules
from answerable.publish.search.search_words import filters, words

INDEX = "search/index.json"
FOLDER = "search/periods/"
SERVED = (Served(INDEX, JSON), Served(f"{FOLDER}*.json", JSON, Lifetime.HASHED))
STARTS = "starts.json"
"""The file of a period with what the list of periods says of it."""
LEAF = 10_000
"""Bytes of a file of keys and their lists, about 4 KB compressed; a longer list stands in a file alone."""
SHOWN = 64
"""Entries in a file of what results show."""
NEWEST = 3
"""Periods, that of what has no time among them, in which each search looks; which of the earlier ones have a word, is
looked up."""
EARLIER = "earlier"
LAST_BIT = 52
"""The highest bit that a script's numbers have; all periods that are still earlier share it."""


def period_parts(context: Context) -> Iterator[Task]:
    """Yield a task for each period, which makes its files; none if the theme has no search."""
    if context.theme.search:
        yield from (partial(_period, context, period.name) for period in periods(context).values())


def earlier_parts(context: Context, paths: Iterable[str], read: Callable[[str], bytes]) -> Iterator[Task]:
    """Yield a task that lists the keys of earlier periods, if there are any, given all paths and how to read a file."""
    if context.theme.search:
        folders = _folders(paths)
        earlier = [str(folders[name]) for name in periods(context) if name in folders][NEWEST:]
        if earlier:
            yield partial(_earlier, *earlier, read=read)


def publish(context: Context, paths: Iterable[str], read: Callable[[str], bytes]) -> Iterator[Output]:
    """Yield the list of periods, given the paths of all files that were made of them, and how to read these."""
    if not context.theme.search:
        return
    by_name = _folders(paths)
    found = [(period.year, by_name[name]) for name, period in periods(context).items() if name in by_name]

    def described(folder: PurePosixPath) -> dict[str, Any]:
        return {"path": folder.name, "starts": json.loads(read(f"{folder}/{STARTS}"))}

    document = {
        "rules": rules(context.language),
        "words": words(context),
        "filters": filters(context, [year for year, _ in found]),
        "newest": NEWEST,
        "earlier": {**described(by_name[EARLIER]), "last": LAST_BIT} if EARLIER in by_name else None,
        "periods": [{"year": year, **described(folder)} for year, folder in found],
    }
    yield Output(INDEX, _encoded(document))


def _folders(paths: Iterable[str]) -> dict[str, PurePosixPath]:
    """Return the folder of each period by its name."""
    folders = (PurePosixPath(path).parent for path in paths if path.startswith(FOLDER) and path.endswith(STARTS))
    return {folder.name.rpartition("-")[0]: folder for folder in folders}


def _earlier(*folders: str, read: Callable[[str], bytes]) -> Iterator[Output]:
    found: dict[str, int] = defaultdict(int)
    for place, folder in enumerate(folders):
        for number in range(len(json.loads(read(f"{folder}/{STARTS}")))):
            for key in json.loads(read(f"{folder}/{number}.json")):
                found[key] |= 1 << min(place, LAST_BIT)
    yield from _in_folder(EARLIER, [*_leaves({key: str(bits) for key, bits in found.items()})])


def _period(context: Context, name: str) -> Iterator[Output]:
    made_of(context, name)
    with context.watch.alone():  # which has just heard of all that matters
        period = periods(context)[name]
        entries = [entry_of(context, record) for record in period.records] + (
            timeless(context) if name == PAGES else []
        )
        folding = Folding(rules(context.language))
    yield from _in_folder(name, [*_results(entries), *_leaves(_lists(entries, folding))])


def _in_folder(name: str, files: Sequence[tuple[str, bytes]]) -> Iterator[Output]:
    of_all = sha256(b"".join(content for _, content in files)).hexdigest()
    yield from (Output(f"{FOLDER}{name}-{of_all[:10]}/{file}", content) for file, content in files)


def _results(entries: Sequence[SearchEntry]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of what results show."""
    for start in range(0, len(entries), SHOWN):
        yield f"d{start // SHOWN}.json", _encoded([entry.shown for entry in entries[start : start + SHOWN]])


def _leaves(found: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of keys in their order, each with its value in JSON; then a list of what each file starts with.

    The starts are as short as tells them apart from the key before.
    """
    starts: list[str] = []
    lines: list[str] = []
    size = 0
    before = ""
    for key in sorted(found, key=_as_in_browsers):
        line = f"{json.dumps(key, ensure_ascii=False)}:{found[key]}"
        if lines and size + len(line) > LEAF:
            yield f"{len(starts) - 1}.json", _leaf(lines)
            lines, size = [], 0
        if not lines:
            starts.append(_start(key, before))
        lines.append(line)
        size += len(line)
        before = key
    if lines:
        yield f"{len(starts) - 1}.json", _leaf(lines)
    yield STARTS, _encoded(starts)


def _as_in_browsers(key: str) -> bytes:
    """Order keys as scripts compare strings: by UTF-16."""
    return key.encode("utf-16-be", "surrogatepass")


def _start(key: str, before: str) -> str:
    """Return the shortest beginning of a key that is after the key before it."""
    same = next((place for place, pair in enumerate(zip(key, before, strict=False)) if len(set(pair)) > 1), len(before))
    return key[: same + 1]


def _leaf(lines: Sequence[str]) -> bytes:
    return f"{{{','.join(lines)}}}".encode()


def _lists(entries: Sequence[SearchEntry], folding: Folding) -> dict[str, str]:
    """Return the entries with each key, in JSON: differences of their numbers, negative if the title has the key."""
    found: dict[str, list[int]] = defaultdict(list)
    last: dict[str, int] = defaultdict(lambda: -1)
    for number, entry in enumerate(entries):
        titled = folding.keys(entry.title)
        for key in titled:
            found[key].append(last[key] - number)
            last[key] = number
        for key in folding.keys("\n".join([*entry.texts, *entry.names])).union(entry.labels) - titled:
            found[key].append(number - last[key])
            last[key] = number
    return {key: f"[{','.join(map(str, differences))}]" for key, differences in found.items()}


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
