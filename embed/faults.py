"""The failures that every door of the embed knows: credentials, partners that are not, and what a session may not."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from craftkit.lib.errors import Forbidden, InvalidRequest, NotFound, RateLimited, Unauthorized, field_issues


class MissingAuthorization(Unauthorized):
    """There is no Authorization header."""

    code = "missing_authorization"
    message = gettext_noop("Send the key or the session token as: Authorization: Bearer <key>.")


class InvalidCredentials(Unauthorized):
    """The key or token is wrong or over, or the project is no embed partner."""

    code = "invalid_credentials"
    message = gettext_noop("The key or session token is not valid, or embed is not enabled for its project.")


class RefreshFailed(Unauthorized):
    """The renew token does not renew a session of this project."""

    code = "refresh_failed"
    message = gettext_noop("This renew token was used before, or its session is over. Mint a new session.")


class FormClosed(Forbidden):
    """The public link was switched off, or its closing date is past."""

    code = "form_closed"
    message = gettext_noop("This form is closed and takes no more answers. Ask whoever sent you the link.")


class PartnerSuspended(Forbidden):
    """The install's operator suspended the partner."""

    code = "partner_suspended"
    message = gettext_noop("Embedding is suspended for this project; ask whoever runs this install.")


class EmbedDisabled(Forbidden):
    """The key names no project that embeds."""

    code = "embed_disabled"
    message = gettext_noop("Embedding is not enabled for this project, or there is no such project.")


class OriginNotAllowed(Forbidden):
    """The page that asks is not on the project's list."""

    code = "origin_not_allowed"
    message = gettext_noop("This origin may not embed the project; add it under Embed, Origins.")


class PermissionDenied(Forbidden):
    """The session was minted without this permission."""

    code = "permission_denied"
    message = gettext_noop("This session may not do that.")


class WrongMode(Forbidden):
    """The session is for another surface."""

    code = "wrong_mode"
    message = gettext_noop("This session is for another mode.")


class LimitReached(RateLimited):
    """The session used up what it was given."""

    message = gettext_noop("This session has used up its limit; ask for a new one.")


class TemplateNotFound(NotFound):
    """No template of that id that this tenant may see."""

    code = "template_not_found"
    message = gettext_noop("There is no such template.")


class CatalogNotFound(NotFound):
    """The project has no such catalog, or not this version of it."""

    code = "catalog_not_found"
    message = gettext_noop("There is no such catalog in this project.")


class Unfit(InvalidRequest):
    """A wish of the right shape that cannot be granted."""

    status = 422


def unfit(path: str, reason: str) -> Unfit:
    """The wish, named by its field."""
    return Unfit(issues=field_issues({path: [reason]}))
