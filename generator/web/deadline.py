"""An end for a whole request: a host that sends a byte now and then keeps every single time-out from running out."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any


class Deadline:
    """Hangs up at `end`, an instant of `time.monotonic`; `trace` hears from httpx of each connection that is made."""

    def __init__(self, end: float) -> None:
        self._end = end
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(max(0.0, end - time.monotonic()), self._hang_up)
        self._timer.daemon = True
        self._timer.start()

    def trace(self, event: str, about: Mapping[str, Any]) -> None:
        """Remember the connection; with TLS a second one takes the first one's place."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._socket = about["return_value"].get_extra_info("socket")
            if time.monotonic() > self._end:
                self._hang_up()

    def cancel(self) -> None:
        """The answer is there."""
        self._timer.cancel()

    def _hang_up(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
