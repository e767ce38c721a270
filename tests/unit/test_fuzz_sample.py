"""A sample of `benchmarks/fuzz_corruptions.py`, with a fixed seed: no notice is lost."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from tests.conftest import ROOT

from answerable.output.failures import RAISE

RUNS = 30


@pytest.fixture(scope="module")
def fuzzer() -> Iterator[ModuleType]:
    """Return the script as a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "benchmarks")
        yield importlib.import_module("fuzz_corruptions")


def test_no_notice_is_lost(fuzzer: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each corrupted site is built at the first attempt, or stopped by mkdocs.yml and given an emergency notice.

    Only settings with which a template of the theme fails need a further attempt.
    """
    monkeypatch.delenv(RAISE)
    config = fuzzer.project(tmp_path)
    fuzzer.build_site(fuzzer.BuildRequest(config, site_dir=tmp_path / "site", now=fuzzer.NOW))
    runs = [fuzzer.one_run(seed, tmp_path / "site") for seed in range(1, RUNS + 1)]
    fine = {"published", "stopped by mkdocs.yml"}
    faults = [why for kind, why in runs if kind not in fine and not (kind == "salvaged" and ".html:" in why)]
    assert faults == []
    assert Counter(kind for kind, _ in runs)["published"] >= RUNS * 0.8
