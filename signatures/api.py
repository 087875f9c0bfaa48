"""`/v1/signatures`: send documents to be signed, follow them, withdraw, remind, and fetch what is proven."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api import idempotency
from craftkit.api.authentication import PROJECT_KEYS
from craftkit.api.doors import Door
from craftkit.api.schema import problems
from craftkit.lib.errors import NotFound
from craftkit.lib.ids import parse_id
from craftkit.mail.actions import EmailNotConfigured
from renders.models import Render
from sharing.actions import NotReady
from signatures import actions, answers, files, lists
from signatures import serializers as shapes
from signatures.models import SignatureRequest

TAGS = ["Signatures"]
CREATE_PROBLEMS: dict[str, tuple[int, str, str]] = {
    "not_ready": (409, NotReady.message, "There is no PDF (yet), or it cannot be signed (`conflict`)."),
    "signature_credits_exhausted": (402, actions.CreditsExhausted.message, "The project's limit is used up."),
    "payload_too_large": (413, actions.PdfTooLarge.message, "The PDF is larger than 20 MB."),
    "email_not_configured": (503, EmailNotConfigured.message, "This install cannot send mail."),
    "upstream_error": (502, files.FileLost.message, "The render's PDF cannot be read from the storage."),
}
FILE_PROBLEMS: dict[str, tuple[int, str, str]] = {
    "conflict": (409, "The signature request is viewed, so there is no signed PDF yet.", "Not there (yet)."),
    "upstream_error": (502, files.FileLost.message, "The file cannot be read from the storage."),
}


class SignatureDoor(Door):
    """A door of the project's signature requests."""

    allowed: ClassVar = PROJECT_KEYS

    def request_row(self, signature_id: str) -> SignatureRequest:
        """The request of that id among those of the key's project and environment."""
        uuid = parse_id(signature_id)
        rows = SignatureRequest.objects.of(self.principal.project, self.principal.env)
        found = rows.select_related("project", "render", "created_by").filter(pk=uuid).first() if uuid else None
        if found is None:
            raise NotFound("No such signature request in this project.")
        return found

    def render_row(self, render_id: Any) -> Render:
        """The render to be signed, of the same project and environment."""
        rows = Render.objects.for_project(self.principal.project).filter(env=self.principal.env, pk=render_id)
        found = rows.select_related("project", "template", "version").first()
        if found is None:
            raise NotFound("No such render in this project.")
        return found


class Signatures(SignatureDoor):
    """The collection of signature requests."""

    @extend_schema(
        operation_id="listSignatures",
        tags=TAGS,
        summary="List signature requests",
        parameters=[shapes.SignatureQuery],
        responses={200: shapes.SignatureList, **problems(400, 401, 403, 429)},
    )
    def get(self, request: Request) -> Response:
        """Requests of the key's project and environment, newest first."""
        query = self.read_query(shapes.SignatureQuery, request)
        rows = SignatureRequest.objects.of(self.principal.project, self.principal.env)
        return Response(lists.page(rows, query))

    @extend_schema(
        operation_id="createSignature",
        tags=TAGS,
        summary="Send for signature",
        parameters=[shapes.IDEMPOTENCY],
        request=shapes.SignatureCreate,
        responses={
            201: shapes.SignatureAnswer,
            200: shapes.SignatureAnswer,
            **problems(400, 401, 403, 404, 415, 422, 429, **CREATE_PROBLEMS),
        },
    )
    def post(self, request: Request) -> Response:
        """Freeze the PDF of a render and ask its recipients to sign. 200 with the original for a repeated key."""
        body = self.read(shapes.SignatureCreate, request)
        made, replayed = actions.create_request(
            render=self.render_row(body["renderId"]),
            wishes=shapes.wishes(body),
            api_key=self.principal.key,
            once=idempotency.from_request(request, self.principal, "signature"),
        )
        headers = {"Idempotent-Replayed": "true"} if replayed else {}
        return Response(answers.full(made), status=200 if replayed else 201, headers=headers)


class OneSignature(SignatureDoor):
    """One signature request."""

    @extend_schema(
        operation_id="getSignature",
        tags=TAGS,
        summary="Poll a signature request",
        responses={200: shapes.SignatureAnswer, **problems(401, 403, 404, 429)},
    )
    def get(self, request: Request, signature_id: str) -> Response:
        """The request as it stands."""
        return Response(answers.full(self.request_row(signature_id)))


class Cancel(SignatureDoor):
    """The withdrawal of one request."""

    @extend_schema(
        operation_id="cancelSignature",
        tags=TAGS,
        summary="Withdraw a signature request",
        request=shapes.SignatureCancel,
        responses={200: shapes.SignatureAnswer, **problems(400, 401, 403, 404, 409, 413, 415, 429)},
    )
    def post(self, request: Request, signature_id: str) -> Response:
        """End an open request; 409 when it is over already, or everybody has signed."""
        row = self.request_row(signature_id)
        body = self.read(shapes.SignatureCancel, request)
        return Response(answers.full(actions.cancel(request=row, reason=body.get("reason") or "")))


class Remind(SignatureDoor):
    """Reminders of one request."""

    @extend_schema(
        operation_id="remindSignature",
        tags=TAGS,
        summary="Remind recipients",
        request=None,
        responses={
            200: shapes.SignatureReminded,
            **problems(401, 403, 404, 409, 429, email_not_configured=CREATE_PROBLEMS["email_not_configured"]),
        },
    )
    def post(self, request: Request, signature_id: str) -> Response:
        """Write again to those whose turn it is; 429 when all of them were written to within the last hour."""
        reminded = actions.remind(request=self.request_row(signature_id))
        return Response({"reminded": [str(one.pk) for one in reminded]})


class SignatureFile(SignatureDoor):
    """A file of one sealed request."""

    part: ClassVar[str]

    def answer(self, signature_id: str) -> Any:
        """The file, or why there is none."""
        return files.answer(self.request_row(signature_id), self.part)


def binary(description: str) -> dict[tuple[int, str], OpenApiResponse]:
    """A file as an answer."""
    kind = "application/zip" if "zip" in description else "application/pdf"
    return {(200, kind): OpenApiResponse(OpenApiTypes.BINARY, description=description)}


class Download(SignatureFile):
    """The sealed PDF."""

    part = "signed"

    @extend_schema(
        operation_id="downloadSignature",
        tags=TAGS,
        summary="Download the signed PDF",
        responses={**binary("The sealed PDF."), **problems(401, 403, 404, 429, **FILE_PROBLEMS)},
    )
    def get(self, request: Request, signature_id: str) -> Any:
        """The PDF with all signatures, its certificate and the seal, as an attachment; 409 until it is sealed."""
        return self.answer(signature_id)


class Certificate(SignatureFile):
    """The completion certificate."""

    part = "certificate"

    @extend_schema(
        operation_id="getSignatureCertificate",
        tags=TAGS,
        summary="Download the certificate",
        responses={**binary("The completion certificate."), **problems(401, 403, 404, 429, **FILE_PROBLEMS)},
    )
    def get(self, request: Request, signature_id: str) -> Any:
        """Who signed, when and from where, with the audit trail, as an attachment; 409 until the PDF is sealed."""
        return self.answer(signature_id)


class Evidence(SignatureFile):
    """Everything that proves a signed document."""

    part = "evidence"

    @extend_schema(
        operation_id="getSignatureEvidence",
        tags=TAGS,
        summary="Download the evidence",
        responses={**binary("A zip with all that is needed."), **problems(401, 403, 404, 429, **FILE_PROBLEMS)},
    )
    def get(self, request: Request, signature_id: str) -> Any:
        """A zip that checks itself offline: both PDFs, the audit trail, the public certificate, a program."""
        return self.answer(signature_id)
