"""JSON shapes of assets, in and out."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import FreeObject, Text
from craftkit.api.pagination import PageQuery
from craftkit.api.shapes import ID, MOMENT, PAGED, Paged, example
from craftkit.api.times import iso
from templates_app.models import Asset

KINDS = Asset.Kind.choices
SHOWN = {
    "id": ID,
    "kind": "image",
    "name": "Logo",
    "filename": "logo.png",
    "mediaType": "image/png",
    "sizeBytes": 18_231,
    "sha256": "3b1f6a0c9e5d47820c1b9f6e2a7d8c4b5e6f708192a3b4c5d6e7f8091a2b3c4d",
    "meta": {"width": 640, "height": 200},
    "usedBy": ["invoice"],
    "createdAt": MOMENT,
}


class AssetUpload(serializers.Serializer):
    """A file as `multipart/form-data`."""

    file = serializers.FileField(
        allow_empty_file=True, help_text="The file: images, fonts and other files up to 10 MB, PDFs up to 20 MB."
    )
    name = Text(
        required=False, allow_blank=True, max_length=120, help_text="What to call it; the file's name by default."
    )
    kind = serializers.ChoiceField(
        choices=KINDS,
        required=False,
        help_text="Refuse the upload unless its bytes are of this kind; `file` takes anything, for attachments.",
    )


class AssetQuery(PageQuery):
    """The query of the list of assets."""

    kind = serializers.ChoiceField(choices=KINDS, required=False, help_text="Only assets of this kind.")


@extend_schema_serializer(examples=example({"name": "Logo 2026"}, request=True))
class AssetRename(serializers.Serializer):
    """A change to an asset."""

    name = Text(min_length=1, max_length=120, help_text="1 to 120 characters.")


@extend_schema_serializer(examples=example(SHOWN))
class AssetAnswer(serializers.Serializer):
    """An asset."""

    id = serializers.UUIDField(help_text="What templates and data name it by.")
    kind = serializers.ChoiceField(choices=KINDS, help_text="What its bytes are.")
    name = serializers.CharField(help_text="What it is called.")
    filename = serializers.CharField(help_text="The name of the file that was sent, or nothing.")
    mediaType = serializers.CharField(help_text="The type of the stored bytes.")
    sizeBytes = serializers.IntegerField(help_text="The stored bytes; pictures are written anew when uploaded.")
    sha256 = serializers.CharField(help_text="SHA-256 of the stored bytes.")
    meta = FreeObject(
        help_text="By kind. Images: `width`, `height` in pixels. Fonts: `family`, `subfamily`, `weight`, `weights` (of "
        "a variable font, or null), `style`, `glyphs`, `characters`, `scripts`. PDFs: `pages`, `pageSizes` in "
        "mm, `actionsRemoved`."
    )
    usedBy = serializers.ListField(
        child=serializers.CharField(), help_text="Slugs of the templates whose published version prints it."
    )
    createdAt = serializers.DateTimeField(help_text="When it was uploaded.")


@extend_schema_serializer(examples=example({"assets": [SHOWN], "storageBytes": 18_231, **PAGED}))
class AssetList(Paged):
    """Assets, newest first."""

    assets = AssetAnswer(many=True, help_text="The assets.")
    storageBytes = serializers.IntegerField(help_text="What all assets of the project take together.")


@extend_schema_serializer(examples=example({"id": ID, "deletedAt": MOMENT}))
class AssetDeleted(serializers.Serializer):
    """The asset that was deleted."""

    id = serializers.UUIDField(help_text="The asset's id.")
    deletedAt = serializers.DateTimeField(help_text="When it was deleted.")


def shown(asset: Asset, used_by: list[str]) -> dict[str, Any]:
    """An asset as answers have it."""
    return {
        "id": str(asset.pk),
        "kind": asset.kind,
        "name": asset.name,
        "filename": asset.filename,
        "mediaType": asset.media_type,
        "sizeBytes": asset.size_bytes,
        "sha256": asset.sha256,
        "meta": asset.meta,
        "usedBy": used_by,
        "createdAt": iso(asset.created_at),
    }
