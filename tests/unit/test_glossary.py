"""One word for one thing: the catalogs of the site and of the commands keep to the glossary of their language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Message
from tests.unit.test_locales import CATALOGS, PLACEHOLDER, first, messages, texts

GLOSSARIES = [path for path in CATALOGS if (path.parents[1] / "glossary.yml").is_file()]
TYPED = re.compile(r"`[^`]*`|--[a-z][\w-]*|\banswerable [a-z]+(?: [a-z]+)?|\w+(?:,\w+)+|\w*[\w<>][./@:=]\S*\w")
"""Commands, options, addresses, paths and keys, which are the same in each language."""
each_catalog = pytest.mark.parametrize("path", GLOSSARIES, ids=lambda path: path.parts[-3])


def test_the_first_languages_have_a_glossary() -> None:
    """One that nobody has read whole yet may lack it."""
    assert {"fa", "he", "ru"} <= {path.parts[-3] for path in GLOSSARIES}


def glossary(path: Path) -> list[dict[str, Any]]:
    """The entries of the glossary that stands beside a catalog."""
    found: list[dict[str, Any]] = yaml.safe_load((path.parents[1] / "glossary.yml").read_text("utf-8"))
    return found


def sentences_of(path: Path) -> list[Message]:
    """The sentences of a catalog and of the commands' catalog beside it."""
    beside = path.with_name("answerable-cli.po")
    return [*messages(path), *(messages(beside) if beside.is_file() else ())]


def speaks_of(sentence: str, words: list[str]) -> bool:
    """Tell whether an English sentence has one of the words, as a word of its own and not in what is to be typed."""
    spoken = TYPED.sub(" ", PLACEHOLDER.sub(" ", sentence))
    return any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", spoken, re.IGNORECASE) for word in words)


def departures(entry: dict[str, Any], said: list[tuple[str, str]]) -> Iterator[str]:
    """Yield each translation of a sentence with the thing that has another word for it."""
    for english, translated in said:
        if speaks_of(english, entry["en"]) and english not in entry.get("but", ()):
            words = translated.casefold()
            if not any(word in words for word in entry["say"]):
                yield f"{translated}: no {entry['say'][0]} for {entry['en'][0]} ({english})"
            for word in entry["not"]:
                if word in words:
                    yield f"{translated}: {word} for {entry['en'][0]} ({english})"


@each_catalog
def test_a_thing_has_one_word(path: Path) -> None:
    """A translation has the glossary's word for each thing of which the English sentence speaks, and no other."""
    said = [(first(message), text) for message in sentences_of(path) for text in texts(message.string)]
    assert [one for entry in glossary(path) for one in departures(entry, said)] == []


@each_catalog
def test_each_word_of_a_glossary_is_used(path: Path) -> None:
    """An entry that no sentence speaks of, and an exception for a sentence that is gone, would say nothing."""
    sentences = [first(message) for message in sentences_of(path)]
    unused = [entry["en"] for entry in glossary(path) if not any(speaks_of(one, entry["en"]) for one in sentences)]
    gone = [one for entry in glossary(path) for one in entry.get("but", ()) if one not in sentences]
    assert (unused, gone) == ([], [])


def test_a_second_word_would_be_found() -> None:
    """Also in a sentence that has the right word too; a word within another is none."""
    entry = {"en": ["update", "updates"], "say": ["обновлен"], "not": ["апдейт"]}
    said = [
        ("All updates", "Все апдейты"),
        ("Updated", "Изменено"),
        ("An update", "Обновление, апдейт"),
        ("Update", "Обновление"),
    ]
    assert [one.partition(":")[0] for one in departures(entry, said)] == [
        "Все апдейты",
        "Все апдейты",
        "Обновление, апдейт",
    ]
