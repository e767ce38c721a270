"""What a site looks like by mkdocs.yml: logo, colour, fonts, style sheets and scripts, all of them its own files.

Whatever cannot be used is left out with a finding, since no mistake in a colour may keep a notice from being published.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import yaml_load

from answerable.content.own_pages import ASSETS, FONTS
from answerable.mkdocs_plugin.theme.brand_styles import READABLE, accent_styles, changed_tones, colour_of, font_styles
from answerable.publish.addresses import OWN_ASSETS
from answerable.records.findings import Finding, did_you_mean, quoted
from answerable.records.yaml.reader import read_yaml
from answerable.records.yaml.tree import Loc, Tree
from answerable.translation.message import msg

FILE = "mkdocs.yml"
NAME = "answerable"
_SCHEMES = {"default": "light", "slate": "dark"}
_UP = "../" * OWN_ASSETS.count("/")
_FONTS_AT_MOST = 2
_FOREIGN = re.compile(r"""(?:@import|url\()\s*["']?((?:https?:)?//[^"')\s;]+)""", re.IGNORECASE)


@dataclass
class Brand:
    """The brand's own style as CSS, and what is wrong with it."""

    styles: str = ""
    findings: list[Finding] = field(default_factory=list)


def apply_brand(config: MkDocsConfig, hidden: Collection[str] = ()) -> Brand:
    """Return the brand of a site; take out of its configuration what cannot be used.

    `hidden` are the paths in the folder `content` of files that are not published, since something in them is private.
    """
    return _BrandReader(config, hidden).read()


def brand_findings(path: Path) -> list[Finding]:
    """Return what is wrong with the brand of the site of this mkdocs.yml, as a build would say it."""
    try:
        return apply_brand(load_config(str(path), plugins=[])).findings
    except MkDocsException:
        return []


class _BrandReader:
    """Reads the settings one by one, each with its place in mkdocs.yml."""

    def __init__(self, config: MkDocsConfig, hidden: Collection[str]) -> None:
        self._config = config
        self._hidden = hidden
        self._written = _written(config)
        self._options = _options(self._written.get("plugins"))
        self._hosts = set(_hosts(self._options.get("allow_sources")))
        self._tree = _tree(config)
        self._brand = Brand()

    def read(self) -> Brand:
        """Return the brand."""
        self._brand.styles = "\n".join(filter(None, [self._accent(), self._fonts()]))
        for key in ("logo", "favicon"):
            self._picture(key)
        self._no_foreign_fonts()
        self._config.extra_css[:] = [one for one in self._config.extra_css if self._is_usable("extra_css", str(one))]
        for one in self._config.extra_css:
            self._foreign(one)
        scripts = self._config.extra_javascript
        scripts[:] = [one for one in scripts if self._is_usable("extra_javascript", str(getattr(one, "path", one)))]
        return self._brand

    def _accent(self) -> str:
        given, loc = self._options.get("accent", ""), self._loc("accent")
        if given == "":
            return ""
        colour = colour_of(str(given)) if given is not None else None
        if colour is None:
            message = (
                msg("`accent`: %(given)s is no colour", given=quoted(given))
                if given is not None
                else msg("`accent` is empty")
            )
            self._find(
                loc, message, msg('write six digits in quotes, such as accent: "#0b6e4f", since # begins a comment')
            )
            return ""
        for scheme, contrast, tone in changed_tones(colour):
            message = msg(
                "`accent`: in %(colour)s words are not readable in the %(schemes)s scheme (contrast "
                "%(contrast)s, %(readable)s is needed)",
                colour=colour,
                schemes=_SCHEMES[scheme],
                contrast=f"{contrast:.1f}",
                readable=READABLE,
            )
            self._find(loc, message, msg("links are shown in %(tone)s there", tone=tone), level="note")
        return accent_styles(colour)

    def _fonts(self) -> str:
        given = self._options.get("font") or []
        files = [str(one) for one in given] if isinstance(given, list) else [str(given)]
        if len(files) > _FONTS_AT_MOST:
            self._find(
                self._loc("font"), msg("`font` has more than two files"), msg("name the regular and the bold one")
            )
        usable = [one for one in files[:_FONTS_AT_MOST] if self._is_font(one)]
        return font_styles(usable, _UP) if usable and len(usable) == len(files[:_FONTS_AT_MOST]) else ""

    def _no_foreign_fonts(self) -> None:
        """Keep the theme from asking another host for fonts, as it does unless it is told not to."""
        theme = self._written.get("theme")
        if isinstance(theme, dict) and theme.get("font"):
            message = msg("`theme.font`: fonts are not loaded from other hosts, which would learn of every reader")
            right = msg(
                "put a font file into content/%(assets)s, and name it as `font` of the plugin %(name)s",
                assets=ASSETS,
                name=NAME,
            )
            self._find(("theme", "font"), message, right)
        self._config.theme["font"] = False

    def _is_font(self, path: str) -> bool:
        if path.lower().endswith(tuple(FONTS)):
            return self._is_there("font", self._loc("font"), path)
        self._find(
            self._loc("font"),
            msg("`font`: %(path)s is no font file", path=quoted(path)),
            msg("known: %(ids)s", ids=", ".join(FONTS)),
        )
        return False

    def _picture(self, key: str) -> None:
        path = self._config.theme.get(key)
        if path and not self._is_there(f"theme.{key}", ("theme", key), str(path)):
            self._config.theme[key] = None if key == "logo" else "assets/images/favicon.png"

    def _is_usable(self, key: str, path: str) -> bool:
        return urlsplit(path).netloc in self._hosts or self._is_there(key, (key,), path)

    def _foreign(self, path: str) -> None:
        """Say so if a style sheet of the site's own asks another host for something; the site's policy forbids it."""
        file = Path(self._config.docs_dir, path.lstrip("/"))
        found = _FOREIGN.search(file.read_text("utf-8", "replace")) if file.is_file() else None
        if found and urlsplit(found[1]).netloc not in self._hosts:
            message = msg(
                "`extra_css`: %(path)s asks another host, %(found)s, which browsers will refuse",
                path=quoted(path),
                found=quoted(found[1]),
            )
            self._find(
                ("extra_css",),
                message,
                msg("put a copy of the file into content/%(assets)s", assets=ASSETS),
                level="warning",
            )

    def _is_there(self, key: str, loc: Loc, path: str) -> bool:
        """Tell whether a file is among those that are published; if not, say so."""
        if urlsplit(path).netloc:
            message = msg(
                "`%(key)s`: %(path)s is at another host, which would learn of every reader", key=key, path=quoted(path)
            )
            self._find(
                loc,
                message,
                msg("put the file into content/%(assets)s, and write %(assets)s/ and its name", assets=ASSETS),
            )
            return False
        name, docs = path.lstrip("/"), Path(self._config.docs_dir)
        in_theme = any((Path(folder) / name).is_file() for folder in self._config.theme.dirs)
        if name in self._hidden:
            return False
        if in_theme or (name.startswith(f"{ASSETS}/") and (docs / name).is_file()):
            return True
        if (docs / name).is_file():
            right: str = msg("move it to %(folder)s", folder=f"{docs.name}/{ASSETS}")
            self._find(loc, msg("`%(key)s`: %(path)s is not published", key=key, path=quoted(path)), right)
        else:
            right = did_you_mean(name, _files_like(name, docs))
            right = right or msg("put it into %(folder)s", folder=f"{docs.name}/{ASSETS}")
            self._find(loc, msg("`%(key)s`: there is no file %(path)s", key=key, path=f"{docs.name}/{name}"), right)
        return False

    def _loc(self, key: str) -> Loc:
        """Return the place of an option of the plugin."""
        value = self._tree.value if isinstance(self._tree.value, dict) else {}
        plugins = value.get("plugins")
        entries = enumerate(plugins) if isinstance(plugins, list) else (plugins or {}).items() if plugins else ()
        for place, entry in entries:
            if place == NAME:
                return ("plugins", NAME, key)
            if isinstance(entry, dict) and NAME in entry:
                return ("plugins", place, NAME, key)
        return ("plugins",)

    def _find(self, loc: Loc, message: str, suggestion: str, **more: Any) -> None:
        line, column = self._tree.key_position(loc)
        self._brand.findings.append(Finding(FILE, line, column, message, suggestion, rule="brand", **more))


def _written(config: MkDocsConfig) -> Mapping[str, Any]:
    """Return mkdocs.yml as it is written, in which an `accent` without a value and the theme's defaults differ."""
    try:
        with Path(config.config_file_path).open("rb") as file:
            return yaml_load(file)
    except (OSError, MkDocsException, yaml.YAMLError):
        return {}


def _options(plugins: object) -> Mapping[str, Any]:
    """Return the options of the plugin among those that mkdocs.yml has, in a list or in a map."""
    for entry in plugins if isinstance(plugins, list) else [plugins]:
        if isinstance(entry, dict) and isinstance(entry.get(NAME), dict):
            found: Mapping[str, Any] = entry[NAME]
            return found
    return {}


def _hosts(allowed: object) -> Iterator[str]:
    """Yield the hosts from which the site's policy allows to load."""
    for sources in allowed.values() if isinstance(allowed, dict) else ():
        for source in sources if isinstance(sources, list) else ():
            yield urlsplit(str(source)).netloc or str(source)


def _tree(config: MkDocsConfig) -> Tree:
    """Return the positions in mkdocs.yml, as far as they can be read."""
    try:
        text = Path(config.config_file_path).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return Tree()
    return read_yaml(text, path=FILE)[0]


def _files_like(name: str, docs: Path) -> Iterator[str]:
    """Yield the published files that may be meant by a name: those with its ending, or with its words before that."""
    meant = Path(name.casefold())
    for path in sorted((docs / ASSETS).rglob("*")):
        if path.is_file() and (path.suffix.casefold() == meant.suffix or path.stem.casefold() == meant.stem):
            yield path.relative_to(docs).as_posix()
