"""Pydantic's complaints about a record, said to people: place, what is wrong, what would be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.records.base import FILE_KEYS
from generator.records.findings import Finding, did_you_mean, quoted
from generator.records.yamltree import Loc, Tree

M = TypeVar("M", bound=BaseModel)


def validate(
    model: type[M], tree: Tree, path: str, extra: Mapping[str, Any] | None = None
) -> tuple[M | None, list[Finding]]:
    """The model of a tree, or None and every problem with its line and column."""
    if not isinstance(tree.value, dict):
        return None, [finding(tree, path, (), "this is not a map of keys", "write lines such as `title: …`")]
    taken = [
        finding(tree, path, (key,), f"unknown key {quoted(key)}", "it comes from the file; take the line away")
        for key in tree.value
        if key in FILE_KEYS and extra is not None
    ]
    if taken:
        return None, taken
    try:
        return model.model_validate({**tree.value, **(extra or {})}), []
    except ValidationError as error:
        return None, [_finding(model, tree, path, detail) for detail in _worth_saying(error)]


def finding(tree: Tree, path: str, loc: Loc, message: str, suggestion: str = "", **more: Any) -> Finding:
    """A finding at the value that stands at `loc` in the tree."""
    line, column = tree.position(loc)
    return Finding(path, line, column, message, suggestion, **more)


def _worth_saying(error: ValidationError) -> Iterator[ErrorDetails]:
    seen: set[Loc] = set()
    for detail in error.errors(include_url=False):
        if detail["loc"] not in seen:
            seen.add(detail["loc"])
            yield detail


def _finding(model: type[BaseModel], tree: Tree, path: str, detail: ErrorDetails) -> Finding:
    loc = tuple(part for part in detail["loc"] if part != "[key]")
    message, suggestion = _words(model, loc, detail)
    at_key = detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)
    line, column = tree.key_position(loc) if at_key else tree.position(loc)
    return Finding(path, line, column, message, suggestion)


def _words(model: type[BaseModel], loc: Loc, detail: ErrorDetails) -> tuple[str, str]:
    name, kind, context = _name(loc), detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = sorted(_keys(model, loc[:-1]) - FILE_KEYS)
        guess = did_you_mean(str(loc[-1]), known)
        return f"unknown key {quoted(loc[-1])}", guess or "known here: " + ", ".join(known)
    if kind == "missing":
        return f"{name} is missing", "add the line" if not loc[:-1] else f"add it to {_name(loc[:-1])}"
    if kind in ("enum", "literal_error"):
        choices = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
        guess = did_you_mean(str(detail["input"]), choices)
        return f"{name}: {quoted(detail['input'])} is not one of its words", (
            f"{guess} known: {', '.join(choices)}" if guess else f"known: {', '.join(choices)}"
        )
    if kind == "string_pattern_mismatch":
        return f"{name}: {quoted(detail['input'])} does not fit here", _PATTERN_HELP.get(
            name.strip("`"), "ids have lower-case letters, digits, dots, hyphens and underscores"
        )
    what, _, right = detail["msg"].partition("; ")
    given = "" if isinstance(detail["input"], dict | list | type(None)) else f"{quoted(detail['input'])} "
    return f"{name}: {given}{what}", right


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
    """The keys that a mapping at `loc` may have, found by walking the models' fields."""
    for part in loc:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        inner = _model_in(field.annotation) if field else None
        if inner is None:
            return set()
        model = inner
    return set(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
