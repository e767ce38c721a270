"""The checks on words that go out elsewhere: the post itself, and the very part of the record that it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from generator.checks.passages import passages
from generator.checks.rule import Hit, Passage, Reads, Sight
from generator.checks.run import findings, switched_on
from generator.records.base import Record
from generator.records.findings import Finding
from generator.records.reading import Content
from generator.records.yamltree import Loc

ABOUT_WORDS = frozenset({"privacy", "tone", "sign-off"})
"""Families that speak of the words themselves; that a follow-up is owed is no reason against the follow-up."""


@dataclass(frozen=True)
class Post:
    """Words for a network: `sources` are the places in the record that they come from."""

    text: str
    language: str
    record: Record
    sources: tuple[Loc, ...]


def check_post(post: Post, content: Content, root: Path, now: datetime) -> tuple[Finding, ...]:
    """What the checks find in a post: at its place in the record, or else, with the path `post`, in the post itself."""
    sight = Sight(content.ledger, content.records, root, now)
    reads = [check.reads(sight) for check in switched_on(sight) if check.reads]
    sources = list(findings([*_in_words(post, reads, sight), *_in_sources(post, sight)], sight))
    said = {(finding.rule, finding.message) for finding in sources}
    passage = Passage(post.record.path, (), "post", post.text, post.language, post.record, line=1)
    own = (replace(found, path="post") for found in findings(_read(passage, reads), sight))
    return tuple(sorted([*sources, *(found for found in own if (found.rule, found.message) not in said)]))


def _in_words(post: Post, reads: list[Reads], sight: Sight) -> Iterator[Hit]:
    """The hits in the texts of the record that the post is made of."""
    for passage in passages(post.record, sight.first_language):
        if passage.language == post.language and _stands_in(passage.loc, post.sources):
            yield from _read(passage, reads)


def _read(passage: Passage, reads: list[Reads]) -> Iterator[Hit]:
    for read in reads:
        yield from read(passage)


def _in_sources(post: Post, sight: Sight) -> Iterator[Hit]:
    for hit in _about_record(post.record, sight):
        family = hit.rule.partition("/")[0]
        if family in ABOUT_WORDS and hit.path == post.record.path and _stands_in(hit.loc, post.sources):
            yield hit


def _about_record(record: Record, sight: Sight) -> Iterator[Hit]:
    for check in switched_on(sight):
        if check.judges:
            yield from check.judges(sight)(record)
        if check.weighs and any(rule.name.startswith("tone/") for rule in check.rules):
            yield from check.weighs(sight)


def _stands_in(loc: Loc, sources: tuple[Loc, ...]) -> bool:
    return any(loc[: len(source)] == source for source in sources)
