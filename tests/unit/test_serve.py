"""`answerable serve`: an address that answers, and pages that follow the records."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.cli import main

# A suite that runs in the background has Ctrl+C ignored, and hands that on.
PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from answerable.cli import main
main()
"""
OUTAGE = """---
title: {title}
impact: major
components: {{app: partial_outage}}
updates: [{{at: 2026-01-15T10:00:00+00:00, status: investigating, by: sam, text: We look into it.}}]
---
"""


@pytest.fixture
def mysite(tmp_path: Path) -> Path:
    """A new site whose address has a folder, as GitHub Pages gives to a project."""
    folder = tmp_path / "mysite"
    assert CliRunner().invoke(main, ["init", str(folder)]).exit_code == 0
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace('SITE_URL, ""', 'SITE_URL, "https://example.com/status/"'))
    return folder


@contextmanager
def listener() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


@contextmanager
def serving(folder: Path, *, log: Path = Path(os.devnull)) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command until it says an address; give both, and end it if the test did not. `log` gets its errors."""
    command = [sys.executable, "-c", PROGRAM, "serve"]
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
        ) as process,
    ):
        assert process.stdout
        try:
            said = process.stdout.readline()
            yield process, next(word.rstrip(";") for word in said.split() if word.startswith("http"))
        finally:
            process.kill()


def get(url: str) -> str:
    """The page at an address."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


def wait_for(words: str, url: str) -> None:
    """Wait until the page has these words; fail after a minute, by when the preview must hang."""
    end = time.monotonic() + 60
    while words not in get(url):
        assert time.monotonic() < end, f"{words!r} did not appear on {url}"
        time.sleep(0.05)


def test_a_saved_record_is_shown_without_a_new_start(mysite: Path) -> None:
    """The printed address answers, in the folder that site_url names; Ctrl+C ends the command without an error."""
    record = mysite / "content" / "incidents" / "2026-01-15-sign-in.md"
    record.write_text(OUTAGE.format(title="Sign-in fails"), encoding="utf-8")
    with serving(mysite) as (process, url):
        assert url.endswith("/status/")
        first = get(url)
        assert "Sign-in fails" in first
        assert "livereload(" in first and "Content-Security-Policy" not in first  # which MkDocs' script would break
        record.write_text(OUTAGE.format(title="Nobody can sign in"), encoding="utf-8")
        wait_for("Nobody can sign in", f"{url}incidents/2026-01-15-sign-in/")
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=20) == 0


def test_what_is_wrong_stands_on_top_and_nothing_vanishes(mysite: Path) -> None:
    """A record with an error is shown as it was, below what is wrong with it; so is the site of a broken mkdocs.yml.

    Each finding is printed once, and all is well again when it is mended.
    """
    record = mysite / "content" / "incidents" / "2026-01-15-sign-in.md"
    record.write_text(OUTAGE.format(title="Sign-in fails"), encoding="utf-8")
    components, config = mysite / "content" / "components.yml", mysite / "mkdocs.yml"
    settings = config.read_text("utf-8")
    with serving(mysite, log=mysite.parent / "log.txt") as (process, url):
        record.write_text(OUTAGE.format(title="Sign-in fails").replace("major", "huge"), encoding="utf-8")
        wait_for("is not allowed; write one of: none, minor, major, critical [record]", url)
        assert "Sign-in fails" in get(url) and "We look into it." in get(f"{url}incidents/2026-01-15-sign-in/")
        components.write_text(components.read_text("utf-8").replace("Our service", "Our desk"), encoding="utf-8")
        wait_for("Our desk", url)  # built anew, with the same finding
        config.write_text(f"{settings}\n  bad: [x\n", encoding="utf-8")
        wait_for("the site is shown as it was: mkdocs.yml:", url)
        assert "Sign-in fails" in get(url)
        config.write_text(settings, encoding="utf-8")
        record.write_text(OUTAGE.format(title="Nobody can sign in"), encoding="utf-8")
        wait_for("Nobody can sign in", url)
        assert "findings, shown only" not in get(url) and "is not allowed" not in get(url)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=20) == 0
    lines = (mysite.parent / "log.txt").read_text("utf-8").splitlines()
    assert [line.partition(": ")[0] for line in lines if "no-next-step" not in line] == [
        "content/incidents/2026-01-15-sign-in.md:3:9", "mkdocs.yml",
    ]  # fmt: skip
    assert "Traceback" not in "".join(lines)


def test_another_program_s_port_is_left_alone(mysite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first port is taken, the next free one is served, and no foreign address is announced."""
    from answerable.mkdocs_plugin import live_preview

    with listener() as taken, socket.create_server(("127.0.0.1", 0)) as probe:
        free = probe.getsockname()[1]
        probe.close()
        monkeypatch.setattr(live_preview, "PORTS", (taken, free))
        asked: list[object] = []
        monkeypatch.setattr(live_preview, "build_site", lambda request: asked.append(request.settings["dev_addr"]))
        with pytest.raises(AttributeError):  # there is no result to serve
            CliRunner().invoke(main, ["serve", "--config", str(mysite / "mkdocs.yml")], catch_exceptions=False)
    assert asked == [f"127.0.0.1:{free}"]


def test_an_address_in_use_is_refused_in_one_line(mysite: Path) -> None:
    """A port that was asked for by name and is taken ends the command before anything is built."""
    with listener() as taken:
        arguments = ["serve", "--config", str(mysite / "mkdocs.yml"), "--address", f"127.0.0.1:{taken}"]
        said = CliRunner().invoke(main, arguments)
    assert said.exit_code == 1
    assert said.output == (f"error: 127.0.0.1:{taken}: another program listens there; choose another with --address\n")


@pytest.mark.parametrize("address", ["8000", ":8000", "localhost:", "127.0.0.1:99999", "127.0.0.1:x", "127.0.0.1:0"])
def test_a_wrong_address_says_what_would_be_right(mysite: Path, address: str) -> None:
    """One line with an example, and no traceback."""
    said = CliRunner().invoke(main, ["serve", "--config", str(mysite / "mkdocs.yml"), "--address", address])
    assert (said.exit_code, said.output) == (
        1,
        f"error: --address {address}: should be a host and a port, such as 127.0.0.1:8000\n",
    )
