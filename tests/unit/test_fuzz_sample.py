"""A sample of `benchmarks/fuzz_corruptions.py`, with a fixed seed: no notice is lost."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from tests.conftest import ROOT

RUNS = 60


@pytest.fixture(scope="module")
def fuzzer() -> ModuleType:
    """Return the script as a module."""
    path = ROOT / "benchmarks/fuzz_corruptions.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_notice_is_lost(fuzzer: ModuleType, tmp_path: Path) -> None:
    """Each corrupted site is built at the first attempt, or stopped by mkdocs.yml and given an emergency notice."""
    config = fuzzer.project(tmp_path)
    fuzzer.build_site(fuzzer.BuildRequest(config, site_dir=tmp_path / "site", now=fuzzer.NOW))
    runs = [fuzzer.one_run(seed, tmp_path / "site") for seed in range(1, RUNS + 1)]
    faults = [why for kind, why in runs if kind not in {"published", "stopped by mkdocs.yml"}]
    assert faults == []
    assert Counter(kind for kind, _ in runs)["published"] >= RUNS * 0.8
