"""`/v1/renders/{id}/shares` and `/email`: make, list, revoke and mail links."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api import idempotency
from craftkit.api.authentication import PROJECT_KEYS
from craftkit.api.pagination import OptionalPageQuery, page_of
from craftkit.api.schema import problems
from craftkit.api.times import iso
from craftkit.lib.errors import NotFound
from craftkit.lib.ids import parse_id
from craftkit.mail.actions import EmailNotConfigured, EmailSendFailed
from renders.api import RenderDoor
from renders.models import Render
from sharing import actions, answers
from sharing import serializers as shapes
from sharing.models import Share, SharingPolicy

TAGS = ["Renders"]
NOT_READY: dict[str, Any] = {"not_ready": (409, actions.NotReady.message, "There is no PDF (yet).")}


class ShareDoor(RenderDoor):
    """A door of the shares of one render."""

    allowed: ClassVar = PROJECT_KEYS

    @property
    def policy(self) -> SharingPolicy:
        """How the key's project shares."""
        return SharingPolicy.objects.of(self.principal.project)

    def answer(self, body: dict[str, Any], *, replayed: bool) -> Response:
        """201, or 200 with the mark of a replay."""
        response = Response(body, status=200 if replayed else 201)
        if replayed:
            response["Idempotent-Replayed"] = "true"
        return response


class Shares(ShareDoor):
    """The share links of one render."""

    @extend_schema(
        operation_id="listShares",
        tags=TAGS,
        summary="List share links",
        parameters=[OptionalPageQuery],
        responses={200: shapes.ShareList, **problems(400, 401, 403, 404, 429)},
    )
    def get(self, request: Request, render_id: str) -> Response:
        """Links of the render, newest first, revoked and expired ones too."""
        rows = Share.objects.filter(render=self.render_row(render_id))
        page = page_of(rows, self.read_query(OptionalPageQuery, request))
        return Response({"shares": answers.listed(page.rows, self.policy), **page.as_json()})

    @extend_schema(
        operation_id="createShare",
        tags=TAGS,
        summary="Make a share link",
        parameters=[shapes.IDEMPOTENCY],
        request=shapes.ShareCreate,
        responses={
            201: shapes.ShareCreated,
            200: shapes.ShareCreated,
            **problems(400, 401, 403, 404, 413, 415, 422, 429, **NOT_READY),
        },
    )
    def post(self, request: Request, render_id: str) -> Response:
        """Make a link that opens the document for whoever holds it. 200 with the original for a repeated key."""
        render = self.render_row(render_id)
        body = self.read(shapes.ShareCreate, request)
        share, replayed = actions.create_share(
            render=render,
            wishes=shapes.wishes(body),
            password=body.get("password") or "",
            once=idempotency.from_request(request, self.principal, "share"),
        )
        return self.answer(answers.created(share, self.policy), replayed=replayed)


class OneShare(ShareDoor):
    """One share link."""

    @extend_schema(
        operation_id="revokeShare",
        tags=TAGS,
        summary="Revoke a share link",
        responses={200: shapes.ShareRevoked, **problems(401, 403, 404, 429)},
    )
    def delete(self, request: Request, render_id: str, share_id: str) -> Response:
        """End the link at once, downloads under way included; 404 when it was revoked before."""
        share = actions.revoke_share(share=self.share(self.render_row(render_id), share_id))
        return Response({"id": str(share.pk), "revokedAt": iso(share.revoked_at)})

    def share(self, render: Render, share_id: str) -> Share:
        """The one of that id among those of the render."""
        uuid = parse_id(share_id)
        rows = Share.objects.select_related("project", "render")
        found = rows.filter(render=render, pk=uuid).first() if uuid else None
        if found is None:
            raise NotFound("No such share of this render.")
        return found


class Email(ShareDoor):
    """Mails of one render."""

    @extend_schema(
        operation_id="emailRender",
        tags=TAGS,
        summary="Mail a document",
        parameters=[shapes.IDEMPOTENCY],
        request=shapes.EmailCreate,
        responses={
            201: shapes.EmailSent,
            200: shapes.EmailSent,
            **problems(
                400,
                401,
                403,
                404,
                413,
                415,
                422,
                429,
                **NOT_READY,
                email_send_failed=(502, EmailSendFailed.message, "The mail server refused it; the link is revoked."),
                email_not_configured=(503, EmailNotConfigured.message, "This install cannot send mail."),
            ),
        },
    )
    def post(self, request: Request, render_id: str) -> Response:
        """Make an `email` share and send its link. A mail server that is slow or away gets it a little later."""
        render = self.render_row(render_id)
        body = self.read(shapes.EmailCreate, request)
        share, replayed = actions.email_share(
            render=render,
            wishes=shapes.mail_wishes(body),
            once=idempotency.from_request(request, self.principal, "email"),
        )
        return self.answer(answers.sent(share, self.policy), replayed=replayed)
