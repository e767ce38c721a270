"""Privacy in the company's files, whose names and texts stand on every page, and in mkdocs.yml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from answerable.checks.company_strings import company_parts, string_places, texts_in
from answerable.checks.privacy.finder import Finder
from answerable.checks.privacy.privacy_rules import RULES
from answerable.checks.privacy.record_texts import WITH_CONSENT, hits, shaded_texts
from answerable.checks.rule import Hit, Passage
from answerable.records.files import read_text
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.text import Text
from answerable.records.yaml.tree import Loc
from answerable.translation.message import msg

MKDOCS = "../mkdocs.yml"
"""The path of MkDocs' own configuration from the folder `content`."""
_OWN_KEYS = {"channels.yml": frozenset({"name"})}
"""Keys whose texts are the company's own by being there."""
_IN_IDS = frozenset({"phone", "email", "card", "iban", "code"})
_NOT_WORDS = re.compile(r"^[ \t]*#.*|(?P<quote>[\"'])#[0-9a-fA-F]{6}(?P=quote)", re.MULTILINE)
"""Comments and colours of mkdocs.yml."""
P = TypeVar("P", bound=BaseModel)


def in_company(ledger: Ledger, root: Path, finder: Finder) -> Iterator[Hit]:
    """What is private in the texts of the company's files that are published, with its place in the file."""
    for path, parts in company_parts(ledger).items():
        own = _OWN_KEYS.get(path, frozenset())
        texts = {
            words: None
            for part in parts
            for key, text in texts_in(part)
            if key not in own
            for words in text.by_language.values()
        }
        yield from _placed([hit for words in texts for hit in _in_text(path, words, finder)], root, path)


def in_company_ids(ledger: Ledger, root: Path, finder: Finder) -> Iterator[Hit]:
    """What is private in the ids of the company's files, which a build cannot replace since every record names them."""
    for path, parts in company_parts(ledger).items():
        ids = [id for part in parts if (id := getattr(part, "id", None))]
        found = (hit for id in ids for hit in hits(finder, Passage(path, (), "company", id)))
        private = [hit for hit in found if hit.short_rule in _IN_IDS]
        for hit in _placed(private, root, path):
            right = msg("choose another id: it is part of addresses")
            yield replace(hit, message=msg("%(message)s, in an id", message=hit.message), suggestion=right)


def _placed(found: list[Hit], root: Path, path: str) -> Iterator[Hit]:
    """Each hit once for every place where its text stands in the file, which is read only if there are any."""
    places = string_places(root, path) if found else {}
    for hit in found:
        for loc in places.get(hit.text, [()]):
            yield replace(hit, loc=loc)


def _in_text(path: str, words: str, finder: Finder) -> Iterator[Hit]:
    """What is private in one text; people in team.yml chose themselves how they are named."""
    for hit in hits(finder, Passage(path, (), "company", words)):
        if path != "team.yml" or hit.short_rule not in {*WITH_CONSENT, "mention"}:
            yield hit


def mask_company(ledger: Ledger, found: Iterable[Hit]) -> Ledger:
    """The ledger with what was found in texts of the company's files masked, wherever such a text stands."""
    changes = shaded_texts(found)
    return make_ledger(
        components=[_changed(one, changes) for one in ledger.every_component],
        groups=[_changed(one, changes) for one in ledger.groups],
        channels=[_changed(one, changes) for one in ledger.channels],
        people=[_changed(one, changes) for one in ledger.people],
        policy=_changed(ledger.policy, changes),
        incidents=ledger.every_incident,
        maintenances=ledger.every_maintenance,
        notices=ledger.notices,
        complaints=ledger.complaints,
    )


def _changed(part: P, changes: Mapping[str, str]) -> P:
    """The part with other texts in the place of those that are to be changed."""
    new: dict[str, Any] = {}
    for key in type(part).model_fields:
        value = getattr(part, key)
        if isinstance(value, Text):
            new[key] = Text({language: changes.get(words, words) for language, words in value.by_language.items()})
        elif isinstance(value, BaseModel):
            new[key] = _changed(value, changes)
        elif isinstance(value, tuple):
            new[key] = tuple(_changed(item, changes) if isinstance(item, BaseModel) else item for item in value)
    return part.model_copy(update=new)


def in_site_settings(root: Path, finder: Finder) -> Iterator[Hit]:
    """What is private in mkdocs.yml."""
    text = read_text(root.parent / "mkdocs.yml", root.parent)
    if isinstance(text, str):
        yield from in_site_text(_NOT_WORDS.sub(lambda match: " " * len(match[0]), text), finder)


def in_site_text(words: str, finder: Finder) -> Iterator[Hit]:
    """What is private in words of mkdocs.yml. Handles and links are the company's own, such as those in its footer."""
    for hit in hits(finder, Passage(MKDOCS, (), "page", words, line=1)):
        if hit.short_rule not in WITH_CONSENT:
            yield hit


def code_pattern_hits(finder: Finder) -> Iterator[Hit]:
    """A finding for each pattern of the company's codes that ordinary words fit."""
    for number, pattern in enumerate(finder.codes):
        if pattern.ordinary:
            words = ", ".join(f"`{word}`" for word in pattern.ordinary[:3])
            use = msg("only for what has a figure") if pattern.with_digit else msg("only in capitals as it is written")
            message = msg(
                "the pattern of %(name)s fits ordinary words, such as %(words)s; it is used %(use)s",
                name=pattern.name,
                words=words,
                use=use,
            )
            loc: Loc = ("privacy", "codes", number, "pattern")
            yield Hit(RULES["code-pattern"].name, "policy.yml", message, msg("write one such as BRN-[0-9]{8}"), loc)
