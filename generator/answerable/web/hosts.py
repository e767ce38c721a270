"""Which IP addresses may be contacted (public ones, all checked before a connection is made), and TLS certificates."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

from answerable.translation.message import joined, msg

Resolve = Callable[[str, int], list[str]]

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291: all that was ever assigned for public use
# Of the registries of special-purpose addresses at IANA, those that some version of Python takes for public.
_SPECIAL: tuple[IPv4Network | IPv6Network, ...] = (
    IPv4Network("192.0.0.0/24"),  # RFC 6890: protocol assignments
    IPv4Network("192.31.196.0/24"),  # RFC 7535: AS112
    IPv4Network("192.52.193.0/24"),  # RFC 7450: AMT
    IPv4Network("192.88.99.0/24"),  # RFC 7526: relays of 6to4, given up
    IPv4Network("192.175.48.0/24"),  # RFC 7534: AS112
    IPv6Network("2001::/23"),  # RFC 2928: protocol assignments
    IPv6Network("2001:db8::/32"),  # RFC 3849: documentation
    IPv6Network("2620:4f:8000::/48"),  # RFC 7534: AS112
    IPv6Network("3fff::/20"),  # RFC 9637: documentation
)
_OF_PROVIDERS = frozenset(
    map(
        ip_address,
        (
            "168.63.129.16",  # Azure: the host of a virtual machine, at a public address
            "192.0.0.192",  # Oracle Cloud
            "100.100.100.200",  # Alibaba Cloud
            "fd00:ec2::254",  # AWS
            "fd20:ce::254",  # Google Cloud
        ),
    )
)
"""Where cloud providers answer their own machines, with credentials too, at addresses that are not link-local."""


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
        raise NotReachableError(msg("the host is not known"))
    if any(is_link_local(address) for address in addresses):
        raise NotReachableError(msg("the host is at a link-local address, where no status page is"))
    if any(is_of_provider(address) for address in addresses):
        raise NotReachableError(msg("the host is at an address where a cloud provider answers its own machines"))
    if not allow_private and not all(is_public(address) for address in addresses):
        raise NotReachableError(msg("the host is at a private address; --allow-private permits that"))
    return addresses[0]


def is_link_local(address: str) -> bool:
    """Whether an IP address is link-local, where cloud providers serve the credentials of their machines."""
    ip = _parsed(address)
    return ip is not None and ip.is_link_local


def is_of_provider(address: str) -> bool:
    """Whether cloud providers answer their own machines at an IP address that is not link-local."""
    return _parsed(address) in _OF_PROVIDERS


def is_public(address: str) -> bool:
    """Whether an IP address is public, also one embedded in an IPv6 address.

    See https://www.iana.org/assignments/iana-ipv4-special-registry/ and that for IPv6 beside it.
    """
    ip = _parsed(address)
    if ip is None or ip in _OF_PROVIDERS or any(ip in network for network in _SPECIAL):
        return False
    if isinstance(ip, IPv6Address) and ip not in _GLOBAL_UNICAST:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """Return an address without its zone, the IPv4 address if one is embedded in it; None if it is no address."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return (_embedded_ipv4(ip) if isinstance(ip, IPv6Address) else None) or ip


def _embedded_ipv4(ip: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that is embedded in an IPv6 address, or None."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    teredo = ip.teredo[1] if ip.teredo else None
    compatible = IPv4Address(int(ip)) if int(ip) >> 32 == 0 and int(ip) > 1 else None
    return ip.ipv4_mapped or ip.sixtofour or teredo or compatible


_REFUSED = {
    "has expired": msg("it has expired; renew it"),
    "not yet valid": msg("it is not valid yet, or the clock of this machine is wrong"),
    "mismatch": msg("it is for another host; get one for this name"),
    "self-signed": msg("it is not signed by a trusted authority"),
    "issuer certificate": msg("it is not signed by a trusted authority, or the host does not send the whole chain"),
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
    why = [why for sign, why in _REFUSED.items() if sign in error][:1]  # rare reasons have no explanation
    return joined(": ", [msg("its certificate is not valid"), *why])


def _instant(written: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(written), UTC)
