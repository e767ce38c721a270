"""Privacy in what is published of the intake: the ids of its rows, and the reasons why some are excluded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from answerable.checks.privacy.finder import Finder
from answerable.checks.privacy.record_texts import hits, shaded_texts
from answerable.checks.rule import Hit, Passage
from answerable.intake.population import Intake
from answerable.intake.queries import replace_ids, replace_words, words_like
from answerable.records.policy import CODE_LIKE

REASON = "excluded_because"
_SIGNS = r"@|%40|(?:[0-9][^0-9A-Za-z]{0,3}){7}|/"
"""Something that every id has in which anything private stands."""
_MIXED = "[A-Za-z].*[0-9]|[0-9].*[A-Za-z]"
"""Something that every id has which may be a code while the company's own patterns are not known."""
_MOST = 1000
"""Ids that are looked at; if there are more with such signs, all of those are replaced."""
_PREFIX = "private-"


def in_intake(intake: Intake, folder: str, finder: Finder) -> Iterator[Hit]:
    """What is private in ids and reasons, at the first row that has it; `folder` is the name of `content`."""
    for column in ("id", REASON):
        for words, path, line in words_like(intake, column, _pattern(column, finder), _MOST):
            passage = Passage(path.removeprefix(f"{folder}/"), (), "cell", words, line=line)
            for hit in hits(finder, passage):
                # one row's id in eleven fits the checksum of a person's id
                if column == REASON or hit.short_rule not in {"id", "name", "address"}:
                    yield hit


def _pattern(column: str, finder: Finder) -> str:
    # The database has no lookarounds, with which the pattern of words that may be codes is written.
    codes = [_MIXED if code.source == CODE_LIKE.pattern else f"(?i:{code.source})" for code in finder.codes]
    return "." if column == REASON else "|".join([_SIGNS, *codes])


def mask_intake(intake: Intake, found: Iterable[Hit], finder: Finder) -> None:
    """Replace the ids and mask the reasons in which something was found."""
    changes = shaded_texts(found)
    if not changes:
        return
    replace_words(intake, REASON, changes)
    if len(words_like(intake, "id", _pattern("id", finder), _MOST)) == _MOST:
        replace_ids(intake, _pattern("id", finder), _PREFIX)
    else:
        replace_words(intake, "id", _numbered(changes))


def _numbered(ids: Iterable[str]) -> Mapping[str, str]:
    return {id: f"{_PREFIX}{number}" for number, id in enumerate(sorted(ids), start=1)}
