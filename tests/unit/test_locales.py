"""The catalogs of the interface's words: in step with the sources, whole, and with every placeholder."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import generator
from generator.publish.translations import LOCALES, translations

CATALOGS = sorted(LOCALES.glob("*/LC_MESSAGES/answerable.po"))
TEMPLATE = LOCALES / "answerable.pot"
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s|%%")
each_catalog = pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])


@lru_cache
def in_sources() -> frozenset[object]:
    """Every sentence that the sources mark for translation."""
    with (LOCALES / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(str(Path(generator.__file__).parent), methods, options)
    return frozenset(message for _file, _line, message, _comments, _context in found)


def catalog(path: Path) -> Catalog:
    """A catalog as it stands on disk."""
    return read_po(BytesIO(path.read_bytes()))


def messages(path: Path) -> list[Message]:
    """Its sentences, without the header."""
    return [message for message in catalog(path) if message.id]


def texts(value: object) -> Iterator[str]:
    """One text, or each form of a plural."""
    yield from [value] if isinstance(value, str) else value  # type: ignore[misc]


def test_there_is_a_persian_catalog() -> None:
    """The tests below have something to look at."""
    assert "fa" in {path.parts[-3] for path in CATALOGS}


@pytest.mark.parametrize("path", [TEMPLATE, *CATALOGS], ids=lambda path: path.parts[-3])
def test_a_catalog_is_in_step_with_the_sources(path: Path) -> None:
    """Every marked sentence is in the template and in each catalog, and nothing else is."""
    ids = {tuple(message.id) if isinstance(message.id, list) else message.id for message in messages(path)}
    assert ids == in_sources()


@each_catalog
def test_every_sentence_is_translated(path: Path) -> None:
    """No translation is missing, and none is a machine's guess that nobody looked at."""
    poor = [m.id for m in messages(path) if m.fuzzy or not all(text.strip() for text in texts(m.string))]
    assert poor == []


@each_catalog
def test_placeholders_are_those_of_the_sentence(path: Path) -> None:
    """A translation names exactly what the English sentence names."""
    wrong = [
        message.id
        for message in messages(path)
        for text in texts(message.string)
        if set(PLACEHOLDER.findall(text)) != {name for one in texts(message.id) for name in PLACEHOLDER.findall(one)}
    ]
    assert wrong == []


def test_persian_is_spoken() -> None:
    """The catalog is really used: for a language, for a variant of it, and with both forms of a number."""
    assert translations("fa").gettext("Resolved") == translations("fa-IR").gettext("Resolved") == "برطرف شد"
    assert translations("fa").ngettext("%(num)s day", "%(num)s days", 3) == "%(num)s روز"


def test_a_language_without_a_catalog_speaks_english() -> None:
    """No catalog is no reason to fail."""
    assert translations("xx").gettext("Resolved") == "Resolved"


def test_no_sentence_is_marked_inside_an_f_string() -> None:
    """There Babel finds it only from Python 3.12 on, and the catalogs would miss it."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in Path(generator.__file__).parent.rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in {"_", "gettext", "ngettext"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []
