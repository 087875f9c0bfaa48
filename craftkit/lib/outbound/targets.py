"""Which URLs we are ready to call: their text is checked here, their addresses when they are resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext, gettext_noop
from urllib3.util import parse_url

from craftkit.lib.errors import InvalidRequest
from craftkit.lib.outbound.addresses import parse

MAX_URL = 2048
DEFAULT_PORTS = {"http": 80, "https": 443}
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# What browsers and getaddrinfo read as a number: 2130706433, 0x7f.1 and other disguises of an IPv4 address.
NUMERIC_LABEL = re.compile(r"\d+|0x[0-9a-f]*")


class Refused(InvalidRequest):
    """A URL that we do not call; where policy is the reason the text does not say more than that."""

    message = gettext_noop("This address is not allowed.")


@dataclass(frozen=True)
class Policy:
    """What an install lets through: names that may be private and use any port; http; ports for the rest."""

    allowed_hosts: frozenset[str]
    allow_http: bool
    ports: frozenset[int]


@dataclass(frozen=True)
class Target:
    """A URL taken apart: `host` in lower case without brackets or final dot, `path` with the query, ready to send."""

    scheme: str
    host: str
    port: int
    path: str
    is_trusted: bool

    @property
    def authority(self) -> str:
        """The Host header: brackets for IPv6, the port if it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def literal(self) -> str | None:
        """The IP address if the host is one."""
        try:
            return str(parse(self.host))
        except ValueError:
            return None


def target_of(url: str, policy: Policy) -> Target:
    """The URL taken apart; raises Refused with a reason for people when its text alone rules it out."""
    _refuse_odd_text(url)
    try:
        parts = urlsplit(url)
        port = parts.port
        other = parse_url(url)
    except ValueError as error:
        raise Refused(gettext("This is not a valid URL.")) from error
    _refuse_odd_parts(parts)
    # Two parsers that disagree about the host are how a check is made to look at another host than the client.
    if (other.host or "").strip("[]") != parts.hostname:
        raise Refused(gettext("This is not a valid URL."))
    host = _host(parts.hostname or "")
    is_trusted = host in policy.allowed_hosts
    port = DEFAULT_PORTS[parts.scheme] if port is None else port
    if not is_trusted:
        _refuse_outsider(parts.scheme, host, port, policy)
    return Target(parts.scheme, host, port, other.request_uri, is_trusted)


def _refuse_odd_text(url: str) -> None:
    if not url:
        raise Refused(gettext("Give a URL that starts with https://."))
    if len(url) > MAX_URL:
        raise Refused(gettext("A URL may have at most %(most)d characters.") % {"most": MAX_URL})
    if any(ord(character) <= 32 or ord(character) == 127 or character == "\\" for character in url):
        raise Refused(gettext("A URL must not contain spaces, control characters or backslashes."))
    if "#" in url:
        raise Refused(gettext("A URL must not contain a fragment (#)."))


def _refuse_odd_parts(parts: SplitResult) -> None:
    if parts.scheme not in DEFAULT_PORTS:
        raise Refused(gettext("A URL must start with https:// or http://."))
    if "@" in parts.netloc:
        raise Refused(gettext("A URL must not contain a user name or password."))
    if not parts.hostname:
        raise Refused(gettext("A URL must name a host."))
    if not parts.hostname.isascii():
        raise Refused(gettext("Write the host name in ASCII (punycode: xn--...)."))


def _host(text: str) -> str:
    if ":" in text:
        return _ipv6(text)
    name = text.removesuffix(".")
    labels = name.split(".")
    if NUMERIC_LABEL.fullmatch(labels[-1]):
        return _ipv4(text)
    if len(name) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise Refused(gettext("This is not a valid host name."))
    return name


def _ipv6(text: str) -> str:
    # A zone (%eth0) would choose one of our own interfaces.
    if "%" in text:
        raise Refused
    try:
        return str(parse(text))
    except ValueError as error:
        raise Refused(gettext("This is not a valid host name.")) from error


def _ipv4(text: str) -> str:
    try:
        return str(parse(text))
    except ValueError as error:
        raise Refused from error


def _refuse_outsider(scheme: str, host: str, port: int, policy: Policy) -> None:
    if scheme == "http" and not policy.allow_http:
        raise Refused(gettext("A URL must start with https://."))
    if port not in policy.ports:
        listed = gettext(" or ").join(str(number) for number in sorted(policy.ports))
        raise Refused(gettext("The port must be %(ports)s.") % {"ports": listed})
    # A bare name is completed from this machine's search list, so it means a neighbour.
    if "." not in host and ":" not in host:
        raise Refused
