"""Progress of long work: shown on a terminal after two seconds, and nowhere else."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace
from typing import TYPE_CHECKING

from answerable.output import progress
from answerable.output.outputs import Output, Writer
from answerable.output.progress import listening, progress_line, report_progress

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


def shown(
    monkeypatch: pytest.MonkeyPatch, seconds: list[float], *, terminal: bool = True, total: int | None = None
) -> str:
    """Return what is written to the terminal when files 1, 2, 3 … are done at these seconds."""
    screen, clock = Terminal(terminal=terminal), iter([0.0, *seconds])
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    with progress_line():
        for number, _ in enumerate(seconds, 1):
            report_progress("files written", number, total)
    return screen.getvalue()


def lines(screen: str) -> list[str]:
    """Return what one line on the screen said, one time after the other."""
    return [line.strip() for line in re.sub(r"\x1b\[\??[0-9]*[a-zA-Z]", "", screen).split("\r") if line.strip()]


def test_quick_work_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is shown in the first two seconds."""
    assert shown(monkeypatch, [0.1]) == ""


def test_long_work_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """After two seconds a line counts, and ends at the last number."""
    said = lines(shown(monkeypatch, [2.5, 2.7]))
    assert [line.split()[0] for line in said] == ["files", "files"]
    assert [line.split()[-1] for line in said] == ["1", "2"]


def test_a_known_total_gives_a_percentage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is known how much there is to do, the line says how much of it is done."""
    said = lines(shown(monkeypatch, [2.5, 2.7], total=2))
    assert [line.split("]")[1].split() for line in said] == [["1/2", "50%"], ["2/2", "100%"]]


def test_a_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs are not filled with counting."""
    assert shown(monkeypatch, [9.0, 10.0], terminal=False) == ""


def test_writing_says_how_far_it_is(tmp_path: Path) -> None:
    """Each file written is counted, unchanged ones too."""
    reports: list[tuple[str, int]] = []
    with listening(lambda what, done, _total: reports.append((what, done))):
        writer = Writer(tmp_path)
        writer.put(Output("a", b"1"))
        writer.put(Output("b", b"2"))
    assert reports == [("files written", 1), ("files written", 2)]
