"""Bodies of records in further languages, each in a file of its own beside the record, such as `outage.fa.md`.

Such a file has no front matter and is no record of its own. A mistake in one never keeps the record off the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import dropwhile
from pathlib import Path
from unicodedata import category

from answerable.records.characters import INVISIBLE_RULE, invisible_positions, invisible_problem, without_invisible
from answerable.records.comments import without_comments
from answerable.records.files import display_path, read_text
from answerable.records.findings import Finding, quoted
from answerable.records.model import Complaint, Incident, Maintenance, Notice
from answerable.records.text import MAX_LENGTH, Text, shows
from answerable.records.validation.cut_texts import cut_body
from answerable.translation.message import msg

_NAME = re.compile(r"(.+)\.([a-z]{2,3}(?:-[a-z0-9]{2,8})*)")
_KEYS = "|".join({key for model in (Incident, Maintenance, Notice, Complaint) for key in model.model_fields})
_RECORD = re.compile(rf"(?:(?:```|~~~)\w*\s+)?(?:[-–—_=*\u2212]{{1,20}}[ \t\r]*(?:\n|\Z)|(?:{_KEYS})[ \t]*:)")
"""How a record begins: with front matter, perhaps in the frame of an example, or with a key where `---` is missing."""
_SUBTAGS: Mapping[int, Callable[[str], str]] = {2: str.upper, 4: str.title}
"""How subtags of two and of four letters are written, as in `pt-BR` and `zh-Hant` (RFC 5646, 2.1.1)."""


@dataclass
class BodyTranslations:
    """The words of translated bodies by the record's file and language, and the findings about their files."""

    words: dict[Path, dict[str, str]] = field(default_factory=dict)
    files: set[Path] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def of(self, record: Path) -> Text | None:
        """Return the translations of a record's body, or None if it has none."""
        found = self.words.get(record)
        return Text(found) if found else None


def read_translations(files: Iterable[Path], content: Path) -> BodyTranslations:
    """Read the files that translate the body of another of the files."""
    every = set(files)
    found = BodyTranslations()
    for file in sorted(file for file in every if file.name.count(".") > 1):
        named = _NAME.fullmatch(file.stem)
        if not named or isinstance(text := read_text(file, content), Finding) or _is_record(text):
            continue  # its id has a dot
        found.files.add(file)
        record = file.with_name(f"{named[1]}.md")
        words, problems = _words(text, display_path(file, content))
        found.findings += problems
        if record not in every:
            found.findings.append(_stray(file, record, content))
        elif words:
            found.words.setdefault(record, {})[_language(named[2])] = words
    return found


def translation_path(path: str, language: str) -> str:
    """Return the path of the file with the body of the record at a path in a language."""
    return f"{path.removesuffix('.md')}.{language.lower()}.md"


def _is_record(text: str) -> bool:
    """Return whether a file is a record, however badly it begins: its front matter must not be published as words."""
    shown = dropwhile(lambda letter: letter.isspace() or category(letter) == "Cf", without_comments(text))
    return bool(_RECORD.match("".join(shown)))


def _language(code: str) -> str:
    first, *rest = code.split("-")
    return "-".join([first, *(_SUBTAGS.get(len(part), str)(part) for part in rest)])


def _words(text: str, path: str) -> tuple[str, list[Finding]]:
    """Return what is published of a file's text, "" if nothing is, and what is wrong with it."""
    findings = [*_invisible(text, path), *cut_body(text, path, 1)]
    words = without_comments(without_invisible(text)).strip() if len(text) <= MAX_LENGTH else ""
    if len(text) > MAX_LENGTH:
        count = msg("has %(count)s characters", count=len(text))
        findings.append(Finding(path, 0, 0, count, msg("at most %(most)s can be published", most=MAX_LENGTH)))
    elif not shows(words):
        findings.append(Finding(path, 0, 0, msg("is an empty text"), msg("write a text, or delete the file")))
        words = ""
    return words, findings


def _invisible(text: str, path: str) -> Iterator[Finding]:
    for line, column, character in invisible_positions(text):
        yield Finding(path, line, column, *invisible_problem(character), rule=INVISIBLE_RULE)


def _stray(file: Path, record: Path, content: Path) -> Finding:
    message = msg("this translates %(page)s, which is not there, so it is not published", page=quoted(record.name))
    right = msg("name it after its record; a record of its own begins with `---`")
    return Finding(display_path(file, content), 0, 0, message, right)
