"""The live preview: serve the site at a free address, and report that address once the server listens there."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.commands.serve import serve as run
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer

from answerable.mkdocs_plugin.log_lines import one_line, silence_material

HOST = "127.0.0.1"
PORTS = range(8000, 8020)
_listener: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


class ServeFailed(Exception):  # noqa: N818 - it says what happened, and is no error of the program
    """The site cannot be served; the message is one line for people."""


def serve(config: Path, address: str, say: Callable[[str], None]) -> None:
    """Build and serve the site, and build it again after each change, until the user presses Ctrl+C.

    `say` is called with the address of the site's first page when the server listens there. Without `address`
    (host:port) the first free port from 8000 on is taken. Raises ServeFailed.
    """
    silence_material()
    host, port = _host_and_port(address) if address else (HOST, _free_port())
    _check_address(host, port)
    with _announcing_to(say):
        try:
            run(str(config), livereload=True, dev_addr=f"{host}:{port}")
        except MkDocsException as error:
            raise ServeFailed(one_line(str(error))) from None
        except OSError as error:
            raise ServeFailed(one_line(f"{error.filename or 'the system'}: {error.strerror or error}")) from None


def announce_when_listening(server: LiveReloadServer) -> None:
    """Report the server's address when it accepts connections; a browser opened before that would be refused.

    Does nothing under plain `mkdocs serve`, whose own log names the address.
    """
    say = _listener.get()
    if say is None:
        return
    activate = server.server_activate

    def activate_and_announce() -> None:
        activate()
        say(server.url)

    server.server_activate = activate_and_announce  # type: ignore[method-assign]  # MkDocs has no event for it


def is_live_preview(config: MkDocsConfig) -> bool:
    """Tell whether MkDocs serves the build itself: its server's address is then that of the site."""
    host, port = config.dev_addr
    return urlsplit(config.site_url or "").netloc == f"{host}:{port}"


@contextmanager
def _announcing_to(say: Callable[[str], None]) -> Iterator[None]:
    token = _listener.set(say)
    try:
        yield
    finally:
        _listener.reset(token)


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ServeFailed(f"--address {address}: should be a host and a port, such as {HOST}:{PORTS[0]}")
    return host.strip("[]"), int(port)


def _free_port() -> int:
    for port in PORTS:
        try:
            _check_address(HOST, port)
        except ServeFailed:
            continue
        return port
    raise ServeFailed(f"no port from {PORTS[0]} to {PORTS[-1]} is free; give one with --address {HOST}:PORT")


def _check_address(host: str, port: int) -> None:
    """Raise ServeFailed if no server can listen there; MkDocs would notice only after the build."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        in_use = error.errno == errno.EADDRINUSE
        words = str(error.strerror).partition(" (while")[0]  # Python adds the address once more
        why = "another program listens there; choose another with --address" if in_use else words
        raise ServeFailed(f"{host}:{port}: {why}") from None
