"""The catalogs of the interface's words: in step with the sources, whole, and with every placeholder."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from gettext import c2py
from io import BytesIO
from pathlib import Path

import pytest
import regex
from babel import Locale
from babel.core import get_global
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import answerable
from answerable.checks.word_files import languages
from answerable.cli.new_site import INIT_LANGUAGES
from answerable.publish.context import LOCALES, direction_of, translations

CATALOGS = sorted(LOCALES.glob("*/LC_MESSAGES/answerable.po"))
TEMPLATE = LOCALES / "answerable.pot"
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s|%%")
UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f]")
TAG = re.compile(r"</?[a-z][^>]*>|answerable [a-z]+|https?\b")
END = re.compile(r"[.:?]$")
NAMES = {
    "Buttondown",
    "Webhooks",
    "JSON",
    "SVG",
    "QR",
    "README",
    "JavaScript",
    "UTC",
    "Mastodon",
    "https",
    "cookie",
    "shields",
    "io",
    "answerable",
    "check",
}
"""Words that readers of every language know by these letters."""
each_catalog = pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])


@lru_cache
def in_sources() -> frozenset[object]:
    """Every sentence that the sources mark for translation."""
    with (LOCALES / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(str(Path(answerable.__file__).parent), methods, options)
    return frozenset(message for _file, _line, message, _comments, _context in found)


def catalog(path: Path) -> Catalog:
    """A catalog as it stands on disk."""
    return read_po(BytesIO(path.read_bytes()))


def messages(path: Path) -> list[Message]:
    """Its sentences, without the header."""
    return [message for message in catalog(path) if message.id]


def first(message: Message) -> str:
    """The English sentence, of a plural its first form."""
    return next(texts(message.id))


def texts(value: object) -> Iterator[str]:
    """One text, or each form of a plural."""
    yield from [value] if isinstance(value, str) else value  # type: ignore[misc]


def forms(path: Path) -> Callable[[int], int]:
    """The rule of a catalog's header: which form of a plural a number takes."""
    return c2py(catalog(path).plural_expr)


def alone(path: Path) -> dict[int, int]:
    """The forms that only one number takes, up to 1000, with that number: they may say it in a word."""
    form = forms(path)
    taken = [form(number) for number in range(1001)]
    return {one: taken.index(one) for one in set(taken) if taken.count(one) == 1}


def test_a_language_has_a_catalog_a_word_file_and_the_texts_of_a_new_site() -> None:
    """English is the language of the sources; every other one has all three files, and nothing else names it."""
    catalogs = {path.parts[-3] for path in CATALOGS}
    assert catalogs and catalogs == set(languages()) - {"en"} == set(INIT_LANGUAGES) - {"en"}


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
    """A translation names exactly what the English sentence names; a form for one number alone may say it in a word."""
    in_a_word = alone(path)
    wrong = []
    for message in messages(path):
        wanted = {name for one in texts(message.id) for name in PLACEHOLDER.findall(one)}
        for form, text in enumerate(texts(message.string)):
            spoken = {"num"} if isinstance(message.id, list | tuple) and form in in_a_word else set()
            if set(PLACEHOLDER.findall(text)) | spoken != wanted | spoken:
                wrong.append(message.id)
    assert wrong == []


@each_catalog
def test_numbers_take_the_forms_of_the_language(path: Path) -> None:
    """Numbers that CLDR puts into one class take one form, and the catalog has all the forms that its rule asks for."""
    locale, form = Locale(path.parts[-3]), forms(path)
    by_class: dict[str, set[int]] = {}
    for number in range(1001):
        by_class.setdefault(locale.plural_form(number), set()).add(form(number))
    assert [found for found in by_class.values() if len(found) > 1] == []
    plurals = [message for message in messages(path) if isinstance(message.id, list | tuple)]
    assert {len(list(texts(message.string))) for message in plurals} == {len(set.union(*by_class.values()))}


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("ru", 1, "Ещё %(num)s объявление"), ("ru", 2, "Ещё %(num)s объявления"), ("ru", 5, "Ещё %(num)s объявлений"),
        ("ru", 11, "Ещё %(num)s объявлений"), ("ru", 21, "Ещё %(num)s объявление"), ("he", 1, "עוד הודעה אחת"),
        ("he", 2, "עוד שתי הודעות"), ("he", 3, "עוד %(num)s הודעות"), ("he", 10, "עוד %(num)s הודעות"),
    ],
)  # fmt: skip
def test_a_number_is_said_as_people_say_it(language: str, number: int, said: str) -> None:
    """Russian has three forms, of which 11 and 21 take different ones; Hebrew has a dual."""
    assert translations(language).ngettext("%(num)s more notice", "%(num)s more notices", number) == said


@each_catalog
def test_a_translation_turns_nothing_around(path: Path) -> None:
    """No sentence holds a control that changes the direction of what follows, or a letter that cannot be seen."""
    assert [m.id for m in messages(path) for text in texts(m.string) if UNSEEN.search(text)] == []


@each_catalog
def test_tags_are_those_of_the_sentence(path: Path) -> None:
    """A translation has the tags and the codes of the English sentence, and no others."""
    wrong = [
        m.id for m in messages(path) for text in texts(m.string) if set(TAG.findall(text)) != set(TAG.findall(first(m)))
    ]
    assert wrong == []


@each_catalog
def test_a_translation_is_written_in_its_script(path: Path) -> None:
    """No sentence is left in English, and none has an English word in the middle of it but a name."""
    name = get_global("likely_subtags")[path.parts[-3]].split("_")[1]
    if name == "Latn":  # an English word cannot be told by its letters, a whole sentence can
        assert [m.id for m in messages(path) if " " in first(m) and first(m) in texts(m.string)] == []
        return
    script = regex.compile(rf"\p{{Script={name}}}")
    wrong = []
    for message in messages(path):
        if first(message) in {"d MMM y", "%(city)s time"}:  # a pattern, and a city that may stand alone
            continue
        has_words = re.search("[A-Za-z]", PLACEHOLDER.sub(" ", first(message)))
        for text in texts(message.string):
            latin = set(re.findall(r"[A-Za-z]{2,}", PLACEHOLDER.sub(" ", text))) - NAMES
            if latin or (has_words and not script.search(text)):
                wrong.append((first(message), latin))
    assert wrong == []


@each_catalog
def test_a_sentence_ends_as_the_english_one_ends(path: Path) -> None:
    """A full stop, a colon or a mark of a question stands at the end of both or of none, since others follow it."""
    ends = str.maketrans("؟；", "?;")
    wrong = [
        (first(m), text)
        for m in messages(path)
        for text in texts(m.string)
        if END.search(first(m)) and END.findall(text.translate(ends)) != END.findall(first(m))
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
        for path in Path(answerable.__file__).parent.rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in {"_", "gettext", "ngettext"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


@pytest.mark.parametrize(
    ("codes", "direction"),
    [("ar fa fa-IR he ur ps ckb yi dv sd ug", "rtl"), ("en ru de pt-BR zh ja el uk xx", "ltr")],
    ids=["rtl", "ltr"],
)
def test_the_direction_of_a_language_is_that_of_its_script(codes: str, direction: str) -> None:
    """Also of languages that have no catalog; one that nobody knows is written from left to right."""
    assert {code for code in codes.split() if direction_of(code) != direction} == set()
