"""The search's index: files for each period of time, of which the reader's browser loads those with the typed words.

`search/index.json` lists the periods. Each has a folder, named after all that it is made of, so that its files never
change: `keys.json` has the first key of each of the files `0.json`, `1.json` and so on, in which each key of a word
leads to the entries with it, newest first, by their numbers: after the first, the difference to the one before. What the
results show stands in `d0.json` and so on. The reader's side is `assets/search/`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256
from operator import sub
from typing import Any

from answerable.output.outputs import Output, Task
from answerable.output.served import JSON, Lifetime, Served
from answerable.publish.context import Context
from answerable.publish.search.entries import Entry, Period, periods
from answerable.publish.search.folding import Folding, rules
from answerable.publish.search.search_words import filters, words

INDEX = "search/index.json"
FOLDER = "search/periods/"
SERVED = (Served(INDEX, JSON), Served(f"{FOLDER}*.json", JSON, Lifetime.HASHED))
FORMAT = 1
"""To be raised when the files of the same entries change."""
LEAF = 10_000
"""Bytes of a file of keys and their lists, about 4 KB compressed; a longer list stands in a file alone."""
SHOWN = 64
"""Entries in a file of what results show."""


def publish(context: Context) -> Iterator[Output]:
    """Yield all files of the index."""
    for part in parts(context):
        yield from part()


def parts(context: Context) -> list[Task]:
    """Return a task for each period, and one for the list of them; none if the theme has no search."""
    if not context.theme.search:
        return []
    return [partial(_index, context), *(partial(_period, context, number) for number in range(len(periods(context))))]


def _index(context: Context) -> Iterator[Output]:
    found = [(period, _entries(period)) for period in periods(context)]
    listed = [
        {"year": period.year, "path": folder(context, period, entries), "entries": len(entries)}
        for period, entries in found
    ]
    document = {
        "rules": rules(context.language),
        "words": words(context),
        "filters": filters(context, [period.year for period, _ in found]),
        "periods": listed,
    }
    yield Output(INDEX, _encoded(document))


def _period(context: Context, number: int) -> Iterator[Output]:
    period = periods(context)[number]
    entries = _entries(period)
    path = f"{FOLDER}{folder(context, period, entries)}/"
    for start in range(0, len(entries), SHOWN):
        shown = [entry.shown for entry in entries[start : start + SHOWN]]
        yield Output(f"{path}d{start // SHOWN}.json", _encoded(shown))
    yield from _lists(path, entries, Folding(rules(context.language)))


def _entries(period: Period) -> list[Entry]:
    return [make() for make in period.makes]


def folder(context: Context, period: Period, entries: Sequence[Entry]) -> str:
    """Return the name of a period's folder, which follows from its entries and from how words are folded."""
    made_of = [FORMAT, rules(context.language), [[*entry.shown, entry.texts, entry.names, entry.labels] for entry in entries]]
    return f"{period.name}-{sha256(_encoded(made_of)).hexdigest()[:10]}"


def _lists(path: str, entries: Sequence[Entry], folding: Folding) -> Iterator[Output]:
    """Yield the files of keys in their order, and a list of the first key of each."""
    found = _found(entries, folding)
    firsts: list[str] = []
    lines: list[str] = []
    size = 0
    for key in sorted(found, key=_as_in_browsers):
        line = f"{json.dumps(key, ensure_ascii=False)}:{_differences(found[key])}"
        if lines and size + len(line) > LEAF:
            yield _leaf(f"{path}{len(firsts) - 1}.json", lines)
            lines, size = [], 0
        if not lines:
            firsts.append(key)
        lines.append(line)
        size += len(line)
    if lines:
        yield _leaf(f"{path}{len(firsts) - 1}.json", lines)
    yield Output(f"{path}keys.json", _encoded(firsts))


def _as_in_browsers(key: str) -> bytes:
    """Order keys as scripts compare strings: by UTF-16."""
    return key.encode("utf-16-be", "surrogatepass")


def _leaf(path: str, lines: Sequence[str]) -> Output:
    return Output(path, f"{{{','.join(lines)}}}".encode())


def _differences(numbers: Sequence[int]) -> str:
    return f"[{','.join(map(str, [numbers[0], *map(sub, numbers[1:], numbers)]))}]"


def _found(entries: Sequence[Entry], folding: Folding) -> dict[str, list[int]]:
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
