"""Write a mail to the outbox, in the transaction of what it tells of, and send it at once where somebody waits."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.accounts.models import Project
from craftkit.lib.doorbell import ring_after_commit
from craftkit.lib.errors import AppError, InvalidRequest, RateLimited, Unavailable, field_issues
from craftkit.lib.leases import from_now
from craftkit.lib.speech import filled
from craftkit.mail.composing import Letter, Message, compose
from craftkit.mail.delivery import Parcel, Postman
from craftkit.mail.models import MailAttempt, OutgoingMail, SenderSettings, Suppression
from craftkit.mail.transport import carrier

TASK = "craftkit.mail.tasks.deliver"
DAY = timedelta(hours=24)
# Somebody waits for the answer of a request; a slow mail server gets its second chance in the queue.
PATIENCE_SECONDS = 5.0
Status = OutgoingMail.Status


class EmailNotConfigured(Unavailable):
    """This install has no way to send mail."""

    code = "email_not_configured"
    message = gettext_noop(
        "No mail server is configured. Set EMAIL_URL and CRAFTKIT_EMAIL_FROM, or EMAIL_URL=mailbox to try it out."
    )
    permanent = True


class EmailSendFailed(AppError):
    """The mail server refused the message for good, or the address is on the suppression list."""

    status = 502
    code = "email_send_failed"
    message = gettext_noop("The mail server refused the message.")


class DailyCapReached(RateLimited):
    """The project sent as many mails in a day as it may."""

    code = "email_daily_cap_reached"


def is_configured(project: Project) -> bool:
    """Whether mails of the project go somewhere: to a mail server, or into the mailbox of an install to try."""
    return settings.MAIL_VIA in {"smtp", "mailbox"}


def require_configured(project: Project) -> None:
    """EmailNotConfigured (503) unless mails go somewhere."""
    if not is_configured(project):
        raise EmailNotConfigured


def send(
    *,
    project: Project,
    kind: str,
    to: str,
    subject: str,
    template: str,
    context: Mapping[str, Any],
    to_name: str = "",
    reply_to: str = "",
    subject_id: uuid.UUID | None = None,
    once: str = "",
    is_optional: bool = False,
    is_secret: bool = False,
    at_once: bool = False,
) -> OutgoingMail:
    """Put a mail into the outbox in the caller's transaction: rolled back, it was never written.

    `template` names `templates/mail/<template>.html` and `.txt`, which get `context` and the project's `brand`.
    `kind` and `subject_id` say what it is about (`document.share` and the share's id); with `once`, the same
    project, kind and `once` give the same mail again, never a second one. `is_optional` mails carry a way to
    unsubscribe and do not reach who did; `is_secret` ones (codes) are sealed, go first and are forgotten once sent.
    With `at_once` the mail waits for `send_now`, which the caller makes after the commit.

    Raises EmailNotConfigured (503), DailyCapReached (429) and InvalidRequest for what is no address. A mail to an
    address on the suppression list is written as `suppressed` and does not go out.
    """
    require_configured(project)
    refuse_bad_address(to)
    letter = Letter(to, subject, template, context, to_name, reply_to, is_optional)
    facts: dict[str, Any] = {"project": project, "kind": kind, "to": to, "subject_id": subject_id, "once": once}
    with transaction.atomic():
        # Counting and writing must be one step for all who send.
        Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        known = OutgoingMail.objects.filter(project=project, kind=kind, once=once).first() if once else None
        if known:
            return known
        refuse_beyond_cap(project)
        mail = OutgoingMail(is_optional=is_optional, is_secret=is_secret, **facts)
        return post(mail, compose(letter, project=project), at_once=at_once)


def send_now(*, mail: OutgoingMail) -> OutgoingMail:
    """Make the first attempt at a mail that was written with `at_once`; call it after the commit.

    Raises EmailSendFailed (502) when the server refused the mail for good, or the address is suppressed. When the
    server is slow, away, or asks for another try, the mail stays in the queue and nothing is raised.
    """
    attempt = mail.attempts.filter(finished_at=None).first()
    if mail.status == Status.SENDING and mail.lease_token and attempt:
        postman = Postman(lambda has_project: carrier(has_project=has_project, timeout=PATIENCE_SECONDS))
        postman.deliver(Parcel(mail, mail.lease_token, attempt.pk))
        mail.refresh_from_db()
    if mail.status == Status.SUPPRESSED:
        raise EmailSendFailed(
            filled(
                "{address} is on the suppression list of the project; take it off there to write again.",
                address=mail.to,
            )
        )
    if mail.status == Status.FAILED:
        raise EmailSendFailed(
            filled(
                "The mail server refused the message:{answer}",
                answer=f" {mail.last_code or ''} {mail.last_answer}".rstrip(),
            )
        )
    return mail


def notify(*, project: Project, kind: str, to: str, subject: str, template: str, context: Mapping[str, Any]) -> None:
    """A notice of ours to somebody of the project's team: no cap counts, and without a mail server it is a file."""
    mail = OutgoingMail(project=project, kind=kind, to=to)
    with transaction.atomic():
        post(mail, compose(Letter(to, subject, template, context), project=None))


def post(mail: OutgoingMail, message: Message, *, at_once: bool = False) -> OutgoingMail:
    """Write the row with its bytes, and ring."""
    mail.message_id, mail.sender, mail.subject = message.message_id, message.sender, message.subject
    mail.max_attempts = len(settings.MAIL_RETRY_SCHEDULE)
    mail.keep(message.content)
    against = Suppression.objects.against(project=mail.project, to=mail.to, is_optional=mail.is_optional)
    if against:
        mail.status, mail.completed_at = Status.SUPPRESSED, timezone.now()
        mail.last_answer = f"The address is on the suppression list ({against.reason})."
    elif at_once:
        mail.status, mail.attempt, mail.lease_token = Status.SENDING, 1, uuid.uuid4()
        mail.worker = f"{socket.gethostname()[:80]}: at once"
    with transaction.atomic():
        mail.save(force_insert=True)
        if mail.status == Status.SENDING:
            OutgoingMail.objects.filter(pk=mail.pk).update(lease_until=from_now(settings.MAIL_LEASE_SECONDS))
            MailAttempt.objects.create(mail=mail)
        elif mail.status == Status.QUEUED:
            ring_after_commit(TASK, str(mail.pk))
    return mail


def refuse_bad_address(to: str) -> None:
    """InvalidRequest that names the field, for what no mail server would understand."""
    try:
        validate_email(to)
    except ValidationError:
        raise InvalidRequest(issues=field_issues({"to": [gettext_noop("Enter a valid email address.")]})) from None


def cap_of(project: Project) -> int:
    """How many mails the project may send in 24 hours: its own number, up to that of the install."""
    own = SenderSettings.of(project).daily_cap
    return settings.MAIL_DAILY_CAP if own is None else min(own, settings.MAIL_DAILY_CAP)


def refuse_beyond_cap(project: Project) -> None:
    """DailyCapReached when the project used up its mails of the last 24 hours."""
    cap, since = cap_of(project), timezone.now() - DAY
    recent = OutgoingMail.objects.filter(project=project, created_at__gt=since).exclude(status=Status.SUPPRESSED)
    if recent.count() < cap:
        return
    oldest = recent.order_by("created_at").values_list("created_at", flat=True).first()
    wait = (oldest + DAY - timezone.now()).total_seconds() if oldest else DAY.total_seconds()
    message = filled(
        "The project may send {cap} mails in 24 hours, and did. Wait, or raise the limit on the page "
        "Mail > Sender; the install's own limit is MAIL_DAILY_CAP.",
        cap=cap,
    )
    raise DailyCapReached(message, retry_after=max(1, round(wait)))
