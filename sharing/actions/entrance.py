"""Let a visitor in: check a password, send and check a code, use up a view. Wrong tries are counted and bounded."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password as fits
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute

from craftkit.accounts.languages import speaking
from craftkit.api.throttling import hit
from craftkit.lib import keys
from craftkit.lib.errors import AppError, Forbidden, InvalidRequest, RateLimited, field_issues
from craftkit.mail import actions as mail
from craftkit.mail.models import OutgoingMail
from sharing.actions.shares import title_of
from sharing.models import ConfirmationCode, Share
from sharing.models.shares import CODE_MINUTES

CODE_KIND = "document.code"
# Per link and address; and per link from everywhere, so that many addresses together gain nothing either.
PASSWORD_LIMITS: list[tuple[RateLimitItem, bool]] = [
    (RateLimitItemPerMinute(5), True),
    (RateLimitItemPerHour(20), True),
    (RateLimitItemPerHour(100), False),
]
CODE_LIMITS: list[tuple[RateLimitItem, bool]] = [
    (RateLimitItemPerMinute(3), True),
    (RateLimitItemPerHour(10), True),
    (RateLimitItemPerHour(30), False),
]
TRY_LIMITS: list[tuple[RateLimitItem, bool]] = [(RateLimitItemPerMinute(10), True), (RateLimitItemPerHour(60), False)]


class TooManyTries(RateLimited):
    """Too many tries at one link."""

    message = gettext_noop("Too many tries. Wait a little, then try again.")


class WrongPassword(Forbidden):
    """The password does not fit; the words never say more."""

    code = "wrong_password"
    message = gettext_noop("That password is not right.")


class WrongCode(Forbidden):
    """The code does not fit, is spent, or too old; the words never say which."""

    code = "wrong_code"
    message = gettext_noop(
        "That code is not right, or no longer works. Check the newest mail, or ask for another code."
    )


class NoViewsLeft(AppError):
    """The link was opened as often as its sender allowed."""

    status = 410
    code = "no_views_left"
    message = gettext_noop("This link was opened as often as its sender allowed.")


def bounded(share: Share, deed: str, address: str, limits: Sequence[tuple[RateLimitItem, bool]]) -> None:
    """Count a try; TooManyTries beyond any of the limits."""
    for item, is_by_address in limits:
        names = (deed, share.pk.hex, address) if is_by_address else (deed, share.pk.hex)
        allowed, _, seconds = hit(item, *names)
        if not allowed:
            raise TooManyTries(retry_after=seconds)


def check_password(*, share: Share, password: str, address: str) -> None:
    """WrongPassword unless it fits; every try counts before it is looked at."""
    bounded(share, "share-password", address, PASSWORD_LIMITS)
    if not fits(password, share.password_hash):
        raise WrongPassword


def send_code(*, share: Share, email: str, address: str) -> str:
    """Mail a code to an address, and the address as it is kept.

    A share with a recipient lets in that address alone: others get no code and the same answer.
    """
    bounded(share, "share-code", address, CODE_LIMITS)
    wanted = checked_address(email)
    if share.recipient_email and wanted != share.recipient_email.lower():
        return wanted
    code = f"{secrets.randbelow(1_000_000):06d}"
    with transaction.atomic():
        row = ConfirmationCode(share=share, email=wanted)
        row.digest = code_digest(row, code)
        row.save(force_insert=True)
        letter = mail.send(
            project=share.project,
            kind=CODE_KIND,
            to=wanted,
            template="code",
            subject_id=share.pk,
            is_secret=True,
            at_once=True,
            **code_words(share, code),
        )
    post(letter)
    return wanted


def post(letter: OutgoingMail) -> None:
    """Send a code now. Whether the server took it must not be told: it would say which addresses exist."""
    try:
        mail.send_now(mail=letter)
    except mail.EmailSendFailed:
        return


def code_words(share: Share, code: str) -> dict[str, Any]:
    """What the mail says, in the project's language."""
    about = {"code": code, "title": title_of(share.render), "sender": share.project.name}
    with speaking(share.project):
        purpose = gettext("Enter it to open “{title}” from {sender}.").format(**about)
        subject = gettext("{code} is your code for {title}").format(**about)
    return {"subject": subject, "context": {"code": code, "purpose": purpose, "minutes": CODE_MINUTES}}


def checked_address(email: str) -> str:
    """The address in one form, or InvalidRequest."""
    wanted = email.strip().lower()
    try:
        validate_email(wanted)
    except ValidationError:
        raise InvalidRequest(issues=field_issues({"email": [gettext_noop("Enter a valid e-mail address.")]})) from None
    return wanted


def confirm_code(*, share: Share, email: str, code: str, address: str) -> str:
    """The address that the code confirms; WrongCode otherwise. A code takes five tries and opens once."""
    bounded(share, "share-confirm", address, TRY_LIMITS)
    wanted = checked_address(email)
    row = ConfirmationCode.objects.latest_for(share, wanted)
    if row is None or not ConfirmationCode.objects.count_try(row):
        raise WrongCode
    if not hmac.compare_digest(row.digest, code_digest(row, code.strip().replace(" ", ""))):
        raise WrongCode
    if not ConfirmationCode.objects.spend(row):
        raise WrongCode
    return wanted


def code_digest(row: ConfirmationCode, code: str) -> str:
    """The keyed hash of a code, different for each row."""
    return keys.digest(f"{row.pk}:{code}", settings.SECRET_KEY)


def take_view(*, share: Share) -> None:
    """Use up one opening; NoViewsLeft when there is none."""
    if not Share.objects.take_view(share):
        raise NoViewsLeft
