"""The first notice about a surge: an incident as a draft, from the holding text that fits, for a person to finish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from generator.commands.holding import Holding, holdings
from generator.commands.naming import place, slug
from generator.facts.surge import Subject
from generator.records.findings import visible
from generator.records.incident import Incident
from generator.records.reading import Content, check_text
from generator.records.words import ComponentStatus, Impact, UpdateStatus
from generator.records.writing import compose

LATELY = timedelta(days=1)
"""A draft from so long before a surge is still the same surge's."""
PROMISE = timedelta(minutes=30)
HELP = (
    "Drafted because many complaints came at once. Before you publish it: fill the places in [brackets],",
    "sign it (`by:`), look at impact, components and times, and take the line `draft: true` away.",
)


@dataclass(frozen=True)
class Surging:
    """A surge as people are told of it: what about, since when, and the evidence, a sentence each."""

    subject: Subject
    about: str
    since: datetime
    evidence: tuple[str, ...]

    @property
    def name(self) -> str:
        """The part of the draft's id that says which surge it is."""
        kind, id = self.subject
        # An id of the intake may be in any script; two of them must not share a draft.
        return f"surge-{kind}-{slug(id) or sha256(id.encode()).hexdigest()[:8]}" if id else f"surge-{kind}"


def known_as(surging: Surging, content: Content) -> Incident | None:
    """The incident about this surge, if there is one: its draft, what became of it, or one open for the component."""
    drafts = [draft for draft in content.drafts if isinstance(draft, Incident)]
    for incident in (*drafts, *content.ledger.incidents):
        over = incident.resolved_at is not None and incident.resolved_at < surging.since
        named = incident.id[len("2026-11-24-") :] == surging.name
        if named and not over and (incident.started_at >= surging.since - LATELY or not incident.draft):
            return incident
    return next((i for i in content.ledger.incidents if i.resolved_at is None and _touches(i, surging.subject)), None)


def _touches(incident: Incident, subject: Subject) -> bool:
    named = {*incident.components, *(id for update in incident.updates for id in update.components or ())}
    return subject.kind == "component" and subject.id in named


def draft_of(surging: Surging, content: Content, folder: Path, now: datetime) -> tuple[str, str]:
    """The path in `content/` and the text of a draft that `answerable check` has nothing against."""
    path = place("incidents", surging.since, f"{surging.since:%Y-%m-%d}-{surging.name}")
    for holding in (*_fitting(surging, content, folder), None):
        text = _explained(compose(_front(surging, holding, content, now)), surging)
        if not any(finding.level == "error" for finding in check_text(folder, path, text, now)):
            break
    return path, text


def _fitting(surging: Surging, content: Content, folder: Path) -> Iterator[Holding]:
    """The template made for the subject, else one that is made for anything."""
    found = holdings(folder, "incident", content.ledger.policy.languages[0]).values()
    id = surging.subject.id
    yield from (h for h in found if id in (h.topics if surging.subject.kind == "topic" else h.components))
    yield from (h for h in found if not h.topics and not h.components)


def _front(surging: Surging, holding: Holding | None, content: Content, now: datetime) -> dict[str, object]:
    said: Mapping[str, object] = holding.value if holding else {}
    at = now.astimezone(content.ledger.policy.zone).replace(microsecond=0)
    update = {
        "at": at,
        "status": UpdateStatus.INVESTIGATING,
        "text": said.get("text")
        or "Many of you write to us about the same thing. We are looking into it. [What we know.]",
        "next_update": at + PROMISE,
    }
    return {
        "draft": True,
        "title": said.get("title") or "We are looking into what many of you report",
        "impact": said.get("impact") or Impact.MINOR,
        "components": dict.fromkeys(_affected(surging, holding, content), ComponentStatus.DEGRADED_PERFORMANCE),
        "pinned": True,
        "started": min(surging.since.replace(microsecond=0), at),
        "updates": [update],
    }


def _affected(surging: Surging, holding: Holding | None, content: Content) -> list[str]:
    if surging.subject.kind == "component":
        return [surging.subject.id] if content.ledger.component(surging.subject.id) else []
    return [id for id in (holding.components if holding else ()) if content.ledger.component(id)]


def _explained(text: str, surging: Surging) -> str:
    comments = "".join(f"# {visible(line)}\n" for line in (*HELP, *surging.evidence))
    return text.replace("---\n", f"---\n{comments}", 1)
