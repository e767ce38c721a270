"""Validate a YAML tree against a model, and explain pydantic's errors to people: place, problem and suggestion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from answerable.records.findings import Finding, did_you_mean, quoted
from answerable.records.model import FILE_KEYS, WRITTEN, Part
from answerable.records.validation.cut_texts import cut_texts, without_hidden_texts
from answerable.records.yaml.tree import Loc, Tree

M = TypeVar("M", bound=BaseModel)


def salvage(model: type[M], value: object) -> M:
    """Build the model with None for each value that is wrong or missing; for further checks, never published."""
    given = value if isinstance(value, dict) else {}
    fields = {name: _field(model, name, given[name]) for name in model.model_fields if name in given}
    defaults = {name: field.get_default(call_default_factory=True) for name, field in model.model_fields.items()}
    return model.model_construct(**{**{n: None if _unset(d) else d for n, d in defaults.items()}, **fields})


def model_of_annotation(annotation: Any) -> type[BaseModel] | None:
    """Return the first model in an annotation, however deeply nested, or None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for argument in get_args(annotation) if (found := model_of_annotation(argument))), None)


def _field(model: type[BaseModel], name: str, raw: object) -> Any:
    try:
        return _adapter(model, name).validate_python(raw)
    except ValidationError:
        return _salvaged(model.model_fields[name].annotation, raw)


def _salvaged(annotation: Any, raw: object) -> Any:
    """Return the valid part of a value: items of a list, keys of a map, fields of a model; otherwise None."""
    shape, inner = _shape(annotation), model_of_annotation(annotation)
    if shape is tuple and isinstance(raw, list):
        return tuple(salvage(inner, item) for item in raw) if inner else ()
    if shape is dict and isinstance(raw, dict):
        return dict.fromkeys(raw)
    return salvage(inner, raw) if shape is BaseModel and inner and isinstance(raw, dict) else None


def _shape(annotation: Any) -> type | None:
    """Return whether an annotation, optional or not, is a tuple, a dict or a model."""
    if (origin := get_origin(annotation)) in (tuple, dict):
        return tuple if origin is tuple else dict
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return BaseModel
    return next((found for argument in get_args(annotation) if (found := _shape(argument))), None)


@cache
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    return TypeAdapter(field.rebuild_annotation())


def _unset(default: object) -> bool:
    return type(default).__name__ == "PydanticUndefinedType"


P = TypeVar("P", bound=Part)


@dataclass(frozen=True)
class Shape:
    """The result of validating a file: the model as `part` if everything is valid, otherwise its `valid_part`.

    `wrong` are the places of errors.
    """

    part: Part | None
    valid_part: Part | None
    wrong: frozenset[Loc]
    findings: list[Finding]

    def was_read(self, loc: Loc) -> bool:
        """Return whether the value at `loc` was read without errors, so that it can be checked further."""
        return not any(bad[: len(loc)] == loc or loc[: len(bad)] == bad for bad in self.wrong)


def validate_tree(model: type[Part], tree: Tree, path: str, extra: Mapping[str, Any] | None = None) -> Shape:
    """Validate a tree against a model; findings have a line and column. `extra` are values from the file itself."""
    value = {} if tree.value is None and tree.complete else tree.value
    if not isinstance(value, dict):
        found = [finding_at(tree, path, (), "this must have lines of `key: value`", "write lines such as `title: …`")]
        return Shape(None, None, frozenset({()}), found if tree.value is not None else [])
    taken = FILE_KEYS & value.keys() if extra is not None else frozenset()
    findings = [*(_unknown_key(tree, path, key) for key in sorted(taken)), *cut_texts(model, tree, path)]
    shown, hidden = without_hidden_texts({key: item for key, item in value.items() if key not in taken}, tree, path)
    own = shown or {}
    findings += hidden
    try:
        part = model.model_validate({**own, **(extra or {})}, context=WRITTEN)
    except ValidationError as error:
        details = list(_main_errors(error, tree, own))
        findings += [_finding(model, tree, path, detail) for detail in details]
        wrong = frozenset(_loc(detail) for detail in error.errors(include_url=False))
        return Shape(None, salvage(model, own), wrong, findings)
    return Shape(None if taken else part, part, frozenset(), findings)


def validate(
    model: type[P], tree: Tree, path: str, extra: Mapping[str, Any] | None = None
) -> tuple[P | None, list[Finding]]:
    """Return the model of a tree, or None, and the findings with line and column."""
    shape = validate_tree(model, tree, path, extra)
    return shape.part if isinstance(shape.part, model) else None, shape.findings


def _unknown_key(tree: Tree, path: str, key: str) -> Finding:
    place = tree.key_position((key,))
    return Finding(path, *place, f"unknown key {quoted(key)}", "it is set by the file's name; remove the line")


def finding_at(tree: Tree, path: str, loc: Loc, message: str, suggestion: str = "", **more: Any) -> Finding:
    """Return a finding at the place of `loc` in the tree."""
    line, column = tree.position(loc)
    return Finding(path, line, column, message, suggestion, **more)


def _main_errors(error: ValidationError, tree: Tree, value: dict[str, Any]) -> Iterator[ErrorDetails]:
    """Yield one error for each place, without those that only follow from another error or from reading too little."""
    unread = None if tree.complete else next(reversed(value), None)  # the key at which reading stopped
    seen: set[Loc] = set()
    for detail in error.errors(include_url=False):
        loc, kind = detail["loc"], detail["type"]
        if loc in seen or (kind == "too_short" and detail["input"]):  # the items that are missing have errors
            continue
        if tree.complete or not (kind == "missing" or loc[0] == unread):
            seen.add(loc)
            yield detail


def _loc(detail: ErrorDetails) -> Loc:
    return tuple(part for part in detail["loc"] if part != "[key]")


def _finding(model: type[BaseModel], tree: Tree, path: str, detail: ErrorDetails) -> Finding:
    loc = _loc(detail)
    message, suggestion = _explain(model, loc, detail)
    at_key = detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)
    line, column = tree.key_position(loc) if at_key else tree.position(loc)
    return Finding(path, line, column, message, suggestion)


def _explain(model: type[BaseModel], loc: Loc, detail: ErrorDetails) -> tuple[str, str]:
    name, kind = _name(loc), detail["type"]
    if kind == "extra_forbidden":
        known = sorted(_keys(model, loc[:-1]) - FILE_KEYS)
        guess = did_you_mean(str(loc[-1]), known)
        return f"unknown key {quoted(loc[-1])}", guess or "known here: " + ", ".join(known)
    if kind == "missing":
        return f"{name} is missing", "add the line" if not loc[:-1] else f"add it to {_name(loc[:-1])}"
    if kind in ("enum", "literal_error"):
        return f"{name}: {quoted(detail['input'])} is not allowed", _known_words(detail)
    if kind == "string_pattern_mismatch":
        return f"{name}: {quoted(detail['input'])} does not fit here", _PATTERN_HELP.get(
            name.strip("`"), "ids have lower-case letters, digits, dots, hyphens and underscores"
        )
    return _explain_in_general(name, detail)


def _known_words(detail: ErrorDetails) -> str:
    choices = str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
    guess = did_you_mean(str(detail["input"]), choices)
    return f"{guess} known: {', '.join(choices)}" if guess else f"known: {', '.join(choices)}"


def _explain_in_general(name: str, detail: ErrorDetails) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    plain = _PLAIN[kind].format(**context) if kind in _PLAIN else detail["msg"]  # which may contain braces itself
    what, _, suggestion = plain.partition("; ")
    given = "" if isinstance(detail["input"], dict | list | type(None)) else f": {quoted(detail['input'])}"
    return f"{name}{given} {what}", suggestion


_PLAIN = {
    "bool_parsing": "must be true or false; write `true` or `false`",
    "bool_type": "must be true or false; write `true` or `false`",
    "dict_type": "is not a map; write `key: value` lines below it, or {{key: value}}",
    "model_type": "must have lines of `key: value`; write `key: value` lines",
    "tuple_type": "is not a list; begin each item on a line of its own with `- `",
    "too_short": "is empty; write at least one item",
    "string_type": "is not a text; write some words",
    "string_too_short": "is an empty text; write a text, or remove the key",
    "string_too_long": "is too long; at most {max_length} characters",
}
"""Pydantic's errors for people who do not know Python."""

_PATTERN_HELP = {
    "url": "write a link that begins with https:, mailto: or tel:",
    "link": "write a link that begins with https:, mailto: or tel:",
    "website": "write a link that begins with https:",
    "holidays": "write a country's two capital letters, such as IR, IL, RU or DE",
}


def _name(loc: Loc) -> str:
    words = ""
    for part in loc:
        words += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if words else ''}{part}"
    return quoted(words or "record")


def _keys(model: type[BaseModel], loc: Loc) -> set[str]:
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
