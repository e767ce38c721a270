"""A WebSub hub to run beside us: Flask-WebSub from PyPI, unchanged, with a thread where it would have a queue."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from werkzeug.serving import make_server


class Threads:
    """What the hub asks of its queue of tasks: one after the other, in a thread beside the hub's own."""

    def __init__(self) -> None:
        self.worker = ThreadPoolExecutor(1)

    def task(self, **options: Any) -> Callable[[Callable[..., Any]], Task]:
        """Make a task of a function."""
        return lambda function: Task(self.worker, function, bound=bool(options.get("bind")))


class Task:
    """A task; where it may try again, this one raises what went wrong instead."""

    class request:  # noqa: N801 - the queue's own name
        """Which try this is."""

        retries = 0

    def __init__(self, worker: ThreadPoolExecutor, function: Callable[..., Any], *, bound: bool) -> None:
        self.worker = worker
        self.function: Callable[..., Any] = partial(function, self) if bound else function

    def delay(self, *args: Any) -> None:
        """Begin it."""
        self.worker.submit(self.function, *args)

    def retry(self, countdown: float) -> None:
        """Fail: over loopback nothing has to be tried again."""
        raise ConnectionError(f"it would be tried again in {countdown} s")


@contextlib.contextmanager
def running(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run the hub while the block runs; gives its address and its settings."""
    app = Flask("hub")
    app.config.update(PUBLISH_SUPPORTED=True, REQUEST_TIMEOUT=30)
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
