"""Show the site in a browser, at an address that is free, and say which once somebody answers there."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from mkdocs.commands.serve import serve as run
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer

from answerable.mkdocs_plugin.log_lines import one_line

HOST = "127.0.0.1"
PORTS = range(8000, 8020)
_listener: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


class ServeFailed(Exception):  # noqa: N818 - it says what happened, and is no error of the program
    """Nothing can be served; the message is one line for people."""


def serve(config: Path, address: str, say: Callable[[str], None]) -> None:
    """Build, serve and build again after each change, until somebody presses Ctrl+C.

    `say` is given the address of the site's first page as soon as the site is built. Without an `address`
    (host:port) the first free port from 8000 on is taken. Raises ServeFailed.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material reads it when it is first imported
    host, port = _host_and_port(address) if address else (HOST, _free_port())
    _try(host, port)
    with _telling(say):
        try:
            run(str(config), livereload=True, dev_addr=f"{host}:{port}")
        except MkDocsException as error:
            raise ServeFailed(one_line(str(error))) from None
        except OSError as error:
            raise ServeFailed(one_line(f"{error.filename or 'the system'}: {error.strerror or error}")) from None


def announce_when_listening(server: LiveReloadServer) -> None:
    """Say the address once connections are taken there; before that a quick reader would be refused.

    Under plain `mkdocs serve` nobody asked, and MkDocs' own log says it.
    """
    say = _listener.get()
    if say is None:
        return
    activate = server.server_activate

    def activate_and_tell() -> None:
        activate()
        say(server.url)

    server.server_activate = activate_and_tell  # type: ignore[method-assign]  # MkDocs has no event for it


@contextmanager
def _telling(say: Callable[[str], None]) -> Iterator[None]:
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
            _try(HOST, port)
        except ServeFailed:
            continue
        return port
    raise ServeFailed(f"no port from {PORTS[0]} to {PORTS[-1]} is free; give one with --address {HOST}:PORT")


def _try(host: str, port: int) -> None:
    """Raise ServeFailed when nobody could listen there; MkDocs would only find out after the build."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        in_use = error.errno == errno.EADDRINUSE
        words = str(error.strerror).partition(" (while")[0]  # Python adds the address once more
        why = "another program listens there; choose another with --address" if in_use else words
        raise ServeFailed(f"{host}:{port}: {why}") from None
