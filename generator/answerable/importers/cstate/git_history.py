"""When the files of a site came into its git repository, and under which names they stood before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from answerable.content.git_dates import git_output

_LOG = ("git", "--no-pager", "-c", "log.showRoot=true", "log", "--reverse", "-M", "-z", "--name-status", "--relative",
        "--no-show-signature", "--no-color", "--no-ext-diff", "--format=%x01%at", "--diff-filter=AR")  # fmt: skip


@dataclass(frozen=True, slots=True)
class GitHistory:
    """By the path of a file in the site, when it was first committed, and the paths that it had before."""

    added: Mapping[str, datetime] = field(default_factory=dict)
    earlier_paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_git_history(site: Path, folder: str) -> GitHistory:
    """Return the history of the files of a folder in the site; empty without git or commits."""
    added: dict[str, datetime] = {}
    earlier: dict[str, tuple[str, ...]] = {}
    for at, before, path in _changes(git_output([*_LOG, "--", folder], site)):
        added[path] = added.get(before, at)
        if before:
            earlier[path] = (*earlier.get(before, ()), before)
    return GitHistory(added, earlier)


def _changes(log: str) -> Iterator[tuple[datetime, str, str]]:
    """Yield for each file that was added or renamed the instant, its path before or "", and its path."""
    at = datetime.fromtimestamp(0, UTC)
    words = iter(log.split("\0"))
    for word in words:
        if "\x01" in word:
            seconds = word.rpartition("\x01")[2].strip()
            at = datetime.fromtimestamp(min(int(seconds), 253_402_300_000), UTC) if seconds.isdecimal() else at
        elif word.strip().startswith("R"):
            yield at, next(words, ""), next(words, "")
        elif word.strip() == "A":
            yield at, "", next(words, "")
