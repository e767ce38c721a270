"""Send requests to a network's API, and put its refusals into one line without secrets.

The networks' protocols need five to eight requests each. httpx, which is installed anyway, sends them behind our own
guards (public hosts only, bounded in time and size); Mastodon.py and atproto would bring hundreds of unused requests,
and clients that follow other rules.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any
from urllib.parse import quote, urlencode

from answerable.outreach.announce.network import Failure, NetworkError
from answerable.records.findings import escape_invisible
from answerable.translation.message import advised, msg, with_values
from answerable.web.fetch import TRIES, Answer, Fetcher, FetchError, Sending

LONGEST_WAIT = 30.0
"""Seconds that are waited for a busy server; if it asks for more, the next run tries again."""
_WORDS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class ApiReply:
    """An answer of an API: its status, and its JSON as a map, empty if there is none."""

    status: int
    content: Any
    headers: Mapping[str, str]

    def text(self, key: str) -> str:
        """Return the text at a key of the content, empty if there is none."""
        found = self.content.get(key) if isinstance(self.content, dict) else None
        return found if isinstance(found, str) else ""

    @property
    def words(self) -> str:
        """What the API says about a failure, on one line."""
        said = map(self.text, ("error_description", "message", "description", "error"))
        return next((f" ({escape_invisible(words)[:_WORDS_AT_MOST]})" for words in said if words), "")


@dataclass
class Requests:
    """Sends requests to one network. `title` is its name for messages, in which `secrets` never stand.

    `right` is what would be right if the network refuses the account, its token or its rights.
    """

    fetcher: Fetcher
    title: str
    server: str
    secrets: Sequence[str] = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    right: str = ""
    sleep: Callable[[float], None] = time.sleep

    def get(self, path: str, **query: str) -> ApiReply:
        """Return the answer to a GET request, whatever its status. Raises NetworkError."""
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path, None, {}, again=True)

    def send(
        self,
        method: str,
        path: str,
        content: object = None,
        headers: Mapping[str, str] | None = None,
        *,
        again: bool = True,
    ) -> ApiReply:
        """Return the answer to a request with JSON, whatever its status; `again` is whether it may be sent twice.

        Raises NetworkError, `unsure` if the request may have been carried out and must not be sent twice.
        """
        return self._ask(method, path, content, headers or {}, again=again)

    def _ask(self, method: str, path: str, content: object, headers: Mapping[str, str], *, again: bool) -> ApiReply:
        body = None if content is None else json.dumps(content, ensure_ascii=False).encode()
        kind = {"Content-Type": "application/json"} if body is not None else {}
        sending = Sending(method, body, {**self.headers, **kind, **headers}, any_status=True)
        for number in range(TRIES):
            last = number == TRIES - 1
            try:
                reply = _reply(self.fetcher.send(self.server + path, sending))
            except FetchError as error:
                if error.maybe_sent and not again:
                    raise self.error(msg("did not answer, and may have done it all the same"), "unsure") from None
                if last:
                    words = msg("cannot be reached: %(why)s", why=error.without_address)
                    raise self.error(words, "later") from None
                self.sleep(2.0**number)
                continue
            wait = _wait(reply, 2.0**number)
            if reply.status == 429:
                if last or wait > LONGEST_WAIT:
                    words = msg("is asked too often; it wants %(seconds)s s of quiet", seconds=round(wait))
                    raise self.error(words, "later")
            elif reply.status < 500:
                return reply
            elif not again:
                words = msg("answered %(status)s, and may have done it all the same", status=reply.status)
                raise self.error(words, "unsure")
            elif last or wait > LONGEST_WAIT:
                words = msg("answered %(status)s%(words)s", status=reply.status, words=reply.words)
                raise self.error(words, "later")
            self.sleep(wait)
        raise AssertionError

    def accepted(self, reply: ApiReply, *fine: int) -> ApiReply:
        """Return an answer whose status is 200 or one of these. Raises NetworkError."""
        if reply.status not in (200, *fine):
            raise self.refusal(reply)
        return reply

    def refusal(self, reply: ApiReply) -> NetworkError:
        """Return the error for an answer that refuses a request."""
        failure: Failure = "refused"
        if reply.status in (401, 403):
            failure = "account"
        elif reply.status in (404, 410):
            failure = "gone"
        return self.refused(reply, failure, self.right if failure == "account" else "")

    def refused(self, reply: ApiReply, failure: Failure, right: str = "") -> NetworkError:
        """Return the error for an answer that refuses a request, with what would be right."""
        words = msg("refused: %(status)s%(words)s", status=reply.status, words=reply.words)
        return self.error(advised(words, right) if right else words, failure)

    def error(self, words: str, failure: Failure) -> NetworkError:
        """Return an error whose message begins with the network's name and has no secret."""
        message = msg("%(network)s %(words)s", network=self.title, words=words)
        return NetworkError(with_values(message, self._without_secrets), failure)

    def _without_secrets(self, words: str) -> str:
        for secret in filter(None, self.secrets):
            for form in (secret, quote(secret, safe=""), quote(secret)):
                words = words.replace(form, "•••")
        return words


def _reply(answer: Answer) -> ApiReply:
    try:
        content = json.loads(answer.body) if answer.body else {}
    except (ValueError, RecursionError):
        content = {}
    return ApiReply(answer.status, content, dict(answer.headers))


def _wait(reply: ApiReply, otherwise: float) -> float:
    """Return how long the server asks to wait, in seconds: in a header, or in the body as Telegram and Discord do."""
    content = reply.content if isinstance(reply.content, dict) else {}
    inner = content.get("parameters")
    asked = [reply.headers.get("retry-after"), content.get("retry_after")]
    asked += [inner.get("retry_after")] if isinstance(inner, dict) else []
    for seconds in asked:
        try:
            wait = float(seconds)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            continue
        if isfinite(wait):
            return max(0.0, wait)
    return otherwise
