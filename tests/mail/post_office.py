"""A real mail server on loopback: it answers as the test says and keeps what came."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from ops.servers import free_port

TAKEN = "250 2.0.0 queued as 4XyZ"
DIES = "dies"


class PostOffice:
    """Answers each message with the next of `answers`, the last one for ever; `DIES` hangs up instead of answering."""

    def __init__(self) -> None:
        self.answers = [TAKEN]
        self.refused: dict[str, str] = {}
        self.arrived: list[bytes] = []
        self.recipients: list[str] = []
        self.senders: list[str] = []
        self.port = 0

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.arrived.append(bytes(envelope.original_content or b""))
        self.recipients += envelope.rcpt_tos
        self.senders.append(envelope.mail_from or "")
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer != DIES:
            return answer
        server.transport.close()  # type: ignore[union-attr]
        return TAKEN

    @property
    def messages(self) -> list[EmailMessage]:
        """What arrived, as a mail program reads it."""
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.arrived]


@contextmanager
def open_office() -> Iterator[PostOffice]:
    """The server, until the end of the block."""
    office = PostOffice()
    controller = Controller(
        office,
        hostname="127.0.0.1",
        port=free_port(),
        # It would give up after five seconds, and ask a name server what this machine is called.
        ready_timeout=300,
        server_hostname="office.example",
    )
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop()
