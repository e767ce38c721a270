"""Serves a folder over loopback as a static host would: index pages, a real 404, and the headers of `_headers`."""

from __future__ import annotations

import contextlib
import functools
import threading
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from tests.host_headers import rules_of, sent

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
        """Send the site's own headers, but keep nothing in caches: a test that changes a file is to see the change."""
        self.send_header("Cache-Control", "no-store")
        already = b"".join(getattr(self, "_headers_buffer", [])).lower()
        for name, values in self.site_headers().items():
            if f"\r\n{name.lower()}:".encode() not in already:
                self.send_header(name, ", ".join(values))
        super().end_headers()

    def site_headers(self) -> dict[str, list[str]]:
        """Return what the site's `_headers` says of this address; both hosts that read the file join several values."""
        file = Path(self.directory, "_headers")
        return sent(_rules(file.read_text("utf-8")), self.path.partition("?")[0]) if file.is_file() else {}

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; failing tests say enough."""


class HostWithoutHeaders(StaticHost):
    """A host that knows nothing of `_headers`, such as GitHub Pages."""

    def site_headers(self) -> dict[str, list[str]]:
        """Return none."""
        return {}


_rules = functools.lru_cache(maxsize=8)(rules_of)


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
