"""Fetch documents over HTTP and HTTPS with time-outs, retries and a size limit, from public hosts only.

Each redirect is checked like the first address, and each connection goes to exactly the IP address that was checked.
Even where private hosts are allowed, a public host may not redirect to one.
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
from urllib.parse import urlencode

import httpx

from answerable.records.findings import escape_invisible
from answerable.web.hosts import (
    Certificate,
    NotReachableError,
    Resolve,
    address_of,
    certificate_of,
    certificate_problem,
    is_public,
    resolve,
    trusted,
)


class Deadline:
    """Closes the connection at `end`, a time of `time.monotonic`.

    `trace` is an httpx trace callback, which is called for each connection that is made.
    """

    def __init__(self, end: float) -> None:
        self._end = end
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(max(0.0, end - time.monotonic()), self._close)
        self._timer.daemon = True
        self._timer.start()

    def trace(self, event: str, about: Mapping[str, Any]) -> None:
        """Remember the newest socket; with TLS the encrypted one replaces the plain one."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._socket = about["return_value"].get_extra_info("socket")
            if time.monotonic() > self._end:
                self._close()

    def cancel(self) -> None:
        """Stop the timer, because the request is over."""
        self._timer.cancel()

    def _close(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


MAX_BYTES = 20_000_000
MAX_REDIRECTS = 5
TRIES = 3
LONGEST_WAIT = 30.0  # seconds between two tries, even if Retry-After asks for more
_RETRY = frozenset({429, 500, 502, 503, 504})
_PORTS = {"http": 80, "https": 443}


class FetchError(ValueError):
    """A document could not be fetched; the message is one line, without passwords or queries of the address.

    `wait` is how many seconds the server asks to wait before the next try.
    """

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


class _TryAgainError(Exception):
    """A failure that may pass; `wait` is how many seconds the server asks to wait."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; `address` is the one after redirects, `certificate` is None without TLS."""

    address: str
    status: int
    headers: httpx.Headers
    body: bytes
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Payload:
    """What a request sends: its method, its body, and headers besides those that every request has."""

    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    method: str = "POST"


@dataclass(frozen=True)
class Fetcher:
    """Fetches documents. `timeout` is in seconds for each step, `deadline` for a whole document, `limit` in bytes.

    `verify` names the trusted certificates; the default is httpx's own list. With `hide_paths` messages name the host
    alone, since the address of a webhook is a secret.
    """

    allow_private: bool = False
    timeout: float = 20.0
    deadline: float = 120.0
    limit: int = MAX_BYTES
    accept: str = "application/json"
    verify: ssl.SSLContext | None = field(default=None, repr=False)
    sleep: Callable[[float], None] = time.sleep
    resolve: Resolve = resolve
    hide_paths: bool = False

    def get(self, address: str) -> bytes:
        """Return the body at an address. Raises FetchError, also for any status but 200."""
        answer = self.ask(address)
        if answer.status != 200:
            raise FetchError(f"{self._shown(self._url(answer.address))}: the server answered {answer.status}")
        return answer.body

    def ask(self, address: str, form: Mapping[str, str] | None = None) -> Answer:
        """Send a GET request, or a POST request with `form`, and return the answer. Raises FetchError.

        Statuses such as 503 are tried again; any other status is returned. A form is never sent on by a redirect.
        """
        if form is None:
            return self.send(address)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send(address, Payload(urlencode(form).encode(), headers))

    def send(self, address: str, payload: Payload | None = None) -> Answer:
        """Send a GET request, or what `payload` says, as `ask` does."""
        url = self._url(address)
        for number in range(TRIES):
            try:
                return self._follow(url, payload)
            except _TryAgainError as error:
                if number == TRIES - 1:
                    raise FetchError(f"{self._shown(url)}: {error}, {TRIES} times", error.wait) from None
                self.sleep(min(max(2.0**number, error.wait), LONGEST_WAIT))
        raise AssertionError

    def _url(self, address: str) -> httpx.URL:
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, TypeError, ValueError):
            raise FetchError("an address cannot be read; write it as https://status.example.com") from None
        if url.scheme not in _PORTS or not url.host:
            raise FetchError(f"{self._shown(url)}: only http and https addresses can be fetched")
        return url

    def _client(self) -> httpx.Client:
        # Connections are not reused: one whose certificate was checked for one host must not serve another.
        limits = httpx.Limits(max_keepalive_connections=0)
        verify = self.verify or trusted()
        return httpx.Client(timeout=self.timeout, follow_redirects=False, trust_env=False, limits=limits, verify=verify)

    def _follow(self, url: httpx.URL, payload: Payload | None) -> Answer:
        end = time.monotonic() + self.deadline
        with self._client() as client:
            private = self.allow_private
            for _ in range(MAX_REDIRECTS + 1):
                address = self._address(url, private)
                private = private and not is_public(address)
                answer = self._ask(client, url, address, end, payload)
                if isinstance(answer, Answer):
                    return answer
                if payload is not None:
                    raise FetchError(
                        f"{self._shown(url)}: it redirects to {self._shown(self._next(url, answer))}; use that address"
                    )
                url = self._next(url, answer)
        raise FetchError(f"{self._shown(url)}: more than {MAX_REDIRECTS} redirects")

    def _address(self, url: httpx.URL, private: bool) -> str:
        """Return the IP address to connect to. Raises FetchError if it may not be contacted."""
        host, port = url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme]
        try:
            return address_of(host, port, allow_private=private, resolve=self.resolve)
        except NotReachableError as error:
            redirected_inside = self.allow_private and not private and "private" in str(error)
            why = "the redirect leads from a public host to a private one" if redirected_inside else str(error)
            raise FetchError(f"{self._shown(url)}: {why}") from None

    def _ask(
        self, client: httpx.Client, url: httpx.URL, address: str, end: float, payload: Payload | None
    ) -> Answer | str:
        """Return the answer, or the target of a redirect."""
        response: httpx.Response | None = None
        deadline = Deadline(end)
        try:
            request = self._request(client, url, address, payload)
            request.extensions = {**request.extensions, "trace": deadline.trace}
            response = client.send(request, stream=True)
            if response.has_redirect_location:
                return str(response.headers["location"])
            _refuse_for_now(response)
            certificate = certificate_of(response)  # read before the body, since the connection closes after it
            body = self._read(url, response, end)
            return Answer(str(url), response.status_code, response.headers, body, certificate)
        except httpx.TimeoutException:
            raise _TryAgainError("no answer in time") from None
        except httpx.TransportError as error:
            if time.monotonic() > end:
                raise self._too_late(url) from None
            if refused := certificate_problem(str(error)):
                raise FetchError(f"{self._shown(url)}: {refused}") from None
            raise _TryAgainError(f"the connection failed ({type(error).__name__})") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(f"{self._shown(url)}: the answer cannot be read ({type(error).__name__})") from None
        finally:
            deadline.cancel()
            if response is not None:
                response.close()

    def _read(self, url: httpx.URL, response: httpx.Response, end: float) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self.limit:
                raise FetchError(f"{self._shown(url)}: the answer is larger than {self.limit} bytes")
            if time.monotonic() > end:
                raise self._too_late(url)
        if time.monotonic() > end:  # the deadline closed it: a body without Content-Length looks complete
            raise self._too_late(url)
        return bytes(body)

    def _too_late(self, url: httpx.URL) -> FetchError:
        return FetchError(f"{self._shown(url)}: the answer took longer than {self.deadline:g} seconds")

    def _request(self, client: httpx.Client, url: httpx.URL, address: str, payload: Payload | None) -> httpx.Request:
        """Return a request to the checked IP address; Host and SNI carry the host's name."""
        headers = {
            "Host": url.netloc.decode("ascii"),
            "Accept": self.accept,
            "Accept-Encoding": "identity",  # a compressed answer could exceed the size limit
            "User-Agent": "answerable",
        }
        sni = {"sni_hostname": url.raw_host.decode("ascii")}
        sent = payload or Payload(method="GET")
        target = url.copy_with(host=address)
        return client.build_request(
            sent.method, target, content=sent.body or None, headers={**headers, **sent.headers}, extensions=sni
        )

    def _next(self, url: httpx.URL, location: str) -> httpx.URL:
        try:
            target = url.join(location)
        except (httpx.InvalidURL, ValueError):
            raise FetchError(f"{self._shown(url)}: the redirect leads nowhere") from None
        if url.scheme == "https" and target.scheme == "http":
            raise FetchError(f"{self._shown(url)}: the redirect leads from https to http")
        return self._url(str(target))

    def _shown(self, url: httpx.URL) -> str:
        return shown(url.copy_with(path="/")) if self.hide_paths else shown(url)


def _refuse_for_now(response: httpx.Response) -> None:
    if response.status_code in _RETRY:
        wait = response.headers.get("retry-after", "")
        raise _TryAgainError(f"the server answered {response.status_code}", float(wait) if wait.isdecimal() else 0.0)


def shown(url: httpx.URL) -> str:
    """Return an address for messages: without user, password, query and fragment."""
    place = f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}{url.path}"
    return escape_invisible(place)[:200]
