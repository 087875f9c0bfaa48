"""Shapes of sessions, as partners ask for them and as their iframes read them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from craftkit.api.fields import Flag, FreeObject, Text, Whole
from craftkit.api.shapes import ID, MOMENT, example
from embed.models import EmbedSession
from embed.origins import is_web_address
from embed.permissions import FLAGS
from embed.serializers.catalogs import NAME, CatalogBody
from templates_app.models import Template

MOST_TIMES, MOST_BYTES = 100_000, 1024**3
WISH: dict[str, Any] = {
    "tenant": {"externalId": "org_42", "displayName": "Acme Corp"},
    "actor": {"externalId": "user_99", "email": "ops@acme.example"},
    "scope": {"mode": "edit", "templateExternalId": "charter-contract"},
    "permissions": {"publish": True, "saveDraft": True},
}
OPENED = {
    "session_id": ID,
    "session_token": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIuLi4ifQ.c2lnbmF0dXJl",
    "iframe_url": "https://docs.example.com/embed/builder?session_token=eyJhbGciOiJFZERTQSJ9",
    "expires_at": MOMENT,
    "renew_token": "ert_0000000000000000000000000000000000000000000",
}

STATE: dict[str, Any] = {
    "sessionId": ID,
    "expiresIn": 300,
    "expiresAt": MOMENT,
    "mode": "create",
    "locale": "en",
    "permissions": {name: name in {"publish", "saveDraft"} for name in FLAGS},
    "limits": {"maxPublishes": 10, "maxSaveDrafts": 200, "maxUploadsBytes": 5_242_880},
    "used": {"publishes": 0, "saveDrafts": 0, "uploadsBytes": 0},
    "ui": {"showTopBar": True, "showPublishButton": True},
    "appearance": {"variables": {"colorPrimary": "#2563eb"}},
    "appearanceRejected": [],
    "logoUrl": None,
    "apiKeysUrl": None,
    "catalog": None,
    "onCloseUrl": None,
    "template": None,
    "start": {"templateType": "html", "content": {"schema": 1, "kind": "html", "html": "<p>Hi</p>", "css": ""}},
    "form": None,
}


class WebAddress(Text):
    """An http(s) address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=2048, **options)

    def to_internal_value(self, data: Any) -> str:
        """The address."""
        text = super().to_internal_value(data)
        if not is_web_address(text):
            raise serializers.ValidationError("Expected an http(s) address.")
        return text


class SmallObject(FreeObject):
    """An object that is kept with the session, so it must not be large."""

    def to_internal_value(self, data: Any) -> Any:
        """The object."""
        value = super().to_internal_value(data)
        if len(str(value)) > 100_000:
            raise serializers.ValidationError("Expected less than 100 kB.")
        return value


class TenantWish(serializers.Serializer):
    """The customer organisation."""

    externalId = Text(min_length=1, max_length=160, help_text="Your id of the organisation.")
    displayName = Text(min_length=1, max_length=200, help_text="Its name.")
    branding = SmallObject(required=False, allow_null=True, help_text="What this tenant changes of `branding`.")


class ActorWish(serializers.Serializer):
    """The person."""

    externalId = Text(min_length=1, max_length=160, help_text="Your id of the person within the tenant.")
    displayName = Text(required=False, allow_null=True, max_length=200, help_text="Shown in the version history.")
    email = serializers.EmailField(required=False, allow_null=True, help_text="For the audit trail alone.")
    avatarUrl = WebAddress(required=False, allow_null=True, help_text="A picture.")


class ScopeWish(serializers.Serializer):
    """What the session opens."""

    mode = serializers.ChoiceField(
        choices=EmbedSession.Mode.choices, default="edit", help_text="edit, create, view, or fill for the form."
    )
    templateId = serializers.UUIDField(required=False, allow_null=True, help_text="Our id of the template.")
    templateExternalId = Text(
        required=False,
        allow_null=True,
        max_length=160,
        help_text="Your own id of the template; with mode create the new template gets it.",
    )
    templateType = serializers.ChoiceField(
        choices=Template.Type.choices,
        required=False,
        allow_null=True,
        help_text="With mode create: what kind of template is begun; a document by default.",
    )


class CatalogRef(serializers.Serializer):
    """A published catalog by name."""

    name = serializers.RegexField(NAME, max_length=120, help_text="Its name.")
    version = Whole(
        required=False, allow_null=True, min_value=1, max_value=2**31 - 1, help_text="A version; else the newest."
    )


class Callbacks(serializers.Serializer):
    """Where the session reports to."""

    onPublishedUrl = WebAddress(required=False, allow_null=True, help_text="Gets `template.published`.")
    onPublished = WebAddress(required=False, allow_null=True, help_text="The same under its older name.")
    onCloseUrl = WebAddress(required=False, allow_null=True, help_text="Where Close leads in a page of its own.")


class Limits(serializers.Serializer):
    """How much a session may do."""

    maxPublishes = Whole(required=False, min_value=0, max_value=MOST_TIMES, help_text="10 by default.")
    maxSaveDrafts = Whole(required=False, min_value=0, max_value=MOST_TIMES, help_text="200 by default.")
    maxUploadsBytes = Whole(required=False, min_value=0, max_value=MOST_BYTES, help_text="5 MiB by default.")


class FormWish(serializers.Serializer):
    """How the form behaves; only with mode `fill`."""

    prefill = SmallObject(required=False, allow_null=True, help_text="Values under what the person enters.")
    showPreview = Flag(required=False, default=False, help_text="Show the document beside the form.")
    showDocumentAfterSubmit = Flag(required=False, default=True, help_text="Show the PDF once it is made.")
    redirectUrl = WebAddress(required=False, allow_null=True, help_text="Where to go then; its host must be allowed.")
    captureMode = serializers.ChoiceField(
        choices=["render", "collect"], required=False, default="render", help_text="collect makes no document."
    )
    readonly = serializers.ListField(
        child=Text(max_length=160), required=False, default=list, max_length=1000, help_text="Keys to show only."
    )
    hidden = serializers.ListField(
        child=Text(max_length=160), required=False, default=list, max_length=1000, help_text="Keys to leave out."
    )


class PermissionWish(serializers.Serializer):
    """Some of the permissions."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """A switch for each flag."""
        return {name: Flag(required=False, help_text=f"Permission {name}.") for name in FLAGS}


@extend_schema_serializer(component_name="EmbedSessionWish", examples=example(WISH, request=True))
class SessionWish(serializers.Serializer):
    """A session to open."""

    tenant = TenantWish(help_text="The customer organisation; brought up to date at every call.")
    actor = ActorWish(help_text="The person; brought up to date at every call.")
    scope = ScopeWish(required=False, allow_null=True, help_text='`{"mode": "edit"}` by default.')
    variableCatalog = CatalogBody(required=False, allow_null=True, help_text="A catalog for this session alone.")
    catalogRef = CatalogRef(required=False, allow_null=True, help_text="A published catalog by name.")
    catalogId = Text(required=False, allow_null=True, max_length=80, help_text="A published catalog by id.")
    permissions = PermissionWish(required=False, allow_null=True, help_text="What the session may do.")
    permissionsPreset = Text(
        required=False, allow_null=True, max_length=60, help_text="A preset of the project: admin, editor, viewer, …"
    )
    branding = SmallObject(
        required=False, allow_null=True, help_text="`logoUrl`, `primaryColor`, `fontUrl`, `locale`, `ui`, `support`."
    )
    appearance = SmallObject(
        required=False,
        allow_null=True,
        help_text="`baseTheme`, `variables`, `rules`, `layout`, `logoUrl`; what is not allowed is left out and told.",
    )
    callbacks = Callbacks(required=False, allow_null=True, help_text="Addresses of yours.")
    limits = Limits(required=False, allow_null=True, help_text="How much the session may do.")
    form = FormWish(required=False, allow_null=True, help_text="How the form behaves; with mode fill.")


@extend_schema_serializer(
    component_name="EmbedSessionRefresh", examples=example({"renewToken": OPENED["renew_token"]}, request=True)
)
class RefreshRequest(serializers.Serializer):
    """The renewal of a session."""

    renewToken = Text(min_length=8, max_length=200, help_text="The one of the last answer; it works once.")


@extend_schema_serializer(component_name="EmbedSessionOpened", examples=example(OPENED))
class Opened(serializers.Serializer):
    """An open session. Give `session_token` to the browser and keep `renew_token` on your server."""

    session_id = serializers.UUIDField(help_text="The session.")
    session_token = serializers.CharField(help_text="What opens the iframe.")
    iframe_url = serializers.CharField(help_text="The address of the iframe, for pages without the SDK.")
    expires_at = serializers.DateTimeField(help_text="When the token ends, unless it is renewed.")
    renew_token = serializers.CharField(help_text="Renews the session once.")


@extend_schema_serializer(component_name="EmbedSession", examples=example(STATE))
class SessionState(serializers.Serializer):
    """The session as its iframe sees it."""

    sessionId = serializers.UUIDField(help_text="The session.")
    expiresIn = serializers.IntegerField(help_text="Seconds left, by the server's clock.")
    expiresAt = serializers.DateTimeField(help_text="When it ends.")
    mode = serializers.ChoiceField(choices=EmbedSession.Mode.choices, help_text="What the iframe shows.")
    locale = serializers.CharField(help_text="The language of the surface.")
    permissions = FreeObject(help_text="Every permission, true or false.")
    limits = FreeObject(help_text="What it may use up.")
    used = FreeObject(help_text="What it has used up.")
    ui = FreeObject(help_text="Which parts to show.")
    appearance = FreeObject(help_text="The look, checked.")
    appearanceRejected = serializers.ListField(child=FreeObject(), help_text="What was left out, and why.")
    logoUrl = serializers.CharField(allow_null=True, help_text="The logo, from our own origin.")
    catalog = FreeObject(allow_null=True, help_text="The variable catalog.")
    onCloseUrl = serializers.CharField(allow_null=True, help_text="Where Close leads in a page of its own.")
    apiKeysUrl = serializers.CharField(allow_null=True, help_text="Our page of API keys, where `ui` links to it.")
    template = FreeObject(allow_null=True, help_text="The template that is open, as the templates endpoint has it.")
    start = FreeObject(allow_null=True, help_text="With mode create: what the new template begins with, or null.")
    form = FreeObject(allow_null=True, help_text="How the form behaves; with mode fill.")


class PreflightQuery(serializers.Serializer):
    """Whose iframe is asked about."""

    pk = serializers.CharField(max_length=100, help_text="The publishable key.")


@extend_schema_serializer(component_name="EmbedPreflight", examples=example({"ok": True}))
class PreflightAnswer(serializers.Serializer):
    """The page may show the iframe."""

    ok = serializers.BooleanField(help_text="Always true.")
