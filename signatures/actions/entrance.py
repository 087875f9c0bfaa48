"""What stands before a document: the password, and the code by mail."""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password as fits
from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute

from craftkit.accounts.languages import speaking
from craftkit.api.throttling import hit
from craftkit.lib import keys
from craftkit.lib.errors import Forbidden, RateLimited
from craftkit.mail import actions as mail
from signatures import audit
from signatures.audit import Actor
from signatures.models import Recipient, SignatureRequest, SigningCode
from signatures.models.recipients import CODE_MINUTES

CODE_KIND = "signature.code"
# For the link as a whole: many addresses together gain nothing.
TRIES: list[RateLimitItem] = [RateLimitItemPerMinute(5), RateLimitItemPerHour(20)]
CODES: list[RateLimitItem] = [RateLimitItemPerMinute(2), RateLimitItemPerHour(10)]


class TooManyTries(RateLimited):
    """Too many tries at one link."""

    message = gettext_noop("Too many tries. Wait a little, then try again.")


class WrongPassword(Forbidden):
    """The password does not fit."""

    code = "wrong_password"
    message = gettext_noop("That password is not right.")


class WrongCode(Forbidden):
    """The code does not fit, is spent, or too old; the words never say which."""

    code = "wrong_code"
    message = gettext_noop(
        "That code is not right, or no longer works. Check the newest mail, or ask for another code."
    )


def bounded(recipient: Recipient, deed: str, limits: list[RateLimitItem]) -> None:
    """Count a try; TooManyTries beyond any of the limits."""
    for item in limits:
        allowed, _, seconds = hit(item, deed, recipient.pk.hex)
        if not allowed:
            raise TooManyTries(retry_after=seconds)


def check_password(*, recipient: Recipient, password: str) -> None:
    """WrongPassword unless it fits; every try counts before it is looked at."""
    bounded(recipient, "sign-password", TRIES)
    if not fits(password, recipient.password_hash):
        raise WrongPassword


def send_code(*, recipient: Recipient, by: Actor) -> None:
    """Mail a code to the recipient's address, and to no other."""
    bounded(recipient, "sign-code", CODES)
    code = f"{secrets.randbelow(1_000_000):06d}"
    request = recipient.request
    with transaction.atomic():
        row = SigningCode(recipient=recipient)
        row.digest = digest_of(row, code)
        row.save(force_insert=True)
        letter = mail.send(
            project=request.project,
            kind=CODE_KIND,
            to=recipient.email,
            template="code",
            subject_id=request.pk,
            is_secret=True,
            at_once=True,
            **code_words(request, code),
        )
        audit.note(request, "code_sent", by=by, recipient=str(recipient.pk))
    try:
        mail.send_now(mail=letter)
    except mail.EmailSendFailed:
        return


def code_words(request: SignatureRequest, code: str) -> dict[str, Any]:
    """What the mail says, in the project's language."""
    about = {"code": code, "title": request.name, "sender": request.project.name}
    with speaking(request.project):
        purpose = gettext("Enter it to open “{title}” from {sender}.").format(**about)
        subject = gettext("{code} is your code for {title}").format(**about)
    return {"subject": subject, "context": {"code": code, "purpose": purpose, "minutes": CODE_MINUTES}}


def check_code(*, recipient: Recipient, code: str, by: Actor) -> None:
    """WrongCode unless it is the newest one. A code takes five tries and opens once."""
    bounded(recipient, "sign-confirm", TRIES)
    row = SigningCode.objects.latest_for(recipient)
    if row is None or not SigningCode.objects.count_try(row):
        raise WrongCode
    if not hmac.compare_digest(row.digest, digest_of(row, code.strip().replace(" ", ""))):
        raise WrongCode
    with transaction.atomic():
        if not SigningCode.objects.spend(row):
            raise WrongCode
        audit.note(recipient.request, "code_confirmed", by=by, recipient=str(recipient.pk))


def digest_of(row: SigningCode, code: str) -> str:
    """The keyed hash of a code, different for each row."""
    return keys.digest(f"{row.pk}:{code}", settings.SECRET_KEY)
