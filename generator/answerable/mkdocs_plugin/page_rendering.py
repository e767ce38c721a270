"""Render a page of the team's own, within a limit of time; a page that fails becomes plain text.

Python-Markdown takes a time that grows with the square of some inputs (ten thousand opening brackets took 21 seconds),
and raises for others, such as a list 400 deep.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from types import FrameType

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from answerable.translation.message import msg

AT_MOST = 3.0
"""Seconds of this process' own time that rendering one page may take; a usual page takes some milliseconds."""
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


class _OutOfTimeError(BaseException):
    """Rendering took longer than allowed. It passes what an extension does with an Exception."""


def render_within(
    page: Page,
    body: str,
    render: Callable[[MkDocsConfig, Files], None],
    report: Callable[[Page, str], None],
    config: MkDocsConfig,
    files: Files,
) -> None:
    """Render a page as MkDocs does. If that fails or takes too long, `report` why and set plain text as its content."""
    try:
        with _limited(AT_MOST):
            render(config, files)
    except (Exception, _OutOfTimeError) as error:  # noqa: BLE001 (extensions raise anything; the site is more than a page)
        report(page, _reason(error))
        page.content = plain_html(body)
        page.toc = TableOfContents([])
        page.present_anchor_ids = set()
        page.links_to_anchors = {}


def plain_html(text: str) -> str:
    """Return a text as paragraphs of HTML, as it was written."""
    parts = (part.strip() for part in _PARAGRAPHS.split(text))
    return "\n".join(f"<p>{escape(part)}</p>" for part in parts if part)


def _reason(error: BaseException) -> str:
    if isinstance(error, _OutOfTimeError):
        return msg("it takes more than %(at_most)s seconds", at_most=f"{AT_MOST:g}")
    if isinstance(error, RecursionError):
        return msg("it is nested too deeply")
    return f"{type(error).__name__}: {error}"[:200]


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise _OutOfTimeError in the block after so many seconds of this process' own time.

    Without effect on Windows and outside of the main thread, where no signal can arrive.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _raise)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.5)  # again, where the first was swallowed
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _raise(_number: int, _frame: FrameType | None) -> None:
    raise _OutOfTimeError
