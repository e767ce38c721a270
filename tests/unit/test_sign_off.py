"""Sign-off: what weighs much has a second reader, and a holding text need not wait for one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.unit.content import INCIDENT, NOTICE, findings, write

from answerable.cli import main

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ON = "sign_off: {impact: major, role: approver}\n"
TEMPLATE = """---
for: incident
title: Something does not work
text:
  en: We know that [what] does not work for [whom] since [time]. [What still works.] We write here again by [time].
  fa: می‌دانیم که [چه چیز] کار نمی‌کند. تا ساعت [ساعت] دوباره می‌نویسیم.
---
"""
HOLDING = "We know that card payment does not work for one in three since 10:02. We write here again by 10:40."


def rules(tmp_path: Path, file: str, policy: str = ON, **files: str) -> list[str]:
    """The sign-off rules that find something in an incident or a notice."""
    folder = "notices" if "starts:" in file else "incidents"
    every = {"policy.yml": policy, f"{folder}/a.md": file, "templates/t.md": TEMPLATE, **files}
    return [one.rule for one in findings(tmp_path, every, NOW) if one.rule.startswith("sign-off/")]


def approved(file: str, person: str) -> str:
    """The file with the update or the notice approved by somebody."""
    return file.replace("by: sahar", f"by: sahar\n    approved_by: {person}").replace(
        "by: sahar\n    approved_by", "by: sahar\napproved_by" if "starts:" in file else "by: sahar\n    approved_by"
    )


@pytest.mark.parametrize("file", [INCIDENT, NOTICE], ids=["update", "notice"])
@pytest.mark.parametrize(
    ("person", "expected"),
    [("", ["sign-off/missing"]), ("sahar", ["sign-off/same-person"]), ("leila", ["sign-off/role"]), ("omid", [])],
)
def test_a_second_person_with_the_role_has_read_it(file: str, person: str, expected: list[str], tmp_path: Path) -> None:
    """Nobody, the signer, somebody without the role, and somebody with it."""
    assert rules(tmp_path, approved(file, person) if person else file) == expected


def test_without_a_policy_nothing_is_owed(tmp_path: Path) -> None:
    """Sign-off is off unless policy.yml has it."""
    assert rules(tmp_path, INCIDENT, policy="") == []


@pytest.mark.parametrize(
    ("least", "impact", "owed"),
    [
        ("major", "minor", 0),
        ("major", "major", 1),
        ("major", "critical", 1),
        ("critical", "major", 0),
        ("none", "none", 1),
    ],
)
def test_from_the_policy_s_impact_on(least: str, impact: str, owed: int, tmp_path: Path) -> None:
    """Updates of incidents of that impact and above."""
    file = INCIDENT.replace("impact: major", f"impact: {impact}")
    assert len(rules(tmp_path, file, f"sign_off: {{impact: {least}, role: approver}}\n")) == owed


def test_a_post_mortem_is_approved_on_its_own(tmp_path: Path) -> None:
    """Whatever the impact; by somebody other than who wrote the last update."""
    file = INCIDENT.replace("impact: major", "impact: minor") + "\n## What happened\n"
    assert rules(tmp_path, file) == ["sign-off/missing"]
    assert rules(tmp_path, file.replace("updates:", "approved_by: omid\nupdates:")) == []
    assert rules(tmp_path, file.replace("updates:", "approved_by: leila\nupdates:")) == ["sign-off/role"]


@pytest.mark.parametrize("since", ["2026-11-23T06:39:00Z", "2026-11-23T06:39:01Z"])
def test_what_was_said_before_the_rule_needs_none(since: str, tmp_path: Path) -> None:
    """From the very instant of `since` on, and not before."""
    policy = f"sign_off: {{impact: major, role: approver, since: '{since}'}}\n"
    assert len(rules(tmp_path, INCIDENT + "\nWhat happened\n", policy)) == (2 if since.endswith("00Z") else 0)


@pytest.mark.parametrize(
    ("text", "minutes", "owed"),
    [
        (HOLDING, 0, 0),
        (HOLDING, 30, 0),
        (HOLDING, 31, 1),
        (HOLDING.replace("We write", "Paying at the door works. We write"), 5, 0),
        (HOLDING.replace("does not work", "is broken"), 5, 1),
        (HOLDING + " It is all the bank's fault.", 5, 1),
        ("Sorry. " + HOLDING, 5, 1),
        (HOLDING.replace("card payment", "x" * 121), 5, 1),
        ("{en: '" + HOLDING + "', fa: می‌دانیم که پرداخت کار نمی‌کند. تا ساعت ۱۰:۴۰ دوباره می‌نویسیم.}", 5, 0),
        ("{en: '" + HOLDING + "', fa: همه چیز خراب است.}", 5, 1),
    ],
)
def test_a_holding_text_needs_none_for_half_an_hour(text: str, minutes: int, owed: int, tmp_path: Path) -> None:
    """A template's own words with its gaps filled, in every language, within 30 minutes of the start; else it does."""
    quoted = text if text.startswith("{") else f"'{text.replace(chr(39), chr(39) * 2)}'"
    file = INCIDENT.replace("One order in three fails.", quoted).replace(
        "updates:", f"started: 2026-11-23T{9 + (69 - minutes) // 60:02d}:{(69 - minutes) % 60:02d}:00+03:30\nupdates:"
    )
    assert len(rules(tmp_path, file)) == owed


def test_the_finding_says_who_can_approve(tmp_path: Path) -> None:
    """Those with the role but the signer; nobody left is said, too."""
    (one,) = findings(tmp_path, {"policy.yml": ON, "incidents/a.md": INCIDENT}, NOW)
    assert one.suggestion == "write who read it as `approved_by`: omid"
    (one,) = findings(tmp_path, {"policy.yml": ON.replace("approver", "boss"), "incidents/a.md": INCIDENT}, NOW)
    assert "roles: [boss]" in one.suggestion


def test_an_unknown_approver_is_an_unknown_person(tmp_path: Path) -> None:
    """A misspelt id is found as every other id."""
    found = findings(tmp_path, {"incidents/a.md": approved(INCIDENT, "omit")}, NOW)
    assert [(one.rule, one.line) for one in found] == [("person", 9)]
    assert "did you mean `omid`?" in found[0].text


def written(tmp_path: Path, *options: str) -> tuple[int, str, str]:
    """Exit code, file and what was said by `answerable new incident`."""
    write(tmp_path, {"policy.yml": ON})
    command = ["new", "incident", "--config", str(tmp_path / "mkdocs.yml"), "--now", "2026-11-24T09:00:00Z"]
    command += ["--title", "Cards fail", "--impact", "major", "--component", "checkout=partial_outage", "--by", "sahar"]
    command += options
    done = CliRunner().invoke(main, command)
    files = [path.read_text("utf-8") for path in (tmp_path / "content" / "incidents").rglob("*.md")]
    return done.exit_code, "".join(files), done.output


def test_a_command_writes_who_approved(tmp_path: Path) -> None:
    """`--approved-by` stands in the update, and nothing is left to say."""
    code, file, said = written(tmp_path, "--text", "Cards fail.", "--approved-by", "omid")
    assert code == 0 and "approved_by: omid" in file and "signature" not in said


def test_a_command_says_that_a_second_person_is_missing_and_writes(tmp_path: Path) -> None:
    """In the night nobody else may be there: it is said, and the notice gets out."""
    code, file, said = written(tmp_path, "--text", "Cards fail.")
    assert code == 0 and "Cards fail." in file
    assert "goes out with one signature" in said


def test_a_command_refuses_private_words(tmp_path: Path) -> None:
    """Nothing is written, and the number is not said again."""
    code, file, said = written(tmp_path, "--text", "Call 0912 000 0034.", "--approved-by", "omid")
    assert code == 1 and file == ""
    assert "a phone number" in said and "912" not in said


def test_an_old_number_does_not_keep_an_update_back(tmp_path: Path) -> None:
    """What stood in the file before is not held against who adds to it now."""
    root = write(
        tmp_path, {"incidents/a.md": INCIDENT.replace("One", "0912 000 0034. One").replace("resolved", "monitoring")}
    )
    command = ["update", "a", "--config", str(tmp_path / "mkdocs.yml"), "--now", "2026-11-24T09:00:00Z", "--status",
               "resolved", "--by", "sahar", "--text", "It works."]  # fmt: skip
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert "It works." in (root / "incidents/a.md").read_text("utf-8")
