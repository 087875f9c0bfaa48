"""Addresses of the pages about projects and keys."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from craftkit.accounts import language_pages, own_data_pages, security_pages, views

ACCOUNT = "account/<uuid:account_id>"
to_security = RedirectView.as_view(pattern_name="security")

urlpatterns = [
    path("", views.home, name="home"),
    path("projects", views.project_list, name="project-list"),
    path("projects/new", views.project_new, name="project-new"),
    path("projects/<uuid:project_id>/restore", views.project_restore, name="project-restore"),
    path("projects/<uuid:project_id>/keys", views.key_list, name="key-list"),
    path("projects/<uuid:project_id>/keys/new", views.key_new, name="key-new"),
    path("projects/<uuid:project_id>/keys/<uuid:key_id>/revoke", views.key_revoke, name="key-revoke"),
    path(f"{ACCOUNT}/keys", views.account_key_list, name="account-key-list"),
    path(f"{ACCOUNT}/keys/new", views.account_key_new, name="account-key-new"),
    path(f"{ACCOUNT}/keys/<uuid:key_id>/revoke", views.account_key_revoke, name="account-key-revoke"),
    path("language", language_pages.language, name="language"),
    path("account/security", security_pages.security, name="security"),
    path("account/sessions/<int:sign_in_id>/end", security_pages.session_end, name="session-end"),
    path("account/sessions/end-others", security_pages.session_end_others, name="session-end-others"),
    path("account/export", own_data_pages.own_export, name="own-export"),
    path("account/delete", own_data_pages.user_delete, name="user-delete"),
    # Overviews of allauth's that one page of ours replaces; they stand first, so they are the ones found.
    path("accounts/2fa/", to_security),
    path("accounts/2fa/webauthn/", to_security),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/social/", to_security),
    path("accounts/social/", include("allauth.socialaccount.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("accounts/", include("allauth.account.urls")),
]
