"""Pydantic's errors in words for people who do not know Python: the problem, and what would be right."""

from __future__ import annotations

import re
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from answerable.records.findings import did_you_mean, quoted
from answerable.records.model import FILE_KEYS
from answerable.records.yaml.tree import Loc


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
        return f"{name} is missing", "add the line" if not loc[:-1] else f"add it to {dotted(loc[:-1])}"
    if loc and loc[-1] in _NOT_SHOWN:
        return f"{name} does not fit here", _NOT_SHOWN[str(loc[-1])]
    if kind in ("enum", "literal_error"):
        return _not_listed(name, detail)
    if kind == "string_pattern_mismatch":
        return _explain_mismatch(loc, name, detail)
    return _explain_value(loc, name, detail)


def _explain_mismatch(loc: Loc, name: str, detail: ErrorDetails) -> tuple[str, str]:
    if detail["loc"][-1:] == ("[key]",) and " " in str(detail["input"]):
        return f"{quoted(detail['input'])} has no colon", "write `key: value`"
    return f"{name}: {quoted(detail['input'])} does not fit here", _right_pattern(loc, str(detail["input"]))


def _explain_value(loc: Loc, name: str, detail: ErrorDetails) -> tuple[str, str]:
    kind = detail["type"]
    if loc[-1:] == ("components",) and kind == "dict_type":
        return (
            f"{name} is not a map",
            "write lines such as `checkout: partial_outage` below it, two spaces further in",
        )
    if (
        loc[-1:] == ("title",)
        and kind == "text"
        and not detail["input"]
        and not isinstance(detail["input"], list | dict)
    ):
        return f"{name} is empty", "write a title"
    return _explain_in_general(name, detail)


def _unknown(model: type[BaseModel], loc: Loc) -> tuple[str, str]:
    key, known = str(loc[-1]), sorted(keys_at(model, loc[:-1]) - FILE_KEYS)
    guess = did_you_mean(key, known)
    if not guess and " " in key:
        guess = 'if it goes on from the text above, put that whole text in "double quotes"'
    return f"unknown key {quoted(key)}", guess or f"known here: {', '.join(known)}"


def _right_pattern(loc: Loc, value: str) -> str:
    key = next((part for part in reversed(loc) if isinstance(part, str)), "")
    if key in _LINK_KEYS:
        return _right_link(value, _LINK_KEYS[key])
    return _PATTERN_HELP.get(key, ID_HELP)


def _right_link(value: str, schemes: str) -> str:
    """Return what would make a link of a value that is none."""
    if _EMAIL.fullmatch(value) and "mailto" in schemes:
        return "write `mailto:` before an e-mail address"
    if _PHONE.fullmatch(value) and "tel" in schemes:
        return "write `tel:` before a phone number, and no spaces in it"
    if _HOST.match(value):
        return "write `https://` before it"
    if any(letter.isspace() for letter in value):
        return "take the spaces out"
    return f"write a link that begins with {schemes}"


def _not_listed(name: str, detail: ErrorDetails) -> tuple[str, str]:
    choices = str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
    every = f"write one of: {', '.join(choices)}"
    if detail["input"] in (None, ""):
        return f"{name} is empty", every
    given = str(detail["input"])
    meant = next((one for one in _MEANT.get(given.casefold().strip(), ()) if one in choices), "")
    right = f"did you mean {quoted(meant)}?" if meant else did_you_mean(given, choices)
    return f"{name}: {quoted(detail['input'])} is not allowed", right or every


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
    plain = _PLAIN[kind].format(**context) if kind in _PLAIN else detail["msg"]  # which may contain braces itself
    what, _, suggestion = plain.partition("; ")
    if detail["input"] is None and kind != "withdrawn":
        return f"{name} is empty", suggestion
    if kind == "tuple_type" and detail["loc"][-1] in _LISTS_OF_WORDS and _WORDS.fullmatch(str(detail["input"])):
        suggestion = f"write `[{detail['input']}]`"
    given = f": {quoted(detail['input'])}" if detail["input"] and not isinstance(detail["input"], dict | list) else ""
    return f"{name}{given} {what}", suggestion


_PLAIN = {
    "bool_parsing": "must be true or false; write `true` or `false`",
    "bool_type": "must be true or false; write `true` or `false`",
    "dict_type": "is not a map; write `key: value` lines below it, or {{key: value}}",
    "model_type": "must have lines of `key: value`; write `key: value` lines",
    "int_type": "is not a number; write a whole number",
    "int_parsing": "is not a number; write a whole number",
    "greater_than_equal": "is too small; at least {ge}",
    "tuple_type": "is not a list; begin each item on a line of its own with `- `",
    "too_short": "is empty; write at least one item",
    "string_type": "is not a text; write some words",
    "string_too_short": "is an empty text; write a text, or remove the key",
    "string_too_long": "is too long; at most {max_length} characters",
}
"""Pydantic's errors for people who do not know Python."""

_LISTS_OF_WORDS = frozenset({"allow", "answers", "languages", "kinds", "publish", "regions", "roles"})
_WORDS = re.compile(r"[\w-]+(, *[\w-]+)*")
"""What becomes a list of words by a pair of brackets."""

_VARIABLE = "write the name of an environment variable, such as %s, and never the value itself"
_NOT_SHOWN = {
    "endpoint": "write an address that begins with https://, or the name of the environment variable that has it",
    "key": _VARIABLE % "BUTTONDOWN_API_KEY",
    "password": _VARIABLE % "SMTP_PASSWORD",
    "secret": _VARIABLE % "WEBHOOK_SECRET",
    "subscribers": _VARIABLE % "SUBSCRIBERS",
    "token": _VARIABLE % "LISTMONK_TOKEN",
}
"""What is right for keys whose wrong value may be a secret, which no message may repeat."""
ID_HELP = "ids have lower-case letters, digits, dots, hyphens and underscores"
_LINK_KEYS = {
    **dict.fromkeys(("url", "link", "website", "contact"), "https:, mailto: or tel:"),
    **dict.fromkeys(("acknowledgments", "policy", "encryption"), "https:"),
    **dict.fromkeys(("subscribe", "unsubscribe"), "https: or mailto:"),
}
_EMAIL = re.compile(r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+")
_PHONE = re.compile(r"\+?[\d\s()./-]{5,}")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?$")
_PATTERN_HELP = {
    "languages": "write codes such as en, fa, he or ru",
    "server": "write https://lists.example.com for listmonk, and smtp.example.com:587 for a mail server",
    "sender": "write an e-mail address such as status@example.com",
    "tag": "write one tag, without spaces",
    "component_tags": "write the id of a component, and one tag without spaces",
    "holidays": "write a country's two capital letters, such as IR, IL, RU or DE",
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
