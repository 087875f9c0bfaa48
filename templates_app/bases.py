"""The uploads that a template is printed with, held against the project before a version is kept."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop

from templates_app.assets import AssetNotFound, find_asset
from templates_app.document import InvalidDocument
from templates_app.document.overlay import KIND, check_places
from templates_app.fields.faults import Faults
from templates_app.models import Asset

UPLOAD = "Upload the file with POST /v1/assets first."


def check_base(project_id: uuid.UUID, content: dict[str, Any]) -> None:
    """Passes content whose finishing names files of the project, and an overlay that fits its base besides.

    Raises InvalidDocument.
    """
    faults = Faults()
    for place, asset_id, kind in _enclosed(content.get("finishing") or {}):
        _asset(project_id, asset_id, kind, f"layout/finishing/{place}", faults)
    if content.get("kind") == KIND:
        _check_overlay(project_id, content, faults)
    if faults:
        raise InvalidDocument(
            gettext_noop("The layout names files that it cannot be printed with."), issues=faults.issues()
        )


def _enclosed(finishing: dict[str, Any]) -> Iterator[tuple[str, str | None, str | None]]:
    """Where checked finishing may name an asset, its id if there is one, and the kind that it must be of."""
    yield "watermark/asset", (finishing.get("watermark") or {}).get("asset"), Asset.Kind.IMAGE
    for page, asset_id in (finishing.get("stationery") or {}).items():
        yield f"stationery/{page}", asset_id, Asset.Kind.PDF
    for at, file in enumerate(finishing.get("attachments") or ()):
        yield f"attachments/{at}/asset", file.get("asset"), None
    for at, part in enumerate(finishing.get("merge") or ()):
        yield f"merge/{at}/asset", part.get("asset"), Asset.Kind.PDF


def _check_overlay(project_id: uuid.UUID, content: dict[str, Any], faults: Faults) -> None:
    base = _asset(project_id, content["base"], Asset.Kind.PDF, "layout/base", faults)
    for at, field in enumerate(content["fields"]):
        _asset(project_id, field.get("asset"), Asset.Kind.IMAGE, f"layout/fields/{at}/asset", faults)
    if base:
        sizes = [(size["width"], size["height"]) for size in base.meta["pageSizes"]]
        check_places(content, sizes, "layout", faults)


def _asset(project_id: uuid.UUID, asset_id: str | None, kind: str | None, place: str, faults: Faults) -> Asset | None:
    if not asset_id:
        return None
    try:
        return find_asset(project_id, asset_id, kind=kind)
    except AssetNotFound as refusal:
        faults.add(place, f"{refusal.message} {UPLOAD}")
        return None
