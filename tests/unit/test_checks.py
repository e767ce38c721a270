"""The frame of the checks: levels by rule and family, places of the very words, and what a rule is about."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.unit.content import INCIDENT, findings, write

from answerable.checks.rule_help import FILE_RULES
from answerable.checks.run import CHECKS, RULES
from answerable.cli import main
from answerable.records.findings import Finding

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PHONE = "0912 000 0034"


def found(tmp_path: Path, files: dict[str, str], rule: str = "privacy/phone") -> list[Finding]:
    """The findings of one rule in a folder with these files."""
    return [finding for finding in findings(tmp_path, files, NOW) if finding.rule == rule]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (f"text: Call {PHONE} now.", 9, 16),
        (f'text: "Call {PHONE} now."', 9, 17),
        (f"text: 'It''s {PHONE}.'", 9, 18),
        (f"text: {{en: Works., fa: زنگ {PHONE}}}", 9, 32),
        (f"text:\n      en: Works.\n      fa: زنگ {PHONE}", 11, 15),
        (f"text: |\n      One line.\n      Call {PHONE} now.", 11, 12),
        (f"text: >-\n      One line\n\n      Call {PHONE} now.", 12, 12),
        ("text: Call me on 0912\n      000 0034 now.", 9, 22),
        (f"text:\n      fa: |\n        سطر\n        زنگ {PHONE}", 12, 13),
        ('text: "Call \\u06f0912 000 0034"', 9, 11),
    ],
)
def test_a_finding_stands_at_the_very_words(text: str, line: int, column: int, tmp_path: Path) -> None:
    """Plain, quoted, folded and literal texts, maps by language: the place is that of the words in the file.

    Of words that are written with escapes it is the place of the text that holds them.
    """
    file = INCIDENT.replace("text: One order in three fails.", text)
    assert [(one.line, one.column) for one in found(tmp_path, {"incidents/a.md": file})] == [(line, column)]


def test_the_second_of_two_like_words_has_its_own_place(tmp_path: Path) -> None:
    """The same number twice in one text is two findings at two places."""
    file = INCIDENT.replace("One order in three fails.", f"{PHONE} or {PHONE}.")
    assert [(one.line, one.column) for one in found(tmp_path, {"incidents/a.md": file})] == [(9, 11), (9, 28)]


def test_words_in_the_body_have_their_place(tmp_path: Path) -> None:
    """Blank lines before the body, and Windows' line breaks, move nothing."""
    body = f"\n\n## What happened\n\nSee {PHONE}.\n"
    assert [(one.line, one.column) for one in found(tmp_path, {"incidents/a.md": INCIDENT + body})] == [(15, 5)]
    file = (INCIDENT + body).replace("\n", "\r\n")
    assert [(one.line, one.column) for one in found(tmp_path, {"incidents/a.md": file})] == [(15, 5)]


def test_drafts_and_records_set_aside_are_looked_at_too(tmp_path: Path) -> None:
    """What git holds is seen by others, published or not; and all that is wrong is said at once."""
    text = INCIDENT.replace("One order in three fails.", PHONE)
    files = {
        "incidents/draft.md": text.replace("impact:", "draft: true\nimpact:"),
        "incidents/wrong.md": text.replace("by: sahar", "by: nobody"),
    }
    assert [one.path for one in found(tmp_path, files)] == ["content/incidents/draft.md", "content/incidents/wrong.md"]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("{}", ["error"]),
        ("{privacy: warning}", ["warning"]),
        ("{privacy/phone: note}", ["note"]),
        ("{privacy: off}", []),
        ("{privacy: off, privacy/phone: note}", ["note"]),
        ("{privacy: note, privacy/phone: off}", []),
        ("{loop: off}", ["error"]),
    ],
)
def test_a_rule_s_own_level_goes_before_its_family_s(levels: str, expected: list[str], tmp_path: Path) -> None:
    """The policy's entry for a rule counts, else that for its family, else the rule's default."""
    files = {"policy.yml": f"checks: {levels}\n", "incidents/a.md": INCIDENT.replace("One order", PHONE)}
    assert [one.level for one in found(tmp_path, files)] == expected


def test_a_rule_that_is_none_is_named_with_its_place(tmp_path: Path) -> None:
    """A misspelt rule in the policy would switch nothing: it is a finding with the one that may be meant."""
    files = {"policy.yml": "zone: UTC\nchecks:\n  loop: note\n  privacy/fone: off\n"}
    (one,) = findings(tmp_path, files, NOW)
    assert (one.path, one.line, one.column) == ("content/policy.yml", 4, 3)
    assert "no rule is called `privacy/fone`" in one.text and "did you mean `privacy/phone`?" in one.text


def test_levels_are_of_four_words(tmp_path: Path) -> None:
    """Another level is an error of the policy, at its place."""
    (one,) = findings(tmp_path, {"policy.yml": "checks: {privacy: warn}\n"}, NOW)
    assert one.line == 1 and "did you mean `warning`?" in one.text


@pytest.mark.parametrize("style", ["text", "json", "github", "gitlab"])
def test_every_format_names_rule_or_place_and_never_the_secret(style: str, tmp_path: Path) -> None:
    """The four formats say where it stands; the digits stand in none of them, and the exit code is 1."""
    write(tmp_path, {"incidents/a.md": INCIDENT.replace("One order", PHONE)})
    done = CliRunner().invoke(main, ["check", "--config", str(tmp_path / "mkdocs.yml"), "--format", style])
    assert done.exit_code == 1
    assert "912" not in done.output and "0034" not in done.output
    assert {"text": "a.md:9:11: error", "json": '"column": 11', "github": "line=9,col=11,title=privacy/phone"}.get(
        style, '"check_name": "privacy/phone"'
    ) in done.output
    if style in {"json", "gitlab"}:
        assert len(json.loads(done.output)) == 1


def test_every_rule_explains_itself(tmp_path: Path) -> None:
    """What it finds, why, how to put it right, and how to change its level: for every rule there is."""
    for name, rule in {**RULES, **FILE_RULES}.items():
        done = CliRunner().invoke(main, ["check", "--explain", name, "--config", str(tmp_path / "none.yml")])
        assert done.exit_code == 0
        words = " ".join(done.output.split())
        for said in (rule.what, rule.why, rule.fix, "cannot be changed" if rule.fixed else f"checks: {{{name}: "):
            assert " ".join(said.split()) in words


def test_explaining_tells_the_level_of_this_site(tmp_path: Path) -> None:
    """The level that the policy gives stands beside the default."""
    write(tmp_path, {"policy.yml": "checks: {loop: off}\n"})
    done = CliRunner().invoke(
        main, ["check", "--explain", "loop/asks-for-code", "--config", str(tmp_path / "mkdocs.yml")]
    )
    assert done.output.startswith("loop/asks-for-code: off by your policy.yml, warning without")


def test_a_family_lists_its_rules_and_a_wrong_name_gets_a_guess() -> None:
    """`--explain loop` has a line for each rule; an unknown name is wrong use, with the one that may be meant."""
    runner = CliRunner()
    listed = runner.invoke(main, ["check", "--explain", "loop", "--config", "none.yml"])
    assert len(listed.output.splitlines()) == sum(name.startswith("loop/") for name in RULES)
    wrong = runner.invoke(main, ["check", "--explain", "privacy/mail", "--config", "none.yml"])
    assert wrong.exit_code == 2 and "did you mean `privacy/" in wrong.output


def test_names_of_rules_are_unique_and_of_one_form() -> None:
    """A name is a family, a slash and a rule, in small letters; no two checks declare the same."""
    declared = [rule.name for check in CHECKS for rule in check.rules]
    assert len(declared) == len(set(declared))
    assert all(name == name.lower() and name.count("/") == 1 for name in declared)


def test_a_clean_folder_stays_clean(tmp_path: Path) -> None:
    """An ordinary incident with dates, figures and versions has nothing to be said about it."""
    text = "Since 2026-11-23T10:09:00+03:30 1,140 of 98,000 orders (1.2 %) failed; version 10.15.7 mends it."
    assert findings(tmp_path, {"incidents/a.md": INCIDENT.replace("One order in three fails.", f'"{text}"')}, NOW) == []


def test_a_language_that_the_site_lacks_is_named_in_every_file(tmp_path: Path) -> None:
    """Where it stands: in each of the company's files, in the calendars, and in the name of a translated page."""
    files = {
        "policy.yml": (
            "languages: [en, fa]\ncalendar: {fas: persian}\norganisation: {en: Baran, eng: Baran}\n"
            "topics:\n  - {id: refunds, name: {eng: Refunds}}\n"
        ),
        "components.yml": (
            "components:\n  - {id: checkout, name: {eng: Checkout}, description: {en: Paying, ger: Kasse}}\n"
        ),
        "team.yml": "people:\n  - {id: sahar, name: Sahar, role: {eng: Editor, fa: نویسنده}}\n",
        "channels.yml": "channels:\n  - {id: x, name: X}\n  - {id: y, name: X, off_hours: {eng: Tomorrow.}}\n",
        "contact.md": "Words\n",
        "contact.fas.md": "واژه‌ها\n",
        "contact.fa.md": "واژه‌ها\n",
        "price.list.md": "Words\n",
    }
    found = [one for one in findings(tmp_path, files, NOW) if one.rule == "text/language"]
    assert {one.level for one in found} == {"note"}
    assert [(one.path.removeprefix("content/"), one.line, one.column, one.suggestion) for one in found] == [
        ("channels.yml", 3, 39, "did you mean `en`?"),
        ("components.yml", 2, 32, "did you mean `en`?"),
        ("components.yml", 2, 74, "write one of: en, fa"),
        ("contact.fas.md", 0, 0, "did you mean `fa`?"),
        ("policy.yml", 2, 17, "did you mean `fa`?"),
        ("policy.yml", 3, 32, "did you mean `en`?"),
        ("policy.yml", 5, 31, "did you mean `en`?"),
        ("team.yml", 2, 42, "did you mean `en`?"),
    ]
