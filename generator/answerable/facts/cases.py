"""Codes with which people look up their own complaints, and what a look-up shows.

A code is 16 letters and digits, made from the complaint's id and the team's secret: 75 bits of HMAC-SHA256 (RFC 2104)
in Crockford's base 32, which lacks I, L, O and U, and a check character (Luhn mod 32). Without the secret nobody can
make a code, even for a known id.
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
from answerable.translation.message import advised, joined, msg

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DATA = 15
"""Data characters of a code, five bits each; the check character follows them."""
GROUP = 4
SHORTEST_SECRET = 32
FEWEST_DIFFERENT = 8
_LOOK_ALIKE = str.maketrans("OILU", "011V")
_FOR = b"answerable/code/1\0"


def secret_problem(secret: str) -> str:
    """Return in one line why a secret cannot be used; "" if it can."""
    if not secret:
        return advised(msg("ANSWERABLE_CODE_SECRET is not set"), _HELP)
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_DIFFERENT:
        easy = msg("ANSWERABLE_CODE_SECRET is too easy to guess")
        return joined("; ", (easy, msg("give it %(number)s random characters or more", number=SHORTEST_SECRET), _HELP))
    return ""


_HELP = msg("make one with `openssl rand -hex 32`, keep it, and give the same to every build")


def code_of(secret: str, complaint_id: str) -> str:
    """Return the code of a complaint, such as `7QK3-0ZTN-4M8C-WD2X`. Raises ValueError if the secret cannot be used."""
    problem = secret_problem(secret)
    if problem:
        raise ValueError(problem)
    number = int.from_bytes(hmac.digest(secret.encode(), _FOR + complaint_id.encode(), "sha256"), "big") >> (
        256 - 5 * DATA
    )
    data = "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(DATA)))
    return grouped(data + check_character(data))


def grouped(code: str) -> str:
    """Return a code in groups of four, joined by hyphens."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def check_character(data: str) -> str:
    """Return Luhn's check character mod 32; it detects a wrong character and most swaps of two neighbours."""
    total = 0
    for place, character in enumerate(reversed(data)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def read_code(typed: str) -> str | None:
    """Return the data characters of a code as somebody typed it, or None if it is not a code.

    Case, spaces and hyphens are ignored; digits may be of any script; O is read as 0, I and L as 1.
    """
    plain = "".join(_plain(character) for character in unicodedata.normalize("NFKC", typed).upper())
    code = "".join(character for character in plain.translate(_LOOK_ALIKE) if character.isalnum())
    if len(code) != DATA + 1 or any(character not in ALPHABET for character in code):
        return None
    return code[:DATA] if check_character(code[:DATA]) == code[DATA] else None


def _plain(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


@dataclass(frozen=True, slots=True)
class Next:
    """What the company still owes: a first answer, an outcome, or a public report of it; `by` is when, if promised."""

    what: Literal["answer", "outcome", "report"]
    by: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """What a look-up shows of a complaint; `steps` are (what, outcome, when), oldest first."""

    id: str
    received: datetime
    steps: tuple[tuple[str, str, datetime], ...]
    next: Next | None
    answered_in_public: bool


def cases(ledger: Ledger, now: datetime) -> Iterator[Case]:
    """Yield each complaint that can be looked up: open ones, and those closed within the policy's `track_for`."""
    answers = {answer.id for answer in ledger.answers}
    for complaint in ledger.complaints:
        if complaint.received <= now and not _is_expired(complaint, ledger, now):
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
    """Return whether the complaint was resolved or withdrawn, and not reopened since."""
    last = [step.did for step in complaint.steps if step.did in (Did.RESOLVED, Did.WITHDRAWN, Did.REOPENED)]
    return bool(last) and last[-1] is not Did.REOPENED


def _is_expired(complaint: Complaint, ledger: Ledger, now: datetime) -> bool:
    return is_closed(complaint) and complaint.steps[-1].at < now - ledger.policy.track_for


def _next(complaint: Complaint, ledger: Ledger) -> Next | None:
    if is_closed(complaint):
        resolved, private = complaint.last(Did.RESOLVED), complaint.last(Did.TAKEN_PRIVATE)
        report = complaint.last(Did.FOLLOWED_UP)
        owed = resolved and complaint.resolution and private and not (report and report.at >= private.at)
        return Next("report", private.at + ledger.policy.follow_up_within) if owed and private else None
    if complaint.first(Did.ANSWERED) is None:
        target = ledger.policy.targets.get(complaint.priority)
        return Next("answer", complaint.received + target if target else None)
    return Next("outcome", None)
