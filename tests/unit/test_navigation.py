"""At most five tabs, and everything else one step away: at the foot of every page, and where it is needed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.command import answerable
from tests.unit.content import COMPLAINT, INCIDENT, write
from tests.unit.site_links import pages

NOW = "2026-11-24T09:00:00+00:00"
CONFIG = """site_name: Baran
site_url: https://status.example.com/
docs_dir: content
theme: {name: material, features: [navigation.tabs]}
"""
PAGES = {
    f"{name}.md": f"---\ntemplate: {template}.html\n---\n"
    for name, template in {
        "index": "home", "incidents": "incidents", "answers": "answers", "changes": "changes", "track": "track",
        "transparency": "transparency", "subscribe": "subscribe", "contact": "contact",
    }.items()
}  # fmt: skip
RECORDS = {"incidents/2026/2026-11-23-card.md": INCIDENT, "complaints/2026/2026-11-18-refund.md": COMPLAINT}


def tabs(page: str) -> list[str]:
    """Return the words of a page's tabs."""
    found = re.search(r'<nav class="md-tabs".*?</nav>', page, re.DOTALL)
    return [" ".join(words.split()) for words in re.findall(r"<a[^>]*>(.*?)</a>", found[0] if found else "", re.DOTALL)]


def active(page: str) -> list[str]:
    """Return the words of the tabs that are marked as those in which the reader is."""
    found = re.findall(r'md-tabs__item--active">\s*<a[^>]*>(.*?)</a>', page, re.DOTALL)
    return [" ".join(words.split()) for words in found]


def foot(page: str) -> str:
    """Return the foot of a page."""
    return page[page.index('<footer class="md-footer"') :]


def build(folder: Path, config: str = "", **more: str) -> Callable[[str], str]:
    """Build a small site and return the function that reads one of its pages."""
    content = write(folder, {**PAGES, **RECORDS, **{name.replace("__", "."): text for name, text in more.items()}})
    (folder / "mkdocs.yml").write_text(CONFIG + (config or "plugins: [answerable]\n"), "utf-8")
    answerable("build", "--now", NOW, cwd=content.parent)
    return lambda path: (folder / "site" / path / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Status", "History", "Answers", "Figures", "Subscribe"]),
        ("fa", ["وضعیت", "تاریخچه", "پاسخ‌ها", "آمار", "اشتراک"]),
    ],
)
def test_there_are_five_tabs(language: str, words: list[str], site_in: Callable[[str], Path]) -> None:
    """On every page of the example, in the reader's language."""
    for page in ("", "answers", "contact", "incidents/2026-11-23-card-payments"):
        assert tabs((site_in(language) / page / "index.html").read_text("utf-8")) == words


@pytest.mark.parametrize(
    ("half", "words"),
    [
        ("status", ["Status", "History", "Figures", "Subscribe"]),
        ("answers", ["Home", "Answers", "Figures", "Subscribe"]),
    ],
)
def test_with_one_half_the_tabs_follow(half: str, words: list[str], site_of: Callable[[str], Path]) -> None:
    """Though mkdocs.yml names the pages of both."""
    assert tabs((site_of(half) / "index.html").read_text("utf-8")) == words


def test_without_nav_the_main_pages_are_the_tabs(tmp_path: Path) -> None:
    """Pages of the team's own, whatever they are called, are in the footer, with their titles."""
    page = build(tmp_path, imprint__md="# Who we are\nBaran.\n", about__md="---\ntitle: About <us>\n---\nText.\n")
    assert tabs(page("")) == ["Status", "History", "Answers", "Figures", "Subscribe"]
    links = re.findall(r'<a href="([^"]*)">([^<]*)</a>', foot(page("answers")))[:5]
    assert links == [
        ("../contact/", "Contact"),
        ("../track/", "Your case"),
        ("../changes/", "Changes"),
        ("../about/", "About &lt;us&gt;"),
        ("../imprint/", "Who we are"),
    ]


def test_what_nav_names_is_a_tab_and_not_in_the_footer(tmp_path: Path) -> None:
    """The team's own order and titles stay."""
    page = build(tmp_path, "plugins: [answerable]\nnav: [index.md, {Reach us: contact.md}, answers.md]\n")
    assert tabs(page("")) == ["Status", "Reach us", "Answers"]
    assert "contact/" not in re.findall(r'<a href="([^"]*)">', foot(page("")))


def test_a_page_outside_the_tabs_is_a_part_of_one(tmp_path: Path) -> None:
    """Changes and the look-up of a case belong to the answers; a page that belongs nowhere marks none."""
    page = build(tmp_path)
    assert [active(page(name)) for name in ("changes", "track", "answers", "contact", "")] == [
        ["Answers"], ["Answers"], ["Answers"], [], ["Status"],
    ]  # fmt: skip


def test_the_site_map_has_every_page(tmp_path: Path) -> None:
    """Those outside the navigation, too."""
    build(tmp_path)
    found = (tmp_path / "site/sitemap.xml").read_text("utf-8")
    assert all(f"<loc>https://status.example.com/{name}/</loc>" in found for name in ("contact", "track", "changes"))


def test_pages_outside_the_tabs_are_led_to_where_they_are_needed(example_site: Path) -> None:
    """What changed, and looking up a case, from the answers; the latter from the contact page as well."""
    parts = pages(example_site)
    assert {"../changes/", "../track/"} <= set(parts["answers/index.html"].links)
    assert "../track/" in parts["contact/index.html"].links
    assert "contact/" in parts["index.html"].links


def test_the_foot_names_the_company_and_how_to_reach_it(example_site: Path) -> None:
    """Its name and site from policy.yml, its mail and telephone from channels.yml; the makers come last."""
    words = foot((example_site / "index.html").read_text("utf-8"))
    assert '<a href="https://www.example.com/" rel="noopener">Baran</a>' in words
    assert "mailto:help@example.com" in words
    assert "tel:+982100000100" in words
    assert words.index("Baran") < words.index("Material for MkDocs")


def test_the_line_about_the_makers_can_be_left_out(tmp_path: Path) -> None:
    """By Material's own setting; `copyright` is the company's own line."""
    config = "plugins: [answerable]\nextra: {generator: false}\ncopyright: © Baran Ltd.\n"
    words = foot(build(tmp_path, config)("contact"))
    assert "© Baran Ltd." in words
    assert "Material" not in words
