"""When the person in front of a browser last proved who they are: by signing in, or by being asked again."""

from __future__ import annotations

import time

from django.conf import settings
from django.http import HttpRequest

SIGNED_IN_AT = "signed_in_at"


def note_sign_in(request: HttpRequest) -> None:
    """This browser's person has just signed in."""
    request.session[SIGNED_IN_AT] = time.time()


def is_fresh(request: HttpRequest) -> bool:
    """Whether the sign-in is so recent that nobody has to be asked again."""
    since = time.time() - float(request.session.get(SIGNED_IN_AT, 0))
    return since < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
