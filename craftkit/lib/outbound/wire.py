"""One HTTP/1.1 exchange over an open socket, every step of it within one deadline and one allowance of bytes."""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from typing import Literal

from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError

Outcome = Literal["dns_failed", "connect_failed", "timeout", "tls_failed", "reset", "too_large", "bad_response"]
MESSAGES: dict[Outcome, str] = {
    "dns_failed": gettext_noop("The host name could not be resolved."),
    "connect_failed": gettext_noop("The host did not accept the connection."),
    "timeout": gettext_noop("The host did not answer in time."),
    "tls_failed": gettext_noop("The host's TLS certificate or handshake was not accepted."),
    "reset": gettext_noop("The host closed the connection before its answer was complete."),
    "too_large": gettext_noop("The answer is larger than allowed."),
    "bad_response": gettext_noop("The host's answer is not valid HTTP."),
}
HEADER_BYTES = 64 * 1024
PIECE = 16 * 1024
# A chunk of one byte takes six on the wire.
CHUNK_OVERHEAD = 8


class OutboundFailed(AppError):
    """A call that did not yield an answer; `outcome` says how it ended, `address` whom it had reached."""

    status = 502
    code = "outbound_failed"
    permanent = False

    def __init__(self, outcome: Outcome, *, address: str | None = None) -> None:
        self.outcome = outcome
        self.address = address
        super().__init__(MESSAGES[outcome])


@dataclass(frozen=True)
class Answer:
    """What came back: header names in lower case, `address` the peer's IP, `is_cut` when the body goes on."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    address: str
    duration_ms: int
    is_cut: bool = False


class Deadline:
    """A point in time that all waits of one call share."""

    def __init__(self, seconds: float) -> None:
        self.started = time.monotonic()
        self.ends = self.started + seconds

    def left(self) -> float:
        """Seconds that remain; TimeoutError when none do."""
        seconds = self.ends - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("deadline passed")
        return seconds

    def spent_ms(self) -> int:
        """Milliseconds since the call began."""
        return round((time.monotonic() - self.started) * 1000)


@contextmanager
def named_outcomes(address: str | None) -> Iterator[None]:
    """Turn whatever an exchange can meet into OutboundFailed."""
    try:
        yield
    except OutboundFailed as error:
        error.address = error.address or address
        raise
    except TimeoutError as error:
        raise OutboundFailed("timeout", address=address) from error
    except ssl.SSLError as error:
        raise OutboundFailed("tls_failed", address=address) from error
    except (OSError, IncompleteRead) as error:
        raise OutboundFailed("reset", address=address) from error
    except (HTTPException, ValueError) as error:
        raise OutboundFailed("bad_response", address=address) from error


class MeteredReader(io.RawIOBase):
    """Reads a socket with the time left before each wait, and stops a sender that exceeds the allowance."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline
        self.allowance = HEADER_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._sock.settimeout(self._deadline.left())
        count = self._sock.recv_into(buffer)
        self.allowance -= count
        if self.allowance < 0:
            raise OutboundFailed("too_large")
        return count


class Wire:
    """The part of a socket that http.client uses, bounded. The socket stays the caller's to close."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline
        self.reader = MeteredReader(sock, deadline)

    def sendall(self, data: bytes) -> None:
        """Send everything; a peer that reads slowly gets no more time than the deadline."""
        rest = memoryview(data)
        while rest:
            self._sock.settimeout(self._deadline.left())
            rest = rest[self._sock.send(rest[:PIECE]) :]

    def makefile(self, mode: str) -> io.BufferedReader:
        """What http.client reads the answer from."""
        return io.BufferedReader(self.reader)

    def close(self) -> None:
        """Leave the socket to its owner."""


def prepared(method: str, path: str, authority: str, headers: Mapping[str, str], body: bytes | None) -> HTTPConnection:
    """A request with its headers written and no socket yet; ValueError for a header that would break the framing."""
    request = HTTPConnection(authority)
    request.auto_open = 0
    request.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    framing = {"host": authority, "connection": "close", "accept-encoding": "identity"}
    if body is not None:
        framing["content-length"] = str(len(body))
    for name, value in framing.items():
        request.putheader(name, value)
    for name, value in headers.items():
        if name.lower() in {*framing, "transfer-encoding"}:
            raise ValueError(f"the header {name} is the client's own")
        request.putheader(name, value)
    return request


def exchange(request: HTTPConnection, body: bytes | None, wire: Wire) -> HTTPResponse:
    """Send the request and read the answer's head."""
    request.sock = wire
    # A host may answer (413, 401) and close without having read all: then its answer counts.
    with suppress(BrokenPipeError, ConnectionResetError):
        request.endheaders(body)
    response = request.getresponse()
    if response.status < 200:
        raise HTTPException("an interim answer in place of a final one")
    return response


def read_whole(response: HTTPResponse, wire: Wire, *, limit: int) -> bytes:
    """The complete body; OutboundFailed when it exceeds the limit or ends before its announced length."""
    if (response.length or 0) > limit:
        raise OutboundFailed("too_large")
    body = b"".join(_pieces(response, wire, limit=limit + 1))
    if len(body) > limit:
        raise OutboundFailed("too_large")
    if response.length:
        raise IncompleteRead(body, response.length)
    return body


def read_excerpt(response: HTTPResponse, wire: Wire, *, limit: int) -> tuple[bytes, bool]:
    """The body's first bytes, and whether it goes on. The status is in, so a body that breaks off changes nothing."""
    pieces: list[bytes] = []
    try:
        for piece in _pieces(response, wire, limit=limit + 1):
            pieces.append(piece)
    except (OSError, HTTPException, ValueError, OutboundFailed):
        return b"".join(pieces)[:limit], True
    body = b"".join(pieces)
    return body[:limit], len(body) > limit


def _pieces(response: HTTPResponse, wire: Wire, *, limit: int) -> Iterator[bytes]:
    wire.reader.allowance = HEADER_BYTES + limit * CHUNK_OVERHEAD
    left = limit
    while left > 0 and (piece := response.read1(min(left, PIECE))):
        left -= len(piece)
        yield piece
