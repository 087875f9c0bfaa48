"""What an owner sees of embedding: how far it is set up, the samples to paste, and everything that can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from craftkit.accounts.models import ApiKey, Project
from embed import hostcode
from embed.models import (
    AllowedOrigin,
    AuditEntry,
    EmbedPartner,
    EmbedSession,
    PermissionPreset,
    RedirectHost,
    SigningKey,
)
from embed.permissions import FLAGS

PUBLISHABLE = ("publishable_live", "publishable_test")
NEWEST_ENTRIES = 8
SHOWN_DAYS = 30
WORDS = {
    "session.opened": gettext_noop("{who} opened a session {what}"),
    "session.revoked": gettext_noop("{who} had the session ended {what}"),
    "session.spent_renew_token": gettext_noop("{who} sent a renew token that was used before {what}"),
    "document.shared": gettext_noop("{who} made a link to a document {what}"),
    "document.mailed": gettext_noop("{who} mailed a document {what}"),
    "template.created": gettext_noop("{who} made a template {what}"),
    "template.published": gettext_noop("{who} published {what}"),
    "template.renamed": gettext_noop("{who} renamed a template {what}"),
    "template.deleted": gettext_noop("{who} deleted a template {what}"),
}


@dataclass(frozen=True)
class Step:
    """One step: the name that its words in the page go by, and whether it is made."""

    name: str
    is_done: bool


def partner_of(project: Project) -> EmbedPartner | None:
    """The partner row; None where embedding was never enabled."""
    return EmbedPartner.objects.filter(project=project).first()


def overview(project: Project, partner: EmbedPartner) -> dict[str, Any]:
    """How far the set-up is, the samples with the project's own keys, and what happened lately."""
    steps = _steps(project, partner)
    keys = project.keys.active().filter(kind__in=("live", *PUBLISHABLE)).order_by("created_at")
    newest = {key.kind: key for key in keys}
    public = next((key.public_text for key in keys if key.kind == "publishable_live"), "")
    told = AuditEntry.objects.filter(project=project, session__member=None, session__form_link=None)
    entries = told.select_related("session__tenant", "about").order_by("-pk")
    return {
        "steps": steps,
        "done": sum(step.is_done for step in steps),
        "next": next((step.name for step in steps if not step.is_done), ""),
        "samples": hostcode.on_the_server(base=settings.BASE_URL, key=str(newest.get("live", ""))),
        "page_sample": hostcode.in_the_page(base=settings.EMBED_URL, key=public),
        "entries": [(entry, said(entry, names_tenant=True)) for entry in entries[:NEWEST_ENTRIES]],
        **_counts(project),
    }


def publishable_text(project: Project) -> str:
    """The live publishable key, where there is one."""
    found = project.keys.active().filter(kind="publishable_live").order_by("created_at").first()
    return found.public_text if found else ""


def said(entry: AuditEntry, *, names_tenant: bool = False) -> SafeString:
    """Who did what, as a sentence."""
    who = format_html("<strong>{}</strong>", entry.actor_name)
    if names_tenant and entry.session:
        who = format_html(_("{name} of {tenant}"), name=who, tenant=entry.session.tenant.display_name)
    sentence = _(WORDS[entry.action]) if entry.action in WORDS else f"{{who}} {entry.action} {{what}}"
    return format_html(sentence, who=who, what=_about(entry))


def _about(entry: AuditEntry) -> str:
    """The template that it was done to, and which version that made."""
    name, number = entry.about.name if entry.about else "", entry.number
    if name and number:
        return _("“%(name)s” as version %(number)d") % {"name": name, "number": number}
    if number:
        return _("as version %(number)d") % {"number": number}
    return f"“{name}”" if name else ""


def configuration(project: Project, partner: EmbedPartner) -> dict[str, Any]:
    """Everything that the page of settings shows."""
    return {
        "partner": partner,
        "origins": AllowedOrigin.objects.filter(project=project),
        "hosts": RedirectHost.objects.filter(project=project),
        "keys": project.keys.active().filter(kind__in=PUBLISHABLE).order_by("kind", "created_at"),
        "signing_keys": SigningKey.objects.honoured(timezone.now()).filter(project=project).order_by("-created_at"),
    }


def presets_of(project: Project) -> list[tuple[PermissionPreset, list[str]]]:
    """The presets, each with what is on."""
    rows = PermissionPreset.objects.filter(project=project)
    return [(preset, [name for name in FLAGS if preset.permissions.get(name)]) for preset in rows]


def _steps(project: Project, partner: EmbedPartner) -> list[Step]:
    """The steps as they stand; nobody ticks them by hand."""
    signs = _signs()
    found = {name: Exists(rows.filter(project=OuterRef("pk"))) for name, rows in signs.items()}
    made = Project.objects.filter(pk=project.pk).values_list(*found.values()).get()
    enabled = Step("enabled", partner.is_enabled)
    return [enabled, *(Step(name, bool(is_done)) for name, is_done in zip(signs, made, strict=True))]


def _signs() -> dict[str, QuerySet[Any]]:
    """What shows that each step was made."""
    return {
        "origin": AllowedOrigin.objects.all(),
        "key": ApiKey.objects.active().filter(kind__in=PUBLISHABLE),
        "session": EmbedSession.objects.of_partners(),
        "publish": EmbedSession.objects.of_partners().filter(publishes__gt=0),
    }


def _counts(project: Project) -> dict[str, Any]:
    now = timezone.now()
    rows = EmbedSession.objects.of_partners().filter(project=project)
    since = now - timedelta(days=SHOWN_DAYS)
    return {
        "live": rows.filter(revoked_at=None, expires_at__gt=now).count(),
        "recent": rows.filter(created_at__gte=since).count(),
        "days": SHOWN_DAYS,
    }
