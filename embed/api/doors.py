"""What all doors of the embed share: who may come in, and how their refusals are documented."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.utils.translation import gettext_noop
from rest_framework.request import Request

from craftkit.api.authentication import PROJECT_KEYS
from craftkit.api.doors import Door
from craftkit.api.schema import problems
from craftkit.lib.errors import NotFound
from embed import scoping, tongue
from embed.entrance import SESSION, EmbedAuthentication, EmbedKinds, SessionPrincipal
from embed.faults import CatalogNotFound, InvalidCredentials, PartnerSuspended, PermissionDenied, TemplateNotFound
from embed.models import EmbedSession
from templates_app.models import Template, TemplateVersion

PARTNER_TAGS, BUILDER_TAGS = ["Embed"], ["Embedded builder"]
session_auth: list[Any] = [{"sessionToken": []}]
either_auth: list[Any] = [{"bearerApiKey": []}, {"sessionToken": []}]
REFUSALS: dict[str, Any] = {
    "invalid_credentials": (401, InvalidCredentials.message, "No key, a wrong one, or embed is not enabled."),
}
SUSPENDED: dict[str, Any] = {"partner_suspended": (403, PartnerSuspended.message, "The partner is suspended.")}
DENIED: dict[str, Any] = {"permission_denied": (403, PermissionDenied.message, "The session may not do that.")}
NO_TEMPLATE: dict[str, Any] = {"template_not_found": (404, TemplateNotFound.message, "No such template.")}
NO_CATALOG: dict[str, Any] = {"catalog_not_found": (404, CatalogNotFound.message, "No such catalog.")}
CONFLICT: dict[str, Any] = {
    "draft_conflict": (409, "The template was saved elsewhere.", "Another revision is current.")
}


class UnknownVersion(NotFound):
    """The template has no version of that number."""

    code = "version_not_found"
    message = gettext_noop("The template has no version of this number.")


class EmbedDoor(Door):
    """A door of the embed."""

    authentication_classes = (EmbedAuthentication,)
    permission_classes = (EmbedKinds,)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """What is said to people, in the language that a frame asks for."""
        tongue.speak(request, response)
        return super().finalize_response(request, response, *args, **kwargs)


class PartnerDoor(EmbedDoor):
    """A door for the partner's server."""

    allowed: ClassVar = PROJECT_KEYS


class SessionDoor(EmbedDoor):
    """A door for the iframe of a session."""

    allowed: ClassVar = SESSION

    @property
    def session(self) -> EmbedSession:
        """The session that the token names."""
        return cast(SessionPrincipal, self.request.user).session

    def template(self, reference: str) -> Template:
        """The template of that id, ours or the partner's, if the session sees it."""
        return scoping.wanted(self.session, reference)

    def version(self, reference: str, number: int) -> TemplateVersion:
        """The version of that number of such a template."""
        template = self.template(reference)
        found = template.versions.filter(number=number).first()
        if found is None:
            raise UnknownVersion
        found.template = template
        return found


def partner_problems(*statuses: int, **codes: tuple[int, str, str]) -> dict[int, Any]:
    """The error answers of a partner's door."""
    return problems(429, *statuses, **REFUSALS, **SUSPENDED, **codes)


def session_problems(*statuses: int, **codes: tuple[int, str, str]) -> dict[int, Any]:
    """The error answers of a session's door."""
    return problems(429, *statuses, **REFUSALS, **DENIED, **codes)
