"""Where a person is signed in: the sessions that still work, what is noted about them, and how they end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from craftkit.accounts.devices import device_named, is_handheld, place_named
from craftkit.accounts.models import User

NOTED_AT = "noted_at"
NOTE_EVERY_SECONDS = 300
SHOWN = 50
AGENT_LENGTH = UserSession._meta.get_field("user_agent").max_length


@dataclass(frozen=True)
class SignIn:
    """One browser that is signed in."""

    pk: int
    device: str
    is_handheld: bool
    place: str
    began_at: datetime
    seen_at: datetime
    is_current: bool


def sign_ins(user: User, *, current_key: str | None) -> list[SignIn]:
    """The sessions of a person that still work: this one first, then the most recently seen."""
    noted = list(UserSession.objects.filter(user=user).order_by("-last_seen_at")[:SHOWN])
    alive = _working(user, [row.session_key for row in noted])
    rows = [_sign_in(row, is_current=row.session_key == current_key) for row in noted if row.session_key in alive]
    return sorted(rows, key=lambda row: not row.is_current)


def end(user: User, *, pk: int) -> bool:
    """End one session; whether there was such a one."""
    found = UserSession.objects.filter(user=user, pk=pk).first()
    if found is None:
        return False
    found.end()
    return True


def end_others(user: User, *, current_key: str | None) -> int:
    """End every session but this one; how many there were."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=current_key or ""))
    for row in others:
        row.end()
    return len(others)


class NotedSessions:
    """Middleware: notes of a session that is used where and when, every few minutes at most."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then note it."""
        response = self.get_response(request)
        if request.session.accessed and request.session.session_key and request.user.is_authenticated:
            _note(request)
        return response


def _note(request: HttpRequest) -> None:
    now = time.time()
    if now - float(request.session.get(NOTED_AT, 0)) < NOTE_EVERY_SECONDS:
        return
    request.session[NOTED_AT] = now
    noted = UserSession.objects.filter(session_key=request.session.session_key)
    agent = request.headers.get("User-Agent", "")[:AGENT_LENGTH]
    if not noted.update(last_seen_at=timezone.now(), ip=get_adapter().get_client_ip(request), user_agent=agent):
        UserSession.objects.create_from_request(request)


def _working(user: User, keys: list[str]) -> set[str]:
    """The keys of sessions that are neither over nor older than the password."""
    wanted = user.get_session_auth_hash()
    stored = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return {
        row.session_key
        for row in stored
        if constant_time_compare(str(row.get_decoded().get(HASH_SESSION_KEY, "")), wanted)
    }


def _sign_in(row: UserSession, *, is_current: bool) -> SignIn:
    return SignIn(
        pk=row.pk,
        device=device_named(row.user_agent),
        is_handheld=is_handheld(row.user_agent),
        place=place_named(row.ip),
        began_at=row.created_at,
        seen_at=row.last_seen_at,
        is_current=is_current,
    )
