"""The words in which announcements stand on a profile, within the network's limit and in the profile's language.

Each ends with the address of the very update that it is about, by which our own posts are known again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from answerable.facts.announcements import Announcement, announcements, back_at, closed_since
from answerable.outreach.announce.network import NetworkKind
from answerable.outreach.announce.wanted import PostText, Wanted, Wishes
from answerable.publish.addresses import (
    ANSWERS,
    CONTACT,
    INCIDENTS,
    anchors,
    answer_path,
    incident_path,
    update_anchor,
    update_keys,
)
from answerable.publish.context import Context
from answerable.publish.feeds.items import person
from answerable.publish.social.profile_texts import fitted_post
from answerable.publish.text.formats import format_instant
from answerable.publish.text.record_text import plain_line, plain_prose
from answerable.publish.text.terms import outcome_word, update_word
from answerable.records.company import Channel
from answerable.records.model import Complaint, Incident, Notice
from answerable.records.text import Text

OVER = "over"
"""The key of the message that a notice is no longer in force."""
_ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)
_OWN = re.compile(
    rf"(?:{INCIDENTS}(?P<incident>[^/#]+)/#(?:update|withdrawn).*|#(?:over-)?notice-(?P<notice>.+)"
    rf"|{CONTACT}#off-hours-(?P<off_hours>.+)|{ANSWERS}(?P<answer>[^/#]+)/#(?:update|withdrawn).*)"
)


@dataclass(frozen=True)
class Announcer:
    """Writes the posts for a channel's profile on a network.

    `withdrawn` are the keys of notices that were taken back. `aside` is whether records are set aside, so that one that
    is missing may come back.
    """

    context: Context
    channel: Channel
    kind: NetworkKind
    withdrawn: Collection[str] = ()
    aside: bool = False

    def wishes(self) -> Wishes:
        """Return where to get wanted posts from."""
        return Wishes(self.wanted, self.record_of)

    def wanted(self, standing: Iterable[str]) -> tuple[Wanted, ...]:
        """Return what should stand on the profile, the most pressing first.

        Hours in which nobody answers are no news, so that notice is left out where it cannot be pinned.
        """
        context = self.context
        found = announcements(context.ledger, self.channel, context.now, standing, self.withdrawn)
        pinned = [one for one in found if one.pinned][: self.kind.abilities.pins]
        return tuple(self._wanted(one) for one in found if one.kind != "off_hours" or one in pinned or not one.due)

    def record_of(self, link: str) -> str:
        """Return the key of the record of which an address of ours names an update, else an empty string."""
        path = link.removeprefix(self.context.site_url)
        found = _OWN.fullmatch(path) if path != link else None
        return next((f"{kind}/{id}" for kind, id in found.groupdict().items() if id), "") if found else ""

    def _wanted(self, one: Announcement) -> Wanted:
        record = one.record
        answers = record.link or "" if isinstance(record, Complaint) else ""
        return Wanted(
            one.key,
            one.state,
            tuple(self._messages(one)),
            pinned=None if one.state == "unknown" and self.aside else one.pinned,
            due=one.due and (not answers or self.kind.is_thread(answers)),
            answers=answers,
            farewell=self._farewell(one) if one.state == "withdrawn" else None,
        )

    def _messages(self, one: Announcement) -> Iterator[PostText]:
        record = one.record
        if isinstance(record, Incident):
            yield from self._of_incident(record)
        elif isinstance(record, Notice):
            yield from self._of_notice(record)
        elif isinstance(record, Complaint):
            yield from self._of_answer(record)
        elif isinstance(record, Channel):
            yield self._off_hours(record)

    def _of_incident(self, incident: Incident) -> Iterator[PostText]:
        context, page = self.context, self.context.absolute(incident_path(incident.id))
        places = anchors(update.at for update in incident.updates)
        for update, key, place in zip(incident.updates, update_keys(incident.updates), places, strict=True):
            head = f"{update_word(context, update.status)}: {self._line(incident.title)}"
            due = self._at("Next update by %(time)s", update.next_update) if update.next_update else ""
            tail = (self._signed(update.by), self._at("As of %(time)s", update.at), due)
            yield self._message(key, head, self._prose(update.text), tail, f"{page}#{place}", update.at)

    def _of_notice(self, notice: Notice) -> Iterator[PostText]:
        context, title = self.context, self._line(notice.title)
        link = notice.link if notice.link and notice.link.startswith("https://") else ""
        body = "\n".join(filter(None, (self._prose(notice.text), link)))
        tail = (self._signed(notice.by), self._at("As of %(time)s", notice.starts), "")
        page = context.absolute("")
        yield self._message("notice", title, body, tail, f"{page}#notice-{notice.id}", notice.starts)
        if notice.ends <= context.now:
            over = context.gettext("No longer in force")
            head = f"{over}: {title}"
            yield self._message(OVER, head, "", (), f"{page}#over-notice-{notice.id}", notice.ends)

    def _of_answer(self, complaint: Complaint) -> Iterator[PostText]:
        context, step = self.context, complaint.resolution
        if step is None:
            return
        words = (complaint.did, step.reason, complaint.changed)
        body = "\n".join(filter(None, map(self._prose, words)))
        title = outcome_word(context, step.outcome) if step.outcome else ""
        head = f"{self.kind.mention(complaint.link or '')}{title}"
        page = f"{context.absolute(answer_path(complaint.id))}#{update_anchor(step.at)}"
        yield self._message("answer", head, body, (self._signed(step.by),), page, step.at)

    def _off_hours(self, channel: Channel) -> PostText:
        """Return the notice for hours in which nobody answers.

        It is true at any hour, so that it can be pinned again; where posts can be changed, it says when we are back.
        """
        context = self.context
        head = context.gettext("Outside our hours nobody answers on %(name)s.") % {"name": self._line(channel.name)}
        back = back_at(channel, context.now) if self.kind.abilities.edits else None
        times = self._at("We are back %(time)s.", back) if back else ""
        page = f"{context.absolute(CONTACT)}#off-hours-{channel.id}"
        since = closed_since(channel, context.now) or _ALWAYS
        return self._message("off-hours", head, self._prose(channel.off_hours), (times,), page, since)

    def _farewell(self, one: Announcement) -> PostText | None:
        """Return the words about a withdrawn record; None for an answer to a person, who may have revoked consent."""
        context = self.context
        if one.kind == "incident" and isinstance(one.record, Incident):
            words, why = context.gettext("This incident was withdrawn"), self._prose(one.record.withdrawn)
            link = f"{incident_path(one.id)}#withdrawn"
        elif one.kind == "notice":
            words, why, link = context.gettext("This notice was withdrawn"), "", f"#over-notice-{one.id}"
        else:
            return None
        return self._message("withdrawn", words, why, (), context.absolute(link), context.now)

    def _message(self, key: str, head: str, body: str, tail: tuple[str, ...], link: str, at: datetime) -> PostText:
        """Return the post. If the body does not fit in full, the second line of the tail, its time, is left out."""
        shown = self.kind.shown(link)
        text = ""
        for lines in (tail, tail[:1] + tail[2:]):
            text = fitted_post(self.context, self.kind.limit, head, body, "\n".join(filter(None, (*lines, shown))))
            if body in text:
                break
        return PostText(key, head, text, link, shown, at, self.context.language)

    def _at(self, message: str, at: datetime) -> str:
        """Return a sentence of the interface about a time; it is translated where the site has it already."""
        return self.context.gettext(message) % {"time": format_instant(self.context, at)}

    def _line(self, text: Text) -> str:
        return plain_line(self.context.text(text))

    def _prose(self, text: Text | None) -> str:
        return plain_prose(self.context.text(text)) if text else ""

    def _signed(self, id: str | None) -> str:
        return f"— {name}" if (name := person(self.context, id)) else ""
