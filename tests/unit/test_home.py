"""What home unfolds, so that what is wrong is seen and what is long is not in the way."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from answerable.publish.context import Context
from answerable.publish.files.notices import home_notices, notice_lines
from answerable.publish.pages import component, home
from answerable.records.company import Component, Group, Person
from answerable.records.ledger import make_ledger
from answerable.records.model import Incident, Notice

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def is_open(count: int, *, collapsed: bool = False, broken: bool = False) -> bool:
    """Whether a group of so many components is unfolded on home, with the first one broken or not."""
    components = [Component.model_validate({"id": f"c{number}", "name": "c", "group": "g"}) for number in range(count)]
    update = {"at": (NOW - timedelta(hours=1)).isoformat(), "status": "investigating"}
    about = {"id": "i", "title": "t", "impact": "major", "components": {"c0": "major_outage"}, "updates": [update]}
    ledger = make_ledger(
        components=components,
        groups=[Group.model_validate({"id": "g", "name": "g", "collapsed": collapsed})],
        incidents=[Incident.model_validate(about)] if broken else [],
    )
    html = home.body(Context(ledger, NOW, "en", "en", "S", "https://status.example.com/"), "")
    return '<details class="a-group" id="a-group-g" open>' in html


@pytest.mark.parametrize(
    ("count", "collapsed", "broken", "unfolded"),
    [
        (3, False, False, True),
        (3, True, False, False),
        (40, False, False, False),
        (3, True, True, True),
        (40, False, True, True),
    ],
    ids=["short", "said to be collapsed", "long", "collapsed and broken", "long and broken"],
)
def test_a_group_unfolds_when_it_is_short_or_broken(count: int, collapsed: bool, broken: bool, unfolded: bool) -> None:
    """A long or collapsed group keeps folded while all is well, and never hides what is wrong."""
    assert is_open(count, collapsed=collapsed, broken=broken) is unfolded


def test_each_word_leads_to_itself() -> None:
    """Two updates of one minute have two places on the incident's page."""
    said = {"at": "2026-11-24T11:00:00Z", "status": "investigating"}
    about = {"id": "i", "title": "t", "impact": "major", "updates": [said, {**said, "status": "identified"}]}
    ledger = make_ledger(incidents=[Incident.model_validate(about)])
    html = home_notices(Context(ledger, NOW, "en", "en", "S", "https://status.example.com/"), "")
    places = re.findall(r'href="incidents/i/#([^"]+)"', html)
    assert places == ["update-20261124T110000Z-2", "update-20261124T110000Z"]


def told(*incidents: dict[str, object]) -> str:
    """The notices of home for some incidents, and everything below them."""
    ledger = make_ledger(incidents=[Incident.model_validate(one) for one in incidents])
    found = Context(ledger, NOW, "en", "en", "S", "https://status.example.com/")
    return home_notices(found, "") + home.body(found, "")


def incident(id: str, *statuses: str, pinned: bool = True) -> dict[str, object]:
    """An incident with updates every ten minutes, the last one ten minutes ago."""
    begin = NOW - timedelta(minutes=10 * len(statuses))
    updates = [
        {"at": (begin + timedelta(minutes=10 * number)).isoformat(), "status": status, "text": f"{id} word {number}."}
        for number, status in enumerate(statuses)
    ]
    return {"id": id, "title": f"The {id}", "impact": "major", "pinned": pinned, "updates": updates}


def test_an_incident_is_told_once_with_its_newest_word_first() -> None:
    """One card: the newest update is read at once, the earlier ones are folded below it; nothing repeats it."""
    html = told(incident("flood", "investigating", "identified", "monitoring"))
    assert html.count("The flood") == 1
    before, fold, earlier = html.partition("2 earlier updates")
    assert fold and "flood word 2." in before and "flood word 1." not in before
    assert earlier.index("flood word 1.") < earlier.index("flood word 0.")


def test_of_a_long_incident_home_keeps_the_newest_words() -> None:
    """Of twenty updates five are on home, and a link leads to all of them; the number is that of all."""
    html = told(incident("flood", *["investigating"] * 20))
    assert html.count("flood word") == 5 and "19 earlier updates" in html and "All updates" in html


def test_an_open_incident_that_is_not_pinned_is_told_too() -> None:
    """Pins are for other pages; home leaves nothing out that is open."""
    html = told(incident("flood", "investigating", pinned=False))
    assert "flood word 0." in html


def test_what_was_resolved_lately_is_a_line_that_unfolds() -> None:
    """It stands below what is open, folded, and comes into the list of recent incidents when its card goes."""
    html = told(incident("fire", "investigating", "resolved"), incident("flood", "investigating"))
    assert html.index("The flood") < html.index("Resolved: The fire")
    assert '<details class="a-notice a-tone-resolved" id="a-incident-fire"' in html
    until = (NOW - timedelta(minutes=10) + timedelta(hours=2)).isoformat()
    assert re.search(
        rf'<li data-a-from="{re.escape(until)}" hidden>\s*<div class="a-row[^>]*>\s*<a href="incidents/fire/"', html
    )


def test_recent_incidents_have_a_heading_once_there_are_some() -> None:
    """It is not there while all of them are told above it, nor beside an open one that is the only one ever."""
    until = (NOW - timedelta(minutes=10) + timedelta(hours=2)).isoformat()
    heading, shown, none_yet = (
        '<section aria-labelledby="a-last"',
        '<section aria-labelledby="a-last">',
        "No incidents yet.",
    )
    just_over, open_now = incident("fire", "investigating", "resolved"), incident("flood", "investigating")
    long_over = incident("storm", "investigating", "resolved", pinned=False)
    assert f'{heading} data-a-from="{until}" hidden>' in told(just_over)
    assert heading not in told(open_now)
    assert shown in told(just_over, long_over)
    assert shown in told() and none_yet in told()
    assert none_yet not in told(open_now) + told(just_over)


def test_other_pages_have_a_line_for_each_notice_that_holds() -> None:
    """Icon, title and time, with a link; no words of it, and nothing of what is resolved."""
    incidents = [incident("fire", "investigating", "resolved"), incident("flood", "investigating")]
    ledger = make_ledger(incidents=[Incident.model_validate(one) for one in incidents])
    html = notice_lines(Context(ledger, NOW, "en", "en", "S", "https://status.example.com/"), "../")
    assert re.findall(r'<a class="a-notice a-line[^"]*" href="([^"]*)"', html) == ["../incidents/flood/"]
    assert "The flood" in html and "word" not in html and "fire" not in html


def home_of(count: int, broken: int = 0, groups: int = 0) -> str:
    """Home of a shop of so many components, of which the last ones are broken, in so many groups."""
    components = [
        {"id": f"c{number}", "name": f"Part {number}"} | ({"group": f"g{number % groups}"} if groups else {})
        for number in range(count)
    ]
    update = {"at": (NOW - timedelta(hours=1)).isoformat(), "status": "investigating"}
    hurt = {f"c{number}": "major_outage" for number in range(count - broken, count)}
    about = {"id": "i", "title": "t", "impact": "major", "components": hurt, "updates": [update]}
    ledger = make_ledger(
        components=[Component.model_validate(component) for component in components],
        groups=[Group.model_validate({"id": f"g{number}", "name": "G"}) for number in range(groups)],
        incidents=[Incident.model_validate(about)] if broken else [],
    )
    return home.body(Context(ledger, NOW, "en", "en", "S", "https://status.example.com/"), "")


def test_of_very_many_components_only_the_troubled_have_bars() -> None:
    """Five hundred bars of ninety marks are four megabytes on a phone; each component has its own on its page."""
    assert home_of(60).count('class="a-bar"') == 60
    many = home_of(500, broken=3)
    assert many.count('class="a-bar"') == 3 and many.count('<li class="a-component') == 500
    assert "Every component has its own on its page" in many and "Every component" not in home_of(60)
    assert len(home_of(500, broken=500).encode()) < 1_200_000
    assert home_of(500, broken=500).count('class="a-bar"') == 60


def test_what_is_broken_stands_before_what_is_folded() -> None:
    """Of a long section the broken ones are seen, and the other components wait in a fold that says how many."""
    many = home_of(500, broken=3)
    seen, _, folded = many.partition("497 more components")
    assert [f"Part {number}" in seen for number in (497, 498, 499)] == [True] * 3
    assert "Part 496" not in seen and folded.count('<li class="a-component') == 497


def test_a_shop_without_groups_has_no_other_components() -> None:
    """The one section is all of them; a site without a component has no section and no rule of counting."""
    assert "All components" in home_of(1) and "Other components" not in home_of(1)
    assert "a-components" not in home_of(0) and "How uptime is counted" not in home_of(0)
    assert "Other components" not in home_of(4, groups=2)


@pytest.mark.parametrize(("length", "folded"), [(300, False), (20_000, True)])
def test_a_text_longer_than_a_screen_begins_and_is_unfolded(length: int, folded: bool) -> None:
    """On top of every page stands how it begins; the whole waits in a fold, so that the page below is reached."""
    notice = {"id": "n", "title": "t", "text": "Please read this. " * (length // 18)}
    notice |= {"starts": (NOW - timedelta(hours=1)).isoformat(), "ends": (NOW + timedelta(hours=1)).isoformat()}
    ledger = make_ledger(notices=[Notice.model_validate(notice)])
    html = home_notices(Context(ledger, NOW, "en", "en", "S", "https://status.example.com/"), "")
    before, fold, _ = html.partition('<details class="a-hours"><summary>Read all of it')
    assert bool(fold) is folded
    assert before.count("Please read this.") < 20


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("https://www.example.com/safety/", "www.example.com/safety"),
        ("tel:+982100000100", "+982100000100"),
        ("mailto:help@example.com", "help@example.com"),
        ("https://www.example.com/?a=1&b=2", "www.example.com/?a=1&amp;b=2"),
    ],
)
def test_a_notice_leads_to_more_about_it(link: str, words: str) -> None:
    """The link of a standing notice is on the notice itself, in words that can be read and typed."""
    notice = {"id": "n", "title": "t", "link": link}
    notice |= {"starts": (NOW - timedelta(hours=1)).isoformat(), "ends": (NOW + timedelta(hours=1)).isoformat()}
    ledger = make_ledger(notices=[Notice.model_validate(notice)])
    html = home_notices(Context(ledger, NOW, "en", "en", "S", "https://status.example.com/"), "")
    assert f'<a href="{link.replace("&", "&amp;")}" rel="noopener"><bdi>{words}</bdi></a>' in html


def test_a_notice_is_signed() -> None:
    """A standing notice names who says it, an incident who spoke last; nobody is named whom the team does not know."""
    hours = {"starts": (NOW - timedelta(hours=1)).isoformat(), "ends": (NOW + timedelta(hours=1)).isoformat()}
    updates = [{"at": hours["starts"], "status": "identified", "by": by} for by in ("sahar", "omid")]
    people = [
        Person.model_validate({"id": id, "name": name}) for id, name in (("sahar", "Sahar K."), ("omid", "Omid F."))
    ]
    notices = [Notice.model_validate({"id": by, "title": "t", "by": by, **hours}) for by in ("sahar", "nobody")]
    incident = Incident.model_validate({"id": "i", "title": "t", "impact": "minor", "updates": updates})
    ledger = make_ledger(notices=notices, incidents=[incident], people=people)
    html = home_notices(Context(ledger, NOW, "en", "en", "S", "https://status.example.com/"), "")
    signed = re.findall(r'<p class="a-meta a-parts">(?:<span>([^<]*)</span>)?<span>Updated <(?:a|time)', html)
    assert sorted(signed) == ["", "Omid F.", "Sahar K."]


def test_of_many_days_with_trouble_home_names_the_newest() -> None:
    """Ten days of a component, three records of a day and how many more; the component's page has all days."""
    since = "2026-05-01"
    about = {"title": "t", "impact": "major", "components": {"c": "major_outage"}}

    def one_of(day: int, number: int) -> Incident:
        begin = NOW - timedelta(days=day, minutes=30)
        end = {"at": (begin + timedelta(minutes=9)).isoformat(), "status": "resolved"}
        updates = [{"at": begin.isoformat(), "status": "investigating"}, end]
        return Incident.model_validate({**about, "id": f"i-{day}-{number}", "updates": updates})

    ledger = make_ledger(
        components=[Component.model_validate({"id": "c", "name": "c", "since": since})],
        incidents=[one_of(day, number) for day in range(1, 13) for number in range(5)],
    )
    context = Context(ledger, NOW, "en", "en", "S", "https://status.example.com/")
    html = re.split("</?ul", home.body(context, "").split('class="a-days__list">')[1])[0]
    assert re.findall(r'data-a-day="([^"]+)"', html) == [f"2026-11-{day}" for day in range(23, 13, -1)]
    first = html.split("</li>")[0]
    assert re.findall(r'href="([^"]+)"', first) == [
        *(f"incidents/i-1-{number}/" for number in range(3)),
        "incidents/2026-11/",
    ]
    assert ">2 more</a>" in first
    assert '<a href="components/c/">All days</a>' in html
    (page,) = component.pages(context)
    assert len(re.findall(r"data-a-day=", page.body)) == 12
    assert "All days" not in page.body
