"""The networks that can be announced to, by their names."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from answerable.outreach.announce import networks
from answerable.outreach.announce.network import NetworkKind


@functools.cache
def all_networks() -> dict[str, NetworkKind]:
    """Return the networks by their names, sorted."""
    names = (module.name for module in pkgutil.iter_modules(networks.__path__, f"{networks.__name__}."))
    found = [kind for name in names for kind in _kinds(importlib.import_module(name))]
    return {kind.name: kind for kind in sorted(found, key=lambda kind: kind.name)}


def _kinds(module: object) -> tuple[NetworkKind, ...]:
    found = getattr(module, "NETWORK", ())
    return found if isinstance(found, tuple) else (found,)
