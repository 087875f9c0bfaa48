"""A loopback TCP server whose every connection is played by a function: for receivers that break the rules."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

TLS_HELLO = b"\x16\x03"
Play = Callable[["Conversation"], None]


@dataclass
class Conversation:
    """One accepted connection: the request as received, and ways to answer it."""

    sock: socket.socket
    stop: threading.Event
    request: bytes = b""

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def drip(self, data: bytes, *, every: float = 0.02) -> None:
        """One byte at a time until all is sent, the client leaves or the test ends."""
        for position in range(len(data)):
            self.send(data[position : position + 1])
            if self.stop.wait(every):
                return

    def hang(self) -> None:
        """Until the test ends: whoever waits for an end of it would wait in vain."""
        self.stop.wait(600)

    def reset(self) -> None:
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.sock.close()


@dataclass
class RawServer:
    """Where it listens and what it was sent."""

    port: int
    requests: list[bytes] = field(default_factory=list)

    def url(self, path: str = "/", *, scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


def answer(body: bytes = b"ok", *, status: str = "200 OK", headers: str = "") -> bytes:
    """A well-formed answer."""
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


@contextmanager
def raw_server(play: Play, *, tls: ssl.SSLContext | None = None, reads_body: bool = True) -> Iterator[RawServer]:
    """Serve on a free loopback port until the block ends."""

    def converse(sock: socket.socket) -> None:
        sock.settimeout(10)
        with tls.wrap_socket(sock, server_side=True) if tls else sock as secured:
            talk = Conversation(secured, stop, _request(secured, reads_body))
            server.requests.append(talk.request)
            play(talk)

    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.02)
        server = RawServer(listener.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(listener, converse, stop))
        thread.start()
        try:
            yield server
        finally:
            stop.set()
            thread.join(15)


def _serve(listener: socket.socket, converse: Callable[[socket.socket], None], stop: threading.Event) -> None:
    while not stop.is_set():
        with suppress(OSError):
            sock, _ = listener.accept()
            with sock, suppress(OSError):
                converse(sock)


def _request(sock: socket.socket, reads_body: bool) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data and not data.startswith(TLS_HELLO) and (piece := sock.recv(1024)):
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    announced = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    missing = int(announced[0].split(b":")[1]) - len(body) if announced and reads_body else 0
    while missing > 0 and (piece := sock.recv(65536)):
        data += piece
        missing -= len(piece)
    return data
