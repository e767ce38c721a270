"""Triage: is what comes in a crisis? Says which surges there are, with the evidence, and drafts the first notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from generator.commands.asking import RefusedError
from generator.commands.project import content_folder
from generator.commands.surge_draft import Surging, draft_of, known_as
from generator.facts.alike import Cluster, Said, clusters
from generator.facts.surge import Subject, Surge, by_subject, surges
from generator.records.arrivals import Arrivals, arrivals_of
from generator.records.company import Policy, SurgeRule
from generator.records.complaint import Complaint
from generator.records.findings import visible
from generator.records.instants import format_duration, format_instant
from generator.records.reading import Content, read_content
from generator.records.text import Text
from generator.records.writing import write_whole


@dataclass(frozen=True)
class Report:
    """What triage says, line by line, and whether there is a surge."""

    lines: tuple[str, ...]
    surging: bool


def triage(config: Path, now: datetime, *, write: bool) -> Report:
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
    return Report(tuple(lines), bool(found))


def _queue(content: Content) -> list[Complaint]:
    return [draft for draft in content.drafts if isinstance(draft, Complaint)]


def _arrivals(content: Content, rule: SurgeRule, now: datetime) -> Arrivals:
    since = now - timedelta(weeks=rule.weeks, days=2) - rule.window
    try:
        return arrivals_of(content.intake, since, now, _queue(content))
    except duckdb.Error as error:
        raise RefusedError(f"content/intake cannot be counted: {visible(str(error).splitlines()[0])}") from None


def _surging(surge: Surge, policy: Policy, rule: SurgeRule) -> Surging:
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
    return Surging(surge.subject, about, surge.since.astimezone(zone), evidence)


def _about(subject: Subject) -> str:
    names = {"topic": f"the topic {subject.id}", "component": f"the component {subject.id}"}
    return names.get(subject.kind, "everything together")


def _alike(content: Content, rule: SurgeRule, now: datetime) -> Iterator[Surging]:
    """Floods of nearly the same words in the queue, whatever topic each was given."""
    policy = content.ledger.policy
    language = policy.languages[0]
    said = [
        Said(one.id, one.received, " ".join(_words(text, language) for text in (one.title, one.said) if text))
        for one in _queue(content)
        if now - rule.window < one.received <= now
    ]
    for cluster in clusters(said, rule.alike):
        if len(cluster.members) >= rule.count:
            yield _same_words(cluster, policy)


def _same_words(cluster: Cluster, policy: Policy) -> Surging:
    first = cluster.members[0]
    ids = ", ".join(one.id for one in cluster.members[:5])
    since = first.received.astimezone(policy.zone)
    evidence = (
        f"{len(cluster.members)} complaints in the queue say nearly the same since {_clock(since)}",
        f"the first is {first.id}; {ids}{' …' if len(cluster.members) > 5 else ''}",
    )
    return Surging(Subject("words", first.id), f"the same as {first.id}", since, evidence)


def _words(text: Text, language: str) -> str:
    return text.in_language(language, language)[0]


def _say(one: Surging, content: Content, folder: Path, now: datetime, *, write: bool) -> Iterator[str]:
    yield visible(f"surge: {'; '.join(one.evidence)}")
    known = known_as(one, content)
    if known:
        yield f"  known as {known.path}"
    elif write:
        path = _write(one, content, folder, now)
        yield f"  drafted {folder.name}/{path}; fill it in, sign it, take the draft line away"
    else:
        yield "  no incident is open about it; --write drafts one"


def _write(one: Surging, content: Content, folder: Path, now: datetime) -> str:
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
