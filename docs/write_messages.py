# ruff: noqa: INP001 (a script beside the documents that it writes)
"""Bring the catalogs of the command line up to date with the sources: python docs/write_messages.py.

They hold what the code marks with `msg` and `counted`, the help of the commands, the rules of the checks, and what
click says. Prints what is left to translate.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from answerable.checks.rule_help import FILE_RULES
from answerable.checks.run import RULES
from answerable.cli import main
from answerable.cli.user_language import CLICK, DOMAIN, LOCALES, sentences_of_help
from answerable.facts.definitions import REPLIES

SOURCES = LOCALES.parent
KEYWORDS = {"msg": None, "counted": (1, 2)}
HEADER_END = '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
Id = str | tuple[str, str]


def sentences() -> Iterator[Id]:
    """Yield every sentence to translate, some of them more than once; a pair is a sentence and its plural."""
    found = extract_from_dir(str(SOURCES), [("**.py", "python")], keywords=KEYWORDS)  # type: ignore[arg-type]
    for _file, _line, message, _comments, _context in found:
        yield message if isinstance(message, str) else (message[0], message[1])
    yield from sentences_of_help(main)
    for rule in (*RULES.values(), *FILE_RULES.values()):
        yield from (rule.what, rule.why, rule.fix)
    yield from (definition.name for definition in REPLIES)  # of which a finding may speak
    yield from CLICK


def template() -> Catalog:
    """Return the catalog of all sentences without translations, in their alphabetical order."""
    made = Catalog(charset="utf-8")
    for id in sorted(set(sentences()), key=str):
        made.add(id)
    return made


def updated(path: Path, new: Catalog) -> Catalog:
    """Return the catalog of a file with exactly the sentences of the template; an entry twice counts once."""
    _, _, entries = path.read_text(encoding="utf-8").rpartition(HEADER_END)
    old = read_po(BytesIO((header(path) + entries).encode()))
    old.update(new, no_fuzzy_matching=True)
    old.obsolete.clear()
    return old


def header(path: Path) -> str:
    """Return the header of a catalog, with the plural forms of the site's catalog beside it."""
    with path.with_name("answerable.po").open("rb") as file:
        plural_forms = read_po(file).plural_forms
    return f'msgid ""\nmsgstr ""\n"Language: {path.parts[-3]}\\n"\n"Plural-Forms: {plural_forms}\\n"\n{HEADER_END}'


def text(catalog: Catalog, header: str = "") -> bytes:
    """Return a catalog as it stands in a file; the template has no header."""
    out = BytesIO()
    write_po(out, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    return header.encode() + out.getvalue()


def paths() -> list[Path]:
    """Return the files with translations."""
    return sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


if __name__ == "__main__":
    every = template()
    (LOCALES / f"{DOMAIN}.pot").write_bytes(text(every))
    for path in paths():
        catalog = updated(path, every)
        path.write_bytes(text(catalog, header(path)))
        for message in catalog:
            if (message.id and not message.string) or (isinstance(message.string, tuple) and not all(message.string)):
                sys.stdout.write(f"{path.parts[-3]}: {message.id}\n")
