"""Get answers from command-line options or, on a terminal, by asking one question at a time.

In a script nothing is ever asked: missing and wrong options are collected and reported together.
"""

from __future__ import annotations

import contextlib
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from answerable.commands.dialogue.terminal import columns, decoded, echo_stderr, read_line, shorten
from answerable.records.findings import did_you_mean, escape_invisible, quoted
from answerable.records.vocabulary import ComponentStatus
from answerable.translation.message import joined, msg

T = TypeVar("T")


class WrongUseError(Exception):
    """Options are missing or wrong; `lines` has one line for each."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


class RefusedError(Exception):
    """The command cannot do now what was asked; its arguments are lines that say why, mostly one."""


class BackError(Exception):
    """Somebody wants to go back to the question before."""


@dataclass(frozen=True)
class Question(Generic[T]):
    """One question, and the option that answers it in a script.

    `read` converts the typed words into the answer, or raises ValueError with a one-line message. `default` also
    applies in scripts; `suggest` is only offered on a terminal. `intro` is printed above the question.
    """

    option: str
    prompt: str
    read: Callable[[str], T]
    default: str = ""
    suggest: str = ""
    optional: bool = False
    intro: tuple[str, ...] = ()


@dataclass
class Prompter:
    """Asks questions and keeps the answers, by option.

    `given` holds what was typed on the command line; `brief` skips questions that are optional or have a default.
    `typed` are the words of all answers that were given or typed, and `asked` the questions that were answered on the
    terminal, in their order.
    """

    given: dict[str, str | None]
    interactive: bool
    brief: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)

    def ask(self, question: Question[T]) -> T | None:
        """Return the answer, or None; a required answer that is missing is reported by `raise_problems`."""
        if question.option not in self.answers:
            self.answers[question.option] = self._answer(question)
        answer: T | None = self.answers[question.option]
        return answer

    def reject(self, option: str, reason: str) -> None:
        """Drop a wrong answer and report why: at once on a terminal, with `raise_problems` in a script."""
        self.forget(option)
        if self.interactive:
            echo_stderr(reason, colour="red")
        else:
            self.problems.append(msg("%(option)s: %(reason)s", option=_option_name(option), reason=reason))

    def has(self, option: str) -> bool:
        """Whether an option was given, or its question answered."""
        return option in self.given or option in self.answers

    def refuse_option(self, option: str, reason: str) -> None:
        """Take an option away that does not belong to what is asked, and report why with `raise_problems`."""
        if self.given.pop(option, None):
            self.problems.append(msg("%(option)s: %(reason)s", option=_option_name(option), reason=reason))

    def forget(self, option: str) -> None:
        """Drop the answer to an option, so that it is asked again when next needed."""
        self.answers.pop(option, None)

    def go_back(self) -> None:
        """Drop the last answer that was typed on the terminal, so that its question comes next."""
        if not self.asked:
            echo_stderr(msg("this is the first question"), colour="red")
            return
        option, _ = self.asked.popitem()
        self.forget(option)

    def edit(self) -> None:
        """Ask which answer to change, and drop it."""
        choices = {
            option: f"{prompt.rstrip('?')}: {self.typed.get(option, '')}" for option, prompt in self.asked.items()
        }
        numbers = [f"  {number}  {shorten(words)}" for number, words in enumerate(choices.values(), start=1)]
        question = Question("edit", msg("Which one?"), choice_reader(choices, str), optional=True, intro=tuple(numbers))
        with contextlib.suppress(BackError):
            chosen = prompt(question)[0]
            if chosen:
                self.forget(chosen)

    def raise_problems(self) -> None:
        """Raise WrongUseError with everything that is missing or wrong, if anything is."""
        if self.problems:
            raise WrongUseError(self.problems)

    def _answer(self, question: Question[T]) -> T | None:
        words = self.given.pop(question.option, None)
        if words is not None:
            self.typed[question.option] = words
            if question.optional and words.strip() in _SKIP:
                return None
            try:
                return question.read(decoded(words))
            except ValueError as error:
                self.reject(question.option, str(error))
                if not self.interactive:
                    return None
        if not self.interactive or (self.brief and (question.optional or question.default)):
            return self._default_answer(question)
        return self._ask_on_terminal(question)

    def _ask_on_terminal(self, question: Question[T]) -> T | None:
        """Ask on the terminal, offering what was typed before, and remember what is typed now."""
        found = prompt(question, self.typed.get(question.option, ""))
        answer, words = found
        self.typed[question.option] = lasting(answer, words)
        self.asked.pop(question.option, None)
        self.asked[question.option] = question.prompt
        return answer

    def _default_answer(self, question: Question[T]) -> T | None:
        if question.default:
            return question.read(question.default)
        if not question.optional:
            ids = [line.split()[1] for line in question.intro]
            what = joined(" ", [question.prompt, *([f"({', '.join(ids)})"] if ids else [])])
            option = _option_name(question.option)
            self.problems.append(msg("%(option)s is missing: %(what)s", option=option, what=what))
        return None


def _option_name(option: str) -> str:
    return option if option.isupper() else f"--{option}"


def lasting(answer: object, words: str) -> str:
    """Return an answer in words that mean the same later, when lists are others and time has passed."""
    if isinstance(answer, datetime):
        return answer.isoformat(timespec="seconds")
    if isinstance(answer, Enum):
        return str(answer.value)
    if isinstance(answer, dict):
        return ", ".join(id if status is None else f"{id}={status}" for id, status in answer.items())
    found = getattr(answer, "id", answer)
    return found if isinstance(found, str) else words


_SKIP = ("", "-")
_BACK = "<"
_LONG = 40
"""Characters from which on a suggested answer stands above its question."""


def prompt(question: Question[T], before: str = "") -> tuple[T | None, str]:
    """Return the answer and the words that were typed for it. Raises BackError."""
    echo_stderr()
    for line in question.intro:
        echo_stderr(line)
    preset = before or question.default or question.suggest
    hint = joined("", ("[", preset, "]")) if preset else msg("(Enter to skip)") if question.optional else ""
    if len(preset) > _LONG:
        echo_stderr("\n".join(textwrap.wrap(escape_invisible(preset), columns())))
        hint = msg("(Enter keeps it)")
    asked = joined(" ", filter(None, (question.prompt, hint)))
    label = joined("", (asked, " " if asked.endswith("?") else ": "))
    while True:
        try:
            words = read_line(label).strip()
        except ValueError as error:
            echo_stderr(str(error), colour="red")
            continue
        if words == _BACK:
            raise BackError
        words = words or preset
        if question.optional and words in _SKIP:
            return None, words
        try:
            return question.read(words), words
        except ValueError as error:
            echo_stderr(str(error), colour="red")


IMPACTS = {
    "none": msg("nobody is affected"),
    "minor": msg("annoying, but there is a workaround"),
    "major": msg("many people cannot do something important"),
    "critical": msg("almost nothing works, or people could be harmed"),
}
STATUSES = {
    "degraded_performance": msg("slow, or sometimes wrong"),
    "partial_outage": msg("does not work for some people"),
    "major_outage": msg("does not work for anybody"),
    "under_maintenance": msg("switched off on purpose"),
    "operational": msg("works"),
}


def numbered_choices(choices: Mapping[str, str]) -> tuple[str, ...]:
    """Return the choices as numbered lines."""
    width = max(map(len, choices), default=0)
    return tuple(
        msg("  %(number)s  %(id)s  %(words)s", number=number, id=f"{id:{width}}", words=words)
        for number, (id, words) in enumerate(choices.items(), start=1)
    )


def match_choice(words: str, choices: Mapping[str, object]) -> str:
    """Return the choice that a number or a name stands for. Raises ValueError, with the closest match if any."""
    words = words.strip()
    if words in choices:
        return words
    if re.fullmatch(r"\d{1,3}", words) and 1 <= int(words) <= len(choices):
        return list(choices)[int(words) - 1]
    by_folded = {id.casefold().replace("-", "_"): id for id in choices}
    folded = words.casefold().replace("-", "_").replace(" ", "_")
    if folded in by_folded:
        return by_folded[folded]
    known = (
        msg("choose from: %(choices)s", choices=", ".join(list(choices)[:12]))
        if choices
        else msg("there is nothing to choose from yet")
    )
    if not words:
        raise ValueError(msg("enter a number or a name; %(known)s", known=known))
    raise ValueError(
        msg(
            "%(words)s is not in the list; %(did_you_mean)s",
            words=quoted(words),
            did_you_mean=did_you_mean(words, choices) or known,
        )
    )


def choice_reader(choices: Mapping[str, object], make: Callable[[str], T]) -> Callable[[str], T]:
    """Return a reader for a question: it matches the choice and passes it to `make`."""
    return lambda words: make(match_choice(words, choices))


def match_components(words: str, components: Mapping[str, str]) -> dict[str, ComponentStatus | None]:
    """Return components from words such as `checkout=partial_outage, 3`, with None where no status is given.

    Raises ValueError for an unknown component or status, or when there is none.
    """
    found: dict[str, ComponentStatus | None] = {}
    for part in filter(None, re.split(r"[,،\s]+", words)):
        id, _, status = part.partition("=")
        found[match_choice(id, components)] = ComponentStatus(match_choice(status, STATUSES)) if status else None
    if not found:
        raise ValueError(msg("enter at least one number or id"))
    return found
