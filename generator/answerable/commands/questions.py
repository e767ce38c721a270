"""The questions that records have in common: texts, choices, times, components, who signs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from answerable.commands.dialogue.spoken_times import NOW, PAST_HELP, format_prompt_instant, read_when
from answerable.commands.prompter import (
    STATUSES,
    Prompter,
    Question,
    RefusedError,
    choice_reader,
    match_components,
    numbered_choices,
)
from answerable.content.halves import unpublished_half
from answerable.records.ledger import Ledger
from answerable.records.text import MAX_LENGTH, Text
from answerable.records.vocabulary import ComponentStatus, Impact
from answerable.translation.message import joined, msg


@dataclass(frozen=True)
class DraftContext:
    """What a command needs to draft a record: the content folder, its records, the time, and who answers.

    `now` is in the time zone of the policy.
    """

    content: Path
    ledger: Ledger
    now: datetime
    prompter: Prompter

    def words(self, text: Text) -> str:
        """Return a text in the site's first language."""
        first = self.ledger.policy.languages[0]
        return text.in_language(first, first)[0]

    def names(self, kind: str) -> dict[str, str]:
        """Map ids to names; `kind` is components, people, channels or topics. Those retired are left out."""
        things = (thing for thing in getattr(self.ledger, kind) if not getattr(thing, "retired", False))
        return {thing.id: self.words(thing.name) for thing in things}


def refuse_unpublished(context: DraftContext, folder: str) -> None:
    """Raise RefusedError if the records of a folder belong to a half of the site that is not published."""
    half = unpublished_half(folder, context.ledger.policy.publish)
    if half:
        raise RefusedError(
            msg("`publish` in policy.yml has no `%(half)s`, so nobody would see this; add it there first", half=half)
        )


def read_free_text(words: str) -> str:
    """Return the words without spaces around them. Raises ValueError when they are empty or too long."""
    if not words.strip():
        raise ValueError(msg("write at least one word"))
    if len(words) > MAX_LENGTH:
        raise ValueError(
            msg(
                "%(words)s characters are too many; the limit is %(max_length)s",
                words=len(words),
                max_length=MAX_LENGTH,
            )
        )
    return words.strip()


def ask_text(
    context: DraftContext, option: str, question: str, *, default: str = "", optional: bool = False
) -> str | None:
    """Ask for free text; `default` is only suggested on a terminal."""
    return context.prompter.ask(Question(option, question, read_free_text, suggest=default, optional=optional))


def ask_choice(
    context: DraftContext,
    option: str,
    question: str,
    choices: Mapping[str, str],
    *,
    default: str = "",
    optional: bool = False,
) -> str | None:
    """Ask for one of a list, by number or id; return the id."""
    return context.prompter.ask(
        Question(
            option,
            question,
            choice_reader(choices, str),
            default=default,
            suggest="" if optional else _only(choices),
            optional=optional,
            intro=numbered_choices(choices),
        )
    )


def _only(choices: Mapping[str, object]) -> str:
    """Return the choice that nobody has to type since there is no other one, or ""."""
    return next(iter(choices)) if len(choices) == 1 else ""


def ask_when(
    context: DraftContext,
    option: str,
    question: str,
    *,
    after: datetime | None = None,
    optional: bool = False,
    preset: str = "",
) -> datetime | None:
    """Ask for an instant, in the policy's time zone; it must be later than `after`."""
    read = _reader_after(context, after)
    if optional:
        return context.prompter.ask(Question(option, question, read, suggest=preset, optional=True))
    return context.prompter.ask(Question(option, question, read, default=preset))


def ask_past(context: DraftContext, option: str, question: str) -> datetime | None:
    """Ask when something happened, in the policy's time zone; the default is now."""
    where = msg("now, 40 minutes ago, 09:20 or yesterday 23:10, in %(zone)s", zone=context.ledger.policy.zone.key)
    asked = joined(" ", (question, where))
    return context.prompter.ask(Question(option, asked, _reader_of_past(context), default=NOW))


def _reader_after(context: DraftContext, earlier: datetime | None) -> Callable[[str], datetime]:
    def read(words: str) -> datetime:
        ahead = earlier if context.prompter.interactive else None  # the day is shown before anything is written
        instant = read_when(words, context.now, context.ledger.policy.zone, after=ahead)
        if earlier is not None and instant <= earlier:
            raise ValueError(
                msg(
                    "%(instant)s is not after %(earlier)s; enter a later time",
                    instant=format_prompt_instant(instant),
                    earlier=format_prompt_instant(earlier),
                )
            )
        return instant

    return read


def _reader_of_past(context: DraftContext) -> Callable[[str], datetime]:
    def read(words: str) -> datetime:
        instant = read_when(words, context.now, context.ledger.policy.zone, past=True)
        if instant > context.now:
            raise ValueError(
                msg(
                    "%(instant)s is still to come; %(past_help)s",
                    instant=format_prompt_instant(instant),
                    past_help=PAST_HELP,
                )
            )
        return instant

    return read


def ask_components(
    context: DraftContext, question: str, *, optional: bool = False, status: ComponentStatus | None = None
) -> dict[str, ComponentStatus] | None:
    """Ask for the affected components with their statuses; `status` applies to those given without one."""
    names = context.names("components")
    if not names:
        return None
    chosen = context.prompter.ask(
        Question(
            "component",
            question,
            lambda words: match_components(words, names),
            optional=optional,
            intro=numbered_choices(names),
        )
    )
    if chosen is None:
        return None
    answers = ((id, own or status or _ask_status(context, id, names[id])) for id, own in chosen.items())
    return {id: own for id, own in answers if own is not None}


def _ask_status(context: DraftContext, id: str, name: str) -> ComponentStatus | None:
    read = choice_reader(STATUSES, ComponentStatus)
    return context.prompter.ask(
        Question(
            f"component {id}=STATUS",
            msg("What is the status of %(name)s?", name=name),
            read,
            intro=numbered_choices(STATUSES),
        )
    )


def ask_signer(context: DraftContext) -> str | None:
    """Ask who signs.

    The default is the person whom git's user.name names; a terminal else suggests the last signer, or the only person.
    """
    people = context.names("people")
    if not people:
        return None
    mine = git_person(context)
    last = "" if mine else next(_recent_signers(context), _only(people))
    read = choice_reader(people, str)
    return context.prompter.ask(
        Question("by", msg("Who signs?"), read, default=mine, suggest=last, intro=numbered_choices(people))
    )


def ask_approver(context: DraftContext, impact: str | None) -> str | None:
    """Ask who else has read it: on a terminal, and only if the policy requires a second person for this impact.

    In a script, return what --approved-by gives.
    """
    policy = context.ledger.policy.sign_off
    heavy = policy is not None and (
        impact is None or impact not in set(Impact) or Impact(impact).rank >= policy.impact.rank
    )
    if "approved-by" not in context.prompter.given and not (heavy and context.prompter.interactive):
        return None
    people = context.names("people")
    able = {one.id for one in context.ledger.people if policy and policy.role in one.roles and not one.retired}
    offered = {id: name for id, name in people.items() if id in able} or people
    question = msg("Who else has read it? Nobody needs to for a template text")
    return context.prompter.ask(
        Question("approved-by", question, choice_reader(people, str), optional=True, intro=numbered_choices(offered))
    )


def git_person(context: DraftContext) -> str:
    """Return the id of the person whose name, in any language, is git's `user.name`; or ""."""
    try:
        done = subprocess.run(
            ["git", "config", "user.name"], cwd=context.content, capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    name = done.stdout.strip().casefold()
    known = {
        word.casefold(): person.id
        for person in context.ledger.people
        if not person.retired
        for word in person.name.by_language.values()
    }
    return known.get(name, name if name in context.names("people") else "")


def _recent_signers(context: DraftContext) -> Iterator[str]:
    updates = [update for incident in context.ledger.incidents[:20] for update in incident.updates]
    signed = [(update.at, update.by) for update in updates if update.by]
    known = context.names("people")
    return (by for _, by in sorted(signed, reverse=True) if by in known)
