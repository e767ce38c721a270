"""Badges: what they say, that it survives every name, and that shields.io takes them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from tests.unit.made_up import cohort, response, share

from answerable.checks.word_files import languages
from answerable.facts.response import Cohort
from answerable.facts.shares import Share
from answerable.publish.badges import STYLES, publish
from answerable.publish.context import Context
from answerable.publish.figures.gathering import Figures
from answerable.publish.text.lettering import cut, drawable, isolate, one_line, width
from answerable.records.company import Component, Group
from answerable.records.ledger import make_ledger
from answerable.records.model import Complaint, Incident

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SINCE = "2025-01-01"
SVG = "{http://www.w3.org/2000/svg}"
NASTY = 'A "quoted" <b>&amp;\'s</b> name \u202e\u2067turned\x07 😀 ' + "and long " * 40
KNOWN_TO_SHIELDS = {
    "schemaVersion", "label", "message", "color", "labelColor", "isError", "namedLogo", "logoSvg", "logoColor",
    "logoSize", "style", "cacheSeconds",
}  # fmt: skip


def files(
    language: str = "en",
    name: str = "Shop",
    group: str | None = "sale",
    *,
    retired: bool = False,
    now: datetime = NOW,
    **records: Any,
) -> dict[str, bytes]:
    """What is published of two components, of which the first has the name and the group."""
    components = [
        Component.model_validate({"id": "shop", "name": name, "group": group, "retired": retired, "since": SINCE}),
        Component.model_validate({"id": "app", "name": "App", "group": "sale", "since": SINCE}),
    ]
    groups = [Group.model_validate({"id": id, "name": id.title()}) for id in ("sale", "other")]
    ledger = make_ledger(components=components, groups=groups, **records)
    context = Context(ledger, now, language, "en", "Example", "https://status.example.com/")
    return {output.path: output.content for output in publish(context)}


def outage(hours: float, status: str = "major_outage") -> Incident:
    """An outage of the shop that began so many hours ago and goes on."""
    begun = datetime.fromtimestamp(NOW.timestamp() - hours * 3600, UTC).isoformat()
    update = {"at": begun, "status": "investigating", "text": "We look."}
    record = {"id": "out", "title": "Out", "impact": "major", "components": {"shop": status}, "updates": [update]}
    return Incident.model_validate(record)


def complaint() -> Complaint:
    """A complaint that somebody made."""
    record = {"id": "c", "title": "Late", "channel": "x", "topic": "late", "received": "2026-08-03T09:00:00Z"}
    return Complaint.model_validate(record)


def words(svg: bytes) -> list[str]:
    """The words that a badge shows, as they stand in it."""
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_status_badge_says_name_status_and_as_of_when() -> None:
    """Label, message and instant are all visible, for a picture has no clock."""
    assert words(files()["badges/components/shop/status.svg"]) == ["Shop", "Operational · 24 Nov 2026, 12:00 UTC"]


def test_badges_stay_the_same_for_an_hour_in_which_nothing_happens() -> None:
    """At 12:59 they say what was true at 12:00; at 13:00 the next hour begins."""
    assert files() == files(now=NOW + timedelta(minutes=59))
    assert words(files(now=NOW + timedelta(hours=1))["badges/status.svg"])[1].endswith(" 13:00 UTC")


def test_a_badge_never_says_its_status_of_a_time_before_the_last_event() -> None:
    """An outage of the shop since 12:20: at 12:40 its badge and the group's name 12:20, that of the other 12:00."""
    found = files(now=NOW + timedelta(minutes=40), incidents=[outage(-1 / 3)])
    said = {
        place: words(found[f"badges/{place}status.svg"])[1] for place in ("", "components/shop/", "components/app/")
    }
    assert said[""].endswith("Partial system outage · 24 Nov 2026, 12:20 UTC")
    assert said["components/shop/"] == "Major outage · 24 Nov 2026, 12:20 UTC"
    assert said["components/app/"] == "Operational · 24 Nov 2026, 12:00 UTC"


def test_the_uptime_of_a_day_is_counted_up_to_the_full_hour_that_it_names() -> None:
    """2.4 of the 24 hours before 12:00 are 90 %, still at 12:40."""
    found = files(now=NOW + timedelta(minutes=40), incidents=[outage(2.4)])
    assert words(found["badges/components/shop/uptime-24h.svg"])[1] == "90.00% · 24 Nov 2026, 12:00 UTC"


def test_an_outage_reaches_the_badges_of_component_group_and_whole() -> None:
    """The component's own word, the worst of the group, and the whole in the service's words."""
    found = files(incidents=[outage(1)])
    said = [words(found[f"badges/{place}status.svg"])[1] for place in ("components/shop/", "groups/sale/", "")]
    assert [text.partition(" · ")[0] for text in said] == ["Major outage", "Major outage", "Partial system outage"]


def test_uptime_is_of_the_window_and_a_group_s_members_count_together() -> None:
    """2.4 of 24 hours down is 90 %; with a second component that was up all the time it is 95 %."""
    found = files(incidents=[outage(2.4)])
    said = {place: words(found[f"badges/{place}uptime-24h.svg"]) for place in ("components/shop/", "groups/sale/", "")}
    assert said["components/shop/"] == ["Shop, uptime over 24 hours", "90.00% · 24 Nov 2026, 12:00 UTC"]
    assert said["groups/sale/"][1] == said[""][1] == "95.00% · 24 Nov 2026, 12:00 UTC"


def test_longer_windows_name_the_day() -> None:
    """1.2 hours of partial outage weigh 0.3: 0.36 of 720 hours is 0.05 %."""
    found = files(incidents=[outage(1.2, "partial_outage")])
    assert words(found["badges/components/shop/uptime-30d.svg"]) == [
        "Shop, uptime over 30 days",
        "99.95% · 24 Nov 2026",
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (share(181, 203), "89% · 181 of 203 · October 2026"),
        (share(6, 6), "too few to say (6) · October 2026"),
    ],
)
def test_how_soon_people_answer_is_said_of_the_last_complete_month(day: Share, said: str) -> None:
    """With what the share is made of, cut and not rounded; nothing is said of fewer than the policy's minimum."""
    month = cohort(Cohort("2026-10"), day)
    figures = Figures(response=response([month]))
    context = Context(make_ledger(), NOW, "en", "en", "Example", "https://status.example.com/", figures=figures)
    found = {output.path: output.content for output in publish(context)}
    shown = words(found["badges/answered-24h.svg"])
    assert shown == ["Example, answered within 24 hours", said]
    assert not any("answered" in path for path in files())


def test_a_site_without_components_has_a_badge_that_claims_no_figure() -> None:
    """Nothing is counted, so no share is said."""
    context = Context(make_ledger(), NOW, "en", "en", "Example", "https://status.example.com/")
    found = {output.path: output.content for output in publish(context)}
    assert words(found["badges/uptime-90d.svg"])[1] == "Not counted yet · 24 Nov 2026"
    assert {path.count("/") for path in found} == {1}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("style", STYLES)
def test_a_nasty_name_breaks_no_badge(language: str, style: str) -> None:
    """Quotes, markup, controls, turned text, 300 characters: it parses, and the title has the name whole."""
    ending = "svg" if style == "flat" else f"{style}.svg"
    root = ET.fromstring(files(language, NASTY)[f"badges/components/shop/status.{ending}"])
    title = "".join(root.itertext())
    assert {child.tag for child in root.iter()} == {f"{SVG}{t}" for t in ("svg", "title", "rect", "path", "g", "text")}
    assert one_line(NASTY) in title and "\u202e" not in title and "\x07" not in title
    assert float(root.attrib["width"]) < 700


@pytest.mark.parametrize("language", ["en", "fa"])
def test_shields_takes_every_endpoint(language: str) -> None:
    """No key that it does not know, no empty message, and a cache life that it allows."""
    found = [json.loads(content) for path, content in files(language, NASTY).items() if path.endswith(".json")]
    assert len(found) == 5 * 5  # two components, two groups, the whole; a status and four windows each
    for facts in found:
        assert facts.keys() <= KNOWN_TO_SHIELDS and facts["schemaVersion"] == 1
        assert facts["label"] and facts["message"] and facts["cacheSeconds"] >= 300
        assert {type(facts[key]) for key in ("label", "message", "color", "labelColor")} == {str}
        assert type(facts["isError"]) is bool and type(facts["cacheSeconds"]) is int
        assert not set("\u2066\u2067\u2068\u2069\u202e") & set(facts["label"] + facts["message"])


def test_shields_cannot_paint_an_outage_green() -> None:
    """`isError` keeps the colour; a healthy badge leaves it to the address."""
    assert json.loads(files(incidents=[outage(1)])["badges/components/shop/status.json"])["isError"] is True
    assert json.loads(files()["badges/components/shop/status.json"])["isError"] is False


def test_an_address_outlives_a_new_name_and_another_group() -> None:
    """Renamed and moved, a component has its badges where they were."""
    before, after = files(), files(name="Store", group="other")
    assert {p for p in before if "components/" in p} == {p for p in after if "components/" in p}


def test_a_retired_component_s_badges_say_so() -> None:
    """In every style and to shields.io, grey, at the addresses that it had; it is no outage, and it can come back."""
    before, gone, back = files(), files(retired=True, incidents=[outage(1)]), files(name="Store")
    own = {path for path in before if path.startswith("badges/components/shop/")}
    assert own == {path for path in gone if path.startswith("badges/components/shop/")} and len(own) == 5 * 4
    for path in own:
        if path.endswith(".json"):
            facts = json.loads(gone[path])
            assert facts["message"] == "No longer in service · 24 Nov 2026" and facts["isError"] is False
        else:
            said = "NO LONGER IN SERVICE · 24 NOV 2026" if "badge." in path else "No longer in service · 24 Nov 2026"
            assert words(gone[path])[1] == said
            assert gone[path].count(b'fill="#51565f"') == 1
    assert words(back["badges/components/shop/status.svg"])[0] == "Store"
    assert words(gone["badges/groups/sale/status.svg"])[1].startswith("Operational")


def test_a_group_that_nothing_belongs_to_keeps_its_badges() -> None:
    """Its components went to another group or out of service: a picture that was pasted says so."""
    found = files()
    assert words(found["badges/groups/other/status.svg"]) == ["Other", "No components · 24 Nov 2026"]
    assert words(found["badges/groups/other/uptime-7d.svg"])[1] == "No components · 24 Nov 2026"
    assert words(files(group="other")["badges/groups/other/status.svg"])[1].startswith("Operational")


@pytest.mark.parametrize(("known", "said"), [(True, "no complaints"), (False, "not known")])
def test_a_month_without_figures_keeps_the_badge(known: bool, said: str) -> None:
    """No complaint came in that month, or the figures could not be worked out: no share, and no missing picture."""
    figures = Figures(response=response([cohort(Cohort("2026-08"), share(181, 203))])) if known else None
    ledger = make_ledger(complaints=[complaint()])
    context = Context(ledger, NOW, "en", "en", "Example", "https://status.example.com/", figures=figures)
    found = {output.path: output.content for output in publish(context)}
    assert words(found["badges/answered-24h.svg"])[1] == f"{said} · October 2026"


def test_the_label_stands_on_the_right_in_persian() -> None:
    """A reader from the right meets the name first; a Latin name keeps its own order."""
    root = ET.fromstring(files("fa")["badges/components/shop/status.svg"])
    message, label = root.iter(f"{SVG}text")
    assert label.text == "\u2068Shop\u2069" and label.attrib["direction"] == "rtl"
    assert float(message.attrib["x"]) < float(label.attrib["x"])


def test_words_are_measured_with_their_shapes() -> None:
    """Joined Arabic letters are narrower than kept apart; what the fonts lack is one em, an emoji a fifth more."""
    assert width("سلام", "Regular", "rtl") < width("\u200c".join("سلام"), "Regular", "rtl")
    assert width("iii", "Regular", "ltr") < width("mmm", "Regular", "ltr")
    assert width("试验", "Regular", "ltr") == 2.0
    assert width("👨\u200d👩\u200d👧👍🏽🇮🇷", "Regular", "ltr") == pytest.approx(3.6)


@pytest.mark.parametrize(
    ("before", "after"),
    [("two\nlines", "two lines"), ("a\u202eb", "ab"), ("a\ud800\uffff\x00b", "a b"), ("می\u200cشود", "می\u200cشود")],
)
def test_one_line_keeps_words_and_drops_what_is_none(before: str, after: str) -> None:
    """Controls, lone surrogates and turning marks go; the joiners that Persian needs stay."""
    assert one_line(before) == after


def test_what_the_fonts_lack_is_left_out_of_pictures() -> None:
    """An emoji goes; a title that would lose most of its letters is not drawn at all."""
    assert drawable("Fire 😀 in the shop") == "Fire in the shop"
    assert drawable("支付失败 ok") == ""


def test_a_cut_ends_after_a_whole_letter() -> None:
    """An accent stays with its letter, and the words with the ellipsis fit."""
    short = cut("e\u0301" * 50, 5, "Regular", "ltr")
    assert short.endswith("e\u0301…") and width(short, "Regular", "ltr") <= 5


def test_words_of_the_page_s_direction_are_not_set_apart() -> None:
    """A Latin name is set apart in Persian, and a Persian one in English."""
    assert [isolate(w, "ltr") for w in ("Shop", "وب")] == ["Shop", "\u2068وب\u2069"]
    assert [isolate(w, "rtl") for w in ("Shop", "وب")] == ["\u2068Shop\u2069", "وب"]
