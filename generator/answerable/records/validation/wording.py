"""Pydantic's errors in words for people who do not know Python: the problem, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from answerable.records.findings import did_you_mean, quoted
from answerable.records.model import FILE_KEYS
from answerable.records.text import CODES_HELP
from answerable.records.vocabulary import ComponentStatus
from answerable.records.yaml.tree import Loc
from answerable.translation.message import Message, advised, msg, split_advice


def model_of_annotation(annotation: Any) -> type[BaseModel] | None:
    """Return the first model in an annotation, however deeply nested, or None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for argument in get_args(annotation) if (found := model_of_annotation(argument))), None)


def explain_error(model: type[BaseModel], loc: Loc, detail: ErrorDetails) -> tuple[str, str]:
    """Return what is wrong with the value at `loc`, and a suggestion."""
    name, kind = dotted(loc), detail["type"]
    if kind == "extra_forbidden":
        return _unknown(model, loc)
    if kind == "missing":
        return msg("%(name)s is missing", name=name), msg("add the line") if not loc[:-1] else msg(
            "add it to %(loc)s", loc=dotted(loc[:-1])
        )
    if kind in ("enum", "literal_error"):
        return _not_listed(name, detail)
    if kind == "string_pattern_mismatch" and _lacks_colon(detail):
        return msg("%(detail)s has no colon", detail=quoted(detail["input"])), msg("write `key: value`")
    if kind == "string_pattern_mismatch":
        return msg("%(name)s: %(detail)s does not fit here", name=name, detail=quoted(detail["input"])), _right_pattern(
            loc, str(detail["input"])
        )
    return _explain_value(loc, name, detail)


def _lacks_colon(detail: ErrorDetails) -> bool:
    """Whether a key was meant to have its value behind it, as in `checkout partial_outage`."""
    words = str(detail["input"]).split()
    return detail["loc"][-1:] == ("[key]",) and len(words) > 1 and words[-1] in set(ComponentStatus)


def _explain_value(loc: Loc, name: str, detail: ErrorDetails) -> tuple[str, str]:
    kind = detail["type"]
    if loc[-1:] == ("components",) and kind == "dict_type":
        return (
            msg("%(name)s is not a map", name=name),
            msg("write lines such as `checkout: partial_outage` below it, two spaces further in"),
        )
    if (
        loc[-1:] == ("title",)
        and kind == "text"
        and not detail["input"]
        and not isinstance(detail["input"], list | dict)
    ):
        return msg("%(name)s is empty", name=name), msg("write a title")
    return _explain_in_general(name, detail)


def _unknown(model: type[BaseModel], loc: Loc) -> tuple[str, str]:
    key, known = str(loc[-1]), sorted(keys_at(model, loc[:-1]) - FILE_KEYS)
    guess = did_you_mean(key, known)
    if not guess and " " in key:
        guess = msg('if it goes on from the text above, put that whole text in "double quotes"')
    return msg("unknown key %(key)s", key=quoted(key)), guess or msg("known here: %(known)s", known=", ".join(known))


def _right_pattern(loc: Loc, value: str) -> str:
    key = next((part for part in reversed(loc) if isinstance(part, str)), "")
    if key in _LINK_KEYS:
        return _right_link(value, _LINK_KEYS[key])
    return _PATTERN_HELP.get(key, ID_HELP)


def _right_link(value: str, schemes: str) -> str:
    """Return what would make a link of a value that is none."""
    if _EMAIL.fullmatch(value) and "mailto" in schemes:
        return msg("write `mailto:` before an e-mail address")
    if _PHONE.fullmatch(value) and "tel" in schemes:
        return msg("write `tel:` before a phone number, and no spaces in it")
    if _HOST.match(value):
        return msg("write `https://` before it")
    if any(letter.isspace() for letter in value):
        return msg("take the spaces out")
    return msg("write a link that begins with %(schemes)s", schemes=schemes)


def _not_listed(name: str, detail: ErrorDetails) -> tuple[str, str]:
    choices = str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
    every = msg("write one of: %(choices)s", choices=", ".join(choices))
    if detail["input"] in (None, ""):
        return msg("%(name)s is empty", name=name), every
    given = str(detail["input"])
    meant = next((one for one in _MEANT.get(given.casefold().strip(), ()) if one in choices), "")
    right = msg("did you mean %(near)s?", near=quoted(meant)) if meant else did_you_mean(given, choices)
    return msg("%(name)s: %(given)s is not allowed", name=name, given=quoted(given)), right or every


_MEANT = {
    "twitter": ("x",),
    **dict.fromkeys(("mail", "e-mail"), ("email",)),
    **dict.fromkeys(("tel", "telephone", "hotline"), ("phone",)),
    "fb": ("facebook",),
    **dict.fromkeys(("web", "website"), ("form",)),
    **dict.fromkeys(("done", "fixed", "closed", "finished", "ended"), ("resolved", "completed", "solved")),
    **dict.fromkeys(("open", "new", "started", "ongoing"), ("investigating", "in_progress")),
    **dict.fromkeys(("planned", "upcoming"), ("scheduled",)),
    **dict.fromkeys(("delayed", "moved"), ("postponed",)),
    **dict.fromkeys(("down", "outage", "offline"), ("major_outage",)),
    **dict.fromkeys(("degraded", "slow"), ("degraded_performance",)),
    **dict.fromkeys(("ok", "up", "online"), ("operational",)),
    "maintenance": ("under_maintenance",),
    **dict.fromkeys(("high", "medium"), ("major",)),
    "low": ("minor",),
    **dict.fromkeys(("severe", "blocker"), ("critical",)),
    **dict.fromkeys(("yes", "true", "full"), ("named",)),
    **dict.fromkeys(("no", "false"), ("none",)),
}
"""Words that people write for a listed one that is spelt otherwise; the first that is listed there is meant."""


def _explain_in_general(name: str, detail: ErrorDetails) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    what, suggestion = split_advice(_plain(kind, context) or context.get("message", detail["msg"]))
    if detail["input"] is None and kind != "withdrawn":
        return msg("%(name)s is empty", name=name), suggestion
    if kind == "tuple_type" and detail["loc"][-1] in _LISTS_OF_WORDS and _WORDS.fullmatch(str(detail["input"])):
        suggestion = msg("write `[%(words)s]`", words=detail["input"])
    if detail["input"] and not isinstance(detail["input"], dict | list) and kind not in _UNREPEATED:
        return msg("%(name)s: %(given)s %(what)s", name=name, given=quoted(detail["input"]), what=what), suggestion
    return msg("%(name)s %(what)s", name=name, what=what), suggestion


def _plain(kind: str, context: Mapping[str, object]) -> Message | None:
    """Return one of Pydantic's errors for people who do not know Python."""
    if kind == "string_too_long":
        return advised(msg("is too long"), msg("at most %(most)s characters", most=context["max_length"]))
    return _PLAIN.get(kind)


_UNREPEATED = frozenset({"token"})
"""The kinds of errors whose value must not be repeated."""
_PLAIN = {
    "bool_parsing": advised(msg("must be true or false"), msg("write `true` or `false`")),
    "bool_type": advised(msg("must be true or false"), msg("write `true` or `false`")),
    "dict_type": advised(msg("is not a map"), msg("write `key: value` lines below it, or {key: value}")),
    "model_type": advised(msg("must have lines of `key: value`"), msg("write `key: value` lines")),
    "int_type": advised(msg("is not a number"), msg("write a whole number")),
    "int_parsing": advised(msg("is not a number"), msg("write a whole number")),
    "tuple_type": advised(msg("is not a list"), msg("begin each item on a line of its own with `- `")),
    "too_short": advised(msg("is empty"), msg("write at least one item")),
    "string_type": advised(msg("is not a text"), msg("write some words")),
    "string_too_short": advised(msg("is an empty text"), msg("write a text, or remove the key")),
}

_LISTS_OF_WORDS = frozenset({"allow", "answers", "languages", "kinds", "publish", "regions", "roles"})
_WORDS = re.compile(r"[\w-]+(, *[\w-]+)*")
"""What becomes a list of words by a pair of brackets."""

ID_HELP = msg("ids have lower-case letters, digits, dots, hyphens and underscores")
_LINK_KEYS = {
    **dict.fromkeys(("url", "link", "website", "contact"), msg("https:, mailto: or tel:")),
    **dict.fromkeys(("acknowledgments", "policy", "encryption"), "https:"),
    **dict.fromkeys(("subscribe", "unsubscribe"), msg("https: or mailto:")),
}
_EMAIL = re.compile(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+")
_PHONE = re.compile(r"\+?[\d\s()./-]{5,}")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?$")
_PATTERN_HELP = {
    "languages": CODES_HELP,
    "server": msg("write https://lists.example.com for listmonk, and smtp.example.com:587 for a mail server"),
    "sender": msg("write an e-mail address such as status@example.com"),
    "tag": msg("write one tag, without spaces"),
    "component_tags": msg("write the id of a component, and one tag without spaces"),
    "holidays": msg("write a country's two capital letters, such as IR, IL, RU or DE"),
}


def dotted(loc: Loc) -> str:
    """Return a place as people write it, such as `updates[1].by`."""
    words = ""
    for part in loc:
        words += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if words else ''}{part}"
    return quoted(words or "record")


def keys_at(model: type[BaseModel], loc: Loc) -> set[str]:
    """Return the keys that a map at `loc` may have."""
    for part in loc:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        inner = model_of_annotation(field.annotation) if field else None
        if inner is None:
            return set()
        model = inner
    return set(model.model_fields)
