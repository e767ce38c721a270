"""Helpdesks' exports to the intake: only what a map names, with instants that mean what they say."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from answerable.content.reading import read_content
from answerable.importers.helpdesk.mapping import known_maps, load_column_map
from answerable.importers.imported_history import SourceError
from answerable.importers.source_instants import NEVER, NO_HOUR, TWICE, NoZoneError, read_instant

NOW = "2026-11-24T09:00:00+00:00"
CHANNELS = """channels:
  - {id: baran-x, name: X, kind: x}
  - {id: mail, name: E-mail, kind: email}
  - {id: chat, name: Chat, kind: chat}
  - {id: phone, name: Phone, kind: phone}
"""
POLICY = "topics: [{id: refund, name: Refunds}, {id: question, name: Questions}]\nzone: Asia/Tehran\n"
EXPORTS = {
    "zendesk": (
        "Id,Requester,Requester email,Subject,Status,Priority,Via,Created at,Solved at,First reply time in minutes\n"
        '101,Mina,mina@example.com,"Where is\nmy money",Solved,Urgent,Twitter,2026-11-16 10:00,2026-11-17 09:30,25\n'
        "102,Omid,omid@example.com,Hello,Open,,Mail,2026-11-16 11:00,,\n"
        "103,Spam,s@example.com,Buy,Deleted,,Mail,2026-11-16 11:00,,\n"
    ),
    "freshdesk": (
        "Ticket ID,Subject,Status,Priority,Source,Type,Created time,Resolved time,Initial response time,Full name\n"
        "101,Money,Closed,Urgent,Twitter,Refund,2026-11-16 10:00:00,2026-11-17 09:30:00,2026-11-16 10:25:00,Mina\n"
        "102,Hello,Open,Low,Email,Question,2026-11-16 11:00:00,,,Omid\n"
    ),
    "intercom": (
        "Conversation ID,Conversation started at (Asia/Tehran),Conversation first replied at (Asia/Tehran),"
        "Conversation last closed at (Asia/Tehran),Current conversation state,Channel,User name\n"
        "101,2026-11-16 10:00:00,2026-11-16 10:25:00,2026-11-17 09:30:00,Closed,Twitter,Mina\n"
        "102,2026-11-16 11:00:00,,2026-11-16 11:30:00,Open,Email,Omid\n"
    ),
    "chatwoot": (
        "display_id,channel_type,status,created_at,first_reply_created_at,resolved_at\n"
        "101,Channel::TwitterProfile,1,2026-11-16 06:30:00,2026-11-16 06:55:00.123,2026-11-17 06:00:00\n"
        "102,Channel::Email,0,2026-11-16 07:30:00,,2026-11-16 08:00:00\n"
    ),
    "salesforce": (
        '"CaseNumber","Subject","Status","Priority","Origin","CreatedDate","ClosedDate","ContactEmail"\n'
        '"101","Money","Closed","Critical","Twitter","2026-11-16T06:30:00.000Z","2026-11-17T06:00:00.000+0000","m@x.com"\n'
        '"102","Hello","New","Low","Email","2026-11-16T07:30:00.000Z","","o@x.com"\n'
    ),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the configuration of a project with four channels and two topics."""
    (tmp_path / "content").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: Ours\ndocs_dir: content\n", encoding="utf-8")
    (tmp_path / "content/channels.yml").write_text(CHANNELS, encoding="utf-8")
    (tmp_path / "content/policy.yml").write_text(POLICY, encoding="utf-8")
    return tmp_path / "mkdocs.yml"


def import_text(project: Path, text: str | bytes, map: str, *options: str) -> Result:
    """Import an export of this text."""
    path = project.parent / "export.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    given = ["import", "intake", str(path), "--map", map, "--config", str(project), "--now", NOW, *options]
    return CliRunner().invoke(main, given)


def rows(project: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of an import in the intake, without empty cells."""
    found = []
    for path in sorted((project.parent / "content/intake" / name).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [{key: cell for key, cell in row.items() if cell} for row in csv.DictReader(file)]
    return found


@pytest.mark.parametrize("name", EXPORTS)
def test_each_helpdesk_s_export_becomes_rows(project: Path, name: str) -> None:
    """Two complaints with their instants; no text, no person, and nothing that the check objects to."""
    done = import_text(
        project, EXPORTS[name], name, *(["--zone", "Asia/Tehran"] if name in ("zendesk", "freshdesk") else [])
    )
    assert done.exit_code == 0, done.output
    assert "2 new records written" in done.output
    found = rows(project, name)
    assert [(row["id"], row["channel"]) for row in found] == [("101", "baran-x"), ("102", "mail")]
    first = {column: datetime.fromisoformat(found[0][column]) for column in ("received", "resolved")}
    assert first["received"] == datetime(2026, 11, 16, 6, 30, tzinfo=UTC)
    assert first["resolved"] == datetime(2026, 11, 17, 6, 0, tzinfo=UTC)
    if name != "salesforce":
        assert datetime.fromisoformat(found[0]["answered"]).astimezone(UTC).strftime("%H:%M") == "06:55"
    assert not {"answered", "resolved"} & set(found[1])
    text = "".join(path.read_text(encoding="utf-8") for path in (project.parent / "content").rglob("*.[ct]*"))
    assert not any(word in text for word in ("Mina", "mina@", "money", "Money", "Hello", "m@x.com"))
    assert read_content(project.parent / "content", datetime.fromisoformat(NOW)).findings == ()


def test_columns_that_the_map_does_not_name_are_left_out_and_listed(project: Path) -> None:
    """The report names the columns, since they hold texts and people."""
    done = import_text(project, EXPORTS["zendesk"], "zendesk", "--zone", "Asia/Tehran")
    assert "read export.csv: 3 rows, 1 of them skipped as the map says" in done.output
    assert "read only what the map names; left behind: Requester, Requester email, Subject" in done.output


def test_every_map_of_the_package_can_be_read() -> None:
    """Each names its source, and `--help` lists it."""
    assert known_maps() == ["cfpb", "chatwoot", "freshdesk", "intercom", "nyc311", "salesforce", "zendesk"]
    help_ = CliRunner().invoke(main, ["import", "intake", "--help"]).output
    assert ", ".join(known_maps()) in " ".join(help_.split())
    assert all(load_column_map(name).source.startswith("https://") for name in known_maps())


def test_importing_again_changes_nothing(project: Path) -> None:
    """Not a byte, and the report says so."""
    import_text(project, EXPORTS["chatwoot"], "chatwoot")
    path = project.parent / "content/intake/chatwoot/2026-11.csv"
    before = path.read_bytes()
    again = import_text(project, EXPORTS["chatwoot"], "chatwoot")
    assert path.read_bytes() == before
    assert "0 new records written" in again.output
    assert "2 records unchanged" in again.output


def test_columns_that_the_map_does_not_name_stay_as_they_are(project: Path) -> None:
    """A new answer is taken, your reason stays, and so does a row that is gone from the source."""
    import_text(project, EXPORTS["chatwoot"], "chatwoot")
    path = project.parent / "content/intake/chatwoot/2026-11.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:2], lines[2] + "sent twice"]) + "\n", encoding="utf-8")
    head, _, second = EXPORTS["chatwoot"].splitlines()
    import_text(project, f"{head}\n{second.replace(',,', ',2026-11-16 09:30:00,')}\n", "chatwoot")
    found = rows(project, "chatwoot")
    assert [row["id"] for row in found] == ["101", "102"]
    assert found[1]["answered"] == "2026-11-16T09:30:00+00:00"
    assert found[1]["excluded_because"] == "sent twice"


def test_each_month_has_its_file(project: Path) -> None:
    """By the month of receipt in the site's zone: half past eight in the evening UTC is tomorrow in Tehran."""
    late = "1,Channel::Email,2026-10-31 20:29:59\n2,Channel::Email,2026-10-31 20:30:00\n"
    import_text(project, f"display_id,channel_type,created_at\n{late}", "chatwoot")
    names = sorted(path.name for path in (project.parent / "content/intake/chatwoot").iterdir())
    assert names == ["2026-10.csv", "2026-11.csv"]


@pytest.mark.parametrize(
    ("text", "later", "expected", "guessed"),
    [
        ("2026-10-25 02:30:00", False, "2026-10-25T02:30:00+02:00", (TWICE,)),
        ("2026-10-25 02:30:00", True, "2026-10-25T02:30:00+01:00", (TWICE,)),
        ("2026-03-29 02:30:00", False, "2026-03-29T03:30:00+02:00", (NEVER,)),
        ("2026-10-25 03:30:00", False, "2026-10-25T03:30:00+01:00", ()),
        ("2026-10-25", False, "2026-10-25T00:00:00+02:00", (NO_HOUR,)),
        ("2026-10-25T02:30:00Z", False, "2026-10-25T02:30:00+00:00", ()),
    ],
)
def test_local_times_around_a_clock_change(text: str, later: bool, expected: str, guessed: tuple[str, ...]) -> None:
    """In Berlin: an hour that came twice, one that never came, a day alone, an instant with its offset."""
    read = read_instant(text, (), ZoneInfo("Europe/Berlin"), later=later)
    assert read is not None
    assert (read.at.isoformat(), read.guessed) == (expected, guessed)


def test_an_hour_that_came_twice_is_listed_and_taken_as_the_longer_wait(project: Path) -> None:
    """Received in the first of the two, answered in the second: 70 minutes, not ten; each is listed with its id."""
    text = (
        "Ticket ID,Source,Created time,Initial response time\n"
        "7,Email,2026-10-25 02:30:00,2026-10-25 02:40:00\n8,Email,2026-10-25 12:00:00,\n"
    )
    done = import_text(project, text, "freshdesk", "--zone", "Europe/Berlin", "--verbose")
    found = rows(project, "freshdesk")[0]
    assert found["received"] == "2026-10-25T02:30:00+02:00"
    assert found["answered"] == "2026-10-25T02:40:00+01:00"
    assert f"7: {TWICE} (received 2026-10-25 02:30:00)" in done.output
    assert f"7: {TWICE} (answered 2026-10-25 02:40:00)" in done.output


def test_unix_seconds_and_other_ways_to_write_an_instant() -> None:
    """As a map's `formats` name them."""
    unix = read_instant("1794980520", ("unix",), None, later=False)
    american = read_instant("11/18/2026 09:12 AM", ("%m/%d/%Y %I:%M %p",), ZoneInfo("Asia/Tehran"), later=False)
    assert unix is not None and american is not None
    assert unix.at == american.at == datetime(2026, 11, 18, 5, 42, tzinfo=UTC)


def test_a_local_time_needs_a_zone(project: Path) -> None:
    """Without one the error names the option, and nothing is written."""
    with pytest.raises(NoZoneError):
        read_instant("2026-11-18 09:12", (), None, later=False)
    done = import_text(project, EXPORTS["freshdesk"], "freshdesk")
    assert done.exit_code == 2
    assert "has no UTC offset; say in which zone it is with --zone" in done.output
    assert not (project.parent / "content/intake").exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("=1+1,Channel::Email,2026-11-16 06:30:00", "line 2: `=1+1` cannot be an id"),
        ("7,Channel::Email,yesterday", "7: `received` `yesterday` is not a date and time that we can read"),
        ("7,,2026-11-16 06:30:00", "7: it has no `channel`"),
        ("7,Channel::Email", "line 2: it has 2 cells, the header 3"),
    ],
)
def test_a_row_that_cannot_be_imported_is_listed(project: Path, line: str, words: str) -> None:
    """By its id or its line, without its text; the other rows are imported, and the exit code is 1."""
    done = import_text(
        project, f"display_id,channel_type,created_at\n{line}\n8,Channel::Email,2026-11-16 06:30:00\n", "chatwoot"
    )
    assert done.exit_code == 1
    assert f"not imported: {words}" in done.output
    assert [row["id"] for row in rows(project, "chatwoot")] == ["8"]


def test_a_byte_that_is_not_utf_8_spoils_its_row_only(project: Path) -> None:
    """The rest of the export is imported."""
    text = b"display_id,channel_type,created_at,x\n7,Channel::Email,2026-11-16 06:30:00,caf\xe9\n"
    done = import_text(project, text + b"8,Channel::Email,2026-11-16 06:30:00,a\n", "chatwoot")
    assert "not imported: line 2: it is not utf-8" in done.output
    assert [row["id"] for row in rows(project, "chatwoot")] == ["8"]


def test_channels_that_the_site_does_not_know_are_named(project: Path) -> None:
    """Their rows are imported; the report says what to add."""
    done = import_text(project, "display_id,channel_type,created_at\n7,Channel::Sms,2026-11-16 06:30:00\n", "chatwoot")
    assert done.exit_code == 1
    assert "add to channels.yml or map to another: channel-sms" in done.output


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("system: X\ncolumns: {id: {columns: a}, channel: {columns: b}}\n", "no `received`; a map names at least"),
        ("system: X\ncolumns: {idd: {columns: a}}\n", "`idd` is no column of the intake; did you mean `id`?"),
        ("system: X\ncolumns: {id: {}, channel: {columns: b}, received: {columns: c}}\n", "`id` needs `columns` or"),
        ("system: X\nzone: Mars\ncolumns: {}\n", "is not a time zone"),
        ("a: &b [1]\n", "`&`"),
    ],
)
def test_a_map_that_is_wrong_says_what_would_be_right(tmp_path: Path, text: str, words: str) -> None:
    """The message is one line and names the map."""
    (tmp_path / "map.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"map\.yml") as found:
        load_column_map(str(tmp_path / "map.yml"))
    assert words in str(found.value)
    assert "\n" not in str(found.value)


def test_a_map_of_your_own_may_use_a_prefix_conditions_and_words(project: Path) -> None:
    """As docs/intake.md describes them."""
    own = """
system: Ours
zone: Asia/Tehran
columns:
  id: {columns: Nr, prefix: T-}
  channel: {always: phone}
  topic: {columns: About, values: {Money: refund}, otherwise: question}
  received: {columns: Day, formats: ["%d.%m.%Y %H:%M"]}
  answered: {columns: Took, hours_after: received}
  excluded_because: {columns: Kind, values: {Ad: advertising}}
skip: {Kind: [Test]}
"""
    path = project.parent / "own.yml"
    path.write_text(own, encoding="utf-8")
    lines = ("1;money;16.11.2026 10:00;1,5;", "2;Else;16.11.2026 11:00;;ad", "3;;16.11.2026 11:00;;test")
    done = import_text(project, "\n".join(["Nr;About;Day;Took;Kind", *lines]) + "\n", str(path))
    assert done.exit_code == 0, done.output
    found = rows(project, "own")
    assert [(row["id"], row["topic"], row.get("excluded_because")) for row in found] == [
        ("T-1", "refund", None), ("T-2", "question", "advertising"),
    ]  # fmt: skip
    assert found[0]["answered"] == "2026-11-16T11:30:00+03:30"
