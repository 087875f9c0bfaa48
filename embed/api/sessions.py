"""`/v1/embed/sessions`: the partner's server opens, renews and revokes sessions."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.api.times import iso
from craftkit.lib.errors import NotFound
from craftkit.lib.ids import parse_id
from embed.actions import sessions
from embed.api.doors import NO_TEMPLATE, PARTNER_TAGS, PartnerDoor, partner_problems
from embed.models import EmbedSession
from embed.serializers import sessions as shapes


class Sessions(PartnerDoor):
    """The opening of sessions."""

    invalid_status: ClassVar = 422

    @extend_schema(
        operation_id="createEmbedSession",
        tags=PARTNER_TAGS,
        summary="Open a session",
        request=shapes.SessionWish,
        responses={
            200: shapes.Opened,
            **partner_problems(400, 413, 415, invalid_request=(422, "The wish does not fit.", "See issues.")),
            **partner_problems(**NO_TEMPLATE),
        },
    )
    def post(self, request: Request) -> Response:
        """Open the builder or a form for a person of a tenant. Call this from your server; the token is for the page.

        404 is `template_not_found` or `catalog_not_found`.
        """
        wish = self.read(shapes.SessionWish, request)
        who = self.principal
        partner = cast(Any, who.project).embed_partner
        return Response(answer(sessions.open_session(partner=partner, env=who.env, key=who.key, wish=wish)))


class Refresh(PartnerDoor):
    """The renewal of sessions."""

    invalid_status: ClassVar = 422

    @extend_schema(
        operation_id="refreshEmbedSession",
        tags=PARTNER_TAGS,
        summary="Renew a session",
        request=shapes.RefreshRequest,
        responses={
            200: shapes.Opened,
            **partner_problems(400, 413, 415, invalid_request=(422, "The body does not fit.", "See issues.")),
        },
    )
    def post(self, request: Request) -> Response:
        """A new token for the same session. The renew token works once; 401 `refresh_failed` means: open a new one."""
        body = self.read(shapes.RefreshRequest, request)
        return Response(answer(sessions.renew(project=self.principal.project, renew_token=body["renewToken"])))


class OneSession(PartnerDoor):
    """One session."""

    @extend_schema(
        operation_id="revokeEmbedSession",
        tags=PARTNER_TAGS,
        summary="Revoke a session",
        responses={204: None, **partner_problems(404)},
    )
    def delete(self, request: Request, session_id: str) -> Response:
        """End a session at once: its token stops working, and nothing renews it."""
        wanted = parse_id(session_id)
        rows = EmbedSession.objects.filter(project=self.principal.project, env=self.principal.env)
        session = rows.select_related("actor", "project").filter(pk=wanted).first() if wanted else None
        if session is None:
            raise NotFound
        sessions.revoke(session=session)
        return Response(status=204)


def answer(opened: sessions.Opened) -> dict[str, Any]:
    """An open session, in the snake case that this call is documented with."""
    return {
        "session_id": str(opened.session.pk),
        "session_token": opened.token,
        "iframe_url": opened.iframe_url,
        "expires_at": iso(opened.session.expires_at),
        "renew_token": opened.renew_token,
    }
