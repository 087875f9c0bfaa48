"""Which IP addresses belong to the public internet, and the bounded look-up of a name's addresses.

`ipaddress.is_global` is no guard: depending on the Python version it lets the metadata addresses of some clouds,
translated (6to4, NAT64) and site-local addresses through. So the ranges are listed here.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Resolver = Callable[[str], Sequence[str]]

# The IANA special-purpose registry, and what clouds and relays use beside it.
BLOCKED_V4 = [
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # the host agent of Azure, on a public-looking address
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")
BLOCKED_V6 = [
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address of the sender's choice
        "2620:4f:8000::/48",
        "3fff::/20",
    )
]


def parse(text: str) -> IPv4Address | IPv6Address:
    """The address written in canonical form, an IPv4-mapped one unwrapped; ValueError for anything else."""
    address = ip_address(text)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address is an ordinary one of the public internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in BLOCKED_V4)
    if address.scope_id or address not in GLOBAL_UNICAST_V6:
        return False
    return not any(address in network for network in BLOCKED_V6)


def system_resolver(host: str) -> list[str]:
    """All addresses of a name, as this machine resolves it; OSError if it cannot."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def look_up(host: str, resolver: Resolver, *, seconds: float) -> Sequence[str]:
    """What the resolver answers within the time; TimeoutError after it, OSError when it fails."""
    answers: list[Sequence[str]] = []
    faults: list[OSError] = []

    def work() -> None:
        try:
            answers.append(resolver(host))
        except (OSError, UnicodeError) as error:
            faults.append(error if isinstance(error, OSError) else OSError(str(error)))

    # getaddrinfo takes no time limit; a daemon thread lets us go on, and die, without it.
    thread = threading.Thread(target=work, name="dns", daemon=True)
    thread.start()
    thread.join(seconds)
    if faults:
        raise faults[0]
    if not answers:
        raise TimeoutError(f"no answer for {host} within {seconds:.1f} s")
    return answers[0]
