"""Corrupt files of a small site at random beside a valid open critical incident, build it, and look for the incident.

    python benchmarks/fuzz_corruptions.py 3000 --seed 1

Every kind of file may be hit: company files, records, pages, pictures, intake, kept figures, templates, mkdocs.yml.
A run is `published` if the incident is on the home page, its own page, in pinned.json, status.txt, feed.xml and the
API. If mkdocs.yml cannot be used, the site built before must take an emergency notice instead. `salvaged` runs are
published ones in which the first attempt failed for a reason that the program does not know.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType
from typing import Any

from jinja2 import Environment

from answerable.commands.emergency import publish_emergency
from answerable.commands.new_site.init import init
from answerable.mkdocs_plugin.running_build import BuildRequest
from answerable.mkdocs_plugin.staged_build import BuildFailed, build_site

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
VALID = "VALIDOUTAGE nobody can pay"
VALID_FILE = "content/incidents/2026-11-30-outage.md"
SHOWN_IN = (
    "index.html", "pinned.json", "status.txt", "feed.xml", "api/v2/summary.json",
    "incidents/2026-11-30-outage/index.html",
)  # fmt: skip
LONGEST = 120
"""Seconds after which a build counts as hanging."""
RECORD = (
    '---\ntitle: "{title}"\nimpact: {impact}\ncomponents: {{website: {status}}}\nupdates:\n'
    '  - at: {at}\n    status: investigating\n    by: sam\n    text: "We look for the cause."\n---\n'
)
EXTRA = {
    VALID_FILE: RECORD.format(title=VALID, impact="critical", status="major_outage", at="2026-11-30T11:00:00+00:00"),
    "content/incidents/2026-11-12-slow.md": RECORD.format(
        title="Slow search", impact="minor", status="degraded_performance", at="2026-11-12T09:00:00+00:00"
    ),
    "content/maintenance/2026-12-01-move.md": (
        "---\ntitle: Move\ncomponents: {app: under_maintenance}\nannounced: 2026-11-20T09:00:00Z\n"
        "starts: 2026-12-01T01:00:00Z\nends: 2026-12-01T03:00:00Z\nby: sam\n---\n"
    ),
    "content/notices/phishing.md": (
        "---\ntitle: False mails\nstarts: 2026-11-20T09:00:00Z\nends: 2026-12-20T09:00:00Z\nby: sam\n---\n"
    ),
    "content/complaints/2026-11-14-refund.md": (
        "---\ntitle: Refund\nchannel: email\ntopic: other\nreceived: 2026-11-14T09:12:00Z\nconsent: paraphrase\n"
        "steps:\n  - {at: 2026-11-14T10:00:00Z, did: answered, by: sam}\n"
        "  - {at: 2026-11-15T16:20:00Z, did: resolved, outcome: solved, by: sam}\nsaid: It is late.\ndid: Paid.\n---\n"
    ),
    "content/contact.fa.md": "---\ntitle: تماس\n---\nسلام\n",
    "content/about.md": "# About\n\nA page of [ours](contact.md).\n",
    "content/intake/2026-10.csv": (
        "id,channel,topic,received,answered\n"
        + "".join(f"a{n},email,other,2026-10-03T10:{n:02}:00Z,2026-10-03T11:{n:02}:00Z\n" for n in range(20))
    ),
    "content/published/2026-10.json": (
        '{"month": "2026-10", "as_of": "2026-11-02T00:00:00Z",\n"figures": {"all": {"counted": {"n": 19}}},\n'
        '"corrections": []}\n'
    ),
}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000100"
    "05fe02fea7356981b80000000049454e44ae426082"
)
PIECES = (
    b"---\n", b"\xff", b"\0", b"&a ", b"*a", b"!!python/x ", b"'", b'"', b"\t", b"{", b"]", b": ", b"- ", b"%YAML 9\n",
    b"99999999999999999999", b"9999-12-31T23:59:59Z", b"0001-01-01T00:00:00+14:00", b"1e999", b"[x]", b"{a: b}", b"~",
    b"[" * 3000, b"> " * 500, b"](http://[)", b"<script>", b"{{ x }}", b"{% x %}", b"\xe2\x80\xae", b"\xed\xa0\x80",
    b"template: [x]\n", b"languages: [en, api]\n", b"  - {id: website, name: Again}\n", b"a" * 5000, b"1" * 5000,
    b"**" * 2000, b"`" * 999, b"* " * 999, b"\n" * 500, b"#" * 50, b"|" * 500, b"&#0;", b"![x](a.png)",
    b"believe_for: 0s\n",
)  # fmt: skip
NAMES = (
    b"\xff.md",
    b"Contact.md",
    b"a b.md",
    b"embed.md",
    b"en.md",
    b"feed.xml.md",
    b"404.html.md",
    b"x" * 200 + b".md",
)
Corruption = Callable[[Path, random.Random], None]


def project(folder: Path) -> Path:
    """Write the small site and return the path of its mkdocs.yml."""
    init(folder, NOW, "en")
    for name, text in EXTRA.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "content/assets").mkdir(exist_ok=True)
    (folder / "content/assets/picture.png").write_bytes(PICTURE)
    (folder / "content/assets/drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>')
    return folder / "mkdocs.yml"


def _bytes(path: Path, chance: random.Random) -> None:
    """Cut, repeat or overwrite some stretches of the file."""
    text = path.read_bytes()
    for _ in range(chance.randint(1, 5)):
        start = chance.randint(0, len(text))
        end = min(len(text), start + chance.choice((0, 0, 3, 20, 60, 400)))
        put = chance.choice(
            (b"", text[start:end] * 2, chance.choice(PIECES), chance.choice(PIECES), chance.randbytes(6))
        )
        text = text[:start] + put + text[end:]
    path.write_bytes(text)


def _lines(path: Path, chance: random.Random) -> None:
    """Drop, repeat or mix some lines of the file."""
    lines = path.read_bytes().splitlines(keepends=True)
    for _ in range(chance.randint(1, 3)):
        if lines:
            number = chance.randrange(len(lines))
            lines[number : number + 1] = chance.choice(([], lines[number : number + 1] * 2, chance.sample(lines, 1)))
    path.write_bytes(b"".join(lines))


def _value(path: Path, chance: random.Random) -> None:
    """Give one key another value."""
    lines = path.read_bytes().splitlines(keepends=True)
    keyed = [number for number, line in enumerate(lines) if b":" in line]
    if keyed:
        number = chance.choice(keyed)
        lines[number] = lines[number].partition(b":")[0] + b": " + chance.choice(PIECES).strip() + b"\n"
    path.write_bytes(b"".join(lines))


def _whole(path: Path, chance: random.Random) -> None:
    """Replace the file's bytes."""
    text = path.read_bytes()
    shown = text.decode("utf-8", "replace")
    new = (
        b"",
        b"\0",
        chance.randbytes(500),
        shown.encode("utf-16"),
        shown.encode("latin-1", "replace") + b"\xe9",
        text * 40,
    )
    path.write_bytes(chance.choice((*new, text[: len(text) // 2], b"\xef\xbb\xbf" + text, b"a: " * 9000)))


def _other_kind(path: Path, chance: random.Random) -> None:
    """Put a link, a pipe, a device or a folder in the file's place, or take it away."""
    path.unlink()
    kind = chance.choice(("gone", "dangling", "itself", "up", "device", "pipe", "folder", "loop"))
    if kind == "pipe":
        os.mkfifo(path)
    elif kind in {"folder", "loop"}:
        path.mkdir()
        (path / "again").symlink_to("..") if kind == "loop" else None
    elif kind != "gone":
        targets = {"dangling": "nowhere", "itself": path.name, "up": "..", "device": "/dev/zero"}
        path.symlink_to(targets[kind])


def _renamed(path: Path, chance: random.Random) -> None:
    """Give the file another name, or put a file of an odd name beside it."""
    name = os.fsencode(path.parent) + b"/" + chance.choice(NAMES)
    chance.choice((os.rename, shutil.copyfile))(os.fsencode(path), name)


def _swapped(path: Path, chance: random.Random) -> None:
    """Write another file's content into the file."""
    others = [one for one in sorted(path.parent.rglob("*")) if one.is_file() and one != path]
    path.write_bytes(chance.choice(others).read_bytes() if others else b"")


CORRUPTIONS: tuple[Corruption, ...] = (_bytes, _bytes, _lines, _value, _value, _whole, _other_kind, _renamed, _swapped)


def corrupt(folder: Path, chance: random.Random) -> list[str]:
    """Corrupt one to three files of the project, never the valid incident; return what was done to which."""
    done = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        files = [one for one in sorted(folder.rglob("*")) if one.is_file() and not one.is_symlink()]
        files = [one for one in files if "content" in one.parts or one.name == "mkdocs.yml"]
        victim = chance.choice([one for one in files if one != folder / VALID_FILE])
        how = chance.choice(CORRUPTIONS)
        done.append(f"{how.__name__} {os.fsencode(victim.relative_to(folder))!r}")
        how(victim, chance)
    return done


def outcome(config: Path, good: Path) -> tuple[str, str]:
    """Build the site and return how it ended, with details."""
    said = StringIO()
    site = config.with_name("site")
    before = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        with redirect_stderr(said):
            result = build_site(BuildRequest(config, site_dir=site, now=NOW))
    except BuildFailed as error:
        shutil.copytree(good, site, dirs_exist_ok=True)
        publish_emergency(config, site, VALID, "Sam", NOW)
        stopped = not config.is_file() or config.read_bytes() != good.with_name("mkdocs.yml").read_bytes()
        saved = all(shown(site / name) for name in SHOWN_IN[:5])
        return ("stopped by mkdocs.yml" if stopped and saved else "lost"), str(error)
    except BaseException:  # noqa: BLE001 (all that is no BuildFailed is a fault)
        return ("hang" if time.perf_counter() - before >= LONGEST else "traceback"), traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    missing = [name for name in SHOWN_IN if not shown(site / name)]
    if missing:
        return "lost", f"not in {missing}"
    why = next((one.message for one in result.content.findings if one.path == "site"), "")
    return ("salvaged", why) if why else ("published", "")


def shown(path: Path) -> bool:
    """Return whether a file of the site has the incident."""
    return path.is_file() and "VALIDOUTAGE" in path.read_text("utf-8")


def one_run(seed: int, good: Path) -> tuple[str, str]:
    """Corrupt and build one copy of the site; return the outcome and what led to it."""
    with TemporaryDirectory() as folder:
        shutil.copytree(good.parent, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("site"))
        done = corrupt(Path(folder), random.Random(seed))
        found, why = outcome(Path(folder, "mkdocs.yml"), good)
        return found, f"{seed} {done}: {why.replace(folder, '')}"


def keep_compiled_templates() -> None:
    """Compile each of the theme's templates once in this process instead of once in each build."""
    compile_one, kept = Environment.compile, dict[tuple[Any, ...], CodeType]()

    def compile_once(self: Environment, source: Any, name: Any = None, filename: Any = None, **more: Any) -> CodeType:
        if "material" not in str(filename):
            return compile_one(self, source, name, filename, **more)
        key = (source, name, filename)
        if key not in kept:
            kept[key] = compile_one(self, source, name, filename, **more)
        return kept[key]

    Environment.compile = compile_once  # type: ignore[method-assign]


def main() -> int:
    """Run the fuzzer and print what came of it; exit with 1 if a notice was lost, or at a traceback or a hang."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = Counter[str]()
    keep_compiled_templates()
    with TemporaryDirectory() as folder:
        config = project(Path(folder))
        build_site(BuildRequest(config, site_dir=Path(folder, "site"), now=NOW))
        for seed in range(options.seed, options.seed + options.number):
            kind, why = one_run(seed, Path(folder, "site"))
            found[kind] += 1
            if kind != "published":
                print(kind, why, flush=True)
    print(json.dumps(found))
    return 1 if found["lost"] or found["traceback"] or found["hang"] else 0


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    sys.exit(main())
