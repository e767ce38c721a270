"""Every output of a build tells the same truth at the same instant, and what was published once stays as it was."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from tests.agreement.agreeing import differences
from tests.agreement.company import NOON, Company, Incident, Notice, Part, Word, Work, companies
from tests.agreement.invariants import broken
from tests.agreement.oracle import Truth
from tests.agreement.reading import build

EXAMPLES = int(os.environ.get("ANSWERABLE_AGREEMENT", "3"))
"""Each takes a second; for a long look set the variable to some thousands."""
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A failure is not made smaller: with a build at each try that takes minutes, and the lines say what disagrees."""


def at(hours: float) -> datetime:
    """So many hours from noon."""
    return NOON + timedelta(hours=hours)


def words(id: str, *said: tuple[float, str], **components: str) -> tuple[Word, ...]:
    """Updates at hours from noon; the last one names components."""
    every = [Word(at(hours), status, f"{status} {id} {hours}.") for hours, status in said]
    return (*every[:-1], replace(every[-1], components=components))


AWKWARD = Company(
    (
        Part("a", "Till", "g0"), Part("b", "Door", "g0", since="2026-11-20"), Part("c", "Lamp", since="2026-11-23"),
        Part("d", "Fax", "g1", retired=True), Part("e", "Bell", since="2026-11-24"),
        Part("f", "Well", since="2026-11-01"),
    ),
    (
        Incident("end-ahead", "Doors jam", "major", {"b": "partial_outage"},
                 words("e", (-3, "investigating"), (-1, "monitoring"), (1, "resolved"), (2, "resolved"))),
        Incident("only-over", "Lamps were out", "minor", {"c": "major_outage"}, words("o", (2, "resolved"))),
        Incident("worse-ahead", "Tills are slow", "critical", {"a": "degraded_performance"},
                 words("w", (-2, "investigating"), (3, "identified"), a="major_outage")),
        Incident("one-minute", "Half the lamps", "minor", {"c": "partial_outage"},
                 words("m", (-2, "investigating"), (-2, "identified"), (-2, "monitoring"), c="degraded_performance")),
        Incident("just-over", "Bells ring", "none", {}, words("j", (-9, "monitoring"), (-1, "resolved")), body="Why."),
        Incident("nameless", "All is odd", "major", {"d": "major_outage"}, words("n", (-2, "investigating")), at(-4)),
        Incident("said-well", "Bells are dumb", "critical", {"e": "operational"}, words("s", (-1, "investigating"))),
        Incident("before-work", "Dry", "minor", {"f": "major_outage"},
                 words("f", (-41, "identified"), (-30, "resolved"))),
        Incident("in-work", "Drier", "minor", {"f": "major_outage"},
                 words("g", (-39, "identified"), (-20, "resolved"))),
        Incident("taken-back", "Not ours", "critical", {"a": "major_outage"}, words("t", (-1, "identified")),
                 withdrawn="Of another shop."),
    ),
    (
        Work("off-ahead", "New rails", ("c",), at(6), at(8), at(-50), words("r", (1, "scheduled"), (4, "cancelled"))),
        Work("done-ahead", "New bulbs", ("c", "b"), at(-1), at(5), None, words("b", (1, "completed"))),
        Work("day-before", "New locks", ("b",), at(13), at(14), None, words("l", (-1, "in_progress"))),
        Work("in-time", "Deeper well", ("f",), at(-40), at(-30), at(-64)),
        Work("too-late", "New pump", ("f",), at(-28), at(-26), at(-51)),
        Work("to-come", "New bells", (), at(2), at(4), at(-50)),
        Work("gone", "New fax", ("d",), at(-1), at(4), at(-50), withdrawn="There is none."),
    ),
    (
        Notice("now", "Beware of dogs", "major", at(-5), at(1)),
        Notice("soon", "Beware of cats", "none", at(3), at(30)),
        Notice("untrue", "Beware of mice", "minor", at(-5), at(30), "There are none."),
    ),
)  # fmt: skip
"""Things that outputs once saw differently, and their like: dated ahead, of one minute, taken back, never announced."""


@settings(max_examples=EXAMPLES, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@example(AWKWARD, 180)
@given(companies(), st.sampled_from((5, 60, 300, 1000, 1600)))
def test_all_outputs_agree_and_keep_their_word(company: Company, minutes: int) -> None:
    """At noon and at a later build of the same records everything is as the documents have it, and nothing is lost."""
    with tempfile.TemporaryDirectory() as folder:
        before, after = Truth(company, NOON), Truth(company, NOON + timedelta(minutes=minutes))
        first = build(Path(folder), company, before.now)
        found = differences(first, before)
        second = build(Path(folder), company, after.now)
        found += [*differences(second, after), *broken(first, second, before, after)]
        assert not found, "\n".join(found)
