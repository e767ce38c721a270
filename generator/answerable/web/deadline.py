"""An end to a request, whatever its server does: the connection is closed at a given time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any


class Deadline:
    """Closes the connection at `end`, a time of `time.monotonic`.

    `trace` is an httpx trace callback, which is called for each connection that is made.
    """

    def __init__(self, end: float) -> None:
        self._end = end
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(max(0.0, end - time.monotonic()), self._close)
        self._timer.daemon = True
        self._timer.start()

    def trace(self, event: str, about: Mapping[str, Any]) -> None:
        """Remember the newest socket; with TLS the encrypted one replaces the plain one."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._socket = about["return_value"].get_extra_info("socket")
            if time.monotonic() > self._end:
                self._close()

    def cancel(self) -> None:
        """Stop the timer, because the request is over."""
        self._timer.cancel()

    def _close(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
