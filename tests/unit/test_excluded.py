"""Leaving complaints out must not flatter: where it raises a share, the share with them is shown, too."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.content import write

from answerable.commands.check import check
from answerable.content.reading import read_content
from answerable.facts.response import Response
from answerable.facts.shares import Share
from answerable.intake.cohorts import response_figures
from answerable.publish.context import Context
from answerable.publish.figures.gathering import gather
from answerable.publish.figures.metrics import month_metrics
from answerable.publish.figures.transparency import month_pages

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SHARE = "all_hours.human.within_day"


def rows(answered: int, unanswered: int, excluded: int) -> str:
    """Return an intake of October: so many answered within the hour, not at all, and excluded without an answer."""
    kinds = [("2026-10-05T10:30:00Z", "")] * answered + [("", "")] * unanswered + [("", "spam")] * excluded
    lines = (f"a-{n},x,2026-10-05T10:00:00Z,{at},{reason}" for n, (at, reason) in enumerate(kinds))
    return "\n".join(["id,channel,received,answered,excluded_because", *lines]) + "\n"


def figures(tmp_path: Path, intake: str) -> Response:
    """Return the figures of such an intake."""
    content = read_content(write(tmp_path, {"intake/2026-10.csv": intake}), NOW)
    return response_figures(content.intake, content.ledger, NOW)


@pytest.mark.parametrize(
    ("answered", "unanswered", "excluded", "expected"),
    [
        (40, 10, 10, Share(40, 60, minimum=10)),  # 80 % without, 67 % with them
        (49, 0, 1, None),  # 100 % and 98 %: two points, not more
        (48, 0, 1, Share(48, 49, minimum=10)),  # 100 % and 97.96 %
        (40, 10, 0, None),
        (5, 0, 20, None),  # too few to show a share at all
    ],
)
def test_a_share_that_is_raised_by_more_than_two_points_has_the_other_beside_it(
    tmp_path: Path, answered: int, unanswered: int, excluded: int, expected: Share | None
) -> None:
    """Of the month, of all months, and of each channel."""
    response = figures(tmp_path, rows(answered, unanswered, excluded))
    for cohort in (response.of("2026-10"), response.of(), response.cohorts[next(iter(response.cohorts))]):
        assert cohort is not None and cohort.shares()[SHARE].with_excluded == expected


def test_leaving_out_what_was_answered_raises_nothing(tmp_path: Path) -> None:
    """Such a share is lower without them."""
    text = rows(40, 10, 0) + "b,x,2026-10-05T10:00:00Z,2026-10-05T10:01:00Z,test\n" * 1
    month = figures(tmp_path, text).of("2026-10")
    assert month is not None and month.shares()[SHARE].with_excluded is None


def test_a_reason_is_in_the_language_of_the_page(tmp_path: Path) -> None:
    """As policy.yml has it; one that is not there is marked as a text of the first language. Programs read the rows."""
    known = "exclusions:\n  - {reason: spam, name: {en: spam, fa: هرزنامه}}\n"
    text = rows(40, 10, 10) + "b,x,2026-10-05T10:00:00Z,,sent twice\n"
    root = write(tmp_path, {"intake/2026-10.csv": text, "policy.yml": f"languages: [en, fa]\n{known}"})
    content = read_content(root, NOW)
    assert content.findings == ()
    found, _ = gather(content, NOW, "content", ["persian"])
    context = Context(content.ledger, NOW, "fa", "en", "Shop", "https://status.example.com/", figures=found)
    (page,) = month_pages(context)
    assert "۱۰ <bdi>هرزنامه</bdi>" in page.body
    assert '۱ <bdi><span lang="en" dir="ltr">sent twice</span></bdi>' in page.body
    assert found is not None and dict(found.response.of("2026-10").excluded) == {"sent twice": 1, "spam": 10}  # type: ignore[union-attr]


def test_the_page_and_the_file_show_it_and_the_check_notes_it(tmp_path: Path) -> None:
    """In the sentence, in the table, in `metrics.json`, and in a note for who excluded them."""
    root = write(tmp_path, {"intake/2026-10.csv": rows(40, 10, 10)})
    content = read_content(root, NOW)
    found, _ = gather(content, NOW, "content")
    assert found is not None
    context = Context(content.ledger, NOW, "en", "en", "Shop", "https://status.example.com/", figures=found)
    (page,) = month_pages(context)
    assert "With the complaints that we excluded it would be 67%." in page.body
    assert "40 of 50 · 67% with those excluded" in page.body
    whole = month_metrics(context, found, "2026-10", None)["cohorts"][0]
    assert whole["shares"][SHARE] | {"low": 0, "high": 0} == {
        "numerator": 40, "denominator": 50, "not_due": 0, "value": 0.8, "low": 0, "high": 0, "with_excluded": 0.666667,
    }  # fmt: skip
    words, clean, _ = check(tmp_path / "mkdocs.yml", NOW, "text")
    assert clean
    assert words == (
        "content/intake: note: in 2026-10, excluding 10 of 60 complaints raises “Answered within an hour” from 67% to "
        "80%; the site shows both; exclude only what is no complaint [intake]\n"
        "0 records and 60 rows of the intake, no problems"
    )
