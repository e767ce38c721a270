"""Private words are found as a reader sees them: without markup, with entities and links decoded, in any form."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import TOO_STEEP, growth_of

from answerable.checks.privacy.finder import Finder
from answerable.checks.privacy.masking import shaded
from answerable.checks.privacy.national_ids import _OTHERS, id_formats, national_ids
from answerable.checks.privacy.views import views
from answerable.records.company import Policy
from answerable.records.ledger import make_ledger


def masked(text: str, **privacy: object) -> str:
    """A text as a company with this privacy policy would publish it."""
    policy = Policy.model_validate({"privacy": privacy})
    found = Finder(make_ledger(policy=policy)).secrets(text)
    return shaded(text, ((secret.start, secret.end) for secret in found))


@pytest.mark.parametrize(
    "number",
    [
        "_09123456789_", "**09123456789**", "phone=09123456789", "#09123456789", "/09123456789", ".09123456789",
        "№09123456789", "`0912`3456789", "0912**345**6789", "0912<b>345</b>6789", "0912<br>345<br>6789",
        "0912[345](x)6789", "0912<!-- x -->3456789", "09123&#52;56789", "0912&nbsp;345&#x20;6789", "0912&shy;3456789",
        "0912%20345%206789", "https://e.com/?p=%30%39%31%32%33456789", "https://e.com/?p=%252B989123456789",
        "https://e.com/?p=0912+345+6789", "[x](https://e.com/09123456789)",
        "https://api.whatsapp.com/send?phone=989123456789",
        "viber://chat?number=%2B989123456789", "https://signal.me/#p/+989123456789", "tel:+98-912-345-6789",
        "0912\n345\n6789", "0912\t345\t6789", "|0912|345|6789|", "0912  345  6789", "0912..345..6789",
        "0912\\_345\\_6789", "0912,345,6789", "0 9 1 2 3 4 5 6 7 8 9", "98 912 345 6789",
        "00989123456789", "tel-0912 345 6789",
    ],
)  # fmt: skip
def test_a_number_is_masked_however_it_is_written(number: str) -> None:
    """Nothing is left of which a reader, or a browser that follows a link, could make the number."""
    left = masked(f"We saw {number} please")
    assert left.startswith("We saw ") and left.endswith(" please")
    assert sum(character.isdigit() for character in left) < 4


@pytest.mark.parametrize(
    "address",
    [
        "__leila.k@gmail.com__", "leila.k @ gmail.com", "leila.k@ gmail.com", "leila.k&#64;gmail.com",
        "leila.k%40gmail.com",
        "https://e.com/?m=leila.k%2540gmail.com", "https://e.com/leila.k@gmail.com", "leila.k**@**gmail.com",
        "leila.k@gmail&#46;com", "leila.k собака gmail.com", "leila.k собака gmail точка com", "leila.k at gmail.com",
        "leila.k (@) gmail.com", "leila.k שטרודל gmail.com", "leila.k ات ساین gmail دات com", "-leila.k@gmail.com",
    ],
)  # fmt: skip
def test_an_address_is_masked_however_it_is_written(address: str) -> None:
    """Blanks, entities, percent codes, markup and words for the signs hide no e-mail address."""
    left = masked(f"We saw {address} please")
    assert "▇▇▇" in left
    assert "leila" not in left


@pytest.mark.parametrize("number", ["1-212-456-7890", "1.212.456.7890", "1 (212) 456-7890", "+1 212.456.7890"])
def test_american_numbers_with_their_country_s_code_are_numbers_everywhere(number: str) -> None:
    """The code is there, though without its plus; the policy need not name the country."""
    assert masked(f"Our line {number} is open", regions=["IR"]) == "Our line ▇▇▇ is open"


@pytest.mark.parametrize("number", ["(212)456-7890", "212.456.7890", "212-456-7890", "(212) 456 7890"])
def test_american_numbers_are_found_as_people_write_them(number: str) -> None:
    """Where the policy names the country, or a word for phones stands before them."""
    assert masked(f"At {number} now", regions=["US"]) == "At ▇▇▇ now"
    assert masked(f"Call {number} now", regions=["IR"]) == "Call ▇▇▇ now"


@pytest.mark.parametrize(
    "card", ["4111.1111.1111.1111", "4111  1111  1111  1111", "4111/1111/1111/1111", "_4111-1111-1111-1111_"]
)
def test_a_card_is_masked_however_its_groups_are_parted(card: str) -> None:
    """A test card with dots, double blanks, slashes, and underscores around it."""
    assert "1111" not in masked(f"Paid with {card} twice")


@pytest.mark.parametrize(
    "text",
    [
        "The case PP-006-234-348-863 is closed.", "ticket 00-441-2233-9981", "We shop at Target dot com too.",
        "Meet us @ example.com on Friday.", "npm i @acme/ui failed", "p95 fell from 0.582414 to 0.091237",
        "תודה ושבת שלום ומנוחה.", "סלאם שלום רב, ההזמנה בדרך.", "היי, קיבלנו תודה.", "سلام عزیزم، پیگیری شد.",
        "خانم محترم، پول شما برگشت.", "Thanks all, see you on Monday.", "Спасибо, ждём. Всё работает.",
        "2026-11-20\n2026-11-21", "| 12 | 345 | 6789 |", "req_20261124_0912_3456", "Sorry about that, everyone!",
        "git@github.com:acme/ui.git is not reachable", "see https://github.com/acme/ui/issues/1234567",
        "https://groups.example.com/d/msgid/dev/41268990-aa48-4612-bb71-87d3caf8ed2en%40googlegroups.com",
    ],
)  # fmt: skip
def test_ordinary_words_are_left_alone(text: str) -> None:
    """What only looks like somebody's number, address or name stays."""
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I spoke to Mr Whitfield.", "I spoke to Mr ▇▇▇."),
        ("We hear you, Lauren.", "We hear you, ▇▇▇."),
        ("Thanks Kevin!", "Thanks ▇▇▇!"),
        ("Kind regards,\nRachel", "Kind regards,\n▇▇▇"),
        ("Hi **Jason**, it works.", "Hi **▇▇▇**, it works."),
        ("Это Иван Петрович обещал.", "Это ▇▇▇ обещал."),
        ("Госпожа Орлова ждёт.", "Госпожа ▇▇▇ ждёт."),
        ("بسته را به آقای کاظمی دادند.", "بسته را به آقای ▇▇▇ دادند."),
        ("דיברתי עם גב׳ לוי אתמול", "דיברתי עם גב׳ ▇▇▇ אתמול"),
        ("see…@leila_k and .@leila_k", "see…▇▇▇ and .▇▇▇"),
    ],
)
def test_names_and_handles_are_found_beyond_greetings(text: str, left: str) -> None:
    """Behind titles, in thanks and sign-offs, by patronymic, and behind dots."""
    assert masked(text) == left


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Паспорт 4510 123456 переписали", "passport"),
        ("passport no. AB1234567", "passport"),
        ("Left at 48 Maple Street, Apt 5", "address"),
        ("Привезли на ул. Ленина, д. 5", "address"),
        ("به نشانی خیابان بهار، پلاک ۱۲ نیامدند", "address"),
        ("נמסר ברחוב הרצל 14", "address"),
    ],
)
def test_passports_and_streets_are_found(text: str, rule: str) -> None:
    """By the word before the number, and by a street with a number."""
    assert [secret.rule for secret in Finder(make_ledger()).secrets(text)] == [rule]


@given(st.text(alphabet="ab1<>&;#*_`[](!)\\|\n\t%40+-=~", max_size=60))
def test_a_place_in_a_view_is_a_place_in_the_source(source: str) -> None:
    """Every character of each view stands for characters of the source."""
    for view in views(source):
        spans = [view.span(at, at + 1) for at in range(len(view.text))]
        assert all(0 <= start < end <= len(source) for start, end in spans)


@pytest.mark.parametrize(
    "text",
    ["1 " * 50_000, "12 03 22 2302 " * 7_000, "<!--" * 25_000, "](" * 50_000, "%41" * 33_000, "*_" * 50_000,
     "1\t" * 50_000, "id 1 " * 20_000, "&#" * 50_000, "thanks " * 14_000, "passport 1 " * 9_000, "a.b @ " * 16_000,
     "1/" * 50_000],
)  # fmt: skip
def test_the_longest_texts_are_searched_in_bounded_time(text: str) -> None:
    """A hundred thousand characters and fourteen countries take seconds, and the time grows with the length alone."""
    regions = ["IR", "IL", "RU", "US", "NL", "BR", "BE", "LV", "DE", "FR", "IT", "ES", "SE", "PL"]
    finder = Finder(make_ledger(policy=Policy.model_validate({"privacy": {"regions": regions}})))
    start = time.process_time()
    finder.secrets(text)
    assert time.process_time() - start < 5
    assert growth_of(finder.secrets, text) < TOO_STEEP


def test_the_ids_of_every_known_country_can_be_looked_for() -> None:
    """Each country has a module in the library, and numbers of thousands of digits are none of its ids."""
    for region in _OTHERS:
        known = id_formats((region,))
        for digits in ("1" * 5_000, "11111111111", "1" * 9, "1" * 13):
            list(national_ids(known, f"national id {digits}", spoken=True))


@pytest.mark.parametrize("pattern", ["[A-Z]{3,40}", "[A-Za-z]{3,40}", "[a-z ]{3,40}", ".{3,40}"])
def test_a_pattern_that_ordinary_words_fit_masks_no_words(pattern: str) -> None:
    """A notice stays readable; only what has a figure is still taken for a code."""
    codes = [{"name": "order", "pattern": pattern}]
    assert masked("OUTAGE: nobody can pay", codes=codes) == "OUTAGE: nobody can pay"
    assert "12" not in masked("OUTAGE of AB12CD", codes=[{"name": "order", "pattern": "[A-Z0-9]{3,40}"}])


def test_a_pattern_of_capitals_is_used_for_capitals() -> None:
    """Ordinary words in small letters fit six capitals only if case does not matter."""
    codes = [{"name": "booking", "pattern": "[A-Z]{6}"}]
    assert masked("Nobody needs the booking XKQJZB.", codes=codes) == "Nobody needs the booking ▇▇▇."
