"""Preview pictures: what they say, how they are set, when they are drawn, and what the heads of pages say of them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config.base import load_config
from mkdocs.utils import clean_directory
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from tests.unit.written import write_files

from answerable.cli import main
from answerable.output.outputs import Output
from answerable.publish.context import Context, Direction
from answerable.publish.social import previews
from answerable.publish.social.previews import Picture
from answerable.publish.social.previews import picture as said
from answerable.publish.social.previews.drawing import draw
from answerable.publish.social.previews.letters import Anchor, fit, masks
from answerable.publish.text.lettering import drawable, font
from answerable.records.company import Policy
from answerable.records.ledger import make_ledger
from answerable.records.model import Complaint, Incident

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FIRST = {"at": "2026-11-24T10:00:00Z", "status": "investigating", "text": "We look."}
LAST = {"at": "2026-11-24T11:00:00Z", "status": "resolved", "text": "Fine."}
NASTY = 'A "quoted" <b>&amp; 😀 \u202eturned Pneumonoultramicroscopicsilicovolcanoconiosis ' + "and long " * 30
PERSIAN = "پرداخت با کارت (Visa) انجام نمی\u200cشود"
EDGE, MARGIN = 28, 92
OUTAGE = """---
title: {title}
impact: major
updates: [{{at: 2026-01-15T10:00:00+00:00, status: investigating, text: We look into it.}}]
---
"""


def incident(title: Any = "Cards fail", *updates: dict[str, str], id: str = "i1", impact: str = "major") -> Incident:
    """An incident with these updates."""
    return Incident.model_validate({"id": id, "title": title, "impact": impact, "updates": updates or (FIRST,)})


def context(language: str = "en", now: datetime = NOW, **records: Any) -> Context:
    """A build of these records."""
    policy = Policy.model_validate({"topics": [{"id": id, "name": id.title()} for id in ("refunds", "late")]})
    ledger = make_ledger(policy=policy, **records)
    return Context(ledger, now, language, "en", "Baran status", "https://status.example.com/")


def files(made: Context, album: previews.Album | None = None) -> dict[str, bytes]:
    """What is published, by path."""
    known = album or previews.Album(Path("nowhere"))
    return {output.path: output.content for part in previews.parts(made, known) for output in part()}


def _outputs(made: Context, album: previews.Album | None = None) -> list[Output]:
    return [Output(path, content) for path, content in files(made, album).items()]


def image(made: Context, shown: Incident) -> Image.Image:
    """The picture of an incident, as another program reads it."""
    found = Image.open(BytesIO(draw(previews.of_incident(made, shown))))
    found.load()
    return found


def written(found: Image.Image, top: int, bottom: int) -> tuple[int, int]:
    """The first and the last column that holds anything but ground between two rows, the edge left out."""
    part = found.convert("RGB").crop((EDGE, top, 1200 - EDGE, bottom))
    ground = Image.new("RGB", part.size, part.getpixel((part.width // 2, 1)))
    box = ImageChops.difference(part, ground).getbbox()
    assert box is not None
    return box[0] + EDGE, box[2] + EDGE


def test_a_picture_is_a_png_of_the_size_that_networks_ask_for() -> None:
    """1200 by 630, whole, small, and the same bytes each time."""
    made, shown = context(), incident()
    found = image(made, shown)
    assert (found.format, found.size) == ("PNG", (1200, 630))
    content = draw(previews.of_incident(made, shown))
    assert content == draw(previews.of_incident(made, shown)) and len(content) < 20_000


def chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a PNG, whose check sums are looked at."""
    found, rest = [], content[8:]
    while rest:
        length, name = int.from_bytes(rest[:4]), rest[4:8]
        data, check = rest[8 : 8 + length], rest[8 + length : 12 + length]
        assert zlib.crc32(name + data) == int.from_bytes(check)
        found.append((name, data))
        rest = rest[12 + length :]
    return found


@pytest.mark.parametrize("title", ["Cards fail", "支付失败", "Many long words are wanted here " * 9, PERSIAN])
def test_a_picture_passes_strict_readers(title: str) -> None:
    """Every check sum fits, that of all rows together too, and there are as many rows as the head says."""
    names, parts = zip(*chunks(draw(previews.of_incident(context(), incident(title)))), strict=True)
    assert names == (b"IHDR", b"PLTE", b"IDAT", b"IEND")
    unpacker = zlib.decompressobj()
    rows = unpacker.decompress(parts[2])
    assert unpacker.eof and not unpacker.unused_data
    assert len(rows) == 630 * (1 + 1200 // 2)
    assert set(rows[:: 1 + 1200 // 2]) <= {0, 1, 2, 3, 4}  # the filters that PNG has (PNG, 9.2)


def test_a_long_title_makes_no_large_file() -> None:
    """300 characters of a title are at most 40 KB of picture, whatever the version of Pillow."""
    for title in (NASTY, "Payments and wallets and refunds wait for an answer of the bank today " * 4):
        assert len(draw(previews.of_incident(context(), incident(title)))) < 40_000


LATIN = ["Visa", "Оплата", "(Καλό)", "24,", "3-4", "5%", "—"]
HEBREW_AND_PERSIAN = ["پرداخت", "نمی\u200cشود", "(همه)", "۲۴", "۱۱:۳۰", "שלום", "«הכול»", "2026,"]


@example((HEBREW_AND_PERSIAN, "rtl"), [0, 0, 1, 5, 0], "rs")
@given(
    st.sampled_from([(LATIN, "ltr"), (HEBREW_AND_PERSIAN, "rtl")]),
    st.lists(st.integers(0, 7), min_size=1, max_size=5),
    st.sampled_from(["ls", "rs"]),
)
def test_words_drawn_apart_stand_as_in_one_line(
    written_in: tuple[list[str], Direction], numbers: list[int], anchor: Anchor
) -> None:
    """Each word is within a pixel of where Raqm puts it in the whole line, figures and brackets too."""
    words, direction = written_in
    said = " ".join(words[number % len(words)] for number in numbers)
    apart = Image.new("L", (2400, 160), 0)  # no word runs over its edge
    for part in masks(said, "Bold", 52, direction, anchor):
        apart.paste(255, (1200 + part.x, 100 + part.y), part.image)
    whole = Image.new("L", apart.size, 0)
    ImageDraw.Draw(whole).text((1200, 100), said, 255, font("Bold", 52), anchor, direction=direction)
    thick = ImageFilter.MaxFilter(5)
    for one, other in ((apart, whole), (whole, apart)):
        left_over = ImageChops.subtract(one, other.filter(thick))
        assert max(left_over.tobytes()) < 160


@pytest.mark.parametrize("said", ["۳-۴ روز", "۵٪ از خریدها", "کارت Visa", "\u2068GMT\u2069 در"])
def test_a_line_whose_words_change_places_is_drawn_in_one(said: str) -> None:
    """Figures with signs between them and words of the other direction are left to Unicode's own rules."""
    assert len(masks(said, "Bold", 52, "rtl", "rs")) == 1
    assert len(masks("کارت در", "Bold", 52, "rtl", "rs")) == 2


def test_the_newest_incidents_have_pictures_of_their_own() -> None:
    """Five hundred pages name one that no other page names, and it is drawn; older ones name the site's."""
    many = [incident("T", {**FIRST, "at": f"202{n // 300}-01-01T10:{n % 60:02}:00Z"}, id=f"i{n}") for n in range(900)]
    made = context(incidents=many)
    named = [previews.of_incident(made, shown).path for shown in made.ledger.incidents]
    site = previews.of_site(made).path
    assert len(set(named[:500])) == 500 and {site, *named[:500]} == set(files(made))
    assert set(named[500:]) == {site} and site not in named[:500]


def test_a_state_that_changes_leaves_no_picture_of_the_old_one(tmp_path: Path) -> None:
    """A resolved incident has a new picture, and the site has none that still says “investigating”."""
    write_files(_outputs(context(incidents=[incident(), incident(id="i2")])), tmp_path / "old")
    now = context(incidents=[incident("Cards fail", FIRST, LAST), incident(id="i2")])
    write_files(
        _outputs(now, previews.Album(tmp_path / "new", tmp_path / "old")), tmp_path / "new", previous=tmp_path / "old"
    )
    before, after = ({path.name for path in (tmp_path / s / "previews").iterdir()} for s in ("old", "new"))
    assert len(before) == len(after) == 3 and len(before - after) == len(after - before) == 1


@pytest.mark.parametrize(
    ("impact", "updates", "state", "colour"),
    [
        ("major", (FIRST,), "Investigating · Major impact", (153, 64, 10)),
        ("critical", (FIRST,), "Investigating · Critical impact", (163, 25, 39)),
        ("major", (FIRST, LAST), "Resolved", (26, 107, 60)),
    ],
)
def test_the_state_is_a_word_and_a_colour_and_names_its_instant(
    impact: str, updates: tuple[dict[str, str], ...], state: str, colour: tuple[int, int, int]
) -> None:
    """A network keeps the picture for days, so it says when the state was said."""
    made, shown = context(), incident("Cards fail", *updates, impact=impact)
    picture = previews.of_incident(made, shown)
    assert picture.state == state
    assert picture.foot.startswith("Updated 24 November 2026, 1") and picture.foot.endswith(" UTC")
    assert image(made, shown).convert("RGB").getpixel((5, 300)) == colour


def test_states_differ_by_their_sign_too() -> None:
    """In grey, a minor and a critical incident are told apart by more than their words."""
    signs = []
    for impact in ("none", "minor", "major", "critical"):
        found = image(context(), incident(impact=impact)).crop((MARGIN, 150, MARGIN + 64, 225))
        signs.append(found.tobytes())
    assert len(set(signs)) == 4


@pytest.mark.parametrize("rows", [(60, 120), (140, 240), (260, 500), (540, 620)])
def test_persian_is_set_from_the_right(rows: tuple[int, int]) -> None:
    """The edge stands on the right, and each line begins at the right margin; in English both are on the left."""
    persian, english = image(context("fa"), incident(PERSIAN)), image(context(), incident())
    assert persian.convert("RGB").getpixel((1195, 300)) == english.convert("RGB").getpixel((5, 300))
    assert abs(written(persian, *rows)[1] - (1200 - MARGIN)) <= 8
    assert abs(written(english, *rows)[0] - MARGIN) <= 8


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_nasty_title_stays_inside(language: str) -> None:
    """300 characters with an endless word end within the margins and above the last line."""
    found = image(context(language), incident(NASTY))
    first, last = written(found, 260, 545)
    assert first >= MARGIN - 4 and last <= 1200 - MARGIN + 4
    lines, size = fit(drawable(NASTY), 1016, "ltr")
    assert (len(lines), size) == (4, 52) and lines[-1].endswith("…")


def test_a_picture_is_drawn_anew_only_when_what_it_says_changes() -> None:
    """The address follows title and state, and neither the clock nor other incidents."""
    path = previews.of_incident(context(), incident()).path
    assert path == previews.of_incident(context(now=NOW + timedelta(days=9)), incident()).path
    others = {
        previews.of_incident(context(), changed).path
        for changed in (incident("Cards fail again"), incident("Cards fail", FIRST, LAST), incident(id="i2"))
    }
    assert len(others | {path}) == 4


@pytest.mark.parametrize(
    "tear",
    [
        lambda content: content[:500],
        lambda content: content[:-1],
        lambda content: content + b"\0",
        lambda content: content[:1000] + bytes(512) + content[1512:],
        lambda content: content[:0],
    ],
)
def test_a_picture_of_the_site_before_is_kept_and_a_torn_one_is_not(
    tmp_path: Path, tear: Callable[[bytes], bytes]
) -> None:
    """What is there under the same name is taken as it is, if it is whole from the first byte to the last."""
    made = context(incidents=[incident(), incident(id="i2")])
    whole, torn = (previews.of_incident(made, shown) for shown in made.ledger.incidents)
    fresh = files(made)
    other = draw(previews.of_incident(made, incident("Drawn before")))
    write_files([Output(whole.path, other), Output(torn.path, tear(fresh[torn.path]))], tmp_path / "old")
    again = files(made, previews.Album(tmp_path / "new", tmp_path / "old"))
    assert again[whole.path] == other and again[torn.path] == fresh[torn.path]


def test_answers_share_one_picture_per_topic_that_names_none_of_them() -> None:
    """Three answers of two topics: two pictures, and the site's own."""
    steps = [{"at": "2026-11-02T09:00:00Z", "did": "resolved", "outcome": "solved"}]
    answers = [
        Complaint.model_validate(
            {"id": f"c{n}", "title": f"Secret {n}", "channel": "x", "topic": topic, "did": "Paid.", "steps": steps}
            | {"received": "2026-11-01T09:00:00Z", "consent": "anonymous"}
        )
        for n, topic in enumerate(("refunds", "refunds", "late"))
    ]
    made = context(complaints=answers)
    assert len(files(made)) == 3
    picture = previews.of_topic(made, made.ledger.policy.topics[0])
    assert picture.alt == "What became of complaints: Refunds"


def test_without_shaping_there_is_no_unreadable_persian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the letters cannot be joined the page goes without a picture; English does not need it."""
    monkeypatch.setattr(said, "can_shape", lambda: False)
    made = context("fa", incidents=[incident(PERSIAN)])
    assert previews.of_incident(made, made.ledger.incidents[0]).path not in files(made)
    assert previews.meta(made, previews.of_incident(made, made.ledger.incidents[0])) == (
        '<meta name="twitter:card" content="summary">\n'
    )
    assert "og:image" in previews.meta(context(), previews.of_incident(context(), incident()))


@pytest.mark.parametrize(
    ("language", "titles", "said_so"),
    [
        ("en", ["Card payments fail", PERSIAN], "1 of 3 left out"),
        ("fa", ["Card payments fail", PERSIAN], "3 of 3 left out"),
        ("en", ["Card payments fail"], ""),
    ],
)
def test_pictures_left_out_are_counted_aloud(
    language: str, titles: list[str], said_so: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without FriBiDi the build says how many pictures there are not and what to add; with it, nothing."""
    made = context(language, incidents=[incident(title, id=f"i{n}") for n, title in enumerate(titles)])
    assert previews.left_out(made) == ""
    for module in (said, previews):
        monkeypatch.setattr(module, "can_shape", lambda: False)
    words = previews.left_out(made)
    assert (said_so in words and "libfribidi0" in words) if said_so else words == ""


def test_letters_that_the_fonts_lack_are_left_out() -> None:
    """A title in Chinese leaves a picture with its state; an emoji alone is dropped."""
    assert previews.of_incident(context(), incident("支付失败")).title == ""
    assert previews.of_incident(context(), incident("Fire 🔥 in the shop")).title == "Fire in the shop"
    assert image(context(), incident("支付失败")).size == (1200, 630)


def test_every_page_names_one_picture_and_every_picture_is_there(example_site: Path) -> None:
    """Full addresses, sizes and words in the head of MkDocs' pages and stamped ones; no picture is left over."""
    named: set[str] = set()
    for page in example_site.rglob("*.html"):
        if "embed" in page.relative_to(example_site).parts:
            continue
        html = page.read_text("utf-8")
        (address,) = re.findall(r'<meta property="og:image" content="https://status\.example\.com/([^"]+)">', html)
        assert re.search(r'<meta name="twitter:card" content="summary_large_image">', html)
        assert '<meta property="og:image:width" content="1200">' in html
        (alt,) = re.findall(r'<meta property="og:image:alt" content="([^"]+)">', html)
        assert unescape(alt).strip()
        named.add(address)
    assert named == {path.relative_to(example_site).as_posix() for path in (example_site / "previews").iterdir()}
    assert len(named) > 10


def test_pictures_wait_while_mkdocs_empties_the_site(tmp_path: Path) -> None:
    """MkDocs' own commands clear the folder first; what was drawn is found again, and nothing is left over."""
    made = context(incidents=[incident()])
    write_files(_outputs(made), tmp_path)
    drawn = {path.name: path.read_bytes() for path in (tmp_path / "previews").iterdir()}
    previews.set_aside(tmp_path)
    clean_directory(str(tmp_path))
    album = previews.Album(tmp_path)
    assert {name: album.get(name) for name in drawn} == drawn
    album.clear()
    assert not any(tmp_path.iterdir())


def test_what_waits_survives_a_build_that_failed(tmp_path: Path) -> None:
    """The next one finds the pictures of the last good site and those that were drawn since."""
    good, since = (draw(previews.of_incident(context(), incident(title))) for title in ("Good", "Drawn since"))
    write_files([Output("previews/a.png", good)], tmp_path)
    previews.set_aside(tmp_path)
    clean_directory(str(tmp_path))
    write_files([Output("previews/b.png", since)], tmp_path)
    previews.set_aside(tmp_path)
    album = previews.Album(tmp_path)
    assert (album.get("a.png"), album.get("b.png")) == (good, since)


def test_links_are_not_taken_for_pictures(tmp_path: Path) -> None:
    """A link in the place of either folder is neither followed nor emptied."""
    for link, other in (("previews", ".previews"), (".previews", "previews")):
        outside, site = tmp_path / f"outside{link}", tmp_path / f"site{link}"
        outside.mkdir()
        (outside / "theirs.png").touch()
        (site / other).mkdir(parents=True)
        (site / other / "ours.png").touch()
        (site / link).symlink_to(outside)
        previews.set_aside(site)
        previews.Album(site).clear()
        assert [path.name for path in outside.iterdir()] == ["theirs.png"]


def test_a_save_under_mkdocs_draws_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two builds of MkDocs' own into one folder: the second draws the picture of the changed record alone."""
    runner = CliRunner()
    assert runner.invoke(main, ["init", str(tmp_path / "mysite")]).exit_code == 0
    config, site = tmp_path / "mysite" / "mkdocs.yml", tmp_path / "site"
    record = config.parent / "content" / "incidents" / "2026" / "2026-01-15-cards.md"
    record.parent.mkdir(parents=True, exist_ok=True)
    drawn: list[list[str]] = []

    def drawing(picture: Picture) -> bytes:
        drawn[-1].append(picture.title)
        return draw(picture)

    monkeypatch.setattr(previews, "draw", drawing)
    for title in ("Cards fail", "They fail", "They fail"):
        record.write_text(OUTAGE.format(title=title), "utf-8")
        drawn.append([])
        build(load_config(str(config), site_dir=str(site)))
    assert "Cards fail" in drawn[0] and len(drawn[0]) > 1
    assert drawn[1:] == [["They fail"], []]
    assert not (site / ".previews").exists()
