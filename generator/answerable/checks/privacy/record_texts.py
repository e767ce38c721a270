"""Find and mask what is private in the passages and the file names of records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from answerable.checks.privacy.finder import Finder, PrivateSpan
from answerable.checks.privacy.masking import masked, shaded
from answerable.checks.privacy.privacy_rules import RIGHT, RULES, WORDS
from answerable.checks.rule import NAME, CheckContext, CheckText, Hit, Passage
from answerable.records.findings import quoted
from answerable.records.model import Complaint, Incident, Maintenance, Record
from answerable.records.text import Text
from answerable.records.vocabulary import Consent
from answerable.records.yaml.tree import Loc
from answerable.translation.message import msg

WITH_CONSENT = frozenset({"handle", "link", "name"})
"""What may be published of a person who consents to be named."""


def check_text(context: CheckContext) -> CheckText:
    """Return the check of one passage."""
    finder = Finder(context.ledger)
    return lambda passage: hits(finder, passage)


def hits(finder: Finder, passage: Passage) -> Iterator[Hit]:
    """What is private in one passage, without what the person allowed."""
    allowed = WITH_CONSENT if _consents(passage) else frozenset()
    text = passage.text.replace("_", " ") if passage.key in {"id", "file"} else passage.text
    for secret in finder.secrets(text, as_read=passage.key != "cell"):
        if secret.rule not in allowed:
            yield _hit(passage, _as_mention(secret) if _names_products(passage) else secret)


def _names_products(passage: Passage) -> bool:
    """Whether handles in a passage are as a rule those of products: in incidents, maintenance and company files."""
    return isinstance(passage.record, Incident | Maintenance) or passage.key == "company"


def _as_mention(secret: PrivateSpan) -> PrivateSpan:
    return replace(secret, rule="mention") if secret.rule == "handle" else secret


def _hit(passage: Passage, secret: PrivateSpan) -> Hit:
    shown = quoted(masked(passage.text[secret.start : secret.end]))
    named = passage.key in {"id", "file"}
    right = msg("rename the file") if named else RIGHT.get(secret.rule, msg("remove it"))
    what = msg("%(what)s in the file's name", what=WORDS[secret.rule]) if named else WORDS[secret.rule]
    words = msg("%(what)s, %(found)s", what=what, found=shown)
    return passage.hit(RULES[secret.rule].name, words, right, (secret.start, secret.end))


def _consents(passage: Passage) -> bool:
    record = passage.record
    return isinstance(record, Complaint) and record.consent is Consent.NAMED


R = TypeVar("R", bound=Record)
_IN_ADDRESS = "private"


def mask_record(record: R, hits: Iterable[Hit]) -> R:
    """The record with the characters of each hit masked; a link or an update's id with a hit is left out."""
    by_loc: dict[Loc, list[Hit]] = defaultdict(list)
    for hit in hits:
        if hit.loc != NAME:
            by_loc[hit.loc].append(hit)
    for loc, some in by_loc.items():
        record = _changed(record, loc, shaded(some[0].text, (hit.span for hit in some)))
    return record


def _changed(part: Any, loc: Loc, words: str) -> Any:
    """The part with other words at `loc`. The last key of a text's place is its language, or is missing."""
    if isinstance(part, Text):
        language = str(loc[0]) if loc else ""
        return Text({**part.by_language, language: words})
    if isinstance(part, BaseModel):
        key = str(loc[0])
        new = None if key in {"link", "id"} else _changed(getattr(part, key), loc[1:], words)
        return part.model_copy(update={key: new})
    if isinstance(part, tuple):
        number = int(loc[0])
        return (*part[:number], _changed(part[number], loc[1:], words), *part[number + 1 :])
    return words


def shaded_texts(found: Iterable[Hit]) -> dict[str, str]:
    """Each text in which something was found, with the text to be published in its place."""
    spans: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for hit in found:
        spans[hit.text].add(hit.span)
    return {text: shaded(text, some) for text, some in spans.items()}


def mask_id(id: str, hits: Iterable[Hit], taken: Collection[str]) -> str:
    """An id with what was found in it replaced, and different from those in `taken`."""
    for start, end in sorted((hit.span for hit in hits if hit.loc == NAME), reverse=True):
        id = id[:start] + _IN_ADDRESS + id[end:]
    number, made = 1, id
    while made in taken:
        number += 1
        made = f"{id}-{number}"
    return made
