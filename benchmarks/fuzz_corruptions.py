"""Corrupt files of a small site at random beside a valid open critical incident, build it, and look for the incident.

    python benchmarks/fuzz_corruptions.py 3000 --seed 1

Every kind of file may be hit: company files, records, pages, pictures, intake, kept figures, templates, mkdocs.yml,
and the folders that they stand in; the environment, too. A run is `published` if the incident is on the home page, its
own page, in pinned.json, status.txt, feed.xml and the API, in each language of the site, as critical. If mkdocs.yml
cannot be used, the site built before must take an emergency notice instead, and with the old mkdocs.yml the build must
publish. `salvaged` runs are published ones in which the first attempt failed for a reason that the program does not
know. For root nothing is unreadable: put `setpriv --bounding-set=-dac_override,-dac_read_search` before the command.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType
from typing import Any
from unittest.mock import patch

from corruptions import ENVIRONMENT, NOW, SHOWN_IN, VALID, corrupt, project
from jinja2 import Environment

from answerable.commands.emergency import publish_emergency
from answerable.mkdocs_plugin.running_build import BuildRequest
from answerable.mkdocs_plugin.staged_build import BuildFailed, build_site

LONGEST = 120
"""Seconds after which a build counts as hanging."""


def outcome(config: Path, good: Path) -> tuple[str, str]:
    """Build the site and return how it ended, with details."""
    kind, why = built(config, good)
    if kind == "stopped by mkdocs.yml":
        if config.is_dir() and not config.is_symlink():
            shutil.rmtree(config)
        config.unlink(missing_ok=True)
        shutil.copyfile(good.with_name("mkdocs.yml"), config)
        again, why_again = built(config, good)
        return (kind, why) if again in {"published", "salvaged"} else (again, f"with the old mkdocs.yml: {why_again}")
    return kind, why


def built(config: Path, good: Path) -> tuple[str, str]:
    """Build the site once and return how it ended, with details."""
    said = StringIO()
    site = config.with_name("site")
    before = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        with redirect_stderr(said):
            result = build_site(BuildRequest(config, site_dir=site, now=NOW))
    except BuildFailed as error:
        shutil.copytree(good, site, dirs_exist_ok=True)
        publish_emergency(config, site, VALID, "Sam", NOW)
        saved = all(shown(site / name) for name in SHOWN_IN[:5])
        stopped = not is_same(config, good.with_name("mkdocs.yml"))
        return ("stopped by mkdocs.yml" if stopped and saved else "lost"), str(error)
    except BaseException:  # noqa: BLE001 (all that is no BuildFailed is a fault)
        return ("hang" if time.perf_counter() - before >= LONGEST else "traceback"), traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    roots = [site, *(path.parent for path in site.glob("*/pinned.json"))]
    missing = [str(root / name) for root in roots for name in SHOWN_IN if not shown(root / name)]
    if missing:
        return "lost", f"not in {missing}"
    if json.loads((site / "api/v2/status.json").read_text("utf-8"))["status"]["indicator"] != "critical":
        return "lost", "the status is not critical"
    why = next((one.message for one in result.content.findings if one.path == "site"), "")
    return ("salvaged", why) if why else ("published", "")


def is_same(path: Path, other: Path) -> bool:
    """Return whether a file can be read and has the other's bytes."""
    try:
        return path.is_file() and path.read_bytes() == other.read_bytes()
    except OSError:
        return False


def shown(path: Path) -> bool:
    """Return whether a file of the site has the incident."""
    return path.is_file() and "VALIDOUTAGE" in path.read_text("utf-8")


def one_run(seed: int, good: Path) -> tuple[str, str]:
    """Corrupt and build one copy of the site; return the outcome and what led to it."""
    with TemporaryDirectory() as folder:
        shutil.copytree(good.parent, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("site"))
        chance = random.Random(seed)
        done = corrupt(Path(folder), chance)
        environment = chance.choice(ENVIRONMENT) if chance.random() < 0.1 else {}
        with patch.dict(os.environ, environment):
            found, why = outcome(Path(folder, "mkdocs.yml"), good)
        allow_all(folder)
        return found, f"{seed} {done} {environment or ''}: {why.replace(folder, '')}"


def allow_all(folder: str) -> None:
    """Allow everything in each folder again, so that it can be removed."""
    for place, folders, _ in os.walk(folder):
        for name in folders:
            one = Path(place, name)
            one.chmod(0o755) if not one.is_symlink() else None


def keep_compiled_templates() -> None:
    """Compile each of the theme's templates once in this process instead of once in each build."""
    compile_one, kept = Environment.compile, dict[tuple[Any, ...], CodeType]()

    def compile_once(self: Environment, source: Any, name: Any = None, filename: Any = None, **more: Any) -> CodeType:
        if "material" not in str(filename):
            return compile_one(self, source, name, filename, **more)
        key = (source, name, filename)
        if key not in kept:
            kept[key] = compile_one(self, source, name, filename, **more)
        return kept[key]

    Environment.compile = compile_once  # type: ignore[method-assign]


def main() -> int:
    """Run the fuzzer and print what came of it; exit with 1 if a notice was lost, or at a traceback or a hang."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = Counter[str]()
    keep_compiled_templates()
    with TemporaryDirectory() as folder:
        config = project(Path(folder))
        build_site(BuildRequest(config, site_dir=Path(folder, "site"), now=NOW))
        for seed in range(options.seed, options.seed + options.number):
            kind, why = one_run(seed, Path(folder, "site"))
            found[kind] += 1
            if found.total() % 100 == 0:
                print(dict(found), file=sys.stderr, flush=True)
            if kind != "published":
                print(kind, why, flush=True)
    print(json.dumps(found))
    return 1 if found["lost"] or found["traceback"] or found["hang"] else 0


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    sys.exit(main())
