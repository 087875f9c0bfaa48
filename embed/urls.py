"""Addresses of the embed: its API, the pages in iframes, our own pages around them, the SDK, logos, public keys."""

from __future__ import annotations

from django.urls import path, re_path

from embed.api import (
    catalogs,
    documents,
    files,
    forms,
    outcomes,
    provisioning,
    renders,
    session,
    sessions,
    templates,
    versions,
)
from embed.views import files as public
from embed.views import links, surfaces, visitors, workshop

EMBED = "v1/embed"
TEMPLATE = f"{EMBED}/templates/<str:reference>"
FORM = f"{EMBED}/form-submit/<str:session_id>"
RENDER = f"{EMBED}/renders/<str:render_id>"
VERSION = f"{TEMPLATE}/versions/<int:number>"
PROJECT = "projects/<uuid:project_id>"

urlpatterns = [
    path("v1/admin/provision", provisioning.Provision.as_view()),
    path(f"{EMBED}/sessions", sessions.Sessions.as_view()),
    path(f"{EMBED}/sessions/refresh", sessions.Refresh.as_view()),
    path(f"{EMBED}/sessions/<str:session_id>", sessions.OneSession.as_view()),
    path(f"{EMBED}/catalogs", catalogs.Catalogs.as_view()),
    path(f"{EMBED}/catalogs/<str:name>", catalogs.OneCatalog.as_view()),
    path(f"{EMBED}/catalogs/<str:name>/diff/<int:number>/<int:other>", catalogs.CatalogDifference.as_view()),
    path(f"{EMBED}/builder/templates", documents.BuilderTemplates.as_view()),
    path(f"{EMBED}/preflight", session.Preflight.as_view()),
    path(f"{EMBED}/session", session.Session.as_view()),
    path(f"{EMBED}/templates", templates.Templates.as_view()),
    path(TEMPLATE, templates.OneTemplate.as_view()),
    path(f"{TEMPLATE}/draft", templates.Draft.as_view()),
    path(f"{TEMPLATE}/publish", templates.Publish.as_view()),
    path(f"{TEMPLATE}/changes", templates.Changes.as_view()),
    path(f"{TEMPLATE}/versions", versions.Versions.as_view()),
    path(VERSION, versions.OneVersion.as_view()),
    path(f"{VERSION}/thumbnail", versions.Thumbnail.as_view()),
    path(f"{VERSION}/rollback", versions.Rollback.as_view()),
    path(f"{EMBED}/preview", files.Preview.as_view()),
    path(f"{EMBED}/logo", files.LogoOfPage.as_view()),
    path(f"{EMBED}/uploads", files.Uploads.as_view()),
    path(f"{EMBED}/assets/<str:asset_id>", files.AssetContent.as_view()),
    path(FORM, forms.FormSubmit.as_view()),
    path(f"{FORM}/check", forms.FormCheck.as_view()),
    path(f"{FORM}/preview", forms.FormPreview.as_view()),
    path(f"{FORM}/document", forms.FormDocument.as_view()),
    path(f"{FORM}/upload-image", forms.FormPicture.as_view()),
    path(f"{EMBED}/form-draft", forms.FormDraft.as_view()),
    path(f"{EMBED}/renders", renders.EmbedRenders.as_view()),
    path(RENDER, renders.OwnRender.as_view()),
    path(f"{RENDER}/download", renders.PartnerDownload.as_view()),
    path(f"{RENDER}/content", renders.OwnRenderContent.as_view()),
    path(f"{RENDER}/shares", outcomes.OwnRenderShares.as_view()),
    path(f"{RENDER}/email", outcomes.OwnRenderEmail.as_view()),
    path(f"{RENDER}/engagement", outcomes.OwnRenderEngagement.as_view()),
    path(f"{PROJECT}/new-template/<str:start>", workshop.template_create, name="template-create"),
    path(f"{PROJECT}/templates/<str:slug>/edit", workshop.template_edit, name="template-edit"),
    path(f"{PROJECT}/templates/<str:slug>/new-document", workshop.document_create, name="document-create"),
    path(f"{PROJECT}/editor-sessions/<uuid:own_id>", workshop.session_prolong, name="own-session"),
    path(f"{PROJECT}/templates/<str:slug>/form-link", links.form_link, name="form-link"),
    path(f"{PROJECT}/templates/<str:slug>/form-link/card", links.form_link_card, name="form-link-card"),
    path(f"{PROJECT}/forms", links.form_list, name="form-list"),
    path(f"{PROJECT}/forms/new", links.form_new, name="form-new"),
    path("forms/<str:token>", visitors.public_form, name="public-form"),
    path("forms/<str:token>/password", visitors.public_form_password, name="public-form-password"),
    path("forms/<str:token>/renew/<str:ticket>", visitors.public_form_renew, name="public-form-renew"),
    path("embed/builder", surfaces.builder),
    path("embed/form", surfaces.form),
    path("embed/logos/<uuid:logo_id>", public.logo),
    re_path(r"^sdk/v1/craftkit\.(?P<ending>js|mjs)$", public.sdk),
    path(".well-known/jwks.json", public.jwks),
]
