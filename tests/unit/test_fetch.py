"""Fetching: what is refused before a connection, what is tried again, and what the messages keep to themselves."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from answerable.web.fetch import Fetcher, FetchError, Sending
from answerable.web.hosts import is_public


def _local(**more: object) -> Fetcher:
    return Fetcher(allow_private=True, sleep=lambda _: None, **more)  # type: ignore[arg-type]


def test_a_document_is_fetched(httpserver: HTTPServer) -> None:
    """The body arrives as it is, and the server sees the name that was asked for."""
    httpserver.expect_request("/a.json", headers={"Host": f"localhost:{httpserver.port}"}).respond_with_data(b"{}")
    assert _local().get(f"http://localhost:{httpserver.port}/a.json") == b"{}"


def test_a_key_that_cannot_stand_in_a_header_is_one_line_without_it(httpserver: HTTPServer) -> None:
    """Such as one that was copied with a letter of another script; nothing is sent."""
    sending = Sending("POST", b"", {"Authorization": "Bearer s3cr3t-т"})
    with pytest.raises(FetchError, match="copy it again") as found:
        _local().send(httpserver.url_for("/a"), sending, tries=3)
    assert not found.value.maybe_sent and "s3cr3t" not in str(found.value) and not httpserver.log


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
        "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "nonsense",
    ],
)  # fmt: skip
def test_a_private_address_is_not_public(address: str) -> None:
    """Loopback, private, link-local and shared addresses, also those wrapped in an IPv6 address."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "192.0.0.1", "192.0.0.9", "192.0.0.170", "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1",
        "192.88.99.1", "192.175.48.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "240.0.0.1", "168.63.129.16",
        "100.100.100.200", "100::1", "2001::1", "2001:1::1", "2001:2::1", "2001:3::1", "2001:4:112::1", "2001:20::1",
        "2001:30::1", "2001:db8::1", "2620:4f:8000::1", "3fff::1", "3fff:fff::1", "5f00::1", "4000::1", "::2:0:0",
        "::ffff:0:8.8.8.8", "fd00:ec2::254", "::ffff:168.63.129.16", "64:ff9b::a83f:8110", "2002:c000:c0::1",
    ],
)  # fmt: skip
def test_an_address_for_special_purposes_is_not_public(address: str) -> None:
    """Those of IANA's registries and of cloud providers, whatever this version of Python takes them for."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.216.34", "192.0.1.1", "168.63.129.17", "192.88.98.1", "2606:4700::1111", "64:ff9b::101:101",
     "2001:200::1", "2a00:1450::1", "2002:101:101::1"],
)  # fmt: skip
def test_a_public_address_is_public(address: str) -> None:
    """Addresses of the open internet pass."""
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_a_private_host_is_refused(httpserver: HTTPServer, host: str) -> None:
    """However loopback is written, nothing connects to it."""
    with pytest.raises(FetchError, match=r"private|not known"):
        Fetcher(sleep=lambda _: None).get(f"http://{host}:{httpserver.port}/")
    assert httpserver.log == []


def test_one_private_address_among_public_ones_is_refused() -> None:
    """All addresses of a host are looked at, not only the first."""
    fetcher = Fetcher(resolve=lambda _host, _port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(FetchError, match="private"):
        fetcher.get("https://status.example.com/")


def test_the_checked_address_is_the_one_connected_to(httpserver: HTTPServer) -> None:
    """A name is resolved once; a second answer, as of a rebinding server, is never asked for."""
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    httpserver.expect_request("/").respond_with_data(b"here")
    # The name does not exist: only the address that `resolve` gave can have been connected to.
    assert _local(resolve=resolve).get(f"http://no-such-host.invalid:{httpserver.port}/") == b"here"
    assert asked == ["no-such-host.invalid"]


def test_no_proxy_of_the_environment_is_asked(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would look names up anew, and connect to addresses that nobody checked."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    httpserver.expect_request("/").respond_with_data(b"here")
    assert _local().get(httpserver.url_for("/")) == b"here"


@pytest.mark.parametrize(
    ("fetcher", "refused"),
    [(Fetcher, "private"), (_local, "from a public host to a private one")],
    ids=["by default", "where private ones are allowed"],
)
def test_a_public_host_may_not_lead_inwards(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, fetcher: Callable[..., Fetcher], refused: str
) -> None:
    """The target of a redirect is checked as the first address was.

    `--allow-private` is for a page inside one's own network, not for whoever sends a redirect there.
    """
    target = f"http://inside.invalid:{httpserver.port}/secret"
    httpserver.expect_request("/go").respond_with_data(status=302, headers={"Location": target})
    addresses = {"outside.invalid": ["127.0.0.1"], "inside.invalid": ["10.0.0.1"]}
    for place in ("hosts", "fetch"):
        monkeypatch.setattr(f"answerable.web.{place}.is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(FetchError, match=rf"inside\.invalid.*{refused}"):
        fetcher(resolve=lambda host, _port: addresses[host]).get(f"http://outside.invalid:{httpserver.port}/go")
    assert [request.path for request, _ in httpserver.log] == ["/go"]


@pytest.mark.parametrize("address", ["169.254.10.10", "fe80::1%2", "::ffff:169.254.1.1"])
def test_a_link_local_host_is_never_asked(address: str) -> None:
    """Where clouds answer with their machines' secrets no status page stands, whatever is allowed."""
    with pytest.raises(FetchError, match="link-local"):
        _local(resolve=lambda _host, _port: [address]).get("http://status.example.com/")


@pytest.mark.parametrize("address", ["168.63.129.16", "192.0.0.192", "100.100.100.200", "fd00:ec2::254"])
def test_a_cloud_s_own_address_is_never_asked(address: str) -> None:
    """Some clouds answer their machines at addresses that are not link-local; the same holds for them."""
    with pytest.raises(FetchError, match="cloud provider"):
        _local(resolve=lambda _host, _port: [address]).get("http://status.example.com/")


def test_a_secret_is_not_sent_where_others_can_read_it() -> None:
    """Headers carry tokens, and a webhook's address is one; without TLS they would travel in the clear."""
    sending = Sending("POST", b"{}", {"Authorization": "Bearer x"})
    with pytest.raises(FetchError, match="write the address with https") as found:
        Fetcher(resolve=lambda *_: ["93.184.215.14"]).send("http://mastodon.example/api", sending)
    assert not found.value.maybe_sent


def test_a_secret_is_not_sent_on_by_a_redirect(httpserver: HTTPServer) -> None:
    """It is for the host that was named, and nobody checks whose the next one is."""
    httpserver.expect_request("/a").respond_with_data(status=302, headers={"Location": "/b"})
    with pytest.raises(FetchError, match=r"it redirects to .*/b; use that address"):
        _local().send(httpserver.url_for("/a"), Sending(headers={"Authorization": "Bearer x"}))
    assert [request.path for request, _ in httpserver.log] == ["/a"]


def test_a_request_may_count_if_any_try_of_it_may(httpserver: HTTPServer) -> None:
    """The first one was answered 503, and for the second one nobody was there."""
    httpserver.expect_request("/a").respond_with_data(status=503)
    address, found = httpserver.url_for("/a"), iter(["127.0.0.1", "127.0.0.77"])
    with pytest.raises(FetchError, match="ConnectError") as caught:
        _local(resolve=lambda _host, _port: [next(found)]).send(address, Sending("POST"), tries=2)
    assert caught.value.maybe_sent


def test_redirects_are_followed_but_not_for_ever(httpserver: HTTPServer) -> None:
    """One hop is followed; a circle ends."""
    httpserver.expect_request("/a").respond_with_data(status=301, headers={"Location": "/b"})
    httpserver.expect_request("/b").respond_with_data(b"there")
    httpserver.expect_request("/c").respond_with_data(status=302, headers={"Location": "/c"})
    assert _local().get(httpserver.url_for("/a")) == b"there"
    with pytest.raises(FetchError, match="more than 5 redirects"):
        _local().get(httpserver.url_for("/c"))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.com/", "data:text/plain,x"])
def test_other_schemes_are_refused(httpserver: HTTPServer, target: str) -> None:
    """Neither an address nor a redirect may leave http and https."""
    httpserver.expect_request("/").respond_with_data(status=302, headers={"Location": target})
    for address in (target, httpserver.url_for("/")):
        with pytest.raises(FetchError, match=r"only http and https|cannot be read"):
            _local().get(address)


def test_what_is_too_large_is_refused(httpserver: HTTPServer) -> None:
    """A body that the server does not announce is counted while it arrives."""
    httpserver.expect_request("/").respond_with_data(b"x" * 2_000)
    with pytest.raises(FetchError, match="larger than 1000 bytes"):
        _local(limit=1_000).get(httpserver.url_for("/"))


def test_a_server_that_is_busy_is_asked_again(httpserver: HTTPServer) -> None:
    """Two refusals are waited out, longer each time, and what the server asks for counts."""
    httpserver.expect_ordered_request("/").respond_with_data(status=503)
    httpserver.expect_ordered_request("/").respond_with_data(status=429, headers={"Retry-After": "7"})
    httpserver.expect_ordered_request("/").respond_with_data(b"at last")
    waited: list[float] = []
    fetcher = Fetcher(allow_private=True, sleep=waited.append)
    assert fetcher.get(httpserver.url_for("/")) == b"at last"
    assert waited == [1.0, 7.0]


def test_nobody_is_asked_more_than_three_times(httpserver: HTTPServer) -> None:
    """After the third refusal the error says so."""
    httpserver.expect_request("/").respond_with_data(status=500)
    with pytest.raises(FetchError, match="answered 500, 3 times"):
        _local().get(httpserver.url_for("/"))
    assert len(httpserver.log) == 3


def test_what_is_not_there_is_asked_for_once(httpserver: HTTPServer) -> None:
    """A 404 will be one in a second too."""
    httpserver.expect_request("/").respond_with_data(status=404)
    with pytest.raises(FetchError, match="answered 404"):
        _local().get(httpserver.url_for("/"))
    assert len(httpserver.log) == 1


def _slowly(seconds: float) -> Callable[[Request], Response]:
    def answer(_: Request) -> Response:
        time.sleep(seconds)
        return Response(b"late")

    return answer


def test_a_silent_server_is_not_waited_for(httpserver: HTTPServer) -> None:
    """A server that does not answer in time is an error, not a wait without end."""
    httpserver.expect_request("/").respond_with_handler(_slowly(0.5))
    with pytest.raises(FetchError, match="no answer in time"):
        _local(timeout=0.1).get(httpserver.url_for("/"))


def test_a_server_that_drips_is_not_waited_for(httpserver: HTTPServer) -> None:
    """Each byte in time does not make the whole in time."""

    def drip() -> object:
        for _ in range(20):
            time.sleep(0.05)
            yield b"x" * 100_000

    httpserver.expect_request("/").respond_with_handler(lambda _: Response(drip()))  # type: ignore[arg-type]
    with pytest.raises(FetchError, match="longer than"):
        _local(deadline=0.15).get(httpserver.url_for("/"))


@pytest.fixture
def dripping() -> Iterator[tuple[int, list[object]]]:
    """A host that sends its headers byte by byte and never ends: its port, and who connected to it."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor() as threads:
        stop = threading.Event()
        connected: list[object] = []

        def drip() -> None:
            while not stop.is_set():
                with contextlib.suppress(OSError):
                    connection, address = server.accept()
                    connected.append(address)
                    with connection:
                        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                        while not stop.wait(0.05):
                            connection.sendall(b"x")

        threads.submit(drip)
        yield server.getsockname()[1], connected
        stop.set()
        server.shutdown(socket.SHUT_RDWR)


def test_a_server_whose_headers_drip_is_hung_up_on(dripping: tuple[int, list[object]]) -> None:
    """No single wait is long, so the end is that of the whole; and what took so long is not tried again."""
    port, connected = dripping
    with pytest.raises(FetchError, match=r"longer than 0\.5 seconds"):
        _local(timeout=5.0, deadline=0.5).get(f"http://127.0.0.1:{port}/")
    assert len(connected) == 1


def test_messages_hold_no_secret(httpserver: HTTPServer) -> None:
    """Name, password and query of an address are not repeated; a message is one line."""
    httpserver.expect_request("/a").respond_with_data(status=404)
    with pytest.raises(FetchError) as failed:
        _local().get(f"http://user:hunter2@localhost:{httpserver.port}/a?token=hunter2#hunter2")
    assert "hunter2" not in str(failed.value) and "user" not in str(failed.value)
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize("address", ["http://", "https://[", "http://a\nb/", "http://exa mple/"])
def test_what_is_no_address_is_one_clear_line(address: str) -> None:
    """Nonsense is refused without a traceback."""
    with pytest.raises(FetchError) as failed:
        _local().get(address)
    assert "\n" not in str(failed.value)
