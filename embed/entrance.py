"""Who asks: a partner's key or a session's token, and whether the project, the session and the page may."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from craftkit.accounts.models import ApiKey, Membership, Project, User
from craftkit.api.authentication import PROJECT_KEYS, BearerAuthentication, bearer
from craftkit.lib.errors import Unauthorized
from craftkit.lib.ids import parse_id
from embed import tokens
from embed.faults import (
    FormClosed,
    InvalidCredentials,
    MissingAuthorization,
    OriginNotAllowed,
    PartnerSuspended,
    PermissionDenied,
)
from embed.models import AllowedOrigin, EmbedPartner, EmbedSession, FormLink, SigningKey
from embed.models.sessions import GRACE

if TYPE_CHECKING:
    # DRF's views read the settings that name modules, so importing them here for real would go round in a circle.
    from rest_framework.views import APIView

SESSION = frozenset({"session"})
RELATED = (
    *("project__embed_partner", "tenant", "actor", "template__current_version", "catalog_version", "logo"),
    *("member", "form_link"),
)
# In place of a publishable key: the name of one session that our own pages opened. It is no secret.
OWN = "ck_own_"
Role = Membership.Role


@dataclass(frozen=True)
class SessionPrincipal:
    """The holder of a session token."""

    session: EmbedSession
    kind: str = "session"
    is_authenticated: bool = True

    @property
    def env(self) -> str:
        """That of the key which minted the session."""
        return self.session.env

    @property
    def project(self) -> Project:
        """The session's project."""
        return self.session.project

    @property
    def project_id(self) -> uuid.UUID:
        """Its id."""
        return self.session.project_id

    @property
    def limiter_id(self) -> str:
        """What rate limits count by."""
        return str(self.session.pk)


class EmbedAuthentication(BearerAuthentication):
    """A project key or a session token; everything else is `invalid_credentials`."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """The principal behind the header, or None without one."""
        try:
            text = bearer(request)
            if text is None or not text.startswith("eyJ"):
                return super().authenticate(request)
        except Unauthorized:
            raise InvalidCredentials from None
        return SessionPrincipal(session_of(text)), None


class EmbedKinds(BasePermission):
    """Lets in what the view declares in `allowed`, of projects that embed, from pages that may."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True, or the documented refusal."""
        allowed: frozenset[str] = view.allowed  # type: ignore[attr-defined]
        principal: Any = request.user
        if not allowed:
            return True
        if principal is None:
            raise MissingAuthorization
        if principal.kind not in allowed or principal.project.deleted_at:
            raise InvalidCredentials
        if principal.kind in SESSION and principal.session.is_own:
            check_own(principal.session, request.headers.get("Origin"))
            return True
        check_partner(principal.project)
        if principal.kind not in PROJECT_KEYS:
            check_origin(principal.project, request.headers.get("Origin"))
        return True


def session_of(token: str) -> EmbedSession:
    """The living session that a genuine token names. Raises InvalidCredentials."""
    try:
        key = SigningKey.objects.honoured(timezone.now()).filter(kid=tokens.kid_of(token)).first()
        if key is None:
            raise InvalidCredentials
        claims = tokens.read(token, public=key.public, audience=audience())
    except tokens.BadToken:
        raise InvalidCredentials from None
    wanted = parse_id(str(claims["sub"]))
    rows = EmbedSession.objects.filter(pk=wanted, project_id=key.project_id, revoked_at=None) if wanted else None
    session = rows.select_related(*RELATED).first() if rows is not None else None
    if session is None or not _is_issuer(claims["iss"], session):
        raise InvalidCredentials
    return session


def _is_issuer(text: object, session: EmbedSession) -> bool:
    """Whether it is a publishable key of the session's project and environment that was not revoked.

    Sessions of our own pages name themselves.
    """
    if session.is_own:
        return text == own_name(session)
    keys = ApiKey.objects.active().filter(project_id=session.project_id, kind=f"publishable_{session.env}")
    return isinstance(text, str) and bool(text) and keys.filter(public_text=text).exists()


def audience() -> str:
    """The host that tokens are for."""
    return urlsplit(settings.EMBED_URL).netloc


def check_partner(project: Project) -> EmbedPartner:
    """The project's partner row. Raises InvalidCredentials when it does not embed, PartnerSuspended."""
    partner = getattr(project, "embed_partner", None)
    if partner is None or not partner.is_enabled:
        raise InvalidCredentials
    if partner.is_suspended:
        raise PartnerSuspended
    return partner


def check_own(session: EmbedSession, origin: str | None) -> None:
    """A session of our own pages is for those alone, and while its member or its link may have it.

    Raises InvalidCredentials, PermissionDenied, FormClosed, OriginNotAllowed.
    """
    if session.form_link:
        check_link(session.form_link)
    else:
        check_member(session)
    if origin is not None and origin != own_origin():
        raise OriginNotAllowed


def check_link(link: FormLink) -> None:
    """A public link takes answers while it is on and its date is not past. Raises FormClosed."""
    if not link.is_on or link.is_closed():
        raise FormClosed


def check_member(session: EmbedSession) -> None:
    """A session of our dashboard is its member's, while that is one. Raises InvalidCredentials, PermissionDenied."""
    member = session.member
    if member is None or not member.is_active:
        raise InvalidCredentials
    role = role_of(member, session.project)
    if role is None:
        raise InvalidCredentials
    if role == Role.VIEWER and session.mode != EmbedSession.Mode.VIEW:
        raise PermissionDenied(gettext_noop("Your role in this account only reads."))


def role_of(user: User, project: Project) -> str | None:
    """What the user is in the project; None for strangers."""
    return project.role_of(user)


def own_name(session: EmbedSession) -> str:
    """What stands in the token and in the page's address of a session of our own pages."""
    return f"{OWN}{session.pk}"


def own_session(text: str) -> EmbedSession | None:
    """The session of our own pages that is named so, while it lives or can be renewed."""
    wanted = parse_id(text.removeprefix(OWN)) if text.startswith(OWN) else None
    rows = EmbedSession.objects.exclude(member=None, form_link=None).filter(revoked_at=None, project__deleted_at=None)
    return rows.filter(pk=wanted, expires_at__gt=timezone.now() - GRACE).first() if wanted else None


def check_origin(project: Project, origin: str | None) -> None:
    """Our own pages may ask, and pages of allowed origins. Raises OriginNotAllowed; no Origin is no foreign page."""
    if origin is None or origin == own_origin():
        return
    if not AllowedOrigin.objects.filter(project=project, origin=origin).exists():
        raise OriginNotAllowed


def dashboard_origin() -> str:
    """The origin of the dashboard's pages; it may be another host than that of the embedded ones."""
    parts = urlsplit(settings.BASE_URL)
    return f"{parts.scheme}://{parts.netloc}"


def own_origin() -> str:
    """The origin of the embedded pages."""
    parts = urlsplit(settings.EMBED_URL)
    return f"{parts.scheme}://{parts.netloc}"


def partner_by_key(text: str) -> EmbedPartner | None:
    """The partner that a publishable key names, if its project embeds."""
    key = ApiKey.objects.holding(text) if text.startswith("ck_pk_") else None
    if key is None or key.project is None or key.project.deleted_at:
        return None
    return EmbedPartner.objects.filter(project=key.project, is_enabled=True).select_related("project").first()


def origins_of(project: Project) -> list[str]:
    """The origins whose pages may hold the project's iframes."""
    return list(AllowedOrigin.objects.filter(project=project).values_list("origin", flat=True))
