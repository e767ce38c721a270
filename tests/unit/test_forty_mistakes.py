"""Forty mistakes that people make at three in the morning, and what each of them is told: once, and what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.content import findings

from answerable.checks.rule_help import explain
from answerable.content.reading import read_content

NOW = datetime(2026, 1, 15, 10, 20, tzinfo=UTC)
TEXT = '"About one sign-in in five fails in the app."'
INCIDENT = f"""---
title: "Sign-in fails for some people"
impact: major
components:
  app: partial_outage
updates:
  - at: 2026-01-15T10:09:00+00:00
    status: investigating
    by: sam
    text: {TEXT}
    next_update: 2026-01-15T10:40:00+00:00
---
"""
COMPLAINT = """---
title: "Invoice came two weeks late"
channel: email
topic: other
received: 2026-01-14T09:12:00+00:00
consent: anonymous
steps:
  - {at: 2026-01-14T09:40:00+00:00, did: answered, by: sam}
  - {at: 2026-01-15T09:20:00+00:00, did: resolved, outcome: solved, by: sam}
did: "We sent the invoice."
---
"""
MAINTENANCE = """---
title: "Our database moves"
components: {app: under_maintenance}
announced: 2026-01-15T10:00:00+00:00
starts: 2026-01-20T02:00:00+00:00
ends: 2026-01-20T04:00:00+00:00
by: sam
text: "Nobody can sign in meanwhile."
---
"""
CHANNELS = "channels:\n  - id: email\n    name: E-mail\n    kind: email\n    url: mailto:help@example.com\n"
POLICY = "topics:\n  - {id: other, name: Everything else}\n"
COMPANY = {
    "components.yml": "components:\n  - {id: app, name: App}\n  - {id: website, name: Website}\n",
    "team.yml": "people:\n  - {id: sam, name: Sam Taylor}\n  - {id: nadia, name: Nadia Benali}\n",
    "channels.yml": CHANNELS,
    "policy.yml": POLICY,
}
SIGN_IN, INVOICE, MOVE = (
    "incidents/2026-01-15-sign-in.md", "complaints/2026-01-14-late-invoice.md", "maintenance/2026-01-20-database.md",
)  # fmt: skip
FILES = {SIGN_IN: INCIDENT, INVOICE: COMPLAINT, MOVE: MAINTENANCE, "channels.yml": CHANNELS, "policy.yml": POLICY}
FILES["components.yml"] = COMPANY["components.yml"]
CONFLICT = "<<<<<<< HEAD\nimpact: major\n=======\nimpact: minor\n>>>>>>> other\n"

MISTAKES = [
    # Quotes and colons
    (
        SIGN_IN,
        TEXT,
        "Note: the website works",
        ('10:15: error: a colon in a text without quotes; put the whole text in "double quotes" [yaml]'),
    ),
    (SIGN_IN, TEXT, TEXT[:-1], "10:11: error: this quote is not closed; add the closing quote [yaml]"),
    (SIGN_IN, 'some people"', "some people", "2:8: error: this quote is not closed; add the closing quote [yaml]"),
    (
        SIGN_IN,
        TEXT,
        r'"Delete C:\Users\Temp and sign in."',
        (
            r"10:21: error: `\U`: a backslash has a meaning in "
            r""""double quotes"; write it twice, \\, or use 'single quotes' [yaml]"""
        ),
    ),
    (
        SIGN_IN,
        TEXT,
        "'It's slow'",
        (
            "10:15: error: a ' inside a text in 'single quotes' ends it here; put the whole "
            'text in "double quotes" [yaml]'
        ),
    ),
    (
        SIGN_IN,
        TEXT,
        '"The "Sign in" button fails"',
        (
            '10:17: error: a " inside a text in "double quotes" ends it here; '
            'write " only before and after the whole text, and ‘these’ inside [yaml]'
        ),
    ),
    (
        SIGN_IN,
        TEXT,
        "[Update] Sign-in fails",
        ('10:20: error: words after `]`; put the whole text in "double quotes" [yaml]'),
    ),
    (
        SIGN_IN,
        TEXT,
        "@support is looking into it",
        ('10:11: error: a value may not begin with `@`; put the whole text in "double quotes" [yaml]'),
    ),
    (
        SIGN_IN,
        TEXT,
        "!Attention everybody",
        ('10:11: error: a value may not begin with `!`; put the whole text in "double quotes" [yaml]'),
    ),
    (
        SIGN_IN,
        TEXT,
        "Card payments fail #4 shop",
        ("10:30: error: ` #` begins a comment, so the text ends before it; put the text in quotes [comment]"),
    ),
    (
        SIGN_IN,
        TEXT,
        "About one\n    in five fails: sorry",
        (
            "11:5: error: unknown key `in five fails`; if it goes on "
            'from the text above, put that whole text in "double quotes" [record]'
        ),
    ),
    # Signs of word processors
    (
        SIGN_IN,
        TEXT,
        "“Note: the website works”",
        ('10:11: error: a typographic quote, `“`, where a straight one is needed; write " before and after [yaml]'),
    ),
    (
        SIGN_IN,
        'app."',
        "app.”",
        ('10:55: error: a typographic quote, `”`, where a straight one is needed; write " before and after [yaml]'),
    ),
    (
        SIGN_IN,
        "investigating",
        "“investigating”",
        ('8:13: warning: typographic quotes, `“`, around a value; write straight ones, "…" [yaml]'),
    ),
    (
        SIGN_IN,
        "impact: major",
        "impact:\u00a0major",
        ("3:8: error: a non-breaking space; delete it, and type an ordinary space [unseen]"),
    ),
    (
        SIGN_IN,
        "  app: ",
        "\u00a0\u00a0app: ",
        ("5:1: error: a non-breaking space; delete it, and type an ordinary space [unseen]"),
    ),
    (
        SIGN_IN,
        "  - at",
        "  – at",
        ("7:3: error: an en dash, `–`, where the list needs a hyphen; write `- `, a hyphen and a space [yaml]"),
    ),
    (
        SIGN_IN,
        "  - at",
        "  • at",
        ("7:3: error: a bullet, `•`, where the list needs a hyphen; write `- `, a hyphen and a space [yaml]"),
    ),
    (SIGN_IN, "---\ntitle", "—\ntitle", "1:1: error: the first line is `—`; write three hyphens, `---` [record]"),
    # Indentation
    (SIGN_IN, "  app: ", "\tapp: ", "5:1: error: a tab where spaces are needed; indent with spaces [yaml]"),
    (SIGN_IN, "    status", "  \tstatus", "8:3: error: a tab where spaces are needed; indent with spaces [yaml]"),
    (
        SIGN_IN,
        "  app: ",
        "app: ",
        ("5:1: error: `app` is not indented, so it does not belong to `components`; put two spaces before it [record]"),
    ),
    (
        SIGN_IN,
        "    status",
        "     status",
        ("8:12: error: wrong indentation: the key above already has a value; line it up with the key above [yaml]"),
    ),
    (
        SIGN_IN,
        "  - at",
        "    at",
        ("7:5: error: `updates` is not a list; begin each item on a line of its own with `- ` [record]"),
    ),
    (
        SIGN_IN,
        "title: ",
        "title:",
        ("2:6: error: no space after `title:`; write `title: `, with a space, and the value [yaml]"),
    ),
    # Copied and merged
    (
        SIGN_IN,
        "impact: major\n",
        CONFLICT,
        (
            "3:1: error: "
            "two versions of these lines were not merged; keep one of the two versions, and delete the lines that "
            "begin with <<<<<<<, ======= and >>>>>>> [yaml]"
        ),
    ),
    (
        SIGN_IN,
        "---\ntitle",
        "```text\n---\ntitle",
        (
            "1:1: error: a line of ``` was copied with the example; delete "
            "this line, and the one with ``` at the end [record]"
        ),
    ),
    (
        SIGN_IN,
        "00+00:00\n---\n",
        "00+00:00\n---\n```\n",
        ("13:1: warning: a line of ``` was copied with the example; delete this line [yaml]"),
    ),
    (
        SIGN_IN,
        "00+00:00\n---\n",
        "00+00:00\n",
        ("1:1: error: the front matter is not closed; put a line `---` after its last key [record]"),
    ),
    # Words
    (SIGN_IN, '"Sign-in fails for some people"', '""', "2:8: error: `title` is empty; write a title [record]"),
    (SIGN_IN, "title:", "titel:", "2:1: error: unknown key `titel`; did you mean `title`? [record]"),
    (SIGN_IN, "by: sam", "by: Sam Taylor", "9:9: error: unknown person `Sam Taylor`; did you mean `sam`? [record]"),
    (SIGN_IN, "by: sam", "by: sma", "9:9: error: unknown person `sma`; did you mean `sam`? [person]"),
    (SIGN_IN, "app: ", "ap: ", "5:3: error: unknown component `ap`; did you mean `app`? [component]"),
    (
        SIGN_IN,
        "investigating",
        "Investigatng",
        ("8:13: error: `updates[1].status`: `Investigatng` is not allowed; did you mean `investigating`? [record]"),
    ),
    (
        SIGN_IN,
        "partial_outage",
        "broken",
        (
            "5:8: error: `components.app`: `broken` is not allowed; write one of: "
            "operational, under_maintenance, degraded_performance, partial_outage, major_outage [record]"
        ),
    ),
    (
        SIGN_IN,
        "partial_outage",
        "down",
        "5:8: error: `components.app`: `down` is not allowed; did you mean `major_outage`? [record]",
    ),
    (
        INVOICE,
        "channel: email",
        "channel: e-mail",
        ("3:10: error: unknown channel `e-mail`; did you mean `email`? [reference]"),
    ),
    (INVOICE, "topic: other", "topic: Others", "4:8: error: unknown topic `Others`; did you mean `other`? [record]"),
    (
        INVOICE,
        "outcome: solved",
        "outcome: fixed",
        "9:61: error: `steps[2].outcome`: `fixed` is not allowed; did you mean `solved`? [record]",
    ),
    # Times
    (
        SIGN_IN,
        "10:09:00+00:00",
        "10:09:00",
        (
            "7:9: error: `updates[1].at`: `2026-01-15T10:09:00` has no UTC offset; "
            "add it, as in 2026-11-23T10:09:00+03:30 [record]"
        ),
    ),
    (
        SIGN_IN,
        "2026-01-15T10:09",
        "2027-01-15T10:09",
        ("7:9: error: this lies in the future; write when it happened; look at day, month and offset [record]"),
    ),
    (SIGN_IN, "10:40", "10:00", "11:18: error: `next_update` is not after `at`; choose a later time [record]"),
    (
        MOVE,
        "T04:00",
        "T01:00",
        ("6:7: error: `ends` is not after `starts`; write an instant after 2026-01-20T02:00:00+00:00 [record]"),
    ),
    (
        "policy.yml",
        "topics:",
        "zone: Teheran\ntopics:",
        ("1:7: error: `zone`: `Teheran` is not a time zone; did you mean `Asia/Tehran`? [record]"),
    ),
    (
        "policy.yml",
        "topics:",
        "languages: [eng]\ntopics:",
        (
            "1:13: note: no words of Answerable are in `eng`, so all but your own texts are English there; "
            "did you mean `en`? [text/language]"
        ),
    ),
    (
        "policy.yml",
        "topics:",
        "languages: en, fa\ntopics:",
        "1:12: error: `languages`: `en, fa` is not a list; write `[en, fa]` [record]",
    ),
    (
        "policy.yml",
        "topics:",
        "freshness: {rebuild_every: 1d}\ntopics:",
        (
            "1:12: warning: a build is believed for 6h, and the next is promised within 2d; "
            "let `believe_for` be several times `rebuild_every` [policy/promise]"
        ),
    ),
    (
        SIGN_IN,
        TEXT,
        '{en: "Sign-in fails.", ger: "Die Anmeldung geht nicht."}',
        "10:39: note: `ger` is not among `languages` of policy.yml; write one of: en [text/language]",
    ),
    # Left out
    (
        SIGN_IN,
        "status: investigating",
        "status:",
        (
            "8:12: error: `updates[1].status` is empty; write one of: "
            "investigating, identified, monitoring, resolved [record]"
        ),
    ),
    (
        SIGN_IN,
        "impact: major",
        "impact:",
        ("3:8: error: `impact` is empty; write one of: none, minor, major, critical [record]"),
    ),
    (
        SIGN_IN,
        "components:\n  app: ",
        "components: app: ",
        (
            "4:13: error: `app:` on the line of `components:`; begin "
            "`app:` on the next line, two spaces further in [yaml]"
        ),
    ),
    (SIGN_IN, "- at: ", "- at ", "7:5: error: no colon after `at`; write `at: ` and the value [yaml]"),
    (
        SIGN_IN,
        "2026-01-15T10:09",
        "2026–01–15T10:09",
        (
            "7:9: error: `updates[1].at`: `2026–01–15T10:09:00+00:00` has "
            "dashes that are not hyphens; write it as 2026-11-23T10:09:00+03:30 [record]"
        ),
    ),
    (
        SIGN_IN,
        "2026-01-15T10:09",
        "۲۰۲۶-۰۱-۱۵T10:09",
        (
            "7:9: error: `updates[1].at`: `۲۰۲۶-۰۱-۱۵T10:09:00+00:00` has "
            "other digits than 0 to 9; write it as 2026-11-23T10:09:00+03:30 [record]"
        ),
    ),
    (
        SIGN_IN,
        "2026-01-15T10:09",
        "1404-10-25T10:09",
        (
            "7:9: error: `updates[1].at`: `1404-10-25T10:09:00+00:00` is in the Persian calendar; "
            "write the day as 2026-01-15 [record]"
        ),
    ),
    (
        SIGN_IN,
        "2026-01-15T10:09",
        "1404-13-25T10:09",
        (
            "7:9: error: `updates[1].at`: `1404-13-25T10:09:00+00:00` is in the Persian calendar; "
            "write it as 2026-11-23T10:09:00+03:30 [record]"
        ),
    ),
    (
        "components.yml",
        "name: App}",
        "name: App, since: 1404-10-25}",
        (
            "2:33: error: `components[1].since`: `1404-10-25` is in the Persian calendar; "
            "write the day as 2026-01-15 [record]"
        ),
    ),
    (
        SIGN_IN,
        "  app: partial_outage",
        "  our app: partial_outage",
        "5:3: error: unknown component `our app`; did you mean `app`? [record]",
    ),
    (
        SIGN_IN,
        "components:\n  app: partial_outage",
        "components: {app partial_outage}",
        "4:14: error: `app partial_outage` has no colon; write `key: value` [record]",
    ),
    (
        SIGN_IN,
        "investigating",
        "investigating\u00a0",
        "8:26: error: a non-breaking space at the end; delete it [unseen]",
    ),
    (
        MOVE,
        'meanwhile."\n',
        'meanwhile."\nupdates:\n  - {at: 2026-01-15T10:10:00+00:00, status: postponned, by: sam}\n',
        "10:45: error: `updates[1].status`: `postponned` is not allowed; did you mean `postponed`? [record]",
    ),
    # Links, pictures, private words
    (
        "channels.yml",
        "mailto:",
        "",
        (
            "5:10: error: `channels[1].url`: `•••••••om` does not fit here; write `mailto:` "
            "before an e-mail address [record]"
        ),
    ),
    ("channels.yml", "mailto:help", "mailto: help", "5:16: error: a space after `mailto:`; delete the space [yaml]"),
    (
        "channels.yml",
        "mailto:help@example.com",
        "example.com/help",
        ("5:10: error: `channels[1].url`: `example.com/help` does not fit here; write `https://` before it [record]"),
    ),
    (
        SIGN_IN,
        TEXT,
        '"See ![the error](error.png)."',
        ("10:16: warning: a picture in a text is not shown; say it in words [text/image]"),
    ),
    (
        SIGN_IN,
        TEXT,
        '"See [our help](example.com/help)."',
        ("10:27: warning: a link without its beginning, `example.com/help`; write `https://` before it [text/link]"),
    ),
    (
        SIGN_IN,
        TEXT,
        '"Call +44 20 7946 0958."',
        ("10:17: error: a phone number, `•••••••58`; remove it [privacy/phone]"),
    ),
]


@pytest.mark.parametrize(("file", "right", "wrong", "said"), MISTAKES, ids=[repr(one[2]) for one in MISTAKES])
def test_a_mistake_is_told_once_with_its_line_and_what_to_do(
    file: str, right: str, wrong: str, said: str, tmp_path: Path
) -> None:
    """Each mistake is one finding, and its rule can be explained."""
    files = {**COMPANY, file: FILES[file].replace(right, wrong, 1)}
    assert [str(found) for found in findings(tmp_path, files, NOW)] == [f"content/{file}:{said}"]
    assert explain(said.rpartition("[")[2].rstrip("]"), {})


def test_without_a_mistake_nothing_is_told(tmp_path: Path) -> None:
    """The records that the mistakes are made in are right."""
    assert findings(tmp_path, {**COMPANY, **FILES}, NOW) == []


@pytest.mark.parametrize("sign", ["\u2003", "\u202f"])
def test_a_notice_with_odd_spaces_is_published_as_it_was_meant(sign: str, tmp_path: Path) -> None:
    """Spaces that nobody can tell apart do not keep a notice from readers."""
    findings(tmp_path, {**COMPANY, SIGN_IN: INCIDENT.replace("  app", f"{sign}{sign}app")}, NOW)
    content = read_content(tmp_path / "content", NOW)
    assert [incident.title.by_language[""] for incident in content.ledger.incidents] == [
        "Sign-in fails for some people"
    ]
    assert content.cleaned == (f"content/{SIGN_IN}",)
