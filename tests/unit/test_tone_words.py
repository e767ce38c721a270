"""The word lists, and how phrases are found: whole words, in every spelling that readers take for the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from answerable.checks.tone.word_lists import AS_WORDS, LISTS, compile_phrases, phrase_matches, words_for
from answerable.checks.word_files import FOLDER, WordFileError, language_words, languages, read_word_file
from answerable.records.characters import normalize, original_span
from answerable.records.policy import Tone

each_language = pytest.mark.parametrize("language", languages())
SOUNDING = ("stock_apology", "sorry_you_feel", "blame", "slang", "next_step")


def found(phrase: str, text: str) -> list[str]:
    """What of a text a phrase finds, as it stands in the text."""
    spans = [original_span(text, list(place)) for place in phrase_matches(compile_phrases([phrase]), normalize(text))]
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        # Whole words, whatever the case, with what may stand between two words.
        ("sorry for any inconvenience", "We're SORRY for\n  any inconvenience.", "SORRY for\n  any inconvenience"),
        ("sorry for any inconvenience", "sorry, for **any** inconvenience", "sorry, for **any** inconvenience"),
        ("lol", "A lollipop for lol", "lol"),
        ("ty", "A thirsty city", ""),
        ("mate", "a team-mate", ""),
        ("bro", "see example.com/bro and @bro", ""),
        ("you're upset", "we see that you’re upset", "you’re upset"),
        ("resume", "a re\u0301sume\u0301", ""),  # NFC makes é of it, which is another letter
        # Any ending, and up to four words of the same sentence in between.
        ("apologi* for", "We apologise for it", "apologise for"),
        ("apologi* for", "an apology for it", ""),
        ("sorry ... inconvenience", "sorry about all of this inconvenience", "sorry about all of this inconvenience"),
        ("sorry ... inconvenience", "sorry about one two three four inconvenience", ""),
        ("sorry ... inconvenience", "We are sorry. The inconvenience ends", ""),
        # One of several words, in any place; a time of day.
        ("sorry/apologi* for the trouble/hassle", "an apology for the hassle", ""),
        ("sorry/apologi* for the trouble/hassle", "we apologise for the hassle", "apologise for the hassle"),
        ("by 00:00", "by 9:05, not by 20 %", "by 9:05"),
        ("תירגע/הירגע", "ותירגע", "ותירגע"),
        # Persian: the half-space written, left out, or as a space; Arabic letters; vowel signs; tatweel.
        ("می‌خواهیم", "ما می خواهیم", "می خواهیم"),
        ("می‌خواهیم", "ما میخواهیم", "میخواهیم"),
        ("می‌خواهیم", "نمی‌خواهیم", ""),
        ("کمی", "كمي صبر", "كمي"),
        ("متاسفیم", "مُتأسّـفیم", "مُتأسّـفیم"),
        ("متاسف*", "متأسف‌ایم", "متأسف‌ایم"),
        ("وای", "وای‌فای قطع است", ""),
        ("خانه", "خانۀ ما", "خانۀ"),
        # Hebrew: vowel signs, the hyphen maqaf, letters written onto a word; none onto a short word.
        ("מתנצלים", "וַאֲנַחְנוּ מִתְנַצְּלִים", "מִתְנַצְּלִים"),
        ("אי הנוחות", "על אי־הנוחות", "אי־הנוחות"),
        ("מתנצלים", "שמתנצלים ולכשמתנצלים", "שמתנצלים|ולכשמתנצלים"),
        ("חח", "שחח", ""),
        ("צ'יל", "יהיה צ׳יל", "צ׳יל"),
        # Russian: ё and е, cases by a star, й kept.
        ("причиненные", "причинённые", "причинённые"),
        ("извинени*", "наши ИЗВИНЕНИЯ", "ИЗВИНЕНИЯ"),
        ("мои", "мой адрес", ""),
        ("че", "через", ""),
    ],
)
def test_a_phrase_is_found_as_readers_see_it(phrase: str, text: str, expected: str) -> None:
    """Other spellings of the same words are found at their place in the text; parts of words are not."""
    assert found(phrase, text) == (expected.split("|") if expected else [])


def test_a_decomposed_letter_keeps_its_place() -> None:
    """The place is counted in the characters as they were written, marks and joined emoji included."""
    text = "e\u0301 👨‍👩‍👧 и\u0306 lol"
    assert found("lol", text) == ["lol"]


@each_language
def test_no_phrase_stands_twice_in_a_list(language: str) -> None:
    """Each file is valid, and no list has a phrase in two spellings of the same words."""
    for name in LISTS:
        phrases = getattr(read_word_file(FOLDER / f"{language}.yml"), name)
        spelt = [" ".join(normalize(phrase).replace("\u200c", "").split()) for phrase in phrases]
        assert [phrase for phrase in spelt if spelt.count(phrase) > 1] == [], name


def examples(phrase: str) -> list[str]:
    """Texts that a phrase is to find: each alternative of each word stands in one of them."""
    words = [word.replace("*", "").replace("...", "x").replace("00:00", "18:30").split("/") for word in phrase.split()]
    return [" ".join(word[number % len(word)] for word in words) for number in range(max(map(len, words)))]


@each_language
@pytest.mark.parametrize("name", SOUNDING)
def test_every_phrase_of_a_list_is_heard(language: str, name: str) -> None:
    """No list is thin, and none of its phrases is written so that it finds nothing."""
    phrases = getattr(language_words(language), name)
    assert len(phrases) >= 25
    pattern = words_for(language, Tone()).pattern(name)  # type: ignore[arg-type]
    said = (text for phrase in phrases for text in examples(phrase))
    assert [text for text in said if not list(phrase_matches(pattern, normalize(f"x {text} x")))] == []


@each_language
def test_what_is_fine_is_made_of_what_is_not(language: str) -> None:
    """Each excuse covers a phrase of another list; one that covers none would be a line without use."""
    words = words_for(language, Tone())
    names = [name for name in LISTS if name not in AS_WORDS | {"fine", "next_step"}]

    def is_found(text: str) -> bool:
        return any(list(phrase_matches(words.pattern(name), normalize(text))) for name in names)

    idle = [phrase for phrase in language_words(language).fine if not any(map(is_found, examples(phrase)))]
    assert idle == []


def test_a_company_adds_words_and_takes_words_away() -> None:
    """`tone.words` changes one list of one language; a phrase is taken away however it is spelt."""
    tone = Tone.model_validate(
        {"words": {"en": {"slang": {"add": ["wotcha"], "remove": ["LOL"]}, "acronyms": {"add": ["BARAN"]}}}}
    )
    changed, plain = words_for("en", tone), words_for("en", Tone())
    assert list(phrase_matches(changed.pattern("slang"), "wotcha, lol")) == [(0, 6)]
    assert list(phrase_matches(plain.pattern("slang"), "wotcha, lol")) == [(8, 11)]
    assert "baran" in words_for("fa", tone).acronyms


@pytest.mark.parametrize("phrase", ["...", "sorry /", "a/* b", "a ... b ... c ... d ... e"])
def test_a_phrase_that_would_match_all_or_take_long_is_refused(phrase: str) -> None:
    """A word without a letter stands everywhere, and each gap multiplies the work."""
    with pytest.raises(ValidationError, match=r"has no letter|has more than three gaps"):
        Tone.model_validate({"words": {"en": {"slang": {"add": [phrase]}}}})


def test_a_language_without_lists_has_only_what_the_company_adds() -> None:
    """A language without a file takes the phrases of the policy; its variety `qaa-AT` has those of `qaa`."""
    tone = Tone.model_validate({"words": {"qaa": {"slang": {"add": ["krass"]}}}})
    assert words_for("qaa", Tone()).pattern("slang") is None
    assert list(phrase_matches(words_for("qaa-AT", tone).pattern("slang"), "echt krass")) == [(5, 10)]


WORD_FILE = """\
slang: [cool, mate]
pieces: {name: '[A-Z][a-z]+'}
privacy:
  before_phone: [call, 'tel\\b']
  greetings:
    - {signs: [hi], patterns: ['hi (?P<name>{name}){end}']}
"""


def test_a_word_file_needs_only_what_its_language_has(tmp_path: Path) -> None:
    """Missing lists are empty, and pieces stand in the patterns that name them."""
    (tmp_path / "xx.yml").write_text(WORD_FILE, "utf-8")
    words = read_word_file(tmp_path / "xx.yml")
    assert (words.slang, words.blame, words.privacy.before_card) == (("cool", "mate"), (), ())
    (pattern,) = words.privacy.greetings[0].patterns
    found = re.search(pattern, "hi Jason, hello")
    assert found and found["name"] == "Jason"


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("slang:", "slangs:", "1:1: error: unknown key `slangs`; did you mean `slang`?"),
        ("[cool, mate]", "[cool, ...]", "1:15: error: `slang[2]`: `...` has no letter"),
        (
            "'tel\\b'",
            "'tel('",
            "4:24: error: `privacy.before_phone[2]`: `tel(` is not a valid regular expression (missing )",
        ),
        ("{name})", "{nam})", "`hi (?P<name>{nam})"),
        ("(?P<name>{name})", "{name}", "does not say which part is the name; put it in (?P<name>…)"),
        ("[call", "[call, {", "error"),
    ],
)
def test_a_mistake_in_a_word_file_is_named_with_its_place(right: str, wrong: str, message: str, tmp_path: Path) -> None:
    """An error says the file, the line and the column, what is wrong and what would be right."""
    assert right in WORD_FILE
    (tmp_path / "xx.yml").write_text(WORD_FILE.replace(right, wrong), "utf-8")
    with pytest.raises(WordFileError, match=re.escape(message)) as error:
        read_word_file(tmp_path / "xx.yml")
    assert str(error.value).startswith("checks/words/xx.yml:")
