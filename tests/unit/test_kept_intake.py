"""What a build keeps of the intake changes nothing: figures and findings are those of a build that keeps nothing."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from answerable.content.reading import read_content
from answerable.intake import kept_months, kept_pieces, lines, loading
from answerable.intake import restatements as restated
from answerable.intake.cohorts import response_figures
from answerable.intake.queries import rows_files
from answerable.intake.restatements import figures_of, restatements
from answerable.intake.tallies import tables
from answerable.output.build_cache import NO_CACHE, BuildCache
from answerable.records.published import PublishedMonth, published_path, published_text
from answerable.records.vocabulary import CalendarName

EXAMPLES = int(os.environ.get("INCREMENTAL_EXAMPLES", "3"))
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEAD = (
    "id,channel,topic,priority,received,answered,auto_answered,taken_private,resolved,followed_up,reopened,withdrawn,"
    "outcome,excluded_because"
)
CHANNELS = (
    "{id: x, name: X, hours: {mon-fri: 09:00-17:00}, zone: Europe/Berlin, holidays: DE}",
    "{id: x, name: X, hours: {daily: 20:00-04:00}, zone: Asia/Tehran}",
    "{id: x, name: X, hours: always, zone: America/New_York}",
    "{id: x, name: X}",
)
POLICIES = (
    "zone: Asia/Tehran\ntargets: {normal: 24h, outage: 15m}\n",
    "zone: Europe/Berlin\ntargets: {normal: 1h}\n",
    "follow_up_within: 30d\nminimum_n: 1\n",
    "privacy: {regions: [IR]}\n",
)
WORDS = ("", "", "spam", "not for us", "<!-- x -->")


@dataclass
class Intake:
    """Rows by file and id, on disk, beside the company's files; and the clock of the next build."""

    folder: Path
    now: datetime = NOON
    files: dict[str, dict[str, str]] = field(default_factory=dict)
    policy: int = 0
    channels: int = 0
    closed: dict[str, datetime] = field(default_factory=dict)

    def write(self) -> None:
        """Write all of it."""
        content = self.folder / "content"
        shutil.rmtree(content, ignore_errors=True)
        (content / "intake").mkdir(parents=True)
        topics = f"topics: [{{id: late, name: Late}}{', {id: odd, name: Odd}' if self.policy % 2 else ''}]\n"
        (content / "policy.yml").write_text(topics + POLICIES[self.policy % len(POLICIES)])
        phone = "{id: phone, name: Phone, hours: always, zone: Asia/Tehran}"
        (content / "channels.yml").write_text(f"channels: [{CHANNELS[self.channels % len(CHANNELS)]}, {phone}]\n")
        (content / "published").mkdir()
        for month, as_of in self.closed.items():
            closed = PublishedMonth(month=month, as_of=as_of, figures={})
            published_path(content, month).write_text(published_text(closed), encoding="utf-8")
        for name, rows in self.files.items():
            (content / "intake" / name).write_text("\n".join([HEAD, *rows.values()]) + "\n", encoding="utf-8")

    def row(self, number: int) -> str:
        """A row about some time, open or not, or broken."""
        chance = random.Random(number)  # noqa: S311 (no secret)
        received = self.now - timedelta(seconds=chance.randrange(150 * 86_400) - 3600)
        steps = [received + timedelta(seconds=int(chance.expovariate(1 / 90_000))) for _ in range(7)]
        instants = [at.isoformat() if at < self.now and chance.random() < 0.6 else "" for at in steps]
        outcome = chance.choice(("solved", "declined")) if instants[3] else ""
        broken = chance.choice(("x", "x", "phone", "phone", "phone", "fax"))
        words = [f"c{number % 60}", broken, chance.choice(("late", "odd", "")), chance.choice(("normal", "outage", ""))]
        return ",".join([*words, received.isoformat(), *instants, outcome, chance.choice(WORDS)])

    def some(self, number: int) -> tuple[str, str] | None:
        """A file and a row in it."""
        places = [(file, id) for file, rows in self.files.items() for id in rows]
        return places[number % len(places)] if places else None


def new(intake: Intake, number: int) -> None:
    """Add some rows."""
    rows = intake.files.setdefault(f"{number % 3}.csv", {})
    rows.update({f"{one}": intake.row(one) for one in range(number, number + number % 5 + 1)})


def change(intake: Intake, number: int) -> None:
    """Write a row anew."""
    if found := intake.some(number):
        intake.files[found[0]][found[1]] = intake.row(number)


def remove(intake: Intake, number: int) -> None:
    """Leave out a row."""
    if found := intake.some(number):
        del intake.files[found[0]][found[1]]


def rename(intake: Intake, number: int) -> None:
    """Give a file another name, or the name of another."""
    if intake.files:
        name = sorted(intake.files)[number % len(intake.files)]
        intake.files[f"{number % 7}.csv"] = intake.files.pop(name)


def spoil(intake: Intake, number: int) -> None:
    """Write a line that cannot be read."""
    if found := intake.some(number):
        intake.files[found[0]][found[1]] = ('"open', "a,b", "c\x07,,", "é" * 30)[number % 4]


def company(intake: Intake, number: int) -> None:
    """Change the policy or a channel's hours."""
    if number % 2:
        intake.policy += 1
    else:
        intake.channels += 1


def close(intake: Intake, number: int) -> None:
    """Close a month, whose figures nobody has published so far."""
    month = intake.now - timedelta(days=30 * (number % 5))
    intake.closed[f"{month:%Y-%m}"] = intake.now - timedelta(hours=number % 50)


def clock(intake: Intake, number: int) -> None:
    """Let time go on, or build as of an earlier time."""
    intake.now += timedelta(hours=(1, 9, 40, 300, 2000, -5)[number % 6])


def cache(intake: Intake, number: int) -> None:
    """Lose what is kept, cut it short, or have it as it was before."""
    kept, old = intake.folder / ".answerable", intake.folder / "old"
    files = sorted((kept / "files").glob("*"))
    if number % 4 == 0 and files:
        files[number % len(files)].unlink()
    elif number % 4 == 1 and files:
        file = files[number % len(files)]
        file.write_bytes(file.read_bytes()[: number % 300])
    elif number % 4 == 2 and kept.exists():
        shutil.copytree(kept, old, dirs_exist_ok=True)
    elif number % 4 == 3 and old.exists():
        shutil.copytree(old, kept, dirs_exist_ok=True)


Edit = tuple[Callable[[Intake, int], None], int]
EDITS = (
    new, new, change, change, remove, rename, spoil, company, close, clock, clock, cache,
)  # fmt: skip


def built(intake: Intake, calendar: CalendarName = "gregorian", *, keep: bool = True) -> dict[str, Any]:
    """Read and count the intake as a build does; return all that is said of it."""
    kept = BuildCache(intake.folder / ".answerable" / "build.sqlite3") if keep else NO_CACHE
    content = read_content(intake.folder / "content", intake.now, cache=kept)
    figures = response_figures(content.intake, content.ledger, intake.now, calendar)
    said: dict[str, Any] = {"restated": restatements(content.published, content.intake, content.ledger)}
    rows = rows_files(content.intake, content.ledger, intake.now)
    kept.save()
    said |= {"findings": content.findings, "aside": content.set_aside, "skipped": content.intake.skipped, "rows": rows}
    return {**said, **vars(figures)}


@settings(
    max_examples=EXAMPLES,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 4000)), max_size=4), min_size=1, max_size=4),
    st.sampled_from(get_args(CalendarName)),
)
def test_what_is_kept_changes_nothing(rounds: list[list[Edit]], calendar: CalendarName) -> None:
    """After any edits of the rows, the company's files, the clock and what is kept."""
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.object(kept_pieces, "LEAST", 0),
        patch.object(lines, "_PIECE", 900),
        patch.object(loading, "LARGE", 700),
    ):
        intake = Intake(Path(folder))
        for number in range(0, 60, 4):
            new(intake, number)
        for edits in ([], *rounds):
            for edit, number in edits:
                edit(intake, number)
            intake.write()
            found = built(intake, calendar)
        assert found == built(intake, calendar, keep=False)


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    """Rows of five months."""
    found = Intake(tmp_path)
    for number in range(0, 300, 5):
        new(found, number)
    found.write()
    return found


def counted_months(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Build, and return which months were counted, each time that any were."""
    found: list[list[str]] = []

    def noted(*arguments: Any, **named: Any) -> Any:
        found.append(sorted(arguments[3] or ()))
        return tables(*arguments, **named)

    monkeypatch.setattr(kept_months, "tables", noted)
    kept = BuildCache(intake.folder / ".answerable" / "build.sqlite3")
    content = read_content(intake.folder / "content", intake.now, cache=kept)
    response_figures(content.intake, content.ledger, intake.now)
    kept.save()
    return found


def test_only_months_that_changed_are_counted_again(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    """And those in which a complaint has not had all its time; with other targets all are."""
    first = counted_months(intake, monkeypatch)
    assert first == [["2026-07", "2026-08", "2026-09", "2026-10", "2026-11"]]
    assert counted_months(intake, monkeypatch) == [[]]
    intake.now += timedelta(minutes=1)
    assert counted_months(intake, monkeypatch) == [["2026-11"]]
    intake.files["old.csv"] = {"one": "one,phone,late,normal,2026-08-10T09:00:00Z" + "," * 9}
    intake.write()
    assert counted_months(intake, monkeypatch) == [["2026-08"]]
    intake.policy += 1
    intake.write()
    assert counted_months(intake, monkeypatch) == first


def test_closed_months_are_counted_again_only_after_a_change(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each as of its own instant, whatever the time is now."""
    counted: list[str] = []

    def noted(month: str, *arguments: Any) -> Any:
        counted.append(month)
        return figures_of(month, *arguments)

    monkeypatch.setattr(restated, "figures_of", noted)
    intake.closed = {"2026-09": intake.now, "2026-10": intake.now}
    intake.write()
    first = built(intake)["restated"]
    assert first and sorted(counted) == ["2026-09", "2026-10"]
    intake.now += timedelta(hours=1)
    assert built(intake)["restated"] == first and len(counted) == 2
    intake.files["old.csv"] = {"one": "one,phone,late,normal,2026-09-10T09:00:00Z" + "," * 9}
    intake.write()
    assert built(intake)["restated"] != first and counted[2:] == ["2026-09"]


def test_files_that_nothing_needs_are_removed(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    """And so is what was left by a build that was killed."""
    monkeypatch.setattr(kept_pieces, "LEAST", 0)
    built(intake)
    files = intake.folder / ".answerable" / "files"
    (files / "left.parquet.part").write_bytes(b"half")
    before = set(files.iterdir())
    intake.files.clear()
    new(intake, 7)
    intake.write()
    built(intake)
    after = set(files.iterdir())
    assert after
    assert not after & before
