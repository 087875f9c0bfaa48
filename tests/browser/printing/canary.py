"""A server that nothing may reach: it notes every TCP connection and datagram, and answers with a telltale text."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field

TELLTALE = "CANARY-SINGS"
TYPES = {
    "css": "text/css",
    "js": "text/javascript",
    "png": "image/png",
    "json": "application/json",
}


@dataclass
class Canary:
    """Listens on every address of this machine, TCP and UDP on one port; `pages` are documents that it serves."""

    pages: dict[str, str] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    strangers: list[bytes] = field(default_factory=list)
    connections: int = 0
    datagrams: int = 0

    def __enter__(self) -> Canary:
        self._tcp, self._udp = listeners()
        self.port: int = self._tcp.getsockname()[1]
        for loop in (self._accept, self._receive):
            threading.Thread(target=loop, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for handle in (self._tcp, self._udp):
            shut(handle)

    def forget(self) -> None:
        """Count from zero again."""
        self.paths.clear()
        self.strangers.clear()
        self.connections = self.datagrams = 0

    def heard(self) -> dict[str, object]:
        """Everything that reached us; empty when nothing did."""
        counts = {"connections": self.connections, "datagrams": self.datagrams, "paths": list(self.paths)}
        return {name: value for name, value in counts.items() if value}

    def reached(self, name: str) -> bool:
        """Whether a request of that vector came."""
        return any(path.startswith(f"/{name}/") for path in self.paths)

    def _accept(self) -> None:
        while True:
            try:
                handle, _ = self._tcp.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(handle,), daemon=True).start()

    def _serve(self, handle: socket.socket) -> None:
        with handle:
            handle.settimeout(60)
            try:
                head = handle.recv(65536)
                words = head.split(b" ", 2)
                if len(words) < 3 or not words[1].startswith(b"/"):
                    self.strangers.append(head)
                    return
                handle.sendall(self._answer(words[1].decode("latin-1")))
            except OSError:
                return

    def _answer(self, path: str) -> bytes:
        name = path.removeprefix("/doc/")
        if name in self.pages:
            body, kind = self.pages[name].encode(), "text/html; charset=utf-8"
        else:
            self.paths.append(path)
            body, kind = TELLTALE.encode(), TYPES.get(path.partition("?")[0].rpartition(".")[2], "text/html")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        return (head + "Access-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n").encode() + body

    def _receive(self) -> None:
        while True:
            try:
                if not self._udp.recv(4096):
                    return
            except OSError:
                return
            self.datagrams += 1


def listeners() -> tuple[socket.socket, socket.socket]:
    """For TCP and for datagrams on one port; where somebody else has the second, another port is tried."""
    while True:
        tcp = socket.create_server(("", 0), backlog=200)
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            udp.bind(tcp.getsockname())
        except OSError:
            tcp.close()
            udp.close()
        else:
            return tcp, udp


def shut(handle: socket.socket) -> None:
    """Close a socket that another thread may be waiting on."""
    with suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)
    handle.close()
