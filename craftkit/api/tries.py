"""What strangers at public links may try: so many deeds in a time, a password, and links that never were."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.hashers import check_password as fits
from django.core.cache import cache
from django.utils.translation import gettext_noop
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute

from craftkit.api.throttling import hit
from craftkit.lib.errors import Forbidden, RateLimited

# A limit for each address, or for the link from everywhere, so that many addresses together gain nothing either.
Limits = Sequence[tuple[RateLimitItem, bool]]
PASSWORD_LIMITS: Limits = [
    (RateLimitItemPerMinute(5), True),
    (RateLimitItemPerHour(20), True),
    (RateLimitItemPerHour(100), False),
]
# An address that tries links which never were is left standing for a minute.
GUESSES = RateLimitItemPerMinute(60)
BLOCKED = "tries.guesses."


class TooManyTries(RateLimited):
    """Too many tries at one link."""

    message = gettext_noop("Too many tries. Wait a little, then try again.")


class WrongPassword(Forbidden):
    """The password does not fit; the words never say more."""

    code = "wrong_password"
    message = gettext_noop("That password is not right.")


def bounded(link: UUID, deed: str, address: str, limits: Limits, *, refusal: type[RateLimited] = TooManyTries) -> None:
    """Count a deed; the refusal beyond any of the limits."""
    for item, is_by_address in limits:
        names = (deed, link.hex, address) if is_by_address else (deed, link.hex)
        allowed, _, seconds = hit(item, *names)
        if not allowed:
            raise refusal(retry_after=seconds)


def check_password(password: str, kept: str) -> None:
    """WrongPassword unless it fits the hash that is kept; the caller counts the try before."""
    if not fits(password, kept):
        raise WrongPassword


def is_left_standing(address: str) -> bool:
    """Whether the address tried so many links that it gets no answer for a while, not even with a true one."""
    return bool(cache.get(BLOCKED + address))


def count_guess(address: str) -> None:
    """Note a link that never was, of whatever kind."""
    allowed, _, seconds = hit(GUESSES, "link-guess", address)
    if not allowed:
        cache.set(BLOCKED + address, True, timeout=seconds)
