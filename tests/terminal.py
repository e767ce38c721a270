"""A terminal of its own for a command, on which a test reads and types as a person would."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path


class Terminal:
    """Runs a command on a terminal of its own, as a person would see it."""

    def __init__(
        self, command: list[str], folder: Path, env: Mapping[str, str] | None = None, columns: int = 80
    ) -> None:
        self.seen, self.read_to = "", 0
        self.process, self.handle = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            os.environ.pop("COLUMNS", None)
            os.environ["NO_COLOR"] = "1"
            os.environ["XDG_CONFIG_HOME"] = str(folder / "config")  # where words are kept
            os.environ.update(env or {})
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a suite in the background has it ignored, and hands that on
            os.execv(sys.executable, [sys.executable, "-m", "answerable", *command])  # noqa: S606

    def until(self, words: str) -> None:
        """Read until these words come, after those that were waited for before."""
        end = time.monotonic() + 60
        while words not in self.seen[self.read_to :]:
            ready, _, _ = select.select([self.handle], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"{words!r} did not come:\n{self.seen}"
            try:
                self.seen += os.read(self.handle, 4096).decode(errors="replace")
            except OSError:
                raise AssertionError(f"{words!r} did not come:\n{self.seen}") from None
        self.read_to = self.seen.index(words, self.read_to) + len(words)

    def answer(self, question: str, words: str) -> None:
        """Wait for a question and answer it."""
        self.until(question)
        os.write(self.handle, f"{words}\n".encode())

    def interrupt(self) -> int:
        """Press Ctrl+C until it ends, as people do: the first may come before it listens. Gives the exit code."""
        return self.end(press=b"\x03")

    def end(self, press: bytes = b"") -> int:
        """Read to the end and give the exit code; whoever says nothing for half a minute hangs."""
        for _ in range(30):
            try:
                os.write(self.handle, press)
                while select.select([self.handle], [], [], 1)[0]:
                    self.seen += os.read(self.handle, 4096).decode(errors="replace")
            except OSError:
                return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        raise AssertionError(f"it hangs:\n{self.seen}")
