"""A WebSub hub to run beside us: Flask-WebSub from PyPI, unchanged, with threads where it would have a queue."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from werkzeug.serving import make_server


class Threads:
    """What the hub asks of its queue of tasks: each runs at once in a thread of its own."""

    def task(self, **options: Any) -> Callable[[Callable[..., Any]], Task]:
        """Make a task of a function."""
        return lambda function: Task(function, bound=bool(options.get("bind")))


class Task:
    """A task; where it may try again, this one raises what went wrong instead."""

    class request:  # noqa: N801 - the queue's own name
        """Which try this is."""

        retries = 0

    def __init__(self, function: Callable[..., Any], *, bound: bool) -> None:
        self.function: Callable[..., Any] = partial(function, self) if bound else function

    def delay(self, *args: Any) -> None:
        """Begin it."""
        threading.Thread(target=self.function, args=args, daemon=True).start()

    def retry(self, countdown: float) -> None:
        """Fail: over loopback nothing has to be tried again."""
        raise ConnectionError(f"it would be tried again in {countdown} s")


@contextlib.contextmanager
def running(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run the hub while the block runs; gives its address and its settings."""
    app = Flask("hub")
    app.config["PUBLISH_SUPPORTED"] = True
    hub = Hub(SQLite3HubStorage(str(folder / "hub.sqlite3")), Threads(), **app.config)
    app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hub", app.config
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
