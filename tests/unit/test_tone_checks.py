"""Tone among the checks: which words are listened to, where a finding stands, who signs, and the same reply again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from answerable.checks.run import run_checks
from answerable.content.reading import read_content

NOW = "2026-11-24T09:00:00+03:30"
TEAM = "people:\n  - {id: sahar, name: Sahar Kiani}\n"
CHANNELS = "channels:\n  - {id: x, name: X, kind: x}\n"
POLICY = "languages: [en, fa]\ntopics: [{id: refunds, name: Refunds}]\n"

INCIDENT = """---
title: Search is slow
impact: minor
updates:
  - at: 2026-11-24T08:00:00+03:30
    status: investigating
    by: sahar
    text: {text}
---
"""
COMPLAINT = """---
title: Refund missing
channel: x
topic: refunds
received: 2026-11-20T09:00:00+03:30
steps:
  - {{at: 2026-11-20T10:00:00+03:30, did: answered, by: sahar{said}}}
  - {{at: 2026-11-21T09:00:00+03:30, did: resolved, outcome: solved, by: sahar}}
  - {{at: 2026-11-21T09:30:00+03:30, did: followed_up, by: sahar}}
said: You promised, liars!!! lol
did: {did}
---
"""
LONG = "We sent the money back to the card on Monday, and it arrives within three days."


def site(folder: Path, files: dict[str, str], policy: str = "") -> Path:
    """A content folder with these records."""
    content = folder / "content"
    every = {"team.yml": TEAM, "channels.yml": CHANNELS, "policy.yml": POLICY + policy, **files}
    for name, text in every.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    return content


def heard(folder: Path, files: dict[str, str], policy: str = "") -> list[str]:
    """The findings of tone, each as `path:line:column rule level`."""
    content = site(folder, files, policy)
    now = datetime.fromisoformat(NOW)
    read = read_content(content, now)
    assert [str(finding) for finding in read.findings] == []
    found = run_checks(read, content, now)
    return [
        f"{f.path.removeprefix('content/')}:{f.line}:{f.column} {f.rule.removeprefix('tone/')} {f.level}"
        for f in found
        if f.rule.startswith("tone/")
    ]


def incident(text: str) -> dict[str, str]:
    """An open incident with one update."""
    return {"incidents/a.md": INCIDENT.format(text=text)}


def complaint(did: str, said: str = "") -> dict[str, str]:
    """A complaint with what was done, and perhaps the public words of its first step."""
    return {"complaints/c.md": COMPLAINT.format(did=did, said=said and f", text: {said}")}


def test_a_finding_stands_at_the_very_words(tmp_path: Path) -> None:
    """Line and column are those of the phrase, in plain, folded and per-language texts."""
    text = "{en: We write again at ten. Sorry for the inconvenience., fa: تا ساعت ده می‌نویسیم. مرسی}"
    assert heard(tmp_path, incident(text)) == [
        "incidents/a.md:8:39 stock-apology warning",
        "incidents/a.md:8:95 slang warning",
    ]


def test_the_customers_words_are_not_listened_to(tmp_path: Path) -> None:
    """`said` tells what the person said; what the company did is its own."""
    assert heard(tmp_path, complaint("We paid, thx.")) == ["complaints/c.md:11:15 slang warning"]


def test_public_words_of_a_step_are_a_reply(tmp_path: Path) -> None:
    """The text of a step is listened to like an update's."""
    found = heard(tmp_path, complaint("We paid it.", "Sorry you feel ignored."))
    assert found == ["complaints/c.md:7:69 sorry-you-feel warning"]


def test_old_words_are_let_be(tmp_path: Path) -> None:
    """What was said longer ago than `tone.within` cannot be taken back."""
    files = complaint("Sorry for the inconvenience.")
    assert heard(tmp_path, files, "tone: {within: 3d}\n") == ["complaints/c.md:11:6 stock-apology warning"]
    assert heard(tmp_path, files, "tone: {within: 2d}\n") == []


def test_the_policy_has_the_last_word(tmp_path: Path) -> None:
    """A rule's level, a family's, and the company's own words."""
    files = complaint("Hiya, your money is back!!")
    own = "tone: {words: {en: {slang: {add: [hiya]}}}}\n"
    assert heard(tmp_path, files, own + "checks: {tone: note, tone/exclamation: off}\n") == [
        "complaints/c.md:11:6 slang note"
    ]


def test_the_names_of_the_site_are_not_shouted(tmp_path: Path) -> None:
    """A word that stands in capitals in the name of the organisation or of a channel may do so in every text."""
    files = complaint("NORTHWAY paid it, and the TICKER says so.")
    assert heard(tmp_path / "a", files) == [
        "complaints/c.md:11:6 shouting warning",
        "complaints/c.md:11:32 shouting warning",
    ]
    files["channels.yml"] = CHANNELS + "  - {id: y, name: The TICKER, kind: x}\n"
    assert heard(tmp_path / "b", files, "organisation: {en: NORTHWAY Bank, fa: بانک}\n") == []
    assert heard(tmp_path / "c", complaint("SEARCH is back."), "organisation: Search\n") != []


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("We look into it.", ["incidents/a.md:8:11 no-next-step warning"]),
        ("We write here again by ten.", []),
        ("We look into it.\n    next_update: 2026-11-24T10:00:00+03:30", []),
        ("Found it.\n  - {at: 2026-11-24T08:30:00+03:30, status: resolved, by: sahar, text: It works.}", []),
        ("{en: We write again by ten., fa: ایراد را پیدا کردیم.}", ["incidents/a.md:8:44 no-next-step warning"]),
    ],
    ids=["silent", "a sentence", "a promise", "over", "silent in one language"],
)
def test_an_open_incident_says_what_is_next(update: str, expected: list[str], tmp_path: Path) -> None:
    """The newest update of an open incident promises or says it, in each of its languages."""
    assert heard(tmp_path, incident(update)) == expected


def test_what_nobody_signs_is_named(tmp_path: Path) -> None:
    """An update, a notice, a public reply and a resolution; what has no words needs no name."""
    files = {
        "incidents/a.md": INCIDENT.replace("    by: sahar\n", "").format(text="We write again by ten."),
        "notices/n.md": "---\ntitle: Fake shops\ntext: We never ask for a card.\n"
        "starts: 2026-11-20T09:00:00+03:30\nends: 2026-12-20T09:00:00+03:30\n---\n",
        "complaints/c.md": COMPLAINT.replace(", by: sahar", "").format(did="We paid it.", said=", text: We look."),
    }
    assert heard(tmp_path, files) == [
        "complaints/c.md:7:5 unsigned warning",
        "complaints/c.md:8:5 unsigned warning",
        "incidents/a.md:5:5 unsigned warning",
        "notices/n.md:2:1 unsigned warning",
    ]


def test_a_draft_is_signed_by_whoever_publishes_it(tmp_path: Path) -> None:
    """A draft needs no name yet, and no next step; its words are listened to."""
    silent = INCIDENT.replace("    by: sahar\n", "").replace("title:", "draft: true\ntitle:")
    assert heard(tmp_path, {"incidents/a.md": silent.format(text="We look, thx.")}) == [
        "incidents/a.md:8:20 slang warning"
    ]


def test_the_same_reply_again_names_the_first(tmp_path: Path) -> None:
    """The later reply has the finding, which says how often, since when and where it was said first."""
    files = complaint(LONG) | {
        "complaints/d.md": COMPLAINT.replace("11-2", "10-2").format(did=LONG.replace("Monday", "Friday"), said=""),
        "complaints/e.md": COMPLAINT.replace("2026-11-2", "2026-07-2").format(did=LONG, said=""),
    }
    content = site(tmp_path, files)
    now = datetime.fromisoformat(NOW)
    every = run_checks(read_content(content, now), content, now)
    (found,) = (one for one in every if one.rule.startswith("tone/"))
    assert (found.path, found.line, found.rule) == ("content/complaints/c.md", 11, "tone/same-again")
    assert ", said 2 times since 2026-10-21, first in content/complaints/d.md" in found.message


def test_words_agreed_on_beforehand_may_be_said_again(tmp_path: Path) -> None:
    """Updates made of a template, answers by a machine, and two languages of one reply are not the same again."""
    holding = "We know that {} does not work for some of you, and write here again by {}."
    gaps = holding.format("[what]", "[time]")
    template = f"---\nfor: incident\ntitle: x\ntext: {gaps}\n---\n"
    files = {
        "templates/outage.md": template,
        "incidents/a.md": INCIDENT.format(text=holding.format("search", "ten")),
        "incidents/b.md": INCIDENT.format(text=holding.format("the app", "ten")),
    }
    assert heard(tmp_path, files) == []
    (tmp_path / "content/templates/outage.md").unlink()
    del files["templates/outage.md"]
    assert heard(tmp_path, files) == ["incidents/b.md:8:11 same-again warning"]


def test_a_repeat_in_one_record_is_named_too(tmp_path: Path) -> None:
    """Saying the same twice in one incident is the same reply again."""
    again = f"\n  - {{at: 2026-11-24T08:30:00+03:30, status: monitoring, by: sahar, text: '{LONG}'}}"
    next_update = "\n    next_update: 2026-11-24T10:00:00+03:30"
    files = incident(f"'{LONG}'" + next_update + again)
    assert [line.split(" ", 1)[1] for line in heard(tmp_path, files)] == ["no-next-step warning", "same-again warning"]
