"""What a typed word finds: the table `tests/data/searches.tsv` and what holds for every text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.publish.search.folding import ZEROS, Folding, rules

LANGUAGES = ("en", "fa", "he", "ru")
TABLE = Path(__file__).parents[1] / "data" / "searches.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]
FOLDED = {language: Folding(rules(language)) for language in LANGUAGES}
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def finds(folding: Folding, query: str, text: str) -> bool:
    """Whether each word of a query has an alternative of which the text has all keys."""
    keys = folding.keys(text)
    typed = folding.alternatives(query)
    return bool(typed) and all(any(keys.issuperset(one) for one in alternatives) for alternatives in typed)


@pytest.mark.parametrize(("language", "outcome", "query", "text"), ROWS, ids=lambda word: word)
def test_a_word_is_found_in_its_forms(language: str, outcome: str, query: str, text: str) -> None:
    """Whatever ending, prefix, spelling and digits it has there, and other words are not."""
    assert finds(FOLDED[language], query, text) is (outcome == "finds")


def test_the_table_is_long_enough() -> None:
    """Each language has thirty queries that find, and some that must not."""
    found = Counter((language, outcome) for language, outcome, _, _ in ROWS)
    assert all(found[language, "finds"] >= 30 and found[language, "not"] >= 5 for language in LANGUAGES)


@given(text=words, language=st.sampled_from(LANGUAGES))
def test_a_text_finds_itself(text: str, language: str) -> None:
    """What somebody copies from a page into the search box leads back to it."""
    folding = FOLDED[language]
    assert not folding.alternatives(text) or finds(folding, text, text)


@given(text=words)
def test_accents_and_capitals_make_no_difference(text: str) -> None:
    """Nor do compatible forms of a letter (Unicode Standard Annex 15)."""
    folding = FOLDED["en"]
    assert folding.keys(text) == folding.keys(unicodedata.normalize("NFKD", text))
    assert folding.keys("Ångström É") == folding.keys("angstrom e")


def test_digits_of_every_script_are_digits() -> None:
    """As many as Unicode's first plane has, but for those that compatibility folds."""
    digits = {chr(code) for code in range(0x660, 0x10000) if unicodedata.category(chr(code)) == "Nd"}
    noughts = {one for one in digits if unicodedata.digit(one) == 0 and unicodedata.normalize("NFKD", one) == one}
    assert noughts == set(ZEROS)
    for zero in ZEROS:
        assert FOLDED["en"].keys(chr(ord(zero) + 7)) == {"7"}


def test_a_language_without_rules_folds_by_those_of_its_script() -> None:
    """Such as German, whose letters are Latin."""
    assert Folding(rules("de")).keys("Käufe") == Folding(rules("de")).keys("kaufe")
