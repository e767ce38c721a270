"""`/.well-known/security.txt` (RFC 9116): where people report a hole, if `policy.yml` says so.

The standard knows the file at the root of a host only, and forbids to go by one that has expired: a site in a folder
has none, and after its day it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from generator.build.outputs import Output
from generator.publish.addresses import SECURITY
from generator.publish.context import Context
from generator.records.company import Security


def publish(context: Context) -> Iterator[Output]:
    """The one file, or none."""
    security = context.ledger.policy.security
    if security and context.root == "/" and context.now < security.expires:
        yield Output(SECURITY, "".join(f"{field}: {value}\n" for field, value in _fields(context, security)).encode())


def _fields(context: Context, security: Security) -> Iterator[tuple[str, str]]:
    yield from (("Contact", contact) for contact in security.contact)
    yield "Expires", security.expires.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield "Preferred-Languages", ", ".join(context.ledger.policy.languages)
    yield "Canonical", context.absolute(SECURITY)
    if security.policy:
        yield "Policy", security.policy
