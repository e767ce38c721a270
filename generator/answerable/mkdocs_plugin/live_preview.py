"""The live preview: serve the site at a free address, and build it again after each change."""

from __future__ import annotations

import errno
import socket
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click
from mkdocs.exceptions import MkDocsException

from answerable.checks.guard import mask_findings
from answerable.checks.privacy.finder import Finder
from answerable.checks.run import run_checks
from answerable.content.reading import read_content
from answerable.mkdocs_plugin.log_lines import silence_material
from answerable.mkdocs_plugin.preview_server import PreviewServer, serve_until_stopped
from answerable.mkdocs_plugin.running_build import BuildRequest
from answerable.mkdocs_plugin.settings import BadSettingsError, ProjectSettings, read_settings
from answerable.mkdocs_plugin.staged_build import BuildFailed, build_site
from answerable.publish.partial_site import all_records
from answerable.records.findings import Finding
from answerable.translation.message import joined, msg

HOST = "127.0.0.1"
PORTS = range(8000, 8020)


class ServeFailed(Exception):  # noqa: N818 - it says what happened, and is no error of the program
    """The site cannot be served; the message is one line for people."""


def serve(config: Path, address: str, say: Callable[[str], None]) -> None:
    """Build and serve the site, and build it again after each change, until the user presses Ctrl+C.

    `say` is called with the address of the site's first page when the server listens there. Without `address`
    (host:port) the first free port from 8000 on is taken. Raises ServeFailed.
    """
    silence_material()
    host, port = _host_and_port(address) if address else (HOST, _free_port())
    _check_address(host, port)
    with tempfile.TemporaryDirectory(prefix="answerable_") as folder:
        preview = _Preview(config, (host, port), Path(folder) / "site", say)
        with closing(preview.server.socket):
            try:
                preview.build(read_settings(config))
            except (BadSettingsError, BuildFailed) as error:
                raise ServeFailed(str(error)) from None
            serve_until_stopped(preview.server)


class _Preview:
    """The site as it was built last, and what is wrong with it now."""

    def __init__(self, config: Path, at: tuple[str, int], folder: Path, say: Callable[[str], None]) -> None:
        self._config = config
        self.server = PreviewServer(self.build_again, *at, folder, say)
        self._request = BuildRequest(config, folder)
        self._told: set[str] = set()

    def build_again(self) -> None:
        """Build after a change; a failure leaves the site as it was, and is shown on top of it."""
        try:
            self.build(read_settings(self._config))
        except (BadSettingsError, BuildFailed, MkDocsException, OSError) as error:
            failed = Finding(
                self._config.name, 0, 0, msg("the site is shown as it was: %(error)s", error=error), rule="build"
            )
            self._show([failed])

    def build(self, settings: ProjectSettings) -> None:
        """Build the site. Raises BuildFailed; the site is then as it was."""
        server = self.server
        server.set_path(urlsplit(settings.site_url).path)
        for path in (settings.docs_dir, *settings.watched):
            server.watch_once(path)
        address = {"site_url": server.url, "dev_addr": urlsplit(server.url).netloc}
        result = build_site(replace(self._request, settings=address))
        self._request = replace(self._request, as_before=tuple(all_records(result.content.ledger)))
        self._show([*result.content.findings, *_checked(settings.docs_dir)])

    def _show(self, findings: Iterable[Finding]) -> None:
        """Show findings on every page, and print those that were not there before."""
        self.server.problems = sorted(set(findings))
        lines = {finding.shown: finding for finding in self.server.problems}
        for line in lines:
            if line not in self._told:
                click.echo(line, err=True)
        self._told = set(lines)


def _checked(content: Path) -> Iterable[Finding]:
    """Return what `answerable check` finds in the records as they are now."""
    now = datetime.now(UTC)
    read = read_content(content, now)
    return mask_findings(run_checks(read, content, now), Finder(read.ledger))


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ServeFailed(
            msg(
                "--address %(address)s: should be a host and a port, such as %(host)s:%(ports)s",
                address=address,
                host=HOST,
                ports=PORTS[0],
            )
        )
    return host.strip("[]"), int(port)


def _free_port() -> int:
    for port in PORTS:
        try:
            _check_address(HOST, port)
        except ServeFailed:
            continue
        return port
    raise ServeFailed(
        msg(
            "no port from %(ports)s to %(ports_2)s is free; give one with --address %(host)s:PORT",
            ports=PORTS[0],
            ports_2=PORTS[-1],
            host=HOST,
        )
    )


def _check_address(host: str, port: int) -> None:
    """Raise ServeFailed if no server can listen there; MkDocs would notice only after the build."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        in_use = error.errno == errno.EADDRINUSE
        words = str(error.strerror).partition(" (while")[0]  # Python adds the address once more
        why = msg("another program listens there; choose another with --address") if in_use else words
        raise ServeFailed(joined(": ", (f"{host}:{port}", why))) from None
