"""Put the translations of a PO file back into the records, without touching any other byte of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import click
from babel.messages.catalog import Message as Entry

from answerable.checks.guard import mask_findings
from answerable.checks.privacy.record_texts import hits
from answerable.checks.rule import Passage
from answerable.checks.translation import lost_parts, names_in
from answerable.commands.translate.po_file import SEPARATOR, BadPoFileError, read_po_file
from answerable.commands.translate.site_texts import SiteTexts, read_site_texts
from answerable.content.halves import FOLDERS
from answerable.content.record_reading import check_text
from answerable.content.translatable import BODY, TextPlace, written_texts
from answerable.output.lock import BusyError
from answerable.records.characters import without_invisible
from answerable.records.findings import Finding, Level, quoted
from answerable.records.text import MAX_LENGTH, shows
from answerable.records.yaml.edit import EditError, exclusive_access, write_whole
from answerable.records.yaml.edit_text import set_translation
from answerable.translation.message import counted, msg

RULE = "translation/file"
"""The rule of findings about entries of a PO file that cannot be used."""
_TAG = re.compile(r"<!--|</?[a-zA-Z][^<>]*>")


@dataclass
class ImportedTranslations:
    """What came of a PO file: texts written by file, entries that were empty or fuzzy, and what was found."""

    written: Counter[str] = field(default_factory=Counter)
    empty: int = 0
    fuzzy: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether every translation of the file was imported."""
        return not any(finding.level == "error" for finding in self.findings)

    def lines(self, *, dry_run: bool) -> Iterator[str]:
        """Yield what to say, the findings first."""
        yield from map(str, sorted(self.findings))
        number = self.written.total()
        if dry_run:
            yield counted("would write %(number)s translation", "would write %(number)s translations", number)
        else:
            yield counted("wrote %(number)s translation", "wrote %(number)s translations", number)
        if self.fuzzy:
            yield counted("left out %(number)s fuzzy entry", "left out %(number)s fuzzy entries", self.fuzzy)
        if self.empty:
            yield counted("%(number)s entry is still empty", "%(number)s entries are still empty", self.empty)


def import_translations(
    config: Path, file: Path, language: str, now: datetime, *, dry_run: bool
) -> ImportedTranslations:
    """Write the translations of a PO file; `language` is that of the file if empty.

    Raises click.UsageError or click.ClickException with one line, or OSError.
    """
    try:
        named, entries = read_po_file(file)
    except BadPoFileError as error:
        raise click.ClickException(str(error)) from None
    texts = read_site_texts(config, now)
    if not (language or named):
        raise click.UsageError(msg("%(file)s names no language; give --language", file=file))
    wanted = texts.closest(language or named)
    if language and named and texts.closest(named) != wanted:
        message = msg("%(file)s is in %(named)s, not in %(language)s", file=file, named=named, language=language)
        raise click.UsageError(message)
    texts.require(wanted)
    return _Import(texts, file, wanted, now, dry_run).run(entries)


class _Import:
    """One run of the import."""

    def __init__(self, texts: SiteTexts, file: Path, language: str, now: datetime, dry_run: bool) -> None:
        self._texts, self._file, self._language, self._now, self._dry_run = texts, file, language, now, dry_run
        self._places = {f"{place.path}{SEPARATOR}{place.key}": place for place in texts.places}
        self._records = {record.path: record for record in texts.content.records}
        ledger = texts.content.ledger
        self._names = {other: names_in(ledger, other, language) for other in texts.languages}
        self._made = ImportedTranslations()

    def run(self, entries: Sequence[Entry]) -> ImportedTranslations:
        """Import every entry that can be imported."""
        wanted: dict[str, list[tuple[Entry, TextPlace, str]]] = defaultdict(list)
        for entry, words in self._usable(entries):
            place = self._places[entry.context or ""]
            if words != place.words(self._language, self._texts.first):
                wanted[place.file(self._language)].append((entry, place, words))
        for path, some in wanted.items():
            self._write(path, some)
        self._made.findings[:] = mask_findings(self._made.findings, self._texts.guard.finder)
        return self._made

    def _usable(self, entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
        """Yield the entries that are filled in, without a doubt and for one of the texts, each with its words."""
        given: dict[tuple[str, str], Entry] = {}
        for entry in entries:
            words = entry.string if isinstance(entry.string, str) else ""
            if entry.fuzzy and words:
                self._made.fuzzy += 1
            elif not words.strip():
                self._made.empty += 1
            elif not isinstance(entry.id, str) or (entry.context or "") not in self._places:
                self._find(
                    entry,
                    msg("the site has no text at %(place)s", place=quoted(entry.context or "")),
                    msg("export it again"),
                )
            elif (before := given.setdefault((entry.context or "", entry.id), entry)) is not entry:
                if before.string != words:
                    self._find(
                        entry, msg("this text is translated twice, in different words"), msg("delete one of the two")
                    )
            elif self._is_usable(entry, words):
                yield entry, words

    def _is_usable(self, entry: Entry, words: str) -> bool:
        """Tell whether the words of an entry may be written; if not, say why."""
        place = self._places[entry.context or ""]
        source, language = place.source(self._language, self._texts.first)
        if refused := _refusal(place, source, str(entry.id), words):
            self._find(entry, *refused)
            return False
        if private := self._private_words(place, words):
            self._made.findings += [self._finding(entry, *one) for one in private]
            return False
        for lost in lost_parts(source, words, language, self._names[language]) if language in self._names else ():
            self._find(entry, lost.message, lost.suggestion, lost.rule, "warning")
        return True

    def _private_words(self, place: TextPlace, words: str) -> list[tuple[str, str, str]]:
        """Return the message, the suggestion and the rule of everything private in the words."""
        key = "company" if place.kind == "company" else str(place.loc[-1])
        passage = Passage(place.path, place.loc, key, words, self._language, self._records.get(place.path))
        found = self._texts.guard.forbidden(hits(self._texts.guard.finder, passage))
        return [(hit.message, hit.suggestion, hit.rule) for hit in found]

    def _write(self, path: str, wanted: Sequence[tuple[Entry, TextPlace, str]]) -> None:
        """Write the translations of one file, unless that would make a mistake in it."""
        file = self._texts.root / path
        try:
            with exclusive_access(file):
                old = file.read_bytes().decode("utf-8") if file.exists() else ""
                new = self._edited(path, old, wanted)
                if not self._is_sound(path, old, new, wanted[0][0]) or new == old:
                    return
                if not self._dry_run:
                    write_whole(file, new)
        except (BusyError, UnicodeDecodeError) as error:
            self._find(wanted[0][0], msg("%(path)s cannot be changed", path=path), str(error))
            return
        self._made.written[path] += self._edits

    def _edited(self, path: str, text: str, wanted: Sequence[tuple[Entry, TextPlace, str]]) -> str:
        """Return a file's text with the translations; `_edits` counts them."""
        self._edits = 0
        for entry, place, words in wanted:
            if place.key == BODY:
                text = f"{words.strip()}\n"
                self._edits += 1
                continue
            try:
                loc = written_texts(self._texts.root, path, text)[place.key][0]
                languages = (self._texts.first, self._language)
                text = set_translation(text, loc, languages, words, is_yaml=not path.endswith(".md"))
                self._edits += 1
            except EditError as error:
                self._find(entry, str(error), "")
            except KeyError:
                self._find(entry, msg("the text has changed since the file was made"), msg("export it again"))
        return text

    def _is_sound(self, path: str, old: str, new: str, entry: Entry) -> bool:
        """Tell whether a record has no errors that it did not have before."""
        if path.partition("/")[0] not in FOLDERS or path not in self._records:
            return True
        before, after = (
            Counter(one.message for one in check_text(self._texts.root, path, text, self._now) if one.level == "error")
            for text in (old, new)
        )
        for message in after - before:
            self._find(entry, message, msg("%(path)s was not changed", path=path))
        return not after - before

    def _find(self, entry: Entry, message: str, suggestion: str, rule: str = RULE, level: Level = "error") -> None:
        self._made.findings.append(self._finding(entry, message, suggestion, rule, level))

    def _finding(self, entry: Entry, message: str, suggestion: str, rule: str, level: Level = "error") -> Finding:
        return Finding(self._file.as_posix(), entry.lineno or 0, 0, message, suggestion, rule=rule, level=level)


def _refusal(place: TextPlace, source: str, translated: str, words: str) -> tuple[str, str] | None:
    """Return why a translation cannot be written and what would be right, or None.

    `source` is the text as it is now, `translated` the one from which the translation was made.
    """
    if source != translated:
        return msg("the text has changed since the file was made"), msg("export it again")
    if not shows(words) or len(words) > MAX_LENGTH:
        right = msg("write at most %(most)s characters", most=MAX_LENGTH)
        return msg("the translation shows nothing, or is too long"), right
    if place.key == BODY and words.lstrip().startswith("---"):
        return msg("the translation begins with `---`, as a record does"), msg("begin with words")
    if without_invisible(words) != words:
        return msg("the translation has invisible characters"), msg("type it anew")
    if added := [tag for tag in _TAG.findall(words) if tag not in source]:
        tag = quoted(added[0])
        return msg("the translation has HTML, %(tag)s, which texts do not show", tag=tag), msg("write Markdown")
    return None
