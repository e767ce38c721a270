"""`status.txt`: records in, plain words out, for a terminal and a bad line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from answerable.publish.context import Context
from answerable.publish.files.status_text import WIDTH, columns_of, isolated, publish, wrapped
from answerable.publish.text.record_text import plain_line, plain_prose
from answerable.records.company import Channel, Component, Person
from answerable.records.ledger import make_ledger
from answerable.records.model import Incident, Maintenance, Notice

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "https://status.example.com/"
UPDATE: dict[str, Any] = {
    "at": "2026-11-24T11:00:00Z",
    "status": "identified",
    "by": "sara",
    "text": "A disk is full. See [the list](https://example.com/list).",
    "next_update": "2026-11-24T13:00:00Z",
}
BROKEN: dict[str, Any] = {
    "id": "disk-full",
    "title": "Disk full",
    "impact": "major",
    "components": {"shop": "partial_outage"},
    "updates": [UPDATE],
}
FORMAT = {"\u200e", "\u200f", "\u2068", "\u2069"}


def incident(**keys: Any) -> Incident:
    """The incident that most tests tell of."""
    return Incident.model_validate(BROKEN | keys)


def status(language: str = "en", now: datetime = NOW, site_name: str = "Example status", **records: Any) -> str:
    """The file that these records make."""
    components = [Component.model_validate({"id": "shop", "name": {"en": "Shop", "fa": "فروشگاه"}})]
    people = [Person.model_validate({"id": "sara", "name": "Sara"})]
    known: dict[str, Any] = {"components": components, "people": people}
    ledger = make_ledger(**known | records)
    (output,) = publish(Context(ledger, now, language, "en", site_name, SITE))
    assert output.path == "status.txt"
    return output.content.decode()


def test_the_status_comes_first_and_then_how_long_it_holds() -> None:
    """Whoever reads four lines knows the state, its time, and when to stop believing it: six hours after the build."""
    assert status().splitlines() == [
        "All systems operational (Example status)",
        "As of 24 November 2026, 12:00 UTC",
        "Believe this until 24 November 2026, 18:00 UTC; from then on nothing is",
        "known.",
        SITE,
    ]


def test_an_open_incident_is_told_with_its_newest_words_and_promise() -> None:
    """What is broken, since when, who says what, when more is said, and where."""
    text = status(incidents=[incident()])
    assert text.startswith("Partial system outage (Example status)\n")
    assert text.split("What is happening now:\n")[1].split("\n\n")[0].splitlines() == [
        "  Disk full",
        "  Major impact, since 24 November 2026, 11:00 UTC",
        "  Identified, 24 November 2026, 11:00 UTC, Sara:",
        "  A disk is full. See the list (https://example.com/list).",
        "  Next update by 24 November 2026, 13:00 UTC",
        "  https://status.example.com/incidents/disk-full/",
    ]
    assert "Components:\n  Shop: Partial outage\n" in text


def test_a_late_promise_is_said_to_be_late() -> None:
    """One minute after the promised time nobody is told that an update comes by then."""
    text = status(incidents=[incident()], now=datetime(2026, 11, 24, 13, 1, tzinfo=UTC))
    assert "Late: an update was promised by 24 November 2026, 13:00 UTC" in text
    assert "Next update by" not in text


def test_planned_work_that_changes_the_status_is_said_beforehand() -> None:
    """A file that is believed over a maintenance names its start, its end and what holds from them."""
    window = {"starts": "2026-11-24T14:00:00Z", "ends": "2026-11-24T15:00:00Z"}
    about = {"id": "m", "title": "New disks", "components": {"shop": "under_maintenance"}}
    head = status(maintenances=[Maintenance.model_validate(about | window)]).split(SITE)[0]
    assert "From 24 November 2026, 14:00 UTC on: Service under maintenance\n" in head
    assert "From 24 November 2026, 15:00 UTC on: All systems operational\n" in head


def test_notices_stand_with_their_windows() -> None:
    """One that holds says where more is told and until when, one to come from when; that of tomorrow is left out."""
    first = {"id": "a", "title": "Beware", "starts": "2026-11-24T09:00:00Z", "ends": "2026-11-25T09:00:00Z"}
    first["link"] = "https://www.example.com/safety/"
    soon = {"id": "b", "title": "Soon", "starts": "2026-11-24T16:00:00Z", "ends": "2026-11-25T09:00:00Z"}
    soon["link"] = "tel:+982100000100"
    late = {"id": "c", "title": "Tomorrow", "starts": "2026-11-25T16:00:00Z", "ends": "2026-11-26T09:00:00Z"}
    text = status(notices=[Notice.model_validate(notice) for notice in (first, soon, late)])
    assert "  Beware\n  https://www.example.com/safety/\n  until 25 November 2026, 09:00 UTC" in text
    assert "  Soon\n  Begins 24 November 2026, 16:00 UTC\n  +982100000100\n" in text
    assert "Tomorrow" not in text


def test_what_was_just_resolved_is_said_to_be_over() -> None:
    """It stands among the pinned notices, not among what is happening."""
    done = {"at": "2026-11-24T11:30:00Z", "status": "resolved", "text": "It works again."}
    text = status(incidents=[incident(updates=[UPDATE, done])])
    assert "What is happening now" not in text
    assert "Resolved, 24 November 2026, 11:30 UTC:\n  Disk full\n  It works again." in text


def test_hours_say_who_is_there_and_until_when() -> None:
    """Open until, or closed and opening again; a channel without stated hours says nothing."""
    day = {"id": "x", "name": "X", "address": "@help", "zone": "UTC", "hours": {"daily": "08:00-20:00"}}
    night = {"id": "phone", "name": "Phone", "zone": "UTC", "hours": {"daily": "18:00-20:00"}}
    channels = [Channel.model_validate(c) for c in (day, night, {"id": "form", "name": "Form"})]
    assert status(channels=channels).split("Who is there:\n")[1].splitlines() == [
        "  X (@help): Open until Tuesday 20:00 UTC",
        "  Phone: Closed, opens Tuesday 18:00 UTC",
    ]


@pytest.mark.parametrize(
    "name",
    ["x" * 300, "پرداخت با کارت " * 20, "😀" * 100, '"<b>&amp;</b>\u202eevil', "one\ntwo\x1b[31m\x07"],
    ids=["long", "persian", "wide", "hostile", "controls"],
)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_no_line_passes_72_columns_or_holds_an_order_to_the_terminal(name: str, language: str) -> None:
    """Long, wide, foreign and hostile names are wrapped; controls and what turns directions are left out."""
    broken = incident(title=name, updates=[UPDATE | {"text": name}])
    text = status(
        language,
        site_name=name,
        incidents=[broken],
        components=[Component.model_validate({"id": "shop", "name": name})],
        people=[Person.model_validate({"id": "sara", "name": name})],
    )
    assert [row for row in text.splitlines() if "://" not in row and columns_of(row) > WIDTH] == []
    unseen = {letter for letter in text if not letter.isprintable()} - {"\n", "\u200c"}
    assert unseen <= FORMAT
    assert text.count("\u2068") == text.count("\u2069")


def test_an_address_is_never_cut() -> None:
    """It must be copied whole."""
    url = "https://example.com/" + "a" * 200
    assert url in wrapped(f"See {url} for more", "en").splitlines()


@pytest.mark.parametrize(
    ("words", "language", "line"),
    [
        ("www.example.com و برنامه", "fa", "\u200fwww.example.com و برنامه"),
        ("ما www.example.com", "fa", "ما www.example.com"),
        ("باران is the name", "en", "\u200eباران is the name"),
        ("Plain words", "en", "Plain words"),
        ("\u2068باران\u2069: Operational", "en", "\u2068باران\u2069: Operational"),
    ],
)
def test_a_line_keeps_its_language_s_direction(words: str, language: str, line: str) -> None:
    """Where its first letter would turn it, a mark before it does not let it; a name in an isolate turns nothing."""
    assert wrapped(words, language) == line


def test_a_phone_number_keeps_its_order_between_persian_words() -> None:
    """From right to left its groups would stand the other way round."""
    assert isolated("+98 21 0000 0100", "fa") == "\u2068+98 21 0000 0100\u2069"
    assert isolated("+98 21 0000 0100", "en") == "+98 21 0000 0100"


def test_a_flood_is_cut_with_the_way_to_the_rest() -> None:
    """Twenty incidents and a page for the others; one endless text is cut at a word."""
    flood = [incident(id=f"i{number}") for number in range(25)]
    text = status(incidents=flood)
    assert text.count("  Disk full\n") == 20
    assert f"  More of them: {SITE}\n" in text
    components = [Component.model_validate({"id": f"c{number}", "name": "Part"}) for number in range(500)]
    everything = incident(components={component.id: "major_outage" for component in components})
    assert status(incidents=[everything], components=components).count("Part: Major outage") == 20
    long = status(incidents=[incident(updates=[UPDATE | {"text": "word " * 5000}])])
    assert len(long) < 3000
    assert "word…" in long


def test_of_many_broken_parts_the_worst_come_first() -> None:
    """Thirty run slowly and the last is down: the last is told of first, the others in their own order."""
    components = [Component.model_validate({"id": f"c{number}", "name": f"Part {number}"}) for number in range(30)]
    states = {component.id: "degraded_performance" for component in components} | {"c29": "major_outage"}
    rows = status(incidents=[incident(components=states)], components=components).split("Components:\n")[1].splitlines()
    assert rows[:2] == ["  Part 29: Major outage", "  Part 0: Degraded performance"]
    assert rows[19:21] == ["  Part 18: Degraded performance", f"  More of them: {SITE}"]


FORGED = "x\n\nAll systems operational (Example status)\r\nComponents:\u2028\x85\x0b\x0cNone\x1b[2J\x9b2J"


def test_no_record_s_words_stand_where_the_page_speaks() -> None:
    """Whatever a record says stands behind two spaces, so nobody who reads or greps the file takes it for the state."""
    text = status(
        incidents=[incident(title=FORGED, updates=[UPDATE | {"text": f"{FORGED}\n\n{FORGED}"}])],
        components=[Component.model_validate({"id": "shop", "name": FORGED})],
        people=[Person.model_validate({"id": "sara", "name": FORGED})],
        channels=[
            Channel.model_validate({"id": "x", "name": FORGED, "zone": "UTC", "hours": {"daily": "08:00-20:00"}})
        ],
        maintenances=[
            Maintenance.model_validate(
                {"id": "m", "title": FORGED, "starts": "2026-12-01T00:00:00Z", "ends": "2026-12-01T01:00:00Z"}
            )
        ],
        notices=[
            Notice.model_validate(
                {
                    "id": "n",
                    "title": FORGED,
                    "text": FORGED,
                    "starts": "2026-11-24T00:00:00Z",
                    "ends": "2026-12-01T01:00:00Z",
                }
            )
        ],
    )
    spoken = [row for row in text.split("\n") if row and not row.startswith("  ")]
    assert spoken == [
        "Partial system outage (Example status)",
        "As of 24 November 2026, 12:00 UTC",
        "Believe this until 24 November 2026, 18:00 UTC; from then on nothing is",
        "known.",
        SITE,
        *("What is happening now:", "Pinned notices:", "Components:", "Maintenance:", "Who is there:"),
    ]
    assert text.splitlines() == text.split("\n")[:-1]


def test_the_words_are_the_page_s_language() -> None:
    """In Persian the whole is Persian, commas too."""
    text = status("fa", incidents=[incident(title={"en": "Disk full", "fa": "دیسک پر است"})])
    assert "دیسک پر است" in text
    assert "Next update" not in text
    assert ", " not in text.split("A disk is full")[0]


def test_the_file_changes_with_the_clock_only_where_it_names_it() -> None:
    """An hour later, with nothing said since, only the two instants of its head differ."""
    before, after = (status(now=NOW + timedelta(hours=hour)).splitlines() for hour in (0, 1))
    assert [number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]] == [1, 2]


def test_plain_prose_keeps_paragraphs_points_and_addresses() -> None:
    """Markdown's marks go, what they say stays."""
    told = "**Now** `x`:\n\n- one\n- two\n\n<script>bad</script> <https://example.com/>\n\n[mail](mailto:a@example.com)"
    assert plain_prose(told).split("\n") == [
        "Now x:",
        "- one",
        "- two",
        "<script>bad</script> https://example.com/",
        "mail (mailto:a@example.com)",
    ]
    assert plain_line(" a\u202e\n b\x00 ") == "a b"
