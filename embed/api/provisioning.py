"""`/v1/admin/provision`: outside organisations get projects; opened by the install's admin key alone."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from craftkit.accounts.models import Project
from craftkit.api import shapes
from craftkit.api.authentication import ADMIN_KEY
from craftkit.api.doors import Door
from craftkit.api.schema import admin_auth, flat_problems
from craftkit.lib.errors import Conflict, NotFound
from embed.actions.provisioning import provision


class KeySealedAnew(Conflict):
    """The admin key changed since, so the organisation's key cannot be read."""

    code = "key_unreadable"
    message = "CRAFTKIT_ADMIN_KEY changed since this organisation was provisioned; mint it a new key instead."


class Provision(Door):
    """Provisioning of outside organisations. Errors are flat: `{"error": "<code>"}`."""

    allowed: ClassVar = ADMIN_KEY
    flat_errors = True

    @extend_schema(
        operation_id="provisionOrganisation",
        tags=["Admin"],
        summary="Provision an organisation",
        auth=admin_auth,
        request=shapes.ProvisionRequest,
        responses={200: shapes.Provisioned, 201: shapes.Provisioned, **flat_problems(400, 401, 409, 413, 415, 429)},
    )
    def post(self, request: Request) -> Response:
        """Give an outside organisation a project and a live key; the same call later answers the same (200)."""
        body = self.read(shapes.ProvisionRequest, request)
        project, key, created = provision(
            external_org_id=body["externalOrgId"],
            name=body["name"],
            email_from=body.get("emailFrom") or "",
            origins=body["allowedOrigins"],
        )
        if key is None:
            raise KeySealedAnew
        return Response(provisioned(project, key, created=created), status=201 if created else 200)

    @extend_schema(
        operation_id="changeProvisionedOrganisation",
        tags=["Admin"],
        summary="Change a provisioned organisation",
        auth=admin_auth,
        request=shapes.ProvisionChange,
        responses={200: shapes.ProvisionChanged, **flat_problems(400, 401, 404, 413, 415, 429)},
    )
    def patch(self, request: Request) -> Response:
        """Change the sender of an organisation's mails."""
        body = self.read(shapes.ProvisionChange, request)
        project = Project.objects.alive().filter(external_org_id=body["externalOrgId"]).first()
        if project is None:
            raise NotFound("No organisation was provisioned under this id.")
        project.email_from = body["emailFrom"] or ""
        project.save(update_fields=["email_from", "updated_at"])
        return Response({"externalOrgId": project.external_org_id, "emailFrom": project.email_from or None})


def provisioned(project: Project, key: str, *, created: bool) -> dict[str, object]:
    """The answer of a provisioning call."""
    publishable = project.keys.active().filter(kind="publishable_live").first()
    return {
        "apiKey": key,
        "publishableKey": publishable.public_text if publishable else "",
        "projectId": str(project.pk),
        "projectSlug": project.slug,
        "emailFrom": project.email_from or None,
        "created": created,
    }
