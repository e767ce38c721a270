"""Triage: is what comes in a crisis? Says which surges there are, with the evidence, and drafts the first notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from answerable.commands.project import content_folder
from answerable.commands.prompter import RefusedError
from answerable.content.reading import Content, check_text, read_content
from answerable.facts.similar_texts import Cluster, ComplaintText, similar_complaints
from answerable.facts.surge import Arrivals, Subject, Surge, by_subject, surges
from answerable.intake.queries import arrivals_of
from answerable.intake.store import IntakeError
from answerable.records.company import Policy, SurgeRule
from answerable.records.findings import escape_invisible
from answerable.records.ids import record_path, short_name
from answerable.records.instants import format_duration, format_instant
from answerable.records.model import Complaint, Incident
from answerable.records.templates import Template, read_templates
from answerable.records.text import Text
from answerable.records.vocabulary import ComponentStatus, Impact, UpdateStatus
from answerable.records.yaml.edit import compose, write_whole

LATELY = timedelta(days=1)
"""A draft from so long before a surge is still the same surge's."""
PROMISE = timedelta(minutes=30)
HELP = (
    "Drafted because many complaints came at once. Before you publish it: fill the places in [brackets],",
    "sign it (`by:`), look at impact, components and times, and take the line `draft: true` away.",
)


@dataclass(frozen=True)
class SurgeNotice:
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
        return f"surge-{kind}-{short_name(id) or sha256(id.encode()).hexdigest()[:8]}" if id else f"surge-{kind}"


def known_as(surging: SurgeNotice, content: Content) -> Incident | None:
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


def draft_of(surging: SurgeNotice, content: Content, folder: Path, now: datetime) -> tuple[str, str]:
    """The path in `content/` and the text of a draft that `answerable check` has nothing against."""
    path = record_path("incidents", surging.since, f"{surging.since:%Y-%m-%d}-{surging.name}")
    for holding in (*_fitting(surging, folder), None):
        text = _explained(compose(_front(surging, holding, content, now)), surging)
        if not any(finding.level == "error" for finding in check_text(folder, path, text, now)):
            break
    return path, text


def _fitting(surging: SurgeNotice, folder: Path) -> Iterator[Template]:
    """The template made for the subject, else one that is made for anything."""
    found = [template for template in read_templates(folder) if template.kind == "incident"]
    id = surging.subject.id
    yield from (h for h in found if id in (h.topics if surging.subject.kind == "topic" else h.components))
    yield from (h for h in found if not h.topics and not h.components)


def _front(surging: SurgeNotice, holding: Template | None, content: Content, now: datetime) -> dict[str, object]:
    said: Mapping[str, object] = holding.front if holding else {}
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


def _affected(surging: SurgeNotice, holding: Template | None, content: Content) -> list[str]:
    if surging.subject.kind == "component":
        return [surging.subject.id] if content.ledger.component(surging.subject.id) else []
    return [id for id in (holding.components if holding else ()) if content.ledger.component(id)]


def _explained(text: str, surging: SurgeNotice) -> str:
    comments = "".join(f"# {escape_invisible(line)}\n" for line in (*HELP, *surging.evidence))
    return text.replace("---\n", f"---\n{comments}", 1)


@dataclass(frozen=True)
class TriageReport:
    """What triage says, line by line, and whether there is a surge."""

    lines: tuple[str, ...]
    surging: bool


def triage(config: Path, now: datetime, *, write: bool) -> TriageReport:
    """Look at what came in until now; `write` drafts an incident for each surge that has none.

    Raises RefusedError in one line when the intake cannot be read or a draft not be written.
    """
    folder = content_folder(config)
    content = read_content(folder, now)
    rule, policy = content.ledger.policy.surge, content.ledger.policy
    arrivals = _arrivals(content, rule, now)
    found = [_surging(surge, policy, rule) for surge in surges(by_subject(arrivals), rule, policy.zone, now)]
    found += _alike(content, rule, now)
    lines = [line for one in found for line in _say(one, content, folder, now, write=write)]
    uncounted = sum(content.intake.uncounted.values())
    if uncounted:
        lines.append(f"{uncounted} rows of the intake could not be counted; `answerable check` says which and why")
    if not found:
        lines.append(f"no surge: {_usual(arrivals, rule, now)}")
    return TriageReport(tuple(lines), bool(found))


def _queue(content: Content) -> list[Complaint]:
    return [draft for draft in content.drafts if isinstance(draft, Complaint)]


def _arrivals(content: Content, rule: SurgeRule, now: datetime) -> Arrivals:
    since = now - timedelta(weeks=rule.weeks, days=2) - rule.window
    try:
        return arrivals_of(content.intake, since, now, _queue(content))
    except IntakeError as error:
        raise RefusedError(
            f"content/intake cannot be counted: {escape_invisible(str(error).splitlines()[0])}"
        ) from None


def _surging(surge: Surge, policy: Policy, rule: SurgeRule) -> SurgeNotice:
    level, zone = surge.level, policy.zone
    usual = (
        "nothing to compare with yet" if level.usual is None else f"usually {level.usual:g}, at most {level.most:.0f}"
    )
    window = format_duration(rule.window)
    about = _about(surge.subject)
    evidence = (
        f"{surge.number} complaints about {about} since {_clock(surge.since.astimezone(zone))}",
        f"{surge.peak} in the fullest {window} ({usual}); noticed at {_clock(surge.noticed.astimezone(zone))}",
    )
    return SurgeNotice(surge.subject, about, surge.since.astimezone(zone), evidence)


def _about(subject: Subject) -> str:
    names = {"topic": f"the topic {subject.id}", "component": f"the component {subject.id}"}
    return names.get(subject.kind, "everything together")


def _alike(content: Content, rule: SurgeRule, now: datetime) -> Iterator[SurgeNotice]:
    """Floods of nearly the same words in the queue, whatever topic each was given."""
    policy = content.ledger.policy
    language = policy.languages[0]
    said = [
        ComplaintText(one.id, one.received, " ".join(_words(text, language) for text in (one.title, one.said) if text))
        for one in _queue(content)
        if now - rule.window < one.received <= now
    ]
    for cluster in similar_complaints(said, rule.alike):
        if len(cluster.members) >= rule.count:
            yield _same_words(cluster, policy)


def _same_words(cluster: Cluster, policy: Policy) -> SurgeNotice:
    first = cluster.members[0]
    ids = ", ".join(one.id for one in cluster.members[:5])
    since = first.received.astimezone(policy.zone)
    evidence = (
        f"{len(cluster.members)} complaints in the queue say nearly the same since {_clock(since)}",
        f"the first is {first.id}; {ids}{' …' if len(cluster.members) > 5 else ''}",
    )
    return SurgeNotice(Subject("words", first.id), f"the same as {first.id}", since, evidence)


def _words(text: Text, language: str) -> str:
    return text.in_language(language, language)[0]


def _say(one: SurgeNotice, content: Content, folder: Path, now: datetime, *, write: bool) -> Iterator[str]:
    yield escape_invisible(f"surge: {'; '.join(one.evidence)}")
    known = known_as(one, content)
    if known:
        yield f"  known as {known.path}"
    elif write:
        path = _write(one, content, folder, now)
        yield f"  drafted {folder.name}/{path}; fill it in, sign it, take the draft line away"
    else:
        yield "  no incident is open about it; --write drafts one"


def _write(one: SurgeNotice, content: Content, folder: Path, now: datetime) -> str:
    path, text = draft_of(one, content, folder, now)
    file = folder / path
    if file.exists():
        raise RefusedError(f"{file} is there already; nothing was written")
    try:
        write_whole(file, text)
    except OSError as error:
        raise RefusedError(f"{file} cannot be written ({error.strerror}); nothing was") from None
    return path


def _usual(arrivals: Arrivals, rule: SurgeRule, now: datetime) -> str:
    start = (now - rule.window).timestamp()
    lately: Sequence[float] = [at for at in arrivals.everything[-rule.count * 1000 :] if at > start]
    return f"{len(lately)} complaints in the last {format_duration(rule.window)}"


def _clock(at: datetime) -> str:
    return format_instant(at)[:16].replace("T", " ")
