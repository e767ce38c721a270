"""A small company as plain values: what its records say, drawn or written by hand, and its project on disk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

SITE = "https://status.example.com/"
NAME = "Baran status"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PAGES = ("index", "incidents", "answers", "changes", "transparency", "subscribe", "contact", "track")
SETTINGS = f"""site_name: {NAME}
site_url: {SITE}
docs_dir: content
theme: {{name: material, font: false}}
plugins: [search, answerable]
"""
STATUSES = ("operational", "degraded_performance", "partial_outage", "major_outage")
IMPACTS = ("none", "minor", "major", "critical")
STAGES = ("investigating", "identified", "monitoring", "resolved")


@dataclass(frozen=True)
class Part:
    """A component."""

    id: str
    name: str
    group: str = ""
    retired: bool = False
    since: str = ""


@dataclass(frozen=True)
class Word:
    """An update of an incident or a maintenance."""

    at: datetime
    status: str
    text: str = ""
    components: Mapping[str, str] = field(default_factory=dict)
    next_update: datetime | None = None


@dataclass(frozen=True)
class Incident:
    """An incident; `body` is its post-mortem."""

    id: str
    title: str
    impact: str
    components: Mapping[str, str]
    updates: tuple[Word, ...]
    started: datetime | None = None
    pinned: bool = True
    body: str = ""
    withdrawn: str = ""


@dataclass(frozen=True)
class Work:
    """A maintenance."""

    id: str
    title: str
    components: tuple[str, ...]
    starts: datetime
    ends: datetime
    announced: datetime | None = None
    updates: tuple[Word, ...] = ()
    withdrawn: str = ""


@dataclass(frozen=True)
class Notice:
    """A standing notice."""

    id: str
    title: str
    impact: str
    starts: datetime
    ends: datetime
    withdrawn: str = ""


@dataclass(frozen=True)
class Company:
    """All records of a site."""

    parts: tuple[Part, ...]
    incidents: tuple[Incident, ...] = ()
    works: tuple[Work, ...] = ()
    notices: tuple[Notice, ...] = ()


def write(folder: Path, company: Company) -> Path:
    """Write the company's project anew; give its settings' file."""
    groups = [{"id": id, "name": f"Group {id}"} for id in ("g0", "g1")]
    files = {f"{page}.md": _page({"title": page, "template": f"{_template(page)}.html"}) for page in PAGES}
    files["components.yml"] = json.dumps({"groups": groups, "components": [_plain(part) for part in company.parts]})
    files["channels.yml"] = json.dumps({"channels": [{"id": "x", "name": "X", "kind": "x", "url": "https://x.com/b"}]})
    files["policy.yml"] = "pin_after_resolved: 2h\nfreshness: {rebuild_every: 15m, believe_for: 6h}\n"
    for room, records in (
        ("incidents", company.incidents), ("maintenance", company.works), ("notices", company.notices)
    ):  # fmt: skip
        files |= {f"{room}/{record.id}.md": _record(record) for record in records}
    content = folder / "content"
    for path in content.rglob("*.md"):
        path.unlink()
    for name, text in files.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    return folder / "mkdocs.yml"


def _template(page: str) -> str:
    return "home" if page == "index" else page


def _record(record: Incident | Work | Notice) -> str:
    front = _plain(record)
    body = str(front.pop("body", ""))
    if isinstance(record, Work):
        front["components"] = dict.fromkeys(record.components, "under_maintenance")
        front["text"] = f"We work on {record.id}."
    if isinstance(record, Notice):
        front["text"] = f"Know of {record.id}."
    return _page(front, body)


def _page(front: dict[str, Any], body: str = "") -> str:
    return f"---\n{json.dumps(front)}\n---\n{body}\n"


def _plain(value: Any) -> Any:
    """A value as JSON, which is YAML too; what is empty is left out, but for what may not be."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, (str, bool, dict)):
        return value
    keys = {key: _plain(one) for key, one in vars(value).items() if one or key == "pinned"}
    return {key: one for key, one in keys.items() if not (key == "id" and hasattr(value, "title"))}


def _minutes(least: int, most: int) -> st.SearchStrategy[datetime]:
    """Instants around noon, of which many meet."""
    return st.integers(least // 20, most // 20).map(lambda number: NOON + timedelta(minutes=20 * number))


@st.composite
def _updates(draw: st.DrawFn, ids: list[str], place: int) -> tuple[Word, ...]:
    """What was said of an incident; some of it is dated a few hours ahead, by a wrong offset."""
    most = draw(st.sampled_from((0, 0, 0, 360, 1200)))
    instants = sorted(draw(st.lists(_minutes(-2400, most), min_size=1, max_size=5)))
    over = draw(st.integers(0, 5))
    touched = st.dictionaries(st.sampled_from(ids), st.sampled_from(STATUSES), max_size=2)
    return tuple(
        Word(
            at,
            draw(st.sampled_from(("resolved",) if number > over else (*STAGES[:3] * 4, "resolved"))),
            f"Word {place} {number} of it.",
            draw(touched),
            draw(st.sampled_from((None, None, at + timedelta(minutes=40)))),
        )
        for number, at in enumerate(instants)
    )


@st.composite
def _incident(draw: st.DrawFn, ids: list[str], place: int) -> Incident:
    updates = draw(_updates(ids, place))
    return Incident(
        f"i{place}",
        f"Thing i{place} fails",
        draw(st.sampled_from(IMPACTS)),
        draw(st.dictionaries(st.sampled_from(ids), st.sampled_from(STATUSES), max_size=3)),
        updates,
        draw(st.sampled_from((None, None, min(updates[0].at, NOON) - timedelta(minutes=30)))),
        draw(st.sampled_from((True, True, True, False))),
        draw(st.sampled_from(("", "", "A disk was full."))),
        draw(st.sampled_from(("", "", "", "", "Of another shop."))),
    )


@st.composite
def _work(draw: st.DrawFn, ids: list[str], place: int) -> Work:
    """Work that is over, under way or to come; some was moved, ended early or called off, perhaps dated ahead."""
    starts = draw(_minutes(-1200, 1800))
    ends = starts + timedelta(minutes=20 * draw(st.integers(1, 20)))
    ahead = st.sampled_from((timedelta(days=3), timedelta(hours=24), timedelta(hours=23), timedelta(hours=-1)))
    announced = draw(st.sampled_from((None, starts - draw(ahead), starts - timedelta(hours=50))))
    stages = draw(st.lists(st.sampled_from(("scheduled", "in_progress", "verifying")), max_size=2))
    told = [Word(draw(_minutes(-2400, 240)), stage, f"Work {place} is {stage}.") for stage in stages]
    end = draw(st.sampled_from(("", "", "completed", "cancelled")))
    if end == "completed":
        told.append(Word(starts + (ends - starts) / 2, end, f"Work {place} is done."))
    if end == "cancelled":
        told.append(Word(starts + timedelta(minutes=20 * draw(st.integers(-40, 10))), end, f"No work {place}."))
    if announced is None and any(word.status == "cancelled" and word.at > NOON for word in told):
        announced = starts - timedelta(days=3)  # else it seems to be announced when it is called off
    told = sorted((word for word in told if word.at <= NOON + timedelta(hours=23)), key=lambda word: word.at)
    return Work(
        f"m{place}",
        f"Move of m{place}",
        tuple(draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))),
        starts,
        ends,
        announced if announced is None or announced <= NOON else NOON - timedelta(hours=60),
        tuple(told),
        draw(st.sampled_from(("", "", "", "", "", "Of another shop."))),
    )


@st.composite
def companies(draw: st.DrawFn) -> Company:
    """Two to five components, and a few records of each kind around noon."""
    ids = [f"c{number}" for number in range(draw(st.integers(2, 5)))]
    groups, retired = st.sampled_from(("", "g0", "g1")), st.sampled_from((False, False, False, True))
    since = st.sampled_from(("", "2026-08-01", "2026-11-20", "2026-11-23", "2026-11-24"))
    parts = tuple(Part(id, f"Part {id}", draw(groups), draw(retired), draw(since)) for id in ids)
    notices = []
    for place in range(draw(st.integers(0, 2))):
        starts = draw(_minutes(-2400, 900))
        ends = starts + timedelta(minutes=20 * draw(st.integers(1, 90)))
        why = draw(st.sampled_from(("", "", "", "Not so.")))
        notices.append(Notice(f"n{place}", f"Beware of n{place}", draw(st.sampled_from(IMPACTS)), starts, ends, why))
    incidents = tuple(draw(_incident(ids, place)) for place in range(draw(st.integers(0, 3))))
    works = tuple(draw(_work(ids, place)) for place in range(draw(st.integers(0, 3))))
    return Company(parts, incidents, works, tuple(notices))
