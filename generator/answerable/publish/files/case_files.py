"""`track/`: encrypted cases in small files, which only a case's code finds and decrypts.

- A code is Crockford's base 32: 15 characters (75 bits) of HMAC-SHA256 of the complaint's id under the secret, and a
  check character.
- PBKDF2-HMAC-SHA256 (RFC 8018) derives a key from the 15 characters; the salt is `VERSION`, a zero byte and the site's
  address.
- HMAC-SHA256 with that key of `VERSION`, a zero byte and `file`, `name` or `box` gives the number of the file (the
  first bits), the name of the entry in it (16 bytes) and the entry's key.
- An entry is a nonce, then AES-256-GCM of `SIZE` bytes (JSON and spaces) with `VERSION` as additional data, then the
  tag. The nonce is derived from the key and the plain text: the same case gives the same bytes, and two texts never
  share a nonce.
- All entries have one size, and every file is padded with entries of noise.

docs/track.md says what this hides and what it does not.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from answerable.facts.cases import Case, cases, code_of, read_code
from answerable.output.outputs import Output
from answerable.output.served import JSON, Served
from answerable.publish.addresses import answer_path
from answerable.publish.context import Context
from answerable.records.vocabulary import Did

FOLDER = "track"
SERVED = (Served(f"{FOLDER}/*.json", JSON),)
VERSION = b"answerable/track/1"
ROUNDS = 1000
"""Iterations of PBKDF2: a guess costs a thousand times more, and a build half a millisecond per case."""
SIZE = 512
"""Bytes of an entry before encryption."""
NONCE, MAC, NAME = 12, 16, 16
FILL = 16
"""The number of entries in a file is a multiple of this."""
AT_MOST = 12
"""The most cases in a file, on average."""
KINDS = tuple(did.value for did in Did)
"""Steps are written as positions in this list, so it may only grow at its end."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What is derived from a code: the number that chooses the file (32 bits), and the entry's name and key."""

    number: int
    name: bytes
    key: bytes

    def bucket(self, bits: int) -> int:
        """Return the number of the file among 2 ** bits."""
        return self.number >> (32 - bits)


def publish(context: Context) -> Iterator[Output]:
    """Yield the files, and the settings that the script needs to find one; nothing without the secret."""
    if not context.code_secret:
        return
    found = list(cases(context.ledger, context.now))
    bits = bits_for(len(found))
    buckets: list[list[list[str]]] = [[] for _ in range(1 << bits)]
    for case in found:
        keys = keys_of(code_of(context.code_secret, case.id), context.site_url)
        buckets[keys.bucket(bits)].append(_entry(keys.name, seal(keys, payload(case))))
    for number, entries in enumerate(buckets):
        missing = -len(entries) % FILL if entries else FILL
        decoys = [_decoy(context.code_secret, number, index) for index in range(missing)]
        yield Output(f"{FOLDER}/{bucket_name(number, bits)}.json", _json(sorted([*entries, *decoys])))
    settings = {"version": 1, "bits": bits, "rounds": ROUNDS, "salt": context.site_url, "steps": KINDS}
    yield Output(f"{FOLDER}/settings.json", _json(settings))


def bits_for(number: int) -> int:
    """Return the number of bits that choose the file, so that a file has at most `AT_MOST` cases on average."""
    bits = 0
    while number > AT_MOST << bits:
        bits += 1
    return bits


def bucket_name(number: int, bits: int) -> str:
    """Return a file's name: its number in hexadecimal, with as many digits as the last one has."""
    return f"{number:0{max(1, -(-bits // 4))}x}"


@lru_cache(maxsize=131_072)  # a build in several languages asks for the same ones
def keys_of(code: str, salt: str) -> Keys:
    """Derive the keys of a code, with the site's address as `salt`. Raises ValueError for what is no code."""
    data = read_code(code)
    if data is None:
        raise ValueError(f"{code!r} is no code")
    root = hashlib.pbkdf2_hmac("sha256", data.encode(), VERSION + b"\0" + salt.encode(), ROUNDS)
    number = int.from_bytes(_derived(root, b"file")[:4], "big")
    return Keys(number, _derived(root, b"name")[:NAME], _derived(root, b"box"))


def payload(case: Case) -> bytes:
    """Return the plain text of a case: JSON padded with spaces. Its oldest steps are left out if they do not fit."""
    steps = [
        [KINDS.index(did), int(at.timestamp()), *([outcome] if outcome else [])] for did, outcome, at in case.steps
    ]
    value: dict[str, object] = {"received": int(case.received.timestamp()), "steps": steps}
    if case.next:
        value["next"] = [case.next.what, *([int(case.next.by.timestamp())] if case.next.by else [])]
    if case.answered_in_public:
        value["answer"] = answer_path(case.id)
    while len(_json(value)) > SIZE:
        value["left_out"] = int(str(value.get("left_out", 0))) + 1
        del steps[0]
    return _json(value).ljust(SIZE)


def seal(keys: Keys, plain: bytes) -> bytes:
    """Return nonce, ciphertext and tag. The nonce is derived from the text: two texts of one case never share one."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 (only who has a secret waits for it)

    nonce = hmac.digest(keys.key, b"nonce\0" + plain, "sha256")[:NONCE]
    return nonce + AESGCM(keys.key).encrypt(nonce, plain, VERSION)


def _derived(root: bytes, label: bytes) -> bytes:
    return hmac.digest(root, VERSION + b"\0" + label, "sha256")


def _decoy(secret: str, bucket: int, index: int) -> list[str]:
    """Return an entry that no key decrypts. It looks like any other, and is the same in every build."""
    seed = hmac.digest(secret.encode(), VERSION + b"\0decoy" + f"{bucket}.{index}".encode(), "sha256")
    noise = hashlib.shake_256(seed).digest(NAME + NONCE + SIZE + MAC)
    return _entry(noise[:NAME], noise[NAME:])


def _entry(name: bytes, box: bytes) -> list[str]:
    return [b64encode(name).decode(), b64encode(box).decode()]


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True).encode()
