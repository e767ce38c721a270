"""Every output of a build tells the same truth at the same instant, and what was published once stays as it was."""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.agreement.agreeing import differences
from tests.agreement.company import NOON, Company, companies
from tests.agreement.laws import broken
from tests.agreement.oracle import Truth
from tests.agreement.reading import build

EXAMPLES = int(os.environ.get("ANSWERABLE_AGREEMENT", "4"))
"""Each takes a second; for a long look set the variable to some thousands."""
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A failure is not made smaller: with a build at each try that takes minutes, and the lines say what disagrees."""


@settings(max_examples=EXAMPLES, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
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
