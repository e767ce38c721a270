"""A site's own logo, colour, fonts, style sheets and scripts: readable, its own files alone, each mistake named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.command import answerable
from tests.unit.content import INCIDENT, write
from tests.unit.site_links import PageParts

from answerable.mkdocs_plugin.brand import brand_findings
from answerable.mkdocs_plugin.theme.brand_styles import GROUNDS, READABLE, colour_of, contrast, on, readable

DOCS = Path(__file__).parents[2] / "docs"
SITE = "site_name: Baran\nsite_url: https://status.example.com/\ndocs_dir: content\n"
COLOURS = st.builds("#{:02x}{:02x}{:02x}".format, *[st.integers(0, 255)] * 3)


def project(folder: Path, config: str, **files: str) -> Path:
    """Write a small site with more lines of mkdocs.yml, and files into `assets/`; return the path of mkdocs.yml."""
    write(folder, {"incidents/2026/2026-11-23-card.md": INCIDENT, "index.md": "---\ntemplate: home.html\n---\n"})
    for name, text in files.items():
        path = folder / "content/assets" / name.replace("__", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "mkdocs.yml").write_text(SITE + config, "utf-8")
    return folder / "mkdocs.yml"


def lines(path: Path) -> list[str]:
    """Return what a check says of the brand."""
    return [str(one) for one in brand_findings(path)]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)],
)  # fmt: skip
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """The values are those of published tables."""
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@given(COLOURS)
def test_links_and_buttons_are_readable_in_any_colour(colour: str) -> None:
    """In both schemes, on the page and on every soft ground of a notice."""
    for scheme, grounds in GROUNDS.items():
        assert min(contrast(readable(colour, scheme), ground) for ground in grounds) >= READABLE
    assert contrast(on(colour), colour) >= READABLE


def test_a_readable_colour_stays_as_it_is() -> None:
    """Only what cannot be read is changed: dark green on light grounds is kept, and lightened on dark ones."""
    assert readable("#0b5f45", "default") == "#0b5f45"
    assert readable("#0b5f45", "slate") != "#0b5f45"


def test_the_grounds_are_those_of_the_theme() -> None:
    """Cards, white in light colours, and the soft ground of each of the six states."""
    assert "#ffffff" in GROUNDS["default"]
    for scheme, is_right in (("default", lambda light: light > 0.5), ("slate", lambda light: light < 0.1)):
        lights = [(contrast(ground, "#000000") - 1) / 20 for ground in GROUNDS[scheme]]
        assert len(lights) >= 7
        assert all(map(is_right, lights))


@pytest.mark.parametrize(
    ("words", "colour"),
    [("#0B6E4F", "#0b6e4f"), ("#0af", "#00aaff"), ("teal", "#008080"), ("blu", None), ("#12345678", None)],
)  # fmt: skip
def test_a_colour_is_written_in_digits_or_by_its_name(words: str, colour: str | None) -> None:
    """As CSS knows it, without opacity."""
    assert colour_of(words) == colour


def test_a_check_says_which_tone_stands_in_for_a_colour(tmp_path: Path) -> None:
    """As a note, with the contrast: yellow words on white cannot be read."""
    path = project(tmp_path, 'theme: {name: material}\nplugins:\n  - answerable:\n      accent: "#ffe000"\n')
    (note,) = lines(path)
    assert note.startswith("mkdocs.yml:7:7: note: `accent`: in #ffe000 words are not readable in the light scheme")
    tone = re.search(r"links are shown in (#\w{6}) there", note)
    assert tone
    assert min(contrast(tone[1], ground) for ground in GROUNDS["default"]) >= READABLE


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            "plugins:\n  - answerable:\n      accent: #0b6e4f\n",
            '6:7: error: `accent` is empty; write six digits in quotes, such as accent: "#0b6e4f", since # begins',
        ),
        ("plugins:\n  - answerable:\n      accent: blu\n", "6:7: error: `accent`: `blu` is no colour; write"),
        (
            "theme: {name: material, logo: assets/lgo.svg}\n",
            "4:25: error: `theme.logo`: there is no file content/assets/lgo.svg; did you mean `assets/logo.svg`?",
        ),
        (
            "theme: {name: material, logo: assets/logo.png}\n",
            "4:25: error: `theme.logo`: there is no file content/assets/logo.png; did you mean `assets/logo.svg`?",
        ),
        (
            "extra_css: [assets/lgo.css]\n",
            "4:1: error: `extra_css`: there is no file content/assets/lgo.css; put it into content/assets",
        ),
        (
            "theme: {name: material, favicon: https://cdn.example.com/f.png}\n",
            "4:25: error: `theme.favicon`: `https://cdn.example.com/f.png` is at another host, which",
        ),
        ("extra_css: [index.md]\n", "4:1: error: `extra_css`: `index.md` is not published; move it to content/assets"),
        (
            "extra_javascript: [//cdn.example.com/x.js]\n",
            "4:1: error: `extra_javascript`: `//cdn.example.com/x.js` is at another host",
        ),
        (
            "theme: {name: material, font: {text: Roboto}}\n",
            "4:25: error: `theme.font`: fonts are not loaded from other hosts, which would learn of every reader",
        ),
        (
            "plugins:\n  - answerable:\n      font: assets/logo.svg\n",
            "6:7: error: `font`: `assets/logo.svg` is no font file; known: .woff2, .woff, .ttf, .otf",
        ),
    ],
)  # fmt: skip
def test_each_mistake_is_one_clear_line(config: str, message: str, tmp_path: Path) -> None:
    """With its place in mkdocs.yml and what would be right."""
    (line,) = lines(project(tmp_path, config, logo__svg="<svg/>"))
    assert line.startswith(f"mkdocs.yml:{message}")


def test_a_mistake_keeps_nothing_from_being_published(tmp_path: Path) -> None:
    """What cannot be used is left out of the pages, which ask no other host, and the build ends with 3."""
    project(
        tmp_path,
        "theme: {name: material, logo: assets/gone.svg, favicon: https://cdn.example.com/f.png}\n"
        "plugins:\n  - answerable:\n      accent: blu\n      font: assets/gone.woff2\n"
        "extra_css: [https://cdn.example.com/x.css]\nextra_javascript: [https://cdn.example.com/x.js]\n",
    )
    done = answerable("build", "--now", "2026-11-24T09:00:00Z", cwd=tmp_path, code=3)
    assert done.output.count("mkdocs.yml:") == 6
    page = (tmp_path / "site/incidents/2026-11-23-card/index.html").read_text("utf-8")
    assert "Card payments fail" in page
    assert not any("cdn.example.com" in link or "gone" in link for link in PageParts(page).links)
    assert set(re.findall(r'<(?:link|script|img)\b[^>]*?(?:href|src)="?(?:https?:)?//([^/">\s]+)', page)) == {
        "status.example.com"
    }


def test_the_brand_is_on_every_page(tmp_path: Path) -> None:
    """Logo, favicon, style sheet and script from `assets/`, in each language; own styles come last, to win."""
    config = (
        "theme: {name: material, logo: assets/logo.svg, favicon: assets/logo.svg}\n"
        'plugins:\n  - answerable:\n      accent: "#0b6e4f"\n      font: [assets/a.woff2, assets/b.woff2]\n'
        "extra_css: [assets/brand.css]\nextra_javascript: [assets/brand.js]\n"
    )
    files = {"logo__svg": "<svg/>", "a__woff2": "x", "b__woff2": "x", "brand__css": "p{}", "brand__js": "1"}
    project(tmp_path, config, **files)
    (tmp_path / "content/policy.yml").write_text(
        "languages: [en, fa]\ntopics: [{id: refunds, name: Refunds}]\n", "utf-8"
    )
    answerable("build", "--now", "2026-11-24T09:00:00Z", cwd=tmp_path)
    for folder in ("", "fa/"):
        site = tmp_path / "site" / folder
        assert {path.name for path in (site / "assets").iterdir()} >= {name.replace("__", ".") for name in files}
        links = PageParts((site / "index.html").read_text("utf-8")).links
        styles = [link for link in links if link.endswith(".css")]
        assert styles[-1] == "assets/brand.css"
        assert {"assets/logo.svg", "assets/brand.js"} <= set(links)
        css = (site / styles[-2]).read_text("utf-8")
        assert ":root, [data-md-color-scheme] { --a-fill: #0b6e4f; --a-on-fill: #ffffff;" in css
        assert 'url("../../assets/a.woff2")' in css
        assert "font-weight: 600 900" in css
        assert '--md-text-font: "Answerable brand", var(--a-face, _)' in css  # ours has what the brand's font lacks
        assert "preload" not in (site / "index.html").read_text("utf-8")
    headers = (tmp_path / "site/_headers").read_text("utf-8")
    assert "script-src 'self'" in headers


def test_hosts_that_the_policy_allows_may_be_named(tmp_path: Path) -> None:
    """`allow_sources` is the team's own decision."""
    allowed = "plugins:\n  - answerable:\n      allow_sources: {script-src: [https://cdn.example.com]}\n"
    assert lines(project(tmp_path, allowed + "extra_javascript: [https://cdn.example.com/x.js]\n")) == []


def test_a_style_sheet_that_asks_another_host_is_named(tmp_path: Path) -> None:
    """Browsers refuse it, by the site's policy; `check` says so before that."""
    css = '@import url("https://fonts.example.com/css?family=Roboto");'
    (line,) = lines(project(tmp_path, "extra_css: [assets/brand.css]\n", brand__css=css))
    assert line.startswith(
        "mkdocs.yml:4:1: warning: `extra_css`: `assets/brand.css` asks another host, `https://fonts."
    )


def test_what_is_private_in_a_style_sheet_is_not_published(tmp_path: Path) -> None:
    """The files in `assets/` are public as they are, comments included."""
    project(
        tmp_path,
        "plugins: [answerable]\nextra_css: [assets/brand.css]\n",
        brand__css="/* Ask sara@example.org, +98 912 345 6789. */\np{}",
    )
    done = answerable("build", "--now", "2026-11-24T09:00:00Z", cwd=tmp_path, code=3)
    assert "content/assets/brand.css:1" in done.output
    assert not (tmp_path / "site/assets/brand.css").exists()
    assert "brand.css" not in (tmp_path / "site/index.html").read_text("utf-8")


@pytest.mark.parametrize("brand", ["lagoon", "saffron", "ink"])
def test_the_brands_of_the_documents_are_right(brand: str, tmp_path: Path) -> None:
    """Each builds without a finding but notes, and its picture is small."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/assets").symlink_to(DOCS / "brands" / brand / "assets")
    path = tmp_path / "mkdocs.yml"
    path.write_text((DOCS / "brands" / brand / "mkdocs.yml").read_text("utf-8"), "utf-8")
    assert {one.level for one in brand_findings(path)} <= {"note"}
    assert (DOCS / "images" / f"brand-{brand}.webp").stat().st_size < 60_000
