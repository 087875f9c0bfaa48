"""`/v1/renders/{id}/receipt` and `/verify`: what a document was made from, and whether it still comes out the same."""

from __future__ import annotations

import hashlib
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.context import request_id
from craftkit.api.schema import problems
from craftkit.lib.errors import InvalidRequest, PayloadTooLarge, UnsupportedMediaType
from renders import actions
from renders import serializers as shapes
from renders.api import GONE, NotReady, Purged, RenderDoor
from renders.models import Render
from renders.receipts import receipt

PATIENCE_SECONDS = 60
FILE_BYTES = 100 * 1024 * 1024
CHUNK = 256 * 1024
NOT_READY = {"not_ready": (409, NotReady.message, "There is no PDF (yet).")}


class ProofDoor(RenderDoor):
    """A door of renders that succeeded."""

    def succeeded(self, render_id: str) -> Render:
        """The render, if there is a document to speak of."""
        render = self.render_row(render_id)
        if render.status != Render.Status.SUCCEEDED:
            raise NotReady
        return render


class Receipt(ProofDoor):
    """The receipt of one render."""

    @extend_schema(
        operation_id="getRenderReceipt",
        tags=["Renders"],
        summary="Fetch a render's receipt",
        responses={200: shapes.ReceiptAnswer, **problems(401, 403, 404, 429, **NOT_READY)},
    )
    def get(self, request: Request, render_id: str) -> Response:
        """The template version, data, engine and fonts that a document was made from, as hashes, and its own."""
        return Response(receipt(self.succeeded(render_id)))


class Verify(ProofDoor):
    """The checking of one render."""

    @extend_schema(
        operation_id="verifyRender",
        tags=["Renders"],
        summary="Verify a document",
        request={"application/pdf": OpenApiTypes.BINARY, "application/json": shapes.VerifyRequest},
        responses={200: shapes.VerifyAnswer, **problems(400, 401, 403, 404, 413, 415, 429, 503, **NOT_READY, **GONE)},
    )
    def post(self, request: Request, render_id: str) -> Response:
        """With a PDF as the body: whether it is this document, byte for byte. Without: make the document again from
        the same version and data and compare; that is a render like any other."""
        render = self.succeeded(render_id)
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        if kind == "application/pdf":
            return Response(compared(render, "file", hash_of_body(request)))
        if kind not in {"", "application/json", "text/plain"}:
            raise UnsupportedMediaType("Send the PDF as application/pdf, or no body at all.")
        if render.data_purged_at is not None:
            raise Purged
        again = self.made_again(render)
        found = compared(render, "render", again.pdf_sha256)
        if render.inputs.get("protected") and again.content_hash:
            found |= {"compared": "content", "matches": again.content_hash == render.content_hash}
        return Response({**found, "renderId": str(again.pk)})

    def made_again(self, render: Render) -> Render:
        """The same document, once more."""
        again, _ = actions.render_later(
            project=render.project,
            template=render.template,
            version=render.version,
            data=render.data,
            options={"timezone": "UTC", **render.options, "strict": False, "parts": joined_versions(render)},
            source=Render.Source.VERIFY,
            env=render.env,
            key=self.principal.key,
            request_id=request_id(),
        )
        return actions.wait_for(render=again, seconds=PATIENCE_SECONDS)


def hash_of_body(request: Request) -> str:
    """SHA-256 of the PDF in the body, read in pieces."""
    total, size = hashlib.sha256(), 0
    while piece := request._request.read(CHUNK):
        size += len(piece)
        if size > FILE_BYTES:
            raise PayloadTooLarge(f"The file is larger than {FILE_BYTES // 2**20} MB.")
        total.update(piece)
    if not size:
        raise InvalidRequest("The body is empty; send the PDF, or leave the Content-Type away.")
    return total.hexdigest()


def compared(render: Render, method: str, found: str) -> dict[str, Any]:
    """The answer: `matches` is null while there is nothing to compare with."""
    return {
        "method": method,
        "compared": "bytes",
        "matches": found == render.pdf_sha256 if found else None,
        "sha256": found or None,
        "expectedSha256": render.pdf_sha256,
        "renderId": None,
    }


def joined_versions(render: Render) -> dict[str, int]:
    """The versions of the templates that were joined, so that newer ones do not count as a difference."""
    return {part["slug"]: part["versionNumber"] for part in render.inputs.get("templates", [])}
