"""Builds that follow one another in one process, as a live preview makes them: none keeps anything of another."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from answerable.mkdocs_plugin.running_build import BuildRequest, running_build
from answerable.mkdocs_plugin.site_build import SiteBuild
from answerable.mkdocs_plugin.staged_build import build_site

INCIDENT = """---
title: {title}
impact: major
components: {{app: partial_outage}}
updates: [{{at: 2026-01-15T10:00:00+00:00, status: investigating, by: sam, text: We look into it.}}]
---
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small site in two languages; its mkdocs.yml."""
    content = tmp_path / "content"
    (content / "incidents").mkdir(parents=True)
    (content / "policy.yml").write_text("languages: [en, fa]\n", "utf-8")
    (content / "components.yml").write_text("components: [{id: app, name: App}]\n", "utf-8")
    (content / "index.md").write_text("---\ntitle: Status\ntemplate: home.html\n---\n", "utf-8")
    config = tmp_path / "mkdocs.yml"
    settings = "site_name: Shop\nsite_url: https://x.example/\ndocs_dir: content\ntheme: material\n"
    config.write_text(settings + "plugins: [search, answerable]\n", "utf-8")
    report(config, "The app is down")
    return config


def report(config: Path, title: str) -> None:
    """Write the site's only incident."""
    record = config.parent / "content" / "incidents" / "down.md"
    record.write_text(INCIDENT.format(title=title), "utf-8")


def mkdocs(config: Path) -> object:
    """Build as each save under `mkdocs serve` does; MkDocs keeps what is returned, with its plugins, for the first."""
    loaded = load_config(str(config))
    build(loaded)
    return loaded


def answerable(config: Path) -> object:
    """Build as `answerable build` does."""
    return build_site(BuildRequest(config)).site_dir


@pytest.mark.parametrize("build_once", [mkdocs, answerable])
def test_an_old_build_is_forgotten(
    project: Path, build_once: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a further build nothing refers to the contexts of the first one, nor to their records."""
    contexts: list[weakref.ref[object]] = []
    publish = SiteBuild.publish

    def watched(self: SiteBuild, config: MkDocsConfig) -> None:
        contexts.extend([weakref.ref(self.context), weakref.ref(self.context.ledger)])
        publish(self, config)

    monkeypatch.setattr(SiteBuild, "publish", watched)
    kept = build_once(project)
    first = list(contexts)
    build_once(project)
    gc.collect()
    assert kept and first and len(first) < len(contexts)
    assert [ref() for ref in first] == [None] * len(first)
    assert running_build.get() is None


@pytest.mark.parametrize("build_once", [mkdocs, answerable])
def test_a_build_shows_its_own_records(project: Path, build_once: Callable[[Path], object]) -> None:
    """After a change the pages and the feed say the new text, and nothing says the old one."""
    for title in ("The app is down", "The app is slow"):
        report(project, title)
        build_once(project)
        for path in ("index.html", "incidents/down/index.html", "feed.atom"):
            assert title in (project.parent / "site" / path).read_text("utf-8")
    assert "The app is down" not in (project.parent / "site" / "index.html").read_text("utf-8")


def test_garbage_is_collected_after_a_build(project: Path) -> None:
    """Collection is paused during a build alone, also when it fails."""
    mkdocs(project)
    assert gc.isenabled()
    project.write_text(project.read_text("utf-8").replace("answerable]", "answerable: {now: soon}]"), "utf-8")
    with pytest.raises(Abort):
        mkdocs(project)
    assert gc.isenabled()
