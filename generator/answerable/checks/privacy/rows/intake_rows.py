"""Privacy in what is published of the intake: the ids of its rows, and the reasons why some are excluded."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from answerable.checks.privacy.finder import Finder
from answerable.checks.privacy.phones import BLANK, without_harmless
from answerable.checks.privacy.privacy_rules import RULES, WORDS
from answerable.checks.privacy.record_texts import hits, shaded_texts
from answerable.checks.privacy.rows.row_signs import LEAST, SPOKEN_OF, signs
from answerable.checks.rule import Hit, Passage
from answerable.intake.population import Intake
from answerable.intake.queries import ID_FORM, distinct_words, id_forms, ids_where, replace_ids, replace_words, suspects
from answerable.intake.store import sql_text
from answerable.translation.message import msg

REASON = "excluded_because"
MOST = 2000
"""Ids with the signs of one rule that are looked at; if there are more, all of those are replaced."""
_SAMPLE = 200
"""Numbers of one form by which it is known whether numbers like these are people's ids."""
_PREFIX = "private-"
_NEVER = frozenset({"name", "address"})
_UUID = "(?i)^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$"
_HASH = re.compile(r"\b(?=(?:[0-9]*[a-f]){2})[0-9a-f]{7,64}\b|\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")
_NUMBERS = (re.compile(r"[0-9](?:[._-]?[0-9]){6,}"), re.compile("[0-9]{7,}"))


@dataclass(frozen=True, slots=True)
class IntakeHits:
    """What is private in the intake: hits in `ids` and `reasons`, and `closed`, hits that stand for many ids.

    Each of the latter is given the SQL condition of the ids to be replaced, since not all of them were looked at.
    """

    ids: tuple[Hit, ...] = ()
    reasons: tuple[Hit, ...] = ()
    closed: tuple[tuple[Hit, str], ...] = ()

    def __iter__(self) -> Iterator[Hit]:
        yield from (*(hit for hit, _ in self.closed), *self.ids, *self.reasons)

    def of(self, rules: Collection[str]) -> IntakeHits:
        """Those of these rules, which are named without the family."""
        return IntakeHits(
            tuple(hit for hit in self.ids if hit.short_rule in rules),
            tuple(hit for hit in self.reasons if hit.short_rule in rules),
            tuple((hit, where) for hit, where in self.closed if hit.short_rule in rules),
        )


def in_intake(intake: Intake, folder: str, finder: Finder) -> IntakeHits:
    """What is private in ids and reasons, at the first row that has it; `folder` is the name of `content`."""
    if intake.empty:
        return IntakeHits()

    def cell(words: str, path: str, line: int) -> Passage:
        return Passage(path.removeprefix(f"{folder}/"), (), "cell", words, line=line)

    reasons = [hit for found in distinct_words(intake, REASON) for hit in hits(finder, cell(*found))]
    ids: list[Hit] = []
    closed: list[tuple[Hit, str]] = []
    by_rule = signs(finder)
    with suspects(intake, _any(by_rule)) as table:
        looked: dict[str, list[Hit]] = {}
        of_people = by_rule.pop("id")
        for rule, patterns in by_rule.items():
            where = _all(patterns, numbered=rule != "code")
            found = ids_where(intake, table, where, MOST + 1)
            for id, path, line in found[:MOST]:
                if id not in looked:
                    looked[id] = list(_in_id(finder, cell(id, path, line)))
            if len(found) > MOST and (rule != "link" or any(looked[id] for id, *_ in found[:MOST])):
                closed.append((_more(rule, cell("", *found[MOST][1:])), where))
        ids += [hit for some in looked.values() for hit in some]
        people = _forms_of_people(intake, table, _all(of_people, numbered=True), finder)
        found = ids_where(intake, table, people, MOST + 1)
        for id, path, line in found[:MOST]:
            if _is_person(finder, id) and not looked.get(id):
                hit = cell(id, path, line).hit(RULES["id"].name, WORDS["id"], msg("remove it"), (0, len(id)))
                ids.append(hit)
        if len(found) > MOST:
            closed.append((_more("id", cell("", *found[MOST][1:])), people))
    return IntakeHits(tuple(ids), tuple(reasons), tuple(closed))


def mask_intake(intake: Intake, found: IntakeHits) -> None:
    """Replace the ids and mask the reasons in which something was found."""
    if found.reasons:
        replace_words(intake, REASON, shaded_texts(found.reasons))
    if found.ids or found.closed:
        private = ", ".join(sorted({sql_text(hit.text) for hit in found.ids})) or "NULL"
        replace_ids(intake, " OR ".join([f"id IN ({private})", *(where for _, where in found.closed)]), _PREFIX)


def _any(by_rule: dict[str, tuple[str, ...]]) -> str:
    """The condition of an id that has the first sign of any rule."""
    return f"regexp_matches(id, {sql_text('|'.join(f'(?:{first})' for first, *_ in by_rule.values()))})"


def _all(patterns: Iterable[str], *, numbered: bool) -> str:
    """The condition of an id that has all signs of a rule; `numbered` is whether a UUID never breaks the rule.

    The later ones are not tried where an earlier one is missing, since they may take long.
    """
    where = "true"
    for pattern in reversed([*patterns]):
        where = f"CASE WHEN regexp_matches(id, {sql_text(pattern)}) THEN {where} ELSE false END"
    return f"({where} AND NOT regexp_matches(id, {sql_text(_UUID)}))" if numbered else f"({where})"


def _in_id(finder: Finder, passage: Passage) -> Iterator[Hit]:
    """What is private in an id as it is written, with its words apart, and in each of its numbers by itself."""
    id = passage.text
    numbers = "\n".join(one for pattern in _NUMBERS for one in pattern.findall(_HASH.sub(BLANK, id)))
    apart = re.sub("[_-]", " ", without_harmless(id))
    told: set[str] = set()
    for text in dict.fromkeys((id, apart, numbers)):
        for hit in hits(finder, replace(passage, text=text)):
            short = hit.short_rule == "phone" and _digits(text[slice(*hit.span)]) < LEAST
            if hit.short_rule in _NEVER | told | {"id"} or (short and not SPOKEN_OF.search(apart)):
                continue
            told.add(hit.short_rule)
            yield replace(hit, text=id, span=hit.span if text == id else (0, len(id)))


def _digits(words: str) -> int:
    return sum(character.isdigit() for character in words)


def _forms_of_people(intake: Intake, table: str, where: str, finder: Finder) -> str:
    """The condition of ids in whose form most numbers fit a checksum: of other numbers one in eleven does."""
    forms = id_forms(intake, table, where, _SAMPLE)
    people = [form for form, sample in forms if 2 * sum(_is_person(finder, id) for id in sample) > len(sample)]
    return f"{ID_FORM} IN ({', '.join(map(sql_text, people)) or 'NULL'})"


def _is_person(finder: Finder, id: str) -> bool:
    """Whether an id has a number that fits the checksum of a person's id."""
    numbers = "\n".join(one for pattern in _NUMBERS for one in pattern.findall(id))
    return any(secret.rule == "id" for text in (id, numbers) for secret in finder.secrets(text, as_read=False))


def _more(rule: str, passage: Passage) -> Hit:
    words = msg(
        "more than %(number)s ids that may have %(what)s; all of them are replaced", number=MOST, what=WORDS[rule]
    )
    return passage.hit(RULES[rule].name, words, msg("number the rows, and leave out what people could be found by"))
