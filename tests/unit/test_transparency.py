"""The pages of figures: what they say, what they keep to themselves, and what does not change them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from tests.unit.made_up import AS_OF, cohort, october, outage, quantile, replies, response, share, spread

from answerable.content.reading import Content
from answerable.facts.definitions import BY_ID, DEFINITIONS, YARDSTICK
from answerable.facts.response import Cohort, Dimension, Loop, Response
from answerable.intake.restatements import Restatement
from answerable.intake.store import IntakeError
from answerable.publish.context import Context
from answerable.publish.figures import transparency
from answerable.publish.figures.figure_words import percent
from answerable.publish.figures.gathering import Figures, gather
from answerable.publish.figures.sentences import month_sentences
from answerable.publish.pages.home import home_figures
from answerable.records.company import Policy
from answerable.records.ledger import Ledger, make_ledger
from answerable.records.published import PublishedFigure

POLICY = {"targets": {"normal": "24h", "urgent": "4h"}, "follow_up_within": "5d", "minimum_n": 10}
ANCHOR = re.compile(r'href="(?:\.\./)+transparency/how-we-count/#([a-z_0-9]+)"')


def context(
    figures: Figures | None, language: str = "en", now: datetime = AS_OF, ledger: Ledger | None = None
) -> Context:
    """A site in UTC as of 24 November 2026."""
    ledger = ledger or make_ledger(policy=Policy.model_validate(POLICY))
    return Context(ledger, now, language, "en", "Baran", "https://status.example.com/", figures=figures)


def figures(found: Response | None = None, **more: Any) -> Figures:
    """October's made-up figures with three incidents."""
    return Figures(found or october(), **{"outages": (outage(),), **more})


def words(html: str) -> str:
    """What a page says, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def page(path: str, found: Context) -> str:
    """The HTML of a stamped page."""
    made = [*transparency.month_pages(found), *transparency.how_we_count_pages(found)]
    return next(one.body for one in made if one.path == path)


def test_the_last_complete_month_is_told_in_sentences_with_both_numbers() -> None:
    """Nobody has to read a table to know how October was."""
    answered, ended, outages = month_sentences(context(figures()), figures(), "2026-10")
    assert "October 2026" in answered and "no clear change" in answered
    assert re.findall(r"\d+%?", answered) == ["2026", "214", "181", "203", "24", "89%", "83%", "3"]
    assert re.findall(r"\d+%?", ended) == ["42", "31", "74%", "214", "64", "80", "26"]
    assert "settled as we see it: 80" in ended
    assert outages == "There were 3 incidents, with 134 minutes down."


def test_three_big_numbers_come_first_with_what_they_are_made_of_and_how_they_changed() -> None:
    """Above all words stand three shares; the first says numerator and denominator, and the month before."""
    html = transparency.body(context(figures()), "../")
    big = words(html.split('class="a-told"')[0])
    assert html.split('class="a-told"')[0].count('class="a-big__number"') == 3
    assert "Answered by a person within 24 hours 89% 181 of 203" in big
    assert "the month before" in big


def test_without_complaints_the_big_numbers_are_those_of_the_incidents() -> None:
    """A site that publishes its status only has its incidents and minutes down there."""
    html = page("transparency/2026-10/", context(figures(response([]))))
    big = words(html.split('class="a-told"')[0])
    assert "Incidents 3" in big and "Minutes down 134" in big


def test_promises_are_told_once_there_are_enough() -> None:
    """Nine of twelve is said; five of six is under the minimum, and so is nothing of it."""
    enough = figures(outages=(outage(promises=share(9, 12)),))
    said = "When we promised the next update by a certain time, we kept it 9 of 12 times."
    assert month_sentences(context(enough), enough, "2026-10")[2].endswith(said)
    assert "promised" not in month_sentences(context(figures()), figures(), "2026-10")[2]


def test_under_the_minimum_there_is_no_share_anywhere() -> None:
    """Nine complaints give a number and no percentage, in the sentences and in the tables."""
    few = Loop(4, share(2, 4), share(2, 4), spread(5, 9, 4), 1)
    small = cohort(Cohort("2026-10"), share(9, 9), loop=few)
    small = replace(small, all_hours=replace(small.all_hours, resolution=spread(3, 4, 9)))
    found = figures(response([small]), outages=())
    html = transparency.body(context(found), "../")
    assert "Of fewer than 10 complaints whose time is up" in words(html)
    assert "too few to say (9)" in words(html)
    assert "too few to say (4)" in words(html)
    told_html = html.split('id="t-soon"')[1].split('id="t-wait"')[0]
    assert re.search(r"\d+%", told_html) is None
    assert home_figures(context(found)) is None


def test_a_median_among_the_never_answered_reads_not_yet() -> None:
    """A length of time is not invented for what has not happened."""
    usual = cohort(Cohort("2026-10"), share(80, 203))
    human = replies(share(20, 203), share(80, 203), share(70, 203), median=None, p90=None)
    late = replace(usual, all_hours=replace(usual.all_hours, human=human))
    html = transparency.body(context(figures(response([late]))), "../")
    assert "More than half of them have no answer from a person yet." in html
    clock = html.split('id="clock-all_hours"')[1].split("</section>")[0]
    assert words(clock).count("not yet") >= 2


def test_both_clocks_both_kinds_of_reply_ranges_and_what_is_not_due_stand_side_by_side() -> None:
    """Each share shows numerator, denominator, Wilson range and the number not yet due."""
    html = transparency.body(context(figures()), "../")
    for clock in ("All hours", "Staffed hours"):
        assert clock in words(html)
    cells = re.findall(r"<td>(.*?)</td>", html.split('id="clock-all_hours"')[1].split("</section>")[0])
    said = [words(cell) for cell in cells]
    # Wilson's interval of 181 of 203 by hand: (0.8916 + 0.00946 ± 0.0437) / 1.0189
    assert "89% 181 of 203 · 84% to 93% 11 not yet due" in said
    assert "A person" in words(html)
    assert "Any reply" in words(html)


def test_what_is_not_counted_is_said_with_its_reason() -> None:
    """Excluded rows by their reason, which stays text; broken rows by what is wrong with them."""
    html = transparency.body(context(figures()), "../")
    assert "6 advertising" in words(html)
    assert "<b>not for us</b>" not in html
    assert "&lt;b&gt;not for us&lt;/b&gt;" in html
    assert "not a date and time" in html
    assert "something happened before the complaint was received" in html


def test_what_waits_is_named_by_id_and_age_only() -> None:
    """Overdue ones, and how long everything open has waited."""
    html = transparency.body(context(figures()), "../")
    waiting = words(html.split('id="t-wait"')[1])
    assert "2 complaints were taken private and their outcome is overdue in public." in waiting
    assert "2026-10-03-late 30 days zd-1181 9 days 5 hours" in waiting
    assert "23 complaints are open. They have waited:" in waiting
    assert "more than 30 days" in waiting
    assert "The oldest has waited for 31 days." in waiting
    assert "secret-open-id" not in html


def test_the_reasons_for_declining_are_given_and_cannot_bring_markup() -> None:
    """A reason is a record's text."""
    html = transparency.body(context(figures()), "../")
    assert "The voucher had run out in" in html
    assert "<i>May</i>" not in html


def restated(figure: str, was: PublishedFigure, now: PublishedFigure, cohort: str = "all") -> Restatement:
    """A figure of September that was published on 5 October."""
    return Restatement("2026-09", cohort, figure, was, now, datetime(2026, 10, 5, 6, tzinfo=UTC), None)


def corrected(*found: Restatement) -> str:
    """What September's page says of corrections."""
    html = page("transparency/2026-09/", context(figures(restatements=found)))
    return words(html.split('id="t-was"')[1])


def test_a_restated_share_says_what_it_was_is_and_by_how_much() -> None:
    """Published 81 of 90, now 80 of 92: 90 % and 86.96 %, so 3.0 percentage points less."""
    one = restated(
        "all_hours.human.within_day", PublishedFigure(n=90, numerator=81), PublishedFigure(n=92, numerator=80)
    )
    said = "All complaints · First answer by a person, All hours 90% (81 of 90) 87% (80 of 92) −3 percentage points"
    assert said in corrected(one)


def test_a_restated_length_of_time_can_become_not_yet() -> None:
    """Two and a half hours became three and a half, and a 90th percentile fell among the never answered."""
    said = corrected(
        restated("all_hours.human.median", PublishedFigure(n=180, seconds=9000), PublishedFigure(n=180, seconds=12600)),
        restated("all_hours.human.p90", PublishedFigure(n=180, seconds=9000), PublishedFigure(n=182)),
    )
    assert "2 hours 30 minutes 3 hours 30 minutes 1 hour longer" in said
    assert "1 more figure changed" in said
    assert "All complaints · First answer by a person, All hours 2 hours 30 minutes not yet" in said


def test_a_restated_number_says_the_difference() -> None:
    """Twelve on X became ten."""
    assert "By channel: x 12 10 −2" in corrected(
        restated("ends.open", PublishedFigure(n=12), PublishedFigure(n=10), "channel/x")
    )


def test_what_nobody_could_see_change_is_no_correction() -> None:
    """The same words are not shown twice; the file of figures has the difference."""
    one = restated("all_hours.human.p90", PublishedFigure(n=180), PublishedFigure(n=182))
    html = page("transparency/2026-09/", context(figures(restatements=(one,))))
    assert "Corrected figures" not in words(html)


def test_a_correction_stands_on_its_month_and_in_short_with_all_figures() -> None:
    """The page of all figures names what matters most and leads to the month for the rest."""
    found = figures(restatements=(
        restated("counted", PublishedFigure(n=90), PublishedFigure(n=92)),
        restated("ends.open", PublishedFigure(n=12), PublishedFigure(n=10), "channel/x"),
    ))  # fmt: skip
    html = transparency.body(context(found), "../").split('id="t-was"')[1].split("</section>")[0]
    assert "Complaints counted All complaints 90 92 +2" in words(html)
    assert 'href="../transparency/2026-09/#t-was">1 more figure changed' in html
    assert "Corrected figures" not in words(page("transparency/2026-10/", context(found)))


def test_no_definition_is_missing_and_each_has_its_place() -> None:
    """How we count has every definition of the code: its name, sentence, formula and source, under its own anchor."""
    html = page("transparency/how-we-count/", context(None))
    for one in (*DEFINITIONS, YARDSTICK):
        assert html.count(f' id="{one.id}"') == 1, one.id
        section = unescape(words(html.split(f' id="{one.id}"')[1].split("</section>")[0]))
        for part in (one.name, one.sentence, one.formula, one.source):
            assert part in section, one.id


def test_the_policy_s_numbers_stand_on_how_we_count() -> None:
    """The minimum, the time to report back, and each target."""
    said = words(page("transparency/how-we-count/", context(None)))
    for part in (
        "No figure for fewer complaints than 10",
        "Outcome told in public within 5 days",
        "First answer, priority “Urgent” 4 hours",
        "First answer, priority “Normal” 1 day",
        "Maintenance left out of the uptime if announced ahead by 1 day",
        "Days and months begin and end in the time zone UTC",
    ):
        assert part in said


def test_each_figure_on_the_pages_links_to_its_definition() -> None:
    """Every kind of figure that a cohort has is linked from the page, and no link leads past the definitions."""
    html = transparency.body(context(figures()), "../")
    linked = set(ANCHOR.findall(html))
    assert linked <= {*BY_ID, YARDSTICK.id}
    found = october().of("2026-10")
    assert found is not None
    shown = {name.rpartition(".")[2] for name in (*found.shares(), *found.quantiles())}
    ends = {name for name, number in found.ends.parts().items() if number}
    others = {"counted", "excluded", "human", "any_reply", "resolution", "follow_up", "all_hours", "staffed", "overdue"}
    outages = {"incidents", "minutes_down", "first_update", "between_updates", "promises"}
    apart = {"open_ages", "uncounted", "interval", "not_due", "reopened_ever", "yardstick", "time"}
    assert shown | ends | others | outages | apart <= linked


def test_a_month_s_page_does_not_change_with_the_clock() -> None:
    """While its figures stay, a closed month's page is the same byte for byte, whenever the site is built."""
    later = AS_OF + timedelta(hours=5)
    soon, late = (context(figures(october()), now=now) for now in (AS_OF, later))
    assert page("transparency/2026-10/", soon) == page("transparency/2026-10/", late)
    assert transparency.body(soon, "../") != transparency.body(late, "../")


def test_the_running_month_says_that_it_is_not_over() -> None:
    """Only the month in which the clock stands."""
    found = context(figures(response([cohort(Cohort("2026-11")), cohort(Cohort("2026-10"))])))
    assert "This month is not over yet" in page("transparency/2026-11/", found)
    assert "This month is not over yet" not in page("transparency/2026-10/", found)


def test_a_month_with_incidents_and_no_complaints_has_a_page_too() -> None:
    """It says that no complaint is on record, and how the incidents were told."""
    said = words(page("transparency/2026-10/", context(figures(response([])))))
    assert "In October 2026 no complaint is on record." in said
    assert "134" in said


def test_home_has_a_line_of_three_figures() -> None:
    """Each with what it is made of and the place on the month's page."""
    found = home_figures(context(figures(outages=(outage(promises=share(9, 12)),))))
    assert found is not None
    assert (found.month, found.path) == ("2026-10", "transparency/2026-10/")
    assert found.figures == (
        ("89% answered by a person within 24 hours", "181 of 203", "t-soon"),
        ("74% of what we took private came back in public", "31 of 42", "t-loop"),
        ("9 of 12 promised updates kept", "", "t-out"),
    )


def test_home_leaves_out_what_is_too_few_to_say() -> None:
    """Six promises are under the minimum: how often answers came when promised stands in their place."""
    found = home_figures(context(figures()))
    assert found is not None
    assert [place for _words, _made_of, place in found.figures] == ["t-soon", "t-loop", "t-soon"]
    assert found.figures[2][0].endswith("% answered by a person within the time we promised")


@pytest.mark.parametrize("found", [None, figures(response([]))], ids=["no figures", "no complaints"])
def test_home_has_no_line_without_complaints(found: Figures | None) -> None:
    """Nor is there any when nothing was received."""
    assert home_figures(context(found)) is None


def test_a_site_without_complaints_says_so() -> None:
    """And still says how it would count."""
    said = words(transparency.body(context(None), "../"))
    assert "There are no complaints on record yet, so there are no figures." in said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "0%"), (0.001, "1%"), (0.8916, "89%"), (0.996, "99%"), (1.0, "100%"), (2 / 3, "67%")],
)
def test_only_all_reads_as_all_and_only_none_as_none(value: float, said: str) -> None:
    """A share in whole per cent is cut short of both ends."""
    assert percent(context(None), value) == said


def test_a_share_among_persian_words_keeps_its_sign_on_its_side() -> None:
    """It is isolated, since after Arabic letters the sign would jump over the number."""
    assert percent(context(None, "fa"), 0.89) == "\u2066۸۹٪\u2069"


def test_charts_show_the_values_with_most_complaints_first() -> None:
    """Late orders have 109 complaints, refunds 105."""
    html = transparency.body(context(figures()), "../")
    drawing = html.split('id="by-topic"')[1]
    assert drawing.index("late") < drawing.index("refunds")


def test_a_chart_of_few_complaints_only_is_left_out() -> None:
    """When no value of a dimension may be shown, there is nothing to draw."""
    small = [cohort(Cohort("2026-10", Dimension.COMPONENT, id), share(2, 3)) for id in ("web", "app")]
    found = figures(response([cohort(Cohort("2026-10")), *small]))
    assert "by-component" not in transparency.body(context(found), "../")


def test_figures_that_fail_are_a_finding_and_keep_nothing_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full while figures are worked out costs the figures, not the notices."""

    def fail(*_: object) -> None:
        raise IntakeError("could not allocate 3 MB")

    monkeypatch.setattr("answerable.publish.figures.gathering.response_figures", fail)
    found, findings = gather(Content(make_ledger(), (), ()), AS_OF, "content")
    assert found is None
    assert [str(finding) for finding in findings] == [
        (
            "content/intake: error: the figures cannot be worked out (could not allocate 3 MB); "
            "give the machine more memory or room on its disk, or take months apart [intake]"
        )
    ]


def test_without_records_there_are_no_figures() -> None:
    """An empty site has none, and no finding."""
    assert gather(Content(make_ledger(), (), ()), AS_OF, "content") == (None, ())


def test_the_quantiles_of_few_incidents_are_not_shown() -> None:
    """Even where their value is known."""
    few = outage(between_updates=spread(1, 2, 4))
    html = page("transparency/2026-10/", context(figures(outages=(few,))))
    assert "too few to say (4)" in words(html.split('id="t-out"')[1])
    assert quantile(1, 4).seconds == 3600
