"""What records are made of, each as one question: title, text, components, who signs, instants."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from answerable.commands.prompter import STATUSES, Prompter, Question, listed, pick_components, picking
from answerable.records.instants import parse_duration, parse_instant
from answerable.records.ledger import Ledger
from answerable.records.text import MAX_LENGTH, Text
from answerable.records.vocabulary import ComponentStatus, Impact

_CLOCK = re.compile(r"^(?:(today|tomorrow|yesterday|\d{4}-\d{2}-\d{2})[ T]+)?(\d{1,2}):(\d{2})$", re.IGNORECASE)
_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}
HELP = "write it as 30m, 10:40, tomorrow 02:00, 2026-11-23 10:40 or 2026-11-23T10:09:00+03:30"


def read_when(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant that words mean, to the second, in `zone` unless they carry an offset.

    Raises ValueError in one line, also for a time that the zone's clocks skip or show twice that day.
    """
    words = words.strip()
    if words.lower() == "now":
        return in_zone(now, zone)
    if re.fullmatch(r"\+?\d{1,5}\s*[smhdw]", words):
        return in_zone(now.astimezone(UTC) + parse_duration(words.lstrip("+")), zone)
    match = _CLOCK.match(words)
    if match:
        return _at_the_clock(match, now, zone)
    try:
        return parse_instant(words)
    except ValueError:
        raise ValueError(f"`{words}` is no instant; {HELP}") from None


def in_zone(now: datetime, zone: ZoneInfo) -> datetime:
    """The instant with the offset that the zone has then, to the second."""
    return now.astimezone(zone).replace(microsecond=0)


def _at_the_clock(match: re.Match[str], now: datetime, zone: ZoneInfo) -> datetime:
    said, hour, minute = match.groups()
    day = (said or "today").lower()
    try:
        date = (
            now.astimezone(zone).date() + timedelta(days=_DAYS[day])
            if day in _DAYS
            else datetime.fromisoformat(day).date()
        )
        local = datetime.combine(date, time(int(hour), int(minute)), zone)
    except (ValueError, OverflowError):
        raise ValueError(f"`{match[0]}` is a date or time that does not exist; {HELP}") from None
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise ValueError(f"the clocks change at `{match[0]}`; write it with its offset, as 2026-11-23T10:09:00+03:30")
    return local


@dataclass(frozen=True)
class Work:
    """What a writing command works with; `now` is in the zone of the policy."""

    content: Path
    ledger: Ledger
    now: datetime
    desk: Prompter

    def words(self, text: Text) -> str:
        """A text in the site's first language."""
        first = self.ledger.policy.languages[0]
        return text.in_language(first, first)[0]

    def names(self, kind: str) -> dict[str, str]:
        """Ids and names of components, people, channels or topics."""
        things = (thing for thing in getattr(self.ledger, kind) if not getattr(thing, "retired", False))
        return {thing.id: self.words(thing.name) for thing in things}


def read_words(words: str) -> str:
    """Some words. Raises ValueError when there are none or too many."""
    if not words.strip():
        raise ValueError("write some words")
    if len(words) > MAX_LENGTH:
        raise ValueError(f"{len(words)} characters are too many; at most {MAX_LENGTH} can be published")
    return words.strip()


def ask_words(work: Work, option: str, question: str, *, default: str = "", optional: bool = False) -> str | None:
    """Some words of somebody's own."""
    return work.desk.ask(Question(option, question, read_words, suggest=default, optional=optional))


def ask_choice(
    work: Work, option: str, question: str, choices: dict[str, str], *, default: str = "", optional: bool = False
) -> str | None:
    """One of a list, by number or id."""
    return work.desk.ask(
        Question(option, question, picking(choices, str), default=default, optional=optional, said=listed(choices))
    )


def ask_when(
    work: Work, option: str, question: str, *, after: datetime | None = None, optional: bool = False, preset: str = ""
) -> datetime | None:
    """An instant in the policy's zone; `after` is one that it must follow."""
    read = _after(work, after)
    if optional:
        return work.desk.ask(Question(option, question, read, suggest=preset, optional=True))
    return work.desk.ask(Question(option, question, read, default=preset))


def _after(work: Work, earlier: datetime | None) -> Callable[[str], datetime]:
    def read(words: str) -> datetime:
        instant = read_when(words, work.now, work.ledger.policy.zone)
        if earlier is not None and instant <= earlier:
            raise ValueError(
                f"{format_prompt_instant(instant)} is not after {format_prompt_instant(earlier)}; name a later instant"
            )
        return instant

    return read


def format_prompt_instant(instant: datetime) -> str:
    """An instant as people read it, with its offset."""
    return instant.strftime("%a %d %b %Y %H:%M ") + instant.isoformat()[-6:]


def ask_components(
    work: Work, question: str, *, optional: bool = False, status: ComponentStatus | None = None
) -> dict[str, ComponentStatus] | None:
    """The components that are affected, and how each does; `status` is that of all that name none."""
    names = work.names("components")
    if not names:
        return None
    chosen = work.desk.ask(
        Question(
            "component", question, lambda words: pick_components(words, names), optional=optional, said=listed(names)
        )
    )
    if chosen is None:
        return None
    answers = ((id, own or status or _ask_status(work, id, names[id])) for id, own in chosen.items())
    return {id: own for id, own in answers if own is not None}


def _ask_status(work: Work, id: str, name: str) -> ComponentStatus | None:
    read = picking(STATUSES, ComponentStatus)
    return work.desk.ask(Question(f"component {id}=STATUS", f"How is {name}?", read, said=listed(STATUSES)))


def ask_signer(work: Work) -> str | None:
    """Who signs: in scripts git's own user unless named; at a terminal also the last who signed is offered."""
    people = work.names("people")
    if not people:
        return None
    mine = git_person(work)
    last = "" if mine else next(_signers(work), "")
    read = picking(people, str)
    return work.desk.ask(Question("by", "Who signs?", read, default=mine, suggest=last, said=listed(people)))


def ask_approver(work: Work, impact: str | None) -> str | None:
    """Who else has read it. In scripts only as given; at a terminal asked where the policy wants a second person."""
    policy = work.ledger.policy.sign_off
    heavy = policy is not None and (
        impact is None or impact not in set(Impact) or Impact(impact).rank >= policy.impact.rank
    )
    if "approved-by" not in work.desk.given and not (heavy and work.desk.interactive):
        return None
    people = work.names("people")
    able = {person.id for person in work.ledger.people if policy and policy.role in person.roles and not person.retired}
    offered = {id: name for id, name in people.items() if id in able} or people
    question = "Who else has read it? Leave it empty for a holding text"
    return work.desk.ask(Question("approved-by", question, picking(people, str), optional=True, said=listed(offered)))


def git_person(work: Work) -> str:
    """The id of the person that git's `user.name` names in any language, or ""."""
    try:
        done = subprocess.run(
            ["git", "config", "user.name"], cwd=work.content, capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    name = done.stdout.strip().casefold()
    known = {
        word.casefold(): person.id
        for person in work.ledger.people
        if not person.retired
        for word in person.name.by_language.values()
    }
    return known.get(name, name if name in work.names("people") else "")


def _signers(work: Work) -> Iterator[str]:
    signed = [(said.at, said.by) for incident in work.ledger.incidents[:20] for said in incident.updates if said.by]
    known = work.names("people")
    return (by for _, by in sorted(signed, reverse=True) if by in known)
