"""Made-up figures for the pages' tests: values, not calculations; every number can be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from answerable.facts.outages import OutageFigures
from answerable.facts.response import (
    ByClock,
    Cohort,
    CohortFigures,
    Declined,
    Dimension,
    Ends,
    Loop,
    OpenAges,
    Replies,
    Response,
    Spread,
    Waiting,
)
from answerable.facts.shares import Quantile, Share
from answerable.records.text import Text
from answerable.records.vocabulary import Impact

AS_OF = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
HOUR = 3600
MINIMUM = 10
ENDS = {
    "confirmed": 64, "unconfirmed": 80, "no_reply_from_customer": 21, "declined": 12, "unresolved": 4, "unstated": 2,
    "reopened": 3, "withdrawn": 5, "open": 23, "reopened_ever": 9,
}  # fmt: skip


def share(part: int, whole: int, not_due: int = 0) -> Share:
    """A share under the made-up policy's minimum of ten."""
    return Share(part, whole, not_due, MINIMUM)


def quantile(hours: float | None, n: int = 203, q: float = 0.5, never: int = 9) -> Quantile:
    """A length of time in hours; None for "not yet"."""
    return Quantile(q, None if hours is None else round(hours * HOUR), n, never, MINIMUM)


def spread(median: float | None, p90: float | None, n: int = 203) -> Spread:
    """A median and a 90th percentile in hours."""
    return Spread(quantile(median, n), quantile(p90, n, 0.9))


def replies(hour: Share, day: Share, target: Share, median: float | None = 3, p90: float | None = 26) -> Replies:
    """Replies of one kind."""
    n = day.denominator
    return Replies(hour, day, target, quantile(median, n), quantile(p90, n, 0.9))


def by_clock(day: Share, cases: int, without_target: int = 0, **lengths: Spread) -> ByClock:
    """One clock, of which the share within a day is given and the others lie around it."""
    hour = share(day.numerator // 3, day.denominator, day.not_due // 3)
    human = replies(hour, day, share(day.numerator * 9 // 10, day.denominator, day.not_due))
    sooner = share(min(day.numerator + day.denominator // 15, day.denominator), day.denominator, day.not_due)
    return ByClock(
        cases,
        without_target,
        human,
        replies(sooner, sooner, sooner, 0.05, 0.2),
        lengths.get("resolution", spread(30, None, day.denominator)),
        lengths.get("follow_up", spread(50, 190, day.denominator // 4)),
    )


def cohort(
    cohort: Cohort,
    day: Share | None = None,
    *,
    excluded: tuple[tuple[str, int], ...] = (),
    loop: Loop | None = None,
    ends: Mapping[str, int] = ENDS,
    staffed: int | None = None,
) -> CohortFigures:
    """A cohort with this share answered by a person within 24 hours; 181 of 203 with 11 not due otherwise."""
    day = day or share(181, 203, 11)
    counted = day.denominator + day.not_due
    cases = counted if staffed is None else staffed
    return CohortFigures(
        cohort=cohort,
        counted=counted,
        excluded=excluded,
        all_hours=by_clock(day, counted, without_target=7),
        staffed=by_clock(share(min(day.numerator + 5, day.denominator), day.denominator, day.not_due), cases),
        loop=loop or Loop(46, share(31, 42, 4), share(27, 42, 4), spread(49, 160, 42), 11),
        ends=Ends(**ends),
        minimum=MINIMUM,
    )


def response(found: Iterable[CohortFigures], **more: Any) -> Response:
    """A response of these cohorts as of the example's clock."""
    cohorts = {one.cohort: one for one in found}
    months = sorted({one.month for one in cohorts if one.month}, reverse=True)
    return Response(AS_OF, MINIMUM, tuple(months), cohorts, **more)


def october(**more: Any) -> Response:
    """October 2026 and the month before, with a channel of few complaints, something overdue and something open."""
    cohorts = [
        cohort(Cohort("2026-10"), excluded=(("advertising", 6), ("<b>not for us</b>", 2))),
        cohort(Cohort("2026-09"), share(150, 180)),
        cohort(Cohort("2026-10", Dimension.CHANNEL, "x"), share(120, 128, 6)),
        cohort(Cohort("2026-10", Dimension.CHANNEL, "email"), share(58, 69, 5)),
        cohort(Cohort("2026-10", Dimension.CHANNEL, "phone"), share(3, 6)),
        cohort(Cohort("2026-10", Dimension.TOPIC, "refunds"), share(90, 100, 5)),
        cohort(Cohort("2026-10", Dimension.TOPIC, "late"), share(91, 103, 6)),
    ]
    waiting = (Waiting("2026-10-03-late", 30 * 86_400), Waiting("zd-1181", 9 * 86_400 + 5 * HOUR))
    values: dict[str, Any] = {
        "overdue": waiting,
        "overdue_count": len(waiting),
        "open_ages": OpenAges(
            23, ((1, 9), (7, 8), (30, 4), (None, 2)), quantile(61, 23), (Waiting("secret-open-id", 31 * 86_400),)
        ),
        "declined": {
            "2026-10": (Declined("2026-10-08-voucher", Text({"en": "The voucher had run out in <i>May</i>."})),)
        },
        "uncounted": (("instant", 3), ("order", 1)),
    }
    return response(cohorts, **{**values, **more})


def outage(month: str = "2026-10", **more: Any) -> OutageFigures:
    """Three incidents of a month with six promises, five kept."""
    values: dict[str, Any] = {
        "month": month,
        "incidents": 3,
        "by_impact": {Impact.MAJOR: 1, Impact.MINOR: 2},
        "still_open": 0,
        "minutes_down": 134,
        "first_update": Spread(Quantile(0.5, 660, 2, 0, 1), Quantile(0.9, 900, 2, 0, 1)),
        "beginning_not_stated": 1,
        "between_updates": Spread(Quantile(0.5, 1500, 12, 0, MINIMUM), Quantile(0.9, 2900, 12, 0, MINIMUM)),
        "promises": share(5, 6, 1),
    }
    return OutageFigures(**{**values, **more})
