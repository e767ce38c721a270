"""Which addresses of a host may be asked: public ones, all of them checked before one is connected to."""

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

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address stands in the last 32 bits
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")  # RFC 8215


class NotReachableError(ValueError):
    """A host that may not or cannot be asked; the message is one line."""


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def address_of(host: str, port: int, *, allow_private: bool, resolve: Resolve = resolve) -> str:
    """The address to connect to. Raises NotReachableError where any of the host's addresses is not public.

    Whoever connects must use this address and not ask for the name again: the answer may be another by then.
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
    """Whether an IP address is one of the own wire's, where clouds keep the secrets of their machines."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inside(ip) if isinstance(ip, IPv6Address) else None
    return (inner or ip).is_link_local


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, whatever it is wrapped in."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inside(ip) if isinstance(ip, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    if isinstance(ip, IPv6Address) and (ip in _LOCAL_NAT64 or ip.is_site_local):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _inside(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    teredo = ip.teredo[1] if ip.teredo else None
    compatible = IPv4Address(int(ip)) if int(ip) >> 32 == 0 and int(ip) > 1 else None
    return ip.ipv4_mapped or ip.sixtofour or teredo or compatible


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
