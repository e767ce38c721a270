"""Decide what is still to be sent to a target, and send it, so that each message goes out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from answerable.output.failures import program_fault, raising
from answerable.outreach.notify.delivery_log import DeliveryLog, Outage, TargetLog
from answerable.outreach.notify.news_item import NewsItem, one_line
from answerable.outreach.notify.way_registry import (
    MessageRefusedError,
    Sender,
    SettingsError,
    TargetDownError,
    Tools,
    Way,
)
from answerable.records.notify import Target
from answerable.translation.message import joined, msg

REMEMBERED = timedelta(days=7)
"""The news that is looked at; what is older is not even mentioned."""
TOO_LATE = timedelta(days=1)
"""After this time news is not sent any more, and a message that failed is not tried again."""
FRESH = timedelta(hours=1)
"""A target without a log, since it is new or the log is lost, is sent only what is newer."""
GIVEN_UP_AFTER = timedelta(days=7)
TRIES_AT_LEAST = 5
"""A target is given up that failed so long and so often."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=6)


class Result(StrEnum):
    """What one line of the report says."""

    SENT = "sent"
    WOULD_SEND = "would send"
    NOTE = "note"
    FAILED = "failed"
    UNREACHABLE = "unreachable"


_RESULTS = {
    Result.SENT: msg("sent"),
    Result.WOULD_SEND: msg("would send"),
    Result.NOTE: msg("note"),
    Result.FAILED: msg("failed"),
    Result.UNREACHABLE: msg("unreachable"),
}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What became of something at one target."""

    result: Result
    target: str
    words: str

    def __str__(self) -> str:
        return joined(": ", (_RESULTS[self.result], self.target, self.words))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with a target's news: items to send, oldest first, and those that come too late.

    `corrected` are those that were told before, under another instant.
    """

    due: tuple[NewsItem, ...]
    late: tuple[NewsItem, ...]
    corrected: tuple[NewsItem, ...]


def plan(target: Target, items: Sequence[NewsItem], log: TargetLog, now: datetime) -> Plan:
    """Compare what a target should have been told with what it was told."""
    ids = {item.id for item in items}
    told = {one.content for id, one in log.items.items() if id not in ids}
    new = [item for item in items if item.id not in log.items and item.concerns(target)]
    corrected = [item for item in new if item.content in told and item.id not in log.messages]
    others = [item for item in new if item not in corrected]
    return Plan(
        due=tuple(item for item in others if item.at > now - TOO_LATE),
        late=tuple(item for item in others if item.at <= now - TOO_LATE),
        corrected=tuple(corrected),
    )


class TargetDelivery:
    """Delivers to one target. `name` is its name in the log; without `send` it says only what it would do."""

    def __init__(self, way: Way, target: Target, log: DeliveryLog, now: datetime, *, send: bool = True) -> None:
        self._way, self._target, self._log, self._now, self._send = way, target, log, now, send
        self.name = f"{way.name}/{target.id}"

    def run(self, items: Sequence[NewsItem], tools: Tools) -> Iterator[ReportLine]:
        """Send what is due, and yield a line for each message and each problem."""
        known = self._log.target(self.name)
        if known and known.dropped:
            yield self._line(Result.NOTE, msg("it was given up; to begin anew give it another id in notify.yml"))
            return
        try:
            with self._way.open(self._target, tools) as sender:
                if known is None:
                    known, line = self._begin(items)
                    yield line
                yield from self._go_on(items, known, sender)
        except SettingsError as error:
            yield from (self._line(Result.FAILED, problem) for problem in error.args)

    def _line(self, result: Result, words: str) -> ReportLine:
        return ReportLine(result, self.name, words)

    def _begin(self, items: Iterable[NewsItem]) -> tuple[TargetLog, ReportLine]:
        """Take what is older than an hour for told."""
        older = [item for item in items if item.concerns(self._target) and item.at <= self._now - FRESH]
        known = self._log.begin(self.name, older)
        words = msg("it is told of all news from now on")
        if older:
            words = msg("%(what)s; not of what was published before (%(number)s)", what=words, number=len(older))
        return known, self._line(Result.NOTE, words)

    def _go_on(self, items: Sequence[NewsItem], known: TargetLog, sender: Sender) -> Iterator[ReportLine]:
        found = plan(self._target, items, known, self._now)
        for item in found.corrected:
            self._log.end_item(self.name, item, "done")
        for item in found.late:
            self._log.end_item(self.name, item, "late")
        if found.late:
            number, such = len(found.late), _words(found.late[-1])
            yield self._line(
                Result.NOTE,
                msg("%(number)s older than a day, so not sent, such as %(title)s", number=number, title=such),
            )
        if found.due and self._send and known.outage and known.outage.until > self._now:
            since, until = (at.isoformat(timespec="minutes") for at in (known.outage.since, known.outage.until))
            words = msg("it fails since %(since)s; next try after %(until)s", since=since, until=until)
            yield self._line(Result.FAILED, words)
            return
        try:
            for item in found.due:
                yield from self._deliver(item, known, sender)
        except TargetDownError as error:
            yield from self._note_failure(known, error)
        except OSError:  # of the log, without which nothing may be sent
            raise
        except Exception as error:  # whatever it is, the other targets are to be told
            if raising():
                raise
            yield from self._note_failure(known, TargetDownError(program_fault(error)))

    def _deliver(self, item: NewsItem, known: TargetLog, sender: Sender) -> Iterator[ReportLine]:
        """Send the messages of an item that were not sent yet."""
        recipients = [one for one in sender.recipients(item) if not known.is_over(item, one)]
        if not self._send:
            yield self._line(Result.WOULD_SEND, _with_number(item, len(recipients)))
            return
        sent, left = 0, False
        for recipient in recipients:
            self._log.message(self.name, item, recipient, "sending")
            try:
                sender.send(item, recipient)
            except MessageRefusedError as error:
                yield self._line(Result.FAILED, joined(": ", (_words(item), str(error))))
                left = left or not error.for_good
                if error.for_good:
                    self._log.message(self.name, item, recipient, "refused")
                continue
            self._log.message(self.name, item, recipient, "sent")
            sent += 1
            if known.outage:
                self._log.outage(self.name, None)
        if not left:
            self._log.end_item(self.name, item, "done")
        if sent:
            yield self._line(Result.SENT, _with_number(item, sent))

    def _note_failure(self, known: TargetLog, error: TargetDownError) -> Iterator[ReportLine]:
        before = known.outage
        since, tries = (before.since, before.tries + 1) if before else (self._now, 1)
        wait = max(min(FIRST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT), timedelta(seconds=min(error.wait, 86_400)))
        self._log.outage(self.name, Outage(since, tries, self._now + wait))
        yield self._line(Result.UNREACHABLE if error.unreachable else Result.FAILED, str(error))
        if error.gone or (self._now - since >= GIVEN_UP_AFTER and tries >= TRIES_AT_LEAST):
            self._log.drop(self.name)
            yield self._line(Result.FAILED, msg("it is given up; to begin anew give it another id in notify.yml"))


def _words(item: NewsItem) -> str:
    return f"“{one_line(item.texts[0].title, 100)}”"


def _with_number(item: NewsItem, number: int) -> str:
    words = _words(item)
    return words if number == 1 else msg("%(title)s (%(number)s messages)", title=words, number=number)
