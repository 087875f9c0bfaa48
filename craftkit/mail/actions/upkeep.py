"""Look after mails and those who get them: send again, hold back, let go, and how the project signs."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from craftkit.accounts import audit
from craftkit.accounts.languages import speaking
from craftkit.accounts.models import Project
from craftkit.lib.doorbell import ring_after_commit
from craftkit.lib.errors import AppError, Conflict
from craftkit.mail import standing
from craftkit.mail.actions.sending import TASK, refuse_bad_address, send
from craftkit.mail.models import OutgoingMail, SenderSettings, Suppression
from craftkit.mail.tokens import Subscription


class MailForgotten(AppError):
    """The text is gone on purpose."""

    status = 410
    code = "mail_forgotten"
    message = gettext_noop("The mail held a code and was forgotten once it left; let a new one be sent instead.")


class HeldBack(Conflict):
    """The address gets no mail."""

    code = "address_suppressed"
    message = gettext_noop("The address is on the suppression list; take it off there first.")


class UnderWay(Conflict):
    """The mail is being sent at this moment."""

    message = gettext_noop("The mail is being sent at this moment; look again in a few seconds.")


def resend(*, mail: OutgoingMail) -> OutgoingMail:
    """Send the same bytes under the same Message-ID once more, now, with a timetable of its own."""
    if mail.purged_at is not None:
        raise MailForgotten
    if Suppression.objects.against(project=mail.project, to=mail.to, is_optional=mail.is_optional):
        raise HeldBack
    with transaction.atomic():
        if not OutgoingMail.objects.filter(pk=mail.pk).send_again():
            raise UnderWay
        ring_after_commit(TASK, str(mail.pk))
    mail.refresh_from_db()
    return mail


def send_test(*, project: Project, to: str) -> OutgoingMail:
    """A mail to whoever asks, so that they see how the project's mails arrive."""
    with speaking(project):
        looks = gettext("This is how mail of the project {name} looks.").format(name=project.name)
        hint = gettext("Name, colour, logo and footer are set on the page Mail, under Sender.")
        context = {"heading": gettext("It works"), "paragraphs": [looks, hint]}
        subject = gettext("A test from {name}").format(name=project.name)
    return send(project=project, kind="test", to=to, subject=subject, template="notice", context=context)


def suppress(*, project: Project, address: str, by: str) -> Suppression:
    """Write to the address no more, because somebody of the project says so."""
    refuse_bad_address(address)
    return standing.suppress(project=project, address=address, reason=Suppression.Reason.MANUAL, source=f"by {by}")


def unsuppress(*, suppression: Suppression) -> None:
    """Write to the address again."""
    suppression.delete()


def unsubscribe(*, subscription: Subscription) -> None:
    """The owner of an address wants no more mail of a project; asked twice, it stays so."""
    project = Project.objects.filter(pk=subscription.project_id).first()
    if project is not None:
        reason = Suppression.Reason.UNSUBSCRIBED
        standing.suppress(project=project, address=subscription.address, reason=reason, source="by the recipient")


def change_brand(*, project: Project, **changes: Any) -> SenderSettings:
    """Change logo and colour; `changes` are columns of SenderSettings."""
    with transaction.atomic():
        sender, _ = SenderSettings.objects.update_or_create(project=project, defaults=changes)
        audit.record_in(project, "brand.changed", str(changes.get("brand_color", "")), logo="logo" in changes)
    return sender


def change_sender(*, project: Project, from_address: str, **changes: Any) -> SenderSettings:
    """Change how the project's mails are signed; `changes` are columns of SenderSettings."""
    with transaction.atomic():
        sender, _ = SenderSettings.objects.update_or_create(project=project, defaults=changes)
        if project.email_from != from_address:
            project.email_from = from_address
            project.save(update_fields=["email_from", "updated_at"])
        audit.record_in(project, "sender.changed", from_address)
    return sender
