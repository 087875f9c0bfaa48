"""`/v1/embed/renders/{id}/shares`, `/email`, `/engagement`: what people do with the document that their form made."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api import idempotency
from craftkit.lib.errors import NotFound
from craftkit.mail.actions import EmailNotConfigured, EmailSendFailed
from embed.actions import filling, outcomes
from embed.api.doors import session_auth, session_problems
from embed.api.forms import TAGS
from embed.api.renders import OwnRenderDoor
from embed.serializers import outcomes as shapes
from renders.models import Render
from sharing import actions as sharing
from sharing import answers
from sharing import serializers as shared
from sharing.models import SharingPolicy

NOT_READY: dict[str, Any] = {"not_ready": (409, sharing.NotReady.message, "There is no PDF (yet).")}


class OutcomeDoor(OwnRenderDoor):
    """A door of what became of such a document."""

    def render(self, render_id: str) -> Render:
        """The document; a form that only collected has none, and is found by no id."""
        found = self.submission(render_id).render
        if found is None:
            raise NotFound("This session made no such document.")
        return found

    @property
    def policy(self) -> SharingPolicy:
        """How the session's project shares."""
        return SharingPolicy.objects.of(self.session.project)

    def answer(self, body: dict[str, Any], *, replayed: bool) -> Response:
        """201, or 200 with the mark of a replay."""
        headers = {"Idempotent-Replayed": "true"} if replayed else None
        return Response(body, status=200 if replayed else 201, headers=headers)


class OwnRenderShares(OutcomeDoor):
    """Links to such a document."""

    @extend_schema(
        operation_id="shareEmbedRender",
        tags=TAGS,
        summary="Make a share link",
        auth=session_auth,
        parameters=[shared.IDEMPOTENCY],
        request=shapes.FormShare,
        responses={
            201: shared.ShareCreated,
            200: shared.ShareCreated,
            **session_problems(400, 403, 404, 413, 415, 422, **NOT_READY),
        },
    )
    def post(self, request: Request, render_id: str) -> Response:
        """Make a link that opens the document. The session needs the permission `shareDocument`."""
        render = self.render(render_id)
        body = self.read(shapes.FormShare, request)
        made, replayed = outcomes.share(
            session=self.session,
            render=render,
            wishes=shapes.wishes(body),
            password=body.get("password") or "",
            once=idempotency.from_request(request, self.principal, "share"),
        )
        return self.answer(answers.created(made, self.policy), replayed=replayed)


class OwnRenderEmail(OutcomeDoor):
    """Mails of such a document."""

    @extend_schema(
        operation_id="emailEmbedRender",
        tags=TAGS,
        summary="Mail the document",
        auth=session_auth,
        parameters=[shared.IDEMPOTENCY],
        request=shared.EmailCreate,
        responses={
            201: shared.EmailSent,
            200: shared.EmailSent,
            **session_problems(
                *(400, 403, 404, 413, 415, 422),
                **NOT_READY,
                email_send_failed=(502, EmailSendFailed.message, "The mail server refused it; the link is revoked."),
                email_not_configured=(503, EmailNotConfigured.message, "This install cannot send mail."),
            ),
        },
    )
    def post(self, request: Request, render_id: str) -> Response:
        """Send a link to the document by mail. The session needs the permission `emailDocument`."""
        render = self.render(render_id)
        made, replayed = outcomes.mail(
            session=self.session,
            render=render,
            wishes=shared.mail_wishes(self.read(shared.EmailCreate, request)),
            once=idempotency.from_request(request, self.principal, "email"),
        )
        return self.answer(answers.sent(made, self.policy), replayed=replayed)


class OwnRenderEngagement(OutcomeDoor):
    """What became of such a document."""

    @extend_schema(
        operation_id="getEmbedEngagement",
        tags=TAGS,
        summary="Read engagement",
        auth=session_auth,
        responses={200: shared.EngagementAnswer, **session_problems(403, 404)},
    )
    def get(self, request: Request, render_id: str) -> Response:
        """Counters and the newest 25 entries. The session needs the permission `viewEngagement`."""
        render = self.render(render_id)
        filling.require_form(self.session, "viewEngagement")
        return Response(answers.engagement(render))
