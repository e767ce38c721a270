"""Verifying a deploy: a built site here, a host there, and what is said of the difference."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_httpserver import HTTPServer
from tests.browser.server import HostWithoutHeaders, serving
from tests.certificates import signed
from werkzeug import Request, Response

from answerable.cli import main
from answerable.commands import after_deploy as command
from answerable.outreach.verify.responses import certificate
from answerable.web.hosts import Certificate

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OPEN = (
    "freshness.json", "pinned.json", "feed.xml", "feed.atom", "feed.json", "feeds.opml", "history.rss", "history.atom",
    "api/v2/summary.json", "api/v2/status.json", "badges/status.svg", "badges/status.json", "calendar.ics", "embed.js",
    "status.txt", ".well-known/api-catalog",
)  # fmt: skip
GARBLED = "without an encoding, so other scripts come out garbled"
TYPES = {"html": "text/html; charset=utf-8", "xml": "application/rss+xml", "atom": "application/atom+xml"}
Files = dict[str, bytes]

META = """<meta http-equiv="Content-Security-Policy" content="script-src 'self' 'sha256-abc='">"""


def built(at: datetime = NOW) -> Files:
    """A small built site."""
    facts = {"built_at": at, "next_build_by": at + timedelta(minutes=30), "believe_until": at + timedelta(hours=6)}
    settings = json.dumps({"built": at.isoformat()})
    return {
        "freshness.json": json.dumps({key: value.isoformat() for key, value in facts.items()}).encode(),
        "index.html": f'{META}<script type="application/json" id="answerable">{settings}</script>All good'.encode(),
        "404.html": b"This page does not exist",
        "feed.xml": b"<rss/>",
        "feed.atom": b"<feed/>",
        "api/v2/summary.json": b'{"incidents":[],"status":{}}',
    }


class Host:
    """A host of static files as it should be; a test spoils what it is about."""

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.files = built()
        self.nowhere = (404, self.files["404.html"])
        self.headers = {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*"}
        self.own: dict[str, Response] = {}
        server.expect_request(re.compile("/.*")).respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        """Serve a file as a static host does."""
        path = request.path.lstrip("/") or "index.html"
        if path in self.own:
            return self.own[path]
        status, body = (200, self.files[path]) if path in self.files else self.nowhere
        kind = TYPES.get(path.rpartition(".")[2], "application/json") if path in self.files else "text/html"
        policy = {"Content-Security-Policy": "frame-ancestors 'none'"} if path.endswith("index.html") else {}
        return Response(body, status, headers=policy | self.headers, content_type=kind)


@pytest.fixture
def host(httpserver: HTTPServer) -> Host:
    """A host that serves what was built."""
    return Host(httpserver)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder with what was built."""
    for name, content in built().items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "site"


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits are as long as they are here, and take a moment."""
    monkeypatch.setattr(command, "POLL_SECONDS", 0.01)
    monkeypatch.setattr("answerable.web.fetch.LONGEST_WAIT", 0.0)


def verified(url: str, site: Path, *options: str, now: datetime = NOW) -> Result:
    """What the command says and ends with."""
    given = ["verify", url, "--site-dir", str(site), "--allow-private", "--now", now.isoformat(), *options]
    return CliRunner().invoke(main, given)


def lines(result: Result, grade: str) -> list[str]:
    """What was said in lines of a grade."""
    return [line.removeprefix(grade).strip() for line in result.stdout.splitlines() if line.startswith(grade + "  ")]


def test_what_was_built_is_what_is_seen(host: Host, site: Path) -> None:
    """A host that serves each file as it was built, with a real 404 and good headers, is as built."""
    result = verified(host.server.url_for("/"), site)
    assert result.exit_code == 0
    assert lines(result, "warning") == lines(result, "differs") == []
    compared = ["freshness.json", "index.html", "feed.xml", "feed.atom", "api/v2/summary.json"]
    assert [line.split(": ")[0] for line in lines(result, "as built")] == [*compared, "an address that leads nowhere"]


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        ("freshness.json", built(NOW - timedelta(hours=1))["freshness.json"], "an older build, of 2026-11-24T11:00"),
        ("freshness.json", built(NOW + timedelta(hours=1))["freshness.json"], "a newer build, of 2026-11-24T13:00"),
        ("freshness.json", b"[1]", "cannot be read"),
        ("freshness.json", b"<html>", "cannot be read"),
        ("freshness.json", b'{"built_at":"2026-11-24T12:00:00+00:00"}', "cannot be read"),
        ("freshness.json", b"[" * 100_000, "cannot be read"),
        ("index.html", built(NOW - timedelta(hours=1))["index.html"], "is of the build of 2026-11-24T11:00"),
        ("index.html", b"Under construction", "is not what was built"),
        ("feed.xml", b"<rss></rss>", "11 bytes instead of 6"),
        ("feed.atom", b"<FEED/>", "is not what was built"),
        ("api/v2/summary.json", b"{}", "is not what was built"),
    ],
)
def test_each_file_is_compared(host: Host, site: Path, path: str, content: bytes, words: str) -> None:
    """One file that is not the built one is named with what is wrong, and the command ends with 1."""
    host.files[path] = content
    result = verified(host.server.url_for("/"), site)
    assert result.exit_code == 1
    (line,) = lines(result, "differs")
    assert line.startswith(f"{path}: ") and words in line


@pytest.mark.parametrize("path", ["freshness.json", "feed.xml", "api/v2/summary.json"])
def test_a_file_that_is_not_there_is_named(host: Host, site: Path, path: str) -> None:
    """What the host answers with 404 was not published."""
    del host.files[path]
    (line,) = lines(verified(host.server.url_for("/"), site), "differs")
    assert line.startswith(f"{path}: the server answered 404")


def test_a_file_that_the_site_has_not_is_not_asked_for(host: Host, site: Path) -> None:
    """A site without an API's summary is not blamed for it."""
    (site / "api/v2/summary.json").unlink()
    assert verified(host.server.url_for("/"), site).exit_code == 0
    assert not any("summary" in request.path for request, _ in host.server.log)


def test_a_page_that_the_host_rewrites_is_a_warning(host: Host, site: Path) -> None:
    """A home page of the right build with something put into it is said, and is no reason to stop a deploy."""
    host.files["index.html"] += b"<script src=/cdn-cgi/x.js></script>"
    result = verified(host.server.url_for("/"), site)
    assert result.exit_code == 0
    assert "changed its bytes on the way" in lines(result, "warning")[0]
    assert verified(host.server.url_for("/"), site, "--strict").exit_code == 1


@pytest.mark.parametrize(
    ("nowhere", "words"),
    [
        ((200, b"Home"), "the server answered 200 instead of 404"),
        ((403, b"<Error>AccessDenied</Error>"), "the server answered 403 instead of 404"),
        ((404, b"nginx"), "not with our 404.html"),
    ],
)
def test_a_wrong_address_gets_404_and_our_page(host: Host, site: Path, nowhere: tuple[int, bytes], words: str) -> None:
    """Hosts that answer every address with the home page, with 403, or with their own page are found out."""
    host.nowhere = nowhere
    result = verified(host.server.url_for("/"), site)
    assert result.exit_code == 1
    (line,) = lines(result, "differs")
    assert words in line


@pytest.mark.parametrize(
    ("at", "grade", "words"),
    [
        (NOW + timedelta(minutes=25), "warning", "built 25m ago, though `rebuild_every` is 15m; let policy.yml say"),
        (NOW + timedelta(minutes=40), "warning", "the next build was promised by 2026-11-24T12:30"),
        (NOW + timedelta(hours=6), "differs", "is believed until 2026-11-24T18:00"),
        (NOW - timedelta(minutes=6), "differs", "the clock of the build was ahead: 2026-11-24T12:00"),
    ],
)
def test_a_build_that_grew_old_is_told(host: Host, site: Path, at: datetime, grade: str, words: str) -> None:
    """After `rebuild_every` it is a warning, and when pages say “not known” already it is as bad as none."""
    result = verified(host.server.url_for("/"), site, now=at)
    assert words in lines(result, grade)[0]
    assert result.exit_code == (1 if grade == "differs" else 0)


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Cache-Control": "public, max-age=3600"}, "live for 3600 seconds"),
        ({"Cache-Control": 'max-age=60, s-maxage="86400"'}, "live for 86400 seconds"),
        ({"Cache-Control": ""}, "says not how long"),
        ({"Access-Control-Allow-Origin": "https://example.com"}, "Access-Control-Allow-Origin is not *"),
    ],
)
def test_headers_that_trouble_somebody_are_warnings(
    host: Host, site: Path, headers: dict[str, str], words: str
) -> None:
    """Copies that live long and files that other sites may not read are said once, with the name of each file."""
    host.headers |= headers
    result = verified(host.server.url_for("/"), site)
    assert result.exit_code == 0
    (line,) = lines(result, "warning")
    files = ["freshness.json", "index.html", "feed.xml", "feed.atom", "api/v2/summary.json"]
    pages = {"index.html"} if "Access-Control-Allow-Origin" in headers else set()
    assert line.partition(": ")[0].split(", ") == [name for name in files if name not in pages]
    assert words in line


def test_a_badge_may_not_outlive_its_host(host: Host, site: Path) -> None:
    """A page says how old it is when a cache goes on with it; a badge and the API only say that all is well."""
    (site / "badges").mkdir()
    (site / "badges" / "status.json").write_bytes(b"{}")
    host.files["badges/status.json"] = b"{}"
    host.headers["Cache-Control"] = "max-age=60, stale-if-error=86400"
    (line,) = lines(verified(host.server.url_for("/"), site), "warning")
    assert line.startswith("api/v2/summary.json, badges/status.json: ")
    assert "live for 86400 seconds after nobody knows" in line


@pytest.mark.parametrize(
    ("expires", "grade", "words"),
    [
        ("2027-06-01T00:00:00Z", "as built", ""),
        ("2026-12-10T00:00:00Z", "warning", "expires on 2026-12-10T00:00"),
        ("2026-11-24T12:00:00Z", "differs", "expired on 2026-11-24T12:00"),
        ("tomorrow", "differs", "names no day"),
    ],
)
def test_security_txt_is_looked_at_with_its_day(host: Host, site: Path, expires: str, grade: str, words: str) -> None:
    """It is compared like the rest; a month before its day it is a warning, and from then on nobody may go by it."""
    told = f"Contact: https://example.com/\nExpires: {expires}\n".encode()
    (site / ".well-known").mkdir()
    (site / ".well-known" / "security.txt").write_bytes(told)
    host.files[".well-known/security.txt"] = told
    host.own[".well-known/security.txt"] = Response(
        told, headers=host.headers, content_type="text/plain; charset=utf-8"
    )
    found = [line for line in lines(verified(host.server.url_for("/"), site), grade) if ".well-known" in line]
    assert found and words in found[-1]
    del host.own[".well-known/security.txt"], host.files[".well-known/security.txt"]
    assert any("404" in line for line in lines(verified(host.server.url_for("/"), site), "differs"))


@pytest.mark.parametrize("language", ["fa", "pt-BR"])
def test_each_language_is_compared(host: Host, site: Path, language: str) -> None:
    """A site in two languages whose second one was not published is found out, by the folder's name."""
    for name, content in built().items():
        (site / language / name).parent.mkdir(parents=True, exist_ok=True)
        (site / language / name).write_bytes(content)
        host.files[f"{language}/{name}"] = content
    host.files[f"{language}/"] = host.files["index.html"]
    assert verified(host.server.url_for("/"), site).exit_code == 0
    host.files[f"{language}/feed.xml"] = b"<rss>of yesterday</rss>"
    del host.files[f"{language}/freshness.json"]
    found = lines(verified(host.server.url_for("/"), site), "differs")
    assert [line.partition(":")[0] for line in found] == [f"{language}/freshness.json", f"{language}/feed.xml"]


def test_a_host_that_hangs_is_not_asked_for_everything(host: Host, site: Path) -> None:
    """After three files that cannot be had the rest is left, so that a run in CI ends."""
    for name in ("", "feed.xml", "feed.atom", "api/v2/summary.json"):
        host.own[name or "index.html"] = Response("down", 503)
    result = verified(host.server.url_for("/"), site)
    assert result.exit_code == 1
    asked = {request.path for request, _ in host.server.log}
    assert asked == {"/freshness.json", "/", "/feed.xml", "/feed.atom"}
    assert "the other files: not asked for" in lines(result, "unreachable")[-1]


@pytest.mark.parametrize("control", ["no-cache", "no-store, max-age=9999", "max-age=300", "s-maxage=10, max-age=0"])
def test_copies_of_a_short_life_are_no_trouble(host: Host, site: Path, control: str) -> None:
    """A copy that is asked for anew, or lives for five minutes at most, is good."""
    host.headers["Cache-Control"] = control
    assert lines(verified(host.server.url_for("/"), site), "warning") == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("text/plain", "Content-Type is text/plain; send application/xml"),
        ("application/rss+xml; charset=iso-8859-1", "but the file is UTF-8"),
    ],
)
def test_a_wrong_type_is_a_warning(host: Host, site: Path, kind: str, words: str) -> None:
    """A feed sent as plain text is not taken for one by readers."""
    host.own["feed.xml"] = Response(host.files["feed.xml"], headers=host.headers, content_type=kind)
    (line,) = lines(verified(host.server.url_for("/"), site), "warning")
    assert words in line


def test_what_a_host_sends_cannot_write_to_the_terminal(host: Host, site: Path) -> None:
    """An escape sequence in a header is made visible."""
    host.own["feed.xml"] = Response(host.files["feed.xml"], headers=host.headers, content_type="x/\x9b31m")
    result = verified(host.server.url_for("/"), site)
    assert "\x9b" not in result.stdout
    assert r"\x9b31m" in result.stdout


def test_nobody_there_is_unreachable(site: Path) -> None:
    """Where nothing answers the command ends with 4, and says so once."""
    with serving(site) as url:
        pass
    result = verified(url, site)
    assert result.exit_code == 4
    assert result.stdout.count("unreachable") == 2
    assert "the connection failed" in result.stdout


def test_a_host_that_fails_for_one_file_only_is_reachable(host: Host, site: Path) -> None:
    """An error for one file is tried three times and then a difference, since the rest is there."""
    host.own["feed.xml"] = Response("down", 503)
    result = verified(host.server.url_for("/"), site)
    assert result.exit_code == 1
    assert "the server answered 503, 3 times" in lines(result, "unreachable")[0]
    assert [request.path for request, _ in host.server.log].count("/feed.xml") == 3


def test_private_addresses_are_asked_only_when_allowed(host: Host, site: Path) -> None:
    """Without --allow-private nothing on this machine is connected to."""
    result = CliRunner().invoke(main, ["verify", host.server.url_for("/"), "--site-dir", str(site)])
    assert result.exit_code == 4
    assert "--allow-private" in result.stdout
    assert host.server.log == []


def test_waiting_ends_when_the_deploy_is_out(host: Host, site: Path) -> None:
    """With --wait an old build is looked at again until the new one is there."""
    old, new, looks = built(NOW - timedelta(hours=1)), built(), iter(range(100))

    def deploying(request: Request) -> Response:
        if request.path == "/freshness.json":
            host.files = dict(old if next(looks) < 3 else new)
        return host.answer(request)

    host.server.clear()
    host.server.expect_request(re.compile("/.*")).respond_with_handler(deploying)
    result = verified(host.server.url_for("/"), site, "--wait", "1m")
    assert result.exit_code == 0
    assert result.stderr.count("waiting: differs") == 1
    assert next(looks) == 4
    (line,) = lines(result, "warning")
    assert line.startswith("the time between builds: the build before this one came 1h earlier, though `rebuild_every`")


def test_a_build_in_time_is_no_warning(host: Host, site: Path) -> None:
    """A quarter of an hour and the minutes that a build takes."""
    result = verified(host.server.url_for("/"), site, now=NOW + timedelta(minutes=19))
    assert result.exit_code == 0 and not lines(result, "warning")


def test_waiting_ends_when_it_is_over(host: Host, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old build that stays is told as such after the wait, never later."""
    clock = iter(range(0, 10_000, 30))
    monkeypatch.setattr("answerable.commands.after_deploy.monotonic", lambda: float(next(clock)))
    host.files = built(NOW - timedelta(hours=1))
    assert verified(host.server.url_for("/"), site, "--wait", "2m").exit_code == 1
    assert [request.path for request, _ in host.server.log].count("/freshness.json") == 4


@pytest.mark.parametrize(
    "arguments",
    [["ftp://example.com/"], ["status.example.com"], ["https://example.com/", "--wait", "soon"]],
)
def test_wrong_use_ends_with_2(site: Path, arguments: list[str]) -> None:
    """What is no address and no length of time is refused before anything is asked."""
    assert verified(arguments[0], site, *arguments[1:]).exit_code == 2


@pytest.mark.parametrize("content", [None, "{}", "not JSON"])
def test_nothing_built_here_is_wrong_use(site: Path, content: str | None) -> None:
    """Without a freshness file that can be read there is nothing to compare with."""
    path = site / "freshness.json"
    path.write_text(content) if content else path.unlink()
    result = verified("https://status.example.com/", site)
    assert result.exit_code == 2
    assert "build the site" in result.stderr


def test_programs_read_the_same_as_json(host: Host, site: Path) -> None:
    """Each thing seen is an object, and the whole has a grade."""
    host.files["feed.xml"] = b"<other/>"
    result = verified(host.server.url_for("/"), site, "--format", "json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["grade"], report["url"]) == (1, "differs", host.server.url_for("/"))
    assert [one["what"] for one in report["seen"] if one["grade"] == "differs"] == ["feed.xml"]


@pytest.fixture
def secure(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Host, Path]]:
    """A host with TLS, and the file to trust; its certificate's days, and the host that it is for."""
    days, name = request.param if isinstance(request.param, tuple) else (request.param, "127.0.0.1")
    context, trusted = signed(days, tmp_path, name)
    server = HTTPServer(host="127.0.0.1", ssl_context=context)
    server.start()
    yield Host(server), trusted
    server.stop()


@pytest.mark.parametrize(
    ("secure", "grade", "words", "code"),
    [
        (60.5, "as built", "60 days left", 0),
        (10.5, "warning", "10 days left", 0),
        (1.5, "differs", "1 day left", 1),
    ],
    indirect=["secure"],
)
def test_the_certificate_s_days_are_counted(
    secure: tuple[Host, Path], site: Path, grade: str, words: str, code: int
) -> None:
    """A certificate of 90 days is good, then a warning, then a reason for red, as its end comes near."""
    host, trusted = secure
    now = datetime.now(UTC).replace(microsecond=0)
    for name, content in built(now).items():
        (site / name).write_bytes(content)
    host.files = built(now)
    result = verified(host.server.url_for("/"), site, "--ca", str(trusted), now=now)
    assert [line for line in lines(result, grade) if line.startswith(f"certificate: {words}")]
    assert result.exit_code == code


@pytest.mark.parametrize(
    ("secure", "trusting", "why"),
    [
        (60.5, False, "it is not signed by a trusted authority"),
        (-1, True, "it has expired; renew it"),
        ((60.5, "127.0.0.2"), True, "it is for another host"),
        (120, True, "it is not valid yet"),
    ],
    indirect=["secure"],
)
def test_a_certificate_that_browsers_refuse_is_unreachable(
    secure: tuple[Host, Path], trusting: bool, why: str, site: Path
) -> None:
    """One that nobody vouches for, that has ended, that is another host's or of tomorrow keeps everybody out."""
    host, trusted = secure
    result = verified(host.server.url_for("/"), site, *(["--ca", str(trusted)] if trusting else []))
    assert result.exit_code == 4
    assert f"its certificate is not valid: {why}" in result.stdout


@pytest.mark.parametrize(
    ("life", "left", "grade"),
    [(6.6, 3, "as built"), (6.6, 1, "warning"), (6.6, 0.2, "differs"), (397, 22, "as built"), (397, 20, "warning")],
)
def test_late_is_late_for_its_kind(life: float, left: float, grade: str) -> None:
    """A certificate of six days with three left is as good as one of a year with three weeks."""
    shown = Certificate(NOW - timedelta(days=life - left), NOW + timedelta(days=left))
    assert certificate(shown, NOW).grade == grade


def test_the_example_is_as_built_when_served_plainly(example_site: Path) -> None:
    """The whole example behind a plain host differs in nothing; only what that host does not send is said."""
    with serving(example_site, HostWithoutHeaders) as url:
        result = verified(url, example_site, now=datetime.fromisoformat("2026-11-24T09:05:00+03:30"))
    assert result.exit_code == 0
    assert lines(result, "differs") == []
    assert [line.split("; ")[0].split(": ", 1) for line in lines(result, "warning")] == [
        [", ".join(OPEN), "Access-Control-Allow-Origin is not *, so no other site's page can read it"],
        ["index.html", "any site may show it in a frame"],
        ["status.txt", f"Content-Type is text/plain {GARBLED}"],
        [".well-known/api-catalog", "Content-Type is application/octet-stream"],
    ]


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ({"Content-Security-Policy": ""}, "any site may show it in a frame"),
        ({"Content-Security-Policy": "frame-ancestors *"}, "any site may show it in a frame"),
        ({"Content-Security-Policy": "frame-ancestors https:", "X-Frame-Options": "DENY"}, "any site may show it"),
        ({"Content-Security-Policy": "", "X-Frame-Options": "ALLOWALL"}, "any site may show it in a frame"),
        ({"Content-Security-Policy": "", "X-Frame-Options": "deny"}, ""),
        ({"Content-Security-Policy": "Frame-Ancestors 'self'; frame-ancestors *"}, ""),
        ({"Content-Security-Policy": "frame-ancestors *, frame-ancestors 'none'"}, ""),
        ({"Content-Security-Policy": "script-src 'self'; frame-ancestors 'none'"}, "lacks 'sha256-abc='"),
        ({"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}, "lacks 'self'"),
        ({"Content-Security-Policy": "script-src https: 'unsafe-inline'; frame-ancestors 'none'"}, ""),
        ({"Content-Security-Policy": "script-src * 'sha256-abc='; frame-ancestors 'none'"}, ""),
        ({"Content-Security-Policy": "img-src 'self'; frame-ancestors 'none'"}, ""),
    ],
)
def test_a_policy_that_does_not_fit_the_page_is_a_warning(
    host: Host, site: Path, policy: dict[str, str], words: str
) -> None:
    """The page may not stand in frames, and what its own policy lets run may run by the header's, too."""
    host.own["index.html"] = Response(
        host.files["index.html"], headers=host.headers | policy, content_type="text/html; charset=utf-8"
    )
    found = [line for line in lines(verified(host.server.url_for("/"), site), "warning") if "index.html" in line]
    assert (words in found[0] if words else found == []) and len(found) < 2


def test_the_page_for_frames_may_stand_in_frames(host: Host, site: Path) -> None:
    """A host that refuses frames for all pages is told so, in each language."""
    for name in ("embed/index.html", "fa/embed/index.html", "fa/freshness.json"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(host.files.setdefault(name, host.files["index.html"]))
        host.files[name.removesuffix("index.html")] = host.files[name]
    policy = {"Content-Security-Policy": "default-src 'none'"}
    for name in ("embed/", "fa/embed/"):
        host.own[name] = Response(host.files[name], headers=host.headers | policy, content_type="text/html")
    found = lines(verified(host.server.url_for("/"), site), "warning")
    assert [line for line in found if "frame" in line] == []
    for name in ("embed/", "fa/embed/"):
        host.own[name] = Response(
            host.files[name], headers=host.headers | {"X-Frame-Options": "SAMEORIGIN"}, content_type="text/html"
        )
    found = lines(verified(host.server.url_for("/"), site), "warning")
    assert [line.partition(": no other site can show it")[0] for line in found if "frame" in line] == [
        "embed/index.html, fa/embed/index.html"
    ]


def test_a_page_without_any_policy_is_a_warning(host: Host, site: Path) -> None:
    """As where a host makes pages anew."""
    bare = host.files["index.html"].replace(META.encode(), b"")
    (site / "index.html").write_bytes(bare)
    host.files["index.html"] = bare
    (line,) = lines(verified(host.server.url_for("/"), site), "warning")
    assert line.startswith("index.html: has no Content-Security-Policy")
