"""Where the log is kept: in a file, or on a git branch of its own.

A runner of CI forgets its files, and its cache may be gone, or be an old one. The branch stays, everybody in the team
can read it, and git accepts only a change of its newest state: so of two runs at once, on machines that know nothing
of each other, one stops before it posts. It is no part of the branch from which the site is built, so it starts none.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Protocol

from answerable.output.lock import BusyError
from answerable.outreach.announce.posted import LogError, Profiles, Standing, from_json, to_json
from answerable.records.yaml.edit import exclusive_access, write_whole
from answerable.translation.message import msg

NAME = "announced.json"
_SECONDS = 60
_WHO = {
    "GIT_AUTHOR_NAME": "answerable",
    "GIT_AUTHOR_EMAIL": "answerable@localhost",
    "GIT_COMMITTER_NAME": "answerable",
    "GIT_COMMITTER_EMAIL": "answerable@localhost",
}


class PostedLog(Protocol):
    """The log while it is open."""

    @property
    def profiles(self) -> Profiles:
        """What stands on each profile."""
        ...

    def save(self, profile: str, standing: Standing) -> None:
        """Keep what stands on a profile. Raises LogError; then nothing may be posted."""
        ...


@dataclass
class FileLog:
    """The log in a file, written whole at each step. One process at a time has it open."""

    path: Path
    profiles: dict[str, Standing] = field(default_factory=dict)

    @contextmanager
    def opened(self, wait: float = 60.0) -> Iterator[FileLog]:
        """Keep other runs out, and read the log; one that is not there is empty. Raises LogError."""
        with ExitStack() as held:
            try:
                held.enter_context(exclusive_access(self.path, wait=wait))
            except BusyError as error:
                raise LogError(
                    msg("another run is announcing (%(who)s); run this again when it has ended", who=error)
                ) from None
            except OSError as error:
                raise self._unwritable(error) from None
            self.profiles = self._read()
            yield self

    def save(self, profile: str, standing: Standing) -> None:
        """Write the file."""
        self.profiles[profile] = standing
        try:
            write_whole(self.path, to_json(self.profiles))
        except OSError as error:
            raise self._unwritable(error) from None

    def _unwritable(self, error: OSError) -> LogError:
        return LogError(msg("%(path)s cannot be written: %(why)s", path=self.path, why=error.strerror))

    def _read(self) -> dict[str, Standing]:
        try:
            return from_json(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise LogError(msg("%(path)s cannot be read: %(why)s", path=self.path, why=error.strerror)) from None
        except LogError as error:
            raise LogError(msg("%(path)s: %(problem)s", path=self.path, problem=str(error))) from None


@dataclass
class BranchLog:
    """The log on a branch of the repository's `origin`, to which each step is pushed as a commit.

    `folder` is anywhere in the repository; its files, its branch and its index stay as they are.
    """

    folder: Path
    branch: str
    profiles: dict[str, Standing] = field(default_factory=dict)
    _tip: str = ""

    @contextmanager
    def opened(self) -> Iterator[BranchLog]:
        """Fetch and read the log; a branch that is not there is empty. Raises LogError."""
        self.profiles = self._read()
        yield self

    def save(self, profile: str, standing: Standing) -> None:
        """Commit and push the log, unless another run has pushed meanwhile."""
        self.profiles[profile] = standing
        blob = self._git("hash-object", "-w", "--stdin", given=to_json(self.profiles))
        tree = self._git("mktree", given=f"100644 blob {blob}\t{NAME}\n")
        parent = ["-p", self._tip] if self._tip else []
        # Two runs that save the same at the same second must not make the same commit: git would take it from both.
        mark = f"Run {token_hex(8)}"
        commit = self._git("commit-tree", tree, *parent, "-m", "Note what was announced", "-m", mark)
        expected = f"--force-with-lease=refs/heads/{self.branch}:{self._tip}"
        self._git("push", "--quiet", "--no-verify", expected, "origin", f"{commit}:refs/heads/{self.branch}")
        self._tip = commit

    def _read(self) -> dict[str, Standing]:
        found = self._git("ls-remote", "origin", f"refs/heads/{self.branch}")
        if not found:
            self._tip = ""
            return {}
        self._git("fetch", "--quiet", "--no-tags", "--depth=1", "origin", f"refs/heads/{self.branch}")
        self._tip = self._git("rev-parse", "FETCH_HEAD")
        try:
            return from_json(self._git("cat-file", "blob", f"{self._tip}:{NAME}"))
        except LogError as error:
            raise LogError(
                msg("%(file)s on the branch %(branch)s: %(problem)s", file=NAME, branch=self.branch, problem=str(error))
            ) from None

    def _git(self, *arguments: str, given: str | None = None) -> str:
        command = ["git", "-C", str(self.folder), *arguments]
        environment: Mapping[str, str] = {**os.environ, **_WHO, "GIT_TERMINAL_PROMPT": "0"}
        try:
            done = subprocess.run(
                command, env=environment, input=given, capture_output=True, text=True, timeout=_SECONDS, check=False
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise LogError(
                msg("git %(command)s did not run (%(why)s)", command=arguments[0], why=type(error).__name__)
            ) from None
        if done.returncode:
            raise LogError(self._problem(arguments[0], done.stderr))
        return done.stdout.strip()

    def _problem(self, command: str, said: str) -> str:
        """Return what is wrong in one line; what git said may hold the address of `origin` with a password."""
        if command == "push" and ("stale info" in said or "rejected" in said or "fetch first" in said):
            return msg("another run is announcing, so this one stopped; the next one goes on")
        if command == "push":
            return msg(
                "the log cannot be pushed to the branch %(branch)s; let the job write to the repository",
                branch=self.branch,
            )
        if command in ("ls-remote", "fetch"):
            return msg("the log cannot be fetched from the branch %(branch)s of `origin`", branch=self.branch)
        return msg("git %(command)s failed", command=command)
