"""A receiver of webhooks that misbehaves as told, and a record of everything that reached it."""

from __future__ import annotations

import hashlib
import random
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler
from typing import NamedTuple


class Hit(NamedTuple):
    """One request that arrived, and what it was answered: a status, or 0 for none."""

    delivery: str
    digest: str
    headers: Mapping[str, str]
    body: bytes
    status: int
    at: float


@dataclass
class Receiver:
    """What part of the requests fails, hangs for `hang_seconds`, or has its connection reset; the rest is 200.

    `meanwhile` is called with each request before it is answered.
    """

    fails: float = 0.0
    hangs: float = 0.0
    resets: float = 0.0
    hang_seconds: float = 2.0
    meanwhile: Callable[[Hit], object] = lambda hit: None
    port: int = 0
    hits: list[Hit] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"

    def decide(self) -> str:
        """How to treat the next request."""
        chance = random.random()
        for name, part in (("fail", self.fails), ("hang", self.hangs), ("reset", self.resets)):
            if chance < part:
                return name
            chance -= part
        return "take"

    def note(self, sent: Message, body: bytes, status: int) -> None:
        """Remember a whole request and what it is about to be answered."""
        headers = {name.lower(): value for name, value in sent.items()}
        digest = hashlib.sha256(body).hexdigest()
        hit = Hit(headers["x-craftkit-delivery-id"], digest, headers, body, status, time.monotonic())
        self.meanwhile(hit)
        self.hits.append(hit)

    def taken(self) -> list[Hit]:
        """The requests that were answered 200."""
        return [hit for hit in self.hits if hit.status == 200]

    def has(self, deliveries: Iterable[str]) -> bool:
        """Whether each of these was taken, however often."""
        return {hit.delivery for hit in self.taken()} >= set(deliveries)


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """A thread for each connection; nobody waits for them at the end."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that were killed leave broken connections behind."""


@contextmanager
def receiving(receiver: Receiver) -> Iterator[Receiver]:
    """Serve until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = self.rfile.read(length)
            if len(body) < length:  # the sender was killed between its first byte and its last: no request at all
                return
            deed = receiver.decide()
            status = {"fail": 500, "take": 200}.get(deed, 0)
            receiver.note(self.headers, body, status)
            if deed == "hang":
                receiver.stopped.wait(receiver.hang_seconds)
            if deed == "reset":
                linger = b"\x01\0\0\0\0\0\0\0"
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            if status:
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()
            with suppress(OSError):
                self.connection.close()
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        receiver.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            receiver.stopped.set()
            server.shutdown()
            thread.join(5)
