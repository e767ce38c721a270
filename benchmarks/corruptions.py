"""A small site with a valid open critical incident, and ways to corrupt its other files and folders at random."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from answerable.commands.new_site.init import init

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
VALID = "VALIDOUTAGE nobody can pay"
VALID_FILE = "content/incidents/2026-11-30-outage.md"
SHOWN_IN = (
    "index.html", "pinned.json", "status.txt", "feed.xml", "api/v2/summary.json",
    "incidents/2026-11-30-outage/index.html",
)  # fmt: skip
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
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "utf-7", "cp1256", "koi8-r", "cp037")
BREAKS = (b"\r\n", b"\r", b"\x0b", b"\xc2\x85", b"\xe2\x80\xa8", b"")
SETTINGS: Mapping[str, tuple[bytes, ...]] = {
    "mkdocs.yml": (
        b"nav: [{A: ../../etc/passwd}, 5, {B: [{C: contact.md}]}]\n", b"extra: 5\n", b"strict: true\n",
        b"hooks: [x.py]\n",
        b"theme: {name: material, language: xx, features: 5}\n", b"use_directory_urls: false\n", b"copyright: [1]\n",
        b"markdown_extensions: [toc: {permalink: 9}, admonition]\n", b"site_url: ftp://a b\n", b"extra_css: [../x]\n",
        b"not_in_nav: '[['\n", b"exclude_docs: '*'\n", b"validation: {nav: 3}\n", b"docs_dir: /\n", b"plugins: []\n",
        b"site_name: ''\n", b"INHERIT: mkdocs.yml\n", b"edit_uri: '{'\n", b"extra: {social: [{icon: ../x, link: 5}]}\n",
    ),
    "content/policy.yml": (
        b"privacy: {regions: [LV, NL, BR, BE]}\n", b"privacy: {codes: ['[A-Z]{3,40}']}\n", b"privacy: {codes: ['(']}\n",
        b"privacy: {codes: ['(a+)+$', '.*']}\n", b"languages: [en, api]\n", b"languages: [fa, en]\n",
        b"languages: []\n",
        b"languages: [en, en, EN, ../x]\n", b"time_zone: Mars/Olympus\n", b"surge: {per_hour: 0}\n", b"publish: [x]\n",
        b"publish: [status]\n", b"topics: [{id: a, name: A}, {id: a, name: B}]\n", b"rebuild_every: 0s\n",
        b"checks: {privacy/phone: off}\n", b"since: 2999-01-01\n", b"organisation: {}\n", b"since: 0001-01-01\n",
    ),
    "content/team.yml": (b"people: []\n", b"people: [{id: sam}]\n", b"people: [{id: sam, name: {}}]\n", b"people: 5\n"),
    "content/components.yml": (
        b"components: [{id: website, name: A}, {id: website, name: B}]\n", b"components: []\n",
        b"groups: [{id: website}]\n",
        b"components: [{id: ../../x, name: A}]\n", b"components: [{id: index, name: A, group: nowhere}]\n",
    ),
    "content/channels.yml": (
        b"channels: [{id: email, name: A}, {id: email, name: B}]\n", b"channels: [{id: x, url: 'javascript:1'}]\n",
        b"channels: [{id: x, name: X, hours: {mon: 25:00-26:00}}]\n", b"channels: [{id: x, name: X, holidays: XX}]\n",
    ),
    "content/published/2026-10.json": (
        b'{"month": "2026-10", "figures": {"nothing": 1}}', b"[[[", b"{}", b"null", b"1e999",
    ),
    "content/index.md": (
        b"---\ntemplate: [x]\n---\n", b"---\ntemplate: ../base.html\n---\n", b"---\n- a\n---\n", b"[y](http://[)\n",
    ),
    "content/intake/2026-11.csv": (b"id,id,ID\n1,2\n", b'id,channel,received\n"a', b"id;channel\n", b"\xff\xfe"),
}  # fmt: skip
"""What people write by mistake into files, or programs at their worst."""
ENVIRONMENT = (
    {"SOURCE_DATE_EPOCH": "99999999999999"},
    {"SOURCE_DATE_EPOCH": "x"},
    {"ANSWERABLE_CODE_SECRET": "1"},
    {"ANSWERABLE_LANGUAGE": "xx"},
    {"TZ": "Nowhere/At_all"},
)
Corruption = Callable[[Path, random.Random], None]


def project(folder: Path) -> Path:
    """Write the small site and return the path of its mkdocs.yml."""
    init(folder, NOW, "en")
    (folder / "content/incidents/example-incident.md").unlink(missing_ok=True)
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


def _encoded(path: Path, chance: random.Random) -> None:
    """Save the file in another encoding, or with other line breaks."""
    text = path.read_bytes()
    if chance.random() < 0.5:
        path.write_bytes(text.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace"))
    else:
        path.write_bytes(text.replace(b"\n", chance.choice(BREAKS)))


def _moved(path: Path, chance: random.Random) -> None:
    """Move or copy the file into another folder, which may be new and of an odd name."""
    content = next(one for one in (path, *path.parents) if one.parent.name != "content" and one.parent != one).parent
    folders = [one for one in sorted(path.parent.parent.rglob("*")) if one.is_dir() and not one.is_symlink()]
    odd = [content / name for name in ("2026.md", "api", "fa", "x" * 200, "a/b/c/d/e/f", ".hidden", "con")]
    target = (
        chance.choice([*folders, *odd]) if chance.random() < 0.9 else Path(os.fsdecode(os.fsencode(content) + b"/\xff"))
    )
    target.mkdir(parents=True, exist_ok=True)
    if target != path.parent:
        chance.choice((shutil.move, shutil.copyfile))(path, target / path.name)


def _folder(path: Path, chance: random.Random) -> None:
    """Take the file's folder away, or put a file, a link, a pipe or an odd name in its place."""
    folder = path.parent
    if (folder / Path(VALID_FILE).name).exists() or (folder / "content").exists() or folder.name == "content":
        return
    kind = chance.choice(("gone", "file", "dangling", "itself", "up", "outside", "pipe", "odd"))
    moved = folder.with_name("x" * 20)
    folder.rename(moved)
    if kind == "file":
        folder.write_bytes(chance.choice(PIECES))
    elif kind == "pipe":
        os.mkfifo(folder)
    elif kind == "odd":
        moved.rename(os.fsdecode(os.fsencode(folder) + b"\xff"))
    elif kind != "gone":
        folder.symlink_to({"dangling": "nowhere", "itself": folder.name, "up": "..", "outside": "/etc"}[kind])
    shutil.rmtree(moved, ignore_errors=True)


def _forbidden(path: Path, chance: random.Random) -> None:
    """Take away the right to read the file, to look into its folder or to list it."""
    folder = path.parent
    is_free = not (folder / Path(VALID_FILE).name).exists() and not (folder / "mkdocs.yml").exists()
    if folder.name != "content" and is_free and chance.random() < 0.5:
        folder.chmod(chance.choice((0, 0o111, 0o444)))
    else:
        path.chmod(0)


def _mistaken(path: Path, chance: random.Random) -> None:
    """Add or write what people write by mistake, into the file or one that has such mistakes."""
    root = next(one for one in path.parents if (one / VALID_FILE).exists())
    target = root / chance.choice(sorted(SETTINGS))
    new = chance.choice(SETTINGS[str(target.relative_to(root))])
    old = target.read_bytes() if target.is_file() and chance.random() < 0.7 else b""
    key = new.partition(b":")[0] + b":"
    if target.suffix == ".yml" and old:  # in the place of the same key
        old = re.sub(rb"(?ms)^" + re.escape(key) + rb".*?(?=^\S|\Z)", b"", old)
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(old + new)


CORRUPTIONS: tuple[Corruption, ...] = (
    _bytes, _bytes, _lines, _value, _value, _whole, _other_kind, _renamed, _swapped,
    _encoded, _moved, _folder, _forbidden, _mistaken, _mistaken, _mistaken,
)  # fmt: skip


def corrupt(folder: Path, chance: random.Random) -> list[str]:
    """Corrupt one to three files of the project, never the valid incident; return what was done to which."""
    done = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        victim = chance.choice([one for one in _files(folder) if one != folder / VALID_FILE])
        how = chance.choice(CORRUPTIONS)
        done.append(f"{how.__name__} {os.fsencode(victim.relative_to(folder))!r}")
        with suppress(OSError):  # an earlier corruption may have taken away what this one needs
            how(victim, chance)
    return done


def _files(folder: Path) -> list[Path]:
    """Return the files of the project that are not links, as far as they can be looked at."""
    found = []
    for place, folders, names in os.walk(folder):
        folders.sort()
        paths = (Path(place, name) for name in sorted(names))
        found += [one for one in paths if "content" in one.parts or one.name == "mkdocs.yml"]
    return [one for one in found if os.access(one.parent, os.X_OK) and one.is_file() and not one.is_symlink()]
