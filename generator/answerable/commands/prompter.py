"""Answers from options or, at a terminal, from somebody who is asked one thing at a time.

In a script nothing is ever asked: what is missing or wrong is gathered and said all at once.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import click

from answerable.records.findings import did_you_mean, quoted
from answerable.records.vocabulary import ComponentStatus

T = TypeVar("T")


class WrongUseError(Exception):
    """Options that are missing or wrong; one line for each."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


class RefusedError(Exception):
    """What was asked for cannot be done now; one line that says why."""


@dataclass(frozen=True)
class Question(Generic[T]):
    """One thing to know. `read` makes the answer of words, or raises ValueError in one line.

    `default` also holds in scripts; `suggest` is only offered at a terminal. `said` stands above the question.
    """

    option: str
    words: str
    read: Callable[[str], T]
    default: str = ""
    suggest: str = ""
    optional: bool = False
    said: tuple[str, ...] = ()


@dataclass
class Prompter:
    """Where answers come from. `brief` leaves out what need not be known."""

    given: dict[str, str | None]
    interactive: bool
    brief: bool = False
    kept: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def ask(self, question: Question[T]) -> T | None:
        """The answer; None when there is none, which `settle` then reports if it was needed."""
        if question.option not in self.kept:
            self.kept[question.option] = self._answer(question)
        answer: T | None = self.kept[question.option]
        return answer

    def refuse(self, option: str, reason: str) -> None:
        """An answer that does not fit the others: said, and asked again at a terminal."""
        self.forget(option)
        if self.interactive:
            say(reason, colour="red")
        else:
            self.wrong.append(f"{_named(option)}: {reason}")

    def forget(self, option: str) -> None:
        """Ask again when this is needed next."""
        self.kept.pop(option, None)

    def settle(self) -> None:
        """Raise WrongUseError with all that is missing or wrong."""
        if self.wrong:
            raise WrongUseError(self.wrong)

    def _answer(self, question: Question[T]) -> T | None:
        words = self.given.pop(question.option, None)
        if words is not None:
            try:
                return question.read(words)
            except ValueError as error:
                self.refuse(question.option, str(error))
                if not self.interactive:
                    return None
        if not self.interactive or (self.brief and (question.optional or question.default)):
            return self._unasked(question)
        return _prompt(question)

    def _unasked(self, question: Question[T]) -> T | None:
        if question.default:
            return question.read(question.default)
        if not question.optional:
            ids = [line.split()[1] for line in question.said]
            about = f" ({', '.join(ids)})" if ids else ""
            self.wrong.append(f"{_named(question.option)} is missing: {question.words}{about}")
        return None


def _named(option: str) -> str:
    return option if option.isupper() else f"--{option}"


def at_terminal() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty()


def say(words: str = "", *, colour: str | None = None, bold: bool = False) -> None:
    """Tell somebody; on standard error, since standard output carries the result."""
    click.echo(click.style(words, fg=colour, bold=bold or None) if colour or bold else words, err=True)


def confirm(words: str) -> bool:
    """Ask yes or no; yes is what Enter means."""
    with _asking():
        return click.confirm(words, default=True, err=True)


def _prompt(question: Question[T]) -> T | None:
    say()
    for line in question.said:
        say(line)
    preset = question.default or question.suggest
    while True:
        with _asking():
            label = question.words + (" (Enter: leave out)" if question.optional and not preset else "")
            words = click.prompt(label, default=preset, show_default=bool(preset), err=True, type=str).strip()
        if question.optional and words in ("", "-"):
            return None
        try:
            return question.read(words)
        except ValueError as error:
            say(str(error), colour="red")


def _asking() -> contextlib.AbstractContextManager[object]:
    # click writes a blank to standard output before it reads, which would spoil a redirected --dry-run
    return contextlib.nullcontext() if sys.stdout.isatty() else contextlib.redirect_stdout(sys.stderr)


IMPACTS = {
    "none": "nobody is held up",
    "minor": "it is a nuisance, and there is a way round",
    "major": "many people cannot do something that matters",
    "critical": "almost nothing works, or somebody may come to harm",
}
STATUSES = {
    "degraded_performance": "slow, or wrong at times",
    "partial_outage": "does not work for some",
    "major_outage": "does not work for anybody",
    "under_maintenance": "stopped on purpose",
    "operational": "works",
}


def listed(choices: Mapping[str, str]) -> tuple[str, ...]:
    """The choices as numbered lines."""
    width = max(map(len, choices), default=0)
    return tuple(f"  {number}  {id:{width}}  {words}" for number, (id, words) in enumerate(choices.items(), start=1))


def pick(words: str, choices: Mapping[str, object]) -> str:
    """The choice that a number or a name means. Raises ValueError with a guess."""
    words = words.strip()
    if words in choices:
        return words
    if re.fullmatch(r"[0-9]{1,3}", words) and 1 <= int(words) <= len(choices):
        return list(choices)[int(words) - 1]
    by_folded = {id.casefold().replace("-", "_"): id for id in choices}
    folded = words.casefold().replace("-", "_").replace(" ", "_")
    if folded in by_folded:
        return by_folded[folded]
    known = f"known: {', '.join(list(choices)[:12])}" if choices else "there is nothing to choose from yet"
    if not words:
        raise ValueError(f"choose one by its number or name; {known}")
    raise ValueError(f"{quoted(words)} is not in the list; {did_you_mean(words, choices) or known}")


def picking(choices: Mapping[str, object], make: Callable[[str], T]) -> Callable[[str], T]:
    """A reader for a question: the choice, made into what is wanted."""
    return lambda words: make(pick(words, choices))


def pick_components(words: str, components: Mapping[str, str]) -> dict[str, ComponentStatus | None]:
    """Components from `checkout=partial_outage, 3`; None where no status was named. Raises ValueError."""
    found: dict[str, ComponentStatus | None] = {}
    for part in filter(None, re.split(r"[,،\s]+", words)):
        id, _, status = part.partition("=")
        found[pick(id, components)] = ComponentStatus(pick(status, STATUSES)) if status else None
    if not found:
        raise ValueError("name at least one, by its number or id")
    return found
