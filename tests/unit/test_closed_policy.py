"""While the rules of privacy cannot be read, complaints are held back and other records are masked by the defaults."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.growth import TOO_STEEP, growth_of
from tests.unit.content import COMPLAINT, INCIDENT, NOTICE, write

from answerable.checks.guard import Guard
from answerable.checks.privacy.finder import Finder
from answerable.commands.check import check
from answerable.content.reading import Content, read_content
from answerable.records.company import Policy
from answerable.records.ledger import make_ledger
from answerable.records.policy import Privacy, strictest

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
POLICY = """topics:
  - {id: refunds, name: Refunds}
checks: {privacy/phone: off}
privacy:
  regions: [US]
  codes: [{name: order code, pattern: "BRN-[0-9]{8}"}]
  allow: ["press@example.com"]
"""


def _remove(path: Path) -> None:
    path.unlink()


def _as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _outside(path: Path) -> None:
    path.rename(path.parent.parent / "policy.yml")
    path.symlink_to("../policy.yml")


def _instead(old: str, new: str) -> Callable[[Path], object]:
    def change(path: Path) -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return change


DAMAGES: dict[str, Callable[[Path], object]] = {
    "missing": _remove,
    "empty": lambda path: path.write_text(""),
    "only comments": lambda path: path.write_text("# nothing\n"),
    "a list": lambda path: path.write_text("- a\n"),
    "not UTF-8": lambda path: path.write_bytes(path.read_bytes() + b"# \xe9\n"),
    "another name": lambda path: path.rename(path.with_suffix(".yaml")),
    "a folder": _as_folder,
    "a link that leads out": _outside,
    "conflict at the start": _instead("topics:", "<<<<<<< HEAD\ntopics:"),
    "conflict at the end": _instead("  allow:", "=======\n  allow:"),
    "misspelt privacy": _instead("privacy:\n", "privcy:\n"),
    "indented privacy": _instead("privacy:\n", "  privacy:\n"),
    "misspelt codes": _instead("codes:", "code:"),
    "misspelt pattern": _instead("pattern:", "patern:"),
    "bad pattern": _instead("[0-9]{8}", "[0-9"),
    "a key twice": _instead("checks:", "privacy: {}\nchecks:"),
    "no value": _instead("privacy:\n", "privacy:\nzone:\n"),
    "an unclosed list": _instead('{8}"}]', '{8}"}'),
    "an error elsewhere": _instead("topics:", "zone: Nowhere\ntopics:"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_policy_closes(damage: str, tmp_path: Path) -> None:
    """No complaint is published; the code, and a number whose rule was off, are masked in an incident."""
    text = INCIDENT.replace("One order in three", "Code BRN-12345678, number +1 212 456 7890, press@example.com")
    files = {"policy.yml": POLICY, "incidents/a.md": text, "notices/n.md": NOTICE, "complaints/a.md": COMPLAINT}
    root = write(tmp_path, files)
    DAMAGES[damage](root / "policy.yml")
    content = _guarded(root)
    incident = content.ledger.incident("a")
    assert incident is not None and incident.updates[0].text is not None
    assert str(incident.updates[0].text) == "Code ▇▇▇, number ▇▇▇, ▇▇▇ fails."
    assert content.ledger.notice("n") is not None
    assert content.ledger.complaints == content.ledger.answers == ()
    assert {"content/policy.yml", "content/complaints/a.md"} <= {*content.set_aside}
    assert any("1 complaint is held back" in finding.message for finding in content.findings)
    assert content.intake.rows("SELECT count(*) FROM intake") == [(1,)]


def test_a_sound_policy_does_not(tmp_path: Path) -> None:
    """Its own rules hold: the level, what is allowed, and no other codes than its own."""
    text = INCIDENT.replace(
        "One order in three", "Code BRN-12345678, code AB1234CD, +1 212 456 7890, press@example.com"
    )
    content = _guarded(write(tmp_path, {"policy.yml": POLICY, "incidents/a.md": text, "complaints/a.md": COMPLAINT}))
    incident = content.ledger.incident("a")
    assert incident is not None
    assert str(incident.updates[0].text) == "Code ▇▇▇, code AB1234CD, +1 212 456 7890, press@example.com fails."
    assert len(content.ledger.answers) == 1


def test_a_policy_without_rules_of_privacy_has_the_defaults(tmp_path: Path) -> None:
    """Nothing is wrong with it."""
    content = _guarded(write(tmp_path, {"complaints/a.md": COMPLAINT}))
    assert len(content.ledger.answers) == 1 and content.findings == ()


def test_without_complaints_a_missing_policy_is_no_error(tmp_path: Path) -> None:
    """A site of incidents alone needs none."""
    root = write(tmp_path, {"incidents/a.md": INCIDENT})
    (root / "policy.yml").unlink()
    assert _guarded(root).findings == ()


@pytest.mark.parametrize(
    "word",
    ["BRN-12345678", "AB12CD", "ORD-2026-1234", "A1B2C3", "12345-AB", "brn12345678", "BRN/12345678", "x_BRN-12345678"]
)  # fmt: skip
def test_without_the_company_s_patterns_a_word_may_be_a_code(word: str) -> None:
    """Letters and figures mixed, or joined with five figures."""
    assert [found.rule for found in _finder().secrets(f"The order ({word}), late.")] == ["code"]


@pytest.mark.parametrize(
    "word",
    ["2026-11-30-outage", "2026-11-30T11:00:00+03:30", "COVID-19", "utf-8", "IPv6", "November 2026", "24h", "3.14"],
)
def test_ordinary_words_are_no_codes(word: str) -> None:
    """Above all the ids of records, whose addresses must not change with a typo in policy.yml."""
    assert _finder().secrets(f"The word {word} here.") == []


@pytest.mark.parametrize("part", ["a-1", "-", "abc1-", "1-", "a–", "a.1", "1a"])
def test_long_texts_are_searched_in_linear_time(part: str) -> None:
    """The time grows with the length, not with its square."""
    assert growth_of(_finder().has_code, part * 30_000) < TOO_STEEP


def _guarded(root: Path) -> Content:
    return Guard(read_content(root, NOW), root, NOW).content


def _finder() -> Finder:
    return Finder(make_ledger(policy=Policy(privacy=strictest(Privacy()))))


def test_colours_and_the_names_of_keys_are_no_codes(tmp_path: Path) -> None:
    """What is wrong in policy.yml is said in full, and mkdocs.yml needs no other accent for it."""
    config = 'site_name: S\ndocs_dir: content\ntheme: {name: material}\nplugins:\n  - answerable: {accent: "#b3541e"}\n'
    root = write(tmp_path, {"policy.yml": "languages: [english]\n", "complaints/a.md": COMPLAINT})
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    words = check(tmp_path / "mkdocs.yml", NOW, "text")[0]
    assert "policy.yml:1:13: error: `languages[1]`: `english` does not fit here; write codes such as en" in words
    assert "`accent`: in #b3541e words are not readable" in words
    assert "privacy/code" not in words
    assert "mkdocs.yml" not in " ".join(_guarded(root).masked)


@pytest.mark.parametrize("setting", ["site_name: Order b3541e", 'site_name: "Order #b3541e"', "site_name: '#b3541e8'"])
def test_other_words_of_mkdocs_yml_may_be_codes(setting: str, tmp_path: Path) -> None:
    """Only a whole value that is a colour is none."""
    root = write(tmp_path, {"policy.yml": "languages: [english]\n", "complaints/a.md": COMPLAINT})
    (tmp_path / "mkdocs.yml").write_text(f"{setting}\nplugins: [answerable]\n", "utf-8")
    assert _guarded(root).masked == ("mkdocs.yml",)
