"""Serves a folder over loopback as a plain static host would: index pages and a real 404."""

from __future__ import annotations

import contextlib
import functools
import threading
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class StaticHost(SimpleHTTPRequestHandler):
    """Answers an unknown address with the site's 404.html and code 404, and lists no folder."""

    extensions_map = {  # noqa: RUF012 - the parent declares it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".atom": "application/xml; charset=utf-8",
        ".ics": "text/calendar",
        ".opml": "application/xml; charset=utf-8",
        ".rss": "application/xml; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
    }

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the site's own page for what is not there."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_response(self, code: int, message: str | None = None) -> None:
        """Say no date: the clocks of the pages that tests open stand elsewhere."""
        self.send_response_only(code, message)

    def list_directory(self, path: object) -> None:  # noqa: ARG002 - the parent passes it
        """Treat a folder without an index page as not there."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Keep nothing in caches, so that a test that changes a file sees the change."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; failing tests say enough."""


class QuietServer(ThreadingHTTPServer):
    """A server that does not mind a browser that hangs up early."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(folder: Path, host: type[StaticHost] = StaticHost) -> Iterator[str]:
    """Serve `folder` while the block runs; gives the address of its root, ending in a slash."""
    server = QuietServer(("127.0.0.1", 0), functools.partial(host, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
