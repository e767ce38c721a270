"""A host over loopback that answers with half, with another's code, with an old copy, or not at all."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from threading import Event
from typing import Any, ClassVar, Self

from tests.browser.server import StaticHost

COUNTING = """
const counting = (work) => async function (...given) {
  window.waiting += 1;
  window.asked += 1;
  try { return await work.apply(this, given); } finally { window.waiting -= 1; }
};
window.waiting = window.asked = 0;
window.fetch = counting(window.fetch);
Response.prototype.text = counting(Response.prototype.text);
Response.prototype.json = counting(Response.prototype.json);
void 0;
"""
"""What a page asked for, and how much of it has not arrived to its end."""


HALF = {"cut", "half", "stuck"}


@dataclass
class Line:
    """What is wrong with which address, headers of the freshness file, what was asked, and when what is late may go."""

    wrong: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    go: Event = field(default_factory=Event)


class BadHost(StaticHost):
    """A host that does to an address what a test says."""

    line: ClassVar[Line]

    @classmethod
    def of(cls, line: Line) -> type[Self]:
        """The host at the other end of a line."""
        return type("Host", (cls,), {"line": line})

    def do_GET(self) -> None:  # noqa: N802 - the parent calls it so
        """Answer in full, with another address, with a code alone, or with half and then nothing."""
        self.line.asked.append(self.path)
        wrong = self.wrong
        if wrong == "late":
            self.line.go.wait(10)
        if wrong.startswith("http"):
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", wrong)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if wrong.isdigit():
            self.send_response(int(wrong))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        etag = self.line.headers.get("ETag")
        if etag and self.headers["If-None-Match"] == etag:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.end_headers()
            return
        super().do_GET()
        if wrong == "stuck":
            with contextlib.suppress(OSError):
                self.connection.recv(1)  # until the browser gives up

    @property
    def wrong(self) -> str:
        """What is wrong with this answer."""
        return self.line.wrong.get(self.path, "")

    def send_header(self, keyword: str, value: str) -> None:
        """Some hosts do not say how long an answer is: what is cut off looks whole."""
        if not (keyword == "Content-Length" and self.wrong == "half"):
            super().send_header(keyword, value)

    def end_headers(self) -> None:
        """Anybody may read it; a copy of the freshness file may be kept, as CDNs say."""
        self.send_header("Access-Control-Allow-Origin", "*")
        if self.path == "/freshness.json" and self.line.headers:
            for name, value in self.line.headers.items():
                self.send_header(name, value)
            SimpleHTTPRequestHandler.end_headers(self)
        else:
            super().end_headers()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send all, or half."""
        whole = source.read()
        outputfile.write(whole[: len(whole) // 2] if self.wrong in HALF else whole)
