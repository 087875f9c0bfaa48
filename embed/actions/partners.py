"""Turn embedding on and off for a project, and look after its origins, its callback and its signing keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.accounts import actions as accounts
from craftkit.accounts import audit
from craftkit.accounts.models import Project
from craftkit.lib import sealed
from craftkit.lib.errors import Conflict, InvalidRequest, field_issues
from craftkit.lib.speech import filled
from embed import tokens
from embed.models import AllowedOrigin, EmbedPartner, PermissionPreset, RedirectHost, SigningKey
from embed.origins import HOST, BadOrigin, normalised
from embed.permissions import PRESETS, flags_of
from webhooks import actions as webhooks
from webhooks.signing import new_secret

OVERLAP = timedelta(hours=24)
MOST_ORIGINS = 50


class TooMany(Conflict):
    """The project has as many of these as one may have."""

    code = "too_many_origins"
    message = filled("A project may have {most} origins.", most=MOST_ORIGINS)


def enable(*, project: Project, origins: Iterable[str] = ()) -> EmbedPartner:
    """Make the project an embed partner, with a signing key and the three presets; what is there already stays."""
    with transaction.atomic():
        fresh = {"webhook_secret_sealed": sealed.seal(new_secret())}
        partner, is_new = EmbedPartner.objects.get_or_create(project=project, defaults=fresh)
        if not is_new and not partner.is_enabled:
            partner.is_enabled = True
            partner.save(update_fields=["is_enabled"])
            is_new = True
        if is_new:
            audit.record_in(project, "embed.enabled")
        for name, flags in PRESETS.items():
            given = {"permissions": flags_of(flags)}
            PermissionPreset.objects.get_or_create(project=project, name=name, defaults=given)
        for origin in origins:
            allow_origin(project=project, origin=origin)
        signing_key(project)
    return partner


def disable(*, project: Project) -> None:
    """Sessions stop answering at once; everything is kept for when it is enabled again."""
    with transaction.atomic():
        EmbedPartner.objects.filter(project=project).update(is_enabled=False)
        audit.record_in(project, "embed.disabled")


def suspend(*, project: Project, is_suspended: bool = True) -> None:
    """Stop a partner as the operator of the install, or let it go on."""
    EmbedPartner.objects.filter(project=project).update(suspended_at=timezone.now() if is_suspended else None)


def allow_origin(*, project: Project, origin: str) -> AllowedOrigin:
    """Let the pages of an origin hold the project's iframes. Raises InvalidRequest, TooMany."""
    try:
        exact = normalised(origin, allow_http=not settings.SECURE)
    except BadOrigin as error:
        raise InvalidRequest(issues=field_issues({"origin": [str(error)]})) from None
    if AllowedOrigin.objects.filter(project=project).exclude(origin=exact).count() >= MOST_ORIGINS:
        raise TooMany
    with transaction.atomic():
        row, is_new = AllowedOrigin.objects.get_or_create(project=project, origin=exact)
        if is_new:
            audit.record_in(project, "embed.origin_added", exact)
    return row


def forbid_origin(*, project: Project, origin: str) -> None:
    """Its pages show the iframe no more once it loads again."""
    with transaction.atomic():
        if AllowedOrigin.objects.filter(project=project, origin=origin).delete()[0]:
            audit.record_in(project, "embed.origin_removed", origin)


def allow_redirect_host(*, project: Project, host: str) -> RedirectHost:
    """Let forms lead to a host once they were sent in."""
    if not HOST.fullmatch(host):
        raise InvalidRequest(
            issues=field_issues({"host": [gettext_noop("Write a host name such as app.example.com.")]})
        )
    with transaction.atomic():
        row, is_new = RedirectHost.objects.get_or_create(project=project, host=host)
        if is_new:
            audit.record_in(project, "embed.host_added", host)
    return row


def forbid_redirect_host(*, project: Project, host: str) -> None:
    """Sessions that lead there are refused from now on."""
    with transaction.atomic():
        if RedirectHost.objects.filter(project=project, host=host).delete()[0]:
            audit.record_in(project, "embed.host_removed", host)


def set_callback(*, project: Project, url: str) -> None:
    """Where publishing is told from now on; empty for nowhere."""
    with transaction.atomic():
        EmbedPartner.objects.filter(project=project).update(webhook_url=url)
        audit.record_in(project, "embed.callback_changed", url.partition("?")[0])


def set_theme(*, project: Project, theme: dict[str, Any]) -> None:
    """How sessions look that open from now on and bring no look of their own."""
    with transaction.atomic():
        EmbedPartner.objects.filter(project=project).update(theme=theme)
        audit.record_in(project, "embed.theme_changed")


def renew_callback_secret(*, project: Project) -> str:
    """A new secret in clear, which signs every callback of the project from now on."""
    secret = new_secret()
    with transaction.atomic():
        EmbedPartner.objects.filter(project=project).update(webhook_secret_sealed=sealed.seal(secret))
        webhooks.share_callback_secret(project=project, secret=secret)
        audit.record_in(project, "embed.callback_secret_rotated")
    return secret


def signing_key(project: Project) -> SigningKey:
    """The key that signs; a new one where there is none, or where it cannot be read any more."""
    key = SigningKey.objects.current().filter(project=project).first()
    return key if key and key.private else rotate_signing_key(project=project)


def rotate_signing_key(*, project: Project) -> SigningKey:
    """A new key signs from now on; tokens of the old one are honoured for a day."""
    kid, private, public = tokens.new_key()
    fresh = SigningKey(project=project, kid=kid, public=public)
    fresh.keep(private)
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        retired = SigningKey.objects.current().filter(project=project).update(retires_at=timezone.now() + OVERLAP)
        fresh.save(force_insert=True)
        if retired:
            audit.record_in(project, "embed.signing_key_rotated")
    return fresh


def publishable_key(project: Project, env: str) -> str:
    """The project's public name in tokens and pages of this environment."""
    kind = f"publishable_{env}"
    row = project.keys.active().filter(kind=kind).order_by("created_at").first()
    if row is None:
        return accounts.issue_key(account=project.account, project=project, kind=kind, name="Publishable key")[1]
    return row.public_text
