"""Calls of the API of a newsletter service: JSON in both directions, and its refusals in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from answerable.outreach.notify.way_registry import MessageRefusedError, TargetDownError
from answerable.translation.message import msg
from answerable.web.fetch import TRIES, Fetcher, FetchError, Sending

PAGES_AT_MOST = 20


@dataclass(frozen=True)
class JsonApi:
    """An API below an address; `headers` carry the credentials."""

    address: str
    headers: Mapping[str, str] = field(repr=False)
    fetcher: Fetcher

    def call(
        self, method: str, path: str, content: object = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Return what the API answers. Raises TargetDownError and MessageRefusedError."""
        body = None if content is None else json.dumps(content, ensure_ascii=False).encode()
        sent = {**self.headers, **(headers or {}), **({"Content-Type": "application/json"} if body else {})}
        try:
            answer = self.fetcher.send(self.address.rstrip("/") + path, Sending(method, body, sent), tries=TRIES)
        except FetchError as error:
            raise TargetDownError(error.without_address, error.wait, unreachable=True) from None
        if answer.status in {401, 403}:
            raise TargetDownError(msg("the API refused the key or its permissions (%(status)s)", status=answer.status))
        if answer.status == 404:
            raise TargetDownError(msg("the API is not there (404); is the address right?"))
        if not 200 <= answer.status < 300:
            raise MessageRefusedError(msg("the API refused it (%(status)s)", status=answer.status), for_good=False)
        try:
            found = json.loads(answer.body)
        except (ValueError, RecursionError):
            raise TargetDownError(msg("the API answered something that is not JSON; is the address right?")) from None
        return found if isinstance(found, dict) else {}

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        """Yield the results of a list, page by page as `next` says, of at most twenty pages."""
        for _ in range(PAGES_AT_MOST):
            found = self.call("GET", path)
            yield from (one for one in found.get("results") or () if isinstance(one, dict))
            following = str(found.get("next") or "")
            if not following.startswith(self.address):
                return
            path = following.removeprefix(self.address)
