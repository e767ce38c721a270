# ruff: noqa: INP001 (a script beside the documents that it writes)
"""Writes the derived parts of docs/hosting.md and docs/hosting/ from what publications declare.

Run it as python docs/write_hosting.py. A derived part stands between two marks, such as `# <copies>` and `# </copies>`;
what surrounds it is written by hand.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from answerable.mkdocs_plugin.theme.theme_files import SERVED as THEME
from answerable.output.served import HTML, JSON, XML, Lifetime, Served
from answerable.publish.content_security import HEADER, NO_FRAMING
from answerable.publish.files.freshness import PATH as FRESHNESS
from answerable.publish.files.hosting import PATH as HEADERS_FILE
from answerable.publish.files.hosting import rule_pattern, rules, type_pattern
from answerable.publish.site import SERVED as OURS
from answerable.records.text import LANGUAGE

DOCS = Path(__file__).parent
PAGES = (DOCS / "hosting.md", *sorted((DOCS / "hosting").iterdir()))
SERVED = tuple(one for one in (*OURS, *THEME) if one.pattern != HEADERS_FILE)
RULES = rules(SERVED)
MARKED = re.compile(r"^([ \t]*)(\S+) <([\w-]+)>( -->)?\n.*?^[ \t]*\2 </\3>", re.DOTALL | re.MULTILINE)
LANGUAGE_FOLDER = f"(/{LANGUAGE.pattern.strip('^$')})?"
HASHED_NAME = r"(.+[.-])?[0-9a-f]{8,20}[./].+"
"""What the `*` of a hashed file stands for. A team's own file in such a folder has no hash, and may change."""
ALSO_TEXT = {"application/javascript", "text/xml"}
"""Types of nginx's own list for files that are in UTF-8 too."""
NGINX_KNOWS = {"json", "txt"}
"""Endings whose type in nginx's own list is the right one."""


def regex(patterns: Iterable[str], after: str = "") -> str:
    """Return a regular expression for addresses that match one of the patterns, in the folder of any language.

    `after` follows each of the patterns.
    """
    parts = (".*".join(map(re.escape, pattern.split("*"))).replace(r"\-", "-") for pattern in patterns)
    return f"^{LANGUAGE_FOLDER}/({'|'.join(parts)}){after}$"


def open_regex() -> str:
    """Return a regular expression for the addresses that pages of other origins may read."""
    return regex(pattern for pattern, headers in RULES.items() if "Access-Control-Allow-Origin" in headers)


def patterns_of(lifetime: Lifetime) -> list[str]:
    """Return the patterns of the rules with a lifetime."""
    return [pattern for pattern, headers in RULES.items() if headers.get("Cache-Control") == lifetime.value]


def lifetimes() -> Iterator[tuple[str, str]]:
    """Yield a regular expression and the value of `Cache-Control` for whatever differs from the default."""
    yield regex(patterns_of(Lifetime.STATUS)), Lifetime.STATUS.value
    starts = (pattern.removesuffix("*") for pattern in patterns_of(Lifetime.HASHED))
    yield regex(starts, HASHED_NAME), Lifetime.HASHED.value


def stated_types() -> dict[str, list[str]]:
    """Return the endings (`.ics`), or the addresses of files without one, by the type that a host must be told."""
    stated = {one.media_type.header for one in SERVED if not one.media_type.guessed} | {JSON.header}
    found: dict[str, set[str]] = {}
    for one in SERVED:
        if one.media_type.header in stated:
            name = one.pattern.rpartition("/")[2]
            place = f".{name.rpartition('.')[2]}" if "." in name else f"/{one.pattern}"
            found.setdefault(one.media_type.header, set()).add(place)
    return {header: sorted(places) for header, places in sorted(found.items())}


def nginx_copies() -> Iterator[str]:
    """Yield the entries of the map from an address to `Cache-Control`."""
    yield f'default "{Lifetime.DATED.value}";'
    for pattern, value in lifetimes():
        yield f'"~{pattern}" "{value}";'


def nginx_origins() -> Iterator[str]:
    """Yield the entries of the map from an address to `Access-Control-Allow-Origin`."""
    yield 'default "";'
    yield f'"~{open_regex()}" "*";'


def framed_regex() -> str:
    """Return a regular expression for the addresses that pages of other sites may show in a frame."""
    folders = dict.fromkeys(one.pattern.rpartition("/")[0] for one in SERVED if one.framed)
    return regex(f"{folder}/" for folder in folders).removesuffix("$")


def nginx_framing() -> Iterator[str]:
    """Yield the entries of the map from an address to a Content-Security-Policy that keeps it out of frames."""
    yield f'default "{NO_FRAMING[HEADER]}";'
    yield f'"~{framed_regex()}" "";'


def nginx_types() -> Iterator[str]:
    """Yield the types that nginx's own list lacks; those of feeds need a location of their own."""
    for header, places in stated_types().items():
        if header != XML.header:
            endings = (place[1:] for place in places if place.startswith(".") and place[1:] not in NGINX_KNOWS)
            yield from (f"{header.partition(';')[0]} {ending};" for ending in endings)


def nginx_charset() -> Iterator[str]:
    """Yield the types to which nginx adds the encoding, except `text/html`, to which it does so anyway."""
    names = {one.media_type.name for one in SERVED if one.media_type.utf8} | ALSO_TEXT
    yield "\n    ".join(textwrap.wrap(f"charset_types {' '.join(sorted(names - {HTML.name}))};", 100))


def nginx_locations() -> Iterator[str]:
    """Yield a location for feeds and for each file without an ending."""
    for header, places in stated_types().items():
        name = header.partition(";")[0]
        if header == XML.header:
            yield f"location ~ \\.({'|'.join(place[1:] for place in places)})$ {{"
            yield "    types {} # with a type of its own browsers show the source of a feed instead of the page"
            yield f"    default_type {name};\n}}"
        for place in places:
            if place.startswith("/"):
                yield f"location = {place} {{\n    default_type {name};\n}}"


def caddy_copies() -> Iterator[str]:
    """Yield the map from an address to `Cache-Control`."""
    yield "map {path} {life} {"
    for pattern, value in lifetimes():
        yield f'\t~{pattern} "{value}"'
    yield f'\tdefault "{Lifetime.DATED.value}"\n}}'


def caddy_open() -> Iterator[str]:
    """Yield the matcher of what other origins may read."""
    yield f"@open path_regexp {open_regex()}"


def caddy_unframed() -> Iterator[str]:
    """Yield the matcher of what no other site may show in a frame."""
    yield f"@unframed not path_regexp {framed_regex()}"


def caddy_asks() -> Iterator[str]:
    """Yield the parts of the matcher of requests that ask first whether they may read."""
    yield "method OPTIONS"
    yield f"path_regexp {open_regex()}"


def caddy_types() -> Iterator[str]:
    """Yield a matcher and a header for each type that a host must be told."""
    for header, places in stated_types().items():
        name = re.split(r"[/.]", header.partition(";")[0])[-1].replace("+", "_")
        yield f"@{name} path {' '.join(place if place.startswith('/') else f'*{place}' for place in places)}"
        yield f'header @{name} Content-Type "{header}"'


def upload_lifetimes() -> Iterator[str]:
    """Yield a shell variable for each lifetime."""
    yield from (f"{lifetime.name.lower()}='{lifetime.value}'" for lifetime in Lifetime)


def uploads() -> Iterator[str]:
    """Yield the calls that upload each file once: hashed files first, then by lifetime and type, then all others."""
    groups = _groups()
    yield _upload("hashed", "", _shell("each", patterns_of(Lifetime.HASHED)))
    for (lifetime, header), group in groups.items():
        others = [one.pattern for key, more in groups.items() if key != (lifetime, header) for one in more]
        inner = [pattern for pattern in others if any(one.matches(pattern) for one in group)]
        wanted = _shell("each", _patterns(group))
        yield _upload(lifetime.name.lower(), header, wanted + (f" not {_shell('each', inner)}" if inner else ""))
    uploaded = [pattern for group in groups.values() for pattern in _patterns(group)]
    apart = [*patterns_of(Lifetime.HASHED), *dict.fromkeys(uploaded), FRESHNESS, HEADERS_FILE]
    yield _upload("dated", "", f"'*' not {_shell('each', apart)}")
    yield _upload("dated", JSON.header, _shell("each", [FRESHNESS]))


def _groups() -> dict[tuple[Lifetime, str], list[Served]]:
    """Return the declarations by lifetime and type, without those that go first, last or with all others."""
    found: dict[tuple[Lifetime, str], list[Served]] = {}
    for one in SERVED:
        plain = one.lifetime is Lifetime.DATED and one.media_type.guessed and not one.media_type.utf8
        if one.lifetime is not Lifetime.HASHED and not plain and one.pattern != FRESHNESS:
            found.setdefault((one.lifetime, one.media_type.header), []).append(one)
    return found


def _patterns(group: list[Served]) -> list[str]:
    """Return as few patterns as cover the files of a group and no others."""
    widest = [one for one in group if not any(more.matches(one.pattern) for more in group if more is not one)]
    return list(dict.fromkeys(type_pattern(one, SERVED) for one in widest))


def _upload(life: str, header: str, patterns: str) -> str:
    return _wrapped(f"up \"${life}\" '{header}' {patterns}")


def _shell(command: str, patterns: Iterable[str]) -> str:
    quoted = (f"'{pattern}'" if "*" in pattern else pattern for pattern in patterns)
    return f"$({command} {' '.join(quoted)})"


def _wrapped(command: str) -> str:
    lines = textwrap.wrap(command, 110, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return " \\\n".join(lines)


def cloudfront_files() -> Iterator[str]:
    """Yield the files whose names have no ending, which the function must not take for pages."""
    files = [f"/{one.pattern}" for one in SERVED if "." not in one.pattern.rpartition("/")[2]]
    yield f"var WITHOUT_ENDING = {json.dumps(files)};"


def rule_table() -> Iterator[str]:
    """Yield a row for each way in which files are sent."""
    yield "| files | other sites may read them | `Cache-Control` |\n|---|---|---|"
    rows: dict[tuple[bool, Lifetime], dict[str, None]] = {}
    for one in SERVED:
        rows.setdefault((one.any_origin, one.lifetime), {})[rule_pattern(one, SERVED)] = None
    for (is_open, lifetime), patterns in sorted(rows.items(), key=lambda row: (not row[0][0], row[0][1].value)):
        named = ", ".join(f"`/{pattern}`" for pattern in sorted(patterns))
        rest = not is_open and lifetime is Lifetime.DATED
        yield f"| {'pages and all others' if rest else named} | {'yes' if is_open else 'no'} | `{lifetime.value}` |"


def type_table() -> Iterator[str]:
    """Yield a row for each type that a host must be told."""
    yield "| files | `Content-Type` |\n|---|---|"
    for header, places in stated_types().items():
        yield f"| {', '.join(f'`{place}`' for place in places)} | `{header}` |"


PARTS = {
    "nginx-copies": nginx_copies,
    "nginx-origins": nginx_origins,
    "nginx-framing": nginx_framing,
    "nginx-types": nginx_types,
    "nginx-charset": nginx_charset,
    "nginx-locations": nginx_locations,
    "caddy-copies": caddy_copies,
    "caddy-open": caddy_open,
    "caddy-unframed": caddy_unframed,
    "caddy-asks": caddy_asks,
    "caddy-types": caddy_types,
    "upload-lifetimes": upload_lifetimes,
    "uploads": uploads,
    "cloudfront-files": cloudfront_files,
    "rules": rule_table,
    "types": type_table,
}


def document(text: str) -> str:
    """Return a text with its derived parts as they are today. Raises KeyError for an unknown mark."""

    def part(match: re.Match[str]) -> str:
        indent, comment, name, end = match[1], match[2], match[3], match[4] or ""
        body = textwrap.indent("\n".join(PARTS[name]()), indent)
        return f"{indent}{comment} <{name}>{end}\n{body}\n{indent}{comment} </{name}>"

    return MARKED.sub(part, text)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(document(page.read_text("utf-8")), encoding="utf-8")
