"""What it costs one machine to serve the site with nginx and the recipe of docs/hosting, also in an outage's rush.

    python benchmarks/bench_serving.py [--records 1000] [--seconds 5] [--readers 1000]

Builds a site with compressed twins and serves it on loopback by one process of nginx, in three ways: files compressed
when they are asked for, the twins of gzip, and those of Brotli if nginx has that module. Looks first whether each way
sends the file as it is, with an ETag of its own, and answers 304 to that alone. Then `wrk` asks for the home page, a
feed and a file of the API, and for pages that did not change (304), for so many seconds each. At last so many readers
come at the rate of 10,000 a minute (`h2load`), each with a TLS connection of its own: they load the home page with all
that it names, and ask for the site's freshness, as open pages do each minute. Prints requests a second, and processor
seconds of nginx, which a busy machine changes less; and what 10,000 readers a minute would take of one processor.
Needs nginx, wrk, h2load and openssl on the path.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from company import NOW, ROOT, write_site

T = TypeVar("T")
RECIPE = ROOT / "docs/hosting/nginx.conf"
ADDRESSES = {"home": "/", "feed": "/feed.xml", "API": "/api/v2/summary.json"}
FRESHNESS = "/freshness.json"
RUSH = 10_000 / 60
"""Readers a second."""
MAIN = """daemon off; worker_processes 1; pid nginx.pid; error_log error.log; {module}
events {{ worker_connections 8192; }}
http {{
    access_log access.log;
    client_body_temp_path temporary; proxy_temp_path temporary; fastcgi_temp_path temporary;
    uwsgi_temp_path temporary; scgi_temp_path temporary;
    ssl_certificate host.pem; ssl_certificate_key host.key;
    sendfile on; tcp_nopush on;
    include site.conf;
}}
"""
LOADED = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script src)="([^":]+)"')


@dataclass(frozen=True)
class Way:
    """A way to serve compressed: its name, the encoding that readers ask for, and what changes in the recipe."""

    name: str
    encoding: str
    gzip_static: str = "on"
    brotli_static: str = "off"


WAYS = (Way("when asked", "gzip", "off"), Way("gzip twins", "gzip"), Way("Brotli twins", "br", brotli_static="on"))


@dataclass(frozen=True)
class Nginx:
    """A running server: the ports without and with TLS, and its one working process."""

    port: int
    secure: int
    worker: int

    def seconds(self) -> float:
        """Return the processor seconds that it has used."""
        return int(Path(f"/proc/{self.worker}/schedstat").read_text().split()[0]) / 1e9

    def get(self, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Return the status, the headers and the body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read()
        connection.close()
        return found


def brotli_module() -> Path | None:
    """Return the file of nginx's module, if this machine has it."""
    stated = subprocess.run(["nginx", "-V"], capture_output=True, text=True, check=True).stderr
    found = re.search(r"--modules-path=(\S+)", stated)
    module = Path(found[1] if found else "/", "ngx_http_brotli_static_module.so")
    return module if module.is_file() else None


@contextmanager
def nginx(folder: Path, site: Path, way: Way) -> Iterator[Nginx]:
    """Serve a site in one way."""
    plain, secure = free_port(), free_port()
    module = brotli_module() if way.brotli_static == "on" else None
    recipe = RECIPE.read_text("utf-8").replace("/srv/status/site", str(site))
    recipe = recipe.replace("listen 80;", f"listen 127.0.0.1:{plain}; listen 127.0.0.1:{secure} ssl http2;")
    recipe = re.sub(r"gzip_static +on;", f"gzip_static {way.gzip_static};", recipe)
    (folder / "site.conf").write_text(recipe.replace("# brotli_static", "brotli_static") if module else recipe)
    (folder / "nginx.conf").write_text(MAIN.format(module=f"load_module {module};" if module else ""))
    shutil.copy("/etc/nginx/mime.types", folder)
    server = subprocess.Popen(["nginx", "-p", folder, "-c", "nginx.conf", "-e", "error.log"])
    try:
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        worker = wait_for(lambda: children.read_text().split() and answers(plain) and children.read_text().split()[0])
        yield Nginx(plain, secure, int(worker))
    finally:
        server.terminate()
        server.wait()


def certificate(folder: Path) -> None:
    """Write a certificate of this machine and its key into a folder, for `nginx`."""
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    files = ["-keyout", folder / "host.key", "-out", folder / "host.pem"]
    subprocess.run(["openssl", "req", "-x509", *curve, *files], check=True, capture_output=True)


def wait_for(found: Callable[[], T]) -> T:
    """Return what a function returns, as soon as that is something. Raises TimeoutError."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if value := found():
            return value
        time.sleep(0.05)
    raise TimeoutError("nginx does not answer")


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(port: int) -> bool:
    """Return whether somebody listens at a port."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def unpacked(content: bytes, encoding: str | None) -> bytes:
    """Return what an answer says."""
    if encoding == "gzip":
        return gzip.decompress(content)
    if encoding == "br":
        return subprocess.run(["brotli", "-dc"], input=content, capture_output=True, check=True).stdout
    return content


def look(server: Nginx, site: Path, way: Way) -> None:
    """Assert that each address has the file's content, and a 304 for its own ETag alone."""
    tags: set[tuple[str, str]] = set()
    types: dict[str, str] = {}
    for path in (*ADDRESSES.values(), FRESHNESS, "/404.html", "/nothing"):
        file = site / (
            "404.html" if path == "/nothing" else f"{path.lstrip('/')}index.html" if path == "/" else path[1:]
        )
        for encoding in (way.encoding, "identity"):
            status, headers, body = server.get(path, Accept_Encoding=encoding)
            types.setdefault(path, headers["Content-Type"])
            assert headers["Content-Type"] == types[path], (path, encoding)
            assert status == (404 if path == "/nothing" else 200), (path, status)
            assert unpacked(body, headers["Content-Encoding"]) == file.read_bytes(), (way, path, encoding)
            is_long = file.stat().st_size >= 1024
            assert (headers["Content-Encoding"] == encoding) is (is_long and encoding != "identity"), (path, encoding)
            assert not is_long or "Accept-Encoding" in headers["Vary"], path
            if status == 200:
                tag = headers["ETag"]
                tags.add((path, tag))
                assert server.get(path, Accept_Encoding=encoding, If_None_Match=tag)[0] == 304, (path, encoding)
                assert server.get(path, Accept_Encoding=encoding, If_None_Match='"0-0"')[0] == 200
    assert len(tags) >= len(ADDRESSES) * 2, tags


def asked(server: Nginx, path: str, headers: dict[str, str], seconds: int) -> str:
    """Ask for one address for so long by 50 connections; return a line of figures."""
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", "-c50", f"-d{seconds}s", *given, f"http://127.0.0.1:{server.port}{path}"]
    before = server.seconds()
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = server.seconds() - before
    done = re.search(r"(\d+) requests in ([\d.]+)s", said)
    assert done and "Non-2xx" not in said.replace("Non-2xx or 3xx responses: 0", ""), said
    count = int(done[1])
    size = len(server.get(path, **{name.replace("-", "_"): value for name, value in headers.items()})[2])
    return f"{count / float(done[2]):8,.0f} a second {used / count * 1e6:7.0f} ms per 1,000 {size:8,} bytes each"


def visit(server: Nginx, site: Path, way: Way, readers: int, folder: Path) -> tuple[float, float]:
    """Let readers load the home page with what it names; return processor seconds and bytes of one of them."""
    paths = ["/", *(f"/{path}" for path in LOADED.findall((site / "index.html").read_text("utf-8"))), FRESHNESS]
    return _load(server, way, paths, readers, len(paths), folder)


def poll(server: Nginx, way: Way, readers: int, folder: Path) -> tuple[float, float]:
    """Let readers with open pages ask for the site's freshness; return processor seconds and bytes of one request."""
    again = 100
    seconds, size = _load(server, way, [FRESHNESS], max(readers // again, 1), again, folder)
    return seconds / again, size / again


def _load(server: Nginx, way: Way, paths: list[str], readers: int, each: int, folder: Path) -> tuple[float, float]:
    """Return processor seconds and bytes per reader; each has a connection of its own and sends `each` requests."""
    (folder / "paths").write_text("".join(f"https://127.0.0.1:{server.secure}{path}\n" for path in paths))
    command = ["h2load", "-t1", f"-c{readers}", f"-n{readers * each}", f"-r{min(round(RUSH), readers)}", "-m10"]
    before = server.seconds()
    given = [*command, "-H", f"accept-encoding: {way.encoding}", "-i", folder / "paths"]
    said = subprocess.run(given, capture_output=True, text=True, check=True).stdout
    used = server.seconds() - before
    done = re.search(r"(\d+) succeeded, (\d+) failed.*?\n.*?\ntraffic: .*?\((\d+)\) total", said, re.DOTALL)
    assert done and int(done[1]) == readers * each, said
    return used / readers, int(done[3]) / readers


def built(folder: Path, records: int) -> Path:
    """Write and build a site with twins in one language, and return its folder."""
    config = write_site(folder, records)
    text = config.read_text("utf-8")
    config.write_text(
        text.replace("  - answerable:\n", "  - answerable:\n      precompress: [gzip, brotli]\n"), "utf-8"
    )
    command = [Path(sys.prefix, "bin/answerable"), "build", "--config", config, "--language", "en"]
    done = subprocess.run([*command, "--now", NOW.isoformat()], check=False, capture_output=True)
    assert done.returncode in {0, 3}, done.stderr.decode()
    assert (folder / "site/index.html.br").is_file()
    return folder / "site"


def measure(server: Nginx, site: Path, way: Way, given: argparse.Namespace, folder: Path) -> None:
    """Print the figures of one way."""
    look(server, site, way)
    print(f"{way.name}:", flush=True)
    headers = {"Accept-Encoding": way.encoding}
    for name, path in ADDRESSES.items():
        print(f"  {name:14} {asked(server, path, headers, given.seconds)}", flush=True)
        tag = server.get(path, Accept_Encoding=way.encoding)[1]["ETag"]
        print(
            f"  {name + ', 304':14} {asked(server, path, {**headers, 'If-None-Match': tag}, given.seconds)}", flush=True
        )
    seconds, size = visit(server, site, way, given.readers, folder)
    again, small = poll(server, way, given.readers, folder)
    print(f"  one visit      {seconds * 1e3:.2f} ms, {size / 1e3:.0f} KB")
    print(f"  one look       {again * 1e3:.2f} ms, {small / 1e3:.2f} KB, of each open page each minute")
    share, rate = RUSH * (seconds + again), RUSH * (size + small)
    print(f"  10,000 readers a minute: {share:.1%} of one processor, {rate * 8 / 1e6:.0f} Mbit/s", flush=True)


def main() -> None:
    """Measure all ways."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, number in (("records", 1000), ("seconds", 5), ("readers", 1000)):
        parser.add_argument(f"--{name}", type=int, default=number)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx's working process is another user
        site = built(folder / "project", given.records)
        certificate(folder)
        for way in WAYS:
            if way.brotli_static == "on" and not brotli_module():
                print("Brotli twins: this nginx has no module for them")
                continue
            with nginx(folder, site, way) as server:
                measure(server, site, way, given, folder)


if __name__ == "__main__":
    main()
