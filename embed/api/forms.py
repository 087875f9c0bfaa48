"""`/v1/embed/form-submit` and `/form-draft`: what the form in the iframe asks."""

from __future__ import annotations

from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext_noop
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from craftkit.api import idempotency
from craftkit.api.context import request_id
from craftkit.api.parsing import StrictJSONParser, UploadParser
from craftkit.api.throttling import address
from craftkit.lib import outbound
from craftkit.lib.errors import AppError, InvalidRequest, NotFound, PayloadTooLarge
from craftkit.lib.storage import from_settings
from embed import answers
from embed.actions import filling
from embed.api.doors import SessionDoor, session_auth, session_problems
from embed.entrance import EmbedKinds
from embed.faults import OriginNotAllowed
from embed.models import EmbedSession
from embed.models.forms import draft_of
from embed.serializers import forms as shapes
from embed.tongue import WARNINGS, as_header
from renders.api import DELETED
from renders.serializers import IDEMPOTENCY

TAGS = ["Embedded form"]
PDF: dict[Any, Any] = {(200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY, description="The PDF.")}


class SessionNotFound(NotFound):
    """The path names another session than the token."""

    code = "session_not_found"
    message = gettext_noop("The session of this address is not the token's.")


class BadOrigin(AppError):
    """The page that asks may not."""

    status = 400
    code = "bad_request"
    message = gettext_noop("This origin is not on the project's list.")


class MissingFile(AppError):
    """The upload has no part `file`."""

    status = 400
    code = "missing_file"
    message = "Send the picture as the part `file` of a multipart form."


class InvalidMultipart(AppError):
    """The upload is no form with parts."""

    status = 400
    code = "invalid_multipart"
    message = "Send the picture as multipart/form-data."


class FormKinds(EmbedKinds):
    """As everywhere in the embed; only a foreign page is answered as this endpoint always did."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True, or the documented refusal."""
        try:
            return super().has_permission(request, view)
        except OriginNotAllowed as error:
            raise BadOrigin from error


class FormDoor(SessionDoor):
    """A door of the form of one session."""

    permission_classes = (FormKinds,)

    def form_session(self, session_id: str) -> EmbedSession:
        """The token's session, if the path names it."""
        if str(self.session.pk) != session_id.lower():
            raise SessionNotFound
        filling.require_form(self.session)
        return self.session


def form_problems(*statuses: int, **codes: tuple[int, str, str]) -> dict[int, Any]:
    """The error answers of a form's door."""
    closed = "Another mode, or (`form_closed`) the public link that the session came by is off or closed."
    return session_problems(400, 404, *statuses, wrong_mode=(403, "Not a form's session.", closed), **codes)


class FormSubmit(FormDoor):
    """The sending in of a form."""

    @extend_schema(
        operation_id="submitEmbedForm",
        tags=TAGS,
        summary="Send a form in",
        auth=session_auth,
        parameters=[IDEMPOTENCY],
        request=shapes.FormSubmit,
        responses={202: shapes.FormRender, 200: shapes.FormRender, **form_problems(409, 413, 415, 422, 503, **DELETED)},
    )
    def post(self, request: Request, session_id: str) -> Response:
        """Make the document, or only pass the data on to webhooks; 200 for a repeated idempotency key."""
        session = self.form_session(session_id)
        body = self.read(shapes.FormSubmit, request)
        made, replayed = filling.submit(
            session=session,
            data=body["data"],
            selection=body["datasetSelection"],
            once=idempotency.from_request(request, self.principal, "form"),
            request_id=request_id(),
            address=address(request._request),
        )
        headers = {"Idempotent-Replayed": "true"} if replayed else None
        return Response(answers.submitted(session, made), status=200 if replayed else 202, headers=headers)


class FormCheck(FormDoor):
    """The answers so far, looked at."""

    @extend_schema(
        operation_id="checkEmbedForm",
        tags=TAGS,
        summary="Check answers",
        auth=session_auth,
        request=shapes.FormData,
        responses={200: shapes.FormCheck, **form_problems(409, 413, 415)},
    )
    def post(self, request: Request, session_id: str) -> Response:
        """The values that are worked out from the answers, or what is still wrong with them. Nothing is kept."""
        session = self.form_session(session_id)
        found, issues = filling.computed(session=session, data=self.read(shapes.FormData, request)["data"])
        return Response({"computed": found, "issues": issues})


class FormPreview(FormDoor):
    """The look of the document to be."""

    @extend_schema(
        operation_id="previewEmbedForm",
        tags=TAGS,
        summary="Preview the document",
        auth=session_auth,
        request=shapes.FormData,
        responses={**PDF, **form_problems(409, 413, 415, 503)},
    )
    def post(self, request: Request, session_id: str) -> HttpResponse:
        """The PDF with the answers so far, the rest made up. Nothing is kept."""
        session = self.form_session(session_id)
        pdf, warnings = filling.show(session=session, data=self.read(shapes.FormData, request)["data"])
        answer = pdf_answer(pdf)
        answer[WARNINGS] = as_header(warnings)
        return answer


class FormDocument(FormDoor):
    """A document that the host made itself."""

    @extend_schema(
        operation_id="fetchEmbedFormDocument",
        tags=TAGS,
        summary="Show the host's document",
        auth=session_auth,
        request=shapes.FormDocument,
        responses={**PDF, **form_problems(413, 415)},
    )
    def post(self, request: Request, session_id: str) -> HttpResponse:
        """The PDF at an address that the page around the form gave, fetched through the guard."""
        session = self.form_session(session_id)
        url = self.read(shapes.FormDocument, request)["documentUrl"]
        return pdf_answer(filling.fetch_document(session=session, url=url, outbound=outbound.from_settings()))


class FormPicture(FormDoor):
    """Pictures as answers."""

    parser_classes = (UploadParser, StrictJSONParser)

    @extend_schema(
        operation_id="uploadEmbedFormImage",
        tags=TAGS,
        summary="Upload a picture",
        auth=session_auth,
        request={"multipart/form-data": shapes.FormPictureUpload},
        responses={200: shapes.FormPicture, **form_problems(413, 415, 503)},
    )
    def post(self, request: Request, session_id: str) -> Response:
        """Keep a picture; the address that is answered is the value of its variable."""
        session = self.form_session(session_id)
        file = picture_part(request)
        data, name = file.read(filling.PICTURE_BYTES + 1), file.name or ""
        return Response(
            {"url": filling.upload_picture(session=session, data=data, filename=name, store=from_settings())}
        )


class FormDraft(SessionDoor):
    """Answers that are not sent yet."""

    @extend_schema(
        operation_id="getEmbedFormDraft",
        tags=TAGS,
        summary="Read the kept answers",
        auth=session_auth,
        responses={200: shapes.DraftAnswer, **session_problems(403)},
    )
    def get(self, request: Request) -> Response:
        """What this person left at this form."""
        filling.require_form(self.session, "saveFormDraft")
        return Response({"data": draft_of(self.session)})

    @extend_schema(
        operation_id="putEmbedFormDraft",
        tags=TAGS,
        summary="Keep answers",
        auth=session_auth,
        request=shapes.FormData,
        responses={200: shapes.DraftAnswer, **session_problems(400, 404, 409, 413, 415)},
    )
    def put(self, request: Request) -> Response:
        """Keep the answers, encrypted, until the form is sent in; a later session of the same person finds them."""
        data = self.read(shapes.FormData, request)["data"]
        filling.keep_draft(session=self.session, data=data)
        return Response({"data": data})


def picture_part(request: Request) -> UploadedFile:
    """The part `file` of the upload. Raises InvalidMultipart, MissingFile or FileTooLarge."""
    if not str(request.content_type).startswith("multipart/form-data"):
        raise InvalidMultipart
    try:
        file = request.FILES.get("file")
    except InvalidRequest as error:
        raise InvalidMultipart from error
    except PayloadTooLarge as error:
        raise filling.FileTooLarge from error
    if file is None:
        raise MissingFile
    return cast(UploadedFile, file)


def pdf_answer(pdf: bytes) -> HttpResponse:
    """A PDF for the frame alone."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Cache-Control"] = "private, no-store"
    return answer
