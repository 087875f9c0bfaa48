"""Bearer credentials: which kinds exist, and which kinds a door lets in."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from craftkit.accounts import actions
from craftkit.accounts.models import ApiKey
from craftkit.api.principals import Principal
from craftkit.lib.errors import Forbidden, Unauthorized

if TYPE_CHECKING:
    # DRF's views read the settings that name this module, so importing them here for real would go round in a circle.
    from rest_framework.views import APIView

PROJECT_KEYS = frozenset({"live", "test"})
ACCOUNT_KEY = frozenset({"account"})
ADMIN_KEY = frozenset({"admin"})
ANYBODY: frozenset[str] = frozenset()


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`; the kinds of key are disjoint, and a door names those that it takes."""

    def authenticate(self, request: Request) -> tuple[Principal, None] | None:
        """The principal behind the header, or None without one."""
        text = bearer(request)
        if text is None:
            return None
        principal = admin(text) or holder(text)
        if principal is None:
            raise Unauthorized("The API key is unknown or was revoked.")
        return principal, None

    def authenticate_header(self, request: Request) -> str:
        """The challenge that belongs to a 401."""
        return 'Bearer realm="craftkit"'


class AllowedKinds(BasePermission):
    """Lets in the kinds of key that the view declares in `allowed`; a view without a declaration fails at start-up."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True, or the documented 401 (wrong kind) or 403 (the project is gone)."""
        allowed: frozenset[str] = view.allowed  # type: ignore[attr-defined]
        if not allowed:
            return True
        principal: Any = request.user
        if principal is None:
            raise Unauthorized()
        if principal.kind not in allowed:
            raise Unauthorized("This kind of key does not open this endpoint.")
        if principal.kind in PROJECT_KEYS and principal.project.deleted_at:
            raise Forbidden("The project of this key no longer exists.")
        return True

    message: ClassVar[str] = "Not allowed."


def bearer(request: Request) -> str | None:
    """The credential in the Authorization header, or None without one; 401 when the header is malformed."""
    header = get_authorization_header(request)
    if not header:
        return None
    try:
        scheme, _, text = header.decode("ascii").partition(" ")
    except UnicodeDecodeError:
        raise Unauthorized("The Authorization header is not plain text.") from None
    if scheme.lower() != "bearer" or not text.strip():
        raise Unauthorized("Send the key as: Authorization: Bearer <key>.")
    return text.strip()


def admin(text: str) -> Principal | None:
    """The install's administrator, when this is the key of CRAFTKIT_ADMIN_KEY."""
    if settings.ADMIN_KEY and hmac.compare_digest(text.encode(), settings.ADMIN_KEY.encode()):
        return Principal("admin")
    return None


def holder(text: str) -> Principal | None:
    """The holder of a stored secret key; publishable keys open nothing here."""
    key = ApiKey.objects.holding(text)
    if key is None or key.kind not in PROJECT_KEYS | ACCOUNT_KEY:
        return None
    actions.note_use(key=key)
    return Principal(key.kind, key)
