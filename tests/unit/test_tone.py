"""How one reply sounds: what is heard, where, and what is not."""

from __future__ import annotations

import pytest
from tests.growth import TOO_STEEP, growth_of

from answerable.checks.tone.single_text import check_tone, says_next_step
from answerable.records.policy import Tone


def heard(text: str, language: str = "en") -> dict[str, str]:
    """The rules that a text breaks, each with the words at its first place."""
    return {
        hit.rule.removeprefix("tone/"): text[hit.start : hit.end]
        for hit in reversed(check_tone(text, language, Tone()))
    }


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Sorry for the inconvenience.", "en", {"stock-apology": "Sorry for the inconvenience"}),
        ("Sorry you feel that way.", "en", {"sorry-you-feel": "Sorry you feel"}),
        ("You should have read the terms.", "en", {"blame": "You should have read"}),
        ("ok thx", "en", {"slang": "thx"}),
        ("Soooo sorry", "en", {"slang": "Soooo"}),
        ("It works :-)", "en", {"slang": ":-)"}),
        ("Done! Thanks!", "en", {"exclamation": "!"}),
        ("Готово!!", "ru", {"exclamation": "!"}),
        ("Do NOT pay again.", "en", {"shouting": "NOT"}),
        ("PLEASE READ THIS", "en", {"shouting": "PLEASE READ THIS"}),
        ("СРОЧНО: оплата не работает.", "ru", {"shouting": "СРОЧНО"}),
        ("On its way 👨‍👩‍👧", "en", {"emoji": "👨‍👩‍👧"}),
        ("On its way ❤️", "en", {"emoji": "❤️"}),
        ("🇮🇷 works", "en", {"emoji": "🇮🇷"}),
        ("OMG, سفارش رسید", "fa", {"slang": "OMG"}),
        ("Готово))", "ru", {"slang": "))"}),
        ("חחחחחח", "he", {"slang": "חחחחחח"}),
        ("We hate to hear this.", "en", {"stock-apology": "hate to hear"}),
        ("I am saddened to hear it.", "en", {"stock-apology": "saddened to hear"}),
        ("We apologize for the trouble.", "en", {"stock-apology": "apologize for the trouble"}),
        ("Sorry for all the frustration.", "en", {"stock-apology": "Sorry for all the frustration"}),
        ("You shouldn't have opened it.", "en", {"blame": "You shouldn't have"}),
        ("مشکل از اینترنت خودتان است.", "fa", {"blame": "مشکل از اینترنت خودتان"}),
        ("اگر قوانین را می‌خواندید، می‌دانستید.", "fa", {"blame": "اگر قوانین را می‌خواندید"}),
        ("نتیجه متعاقباً اعلام می‌گردد.", "fa", {"stock-apology": "متعاقباً اعلام"}),
        ("הבעיה אצלך.", "he", {"blame": "הבעיה אצלך"}),
        ("הנושא הועבר לטיפול הגורם הרלוונטי.", "he", {"stock-apology": "הנושא הועבר"}),
        ("Ваше обращение очень важно.", "ru", {"stock-apology": "Ваше обращение очень важно"}),
        ("Как мы уже писали, мест нет.", "ru", {"blame": "Как мы уже писали"}),
        ("Успокойтесь, всё работает.", "ru", {"blame": "Успокойтесь"}),
        ("¡Por fin! ¡Ya funciona!", "es", {"exclamation": "!"}),
        ("Bitte NICHT zahlen, WICHTIG.", "de", {"shouting": "WICHTIG"}),
    ],
)
def test_a_rule_hears_its_words(text: str, language: str, expected: dict[str, str]) -> None:
    """Each rule finds the very words, and no other rule finds anything."""
    assert heard(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We are sorry: we took the money twice and paid it back on Monday.", "en"),
        ("The SMS, the OTP and the VPN work. ISO 27001, DHL, IKEA and ACME-XL too.", "en"),
        ("Set GITHUB_TOKEN and ABC123; the commit is ffffff.", "en"),
        ("It works again!", "en"),
        ("The CAPTCHA shows again.", "en"),
        ("It was not your fault, and you should not have had to wait.", "en"),
        ("تقصیر شما نبود.", "fa"),
        ("זו לא אשמתך.", "he"),
        ("Это не ваша вина.", "ru"),
        ("Use `a != b` and ![a picture](x.png)! Nothing else.", "en"),
        ("The customer wrote: “OMG, WORST SHOP EVER!!! 😡”", "en"),
        ("> You should have read the terms!! lol\n\nThat was our answer, and it was wrong.", "en"),
        ("«Вы сами виноваты!!!» — так нельзя отвечать.", "ru"),
        ("See https://example.com/LOL/WTF!!! and write to @omg or OMG@example.com", "en"),
        ("Copyright © 2026 Acme™ ✓ ☎ 5 ★", "en"),
        ("(see the notes (and the terms))", "en"),
        ("Ratio 3:2, 8) is the last item; 83 orders; x=3.", "en"),
        ("دو رمز می‌آید: SMS و OTP.", "fa"),
        ('שב״כ ודו"ח ומע"מ', "he"),
        ("¡Oh, no! Ya funciona.", "es"),
        ("このURLを開いてください。PAYPAYとNINTENDOのアカウントは使えます。", "ja"),
        ("این گوشی SAMSUNG و آن دیگری PANASONIC است.", "fa"),
        ("האפליקציה של NETFLIX פועלת.", "he"),
        ("You shouldn't have received this, and should not have lost or paid anything.", "en"),
        ("You should've got it on Monday; you were supposed to be told.", "en"),
        ("The problem was not on your side, nor at your end.", "en"),
        ("If you haven't confirmed the order, do nothing.", "en"),
        ("Traffic calmed down, and once things calm down further the 15 runs again.", "en"),
        ("Проблема была не на вашей стороне. Нам нужно было проверить раньше.", "ru"),
        ("Если вы не подтвердили заказ, ничего не делайте.", "ru"),
        ("הבעיה לא אצלך. אם הזנת קוד שגוי, אפשר לנסות שוב.", "he"),
        ("אחי הלקוחה אסף את החבילה, ואחותי הנוסע התקשרה.", "he"),
        ("הבית בסוף הדרך, ליד מכונת הנשמה וליגת האלופים.", "he"),
        ("مشکل از اینترنت شما نبود و مسئولیت آن بر عهدهٔ شما نیست.", "fa"),
        ("Text. <!-- OMG, LATER!! lol -->", "en"),
        ("HTTPS, НДС, СБП и ООО «РОГА И КОПЫТА».", "ru"),
    ],
)
def test_what_only_looks_like_it_is_let_be(text: str, language: str) -> None:
    """Apologies with substance, acronyms, codes, quotes of the customer, links and handles are fine."""
    assert heard(text, language) == {}


def test_one_place_is_named_once() -> None:
    """Where phrases of several lists overlap, the graver rule speaks; the same words are not two findings."""
    hits = check_tone("Sorry to hear that you feel let down, sorry you feel that way.", "en", Tone())
    assert [hit.rule for hit in hits] == ["tone/sorry-you-feel", "tone/sorry-you-feel"]


def test_a_figure_inside_a_phrase_is_not_repeated() -> None:
    """A number that stands between the words of a phrase does not get into the log."""
    (hit,) = check_tone("We apologise for order 8812345 inconvenience.", "en", Tone())
    assert "8812345" not in hit.message and "•" in hit.message


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("We look into it.", "en", False),
        ("We write here again by 11:00.", "en", True),
        ("One bank does not answer. Payments are expected to work by noon.", "en", True),
        ("ایراد را پیدا کردیم.", "fa", False),
        ("تا ساعت ۱۱ دوباره همین‌جا می‌نویسیم.", "fa", True),
        ("מצאנו את התקלה.", "he", False),
        ("נעדכן כאן עד 11:00.", "he", True),
        ("Причину нашли.", "ru", False),
        ("Напишем снова в одиннадцать.", "ru", True),
        ("Специалист позвонит вам до 18:00.", "ru", True),
        ("Специалист позвонил вам в 18:00.", "ru", False),
        ("Доставку запустят к вечеру.", "ru", True),
        ("A colleague rings you by 18:00.", "en", True),
        ("הנציגה תתקשר אליך עד 18:00.", "he", True),
        ("کارشناس ما با شما تماس می‌گیرد.", "fa", True),
        ("Wir wissen es nicht.", "de", True),
    ],
)
def test_whether_a_text_says_what_is_next(text: str, language: str, expected: bool) -> None:
    """A promise or an expectation counts; a language without a list is not accused."""
    assert says_next_step(text, language, Tone()) is expected


@pytest.mark.parametrize(
    "text",
    [
        "sorry" + "-" * 50_000,
        "sorry " + "a-" * 25_000,
        "apologi" + "-" * 50_000,
        "a" * 50_000,
        "@a" * 25_000,
        '"' * 50_000,
        "a+" * 25_000,
        ":)" * 25_000,
        "(x))" * 12_500,
        "a\u0301" * 25_000,
        "sorry that you're " * 3_000,
        "<!-- " * 10_000,
    ],
    ids=lambda text: text[:6],
)
def test_no_text_holds_the_search_up(text: str) -> None:
    """The longest text that a record may hold is searched in time that grows with its length alone."""
    assert growth_of(lambda part: check_tone(part, "en", Tone()), text) < TOO_STEEP
