"""The checks on words that go out elsewhere: the post itself, and the very part of the record that it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from generator.checks.rule import Hit, Passage, Sight
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
    """What the checks find in a post and in its sources. The post's own findings have the path `post`."""
    sight = Sight(content.ledger, content.records, root, now)
    own = (replace(found, path="post") for found in findings(_in_post(post, sight), sight))
    return tuple(sorted([*own, *findings(_in_sources(post, sight), sight)]))


def _in_post(post: Post, sight: Sight) -> Iterator[Hit]:
    passage = Passage(post.record.path, (), "post", post.text, post.language, post.record, line=1)
    for check in switched_on(sight):
        if check.reads:
            yield from check.reads(sight)(passage)


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
