"""What `answerable code` and `answerable draft` do: lookup codes, and posts that fit a network, ready to paste."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from answerable.checks.rule import CheckContext, CheckText, Hit, Passage, passages
from answerable.checks.run import findings, switched_on
from answerable.commands.project import content_folder, project_settings, require_answers, site_address
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
from answerable.translation.message import msg


def codes(config: Path, ids: Iterable[str], secret: str, now: datetime) -> list[str]:
    """Return one line for each id: its code and the link. Raises RefusedError if one is not a complaint's id."""
    folder = content_folder(config)
    content = read_content(folder, now, intake=False)
    require_answers(content.ledger.policy)
    site = project_settings(config).site_url.rstrip("/")
    known = {complaint.id for complaint in content.ledger.complaints} | _drafts(content)
    return [_line(id, known, content, secret, site) for id in ids]


def _drafts(content: Content) -> set[str]:
    return {draft.id for draft in content.drafts if isinstance(draft, Complaint)}


def _line(id: str, known: set[str], content: Content, secret: str, site: str) -> str:
    if id not in known:
        hint = did_you_mean(id, known) or msg("it is the name of a file in content/complaints/, without .md")
        raise RefusedError(msg("there is no complaint %(id)s; %(hint)s", id=quoted(id), hint=hint))
    code = code_of(secret, id)
    note = msg("  (a draft: works once `draft: true` is removed)") if content.ledger.complaint(id) is None else ""
    return f"{code}  {site}/{TRACK}#{code}{note}"


ABOUT_WORDS = frozenset({"privacy", "tone", "sign-off"})
"""Families of checks about wording. Others, such as an overdue follow-up, must not hold back the follow-up."""


@dataclass(frozen=True)
class Post:
    """The text of a post; `sources` are the places in the record that it is made from."""

    text: str
    language: str
    record: Record
    sources: tuple[Loc, ...]


def check_post(post: Post, content: Content, root: Path, now: datetime) -> tuple[Finding, ...]:
    """Return what the checks find: at places in the record, and, with the path `post`, what only the post has."""
    context = CheckContext(content.ledger, content.records, root, now)
    text_checks = [check.check_text(context) for check in switched_on(context) if check.check_text]
    sources = list(findings([*_text_hits(post, text_checks, context), *_source_hits(post, context)], context))
    known = {(finding.rule, finding.message) for finding in sources}
    passage = Passage(post.record.path, (), "post", post.text, post.language, post.record, line=1)
    own = (replace(found, path="post") for found in findings(_check_passage(passage, text_checks), context))
    return tuple(sorted([*sources, *(found for found in own if (found.rule, found.message) not in known)]))


def _text_hits(post: Post, text_checks: list[CheckText], context: CheckContext) -> Iterator[Hit]:
    """Yield the hits in those texts of the record that the post is made from."""
    for passage in passages(post.record, context.first_language):
        if passage.language == post.language and _is_from(passage.loc, post.sources):
            yield from _check_passage(passage, text_checks)


def _check_passage(passage: Passage, text_checks: list[CheckText]) -> Iterator[Hit]:
    for check in text_checks:
        yield from check(passage)


def _source_hits(post: Post, context: CheckContext) -> Iterator[Hit]:
    for hit in _record_hits(post.record, context):
        family = hit.rule.partition("/")[0]
        if family in ABOUT_WORDS and hit.path == post.record.path and _is_from(hit.loc, post.sources):
            yield hit


def _record_hits(record: Record, context: CheckContext) -> Iterator[Hit]:
    for check in switched_on(context):
        if check.check_record:
            yield from check.check_record(context)(record)
        if check.check_site and any(rule.name.startswith("tone/") for rule in check.rules):
            yield from check.check_site(context)


def _is_from(loc: Loc, sources: tuple[Loc, ...]) -> bool:
    return any(loc[: len(source)] == source for source in sources)


_PARAGRAPHS = re.compile(r"\n\s*\n")
_UNLIMITED = 1_000_000  # characters: only the network's limit shortens the text
PlacedText = tuple[Loc, Text | None]


@dataclass(frozen=True)
class CheckedPost:
    """The text to paste, its length as the network counts it, and what the checks found."""

    text: str
    length: str
    findings: tuple[Finding, ...]

    @property
    def passes(self) -> bool:
        """Whether the checks found nothing but notes."""
        return all(finding.level == "note" for finding in self.findings)


@dataclass(frozen=True)
class _PostSource:
    """What a post is made from: texts with their places in the record, the id of who signs, and the page."""

    record: Incident | Complaint
    texts: tuple[PlacedText, ...]
    signer: str | None
    page: str


def draft_post(config: Path, id: str, network: Network, language: str, now: datetime) -> CheckedPost:
    """Return the outcome of a complaint or the newest update of an incident, cut to a network's limit and checked.

    Raises RefusedError when there is nothing to post, nobody signs, or the limit is too short.
    """
    root = content_folder(config)
    content = read_content(root, now)
    source = _post_source(id, content)
    first = content.ledger.policy.languages[0]
    language = language or first
    body = mark_direction(_body(source, language, first), rtl=direction_of(language) == "rtl")
    signature = _signature(source, content.ledger, language, first)
    text = _fit(body, signature, site_address(config) + source.page, network)
    sources = tuple(loc for loc, _ in source.texts)
    found = check_post(Post(text, language, source.record, sources), content, root, now)
    return CheckedPost(text, LIMITS[network].describe(text), found)


def _post_source(id: str, content: Content) -> _PostSource:
    ledger, name = content.ledger, id.removesuffix(".md").rpartition("/")[2]
    incident = None if id.startswith("complaints/") else ledger.incident(name)
    complaint = None if id.startswith("incidents/") else ledger.complaint(name)
    if incident and complaint:
        raise RefusedError(
            msg(
                "%(name)s is both an incident and a complaint; write incidents/%(name)s or complaints/%(name)s",
                name=name,
            )
        )
    if incident:
        return _of_incident(incident)
    if complaint:
        return _of_complaint(complaint)
    raise RefusedError(_unknown(name, content))


def _unknown(name: str, content: Content) -> str:
    for path in content.set_aside:
        if Path(path).stem == name:
            return msg("%(path)s has an error and is set aside; `answerable check` shows it", path=path)
    if any(record.id == name and record.draft for record in content.records):
        return msg("%(name)s is a draft without a page; remove `draft: true` first", name=name)
    known = [record.id for record in (*content.ledger.incidents, *content.ledger.complaints)]
    right = did_you_mean(name, known) or msg("give the file name of an incident or complaint, without .md")
    return msg("there is no incident and no complaint %(name)s; %(right)s", name=quoted(name), right=right)


def _of_incident(incident: Incident) -> _PostSource:
    for number in range(len(incident.updates) - 1, -1, -1):
        update = incident.updates[number]
        if update.text:
            return _PostSource(incident, ((("updates", number), update.text),), update.by, incident_path(incident.id))
    raise RefusedError(msg("no update of %(id)s has a text yet", id=incident.id))


def _of_complaint(complaint: Complaint) -> _PostSource:
    step = complaint.resolution
    if step is None:
        raise RefusedError(msg("%(id)s is not resolved; run `answerable step %(id)s --did resolved`", id=complaint.id))
    if not complaint.did:
        raise RefusedError(msg("%(id)s has no text under `did`; write what was done", id=complaint.id))
    followed = complaint.last(Did.FOLLOWED_UP)
    at: Loc = ("steps", complaint.steps.index(step))
    sources = ((("did",), complaint.did), ((*at, "reason"), step.reason), (("changed",), complaint.changed), (at, None))
    return _PostSource(complaint, sources, (followed and followed.by) or step.by, answer_path(complaint.id))


def _body(source: _PostSource, language: str, first: str) -> str:
    """Return the texts in one language as plain paragraphs. Raises RefusedError if the first text is missing."""
    texts = [text for _, text in source.texts if text]
    if not texts[0].only_in(language, first):
        available = ", ".join(sorted(key or first for key in texts[0].by_language))
        raise RefusedError(
            msg(
                "%(id)s has no text in %(language)s, only in: %(available)s",
                id=source.record.id,
                language=quoted(language),
                available=available,
            )
        )
    wordings = (text.only_in(language, first) for text in texts)
    paragraphs = (to_line(part, _UNLIMITED) for words in wordings if words for part in _PARAGRAPHS.split(words))
    return "\n".join(filter(None, paragraphs))


def _signature(source: _PostSource, ledger: Ledger, language: str, first: str) -> str:
    person = ledger.person(source.signer or "")
    if person is None:
        raise RefusedError(msg("nobody signs %(id)s; add `by` with an id from team.yml", id=source.record.id))
    return f"— {person.name.in_language(language, first)[0]}"


def _fit(body: str, signature: str, link: str, network: Network) -> str:
    """Join body, signature and link, shortening only the body. Raises RefusedError if there is no room for it."""

    def whole(words: str) -> str:
        return f"{words}\n{signature}\n{link}"

    try:
        return whole(cut(body, lambda words: LIMITS[network].fits(whole(words))))
    except NoRoomError:
        raise RefusedError(
            msg(
                "the signature and the link alone leave no room in %(limits)s: %(link)s",
                limits=LIMITS[network],
                link=link,
            )
        ) from None
