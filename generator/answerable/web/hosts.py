"""Which IP addresses may be contacted (public ones, all checked before a connection is made), and TLS certificates."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

Resolve = Callable[[str, int], list[str]]

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")  # RFC 8215


class NotReachableError(ValueError):
    """A host may not or cannot be contacted; the message is one line."""


def resolve(host: str, port: int) -> list[str]:
    """Return all IP addresses of a host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def address_of(host: str, port: int, *, allow_private: bool, resolve: Resolve = resolve) -> str:
    """Return the IP address to connect to. Raises NotReachableError if any of the host's addresses is not public.

    The caller must connect to this address and not resolve the name again, since the result may then differ.
    """
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError):
        addresses = []
    if not addresses:
        raise NotReachableError("the host is not known")
    if any(is_link_local(address) for address in addresses):
        raise NotReachableError("the host is at a link-local address, where no status page is")
    if not allow_private and not all(is_public(address) for address in addresses):
        raise NotReachableError("the host is at a private address; --allow-private permits that")
    return addresses[0]


def is_link_local(address: str) -> bool:
    """Whether an IP address is link-local, where cloud providers serve the credentials of their machines."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _embedded_ipv4(ip) if isinstance(ip, IPv6Address) else None
    return (inner or ip).is_link_local


def is_public(address: str) -> bool:
    """Whether an IP address is public, also one embedded in an IPv6 address."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _embedded_ipv4(ip) if isinstance(ip, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    if isinstance(ip, IPv6Address) and (ip in _LOCAL_NAT64 or ip.is_site_local):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _embedded_ipv4(ip: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that is embedded in an IPv6 address, or None."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    teredo = ip.teredo[1] if ip.teredo else None
    compatible = IPv4Address(int(ip)) if int(ip) >> 32 == 0 and int(ip) > 1 else None
    return ip.ipv4_mapped or ip.sixtofour or teredo or compatible


_REFUSED = {
    "has expired": "it has expired; renew it",
    "not yet valid": "it is not valid yet, or the clock of this machine is wrong",
    "mismatch": "it is for another host; get one for this name",
    "self-signed": "it is not signed by a trusted authority",
    "issuer certificate": "it is not signed by a trusted authority, or the host does not send the whole chain",
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """The period, in UTC, for which a host's certificate is valid; the certificate itself was verified."""

    since: datetime
    until: datetime


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """Return a context with httpx's own certificates; cached, since reading them takes longer than many requests."""
    return httpx.create_ssl_context(trust_env=False)


def certificate_of(response: httpx.Response) -> Certificate | None:
    """Return the certificate of a response whose connection is still open, or None without TLS."""
    stream = response.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream else None
    peer = tls.getpeercert() if tls else None
    return Certificate(_instant(peer["notBefore"]), _instant(peer["notAfter"])) if peer else None


def certificate_problem(error: str) -> str:
    """Explain OpenSSL's message about a certificate, and what to do; return "" if it is about something else."""
    if "CERTIFICATE_VERIFY_FAILED" not in error:
        return ""
    why = next((f": {why}" for sign, why in _REFUSED.items() if sign in error), "")  # rare reasons have no explanation
    return f"its certificate is not valid{why}"


def _instant(written: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(written), UTC)
