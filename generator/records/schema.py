"""JSON Schemas of all records and company files, so that editors complete and check while somebody types.

The schemas are those of the models (JSON Schema draft 7, which every editor knows), with each key explained. Where
a key names a component, channel, person, topic or group, the site's own ids are offered, not demanded: a schema must
not call an id wrong that was added after it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.records.base import Part
from generator.records.company import Channels, Components, Policy, Team
from generator.records.complaint import Complaint
from generator.records.incident import Incident, Maintenance, Notice
from generator.records.key_help import KEY_HELP

MODELS: dict[str, type[Part]] = {
    "incident": Incident,
    "maintenance": Maintenance,
    "notice": Notice,
    "complaint": Complaint,
    "components": Components,
    "channels": Channels,
    "team": Team,
    "policy": Policy,
}
_IDS = {
    "by": "person",
    "approved_by": "person",
    "owner": "person",
    "channel": "channel",
    "topic": "topic",
    "component": "component",
    "group": "group",
}
_LISTS = {"answers": "person", "topics": "topic"}
Schema = dict[str, Any]


def schemas(known: Mapping[str, Iterable[str]]) -> dict[str, Schema]:
    """The schema of each kind of file. `known` maps component, channel, person, topic, group and rule to their ids."""
    ids = {kind: sorted(found) for kind, found in known.items()}
    return {name: _schema(model, ids) for name, model in MODELS.items()}


def _schema(model: type[Part], ids: Mapping[str, list[str]]) -> Schema:
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        for key, value in part.get("properties", {}).items():
            part["properties"][key] = _explained(key, value, ids)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **schema}


def _explained(key: str, value: Schema, ids: Mapping[str, list[str]]) -> Schema:
    value.pop("title", None)
    if value.get("default", 0) is None:
        del value["default"]
    if key in _IDS:
        _offer(value, ids.get(_IDS[key], []))
    elif key in _LISTS and "$ref" not in value.get("items", {}):
        _offer(value.get("items", {}), ids.get(_LISTS[key], []))
    elif key == "checks":
        _offer_keys(value, ids.get("rule", []))
    elif key == "components":
        _offer_keys(value, ids.get("component", []))
    return {"description": KEY_HELP[key], **value}


def _offer(value: Schema, ids: list[str]) -> None:
    """Put known ids beside the pattern that any id must fit."""
    if not ids:
        return
    if "anyOf" in value:
        value["anyOf"].insert(0, {"enum": ids})
    else:
        value["anyOf"] = [{"enum": ids}, {"type": value.pop("type"), "pattern": value.pop("pattern")}]


def _offer_keys(value: Schema, ids: list[str]) -> None:
    """The same for a map from component to status, or from rule to level."""
    for branch in (value, *value.get("anyOf", [])):
        for status in branch.get("patternProperties", {}).values():
            branch["properties"] = dict.fromkeys(ids, status)
