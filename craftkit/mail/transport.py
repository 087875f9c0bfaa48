"""How a message leaves: to a mail server by SMTP, or into the project's mailbox where there is no server."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from craftkit.mail.models import LONGEST_ANSWER, MailAttempt
from craftkit.mail.schedule import is_permanent, names_no_mailbox

Step = MailAttempt.Step
OK = 250


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt: how far it went, and the server's answer or why there is none."""

    step: str
    code: int | None = None
    answer: str = ""
    error: str = ""
    server: str = ""
    keeps_secrets: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether somebody took the message over."""
        return self.step == Step.DONE

    @property
    def is_permanent(self) -> bool:
        """Whether another attempt is pointless. A refused login is the operator's to mend, so mail waits for it."""
        return self.step != Step.CONNECT and is_permanent(self.code)

    @property
    def names_no_mailbox(self) -> bool:
        """Whether the recipient does not exist."""
        return self.step == Step.RECIPIENT and names_no_mailbox(self.code, self.answer)


@dataclass(frozen=True)
class Envelope:
    """What the server needs beside the message, and the message."""

    mail_id: uuid.UUID
    sender: str
    to: str
    content: bytes


class Carrier(Protocol):
    """Somebody who takes messages over."""

    def carry(self, envelope: Envelope) -> Outcome:
        """One attempt; whatever happens becomes a named outcome."""


class Smtp:
    """A mail server, spoken to through Django's backend, step by step so that each answer is known."""

    def __init__(self, *, timeout: float | None = None) -> None:
        self.timeout = timeout or settings.EMAIL_TIMEOUT
        self.server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"

    def carry(self, envelope: Envelope) -> Outcome:
        """Connect, hand the message over, and leave."""
        backend = EmailBackend(timeout=self.timeout)
        backend.ssl_context.minimum_version = ssl.TLSVersion.TLSv1_2
        talk = Talk(backend, self.server)
        try:
            return talk.hold(envelope)
        except smtplib.SMTPResponseException as error:
            reason = "authentication" if isinstance(error, smtplib.SMTPAuthenticationError) else ""
            return talk.outcome(error.smtp_code, error.smtp_error, error=reason)
        except OSError as error:
            return talk.outcome(None, str(error), error=named(error))
        finally:
            farewell(backend)


class Talk:
    """One conversation; it knows how far it went."""

    def __init__(self, backend: EmailBackend, server: str) -> None:
        self.backend = backend
        self.server = server
        self.step: str = Step.CONNECT

    def hold(self, envelope: Envelope) -> Outcome:
        """The steps of RFC 5321, up to the answer that takes the message over or refuses something."""
        self.backend.open()
        server: smtplib.SMTP = self.backend.connection  # type: ignore[assignment]
        server.ehlo_or_helo_if_needed()
        self.step = Step.SENDER
        options = ["BODY=8BITMIME"] if server.has_extn("8bitmime") and not envelope.content.isascii() else []
        code, answer = server.mail(wire_address(envelope.sender), options)
        if code != OK:
            return self.outcome(code, answer)
        self.step = Step.RECIPIENT
        code, answer = server.rcpt(wire_address(envelope.to))
        if code not in {OK, 251}:
            return self.outcome(code, answer)
        self.step = Step.DATA
        code, answer = server.data(envelope.content)
        if code == OK:
            self.step = Step.DONE
        return self.outcome(code, answer)

    def outcome(self, code: int | None, answer: bytes | str, *, error: str = "") -> Outcome:
        """What came of the conversation at the step where it is."""
        text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
        line = " ".join(text.replace("\x00", "\ufffd").split())[:LONGEST_ANSWER]
        # -1 is smtplib's word for "no code at all".
        return Outcome(self.step, code if code and code > 0 else None, line, error, self.server)


class Mailbox:
    """Keeps the message where it is: the dashboard shows it."""

    def carry(self, envelope: Envelope) -> Outcome:
        """Nothing has to leave."""
        return Outcome(Step.DONE, None, "Kept in the mailbox of this project.", server="mailbox", keeps_secrets=True)


class Files:
    """Writes messages that belong to no project to the folder `mail`, where whoever runs the install finds them."""

    def carry(self, envelope: Envelope) -> Outcome:
        """The message as a file that mail programs open."""
        folder = Path(settings.EMAIL_FILE_PATH)
        path = folder / f"{envelope.mail_id}.eml"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(envelope.content)
        except OSError as error:
            return Outcome(Step.DATA, None, str(error)[:LONGEST_ANSWER], "file", str(folder))
        return Outcome(Step.DONE, None, f"Written to {path}.", server="file")


def carrier(*, has_project: bool, timeout: float | None = None) -> Carrier:
    """Who carries a mail on this install."""
    if settings.MAIL_VIA == "smtp":
        return Smtp(timeout=timeout)
    return Mailbox() if settings.MAIL_VIA == "mailbox" and has_project else Files()


def wire_address(address: str) -> str:
    """The address as servers without Unicode understand it: the domain in its ASCII form."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"


def named(error: OSError) -> str:
    """A word for what broke the conversation."""
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "disconnected"
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "unsupported"
    return "timeout" if isinstance(error, TimeoutError) else "unreachable"


def farewell(backend: EmailBackend) -> None:
    """Leave politely; what was answered before counts, whatever the server says to that."""
    with contextlib.suppress(OSError):
        backend.close()
