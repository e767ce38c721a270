"""The law of incremental builds: whatever changed since the last one, the site has the bytes of a clean build."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.agreement.changing import EDITS, Project, begin

from answerable.mkdocs_plugin import staged_build
from answerable.mkdocs_plugin.running_build import BuildRequest
from answerable.mkdocs_plugin.staged_build import BuildFailed, build_site
from answerable.output import spare_tree

EXAMPLES = int(os.environ.get("INCREMENTAL_EXAMPLES", "6"))
Edit = tuple[Callable[[Project, int], None], int]


def built(project: Project) -> dict[str, bytes] | str:
    """Build over what is there; return all files, or why the build failed."""
    try:
        site = build_site(BuildRequest(project.folder / "mkdocs.yml", now=project.now)).site_dir
    except BuildFailed as error:
        return str(error).replace(str(project.folder), "")
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def built_anew(project: Project) -> dict[str, bytes] | str:
    """Build a copy of the sources alone."""
    with tempfile.TemporaryDirectory() as folder:
        ignored = shutil.ignore_patterns("site", ".site.*", ".answerable")
        copy = Path(folder, "copy")
        shutil.copytree(project.folder, copy, ignore=ignored)
        return built(Project(copy, project.now))


@settings(
    max_examples=EXAMPLES,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 400)), max_size=3), min_size=1, max_size=4),
    st.sampled_from((0, spare_tree.MANY)),
)
def test_an_incremental_build_gives_what_a_clean_build_gives(sequence: list[list[Edit]], many: int) -> None:
    """After any sequence of edits, byte for byte; also after several builds in between, and by way of a spare tree."""
    with tempfile.TemporaryDirectory() as folder, patch.object(staged_build, "MANY", many):
        project = begin(Path(folder, "project"))
        built(project)
        for edits in sequence:
            for edit, number in edits:
                edit(project, number)
            found = built(project)
        clean = built_anew(project)
        assert isinstance(found, dict) and isinstance(clean, dict), (found, clean)
        assert found.keys() == clean.keys()
        assert [path for path in sorted(clean) if found[path] != clean[path]] == []


HOOK = """
from pathlib import Path

def on_post_build(config):
    site = Path(config.site_dir)
    paths = sorted(path for path in site.rglob("*") if path.is_file())
    for path in paths:
        if path.suffix == ".html":
            with path.open("a", encoding="utf-8") as file:
                file.write("<!-- seen -->")
    (site / "list.txt").write_text("\\n".join(str(path.relative_to(site)) for path in paths), encoding="utf-8")
"""


def test_a_hook_for_the_finished_site_gets_all_of_it(tmp_path: Path) -> None:
    """It can list and change what did not change since, and never touches the live site."""
    project = begin(tmp_path / "project")
    before = built(project)
    (project.folder / "hook.py").write_text(HOOK, encoding="utf-8")
    config = project.folder / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + "hooks: [hook.py]\n", encoding="utf-8")
    clean = built_anew(project)
    assert clean != before
    assert built(project) == clean
    assert built(project) == clean
