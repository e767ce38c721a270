"""Privacy: what is found, what is the company's own, what consent allows, and that no finding tells the secret."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from tests.growth import TOO_STEEP, growth_of
from tests.unit.content import CHANNELS, COMPLAINT, INCIDENT, NOTICE, findings, write
from tests.unit.privacy_set import LINES, Line, company, lines, score

from answerable.checks.privacy.finder import Finder
from answerable.checks.privacy.masking import masked
from answerable.checks.privacy.own_words import plain_text
from answerable.checks.word_files import languages
from answerable.records.company import Policy
from answerable.records.findings import Finding
from answerable.records.ledger import make_ledger

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FLOORS = {"name": (0.85, 0.95), "card": (0.9, 1.0)}
"""Least precision and recall on the held-out half; 0.95 and 0.95 for every other rule."""


def private(tmp_path: Path, files: dict[str, str]) -> list[Finding]:
    """The findings of the privacy rules; a table cut short for a test is wrong in other ways too."""
    return [one for one in findings(tmp_path, files, NOW) if one.rule.startswith("privacy/")]


def rules(tmp_path: Path, files: dict[str, str]) -> list[str]:
    """The privacy rules that find something in these files, in order of place."""
    return [one.rule.removeprefix("privacy/") for one in private(tmp_path, files)]


def kinds(text: str, **privacy: object) -> list[str]:
    """What is found in a text by a company with this privacy policy."""
    policy = Policy.model_validate({"privacy": privacy})
    return [secret.rule for secret in Finder(make_ledger(policy=policy)).secrets(text)]


def test_the_labelled_set_is_large_and_has_every_language() -> None:
    """At least 300 lines, at least 50 in each language, a third of them with nothing private, none twice."""
    every = lines()
    assert len(every) >= 300
    assert all(sum(line.language == language for line in every) >= 50 for language in languages())
    assert sum(not line.private for line in every) >= len(every) / 3
    assert len({line.text for line in every}) == len(every)


def test_what_the_rules_were_written_against_is_found_without_fault() -> None:
    """On the development half nothing is missed and nothing is false."""
    assert score([line for line in lines() if line.half == "dev"])[1] == []


def test_precision_and_recall_on_lines_never_tuned_for_hold() -> None:
    """On the held-out half each rule keeps its floors, over all its lines in four languages."""
    counts, wrong = score([line for line in lines() if line.half == "held"])
    for rule in {rule for rule, _ in counts}:
        right = counts[rule, "right"]
        precision = right / (right + counts[rule, "false"])
        recall = right / (right + counts[rule, "missed"])
        least = FLOORS.get(rule, (0.95, 0.95))
        assert precision >= least[0] and recall >= least[1], (rule, precision, recall, wrong)


def test_a_miss_and_a_false_alarm_are_counted() -> None:
    """The measure itself: a line whose label is not found is missed, a find without a label is false."""
    missed = Line("x", "en", "nothing here", frozenset({("phone", 0, 7)}))
    false = Line("x", "en", "me@example.org", frozenset())
    counts, wrong = score([missed, false])
    assert counts["phone", "missed"] == 1 and counts["email", "false"] == 1 and len(wrong) == 2


def test_the_document_s_tables_are_in_step() -> None:
    """docs/checks.md is what docs/write_checks.py writes today; run that script when this fails."""
    import runpy

    docs = LINES.parents[2] / "docs"
    text = (docs / "checks.md").read_text("utf-8")
    assert runpy.run_path(str(docs / "write_checks.py"))["document"](text) == text


@pytest.mark.parametrize(
    "number",
    [
        "0912 000 0034",
        "۰۹۱۲۰۰۰۰۰۳۴",
        "٠٩١٢٠٠٠٠٠٣٤",
        "０９１２０００００３４",
        "09\u200b12\u200c000\u00ad00\u206034",
        "0912‑000‑0034",
    ],
)
def test_a_number_is_one_number_however_it_is_hidden(number: str) -> None:
    """Digits of other scripts, wide digits, unseen characters between, other hyphens: still a phone number."""
    finder = Finder(company())
    text = f"شماره {number} است"
    (secret,) = finder.secrets(text)
    assert (secret.rule, text[secret.start : secret.end]) == ("phone", number)


@given(st.text(max_size=80))
def test_a_place_in_plain_text_is_a_place_in_the_text(text: str) -> None:
    """Every character of the plain text stands somewhere in the text, in the same order."""
    made = plain_text(text)
    spans = [made.span(at, at + 1) for at in range(len(made.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(st.text(max_size=120))
def test_no_text_breaks_the_search(text: str) -> None:
    """Whatever is written, the finds lie in it, in order, and none overlaps another."""
    found = Finder(company()).secrets(text)
    ends = [0, *(secret.end for secret in found)]
    assert all(end <= secret.start < secret.end <= len(text) for end, secret in zip(ends, found, strict=False))


@pytest.mark.parametrize(
    "text",
    ["1 " * 20_000, "+98" * 15_000, "a@" * 20_000, "@a." * 15_000, "0-" * 20_000, "x.com/" * 8_000, "IR00 " * 9_000,
     "Hi " * 15_000, "سلام " * 9_000, "a at b dot " * 4_500, "4111 1111 1111 1112 " * 2_400, "00.00." * 8_000,
     "1,000" * 9_000, "deadbeef-" * 5_000, "[at]" * 12_000, "-eyJaaaaaaaa" * 4_000, "://a:b" * 8_000,
     "-----BEGIN PRIVATE KEY----- " * 1_700],
)  # fmt: skip
def test_no_text_holds_the_search_up(text: str) -> None:
    """The longest texts, made of what patterns begin with, are searched in time that grows with their length alone."""
    assert growth_of(Finder(company()).secrets, text[:50_000]) < TOO_STEEP


@pytest.mark.parametrize(
    ("secret", "shown"),
    [("+989120000034", "•••••••34"), ("ABCDEFGH", "•••••••GH"), ("Jason", "•••••••"), ("", "•••••••")],
)
def test_at_most_two_characters_of_a_secret_are_shown(secret: str, shown: str) -> None:
    """Of something short nothing is shown, of something long the last two characters; its length is not told."""
    assert masked(secret) == shown


def test_a_secret_in_a_file_s_name_is_in_no_finding(tmp_path: Path) -> None:
    """The path of every finding about that file is masked, also of findings of other rules."""
    file = INCIDENT.replace("by: sahar", "by: nobody").replace("One order", "Mail me@example.org")
    found = findings(tmp_path, {"incidents/2026-11-23-09120000034.md": file}, NOW)
    assert {one.rule for one in found} == {"person", "privacy/phone", "privacy/email"}
    assert not any("0912" in str(one) or "me@" in str(one) for one in found)
    assert all(one.path == "content/incidents/2026-11-23-•••••••34.md" for one in found)


def test_what_another_finding_quotes_is_masked(tmp_path: Path) -> None:
    """A wrong key whose value is a phone number is named without the number."""
    found = findings(tmp_path, {"incidents/a.md": INCIDENT.replace("impact: major", "impact: 09120000034")}, NOW)
    assert [one.rule for one in found] == ["record"]
    assert "•••••••34" in found[0].message and "0912" not in found[0].message


@pytest.mark.parametrize(
    ("place", "file"),
    [
        ("incidents/a.md", INCIDENT.replace("Card payments fail", "'@angry_parisa says so'")),
        ("incidents/a.md", INCIDENT + "\n[her post](https://t.me/parisa_t) ![@angry_parisa](x.png)\n"),
        ("incidents/a.md", INCIDENT.replace("One order", "See https://x.com/angry_parisa/status/1 and one")),
        ("notices/a.md", NOTICE.replace("by: sahar", "by: sahar\nlink: https://t.me/parisa_t")),
        ("complaints/a.md", COMPLAINT.replace("did: answered,", "did: answered, text: Hi Jason,")),
        ("complaints/a.md", COMPLAINT.replace("outcome: solved", "outcome: declined, reason: Dear Jason, no")),
        ("complaints/a.md", COMPLAINT.replace("did: We paid.", "did: We paid.\nchanged: See @angry_parisa.")),
        ("contact.md", "---\ntitle: Contact\n---\nWrite to mina@example.org.\n"),
        ("templates/a.md", "---\nfor: incident\ntext: Hi Jason, it works.\n---\n"),
        ("components.yml", "components:\n  - {id: checkout, name: Checkout, description: Ask mina@example.org.}\n"),
        ("intake/2026-11.csv", "id,channel\n1,x\n2,0912 000 0034\n"),
        ("assets/IMG_09120000034.png", "x"),
    ],
)
def test_private_words_are_found_wherever_people_write(place: str, file: str, tmp_path: Path) -> None:
    """Titles, bodies, link targets, alt texts, replies, reasons, pages, templates, tables, pictures' names."""
    if "declined, reason" in file:
        file = file.replace("reason: Dear Jason, no", "reason: 'Dear Jason, no'")
    if "text: Hi Jason," in file:
        file = file.replace("text: Hi Jason,", "text: 'Hi Jason, we look.',")
    assert rules(tmp_path, {place: file})


def test_rows_of_a_table_have_their_line(tmp_path: Path) -> None:
    """In intake the finding stands at the row's line and column; instants and ids of rows are none."""
    row = "c-{n},x,refunds,normal,2026-11-18T09:12:00+03:30,2026-11-18T09:40:00+03:30,,,,,,,\n"
    table = "id,channel\n" + "".join(row.format(n=n) for n in range(500)) + "c-x,x,call 0912 000 0034\n"
    (one,) = private(tmp_path, {"intake/2026-11.csv": table})
    assert (one.path, one.line, one.column, one.rule) == ("content/intake/2026-11.csv", 502, 12, "privacy/phone")


def test_ids_of_rows_are_no_ids_of_people(tmp_path: Path) -> None:
    """One in eleven ticket numbers of ten digits fits Iran's checksum; the first cell of a row is not held against it.

    A phone number or one of the company's codes there is.
    """
    policy = "privacy: {codes: [{name: order, pattern: 'BRN-[0-9]{8}'}]}\n"
    rows = "1234567891,x\nBRN-20261107,x\n09120000034,x\nc-1,1234567891\n"
    found = private(tmp_path, {"policy.yml": policy, "intake/a.csv": f"id,channel\n{rows}"})
    assert [(one.line, one.rule) for one in found] == [(3, "privacy/code"), (4, "privacy/phone"), (5, "privacy/id")]


def test_a_column_of_numbers_is_said_a_hundred_times(tmp_path: Path) -> None:
    """And once that there is more, of which after a thousand nothing is looked for any more."""
    table = "id,phone\n" + "".join(f"c-{n},0912 000 {n:04d}\n" for n in range(5000))
    found = private(tmp_path, {"intake/a.csv": table})
    assert len(found) == 101 and found[0].message == "900 more like these are not listed"


def test_a_table_of_any_bytes_is_read(tmp_path: Path) -> None:
    """Mixed encodings, open quotes and lone carriage returns keep nobody from finding the number."""
    path = write(tmp_path, {}) / "intake" / "a.csv"
    path.parent.mkdir()
    path.write_bytes(b'id,"channel\r\n\xff\xfe,\x00"\r1,x\nc-2,call 0912 000 0034\n')
    assert [one.line for one in private(tmp_path, {})] == [3]


def test_what_stands_in_channels_is_the_company_s_own(tmp_path: Path) -> None:
    """Its hotline in any form, its handle, its mail and links to its pages may be written everywhere."""
    channels = CHANNELS + (
        "  - {id: phone, name: Phone, kind: phone, url: 'tel:+982100000100'}\n"
        "  - {id: email, name: Mail, kind: email, url: 'mailto:help@example.com'}\n"
    )
    text = (
        "Call ۰۲۱ ۰۰۰۰ ۰۱۰۰ or +98 (21) 0000-0100, write to HELP@example.com or @Baran_Help, https://x.com/baran_help/1"
    )
    files = {"channels.yml": channels, "incidents/a.md": INCIDENT.replace("One order in three fails.", f'"{text}"')}
    assert rules(tmp_path, files) == []
    assert rules(tmp_path, {**files, "channels.yml": "channels: []\n"}) == [
        "phone",
        "phone",
        "email",
        "mention",
        "link",
    ]


def test_the_policy_allows_word_for_word(tmp_path: Path) -> None:
    """`privacy.allow` lets an exact string pass, and nothing that is longer."""
    files = {
        "policy.yml": "privacy: {allow: [press@example.com, Tehran, '0010000003']}\n",
        "incidents/a.md": INCIDENT.replace("One", "Good morning, Tehran! press@example.com id 0010000003. One"),
    }
    assert rules(tmp_path, files) == []
    files["incidents/a.md"] = INCIDENT.replace("One", "xpress@example.com. One")
    assert rules(tmp_path, files) == ["email"]


def test_consent_allows_name_handle_and_link_and_never_a_number(tmp_path: Path) -> None:
    """With `consent: named` the person may be named; their phone number is found all the same."""
    said = "did: Hi Jason, thanks @jason_b, https://x.com/jason_b, 0912 000 0034.\n"
    file = COMPLAINT.replace("did: We paid.\n", said)
    assert rules(tmp_path, {"complaints/a.md": file}) == ["name", "handle", "link", "phone"]
    named = file.replace(
        "consent: anonymous", "consent: named\ncustomer: {name: Jason B}\nlink: https://x.com/jason_b/1"
    )
    assert rules(tmp_path, {"complaints/a.md": named}) == ["phone"]


def test_the_countries_of_the_policy_decide(tmp_path: Path) -> None:
    """A number as dialled in one country is one where the policy names it; ids likewise."""
    assert rules(tmp_path, {}) == []
    assert kinds("call (202) 555-0143", regions=["US"]) == ["phone"]
    assert kinds("(202) 555-0143", regions=["IR"]) == []
    assert kinds("0010000003", regions=["IR"]) == ["id"]
    assert kinds("0010000003", regions=["RU"]) == []
    assert kinds("PESEL 44051401359", regions=["PL"]) == ["id"]  # the number of python-stdnum's own documentation
    assert kinds("PESEL 44051401358", regions=["PL"]) == []


@pytest.mark.parametrize(
    ("valid", "wrong"),
    [
        ("0010000003", "0010000004"),  # Iran: 0*10+...: 1*8 = 8; 8 mod 11 = 8; 11 - 8 = 3
        ("123456782", "123456783"),  # Israel: the example of python-stdnum's documentation
        ("112-233-445 95", "112-233-445 96"),  # Russia's SNILS: the pension fund's own example
        ("4111 1111 1111 1111", "4111 1111 1111 1112"),  # a test card
        ("DE30 1001 0010 0000 0000 12", "DE31 1001 0010 0000 0000 12"),
        ("IR47 0120 0000 0000 0000 0001 23", "IR48 0120 0000 0000 0000 0001 23"),
    ],
)
def test_one_wrong_digit_is_nobody_s_number(valid: str, wrong: str) -> None:
    """Checksums tell numbers from figures."""
    assert len(kinds(f"It was {valid} here", regions=["IR", "IL", "RU"])) == 1
    assert kinds(f"It was {wrong} here", regions=["IR", "IL", "RU"]) == []


@pytest.mark.parametrize(
    "key",
    [
        "ghp_" + "a1B2" * 9,  # a token of GitHub has 36 letters and figures after its beginning
        "glpat-" + "a1_B-" * 4,
        "AKIA" + "A1B2" * 4,
        "xoxb-123456789012-" + "aB1" * 8,
        "sk_live_" + "a1B2" * 6,
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJl",
        "-----BEGIN RSA PRIVATE KEY----- " + "a1+/" * 16 + " a1== -----END RSA PRIVATE KEY-----",
    ],
)
def test_a_key_of_a_system_is_found_in_any_text(key: str, tmp_path: Path) -> None:
    """Whole, and told in no finding, also where it stands instead of a word that is known."""
    assert kinds(f"We used {key}, which is wrong") == ["key"]
    assert kinds(f"It was x{key}"[: len("It was x") + 12]) == []
    files = {
        "incidents/a.md": INCIDENT.replace("One order", f"Token {key} order"),
        "incidents/b.md": INCIDENT.replace("by: sahar", f"by: '{key}'"),
    }
    found = findings(tmp_path, files, NOW)
    assert {("a.md", "privacy/key"), ("b.md", "record")} <= {(one.path[-4:], one.rule) for one in found}
    assert all(key[:20] not in one.text for one in found)


def test_a_password_in_an_address_is_found_and_a_port_is_none() -> None:
    """Of an address without a password nothing is taken."""
    assert kinds("see https://sam:tulip@git.example.com/x") == ["key"]
    assert kinds("see https://git.example.com:8443/x, at 10:30") == []


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(a+)+b", "3 to 40 characters"),
        ("(ab){3,9}", "a repeated group"),
        ("[0-9]+", "3 to 40 characters"),
        ("(?=x)abc", "a lookaround"),
        ("(a)\\\\1bcd", "a backreference"),
        ("[0-9", "not a valid regular expression"),
        ("[0-9]{3,9}[0-9]{3,9}[0-9]{3,9}", "repeats of unequal ends"),
    ],
)
def test_a_pattern_that_could_be_slow_is_refused_with_its_place(pattern: str, said: str, tmp_path: Path) -> None:
    """A company's own pattern is safe or an error of policy.yml."""
    policy = f'privacy:\n  allow: [press@example.com]\n  codes:\n    - {{name: order, pattern: "{pattern}"}}\n'
    (one,) = findings(tmp_path, {"policy.yml": policy, "incidents/a.md": INCIDENT}, NOW)
    assert (one.path, one.line, one.rule) == ("content/policy.yml", 4, "record")
    assert said in one.text


def picture(tmp_path: Path, name: str, *, gps: bool = False, words: str = "") -> None:
    """A small picture in content/assets, with a position or words in its metadata."""
    path = tmp_path / "content" / "assets" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    image, exif, info = Image.new("RGB", (4, 4)), Image.Exif(), PngInfo()
    if gps:
        exif.get_ifd(0x8825)[2] = (35.0, 41.0, 21.0)
    if words:
        exif[0x010E] = words
        info.add_text("Comment", words)
    image.save(path, exif=exif.tobytes(), **({"pnginfo": info} if name.endswith("png") else {}))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["shop.jpg", "shop.png", "shop.webp"])
def test_a_picture_tells_where_it_was_taken(name: str, tmp_path: Path) -> None:
    """A position in EXIF is found in three formats; without it there is nothing to say."""
    picture(tmp_path, name)
    assert rules(tmp_path, {}) == []
    picture(tmp_path, name, gps=True)
    assert rules(tmp_path, {}) == ["position"]


@pytest.mark.parametrize("name", ["shop.jpg", "shop.png"])
def test_words_in_a_picture_s_metadata_are_looked_at(name: str, tmp_path: Path) -> None:
    """A description that a camera or a person wrote into the file is a text like others."""
    picture(tmp_path, name, words="taken by mina@example.org")
    found = findings(tmp_path, {}, NOW)
    assert {one.rule for one in found} == {"privacy/metadata"}
    assert "e-mail address" in found[0].message and "mina" not in str(found)


def test_the_words_of_a_drawing_are_looked_at_and_its_lines_are_not(tmp_path: Path) -> None:
    """In an SVG a number that people read is found at its place; the numbers of a path are none."""
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'>\n<path d='M 0912 000 0034 L 0912 000 0041'/>\n{}</svg>"
    assert rules(tmp_path, {"assets/a.svg": drawing.format("")}) == []
    (one,) = findings(tmp_path, {"assets/a.svg": drawing.format("<text>0912 000 0034</text>")}, NOW)
    assert (one.rule, one.line, one.column) == ("privacy/phone", 3, 7)


@pytest.mark.parametrize(
    "start", [b"", b"\xff\xd8\xff\xe1\x00\x20Exif\x00\x00MM\x00*\xff\xff\xff\xff", b"\x89PNG\r\n\x1a\n\x00"]
)
def test_a_broken_picture_is_none(start: bytes, tmp_path: Path) -> None:
    """A file that only looks like a picture breaks nothing, and is not published."""
    path = tmp_path / "content" / "assets" / "a.jpg"
    path.parent.mkdir(parents=True)
    path.write_bytes(start + bytes(range(256)))
    assert rules(tmp_path, {}) == ["picture"]


@pytest.mark.parametrize("text", ["קופה ותשלום בכרטיס", "תשלום לשליח פועל.", "سفارش‌های اسلام شهر، امروز می‌رسد"])
def test_a_greeting_inside_another_word_greets_nobody(text: str) -> None:
    """The Hebrew word for payment ends in the one for hello, and what is paid with is no person."""
    assert Finder(make_ledger()).secrets(text) == []
