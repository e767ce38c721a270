"""`answerable triage`: the intake, the queue and the policy in; evidence, exit code and a draft out."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.command import answerable

NOW = datetime.fromisoformat("2026-11-24T15:00:00+03:30")
POLICY = """languages: [en, fa]
zone: Asia/Tehran
topics:
  - {id: refunds, name: Refunds}
  - {id: late, name: Late orders}
surge: {count: 20, window: 1h, above: 3, weeks: 6}
"""
COLUMNS = (
    "id,channel,topic,priority,received,answered,auto_answered,taken_private,resolved,followed_up,confirmed,outcome"
)
TEMPLATE = """---
for: incident
title: {en: Refunds come late, fa: بازپرداخت‌ها دیر می‌رسند}
text: {en: "Refunds take [how long]. No money is lost.", fa: "بازپرداخت [چه مدت] طول می‌کشد."}
topics: [refunds]
components: [wallet]
impact: major
---
"""
DRAFT = """---
draft: true
title: {title}
channel: x
topic: {topic}
received: {received}
---
"""


class Site:
    """A folder with a policy and whatever a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.write("policy.yml", POLICY)
        self.write("components.yml", "components:\n  - {id: wallet, name: Wallet}\n")
        self.write("channels.yml", "channels:\n  - {id: x, name: X}\n")
        (folder / "mkdocs.yml").write_text("site_name: t\ndocs_dir: content\n", encoding="utf-8")

    def write(self, path: str, text: str) -> Path:
        """Put a file into `content/`."""
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def intake(self, *rows: tuple[datetime, str], name: str = "2026-11", more: str = "") -> None:
        """Write the intake's rows, received and topic."""
        lines = [f"{name}-{n},x,{topic},normal,{at.isoformat()},,,,,,," for n, (at, topic) in enumerate(rows)]
        self.write(f"intake/{name}.csv", "\n".join([COLUMNS, *lines, more]) + "\n")

    def triage(self, *options: str, code: int = 0, now: datetime = NOW) -> str:
        """Run the command; gives what it says."""
        return answerable("triage", "--now", now.isoformat(), *options, cwd=self.folder, code=code).output

    def incidents(self) -> list[Path]:
        """The incidents that there are."""
        return sorted((self.content / "incidents").rglob("*.md"))


def usual(topic: str = "refunds", per_hour: int = 1) -> list[tuple[datetime, str]]:
    """So many an hour for six weeks."""
    hours = range(2, 6 * 7 * 24)
    return [(NOW - timedelta(hours=hour, minutes=part), topic) for hour in hours for part in range(per_hour)]


def flood(number: int, topic: str = "refunds", minutes: int = 30) -> list[tuple[datetime, str]]:
    """So many in the last minutes."""
    return [(NOW - timedelta(minutes=minutes * part / number), topic) for part in range(number)]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with a policy."""
    return Site(tmp_path)


def test_usual_days_are_no_surge(site: Site) -> None:
    """Exit 0, and it says how many there were."""
    site.intake(*usual(), *flood(3))
    assert site.triage() == "no surge: 3 complaints in the last 1h\n"


def test_a_surge_is_told_with_its_evidence(site: Site) -> None:
    """Which, how many, since when, the usual level; exit 4."""
    site.intake(*usual(), *flood(34))
    said = site.triage(code=4)
    assert "34 complaints about the topic refunds since 2026-11-24 14:30" in said
    assert "34 in the fullest 1h (usually 1, at most 1)" in said
    assert site.incidents() == []


def test_records_and_queue_are_counted_with_the_intake_and_each_id_once(site: Site) -> None:
    """Ten rows, ten drafts, and one draft that has a row already are twenty."""
    site.intake(*usual("late"), *flood(10))
    ids = [f"2026-11-{len(usual('late'))}", *(f"2026-11-24-q{number}" for number in range(9))]
    words = ["money", "wait", "card", "bank", "lost", "again", "help", "angry", "call", "refund"]
    for id, word in zip(ids, words, strict=True):
        site.write(f"complaints/{id}.md", DRAFT.format(title=word * 3, topic="refunds", received=NOW.isoformat()))
    assert "no surge" in site.triage()
    site.write("complaints/one-more.md", DRAFT.format(title="x y z", topic="refunds", received=NOW.isoformat()))
    assert "20 complaints about the topic refunds" in site.triage(code=4)


def test_the_same_words_in_the_queue_are_a_surge_whatever_their_topic(site: Site) -> None:
    """Half of them were filed under another topic; order of words, capitals and Arabic letters do not matter."""
    site.intake(*usual("late", 12), *usual("refunds", 12))
    spellings = ["کارت من دو بار کم شد", "دو بار كارت من كم شد!", "کارت من کم شد دو بار"]
    for number in range(20):
        at = NOW - timedelta(minutes=2 * number + 1)
        topic = ("late", "refunds")[number % 2]
        text = DRAFT.format(title=spellings[number % 3], topic=topic, received=at.isoformat())
        site.write(f"complaints/q{number:02}.md", text)
    said = site.triage(code=4)
    assert "20 complaints in the queue say nearly the same since 2026-11-24 14:21; the first is q19" in said
    assert "about the topic" not in said


def test_write_drafts_a_pinned_holding_notice_that_is_not_published(site: Site) -> None:
    """From the template for the topic, in all its languages, with the evidence for the reviewer; check passes."""
    site.intake(*usual(), *flood(34))
    site.write("templates/any.md", "---\nfor: incident\ntitle: Something\ntext: Something [what].\n---\n")
    site.write("templates/refunds.md", TEMPLATE)
    said = site.triage("--write", code=4)
    assert "drafted content/incidents/2026/2026-11-24-surge-topic-refunds.md" in said
    [draft] = site.incidents()
    text = draft.read_text("utf-8")
    for part in (
        "draft: true", "  en: Refunds come late\n", "بازپرداخت‌ها دیر می‌رسند", "impact: major", "pinned: true",
        "wallet: degraded_performance", "status: investigating", "started: 2026-11-24T14:30:52+03:30",
        "next_update: 2026-11-24T15:30:00+03:30", "# 34 complaints about the topic refunds since 2026-11-24 14:30",
    ):  # fmt: skip
        assert part in text
    answerable("check", "--now", NOW.isoformat(), cwd=site.folder)


def test_a_surge_is_drafted_once(site: Site) -> None:
    """Neither a second run, nor one later in the same surge, nor one after it was published writes another."""
    site.intake(*usual(), *flood(34))
    site.triage("--write", code=4)
    [draft] = site.incidents()
    before = draft.read_bytes()
    later = NOW + timedelta(minutes=20)
    said = site.triage("--write", code=4, now=later)
    assert "already recorded in incidents/2026/2026-11-24-surge-topic-refunds.md" in said
    assert (site.incidents(), draft.read_bytes()) == ([draft], before)
    draft.write_text(draft.read_text("utf-8").replace("draft: true\n", ""), encoding="utf-8")
    assert "already recorded in" in site.triage("--write", code=4, now=later)


def test_a_later_surge_has_its_own_draft_and_an_old_file_is_never_overwritten(site: Site) -> None:
    """The day after, the first one is resolved: another surge about the same is another incident."""
    tomorrow = NOW + timedelta(days=1)
    late = [(at + timedelta(days=1), topic) for at, topic in flood(34)]
    site.intake(*usual(), *flood(34), *late)
    site.triage("--write", code=4)
    [draft] = site.incidents()
    text = draft.read_text("utf-8").replace("draft: true\n", "")
    resolved = "  - {at: 2026-11-24T20:00:00+03:30, status: resolved, text: Over.}\n---\n"
    draft.write_text(text.removesuffix("---\n") + resolved, encoding="utf-8")
    site.triage("--write", code=4, now=tomorrow)
    assert [file.stem[:10] for file in site.incidents()] == ["2026-11-24", "2026-11-25"]


def test_a_template_that_is_wrong_never_keeps_a_notice_back(site: Site) -> None:
    """Broken YAML and an impact that is none: the draft is made of plain words."""
    site.intake(*usual(), *flood(34))
    site.write("templates/broken.md", "---\nfor: [incident\n---\n")
    site.write("templates/refunds.md", TEMPLATE.replace("impact: major", "impact: dreadful"))
    site.triage("--write", code=4)
    [draft] = site.incidents()
    assert "We are looking into what many of you report" in draft.read_text("utf-8")


def test_a_topic_of_the_intake_can_be_anything(site: Site) -> None:
    """While policy.yml is broken, every topic counts and is told on one line; one with a line break is no row."""
    hostile = '"x\ndraft: false\x1b[31m"'
    site.write("policy.yml", "topics: [")
    site.intake(*usual(), *flood(30, hostile), *flood(30, "تأخیر"), *flood(30, "x: {y} #"))
    said = site.triage("--write", code=4)
    assert "30 complaints about the topic تأخیر since" in said
    assert "30 complaints about the topic x: {y} # since" in said
    assert "60 rows of the intake could not be counted" in said
    assert len(said.splitlines()) == 5
    drafts = [file.read_text("utf-8") for file in site.incidents()]
    assert len(drafts) == 2
    assert all("\ndraft: true\n" in text and "\ndraft: false" not in text for text in drafts)


def test_rows_without_an_instant_are_said_and_not_counted(site: Site) -> None:
    """No offset, no date, a broken quote: the others count."""
    bad = 'a,x,refunds,normal,2026-11-24 14:50,,,,,,,\nb,x,refunds,normal,soon,,,,,,,\nc,x,"refunds,normal\n'
    site.intake(*usual(), *flood(34), more=bad)
    said = site.triage(code=4)
    assert "34 complaints about the topic refunds" in said
    assert "3 rows of the intake could not be counted; `answerable check` says which and why" in said


def test_excluded_rows_are_no_complaints(site: Site) -> None:
    """Thirty rows of spam are no surge."""
    lines = [f"s{n},x,refunds,normal,{NOW.isoformat()},,,,,,,,spam" for n in range(30)]
    site.write("intake/spam.csv", "\n".join([f"{COLUMNS},excluded_because", *lines]) + "\n")
    assert "no surge" in site.triage()


def test_without_an_intake_there_is_nothing_to_say(site: Site) -> None:
    """A new site."""
    assert site.triage() == "no surge: 0 complaints in the last 1h\n"
