"""A document from the web, fetched with care: http and https, time-outs, retries, a size limit, public hosts only.

Each hop of a redirect is checked like the first address, and each connection goes to the very address that was checked.
Where private hosts are allowed, a public one still may not lead to them.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from answerable.records.findings import escape_invisible
from answerable.web.hosts import (
    Certificate,
    NotReachableError,
    Resolve,
    address_of,
    certificate_of,
    is_public,
    resolve,
    trusted,
    why_refused,
)


class Deadline:
    """Hangs up at `end`, an instant of `time.monotonic`; `trace` hears from httpx of each connection that is made."""

    def __init__(self, end: float) -> None:
        self._end = end
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(max(0.0, end - time.monotonic()), self._hang_up)
        self._timer.daemon = True
        self._timer.start()

    def trace(self, event: str, about: Mapping[str, Any]) -> None:
        """Remember the connection; with TLS a second one takes the first one's place."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._socket = about["return_value"].get_extra_info("socket")
            if time.monotonic() > self._end:
                self._hang_up()

    def cancel(self) -> None:
        """The answer is there."""
        self._timer.cancel()

    def _hang_up(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


MAX_BYTES = 20_000_000
MAX_HOPS = 5
TRIES = 3
LONGEST_WAIT = 30.0  # seconds between two tries, whatever a server asks for
_AGAIN = frozenset({429, 500, 502, 503, 504})
_PORTS = {"http": 80, "https": 443}


class FetchError(ValueError):
    """A document that could not be had; the message is one line and holds no secret of the address."""


class _TryAgainError(Exception):
    """What may work in a moment: why it failed, and how long the server asks to wait."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered: `address` is the last one, after redirects; a host without TLS has no certificate."""

    address: str
    status: int
    headers: httpx.Headers
    body: bytes
    certificate: Certificate | None = None


@dataclass(frozen=True)
class Fetcher:
    """How to fetch. `timeout` is seconds for each step, `deadline` seconds for a whole document.

    `verify` says whose certificates are trusted; those that httpx brings when it is left out.
    """

    allow_private: bool = False
    timeout: float = 20.0
    deadline: float = 120.0
    limit: int = MAX_BYTES
    accept: str = "application/json"
    verify: ssl.SSLContext | None = field(default=None, repr=False)
    sleep: Callable[[float], None] = time.sleep
    resolve: Resolve = resolve

    def get(self, address: str) -> bytes:
        """The body at an address. Raises FetchError, also where the host answers anything but 200."""
        answer = self.ask(address)
        if answer.status != 200:
            raise FetchError(f"{shown(self._url(answer.address))}: the server answered {answer.status}")
        return answer.body

    def ask(self, address: str, form: Mapping[str, str] | None = None) -> Answer:
        """The answer at an address, whatever its status but for those that may pass. Raises FetchError.

        With a form the address is sent it instead of being read; a form goes there and nowhere else.
        """
        url = self._url(address)
        for number in range(TRIES):
            try:
                return self._follow(url, form)
            except _TryAgainError as error:
                if number == TRIES - 1:
                    raise FetchError(f"{shown(url)}: {error}, {TRIES} times") from None
                self.sleep(min(max(2.0**number, error.wait), LONGEST_WAIT))
        raise AssertionError

    def _url(self, address: str) -> httpx.URL:
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, TypeError, ValueError):
            raise FetchError("an address cannot be read; write it as https://status.example.com") from None
        if url.scheme not in _PORTS or not url.host:
            raise FetchError(f"{shown(url)}: only http and https addresses can be fetched")
        return url

    def _client(self) -> httpx.Client:
        # No connection is kept: one that was checked for a host's certificate may not serve another host.
        limits = httpx.Limits(max_keepalive_connections=0)
        verify = self.verify or trusted()
        return httpx.Client(timeout=self.timeout, follow_redirects=False, trust_env=False, limits=limits, verify=verify)

    def _follow(self, url: httpx.URL, form: Mapping[str, str] | None) -> Answer:
        end = time.monotonic() + self.deadline
        with self._client() as client:
            private = self.allow_private
            for _ in range(MAX_HOPS + 1):
                address = self._address(url, private)
                private = private and not is_public(address)
                answer = self._ask(client, url, address, end, form)
                if isinstance(answer, Answer):
                    return answer
                if form is not None:
                    raise FetchError(
                        f"{shown(url)}: it leads elsewhere, to {shown(self._next(url, answer))}; name that"
                    )
                url = self._next(url, answer)
        raise FetchError(f"{shown(url)}: more than {MAX_HOPS} redirects")

    def _address(self, url: httpx.URL, private: bool) -> str:
        """The checked address of a host."""
        host, port = url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme]
        try:
            return address_of(host, port, allow_private=private, resolve=self.resolve)
        except NotReachableError as error:
            inwards = self.allow_private and not private and "private" in str(error)
            why = "the redirect leads from a public host to a private one" if inwards else str(error)
            raise FetchError(f"{shown(url)}: {why}") from None

    def _ask(
        self, client: httpx.Client, url: httpx.URL, address: str, end: float, form: Mapping[str, str] | None
    ) -> Answer | str:
        """The answer, or where a redirect leads."""
        response: httpx.Response | None = None
        deadline = Deadline(end)
        try:
            request = self._request(client, url, address, form)
            request.extensions = {**request.extensions, "trace": deadline.trace}
            response = client.send(request, stream=True)
            if response.has_redirect_location:
                return str(response.headers["location"])
            _refuse_for_now(response)
            certificate = certificate_of(response)  # before the body, after which the connection is closed
            body = self._read(url, response, end)
            return Answer(str(url), response.status_code, response.headers, body, certificate)
        except httpx.TimeoutException:
            raise _TryAgainError("no answer in time") from None
        except httpx.TransportError as error:
            if time.monotonic() > end:
                raise self._late(url) from None
            if refused := why_refused(str(error)):
                raise FetchError(f"{shown(url)}: {refused}") from None
            raise _TryAgainError(f"the connection failed ({type(error).__name__})") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"{shown(url)}: the answer cannot be read ({type(error).__name__})") from None
        finally:
            deadline.cancel()
            if response is not None:
                response.close()

    def _read(self, url: httpx.URL, response: httpx.Response, end: float) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self.limit:
                raise FetchError(f"{shown(url)}: the answer is larger than {self.limit} bytes")
            if time.monotonic() > end:
                raise self._late(url)
        if time.monotonic() > end:  # hung up on: what has no length announced looks whole
            raise self._late(url)
        return bytes(body)

    def _late(self, url: httpx.URL) -> FetchError:
        return FetchError(f"{shown(url)}: the answer took longer than {self.deadline:g} seconds")

    def _request(
        self, client: httpx.Client, url: httpx.URL, address: str, form: Mapping[str, str] | None
    ) -> httpx.Request:
        """The request to the checked address; the name goes along for the server and for its certificate."""
        headers = {
            "Host": url.netloc.decode("ascii"),
            "Accept": self.accept,
            "Accept-Encoding": "identity",  # a small answer may not swell to a large one
            "User-Agent": "answerable",
        }
        sni = {"sni_hostname": url.raw_host.decode("ascii")}
        method = "GET" if form is None else "POST"
        return client.build_request(method, url.copy_with(host=address), data=form, headers=headers, extensions=sni)

    def _next(self, url: httpx.URL, location: str) -> httpx.URL:
        try:
            target = url.join(location)
        except (httpx.InvalidURL, ValueError):
            raise FetchError(f"{shown(url)}: the redirect leads nowhere") from None
        if url.scheme == "https" and target.scheme == "http":
            raise FetchError(f"{shown(url)}: the redirect leads from https to http")
        return self._url(str(target))


def _refuse_for_now(response: httpx.Response) -> None:
    if response.status_code in _AGAIN:
        wait = response.headers.get("retry-after", "")
        raise _TryAgainError(f"the server answered {response.status_code}", float(wait) if wait.isdecimal() else 0.0)


def shown(url: httpx.URL) -> str:
    """An address as messages may name it: without name, password, query and fragment."""
    place = f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}{url.path}"
    return escape_invisible(place)[:200]
