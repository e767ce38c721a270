"""What `answerable triage` does: find surges of complaints, report the evidence, and draft an incident for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from answerable.commands.project import content_folder, require_answers
from answerable.commands.prompter import RefusedError
from answerable.content.reading import Content, read_content
from answerable.content.record_reading import check_text
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
from answerable.translation.message import counted, joined, msg

SAME_SURGE = timedelta(days=1)
"""A draft for the same subject that is at most this much older belongs to the same surge."""
PROMISE = timedelta(minutes=30)
"""How soon the drafted notice promises the next update."""
HELP = (
    "Drafted because many complaints came at once. Before you publish it: fill in the [brackets], sign it (`by:`),",
    "check impact, components and times, and remove the line `draft: true`.",
)


@dataclass(frozen=True)
class SurgeNotice:
    """A surge to report: what it is about, since when, and the evidence, one sentence each."""

    subject: Subject
    about: str
    since: datetime
    evidence: tuple[str, ...]

    @property
    def name(self) -> str:
        """The part of the draft's id after the date."""
        kind, id = self.subject
        # An id in the intake may be in any script; two of them must not share a draft.
        return f"surge-{kind}-{short_name(id) or sha256(id.encode()).hexdigest()[:8]}" if id else f"surge-{kind}"


def incident_about(surge: SurgeNotice, content: Content) -> Incident | None:
    """Return the incident about this surge: its draft or what became of it, or else an open one for the component."""
    drafts = [draft for draft in content.drafts if isinstance(draft, Incident)]
    for incident in (*drafts, *content.ledger.incidents):
        over = incident.resolved_at is not None and incident.resolved_at < surge.since
        named = incident.id[len("2026-11-24-") :] == surge.name
        if named and not over and (incident.started_at >= surge.since - SAME_SURGE or not incident.draft):
            return incident
    return next((i for i in content.ledger.incidents if i.resolved_at is None and _affects(i, surge.subject)), None)


def _affects(incident: Incident, subject: Subject) -> bool:
    named = {*incident.components, *(id for update in incident.updates for id in update.components or ())}
    return subject.kind == "component" and subject.id in named


def draft_of(surge: SurgeNotice, content: Content, folder: Path, now: datetime) -> tuple[str, str]:
    """Return the path in `content/` and the text of a drafted incident that passes the checks.

    Templates are tried in order; the built-in text comes last.
    """
    path = record_path("incidents", surge.since, f"{surge.since:%Y-%m-%d}-{surge.name}")
    for template in (*_matching_templates(surge, folder), None):
        text = _with_comments(compose(_front(surge, template, content, now)), surge)
        if not any(finding.level == "error" for finding in check_text(folder, path, text, now)):
            break
    return path, text


def _matching_templates(surge: SurgeNotice, folder: Path) -> Iterator[Template]:
    """Yield the templates for the subject, then those for no subject in particular."""
    found = [template for template in read_templates(folder) if template.kind == "incident"]
    id = surge.subject.id
    yield from (t for t in found if id in (t.topics if surge.subject.kind == "topic" else t.components))
    yield from (t for t in found if not t.topics and not t.components)


def _front(surge: SurgeNotice, template: Template | None, content: Content, now: datetime) -> dict[str, object]:
    front: Mapping[str, object] = template.front if template else {}
    at = now.astimezone(content.ledger.policy.zone).replace(microsecond=0)
    update = {
        "at": at,
        "status": UpdateStatus.INVESTIGATING,
        "text": front.get("text")
        or "Many of you write to us about the same thing. We are looking into it. [What we know.]",
        "next_update": at + PROMISE,
    }
    return {
        "draft": True,
        "title": front.get("title") or "We are looking into what many of you report",
        "impact": front.get("impact") or Impact.MINOR,
        "components": dict.fromkeys(_affected(surge, template, content), ComponentStatus.DEGRADED_PERFORMANCE),
        "pinned": True,
        "started": min(surge.since.replace(microsecond=0), at),
        "updates": [update],
    }


def _affected(surge: SurgeNotice, template: Template | None, content: Content) -> list[str]:
    if surge.subject.kind == "component":
        return [surge.subject.id] if content.ledger.component(surge.subject.id) else []
    return [id for id in (template.components if template else ()) if content.ledger.component(id)]


def _with_comments(text: str, surge: SurgeNotice) -> str:
    comments = "".join(f"# {escape_invisible(line)}\n" for line in (*HELP, *surge.evidence))
    return text.replace("---\n", f"---\n{comments}", 1)


@dataclass(frozen=True)
class TriageReport:
    """The lines to print, and whether there is a surge."""

    lines: tuple[str, ...]
    surging: bool


def triage(config: Path, now: datetime, *, write: bool) -> TriageReport:
    """Find the surges among the complaints received until now; `write` drafts an incident for each that has none.

    Raises RefusedError when the intake cannot be read or a draft cannot be written.
    """
    folder = content_folder(config)
    content = read_content(folder, now)
    require_answers(content.ledger.policy)
    rule, policy = content.ledger.policy.surge, content.ledger.policy
    arrivals = _arrivals(content, rule, now)
    found = [_notice(surge, policy, rule) for surge in surges(by_subject(arrivals), rule, policy.zone, now)]
    found += _similar_complaints(content, rule, now)
    lines = [line for one in found for line in _report(one, content, folder, now, write=write)]
    uncounted = sum(content.intake.uncounted.values())
    if uncounted:
        lines.append(
            msg(
                "%(uncounted)s rows of the intake could not be counted; `answerable check` says which and why",
                uncounted=uncounted,
            )
        )
    if not found:
        lines.append(msg("no surge: %(no_surge_evidence)s", no_surge_evidence=_no_surge_evidence(arrivals, rule, now)))
    return TriageReport(tuple(lines), bool(found))


def _queue(content: Content) -> list[Complaint]:
    return [draft for draft in content.drafts if isinstance(draft, Complaint)]


def _arrivals(content: Content, rule: SurgeRule, now: datetime) -> Arrivals:
    since = now - timedelta(weeks=rule.weeks, days=2) - rule.window
    try:
        return arrivals_of(content.intake, since, now, _queue(content))
    except IntakeError as error:
        raise RefusedError(
            msg(
                "content/intake cannot be counted: %(splitlines)s",
                splitlines=escape_invisible(str(error).splitlines()[0]),
            )
        ) from None


def _notice(surge: Surge, policy: Policy, rule: SurgeRule) -> SurgeNotice:
    level, zone = surge.level, policy.zone
    usual = (
        msg("nothing to compare with yet")
        if level.usual is None
        else msg("usually %(usual)s, at most %(most)s", usual=f"{level.usual:g}", most=f"{level.most:.0f}")
    )
    window = format_duration(rule.window)
    about = _about(surge.subject)
    evidence = (
        msg(
            "%(number)s complaints about %(about)s since %(clock)s",
            number=surge.number,
            about=about,
            clock=_clock(surge.since.astimezone(zone)),
        ),
        msg(
            "%(peak)s in the fullest %(window)s (%(usual)s); noticed at %(clock)s",
            peak=surge.peak,
            window=window,
            usual=usual,
            clock=_clock(surge.noticed.astimezone(zone)),
        ),
    )
    return SurgeNotice(surge.subject, about, surge.since.astimezone(zone), evidence)


def _about(subject: Subject) -> str:
    names = {"topic": msg("the topic %(id)s", id=subject.id), "component": msg("the component %(id)s", id=subject.id)}
    return names.get(subject.kind, msg("everything together"))


def _similar_complaints(content: Content, rule: SurgeRule, now: datetime) -> Iterator[SurgeNotice]:
    """Yield surges of similar wordings in the queue, whatever topics they have."""
    policy = content.ledger.policy
    language = policy.languages[0]
    texts = [
        ComplaintText(one.id, one.received, " ".join(_words(text, language) for text in (one.title, one.said) if text))
        for one in _queue(content)
        if now - rule.window < one.received <= now
    ]
    for cluster in similar_complaints(texts, rule.alike):
        if len(cluster.members) >= rule.count:
            yield _wording_notice(cluster, policy)


def _wording_notice(cluster: Cluster, policy: Policy) -> SurgeNotice:
    first = cluster.members[0]
    ids = ", ".join(one.id for one in cluster.members[:5])
    since = first.received.astimezone(policy.zone)
    evidence = (
        msg(
            "%(members)s complaints in the queue say nearly the same since %(clock)s",
            members=len(cluster.members),
            clock=_clock(since),
        ),
        msg(
            "the first is %(id)s; %(ids)s",
            id=first.id,
            ids=ids + (" …" if len(cluster.members) > 5 else ""),
        ),
    )
    return SurgeNotice(Subject("words", first.id), msg("the same as %(id)s", id=first.id), since, evidence)


def _words(text: Text, language: str) -> str:
    return text.in_language(language, language)[0]


def _report(one: SurgeNotice, content: Content, folder: Path, now: datetime, *, write: bool) -> Iterator[str]:
    yield escape_invisible(msg("surge: %(evidence)s", evidence=joined("; ", one.evidence)))
    known = incident_about(one, content)
    if known:
        yield msg("  already recorded in %(path)s", path=known.path)
    elif write:
        path = _write(one, content, folder, now)
        yield msg(
            "  drafted %(name)s/%(path)s; fill it in, sign it, then remove the line draft: true",
            name=folder.name,
            path=path,
        )
    else:
        yield msg("  no incident is open about it; --write drafts one")


def _write(one: SurgeNotice, content: Content, folder: Path, now: datetime) -> str:
    path, text = draft_of(one, content, folder, now)
    file = folder / path
    if file.exists():
        raise RefusedError(msg("%(file)s exists already; nothing was written", file=file))
    try:
        write_whole(file, text)
    except OSError as error:
        raise RefusedError(
            msg("%(file)s cannot be written (%(strerror)s); nothing was written", file=file, strerror=error.strerror)
        ) from None
    return path


def _no_surge_evidence(arrivals: Arrivals, rule: SurgeRule, now: datetime) -> str:
    start = (now - rule.window).timestamp()
    lately: Sequence[float] = [at for at in arrivals.everything[-rule.count * 1000 :] if at > start]
    number = counted("1 complaint", "%(number)s complaints", len(lately))
    return msg("%(number)s in the last %(window)s", number=number, window=format_duration(rule.window))


def _clock(at: datetime) -> str:
    return format_instant(at)[:16].replace("T", " ")
