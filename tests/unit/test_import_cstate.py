"""A cState site as records: every issue arrives, and what had to be guessed is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from answerable.importers.cstate import read_site
from answerable.importers.imported_history import History, Imported, Settings, SourceError

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)

FRONT = """\
title: Search is slow
date: 2024-03-05T08:00:00Z
resolved: true
resolvedWhen: 2024-03-05T09:30:00Z
severity: disrupted
affected:
  - Search
section: issue
"""


def _site(folder: Path, **issues: str) -> Path:
    """Return a site with these issues, each given as its whole text, and two systems in one category."""
    (folder / "content/issues").mkdir(parents=True)
    (folder / "config.yml").write_text(
        "params:\n"
        "  categories:\n    - name: Shop\n      closed: true\n"
        "  systems:\n    - name: Search\n      category: Shop\n      description: Finds things\n    - name: API\n",
        encoding="utf-8",
    )
    for name, text in issues.items():
        (folder / "content/issues" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def _read(folder: Path, text: str, zone: str = "UTC", **arguments: Any) -> tuple[Imported, list[str]]:
    """Return the one record that an issue becomes, and what was guessed."""
    history = read_site(Settings(NOW, zone), _site(folder, issue=text), **arguments)
    assert history.problems == []
    return history.records[0], [guess.what for guess in history.guesses]


def _issue(front: str = FRONT, body: str = "Words.") -> str:
    return f"---\n{front}---\n\n{body}\n"


def _updates(record: Imported) -> list[tuple[str, str, str | None]]:
    """Return each update's hour, status and text."""
    return [(f"{u['at']:%d %H:%M}", u["status"], u["text"]) for u in record.front["updates"]]


def test_an_issue_becomes_an_incident(tmp_path: Path) -> None:
    """Title, severity, systems, beginning and end have their place; a text without marks is the first update."""
    record, _ = _read(tmp_path, _issue())
    assert (record.kind, record.id, record.year) == ("incident", "2024-03-05-search-is-slow", 2024)
    assert (record.front["impact"], record.front["components"]) == ("minor", {"Search": "partial_outage"})
    assert _updates(record) == [("05 08:00", "investigating", "Words."), ("05 09:30", "resolved", "Resolved.")]


@pytest.mark.parametrize(
    ("severity", "impact", "status"),
    [
        ("notice", "none", "operational"),
        ("disrupted", "minor", "partial_outage"),
        ("down", "major", "major_outage"),
        ("strange", "minor", "partial_outage"),
    ],
)
def test_severities(tmp_path: Path, severity: str, impact: str, status: str) -> None:
    """Each of cState's three severities has an impact; an unknown one counts as disrupted and is listed."""
    record, guesses = _read(tmp_path, _issue(FRONT.replace("disrupted", severity)))
    assert (record.front["impact"], record.front["components"]["Search"]) == (impact, status)
    assert ("its severity is none of cState's; disrupted was taken" in guesses) == (severity == "strange")


def test_systems_and_categories_become_components_and_groups(tmp_path: Path) -> None:
    """Their order stays; a system that only an issue names is added and listed."""
    site = _site(tmp_path, issue=_issue(FRONT.replace("- Search", "- search\n  - Mail")))
    history = read_site(Settings(NOW), site)
    assert [(group.name, group.collapsed) for group in history.groups] == [("Shop", True)]
    assert [(c.name, c.group, c.description) for c in history.components] == [
        ("Search", "Shop", "Finds things"),
        ("API", "", ""),
        ("Mail", "", ""),
    ]
    assert list(history.records[0].front["components"]) == ["Search", "Mail"]
    assert ("a system that config.yml does not name became a component", "Mail") in [
        (guess.what, guess.detail) for guess in history.guesses
    ]


def test_toml_is_read_as_yaml_is(tmp_path: Path) -> None:
    """Hugo's other front matter gives the same record."""
    front = (
        '+++\ntitle = "Search is slow"\ndate = 2024-03-05T08:00:00Z\nresolved = true\n'
        'resolvedWhen = "2024-03-05 09:30:00"\nseverity = "disrupted"\naffected = ["Search"]\nsection = "issue"\n+++\n'
    )
    record, guesses = _read(tmp_path / "toml", front + "\nWords.\n")
    same, _ = _read(tmp_path / "yaml", _issue())
    assert (record.front, record.body) == (same.front, same.body)
    assert "the instant has no UTC offset; UTC was taken" in guesses


def test_an_hour_without_offset_is_read_in_the_zone_given(tmp_path: Path) -> None:
    """`--zone` says what a bare `08:00` means; that it had to be assumed is listed."""
    record, guesses = _read(tmp_path, _issue(FRONT.replace("08:00:00Z", "8:00:00")), zone="Asia/Tehran")
    assert record.front["updates"][0]["at"].isoformat() == "2024-03-05T08:00:00+03:30"
    assert "the instant has no UTC offset; Asia/Tehran was taken" in guesses
    assert "the instant is not written as ISO 8601 asks" in guesses


@pytest.mark.parametrize(
    ("resolved", "end", "guessed"),
    [
        ("2024-03-02T11:00:00Z", "05 11:00", "it was resolved before it began; the hour was taken on the day it began"),
        ("2024-03-02T07:00:00Z", "05 08:00", "it was resolved before it began; its beginning was taken"),
        ("2024-03-05T08:00:00Z", "05 08:00", "it began and ended at one instant; nothing says how long it took"),
        ("yesterday", "05 08:00", "it is resolved, but nothing says when; its beginning was taken"),
    ],
)
def test_an_end_before_the_beginning_is_corrected_and_listed(
    tmp_path: Path, resolved: str, end: str, guessed: str
) -> None:
    """A wrong day keeps its hour where that can be; otherwise the length is not known and counts as nothing."""
    record, guesses = _read(tmp_path, _issue(FRONT.replace("2024-03-05T09:30:00Z", resolved)))
    assert _updates(record)[-1][:2] == (end, "resolved")
    assert guessed in guesses


def test_what_is_not_resolved_stays_open(tmp_path: Path) -> None:
    """`resolved: false` gives no end, whatever `resolvedWhen` says."""
    record, _ = _read(tmp_path, _issue(FRONT.replace("resolved: true", "resolved: false")))
    assert _updates(record) == [("05 08:00", "investigating", "Words.")]


def test_messages_in_brackets_become_updates(tmp_path: Path) -> None:
    """Newest first in the source, oldest first here; a mark that says when is believed, one that does not is listed."""
    body = (
        "[Final Message]\nAll is well.\n\n---\n\n[Update - 2024-03-05 09h10 UTC]\nA cause is found.\n\n"
        "[Edit]\nMore people see it.\n\n[Initial message]\nSearch is slow.\n- [ci] a list stays\n"
    )
    record, guesses = _read(tmp_path, _issue(body=body))
    assert _updates(record) == [
        ("05 08:00", "investigating", "Search is slow.\n- [ci] a list stays"),
        ("05 08:00", "investigating", "More people see it."),
        ("05 09:10", "investigating", "A cause is found."),
        ("05 09:30", "resolved", "All is well."),
    ]
    assert guesses == ["nothing says when an update was written; the instant before it was taken"]


@pytest.mark.parametrize(
    "body",
    [
        "[Initial message - Friday 22th]\nSearch is slow.",
        "[Final message - 5th of May]\nDone.\n\n[Initial message]\nSlow.",
    ],
)
def test_a_day_in_a_mark_that_was_not_taken_is_listed(tmp_path: Path, body: str) -> None:
    """The first and the last words take the issue's own instants; what their marks say besides is listed."""
    issue = read_site(Settings(NOW), _site(tmp_path, issue=_issue(body=body)))
    (left_out,) = [guess for guess in issue.guesses if "was not taken" in guess.what]
    assert left_out.detail in body


def test_a_day_in_an_announcement_s_mark_is_when_it_was_announced(tmp_path: Path) -> None:
    """What was written before the work began says so; a day that cannot be read is listed."""
    front = FRONT.replace("Search is slow", "Planned maintenance")
    record, guesses = _read(tmp_path / "a", _issue(front, "[Initial message - 2024-03-01 10:00 UTC]\nWe will."))
    assert record.front["announced"] == datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert not [guess for guess in guesses if "was not taken" in guess]
    record, guesses = _read(tmp_path / "b", _issue(front, "[Initial message - Friday 1st]\nWe will."))
    assert record.front["announced"] is None
    assert [guess for guess in guesses if "was not taken" in guess]


def test_a_title_that_is_too_long_is_cut_and_listed(tmp_path: Path) -> None:
    """Three hundred characters stay; the list has the whole."""
    title = "word " * 80
    history = read_site(Settings(NOW), _site(tmp_path, issue=_issue(FRONT.replace("Search is slow", title))))
    assert len(history.records[0].front["title"]) <= 300
    assert [guess.detail for guess in history.guesses if "cut off" in guess.what] == [title.strip()]


def test_text_before_the_marks_is_kept(tmp_path: Path) -> None:
    """Above an initial message they stand in the body; where there is none, they are the first message."""
    record, _ = _read(tmp_path / "a", _issue(body="See [the notes](https://example.com).\n\n[Open issue]\nSlow."))
    assert (record.body, _updates(record)[0][2]) == ("See [the notes](https://example.com).", "Slow.")
    record, _ = _read(tmp_path / "b", _issue(body="It is slow.\n\n[edit]\nBetter now."))
    assert (record.body, [text for _, _, text in _updates(record)]) == ("", ["It is slow.", "Better now.", "Resolved."])


def test_tracked_paragraphs_become_updates(tmp_path: Path) -> None:
    """cState's own way: a state in front, and an instant behind each paragraph."""
    body = (
        '*Resolved* - It works again. {{< track "2024-03-05 09:30:00" >}}\n\n'
        '**Monitoring** - A fix is out. {{< track "2024-03-05 09:00:00" >}}\n\n'
        '*Investigating* - It is slow. {{< track "2024-03-05 08:00:00" >}}\n'
    )
    record, _ = _read(tmp_path, _issue(body=body))
    assert _updates(record) == [
        ("05 08:00", "investigating", "It is slow."),
        ("05 09:00", "monitoring", "A fix is out."),
        ("05 09:30", "resolved", "It works again."),
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Maintenance on ci.example.com", "maintenance"),
        ("issues.example.com upgrade", "maintenance"),
        ("Outage after the upgrade", "incident"),
        ("Unplanned work", "incident"),
        ("Search is slow", "incident"),
    ],
)
def test_planned_work_becomes_a_maintenance(tmp_path: Path, title: str, kind: str) -> None:
    """The title decides, the guess is listed, and it can be switched off."""
    text = _issue(FRONT.replace("Search is slow", title), "[Final]\nDone.\n\n[Initial]\nWe begin.")
    record, guesses = _read(tmp_path / "a", text)
    assert record.kind == kind
    assert any("it became a maintenance" in guess for guess in guesses) == (kind == "maintenance")
    assert _read(tmp_path / "b", text, incidents_only=True)[0].kind == "incident"


def test_a_maintenance_has_its_window_and_its_texts(tmp_path: Path) -> None:
    """The opening message announces it, the closing one ends it."""
    text = _issue(FRONT.replace("Search is slow", "Maintenance"), "[Final]\nDone.\n\n[Initial]\nWe begin.")
    front = _read(tmp_path, text)[0].front
    assert (f"{front['starts']:%H:%M}", f"{front['ends']:%H:%M}", front["text"]) == ("08:00", "09:30", "We begin.")
    assert [(u["status"], u["text"]) for u in front["updates"]] == [("completed", "Done.")]
    assert front["components"] == {"Search": "under_maintenance"}


def test_a_future_issue_is_a_maintenance(tmp_path: Path) -> None:
    """An incident cannot lie in the future; messages dated after the clock join the announcement."""
    front = FRONT.replace("2024-03-05", "2026-12-01").replace("resolved: true", "resolved: false")
    record, guesses = _read(tmp_path, _issue(front, "[Update]\nStill on.\n\n[Initial]\nA disk is changed."))
    assert (record.kind, record.front["updates"]) == ("maintenance", [])
    assert record.front["text"] == "A disk is changed.\n\nStill on."
    assert "nothing says how long the work takes; one hour was taken" in guesses


def test_an_informational_issue_has_no_impact(tmp_path: Path) -> None:
    """It becomes an incident that is never pinned, over at `resolvedWhen` or at once; the guess is listed."""
    record, guesses = _read(tmp_path / "a", _issue(FRONT + "informational: yes\n"))
    assert (record.front["impact"], record.front["pinned"]) == ("none", False)
    assert _updates(record)[-1][:2] == ("05 09:30", "resolved")
    assert "it is informational; it became a record without impact" in guesses
    at_once = FRONT.replace("resolvedWhen: 2024-03-05T09:30:00Z\n", "").replace("resolved: true", "resolved: false")
    record, guesses = _read(tmp_path / "b", _issue(at_once + "informational: true\n"))
    assert _updates(record)[-1][:2] == ("05 08:00", "resolved")
    assert "it is informational; it became a record without impact that ended at once" in guesses


def test_nothing_is_lost_silently(tmp_path: Path) -> None:
    """Keys without a place, pins, other sections and unseen characters are each listed."""
    front = FRONT.replace("section: issue", "section: post") + "pin: true\nauthor: Sara\n"
    _, guesses = _read(tmp_path, _issue(front, "Wor\u202eds."))
    assert set(guesses) == {
        "`pin: true` was left out; a record is pinned while it is open",
        "it has no closing words; the update says “Resolved.”",
        "its key `author` has no place in a record and was left out",
        "its section is not `issue`; it came over all the same",
        "unseen characters that a record may not hold were taken out",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no front matter", "the front matter is missing"),
        ("---\ntitle: [a\n---\n", "line 2: `[` is not closed"),
        ("+++\ntitle = \n+++\n", "its TOML cannot be read"),
        ("---\ntitle: A\ndate: soon\n---\n", "its `date` 'soon' is no date"),
        ("---\ntitle: A\n---\n", "its `date` None is no date"),
    ],
)
def test_what_cannot_be_read_is_a_problem_and_the_rest_arrives(tmp_path: Path, text: str, words: str) -> None:
    """Each broken issue says why it did not arrive; its neighbours do."""
    history: History = read_site(Settings(NOW), _site(tmp_path, bad=text, good=_issue()))
    assert [record.source_key for record in history.records] == ["good.md"]
    assert [problem.source for problem in history.problems] == ["bad.md"]
    assert words in history.problems[0].what
    assert ("content/issues", "2 issues") in history.counts


def test_a_folder_that_is_no_site_is_refused(tmp_path: Path) -> None:
    """The message says what would be right."""
    with pytest.raises(SourceError, match="content/issues"):
        read_site(Settings(NOW), tmp_path)


@pytest.mark.parametrize(
    ("written", "is_open"),
    [("yes", False), ("True", False), ("on", False), ("'true'", False), ("no", True), ("off", True), ("", True)],
)
def test_yes_and_no_are_those_of_yaml_1_1(tmp_path: Path, written: str, is_open: bool) -> None:
    """Hugo reads them so; the same holds for `draft`."""
    front = FRONT.replace("resolved: true", f"resolved: {written}") + f"draft: {written}\n"
    record, _ = _read(tmp_path, _issue(front))
    assert (_updates(record)[-1][1] != "resolved", record.front["draft"] is None) == (is_open, is_open)


def test_what_resolved_cannot_mean_stays_open_and_is_listed(tmp_path: Path) -> None:
    """Nothing is called over that its team did not call over; an instant there is the end."""
    record, guesses = _read(tmp_path / "a", _issue(FRONT.replace("resolved: true", "resolved: soon")))
    assert _updates(record)[-1][1] == "investigating"
    assert "its `resolved` says neither yes nor no; it stays open" in guesses
    front = FRONT.replace("resolved: true", "resolved: 2024-03-05T09:00:00Z").replace(
        "resolvedWhen: 2024-03-05T09:30:00Z\n", ""
    )
    record, _ = _read(tmp_path / "b", _issue(front))
    assert _updates(record)[-1][:2] == ("05 09:00", "resolved")


def test_the_date_of_an_issue_is_when_it_began_also_where_its_first_words_came_later(tmp_path: Path) -> None:
    """It becomes `started`."""
    body = '*Resolved* - Done. {{< track "2024-03-05 09:30" >}}\n\n*Open* - Slow. {{< track "2024-03-05 08:40" >}}'
    record, _ = _read(tmp_path, _issue(body=body))
    assert record.front["started"] == datetime(2024, 3, 5, 8, tzinfo=UTC)
    assert [one[:2] for one in _updates(record)] == [("05 08:40", "investigating"), ("05 09:30", "resolved")]


def test_words_that_came_after_the_end_are_told_after_it(tmp_path: Path) -> None:
    """As further `resolved` updates, which do not move the end; words of the very end are the closing ones."""
    body = (
        "**2024-03-06 10:00**\n\nWe learned.\n\n**2024-03-05 09:30**\n\nA disk is new.\n\n**2024-03-05 08:30**\n\nSlow."
    )
    record, _ = _read(tmp_path, _issue(body=body))
    assert _updates(record) == [
        ("05 08:30", "investigating", "Slow."),
        ("05 09:30", "resolved", "A disk is new."),
        ("06 10:00", "resolved", "We learned."),
    ]


def test_hours_of_another_zone_are_none_after_the_end(tmp_path: Path) -> None:
    """Where every mark lies after the end, they stand in another zone, and the guess is listed."""
    body = (
        '*Resolved* - Done. {{< track "2024-03-05 12:30" >}}\n\n*Monitoring* - Better. {{< track "2024-03-05 12:00" >}}'
    )
    record, guesses = _read(tmp_path, _issue(body=body))
    assert _updates(record) == [("05 08:00", "monitoring", "Better."), ("05 09:30", "resolved", "Done.")]
    assert "nothing says when an update was written; the instant before it was taken" in guesses


def test_an_informational_window_keeps_its_end(tmp_path: Path) -> None:
    """Planned work that is informational is a maintenance from `date` to `resolvedWhen`."""
    front = FRONT.replace("Search is slow", "Planned maintenance of Search") + "informational: true\n"
    record, _ = _read(tmp_path, _issue(front))
    assert (record.kind, record.front["ends"]) == ("maintenance", datetime(2024, 3, 5, 9, 30, tzinfo=UTC))


CLEAR = """\
title: Shop updates
date: 2024-03-05 08:00:00
status: "resolved"
pinned:
duration: 1h
max_severity: down
current_severity: ok
resolved_on: 2024-03-05 09:30:00
affected: [Search]
twitterFeed:
enableComments: false
section: issue
"""


@pytest.mark.parametrize(
    ("changes", "kind", "end"),
    [
        ({}, "incident", "05 09:30"),
        ({"max_severity: down": "max_severity: maintenance"}, "maintenance", "05 09:30"),
        ({'"resolved"': "scheduled", "2024-": "2026-12-"}, "maintenance", ""),
        ({'"resolved"': "in_progress"}, "incident", ""),
    ],
)
def test_the_front_matter_of_clearstatus_is_read_as_cstate_s(
    tmp_path: Path, changes: dict[str, str], kind: str, end: str
) -> None:
    """`status`, `resolved_on`, `max_severity` and `duration` stand for cState's keys."""
    front = CLEAR
    for old, new in changes.items():
        front = front.replace(old, new.replace("2026-12-", "2027-"))
    record, guesses = _read(tmp_path, _issue(front))
    assert record.kind == kind
    if kind == "incident":
        assert record.front["impact"] == "major"
        assert (_updates(record)[-1][1] == "resolved") == bool(end)
    else:
        assert record.front["ends"] - record.front["starts"] == timedelta(hours=1.5 if end else 1)
    assert not [guess for guess in guesses if "has no place" in guess]


def test_issues_elsewhere_in_content_are_issues_too(tmp_path: Path) -> None:
    """Hugo finds them by their section; pages are none, and the list names what stood elsewhere."""
    site = _site(tmp_path, a=_issue())
    for path, text in {
        "default/issues/b.md": _issue(CLEAR),
        "posts/c.markdown": _issue(),
        "pages/about.md": "---\ntitle: About\n---\n",
        "pages/plain.md": "no front matter",
        "issues/_index.md": "---\ntitle: Issues\n---\n",
    }.items():
        (site / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (site / "content" / path).write_text(text, "utf-8")
    history = read_site(Settings(NOW), site)
    elsewhere = ["content/default/issues/b.md", "content/posts/c.markdown"]
    assert sorted(record.source_key for record in history.records) == ["a.md", *elsewhere]
    assert history.problems == []
    outside = [guess.source for guess in history.guesses if "outside content/issues" in guess.what]
    assert outside == elsewhere


def test_json_front_matter_is_read_as_yaml_is(tmp_path: Path) -> None:
    """Hugo knows it too."""
    front = (
        '{"title": "Search is slow", "date": "2024-03-05T08:00:00Z", "resolved": true, "severity": "disrupted", '
        '"resolvedWhen": "2024-03-05T09:30:00Z", "affected": ["Search"], "section": "issue"}'
    )
    record, _ = _read(tmp_path / "json", front + "\n\nWords.\n")
    same, _ = _read(tmp_path / "yaml", _issue())
    assert (record.front, record.body) == (same.front, same.body)


def test_comments_of_the_source_s_team_are_left_out_and_listed(tmp_path: Path) -> None:
    """In the text, the title, and the names of systems."""
    site = _site(tmp_path, a=_issue(FRONT.replace("is slow", "is slow <!-- host42 -->"), "Words. <!-- host43 -->"))
    config = (site / "config.yml").read_text("utf-8").replace("name: API", "name: API <!-- host44 -->")
    (site / "config.yml").write_text(config, "utf-8")
    history = read_site(Settings(NOW), site)
    assert "host4" not in str([history.records, history.components])
    assert ["comments" in guess.what for guess in history.guesses].count(True) == 1


def test_a_translation_is_no_second_issue(tmp_path: Path) -> None:
    """A file of the same name and date in another language counts no outage twice; the list names it."""
    site = _site(tmp_path, **{"a": _issue(), "a.de": _issue(), "b": _issue()})
    for path in ("fr/issues/a.md", "issues/c/index.md", "issues/d/index.md"):
        (site / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (site / "content" / path).write_text(_issue(), "utf-8")
    history = read_site(Settings(NOW), site)
    names = sorted(record.source_key for record in history.records)
    assert names == ["a.md", "b.md", "c/index.md", "d/index.md"]
    left_out = [str(guess) for guess in history.guesses if "translation" in guess.what]
    assert len(left_out) == 2


@pytest.mark.parametrize("word", ["Vyřešeno", "Megoldva", "Løst", "Ratkaistu", "Вирішено", "해결됨", "Selesai"])
def test_last_marks_of_more_languages_are_known(tmp_path: Path, word: str) -> None:
    """The mark is none of the words, and the update is the last."""
    body = f"*{word}* - It works.\n\n*Investigating* - We look.\n"
    record, _ = _read(tmp_path, _issue(body=body))
    assert _updates(record) == [("05 08:00", "investigating", "We look."), ("05 09:30", "resolved", "It works.")]


@pytest.mark.parametrize(
    "date", ["1709625600", "Tue, 05 Mar 2024 08:00:00 GMT", "05 Mar 2024 08:00:00 +0000", "2024/03/05 08:00:00"]
)
def test_dates_as_hugo_takes_them(tmp_path: Path, date: str) -> None:
    """Unix time, the form of mails, and slashes, beside ISO 8601."""
    record, _ = _read(tmp_path, _issue(FRONT.replace("2024-03-05T08:00:00Z", date)))
    assert record.front["updates"][0]["at"] == datetime(2024, 3, 5, 8, tzinfo=UTC)


@pytest.mark.parametrize("date", ["9999-12-31T23:59:59Z", "99999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_instants_beyond_reckoning_are_named(tmp_path: Path, date: str) -> None:
    """An hour after them there is no date; the issue is reported, and the import goes on."""
    bad, good = _issue(FRONT.replace("2024-03-05T08:00:00Z", date)), _issue()
    history = read_site(Settings(NOW), _site(tmp_path, bad=bad, good=good))
    assert [one.source_key for one in history.records] == ["good.md"]
    assert [one.source for one in history.problems] == ["bad.md"]
