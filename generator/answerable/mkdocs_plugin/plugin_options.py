"""The plugin's options in mkdocs.yml."""

from __future__ import annotations

from mkdocs.config import config_options as option
from mkdocs.config.base import Config

from answerable.output.served import TWINS


class PluginOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs' own base is untyped there
    """The plugin's options in mkdocs.yml; all may be left out."""

    now = option.Type(str, default="")
    """The clock of the build, as an instant with offset; the time of day when empty."""
    language = option.Type(str, default="")
    """The language to build, instead of the first of policy.yml."""
    websub = option.Optional(option.URL())
    """The WebSub hub that you tell of news; feeds name it, and readers hear from it at once."""
    accent = option.Optional(option.Type(str))
    """The colour of links and buttons, such as "#0b6e4f"; tones of it are used where it could not be read."""
    font = option.Optional(option.Type((str, list)))
    """A font file in `content/assets/` with all weights, or a regular and a bold one."""
    translations = option.DictOfItems(option.Type(dict), default={})
    """`site_name` and `site_description` in further languages, by language."""
    allow_sources = option.DictOfItems(option.ListOfItems(option.Type(str)), default={})
    """Hosts from which pages may load more than the site's own files, by directive of the Content-Security-Policy."""
    precompress = option.ListOfItems(option.Choice(tuple(TWINS)), default=[])
    """How to compress files in advance, for servers that send `index.html.gz` in the place of `index.html`."""
