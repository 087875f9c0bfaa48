"""What is known about a person, as a ZIP of JSON files: profile, memberships, keys they made, log entries, sessions."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse

from craftkit.accounts.models import ApiKey, AuditEntry, User

IN_MEMORY, CHUNK = 8 * 1024 * 1024, 64 * 1024
Rows = Iterable[dict[str, Any]]


def files_about(user: User) -> dict[str, Rows]:
    """The rows of each file about one person."""
    return {
        "profile.json": [_profile(user)],
        "memberships.json": user.memberships.values("role", "account_id", "account__name"),
        "project-memberships.json": user.project_memberships.values("role", "project_id", "project__name"),
        "api-keys.json": ApiKey.objects.filter(created_by=user).values(
            "id", "name", "kind", "prefix", "last4", "project_id", "created_at", "last_used_at", "revoked_at"
        ),
        "audit-log.json": AuditEntry.objects.filter(actor_id=user.pk)
        .order_by("pk")
        .values("created_at", "action", "account__name", "project", "target", "details", "role", "ip"),
        "sessions.json": UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent"),
    }


def download(files: dict[str, Rows], *, name: str) -> StreamingHttpResponse:
    """The answer that carries such a ZIP."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(archive(files), content_type="application/zip", headers=headers)


def archive(files: dict[str, Rows]) -> Iterator[bytes]:
    """A ZIP with each list of rows as a JSON array, written row by row; large ones lie on the disk meanwhile."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as kept:
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, rows in files.items():
                with bundle.open(name, "w") as file:
                    _write(file, rows)
        kept.seek(0)
        while chunk := kept.read(CHUNK):
            yield chunk


def _write(file: IO[bytes], rows: Rows) -> None:
    file.write(b"[")
    for number, row in enumerate(rows):
        file.write(b",\n" if number else b"\n")
        file.write(json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode())
    file.write(b"\n]\n")


def _profile(user: User) -> dict[str, Any]:
    steps = Authenticator.objects.filter(user=user).order_by("pk").values("type", "created_at", "last_used_at")
    return {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "joinedAt": user.date_joined,
        "lastSignInAt": user.last_login,
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "secondSteps": list(steps),
        "singleSignOn": list(SocialAccount.objects.filter(user=user).values("provider", "uid", "date_joined")),
    }
