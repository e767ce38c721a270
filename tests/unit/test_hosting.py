"""Headers for hosts: what each file of a site is sent with, by `_headers` and by every recipe in docs/hosting."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from generator.publish import hosting
from generator.publish.context import Context
from tests.clients.pages import NOW, ledger_of

RECIPES = Path(__file__).parents[2] / "docs" / "hosting"
ORIGIN, LIFE = "Access-Control-Allow-Origin", "Cache-Control"
FOR_PROGRAMS = re.compile(
    r"^/((api|badges|calendar|feeds)/.*|[^/]+\.(atom|rss|ics)|feed\.\w+|embed\.js|status\.txt"
    r"|(pinned|freshness)(\.schema)?\.json)$"
)
HASHED = re.compile(r"\.[0-9a-f]{8,10}\.(min\.)?(css|js)(\.map)?$")


def addresses(site: Path) -> list[str]:
    """The address of each file of a site."""
    return [f"/{path.relative_to(site).as_posix()}" for path in sorted(site.rglob("*")) if path.is_file()]


def rules_of(text: str) -> dict[str, dict[str, str]]:
    """The headers of each pattern in a file `_headers`."""
    rules: dict[str, dict[str, str]] = {}
    pattern = ""
    for line in text.splitlines():
        if line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            rules[pattern][name] = value
        elif line:
            pattern = line
            assert pattern not in rules
            rules[pattern] = {}
    return rules


def sent(rules: dict[str, dict[str, str]], address: str) -> dict[str, list[str]]:
    """Every header of an address, with each value that some rule gives it."""
    found: dict[str, list[str]] = {}
    for pattern, headers in rules.items():
        if fnmatchcase(address, pattern):
            for name, value in headers.items():
                found.setdefault(name, []).append(value)
    return found


def test_no_file_gets_a_header_twice(example_site: Path) -> None:
    """Netlify and Cloudflare join the values of a header that two rules name, which would spoil it."""
    rules = rules_of((example_site / "_headers").read_text("utf-8"))
    found = {address: sent(rules, address) for address in addresses(example_site)}
    assert {address: h for address, h in found.items() if any(len(values) > 1 for values in h.values())} == {}


def test_what_programs_read_may_be_read_from_anywhere(example_site: Path) -> None:
    """Every file for programs is open to all origins and lives a minute; no page is open, hashed files live a year."""
    rules = rules_of((example_site / "_headers").read_text("utf-8"))
    found = {address: sent(rules, address) for address in addresses(example_site)}
    wanted = {address for address in found if FOR_PROGRAMS.match(address)}
    assert len(wanted) > 20
    assert {address for address, headers in found.items() if headers.get(ORIGIN) == ["*"]} == wanted
    assert all(found[address][LIFE] == [hosting.CHANGES] for address in wanted)
    years = {address for address, headers in found.items() if headers.get(LIFE) == [hosting.STAYS]}
    assert years and all(HASHED.search(address) for address in years)
    assert all(found[address]["X-Content-Type-Options"] == ["nosniff"] for address in found)


def test_a_site_below_a_path_has_its_rules_below_it() -> None:
    """Patterns are the host's, so they begin with the path of the site."""
    context = Context(ledger_of(), NOW, "en", "en", "Example", "https://pages.example.com/shop/")
    (output,) = hosting.publish(context)
    patterns = list(rules_of(output.content.decode()))
    assert output.path == "_headers" and patterns[0] == "/shop/*"
    assert all(pattern.startswith("/shop/") for pattern in patterns)


def nginx(address: str) -> dict[str, str]:
    """What nginx's maps say of an address."""
    text = (RECIPES / "nginx.conf").read_text("utf-8")
    values = {}
    for variable, name in (("answerable_cache", LIFE), ("answerable_origin", ORIGIN)):
        block = re.search(rf"map \$uri \${variable} \{{(.*?)\n\}}", text, re.DOTALL)
        assert block
        lines = re.findall(r'^\s*(default|"~[^"]+")\s+"([^"]*)";$', block[1], re.MULTILINE)
        fits = [value for pattern, value in lines if pattern != "default" and re.search(pattern[2:-1], address)]
        values[name] = fits[0] if fits else dict(lines)["default"]
    return {name: value for name, value in values.items() if value}


def caddy(address: str) -> dict[str, str]:
    """What Caddy's matchers say of an address."""
    text = (RECIPES / "Caddyfile").read_text("utf-8")
    hashed = re.search(r"@hashed path_regexp (\S+)", text)
    changing = re.search(r"@changing not path_regexp (\S+)", text)
    open_ = re.search(r"@open path (.*)", text)
    assert hashed and changing and open_ and hashed[1] == changing[1]
    lives = dict(re.findall(r'header @(hashed|changing) Cache-Control "([^"]+)"', text))
    headers = {LIFE: lives["hashed" if re.search(hashed[1], address) else "changing"]}
    if any(fnmatchcase(address, pattern) for pattern in open_[1].split()):
        headers[ORIGIN] = "*"
    return headers


@pytest.mark.parametrize("server", [nginx, caddy])
def test_a_recipe_says_what_the_site_says(server: Any, example_site: Path) -> None:
    """For each file of the example the recipe has the same origin rule, and a life for every file."""
    rules = rules_of((example_site / "_headers").read_text("utf-8"))
    differ = {}
    for address in addresses(example_site):
        wanted = {LIFE: hosting.STAYS if HASHED.search(address) else hosting.CHANGES}
        wanted |= {ORIGIN: "*"} if sent(rules, address).get(ORIGIN) else {}
        if server(address) != wanted:
            differ[address] = server(address)
    assert differ == {}


@pytest.mark.parametrize("pattern", hosting.OPEN)
def test_recipes_know_every_open_address(pattern: str) -> None:
    """Also addresses that the example has no file at, such as those of badges."""
    address = f"/{pattern.replace('*', 'x.svg')}"
    assert nginx(address)[ORIGIN] == caddy(address)[ORIGIN] == "*"


def test_the_upload_has_the_same_lives() -> None:
    """What goes to S3 is given the same two lives, and the same folders of hashed files."""
    text = (RECIPES / "s3-upload.sh").read_text("utf-8")
    assert f"changes='{hosting.CHANGES}'" in text and f"stays='{hosting.STAYS}'" in text
    assert set(re.findall(r"--include '(assets/[^']+)'", text)) == set(hosting.HASHED)
    assert set(re.findall(r"--exclude '(assets/[^']+)'", text)) == set(hosting.HASHED)
    subprocess.run(["sh", "-n", RECIPES / "s3-upload.sh"], check=True)


@pytest.mark.parametrize(
    ("uri", "becomes"),
    [
        ("/", "/index.html"),
        ("/incidents/", "/incidents/index.html"),
        ("/incidents", "to /incidents/"),
        ("/api/v2/summary.json", "/api/v2/summary.json"),
        ("/answers/2026-11", "to /answers/2026-11/"),
    ],
)
def test_cloudfront_finds_index_pages(uri: str, becomes: str) -> None:
    """The function asks S3 for an index page by its name, and leads an address without its slash to the one with it."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("this test needs Node; make test installs it", pytrace=False)
    script = (RECIPES / "cloudfront-function.js").read_text("utf-8")
    event = json.dumps({"request": {"uri": uri}})
    asking = f"const a = handler({event}); console.log(a.uri || 'to ' + a.headers.location.value);"
    done = subprocess.run([node, "-e", script + asking], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == becomes


def test_the_headers_policy_is_json() -> None:
    """What is given to AWS opens the files to all origins."""
    policy = json.loads((RECIPES / "cloudfront-headers.json").read_text("utf-8"))
    assert policy["CorsConfig"]["AccessControlAllowOrigins"]["Items"] == ["*"]
