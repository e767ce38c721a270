"""Find texts that ` #` cut short: YAML takes a `#` after a space for the beginning of a comment.

A comment after an id, a word of the vocabulary, a date or a number is harmless, since nothing of the value is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from answerable.records.findings import Finding
from answerable.records.text import Text
from answerable.records.yaml.tree import Loc, Tree

CUT_RULE = "comment"
"""The rule of findings about texts that a comment cut short."""


def cut_texts(model: type[BaseModel], tree: Tree, path: str) -> list[Finding]:
    """Return a finding for each text of the model that a comment cut short."""
    return [cut_text(tree, path, loc) for loc in tree.comments if is_text(model, loc)]


def cut_texts_of_keys(keys: Iterable[str], tree: Tree, path: str) -> Iterator[Finding]:
    """Yield a finding for each text at or below one of the keys, for files that have no model."""
    wanted = frozenset(keys)
    return (cut_text(tree, path, loc) for loc in tree.comments if not wanted.isdisjoint(loc))


def cut_text(tree: Tree, path: str, loc: Loc) -> Finding:
    """Return the finding for the text at `loc`."""
    message = "` #` begins a comment, so the text ends before it"
    return Finding(path, *tree.comments[loc], message, "put the text in quotes", rule=CUT_RULE)


def is_text(model: type[BaseModel], loc: Loc) -> bool:
    """Return whether the value at `loc` of a model is free text: not an id, a date, a number or one of fixed words."""
    annotation: Any = model
    for part in loc:
        annotation = _inner(annotation, part)
    return _is_free_text(annotation)


def _inner(annotation: Any, part: str | int) -> Any:
    """Return the annotation of an item of a list or a value of a map or model; None if there is no such part."""
    if annotation is Text:
        return str if isinstance(part, str) else None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(part))
        return field.rebuild_annotation() if field else None
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _inner(arguments[0], part)
    if origin in (Union, UnionType):
        return next((found for one in arguments if (found := _inner(one, part)) is not None), None)
    if origin is dict and isinstance(part, str):
        return arguments[1]
    return arguments[0] if origin is tuple and isinstance(part, int) else None


def _is_free_text(annotation: Any) -> bool:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        has_pattern = any(getattr(one, "pattern", None) or _pattern_of(one) for one in arguments[1:])
        return not has_pattern and _is_free_text(arguments[0])
    if origin in (Union, UnionType):
        return any(map(_is_free_text, arguments))
    if origin is tuple:  # one item may stand for a list of one
        return _is_free_text(arguments[0])
    return annotation is Text or annotation is str


def _pattern_of(constraint: Any) -> bool:
    """Return whether a constraint of pydantic's `Field` has a pattern among its own metadata."""
    return any(getattr(one, "pattern", None) for one in getattr(constraint, "metadata", ()))
