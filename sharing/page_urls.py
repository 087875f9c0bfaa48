"""Addresses of the dashboard's pages about sharing."""

from __future__ import annotations

from django.urls import path

from sharing.views import documents, policies

DOCUMENT = "projects/<uuid:project_id>/documents/<uuid:render_id>"
PROJECT = "projects/<uuid:project_id>/sharing"

urlpatterns = [
    path(f"{DOCUMENT}/sharing", documents.sharing_page, name="document-sharing"),
    path(f"{DOCUMENT}/sharing/card", documents.sharing_card, name="document-sharing-card"),
    path(f"{DOCUMENT}/sharing/new", documents.share_new, name="document-share-new"),
    path(f"{DOCUMENT}/sharing/mail", documents.share_mail, name="document-share-mail"),
    path(f"{DOCUMENT}/sharing/<uuid:share_id>/revoke", documents.share_revoke, name="document-share-revoke"),
    path(PROJECT, policies.sharing_settings, name="sharing-settings"),
    path(f"{PROJECT}/domain", policies.sharing_domain, name="sharing-domain"),
    path(f"{PROJECT}/domain/check", policies.sharing_domain_check, name="sharing-domain-check"),
]
