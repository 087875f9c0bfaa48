"""What stands before a document: the password, and the code by mail."""

from __future__ import annotations

from django.db import transaction
from limits import RateLimitItemPerHour, RateLimitItemPerMinute

from craftkit.api import tries
from craftkit.api.tries import Limits, bounded
from craftkit.mail import actions as mail
from signatures import audit
from signatures.audit import Actor
from signatures.models import Recipient, SigningCode

CODE_KIND = "signature.code"
# For the link as a whole, which one person has.
TRIES: Limits = [(RateLimitItemPerMinute(5), False), (RateLimitItemPerHour(20), False)]
CODES: Limits = [(RateLimitItemPerMinute(2), False), (RateLimitItemPerHour(10), False)]


def check_password(*, recipient: Recipient, password: str) -> None:
    """WrongPassword unless it fits; every try counts before it is looked at."""
    bounded(recipient.pk, "sign-password", "", TRIES)
    tries.check_password(password, recipient.password_hash)


def send_code(*, recipient: Recipient, by: Actor) -> None:
    """Mail a code to the recipient's address, and to no other."""
    bounded(recipient.pk, "sign-code", "", CODES)
    request = recipient.request
    with transaction.atomic():
        code = SigningCode.make(recipient=recipient)
        letter = mail.write_code(
            code,
            project=request.project,
            kind=CODE_KIND,
            to=recipient.email,
            subject_id=request.pk,
            title=request.name,
        )
        audit.note(request, "code_sent", by=by, recipient=str(recipient.pk))
    mail.post_code(letter)


def check_code(*, recipient: Recipient, code: str, by: Actor) -> None:
    """WrongCode unless it is the newest one. A code takes five tries and opens once."""
    bounded(recipient.pk, "sign-confirm", "", TRIES)
    row = SigningCode.objects.fitting(code, recipient=recipient)
    with transaction.atomic():
        SigningCode.objects.spend(row)
        audit.note(recipient.request, "code_confirmed", by=by, recipient=str(recipient.pk))
