"""MkDocs run beside the live site: the new one takes its place only when it is whole.

MkDocs itself empties `site_dir` before it knows whether the build will succeed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands.build import build
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from answerable.mkdocs_plugin.log_lines import LogLines, one_line, warnings_as_lines
from answerable.output.fork_map import gc_paused
from answerable.output.hardlinks import keep_unchanged
from answerable.output.paths import OutputError
from answerable.output.swap import SiteFolders, SwapError, mark_as_site, staging, swap_in

T = TypeVar("T")


class BuildFailed(Exception):  # noqa: N818 - it says what happened, and is no error of the program
    """A build that ended early, the live site being as it was; the message is one line for people."""


@dataclass(frozen=True, slots=True)
class RunningBuild:
    """A running build: the folder it writes to, and the live one that it will replace (links resolved).

    `language` is that of a further site in a folder of the first, which has none. `kept` is what one leaves for the
    next, so that it is read once only.
    """

    staging: Path
    live: Path
    language: str = ""
    kept: dict[str, object] = field(default_factory=dict)

    @property
    def previous(self) -> Path | None:
        """The site as it is until this build ends, or None before the first one."""
        return self.live if self.live.is_dir() else None

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What was made by that name for an earlier language of this site, or now."""
        if name not in self.kept:
            self.kept[name] = make()
        return cast("T", self.kept[name])

    def within(self, language: str) -> RunningBuild:
        """The build of the same site in a further language, in the folder of that name."""
        return RunningBuild(self.staging / language, self.live / language, language, self.kept)


current_build: ContextVar[RunningBuild | None] = ContextVar("current_build", default=None)
"""The build in whose course this code runs; None under plain `mkdocs build` and `mkdocs serve`."""


def build_site(
    config_file: Path,
    site: Path | None = None,
    overrides: Mapping[str, object] | None = None,
    *,
    wait: float = 60.0,
    further: Callable[[], Iterable[str]] = tuple,
) -> Path:
    """Build the site of `config_file` beside the live one, swap it in, and give the live site's folder.

    `site` replaces the configured `site_dir`; `overrides` replace other settings of mkdocs.yml. `further` is asked,
    when the site is built, for the languages in which it is to stand in folders of its own, such as `fa/`.
    Warnings go to standard error, one line each. Waits up to `wait` seconds for another build of the same site.
    Raises `BuildFailed` for whatever MkDocs, a strict build, a path or the system refuses; other exceptions
    pass as they are. However it ends early, the live site stays as it was.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material reads it when it is first imported
    settings = dict(overrides or {}) | ({"site_dir": str(site.absolute())} if site else {})
    with gc_paused(), warnings_as_lines() as lines, _as_one_line(lines):
        config = _load(config_file, settings)
        live = Path(config.site_dir)
        url = (config.site_url or "").rstrip("/")
        with staging(live, wait=wait, spare=[config_file.absolute().parent, Path(config.docs_dir)]) as new:
            first = RunningBuild(new, SiteFolders.of(live).live)
            _build_into(first, config)
            for language in further():
                address = {"site_url": f"{url}/{language}/"}
                _build_into(_folder_for(first, language), _load(config_file, settings | address))
            mark_as_site(new)
            if first.previous:
                keep_unchanged(new, first.previous)
            swap_in(new, live)
    return live


def _load(config_file: Path, settings: Mapping[str, object]) -> MkDocsConfig:
    path = str(config_file.absolute())
    # The path is given twice because MkDocs does not take it from the file when standard input is closed.
    return load_config(path, config_file_path=path, **settings)


def _folder_for(first: RunningBuild, language: str) -> RunningBuild:
    found = first.within(language)
    if found.staging.exists():
        raise OutputError(f"{language}/ has a page of the site, and the site in that language would stand there.")
    return found


def _build_into(running: RunningBuild, config: MkDocsConfig) -> None:
    config.site_dir = str(running.staging)
    token = current_build.set(running)
    try:
        _run(config)
    finally:
        current_build.reset(token)


def _run(config: MkDocsConfig) -> None:
    """Do what MkDocs' own `build` command does."""
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()


@contextmanager
def _as_one_line(lines: LogLines) -> Iterator[None]:
    try:
        yield
    except MkDocsException as error:
        # MkDocs logs what is wrong and then says only that it aborted.
        raise BuildFailed("; ".join(lines.take_errors()) or one_line(error.format_message())) from error
    except TemplateError as error:
        place = f"{error.filename}:{error.lineno}: " if isinstance(error, TemplateSyntaxError) else ""
        raise BuildFailed(one_line(f"a template of the theme cannot be used: {place}{error.message}")) from error
    except (OutputError, SwapError) as error:
        raise BuildFailed(one_line(str(error))) from error
    except OSError as error:
        raise BuildFailed(one_line(f"{error.filename or 'the system'}: {error.strerror or error}")) from error
