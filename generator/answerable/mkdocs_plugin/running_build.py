"""What goes into a build and what comes out of it, and the build that is running now."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from answerable.content.reading import Content
from answerable.mkdocs_plugin.source import Attempt, BuildSource
from answerable.output.build_cache import NO_CACHE, BuildCache
from answerable.records.model import Record


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build, and how. `config` is the path of mkdocs.yml.

    `site_dir` replaces the folder that mkdocs.yml names, and `settings` replace its other settings. `now` is the
    build's clock, if it is not to be the machine's. With `language` the site is built in that language alone, at the
    site's address, instead of in every language of policy.yml. `wait` is how many seconds to wait for another build of
    the same site. `as_before` are records that take the place of those whose files now have errors, for a preview, and
    `warned` are the warnings that were written before.
    """

    config: Path
    site_dir: Path | None = None
    now: datetime | None = None
    language: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    wait: float = 60.0
    as_before: tuple[Record, ...] = ()
    warned: set[str] = field(default_factory=set)
    began_ns: int = field(default_factory=time.time_ns, compare=False)
    """When the build began, in nanoseconds: a later emergency is put into the new site."""


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """What the plugin published in one language.

    `files` counts what it wrote beside MkDocs' own files. `base_path` is the path on its host at which the whole site
    stands, `/` where it has a host of its own. `further` are the languages in which it is still to be built.
    """

    content: Content
    files: int
    base_path: str
    further: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A finished build: the live site's folder, and the same of all languages together as in `PublishedSite`.

    `placeholders` says which values of a new site were not changed yet, "" if there are none.
    """

    site_dir: Path
    content: Content
    files: int
    base_path: str
    placeholders: str = ""


@dataclass(slots=True)
class RunningBuild:
    """One run of MkDocs within a staged build: what was requested, and the plugin's report.

    MkDocs writes to `staging`, which will replace `live` (links resolved). `language` is that of a further site in a
    folder of the first one, and empty for the first. The plugin sets `source`, so that the records are read once for
    all languages, and finally `published`. `earlier` is why the attempt before this one failed; `without_overrides`
    leaves the templates of `custom_dir` out. `cache` has what earlier builds
    kept, and `kept` are the paths of files that stay as they are in `live`, below which they stand.
    """

    request: BuildRequest
    staging: Path
    live: Path
    language: str = ""
    attempt: Attempt = Attempt.WHOLE
    earlier: str = ""
    without_overrides: bool = False
    source: BuildSource | None = None
    cache: BuildCache = field(default=NO_CACHE, compare=False)
    kept: list[str] = field(default_factory=list)
    published: PublishedSite | None = None

    @property
    def previous(self) -> Path | None:
        """The live site's folder, or None before the first build."""
        return self.live if self.live.is_dir() else None

    def in_language(self, language: str) -> RunningBuild:
        """Return the run that builds a further language of the same site, from the same records."""
        staging, live = self.staging / language, self.live / language
        return replace(self, staging=staging, live=live, language=language, kept=[], published=None)


running_build: ContextVar[RunningBuild | None] = ContextVar("running_build", default=None)
"""The run that calls the plugin, which MkDocs itself creates; None under plain `mkdocs build` and `mkdocs serve`."""
