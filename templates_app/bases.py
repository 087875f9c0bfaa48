"""Bases: the uploaded PDFs that overlays are laid over, held against the fields before a version is kept."""

from __future__ import annotations

import uuid
from typing import Any

from templates_app.assets import AssetNotFound, find_asset
from templates_app.document import InvalidDocument
from templates_app.document.overlay import KIND, check_places
from templates_app.fields.faults import Faults
from templates_app.models import Asset


def check_base(project_id: uuid.UUID, content: dict[str, Any]) -> None:
    """Passes an overlay whose base and pictures are the project's and whose fields are on its pages, and other content.

    Raises InvalidDocument.
    """
    if content.get("kind") != KIND:
        return
    faults = Faults()
    base = _asset(project_id, content["base"], Asset.Kind.PDF, "layout/base", faults)
    for at, field in enumerate(content["fields"]):
        if field.get("asset"):
            _asset(project_id, field["asset"], Asset.Kind.IMAGE, f"layout/fields/{at}/asset", faults)
    if base:
        sizes = [(size["width"], size["height"]) for size in base.meta["pageSizes"]]
        check_places(content, sizes, "layout", faults)
    if faults:
        raise InvalidDocument("The overlay does not fit its base.", issues=faults.issues())


def _asset(project_id: uuid.UUID, asset_id: str, kind: str, place: str, faults: Faults) -> Asset | None:
    try:
        return find_asset(project_id, asset_id, kind=kind)
    except AssetNotFound as refusal:
        faults.add(place, f"{refusal.message} Upload the file with POST /v1/assets first.")
        return None
