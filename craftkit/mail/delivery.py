"""One attempt: take the mail under a lease, hand its bytes to the carrier, and record what came of it."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from craftkit.lib.leases import from_now, insist
from craftkit.mail import schedule, standing
from craftkit.mail.models import MailAttempt, OutgoingMail, Suppression
from craftkit.mail.transport import Carrier, Envelope, Outcome, carrier

log = structlog.get_logger(__name__)
Status = OutgoingMail.Status
Choose = Callable[[bool], Carrier]


@dataclass(frozen=True)
class Parcel:
    """A claimed mail, the token that holds it, and the row of the attempt that is about to be made."""

    mail: OutgoingMail
    token: uuid.UUID
    attempt_id: uuid.UUID


def take(row_id: uuid.UUID, *, worker: str) -> Parcel | None:
    """Claim a due mail and write its attempt; None when somebody was faster."""
    with transaction.atomic():
        token = OutgoingMail.objects.claim(row_id, worker=worker, seconds=settings.MAIL_LEASE_SECONDS)
        if token is None:
            return None
        mail = OutgoingMail.objects.select_related("project").get(pk=row_id)
        return Parcel(mail, token, MailAttempt.objects.create(mail=mail).pk)


def chosen(has_project: bool) -> Carrier:
    """The carrier that the settings want."""
    return carrier(has_project=has_project)


class Postman:
    """Makes attempts. `spread` gives random numbers from -1 to 1 for the timetable."""

    def __init__(
        self,
        choose: Choose = chosen,
        *,
        spread: Callable[[], float] = lambda: random.uniform(-1, 1),  # noqa: S311 - spreads retries, guards nothing
    ) -> None:
        self.choose = choose
        self.spread = spread

    def deliver(self, parcel: Parcel) -> Outcome | None:
        """Make the attempt and record it; None when the address is suppressed by now."""
        mail = parcel.mail
        if Suppression.objects.against(project=mail.project, to=mail.to, is_optional=mail.is_optional):
            insist(lambda: suppress(parcel))
            return None
        outcome = self.hand_over(mail)
        insist(lambda: self.record(parcel, outcome))
        return outcome

    def hand_over(self, mail: OutgoingMail) -> Outcome:
        """The attempt itself."""
        content = mail.content()
        if content is None:
            answer = "The message can no longer be read: the secret key changed since, or it was forgotten."
            return Outcome(MailAttempt.Step.DATA, 554, answer, "unreadable")
        envelope = Envelope(mail.pk, mail.sender, mail.to, content)
        return self.choose(mail.project_id is not None).carry(envelope)

    def record(self, parcel: Parcel, outcome: Outcome) -> None:
        """Write the outcome into the attempt and the mail, in one transaction, if the lease still holds."""
        seconds = None if outcome.is_taken or outcome.is_permanent else self._pause(parcel.mail)
        following = None if seconds is None else from_now(seconds)
        with transaction.atomic():
            MailAttempt.objects.filter(pk=parcel.attempt_id).update(
                finished_at=Now(),
                step=outcome.step,
                code=outcome.code,
                answer=outcome.answer,
                error=outcome.error,
                server=outcome.server,
                next_attempt_at=following,
            )
            if not _settle(parcel, outcome, seconds):
                log.warning("mail.fenced", mail=str(parcel.mail.pk))
                return
            standing.note_refusal(parcel.mail, outcome)
        log.info("mail.attempted", mail=str(parcel.mail.pk), step=outcome.step, code=outcome.code, error=outcome.error)

    def _pause(self, mail: OutgoingMail) -> float | None:
        timetable = settings.MAIL_RETRY_SCHEDULE[: mail.max_attempts]
        return schedule.pause(timetable, attempt=mail.attempt, spread=self.spread())


def _settle(parcel: Parcel, outcome: Outcome, seconds: float | None) -> bool:
    mail, rows = parcel.mail, OutgoingMail.objects
    if not rows.held(mail.pk, parcel.token).update(last_code=outcome.code, last_answer=outcome.answer or outcome.error):
        return False
    if outcome.is_taken:
        spent = {"message": b"", "purged_at": Now()} if mail.is_secret and not outcome.keeps_secrets else {}
        return rows.finish(mail.pk, parcel.token, status=Status.SENT, **spent)
    if seconds is None:
        return rows.finish(mail.pk, parcel.token, status=Status.FAILED)
    return rows.put_back(mail.pk, parcel.token, seconds=seconds)


def suppress(parcel: Parcel) -> None:
    """End a mail that must not go out any more."""
    with transaction.atomic():
        MailAttempt.objects.filter(pk=parcel.attempt_id).update(finished_at=Now(), error="suppressed")
        answer = "The address is on the suppression list."
        OutgoingMail.objects.finish(parcel.mail.pk, parcel.token, status=Status.SUPPRESSED, last_answer=answer)


def take_back() -> int:
    """Return mails whose sender went silent to the queue, or end them when their attempts are used up; how many.

    The attempt counts: the server may have taken the message, and a sender that dies of it must not try for ever.
    """
    found = list(OutgoingMail.objects.expired().values_list("pk", "lease_token", "attempt", "max_attempts")[:100])
    return sum(_took_back(pk, token, is_last=attempt >= most) for pk, token, attempt, most in found)


def _took_back(row_id: uuid.UUID, token: uuid.UUID, *, is_last: bool) -> bool:
    rows = OutgoingMail.objects
    with transaction.atomic():
        if not rows.expired().filter(pk=row_id, lease_token=token).exists():
            return False
        answer = "The sending process ended before the server's answer; the mail may have arrived."
        rows.held(row_id, token).update(last_code=None, last_answer=answer)
        end = Status.FAILED if is_last else None
        done = rows.finish(row_id, token, status=end) if end else rows.put_back(row_id, token, seconds=0)
        MailAttempt.objects.filter(mail=row_id, finished_at=None).update(
            finished_at=Now(), error="interrupted", answer=answer, next_attempt_at=None if is_last else Now()
        )
        return done


def oldest_due(project_id: uuid.UUID | None) -> uuid.UUID | None:
    """The project's mail whose turn it is: codes that somebody waits for come first."""
    due = OutgoingMail.objects.due().filter(project=project_id, attempt__lt=F("max_attempts"))
    return due.order_by("-is_secret", "next_attempt_at", "id").values_list("id", flat=True).first()
