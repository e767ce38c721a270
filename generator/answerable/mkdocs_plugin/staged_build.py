"""Run MkDocs in a folder beside the live site, which the new site replaces only when it is whole.

MkDocs itself empties `site_dir` before it knows whether the build will succeed.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from mkdocs.commands.build import build
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import get_plugin_logger

from answerable.checks.placeholders import placeholder_block, placeholders
from answerable.content.reading import with_problems
from answerable.mkdocs_plugin.log_lines import LogLines, one_line, silence_material, warnings_as_lines
from answerable.mkdocs_plugin.running_build import BuildRequest, BuildResult, PublishedSite, RunningBuild, running_build
from answerable.mkdocs_plugin.source import Attempt
from answerable.mkdocs_plugin.theme.theme_files import SERVED as THEME
from answerable.output.build_cache import FILE, BuildCache
from answerable.output.failures import program_fault, raising, reason
from answerable.output.fork_map import gc_paused
from answerable.output.hardlinks import keep_unchanged
from answerable.output.paths import OutputError
from answerable.output.precompressed import Twins, encoding
from answerable.output.spare_tree import MANY, put_together
from answerable.output.swap import SiteFolders, SwapError, mark_as_site, staging, swap_in
from answerable.publish.addresses import LOCAL
from answerable.publish.site import SERVED
from answerable.records.findings import Finding
from answerable.translation.message import joined, msg

log = get_plugin_logger("answerable")
_PLAIN: dict[str, object] = {
    "theme": {"name": "material", "font": False},
    "extra": {},
    "extra_css": [],
    "extra_javascript": [],
    "hooks": [],
    "markdown_extensions": [],
    "nav": None,
}
"""Settings in the place of those of mkdocs.yml, after a template of the theme failed and in the last attempt."""


class BuildFailed(Exception):  # noqa: N818 - it says what happened, and is no error of the program
    """A build that ended early. The live site is as it was; the message is one line for people."""


def build_site(request: BuildRequest) -> BuildResult:
    """Build the site beside the live one, in each of its languages, and swap it in.

    Warnings go to standard error, one line each. Raises `BuildFailed` for whatever MkDocs, a strict build or the system
    refuses. After any other failure the site is built without what failed. However it ends early, the live site stays
    as it was.
    """
    silence_material()
    with gc_paused(), warnings_as_lines(request.warned) as lines, _one_line_failures(lines):
        config = _load(request)
        live, name, url = Path(config.site_dir), config.site_name, config.site_url or ""
        spare = [request.config.absolute().parent, Path(config.docs_dir)]
        with staging(live, wait=request.wait, spare=spare) as new:
            cache = BuildCache(request.config.absolute().parent / FILE, time.time_ns())
            first = RunningBuild(request, new, SiteFolders.of(live).live, cache=cache)
            sites = _attempt(first, config)
            mark_as_site(new)
            whole = _whole(first, new, live, _twins(config))
            swap_in(whole, live, keep=len(first.kept) >= MANY)
            cache.save()
    content = with_problems(sites[0].content, (one for site in sites[1:] for one in site.content.findings))
    left = placeholders(content.ledger, name, url, Path(config.docs_dir).name)
    files = sum(site.files for site in sites)
    return BuildResult(live, content, files, sites[0].base_path, placeholder_block(left))


def _whole(first: RunningBuild, new: Path, live: Path, twins: Twins) -> Path:
    """Return the folder of the whole new site: `new` with what stays as it is, or another one."""
    if first.previous is not None:
        keep_unchanged(new, first.previous)
    if twins.encodings:
        first.kept += twins.add(new, first.kept, first.previous, first.cache)
    if first.previous is None:
        return new
    return put_together(new, first.kept, first.previous, SiteFolders.of(live).spare, first.cache)


def _twins(config: MkDocsConfig) -> Twins:
    """Return what mkdocs.yml has compressed in advance, and warn of what cannot be."""
    found, plugin = [], config.plugins.get("answerable")
    for name in plugin.config["precompress"] if plugin else ():
        try:
            found.append(encoding(name))
        except ImportError:
            log.warning("%s", msg("mkdocs.yml: nothing is compressed with %(name)s: install its package", name=name))
    texts = {Path(one.pattern).suffix for one in (*SERVED, *THEME) if one.media_type.is_text}
    return Twins(tuple(found), tuple(sorted(texts - {""})))


def _attempt(first: RunningBuild, config: MkDocsConfig) -> list[PublishedSite]:
    """Build the site; after a failure that nobody thought of, build what can be built, since it may hold a notice."""
    try:
        return list(_build_languages(first, config))
    except Exception as error:
        if raising() or first.attempt is max(Attempt) or _is_expected(error, config.docs_dir):
            raise
        why, in_template = reason(error), first.without_overrides or isinstance(error, TemplateError)
    _empty(first.staging)
    first.kept.clear()
    attempt = Attempt(first.attempt + 1)
    plain = attempt is Attempt.LEAST or (".html:" in why and not in_template)
    request = replace(first.request, settings={**first.request.settings, **_PLAIN}) if plain else first.request
    further = replace(first, request=request, attempt=attempt, earlier=why, source=None, without_overrides=in_template)
    return _attempt(further, _load(request))


def _is_expected(error: Exception, docs_dir: str) -> bool:
    """Return whether an error is about the configuration, MkDocs' plugins or the system, which no attempt changes."""
    if isinstance(error, OSError):
        return not str(error.filename or "").startswith(docs_dir)
    return isinstance(error, MkDocsException | SwapError | BuildFailed) and not isinstance(error.__cause__, OutputError)


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _load(request: BuildRequest, **settings: object) -> MkDocsConfig:
    path = str(request.config.absolute())
    settings = {**request.settings, **settings}
    if request.site_dir:
        settings["site_dir"] = str(request.site_dir.absolute())
    # The path is given twice because MkDocs does not take it from the file when standard input is closed.
    if request.config.exists() and not request.config.is_file():  # a pipe would be read for ever
        raise BuildFailed(msg("%(config)s: this is not a file", config=request.config))
    try:
        return load_config(path, config_file_path=path, **settings)
    except (MkDocsException, OSError):
        raise
    except Exception as error:
        why = (
            msg("it is nested too deeply")
            if isinstance(error, RecursionError)
            else msg("it cannot be used (%(error)s)", error=reason(error))
        )
        raise BuildFailed(one_line(joined(": ", (str(request.config), why)))) from error


def _build_languages(first: RunningBuild, config: MkDocsConfig) -> Iterator[PublishedSite]:
    """Build the site in its first language, then each further one, which the first run has found in policy.yml."""
    url = (config.site_url or LOCAL).rstrip("/")
    site = _build_one(first, config)
    yield site
    for language in site.further:
        further = first.in_language(language)
        if further.staging.exists():
            raise OutputError(
                msg(
                    "%(language)s/ has a page of the site, and the site in that language would stand there.",
                    language=language,
                )
            )
        try:
            yield _build_one(further, _load(first.request, site_url=f"{url}/{language}/"))
            first.kept += (f"{language}/{path}" for path in further.kept)
        except Exception as error:
            if raising() or first.attempt is not Attempt.LEAST:
                raise
            shutil.rmtree(further.staging, ignore_errors=True)
            message, right = (
                msg("the site in this language could not be built (%(error)s)", error=reason(error)),
                msg("report this as a fault"),
            )
            yield replace(site, content=with_problems(site.content, [Finding(language, 0, 0, message, right)]), files=0)


def _build_one(running: RunningBuild, config: MkDocsConfig) -> PublishedSite:
    config.site_dir = str(running.staging)
    token = running_build.set(running)
    missing = msg(
        "%(config)s: `plugins` should name answerable, which publishes the records", config=running.request.config
    )
    try:
        _run_mkdocs(config)
    except TemplateNotFound as error:  # pages name templates of the plugin
        raise (error if "answerable" in config.plugins else BuildFailed(missing)) from error
    finally:
        running_build.reset(token)
    if running.published is None:
        raise BuildFailed(missing)
    return running.published


def _run_mkdocs(config: MkDocsConfig) -> None:
    """Do what MkDocs' own `build` command does."""
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()


@contextmanager
def _one_line_failures(lines: LogLines) -> Iterator[None]:
    """Raise expected errors again as `BuildFailed`, with all that was logged about them in one line."""
    try:
        yield
    except BuildFailed:
        lines.take_errors()
        raise
    except MkDocsException as error:
        # MkDocs logs what is wrong and then says only that it aborted.
        raise BuildFailed(
            joined("; ", errors) if (errors := lines.take_errors()) else one_line(error.format_message())
        ) from error
    except TemplateError as error:
        place = [f"{error.filename}:{error.lineno}"] if isinstance(error, TemplateSyntaxError) else []
        raise BuildFailed(
            one_line(
                msg("a template of the theme cannot be used: %(why)s", why=joined(": ", [*place, str(error.message)]))
            )
        ) from error
    except (OutputError, SwapError) as error:
        raise BuildFailed(one_line(str(error))) from error
    except OSError as error:
        raise BuildFailed(one_line(f"{error.filename or 'the system'}: {error.strerror or error}")) from error
    except Exception as error:
        if raising():
            raise
        raise BuildFailed(program_fault(error)) from error
