"""A page of the team's own that has no version in a language: shown in the first one, marked, and said to be so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.command import answerable
from tests.unit.content import write
from tests.unit.test_navigation import CONFIG, foot, tabs

INTRO = "We write here first when something breaks, before we answer anywhere else."
PAGES = {
    "policy.yml": "languages: [en, fa]\n",
    "index.md": f"---\ntemplate: home.html\n---\n{INTRO}\n",
    "subscribe.md": "---\ntemplate: subscribe.html\ntitle: Hear from us\n---\nOur own words.\n",
    "contact.md": "---\ntemplate: contact.html\n---\nCall us.\n",
    "contact.fa.md": "تماس بگیرید.\n",
    "about.md": '---\ntitle: Who <we> "are"\n---\nWe are a shop.\n',
    "imprint.md": "# The imprint\nBaran Ltd.\n",
    "terms.md": "# The terms\nOf use.\n",
    "terms.fa.md": "# شرایط\nاستفاده.\n",
}
NAV = """plugins: [answerable]
nav: [{Now: index.md}, subscribe.md, {Rules: [{Our terms: terms.md}, {About <us>: about.md}]}]
"""
FEATURES = CONFIG.replace("navigation.tabs", "navigation.tabs, navigation.footer")
ABOUT = '<span lang="en" dir="ltr">Who &lt;we&gt; &#34;are&#34;</span>'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site in English and Persian, with a page in both, and others in English alone."""
    folder = tmp_path_factory.mktemp("untranslated")
    write(folder, PAGES)
    (folder / "mkdocs.yml").write_text(FEATURES + NAV, "utf-8")
    answerable("build", "--now", "2026-11-24T09:00:00+00:00", cwd=folder)
    return folder / "site"


def page(site: Path, path: str) -> str:
    """One of its pages."""
    return (site / path / "index.html").read_text("utf-8")


def intro(html: str) -> str:
    """What of a page is in the team's own words."""
    found = re.search(r'<div class="a-intro">(.*?)</div></div>', html, re.DOTALL)
    return found[1] if found else ""


def test_words_in_another_language_are_marked_and_said_to_be_so(site: Path) -> None:
    """Those on a page with parts of ours are a text of it; without such parts they are the whole page."""
    assert intro(page(site, "fa/subscribe")) == (
        '<p class="a-meta">این متن هنوز ترجمه نشده است.</p><div lang="en" dir="ltr"><p>Our own words.</p>'
    )
    assert '<p class="a-meta">این صفحه هنوز ترجمه نشده است.</p><div lang="en" dir="ltr">' in page(site, "fa/about")
    assert intro(page(site, "subscribe")) == "<div><p>Our own words.</p>"


def test_words_that_are_translated_are_not(site: Path) -> None:
    """By the team, or, where a new site's words were never changed, by this package."""
    assert intro(page(site, "fa/contact")) == "<div><p>تماس بگیرید.</p>"
    assert intro(page(site, "fa")).startswith("<div><p>وقتی چیزی خراب شود")
    assert INTRO in intro(page(site, ""))


def test_titles_are_in_the_language_as_far_as_they_can_be(site: Path) -> None:
    """The usual one of a page, or that of its translation, goes before one in another language, which is marked."""
    persian = page(site, "fa/about")
    assert tabs(persian) == ["وضعیت", "اشتراک", '<span lang="en" dir="ltr">Rules</span>']
    assert tabs(page(site, "about")) == ["Now", "Hear from us", "Rules"]
    menu = persian[persian.index('<nav class="md-nav md-nav--primary') :]
    assert re.search(rf'<span class="md-ellipsis">\s*{re.escape(ABOUT)}\s*</span>', menu)
    assert re.search(r'<span class="md-ellipsis">\s*شرایط\s*</span>', menu) and "Our terms" not in persian
    assert "<h1" not in intro(persian)
    links = dict(re.findall(r'<a href="([^"]*)">(.*?)</a>', foot(page(site, "fa"))))
    assert links["imprint/"] == '<span lang="en" dir="ltr">The imprint</span>'


def test_a_marked_title_is_plain_where_no_mark_can_stand(site: Path) -> None:
    """In the head and in attributes."""
    persian = page(site, "fa/about")
    assert "<title>Who &lt;we&gt; &#34;are&#34; - Baran</title>" in persian
    assert 'property="og:title" content="Who &lt;we&gt; &#34;are&#34;"' in persian
    assert re.search(r'md-footer__link--prev" aria-label="[^":]*: شرایط"', persian)
    assert 'aria-label="بعدی: Who &lt;we&gt; &#34;are&#34;"' in page(site, "fa/terms")
