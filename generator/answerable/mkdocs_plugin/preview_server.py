"""The server of the live preview: MkDocs' own, with what is wrong with the records on top of each page."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from answerable.records.findings import LEVELS, Finding
from answerable.translation.message import counted, direction, shown

_BODY = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)
_COLOURS = {"error": "#b3261e", "warning": "#8a5300", "note": "#3b5b78"}
_BOX = (
    "all:initial;display:block;order:-99;flex:none;box-sizing:border-box;padding:12px 16px;"
    "background:#fff8e6;color:#1b1b1b;"
    "border-bottom:3px solid #b3261e;font:14px/1.5 system-ui,sans-serif;text-align:start"
)


class PreviewServer(LiveReloadServer):
    """Serves a folder, builds it again when a watched file changes, and then reloads open pages.

    `problems` are shown on top of every page until they are mended. `on_listening` is called with the site's address
    when the server accepts connections; a browser opened before that would be refused.
    """

    def __init__(
        self, build: Callable[[], None], host: str, port: int, folder: Path, on_listening: Callable[[str], None]
    ) -> None:
        super().__init__(build, host, port, str(folder))
        self.problems: Sequence[Finding] = ()
        self._on_listening = on_listening

    def set_path(self, path: str) -> None:
        """Serve the site below a path of the host, as `site_url` has it."""
        host, port = self.server_address[:2]
        self.mount_path = f"/{path.strip('/')}/" if path.strip("/") else "/"
        self.url = f"http://{host!s}:{port}{self.mount_path}"

    def _build_loop(self) -> None:
        """Tell where the server listens, now that it does and files are watched; then build after each change."""
        self._on_listening(self.url)
        super()._build_loop()  # type: ignore[no-untyped-call]

    def watch_once(self, path: Path) -> None:
        """Watch a file or folder that exists, unless it is watched already."""
        if path.exists() and str(path.absolute()) not in self._watched_paths:
            self.watch(str(path))

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Add the list of problems and MkDocs' script for reloading."""
        page = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        opening = _BODY.search(page)
        at = opening.end() if opening else 0
        return bytes(page[:at] + problem_list(self.problems).encode() + page[at:])


def problem_list(problems: Sequence[Finding]) -> str:
    """Return the problems as HTML that depends on no style sheet; nothing if there are none."""
    if not problems:
        return ""
    rows = "".join(map(_row, problems))
    count = counted(
        "1 finding, shown only in this preview", "%(number)s findings, shown only in this preview", len(problems)
    )
    head = f'<summary style="cursor:pointer;font-weight:700">{escape(shown(count))}</summary>'
    body = f'<ul style="margin:8px 0 0;padding:0;padding-inline-start:20px">{rows}</ul>'
    return f'<aside dir="{direction()}" style="{_BOX}"><details open>{head}{body}</details></aside>'


def _row(finding: Finding) -> str:
    place = ":".join(map(str, filter(None, (finding.path, finding.line))))
    level = f'<b style="color:{_COLOURS[finding.level]}">{escape(shown(LEVELS[finding.level]))}</b>'
    return f'<li>{level} <code dir="ltr">{escape(place)}</code> {escape(shown(finding.full_text))}</li>'


def serve_until_stopped(server: PreviewServer) -> None:
    """Serve until somebody presses Ctrl+C; the current thread builds."""
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
        if server.serve_thread is not threading.current_thread() and server.serve_thread.is_alive():
            server.serve_thread.join(timeout=5)
