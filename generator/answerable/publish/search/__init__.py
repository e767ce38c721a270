"""The search's index: files for each period of time, of which the reader's browser loads those with the typed words.

`search/index.json` lists the periods. Each has a folder, named after the content of its files, so that these never
change. There each key of a word leads to the entries with it, newest first, by their numbers: after the first, the
difference to the one before. Keys stand in their order in `0.json`, `1.json` and so on; the list of periods says with
what each of these starts. What results show stands in `d0.json` and so on. The reader's side is `assets/search/`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from operator import sub
from pathlib import PurePosixPath

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


def period_parts(context: Context) -> Iterator[Task]:
    """Yield a task for each period, which makes its files; none if the theme has no search."""
    if context.theme.search:
        yield from (partial(_period, context, period.name) for period in periods(context).values())


def publish(context: Context, paths: Iterable[str], read: Callable[[str], bytes]) -> Iterator[Output]:
    """Yield the list of periods, given the paths of all files that were made of them, and how to read these."""
    if not context.theme.search:
        return
    folders = (PurePosixPath(path).parent for path in paths if path.startswith(FOLDER) and path.endswith(STARTS))
    by_name = {folder.name.rpartition("-")[0]: folder for folder in folders}
    found = [(period.year, by_name[name]) for name, period in periods(context).items() if name in by_name]
    document = {
        "rules": rules(context.language),
        "words": words(context),
        "filters": filters(context, [year for year, _ in found]),
        "periods": [
            {"year": year, "path": folder.name, "starts": json.loads(read(f"{folder}/{STARTS}"))}
            for year, folder in found
        ],
    }
    yield Output(INDEX, _encoded(document))


def _period(context: Context, name: str) -> Iterator[Output]:
    made_of(context, name)
    with context.watch.alone():  # which has just heard of all that matters
        period = periods(context)[name]
        entries = [entry_of(context, record) for record in period.records] + (
            timeless(context) if name == PAGES else []
        )
        folding = Folding(rules(context.language))
    files = [*_results(entries), *_lists(entries, folding)]
    of_all = sha256(b"".join(content for _, content in files)).hexdigest()
    yield from (Output(f"{FOLDER}{name}-{of_all[:10]}/{file}", content) for file, content in files)


def _results(entries: Sequence[SearchEntry]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of what results show."""
    for start in range(0, len(entries), SHOWN):
        yield f"d{start // SHOWN}.json", _encoded([entry.shown for entry in entries[start : start + SHOWN]])


def _lists(entries: Sequence[SearchEntry], folding: Folding) -> Iterator[tuple[str, bytes]]:
    """Yield the files of keys in their order, and a list of what each starts with, as short as tells it apart."""
    found = _found(entries, folding)
    starts: list[str] = []
    lines: list[str] = []
    size = 0
    before = ""
    for key in sorted(found, key=_as_in_browsers):
        line = f"{json.dumps(key, ensure_ascii=False)}:{_differences(found[key])}"
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


def _differences(numbers: Sequence[int]) -> str:
    return f"[{','.join(map(str, [numbers[0], *map(sub, numbers[1:], numbers)]))}]"


def _found(entries: Sequence[SearchEntry], folding: Folding) -> dict[str, list[int]]:
    """Return the entries of each key by their numbers, doubled, and one more if the key is in the title."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        titled = folding.keys(entry.title)
        for key in titled:
            found[key].append(2 * number + 1)
        for key in folding.keys("\n".join([*entry.texts, *entry.names])).union(entry.labels) - titled:
            found[key].append(2 * number)
    return found


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
