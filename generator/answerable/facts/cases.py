"""The code by which a person looks up their own complaint: 16 letters and digits, from its id and the team's secret.

HMAC-SHA256 (RFC 2104) under the secret gives 75 bits, written in Crockford's base 32, which has no I, L, O and U, with
one character more that tells a typo (Luhn's sum, mod 32). Who has no secret can make no code, not even of a known id.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from answerable.records.ledger import Ledger
from answerable.records.model import Complaint
from answerable.records.vocabulary import Did

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DATA = 15
"""Characters of a code that carry it, five bits each; one more checks them."""
GROUP = 4
SHORTEST_SECRET = 32
FEWEST_DIFFERENT = 8
_LOOK_ALIKE = str.maketrans("OILU", "011V")
_FOR = b"answerable/code/1\0"


def secret_problem(secret: str) -> str:
    """Why a secret cannot be used, in one line; empty when it can."""
    if not secret:
        return "ANSWERABLE_CODE_SECRET is not set; " + _HELP
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_DIFFERENT:
        return (
            f"ANSWERABLE_CODE_SECRET is too easy to guess; give it {SHORTEST_SECRET} random characters or more; {_HELP}"
        )
    return ""


_HELP = "make one with `openssl rand -hex 32`, keep it, and give the same to every build"


def code_of(secret: str, complaint_id: str) -> str:
    """The code of a complaint, such as `7QK3-0ZTN-4M8C-WD2X`. Raises ValueError when the secret cannot be used."""
    problem = secret_problem(secret)
    if problem:
        raise ValueError(problem)
    number = int.from_bytes(hmac.digest(secret.encode(), _FOR + complaint_id.encode(), "sha256"), "big") >> (
        256 - 5 * DATA
    )
    data = "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(DATA)))
    return grouped(data + check_character(data))


def grouped(code: str) -> str:
    """A code in groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def check_character(data: str) -> str:
    """Luhn's check character mod 32: it differs when one character is wrong, and when two neighbours are swapped."""
    total = 0
    for place, character in enumerate(reversed(data)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def read_code(typed: str) -> str | None:
    """The data of a code as somebody typed it, or None when it is none.

    Capitals, spaces, hyphens and the digits of any script do not matter; O is 0, I and L are 1.
    """
    plain = "".join(_plain(character) for character in unicodedata.normalize("NFKC", typed).upper())
    code = "".join(character for character in plain.translate(_LOOK_ALIKE) if character.isalnum())
    if len(code) != DATA + 1 or any(character not in ALPHABET for character in code):
        return None
    return code[:DATA] if check_character(code[:DATA]) == code[DATA] else None


def _plain(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


Promise = Literal["answer", "outcome", "report"]


@dataclass(frozen=True, slots=True)
class Next:
    """What is still owed: a first answer, an outcome, or its report in public; `by` when it has a date."""

    what: Promise
    by: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """One complaint; steps are (what, outcome, when), oldest first."""

    id: str
    received: datetime
    steps: tuple[tuple[str, str, datetime], ...]
    next: Next | None
    answered_in_public: bool


def cases(ledger: Ledger, now: datetime) -> Iterator[Case]:
    """Every complaint that can be looked up: those that are not closed, and those closed within `track_for`."""
    answers = {answer.id for answer in ledger.answers}
    for complaint in ledger.complaints:
        if complaint.received <= now and not _long_over(complaint, ledger, now):
            yield Case(
                id=complaint.id,
                received=complaint.received,
                steps=tuple(
                    (step.did.value, step.outcome or "", step.at) for step in complaint.steps if step.at <= now
                ),
                next=_next(complaint, ledger),
                answered_in_public=complaint.id in answers,
            )


def is_closed(complaint: Complaint) -> bool:
    """Whether it stands resolved, or was withdrawn and not opened again."""
    last = [step.did for step in complaint.steps if step.did in (Did.RESOLVED, Did.WITHDRAWN, Did.REOPENED)]
    return bool(last) and last[-1] is not Did.REOPENED


def _long_over(complaint: Complaint, ledger: Ledger, now: datetime) -> bool:
    return is_closed(complaint) and complaint.steps[-1].at < now - ledger.policy.track_for


def _next(complaint: Complaint, ledger: Ledger) -> Next | None:
    if is_closed(complaint):
        resolved, private = complaint.last(Did.RESOLVED), complaint.last(Did.TAKEN_PRIVATE)
        told = complaint.last(Did.FOLLOWED_UP)
        owed = resolved and complaint.resolution and private and not (told and told.at >= private.at)
        return Next("report", private.at + ledger.policy.follow_up_within) if owed and private else None
    if complaint.first(Did.ANSWERED) is None:
        target = ledger.policy.targets.get(complaint.priority)
        return Next("answer", complaint.received + target if target else None)
    return Next("outcome", None)
