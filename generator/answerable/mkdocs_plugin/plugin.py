"""The MkDocs hooks. Each calls down and says why it runs at that moment."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from answerable.checks.guard import Guard
from answerable.content.reading import Content
from answerable.facts.cases import secret_problem
from answerable.mkdocs_plugin import mkdocs_pages
from answerable.mkdocs_plugin.live_preview import announce_when_listening
from answerable.mkdocs_plugin.source import BuildResult, BuildSource, last_result, remember_result
from answerable.mkdocs_plugin.staged_build import current_build
from answerable.mkdocs_plugin.theme import escaping, search
from answerable.mkdocs_plugin.theme.page import TEMPLATES, material, repair_theme_page, theme_language
from answerable.output.fork_map import gc_paused
from answerable.output.outputs import Writer
from answerable.output.paths import OutputError
from answerable.publish import languages, site
from answerable.publish.addresses import site_root
from answerable.publish.context import Context, _, is_spoken
from answerable.publish.shell import Shell
from answerable.publish.social import previews
from answerable.records.instants import parse_instant

PAGE_KEYS = frozenset({"title", "description"})
log = get_plugin_logger("answerable")


class PluginOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs' own base is untyped there
    """The plugin's options in mkdocs.yml; all may be left out."""

    now = option.Type(str, default="")
    """The clock of the build, as an instant with offset; the time of day when empty."""
    language = option.Type(str, default="")
    """The language to build, instead of the first of policy.yml."""
    websub = option.Optional(option.URL())
    """The WebSub hub that you tell of news; feeds name it, and readers hear from it at once."""
    translations = option.DictOfItems(option.Type(dict), default={})
    """`site_name` and `site_description` in further languages, by language."""


class AnswerablePlugin(BasePlugin[PluginOptions]):  # type: ignore[no-untyped-call]  # the same
    """Records in, site out, inside an ordinary MkDocs build."""

    content: Content
    guard: Guard
    context: Context
    result: BuildResult
    shells: dict[str, Shell]
    nav_items: list[Page]
    album: previews.Album
    held = ExitStack()
    """What ends with a build, however it ends."""

    @event_priority(100)  # before the search plugin asks the theme for its language
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """First, since the language of the records decides the theme's."""
        build = current_build.get()
        self.album = previews.Album(Path(config.site_dir), build.previous if build else None)
        self.held.callback(self.album.stop)
        self.held.enter_context(gc_paused())
        if not config.site_url:
            raise PluginError("mkdocs.yml: site_url is missing; feeds need the full address, add site_url: https://…/")

        def read() -> BuildSource:
            return BuildSource(Path(config.docs_dir), build_clock(self.config.now))

        source = build.once("source", read) if build else read()
        self.guard = source.guard
        context = self.context_of(source, config)
        self.album.draw_ahead(context)
        figures, lost = source.figures
        self.content = replace(source.content, findings=(*source.content.findings, *lost))
        hub, found = self.config.websub or "", len(self.content.findings)
        self.context = replace(context, figures=figures, findings=found, websub=hub, changed=source.changed)
        self.offers = bool(self.context.sites) and not config.extra.get("alternate")
        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(TEMPLATES))
        config.theme["language"] = theme_language(config.theme.dirs, self.context.language)
        if not is_spoken(self.context.language):
            log.warning("the interface has no words in %s: they are English", self.context.language)
        escaping.translate_palette_toggles(config.theme.get("palette"), self.context.gettext)
        self.shells = {}
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Before MkDocs empties the site's folder: the pictures need not be drawn at each save of a live preview."""
        previews.set_aside(Path(config.site_dir))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Before anything is rendered: keep source records out, put the hole pages in."""
        kept = [
            file
            for file in files
            if mkdocs_pages.is_published_by_mkdocs(file, config) and file.src_uri not in self.guard.hidden
        ]
        holes = [mkdocs_pages.placeholder_page(folder, config) for folder in site.SECTIONS]
        return Files([*kept, *holes])

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Right after a page's front matter is read: a key that could crash the theme is dropped."""
        template = page.meta.get("template")
        markdown, meta = mkdocs_pages.translated_page(page.file, markdown, dict(page.meta), self.context.language)
        words = {key: str(value) for key, value in meta.items() if key in PAGE_KEYS and value is not None}
        known = {key: escaping.escape_for_theme(self.guard.words(value)) for key, value in words.items()}
        page.meta = {**known, "answerable": template if template in site.NAV_PAGES else ""}
        return self.guard.words(markdown)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """When the theme is about to render: put our part of the page beside it."""
        folder = mkdocs_pages.placeholder_folder(page)
        self.offer(config, page.url.lstrip("./"))
        if folder is None:
            root = "../" * page.url.rstrip("/").count("/") + ("../" if page.url.strip("./") else "")
            frame = site.page_frame(self.context, str(page.meta.get("answerable", "")), root)
        else:
            frame = site.placeholder_frame(self.context, folder)
            mkdocs_pages.mark_active(nav, site.SECTIONS[folder], True)
        context["answerable"] = frame  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """The finished page: a hole page becomes a shell and is kept off the disk."""
        html = self.repaired(output)
        folder = mkdocs_pages.placeholder_folder(page)
        if folder is None:
            return html
        for item in self.nav_items:
            item.active = False
        self.shells[folder] = Shell(html)
        return ""

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """The navigation is known: its pages lend their place to the hole pages."""
        escaping.escape_nav_titles(nav.items)
        self.nav_items = list(nav.pages)
        return nav

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """404.html is a theme template without a page; it carries the notices all the same."""
        if template_name == "404.html":
            self.offer(config, "")
            context["answerable"] = site.page_frame(self.context, "404.html", self.context.root)  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """MkDocs' site map carries the build's day and lacks our pages: ours is written instead."""
        if template_name.startswith("sitemap.xml"):
            return ""
        return self.repaired(output_content) if template_name == "404.html" else output_content

    @event_priority(100)  # before the search plugin writes its index
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Last: all shells are there, and MkDocs has written what it writes."""
        search.extend_index(config, self.context)
        if missing := previews.left_out(self.context):
            log.warning("%s", missing)
        build = current_build.get()
        nav_paths = [page.url.lstrip("./") for page in self.nav_items]
        writer = Writer(Path(config.site_dir), previous=build.previous if build else None)
        try:
            site.publish(self.context, self.shells, nav_paths, writer, self.album)
        except OutputError as error:
            raise PluginError(str(error)) from error
        self.album.clear()
        self.held.close()
        if build is None:
            gc.collect()  # a live preview builds again and again in one process
        before = last_result().files if build and build.language else 0
        made = writer.written.written + writer.written.unchanged
        below, further = site_root(self.context.origin), tuple(self.context.sites)[1:]
        self.result = BuildResult(self.content, before + made, below, further)
        remember_result(self.result)
        if build is None:
            for finding in self.content.findings:
                log.warning("%s", finding)

    def on_build_error(self, *, error: Exception) -> None:
        """The build ends early, perhaps before it was ours."""
        self.held.close()

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]) -> None:
        """Built and about to listen: the address is known, with the folder that site_url may have."""
        announce_when_listening(server)

    def context_of(self, source: BuildSource, config: MkDocsConfig) -> Context:
        """The context of the site in the language of this build, without figures still."""
        build = current_build.get()
        spoken = source.content.ledger.policy.languages
        alone = self.config.language or os.environ.get("ANSWERABLE_LANGUAGE", "")
        language = (build.language if build else "") or alone or spoken[0]
        site_url = (config.site_url or "").rstrip("/") + "/"
        return Context(
            ledger=source.content.ledger,
            now=source.now,
            language=language,
            first_language=spoken[0],
            site_name=escaping.escape_config(config, self.config.translations.get(language, {})),
            site_url=site_url,
            findings=len(source.content.findings),
            set_aside=len(source.content.set_aside),
            code_secret=code_secret(),
            masked=len(source.content.masked),
            theme=material(),
            sites=languages.sites(site_url, language, spoken if build and not alone else ()),
        )

    def offer(self, config: MkDocsConfig, path: str) -> None:
        """Let the theme's menu lead to a page in the other languages, unless mkdocs.yml has a menu of its own."""
        if self.offers:
            config.extra["alternate"] = languages.choices(self.context, path)

    def repaired(self, html: str) -> str:
        """The theme's page with its known defects mended."""
        spoken = self.context.gettext
        return repair_theme_page(
            html, self.context.language, self.context.direction, spoken(_("Search")), spoken(_("Made with"))
        )


def build_clock(now: str) -> datetime:
    """The build's clock: the option, else SOURCE_DATE_EPOCH, else the time of day."""
    if now:
        try:
            return parse_instant(now)
        except ValueError as error:
            raise PluginError(f"now: {now!r} {error}") from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC).replace(microsecond=0)


def code_secret() -> str:
    """The secret of the codes from the environment; one that cannot be used is said and not used."""
    secret = os.environ.get("ANSWERABLE_CODE_SECRET", "")
    problem = secret_problem(secret) if secret else ""
    if problem:
        log.warning("%s; no case can be looked up", problem)
    return "" if problem else secret
