"""The Content-Security-Policy of pages: the theme's own scripts run under it, and no script that came with a text."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.command import answerable
from tests.conftest import EXAMPLE_NOW
from tests.host_headers import rules_of
from tests.unit.content import INCIDENT, write

from answerable.mkdocs_plugin.theme.inline_scripts import of_theme, template_scripts
from answerable.publish.content_security import HEADER, policy, usable

MKDOCS = """site_name: Baran
site_url: https://status.example.com/
docs_dir: content
theme:
  name: material
  custom_dir: overrides
  font: false
  features: [announce.dismiss, content.tabs.link]
plugins:
  - search
  - answerable: {allow_sources: {img-src: ["https://cdn.example.com"], connect-src: ["https://api.example.com"]}}
"""
ATTACKS = (
    "<script>window.evil = 1</script>",
    "# <script>window.evil = 2</script>",
    "<!-- <script> --><script>window.evil = 3</script>",
    "<script>window.evil = 4",
    '<script>__md_scope=new URL("x");window.evil=5;("",location)</script>',
)


class Scripts(HTMLParser):
    """Collects a page's inline scripts that run, and its policies, in a parser's sense rather than ours."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.policies: list[str] = []
        self.early = 0
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a script, a policy, and what stood before the policy."""
        given = dict(attrs)
        if tag == "meta" and given.get("http-equiv") == HEADER:
            self.policies.append(given["content"] or "")
        if tag in {"script", "link", "style"} and not self.policies:
            self.early += 1
        self._inside = tag == "script" and "src" not in given and "json" not in (given.get("type") or "")
        if self._inside:
            self.inline.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parent passes it
        """Leave a script."""
        self._inside = False

    def handle_data(self, data: str) -> None:
        """Keep a script's text."""
        if self._inside:
            self.inline[-1] += data


def source(script: str) -> str:
    """The source that allows a script, as https://www.w3.org/TR/CSP3/#match-element-to-source-list has it."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def header_of(site: Path) -> str:
    """The policy that `_headers` gives to every file."""
    return rules_of((site / "_headers").read_text("utf-8"))["/*"][HEADER]


def directive(value: str, name: str) -> list[str]:
    """The sources of a directive."""
    return next((part.split()[1:] for part in value.split("; ") if part.split()[0] == name), [])


def test_every_script_of_every_page_is_allowed_by_its_hash(whole_site: Path) -> None:
    """In each language and depth, by the page's own policy and by that of `_headers`; that of the page comes first."""
    allowed_by_header = directive(header_of(whole_site), "script-src")
    assert len(header_of(whole_site)) < 1900  # Cloudflare Pages reads lines of 2,000 characters
    pages = {path: Scripts(path.read_text("utf-8")) for path in whole_site.rglob("*.html")}
    assert len(pages) > 100 and any(path.name == "404.html" and path.parent.name == "fa" for path in pages)
    for path, found in pages.items():
        (own,) = found.policies
        assert found.early == 0, path
        assert not {source(script) for script in found.inline} - set(directive(own, "script-src")), path
        assert not {source(script) for script in found.inline} - set(allowed_by_header), path
        assert "embed" in path.parts or found.inline, path


def test_no_policy_lets_inline_scripts_run_by_themselves(whole_site: Path) -> None:
    """Neither `unsafe-inline` nor `unsafe-eval`, no other host, no wildcard."""
    policies = {header_of(whole_site)}
    policies |= {Scripts(path.read_text("utf-8")).policies[0] for path in whole_site.rglob("*.html")}
    for value in policies:
        sources = directive(value, "script-src") or directive(value, "default-src")
        assert all(re.fullmatch(r"'self'|'none'|'sha256-[\w+/]{43}='", one) for one in sources), value
        assert directive(value, "base-uri") == ["'none'"]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A site whose pages have scripts of their own and whose theme has one, and what the build said."""
    folder = tmp_path_factory.mktemp("attacked")
    pages = {f"own{number}.md": f"---\ntitle: Own\n---\n{attack}\n" for number, attack in enumerate(ATTACKS)}
    write(folder, {**pages, "index.md": "---\ntemplate: home.html\n---\n", "incidents/2026-11-23-cards.md": INCIDENT})
    (folder / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (folder / "overrides" / "partials").mkdir(parents=True)
    header = '<script>window.team = "{{ config.site_name }}";</script>'
    (folder / "overrides" / "partials" / "copyright.html").write_text(header, encoding="utf-8")
    done = answerable("build", "--now", EXAMPLE_NOW, cwd=folder)
    return folder / "site", done.output


def test_a_script_that_came_with_a_text_is_not_allowed(attacked: tuple[Path, str]) -> None:
    """Wherever it stands in a page of the team's own; the build names the page."""
    site, said = attacked
    evil = [
        script
        for path in site.rglob("*.html")
        for script in Scripts(path.read_text("utf-8")).inline
        if "evil" in script
    ]
    assert len(evil) >= 3
    allowed = {header_of(site), *(Scripts(path.read_text("utf-8")).policies[0] for path in site.rglob("*.html"))}
    assert not [script for script in evil if any(source(script) in value for value in allowed)]
    assert "own0.md: its inline script will not run; put it into a file, named in extra_javascript" in said


def test_the_site_s_own_templates_and_all_features_run(attacked: tuple[Path, str]) -> None:
    """A script of a template in `overrides` is the theme's, with what Jinja put into it; so is each feature's."""
    site, _ = attacked
    page = Scripts((site / "incidents/2026-11-23-cards/index.html").read_text("utf-8"))
    assert 'window.team = "Baran";' in page.inline and any("__announce" in script for script in page.inline)
    assert any("__tabs" in script for script in page.inline)
    assert {source(script) for script in page.inline} <= set(directive(page.policies[0], "script-src"))


def test_further_hosts_are_allowed_by_directive(attacked: tuple[Path, str]) -> None:
    """In the page and in the header."""
    site, _ = attacked
    for value in (header_of(site), Scripts((site / "index.html").read_text("utf-8")).policies[0]):
        assert directive(value, "img-src") == ["'self'", "data:", "https://cdn.example.com"]
        assert directive(value, "connect-src") == ["'self'", "https://api.example.com"]


def test_a_value_of_jinja_cannot_end_its_string(tmp_path: Path) -> None:
    """What a template writes into a script is its own only as long as it is one value."""
    (tmp_path / "main.html").write_text('<script>go("{{ base_url }}")</script>', encoding="utf-8")
    patterns = template_scripts((str(tmp_path),))
    assert of_theme('<!-- <script> --><script>go(".")</script>', patterns) == ['go(".")']
    for text, is_theme in (
        ('go("../..")', True),
        ('go("");evil("")', False),
        ('go("\\")', False),
        ('go("..") ', False),
    ):
        assert of_theme(f"<script>{text}</script>", patterns) == ([text] if is_theme else [])


@pytest.mark.parametrize(
    "sources",
    [{"frame-ancestors": ["*"]}, {"img-src": ["a; script-src *"]}, {"img-src": ["a b"]}, {"img-src": [""]}, {"x": []}],
)
def test_a_source_that_would_change_another_directive_is_refused(sources: dict[str, list[str]]) -> None:
    """One source at a time, for the directives that say what is loaded; a bad one is named, and no more."""
    good, problems = usable({**sources, "font-src": ["https://f.example"]})
    assert good == {"font-src": ["https://f.example"]} and len(problems) == 1
    assert problems[0].startswith("allow_sources: `")


def test_sources_are_added_once_to_the_policy_s_own() -> None:
    """Directives that the policy lacks begin with the site itself, as `default-src` has it."""
    value = policy({"script-src": ["'sha256-a'"]}, {"script-src": ["'sha256-a'"], "font-src": ["https://f.example"]})
    assert directive(value, "script-src") == ["'self'", "'sha256-a'"]
    assert directive(value, "font-src") == ["'self'", "https://f.example"]
