"""Let a visitor in: check a password, send and check a code, use up a view. Wrong tries are counted and bounded."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_noop
from limits import RateLimitItemPerHour, RateLimitItemPerMinute

from craftkit.api import tries
from craftkit.api.tries import Limits, bounded
from craftkit.lib.errors import AppError, InvalidRequest, field_issues
from craftkit.mail import actions as mail
from sharing.actions.shares import title_of
from sharing.models import ConfirmationCode, Share

CODE_KIND = "document.code"
CODE_LIMITS: Limits = [
    (RateLimitItemPerMinute(3), True),
    (RateLimitItemPerHour(10), True),
    (RateLimitItemPerHour(30), False),
]
TRY_LIMITS: Limits = [(RateLimitItemPerMinute(10), True), (RateLimitItemPerHour(60), False)]


class NoViewsLeft(AppError):
    """The link was opened as often as its sender allowed."""

    status = 410
    code = "no_views_left"
    message = gettext_noop("This link was opened as often as its sender allowed.")


def check_password(*, share: Share, password: str, address: str) -> None:
    """WrongPassword unless it fits; every try counts before it is looked at."""
    bounded(share.pk, "share-password", address, tries.PASSWORD_LIMITS)
    tries.check_password(password, share.password_hash)


def send_code(*, share: Share, email: str, address: str) -> str:
    """Mail a code to an address, and the address as it is kept.

    A share with a recipient lets in that address alone: others get no code and the same answer.
    """
    bounded(share.pk, "share-code", address, CODE_LIMITS)
    wanted = checked_address(email)
    if share.recipient_email and wanted != share.recipient_email.lower():
        return wanted
    title = title_of(share.render)
    with transaction.atomic():
        code = ConfirmationCode.make(share=share, email=wanted)
        letter = mail.write_code(
            code, project=share.project, kind=CODE_KIND, to=wanted, subject_id=share.pk, title=title
        )
    mail.post_code(letter)
    return wanted


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
    bounded(share.pk, "share-confirm", address, TRY_LIMITS)
    wanted = checked_address(email)
    codes = ConfirmationCode.objects
    codes.spend(codes.fitting(code, share=share, email=wanted))
    return wanted


def take_view(*, share: Share) -> None:
    """Use up one opening; NoViewsLeft when there is none."""
    if not Share.objects.take_view(share):
        raise NoViewsLeft
