"""The client itself: resolve every address, refuse private ones, connect to a checked one, exchange once."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache
from http.client import HTTPResponse

import certifi
from django.conf import settings
from django.utils.translation import gettext

from craftkit.lib.outbound.addresses import Resolver, is_public, look_up, parse, system_resolver
from craftkit.lib.outbound.targets import Policy, Refused, Target, target_of
from craftkit.lib.outbound.wire import (
    Answer,
    Deadline,
    OutboundFailed,
    Wire,
    exchange,
    named_outcomes,
    prepared,
    read_excerpt,
    read_whole,
)

AGENT = "Craftkit"
MAX_ADDRESSES = 4
Dial = Callable[[str, int, float], socket.socket]


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """A TCP connection to an IP address; no name is ever resolved here."""
    return socket.create_connection((address, port), timeout=seconds)


@cache
def public_tls() -> ssl.SSLContext:
    """Certificates of the system and of certifi, so that slim images and private authorities both work."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class Outbound:
    """A client for foreign URLs. No redirects, cookies, proxies or compression; one request per connection.

    Names in `allowed_hosts` may resolve to private addresses and use any port. Times are in seconds;
    `total_timeout` covers everything from the name look-up to the last byte.
    """

    def __init__(
        self,
        *,
        allowed_hosts: frozenset[str] = frozenset(),
        allow_http: bool = True,
        ports: frozenset[int] = frozenset({80, 443}),
        resolver: Resolver = system_resolver,
        connect_timeout: float = 5.0,
        total_timeout: float = 15.0,
        dial: Dial = dial,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        trusted = frozenset(host.lower().strip("[].") for host in allowed_hosts)
        self._policy = Policy(trusted, allow_http, ports)
        self._resolver = resolver
        self._connect_timeout = connect_timeout
        self._total_timeout = total_timeout
        self._dial = dial
        self._tls = tls

    def check(self, url: str) -> None:
        """Raise Refused, with a reason for people, if a call to this URL would be refused now."""
        target = target_of(url, self._policy)
        try:
            self._addresses(target, Deadline(self._total_timeout))
        except OutboundFailed as error:
            raise Refused(gettext("This host cannot be reached.")) from error

    def get(self, url: str, *, max_bytes: int, accept: str, seconds: float | None = None) -> Answer:
        """The whole answer, whatever its status; Refused, or OutboundFailed also when it exceeds `max_bytes`.

        `seconds` shortens the total time for a caller with a deadline of its own.
        """

        def whole(response: HTTPResponse, wire: Wire) -> tuple[bytes, bool]:
            if response.getheader("content-encoding", "identity").lower() != "identity":
                raise OutboundFailed("bad_response")
            return read_whole(response, wire, limit=max_bytes), False

        return self._call("GET", url, {"user-agent": AGENT, "accept": accept}, None, whole, seconds)

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str], read_bytes: int = 2048) -> Answer:
        """The answer's status and the first `read_bytes` of its body; Refused, or OutboundFailed without a status."""

        def excerpt(response: HTTPResponse, wire: Wire) -> tuple[bytes, bool]:
            return read_excerpt(response, wire, limit=read_bytes)

        named = {name.lower() for name in headers}
        extra = {} if "user-agent" in named else {"user-agent": AGENT}
        return self._call("POST", url, {**extra, **headers}, body, excerpt)

    def _call(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        take: Callable[[HTTPResponse, Wire], tuple[bytes, bool]],
        seconds: float | None = None,
    ) -> Answer:
        deadline = Deadline(self._total_timeout if seconds is None else min(seconds, self._total_timeout))
        target = target_of(url, self._policy)
        request = prepared(method, target.path, target.authority, headers, body)
        address, sock = self._connected(target, self._addresses(target, deadline), deadline)
        with closing(sock), named_outcomes(address):
            wire = Wire(sock, deadline)
            with exchange(request, body, wire) as response:
                taken, is_cut = take(response, wire)
            fields = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, fields, taken, url, address, deadline.spent_ms(), is_cut)

    def _addresses(self, target: Target, deadline: Deadline) -> list[str]:
        """Every address of the host, all of them acceptable; one bad address refuses the host."""
        if target.literal:
            found = [target.literal]
        else:
            found = self._resolved(target.host, min(self._connect_timeout, deadline.left()))
        try:
            addresses = [parse(text) for text in found]
        except ValueError as error:
            raise Refused from error
        if not target.is_trusted and not all(is_public(address) for address in addresses):
            raise Refused
        return [str(address) for address in addresses]

    def _resolved(self, host: str, seconds: float) -> list[str]:
        try:
            found = list(look_up(host, self._resolver, seconds=seconds))
        except OSError as error:
            raise OutboundFailed("dns_failed") from error
        if not found:
            raise OutboundFailed("dns_failed")
        return found

    def _connected(self, target: Target, addresses: list[str], deadline: Deadline) -> tuple[str, socket.socket]:
        """A connection, through TLS if the scheme says so, to the first of the checked addresses that accepts one."""
        failure = OutboundFailed("connect_failed")
        for address in addresses[:MAX_ADDRESSES]:
            try:
                sock = self._dial(address, target.port, min(self._connect_timeout, deadline.left()))
            except TimeoutError:
                failure = OutboundFailed("timeout", address=address)
            except OSError:
                failure = OutboundFailed("connect_failed", address=address)
            else:
                return address, self._secured(sock, target, address, deadline)
        raise failure

    def _secured(self, sock: socket.socket, target: Target, address: str, deadline: Deadline) -> socket.socket:
        try:
            with named_outcomes(address):
                if parse(sock.getpeername()[0]) != parse(address):
                    raise Refused
                if target.scheme == "http":
                    return sock
                sock.settimeout(deadline.left())
                return (self._tls or public_tls()).wrap_socket(sock, server_hostname=target.host)
        except (OutboundFailed, Refused):
            sock.close()
            raise


def from_settings() -> Outbound:
    """The client as this install allows it."""
    return Outbound(allowed_hosts=settings.OUTBOUND_ALLOWED_HOSTS)
