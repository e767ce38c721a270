"""A follow-up as one network takes it: what came of it, who says so and where it stands, ready to paste."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from generator.checks.posted import Post, check_post
from generator.commands.asking import RefusedError
from generator.commands.project import content_folder, site_address
from generator.outreach.counting import LIMITS, Network, counted, fits
from generator.outreach.cutting import NoRoomError, cut, led
from generator.publish.addresses import answer_path, incident_path
from generator.publish.context import direction_of
from generator.publish.texts import to_line
from generator.records.complaint import Complaint
from generator.records.findings import Finding, did_you_mean, quoted
from generator.records.incident import Incident
from generator.records.ledger import Ledger
from generator.records.reading import Content, read_content
from generator.records.text import Text
from generator.records.words import Did
from generator.records.yamltree import Loc

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
    body = led(_body(story, language, first), rtl=direction_of(language) == "rtl")
    signature = _signature(story, content.ledger, language, first)
    text = _fitted(body, signature, site_address(config) + story.page, network)
    sources = tuple(loc for loc, _ in story.sources)
    found = check_post(Post(text, language, story.record, sources), content, root, now)
    return Posting(text, counted(text, network), found)


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
        return whole(cut(body, lambda words: fits(whole(words), network)))
    except NoRoomError:
        most = ", ".join(f"{measure.most} {measure.unit}" for measure in LIMITS[network])
        raise RefusedError(f"the signature and the link alone leave no room in {most}: {link}") from None
