"""Publish a written file with git: commit it alone and push it, or show the commands that do so."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from answerable.translation.message import ToCopy, joined, msg

SYSTEM = os.name
PATIENCE = 300
"""Seconds after which git is given up; somebody may have to type the password of a key."""
_NOISE = ("hint:", "To ", "remote:", "!", "warning:")


class GitError(Exception):
    """Git refused; the message is one line that says why, and what to do."""


def shown_commands(path: str, message: str) -> ToCopy:
    """Return the commands that publish a file, for the shell of this system: a POSIX one, or PowerShell."""
    if SYSTEM == "nt":
        # Windows PowerShell has no `&&`, and hands double quotes in an argument on wrongly.
        said, file = (f"'{words}'" for words in (message.replace('"', "'").replace("'", "''"), path.replace("'", "''")))
        return ToCopy(f"git add {file}\ngit commit -m {said} -- {file}\ngit push")
    file = shlex.quote(path)
    return ToCopy(f"git add {file} && git commit -m {shlex.quote(message)} -- {file} && git push")


def commit(file: Path, message: str) -> str:
    """Commit one file, and nothing else that is staged; return the short name of the commit. Raises GitError."""
    known = _git(file.parent, "ls-files", "--error-unmatch", "--", file.name, check=False).returncode == 0
    _git(file.parent, "add", "--", file.name)
    try:
        _git(file.parent, "commit", "--quiet", "--message", message, "--only", "--", file.name)
    except GitError:
        if not known:
            _git(file.parent, "reset", "--quiet", "--", file.name, check=False)
        raise
    return _git(file.parent, "rev-parse", "--short", "HEAD").stdout.strip()


def push(folder: Path) -> None:
    """Push the branch. Raises GitError."""
    try:
        _git(folder, "push", "--quiet")
    except GitError as error:
        raise GitError(joined("; ", (str(error), _advice(str(error), folder)))) from None


def _advice(error: str, folder: Path) -> str:
    if "no upstream" in error:
        branch = _git(folder, "branch", "--show-current", check=False).stdout.strip()
        return msg("run `git push -u origin %(branch)s`", branch=branch)
    if "No configured push destination" in error:
        return msg("run `git remote add origin ADDRESS` with the address of the project on your git host")
    if any(sign in error for sign in ("rejected", "fetch first", "non-fast-forward", "failed to push")):
        return msg("somebody else may have pushed before: run `git pull --rebase`, then `git push`")
    return msg("run `git push` when that is put right")


def _git(folder: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run git and return what it said. Raises GitError with the line that says why it failed, if `check` is set."""
    plain = {**os.environ, "LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            ["git", *words], cwd=folder, env=plain, capture_output=True, encoding="utf-8", errors="replace",
            timeout=PATIENCE, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise GitError(msg("git is not installed")) from None
    except (OSError, subprocess.SubprocessError) as error:
        raise GitError(f"git {words[0]}: {' '.join(str(error).split())}") from None
    if check and done.returncode:
        raise GitError(joined(": ", (f"git {words[0]}", _reason(done.stderr + done.stdout))))
    return done


def _reason(output: str) -> str:
    """Return the line of git's output that says why it failed."""
    lines = [line.strip() for line in output.split("\n") if line.strip()]
    if any(line.startswith("! [") for line in lines):
        return msg("rejected, as the branch on the host has commits that are not here")
    if any("Please tell me who you are" in line for line in lines):
        return msg("git does not know you; run `git config --global user.name NAME`, and the same with user.email")
    marked = [line for line in lines if line.startswith(("fatal:", "error:"))]
    plain = [line for line in lines if not line.startswith(_NOISE)]
    first = next(iter(marked or plain or lines), "")
    return first.removeprefix("fatal: ").removeprefix("error: ").rstrip(".") or msg("it failed")
