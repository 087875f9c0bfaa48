"""Keep uploads as assets, rename and delete them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone

from craftkit.accounts.models import Project
from craftkit.lib.errors import Conflict
from craftkit.lib.speech import filled
from craftkit.lib.storage import StorageUnavailable, Store, content_key
from templates_app.assets import users_of
from templates_app.intake import digest, kind_of, take_in
from templates_app.models import Asset

FOLDER = "assets"
removers: list[Callable[[Iterable[str]], None]] = []
log = structlog.get_logger(__name__)


def hand_over_to(doom: Callable[[Iterable[str]], None]) -> None:
    """Let an app of a floor above note which files are to go, in the transaction that gives them up."""
    if doom not in removers:
        removers.append(doom)


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
        lock_files(asset.project_id)
        asset.save(force_insert=True)
        if not store.exists(asset.key):
            # Deleting the last asset with this content came in between.
            store.put(asset.key, data, content_type=asset.media_type)


def lock_files(project_id: uuid.UUID | str) -> None:
    """Until the transaction ends, nobody else binds rows of this project to stored contents or looses them."""
    Project.objects.select_for_update().get(pk=project_id)


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
        lock_files(asset.project_id)
        slugs = users_of([asset]).get(asset.pk, [])
        if slugs:
            raise AssetInUse(
                filled(
                    "The asset is used by {templates}. Publish these without it first.", templates=", ".join(slugs[:10])
                )
            )
        asset.deleted_at = timezone.now()
        asset.save(update_fields=["deleted_at"])
        key = _let_go(asset)
    if key:
        remove_soon(key, store)
    return asset


def _let_go(asset: Asset) -> str:
    """Give the bytes up unless some version still prints them; in the transaction that hides the row."""
    if asset.versions.exists():
        return ""
    key, asset.key = asset.key, ""
    asset.save(update_fields=["key"])
    give_up(key)
    return key


def give_up(key: str) -> None:
    """Have the file gone, whatever happens to this process."""
    for doom in removers:
        doom([key])


def remove_soon(key: str, store: Store) -> None:
    """Remove what was given up now, or when the store is back."""
    try:
        remove_bytes(key, store)
    except StorageUnavailable as error:
        log.warning("assets.storage", error=error.message)


def remove_bytes(key: str, store: Store) -> None:
    """Remove a content that no asset of its project has: somebody may have sent the same again meanwhile."""
    with transaction.atomic():
        lock_files(key.partition("/")[0])
        if not Asset.objects.kept().filter(key=key).exists():
            store.delete(key)
