"""`/v1/embed/preview`, `/logo`, `/uploads` and `/assets`: PDFs and pictures for the editor."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.parsing import StrictJSONParser, UploadParser
from craftkit.lib import outbound
from craftkit.lib.storage import from_settings
from embed import answers
from embed.actions import editing, pictures, viewing
from embed.api.doors import BUILDER_TAGS, SessionDoor, session_auth, session_problems
from embed.serializers import templates as shapes
from embed.tongue import WARNINGS, as_header
from templates_app.asset_files import asset_response
from templates_app.models import Asset

NO_LOGO: dict[str, Any] = {
    "logo_not_fetched": (400, pictures.LogoNotFetched.message, "The address gave no picture, or may not be asked.")
}


class Preview(SessionDoor):
    """The look of a draft."""

    @extend_schema(
        operation_id="previewEmbedTemplate",
        tags=BUILDER_TAGS,
        summary="Preview a draft",
        auth=session_auth,
        request=shapes.PreviewRequest,
        responses={
            (200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY, description="The PDF."),
            **session_problems(400, 404, 409, 413, 415, 503),
        },
    )
    def post(self, request: Request) -> HttpResponse:
        """The PDF of a draft, at once; nothing of it is kept. A newer preview of the session ends this one with 409."""
        body = self.read(shapes.PreviewRequest, request)
        template = self.template(str(body["templateId"])) if body.get("templateId") else None
        pdf, warnings = viewing.show(
            session=self.session, template=template, content=body["content"], data=body["data"]
        )
        answer = HttpResponse(pdf, content_type="application/pdf")
        answer[WARNINGS] = as_header(warnings)
        answer["Cache-Control"] = "private, no-store"
        return answer


class LogoOfPage(SessionDoor):
    """The logo of the page around the frame."""

    @extend_schema(
        operation_id="showEmbedLogo",
        tags=BUILDER_TAGS,
        summary="Show a logo",
        auth=session_auth,
        request=shapes.LogoWanted,
        responses={200: shapes.LogoShown, **session_problems(400, 413, 415, 503, **NO_LOGO)},
    )
    def post(self, request: Request) -> Response:
        """Fetch the logo that the page names while the frame is open, through the guard; ours is what the frame shows.

        It is fetched once for each address; after a failure not again for a minute.
        """
        url = self.read(shapes.LogoWanted, request)["url"]
        found = pictures.show_logo(
            session=self.session, url=url, outbound=outbound.from_settings(), store=from_settings()
        )
        return Response({"logoUrl": answers.logo_address(found.pk)})


class Uploads(SessionDoor):
    """The taking in of files."""

    parser_classes = (UploadParser, StrictJSONParser)

    @extend_schema(
        operation_id="uploadEmbedFile",
        tags=BUILDER_TAGS,
        summary="Upload a file",
        auth=session_auth,
        request={"multipart/form-data": shapes.Upload},
        responses={201: shapes.Uploaded, **session_problems(400, 413, 415, 503)},
    )
    def post(self, request: Request) -> Response:
        """Keep a picture, a font or a PDF as an asset of the tenant. It counts against `maxUploadsBytes`."""
        file = self.read(shapes.Upload, request)["file"]
        asset = pictures.upload(session=self.session, data=file.read(), filename=file.name or "", store=from_settings())
        return Response(uploaded(asset), status=201)


class AssetContent(SessionDoor):
    """The bytes of one asset."""

    @extend_schema(
        operation_id="getEmbedAsset",
        tags=BUILDER_TAGS,
        summary="Fetch an asset",
        auth=session_auth,
        responses={
            (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="The bytes."),
            **session_problems(404, 503),
        },
    )
    def get(self, request: Request, asset_id: str) -> HttpResponse:
        """The stored bytes of an asset that the tenant may see."""
        editing.require_builder(self.session)
        asset = pictures.asset_of(self.session, asset_id)
        answer = asset_response(asset, disposition="attachment")
        answer["Cache-Control"] = "private, no-store"
        return answer


def uploaded(asset: Asset) -> dict[str, Any]:
    """An upload as the editor needs it."""
    return {
        "id": str(asset.pk),
        "url": f"/v1/embed/assets/{asset.pk}",
        "kind": asset.kind,
        "width": asset.meta.get("width"),
        "height": asset.meta.get("height"),
    }
