"""The ledger's look-ups by time say what a scan of all incidents would say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.records.ledger import make_ledger
from answerable.records.model import Incident, Update
from answerable.records.text import Text
from answerable.records.vocabulary import Impact, UpdateStatus

START = datetime(2026, 1, 30, tzinfo=UTC)
HOURS = st.integers(0, 24 * 70)


def incident(number: int, start: int, length: int | None) -> Incident:
    """An incident that began so many hours after `START`, and ended so many later or is open."""
    at = START + timedelta(hours=start)
    updates = [Update(at=at, status=UpdateStatus.INVESTIGATING)]
    if length is not None:
        end = at + timedelta(hours=length)
        updates.append(Update(at=end, status=UpdateStatus.RESOLVED, text=Text({"": "Over."})))
    return Incident(id=f"i{number}", title=Text({"": "T"}), impact=Impact.MINOR, updates=tuple(updates))


@given(st.lists(st.tuples(HOURS, st.none() | HOURS), max_size=8), HOURS)
def test_what_ends_after_an_instant(spans: list[tuple[int, int | None]], hour: int) -> None:
    """Incidents over a month's end, of no length, or open still are found at every instant until they end."""
    instant = START + timedelta(hours=hour)
    ledger = make_ledger(incidents=[incident(number, *span) for number, span in enumerate(spans)])
    ending = {f"i{number}" for number, (start, length) in enumerate(spans) if length is None or start + length > hour}
    assert {one.id for one in ledger.ending_after(instant)} == ending
    starts = [one.started_at for one in ledger.ending_after(instant)]
    assert starts == sorted(starts, reverse=True)
