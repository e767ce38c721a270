"""Feeds as they stand on a whole site: pages name them, and their items lead to what they announce."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import feedparser

SITE = "https://status.example.com/"


def named(page: Path, site: Path) -> set[str]:
    """The paths of the feeds that a page names in its head."""
    head = page.read_text("utf-8").split("</head>")[0]
    found = re.findall(r'<link rel="alternate" type="application/[^"]+" title="[^"]+" href="([^"]+)"', head)
    base = SITE + page.relative_to(site).as_posix()
    return {urljoin(base, href).removeprefix(SITE) for href in found}


def test_every_page_names_feeds_that_are_there(example_site: Path) -> None:
    """Rendered and stamped pages and the page for wrong addresses lead readers to everything and to incidents."""
    expected = {f"{stem}.{suffix}" for stem in ("feed", "feeds/incidents") for suffix in ("xml", "atom", "json")}
    pages = sorted(example_site.rglob("*.html"))
    assert example_site / "404.html" in pages
    for page in pages:
        found = named(page, example_site)
        assert expected <= found, page
        assert all((example_site / path).is_file() for path in found), page


def test_a_component_s_page_names_its_own_feed(example_site: Path) -> None:
    """Whoever gives a component's page to a reader finds that component's feed, in three formats."""
    found = named(example_site / "components/checkout/index.html", example_site)
    assert {f"feeds/components/checkout.{suffix}" for suffix in ("xml", "atom", "json")} <= found


def test_every_item_leads_to_what_it_announces(example_site: Path) -> None:
    """Page and place of each item's link exist."""
    links = {
        entry.link
        for suffix in ("xml", "atom")
        for path in (example_site / "feed", *(example_site / "feeds").glob(f"[0-9]*.{suffix}"))
        for entry in feedparser.parse(path.with_suffix(f".{suffix}").read_bytes()).entries
    }
    assert len(links) > 40
    for link in links:
        address, fragment = urldefrag(link)
        html = (example_site / address.removeprefix(SITE) / "index.html").read_text("utf-8")
        assert not fragment or re.search(rf'id="?{re.escape(fragment)}["\s>]', html), link
