"""The command line in the user's language: which one, whole catalogs, the same findings, and lines nothing shuffles."""

from __future__ import annotations

import pickle
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from mkdocs.plugins import get_plugin_logger
from tests.command import answerable
from tests.terminal import Terminal
from tests.unit import test_forty_mistakes as mistakes
from tests.unit.content import findings
from tests.unit.test_commands import NINE, changed, content, read  # noqa: F401 (content is a fixture)

from answerable.cli.user_language import CLICK, languages, speak_to_user
from answerable.cli.user_language import catalog as compiled
from answerable.commands.dialogue import git_commit
from answerable.commands.dialogue import terminal as terminal_lines
from answerable.commands.dialogue.preview import preview
from answerable.commands.dialogue.spoken_times import read_when
from answerable.commands.prompter import Prompter
from answerable.commands.questions import DraftContext
from answerable.mkdocs_plugin.log_lines import warnings_as_lines
from answerable.mkdocs_plugin.salvage import failed_part
from answerable.output.failures import Failure
from answerable.outreach.verify import responses
from answerable.publish.context import direction_of
from answerable.records.findings import Finding, as_gitlab, as_json, as_text
from answerable.records.instants import parse_instant
from answerable.translation.invalid import message_of
from answerable.translation.message import (
    Message,
    advised,
    direction,
    joined,
    msg,
    shown,
    speak,
    speak_english,
    split_advice,
)
from answerable.web.fetch import Answer
from answerable.web.hosts import Certificate

ROOT = Path(__file__).resolve().parents[2]
SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "write_messages.py"))
TRANSLATED = [language for language in languages() if language != "en"]
PLACE = re.compile(r"%\(\w+\)s|%%|\{\w+(?:![rs])?\}")
UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
ISOLATES = re.compile("[\u2066-\u2069]")
SAID = re.compile(r"`[^`]*`|\"[^\"]*\"|'[^']*'|«[^»]*»|\[[^\]]*\]")
ENGLISH = re.compile(r"\b[A-Za-z]{2,} [a-z']{2,} [a-z]{2,}")
"""Three words of English in a row, once quotes and rules are taken away."""
OTHER_SCRIPTS = {
    "fa": re.compile("[\u0400-\u05ff]"),
    "he": re.compile("[\u0400-\u04ff\u0600-\u06ff]"),
    "ru": re.compile("[\u0590-\u06ff]"),
}
"""Letters of the other translations, which stand in one only by mistake."""
each_language = pytest.mark.parametrize("language", TRANSLATED)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """Let the next test speak English."""
    yield
    speak_english()


def catalog(language: str) -> Catalog:
    """The catalog of a language as it stands on disk."""
    with (SCRIPT["LOCALES"] / language / "LC_MESSAGES" / "answerable-cli.po").open("rb") as file:
        return read_po(file)


def forms(value: object) -> tuple[str, ...]:
    """One text, or each form of a plural."""
    return (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]


def left(text: str) -> str | None:
    """English that is left in a translated text, outside of what it quotes."""
    found = ENGLISH.search(SAID.sub("", ISOLATES.sub("", text)))
    return found[0] if found else None


def test_the_catalogs_have_every_sentence_and_no_other() -> None:
    """They are what docs/write_messages.py writes today; run that script when this fails."""
    every = SCRIPT["template"]()
    assert (SCRIPT["LOCALES"] / "answerable-cli.pot").read_bytes() == SCRIPT["text"](every)
    for path in SCRIPT["paths"]():
        assert path.read_bytes() == SCRIPT["text"](SCRIPT["updated"](path, every), SCRIPT["header"](path)), path


@each_language
def test_every_sentence_is_translated_with_its_places(language: str) -> None:
    """A place that is lost or misspelt would end a command; signs of direction are added when a message is shown."""
    for message in catalog(language):
        if message.id:
            wanted = set(PLACE.findall(forms(message.id)[-1]))
            for form in forms(message.string):
                assert form, message.id
                assert not UNSEEN.search(form), message.id
                assert not OTHER_SCRIPTS[language].search(form), message.id
            assert set(PLACE.findall(forms(message.string)[-1])) == wanted, message.id


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"LANG": "fa_IR.UTF-8"}, "fa"),
        ({"LANG": "he_IL.UTF-8", "LC_ALL": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "fa_IR.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANGUAGE": "de:ru:en", "LANG": "fa_IR"}, "ru"),
        ({}, "en"),
    ],
)
def test_the_environment_chooses_as_for_other_programs(
    environment: dict[str, str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first variable that is set counts; of its languages the first that is spoken, else English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    speak_to_user(None)
    assert (
        ISOLATES.sub("", shown(msg("warning"))) == compiled(spoken).gettext("warning") if spoken != "en" else "warning"
    )


@each_language
def test_help_and_wrong_use_are_in_the_language(language: str, tmp_path: Path) -> None:
    """Help, its headings, the errors of click and our own."""
    for arguments in (
        [],
        ["new"],
        ["new", "incident"],
        ["check"],
        ["build"],
        ["serve"],
        ["init"],
        ["import", "cstate"],
    ):
        helped = answerable("--lang", language, *arguments, "--help", cwd=tmp_path).output
        lines = [line for line in helped.splitlines() if not re.search("answerable|--|OPTIONS", line)]
        assert not left("\n".join(lines)), helped
    for wrong in (["chekc"], ["check", "--formt"], ["check", "--format", "x"], ["build"], ["check", "--now", "nine"]):
        said = answerable("--lang", language, *wrong, cwd=tmp_path, code=2).output
        assert not left(said), said


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_terminal_without_the_letters_gets_english(encoding: str, tmp_path: Path) -> None:
    """What it cannot print would be a row of codes."""
    done = subprocess.run(
        [sys.executable, "-m", "answerable", "--lang", "fa", "check"],
        cwd=tmp_path, env={"PYTHONIOENCODING": encoding, "HOME": str(tmp_path)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"mkdocs.yml was not found; run this in the folder of your site" in done.stderr


@cache
def found_mistakes(folder: Path) -> list[Finding]:
    """What forty mistakes are told, each made alone."""
    made = []
    for number, (file, right, wrong, _) in enumerate(mistakes.MISTAKES):
        (folder / str(number)).mkdir()
        files = {**mistakes.COMPANY, file: mistakes.FILES[file].replace(right, wrong, 1)}
        made.append(findings(folder / str(number), files, mistakes.NOW))
    assert len(made) >= 40 and all(made)
    return [finding for some in made for finding in some]


@pytest.fixture(scope="session")
def mistakes_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for forty folders."""
    return tmp_path_factory.mktemp("mistakes")


@each_language
def test_forty_mistakes_are_told_in_the_language_at_the_same_places(language: str, mistakes_folder: Path) -> None:
    """Place and rule stand as in English, and no English sentence is left; data for programs stays as it is."""
    found = found_mistakes(mistakes_folder)
    english, data, quality = as_text(found).splitlines(), as_json(found), as_gitlab(found)
    speak_to_user(language)
    for finding, line, before in zip(found, as_text(found).splitlines(), english, strict=True):
        plain = ISOLATES.sub("", line)
        assert plain.startswith(f"{finding.place}: ") and plain.endswith(f" [{finding.rule}]")
        assert plain != before and not left(plain.removeprefix(finding.place)), plain
    assert as_json(found) == data
    marks = re.compile(r'"fingerprint": "(\w+)"')
    assert marks.findall(as_gitlab(found)) == marks.findall(quality)


@each_language
def test_check_ends_with_the_same_rules_and_code(language: str, tmp_path: Path) -> None:
    """The whole command, over a site with several mistakes."""
    answerable("init", tmp_path / "site", cwd=tmp_path)
    site = tmp_path / "site"
    for number, (file, right, wrong, _) in enumerate(mistakes.MISTAKES):
        if file == mistakes.SIGN_IN:
            path = site / "content/incidents" / f"2026-01-15-sign-in-{number}.md"
            path.write_text(mistakes.INCIDENT.replace(right, wrong), encoding="utf-8")
    english = answerable("check", cwd=site, code=1).stdout
    said = answerable("--lang", language, "check", cwd=site, code=1).stdout
    rules = re.compile(r"^(\S+): .*\[([a-z/-]+)\]$", re.MULTILINE)
    assert len(rules.findall(english)) > 30
    assert rules.findall(ISOLATES.sub("", said)) == rules.findall(english)
    for line in said.splitlines():
        assert not left(line), line


NIGHT = (
    ("Start from a template? Its number", ""),
    ("What is not working? One sentence", "Search does not answer"),
    ("When did it begin?", "AGO"),
    ("How serious is it for people?", "۲"),
    ("Which components are affected? Numbers or ids", "search"),
    ("does not work for some people", "2"),
    ("What is the status?", ""),
    ("What people notice, and what people can do meanwhile", "Nothing is found since nine."),
    ("Who signs?", "sahar"),
    ("When will you post the next update? 30m, 10:40, or - for no promise", "30m"),
    ("Write this file?", "YES"),
)
AGO = {"fa": "۴۰ دقیقه پیش", "he": "לפני 40 דקות", "ru": "40 минут назад"}


@each_language
def test_at_three_in_the_morning_in_ones_own_language(language: str, content: Path) -> None:  # noqa: F811
    """The dialogue asks and understands times and yes in the language, and writes the same record."""
    sentence = compiled(language).gettext
    terminal = Terminal(["--lang", language, "new", "incident", "--now", NINE], content.parent)
    for question, answer in NIGHT:
        words = {"AGO": AGO[language], "YES": sentence("yes")}.get(answer, answer)
        terminal.answer(sentence(question), words)
    assert terminal.end() == 0, terminal.seen
    assert changed(content) == {"incidents/2026/2026-11-24-search-does-not-answer.md"}
    incident = read(content).ledger.incident("2026-11-24-search-does-not-answer")
    assert incident is not None
    assert incident.components == {"search": "partial_outage"}
    assert incident.started == datetime.fromisoformat("2026-11-24T08:20:00+03:30")
    records = "".join(path.read_text("utf-8") for path in content.rglob("*.*") if path.suffix in (".md", ".yml"))
    for line in terminal.seen.splitlines():
        assert (left(line) or "") in records or line.startswith("git add"), line


TIMES = [
    ("fa", "۳۰ دقیقه دیگر", "09:30"),
    ("fa", "تا نیم‌ساعت دیگر", "09:30"),
    ("fa", "يك ساعت بعد", "10:00"),  # in Arabic letters
    ("fa", "یک ساعت و نیم دیگه", "10:30"),
    ("fa", "دو ساعت و ۱۵ دقیقه دیگر", "11:15"),
    ("fa", "یک ربع پیش", "08:45"),
    ("fa", "یک ربع ساعت دیگر", "09:15"),
    ("fa", "یه ربع ساعت پیش", "08:45"),
    ("fa", "سه ربع ساعت دیگر", "09:45"),
    ("fa", "یک ساعت و ربع دیگر", "10:15"),
    ("fa", "دو ساعت و ربع دیگر", "11:15"),
    ("fa", "سه ساعت و نیم پیش", "05:30"),
    ("fa", "ساعت ۱۰:۴۰", "10:40"),
    ("fa", "امروز ساعت ۱۰:۴۰", "10:40"),
    ("fa", "۱۴۰۵/۰۹/۰۳ ۱۰:۴۰", "10:40"),
    ("fa", "in half an hour", "09:30"),  # English is understood, too
    ("he", "in 2 hours", "11:00"),
    ("ru", "today at 10:40", "10:40"),
    ("he", "בעוד 30 דקות", "09:30"),
    ("he", "בעוד חצי שעה", "09:30"),
    ("he", "בעוד שעתיים", "11:00"),
    ("he", "בעוד שעה ו-20 דקות", "10:20"),
    ("he", "לפני שעה", "08:00"),
    ("he", "לפני רבע שעה", "08:45"),
    ("he", "בעוד שלושת רבעי שעה", "09:45"),
    ("he", "בעוד שעה ורבע", "10:15"),
    ("he", "בעוד שלוש שעות וחצי", "12:30"),
    ("he", "לפני שלוש דקות", "08:57"),
    ("he", "היום ב-10:40", "10:40"),
    ("he", "היום בשעה 10:40", "10:40"),
    ("ru", "через 30 минут", "09:30"),
    ("ru", "через полчаса", "09:30"),
    ("ru", "через час", "10:00"),
    ("ru", "через два часа", "11:00"),
    ("ru", "через полтора часа", "10:30"),
    ("ru", "через час и 20 минут", "10:20"),
    ("ru", "четверть часа назад", "08:45"),
    ("ru", "три с половиной часа назад", "05:30"),
    ("ru", "час назад", "08:00"),
    ("ru", "сегодня в 10:40", "10:40"),
]


@pytest.mark.parametrize(("language", "words", "clock"), TIMES)
def test_times_are_understood_as_people_say_them(language: str, words: str, clock: str) -> None:
    """At nine on 24 November, the third of Azar."""
    speak_to_user(language)
    zone = ZoneInfo("Asia/Tehran")
    found = read_when(words, datetime(2026, 11, 24, 9, tzinfo=zone), zone)
    assert found == datetime.fromisoformat(f"2026-11-24T{clock}:00+03:30")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fa", "ساعت ۲"),  # at two o'clock
        ("fa", "ساعت پیش"),
        ("fa", "هفته بعد"),  # next week
        ("fa", "دو سه ساعت پیش"),
        ("fa", "۱۰ ربع ساعت دیگر"),
        ("he", "לפני שעה שעתיים"),  # an hour or two ago
        ("he", "לפני שעות"),
        ("he", "בעוד שעה יום"),
        ("ru", "2 часа дня"),  # two in the afternoon
        ("ru", "3 часа ночи"),
        ("ru", "9 часов утра"),
        ("ru", "7 вечера"),
        ("ru", "через час дня"),
        ("ru", "через минуты"),
        ("ru", "часа два назад"),
        ("ru", "час 20 минут"),
    ],
)
def test_times_that_are_not_clear_are_refused(language: str, words: str) -> None:
    """Whoever meant a time of the day, or about how long, is asked to write it otherwise."""
    speak_to_user(language)
    zone = ZoneInfo("Asia/Tehran")
    with pytest.raises(ValueError, match="10:40"):
        read_when(words, datetime(2026, 11, 24, 9, tzinfo=zone), zone)


@each_language
def test_a_draft_is_shown_in_the_language(language: str, content: Path) -> None:  # noqa: F811
    """Every key has a word, and what the company's files name is named."""
    speak_to_user(language)
    now = parse_instant(NINE)
    context = DraftContext(content, read(content).ledger, now, Prompter({}, interactive=False))
    front = {
        "announced": now, "starts": now, "ends": now, "started": now, "received": now, "at": now, "next_update": now,
        "step": "answered", "by": "sahar", "approved_by": "sahar", "customer": {"name": "Mina"}, "channel": "x",
        "topic": "refunds", "component": "checkout", "outcome": "solved", "reason": "Late.", "link": "https://x.example",
    }  # fmt: skip
    said = ISOLATES.sub("", preview(context, front, "a.md", "Late")).splitlines()
    assert [line for line in said if re.match(r"  [a-z_ ]+:", line)] == []
    names = {line.rpartition(": ")[2] for line in said}
    assert names >= {"Sahar Kiani", "X", "Refunds", "Checkout and card payments"}


@each_language
def test_warnings_of_a_build_are_in_the_language(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the name of the plugin before them, and no sign spelled out."""
    speak_to_user(language)
    with warnings_as_lines(set()):
        get_plugin_logger("answerable").warning(
            "%s", msg("the interface has no words in %(language)s: they are English", language="ar\x1b")
        )
    said = capsys.readouterr().err
    assert "answerable:" in said and "\\u" not in said and not left(ISOLATES.sub("", said)), said
    assert "\x1b" not in said


@each_language
def test_a_broken_mkdocs_yml_is_explained_in_the_language(language: str, tmp_path: Path) -> None:
    """The line and what would be right, by each command that reads it."""
    (tmp_path / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    said = answerable("--lang", language, "check", cwd=tmp_path, code=2).output.splitlines()[-1]
    assert "mkdocs.yml:1" in said and not left(said), said


@each_language
def test_rules_are_explained_in_the_language(language: str, tmp_path: Path) -> None:
    """What a rule finds, why, and how to put it right, wrapped to lines."""
    for rule in ("privacy/phone", "record", "tone/blame", "loop"):
        said = answerable("--lang", language, "check", "--explain", rule, cwd=tmp_path).output
        assert not left(said), said


@each_language
def test_a_part_made_without_some_records_is_told_in_the_language(language: str) -> None:
    """Only the reason, which a program gives, stays as it is."""
    speak_to_user(language)
    said = failed_part(Failure("feeds.publish", "incidents/a.md (ValueError: x)", made=True)).shown
    assert "incidents/a.md (ValueError: x)" in ISOLATES.sub("", said)
    assert not re.search("without|made", said)


def test_from_right_to_left_each_line_and_value_is_isolated() -> None:
    """The place of a finding stands outside, as editors look for it, and a command to copy has no signs in it."""
    speak_to_user("fa")
    finding = Finding("content/a.md", 3, 7, msg("%(name)s is missing", name="`title`"), msg("add the line"))
    words = "خطا: \u2068`title`\u2069 وجود ندارد؛ این خط را اضافه کنید \u2068[record]\u2069"
    assert finding.shown == f"content/a.md:3:7: \u2067{words}\u2069"
    said = shown(joined("\n", (msg("%(done)s. To publish it:", done=msg("wrote %(path)s", path="a.md")), "git push")))
    assert said.splitlines() == ["\u2067نوشته شد: \u2068a.md\u2069. برای انتشار:\u2069", "git push"]


@each_language
def test_yes_and_no_are_asked_for_as_they_can_be_typed(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever typed something else is told the letters of their own language."""
    speak_to_user(language)
    typed, said = iter(["?", compiled(language).gettext("no")[0]]), []
    monkeypatch.setattr(terminal_lines, "read_line", lambda _label: next(typed))
    monkeypatch.setattr(terminal_lines, "echo_stderr", lambda words, **_: said.append(ISOLATES.sub("", shown(words))))
    assert terminal_lines.confirm("?") == "n"
    letters = [compiled(language).gettext(word)[0] for word in ("yes", "no")]
    assert [one for one in letters if one not in said[0].rpartition(":")[2]] == []


@pytest.mark.parametrize("system", ["posix", "nt"])
def test_commands_to_copy_have_no_signs_in_them(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though they name a title in Persian: a shell would take an isolate for the beginning of the command."""
    monkeypatch.setattr(git_commit, "SYSTEM", system)
    speak_to_user("fa")
    commands = git_commit.shown_commands("a.md", "a: پرداخت ممکن نیست")
    said = shown(joined("\n", (msg("%(done)s. To publish it:", done=msg("wrote %(path)s", path="a.md")), commands)))
    assert said.split("\n")[1:] == commands.split("\n")
    assert not ISOLATES.search(commands)


def test_what_is_to_be_typed_is_isolated_within_a_sentence() -> None:
    """Else a terminal would put the signs at its ends on the wrong side."""
    speak_to_user("fa")
    assert shown(msg("write `https://` before it")) == "\u2067پیش از آن \u2068`https://`\u2069 بنویسید\u2069"


def test_texts_are_joined_by_the_sign_of_the_language() -> None:
    """Persian has a comma of its own."""
    speak_to_user("fa")
    assert shown(joined(", ", ["یک", "دو"])) == "\u2067\u2068یک\u2069، \u2068دو\u2069\u2069"
    speak_to_user("ru")
    assert shown(joined(", ", ["раз", "два"])) == "раз, два"


def test_from_left_to_right_nothing_is_added() -> None:
    """Russian needs no signs of direction."""
    speak_to_user("ru")
    assert shown(msg("%(name)s is missing", name="`title`")) == "нет `title`"


@each_language
def test_the_direction_is_that_of_the_language(language: str) -> None:
    """As Babel has it."""
    speak_to_user(language)
    assert direction() == direction_of(language)


def test_a_hostile_value_cannot_end_an_isolate() -> None:
    """Signs of direction in what strangers wrote are shown as codes."""
    speak_to_user("fa")
    finding = Finding("a.md", 1, 0, msg("%(name)s is missing", name="x\u2069\u202ey"))
    assert "x\\u2069\\u202ey" in finding.shown


def test_a_message_is_its_english_text_wherever_programs_read_it() -> None:
    """It equals its text, goes between processes, and an exception made with it gives it back."""
    message = msg("%(file)s exists already; nothing was written", file="a.md")
    assert message == "a.md exists already; nothing was written"
    again = pickle.loads(pickle.dumps(message))  # noqa: S301 (our own)
    assert (again, again.msgid, again.values) == (message, message.msgid, message.values)
    assert isinstance(str(ValueError(message)), Message)


def test_advice_is_taken_apart_in_any_language() -> None:
    """A translation may have no semicolon, so the halves are kept."""
    what, right = msg("has no UTC offset"), msg("add the line")
    assert split_advice(advised(what, right)) == (what, right)
    assert split_advice("this is wrong; do that") == ("this is wrong", "do that")
    with pytest.raises(ValueError) as error:
        parse_instant("2026-11-23T10:09:00")
    assert all(isinstance(half, Message) for half in split_advice(message_of(error.value)))


def test_what_click_says_is_what_this_click_says() -> None:
    """A sentence that click has changed would stay English; other versions may have other ones."""
    import click

    sources = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    known = [one for sentence in CLICK for one in forms(sentence) if f'"{one}"' in sources]
    assert len(known) >= len(CLICK) - 4, set(CLICK) - set(known)


def test_numbers_in_a_report_of_verify_take_their_plural_from_the_language() -> None:
    """Russian has three forms: 2 байта, 3 дня, but 60 дней."""
    speak(compiled("ru"), right_to_left=False)
    answer = Answer("https://status.example.com/", 200, httpx.Headers(), b"ok")
    now = parse_instant("2026-11-24T10:00:00Z")
    left = (
        responses.certificate(Certificate(now - timedelta(days=30), now + timedelta(days, hours=1)), now)
        for days in (3, 60)
    )
    said = [shown(str(one)) for one in (responses.file("feed.xml", b"ok", answer), *left)]
    assert [words in line for words, line in zip(("2 байта", "3 дня", "60 дней"), said, strict=True)] == [True] * 3
