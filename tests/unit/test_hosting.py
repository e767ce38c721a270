"""Headers for hosts: what each file of a site is sent with, by `_headers` and by every recipe in docs/hosting."""

from __future__ import annotations

import hashlib
import json
import os
import re
import runpy
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from tests.clients.pages import NOW, ledger_of
from tests.host_headers import rules_of, sent

from answerable.mkdocs_plugin.theme.theme_files import SERVED as THEME
from answerable.output.served import Lifetime, Served, Verify
from answerable.publish.content_security import HEADER
from answerable.publish.context import Context
from answerable.publish.files import hosting
from answerable.publish.site import SERVED as OURS

DOCS = Path(__file__).parents[2] / "docs"
RECIPES = DOCS / "hosting"
SERVED = (*OURS, *THEME)
STATUS, DATED, HASHED = (lifetime.value for lifetime in Lifetime)
LANGUAGES = {"en": "", "fa": "fa/", "pt-BR": "pt-BR/"}
APART = {"/404.html", "/_headers"}
"""What no recipe sends at its own address."""
ORIGIN, LIFE = "Access-Control-Allow-Origin", "Cache-Control"
FOR_PROGRAMS = re.compile(
    r"^/((api|badges|calendar|feeds)/.*|[^/]+\.(atom|rss|ics|opml)|feed\.\w+|embed\.js|status\.txt"
    r"|(pinned|freshness)(\.schema)?\.json|transparency/rows\..*|\.well-known/api-catalog)$"
)
FOR_THE_SITE = re.compile(r"\.html$|^/(assets|previews|search|track)/|^/(robots|sitemap|_headers|qr\.)")
CLAIMS = re.compile(r"^/(api/|badges/|embed/|status\.txt$)")
WITH_HASH = re.compile(r"(\.[0-9a-f]{8,10}\.(min\.)?(css|js)(\.map)?|/previews/[0-9a-f]{20}\.png|/search/periods/.*)$")


def addresses(site: Path) -> list[str]:
    """The address of each file of a site."""
    return [f"/{path.relative_to(site).as_posix()}" for path in sorted(site.rglob("*")) if path.is_file()]


def most_precise(path: str, served: Iterable[Served]) -> list[Served]:
    """The declarations that decide for a path: exactly one unless the path is not declared, or declared twice."""
    matching = [one for one in served if one.matches(path)]
    best = max((one.precision for one in matching), default=None)
    return [one for one in matching if one.precision == best]


def declared(address: str) -> Served:
    """The one declaration of a file of the site in its first language."""
    (one,) = most_precise(address.removeprefix("/"), SERVED)
    return one


def wanted(address: str) -> dict[str, str]:
    """What a host is to send with a file that is there, by its declaration."""
    one = declared(address)
    return {LIFE: one.lifetime.value} | ({ORIGIN: "*"} if one.any_origin else {})


def test_each_file_has_one_declaration(whole_site: Path) -> None:
    """Every file of the built example, in each language, has exactly one declaration that decides."""
    paths = [re.sub("^/(fa/)?", "", address) for address in addresses(whole_site)]
    assert len(paths) > 800
    found = {path: [one.pattern for one in most_precise(path, SERVED)] for path in paths}
    assert {path: patterns for path, patterns in found.items() if len(patterns) != 1} == {}


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("index.html", "index.html"),
        ("about/index.html", "*.html"),
        ("incidents/2026-11/index.html", "incidents/*.html"),
        ("embed/wall/index.html", "embed/*.html"),
        ("badges/status.svg", "badges/status.svg"),
        ("badges/groups/shop/status.svg", "badges/*.svg"),
        ("sitemap-2.xml", "sitemap*.xml"),
        ("nothing.json", None),
        ("assets/script.js", "assets/*.js"),
        ("assets/paper.pdf", None),
    ],
)
def test_the_most_precise_declaration_decides(path: str, pattern: str | None) -> None:
    """A path comes before a pattern, and a longer beginning before a shorter one; a new file has none."""
    assert [one.pattern for one in most_precise(path, SERVED)] == ([pattern] if pattern else [])


def test_what_is_verified_is_one_file() -> None:
    """A pattern is no address that `answerable verify` could ask for."""
    verified = [one.pattern for one in SERVED if one.verify is not Verify.NEVER]
    assert len(verified) > 10
    assert [pattern for pattern in verified if "*" in pattern] == []


@pytest.mark.parametrize("path", ["hosting.md", *(f"hosting/{file.name}" for file in sorted(RECIPES.iterdir()))])
def test_the_recipes_are_what_the_script_writes(path: str) -> None:
    """docs/hosting is what docs/write_hosting.py writes today; run that script when this fails."""
    text = (DOCS / path).read_text("utf-8")
    assert runpy.run_path(str(DOCS / "write_hosting.py"))["document"](text) == text


def test_no_file_gets_a_header_twice(example_site: Path) -> None:
    """Netlify and Cloudflare join the values of a header that two rules name, which would spoil all but a policy."""
    rules = rules_of((example_site / "_headers").read_text("utf-8"))
    found = {address: sent(rules, address) for address in addresses(example_site)}
    assert {address: twice(h) for address, h in found.items() if twice(h)} == {}


def twice(headers: dict[str, list[str]]) -> dict[str, list[str]]:
    """The headers that have more than one value, except two policies, of which browsers enforce both."""
    return {name: values for name, values in headers.items() if len(values) > 1 and name != HEADER}


def test_only_the_pages_for_frames_may_stand_in_frames(whole_site: Path) -> None:
    """Every page at the address that readers see, in each language, has both headers; those below embed/ have none."""
    rules = rules_of((whole_site / "_headers").read_text("utf-8"))
    pages = [address for address in addresses(whole_site) if address.endswith(".html")]
    assert len(pages) > 100
    for page in pages:
        for address in {page, page.removesuffix("index.html")}:
            headers = sent(rules, address)
            framed = re.match("/(fa/)?embed/", address)
            assert headers.get("X-Frame-Options") == (None if framed else ["DENY"]), address
            assert ("frame-ancestors 'none'" in headers[HEADER]) is not bool(framed), address


def test_a_file_of_a_further_language_is_sent_as_that_of_the_first(whole_site: Path) -> None:
    """Badges of a language that were kept for longer would say that all is well for longer."""
    rules = rules_of((whole_site / "_headers").read_text("utf-8"))
    pairs = [(found, found.removeprefix("/fa")) for found in addresses(whole_site) if found.startswith("/fa/")]
    told = [(found, first) for found, first in pairs if len(sent(rules, first)) > len(hosting.EVERYWHERE) + 1]
    assert len(told) > 100
    assert [found for found, first in pairs if sent(rules, found) != sent(rules, first)] == []
    assert [found for found, _first in pairs if twice(sent(rules, found))] == []


def test_what_programs_read_may_be_read_from_anywhere(example_site: Path) -> None:
    """Every file for programs is open to all origins, and no page is."""
    rules = rules_of((example_site / "_headers").read_text("utf-8"))
    found = {address: sent(rules, address) for address in addresses(example_site)}
    open_ = {address for address in found if FOR_PROGRAMS.match(address)}
    assert {"/feeds.opml", "/transparency/rows.csv", "/transparency/rows.parquet", "/status.txt"} <= open_
    opened = {address for address, headers in found.items() if headers.get(ORIGIN) == ["*"]}
    assert open_ <= opened == {address for address in found if declared(address).any_origin}
    assert [address for address in opened if FOR_THE_SITE.search(address)] == []
    assert all(found[address]["X-Content-Type-Options"] == ["nosniff"] for address in found)


def test_a_copy_lives_no_longer_than_it_may_be_believed(example_site: Path) -> None:
    """What says how things stand and cannot take it back is good for a minute; what stays is named by its content."""
    rules = rules_of((example_site / "_headers").read_text("utf-8"))
    lives = {address: sent(rules, address).get(LIFE) for address in addresses(example_site)}
    years = {address for address, life in lives.items() if life == [HASHED]}
    assert years == {address for address in lives if WITH_HASH.search(address)}
    claims = {address for address, life in lives.items() if life == [STATUS]}
    assert {address for address in lives if CLAIMS.match(address)} <= claims
    assert claims == {address for address in lives if declared(address).lifetime is Lifetime.STATUS}
    assert {"/badges/status.svg", "/badges/status.json", "/api/v2/summary.json", "/status.txt"} <= claims
    assert STATUS == "public, max-age=60"
    rest = {address for address in lives if FOR_PROGRAMS.match(address)} - claims
    assert all(lives[address] == [DATED] for address in rest)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/status.txt", "text/plain; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/.well-known/security.txt", "text/plain; charset=utf-8"),
        ("/api/v2/summary.json", "application/json; charset=utf-8"),
        ("/calendar.ics", "text/calendar; charset=utf-8"),
        ("/calendar/shop.ics", "text/calendar; charset=utf-8"),
        ("/feeds.opml", "application/xml; charset=utf-8"),
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/feed.atom", "application/xml; charset=utf-8"),
        ("/feeds/components/shop.atom", "application/xml; charset=utf-8"),
        ("/history.rss", "application/xml; charset=utf-8"),
        ("/transparency/rows.csv", "text/csv; charset=utf-8"),
    ],
)
def test_persian_words_are_sent_as_what_they_are(address: str, kind: str) -> None:
    """A text without its encoding is taken for Latin by browsers, so every recipe names it."""
    said = [headers["Content-Type"] for headers in of_pattern(address) if "Content-Type" in headers]
    assert said == ([] if address.endswith(".json") else [kind])  # what is JSON is UTF-8 to all who read it
    assert nginx_type(address) == caddy_type(address) == uploaded(address)[1] == kind


def test_a_file_without_an_ending_is_sent_as_what_it_is() -> None:
    """RFC 9727, 4.2: the catalogue is a set of links in JSON, which no host could guess from its name."""
    address, kind = "/.well-known/api-catalog", "application/linkset+json"
    assert [headers["Content-Type"] for headers in of_pattern(address) if "Content-Type" in headers] == [kind]
    assert f"location = {address} {{\n        default_type {kind};" in (RECIPES / "nginx.conf").read_text("utf-8")
    assert caddy_type(address) == uploaded(address)[1] == kind


def test_a_site_below_a_path_has_its_rules_below_it() -> None:
    """Patterns are the host's, so they begin with the path of the site."""
    context = Context(ledger_of(), NOW, "en", "en", "Example", "https://pages.example.com/shop/")
    (output,) = hosting.publish(context, SERVED, hosting.ThemePages())
    patterns = list(rules_of(output.content.decode()))
    assert output.path == "_headers" and patterns[0] == "/shop/*"
    assert all(pattern.startswith("/shop/") for pattern in patterns)


def test_three_languages_fit_what_cloudflare_reads() -> None:
    """Cloudflare Pages reads the first 100 rules only; what a third language loses is what is said of frames."""
    sites = {language: f"https://status.example.com/{folder}" for language, folder in LANGUAGES.items()}
    context = Context(ledger_of(), NOW, "en", "en", "Example", "https://status.example.com/", sites=sites)
    (output,) = hosting.publish(context, SERVED, hosting.ThemePages())
    rules = rules_of(output.content.decode())
    about_files = list(rules)[:100]
    assert "/pt-BR/api/*" in about_files and "/pt-BR/transparency/rows.parquet" in about_files
    assert all(HEADER in headers for headers in list(rules.values())[100:])


def test_two_languages_fit_whole() -> None:
    """With the pages that a new site has."""
    sites = {language: f"https://status.example.com/{folder}" for language, folder in list(LANGUAGES.items())[:2]}
    context = Context(ledger_of(), NOW, "en", "en", "Example", "https://status.example.com/", sites=sites)
    pages = hosting.ThemePages(["", "subscribe/", "contact/", "track/", "changes/"])
    (output,) = hosting.publish(context, SERVED, pages)
    assert len(rules_of(output.content.decode())) <= 100


@pytest.mark.parametrize("recipe", ["nginx.conf", "Caddyfile"])
def test_every_answer_has_the_headers_for_all_files(recipe: str) -> None:
    """What `_headers` says of every file, both servers send, too."""
    text = (RECIPES / recipe).read_text("utf-8")
    assert [name for name, value in hosting.EVERYWHERE.items() if not re.search(rf"{name}\s+{value}\b", text)] == []


@pytest.mark.parametrize(
    ("address", "framed"),
    [("/", False), ("/about/", False), ("/components/embed/", False), ("/embed/", True), ("/fa/embed/wall/", True)],
)
def test_both_servers_refuse_frames_except_of_what_is_for_frames(address: str, framed: bool) -> None:
    """By the map of nginx and the matcher of Caddy."""
    block = re.search(
        r"map \$uri \$answerable_framing \{(.*?)\n\}", (RECIPES / "nginx.conf").read_text("utf-8"), re.DOTALL
    )
    unframed = re.search(r"@unframed not path_regexp (\S+)", (RECIPES / "Caddyfile").read_text("utf-8"))
    assert block and unframed
    assert mapped(block[1], address) == ("" if framed else "frame-ancestors 'none'")
    assert bool(re.search(unframed[1], address)) is framed


def of_pattern(address: str) -> list[Mapping[str, str]]:
    """The headers of each rule of `_headers` that a file falls under."""
    return [headers for pattern, headers in hosting.rules(SERVED).items() if fnmatchcase(address, f"/{pattern}")]


def nginx(address: str) -> dict[str, str]:
    """What nginx's maps say of an address."""
    text = (RECIPES / "nginx.conf").read_text("utf-8")
    values = {}
    for variable, name in (("answerable_cache", LIFE), ("answerable_origin", ORIGIN)):
        block = re.search(rf"map \$uri \${variable} \{{(.*?)\n\}}", text, re.DOTALL)
        assert block
        values[name] = mapped(block[1], address)
    return {name: value for name, value in values.items() if value}


def mapped(block: str, address: str) -> str:
    """The value of the first pattern that fits, as maps of nginx and Caddy have it."""
    lines = re.findall(r'^\s*(default|"?~[^"\s]+"?)\s+"([^"]*)";?$', block, re.MULTILINE)
    fits = (value for pattern, value in lines if pattern != "default" and re.search(pattern.strip('"~'), address))
    return str(next(fits, dict(lines)["default"]))


def caddy(address: str) -> dict[str, str]:
    """What Caddy's map and matcher say of an address."""
    text = (RECIPES / "Caddyfile").read_text("utf-8")
    lives = re.search(r"\tmap \{path\} \{life\} \{\n(.*?)\n\t\}", text, re.DOTALL)
    open_ = re.search(r"@open path_regexp (\S+)", text)
    assert lives and open_ and "\theader Cache-Control {life}\n" in text
    return {LIFE: mapped(lives[1], address)} | ({ORIGIN: "*"} if re.search(open_[1], address) else {})


def nginx_type(address: str) -> str:
    """The type that nginx sends: of its own list, or of ours, and with the encoding if that is one of those named."""
    text = (RECIPES / "nginx.conf").read_text("utf-8")
    own = re.search(r"location ~ (\S+) \{\s+types \{\}[^\n]*\s+default_type (\S+);", text)
    charset = re.search(r"charset_types ([^;]+);", text)
    more = re.search(r"include mime\.types;\s+types \{(.*?)\}", text, re.DOTALL)
    assert own and charset and more
    kinds = {"txt": "text/plain", "json": "application/json"}
    kinds |= {ending: kind for kind, ending in re.findall(r"(\S+)\s+(\w+);", more[1])}
    kind = own[2] if re.search(own[1], address) else kinds[address.rpartition(".")[2]]
    return f"{kind}; charset=utf-8" if kind in charset[1].split() else kind


def caddy_type(address: str) -> str:
    """The type that Caddy sends: ours, else that of its own list, in which texts have their encoding."""
    text = (RECIPES / "Caddyfile").read_text("utf-8")
    for name, patterns in re.findall(r"@(\w+) path (.*)", text):
        if any(fnmatchcase(address, pattern) for pattern in patterns.split()):
            kind = re.search(rf'header @{name} Content-Type "?([^"\n]+)"?', text)
            assert kind
            return kind[1]
    return {"txt": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8"}[address.rpartition(".")[2]]


@pytest.mark.parametrize("server", [nginx, caddy])
def test_a_recipe_says_what_the_site_says(server: Any, example_site: Path) -> None:
    """For each file of the example the recipe has the same origin rule, and a life for every file."""
    found = {address: server(address) for address in addresses(example_site) if address not in APART}
    assert {address: sent for address, sent in found.items() if sent != wanted(address)} == {}


@pytest.mark.parametrize("server", [nginx, caddy])
def test_a_language_s_folder_is_as_the_root_and_a_component_is_no_api(server: Any) -> None:
    """Below `/fa/` the same holds as at the root, and the page of a component with the id `api` is a page."""
    for address in ("/api/v2/summary.json", "/status.txt", "/feed.xml", "/previews/0123456789abcdef0123.png"):
        assert (
            server(f"/fa{address}")
            == server(f"/es-419{address}")
            == server(f"/pt-BR{address}")
            == server(address)
            == wanted(address)
        )
    assert server("/components/api/index.html") == wanted("/components/api/index.html") == {LIFE: DATED}


@pytest.mark.parametrize("server", [nginx, caddy])
def test_what_is_not_there_is_not_kept(server: Any) -> None:
    """A page that asks for a hashed file a moment too early must not be told for a year that there is none."""
    if server is nginx:
        assert nginx("/404.html")[LIFE] == STATUS  # to which nginx turns, and looks into its maps then
        return
    errors = (RECIPES / "Caddyfile").read_text("utf-8").partition("handle_errors {")[2]
    assert f'header Cache-Control "{STATUS}"' in errors
    assert 'header Content-Type "text/html; charset=utf-8"' in errors


def test_whoever_may_read_may_ask_first() -> None:
    """Programs that send headers of their own ask with OPTIONS: both servers answer, for the same files."""
    text = (RECIPES / "Caddyfile").read_text("utf-8")
    asks = re.search(r"method OPTIONS\s+path_regexp (\S+)", text)
    open_ = re.search(r"@open path_regexp (\S+)", text)
    assert asks and open_ and asks[1] == open_[1]
    nginx_conf = (RECIPES / "nginx.conf").read_text("utf-8")
    assert '"OPTIONS *" "GET, HEAD";' in nginx_conf  # of the method and of $answerable_origin
    assert re.search(r"if \(\$request_method = OPTIONS\) \{\s+return 204;", nginx_conf)


@pytest.mark.parametrize("pattern", sorted(one.pattern for one in SERVED if one.pattern != hosting.PATH))
def test_recipes_know_every_address(pattern: str) -> None:
    """Also addresses that the example has no file at, and none by accident: they are made of the patterns."""
    hashed = declared(f"/{pattern.replace('*', 'x')}").lifetime is Lifetime.HASHED
    address = f"/{pattern.replace('*', '0123456789abcdef0123' if hashed else 'x')}"
    assert nginx(address) == caddy(address) == wanted(address)


def uploads(*languages: str) -> list[dict[str, list[str]]]:
    """What the script for S3 asks of aws, call for call: the real script, with an aws that only writes down."""
    with tempfile.TemporaryDirectory() as folder:
        for site in ("site", *(f"site/{language}" for language in languages)):
            Path(folder, site).mkdir()
            Path(folder, site, "freshness.json").touch()
        done = upload(Path(folder))
    return [_options(line.rstrip("\t").split("\t")) for line in done.splitlines()]


def upload(folder: Path, there: str = "None") -> str:
    """Run the script in a folder with an aws that lists what is `there` and only writes down all other calls."""
    aws = folder / "aws"
    listed = f"test $1 = s3api && cat <<'END' && exit\n{there}\nEND\n"
    aws.write_text(f'#!/bin/sh\n{listed}for word; do printf "%s\\t" "$word"; done\necho\n', encoding="utf-8")
    aws.chmod(0o755)
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    script = ["sh", str(RECIPES / "s3-upload.sh"), "bucket"]
    return subprocess.run(script, cwd=folder, env=env, capture_output=True, text=True, check=True).stdout


def test_an_older_file_of_the_same_size_is_uploaded_too(tmp_path: Path) -> None:
    """As after a word was taken back: aws goes by size and time, so what differs from the bucket is made new."""
    files = {"index.html": "14:40", "a b/same.html": "same", "new.html": "new"}
    for path, text in files.items():
        file = tmp_path / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        os.utime(file, (1, 1))
    in_bucket = {**files, "index.html": "10:40", "gone.html": "gone"}
    sums = {path: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest() for path, text in in_bucket.items()}
    upload(tmp_path, "\n".join(f'"{sums[path]}"\t{path}' for path in in_bucket if path != "new.html"))
    touched = {path for path in files if (tmp_path / "site" / path).stat().st_mtime > 1}
    assert touched == {"index.html", "new.html"}


def _options(words: list[str]) -> dict[str, list[str]]:
    assert words[:4] == ["s3", "sync", "site", "s3://bucket"]
    options: dict[str, list[str]] = {"filters": [], "flags": []}
    rest = iter(words[4:])
    for word in rest:
        if word in {"--include", "--exclude"}:
            options["filters"].append(f"{word} {next(rest)}")
        elif word in {"--cache-control", "--content-type"}:
            options[word] = [next(rest)]
        else:
            options["flags"].append(word)
    return options


def uploaded(address: str, *languages: str) -> tuple[str, str]:
    """The life and the type that S3 is given with a file, by the one call that uploads it."""
    found = [call for call in uploads(*languages)[:-1] if _takes(call["filters"], address.lstrip("/"))]
    assert len(found) == 1, found
    return found[0]["--cache-control"][0], "".join(found[0].get("--content-type", []))


def _takes(filters: list[str], path: str) -> bool:
    """Whether aws takes a file: the last filter that fits decides."""
    said = [option for option, _, pattern in (f.partition(" ") for f in filters) if fnmatchcase(path, pattern)]
    return not said or said[-1] == "--include"


def test_each_file_is_uploaded_once_with_its_life(example_site: Path) -> None:
    """Every file of the example goes to S3 in one call, with the life that `_headers` gives it; `_headers` in none."""
    calls = uploads()[:-1]
    lives = {}
    for address in addresses(example_site):
        fits = [call["--cache-control"][0] for call in calls if _takes(call["filters"], address.lstrip("/"))]
        lives[address] = fits
    assert lives.pop("/_headers") == []
    assert lives == {address: [wanted(address)[LIFE]] for address in lives}


@pytest.mark.parametrize(
    "address",
    ["/api/v2/summary.json", "/badges/status.svg", "/status.txt", "/embed/index.html", "/feed.xml", "/freshness.json",
     "/index.html", "/previews/0123456789abcdef0123.png", "/assets/answerable/x.0123456789.js"],
)  # fmt: skip
def test_a_language_s_folder_is_uploaded_like_the_root(address: str) -> None:
    """What has no script to take it back lives no longer in Persian than in English."""
    assert uploaded(f"/fa{address}", "fa", "pt-br") == uploaded(address, "fa", "pt-br")
    assert uploaded(f"/pt-br{address}", "fa", "pt-br")[0] == wanted(address)[LIFE]


def test_nothing_is_named_before_it_is_there_or_believed_before_it_is_all_there() -> None:
    """Hashed files go first, the file that vouches for the others after them, and only then is anything removed."""
    calls = uploads()
    assert calls[0]["--cache-control"] == [HASHED]
    assert calls[-2]["filters"] == ["--exclude *", "--include freshness.json"]
    assert uploads("fa")[-2]["filters"] == ["--exclude *", "--include freshness.json", "--include fa/freshness.json"]
    assert calls[-1]["flags"] == ["--no-progress", "--delete", "--size-only"]
    assert ["--delete" in call["flags"] for call in calls].count(True) == 1


@pytest.mark.parametrize(
    ("uri", "becomes"),
    [
        ("/", "/index.html"),
        ("/incidents/", "/incidents/index.html"),
        ("/incidents", "to /incidents/"),
        ("/api/v2/summary.json", "/api/v2/summary.json"),
        ("/.well-known/api-catalog", "/.well-known/api-catalog"),
        ("/.well-known/security.txt", "/.well-known/security.txt"),
        ("/answers/2026-11", "to /answers/2026-11/"),
        ("/components/v1.2", "to /components/v1.2/"),
        ("//evil.example/x", "to /evil.example/x/"),
        ("/\\evil.example/x", "to /evil.example/x/"),
    ],
)
def test_cloudfront_finds_index_pages(uri: str, becomes: str) -> None:
    """The function asks S3 for an index page by its name, and leads an address without its slash to the one with it."""
    assert cloudfront([uri]) == [becomes]


def test_cloudfront_asks_for_every_file_by_its_own_name(example_site: Path) -> None:
    """No file of the example is taken for a page, whatever its name ends in."""
    files = [address for address in addresses(example_site) if address not in APART]
    assert cloudfront(files) == files


def cloudfront(uris: list[str]) -> list[str]:
    """What the function asks S3 for at these addresses, or where it leads to."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("this test needs Node; make test installs it", pytrace=False)
    script = (RECIPES / "cloudfront-function.js").read_text("utf-8")
    each = "const a = handler({request: {uri}}); return a.uri || 'to ' + a.headers.location.value;"
    asking = f"console.log(JSON.stringify({json.dumps(uris)}.map((uri) => {{{each}}})));"
    done = subprocess.run([node, "-e", script + asking], capture_output=True, text=True, timeout=30, check=True)
    return list(json.loads(done.stdout))


def test_the_headers_policy_is_json() -> None:
    """What is given to AWS opens the files to all origins, and sends the headers of every file."""
    policy = json.loads((RECIPES / "cloudfront-headers.json").read_text("utf-8"))
    policies = policy["SecurityHeadersConfig"]["ReferrerPolicy"]
    assert policies["ReferrerPolicy"] == hosting.EVERYWHERE["Referrer-Policy"]
    assert policy["CorsConfig"]["AccessControlAllowOrigins"]["Items"] == ["*"]
