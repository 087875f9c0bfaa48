"""`/v1/assets`: upload, list, fetch, rename and delete the files that templates and data name by id."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.authentication import PROJECT_KEYS
from craftkit.api.doors import Door
from craftkit.api.pagination import page_of
from craftkit.api.parsing import StrictJSONParser, UploadParser
from craftkit.api.schema import problems
from craftkit.api.times import iso
from craftkit.lib.ids import parse_id
from craftkit.lib.storage import from_settings
from templates_app import asset_shapes as shapes
from templates_app import uploads
from templates_app.asset_files import asset_response
from templates_app.assets import AssetNotFound, users_of
from templates_app.models import Asset

UNKNOWN: dict[str, Any] = {"asset_not_found": (404, AssetNotFound.message, "No such asset.")}
IN_USE: dict[str, Any] = {"asset_in_use": (409, "The asset is used by invoice.", "Published templates print it.")}


class AssetDoor(Door):
    """A door of the project's assets."""

    allowed: ClassVar = PROJECT_KEYS

    def asset(self, asset_id: str) -> Asset:
        """The living asset of that id in the key's project."""
        wanted = parse_id(asset_id)
        rows = Asset.objects.for_project(self.principal.project).select_related("project")
        found = rows.filter(pk=wanted).first() if wanted else None
        if found is None:
            raise AssetNotFound
        return found


class Assets(AssetDoor):
    """The collection of assets."""

    parser_classes = (UploadParser, StrictJSONParser)

    @extend_schema(
        operation_id="listAssets",
        tags=["Assets"],
        summary="List assets",
        parameters=[shapes.AssetQuery],
        responses={200: shapes.AssetList, **problems(400, 401, 403, 429)},
    )
    def get(self, request: Request) -> Response:
        """The project's assets, newest first."""
        query = self.read_query(shapes.AssetQuery, request)
        rows = Asset.objects.for_project(self.principal.project)
        page = page_of(rows.filter(kind=query["kind"]) if "kind" in query else rows, query)
        users = users_of(page.rows)
        found = [shapes.shown(asset, users.get(asset.pk, [])) for asset in page.rows]
        total = Asset.objects.filter(project=self.principal.project).bytes_used()
        return Response({"assets": found, "storageBytes": total, **page.as_json()})

    @extend_schema(
        operation_id="uploadAsset",
        tags=["Assets"],
        summary="Upload an asset",
        request={"multipart/form-data": shapes.AssetUpload},
        responses={
            201: shapes.AssetAnswer,
            200: shapes.AssetAnswer,
            **problems(400, 401, 403, 413, 415, 429, 503),
        },
    )
    def post(self, request: Request) -> Response:
        """Keep a file. Its bytes decide what it is. The same bytes again answer 200 with the asset there is."""
        body = self.read(shapes.AssetUpload, request)
        asset, created = uploads.store_asset(
            project=self.principal.project,
            data=body["file"].read(),
            store=from_settings(),
            filename=body["file"].name or "",
            name=body.get("name", ""),
            kind=body.get("kind"),
        )
        return Response(shapes.shown(asset, users_of([asset]).get(asset.pk, [])), status=201 if created else 200)


class OneAsset(AssetDoor):
    """One asset."""

    @extend_schema(
        operation_id="getAsset",
        tags=["Assets"],
        summary="Fetch an asset",
        responses={200: shapes.AssetAnswer, **problems(401, 403, 429, **UNKNOWN)},
    )
    def get(self, request: Request, asset_id: str) -> Response:
        """What is known of the asset, and which templates print it."""
        asset = self.asset(asset_id)
        return Response(shapes.shown(asset, users_of([asset]).get(asset.pk, [])))

    @extend_schema(
        operation_id="renameAsset",
        tags=["Assets"],
        summary="Rename an asset",
        request=shapes.AssetRename,
        responses={200: shapes.AssetAnswer, **problems(400, 401, 403, 413, 415, 429, **UNKNOWN)},
    )
    def patch(self, request: Request, asset_id: str) -> Response:
        """Another name. Its id, and with it every template, stays."""
        asset = self.asset(asset_id)
        uploads.rename_asset(asset=asset, name=self.read(shapes.AssetRename, request)["name"])
        return Response(shapes.shown(asset, users_of([asset]).get(asset.pk, [])))

    @extend_schema(
        operation_id="deleteAsset",
        tags=["Assets"],
        summary="Delete an asset",
        responses={200: shapes.AssetDeleted, **problems(401, 403, 429, 503, **UNKNOWN, **IN_USE)},
    )
    def delete(self, request: Request, asset_id: str) -> Response:
        """Refused while a template's published version prints it. Older versions keep its bytes and stay printable."""
        asset = uploads.delete_asset(asset=self.asset(asset_id), store=from_settings())
        return Response({"id": str(asset.pk), "deletedAt": iso(asset.deleted_at)})


class AssetContent(AssetDoor):
    """The bytes of one asset."""

    @extend_schema(
        operation_id="downloadAsset",
        tags=["Assets"],
        summary="Download an asset",
        responses={
            (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="The bytes."),
            **problems(401, 403, 429, 503, **UNKNOWN),
        },
    )
    def get(self, request: Request, asset_id: str) -> HttpResponse:
        """The stored bytes, as an attachment of their own media type."""
        response = asset_response(self.asset(asset_id), disposition="attachment")
        response["Cache-Control"] = "private, no-store"
        return response
