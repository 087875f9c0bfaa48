"""Write a mail with a code, and send it while somebody waits for it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from craftkit.accounts.languages import speaking
from craftkit.accounts.models import Project
from craftkit.mail.actions.sending import EmailSendFailed, send, send_now
from craftkit.mail.codes import MINUTES
from craftkit.mail.models import OutgoingMail


def write_code(code: str, *, project: Project, kind: str, to: str, subject_id: UUID, title: str) -> OutgoingMail:
    """The mail with a code, in the project's language; `post_code` sends it once the transaction is through."""
    about = {"code": code, "title": title, "sender": project.name}
    with speaking(project):
        purpose = gettext("Enter it to open “{title}” from {sender}.").format(**about)
        subject = gettext("{code} is your code for {title}").format(**about)
    return send(
        project=project,
        kind=kind,
        to=to,
        template="code",
        subject=subject,
        context={"code": code, "purpose": purpose, "minutes": MINUTES},
        subject_id=subject_id,
        is_secret=True,
        at_once=True,
    )


def post_code(letter: OutgoingMail) -> None:
    """Send a code now. Whether the server took it must not be told: it would say which addresses exist."""
    try:
        send_now(mail=letter)
    except EmailSendFailed:
        return
