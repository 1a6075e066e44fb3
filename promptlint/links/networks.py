"""Decide which IP addresses are public with our own list, because `ipaddress.is_global` differs between Python releases.

Python 3.11.7 calls NAT64, 6to4 and compatible forms of 127.0.0.1, fec0::/10, multicast and 5f00::/16 global
(python/cpython#113171, #118227, #151764). The networks are in `hosts.toml`.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from .host_data import IPV4_REFUSED, IPV6_CARRIES_IPV4, IPV6_PUBLIC, IPV6_REFUSED

__all__ = ["refusal"]

_ISATAP = (0x00005EFE, 0x02005EFE)  # RFC 5214: the interface identifier carries an IPv4 address


@lru_cache(maxsize=4096)
def refusal(ip: str) -> str:
    """Why an IP address is not public, as an adjective (`private`, `link-local`); empty for a public one.

    Anything that is not a plain IP address (a zone, a name) counts as `unreadable`.
    """
    try:
        address = ip_address(ip)
    except ValueError:
        return "unreadable"
    return _refusal4(address) if isinstance(address, IPv4Address) else _refusal6(address)


def _refusal4(address: IPv4Address) -> str:
    return next((kind for network, kind in _tables()[0] if address in network), "")


def _refusal6(address: IPv6Address) -> str:
    _, public, refused, carriers = _tables()
    if address.scope_id:
        return "link-local"
    if any(address in network for network in carriers) or int(address) >> 32 & 0xFFFFFFFF in _ISATAP:
        embedded = _refusal4(IPv4Address(int(address) & 0xFFFFFFFF))
        if embedded or any(address in network for network in carriers):
            return embedded
    for network, kind in refused:
        if address in network:
            return kind
    return "" if any(address in network for network in public) else "reserved"


@lru_cache(maxsize=1)
def _tables() -> tuple[list[tuple[IPv4Network, str]], list[IPv6Network], list[tuple[IPv6Network, str]], list[IPv6Network]]:
    return (
        [(IPv4Network(network), kind) for network, kind in IPV4_REFUSED],
        [IPv6Network(network) for network in IPV6_PUBLIC],
        [(IPv6Network(network), kind) for network, kind in IPV6_REFUSED],
        [IPv6Network(network) for network in IPV6_CARRIES_IPV4],
    )
