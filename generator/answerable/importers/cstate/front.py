"""The front matter of a cState issue under one set of names, whichever shape of it a site uses.

Hugo takes YAML 1.1, in which `yes` and `on` mean `true`. ClearStatus, which grew out of cState, writes `status`,
`resolved_on`, `max_severity` and `duration` instead of `resolved`, `resolvedWhen` and `severity`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from answerable.importers.cstate.labels import read_label
from answerable.importers.source_instants import read_when

_YES = frozenset({"true", "yes", "on", "y", "1"})
_NO = frozenset({"false", "no", "off", "n", "0", "", "null", "~"})
_NAMES = {
    "resolvedon": "resolvedwhen", "resolvedat": "resolvedwhen", "resolveddate": "resolvedwhen",
    "maxseverity": "severity", "affectedsystems": "affected", "systems": "affected", "pinned": "pin",
}  # fmt: skip
_DURATION = re.compile(r"^(\d{1,4})\s*(m|mn|mins?|minutes?|h|hrs?|hours?|d|days?)$", re.IGNORECASE)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}

SEVERITIES = {
    "notice": ("none", "operational"),
    "disrupted": ("minor", "partial_outage"),
    "down": ("major", "major_outage"),
    "ok": ("none", "operational"),
    "monitoring": ("minor", "degraded_performance"),
    "maintenance": ("none", "under_maintenance"),
}
"""Of each severity the impact, and the status of each affected system; the first three are cState's own."""


def normalize(front: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys in lower case, without hyphens and underscores, under cState's names."""
    keys = {re.sub("[-_]", "", key.lower()): value for key, value in front.items()}
    renamed = {_NAMES[key]: value for key, value in keys.items() if key in _NAMES}
    return {**renamed, **{key: value for key, value in keys.items() if key not in _NAMES}}


def is_true(value: object) -> bool:
    """Return whether a value says yes, as YAML 1.1 writes it."""
    return str(value).strip().lower() in _YES


def is_resolved(front: Mapping[str, Any]) -> bool | None:
    """Return whether the issue is over; None if nobody can tell from what is written."""
    said = front.get("resolved", front.get("status", ""))
    word = str(said or "").strip().lower().replace("_", " ")
    if word in _YES or read_label(word, "UTC").role == "close" or read_when(word, "UTC"):
        return True
    known = word in _NO or "resolved" not in front
    return False if known else None


def is_announced(front: Mapping[str, Any]) -> bool:
    """Return whether the front matter says that the work was planned."""
    words = {str(front.get(key) or "").strip().lower() for key in ("status", "severity")}
    return bool(words & {"scheduled", "maintenance"})


def duration(front: Mapping[str, Any]) -> timedelta | None:
    """Return how long the work is planned to take, such as `90m` or `1 hour`, or None."""
    match = _DURATION.match(str(front.get("duration") or "").strip())
    return timedelta(**{_UNITS[match[2][0].lower()]: int(match[1])}) if match else None
