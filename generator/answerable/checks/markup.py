"""Rules on texts that would not show what was meant: pictures, links that lead nowhere, languages the site lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answerable.checks.company_strings import company_parts, string_places, texts_in
from answerable.checks.rule import NAME, Check, CheckContext, CheckText, Hit, Passage, Rule
from answerable.checks.word_files import languages
from answerable.content.own_pages import translated_pages
from answerable.records.findings import did_you_mean, quoted
from answerable.translation.message import msg

IMAGE = Rule(
    "text/image",
    "A picture in the text of a record.",
    "Texts of records also go to feeds, mails and calendars, so pictures in them are not shown.",
    "Say in words what the picture shows, or put it on a page of your own and link to that.",
    "warning",
)
LINK = Rule(
    "text/link",
    "A link in a text without `https://`, such as `www.example.com/help`.",
    "It leads to a page below the one on which it stands, which does not exist, or it cannot be followed at all.",
    "Write the whole address, with `https://`.",
    "warning",
)
LANGUAGE = Rule(
    "text/language",
    "A text in a language that the site does not have, or a site in one that Answerable has no words in.",
    "Readers never see that text, but see it in another language; the site's own words are English.",
    "Correct the code of the language, or add it to `languages` in policy.yml.",
    "note",
)
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\][(\[]|<img\b", re.IGNORECASE)
_TARGET = re.compile(r"(?<!!)\[[^\]\n]{1,500}\]\(\s*<?([^\s)>]{1,2000})")
_BARE = re.compile(r"(?<![\w/.@-])www\.[\w-]+\.[\w.-]+/[\w./-]*\w", re.IGNORECASE)
"""An address of a page; the name of a site alone, such as www.example.com, may be meant as a name."""
_FINE = re.compile(r"https?://|mailto:|tel:|[/#]", re.IGNORECASE)
_TEXTS = frozenset({"title", "text", "said", "did", "changed", "reason", "quote", "body", "off_hours", "withdrawn"})


def check_markup(context: CheckContext) -> CheckText:  # noqa: ARG001 (all checks have one shape)
    """Return the check of one passage."""
    return _hits


def _hits(passage: Passage) -> Iterator[Hit]:
    if passage.key not in _TEXTS:
        return
    for found in _IMAGE.finditer(passage.text):
        yield passage.hit(IMAGE.name, msg("a picture in a text is not shown"), msg("say it in words"), found.span())
    links = [*_TARGET.finditer(passage.text)]
    for link in links:
        if not _FINE.match(link[1]):
            yield _link(passage, link, 1)
    for found in _BARE.finditer(passage.text):
        if not any(link.start(1) <= found.start() < link.end(1) for link in links):
            yield _link(passage, found, 0)


def _link(passage: Passage, found: re.Match[str], group: int) -> Hit:
    message = msg("a link without its beginning, %(found)s", found=quoted(found[group]))
    return passage.hit(LINK.name, message, msg("write `https://` before it"), found.span(group))


def check_language(context: CheckContext) -> CheckText:
    """Return the check of the language of one passage."""
    spoken = context.ledger.policy.languages

    def unknown(passage: Passage) -> Iterator[Hit]:
        language = passage.language
        if language not in spoken and passage.loc[-1] == language:
            yield passage.hit(LANGUAGE.name, *_not_spoken(language, spoken))

    return unknown


def _not_spoken(language: str, spoken: Sequence[str]) -> tuple[str, str]:
    """Return what is wrong with a text in a language that the site does not have, and what would be right."""
    right = did_you_mean(language, spoken) or msg("write one of: %(choices)s", choices=", ".join(spoken))
    return msg("%(language)s is not among `languages` of policy.yml", language=quoted(language)), right


def check_site_languages(context: CheckContext) -> Iterator[Hit]:
    """Yield a hit for each language of the site that Answerable has no words in, and each text in one it lacks."""
    known = languages()
    for number, language in enumerate(context.ledger.policy.languages):
        if language.partition("-")[0] not in known:
            message = msg(
                "no words of Answerable are in %(language)s, so all but your own texts are English there",
                language=quoted(language),
            )
            right = did_you_mean(language, known) or msg("translated are: %(known)s", known=", ".join(known))
            yield Hit(LANGUAGE.name, "policy.yml", message, right, ("languages", number))
    yield from _of_company(context)


def _of_company(context: CheckContext) -> Iterator[Hit]:
    """Yield a hit for what the company's files and pages say in a language that the site lacks."""
    spoken = context.ledger.policy.languages
    for path, parts in company_parts(context.ledger).items():
        texts = [text for part in parts for _key, text in texts_in(part)]
        lost = dict.fromkeys(
            pair for text in texts for pair in text.by_language.items() if pair[0] not in {"", *spoken}
        )
        places = string_places(context.root, path) if lost else {}
        for language, words in lost:
            for loc in [loc for loc in places.get(words, ()) if loc[-1] == language] or [()]:
                yield Hit(LANGUAGE.name, path, *_not_spoken(language, spoken), loc)
    for language in context.ledger.policy.calendar:
        if language not in spoken:
            yield Hit(LANGUAGE.name, "policy.yml", *_not_spoken(language, spoken), ("calendar", language))
    for name, language in translated_pages(context.root):
        if language.lower() not in map(str.lower, spoken):
            yield Hit(LANGUAGE.name, name, *_not_spoken(language, spoken), NAME)


CHECKS = (
    Check((IMAGE, LINK), check_text=check_markup),
    Check((LANGUAGE,), check_text=check_language, check_site=check_site_languages),
)
