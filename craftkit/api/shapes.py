"""JSON shapes of the frame's own endpoints: projects, keys, provisioning."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import Text

ID = "0193c2c3-1111-7aaa-8bbb-000000000001"
MOMENT = "2026-06-05T10:00:00.000Z"
PROJECT = {"id": ID, "slug": "north-wind", "name": "North Wind", "createdAt": MOMENT, "updatedAt": MOMENT}
KEY = {
    "id": "0193c2c3-2222-7aaa-8bbb-000000000002",
    "projectId": ID,
    "name": "API key",
    "kind": "live",
    "prefix": "ck_live_aBcDe",
    "createdAt": MOMENT,
    "lastUsedAt": None,
    "revokedAt": None,
}
EXAMPLE_STATUSES = ["200", "201", "202"]
PAGED = {"nextCursor": None, "hasMore": False}


def example(value: object, *, request: bool = False) -> list[OpenApiExample]:
    """One example for a shape, as request or as answer."""
    return [
        OpenApiExample("Example", value, request_only=request, response_only=not request, status_codes=EXAMPLE_STATUSES)
    ]


class Paged(serializers.Serializer):
    """The two fields at the end of every list."""

    nextCursor = serializers.CharField(allow_null=True, help_text="Cursor of the next page, null on the last one.")
    hasMore = serializers.BooleanField(help_text="Whether another page follows.")


@extend_schema_serializer(examples=example({"name": "North Wind"}, request=True))
class ProjectCreate(serializers.Serializer):
    """A new project."""

    name = Text(min_length=1, max_length=120, help_text="1 to 120 characters.")


@extend_schema_serializer(examples=example({"name": "North Wind Ltd"}, request=True))
class ProjectRename(serializers.Serializer):
    """A project's new name."""

    name = Text(min_length=1, max_length=200, help_text="1 to 200 characters.")


@extend_schema_serializer(examples=example({name: PROJECT[name] for name in ("id", "slug", "name")}))
class ProjectCreated(serializers.Serializer):
    """The project that was made."""

    id = serializers.UUIDField(help_text="The project's id.")
    slug = serializers.CharField(help_text="Derived from the name, unique in the account, never changed.")
    name = serializers.CharField(help_text="The name.")


@extend_schema_serializer(examples=example(PROJECT))
class ProjectAnswer(ProjectCreated):
    """A project."""

    createdAt = serializers.DateTimeField(help_text="When it was made.")
    updatedAt = serializers.DateTimeField(help_text="When it last changed.")


@extend_schema_serializer(examples=example({"projects": [PROJECT], **PAGED}))
class ProjectList(Paged):
    """Projects, newest first."""

    projects = ProjectAnswer(many=True, help_text="The projects.")


@extend_schema_serializer(examples=example({"id": ID, "deleted": True}))
class ProjectDeleted(serializers.Serializer):
    """The project that was deleted."""

    id = serializers.UUIDField(help_text="The project's id.")
    deleted = serializers.BooleanField(help_text="Always true.")


@extend_schema_serializer(examples=example({"name": "Billing server"}, request=True))
class KeyCreate(serializers.Serializer):
    """A new key; the body may be empty."""

    name = Text(min_length=1, max_length=200, default="API key", help_text="What it is for, 1 to 200 characters.")


class KeyBase(serializers.Serializer):
    """What every answer about a key has."""

    id = serializers.UUIDField(help_text="The key's id.")
    projectId = serializers.UUIDField(help_text="The project that it opens.")
    name = serializers.CharField(help_text="What it is for.")
    prefix = serializers.CharField(help_text="Its first characters, safe to show.")
    createdAt = serializers.DateTimeField(help_text="When it was made.")


@extend_schema_serializer(
    examples=example(
        {name: KEY[name] for name in ("id", "projectId", "name", "prefix", "createdAt")}
        | {"key": "ck_live_aBcDe00000000000000000000000000000000000000000000"}
    )
)
class KeyCreated(KeyBase):
    """A new key with its clear text, which is shown only here."""

    key = serializers.CharField(help_text="The clear text. Store it now: it is not shown again.")


@extend_schema_serializer(examples=example(KEY))
class KeyAnswer(KeyBase):
    """A key without its clear text."""

    kind = serializers.ChoiceField(choices=["live", "test"], help_text="Test keys make watermarked documents.")
    lastUsedAt = serializers.DateTimeField(allow_null=True, help_text="Last use, to the minute.")
    revokedAt = serializers.DateTimeField(allow_null=True, help_text="When it was revoked, else null.")


@extend_schema_serializer(examples=example({"keys": [KEY], **PAGED}))
class KeyList(Paged):
    """Keys, newest first."""

    keys = KeyAnswer(many=True, help_text="The keys.")


@extend_schema_serializer(examples=example({"id": KEY["id"], "revokedAt": MOMENT}))
class KeyRevoked(serializers.Serializer):
    """The key that was revoked."""

    id = serializers.UUIDField(help_text="The key's id.")
    revokedAt = serializers.DateTimeField(help_text="When it stopped working.")


@extend_schema_serializer(
    examples=example(
        {"externalOrgId": "org_42", "name": "Acme Corp", "allowedOrigins": ["https://app.acme.example"]}, request=True
    )
)
class ProvisionRequest(serializers.Serializer):
    """An outside organisation that gets a project."""

    externalOrgId = Text(min_length=1, max_length=255, help_text="Your id of the organisation; calls repeat by it.")
    name = Text(required=False, max_length=120, default="", help_text="Name of the project; your id by default.")
    emailFrom = serializers.EmailField(required=False, allow_null=True, help_text="Sender of its mails.")
    allowedOrigins = serializers.ListField(
        child=serializers.URLField(max_length=255),
        required=False,
        default=list,
        max_length=50,
        help_text="Origins of the pages that may embed the builder and the form.",
    )


@extend_schema_serializer(examples=example({"externalOrgId": "org_42", "emailFrom": "post@acme.example"}, request=True))
class ProvisionChange(serializers.Serializer):
    """A change to a provisioned organisation."""

    externalOrgId = Text(min_length=1, max_length=255, help_text="Your id of the organisation.")
    emailFrom = serializers.EmailField(allow_null=True, help_text="Sender of its mails; null for the install's own.")


@extend_schema_serializer(
    examples=example(
        {
            "apiKey": "ck_live_aBcDe00000000000000000000000000000000000000000000",
            "publishableKey": "ck_pk_live_aBcDe00000000000000000000000000000000000000000000",
            "projectId": ID,
            "projectSlug": "acme-corp",
            "emailFrom": None,
            "created": True,
        }
    )
)
class Provisioned(serializers.Serializer):
    """A provisioned organisation; repeating the call gives the same key."""

    apiKey = serializers.CharField(help_text="Live project key, the same each time.")
    publishableKey = serializers.CharField(help_text="Public key for the embed SDK.")
    projectId = serializers.UUIDField(help_text="The organisation's project.")
    projectSlug = serializers.CharField(help_text="Its slug.")
    emailFrom = serializers.EmailField(allow_null=True, help_text="Sender of its mails, or null.")
    created = serializers.BooleanField(help_text="Whether this call made it.")


@extend_schema_serializer(examples=example({"externalOrgId": "org_42", "emailFrom": "post@acme.example"}))
class ProvisionChanged(serializers.Serializer):
    """The settings of a provisioned organisation."""

    externalOrgId = serializers.CharField(help_text="Your id of the organisation.")
    emailFrom = serializers.EmailField(allow_null=True, help_text="Sender of its mails, or null.")


class ProblemBody(serializers.Serializer):
    """What went wrong."""

    code = serializers.CharField(help_text="Stable; branch on this.")
    message = serializers.CharField(help_text="For people; may change.")
    requestId = serializers.CharField(help_text="The same as the X-Request-Id header and the log lines.")
    issues = serializers.DictField(
        required=False,
        help_text="Validation errors: `formErrors` (a list) and `fieldErrors` (lists by dotted leaf path).",
    )


class Problem(serializers.Serializer):
    """The envelope of every error."""

    error = ProblemBody()


class FlatProblem(serializers.Serializer):
    """The flat envelope of the admin endpoints."""

    error = serializers.CharField(help_text="The error code.")
    issues = serializers.DictField(required=False, help_text="Validation errors, as in the nested envelope.")
