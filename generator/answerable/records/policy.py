"""The parts of `policy.yml` about checks: tone, privacy, sign-off and the levels of rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from answerable.records.instants import Duration, Instant
from answerable.records.model import Id, Part
from answerable.records.text import LANGUAGE
from answerable.records.vocabulary import Impact
from answerable.translation.invalid import invalid
from answerable.translation.message import advised, joined, msg, split_advice

GAPS_AT_MOST = 3
"""How many gaps (`...`) a phrase may have: each multiplies the work of the search by five."""


def _searchable(phrase: str) -> str:
    """The phrase; refused if a word has no letter or figure, since it would be found everywhere, or gaps are many."""
    words = [word for word in phrase.split() if word not in {"...", "…"}]
    if not words or not all(any(map(str.isalnum, one)) for word in words for one in word.split("/")):
        raise invalid("phrase", advised(msg("has no letter"), msg("write the words that are looked for")))
    if len(phrase.split()) - len(words) > GAPS_AT_MOST:
        raise invalid("phrase", advised(msg("has more than three gaps"), msg("write two phrases")))
    return phrase


Phrase = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_searchable)]
"""A phrase as docs/tone.md describes it."""

ToneList = Literal[
    "stock_apology", "sorry_you_feel", "blame", "slang", "next_step", "acronyms", "shouted", "fine",
]  # fmt: skip


class WordChanges(Part):
    """Changes to one list: phrases to add, and phrases of the list to remove."""

    add: tuple[Phrase, ...] = ()
    remove: tuple[Phrase, ...] = ()


class SameAgain(Part):
    """Which replies count as repeated: at least `alike` per cent the same, and of at least so many words."""

    alike: int = Field(default=85, ge=60, le=100)
    words: int = Field(default=6, ge=3, le=100)


class Tone(Part):
    """How tone is checked: texts published `within` that time, since older ones cannot be changed any more."""

    within: Duration = timedelta(days=90)
    words: dict[Annotated[str, StringConstraints(pattern=LANGUAGE.pattern)], dict[ToneList, WordChanges]] = Field(
        default_factory=dict
    )
    same_again: SameAgain = SameAgain()


_parser: Any = import_module("re._parser")
WIDEST = 40
"""Characters that a code may have at most."""
NARROWEST = 3
"""Characters that a code must have at least."""
_VARIABLE_AT_MOST = 2
_CHOICES_AT_MOST = 20
_PLAIN = frozenset({"LITERAL", "NOT_LITERAL", "IN", "ANY"})


def safe_pattern(text: str) -> str:
    """The pattern, if it can be searched in linear time. Raises PydanticCustomError that says what is wrong with it."""
    try:
        tree = _parser.parse(text)
        re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise _error(msg("is not a valid regular expression (%(error)s)", error=str(error)[:60])) from None
    narrowest, widest = tree.getwidth()
    if widest > WIDEST or narrowest < NARROWEST:
        fit = msg("must fit %(narrowest)s to %(widest)s characters", narrowest=NARROWEST, widest=WIDEST)
        raise _error(advised(fit, msg("write repeats with both ends, such as {6,10}")))
    steps = list(_steps(tree))
    refused = sorted({step for step in steps if step.islower()})
    if refused:
        raise _error(msg("has %(refused)s, which can make a text slow to read", refused=", ".join(refused)))
    if steps.count("VARIABLE") > _VARIABLE_AT_MOST or steps.count("CHOICE") > _CHOICES_AT_MOST:
        raise _error(
            msg(
                "has more than %(variable_at_most)s repeats of unequal ends, or too many choices",
                variable_at_most=_VARIABLE_AT_MOST,
            )
        )
    return text


def _steps(tree: Any, *, repeated: bool = False) -> Iterator[str]:
    """The kinds of steps in a pattern: in capitals those that are counted, in small letters those that are refused."""
    for code, argument in tree:
        name = str(code)
        if name in _PLAIN or name == "AT":
            continue
        if name in {"MAX_REPEAT", "MIN_REPEAT"}:
            least, most, inner = argument
            if repeated or (most > 1 and any(str(kind) not in _PLAIN for kind, _ in inner)):
                yield msg("a repeated group")
            if least != most:
                yield "VARIABLE"
            yield from _steps(inner, repeated=most > 1)
        elif name == "BRANCH":
            yield from ("CHOICE" for _ in argument[1])
            for branch in argument[1]:
                yield from _steps(branch, repeated=repeated)
        elif name == "SUBPATTERN":
            yield from _steps(argument[-1], repeated=repeated)
        else:
            yield {"GROUPREF": msg("a backreference")}.get(name, msg("a lookaround"))


def _error(words: str) -> ValueError:
    what, right = split_advice(words)
    example = msg("write one such as BRN-[0-9]{8}")
    return invalid("pattern", advised(what, joined("; ", filter(None, (right, example)))))


CheckLevel = Literal["off", "note", "warning", "error"]
"""The level of a rule's findings; `off` switches the rule off."""

RuleName = Annotated[str, StringConstraints(pattern=r"^[a-z-]+(/[a-z-]+)?$")]
"""A rule such as `privacy/phone`, or a family of rules such as `privacy`."""

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Code(Part):
    """The form of the company's own codes, such as order numbers: a name for messages and a pattern."""

    name: str = Field(min_length=1, max_length=60)
    pattern: Annotated[str, AfterValidator(safe_pattern)] = Field(min_length=2, max_length=200)


class Privacy(Part):
    """What counts as private. `regions` are the countries whose phone and id numbers are found as written there."""

    regions: tuple[Country, ...] = ("IR", "IL", "RU")
    codes: tuple[Code, ...] = ()
    allow: tuple[str, ...] = ()


CODE_LIKE = Code.model_construct(
    name=msg("a word that may be a code"),
    pattern=(
        r"(?=[^\W_])(?:(?<![^\W_])(?<![^\W_][_–-])(?!\d{4}-\d\d)"
        r"|(?<=\d{4}-\d\d-\d\d-))(?:"  # after a date, with which ids begin
        r"(?=\d{0,40}[^\W\d_])(?=[^\W\d_]{0,40}\d)[^\W_]{6,40}(?![^\W_]|-[^\W_])"
        r"|(?=[\d_–-]{0,40}[^\W\d_])(?=(?:(?:[^\W\d]|[–-]){0,40}\d){5})[^\W_]{1,40}(?:[_–-][^\W_]{1,40}){1,10}"
        r"|[^\W\d_]{1,8}[/.:#]\d{5,40})"
    ),
)
"""Words of at least six letters and figures mixed, and hyphenated ones with at least five figures."""


def strictest(known: Privacy) -> Privacy:
    """Return the rules for a policy that cannot be read: the defaults, and what is `known` to be private besides.

    Without the company's own patterns any word may be a code that looks like one, and nothing is allowed.
    """
    regions = dict.fromkeys((*Privacy().regions, *known.regions))
    return Privacy.model_construct(regions=tuple(regions), codes=(*known.codes, CODE_LIKE), allow=())


class SignOff(Part):
    """Who must approve texts, and from which impact on. What was published before `since` needs no approval."""

    impact: Impact = Impact.MAJOR
    role: Id = "approver"
    since: Instant | None = None
    holding_within: Duration = timedelta(minutes=30)
