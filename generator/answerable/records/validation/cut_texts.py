"""Find texts that a comment cut short: YAML's ` #`, or an HTML comment that is never closed.

A YAML comment after an id, a word of the vocabulary, a date or a number is harmless: nothing of the value is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from answerable.records.comments import OPENING, unclosed_comment, without_comments
from answerable.records.findings import Finding
from answerable.records.text import Text
from answerable.records.yaml.tree import Loc, Tree
from answerable.translation.message import msg

CUT_RULE = "comment"
"""The rule of findings about texts that a comment cut short."""


def cut_texts(model: type[BaseModel], tree: Tree, path: str) -> list[Finding]:
    """Return a finding for each text of the model that a comment cut short."""
    return [
        *(cut_text(tree, path, loc) for loc in tree.comments if is_text(model, loc)),
        *(_unclosed(path, *tree.position(loc)) for loc in _unclosed_texts(tree.value) if is_text(model, loc)),
    ]


def cut_texts_of_keys(keys: Iterable[str], tree: Tree, path: str) -> Iterator[Finding]:
    """Yield a finding for each text at or below one of the keys, for files that have no model."""
    wanted = frozenset(keys)
    yield from (cut_text(tree, path, loc) for loc in tree.comments if not wanted.isdisjoint(loc))
    for loc in _unclosed_texts(tree.value):
        if not wanted.isdisjoint(loc):
            yield _unclosed(path, *tree.position(loc))


def cut_body(body: str, path: str, first_line: int) -> Iterator[Finding]:
    """Yield a finding if an HTML comment in a Markdown body is never closed."""
    before = unclosed_comment(body)
    if before is not None:
        yield _unclosed(path, first_line + before, 0)


def without_hidden_texts(value: Any, tree: Tree, path: str, loc: Loc = ()) -> tuple[Any, list[Finding]]:
    """Return a record's value without each `text` that is a comment as a whole, and a finding for each.

    A text is optional, and the rest of a notice has to get out.
    """
    if not _has_opening(value):
        return value, []
    if isinstance(value, str):
        if _TEXT not in loc or without_comments(value):
            return value, []
        message = msg("this text is a comment as a whole, so nothing of it is published")
        return None, [
            Finding(path, *tree.position(loc), message, msg("write a text, or remove the key"), rule=CUT_RULE)
        ]
    items = value.items() if isinstance(value, dict) else enumerate(value)
    made = [(key, item, *without_hidden_texts(item, tree, path, (*loc, key))) for key, item in items]
    found = [finding for *_, findings in made for finding in findings]
    if isinstance(value, list) or not found:
        return (value if not found else [new for _, _, new, _ in made]), found
    return {key: new for key, old, new, _ in made if new is not None or old is None} or None, found


_TEXT = "text"
"""The key of a text in updates, maintenance and notices."""


def _has_opening(value: Any) -> bool:
    """Return whether a text in a value may open a comment, as few do."""
    if isinstance(value, str):
        return OPENING in value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_has_opening, inner))


def _unclosed(path: str, line: int, column: int) -> Finding:
    message = msg("`%(opening)s` is never closed, so nothing after it is published", opening=OPENING)
    return Finding(path, line, column, message, msg("close the comment with `-->`"), rule=CUT_RULE)


def _unclosed_texts(value: Any, loc: Loc = ()) -> Iterator[Loc]:
    if isinstance(value, str):
        if unclosed_comment(value) is not None:
            yield loc
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unclosed_texts(item, (*loc, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unclosed_texts(item, (*loc, number))


def cut_text(tree: Tree, path: str, loc: Loc) -> Finding:
    """Return the finding for the text at `loc`."""
    message = msg("` #` begins a comment, so the text ends before it")
    return Finding(path, *tree.comments[loc], message, msg("put the text in quotes"), rule=CUT_RULE)


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
