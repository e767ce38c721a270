"""The texts of a new site that come with this package, and their translations: what `answerable init` writes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from answerable.records.files import split_front_matter
from answerable.records.findings import Finding

SITE = Path(__file__).resolve().parents[1] / "templates" / "init"
"""The files of a new site, in English."""
WORDS = SITE.parent / "init_words"
"""Their translations, one file for each language."""


def word_pairs(path: Path) -> list[tuple[str, str]]:
    """Return the pieces of the template's texts that a file lists, each with what stands in its place."""
    return [(str(one), str(other)) for one, other in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)]


@cache
def translations(language: str) -> tuple[tuple[str, str], ...]:
    """Return the English texts of the template, each with its translation; none for English."""
    path = WORDS / f"{language}.yml"
    return tuple(word_pairs(path)) if path.is_file() else ()


def shipped_intro(words: str, language: str) -> str:
    """Return in another language what `init` writes below the front matter of a page.

    It is empty if the words are not those of `init`, in any language, or if they are not translated into this one.
    """
    english = _english_intros().get(_bare(words), "")
    base = language.partition("-")[0]
    return english if base == "en" else dict(translations(base)).get(english, "")


@cache
def _english_intros() -> Mapping[str, str]:
    """Return the English intro of each page of a new site by its words in every language."""
    english = {_body(path) for path in (SITE / "content").glob("*.md")} - {""}
    known = {words: words for words in english}
    for path in WORDS.glob("*.yml"):
        known |= {_bare(other): one for one, other in translations(path.stem) if one in english}
    return known


def _body(path: Path) -> str:
    parts = split_front_matter(path.read_text("utf-8"), path=path.name)
    return "" if isinstance(parts, Finding) else _bare(parts.body)


def _bare(words: str) -> str:
    return " ".join(words.split())
