"""What is right of a record whose shape is wrong somewhere, so that its other mistakes are found in the same run."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

M = TypeVar("M", bound=BaseModel)


def partial(model: type[M], value: object) -> M:
    """The model of a map with None wherever a value is wrong or missing; never published, only looked at."""
    given = value if isinstance(value, dict) else {}
    fields = {name: _field(model, name, given[name]) for name in model.model_fields if name in given}
    defaults = {name: field.get_default(call_default_factory=True) for name, field in model.model_fields.items()}
    return model.model_construct(**{**{n: None if _unset(d) else d for n, d in defaults.items()}, **fields})


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The first model that an annotation names, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for argument in get_args(annotation) if (found := model_in(argument))), None)


def _field(model: type[BaseModel], name: str, raw: object) -> Any:
    try:
        return _adapter(model, name).validate_python(raw)
    except ValidationError:
        return _salvaged(model.model_fields[name].annotation, raw)


def _salvaged(annotation: Any, raw: object) -> Any:
    """The good items of a list, the keys of a map, what is right of a model; None for anything else."""
    shape, inner = _shape(annotation), model_in(annotation)
    if shape is tuple and isinstance(raw, list):
        return tuple(partial(inner, item) for item in raw) if inner else ()
    if shape is dict and isinstance(raw, dict):
        return dict.fromkeys(raw)
    return partial(inner, raw) if shape is BaseModel and inner and isinstance(raw, dict) else None


def _shape(annotation: Any) -> type | None:
    """Whether a value is a tuple, a dict or a model, be it optional or not."""
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
