"""Private words are found in every file that is published: company files, settings, names, intake, pictures."""

from __future__ import annotations

import base64
import gzip
import re
import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.command import answerable
from tests.unit.content import COMPLAINT, INCIDENT, MKDOCS, findings, write

from answerable.checks.guard import Guard
from answerable.checks.privacy.pictures import Metadata, metadata, published_picture
from answerable.content.reading import read_content
from answerable.intake import loading
from answerable.records.findings import Finding

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PHONE = "09123456789"
POSITION = (35.0, 41.0, 21.0)


def private(tmp_path: Path, files: dict[str, str]) -> list[Finding]:
    """The findings of the privacy rules in these files."""
    return [one for one in findings(tmp_path, files, NOW) if one.rule.startswith("privacy/")]


def guard(tmp_path: Path, files: dict[str, str]) -> Guard:
    """What a build may publish of these files."""
    root = write(tmp_path, files)
    return Guard(read_content(root, NOW), root, NOW)


@pytest.mark.parametrize(
    ("name", "file", "line"),
    [
        ("components.yml", f"components:\n  - {{id: checkout, name: Checkout {PHONE}}}\n", 2),
        ("components.yml", f"components:\n  - id: checkout\n    name: A\n    description: Ask {PHONE}\n", 4),
        ("components.yml", f"groups: [{{id: g, name: '{PHONE}'}}]\ncomponents: [{{id: checkout, name: A}}]\n", 1),
        ("channels.yml", f"channels:\n  - {{id: x, name: X, off_hours: Call {PHONE}}}\n", 2),
        (
            "channels.yml",
            f"channels:\n  - id: x\n    name: X\n    exceptions: [{{day: 2026-12-25, why: '{PHONE}'}}]\n",
            4,
        ),
        ("team.yml", f"people:\n  - {{id: sahar, name: Sahar {PHONE}}}\n", 2),
        ("team.yml", f"people:\n  - {{id: sahar, name: Sahar, role: Call {PHONE}}}\n", 2),
        ("policy.yml", f"organisation: Baran {PHONE}\n", 1),
        ("policy.yml", f"topics:\n  - {{id: refunds, name: {{en: Refunds, fa: '{PHONE}'}}}}\n", 2),
    ],
)
def test_company_files_are_looked_at_and_masked(name: str, file: str, line: int, tmp_path: Path) -> None:
    """An error in the check, with its line; the build goes on with the words masked, and no record is lost."""
    files = {name: file, "incidents/a.md": INCIDENT}
    (one,) = private(tmp_path, files)
    assert (one.path, one.line, one.rule, one.level) == (f"content/{name}", line, "privacy/phone", "error")
    content = guard(tmp_path, files).content
    ledger = content.ledger
    parts = (ledger.components, ledger.groups, ledger.channels, ledger.people, ledger.policy)
    assert PHONE not in str(parts) and "▇▇▇" in str(parts)
    assert [incident.id for incident in ledger.incidents] == ["a"]
    assert content.masked == (f"content/{name}",)


def test_the_team_names_itself_and_channels_are_the_company_s_own(tmp_path: Path) -> None:
    """A handle in team.yml, the address of a channel, and a product's handle in a description are no errors."""
    files = {
        "team.yml": "people: [{id: sahar, name: Sahar, role: Writes as @sahar_k}]\n",
        "channels.yml": f"channels: [{{id: x, name: X, address: '{PHONE}', off_hours: 'Call {PHONE}'}}]\n",
        "components.yml": "components: [{id: checkout, name: Checkout, description: Runs on @copilot}]\n",
    }
    assert [(one.rule, one.level) for one in private(tmp_path, files)] == [("privacy/mention", "note")]


def test_mkdocs_yml_is_looked_at(tmp_path: Path) -> None:
    """Names, texts and navigation are found with their line; links of the footer and comments are left alone."""
    text = f"# {PHONE}\nsite_name: Baran {PHONE}\ncopyright: https://x.com/baran\nnav: [{{Call {PHONE}: a.md}}]\n"
    files = {"incidents/a.md": INCIDENT, "../mkdocs.yml": text}
    found = private(tmp_path, files)
    assert [(one.path, one.line, one.rule) for one in found] == [
        ("mkdocs.yml", 2, "privacy/phone"),
        ("mkdocs.yml", 4, "privacy/phone"),
    ]
    guarded = guard(tmp_path, files)
    assert guarded.site_setting(f"Baran {PHONE}, https://x.com/baran") == "Baran ▇▇▇, https://x.com/baran"
    assert guarded.content.masked == ("mkdocs.yml",)


@pytest.mark.parametrize(
    "path", [f"assets/{PHONE}/a.txt", f"assets/a.{PHONE}", f"call-{PHONE}.md", "assets/me@example.org.png"]
)
def test_names_of_files_and_folders_are_looked_at(path: str, tmp_path: Path) -> None:
    """A file whose path says something private is not published."""
    guarded = guard(tmp_path, {path: "---\ntitle: A\n---\nA page.\n"})
    assert guarded.hidden == {path}
    assert len(guarded.content.set_aside) == 1 and PHONE not in str(guarded.content.set_aside)


@pytest.mark.parametrize("large", [loading.LARGE, 0])
def test_what_is_published_of_the_intake_is_masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    """Ids become other ids, and reasons lose the private words; in large files, too, whose rows are not copied."""
    monkeypatch.setattr(loading, "LARGE", large)
    head = "id,channel,topic,priority,received,answered,excluded_because\n"
    rows = (
        f"{PHONE},x,refunds,normal,2026-11-10T09:00:00Z,,\nk-2,x,refunds,normal,2026-11-10T09:00:00Z,,spam of {PHONE}\n"
    )
    guarded = guard(tmp_path, {"intake/2026-11.csv": head + rows})
    kept = guarded.content.intake.rows("SELECT id, excluded_because FROM intake ORDER BY id")
    assert kept == [("k-2", "spam of ▇▇▇"), ("private-1", None)]
    assert guarded.content.masked == ("content/intake/2026-11.csv",)


def test_a_handle_is_a_note_in_an_incident_and_an_error_in_a_complaint(tmp_path: Path) -> None:
    """Products have handles too; in a complaint it is as a rule the customer's."""
    files = {
        "incidents/a.md": INCIDENT.replace("Card payments fail", "'Mentions of @copilot fail'"),
        "complaints/a.md": COMPLAINT.replace("We paid.", "We paid @angry_parisa."),
    }
    assert [(one.rule, one.level) for one in private(tmp_path, files)] == [
        ("privacy/handle", "error"),
        ("privacy/mention", "note"),
    ]
    content = guard(tmp_path, files).content
    incident = content.ledger.incident("a")
    assert incident is not None and str(incident.title) == "Mentions of @copilot fail"
    assert content.masked == () and content.set_aside == ("content/complaints/a.md",)


def test_a_pattern_of_codes_that_fits_words_is_an_error_and_masks_no_notice(tmp_path: Path) -> None:
    """The finding stands at the pattern, the build names policy.yml, and the notice can be read."""
    policy = "privacy:\n  codes:\n    - {name: order code, pattern: '[A-Z]{3,40}'}\n"
    files = {"policy.yml": policy, "incidents/a.md": INCIDENT}
    (one,) = private(tmp_path, files)
    assert (one.path, one.line, one.rule, one.level) == ("content/policy.yml", 3, "privacy/code-pattern", "error")
    content = guard(tmp_path, files).content
    assert str(content.ledger.incidents[0].title) == "Card payments fail"
    assert content.set_aside == ("content/policy.yml (a pattern of codes)",) and content.masked == ()


def saved(form: str, image: Image.Image | None = None, **options: object) -> bytes:
    """A picture in a format, a small one by default."""
    file = BytesIO()
    (image or Image.new("RGB", (16, 16))).save(file, form, **options)
    return file.getvalue()


def with_position(form: str) -> bytes:
    """A small picture that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = POSITION
    return saved(form, exif=exif.tobytes())


def segment(marker: int, content: bytes) -> bytes:
    """A JPEG with one segment more."""
    picture = saved("JPEG")
    return picture[:2] + struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content + picture[2:]


def chunk(name: bytes, content: bytes) -> bytes:
    """A PNG with one chunk more before its end."""
    picture = saved("PNG")
    more = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return picture[:-12] + more + picture[-12:]


SAYS = f"by Leila {PHONE}".encode()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("a.jpg", segment(0xFE, SAYS), "metadata"),
        ("a.jpg", segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta dc:creator='" + SAYS + b"'/>"), "metadata"),
        ("a.jpg", segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0" + SAYS), "metadata"),
        ("a.jpg", segment(0xE1, b"Exif\0\0" + f"by {PHONE}".encode("utf-16-le")), "metadata"),
        ("a.jpg", saved("JPEG") + SAYS, "metadata"),
        ("a.jpg", saved("JPEG")[:20] + SAYS + saved("JPEG")[20:], "metadata"),
        ("a.jpg", saved("JPEG") + with_position("JPEG"), "position"),
        ("a.jpg", with_position("JPEG"), "position"),
        ("a.png", saved("PNG") + SAYS, "metadata"),
        ("a.png", chunk(b"tEXt", b"Author\0" + SAYS), "metadata"),
        ("a.png", chunk(b"zTXt", b"Author\0\0" + zlib.compress(SAYS)), "metadata"),
        ("a.png", chunk(b"iTXt", b"Author\0\1\0en\0\0" + zlib.compress(SAYS)), "metadata"),
        ("a.gif", saved("GIF", comment=SAYS), "metadata"),
        ("a.gif", saved("GIF") + SAYS, "metadata"),
        ("a.webp", saved("WEBP", xmp=b"<x:xmpmeta>" + SAYS), "metadata"),
        ("a.webp", saved("WEBP") + SAYS, "metadata"),
        ("a.webp", with_position("WEBP"), "position"),
        ("a.png", with_position("JPEG"), "position"),
        ("a.ico", with_position("PNG"), "position"),
        ("a.ico", saved("ICO") + SAYS, "metadata"),
    ],
)  # fmt: skip
def test_a_picture_is_published_without_what_is_not_the_picture(
    name: str, data: bytes, rule: str, tmp_path: Path
) -> None:
    """Comments, XMP, IPTC, what follows the end, compressed texts, other endings: the check says so."""
    path = with_asset(tmp_path, name, data)
    assert [(one.rule, one.level) for one in private(tmp_path, {})] == [(f"privacy/{rule}", "warning")]
    assert guard(tmp_path, {}).hidden == frozenset()
    published = published_picture(path)
    assert metadata(published) == Metadata()
    if header := re.search(rb"VP8X....(.)", published, re.DOTALL):
        assert not header[1][0] & 0b1100, "the file announces EXIF or XMP, which it does not have"
    with Image.open(BytesIO(data)) as old, Image.open(BytesIO(published)) as new:
        assert new.convert("RGBA").tobytes() == old.convert("RGBA").tobytes()


def with_asset(tmp_path: Path, name: str, data: bytes) -> Path:
    """A project with this file in its folder `assets`, and the file's path."""
    tmp_path.mkdir(exist_ok=True)
    path = write(tmp_path, {}) / "assets" / name
    path.parent.mkdir()
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stays_turned_as_it_was(form: str, tmp_path: Path) -> None:
    """The orientation is metadata too, but without it a photograph lies on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SAYS.decode()
    path = with_asset(tmp_path, "a.jpg", saved(form, exif=exif.tobytes()))
    with Image.open(BytesIO(published_picture(path))) as picture:
        assert dict(picture.getexif()) == {0x0112: 6}


def test_a_moving_picture_keeps_moving(tmp_path: Path) -> None:
    """All its frames, their times and its repeats."""
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue", "green")]
    for form, count in (("GIF", 3), ("WEBP", 3), ("PNG", 3)):
        data = saved(form, save_all=True, append_images=frames, duration=70, loop=2, image=Image.new("RGB", (4, 4)))
        path = with_asset(tmp_path / form, "a.gif", data)
        with Image.open(BytesIO(published_picture(path))) as picture:
            assert (getattr(picture, "n_frames", 1), picture.info["loop"]) == (count + 1, 2)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"Call 0912 000 0034"),
        ("a.jpg", b""),
        ("a.svg", b"<html><script>x()</script></html>"),
        ("a.ico", b"PK\x03\x04 zipped"),
        ("a.jpg", saved("TIFF")),
        ("a.png", saved("BMP")),
    ],
)
def test_what_cannot_be_read_as_a_picture_is_left_out(name: str, data: bytes, tmp_path: Path) -> None:
    """Nobody can tell what is in it; no level in policy.yml changes that."""
    with_asset(tmp_path, name, data)
    policy = {"policy.yml": "checks: {privacy: off}\n"}
    assert [(one.rule, one.level) for one in private(tmp_path, policy)] == [("privacy/picture", "error")]
    assert guard(tmp_path, policy).hidden == {f"assets/{name}"}
    assert guard(tmp_path, policy).content.set_aside == (f"content/assets/{name}",)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<text>0912<tspan>345</tspan>6789</text>", "phone"),
        (f'<g aria-label="Call {PHONE}"/>', "phone"),
        ("<style>.a{fill:red} /* by leila@example.org */ .b{}</style>", "email"),
        ("<script>alert(1)</script>", "script"),
        ("<script href='https://example.com/x.js'/>", "script"),
        ('<g onload="x()"/>', "script"),
        ('<g onfocusin="x()"/>', "script"),
        ('<a href="java&#10;script:x()"><path/></a>', "script"),
        ('<a xlink:href="data:text/html,x"><path/></a>', "script"),
        ('<image href="https://example.com/x.png"/>', "script"),
        ('<image href="other.svg"/>', "script"),
        ('<use href="data:image/svg+xml;base64,AAAA"/>', "script"),
        ("<foreignObject/>", "script"),
        ('<img xmlns="http://www.w3.org/1999/xhtml" src="x"/>', "script"),
        ('<metadata><h:video xmlns:h="http://www.w3.org/1999/xhtml"/></metadata>', "script"),
        ('<set attributeName="href" to="javascript:x()"/>', "script"),
        ('<animate attributeName="xlink:href" values="javascript:x()"/>', "script"),
        ("<style>@import 'https://example.com/x.css'</style>", "script"),
        ("<style>@im\\70ort 'x.css'</style>", "script"),
        ("<style>.a{fill:url(//example.com/x)}</style>", "script"),
        ('<path style="fill:url( &#39;https://example.com/x&#39;)"/>', "script"),
        ('<path fill="url(other.svg#a)"/>', "script"),
        ("<handler/>", "script"),
        ('<g xml:base="https://example.com/"><use href="#a"/></g>', "script"),
        ("<iframe/>", "script"),
        ("<path>", "script"),
    ],
)
def test_a_drawing_that_runs_loads_or_tells_something_is_left_out(body: str, rule: str, tmp_path: Path) -> None:
    """Also one that is packed, of two bytes a character, or called something else."""
    drawing = SVG.format(body).replace("<svg", '<svg xmlns:xlink="http://www.w3.org/1999/xlink"')
    forms = {
        "a.svg": drawing.encode(),
        "b.svg": drawing.encode("utf-16"),
        "c.svg": gzip.compress(drawing.encode(), mtime=0),
        "d.png": drawing.encode(),
    }
    for name, data in forms.items():
        with_asset(tmp_path / name, name, data)
        assert [one.rule for one in private(tmp_path / name, {})] == [f"privacy/{rule}"], name
        assert guard(tmp_path / name, {}).hidden == {f"assets/{name}"}


@pytest.mark.parametrize(
    "note",
    [
        "<!-- by leila@example.org -->",
        "<metadata><x xmlns='y'>leila@example.org</x></metadata>",
        '<metadata about="leila@example.org"/>',
    ],
)
def test_a_drawing_is_published_without_its_notes(note: str, tmp_path: Path) -> None:
    """Its comments and its metadata, in any encoding; the rest keeps its bytes."""
    drawing = SVG.format(f"{note}<text>שלום</text>")
    for name, data in {"a": drawing.encode(), "b": drawing.encode("utf-16")}.items():
        path = with_asset(tmp_path / name, "a.svg", data)
        assert [(one.rule, one.level) for one in private(tmp_path / name, {})] == [("privacy/metadata", "warning")]
        shown = published_picture(path).decode("utf-16" if name == "b" else "utf-8")
        assert shown == SVG.format("<text>שלום</text>")


def test_a_picture_inside_a_drawing_is_looked_at(tmp_path: Path) -> None:
    """It is published within the drawing, as it is."""
    data = base64.b64encode(with_position("JPEG")).decode()
    with_asset(tmp_path, "a.svg", SVG.format(f'<image href="data:image/jpeg;base64,{data}"/>').encode())
    assert [one.rule for one in private(tmp_path, {})] == ["privacy/picture"]
    assert guard(tmp_path, {}).hidden == {"assets/a.svg"}


@pytest.mark.parametrize(
    "body",
    [
        '<path d="M09123456789 0912 3456789L1 2"/><g transform="translate(0912345 6789)"/>',
        "<style>.a{fill:#091234}</style><text x='1'>one = 2, on = off</text>",
        '<use href="#a"/><a href="https://example.com/">x</a><image href="data:image/png;base64,iVBORw0KGgo="/>',
    ],
)
def test_an_ordinary_drawing_is_published(body: str, tmp_path: Path) -> None:
    """Numbers of shapes, links within the drawing and to pages, and embedded pictures are fine."""
    with_asset(tmp_path, "a.svg", SVG.format(body).encode())
    assert private(tmp_path, {}) == [] and guard(tmp_path, {}).hidden == frozenset()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "ICO", "TIFF"])
@pytest.mark.parametrize("length", [0, 1, 9, 40, 300])
def test_a_picture_that_breaks_off_is_read_as_far_as_it_goes(form: str, length: int, tmp_path: Path) -> None:
    """No file keeps the check or the build from ending: it is left out, or published up to there."""
    path = with_asset(tmp_path, "a.jpg", saved(form)[:length])
    rules = [one.rule for one in private(tmp_path, {})]
    assert rules in ([], ["privacy/picture"])
    if not rules:
        assert published_picture(path)


def test_the_id_of_an_update_is_looked_at(tmp_path: Path) -> None:
    """It is a part of the addresses in feeds; without it the instant is."""
    file = INCIDENT.replace("    by: sahar\n", f"    by: sahar\n    id: call-{PHONE}\n")
    assert [(one.rule, one.line) for one in private(tmp_path, {"incidents/a.md": file})] == [("privacy/phone", 9)]
    (incident,) = guard(tmp_path, {"incidents/a.md": file}).content.ledger.incidents
    assert incident.newest.id is None


def test_a_page_whose_name_tells_something_is_no_page_of_the_site(tmp_path: Path) -> None:
    """What the build says that it set aside is not published."""
    write(tmp_path, {"index.md": "# Home\n", f"call-{PHONE}.md": "# Call\n", "help.md": "# Help\n"})
    (tmp_path / "mkdocs.yml").write_text(
        MKDOCS.replace("material}", "material, font: false}") + "plugins: [answerable]\n"
    )
    answerable("build", "--now", "2026-11-24T09:00:00Z", cwd=tmp_path, code=3)
    assert (tmp_path / "site/help/index.html").is_file()
    assert not [path for path in (tmp_path / "site").rglob("*") if PHONE in path.as_posix()]


def test_style_sheets_and_scripts_are_looked_at(tmp_path: Path) -> None:
    """Their comments are public, too; commands with an @, and long numbers of programs, are no handles or phones."""
    files = {
        "assets/a.css": f"@tailwind base;\n/* ask {PHONE} */\n",
        "assets/b.js": "const a = 12345678901, b = 1764501234567; // @license by @somebody\n",
        "assets/c.js": "// leila@example.org\n",
    }
    assert [(one.path, one.line, one.rule) for one in private(tmp_path, files)] == [
        ("content/assets/a.css", 2, "privacy/phone"),
        ("content/assets/c.js", 1, "privacy/email"),
    ]
    assert guard(tmp_path, files).hidden == {"assets/a.css", "assets/c.js"}


def test_an_id_of_a_company_file_is_looked_at(tmp_path: Path) -> None:
    """It is part of the addresses of pages and feeds."""
    files = {"components.yml": f"components:\n  - {{id: till-{PHONE}, name: Till}}\n  - {{id: checkout, name: Shop}}\n"}
    assert [(one.path, one.line, one.rule) for one in private(tmp_path, files)] == [
        ("content/components.yml", 2, "privacy/phone")
    ]
