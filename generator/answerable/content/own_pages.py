"""Read what a team publishes beside its records: the pages directly below `content/`, and the files in `assets/`.

MkDocs gets only what was read here. By itself it would follow any link, and one page that is not UTF-8 would end the
build. A page that cannot be read keeps its place, without its text: the site's own parts of it, such as the status on
the first page, are published all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from answerable.content.placement import RECORD_KEYS, visible_entries
from answerable.content.shipped_texts import shipped_intro
from answerable.records.files import display_path, read_bytes, read_text, split_front_matter, unsafe_file, walk_visible
from answerable.records.findings import Finding, did_you_mean, quoted
from answerable.records.vocabulary import Half
from answerable.records.yaml.reader import read_yaml
from answerable.records.yaml.slips import conflict
from answerable.records.yaml.tree import Tree
from answerable.translation.message import msg

ASSETS = "assets"
PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
}
"""Endings and media types of the pictures that may stand in `content/assets/`."""
FONTS = {".woff2": "font/woff2", ".woff": "font/woff", ".ttf": "font/ttf", ".otf": "font/otf"}
CODE = {".css": "text/css", ".js": "text/javascript"}
"""The same of fonts, style sheets and scripts, which may stand there too."""
TEMPLATE = "template"
KEYS = ("title", "description", TEMPLATE)
"""The front matter of a page that is used."""
_TRANSLATION = re.compile(r"\.[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
_HEADING = re.compile(r"^# +(.+?)[ #]*$", re.MULTILINE)
_NAME = re.compile(r"^[^\x00-\x1f\x7f/\\\ud800-\udfff]{1,100}$")
PAGE_HALVES: dict[str, Half | None] = {
    "home.html": None,
    "incidents.html": Half.STATUS,
    "answers.html": Half.ANSWERS,
    "changes.html": Half.ANSWERS,
    "transparency.html": None,
    "subscribe.html": None,
    "contact.html": None,
    "track.html": Half.ANSWERS,
}
"""What a page may name as its `template`, which part of the site it holds, and the half to which it belongs."""
PAGE_TEMPLATES = tuple(PAGE_HALVES)
USUAL = {"index": "home.html", **{name.removesuffix(".html"): name for name in PAGE_TEMPLATES}}
"""The template of a page by its file's name, for a page whose front matter cannot be read."""


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's front matter, of which only texts are kept, and what follows it in Markdown."""

    meta: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of the team's own: its file's name without `.md`, its text, its translations by language in lower case."""

    name: str
    text: PageText
    translations: Mapping[str, PageText] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The name of its template; empty for a page of the team's own words alone."""
        return self.text.meta.get(TEMPLATE, "")

    def said(self, key: str, language: str, first: str) -> tuple[str, str]:
        """Return a text of its front matter in a language, else in the `first`, and which it is; empty if it has none.

        `first` is the site's first language, in which the page itself is.
        """
        found = self.translations.get(language.lower())
        return (found.meta[key], language) if found and key in found.meta else (self.text.meta.get(key, ""), first)

    def body(self, language: str, first: str) -> tuple[str, str]:
        """Return what follows its front matter, in a language or else in the `first`, and which it is.

        An intro that `init` wrote, and that nobody has changed, is there in every language of this package.
        """
        if found := self.translations.get(language.lower()):
            return found.body, language
        shipped = shipped_intro(self.text.body, language)
        return (shipped, language) if shipped else (self.text.body, first)


def heading(body: str) -> str:
    """Return the first heading of the first level in a page's Markdown, or an empty string."""
    found = _HEADING.search(body)
    return found[1] if found else ""


FIRST_PAGE = OwnPage("index", PageText({TEMPLATE: USUAL["index"]}))
"""The first page where a team's own cannot be read: the status alone."""


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """The pages, and the paths of the files in `assets/`, relative to `content/`, with what is wrong with them.

    `left_out` are the names of pages that belong to a half of the site that is not published.
    """

    pages: tuple[OwnPage, ...] = ()
    pictures: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    left_out: tuple[str, ...] = ()


def read_own_files(content: Path) -> OwnFiles:
    """Read a team's pages and find its pictures. Never raises. A first page is always among the pages."""
    findings: list[Finding] = []
    texts: dict[str, PageText] = {}
    for path in _markdown_files(content):
        if not _NAME.match(path.name):
            message = msg("a page cannot have this file name")
            findings.append(Finding(display_path(path, content), 0, 0, message, msg("rename the file")))
        elif (text := _page_text(path, content, findings)) is not None:
            texts[path.stem] = text
    findings += _lone_translations(texts, content)
    pictures = list(_pictures(content))
    findings += [one for one in pictures if isinstance(one, Finding)]
    return OwnFiles(
        tuple(_joined(texts)), tuple(one for one in pictures if isinstance(one, str)), tuple(sorted(findings))
    )


def _markdown_files(content: Path) -> list[Path]:
    return [
        path for path in visible_entries(content) if path.suffix.lower() == ".md" and path.name.lower() != "readme.md"
    ]


def translated_pages(content: Path) -> Iterator[tuple[str, str]]:
    """Yield the file's name and the language of each translation of a page, such as `contact.fa.md` and `fa`."""
    stems = {path.stem: path.name for path in _markdown_files(content)}
    for stem, name in stems.items():
        found = _TRANSLATION.search(stem)
        if found and stem[: found.start()] in {*stems, FIRST_PAGE.name}:
            yield name, found[0][1:]


def _joined(texts: Mapping[str, PageText]) -> Iterator[OwnPage]:
    """Yield each page with its translations, which stand beside it as `contact.fa.md`."""
    pages = {name: text for name, text in texts.items() if not _TRANSLATION.search(name)}
    pages.setdefault(FIRST_PAGE.name, FIRST_PAGE.text)
    for name, text in pages.items():
        found = {
            other.removeprefix(f"{name}.").lower(): translation
            for other, translation in texts.items()
            if other not in pages and _TRANSLATION.sub("", other) == name
        }
        yield OwnPage(name, text, found)


def _lone_translations(texts: Mapping[str, PageText], content: Path) -> Iterator[Finding]:
    """Yield a finding for each page whose name is that of a translation, but of no page that is there."""
    for name in texts:
        page = _TRANSLATION.sub("", name)
        if page != name and page not in {*texts, FIRST_PAGE.name}:
            message = msg(
                "this translates %(page)s, which is not there, so it is not published", page=quoted(f"{page}.md")
            )
            path = display_path(content / f"{name}.md", content)
            yield Finding(path, 0, 0, message, msg("write that page, or give this one a name without a language"))


def _page_text(path: Path, content: Path, findings: list[Finding]) -> PageText | None:
    """Return a page's text as far as it can be read, or None for a draft and for a record outside its folder."""
    text = read_text(path, content)
    if isinstance(text, Finding):
        findings.append(text)
        raw = read_bytes(path, content)
        text = "" if isinstance(raw, Finding) or b"\0" in raw else raw.decode("utf-8-sig", "replace")
    if not text.startswith("---") and not conflict(text):
        return PageText({} if text.strip() else _usual_meta(path), text)
    parts = split_front_matter(text, path=display_path(path, content))
    if isinstance(parts, Finding):
        findings.append(parts)
        return PageText(_usual_meta(path), "" if conflict(text) else text)
    tree, problems = read_yaml(parts.yaml, path=display_path(path, content), first_line=parts.yaml_line)
    findings += problems
    value = tree.value if isinstance(tree.value, dict) else {}
    if RECORD_KEYS & value.keys() or str(value.get("draft", "")).lower() in {"true", "yes", "on", "1"}:
        return None
    usual = _usual_meta(path) if problems or value.get(TEMPLATE) not in (None, *PAGE_TEMPLATES) else {}
    return PageText({**usual, **_words(value, tree, display_path(path, content), findings)}, parts.body)


def _words(value: Mapping[str, object], tree: Tree, path: str, findings: list[Finding]) -> dict[str, str]:
    """Return the keys that are used, with a finding for each of them that is no text."""
    words: dict[str, str] = {}
    for key in KEYS:
        given = value.get(key)
        if key == TEMPLATE and isinstance(given, str) and given not in PAGE_TEMPLATES:
            right = did_you_mean(given, PAGE_TEMPLATES) or msg("known: %(ids)s", ids=", ".join(PAGE_TEMPLATES))
            findings.append(
                Finding(path, *tree.position((key,)), msg("unknown template %(given)s", given=quoted(given)), right)
            )
        elif isinstance(given, str):
            words[key] = given
        elif given is not None:
            message = msg("%(key)s is not a text", key=quoted(key))
            findings.append(Finding(path, *tree.position((key,)), message, msg("write some words on one line")))
    return words


def _usual_meta(path: Path) -> dict[str, str]:
    return {TEMPLATE: USUAL[path.stem]} if path.stem in USUAL else {}


def _pictures(content: Path) -> Iterator[str | Finding]:
    """Yield the path of each picture below `assets/`, and a finding for each that cannot be published."""
    for found in walk_visible(content / ASSETS, content):
        if isinstance(found, Finding):
            yield found
        elif found.name.lower().endswith((*PICTURES, *FONTS, *CODE)):
            yield _picture(found, content)


def _picture(path: Path, content: Path) -> str | Finding:
    within = path.relative_to(content).as_posix()
    if not all(_NAME.match(part) for part in within.split("/")):
        return Finding(
            display_path(path, content), 0, 0, msg("a picture cannot have this file name"), msg("rename the file")
        )
    return unsafe_file(path, content) or within
