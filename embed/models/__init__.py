"""Partners and what they set up, sessions, catalogs, and which templates belong to which tenant."""

from embed.models.assets import TenantAsset
from embed.models.catalogs import Catalog, CatalogVersion
from embed.models.forms import FormDraft, FormSubmission
from embed.models.links import FormLink
from embed.models.partners import AllowedOrigin, EmbedPartner, PermissionPreset, RedirectHost, SigningKey
from embed.models.sessions import Actor, AuditEntry, EmbedSession, Logo, Tenant
from embed.models.templates import BuilderDocument, TenantTemplate

__all__ = [
    "Actor",
    "AllowedOrigin",
    "AuditEntry",
    "BuilderDocument",
    "Catalog",
    "CatalogVersion",
    "EmbedPartner",
    "EmbedSession",
    "FormDraft",
    "FormLink",
    "FormSubmission",
    "Logo",
    "PermissionPreset",
    "RedirectHost",
    "SigningKey",
    "Tenant",
    "TenantAsset",
    "TenantTemplate",
]
