"""Cases that only their code opens: what is in a box, and what somebody with the whole site can learn."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64decode
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tests.command import answerable
from tests.conftest import EXAMPLE_NOW, EXAMPLE_SECRET, ROOT

from answerable.facts.cases import cases, code_of, read_code
from answerable.publish.context import Context
from answerable.publish.files.case_files import FILL, KINDS, bits_for, bucket_name, publish
from answerable.records.company import Policy
from answerable.records.ledger import make_ledger
from answerable.records.model import Complaint
from answerable.records.vocabulary import Did

NOW = datetime.fromisoformat("2026-11-24T09:00:00+03:30")
RECEIVED = datetime.fromisoformat("2026-11-18T09:12:00+03:30")
SECRET = "0123456789abcdef0123456789abcdef"
SITE = "https://s.example.com/"
POLICY = Policy.model_validate({"targets": {"normal": "24h"}})


def complaint(id: str, *steps: tuple[float, str], received: datetime = RECEIVED, **more: Any) -> Complaint:
    """A complaint with steps so many hours after it was received."""
    made = [{"at": received + timedelta(hours=hours), "did": did} for hours, did in steps]
    for step in made:
        if step["did"] == "resolved":
            step["outcome"] = "solved"
    base = {"id": id, "title": "Canary title", "channel": "x", "topic": "canary", "received": received, "steps": made}
    return Complaint.model_validate({**base, "consent": "anonymous", "did": "Canary did.", **more})


def files(*complaints: Complaint, secret: str = SECRET, now: datetime = NOW) -> dict[str, bytes]:
    """What is published of these."""
    ledger = make_ledger(complaints=complaints, policy=POLICY)
    context = Context(ledger, now, "en", "en", "s", SITE, code_secret=secret)
    return {output.path: output.content for output in publish(context)}


def opened(published: dict[str, bytes], code: str) -> dict[str, Any] | None:
    """The case of a code, opened by a second implementation of what `case_files` describes."""
    settings = json.loads(published["track/settings.json"])
    salt = b"answerable/track/1\0" + settings["salt"].encode()
    root = hashlib.pbkdf2_hmac("sha256", code.replace("-", "")[:15].encode(), salt, settings["rounds"])
    number, name, key = (
        hmac.new(root, b"answerable/track/1\0" + label, hashlib.sha256).digest() for label in (b"file", b"name", b"box")
    )
    bits = f"{int.from_bytes(number, 'big'):0256b}"[: settings["bits"]] or "0"
    digits = max(1, (settings["bits"] + 3) // 4)
    file = json.loads(published[f"track/{int(bits, 2):0{digits}x}.json"])
    box = {b64decode(one): b64decode(two) for one, two in file}.get(name[:16])
    return json.loads(AESGCM(key).decrypt(box[:12], box[12:], b"answerable/track/1")) if box else None


def boxes(published: dict[str, bytes]) -> list[list[str]]:
    """Every box of every file."""
    return [box for path, text in published.items() if path != "track/settings.json" for box in json.loads(text)]


def at(hours: float) -> int:
    """Seconds since 1970, so many hours after the complaint was received."""
    return int((RECEIVED + timedelta(hours=hours)).timestamp())


def kind(did: Did) -> int:
    """A step's number in a box."""
    return KINDS.index(did.value)


@pytest.mark.parametrize("consent", ["none", "anonymous", "named"])
def test_a_code_opens_its_case_whatever_the_consent(consent: str) -> None:
    """Steps with their instants and outcome, and the answer's address, unless there is no page without consent."""
    case = complaint("a-b", (1, "answered"), (31, "resolved"), consent=consent)
    assert opened(files(case), code_of(SECRET, "a-b")) == {
        "received": at(0),
        "steps": [[kind(Did.ANSWERED), at(1)], [kind(Did.RESOLVED), at(31), "solved"]],
        **({} if consent == "none" else {"answer": "answers/a-b/"}),
    }


@pytest.mark.parametrize(
    ("steps", "following"),
    [
        ([], ["answer", at(24)]),  # the target of a normal priority is 24 hours
        ([(0.1, "auto_answered")], ["answer", at(24)]),
        ([(1, "answered")], ["outcome"]),
        ([(1, "answered"), (2, "taken_private"), (30, "resolved")], ["report", at(2 + 7 * 24)]),
        ([(1, "answered"), (2, "taken_private"), (30, "resolved"), (31, "followed_up")], None),
        ([(1, "answered"), (30, "resolved")], None),
        ([(1, "answered"), (30, "resolved"), (40, "reopened")], ["outcome"]),
        ([(1, "withdrawn")], None),
    ],
)
def test_a_case_says_what_comes_next(steps: list[tuple[float, str]], following: list[object] | None) -> None:
    """The promise of the policy, then the outcome, then its report in public, then nothing."""
    found = opened(files(complaint("a", *steps)), code_of(SECRET, "a"))
    assert found is not None and found.get("next") == following


def test_every_case_of_a_large_site_is_found() -> None:
    """A thousand cases lie in many small files, and each code leads to its own."""
    many = [complaint(f"c{n}", received=RECEIVED - timedelta(minutes=n)) for n in range(1000)]
    published = files(*many)
    settings = json.loads(published["track/settings.json"])
    assert settings["bits"] == 7  # 1000 / 2 ** 7 = 7.8 a file
    assert len(published) == 1 + 2**7
    for number in range(0, 1000, 37):
        found = opened(published, code_of(SECRET, f"c{number}"))
        assert found is not None and found["received"] == int(many[number].received.timestamp())


def test_a_code_that_is_nobody_s_opens_nothing() -> None:
    """Not with the codes of another secret, and not another's box."""
    published = files(complaint("a"), complaint("b"))
    assert opened(published, code_of(SECRET, "c")) is None
    assert opened(published, code_of(f"{SECRET}!", "a")) is None
    key = hashlib.sha256(b"guess").digest()
    for _, box in boxes(published):
        with pytest.raises(InvalidTag):
            AESGCM(key).decrypt(b64decode(box)[:12], b64decode(box)[12:], b"answerable/track/1")


def test_nothing_of_a_case_stands_in_clear() -> None:
    """No id, no instant, no topic, no text; all boxes have one size and lie in the order of their names."""
    case = complaint("2026-11-18-late-refund", (1, "answered"), (31, "resolved"), said="Canary said.")
    published = files(case, complaint("2026-11-20-other"))
    code = code_of(SECRET, case.id)
    words = (
        "late-refund",
        "canary",
        "answered",
        "solved",
        str(at(0)),
        str(at(31)),
        SECRET,
        code,
        code.replace("-", ""),
    )
    published.pop("track/settings.json")  # it names every kind of step, for all cases alike
    clear = [*published, *(text.decode() for text in published.values())]
    clear += (b64decode(part).decode("latin-1") for box in boxes(published) for part in box)
    assert [word for word in words for text in clear if word.lower() in text.lower()] == []
    assert {(len(name), len(box)) for name, box in boxes(published)} == {(24, 720)}
    assert boxes(published) == sorted(boxes(published))


def test_a_long_and_a_short_story_look_the_same() -> None:
    """Sixty steps and none: one box each, of one size; of the long one the newest steps are told."""
    long = complaint("a", *[(hour, "answered") for hour in range(1, 61)])
    found = opened(files(long), code_of(SECRET, "a"))
    assert found is not None
    assert found["left_out"] + len(found["steps"]) == 60
    assert found["steps"][-1] == [kind(Did.ANSWERED), at(60)]
    assert [len(text) for text in files(long).values()] == [len(text) for text in files(complaint("a")).values()]


def test_the_number_of_cases_is_hidden_within_sixteen() -> None:
    """No case, one case and twelve make files of the same names and sizes."""

    def sizes(number: int) -> dict[str, int]:
        return {path: len(text) for path, text in files(*(complaint(f"c{n}") for n in range(number))).items()}

    assert sizes(0) == sizes(1) == sizes(12)
    assert len(boxes(files())) == FILL


def test_the_same_cases_give_the_same_bytes_and_a_step_changes_one_box_of_one_file() -> None:
    """So that a rebuild touches nothing else; order does not matter."""
    many = [complaint(f"c{n}") for n in range(100)]
    before = files(*many)
    assert files(*many[::-1]) == before
    after = files(complaint("c7", (1, "answered")), *(one for one in many if one.id != "c7"))
    changed = [path for path in before if before[path] != after[path]]
    assert len(changed) == 1
    old, new = (dict(json.loads(published[changed[0]])) for published in (before, after))
    assert old.keys() == new.keys()
    [name] = [name for name in old if old[name] != new[name]]
    assert old[name][:16] != new[name][:16]  # the nonce: none serves two texts


def test_another_site_s_files_are_of_no_use() -> None:
    """The address salts the keys: guesses made for one site say nothing about another."""
    case = complaint("a")
    ledger = make_ledger(complaints=[case], policy=POLICY)
    other = Context(ledger, NOW, "en", "en", "s", "https://other.example.com/", code_secret=SECRET)
    there = {output.path: output.content for output in publish(other)}
    mine = {name for name, _ in boxes(files(case))}
    assert len(mine & {name for name, _ in boxes(there)}) == FILL - 1  # the decoys are the secret's alone


def test_a_closed_case_is_taken_away_after_its_time() -> None:
    """Half a year after its last step by default; an open one stays."""
    late = RECEIVED + timedelta(days=190)
    code = code_of(SECRET, "a")
    assert opened(files(complaint("a", (1, "answered"), (31, "resolved")), now=late), code) is None
    assert opened(files(complaint("a", (1, "answered")), now=late), code) is not None


def test_drafts_cannot_be_looked_up() -> None:
    """A draft is on no site."""
    assert list(cases(make_ledger(complaints=[complaint("a", draft=True)]), NOW)) == []


def test_without_a_secret_nothing_is_published() -> None:
    """Not even an empty file."""
    assert files(complaint("a"), secret="") == {}


@pytest.mark.parametrize(
    ("number", "bits", "last"), [(0, 0, "0"), (12, 0, "0"), (13, 1, "1"), (500, 6, "3f"), (100_000, 14, "3fff")]
)
def test_files_are_small_and_few(number: int, bits: int, last: str) -> None:
    """Twelve cases on average, or fewer; names have as many digits as the last."""
    assert (bits_for(number), bucket_name((1 << bits) - 1, bits)) == (bits, last)


def test_no_code_and_no_secret_stands_anywhere_on_the_site(example_site: Path) -> None:
    """Neither grouped nor plain, in no file of the whole example."""
    ids = [path.stem for path in (ROOT / "content/complaints").rglob("*.md")]
    codes = [code_of(EXAMPLE_SECRET, id) for id in ids]
    assert ids
    words = [EXAMPLE_SECRET, *codes, *(read_code(code) or "" for code in codes)]
    assert list(_files_with(example_site, [word.encode() for word in words])) == []


@pytest.mark.parametrize(("secret", "said"), [("", ""), ("short", "too easy to guess")])
def test_a_site_without_a_good_secret_is_built_and_says_that_there_are_no_codes(
    secret: str, said: str, tmp_path: Path
) -> None:
    """A secret that can be guessed is told to whoever builds; it never keeps a notice back."""
    options: list[str | Path] = ["--now", EXAMPLE_NOW, "--site-dir", tmp_path / "s"]
    done = answerable("build", *options, cwd=ROOT, env={"ANSWERABLE_CODE_SECRET": secret})
    assert said in done.stderr
    assert [path.name for path in (tmp_path / "s" / "track").iterdir()] == ["index.html"]
    page = (tmp_path / "s" / "track" / "index.html").read_text("utf-8")
    assert "There are no codes on this site yet." in page
    assert "<form" not in page.partition("</header>")[2]


def _files_with(folder: Path, words: Iterable[bytes]) -> Iterable[Path]:
    words = list(words)
    return (path for path in folder.rglob("*") if path.is_file() and any(word in path.read_bytes() for word in words))
