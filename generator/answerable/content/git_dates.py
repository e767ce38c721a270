"""When records were last changed, as git remembers it: a window can move without a word being said about it.

Instants, not counts of commits. A commit that squashes others, or is rebased, is younger than those it stands for. In a
shallow clone the oldest commit seems to have made every file, and it is younger than the one that did. So the instant
of a file never falls, and a change after a build is later than any instant which that build could have known.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

LAST = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())
"""Seconds since 1970; git takes later commits, and Python has no instant for them."""
PATIENCE = 60
"""Seconds; a history that is not read by then is not used."""
_LOG = (
    # What publishes is what came into the main line, and when: of a merge the merge, not what stands behind it.
    *("log", "--first-parent", "-m", "--name-only", "--format=%x00%ct"),
    "--no-renames",  # to see what is alike git would need old files, which a clone need not have
    *("--no-show-signature", "--no-color"),
)
# CI often checks out as another user, whose folders git would refuse to read. The others are what `-m` and the first
# commit depend on: how somebody likes to read a history is no part of it.
_GIT = ("git", "--no-pager", "-c", "safe.directory=*", "-c", "log.showRoot=true", "-c", "log.diffMerges=separate")


def last_changes(content: Path, folder: str) -> Mapping[str, datetime]:
    """The instant of the last change of each record's file in a folder of `content`, in UTC, by the record's id.

    Empty without git and where nothing is committed. A record keeps its instants when its file moves.
    """
    command = [*_GIT, *_LOG, "--", folder]
    quiet = os.environ | {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(command, cwd=content, env=quiet, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.SubprocessError):
        return {}
    return _instants(done.stdout.decode(errors="replace")) if done.returncode == 0 else {}


def _instants(log: str) -> dict[str, datetime]:
    """The newest commit stands first. Each is later than the one before it, even if its author's clock is slow."""
    seconds: dict[str, int] = {}
    touched: list[str] = []
    for line in reversed(log.split("\n")):
        if not line.startswith("\0"):  # which stands in no path
            touched.append(line.strip('"'))
            continue
        at = min(int(line[1:]), LAST)
        for id in {PurePosixPath(path).stem for path in touched if path.endswith(".md")}:
            before = seconds.get(id, at)
            seconds[id] = at if at >= before else before + 1
        touched.clear()
    return {id: datetime.fromtimestamp(min(second, LAST), UTC) for id, second in seconds.items()}
