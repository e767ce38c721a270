"""The follow-up for another network: what it says, how it is cut, and what keeps it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from answerable.outreach.post_length import LIMITS

NOW = "2026-11-24T09:00:00+03:30"
LINK = "https://status.example.com/answers/late-refund/"
COMPLAINT = """---
title: Refund missing
channel: x
topic: refunds
received: 2026-11-20T09:00:00+03:30
steps:
  - {at: 2026-11-20T10:00:00+03:30, did: answered, by: sahar}
  - {at: 2026-11-20T10:10:00+03:30, did: taken_private, by: sahar}
  - {at: 2026-11-21T09:00:00+03:30, did: resolved, outcome: solved, by: omid}
said: Liars!!!
did: {en: We **paid** it back the same day., fa: همان روز پول را پرداختیم.}
changed: Refunds held for more than a day now ring a phone.
---
"""
INCIDENT = """---
title: Card payments fail
impact: minor
updates:
  - {at: 2026-11-24T08:00:00+03:30, status: investigating, by: omid, text: Cards fail. We write again by nine.}
  - at: 2026-11-24T08:30:00+03:30
    status: monitoring
    by: sahar
    text: {en: Cards work for most. We write again by ten., fa: SMS می‌رسد. تا ساعت ده می‌نویسیم.}
  - {at: 2026-11-24T08:40:00+03:30, status: monitoring, by: omid, next_update: 2026-11-24T10:00:00+03:30}
---
"""


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site with one resolved complaint and one open incident, in the working folder."""
    files = {
        "../mkdocs.yml": "site_name: x\nsite_url: https://status.example.com\ndocs_dir: content\n",
        "team.yml": "people:\n  - {id: sahar, name: {en: Sahar Kiani, fa: سحر کیانی}}\n"
        "  - {id: omid, name: Omid Farahani}\n",
        "channels.yml": "channels:\n  - {id: x, name: X, kind: x}\n",
        "policy.yml": "languages: [en, fa]\ntopics: [{id: refunds, name: Refunds}]\n",
        "complaints/late-refund.md": COMPLAINT,
        "incidents/card-payments.md": INCIDENT,
    }
    for name, text in files.items():
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "content"


def draft(*arguments: str) -> Result:
    """Run `answerable draft` as of `NOW`."""
    return CliRunner().invoke(main, ["draft", *arguments, "--now", NOW])


def rewrite(content: Path, name: str, before: str, after: str) -> None:
    """Change some words of a record."""
    path = content / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.usefixtures("content")
def test_a_complaint_is_told_with_signature_and_link() -> None:
    """The outcome as plain words, what changed, who resolved it, the page; and nothing else to paste."""
    done = draft("late-refund", "--for", "mastodon")
    assert done.exit_code == 0
    assert done.stdout == (
        f"We paid it back the same day.\nRefunds held for more than a day now ring a phone.\n— Omid Farahani\n{LINK}\n"
    )
    # 29 + 1 + 50 + 1 + 15 + 1 characters, and 23 for the link.
    assert done.stderr == "120 of 500 characters\n"


@pytest.mark.usefixtures("content")
def test_an_incident_is_told_by_its_newest_words() -> None:
    """An update without words adds none; whoever said the words signs."""
    done = draft("card-payments", "--for", "bluesky")
    assert done.stdout == (
        "Cards work for most. We write again by ten.\n— Sahar Kiani\nhttps://status.example.com/incidents/card-payments/\n"
    )


@pytest.mark.usefixtures("content")
def test_persian_is_set_from_the_right() -> None:
    """The words and the name are Persian; a mark keeps a Latin first word from turning the post."""
    done = draft("card-payments", "--for", "telegram", "--lang", "fa")
    assert done.stdout.splitlines()[:2] == ["\u200fSMS می‌رسد. تا ساعت ده می‌نویسیم.", "— سحر کیانی"]


@pytest.mark.parametrize("network", sorted(LIMITS))
@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_long_story_is_cut_and_still_signed_and_linked(network: str, language: str, content: Path) -> None:
    """Only the story gets shorter: it ends with an ellipsis, within the limit, nearly filling it."""
    words = "We looked at order after order, one by one. " if language == "en" else "سفارش‌ها را یکی‌یکی نگاه کردیم. "
    story = " ".join(f"{number} {words}" for number in range(1, 400))
    rewrite(
        content,
        "complaints/late-refund.md",
        "{en: We **paid** it back the same day., fa: همان روز پول را پرداختیم.}",
        f"{{{language}: '{story}'}}",
    )
    done = draft("late-refund", "--for", network, "--lang", language)
    assert done.exit_code == 0, done.stderr
    body, signature, link = done.stdout.rstrip("\n").rsplit("\n", 2)
    assert body.endswith("…") and body.startswith("1 ") and link == LINK and signature.startswith("— ")
    for measure in LIMITS[network].measures:  # type: ignore[index]
        assert measure.count(done.stdout.rstrip("\n")) <= measure.most
    first = LIMITS[network].measures[0]  # type: ignore[index]
    assert first.count(done.stdout.rstrip("\n")) >= 0.6 * first.most


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Sorry for the inconvenience. We paid", ":11:11: warning: `Sorry for the inconvenience` could stand"),
        ("Call +98 912 345 6789. We paid", ":11:16: error: a phone number"),
        ("We paid!! It is back", ":11:19: warning: 2 exclamation marks"),
    ],
)
def test_words_that_do_not_pass_are_not_printed(words: str, said: str, content: Path) -> None:
    """Nothing to paste on the standard output; what is wrong, at its place in the record, on the other."""
    rewrite(content, "complaints/late-refund.md", "We **paid** it back", words)
    done = draft("late-refund", "--for", "x")
    assert (done.exit_code, done.stdout) == (1, "")
    (finding, end) = done.stderr.splitlines()
    assert finding.startswith("content/complaints/late-refund.md" + said)
    assert end == "not printed: fix this first"


def test_a_note_keeps_nothing_back(content: Path) -> None:
    """An emoji is a note: the text is printed, and the note beside it."""
    rewrite(content, "complaints/late-refund.md", "the same day.,", "the same day 🎉.,")
    done = draft("late-refund", "--for", "x")
    assert done.exit_code == 0 and "🎉" in done.stdout
    assert "note: an emoji" in done.stderr


def test_what_still_has_to_be_done_does_not_keep_it_back(content: Path) -> None:
    """That the outcome is owed to the public thread is the reason for the post, and no finding about its words."""
    rewrite(content, "complaints/late-refund.md", "2026-11-2", "2026-10-2")
    assert draft("late-refund", "--for", "x").exit_code == 0


def test_a_broken_promise_does_not_keep_the_news_back(content: Path) -> None:
    """That more was promised by now is true of the incident, and no fault of the words."""
    rewrite(content, "policy.yml", "topics:", "checks: {loop: warning}\ntopics:")
    promise = "    next_update: 2026-11-24T08:45:00+03:30\n"
    rewrite(content, "incidents/card-payments.md", INCIDENT.splitlines(keepends=True)[-2], promise)
    checked = CliRunner().invoke(main, ["check", "--now", NOW])
    assert "warning: more was promised" in checked.stdout and checked.exit_code == 1
    assert draft("card-payments", "--for", "x").exit_code == 0


def test_the_same_words_as_elsewhere_keep_it_back(content: Path) -> None:
    """A reply that somebody else got too is not a follow-up."""
    long = "We found the payment at our bank and sent it back to the card today."
    rewrite(content, "complaints/late-refund.md", "We **paid** it back the same day.", long)
    other = COMPLAINT.replace("We **paid** it back the same day.", long).replace("11-2", "11-1")
    (content / "complaints/other.md").write_text(other, encoding="utf-8")
    done = draft("late-refund", "--for", "x")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "the same reply, said 2 times" in done.stderr and "complaints/other.md" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "change", "said"),
    [
        (["late-refunds", "--for", "x"], ("", ""), "did you mean `late-refund`?"),
        (["late-refund", "--for", "x", "--lang", "he"], ("", ""), "has no text in `he`, only in: en, fa"),
        (["late-refund", "--for", "x"], ("did: resolved, outcome: solved", "did: answered"), "is not resolved"),
        (["late-refund", "--for", "x"], ("outcome: solved, by: omid", "outcome: solved"), "nobody signs late-refund"),
        (["late-refund", "--for", "x"], ("title: Refund", "draft: true\ntitle: Refund"), "is a draft"),
        (["late-refund", "--for", "x"], ("channel: x", "channel: y"), "is set aside"),
        (["late-refund", "--for", "fax"], ("", ""), "'fax' is not one of"),
    ],
)
def test_what_cannot_be_told_is_said_in_one_line(
    arguments: list[str], change: tuple[str, str], said: str, content: Path
) -> None:
    """No text, and why."""
    rewrite(content, "complaints/late-refund.md", *change)
    done = draft(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in " ".join(done.stderr.replace("│", "").split())


def test_no_room_is_said_rather_than_a_link_cut(content: Path) -> None:
    """An address longer than the network takes leaves nothing to print."""
    (content / "../mkdocs.yml").write_text(
        f"site_name: x\nsite_url: https://example.com/{'a' * 300}/\ndocs_dir: content\n"
    )
    done = draft("late-refund", "--for", "bluesky")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "leave no room in 300 characters" in done.stderr


def test_an_id_of_two_records_has_to_be_told_apart(content: Path) -> None:
    """The folder says which is meant."""
    (content / "incidents/late-refund.md").write_text(INCIDENT, encoding="utf-8")
    assert "write incidents/late-refund or complaints/late-refund" in draft("late-refund", "--for", "x").stderr
    assert "We paid it" in draft("complaints/late-refund", "--for", "x").stdout
