"""`/.well-known/`: where to report a vulnerability (RFC 9116), if `policy.yml` says so, and a catalogue (RFC 9727).

Both standards define the files for the root of a host only, so a site in a folder has none. An expired `security.txt`
must not be used, so it is left out after its day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC

from answerable.output.outputs import Output
from answerable.output.served import LINKSET, TEXT, Served, Verify
from answerable.publish.addresses import API_CATALOG, SECURITY
from answerable.publish.api import openapi
from answerable.publish.api.endpoints import endpoints
from answerable.publish.context import Context
from answerable.records.company import Security

SERVED = (
    Served(API_CATALOG, LINKSET, any_origin=True, verify=Verify.FIRST_LANGUAGE),
    Served(SECURITY, TEXT, verify=Verify.FIRST_LANGUAGE),
)


def publish(context: Context, served: Sequence[Served]) -> Iterator[Output]:
    """Yield the files if the site is at the root of its host; `served` has the endpoints that the catalogue lists."""
    if context.root != "/":
        return
    yield Output(API_CATALOG, (json.dumps(_catalog(context, served), indent=1) + "\n").encode())
    security = context.ledger.policy.security
    if security and context.now < security.expires:
        yield Output(SECURITY, "".join(f"{field}: {value}\n" for field, value in _fields(context, security)).encode())


def _fields(context: Context, security: Security) -> Iterator[tuple[str, str]]:
    yield from (("Contact", contact) for contact in security.contact)
    yield "Expires", security.expires.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield "Preferred-Languages", ", ".join(context.ledger.policy.languages)
    yield "Canonical", context.absolute(SECURITY)
    more = {
        "Encryption": security.encryption,
        "Acknowledgments": security.acknowledgments,
        "Policy": security.policy,
    }
    yield from ((field, link) for field, link in more.items() if link)


def _catalog(context: Context, served: Sequence[Served]) -> dict[str, object]:
    """Return a set of links (RFC 9264): every file of the API that is on each site, and what describes them."""
    always = [endpoint.pattern for endpoint in endpoints(served) if endpoint.always]
    about = {
        "anchor": context.absolute("api/"),
        "service-desc": [{"href": context.absolute(openapi.PATH), "type": "application/json"}],
        "status": [{"href": context.site_url, "type": "text/html"}],
    }
    found = [{"href": context.absolute(path), "type": "application/json"} for path in always]
    return {"linkset": [{"anchor": context.absolute(API_CATALOG), "item": found}, about]}
