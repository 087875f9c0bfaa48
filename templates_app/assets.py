"""Assets by id: which there are in a project, and their bytes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.accounts.models import Project
from craftkit.lib.errors import NotFound
from craftkit.lib.ids import parse_id
from craftkit.lib.storage import Store
from templates_app.models import Asset, Template
from templates_app.reach import ID, Holders, within
from templates_app.typefaces import font_families


class AssetNotFound(NotFound):
    """No such asset in the project, or none of the kind that is wanted there."""

    code = "asset_not_found"
    message = gettext_noop("No such asset in this project.")


@dataclass(frozen=True)
class LoadedAsset:
    """An asset and its bytes."""

    asset: Asset
    data: bytes


def find_asset(project_id: uuid.UUID, asset_id: uuid.UUID | str, *, kind: str | None = None) -> Asset:
    """The asset whose bytes are there, also a deleted one that a version still prints. Raises AssetNotFound."""
    wanted = parse_id(str(asset_id))
    found = Asset.objects.kept().filter(project_id=project_id, pk=wanted).first() if wanted else None
    if found is None:
        raise AssetNotFound
    if kind and found.kind != kind:
        raise AssetNotFound(f"The asset {found.pk} is not of kind {kind}, but {found.kind}.")
    return found


def load_asset(
    project_id: uuid.UUID, asset_id: uuid.UUID | str, *, store: Store, kind: str | None = None
) -> LoadedAsset:
    """An asset with its bytes. Raises AssetNotFound, and StorageUnavailable when the store fails."""
    asset = find_asset(project_id, asset_id, kind=kind)
    return LoadedAsset(asset, store.get(asset.key))


def missing_assets(project: Project, asset_ids: Iterable[str], *, kind: str | None = None) -> list[str]:
    """Those of the ids that no living asset of the project (of that kind) has: what a new version may not name."""
    wanted = {text: parse_id(text) for text in asset_ids}
    rows = Asset.objects.for_project(project).filter(pk__in=[known for known in wanted.values() if known])
    if kind:
        rows = rows.filter(kind=kind)
    there = set(rows.values_list("pk", flat=True))
    return [text for text, known in wanted.items() if known not in there]


def users_of(assets: Iterable[Asset]) -> dict[uuid.UUID, list[str]]:
    """The slugs of the living templates whose current version names an asset, by the asset's id."""
    rows = (
        Template.objects.alive()
        .filter(current_version__assets__in=assets)
        .order_by("slug")
        .values_list("current_version__assets", "slug")
    )
    found: dict[uuid.UUID, list[str]] = {}
    for asset_id, slug in rows:
        found.setdefault(asset_id, []).append(slug)
    return found


def named_in(project_id: uuid.UUID, content: dict[str, Any], holders: Holders) -> list[Asset]:
    """The project's living assets that a template's content names by id anywhere, and the fonts that it sets in.

    Fonts are found by their families, so those that others than these holders brought in do not count.
    """
    text = json.dumps(content, ensure_ascii=False)
    alive = Asset.objects.alive().filter(project_id=project_id)
    named = list(alive.filter(pk__in={uuid.UUID(found) for found in ID.findall(text)}))
    wanted = {family.casefold() for family in font_families(content)}
    fonts = within(alive.filter(kind=Asset.Kind.FONT), holders) if wanted else []
    return named + [font for font in fonts if font.meta["family"].casefold() in wanted and font not in named]
