"""Open, renew and revoke sessions."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from craftkit.accounts.models import ApiKey, Project
from craftkit.lib import keys
from craftkit.lib.ids import new_id
from embed import scoping, tokens
from embed.actions.partners import publishable_key, signing_key
from embed.appearance import RULES, Look, fits, layered, with_branding
from embed.entrance import audience, own_name
from embed.faults import RefreshFailed, unfit
from embed.models import Actor, AuditEntry, EmbedPartner, EmbedSession, Logo, PermissionPreset, Tenant
from embed.permissions import as_claims, resolved

PREFIX = "ert_"
LIMITS = {"maxPublishes": 10, "maxSaveDrafts": 200, "maxUploadsBytes": 5 * 1024 * 1024}
UI = {
    "showTopBar": True,
    "showTemplateList": False,
    "showRenderHistory": False,
    "showApiKeysLink": False,
    "showPublishButton": True,
    "showSaveDraftButton": True,
    "showCloseButton": True,
}
Wish = dict[str, Any]


@dataclass(frozen=True)
class Opened:
    """A session with its token and the one renew token that renews it, both in clear."""

    session: EmbedSession
    token: str
    renew_token: str

    @property
    def iframe_url(self) -> str:
        """Where the surface of the session is, for frames without the SDK."""
        surface = "form" if self.session.mode == EmbedSession.Mode.FILL else "builder"
        return f"{settings.EMBED_URL}/embed/{surface}?session_token={self.token}"


def open_session(*, partner: EmbedPartner, env: str, key: ApiKey | None, wish: Wish) -> Opened:
    """A session as the partner wants it; tenant and actor are brought up to date on the way.

    Raises InvalidRequest (422), CatalogNotFound, TemplateNotFound.
    """
    project = partner.project
    renew_token, now = new_renew_token(), timezone.now()
    with transaction.atomic():
        tenant, actor = _people(project, wish)
        scope = scoping.resolve(project, tenant, wish)
        look, branding = _look(partner, tenant, wish)
        session = EmbedSession.objects.create(
            project=project,
            env=env,
            api_key=key,
            tenant=tenant,
            actor=actor,
            mode=scope.mode,
            template=scope.template,
            template_external_id=scope.external_id,
            permissions=_permissions(project, scope.mode, wish),
            **_limits(wish.get("limits") or {}),
            locale=_locale(look, branding),
            ui=_switches(look, branding),
            appearance=look.accepted,
            appearance_rejected=look.rejected,
            logo=_logo(project, look),
            on_published_url=scope.on_published_url,
            on_close_url=scope.on_close_url,
            form=scope.form,
            start=scope.start,
            catalog_version=scope.catalog_version,
            inline_catalog=wish.get("variableCatalog"),
            renew_digest=digest(renew_token),
            expires_at=end_of(now),
        )
        note(session, "session.opened")
    return Opened(session, token_of(session, now), renew_token)


def renew(*, project: Project, renew_token: str) -> Opened:
    """A new token for the same session, and a new renew token in place of this one. Raises RefreshFailed."""
    now, fresh, spent = timezone.now(), new_renew_token(), digest(renew_token)
    until = end_of(now)
    session = EmbedSession.objects.renew(project, spent=spent, fresh=digest(fresh), until=until, now=now)
    if session is None:
        again = EmbedSession.objects.filter(project=project, spent_renew_digest=spent).first()
        if again:
            note(again, "session.spent_renew_token")
        raise RefreshFailed
    return Opened(session, token_of(session, now), fresh)


def revoke(*, session: EmbedSession) -> None:
    """The token stops working now, and nothing renews it."""
    if EmbedSession.objects.revoke(session.pk, timezone.now()):
        note(session, "session.revoked")


def token_of(session: EmbedSession, now: datetime) -> str:
    """A token that names the session until its end."""
    key = signing_key(session.project)
    begins = int(now.timestamp())
    claims = {
        "iss": own_name(session) if session.is_own else publishable_key(session.project, session.env),
        "aud": audience(),
        "sub": str(session.pk),
        "jti": str(new_id()),
        "iat": begins,
        "nbf": begins,
        "exp": int(session.expires_at.timestamp()),
        "ck": _said(session),
    }
    return tokens.sign(claims, kid=key.kid, private=key.private)


def _said(session: EmbedSession) -> dict[str, Any]:
    """What the token says of the session; hosts may read it, and we believe the row alone."""
    tenant, actor = session.tenant, session.actor
    person = {"external_id": actor.external_id, "display_name": actor.display_name, "email": actor.email}
    catalog = session.catalog_version_id
    return {
        "v": 1,
        "partner": {"id": _partner_id(session), "project_id": str(session.project_id)},
        "tenant": {"external_id": tenant.external_id, "display_name": tenant.display_name},
        "actor": {name: value for name, value in {**person, "avatar_url": actor.avatar_url}.items() if value},
        "scope": {
            "mode": session.mode,
            "template_id": str(session.template_id) if session.template_id else None,
            "template_external_id": session.template_external_id or None,
        },
        "permissions": as_claims(session.permissions),
        "catalog_id": str(catalog) if catalog else None,
        "embed_url": settings.EMBED_URL,
    }


def _partner_id(session: EmbedSession) -> str | None:
    return None if session.is_own else str(session.project.embed_partner.pk)


def note(session: EmbedSession, action: str, **more: Any) -> None:
    """Add an entry to the audit trail."""
    name = session.actor.display_name or session.actor.external_id
    AuditEntry.objects.create(project=session.project, session=session, action=action, actor_name=name, **more)


def new_renew_token() -> str:
    """`ert_` and 32 random bytes."""
    return PREFIX + base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()


def digest(renew_token: str) -> str:
    """What is stored of a renew token."""
    return keys.digest(renew_token, settings.SECRET_KEY)


def end_of(now: datetime) -> datetime:
    """When a token that is made now ends."""
    return now.replace(microsecond=0) + timedelta(seconds=settings.EMBED_SESSION_TTL_SECONDS)


def _limits(given: dict[str, Any]) -> dict[str, int]:
    wanted = {**LIMITS, **{name: value for name, value in given.items() if value is not None}}
    return {
        "max_publishes": wanted["maxPublishes"],
        "max_save_drafts": wanted["maxSaveDrafts"],
        "max_uploads_bytes": wanted["maxUploadsBytes"],
    }


def _people(project: Project, wish: Wish) -> tuple[Tenant, Actor]:
    company, person = wish["tenant"], wish["actor"]
    known = {"display_name": company["displayName"]}
    if company.get("branding") is not None:
        known["branding"] = company["branding"]
    tenant, _ = Tenant.objects.update_or_create(project=project, external_id=company["externalId"], defaults=known)
    said = {"display_name": "displayName", "email": "email", "avatar_url": "avatarUrl"}
    given = {column: person[name] for column, name in said.items() if person.get(name) is not None}
    actor, _ = Actor.objects.update_or_create(
        tenant=tenant, external_id=person["externalId"], defaults=given, create_defaults={**given, "project": project}
    )
    return tenant, actor


def _permissions(project: Project, mode: str, wish: Wish) -> dict[str, bool]:
    name, preset = wish.get("permissionsPreset"), None
    if name:
        preset = PermissionPreset.objects.filter(project=project, name=name).first()
        if preset is None:
            raise unfit("permissionsPreset", "There is no preset of this name.")
    return resolved(mode, preset.permissions if preset else {}, wish.get("permissions") or {})


def _look(partner: EmbedPartner, tenant: Tenant, wish: Wish) -> tuple[Look, dict[str, Any]]:
    """The partner's theme, then the tenant's branding, then what the session says."""
    branding = {**tenant.branding, **(wish.get("branding") or {})}
    return Look(layered(partner.theme, with_branding(wish.get("appearance"), branding))), branding


def _locale(look: Look, branding: dict[str, Any]) -> str:
    wanted = [(look.accepted.get("layout") or {}).get("locale"), branding.get("locale")]
    return next((str(text)[:20] for text in wanted if text and fits(RULES["layout"]["locale"], text)), "en")


def _switches(look: Look, branding: dict[str, Any]) -> dict[str, bool]:
    """Which parts to show: what is known and true or false, of the branding and then of the appearance."""
    said = branding.get("ui")
    given = {**(said if isinstance(said, dict) else {}), **(look.accepted.get("layout") or {})}
    return {name: given[name] if isinstance(given.get(name), bool) else default for name, default in UI.items()}


def _logo(project: Project, look: Look) -> Logo | None:
    url = look.accepted.get("logoUrl")
    return Logo.objects.get_or_create(project=project, url=url)[0] if url else None
