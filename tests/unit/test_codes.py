"""Codes for people who complained: made from id and secret, read as people type, refused when something is wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import EXAMPLE_NOW, EXAMPLE_SECRET, ROOT

from answerable.facts.cases import ALPHABET, check_character, code_of, grouped, read_code, secret_problem

SECRET = "0123456789abcdef0123456789abcdef"
CODE = code_of(SECRET, "2026-11-18-late-refund")
CODES = st.text(ALPHABET, min_size=15, max_size=15).map(lambda data: data + check_character(data))


def test_a_code_is_75_bits_of_an_hmac() -> None:
    """By the standard library's own base 32, whose letters Crockford's stand for one by one."""
    digest = hmac.new(SECRET.encode(), b"answerable/code/1\0" + b"some-id", hashlib.sha256).digest()
    plain = base64.b32encode(digest)[:15].decode().translate(
        str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    )  # fmt: skip
    assert read_code(code_of(SECRET, "some-id")) == plain


def test_a_code_is_the_secret_s_and_the_complaint_s() -> None:
    """Another secret or another id gives another code; the same ones give the same."""
    assert code_of(SECRET, "2026-11-18-late-refund") == CODE
    assert len({CODE, code_of(SECRET, "2026-11-18-late-refunds"), code_of(f"{SECRET}!", "2026-11-18-late-refund")}) == 3


@pytest.mark.parametrize("secret", ["", "short", "a" * 64, "abcabcabc" * 5])
def test_a_secret_that_can_be_guessed_is_refused(secret: str) -> None:
    """Too short, or too few different characters."""
    assert secret_problem(secret)
    with pytest.raises(ValueError, match="ANSWERABLE_CODE_SECRET"):
        code_of(secret, "id")


@given(CODES)
def test_a_code_is_read_as_people_type_it(code: str) -> None:
    """In small letters, in groups, with spaces, without hyphens, with marks of direction, with O for 0 and l for 1."""
    data = code[:15]
    persian = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    wide = "".join(chr(ord(character) + 0xFEE0) for character in code)
    for typed in (
        code, code.lower(), grouped(code), f"  {grouped(code).replace('-', ' ')}\n", f"\u200e{grouped(code)}\u200f",
        grouped(code).replace("-", "–"), code.replace("0", "O"), code.replace("0", "o"), code.replace("1", "l"),
        code.replace("1", "I"), persian, arabic, wide,
    ):  # fmt: skip
        assert read_code(typed) == data


@given(CODES, st.integers(0, 15), st.integers(1, 31))
def test_one_wrong_character_is_always_seen(code: str, place: int, by: int) -> None:
    """Wherever it stands and whatever it is."""
    wrong = ALPHABET[(ALPHABET.index(code[place]) + by) % 32]
    assert read_code(code[:place] + wrong + code[place + 1 :]) is None


def test_two_neighbours_that_are_swapped_are_seen() -> None:
    """All pairs but one, 0 and Z, as with every sum of Luhn's."""
    unseen = {
        one + two
        for one in ALPHABET
        for two in ALPHABET
        if one < two and check_character("0" * 13 + one + two) == check_character("0" * 13 + two + one)
    }
    assert unseen == {"0Z"}


@pytest.mark.parametrize("typed", ["", "7QK3", CODE[:-1], f"{CODE}0", "????-????-????-????", "ж" * 16, "\ud800" * 16])
def test_what_is_no_code_is_none(typed: str) -> None:
    """Too short, too long, other letters."""
    assert read_code(typed) is None


def run(*arguments: str, secret: str = EXAMPLE_SECRET) -> subprocess.CompletedProcess[str]:
    """Run `answerable code` on the example."""
    command = [str(Path(sys.executable).with_name("answerable")), "code", *arguments, "--now", EXAMPLE_NOW]
    env = {**os.environ, "ANSWERABLE_CODE_SECRET": secret}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_gives_code_and_link() -> None:
    """The code stands behind the #, which no browser sends to a server."""
    code = code_of(EXAMPLE_SECRET, "2026-11-18-late-refund")
    done = run("2026-11-18-late-refund")
    assert (done.returncode, done.stdout) == (0, f"{code}  https://status.example.com/track/#{code}\n")


def test_the_command_refuses_an_id_that_is_none() -> None:
    """A typo would give a code that opens nothing."""
    done = run("2026-11-18-late-refudn")
    assert (done.returncode, done.stdout) == (1, "")
    assert "did you mean `2026-11-18-late-refund`?" in done.stderr


@pytest.mark.parametrize("secret", ["", "short"])
def test_the_command_refuses_to_work_without_a_good_secret(secret: str) -> None:
    """And says how to make one."""
    done = run("2026-11-18-late-refund", secret=secret)
    assert (done.returncode, done.stdout) == (2, "")
    assert "openssl rand -hex 32" in done.stderr
