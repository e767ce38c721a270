"""Fetch documents over HTTP and HTTPS with time-outs, retries and a size limit, from public hosts only.

Each redirect is checked like the first address, and each connection goes to exactly the IP address that was checked.
Even where private hosts are allowed, a public host may not redirect to one.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx

from answerable.records.findings import escape_invisible
from answerable.translation.message import joined, msg, with_values
from answerable.web.deadline import Deadline
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

MAX_BYTES = 20_000_000
MAX_REDIRECTS = 5
TRIES = 3
LONGEST_WAIT = 30.0  # seconds between two tries, even if Retry-After asks for more
_RETRY = frozenset({429, 500, 502, 503, 504})
_PORTS = {"http": 80, "https": 443}


class FetchError(ValueError):
    """A document could not be fetched; the message is one line, without passwords or queries of the address.

    `maybe_sent` is whether the server may have received the request all the same. `wait` is how many seconds it asks
    to wait before the next one.
    """

    def __init__(self, why: str, wait: float = 0.0, *, maybe_sent: bool = True) -> None:
        super().__init__(why)
        self.wait = wait
        self.maybe_sent = maybe_sent

    @property
    def without_address(self) -> str:
        """The message without the address, which may be a secret."""
        return with_values(str(self), lambda value: msg("the server") if "://" in value else value)


class _TryAgainError(Exception):
    """A failure that may pass; `wait` is how many seconds the server asks to wait, `maybe_sent` as in FetchError."""

    def __init__(self, why: str, wait: float = 0.0, *, maybe_sent: bool = True) -> None:
        super().__init__(why)
        self.wait = wait
        self.maybe_sent = maybe_sent


@dataclass(frozen=True, slots=True)
class Sending:
    """What a request sends besides its address. With `any_status` statuses such as 503 are answers, not failures."""

    method: str = "GET"
    body: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    any_status: bool = False


_GET = Sending()
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; `address` is the one after redirects, `certificate` is None without TLS."""

    address: str
    status: int
    headers: httpx.Headers
    body: bytes
    certificate: Certificate | None = None


@dataclass(frozen=True)
class Fetcher:
    """Fetches documents. `timeout` is in seconds for each step, `deadline` for a whole document, `limit` in bytes.

    `verify` names the trusted certificates; the default is httpx's own list.
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
        """Return the body at an address. Raises FetchError, also for any status but 200."""
        answer = self.ask(address)
        if answer.status != 200:
            raise FetchError(
                msg(
                    "%(url)s: the server answered %(status)s",
                    url=shown(self._url(answer.address)),
                    status=answer.status,
                )
            )
        return answer.body

    def ask(self, address: str, form: Mapping[str, str] | None = None) -> Answer:
        """Send a GET request, or a POST request with `form`, and return the answer. Raises FetchError.

        Statuses such as 503 are tried again; any other status is returned. A form is never sent on by a redirect.
        """
        sending = _GET if form is None else Sending("POST", urlencode(form).encode(), _FORM)
        return self.send(address, sending, tries=TRIES)

    def send(self, address: str, sending: Sending, *, tries: int = 1) -> Answer:
        """Send a request, at most so often, and return the answer. Raises FetchError.

        Its `maybe_sent` says if the request may count.
        """
        url, maybe_sent = self._url(address), False
        if sending.headers not in ({}, _FORM) and url.scheme == "http" and not self.allow_private:
            refused = msg("%(url)s: what is sent has a secret in it; write the address with https", url=shown(url))
            raise FetchError(refused, maybe_sent=False)
        for number in range(tries):
            try:
                return self._follow(url, sending)
            except _TryAgainError as error:
                maybe_sent = maybe_sent or error.maybe_sent
                if number == tries - 1:
                    why = msg("%(what)s, %(tries)s times", what=error, tries=tries) if tries > 1 else str(error)
                    raise FetchError(
                        msg("%(url)s: %(what)s", url=shown(url), what=why), error.wait, maybe_sent=maybe_sent
                    ) from None
                self.sleep(min(max(2.0**number, error.wait), LONGEST_WAIT))
        raise AssertionError

    def _url(self, address: str) -> httpx.URL:
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, TypeError, ValueError):
            raise FetchError(msg("an address cannot be read; write it as https://status.example.com")) from None
        if url.scheme not in _PORTS or not url.host:
            raise FetchError(msg("%(url)s: only http and https addresses can be fetched", url=shown(url)))
        return url

    def _client(self) -> httpx.Client:
        # Connections are not reused: one whose certificate was checked for one host must not serve another.
        limits = httpx.Limits(max_keepalive_connections=0)
        verify = self.verify or trusted()
        return httpx.Client(timeout=self.timeout, follow_redirects=False, trust_env=False, limits=limits, verify=verify)

    def _follow(self, url: httpx.URL, sending: Sending) -> Answer:
        end = time.monotonic() + self.deadline
        with self._client() as client:
            private = self.allow_private
            for _ in range(MAX_REDIRECTS + 1):
                address = self._address(url, private)
                private = private and not is_public(address)
                answer = self._ask(client, url, address, end, sending)
                if isinstance(answer, Answer):
                    return answer
                if sending.method != "GET" or sending.headers:  # which may have a password for this host alone
                    raise FetchError(
                        msg(
                            "%(url)s: it redirects to %(next)s; use that address",
                            url=shown(url),
                            next=shown(self._next(url, answer)),
                        )
                    )
                url = self._next(url, answer)
        raise FetchError(
            msg("%(url)s: more than %(max_redirects)s redirects", url=shown(url), max_redirects=MAX_REDIRECTS)
        )

    def _address(self, url: httpx.URL, private: bool) -> str:
        """Return the IP address to connect to. Raises FetchError if it may not be contacted."""
        host, port = url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme]
        try:
            return address_of(host, port, allow_private=private, resolve=self.resolve)
        except NotReachableError as error:
            redirected_inside = self.allow_private and not private and "private" in str(error)
            why = msg("the redirect leads from a public host to a private one") if redirected_inside else str(error)
            raise FetchError(joined(": ", (shown(url), why)), maybe_sent=False) from None

    def _ask(self, client: httpx.Client, url: httpx.URL, address: str, end: float, sending: Sending) -> Answer | str:
        """Return the answer, or the target of a redirect."""
        response: httpx.Response | None = None
        deadline = Deadline(end)
        try:
            request = self._request(client, url, address, sending)
            request.extensions = {**request.extensions, "trace": deadline.trace}
            response = client.send(request, stream=True)
            if response.has_redirect_location:
                return str(response.headers["location"])
            if not sending.any_status:
                _refuse_for_now(response)
            certificate = certificate_of(response)  # read before the body, since the connection closes after it
            body = self._read(url, response, end)
            return Answer(str(url), response.status_code, response.headers, body, certificate)
        except httpx.TimeoutException as error:
            maybe_sent = not isinstance(error, httpx.ConnectTimeout)
            raise _TryAgainError(msg("no answer in time"), maybe_sent=maybe_sent) from None
        except httpx.TransportError as error:
            if time.monotonic() > end:
                raise self._too_late(url) from None
            if refused := certificate_problem(str(error)):
                raise FetchError(joined(": ", (shown(url), refused)), maybe_sent=False) from None
            maybe_sent = not isinstance(error, httpx.ConnectError)
            why = msg("the connection failed (%(name)s)", name=type(error).__name__)
            raise _TryAgainError(why, maybe_sent=maybe_sent) from None
        except UnicodeEncodeError:  # whose words would be the header's
            why = msg("a key or token has letters that cannot be sent; copy it again")
            raise FetchError(joined(": ", (shown(url), why)), maybe_sent=False) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(
                msg("%(url)s: the answer cannot be read (%(name)s)", url=shown(url), name=type(error).__name__)
            ) from None
        finally:
            deadline.cancel()
            if response is not None:
                response.close()

    def _read(self, url: httpx.URL, response: httpx.Response, end: float) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self.limit:
                raise FetchError(
                    msg("%(url)s: the answer is larger than %(limit)s bytes", url=shown(url), limit=self.limit)
                )
            if time.monotonic() > end:
                raise self._too_late(url)
        if time.monotonic() > end:  # the deadline closed it: a body without Content-Length looks complete
            raise self._too_late(url)
        return bytes(body)

    def _too_late(self, url: httpx.URL) -> FetchError:
        return FetchError(
            msg(
                "%(url)s: the answer took longer than %(deadline)s seconds",
                url=shown(url),
                deadline=f"{self.deadline:g}",
            )
        )

    def _request(self, client: httpx.Client, url: httpx.URL, address: str, sending: Sending) -> httpx.Request:
        """Return a request to the checked IP address; Host and SNI carry the host's name."""
        headers = {
            "Host": url.netloc.decode("ascii"),
            "Accept": self.accept,
            "Accept-Encoding": "identity",  # a compressed answer could exceed the size limit
            "User-Agent": "answerable",
            **sending.headers,
        }
        sni = {"sni_hostname": url.raw_host.decode("ascii")}
        place, content = url.copy_with(host=address), sending.body
        return client.build_request(sending.method, place, content=content, headers=headers, extensions=sni)

    def _next(self, url: httpx.URL, location: str) -> httpx.URL:
        try:
            target = url.join(location)
        except (httpx.InvalidURL, ValueError):
            raise FetchError(msg("%(url)s: the redirect leads nowhere", url=shown(url))) from None
        if url.scheme == "https" and target.scheme == "http":
            raise FetchError(msg("%(url)s: the redirect leads from https to http", url=shown(url)))
        return self._url(str(target))


def _refuse_for_now(response: httpx.Response) -> None:
    if response.status_code in _RETRY:
        wait = response.headers.get("retry-after", "")
        raise _TryAgainError(
            msg("the server answered %(status_code)s", status_code=response.status_code),
            float(wait) if wait.isdecimal() else 0.0,
        )


def shown(url: httpx.URL) -> str:
    """Return an address for messages: without user, password, query and fragment."""
    place = f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}{url.path}"
    return escape_invisible(place)[:200]
