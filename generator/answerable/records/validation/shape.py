"""Validate a YAML tree against a model, with the place of each error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from answerable.records.findings import Finding, closest, quoted
from answerable.records.model import FILE_KEYS, WRITTEN, Part
from answerable.records.validation.cut_texts import cut_texts, without_hidden_texts
from answerable.records.validation.wording import dotted, explain_error, keys_at, model_of_annotation
from answerable.records.yaml.tree import Loc, Tree
from answerable.translation.message import msg

M = TypeVar("M", bound=BaseModel)


def salvage(model: type[M], value: object) -> M:
    """Build the model with None for each value that is wrong or missing; for further checks, never published."""
    given = value if isinstance(value, dict) else {}
    fields = {name: _field(model, name, given[name]) for name in model.model_fields if name in given}
    defaults = {name: field.get_default(call_default_factory=True) for name, field in model.model_fields.items()}
    return model.model_construct(**{**{n: None if _unset(d) else d for n, d in defaults.items()}, **fields})


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
        found = [
            finding_at(
                tree, path, (), msg("this must have lines of `key: value`"), msg("write lines such as `title: …`")
            )
        ]
        return Shape(None, None, frozenset({()}), found if tree.value is not None else [])
    taken = FILE_KEYS & value.keys() if extra is not None else frozenset()
    findings = [*(_unknown_key(tree, path, key) for key in sorted(taken)), *cut_texts(model, tree, path)]
    shown, hidden = without_hidden_texts({key: item for key, item in value.items() if key not in taken}, tree, path)
    own = shown or {}
    findings += hidden
    try:
        part = model.model_validate({**own, **(extra or {})}, context=WRITTEN)
    except ValidationError as error:
        details = _without_consequences(model, list(_main_errors(error, tree, own)))
        above = _unindented(own, details)
        for detail in details:
            if detail["loc"] in above:
                findings.append(_not_below(tree, path, detail["loc"], above[detail["loc"]]))
            elif not (_is_empty_map(detail) and detail["loc"][0] in above.values()):
                findings.append(_finding(model, tree, path, detail))
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
    return Finding(
        path, *place, msg("unknown key %(key)s", key=quoted(key)), msg("it is set by the file's name; remove the line")
    )


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


def _without_consequences(model: type[BaseModel], details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Return the errors without those that a wrong key causes: the right one is then missing, or it has no value."""
    wrong_keys = {_loc(detail) for detail in details if detail["loc"][-1:] == ("[key]",)}
    details = [one for one in details if one["input"] is not None or one["loc"] not in wrong_keys]
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    meant = {(*loc[:-1], closest(str(loc[-1]), keys_at(model, loc[:-1]))) for loc in unknown}
    return [detail for detail in details if detail["type"] != "missing" or detail["loc"] not in meant]


def _unindented(value: Mapping[str, Any], details: list[ErrorDetails]) -> dict[Loc, str]:
    """Map each unknown key to the key without a value that stands right above, below which it was to be indented."""
    of_record = [detail for detail in details if len(detail["loc"]) == 1]
    empty = {detail["loc"][0] for detail in of_record if _is_empty_map(detail)}
    unknown = {detail["loc"][0] for detail in of_record if detail["type"] == "extra_forbidden"}
    found: dict[Loc, str] = {}
    above = ""
    for key in value:
        above = key if key in empty else above if key in unknown else ""
        if above and key in unknown:
            found[(key,)] = above
    return found


def _not_below(tree: Tree, path: str, loc: Loc, above: str) -> Finding:
    message = msg("%(loc)s is not indented, so it does not belong to %(above)s", loc=dotted(loc), above=quoted(above))
    return Finding(path, *tree.key_position(loc), message, msg("put two spaces before it"))


def _is_empty_map(detail: ErrorDetails) -> bool:
    """Return whether nothing stands below a key that needs a map, as where its lines are not indented."""
    return detail["type"] in ("dict_type", "model_type") and detail["input"] is None


def _loc(detail: ErrorDetails) -> Loc:
    return tuple(part for part in detail["loc"] if part != "[key]")


def _finding(model: type[BaseModel], tree: Tree, path: str, detail: ErrorDetails) -> Finding:
    loc = _loc(detail)
    message, suggestion = explain_error(model, loc, detail)
    at_key = detail["type"] == "extra_forbidden" or detail["loc"][-1:] == ("[key]",)
    line, column = tree.key_position(loc) if at_key else tree.position(loc)
    return Finding(path, line, column, message, suggestion)
