"""Progress of long work: shown on a terminal after two seconds, and nowhere else."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import TYPE_CHECKING

from answerable.commands import build
from answerable.output.outputs import Output, write_outputs
from answerable.output.progress import listening

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class Terminal(io.StringIO):
    """Something to write on that says whether it is a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        """Whether."""
        return self.terminal


def shown(monkeypatch: pytest.MonkeyPatch, seconds: list[float], *, terminal: bool = True) -> str:
    """What is written while files 1, 2, 3 … are done at these seconds."""
    from answerable.output.progress import report_progress

    screen, clock = Terminal(terminal=terminal), iter([0.0, *[s for s in seconds for _ in range(2)]])
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(build, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    with build.progress_line():
        for number, _ in enumerate(seconds, 1):
            report_progress("files written", number)
    return screen.getvalue()


def test_quick_work_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is shown in the first two seconds."""
    assert shown(monkeypatch, [0.1]) == ""


def test_long_work_counts_and_cleans_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """After two seconds a line counts; it is gone when the work is done."""
    said = shown(monkeypatch, [2.5, 2.7])
    assert said == "\r\033[K1 files written\r\033[K2 files written\r\033[K"


def test_a_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs are not filled with counting."""
    assert shown(monkeypatch, [9.0, 10.0], terminal=False) == ""


def test_writing_says_how_far_it_is(tmp_path: Path) -> None:
    """Each file written is counted, unchanged ones too."""
    came: list[tuple[str, int]] = []
    with listening(lambda what, number: came.append((what, number))):
        write_outputs([Output("a", b"1"), Output("b", b"2")], tmp_path)
    assert came == [("files written", 1), ("files written", 2)]
