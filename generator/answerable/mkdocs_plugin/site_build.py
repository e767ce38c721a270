"""The site in one language during one run of MkDocs: from the records to the last file."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import TypeVar

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from answerable.checks.guard import Guard, mask_findings
from answerable.content.own_pages import OwnPage
from answerable.content.reading import Content, with_problems
from answerable.mkdocs_plugin.brand import apply_brand
from answerable.mkdocs_plugin.mkdocs_pages import (
    leave_out_linked_overrides,
    own_page,
    placeholder_folder,
    published_files,
)
from answerable.mkdocs_plugin.navigation import elsewhere, mark_active, published_nav, title_of, titles_in_language
from answerable.mkdocs_plugin.page_rendering import render_within
from answerable.mkdocs_plugin.plugin_options import PluginOptions
from answerable.mkdocs_plugin.running_build import PublishedSite, RunningBuild
from answerable.mkdocs_plugin.salvage import failed_part, page_frame, placeholder_frame
from answerable.mkdocs_plugin.settings import others_finish, served_by_mkdocs
from answerable.mkdocs_plugin.source import Attempt, BuildSource, build_clock, code_secret
from answerable.mkdocs_plugin.theme import escaping, inline_scripts, search
from answerable.mkdocs_plugin.theme.page import (
    TEMPLATES,
    add_policy,
    material,
    repair_theme_page,
    theme_language,
    without_blanks,
)
from answerable.output.failures import Failure, failure_of
from answerable.output.fork_map import gc_paused
from answerable.output.outputs import Writer
from answerable.output.paths import OutputError
from answerable.publish import content_security, languages, site
from answerable.publish.addresses import LOCAL, site_root
from answerable.publish.context import Context, is_spoken
from answerable.publish.files.hosting import ThemePages
from answerable.publish.frame import Frame, in_another_language
from answerable.publish.pages import page_titles
from answerable.publish.reuse.parts import KnownParts
from answerable.publish.reuse.watch import Watch
from answerable.publish.sections import SECTIONS, sections
from answerable.publish.shell import MARKS, Shell
from answerable.publish.social import previews
from answerable.publish.text.record_text import plain_line
from answerable.records.comments import page_without_comments, without_comments
from answerable.records.findings import Finding
from answerable.translation.message import joined, msg

T = TypeVar("T")
log = get_plugin_logger("answerable")


class SiteBuild:
    """What the plugin's hooks share from the first to the last: a new one for each run of MkDocs.

    `running` is the staged build that this run is part of, or None under plain `mkdocs`. `close` must be called at the
    end, also of a build that failed.
    """

    context: Context
    _content: Content
    _guard: Guard
    _nav_pages: list[Page]

    def __init__(self, options: PluginOptions, config: MkDocsConfig, running: RunningBuild | None) -> None:
        self._options = options
        self._running = running
        self._shells: dict[str, Shell] = {}
        self._script_hashes: set[str] = set()
        self._previous = running.previous if running and not others_finish(config) else None
        self._pictures = previews.Album(Path(config.site_dir), self._previous)
        self._until_closed = ExitStack()
        self._folder = Path(config.docs_dir).name
        self._own: dict[str, OwnPage] = {}
        self._addresses: list[str] = []
        self._own_sections: list[tuple[str, str, str]] = []
        self._found_late: list[Finding] = []

    def begin(self, config: MkDocsConfig) -> None:
        """Read the records and set the theme up for their language."""
        if self._running is None:  # a staged build pauses collection for all its languages
            self._until_closed.callback(gc.collect)  # a live preview builds again and again in one process
            self._until_closed.enter_context(gc_paused())
        config.site_url = config.site_url or LOCAL
        source = self._read(Path(config.docs_dir))
        escaping.rewrite_settings(config, source.guard.site_setting)
        self._sources, refused = content_security.usable(self._options.allow_sources)
        for problem in refused:
            log.warning("%s", joined(": ", ("mkdocs.yml", problem)))
        if self._attempt is Attempt.LEAST:
            source.keep_least()
        brand = apply_brand(config, source.guard.hidden)
        theme = material(brand.styles, search=search.take_over(config))
        context = replace(self._bare_context(source, config), theme=theme)
        figures, problems = source.figures(context.sites or [context.language])
        self._guard = source.guard
        self._found_late += mask_findings(brand.findings, source.guard.finder)
        context = replace(context, figures=figures, changed=source.changed)
        self._content = with_problems(source.content, [*problems, *source.found])
        self.context = replace(context, findings=len(self._content.findings))
        self._set_up_theme(config)

    def published_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Return the files that MkDocs is to publish, without pages that would stand where the site has other files."""
        further = list(self.context.sites)[1:]
        for page in self._content.own.pages:
            name = f"{page.name}.md"
            if message := site.address_problem(own_page(page, config).dest_uri, further):
                self._found_late.append(self._finding(name, message, msg("rename the file")))
            else:
                self._own[name] = page
        own = replace(self._content.own, pages=tuple(self._own.values()))
        self.context = replace(self.context, templates=frozenset(page.template for page in own.pages))
        config.nav = published_nav(config.nav, own)
        return published_files(
            files, own, sections(self.context.ledger, self.context.months), self._guard.hidden.__contains__, config
        )

    def rewrite_page(self, markdown: str, page: Page) -> str:
        """Return a page's text in the site's language, without private words; set its front matter likewise.

        A page of the team's own that cannot be rendered, or not in time, becomes plain text.
        """
        own = self._own.get(page.file.src_uri)
        if own is None:
            return markdown
        page.meta = {**self._meta(own), "answerable": own.template}
        said = own.body(self.context.language, self.context.first_language)[0]
        body = self._guard.words(without_comments(markdown if said is own.text.body else said))
        page.render = partial(render_within, page, body, page.render, self._report_page)  # type: ignore[method-assign]
        return body

    def _meta(self, own: OwnPage) -> dict[str, str]:
        """Return the title and description of a page, as far as it has them; a heading becomes the title by itself."""
        language, first = self.context.language, self.context.first_language
        (title, of), (given, _) = title_of(self.context, own), own.said("title", language, first)
        described, described_in = own.said("description", language, first)
        usual = page_titles.description(self.context, own.template)
        found: dict[str, str] = {}
        if words := described if described_in == language and described else usual or described:
            found["description"] = escaping.escape_for_theme(self._guard.words(without_comments(words)))
        if of != language:
            found["title"] = escaping.ForeignTitle(self._guard.words(title), of)
        elif given or own.template:
            found["title"] = escaping.escape_for_theme(self._guard.words(title))
        return found

    def _report_page(self, page: Page, why: str) -> None:
        """Note that a page was published as plain text."""
        message = msg("the page cannot be rendered (%(why)s) and is published as plain text", why=why)
        self._found_late.append(self._finding(page.file.src_uri, message, msg("write it in plainer Markdown")))

    def _finding(self, path: str, message: str, suggestion: str) -> Finding:
        return Finding(f"{self._folder}/{path}", 0, 0, self._guard.words(message), suggestion)

    def remember_navigation(self, nav: Navigation, files: Files) -> None:
        """Escape the navigation's titles, keep its pages, and let every page lead to those that it does not have."""
        escaping.escape_nav_titles(nav.items)
        self._nav_pages = list(nav.pages)
        titles_in_language(nav, self._own, self.context)
        links = elsewhere(self.context, self._own, nav, files)
        self.context = replace(self.context, elsewhere=tuple((self._guard.text(title), path) for title, path in links))

    def frame_page(self, page: Page, template_context: TemplateContext, config: MkDocsConfig, nav: Navigation) -> None:
        """Give the theme our part of a page, which is one of the team's own or a placeholder, and the build's date."""
        self._offer_languages(config, page.url.lstrip("./"))
        folder = placeholder_folder(page)
        if folder is None:
            root = "../" * page.url.rstrip("/").count("/") + ("../" if page.url.strip("./") else "")
            template = str(page.meta.get("answerable", ""))
            frame = self._found(page_frame(self.context, self._attempt, template, root))
            if own := self._own.get(page.file.src_uri):
                language = own.body(self.context.language, self.context.first_language)[1]
                frame = replace(frame, **in_another_language(self.context, own.template, language))
                self._remember_words(page, foreign=language != self.context.language)
            self._addresses.append(page.url.lstrip("./"))
            mark_active(nav, template)
        else:
            frame = self._found(placeholder_frame(self.context, self._attempt, folder))
            mark_active(nav, SECTIONS[folder])
        self._add_to(template_context, frame)

    def _remember_words(self, page: Page, *, foreign: bool) -> None:
        """Keep what the search is to find of a page of the team's own: only its title if it is in another language."""
        title = plain_line(Markup(page.meta.get("title") or page.title or "").unescape())  # noqa: S704 (made plain)
        self._own_sections += search.sections(title, page.url.lstrip("./"), "" if foreign else page.content or "")

    def frame_template(self, name: str, template_context: TemplateContext, config: MkDocsConfig) -> None:
        """Do the same for 404.html, a template of the theme without a page; other templates get the date alone."""
        frame = None
        if name == "404.html":
            self._offer_languages(config, "")
            frame = self._found(page_frame(self.context, self._attempt, name, self.context.root))
        self._add_to(template_context, frame)

    def _survived(self, part: str, make: Callable[[], T], instead: T) -> T:
        """Return what `make` returns. After a failed attempt, return `instead` if it fails, and note that."""
        try:
            return make()
        except Exception as error:
            if self._attempt is Attempt.WHOLE:
                raise
            self._found_late.append(failed_part(failure_of(part, error)))
            return instead

    def _found(self, made: tuple[Frame, list[Failure]]) -> Frame:
        """Note what failed, and return the frame."""
        self._found_late += map(failed_part, made[1])
        return made[0]

    def finish_page(self, html: str, page: Page) -> str:
        """Return a rendered page with the theme's defects repaired; keep a placeholder's as a shell and return ""."""
        html = self.repaired(html, page.file.src_uri)
        folder = placeholder_folder(page)
        for nav_page in self._nav_pages:
            nav_page.active = False
        if folder is None:
            return html
        self._shells[folder] = Shell(without_blanks(html))
        return ""

    def repaired(self, html: str, name: str) -> str:
        """Return a page of the theme with its defects repaired, without comments, and with a policy.

        `name` is the page's source file, for a warning. Pages of a live preview get no policy: MkDocs adds an inline
        script to them when it serves them.
        """
        html = self._survived(name, lambda: page_without_comments(repair_theme_page(html, self.context), MARKS), html)
        if self._is_preview:
            return html
        scripts = inline_scripts.of_theme(html, self._template_scripts)
        if set(inline_scripts.inline_scripts(html)) - set(scripts):
            why = msg(
                "%(name)s: its inline script will not run; put it into a file, named in extra_javascript", name=name
            )
            log.warning("%s", why)
        self._script_hashes |= self._hashes_in_all_languages(scripts)
        hashes = list(dict.fromkeys(map(inline_scripts.hash_source, scripts)))
        return add_policy(html, content_security.policy(self._sources, {"script-src": hashes}))

    def publish(self, config: MkDocsConfig) -> None:
        """Write every file of the site that MkDocs does not write, and report it. Raises PluginError."""
        self._note_failed_attempt()
        self.context = replace(self.context, own_sections=tuple(self._own_sections))
        if missing := self._survived(msg("preview pictures"), lambda: previews.left_out(self.context), ""):
            log.warning("%s", missing)
        careful = self._attempt is not Attempt.WHOLE
        writer = Writer(Path(config.site_dir), previous=self._previous, keep_going=careful)
        try:
            site.publish(self.context, self._shells, self._theme_pages(), writer, self._pictures, self._known())
        except OutputError as error:
            raise PluginError(str(error)) from error
        self._found_late += map(failed_part, writer.failures)
        self._pictures.clear()
        if self._running:
            self._running.kept += writer.kept
        self._report(writer.written.written + writer.written.unchanged)

    def _known(self) -> KnownParts | None:
        """Return what earlier builds made; nothing in an attempt after a failure, and under plain `mkdocs`."""
        if self._running is None or self._attempt is not Attempt.WHOLE:
            return None
        return KnownParts(self._running.cache, self.context, self._previous)

    def close(self) -> None:
        """End the pause of garbage collection."""
        self._until_closed.close()

    def _report(self, files: int) -> None:
        """Hand the result to whoever runs the build; under plain `mkdocs` log the findings."""
        content = with_problems(self._content, self._found_late)
        if self._running:
            further = tuple(self.context.sites)[1:]
            self._running.published = PublishedSite(content, files, site_root(self.context.origin), further)
        else:
            for finding in content.findings:
                log.warning("%s", finding)

    @property
    def _attempt(self) -> Attempt:
        return self._running.attempt if self._running else Attempt.WHOLE

    def _note_failed_attempt(self) -> None:
        if self._running and self._running.earlier:
            message = msg(
                "the whole site could not be built (%(earlier)s); it is published in part",
                earlier=self._running.earlier,
            )
            right = msg("this is a fault of the program: please report it, with the files of which it happens")
            if ".html:" in self._running.earlier:  # a template of the theme, which reads mkdocs.yml
                right = msg("look at `theme` and `extra` in mkdocs.yml; if they are right, report this as a fault")
            self._found_late.append(Finding("site", 0, 0, message, right))

    def _read(self, folder: Path) -> BuildSource:
        """Return what an earlier language of this build has read, or read it now."""
        if self._running is None:
            return BuildSource(folder, build_clock(self._options.now, None))
        if self._running.source is None:
            request = self._running.request
            clock = build_clock(self._options.now, request.now)
            self._running.source = BuildSource(folder, clock, request.as_before, self._running.cache)
        return self._running.source

    def _bare_context(self, source: BuildSource, config: MkDocsConfig) -> Context:
        """Return the context without what takes time to work out: figures and dates from git."""
        content, spoken, running = source.content, source.content.ledger.policy.languages, self._running
        requested = running.request.language if running else ""
        alone = self._options.language or requested or os.environ.get("ANSWERABLE_LANGUAGE", "")
        language = (running.language if running else "") or alone or spoken[0]
        site_url = (config.site_url or "").rstrip("/") + "/"
        translated = self._options.translations.get(language, {})
        own_words = {key: source.guard.site_setting(str(words)) for key, words in translated.items() if words}
        return Context(
            ledger=content.ledger,
            now=source.now,
            language=language,
            first_language=spoken[0],
            site_name=escaping.escape_config(config, own_words),
            site_url=site_url,
            set_aside=len(content.set_aside),
            code_secret=code_secret(),
            masked=len(content.masked),
            websub=self._options.websub or "",
            notify=content.notify,
            sites=languages.sites(site_url, language, spoken if running and not alone else ()),
            watch=Watch(content.digests),
        )

    def _hashes_in_all_languages(self, scripts: list[str]) -> set[str]:
        """Return the scripts' hashes, also with the paths of the site in further languages in the place of this one."""
        roots = [self.context.root, *map(site_root, self.context.sites.values())]
        found = {script.replace(f'"{roots[0]}"', f'"{root}"') for script in scripts for root in roots}
        return set(map(inline_scripts.hash_source, found))

    def _theme_pages(self) -> ThemePages:
        hashes = {"script-src": sorted(self._script_hashes)}
        sources = content_security.joined(self._sources, hashes)
        return ThemePages(self._addresses, sources)

    def _set_up_theme(self, config: MkDocsConfig) -> None:
        self._has_own_menu = bool(config.extra.get("alternate"))
        if self._running and self._running.without_overrides and config.theme.custom_dir:
            self._leave_out_overrides(config)
        if refused := leave_out_linked_overrides(config):
            self._found_late.append(refused)
        config.theme.dirs.insert(1 if config.theme.custom_dir in config.theme.dirs else 0, str(TEMPLATES))
        self._is_preview = served_by_mkdocs(config)
        self._template_scripts = inline_scripts.template_scripts(tuple(config.theme.dirs))
        config.theme["language"] = theme_language(config.theme.dirs, self.context.language)
        if not is_spoken(self.context.language):
            language = self.context.language
            log.warning("%s", msg("the interface has no words in %(language)s: they are English", language=language))
        escaping.translate_palette_toggles(config.theme.get("palette"), self.context.gettext)

    def _leave_out_overrides(self, config: MkDocsConfig) -> None:
        folder = config.theme.custom_dir
        config.theme.dirs[:] = [each for each in config.theme.dirs if each != folder]
        earlier = self._running.earlier if self._running else ""
        message = msg("the theme's templates in this folder cannot be used (%(earlier)s)", earlier=earlier)
        self._found_late.append(Finding(Path(folder or "").name, 0, 0, message, msg("correct them, or take them out")))

    def _offer_languages(self, config: MkDocsConfig, path: str) -> None:
        """Let the theme's menu lead to a page in the other languages, unless mkdocs.yml has a menu of its own."""
        if self.context.sites and not self._has_own_menu:
            config.extra["alternate"] = languages.choices(self.context, path)

    def _add_to(self, template_context: TemplateContext, frame: Frame | None) -> None:
        template_context["build_date_utc"] = self.context.now.astimezone(UTC)  # MkDocs takes the machine's clock
        if frame:
            template_context["answerable"] = frame  # type: ignore[typeddict-unknown-key]
