"""Hostile texts in every place where a text may stand: YAML, YAML bombs, Markdown and scripts.

    python benchmarks/hostile_texts.py yaml yaml-test-suite/src
    python benchmarks/hostile_texts.py bombs
    python benchmarks/hostile_texts.py markdown
    python benchmarks/hostile_texts.py scripts [--corpus FILE] [--each 6] [--pages 60]

`yaml` takes the folder of https://github.com/yaml/yaml-test-suite, `--corpus` a file with one payload in each line.
`yaml` and `bombs` put each text into a record, a page and each company file beside a valid open incident; the incident
must be read, without an exception and in time. `markdown` renders each text; nothing but harmless elements may come of
it, in time. `scripts` builds a site in which each payload stands in every kind of text, looks through all its pages and
feeds for what the site of harmless texts lacks, and opens pages in Chromium under the site's own policy: nothing may
run, and nothing may be asked of other hosts. Exits with 1 if anything of this happened.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright

from answerable.content.reading import read_content
from answerable.mkdocs_plugin.running_build import BuildRequest
from answerable.mkdocs_plugin.staged_build import build_site
from answerable.publish.text.record_text import plain_prose, to_html, to_line

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.browser.driver import launch
from tests.browser.server import serving
from tests.hostile.company import quoted

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LONGEST = 20.0
"""Seconds of this process' own time in which a text must be dealt with."""
VALID = (
    "---\ntitle: Valid\nimpact: critical\n"
    "updates: [{at: 2026-11-24T08:00:00Z, status: investigating, text: We look.}]\n---\n"
)
PLACES = ("incidents/x.md", "complaints/x.md", "page.md", "components.yml", "channels.yml", "team.yml", "policy.yml")
Texts = Iterator[tuple[str, str]]
_SHOWN = {"␣": " ", "»": "\t", "—": "", "↵": "\n", "∎": "", "←": "\r", "⇔": "\ufeff"}


def suite(folder: Path) -> Texts:
    """Yield the YAML of each test of the suite, with what it writes for characters that cannot be seen."""
    for path in sorted(folder.glob("*.yaml")):
        for number, test in enumerate(yaml.safe_load(path.read_text("utf-8"))):
            if "yaml" in test:
                yield f"{path.stem}-{number}", re.sub("|".join(_SHOWN), lambda m: _SHOWN[m[0]], str(test["yaml"]))


def bombs() -> Texts:
    """Yield YAML that grows when it is read, or that is deep, long or endless."""
    laughs = "a0: &a0 lol\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    maps = "a0: &a0 {x: y}\n" + "".join(
        f"a{n}: &a{n} {{{', '.join(f'k{k}: *a{n - 1}' for k in range(9))}}}\n" for n in range(1, 12)
    )
    yield from (("laughs", laughs), ("laughs in maps", maps), ("merge", maps.replace("k0: ", "<<: ")))
    yield from (("itself", "a: &a [*a]\n"), ("itself as key", "? &a [*a]\n: 1\n"), ("alias of nothing", "a: *b\n"))
    for sign, end in (
        "[]",
        "{}",
        "- ",
        "? ",
        "! ",
        "& ",
        "> ",
        "| ",
        "* ",
        "''",
        '""',
        "# ",
        "%\n",
        ": ",
        "a:",
        "\t\n",
    ):
        yield f"90,000 {sign!r}", "title: " + sign * 90_000 + end
        yield f"1,000 nested {sign!r}", (sign + end.strip()) * 1000 + "\n"
    yield "deep blocks", "".join(f"{' ' * n}a:\n" for n in range(1400))
    yield "deep lists", "- " * 40_000 + "a"
    yield "keys", "".join(f"k{n}: 1\n" for n in range(60_000))
    yield "one key many times", "title: 1\n" * 60_000
    yield "anchors", "".join(f"k{n}: &a{n} 1\n" for n in range(40_000))
    yield "numbers", f"a: {'9' * 5000}\nb: 0x{'f' * 5000}\nc: 1e{'9' * 50}\nd: 0b{'1' * 5000}\ne: {'1:' * 2000}1\n"
    yield "documents", "---\na: 1\n" * 20_000
    yield "tags", "a: !!python/object/apply:os.system ['exit 9']\nb: !!python/name:os.system\nc: !<tag:x> 1\n" * 500
    yield "line ends", "a: |\n" + " \n" * 200_000
    yield "letters", "title: " + "a" * 900_000
    yield "quotes", 'title: "' + "\\u0041" * 100_000 + '"'
    yield "dates", "a: 9999-99-99\nb: 0000-00-00\nc: 2001-01-01 25:61:61 +99:99\n" * 500


def in_every_place(texts: Texts) -> Iterator[str]:
    """Put each text into each place beside the valid incident; yield what went wrong."""
    for name, text in texts:
        for place in PLACES:
            body = f"---\n{text}\n---\n" if place.endswith(".md") else text
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder, "content")
                for path, content in (("incidents/valid.md", VALID), (place, body)):
                    (root / path).parent.mkdir(parents=True, exist_ok=True)
                    (root / path).write_bytes(content.encode("utf-8", "surrogatepass"))
                yield from within(f"{name} in {place}", lambda root=root: is_read(root))


def is_read(root: Path) -> str:
    """Return what is wrong with what was read, or ""."""
    return "" if read_content(root, NOW).ledger.incident("valid") else "the incident is lost"


def within(name: str, make: Callable[[], str]) -> Iterator[str]:
    """Yield the name with what went wrong, be it an exception or the time that it took; and count the case."""
    started = time.process_time()
    try:
        wrong = make()
    except Exception as error:  # noqa: BLE001 (whatever it is, it counts)
        wrong = f"{type(error).__name__}: {error}"[:200]
    took = time.process_time() - started
    COUNTED.append(took)
    if wrong or took > LONGEST:
        yield f"{name}: {wrong or f'{took:.1f} seconds'}"


COUNTED: list[float] = []
"""The seconds of each case."""
STEEP = (
    "[", "]", "![", "*", "_", "**_", "`", "```", "~", ">", "-", "1.", "#", "|", "&", "&amp;", "<", "<a", "<!--", "<?",
    "](", "[a](", "|a", "*a", "_a_", "![[", "[^1]", "<![CDATA[", "\\", "> ", "- ", "1. ", "\t", "  \n", "\n\n",
    "[a]: b\n", "a\n-\n",
)  # fmt: skip
"""Signs of which many in a row have made renderers slow."""
HARMLESS = frozenset({
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip
PAYLOADS = Path(__file__).with_name("payloads.txt")
"""Own payloads, one in a line, with escapes: elements, handlers, ends of what they stand in, other hosts."""
SAFE = re.compile(r"(https?:|mailto:|tel:|[^:]*$)", re.IGNORECASE)


class Elements(HTMLParser):
    """Collects the elements with what could run: handlers, addresses with a scheme that runs, and their kind."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Note the element."""
        self.found.add(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"srcdoc", "style", "srcset", "formaction", "ping", "http-equiv"}:
                self.found.add(f"{tag} {name}={value if name in {'http-equiv', 'style'} else ''}")
            address = re.sub(r"[\s\x00-\x20]", "", value or "")
            if name in {"href", "src", "action", "data", "xlink:href", "poster"} and not SAFE.match(address):
                self.found.add(f"{tag} {name}={address[:20]}")


def elements(html: str) -> set[str]:
    """Return what a page is made of, as far as it matters here."""
    parser = Elements()
    parser.feed(html)
    return parser.found


def own_payloads() -> list[str]:
    """Return the payloads of the file."""
    lines = PAYLOADS.read_text("utf-8").splitlines()
    return [
        re.sub(r"\\(\\|n|x01|u2028)", lambda m: {"\\": "\\", "n": "\n", "x01": "\x01"}.get(m[1], "\u2028"), one)
        for one in lines
    ]


def markdown() -> Iterator[str]:
    """Render hostile Markdown as HTML, as plain text and as a line; yield what went wrong."""
    texts = [
        *own_payloads(),
        *(sign * (40_000 // len(sign)) for sign in STEEP),
        *(f"{a}{b}" * 3000 for a in "[*`<>|" for b in "]_~&!-"),
    ]
    for text in texts:
        for make in (to_html, plain_prose, to_line):
            yield from within(f"{make.__name__} of {text[:40]!r}", lambda make=make, text=text: harm(make, text))


def harm(make: Callable[[str], str], text: str) -> str:
    """Return what a rendered text holds besides harmless elements, or ""."""
    made = make(text)
    return ", ".join(sorted(elements(made) - HARMLESS)) if make is to_html else ""


def harmless(words: str) -> str:
    """Return the same text without anything that could mean something in a language."""
    return re.sub(r"[^\w\s]", "x", words)


SETTINGS = (
    "site_url: https://status.example.com/\ndocs_dir: content\n"
    "theme: {name: material, font: false}\nplugins: [search, answerable]\n"
)


def write(folder: Path, payloads: Sequence[str]) -> Path:
    """Write a project in which each payload stands in a text of each kind; return the path of its mkdocs.yml."""
    every = list(enumerate(payloads))
    some = every[:60]  # of the company's files, whose texts stand on every page
    files = {
        "mkdocs.yml": f"site_name: {quoted(payloads[0][:150])}\n{SETTINGS}",
        "content/components.yml": yaml_of(
            "components", [{"id": f"k{n}", "name": p[:150], "description": p} for n, p in some]
        ),
        "content/team.yml": yaml_of("people", [{"id": f"p{n}", "name": p[:150], "role": p[:150]} for n, p in some]),
        "content/channels.yml": yaml_of(
            "channels", [{"id": f"c{n}", "name": p[:150], "kind": "other", "off_hours": p} for n, p in some]
        ),
        "content/policy.yml": yaml_of("topics", [{"id": f"t{n}", "name": p[:150]} for n, p in some])
        + f"organisation: {quoted(payloads[-1][:150])}\nchecks: {{privacy: off, tone: off}}\nlanguages: [en]\n",
    }  # fmt: skip
    names = ("index", "incidents", "answers", "changes", "transparency", "subscribe", "contact", "track")
    for name, payload in zip(names, payloads, strict=False):
        template = "home" if name == "index" else name
        front = f"title: {quoted(payload)}\ndescription: {quoted(payload)}\ntemplate: {template}.html\n"
        files[f"content/{name}.md"] = f"---\n{front}---\n"
    for n, p in every:
        files |= {f"content/{path}": f"---\n{front}---\n{body}\n" for path, front, body in records(n, p, len(some))}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8", newline="")
    return folder / "mkdocs.yml"


def yaml_of(key: str, entries: list[dict[str, str]]) -> str:
    """Return a list of a company's file."""
    return f"{key}: {quoted(entries)}\n"


def records(n: int, payload: str, known: int) -> Iterator[tuple[str, str, str]]:
    """Yield the path, front matter and body of the records that hold a payload in each of their texts."""
    p, day, k = quoted(payload), f"2026-{1 + n % 10:02}-{1 + n % 27:02}", n % known
    open_ = "" if n < 3 else f", {{at: {day}T09:00:00Z, status: resolved, by: p{k}, text: {p}}}"
    said = f"{{at: {day}T08:00:00Z, status: investigating, by: p{k}, text: {p}}}"
    yield (
        f"incidents/i{n}.md",
        f"title: {p}\nimpact: minor\ncomponents: {{k{k}: degraded_performance}}\nupdates: [{said}{open_}]\n",
        payload,
    )
    when = f"starts: {day}T02:00:00Z\nends: {day}T03:00:00Z"
    yield f"maintenance/m{n}.md", f"title: {p}\n{when}\nby: p{k}\ntext: {p}\n", ""
    if n < 12:
        yield (
            f"notices/n{n}.md",
            f"title: {p}\ntext: {p}\nstarts: 2026-11-20T00:00:00Z\nends: 2026-12-20T00:00:00Z\n",
            "",
        )
    steps = f"[{{at: {day}T10:00:00Z, did: resolved, outcome: declined, by: p{k}, reason: {p}}}]"
    customer = f"consent: named\ncustomer: {{name: {quoted(payload[:150])}}}\nquote: {p}\n"
    texts = f"title: {p}\nsaid: {p}\ndid: {p}\nchanged: {p}\n"
    yield (
        f"complaints/c{n}.md",
        f"{texts}channel: c{k}\ntopic: t{k}\nreceived: {day}T09:00:00Z\n{customer}steps: {steps}\n",
        "",
    )


def scripts(payloads: Sequence[str], each: int, pages: int) -> Iterator[str]:
    """Build the sites of the payloads and of harmless texts, compare what they are made of, and open pages."""
    texts = ["\n".join(payloads[start : start + each]) for start in range(0, len(payloads), each)]
    with tempfile.TemporaryDirectory() as folder:
        sites = []
        for name, some in (("harmless", [harmless(one) for one in texts]), ("hostile", texts)):
            built = build_site(BuildRequest(write(Path(folder, name), some), now=NOW))
            sites.append(built.site_dir)
            print(f"{name}: {built.content.count} records published, {len(built.content.set_aside)} set aside")
        known = set().union(*(elements(path.read_text("utf-8")) for path in sites[0].rglob("*.html"))) | HARMLESS
        files = sorted(sites[1].rglob("*.html"))
        for path in files:
            COUNTED.append(0)
            if new := {one for one in elements(path.read_text("utf-8")) if one not in known and "style=" not in one}:
                yield f"{path.relative_to(sites[1])}: {sorted(new)[:5]}"
        step = max(1, len(files) // pages)
        yield from opened(sites[1], [str(path.relative_to(sites[1])) for path in files[::step]])


def opened(site: Path, pages: Sequence[str]) -> Iterator[str]:
    """Open pages in Chromium, with all that asks a reader something replaced; yield what ran or was asked for."""
    with serving(site) as root, sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context()
        hooks = (
            "for (const one of ['alert','confirm','prompt','print','open']) window[one] = () => { window.__ran = one }"
        )
        context.add_init_script(hooks)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda one: None if one.url.startswith((root, "data:", "blob:")) else asked.append(one.url))
        for path in ("", *pages, "status.txt", "feed.xml", "feed.atom", "badges/status.svg"):
            COUNTED.append(0)
            page.goto(root + path.removesuffix("index.html"), wait_until="load")
            page.mouse.move(200, 300)
            if ran := page.evaluate("window.__ran"):
                yield f"{path}: {ran} ran"
            if asked:
                yield f"{path}: asked {asked[0]}"
                asked.clear()
        browser.close()


def main() -> int:
    """Run one kind of attack, print what went wrong and how many cases there were."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["yaml", "bombs", "markdown", "scripts"])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--pages", type=int, default=60)
    options = parser.parse_args()
    corpus = options.corpus.read_text("utf-8", "replace").splitlines() if options.corpus else own_payloads()
    payloads = [one for one in dict.fromkeys(corpus) if one.strip()]
    attacks: dict[str, Callable[[], Iterator[str]]] = {
        "yaml": lambda: in_every_place(suite(options.folder)),
        "bombs": lambda: in_every_place(bombs()),
        "markdown": markdown,
        "scripts": lambda: scripts(payloads, options.each, options.pages),
    }
    wrong = 0
    for line in attacks[options.kind]():
        wrong += 1
        print(line, flush=True)
    more = f" of {len(payloads)} payloads" if options.kind == "scripts" else ""
    print(f"{len(COUNTED)} cases{more}, {wrong} wrong, the slowest took {max(COUNTED):.1f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
