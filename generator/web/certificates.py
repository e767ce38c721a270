"""Certificates of hosts: which are trusted, how long the one that was shown is good, and why one was refused."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import httpx

_REFUSED = {
    "has expired": "it has expired, renew it",
    "not yet valid": "it is not valid yet, or the clock here is wrong",
    "mismatch": "it is of another host, ask for one with this name",
    "self-signed": "nobody who is trusted vouches for it",
    "issuer certificate": "nobody who is trusted vouches for it, or the host does not send the whole chain",
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """From when to when the certificate is good that a host showed and that was found valid; both in UTC."""

    since: datetime
    until: datetime


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """The certificates that httpx brings; reading them takes longer than many a request."""
    return httpx.create_ssl_context(trust_env=False)


def certificate_of(response: httpx.Response) -> Certificate | None:
    """The one that came with an answer, while its connection is open; None without TLS."""
    stream = response.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream else None
    shown = tls.getpeercert() if tls else None
    return Certificate(_instant(shown["notBefore"]), _instant(shown["notAfter"])) if shown else None


def why_refused(said: str) -> str:
    """What OpenSSL says of a certificate, in words that tell what to do; empty where it says nothing of one."""
    if "CERTIFICATE_VERIFY_FAILED" not in said:
        return ""
    why = next((f": {why}" for sign, why in _REFUSED.items() if sign in said), "")  # what is rare has no words
    return f"its certificate is not valid{why}"


def _instant(written: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(written), UTC)
