"""Whether the headers of a published page let its scripts run, and let other sites show it in a frame.

A page carries a Content-Security-Policy of its own in a `<meta>`; browsers obey that and each one in a header. Only a
header can refuse frames.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import httpx

from answerable.output.served import Served
from answerable.translation.message import msg

_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', re.IGNORECASE)
_OPEN = re.compile(r"(?:https?:)?(?://)?\*|https?:", re.IGNORECASE)
"""Sources of frames that are every site."""
_FRAMED = msg(
    "any site may show it in a frame; send Content-Security-Policy: frame-ancestors 'none', except for /embed/"
)
_NOT_FRAMED = msg("no other site can show it in a frame; send neither frame-ancestors nor X-Frame-Options for it")
Policy = dict[str, list[str]]


def page_warnings(served: Served, headers: httpx.Headers, body: bytes) -> Iterator[str]:
    """Yield a sentence for each way in which the headers do not fit the page."""
    sent = [_parsed(one) for value in headers.get_list("content-security-policy") for one in value.split(",")]
    sent = [one for one in sent if one]
    found = _META.search(body[:20_000].decode("utf-8", "replace"))
    own = _parsed(unescape(found[1])) if found else {}
    if not own and not any("script-src" in one or "default-src" in one for one in sent):
        yield msg("has no Content-Security-Policy; look at what the host does to pages")
    if stopped := [source for one in sent for source in _stopped(own, one)]:
        yield msg(
            "the host's Content-Security-Policy lacks %(stopped)s, so scripts of the page do not run; send ours",
            stopped=stopped[0],
        )
    if _is_framed(headers, sent) is not served.framed:
        yield _NOT_FRAMED if served.framed else _FRAMED


def _parsed(policy: str) -> Policy:
    """Return the sources by directive; of a directive given twice browsers read the first."""
    found: Policy = {}
    for part in policy.split(";"):
        name, *sources = part.split()[:200] or [""]
        found.setdefault(name.lower(), sources) if name else None
    return found


def _stopped(own: Policy, sent: Policy) -> Iterator[str]:
    """Yield what the page's own policy lets run and a policy in a header does not."""
    allowed = sent.get("script-src", sent.get("default-src"))
    if allowed is None or "*" in allowed:
        return
    inline = "'unsafe-inline'" in allowed and not any(one.startswith(("'sha", "'nonce-")) for one in allowed)
    for source in own.get("script-src", []):
        if source not in allowed and not (inline and source.startswith("'sha")) and not _is_wider(source, allowed):
            yield source


def _is_wider(source: str, allowed: list[str]) -> bool:
    return not source.startswith("'sha") and any(_OPEN.fullmatch(one) for one in allowed)


def _is_framed(headers: httpx.Headers, sent: list[Policy]) -> bool:
    """Return whether any other site may show the page; X-Frame-Options counts where no policy speaks of frames."""
    of_frames = [one["frame-ancestors"] for one in sent if "frame-ancestors" in one]
    if of_frames:
        return all(any(_OPEN.fullmatch(source) for source in sources) for sources in of_frames)
    return headers.get("x-frame-options", "").strip().upper() not in {"DENY", "SAMEORIGIN"}
