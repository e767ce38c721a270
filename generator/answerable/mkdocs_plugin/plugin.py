"""The MkDocs hooks. Each calls down and says why it runs at that moment."""

from __future__ import annotations

from pathlib import Path

import mkdocs
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from answerable.mkdocs_plugin.mkdocs_pages import NO_FOLDER
from answerable.mkdocs_plugin.plugin_options import PluginOptions
from answerable.mkdocs_plugin.running_build import running_build
from answerable.mkdocs_plugin.site_build import SiteBuild
from answerable.publish.social import previews
from answerable.publish.template_cache import TemplateCache, has_known_filters
from answerable.records.comments import html_without_comments


class AnswerablePlugin(BasePlugin[PluginOptions]):  # type: ignore[no-untyped-call]  # MkDocs' own base is untyped there
    """Records in, site out, inside an ordinary MkDocs build."""

    build: SiteBuild
    """What the hooks share. It exists from on_config until the end of the build."""
    docs_dir: str
    """The folder `content`, kept while MkDocs looks for files elsewhere."""

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Before the search plugin asks the theme for its language, which the records decide."""
        self.build = SiteBuild(self.config, config, running_build.get())
        self.build.begin(config)
        return config

    @event_priority(-100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Before MkDocs empties the site's folder and looks through `docs_dir`, as the last plugin.

        A live preview keeps its pictures from one build to the next. MkDocs finds no files: `on_files` adds those that
        were read, since MkDocs would follow every link and stop at a file that it cannot read.
        """
        previews.set_aside(Path(config.site_dir))
        self.docs_dir, config.docs_dir = config.docs_dir, NO_FOLDER

    @event_priority(100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Before anything is rendered: the team's own pages and pictures come in, and placeholder pages."""
        config.docs_dir = self.docs_dir
        return self.build.published_files(files, config)

    @event_priority(-100)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """When the theme's templates are about to be compiled, and other plugins have added what they need to them."""
        if has_known_filters(env):
            env.bytecode_cache = TemplateCache("theme", mkdocs.__version__, *sorted(env.extensions))
        return env

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """When the navigation is known and not rendered yet: its titles come from mkdocs.yml as they are."""
        self.build.remember_navigation(nav, files)
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Right after a page's front matter is read, and before the theme sees a key that could crash it."""
        return self.build.rewrite_page(markdown, page)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """When a page's Markdown is HTML, which the search index reads: comments that came through it are taken out."""
        return html_without_comments(html)

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """When the theme is about to render a page: its templates need our part of it."""
        self.build.frame_page(page, context, config, nav)
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """When a page is rendered and not written yet: a placeholder must not reach the disk."""
        return self.build.finish_page(output, page)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """When a template without a page is about to be rendered: 404.html carries the notices, too."""
        self.build.frame_template(template_name, context, config)
        return context

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Before MkDocs writes its site map, which carries the build's day and lacks our pages: ours replaces it."""
        if template_name.startswith("sitemap.xml"):
            return ""
        return self.build.repaired(output_content, template_name) if template_name == "404.html" else output_content

    @event_priority(100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """When MkDocs has written its files and all shells are there, but before the search plugin writes its index."""
        self.build.publish(config)
        self._end()

    def on_build_error(self, *, error: Exception) -> None:
        """When a build fails, perhaps before our first hook or after our last."""
        if hasattr(self, "build"):
            self._end()

    def _end(self) -> None:
        self.build.close()
        del self.build  # MkDocs keeps the plugin of a live preview's first build
