"""MkDocs run beside the live site."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from answerable.content.reading import read_content
from answerable.mkdocs_plugin import staged_build
from answerable.mkdocs_plugin.running_build import BuildRequest, PublishedSite, RunningBuild, running_build
from answerable.mkdocs_plugin.staged_build import BuildFailed, build_site
from answerable.output.swap import SiteFolders, staging

CONFIG = """
site_name: Example
site_url: https://status.example.org/
theme: {name: mkdocs}
plugins: []
hooks: [hooks.py, report.py]
"""
RECORDER = "def on_post_build(config):\n    pass\n"
WRITER = """
from pathlib import Path
from answerable.mkdocs_plugin.running_build import running_build
from answerable.output.outputs import Output, Writer

def on_post_build(config):
    build = running_build.get()
    text = Path(config.docs_dir, "index.md").read_bytes()
    writer = Writer(Path(config.site_dir), previous=build.previous)
    writer.put(Output("feed.xml", b"<rss/>"))
    writer.put(Output("page.html", text))
"""

REPORT = """
from datetime import UTC, datetime
from pathlib import Path
from answerable.content.reading import read_content
from answerable.mkdocs_plugin.running_build import PublishedSite, running_build

def on_post_build(config):
    content = read_content(Path(config.docs_dir), datetime(2026, 11, 24, tzinfo=UTC))
    running_build.get().published = PublishedSite(content, 3, "/")
"""
"""Stands for the plugin."""


@pytest.fixture(autouse=True)
def _same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sitemap carries the day of the build."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")


def project(folder: Path, hooks: str = RECORDER, config: str = "") -> Path:
    """Make a small project with one page, and give its mkdocs.yml."""
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# Title\n\nFirst")
    (folder / "hooks.py").write_text(hooks)
    (folder / "report.py").write_text(REPORT)
    (folder / "mkdocs.yml").write_text(CONFIG + config)
    return folder / "mkdocs.yml"


def built(config: Path) -> Path:
    """Build a project, and give the folder of its site."""
    return build_site(BuildRequest(config)).site_dir


def snapshot(site: Path) -> dict[str, tuple[bytes, int, int]]:
    """Read every file of a site: its bytes, its inode and its time."""
    return {
        file.relative_to(site).as_posix(): (file.read_bytes(), file.stat().st_ino, file.stat().st_mtime_ns)
        for file in site.rglob("*")
        if file.is_file()
    }


def beside(folder: Path) -> list[str]:
    """Name what builds left in a project, but for what they keep for the next one."""
    return [file.name for file in folder.iterdir() if "answerable" in file.name and file.name != ".answerable"]


def test_a_site_is_built_and_nothing_else_is_left(tmp_path: Path) -> None:
    """The first build makes the configured folder, and leaves nothing beside it."""
    assert built(project(tmp_path)) == tmp_path / "site"
    assert "First" in (tmp_path / "site" / "index.html").read_text()
    assert not beside(tmp_path)


def test_only_what_changed_is_written_again(tmp_path: Path) -> None:
    """After one page changed, that page is new, and every other file keeps its inode and its time."""
    config = project(tmp_path, WRITER)
    before = snapshot(built(config))
    (tmp_path / "docs" / "index.md").write_text("# Title\n\nSecond")
    after = snapshot(built(config))
    changed = {path for path in after if after[path] != before.get(path)}
    assert before.keys() == after.keys()
    assert {"index.html", "page.html"} == changed
    assert after["page.html"][0] == b"# Title\n\nSecond"
    assert "js/base.js" in after


@pytest.mark.parametrize(
    "failing",
    [
        "raise RuntimeError('crash')",
        "raise SystemExit(3)",
        "raise KeyboardInterrupt",
        "from mkdocs.exceptions import PluginError; raise PluginError('a record is bad')",
        "from mkdocs.exceptions import Abort; raise Abort('stop')",
        "open(config.site_dir + '/none/none', 'w')",
    ],
)
def test_a_failed_build_leaves_the_old_site_as_it_was(tmp_path: Path, failing: str) -> None:
    """Whatever ends a build after pages were written, the live site is the same files as before."""
    config = project(tmp_path)
    before = snapshot(built(config))
    (tmp_path / "docs" / "index.md").write_text("# Title\n\nSecond")
    (tmp_path / "failing.py").write_text(f"def on_post_build(config):\n    {failing}\n")
    config.write_text(CONFIG.replace("hooks.py", "failing.py"))  # MkDocs loads a hook once in a process
    with pytest.raises(BaseException, match=r"crash|3|^$|a record is bad|stop|No such file"):
        build_site(BuildRequest(config))
    assert snapshot(tmp_path / "site") == before
    assert not beside(tmp_path)
    assert running_build.get() is None


def test_a_crash_is_passed_on_as_it_is(tmp_path: Path) -> None:
    """A fault in a program is not dressed up as a user's mistake."""
    config = project(tmp_path, "def on_pre_build(config):\n    raise RuntimeError('crash')\n")
    with pytest.raises(RuntimeError, match="crash"):
        build_site(BuildRequest(config))


@pytest.mark.parametrize(
    ("hook", "line"),
    [
        ("raise PluginError('a record\\nis bad')", "a record is bad"),
        ("raise Abort('stop\\nhere')", "stop here"),
        ("raise OutputError('two files at once.')", "two files at once."),
        ("open('/none/none')", "/none/none: No such file or directory"),
    ],
)
def test_a_refused_build_says_why_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], hook: str, line: str
) -> None:
    """What MkDocs, a plugin or the system refuses is told once, in one line."""
    imports = "from mkdocs.exceptions import *\nfrom answerable.output.outputs import OutputError\n"
    config = project(tmp_path, f"{imports}def on_pre_build(config):\n    {hook}\n")
    with pytest.raises(BuildFailed) as failed:
        build_site(BuildRequest(config))
    assert str(failed.value) == line
    assert capsys.readouterr() == ("", "")


def test_a_bad_setting_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What MkDocs only logs before it aborts is the one line, and is not written elsewhere too."""
    config = project(tmp_path, config="use_directory_urls: perhaps\n")
    with pytest.raises(BuildFailed, match="'use_directory_urls'") as failed:
        build_site(BuildRequest(config))
    assert "\n" not in str(failed.value)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("text", [None, "site_name: [", "theme: {name: no-such-theme}"])
def test_a_configuration_that_cannot_be_read_is_one_line(tmp_path: Path, text: str | None) -> None:
    """A missing or broken mkdocs.yml, or an unknown theme, is told in one line."""
    config = tmp_path / "mkdocs.yml"
    if text:
        config.write_text(text)
    with pytest.raises(BuildFailed) as failed:
        build_site(BuildRequest(config))
    assert "\n" not in str(failed.value)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_file_is_no_configuration(tmp_path: Path, kind: str) -> None:
    """A pipe or a device is not read, which would never end."""
    config = tmp_path / "mkdocs.yml"
    if kind == "pipe":
        os.mkfifo(config)
    elif kind == "device":
        config.symlink_to("/dev/zero")
    else:
        config.mkdir()
    with pytest.raises(BuildFailed, match="this is not a file"):
        build_site(BuildRequest(config))


def test_a_strict_build_fails_on_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Under `strict` a broken link keeps the old site; the warning itself is one line."""
    config = project(tmp_path)
    before = snapshot(built(config))
    (tmp_path / "docs" / "index.md").write_text("# Second\n[gone](gone.md)")
    with pytest.raises(BuildFailed, match="1 warnings in strict mode"):
        build_site(BuildRequest(config, settings={"strict": True}))
    told = capsys.readouterr().err
    assert told.startswith("warning: ")
    assert "gone.md" in told
    assert told.count("\n") == 1
    assert snapshot(tmp_path / "site") == before


def test_a_warning_alone_fails_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without `strict` a warning is a line on standard error and the site is built."""
    config = project(tmp_path)
    (tmp_path / "docs" / "index.md").write_text("[gone](gone.md)")
    build_site(BuildRequest(config))
    assert "gone.md" in capsys.readouterr().err
    assert (tmp_path / "site" / "index.html").exists()


def test_an_error_that_stopped_nothing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plugin's logged error is a line on standard error even when the build goes on."""
    hook = "import logging\ndef on_pre_build(config):\n    logging.getLogger('mkdocs.x').error('a\\nb')\n"
    build_site(BuildRequest(project(tmp_path, hook)))
    assert capsys.readouterr().err == "error: a b\n"


def test_the_log_is_as_it_was_afterwards(tmp_path: Path) -> None:
    """The handler is there only for the build."""
    logger = logging.getLogger("mkdocs")
    before = (list(logger.handlers), logger.propagate)
    build_site(BuildRequest(project(tmp_path)))
    assert (logger.handlers, logger.propagate) == before


def test_the_plugin_can_reach_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a build runs, it is known where it writes to and which site was there before."""
    config, live = project(tmp_path), tmp_path / "site"
    published = PublishedSite(read_content(tmp_path / "docs", datetime(2026, 11, 24, tzinfo=UTC)), 3, "/")
    seen: list[tuple[RunningBuild | None, Path | None, bool]] = []

    def build(settings: Mapping[str, str]) -> None:
        now = running_build.get()
        assert now
        seen.append((now, now.previous, Path(settings["site_dir"]) == now.staging))
        now.published = published

    monkeypatch.setattr(staged_build, "build", build)
    build_site(BuildRequest(config))
    build_site(BuildRequest(config))
    build_of = RunningBuild(BuildRequest(config), SiteFolders.of(live).new, live, published=published)
    assert seen == [(build_of, None, True), (build_of, live, True)]
    assert running_build.get() is None


def test_the_result_is_what_the_plugin_reported(tmp_path: Path) -> None:
    """Whoever asked for a build is told where the site is, what it was made from and how many files were made."""
    result = build_site(BuildRequest(project(tmp_path)))
    assert (result.site_dir, result.files, result.base_path) == (tmp_path / "site", 3, "/")
    assert result.content.set_aside == ()


def test_a_build_without_the_plugin_is_refused(tmp_path: Path) -> None:
    """A site without any record does not replace the one before."""
    config = project(tmp_path)
    before = snapshot(built(config))
    config.write_text(CONFIG.replace(", report.py", ""))
    with pytest.raises(BuildFailed, match="should name answerable") as failed:
        build_site(BuildRequest(config))
    assert "\n" not in str(failed.value)
    assert snapshot(tmp_path / "site") == before


def test_a_site_can_be_built_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder given replaces the configured one; a relative one is meant from where the user stands."""
    config = project(tmp_path / "project")
    monkeypatch.chdir(tmp_path)
    assert build_site(BuildRequest(config, Path("public/site"))).site_dir == tmp_path / "public" / "site"
    assert (tmp_path / "public" / "site" / "index.html").exists()
    assert not (tmp_path / "project" / "site").exists()


@pytest.mark.parametrize("site", [".", "..", "docs", "notes"])
def test_a_folder_that_is_no_site_is_not_built_over(tmp_path: Path, site: str) -> None:
    """The project, a folder around it, its texts or other files are never replaced."""
    config = project(tmp_path / "project")
    (config.parent / "notes").mkdir()
    (config.parent / "notes" / "mine.txt").write_text("mine")
    before = snapshot(tmp_path)
    with pytest.raises(BuildFailed) as failed:
        build_site(BuildRequest(config, config.parent / site))
    assert "\n" not in str(failed.value)
    assert snapshot(tmp_path).items() >= before.items()


def test_two_builds_of_one_site(tmp_path: Path) -> None:
    """A second build waits for the first, and gives up in one line when it has waited long enough."""
    config, live = project(tmp_path), tmp_path / "site"
    with staging(live):
        with pytest.raises(BuildFailed, match="another build of this site is running"):
            build_site(BuildRequest(config, wait=0))
        second = threading.Thread(target=build_site, args=[BuildRequest(config)])
        second.start()
    second.join()
    assert (live / "index.html").exists()


def test_a_site_without_a_sitemap_is_known_again(tmp_path: Path) -> None:
    """A site that lost its sitemap to a plugin can be built a second time."""
    hook = "import os\ndef on_post_build(config):\n    os.unlink(config.site_dir + '/sitemap.xml')\n"
    config = project(tmp_path, hook)
    assert snapshot(built(config)).keys() == snapshot(built(config)).keys()


def test_material_prints_no_notice(tmp_path: Path) -> None:
    """A first build in a fresh process, run as MkDocs itself is, says nothing at all."""
    program = tmp_path / "bin" / "mkdocs"
    program.parent.mkdir()
    program.write_text(
        "import sys\nfrom pathlib import Path\n"
        "from answerable.mkdocs_plugin.running_build import BuildRequest\n"
        "from answerable.mkdocs_plugin.staged_build import build_site\n"
        "build_site(BuildRequest(Path(sys.argv[1])))\n"
    )
    config = project(tmp_path / "project")
    config.write_text(CONFIG.replace("{name: mkdocs}", "{name: material, font: false}"))
    env = {name: value for name, value in os.environ.items() if name != "NO_MKDOCS_2_WARNING"}
    env["PYTHONPATH"] = str(Path(__file__).parents[2] / "generator")
    done = subprocess.run([sys.executable, program, config], env=env, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
