"""Runs the command `answerable` in the tests' own process, which spares every run the start of an interpreter."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from answerable.cli import main


def answerable(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None, code: int = 0) -> Result:
    """Run the command in a folder, with more environment variables, and return what it printed.

    An exception that it would end with is raised here; so is AssertionError if its exit code is another than `code`.
    """
    with contextlib.chdir(cwd):
        done = CliRunner().invoke(main, [str(argument) for argument in arguments], env=env, catch_exceptions=False)
    assert done.exit_code == code, f"ended with {done.exit_code}:\n{done.output}"
    return done
