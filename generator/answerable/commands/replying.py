"""A follow-up as one network takes it: what came of it, who says so and where it stands, ready to paste."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from answerable.checks.rule import CheckContext, CheckText, Hit, Passage, passages
from answerable.checks.run import findings, switched_on
from answerable.commands.project import content_folder, project_settings, site_address
from answerable.commands.prompter import RefusedError
from answerable.content.reading import Content, read_content
from answerable.facts.cases import code_of
from answerable.outreach.post_length import LIMITS, Network, NoRoomError, cut, mark_direction
from answerable.publish.addresses import TRACK, answer_path, incident_path
from answerable.publish.context import direction_of
from answerable.publish.text.record_text import to_line
from answerable.records.findings import Finding, did_you_mean, quoted
from answerable.records.ledger import Ledger
from answerable.records.model import Complaint, Incident, Record
from answerable.records.text import Text
from answerable.records.vocabulary import Did
from answerable.records.yaml.tree import Loc


def codes(config: Path, ids: Iterable[str], secret: str, now: datetime) -> list[str]:
    """One line for each id: its code and the link. Raises RefusedError when one is no complaint's, and gives none."""
    folder = content_folder(config)
    content = read_content(folder, now, intake=False)
    site = project_settings(config).site_url.rstrip("/")
    known = {complaint.id for complaint in content.ledger.complaints} | _drafts(content)
    return [_line(id, known, content, secret, site) for id in ids]


def _drafts(content: Content) -> set[str]:
    return {draft.id for draft in content.drafts if isinstance(draft, Complaint)}


def _line(id: str, known: set[str], content: Content, secret: str, site: str) -> str:
    if id not in known:
        hint = did_you_mean(id, known) or "its file stands in content/complaints/"
        raise RefusedError(f"there is no complaint {quoted(id)}; {hint}")
    code = code_of(secret, id)
    later = "  (a draft: it can be looked up once it is none)" if content.ledger.complaint(id) is None else ""
    return f"{code}  {site}/{TRACK}#{code}{later}"


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
    sight = CheckContext(content.ledger, content.records, root, now)
    reads = [check.check_text(sight) for check in switched_on(sight) if check.check_text]
    sources = list(findings([*_in_words(post, reads, sight), *_in_sources(post, sight)], sight))
    said = {(finding.rule, finding.message) for finding in sources}
    passage = Passage(post.record.path, (), "post", post.text, post.language, post.record, line=1)
    own = (replace(found, path="post") for found in findings(_read(passage, reads), sight))
    return tuple(sorted([*sources, *(found for found in own if (found.rule, found.message) not in said)]))


def _in_words(post: Post, reads: list[CheckText], sight: CheckContext) -> Iterator[Hit]:
    """The hits in the texts of the record that the post is made of."""
    for passage in passages(post.record, sight.first_language):
        if passage.language == post.language and _stands_in(passage.loc, post.sources):
            yield from _read(passage, reads)


def _read(passage: Passage, reads: list[CheckText]) -> Iterator[Hit]:
    for read in reads:
        yield from read(passage)


def _in_sources(post: Post, sight: CheckContext) -> Iterator[Hit]:
    for hit in _about_record(post.record, sight):
        family = hit.rule.partition("/")[0]
        if family in ABOUT_WORDS and hit.path == post.record.path and _stands_in(hit.loc, post.sources):
            yield hit


def _about_record(record: Record, sight: CheckContext) -> Iterator[Hit]:
    for check in switched_on(sight):
        if check.check_record:
            yield from check.check_record(sight)(record)
        if check.check_site and any(rule.name.startswith("tone/") for rule in check.rules):
            yield from check.check_site(sight)


def _stands_in(loc: Loc, sources: tuple[Loc, ...]) -> bool:
    return any(loc[: len(source)] == source for source in sources)


_PARAGRAPHS = re.compile(r"\n\s*\n")
_WHOLE = 1_000_000  # characters: the text is cut to the network's limit, not before
Source = tuple[Loc, Text | None]
Story = TypeVar("Story", bound=Incident | Complaint)


@dataclass(frozen=True)
class Posting:
    """The text to paste, its length as the network counts it, and what the checks found."""

    text: str
    length: str
    findings: tuple[Finding, ...]

    @property
    def may_go_out(self) -> bool:
        """Whether the checks found nothing but notes."""
        return all(finding.level == "note" for finding in self.findings)


@dataclass(frozen=True)
class _Story:
    """What is told, each text with its place in the record, who signs by their id, and the page it stands on."""

    record: Incident | Complaint
    sources: tuple[Source, ...]
    signer: str | None
    page: str


def draft_post(config: Path, id: str, network: Network, language: str, now: datetime) -> Posting:
    """The follow-up of a complaint or the newest update of an incident, cut to a network's limit and checked.

    Raises RefusedError, in one line, when there is nothing to tell, nobody who signs, or no room.
    """
    root = content_folder(config)
    content = read_content(root, now)
    story = _story(id, content)
    first = content.ledger.policy.languages[0]
    language = language or first
    body = mark_direction(_body(story, language, first), rtl=direction_of(language) == "rtl")
    signature = _signature(story, content.ledger, language, first)
    text = _fitted(body, signature, site_address(config) + story.page, network)
    sources = tuple(loc for loc, _ in story.sources)
    found = check_post(Post(text, language, story.record, sources), content, root, now)
    return Posting(text, LIMITS[network].describe(text), found)


def _story(id: str, content: Content) -> _Story:
    ledger, name = content.ledger, id.removesuffix(".md").rpartition("/")[2]
    incident = None if id.startswith("complaints/") else ledger.incident(name)
    complaint = None if id.startswith("incidents/") else ledger.complaint(name)
    if incident and complaint:
        raise RefusedError(f"{name} is both an incident and a complaint; say incidents/{name} or complaints/{name}")
    if incident:
        return _of_incident(incident)
    if complaint:
        return _of_complaint(complaint)
    raise RefusedError(_unknown(name, content))


def _unknown(name: str, content: Content) -> str:
    for path in content.set_aside:
        if Path(path).stem == name:
            return f"{path} has an error and is set aside; `answerable check` says which"
    if any(record.id == name and record.draft for record in content.records):
        return f"{name} is a draft; take `draft: true` out first, so that its page is there"
    known = [record.id for record in (*content.ledger.incidents, *content.ledger.complaints)]
    right = did_you_mean(name, known) or "give the file's name of an incident or complaint, without .md"
    return f"there is no incident and no complaint {quoted(name)}; {right}"


def _of_incident(incident: Incident) -> _Story:
    for number in range(len(incident.updates) - 1, -1, -1):
        update = incident.updates[number]
        if update.text:
            return _Story(incident, ((("updates", number), update.text),), update.by, incident_path(incident.id))
    raise RefusedError(f"no update of {incident.id} has a text yet")


def _of_complaint(complaint: Complaint) -> _Story:
    step = complaint.resolution
    if step is None:
        raise RefusedError(f"{complaint.id} does not stand resolved; `answerable step {complaint.id} --did resolved`")
    if not complaint.did:
        raise RefusedError(f"{complaint.id} says nothing under `did`; write what was done")
    followed = complaint.last(Did.FOLLOWED_UP)
    at: Loc = ("steps", complaint.steps.index(step))
    sources = ((("did",), complaint.did), ((*at, "reason"), step.reason), (("changed",), complaint.changed), (at, None))
    return _Story(complaint, sources, (followed and followed.by) or step.by, answer_path(complaint.id))


def _body(story: _Story, language: str, first: str) -> str:
    """The words in one language, as plain paragraphs; the first text must be there, the others are told if they are."""
    texts = [text for _, text in story.sources if text]
    if _words(texts[0], language, first) is None:
        there = ", ".join(sorted(key or first for key in texts[0].by_language))
        raise RefusedError(f"{story.record.id} has no words in {quoted(language)}; it has: {there}")
    said = (_words(text, language, first) for text in texts)
    paragraphs = (to_line(part, _WHOLE) for words in said if words for part in _PARAGRAPHS.split(words))
    return "\n".join(filter(None, paragraphs))


def _words(text: Text, language: str, first: str) -> str | None:
    return text.by_language.get(language) or (text.by_language.get("") if language == first else None)


def _signature(story: _Story, ledger: Ledger, language: str, first: str) -> str:
    person = ledger.person(story.signer or "")
    if person is None:
        raise RefusedError(f"nobody signs {story.record.id}; write who says it as `by`, with an id of team.yml")
    return f"— {person.name.in_language(language, first)[0]}"


def _fitted(body: str, signature: str, link: str, network: Network) -> str:
    """Body, signature and link, of which only the body is cut."""

    def whole(words: str) -> str:
        return f"{words}\n{signature}\n{link}"

    try:
        return whole(cut(body, lambda words: LIMITS[network].fits(whole(words))))
    except NoRoomError:
        raise RefusedError(f"the signature and the link alone leave no room in {LIMITS[network]}: {link}") from None
