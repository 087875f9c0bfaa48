"""Keep uploads as assets, rename and delete them."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from craftkit.accounts.models import Project
from craftkit.lib.errors import Conflict
from craftkit.lib.speech import filled
from craftkit.lib.storage import Store, content_key
from templates_app.assets import users_of
from templates_app.intake import digest, kind_of, take_in
from templates_app.models import Asset

FOLDER = "assets"


class AssetInUse(Conflict):
    """Published templates print the asset."""

    code = "asset_in_use"


def store_asset(
    *,
    project: Project,
    data: bytes,
    store: Store,
    filename: str = "",
    name: str = "",
    kind: str | None = None,
) -> tuple[Asset, bool]:
    """Check and keep an upload; the asset, and whether it is new. The same bytes again give the asset there is.

    The bytes are stored first, so that a row never names what is not there.
    """
    upload_sha256 = digest(data)
    same = Asset.objects.for_project(project).filter(kind=kind or kind_of(data), upload_sha256=upload_sha256)
    if existing := same.first():
        return existing, False
    taken = take_in(data, kind=kind)
    sha256 = digest(taken.data)
    asset = Asset(
        project=project,
        kind=taken.kind,
        name=(name or stem(filename) or taken.meta.get("family") or taken.kind)[:120],
        filename=filename[:200],
        media_type=taken.media_type,
        size_bytes=len(taken.data),
        sha256=sha256,
        upload_sha256=upload_sha256,
        key=content_key(project.pk, FOLDER, sha256, taken.extension),
        meta=taken.meta,
    )
    try:
        _keep(asset, taken.data, store)
    except IntegrityError:
        # Somebody sent the same at the same time; if it was not that, the row is missing and the error stands.
        if existing := same.first():
            return existing, False
        raise
    return asset, True


def _keep(asset: Asset, data: bytes, store: Store) -> None:
    store.put(asset.key, data, content_type=asset.media_type)
    with transaction.atomic():
        lock_files(asset.project)
        asset.save(force_insert=True)
        if not store.exists(asset.key):
            # Deleting the last asset with this content came in between.
            store.put(asset.key, data, content_type=asset.media_type)


def lock_files(project: Project) -> None:
    """Until the transaction ends, nobody else binds rows of this project to stored contents or looses them."""
    Project.objects.select_for_update().get(pk=project.pk)


def stem(filename: str) -> str:
    """A file's name without its ending, as the first name of an asset."""
    return filename.rpartition(".")[0] or filename


def rename_asset(*, asset: Asset, name: str) -> Asset:
    """Another name; ids and templates do not notice."""
    asset.name = name
    asset.save(update_fields=["name"])
    return asset


def delete_asset(*, asset: Asset, store: Store) -> Asset:
    """Hide the asset, and forget its bytes unless some version still prints them.

    Raises AssetInUse when a template's current version does. Older versions keep the bytes, so that going back to
    one, or checking a document made with it, works for ever.
    """
    with transaction.atomic():
        lock_files(asset.project)
        slugs = users_of([asset]).get(asset.pk, [])
        if slugs:
            raise AssetInUse(
                filled(
                    "The asset is used by {templates}. Publish these without it first.", templates=", ".join(slugs[:10])
                )
            )
        asset.deleted_at = timezone.now()
        asset.save(update_fields=["deleted_at"])
    _forget_bytes(asset, store)
    return asset


def _forget_bytes(asset: Asset, store: Store) -> None:
    """After the row is hidden, so that a failure here leaves a file too many and never one too few."""
    with transaction.atomic():
        lock_files(asset.project)
        if asset.versions.exists():
            return
        if not Asset.objects.kept().filter(key=asset.key).exclude(pk=asset.pk).exists():
            store.delete(asset.key)
        asset.key = ""
        asset.save(update_fields=["key"])
