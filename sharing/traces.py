"""What is kept of a visitor: the network but not the address, a keyed hash that finds repetitions, the program."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass

NETWORK_BITS = {4: 24, 6: 48}
LONGEST_AGENT = 300


@dataclass(frozen=True)
class Trace:
    """A visitor as far as we know one."""

    source_ip: str = ""
    source_digest: str = ""
    user_agent: str = ""


def trace_of(address: str, user_agent: str, *, key: str) -> Trace:
    """The trace of a request. The hash is keyed, since all addresses there are can be tried."""
    digest = hmac.new(key.encode(), f"visitor {address}".encode(), hashlib.sha256).hexdigest()
    return Trace(network(address), digest if address else "", printable(user_agent)[:LONGEST_AGENT])


def network(address: str) -> str:
    """The first address of the network: `203.0.113.0` for 203.0.113.7; empty for what is no address."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    plain = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network(f"{plain}/{NETWORK_BITS[plain.version]}", strict=False).network_address)


def printable(text: str) -> str:
    """Without control characters, which databases and logs do not take."""
    return "".join(letter for letter in text if letter.isprintable())
