"""A render's receipt: everything that decided how the document looks, as hashes that anybody can compare."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from craftkit.api.idempotency import canonical
from craftkit.api.times import iso
from renders.models import Render
from templates_app.models import Asset


def receipt(render: Render) -> dict[str, Any]:
    """The receipt of a succeeded render; `template` and `version` should be selected along."""
    return {
        "renderId": str(render.pk),
        "environment": render.env,
        "template": {
            "id": str(render.template_id),
            "slug": render.template.slug,
            "versionNumber": render.version.number,
            "hash": sha256({"content": render.version.content, "manifest": render.version.manifest}),
        },
        "dataHash": render.inputs["dataHash"] if render.data_purged_at else sha256(render.data),
        "locale": render.options.get("locale") or render.template.locale,
        "timezone": render.options.get("timezone") or "UTC",
        "engine": render.engine,
        "fontsHash": fonts_hash(),
        "fontAssets": font_assets(render),
        "assets": render.inputs.get("assets", []),
        "joinedTemplates": render.inputs.get("templates", []),
        "encrypted": bool(render.inputs.get("protected")),
        "sha256": render.pdf_sha256,
        "contentHash": render.content_hash,
        "sizeBytes": render.pdf_bytes,
        "pages": render.pages,
        "warnings": render.warnings,
        "timings": render.timings,
        "createdAt": iso(render.created_at),
        "completedAt": iso(render.completed_at),
    }


def font_assets(render: Render) -> list[dict[str, str]]:
    """The project's own fonts that the version prints with."""
    fonts = render.version.assets.filter(kind=Asset.Kind.FONT).order_by("pk")
    return [{"id": str(font.pk), "family": font.meta["family"], "sha256": font.sha256} for font in fonts]


def sha256(value: Any) -> str:
    """SHA-256 over the value in canonical JSON (RFC 8785), in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


@cache
def fonts_hash() -> str:
    """SHA-256 over the bundled fonts, by name and content."""
    total = hashlib.sha256()
    for path in sorted(Path(settings.BASE_DIR, "static", "fonts").rglob("*.[ot]tf")):
        total.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
