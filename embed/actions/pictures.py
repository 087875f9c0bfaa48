"""Files that come in through the embed: uploads of people, and logos that we fetch for hosts."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError, field_issues
from craftkit.lib.images import BadImage, load_image
from craftkit.lib.outbound import Outbound, OutboundFailed, Refused
from craftkit.lib.speech import filled
from craftkit.lib.storage import Store, content_key
from embed.actions.editing import require, use_up
from embed.models import EmbedSession, Logo, TenantAsset
from templates_app import uploads
from templates_app.assets import AssetNotFound, find_asset
from templates_app.models import Asset

ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/svg+xml": ".svg"}
LOGO_BYTES, LOGO_SECONDS, LOGO_PIXELS = 2 * 1024 * 1024, 5.0, 16_000_000
TRY_AGAIN = timedelta(minutes=1)


class LogoNotFetched(AppError):
    """The logo's server did not give a picture, or may not be asked."""

    status = 400
    code = "logo_not_fetched"
    message = gettext_noop("The picture could not be fetched from its address; it has to be public, and 2 MB at most.")


def upload(*, session: EmbedSession, data: bytes, filename: str, store: Store) -> Asset:
    """Keep a file as an asset that the tenant sees. Raises PermissionDenied, LimitReached, or what is wrong with it."""
    require(session, "saveDraft", "publish")
    use_up(session, "uploads_bytes", len(data))
    try:
        return keep(session=session, data=data, filename=filename, store=store)
    except AppError:
        use_up(session, "uploads_bytes", -len(data))
        raise


def keep(*, session: EmbedSession, data: bytes, filename: str, store: Store) -> Asset:
    """The file as an asset of the tenant; what a member brings in on our own pages is the whole project's.

    Bytes that the project has already, shared by all, stay shared: nobody takes them away by uploading them again.
    """
    with transaction.atomic():
        asset, is_new = uploads.store_asset(project=session.project, data=data, store=store, filename=filename)
        if not session.is_members and (is_new or asset.tenants.exists()):
            known = {"project": session.project}
            TenantAsset.objects.get_or_create(tenant=session.tenant, asset=asset, defaults=known)
    return asset


def asset_of(session: EmbedSession, asset_id: str) -> Asset:
    """An asset that the session's tenant may see: its own, or one that is no tenant's. Raises AssetNotFound.

    Members see every asset of their project, as on the dashboard's other pages.
    """
    found = find_asset(session.project_id, asset_id)
    if session.is_members:
        return found
    owners = TenantAsset.objects.filter(asset=found)
    if owners.exists() and not owners.filter(tenant=session.tenant).exists():
        raise AssetNotFound
    return found


def show_logo(*, session: EmbedSession, url: str, outbound: Outbound, store: Store) -> Logo:
    """The logo at an address that the page around the frame gave, fetched at once. Raises LogoNotFetched."""
    named, _ = Logo.objects.get_or_create(project=session.project, url=url)
    found = fetch_logo(logo=named, outbound=outbound, store=store)
    if not found.key:
        found.refresh_from_db(fields=["error"])
        raise LogoNotFetched(issues=field_issues({"url": [found.error]}))
    return found


def fetch_logo(*, logo: Logo, outbound: Outbound, store: Store) -> Logo:
    """The logo with its bytes in the store; they are fetched once, and after a failure not again for a minute."""
    now = timezone.now()
    if logo.key or (logo.tried_at and logo.tried_at > now - TRY_AGAIN):
        return logo
    Logo.objects.filter(pk=logo.pk).update(tried_at=now)
    try:
        answer = outbound.get(logo.url, max_bytes=LOGO_BYTES, accept="image/*", seconds=LOGO_SECONDS)
        if answer.status != 200:
            raise BadImage(filled("The address answered {status}.", status=answer.status))
        image = load_image(answer.body, max_pixels=LOGO_PIXELS)
    except (Refused, OutboundFailed, BadImage) as error:
        Logo.objects.filter(pk=logo.pk).update(error=str(error)[:300])
        return logo
    key = content_key(logo.project_id, "logos", hashlib.sha256(image.data).hexdigest(), ENDINGS[image.mime])
    store.put(key, image.data, content_type=image.mime)
    Logo.objects.filter(pk=logo.pk).update(key=key, media_type=image.mime, error="")
    logo.refresh_from_db()
    return logo
