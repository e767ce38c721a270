"""When records were last changed, according to git, since a maintenance window can move without an update.

The result is instants, not numbers of commits: a squashed or rebased commit is newer than those it replaces, and in a
shallow clone the oldest commit, which seems to create every file, is newer than the real one. So the instant of a file
never decreases, and a change after a build is later than any instant which that build could know.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

LAST = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())
"""Seconds since 1970; git accepts later commits, for which Python has no datetime."""
PATIENCE = 60
"""Seconds after which git is given up."""
_LOG = (
    # A change is published when it comes into the main branch, so merges count and not the commits they bring.
    *("log", "--first-parent", "-m", "--name-only", "--format=%x00%ct"),
    "--no-renames",  # detecting renames needs old files, which a partial clone does not have
    *("--no-show-signature", "--no-color"),
)
# CI often checks out as another user, whose folders git refuses to read. The other settings make the result of `-m` and
# the first commit independent of the user's configuration.
_GIT = ("git", "--no-pager", "-c", "safe.directory=*", "-c", "log.showRoot=true", "-c", "log.diffMerges=separate")


def last_changes(content: Path, folder: str) -> Mapping[str, datetime]:
    """Return the instant of the last change of each record in a folder of `content`, in UTC, by the record's id.

    Empty without git or commits. A record keeps its instant if its file is moved.
    """
    return _instants(git_output([*_GIT, *_LOG, "--", folder], content))


def git_output(command: Sequence[str], folder: Path) -> str:
    """Return what a git command says that only reads a repository; "" without git or commits, or if it takes long."""
    quiet = os.environ | {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(command, cwd=folder, env=quiet, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""


def _instants(log: str) -> dict[str, datetime]:
    """Read the log, newest commit first. A record's later change gets a later instant, even if a clock was slow."""
    seconds: dict[str, int] = {}
    touched: list[str] = []
    for line in reversed(log.split("\n")):
        if not line.startswith("\0"):  # no path contains this
            touched.append(line.strip('"'))
            continue
        at = min(int(line[1:]), LAST)
        for id in {PurePosixPath(path).stem for path in touched if path.endswith(".md")}:
            before = seconds.get(id, at)
            seconds[id] = at if at >= before else before + 1
        touched.clear()
    return {id: datetime.fromtimestamp(min(second, LAST), UTC) for id, second in seconds.items()}
